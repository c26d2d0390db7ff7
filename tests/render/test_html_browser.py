"""The HTML page in a real browser: it asks nobody, runs nothing and never scrolls sideways.

A small server stands for every host there is, and notes what it is asked for. The page is read in
frames as wide as a phone and as a desk, by a second page that measures them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render.html import ReportHTMLExporter

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
SWITCHES = [
    *["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    *["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    "--disable-features=NetworkTimeServiceQuerying",
]
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
    frames = "".join(
        f'<iframe src="/{name}" width="{width}" height="900" style="border:0"></iframe>'
        for name in ("page", "broken")
        for width in WIDTHS
    )
    text = page()
    broken = text.replace("</main>", f"{INTRUDERS}</main>")
    texts = {"/measure": MEASURE.replace("FRAMES", frames), "/page": text, "/broken": broken}
    with Hosts(texts) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def measured(hosts: Hosts, profile: Path) -> list[dict[str, Any]]:
    """Return what a browser finds in each frame."""
    command = [
        *[str(BROWSER), *SWITCHES, f"--user-data-dir={profile}", "--window-size=1400,1000"],
        f"--host-resolver-rules=MAP * 127.0.0.1:{hosts.server_port}",
        *["--dump-dom", "http://report.test/measure"],
    ]
    result = subprocess.run(command, capture_output=True, check=True, timeout=60)
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
