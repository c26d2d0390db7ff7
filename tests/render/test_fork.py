"""Kernels forked from a warm zygote: like others in all that a notebook can see, and as mortal."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.render import engine, formats, zygote
from analysis.render.catalogue import Report
from analysis.render.forked import ForkedKernel, NotForkedError
from analysis.render.manifest import Edition
from analysis.render.nursery import CHOICE, NAME, nursery, wanted
from analysis.render.work import Limits, Result, Work
from analysis.topics import SUBJECTS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})
BUILD = """
import sys
from pathlib import Path
from analysis.render import engine
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition
from analysis.render.work import Work
report = Report("tiny", "Tiny", Path(sys.argv[1]), {}, {})
print(engine.run(Work(report, ("html",), Edition("2025-06-18", "x", {}, {}))).failure)
"""
# each a cell; what is said of the machine or the moment is left out
PROBES = [
    "1 + 1",
    "print('out'); import sys; print('err', file=sys.stderr)",
    "import os; os.system('echo from a child'); os.write(1, b'to the descriptor\\n');",
    "!echo shell $HOME; exit 3",
    "_exit_code, _, __, ___, Out.keys(), len(In)",
    "1 / 0",
    "def deep(n):\n    return deep(n - 1) if n else [][1]\ndeep(3)",
    "def down():\n    try:\n        return 1 + down()\n    except RecursionError:\n"
    "        return 0\ndown()",
    "raise SystemExit(3)",
    "input('asked')",
    "import sys\nprint([a if a.startswith('-') else os.path.basename(a) for a in sys.argv])",
    "print(sys.path, sys.flags, sys.warnoptions, sys.getrecursionlimit())",
    "print(__name__, sys.modules['__main__'] is sys.modules[__name__], '__file__' in dir())",
    "print(sorted(dir()), sorted(vars(sys.modules['__main__'])))",
    "own = {'PATH', 'IPYTHONDIR', 'TMPDIR', 'JPY_PARENT_PID', 'PYTEST_CURRENT_TEST'}\n"
    "print(sorted((k, v) for k, v in os.environ.items() if k not in own))",
    "import tempfile\nos.getcwd(), tempfile.gettempdir() == os.environ['TMPDIR']",
    "import signal\n[*map(signal.getsignal, (2, 15, 13, 17))], signal.pthread_sigmask(0, ())",
    "print(os.getsid(0) == os.getpid() == os.getpgid(0), os.environ['JPY_PARENT_PID'] != '')",
    "import time\nprint(time.tzname, time.strftime('%H', time.gmtime(0)), {'a', 'b', 'c', 'd'})",
    "import locale\nprint(locale.getlocale(), sys.getfilesystemencoding(), sys.stdout.encoding)",
    "from IPython.display import HTML, display, clear_output\n"
    "shown = display(HTML('<b>one</b>'), display_id='x')",
    "shown.update(HTML('<b>two</b>'))",
    "print('gone'); clear_output(); print('stays')",
    "%matplotlib inline\nimport matplotlib, matplotlib.pyplot as plt\n"
    "print(matplotlib.get_backend(), plt.get_fignums(), plt.isinteractive())\n"
    "plt.plot([1, 2]);",
    "plt.figure(); plt.bar([1], [2]); print(sorted(matplotlib.rcParams.items())[:400])",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]}).style.set_caption('Table')",
    "pd.DataFrame({'a': [1.5, None]}).describe()",
    "import threading\nt = threading.Thread(target=print, args=('in it',))\nt.start(); t.join()",
    "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
    "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(2) as pool:\n    print(list(pool.map(abs, [-1, 2])))",
    "import subprocess\nprint(subprocess.run([sys.executable, '-c', 'import sys; print(sys.argv, "
    "sys.flags)'], capture_output=True, text=True).stdout)",
    "%%bash\necho in bash",
    "%lsmagic",
    "%timeit -n1 -r1 -q pass",
    "import warnings\nwarnings.warn('be warned')",
    "import logging\nlogging.getLogger('x').warning('logged'); print(logging.root.handlers)",
    "try:\n    import ipywidgets\n    print(type(ipywidgets.IntSlider()).__name__)\n"
    "except ImportError:\n    print('no widgets')",
    "import gc\nprint(gc.isenabled(), gc.get_threshold(), gc.callbacks)",
    "import numpy as np\nprint(np.geterr(), np.get_printoptions())",
    "from analysis import imprint, trade\n"
    "ours = sorted(name for name in sys.modules if name.partition('.')[0] == 'analysis')\n"
    "print([(name, sys.modules[name].__spec__, sorted(vars(sys.modules[name]))) for name in ours])",
    "from analysis import data\ntrade.concentration('latest', ['KAZ'], 2020), data.read()",
    "print(In[-2:], get_ipython().execution_count, sorted(get_ipython().events.callbacks))",
]


@pytest.fixture(autouse=True)
def _zygote(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing chosen in the environment; the zygote goes after each test."""
    monkeypatch.delenv(CHOICE, raising=False)
    yield
    nursery._dismiss()


@pytest.fixture
def ran(notebooks) -> Callable[..., Result]:
    """What comes of a report of these code cells, in a kernel forked or stock."""

    def run(*sources: str, kernel: str = "fork", **limits: float) -> Result:
        path = notebooks.add("tiny", *sources)
        report = Report("tiny", "Tiny", path, {}, {})
        limited = Limits(**{"seconds": 30, **limits})
        return engine.run(Work(report, ("html",), EDITION, limited, kernel=kernel))

    return run


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The executed notebooks, which are not exported."""
    found: list[Any] = []
    monkeypatch.setattr(formats, "exported", lambda nb, *_: found.append(nb) or {})
    return found


def nameless(notebook: Any) -> tuple[str, list[str]]:
    """Return a notebook and its widgets without their names, which are random."""
    widgets = notebook.metadata.pop("widgets", {}).values()
    states = [json.dumps(state) for kind in widgets for state in kind["state"].values()]
    return nbformat.writes(notebook), sorted(re.sub("[0-9a-f]{32}", "", one) for one in states)


def gone(process: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status = Path(f"/proc/{process}/status")
        try:
            if "State:\tZ" in status.read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_notebook_cannot_tell_a_forked_kernel_from_a_stock_one(
    notebooks, seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as if others had come before: what they imported is there for the forked one
    monkeypatch.setattr(nursery, "needed", {*SUBJECTS.values()})
    cells = [
        {
            "cell_type": "code",
            "metadata": {"tags": ["raises-exception"]},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for source in PROBES
    ]
    path = notebooks.add_raw("probe", cells)
    for kernel in ("stock", "fork"):
        report = Report("probe", "Probe", path, {}, {})
        result = engine.run(Work(report, ("html",), EDITION, Limits(60), kernel=kernel))
        # papermill holds it against the notebook in the end that a cell failed as it should
        assert result.failure is not None
        assert "failed in cell" in result.failure
        assert result.cells[-1].number == len(PROBES)
    assert nursery._process is not None
    for number, (stock, forked) in enumerate(zip(seen[0].cells, seen[1].cells, strict=True)):
        assert json.dumps(forked, indent=1) == json.dumps(stock, indent=1), PROBES[number]
    stock, forked = map(nameless, seen)
    assert forked == stock


def test_a_kernel_is_forked_from_the_zygote_and_each_draws_other_numbers(
    ran: Callable[..., Result], seen: list[Any]
) -> None:
    draw = "import os, random, numpy, uuid\n"
    draw += "print(os.getppid(), random.random(), numpy.random.random(), uuid.uuid4())"
    for _ in range(2):
        assert ran(draw).failure is None
    one, other = (notebook.cells[-1].outputs[0].text.split() for notebook in seen)
    assert nursery._process is not None
    assert one[0] == other[0] == str(nursery._process.pid)
    assert not set(one[1:]) & set(other[1:])


def test_what_a_report_did_is_not_there_for_the_next(
    ran: Callable[..., Result], seen: list[Any], notebooks
) -> None:
    (notebooks.path / "beside.py").write_text("VALUE = 1\n")
    change = "import beside, os, pandas\nos.environ['LEFT'] = pandas.left = '1'"
    assert ran(change).failure is None
    (notebooks.path / "beside.py").write_text("VALUE = 'changed'\n")
    look = "import beside, os, pandas\n"
    look += "print(beside.VALUE, 'LEFT' in os.environ, hasattr(pandas, 'left'))"
    assert ran(look).failure is None
    assert seen[-1].cells[-1].outputs[0].text == "changed False False\n"


def test_the_next_kernel_has_our_modules_and_tables_at_hand_and_its_report_knows_of_the_same_files(
    ran: Callable[..., Result], seen: list[Any]
) -> None:
    look = "import sys\nprint('Shelf' in [type(one).__name__ for one in sys.meta_path])"
    use = "from analysis import data, trade\ntrade.concentration('latest')\ndata.read()"
    results = [ran(look, use) for _ in range(2)]
    assert [one.failure for one in results] == [None, None]
    first, second = (notebook.cells for notebook in seen)
    assert (first[-2].outputs[0].text, second[-2].outputs[0].text) == ("False\n", "True\n")
    assert first[-1].outputs == second[-1].outputs
    files = {Path(path).name for path in results[0].opened}
    assert {"trade.csv", "sources.csv", "datapackage.json", "concentrated.py"} <= files
    assert results[0].opened == results[1].opened


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("os.kill(os.getpid(), 9)", "the kernel was killed by SIGKILL"),
        ("os._exit(4)", "the kernel ended itself with status 4"),
        ("import ctypes; ctypes.PyDLL(None).sleep(99)", "TimeLimitError"),
    ],
)
def test_a_forked_kernel_that_ends_badly_fails_alone_and_leaves_no_child(
    ran: Callable[..., Result], notebooks, end: str, reason: str
) -> None:
    daemon = "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
    daemon += "        open('pid', 'w').write(str(os.getpid())); import time; time.sleep(99)\n"
    daemon += "    os._exit(0)\nwhile not os.path.exists('pid') or not open('pid').read(): pass"
    result = ran(daemon, end, "'never'", seconds=3)
    assert result.failure is not None
    assert reason in result.failure
    assert "cell 4 of 5" in result.failure
    assert gone(int((notebooks.path / "pid").read_text()), 1)
    assert nursery._process is not None
    assert nursery._process.poll() is None


def test_a_report_whose_zygote_dies_is_run_again_in_a_stock_kernel_and_the_next_ones_are_built(
    ran: Callable[..., Result], seen: list[Any]
) -> None:
    kill = "import os, time\nparent = open(f'/proc/{os.getppid()}/cmdline').read()\n"
    kill += "forked = 'analysis.render.zygote' in parent\n"
    kill += "if forked: os.kill(os.getppid(), 9); time.sleep(9)\nforked"
    assert ran("1 + 1", kill).failure is None
    assert [cell.outputs[0]["data"]["text/plain"] for cell in seen[0].cells[-2:]] == ["2", "False"]
    assert ran("1 + 1").failure is None  # there is no zygote, and one is started
    assert ran("1 + 1").failure is None
    assert nursery._process is not None
    assert nursery._process.poll() is None


def test_an_environment_that_python_reads_when_it_starts_needs_a_kernel_of_its_own(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "x"]
    nursery._link, theirs = socket.socketpair()
    nursery._made_for = ([sys.executable], str(tmp_path), [("PYTHONHASHSEED", "0")])
    with theirs, nursery._link:
        with pytest.raises(NotForkedError):
            nursery.fork(command, {"PYTHONHASHSEED": "1"}, str(tmp_path))
        with pytest.raises(NotForkedError):
            nursery.fork(["other", *command[1:]], {"PYTHONHASHSEED": "0"}, str(tmp_path))
        nursery._link = None


def test_a_zygote_with_a_second_thread_does_not_fork() -> None:
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    link, _other = socket.socketpair()
    ours, theirs = socket.socketpair()
    server = zygote.Zygote(link)
    try:
        assert server._fork(b"{}", theirs) is None
        with pytest.raises(NotForkedError):
            ForkedKernel(ours)
    finally:
        wait.set()
        thread.join()
        server.events.close()
        for one in (link, _other, ours):
            one.close()


def test_zygote_and_kernel_end_with_their_owner_even_in_c_code(notebooks) -> None:
    hang = "import ctypes, os\nopen('pids', 'w').write(f'{os.getpid()} {os.getppid()} ')\n"
    path = notebooks.add("tiny", f"{hang}ctypes.PyDLL(None).sleep(99)")
    owner = subprocess.Popen([sys.executable, "-c", BUILD, str(path)], start_new_session=True)
    pids = path.parent / "pids"
    for _ in range(400):
        if pids.is_file() and pids.read_text().endswith(" "):
            break
        time.sleep(0.05)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    kernel, parent = map(int, pids.read_text().split())
    assert parent != owner.pid
    assert gone(kernel, 3)
    assert gone(parent, 3)


def test_a_process_forked_from_an_owner_has_no_zygote_and_keeps_none_alive(notebooks) -> None:
    path = notebooks.add("tiny", "1 + 1")
    script = f"""{BUILD}
import os, time
from analysis.render.nursery import nursery
if (child := os.fork()) == 0:
    assert nursery._link is None
    time.sleep(99)
print(child, nursery._process.pid, flush=True)
os._exit(0)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "None\n"
    child, parent = map(int, process.stdout.readline().split())
    process.wait()
    process.stdout.close()
    try:
        assert gone(parent, 3)
        assert not gone(child, 0.1)
    finally:
        os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize(
    ("choice", "variable", "found"),
    [
        (None, None, NAME),
        ("stock", None, None),
        (None, "stock", None),
        ("fork", "stock", NAME),
    ],
)
def test_the_kernel_is_chosen_by_the_work_else_by_a_variable(
    monkeypatch: pytest.MonkeyPatch, choice: str | None, variable: str | None, found: str | None
) -> None:
    if variable:
        monkeypatch.setenv(CHOICE, variable)
    assert wanted(choice) == found


def test_without_the_entry_point_and_elsewhere_than_on_linux_kernels_are_stock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        assert wanted("fork") is None
    monkeypatch.setattr("analysis.render.nursery._is_installed", lambda: False)
    assert wanted("fork") is None
