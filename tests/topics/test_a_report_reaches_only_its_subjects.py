"""A report is built again when code it reaches has changed: importing a module loads few others."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.topics import SUBJECTS

CLONE = Path(__file__).parents[2]
# the brief judges all claims, a country's profile shows figures of several subjects
FOREIGN = {
    "trade": {"country", "economy", "logistics", "resources"},
    "logistics": {"country", "economy", "resources", "trade"},
    "resources": {"country", "economy", "logistics", "trade"},
    "country": {"economy", "logistics"},
    "brief": {"country"},
}


def imports(notebook: str) -> str:
    """Return the source of a notebook's second code cell."""
    path = CLONE / "notebooks" / f"{notebook}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return code[1]


def loaded(source: str) -> set[str]:
    """Return the modules of ours that are there after code has run in a fresh process."""
    told = (
        f"{source}\nimport sys\nprint(*(name for name in sys.modules if name[:9] == 'analysis.'))"
    )
    command = [sys.executable, "-c", told]
    done = subprocess.run(command, cwd=CLONE, check=True, capture_output=True, text=True)
    return {*done.stdout.split()}


def test_every_notebook_is_looked_at() -> None:
    there = {path.stem for path in (CLONE / "notebooks").glob("*.ipynb")}
    assert FOREIGN.keys() == there - {"start", "explore"}, "those two lead to any report"


@pytest.mark.parametrize("notebook", FOREIGN)
def test_a_notebook_imports_no_foreign_subject_and_nothing_that_makes_pages(notebook: str) -> None:
    modules = loaded(imports(notebook))
    subjects = {name for name in SUBJECTS if f"analysis.topics.{name}" in modules}
    assert subjects
    assert not subjects & FOREIGN[notebook]
    assert not [name for name in modules if name.startswith(("analysis.render", "analysis.comm"))]


@pytest.mark.parametrize(
    "package", ["charts", *(f"topics/{name}" for name in SUBJECTS if name != "economy")]
)
def test_a_package_holds_nothing_but_its_docstring(package: str) -> None:
    source = (CLONE / "analysis" / package / "__init__.py").read_text(encoding="utf-8")
    said, *rest = ast.parse(source).body
    assert isinstance(said, ast.Expr)
    assert not rest, "import from its modules: whoever needs one of them would load all"


def test_a_profile_loads_no_chart_that_it_does_not_draw_and_no_other_subjects_exhibits() -> None:
    modules = {name.removeprefix("analysis.") for name in loaded(imports("country"))}
    assert {"charts.peers", "topics.trade.flows", "topics.resources.shares"} <= modules
    assert not modules & {"charts.tornados", "charts.networks", "charts.fans", "topics.statement"}
    exhibits = ("calls", "evidence", "exhibits", "summary", "editions")
    assert not modules & {
        f"topics.{of}.{name}" for of in ("trade", "resources") for name in exhibits
    }


def test_the_report_on_resources_judges_its_claims_without_the_other_subjects() -> None:
    calls = "resources.claims_in_full('latest', True); resources.bottom_line('latest')"
    modules = loaded(f"{imports('resources')}\n{calls}")
    assert not [name for name in FOREIGN["resources"] if f"analysis.topics.{name}" in modules]


def test_whoever_judges_all_claims_has_all_subjects_that_have_some() -> None:
    for call in (
        "from analysis import statement; statement.verdict_table('latest')",
        "from analysis import verdicts; verdicts.distance_from_claims('latest')",
    ):
        assert {f"analysis.topics.{name}" for name in SUBJECTS if name != "country"} <= loaded(call)
