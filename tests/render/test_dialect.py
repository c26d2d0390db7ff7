"""The markdown dialect: dollars that are money, dollars that are maths, notes and environments."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.dialect import environment_source, parser


def formulas(text: str) -> list[str]:
    """Return the sources of the formulas in a markdown text."""
    tokens = parser(None)(text)
    found: list[str] = []

    def walk(token: dict[str, Any]) -> None:
        if "math" in token["type"]:
            found.append(token["raw"])
        for child in token.get("children", []):
            walk(child)

    for token in tokens:
        assert isinstance(token, dict)
        walk(token)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "US$ 5 bn and US$ 9 bn",
        "US$5 bn, then US$6 bn.",
        "$5 billion, and later $6 billion.",
        "between $20-$30 a tonne",
        "it lost $-5 and then $−6 more",
        "from $5 m to a $ sign",
        r"\$5 and \$x",
        "one $ only",
    ],
)
def test_money_is_not_maths(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("$x$ and $y$", ["x", "y"]),
        ("$ x $", [" x "]),
        ("CO$_2$ and H$_2$O", ["_2", "_2"]),
        (r"$\sim$5, $\pm$0.3 and $\approx $ 7", [r"\sim", r"\pm", r"\approx "]),
        ("$5x$", ["5x"]),
        ("$5 m to $x$", ["x"]),
        ("about $3 (or $4), then $a_1$-$a_2$", ["a_1", "a_2"]),
        (r"$a\$b$", [r"a\$b"]),
        ("$$\nx^2\n\n# no heading\n$$", ["\nx^2\n\n# no heading\n"]),
        (r"so \\(z\\)", ["z"]),
    ],
)
def test_maths_beside_money_stays_maths(text: str, sources: list[str]) -> None:
    assert formulas(text) == sources


def test_code_is_not_maths() -> None:
    assert formulas("`$x$`\n\n    $y$\n") == []


def test_a_note_is_a_note_and_an_unknown_one_is_text() -> None:
    kinds = [token["type"] for token in parser(None)("a[^1] b[^2]\n\n[^1]: note\n")]  # type: ignore[index]
    assert kinds[-1] == "footnotes"
    assert "footnotes" not in str(parser(None)("a[^2]"))


def test_an_environment_that_only_displays_is_its_body() -> None:
    assert environment_source("equation*", "x") == "x"
    assert environment_source("align", "x") == r"\begin{align}x\end{align}"


def test_a_parser_keeps_nothing_from_one_text_to_the_next() -> None:
    markdown = parser(None)
    assert "footnotes" in str(markdown("a[^1]\n\n[^1]: note\n"))
    assert "footnotes" not in str(markdown("a[^1]"))


@given(st.text(alphabet="$\\{}[]^1a x\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(parser(None)(text), list)
