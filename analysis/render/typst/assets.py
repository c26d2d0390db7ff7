"""The files that go with a Typst source: pictures to show, and data to attach to the PDF."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from analysis.render import images
from analysis.render.budget import Budget

ATTACHMENT_LIMIT = 10_000_000
ATTACHMENTS_LIMIT = 200

_CARRIED = {
    "text/csv": ".csv",
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/zip": ".zip",
}
_EXTENSIONS = {"jpeg": "jpg"}


@dataclass(slots=True)
class Assets:
    """Flat file names → contents; names come from contents, so that equal runs give equal names."""

    files: dict[str, bytes] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    _titles: set[str] = field(default_factory=set)

    def picture(self, found: images.Picture, budget: Budget) -> str:
        """Return the file name of a picture; one that is there already costs nothing.

        Raises:
            ImageError: the compiler cannot read it, or it is one too many.
        """
        name = _name(found.data, f".{_EXTENSIONS.get(found.kind, found.kind)}")
        if name in self.refused:
            raise images.ImageError(f"{found.kind} that cannot be read")
        if name not in self.files:
            self.files[name] = budget.picture(found).data
        return name

    def attachment(self, title: str, address: str) -> tuple[str, str, str] | None:
        """Return file name, title and media type of the data in an address, None if refused."""
        mime = address.partition(",")[0].removeprefix("data:").partition(";")[0].strip().lower()
        if not address.startswith("data:") or mime not in _CARRIED:
            return None
        try:
            content = images.data_bytes(address)
        except images.ImageError:
            return None
        if len(content) > ATTACHMENT_LIMIT or len(self._titles) >= ATTACHMENTS_LIMIT:
            return None
        file = _name(content, _CARRIED[mime])
        self.files[file] = content
        return file, self._unique(title, _CARRIED[mime]), mime

    def _unique(self, title: str, extension: str) -> str:
        plain = unicodedata.normalize("NFKD", PurePosixPath(title.replace("\\", "/")).name)
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain.removesuffix(extension)).strip("-")[:80]
        candidate, count = f"{stem or 'data'}{extension}", 1
        while candidate.lower() in self._titles:
            count += 1
            candidate = f"{stem or 'data'}-{count}{extension}"
        self._titles.add(candidate.lower())
        return candidate


def _name(content: bytes, extension: str) -> str:
    return f"report-{hashlib.sha256(content).hexdigest()[:16]}{extension}"
