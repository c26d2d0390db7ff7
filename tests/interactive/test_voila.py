"""explore.ipynb as a page of its own, served by Voilà."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_the_controls_work_without_jupyterlab(
    page: Any, serve: Callable[..., str], notebooks_copy: Path
) -> None:
    page.goto(serve("voila", notebooks_copy, "explore.ipynb"))
    page.get_by_label("exhibit", exact=True).select_option("Level and growth: turnover levels")
    page.wait_for_selector("figure.exhibit")
    before = page.inner_text("figure.exhibit")
    page.get_by_label("reporter", exact=True).select_option("national")
    page.wait_for_function(
        "before => document.querySelector('figure.exhibit')?.innerText !== before", arg=before
    )
    assert page.locator(".jp-CodeCell .cm-content").count() == 0
