"""The HTML page in a real browser: it asks nobody, runs nothing, never scrolls sideways, and
breaks no rule of axe, at which width and in which scheme it may be.

A small server stands for every host there is, and notes what it is asked for. The page is read in
frames as wide as a phone and as a desk, by a second page that measures them.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render.html import ReportHTMLExporter
from tests.browsers import BROWSER, NAMES, SWITCHES

CLONE = Path(__file__).parents[2]
BROWSERS_OWN = ".google.com"  # where Chromium asks for the time and for updates of its own
WIDTHS = (390, 1280)
LONG = "Supercalifragilistic" * 20
HOSTILE = (
    "<script>window.ran=1;document.title='ran'</script><img src=x onerror='window.ran=1'>"
    "<img src='http://images.test/a.png' alt='x'><p style='background:url(http://css.test/)'>p</p>"
    "<a href='javascript:window.ran=1'>a</a><iframe src='http://frames.test/'></iframe>"
    "<link rel=stylesheet href='http://links.test/a.css'><style>@import 'http://styles.test/';</style>"
)
# what a sanitiser with a hole would let through: the page's own policy has to stop it
INTRUDERS = (
    "<script>window.ran=1</script>"
    "<img src='http://images.test/b.png' onerror='window.ran=1' alt='x'>"
    "<script src='http://scripts.test/a.js'></script><iframe src='http://frames.test/b'></iframe>"
    "<link rel=stylesheet href='http://links.test/b.css'>"
)
MEASURE = """<!DOCTYPE html><link rel="icon" href="data:,"><body>FRAMES<script>
onload = () => {
  const found = [...document.querySelectorAll("iframe")].map(frame => ({
    wanted: frame.width,
    seen: frame.contentWindow.innerWidth,
    scrolls: frame.contentDocument.scrollingElement.scrollWidth,
    title: frame.contentDocument.title,
    ran: frame.contentWindow.ran === 1,
    asked: frame.contentWindow.performance.getEntriesByType("resource")
      .map(entry => entry.name).filter(name => !name.startsWith("data:")),
  }));
  document.body.innerHTML = "<pre></pre>";
  document.body.firstChild.textContent = JSON.stringify(found);
};
</script></body>"""

# The same, but each frame is checked by axe, and each thing that takes the focus is given it.
CHECK = """<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><body>FRAMES<script>
onload = async () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const {axe, getComputedStyle} = frame.contentWindow;
    const page = frame.contentDocument;
    const wanted = [...page.querySelectorAll("a[href], summary, [tabindex='0']")];
    const unseen = wanted.filter(each => each.checkVisibility()).filter(each => {
      each.focus();
      const box = each.getBoundingClientRect();
      const drawn = getComputedStyle(each).outlineStyle !== "none" && box.width && box.height;
      return page.activeElement !== each || !drawn;
    });
    const result = await axe.run(page, {resultTypes: ["violations"]});
    found.push({
      page: frame.getAttribute("src"),
      dark: frame.contentWindow.matchMedia("(prefers-color-scheme: dark)").matches,
      scrolls: page.scrollingElement.scrollWidth - frame.contentWindow.innerWidth,
      unseen: unseen.map(each => each.outerHTML.slice(0, 120)),
      faults: result.violations.map(each => [each.id, ...each.nodes.slice(0, 3)
        .map(node => node.html.slice(0, 200) + " " + node.failureSummary)]),
      passed: result.passes.length,
    });
  }
  document.body.innerHTML = "<pre></pre>";
  document.body.firstChild.textContent = JSON.stringify(found);
};
</script></body>"""
POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')

pytestmark = pytest.mark.skipif(BROWSER is None, reason=f"no browser: none of {', '.join(NAMES)}")


def page() -> str:
    """Return the page of a notebook with everything that could push a page sideways."""
    wide = "<tr>" + "".join(f"<td>{n * 1111.5:,.1f}</td>" for n in range(40)) + "</tr>"
    outputs = [
        f"<ul class='cards'>{'<li class=card><p class=card-value>123 456 789</p></li>' * 6}</ul>",
        f"<figure class='exhibit'><figcaption>{LONG}</figcaption><table>{wide}</table></figure>",
        f"<aside class='callout'>{LONG}</aside>",
        f"<section class='claim'><p class='verdict'>{LONG}</p><dl><dt>{LONG}<dd>a</dl></section>",
        HOSTILE,
    ]
    cell = new_code_cell(f"{LONG} = '{LONG}'")
    cell.outputs = [new_output("display_data", {"text/html": text}) for text in outputs]
    cell.outputs.append(new_output("stream", name="stdout", text=LONG))
    sum_of_many = "+".join(f"x_{{{n}}}" for n in range(80))
    text = (
        f"# {LONG}\n\n{LONG}\n\n`{LONG}`\n\n$$ {sum_of_many} $$\n\n## {LONG}\n\n## B\n\n{HOSTILE}"
    )
    notebook = new_notebook(cells=[new_markdown_cell(text), cell])
    return str(ReportHTMLExporter().from_notebook_node(notebook)[0])


class Hosts(ThreadingHTTPServer):
    """Every host there is: it serves some texts by path, and notes all it is asked for."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.texts = texts
        self.asked: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Hosts

    def do_GET(self) -> None:
        host = str(self.headers["Host"])
        if not host.endswith(BROWSERS_OWN):
            self.server.asked.append(f"{host}{self.path}")
        text = self.server.texts.get(self.path, "")
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    text = page()
    broken = text.replace("</main>", f"{INTRUDERS}</main>")
    measure = MEASURE.replace("FRAMES", frames("page", "broken"))
    with serving({"/measure": measure, "/page": text, "/broken": broken}) as server:
        yield server


def frames(*names: str) -> str:
    """Return a frame of each width for each page."""
    return "".join(
        f'<iframe title="{name}" src="/{name}" width="{width}" height="900" style="border:0">'
        "</iframe>"
        for name in names
        for width in WIDTHS
    )


@contextmanager
def serving(texts: dict[str, str]) -> Iterator[Hosts]:
    with Hosts(texts) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def measured(hosts: Hosts, profile: Path, *more: str) -> list[dict[str, Any]]:
    """Return what a browser finds in each frame."""
    command = [
        *[str(BROWSER), "--headless", "--disable-features=NetworkTimeServiceQuerying"],
        *[*SWITCHES, *more],
        *[f"--user-data-dir={profile}", "--window-size=1400,1000"],
        f"--host-resolver-rules=MAP * 127.0.0.1:{hosts.server_port}",
        *["--dump-dom", "http://report.test/measure"],
    ]
    result = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = re.search("<pre>(.*?)</pre>", result.stdout.decode(), re.DOTALL)
    assert found is not None, result.stderr.decode()
    return list(json.loads(unescape(found[1])))


def test_a_page_asks_nobody_runs_nothing_and_fits_its_window(hosts: Hosts, tmp_path: Path) -> None:
    frames = measured(hosts, tmp_path)
    assert [frame["seen"] for frame in frames] == [*WIDTHS, *WIDTHS]
    for frame in frames:
        assert frame["scrolls"] <= frame["seen"]
        assert frame["title"] == LONG
        assert not frame["ran"]
    assert not any(frame["asked"] for frame in frames[: len(WIDTHS)])
    wanted = {f"report.test/{name}" for name in ("measure", "page", "broken")}
    assert set(hosts.asked) == wanted


def rich() -> str:
    """Return the page of a notebook with everything that has a colour, a name or a number."""
    coloured = new_code_cell("import pandas as pd  # a comment\nprint('a', 1, None)\nx = lambda: 1")
    codes = [*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)]
    text = "".join(
        f"\x1b[{code}mcolour {code}\x1b[0m \x1b[1;{code}mbold\x1b[0m\n" for code in codes
    )
    coloured.outputs = [
        new_output("stream", name="stdout", text=text),
        new_output("stream", name="stderr", text=text),
        new_output("error", ename="E", evalue="v", traceback=[text]),
        new_output("error", ename="E", evalue="v", traceback=[text]),
    ]
    grounds = "".join(
        f"<td style='background-color:hsl(0,0%,0%);background-color:#{tone}{tone[::-1]}80;"
        f"color:#{tone[::-1]}777{tone[0]}'><a href='#x'>{tone}</a> <b style='color:red'>x</b></td>"
        for tone in ("08", "4c", "7f", "c0", "f0")
    )
    inks = "".join(f"<b style='color:{ink}'>{ink}</b> " for ink in ("red", "#ff0", "lime", "cyan"))
    tones = "".join(
        f"<p class='verdict' data-tone='{tone}'>✓ {tone}</p>"
        for tone in ("good", "fair", "mixed", "poor", "bad", "none")
    )
    table = f"<table><caption>C</caption><tr><th>a</th>{grounds}</tr></table>"
    figure = (
        "<figure class='exhibit' id='exhibit-a'><figcaption><strong class='title'>T</strong>"
        f"<span class='subtitle'>S</span></figcaption>{table}<p class='source'>Source: x</p>"
        "<p class='data'><a download='a.csv' href='data:text/csv,a'>Data (CSV)</a></p></figure>"
    )
    parts = [figure, inks, tones, "<iframe src='https://example.org/'></iframe>", f"{table}{table}"]
    coloured.outputs.extend(new_output("display_data", {"text/html": part}) for part in parts)
    words = (
        "# A title\n\na[^1] @exhibit-a **b** `c` [d](https://example.org) $x^2$\n\n$$y$$\n\n"
        "- [x] done\n\n> quoted\n\n[^1]: note\n\n## One\n\n### Two\n\nterm\n: meaning\n\n## Three\n"
    )
    notebook = new_notebook(cells=[new_markdown_cell(words), coloured])
    notebook.metadata.update(subtitle="Subtitle", authors=[{"name": "A"}], date="2025")
    return str(ReportHTMLExporter().from_notebook_node(notebook)[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_and_the_focus_is_always_seen(scheme: str, tmp_path: Path) -> None:
    axe = Path(str(pytest.importorskip("axe_playwright_python").__file__)).with_name("axe.min.js")
    pages = {"/rich": rich(), "/page": page()}
    pages |= {
        f"/{path.stem}": path.read_text("utf-8") for path in (CLONE / "reports").glob("*.html")
    }
    script = "<script src='/axe.js'></script></head>"
    texts = {
        name: POLICY.sub("", text).replace("</head>", script, 1) for name, text in pages.items()
    }
    texts |= {"/axe.js": axe.read_text("utf-8")}
    texts |= {"/measure": CHECK.replace("FRAMES", frames(*(name[1:] for name in pages)))}
    dark = "--blink-settings=preferredColorScheme=" + ("0" if scheme == "dark" else "1")
    with serving(texts) as hosts:
        found = measured(hosts, tmp_path, dark, "--virtual-time-budget=60000")
    assert len(found) == len(pages) * len(WIDTHS)
    for frame in found:
        assert frame["dark"] == (scheme == "dark")
        assert frame["faults"] == [], frame["page"]
        assert frame["unseen"] == [], frame["page"]
        assert frame["scrolls"] <= 0, frame["page"]
        assert frame["passed"] > 10
