"""What an addition still lacks, in words: `make quick` runs it after something was added.

A claim is a row and an evidence function; an exhibit is a function and a call; a figure is a row,
its source, and a seal. Where one half is there, a sentence says what the other is, and its place.
"""

from __future__ import annotations

import ast
import csv
import doctest
import inspect
import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from analysis import EXPOSED, claims, data, topics
from analysis.__main__ import main
from analysis.errors import unknown
from analysis.exhibits import EXHIBITS

from .topics import examples

topics.load()  # the subjects register their exhibits and their evidence
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def claims_lacking(stated: set[str], answered: set[str]) -> Iterator[str]:
    """Yield a sentence for each claim without evidence, and for evidence without a claim."""
    for name in sorted(stated - answered):
        yield (
            f"claim '{name}' has no evidence: write a function decorated @evidence(\"{name}\")"
            " beside its subject in analysis/topics/"
        )
    for name in sorted(answered - stated):
        yield f"evidence for '{name}' has no claim: add its row to data/claims.csv, then seal"


def exhibits_lacking(
    there: Mapping[str, inspect.Signature], called: set[str], exemplified: set[str]
) -> Iterator[str]:
    """Yield a sentence for each exhibit that no notebook calls or that no test can call."""
    for name, signature in there.items():
        subject = name.partition(".")[0]
        if name not in called:
            yield (
                f"exhibit {name} is called in no notebook: add `{name}(…)` to one, such as"
                f" notebooks/{subject}.ipynb"
            )
        needed = [one.name for one in signature.parameters.values() if one.default is one.empty]
        if needed not in ([], ["as_of"]) and name not in exemplified:
            yield (
                f"exhibit {name} needs {', '.join(needed)}: give the tests its"
                " arguments in tests/topics/examples.py"
            )


def calls_lacking(called: set[str]) -> Iterator[str]:
    """Yield a sentence for each call of a notebook that its subject does not offer."""
    for name in sorted(called):
        subject, _, attribute = name.partition(".")
        module = import_module(EXPOSED[subject]) if subject in EXPOSED else None
        if module and attribute not in dir(module):
            place = Path(inspect.getfile(module)).relative_to(NOTEBOOKS.parent).as_posix()
            yield (
                f"a notebook calls {unknown(f'function of {subject}:', attribute, dir(module))}"
                f" A new one is listed in {place}"
            )


def _called() -> set[str]:
    """Return each exhibit that a notebook calls, by its subject's own name."""
    found = set()
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        trees = [ast.parse(source) for source in sources]
        subject = {
            alias.asname or alias.name: alias.name
            for tree in trees
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "analysis"
            for alias in node.names
        }
        for tree in trees:
            for node in ast.walk(tree):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)):
                        found.add(f"{subject.get(name, name)}.{attribute}")
    return found


def test_a_claim_without_evidence_and_evidence_without_a_claim_are_told() -> None:
    told = list(claims_lacking({"oil", "gas"}, {"gas", "coal"}))
    assert 'decorated @evidence("oil")' in told[0]
    assert "add its row to data/claims.csv" in told[1]
    assert len(told) == 2


def test_an_exhibit_nobody_calls_or_can_call_is_told() -> None:
    plain, greedy = (lambda as_of: as_of), (lambda as_of, year: (as_of, year))
    there = {"trade.a": inspect.signature(plain), "trade.b": inspect.signature(greedy)}
    told = list(exhibits_lacking(there, {"trade.b"}, set()))
    assert told[0].startswith("exhibit trade.a is called in no notebook")
    assert told[1].startswith("exhibit trade.b needs as_of, year")
    assert len(told) == 2


def test_a_call_that_leads_nowhere_is_told_with_the_nearest() -> None:
    told = list(calls_lacking({"trade.turnover_level", "trade.turnover_levels", "print.f"}))
    assert len(told) == 1
    assert "Did you mean 'turnover_levels'" in told[0]
    assert told[0].endswith("A new one is listed in analysis/topics/trade/calls.py")


def test_every_claim_has_evidence_and_all_evidence_a_claim() -> None:
    told = list(claims_lacking(set(claims.claims()), set(claims.SOURCES)))
    assert not told, "\n".join(told)


def test_every_exhibit_is_called_in_a_notebook_and_by_the_tests() -> None:
    there = {name: inspect.signature(function) for name, function in EXHIBITS.items()}
    told = list(exhibits_lacking(there, _called(), set(examples.EXAMPLES)))
    assert not told, "\n".join(told)


def test_every_call_of_a_notebook_leads_to_a_function() -> None:
    told = list(calls_lacking(_called()))
    assert not told, "\n".join(told)


def test_what_a_notebook_calls_has_an_example_in_its_docstring_that_runs() -> None:
    """Those of exhibits are held to it elsewhere; `assume` takes the whole parameters cell."""
    space = {name: import_module(module) for name, module in EXPOSED.items()}
    space["assumed"] = examples.arguments("logistics.kuryk_sobol")["assumed"]
    for name in sorted(_called() - set(EXHIBITS) - {"logistics.assume"}):
        subject, _, function = name.partition(".")
        if subject in EXPOSED and subject != "explore":
            calls = doctest.DocTestParser().get_examples(getattr(space[subject], function).__doc__)
            assert calls, f"{name} has no example: end its docstring in a call"
            exec(calls[-1].source, {"explain": claims.explain, **space})  # noqa: S102 - ours


def test_the_data_is_whole_sealed_and_everything_it_names_is_declared() -> None:
    data.verify()


def _append(path: Path, **changes: str) -> None:
    """Add a row to a table: its last one with some values changed."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, rows[-1], lineterminator="\n").writerow(rows[-1] | changes)


def test_a_figure_is_three_steps_and_each_that_is_missing_is_told(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row; its source; the seal."""
    _append(data_copy / "economy.csv", entity="UZB", period="1999", source="mine")
    assert main(["check"]) == 2
    assert "summit seal" in capsys.readouterr().err
    assert main(["seal"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: data/economy.csv line")
    assert "unknown source 'mine'" in error
    assert "Add it to data/sources.csv" in error
    _append(data_copy / "sources.csv", source="mine")
    assert main(["seal"]) == 0
    assert main(["check"]) == 0


def test_a_claim_is_a_row_and_a_function_and_a_missing_function_is_told(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _append(data_copy / "claims.csv", claim="coal")
    assert main(["seal"]) == 0
    assert main(["check", "coal"]) == 2
    assert "claim 'coal' has no evidence function; add one beside its subject" in (
        capsys.readouterr().err
    )
