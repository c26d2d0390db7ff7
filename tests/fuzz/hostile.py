"""One hostile notebook after the other: the same number gives the same notebook."""

# ruff: noqa: E501 - a payload is one line, as it would be sent

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.fuzz import payloads as p
from tests.fuzz.giants import ENDLESS, GIANTS

Notebook = dict[str, Any]

_WORDS = (p.SCRIPTS, p.MARKDOWN, p.STYLES, p.TYPST, p.TYPST, p.TEXTS, p.PATHS)


class _Chance(random.Random):
    """Repeatable choices, and how often one falls on something gigantic."""

    giants = 0.0


def notebook(number: int, *, giants: float = 0.02) -> Notebook:
    """Return hostile notebook `number`, as JSON would hold it; some of its texts are gigantic."""
    chance = _Chance(number)
    chance.giants = giants
    cells = [_cell(chance, place) for place in range(chance.randint(1, 5))]
    cells += _giants(chance, len(cells))
    minor = chance.choice([0, 2, 4, 5, 5, 5, 5])
    if minor < 5:
        for cell in cells:
            del cell["id"]
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": _metadata(chance), "cells": cells}


def _giants(chance: _Chance, place: int) -> list[dict[str, Any]]:
    """Return cells that are too much, one in a while, and now and then for a whole document."""
    if chance.random() >= 2 * chance.giants:
        return []
    giant = chance.choice([*ENDLESS.values(), *(partial(make, 25) for make in GIANTS.values())])
    cells = [cell for _ in range(chance.choice([1, 1, 5])) for cell in giant()]
    return [{**cell, "id": f"c{place + number}"} for number, cell in enumerate(cells)]


def furnish(folder: Path) -> Path:
    """Fill a folder with what no page may show; return the notebook's folder, one below."""
    home = folder / "home"
    home.mkdir(parents=True)
    for name in ("canary.txt", "canary.png", "canary.svg"):
        (folder / name).write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg"><text>{p.CANARY}</text></svg>'
        )
    (home / "link.png").symlink_to(folder / "canary.png")
    (home / "linked").symlink_to(folder)
    (home / "loop").symlink_to(home / "loop")
    return home


def _word(chance: _Chance) -> str:
    """Return one payload, or two of them with one inside the other."""
    word = str(chance.choice(chance.choice(_WORDS)))
    if chance.random() < 0.3:
        other = str(chance.choice(chance.choice(_WORDS)))
        at = chance.randint(0, len(word))
        return word[:at] + other + word[at:]
    return word


def _markdown(chance: _Chance) -> str:
    kinds: list[Callable[[], str]] = [
        lambda: _word(chance),
        lambda: f"# {_word(chance)}\n\n{_word(chance)}",
        lambda: f"![{_word(chance)}]({chance.choice(p.PATHS)} '{_word(chance)}')",
        lambda: f"<img src='{chance.choice(p.PATHS)}' alt='{_word(chance)}'>",
        lambda: f"![x](attachment:{chance.choice(['a.png', '../a', 'a.svg'])})",
        lambda: str(chance.choice(p.DRAWINGS)),
        lambda: f"```{_word(chance)[:200]}\n{_word(chance)}\n```",
        lambda: f"${_word(chance)}$ $$\n{_word(chance)}\n$$",
    ]
    if chance.random() < chance.giants:
        return str(chance.choice(p.DEEP + p.GIANTS))
    return chance.choice(kinds)()


def _html(chance: _Chance) -> str:
    if chance.random() < chance.giants:
        return str(chance.choice(p.GIANTS))
    word, other = _word(chance), _word(chance)
    return str(
        chance.choice(
            [
                word,
                str(chance.choice(p.DRAWINGS)),
                f"<table><caption>{word}</caption><tr><th scope='{other}'>{word}<td>{other}</table>",
                f'<figure class="exhibit" id="{other}"><figcaption>{word}</figcaption>'
                f"<table><tr><td>{other}</table></figure>",
                f'<a download="{other}" href="data:text/csv,{word}">{word}</a>',
                f'<img src="{chance.choice(p.PATHS)}" alt="{word}">',
                f'<img src="data:image/png;base64,{chance.choice(p.PICTURES)}">',
                f'<section class="claim" id="{word}"><h3>{other}</h3></section>',
                f'<p class="verdict" data-tone="{word}">{other}</p><ul class=cards><li class=card>{word}</ul>',
            ]
        )
    )


def _output(chance: _Chance) -> dict[str, Any]:
    word = _word(chance)
    if chance.random() < 0.15:
        return {"output_type": "stream", "name": chance.choice(["stdout", "stderr"]), "text": word}
    if chance.random() < 0.15:
        texts = [_word(chance) for _ in range(2)]
        return {"output_type": "error", "ename": word, "evalue": texts[0], "traceback": texts}
    makers: dict[str, Callable[[], Any]] = {
        "text/html": lambda: _html(chance),
        "text/plain": lambda: _word(chance),
        "text/markdown": lambda: _markdown(chance),
        "text/latex": lambda: f"${_word(chance)}$",
        "image/svg+xml": lambda: str(chance.choice(p.DRAWINGS)),
        "image/png": lambda: chance.choice(p.PICTURES),
        "image/jpeg": lambda: chance.choice(p.PICTURES),
        "application/json": lambda: chance.choice(p.ODD),
        "application/javascript": lambda: "window.ran=1",
        "application/vnd.jupyter.widget-view+json": lambda: {"model_id": word},
        "text/typst": lambda: str(chance.choice(p.TYPST)),
    }
    kinds = chance.sample(sorted(makers), chance.randint(1, 3))
    metadata = {kinds[0]: {"alt": word}} if chance.random() < 0.3 else {}
    data = {kind: makers[kind]() for kind in kinds}
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def _cell(chance: _Chance, place: int) -> dict[str, Any]:
    kind = chance.choice(["markdown", "markdown", "code", "code", "code", "raw"])
    cell: dict[str, Any] = {"id": f"c{place}", "cell_type": kind, "metadata": {}, "source": ""}
    if kind == "markdown":
        cell["source"] = _markdown(chance)
        picture = chance.choice(p.PICTURES)
        cell["attachments"] = {"a.png": {"image/png": picture}, "../a": {"image/svg+xml": picture}}
        cell["attachments"]["a.svg"] = {"image/svg+xml": str(chance.choice(p.DRAWINGS))}
    elif kind == "code":
        outputs = [_output(chance) for _ in range(chance.randint(0, 3))]
        cell |= {"execution_count": None, "outputs": outputs, "source": _word(chance)}
    else:
        formats = ["text/html", "text/markdown", "text/typst", "text/latex", ""]
        cell["metadata"] = {"raw_mimetype": chance.choice(formats)}
        cell["source"] = _html(chance)
    if chance.random() < 0.1:
        cell["metadata"][_word(chance)[:50]] = chance.choice(p.ODD)
    return cell


def _metadata(chance: _Chance) -> dict[str, Any]:
    names = ["subtitle", "lang", "keywords", "date", "edition", "description", "toc", "numbering"]
    metadata: dict[str, Any] = {
        name: chance.choice([_word(chance), chance.choice(p.ODD)])
        for name in names
        if chance.random() < 0.25
    }
    if chance.random() < 0.6:
        metadata["title"] = _word(chance)[:500]
    if chance.random() < 0.3:
        metadata["authors"] = [{"name": _word(chance)}, {"x": chance.choice(p.ODD)}]
    if chance.random() < 0.1:
        metadata["language_info"] = {"name": _word(chance), "pygments_lexer": _word(chance)}
    return metadata
