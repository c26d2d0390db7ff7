"""What a report's kernel finds around it: its environment, the same for the same edition."""

from __future__ import annotations

import os
from pathlib import Path


def environment(epoch: int, private: Path) -> dict[str, str]:
    """Return the kernel's environment: ours, and what makes the same inputs give the same bytes.

    `epoch` is the edition's date in seconds since 1970; `private` takes the place of the user's
    IPython folder, whose start-up files would run in the kernel, and of the folder for temporary
    files, so that none is left.
    """
    fixed = {
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYKERNEL_CELL_NAME": "<cell>",
        "IPYTHONDIR": str(private / "ipython"),
        "TMPDIR": str(private),
        # threads may add in another order; reports run beside each other anyway
        "OPENBLAS_NUM_THREADS": "1",
    }
    return {**os.environ, **fixed, **_same_code()}


def _same_code() -> dict[str, str]:
    """Return a PYTHONPATH that makes a kernel import from the clone this code runs in, if it does.

    Without it `python -m analysis` in a clone would run notebooks with the package installed
    elsewhere, if there is one, and note its own version in the manifest.
    """
    clone = Path(__file__).parents[2]
    if not (clone / "pyproject.toml").is_file():
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(clone), os.getenv("PYTHONPATH"))))}
