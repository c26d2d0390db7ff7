"""Cells that are too much: of each kind, so many that a document would take minutes to set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Cells = list[dict[str, Any]]


def text(source: str) -> Cells:
    return [{"cell_type": "markdown", "metadata": {}, "source": source}]


def shown(mime: str, data: Any) -> Cells:
    return _code({"output_type": "display_data", "data": {mime: data}, "metadata": {}})


def _code(output: dict[str, Any]) -> Cells:
    code = {"cell_type": "code", "metadata": {}, "source": "", "execution_count": None}
    return [{**code, "outputs": [output]}]


def _numbered(form: str, count: int) -> str:
    return "".join(form.format(n) for n in range(count))


GIANTS: dict[str, Callable[[int], Cells]] = {
    "headings": lambda size: text("## h\n" * 2_400 * size),
    "headings in html": lambda size: shown("text/html", "<h2>h</h2>" * 2_400 * size),
    "paragraphs": lambda size: text("p\n\n" * 4_000 * size),
    "emphasis": lambda size: text("*x* " * 3_200 * size),
    "formulas": lambda size: text(_numbered("$x_{{{}}}$ ", 1_200 * size)),
    "long formulas": lambda size: text(_numbered(f"${{}}{'+x' * 1_500}$\n\n", 16 * size)),
    "links": lambda size: text(_numbered("[a](http://e.org/{}) ", 1_200 * size)),
    "list items": lambda size: text("- a\n" * 3_200 * size),
    "notes": lambda size: text(
        _numbered("[^{}] ", 400 * size) + _numbered("\n[^{0}]: {0}\n", 400 * size)
    ),
    "programs": lambda size: text("```\nx\n```\n\n" * 1_200 * size),
    "words": lambda size: text("word " * 8_000 * size),
    "spans": lambda size: shown("text/html", "<p>" + "<b>x</b>" * 2_400 * size),
    "definitions": lambda size: shown("text/html", "<dl>" + "<dt>a<dd>b" * 2_400 * size),
    "words in html": lambda size: shown("text/html", "<p>" + "word " * 16_000 * size),
}
"""By name, so many times what a twenty-fifth of a document may show."""

ENDLESS: dict[str, Callable[[], Cells]] = {
    "a line": lambda: _code(
        {"output_type": "stream", "name": "stdout", "text": "a\r\n" + "x" * 2_000_000}
    ),
    "a sheet": lambda: shown("text/html", f"<style>{'a' * 900_000}</style>b"),
    "a definition": lambda: text(f"$\\newcommand{' ' * 200_000}x$"),
    "environments": lambda: text(r"\begin{a}" * 20_000),
    "displays": lambda: text(r"\\[ x" * 40_000),
    "references": lambda: text("@fig:x " * 12_000),
    "undefined notes": lambda: text(_numbered("[^{}] ", 30_000)),
    "signs": lambda: text("a!!!! " * 40_000),
    "nested definitions": lambda: shown("text/html", "<dl>" + "<dt>a" * 20_000),
    "values": lambda: shown("application/json", [[n, {"a": n}] for n in range(200_000)]),
    "odd types": lambda: [
        {**cell, "metadata": {"transient": [1], "jupyter": "x"}}
        for cell in shown("text/plain", {"a": 1}) + shown("text/html", None)
    ],
}
"""What took a time without end where each of its places was searched from anew."""
