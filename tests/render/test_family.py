from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.render import family
from tests.render import toys

# a worker that never stops starting others, each of which starts one that it leaves behind
BUSY = """
import subprocess, sys
from analysis.render import family
family.adopt()
while True:
    leave = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}])"
    subprocess.Popen([sys.executable, "-c", leave], start_new_session=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody adopts orphans")
def test_nothing_gets_away_from_a_worker_that_goes_on_starting_others(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUSY.format(sleep=toys.SLEEPER)]
    environment = {**os.environ, "TOY_FOLDER": str(tmp_path)}
    for seconds in (0.2, 0.4):
        with subprocess.Popen(command, env=environment) as worker:
            time.sleep(seconds)
            family.end(worker.pid, "nobody carries this")
            ended = time.monotonic() + 5  # on a busy machine what was killed takes a while to die
            while (running := toys.running(tmp_path)) and time.monotonic() < ended:
                time.sleep(0.01)
            assert running == []
