"""Templates compiled once in a process: each exporter has a Jinja environment of its own."""

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """The code of templates, kept in memory."""

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
