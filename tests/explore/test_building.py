"""A build started from a notebook is the build of the command line."""

from __future__ import annotations

import pytest

from analysis.errors import ReportError
from analysis.explore import build, building

pytestmark = pytest.mark.usefixtures("tiny_data")


@pytest.fixture
def tiny(notebooks, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebooks.add("tiny", "print(as_of)", title="Tiny")
    return tmp_path / "reports" / building.FOLDER


def test_what_the_command_refuses_is_said_in_its_words(tiny):
    with pytest.raises(ReportError, match="Did you mean 'as_of'"):
        build("tiny", as_off="latest")
    with pytest.raises(ReportError, match="unknown report 'tini'"):
        build("tini")
    assert not tiny.exists()


@pytest.mark.usefixtures("tiny")
def test_a_report_that_fails_is_an_error_with_its_reason(notebooks):
    notebooks.add("broken", "1/0")
    with pytest.raises(ReportError, match="ZeroDivisionError"):
        build("broken")


def test_both_pages_are_built_with_the_parameters_given_and_offered_whole(tiny):
    said = []
    paths = building.run("tiny", {"as_of": "2025-06-17"}, said.append)
    assert [path.name for path in paths] == ["tiny.html", "tiny.pdf"]
    assert all(path.parent == tiny for path in paths)
    assert "2025-06-17" in paths[0].read_text()
    assert str(paths[1]) in said
    assert building.run("tiny", {"as_of": "2025-06-17"}) == paths, "what is fresh is offered, too"
    block = building.links(paths)._repr_html_()
    assert 'download="tiny.pdf" href="data:application/pdf;base64,JVBER' in block
