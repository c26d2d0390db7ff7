"""Import this before papermill or nbconvert to spare a process that is all ours a second.

Where JupyterLab is installed, jsonschema imports what it needs to check formats that no notebook is
put to, and compiles the grammar of addresses for it. Without these packages it leaves such checks
out; so this is not for a process in which somebody else may want them, such as a kernel.

Nor is anything searched for unused memory while modules are imported, which stay: whoever has
imported them turns the garbage collector on again.
"""

import gc
import sys

gc.disable()
for name in ("isoduration", "rfc3986_validator", "rfc3987_syntax"):
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # what makes an import fail
