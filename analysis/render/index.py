"""The page that lists the reports of a folder."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.render import formats, manifest

FILE = "index.html"
LABELS = {"html": "HTML", "pdf": "PDF", "data": "Data (ZIP)"}
# the page's own templates, and the look of the reports
TEMPLATES = [Path(__file__).parent / "templates" / name for name in ("index", "report-html")]
SCRIPT = TEMPLATES[0] / "index.js"
COMPLETE, INCOMPLETE, FAILED = "complete", "incomplete", "failed"
MEANINGS = {
    COMPLETE: "",
    INCOMPLETE: "Incomplete: a file is missing or was changed since",
    FAILED: "Failed when it was last built",
}
WRONG = {".failed.html": "what failed", ".failed.ipynb": "its notebook"}
CHOICES = 100  # a parameter of more values is found by its text

# a folder and a manifest → those of its outputs that lie there as they should
There = Callable[[Path, Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shared:
    """A file that belongs to no single report, and what the index says of it.

    `content` makes it, when it is not there as it would be; `settings` are what it is made with.
    """

    file: str
    title: str
    about: str
    content: Callable[[], bytes]
    settings: Mapping[str, str] = field(default_factory=dict)


def page(folder: Path, shared: Sequence[Shared] = (), there: There = manifest.intact) -> bytes:
    """Return the page over the folder's manifests and failures, by report, and the shared files.

    Only the files that `there` finds to be as their manifest describes them are linked.
    """
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    reports = [*_reports(folder, there)]
    script = SCRIPT.read_text(encoding="utf-8")
    text = environment.get_template("index.html.j2").render(
        groups=_groups(reports),
        choices=_choices(reports),
        counts=dict(sorted(Counter(one["status"] for one in reports).items())),
        shared=shared,
        script=Markup(script),  # noqa: S704 - our own file, and nothing of a report is in it
        script_hash=f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
    )
    return f"{text}\n".encode()


def _reports(folder: Path, there: There) -> Iterator[dict[str, Any]]:
    """Yield what the template prints of each report that was built or failed, by name."""
    failed = {path.name.removesuffix(end) for end in WRONG for path in folder.glob(f"*{end}")}
    names = failed | {path.stem for path in folder.glob("*.json")}
    number = 0
    for name in sorted(names):  # one manifest at a time: there may be very many
        document = manifest.read(folder / f"{name}.json")
        if document is None and name not in failed:
            continue
        number += 1
        links, status = _found(folder, name, document, there)
        yield {
            "number": number,
            "status": status,
            "meaning": MEANINGS[status],
            "links": [{"href": quote(file), "label": label} for file, label in links.items()],
            **_described(name, document or {}),
        }


def _found(
    folder: Path, name: str, document: Mapping[str, Any] | None, there: There
) -> tuple[dict[str, str], str]:
    """Return a report's files with what to call them, and its status."""
    made = {formats.file_name(name, kind): label for kind, label in LABELS.items()}
    intact = there(folder, document) if document else {}
    wrong = {f"{name}{end}": label for end, label in WRONG.items()}
    wrong = {file: label for file, label in wrong.items() if (folder / file).is_file()}
    links = wrong | {file: label for file, label in made.items() if file in intact}
    if document is None:
        return links, FAILED
    whole = COMPLETE if len(intact) == len(document["outputs"]) else INCOMPLETE
    return links | {f"{name}.json": "manifest"}, FAILED if wrong else whole


def _described(name: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest says of its report; next to nothing without one."""
    notebook = str(document.get("notebook", {}).get("file", ""))
    edition, day = document.get("edition", ""), document.get("date", "")
    return {
        "title": document.get("title") or name,
        "notebook": notebook.removesuffix(".ipynb"),
        "values": document.get("parameters", {}),
        "parameters": [
            (key, _shown(value)) for key, value in document.get("parameters", {}).items()
        ],
        "origin": f"{notebook}, edition {edition}, data of {day}" if document else "",
    }


def _groups(reports: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return reports of the same notebook together, after those that are alone or only failed."""
    by_notebook: dict[str, list[Mapping[str, Any]]] = {}
    for report in reports:
        by_notebook.setdefault(report["notebook"], []).append(report)
    many = {name: found for name, found in by_notebook.items() if name and len(found) > 1}
    alone = [report for report in reports if report["notebook"] not in many]
    single = "Reports of a kind of their own" if many else "All reports"
    groups = [
        *([(single, alone)] if alone else []),
        *((f"{name}: {len(many[name]):,} reports", many[name]) for name in sorted(many)),
    ]
    return [_group(title, found) for title, found in groups]


def _group(title: str, reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a group, with what all of its reports were built from when that is the same."""
    origins = {report["origin"] for report in reports}
    same = origins.pop() if len(origins) == 1 and len(reports) > 1 else ""
    return {"title": title, "reports": reports, "origin": same}


def _choices(reports: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the values of each parameter that can tell reports apart, in order."""
    found: dict[str, dict[str, object]] = {}
    for report in reports:
        for name, value in report["values"].items():
            found.setdefault(name, {})[_shown(value)] = value
    several = {name: values for name, values in found.items() if 1 < len(values) <= CHOICES}
    return {
        name: sorted(values, key=lambda text: _order(values[text]))
        for name, values in several.items()
    }


def _order(value: object) -> tuple[bool, float, str]:
    """Return what sorts numbers by size and, after them, texts by letter."""
    number = float(value) if isinstance(value, int | float) else None
    return number is None, number or 0, _shown(value)


def _shown(value: object) -> str:
    """Return a parameter's value as a reader would type it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
