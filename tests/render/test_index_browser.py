"""The index in a real browser: its filters work under its own policy, and axe finds no fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.render import index
from tests.browsers import BROWSER

from .test_html_browser import CHECK, POLICY, WIDTHS, frames, measured, serving
from .test_index import write

HOSTILE = "</script><script>top.ran = frames.ran = 1</script>\"'<img src=x onerror=top.ran=1>"

# A page that uses the index as a person would, and writes down what is seen after each step.
USE = """<!DOCTYPE html><link rel="icon" href="data:,"><body>FRAMES<script>
onload = () => {
  const frame = document.querySelector("iframe");
  const page = frame.contentDocument;
  const steps = [];
  const note = () => steps.push({
    said: page.querySelector("[role=status]").textContent,
    titles: [...page.querySelectorAll("article h3")].filter(each => each.checkVisibility())
      .map(each => each.textContent),
    groups: [...page.querySelectorAll("h2")].filter(each => each.checkVisibility()).length,
    ran: window.ran === 1 || frame.contentWindow.ran === 1,
  });
  const set = (query, change) => {
    const field = page.querySelector(query);
    change(field);
    field.dispatchEvent(new Event("input", {bubbles: true}));
    note();
  };
  note();
  set("[data-parameter=country]", field => { field.selectedIndex = 1; });
  set("[data-status]", field => { field.value = "failed"; });
  page.querySelector("button").click();
  setTimeout(() => {
    note();
    set("input", field => { field.value = "about  KAZ 2021"; });
    set("input", field => { field.value = "nothing of the kind"; });
    document.body.innerHTML = "<pre></pre>";
    document.body.firstChild.textContent = JSON.stringify(steps);
  }, 50);
};
</script></body>"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser")


@pytest.fixture
def text(tmp_path: Path) -> str:
    """The page over a folder of reports, some failed, some hostile."""
    folder = tmp_path / "out"
    folder.mkdir()
    for country in ("KAZ", HOSTILE):
        for year in (2020, 2021):
            name = f"{'kaz' if country == 'KAZ' else 'evil'}-{year}"
            values = {"country": country, "year": year, "as_of": "latest"}
            title = f"About {country} {year}"
            file = {"file": "country.ipynb"}
            write(folder, name, title=title, parameters=values, notebook=file)
    (folder / "evil-2020.failed.html").write_text("failed")
    (folder / "kaz-2020.pdf").unlink()
    write(folder, "brief", parameters={"as_of": "latest", "long": "x" * 500})
    shared = [index.Shared("claims.jsonld", "The verdicts", "All of them.", b"")]
    return index.page(folder, shared).decode()


def test_filters_show_what_was_asked_for_and_nothing_of_a_parameter_runs(
    text: str, tmp_path: Path
) -> None:
    with serving({"/page": text, "/measure": USE.replace("FRAMES", frames("page"))}) as hosts:
        steps = measured(hosts, tmp_path / "profile", "--virtual-time-budget=10000")
    assert [step["said"] for step in steps] == [
        f"{count} of 5 reports shown" for count in (5, 2, 1, 5, 1, 0)
    ]
    assert all(len(step["titles"]) == int(step["said"][0]) for step in steps)
    assert steps[1]["titles"] == [f"About {HOSTILE} {year}" for year in (2020, 2021)]
    assert steps[2]["titles"] == [f"About {HOSTILE} 2020"]
    assert steps[4]["titles"] == ["About KAZ 2021"]
    assert [step["groups"] for step in steps] == [3, 2, 2, 3, 2, 1]
    assert not any(step["ran"] for step in steps)
    assert {asked.partition("/")[2] for asked in hosts.asked} == {"measure", "page"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_with_the_index(scheme: str, text: str, tmp_path: Path) -> None:
    axe = Path(str(pytest.importorskip("axe_playwright_python").__file__)).with_name("axe.min.js")
    page = POLICY.sub("", text).replace("</head>", "<script src='/axe.js'></script></head>", 1)
    measure = CHECK.replace("FRAMES", frames("page")).replace(
        "[tabindex='0']", "[tabindex='0'], select, input, button"
    )
    texts = {"/page": page, "/axe.js": axe.read_text("utf-8"), "/measure": measure}
    dark = "--blink-settings=preferredColorScheme=" + ("0" if scheme == "dark" else "1")
    with serving(texts) as hosts:
        found = measured(hosts, tmp_path / "profile", dark, "--virtual-time-budget=30000")
    assert len(found) == len(WIDTHS)
    for frame in found:
        assert frame["dark"] == (scheme == "dark")
        assert frame["faults"] == []
        assert frame["unseen"] == []
        assert frame["scrolls"] <= 0
        assert frame["passed"] > 10
