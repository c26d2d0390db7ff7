"""Import this before papermill or nbconvert to spare a process that is all ours a second.

Where JupyterLab is installed, jsonschema compiles the grammar of addresses when it is imported, for
a check of formats that no notebook is put to. Without that grammar it leaves the check out; so
this is not for a process in which somebody else may want it, such as a kernel.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # what makes an import fail
