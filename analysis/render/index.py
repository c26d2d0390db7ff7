"""The page that lists the reports of a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.render import formats, manifest

FILE = "index.html"
LABELS = {"html": "HTML", "pdf": "PDF", "data": "Data (ZIP)"}
# the page's own template, and the look of the reports
TEMPLATES = [Path(__file__).parent / "templates" / name for name in ("index", "report-html")]


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


def page(folder: Path, shared: Sequence[Shared] = ()) -> bytes:
    """Return the page over every manifest in the folder, sorted by report, and the shared files.

    Only files that lie in the folder as their manifest describes them are linked.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    documents = [found for path in sorted(folder.glob("*.json")) if (found := manifest.read(path))]
    reports = [_entry(folder, document) for document in documents]
    template = environment.get_template("index.html.j2")
    return (template.render(reports=reports, shared=shared) + "\n").encode()


def _entry(folder: Path, document: dict[str, Any]) -> dict[str, Any]:
    """Return what the template prints of one manifest."""
    name = document["report"]
    there = manifest.intact(folder, document)
    made = {formats.file_name(name, kind): label for kind, label in LABELS.items()}
    links = [{"href": quote(file), "label": made[file]} for file in made if file in there]
    return {
        "name": name,
        "title": document.get("title") or name,
        "links": [*links, {"href": quote(f"{name}.json"), "label": "manifest"}],
        "parameters": [(name, _shown(value)) for name, value in document["parameters"].items()],
        "date": document.get("date", ""),
        "code": document.get("edition", ""),
        "notebook": document["notebook"].get("file", ""),
    }


def _shown(value: object) -> str:
    """Return a parameter's value as a reader would type it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
