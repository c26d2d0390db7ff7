"""What both exporters share: tags that hide cells, compiled templates, a command that ends soon."""

import atexit
import gc
from functools import cache
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets.config import Application, Config

_TAGS = {
    "remove_cell_tags": {"remove-cell", "remove_cell", "hide-cell", "hide_cell"},
    "remove_input_tags": {"remove-input", "remove_input", "hide-input", "hide_input"},
    "remove_all_outputs_tags": {"remove-output", "remove_output", "hide-output", "hide_output"},
}


class Compiled(BytecodeCache):
    """The code of templates, kept in memory: each exporter has a Jinja environment of its own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code if it is known; its source's checksum is part of the key."""
        code = self._code.get(bucket.key + bucket.checksum)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()
"""The one of this process."""


@cache
def end_soon() -> None:
    """Let nbconvert's own command, and no other program, end as soon as it has written the page.

    A quarter of a second would be spent on looking for memory to free, which goes at once.
    """
    if Application.initialized() and Application.instance().name == "jupyter-nbconvert":
        atexit.register(gc.freeze)


class RepairedExporter(TemplateExporter):
    """An exporter that gives nbconvert repaired notebooks only."""

    @property
    def default_config(self) -> Config:
        """Return nbconvert's configuration with the usual tags for hiding switched on."""
        config: Config = super().default_config
        config.merge(Config({"TagRemovePreprocessor": {"enabled": True, **_TAGS}}))
        return config

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return what nbconvert's templates make of a notebook, and its resources."""
        end_soon()
        return super().from_notebook_node(nb, resources, **kw)

    def _create_environment(self) -> Any:
        environment = super()._create_environment()  # type: ignore[no-untyped-call] # nbconvert's own
        environment.bytecode_cache = COMPILED
        return environment

    def _validate_preprocessor(self, nbc: Any, preprocessor: Any) -> None:
        """Leave out nbconvert's check: what was repaired is valid, and its schema slow to load."""
