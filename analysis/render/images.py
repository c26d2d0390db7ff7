"""Pictures a notebook may show: known by their first bytes, bounded, safe, and never fetched."""

import base64
import binascii
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from analysis.errors import ReportError
from analysis.render import headers, svg

BYTE_LIMIT = 20_000_000
PIXEL_LIMIT = 60_000_000

_MAGIC = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif"}
_MIMES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
# possessive: there is one way to read what stands before a drawing, and no going back over it
_SVG_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+<(?:\w+:)?svg[\s>]",
    re.DOTALL,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_REMEMBERED_BYTES = 300_000
_MILLIMETRES_PER_PIXEL = 25.4 / 96


class ImageError(ReportError):
    """A picture that is not shown; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture that passed every check; `width` is its own, in millimetres, if it has one.

    Drawings have shapes in the place of pixels.
    """

    kind: str
    data: bytes
    width: float | None
    pixels: int = 0
    shapes: int = 0

    @property
    def mime(self) -> str:
        """Return its media type, as in `image/png`."""
        return _MIMES[self.kind]

    @property
    def data_uri(self) -> str:
        """Return the picture as an address that holds it."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"


def kind(data: bytes) -> str | None:
    """Return png, jpeg, gif, webp or svg by the first bytes, None for anything else."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "svg" if _SVG_START.match(data[:8192]) else None


def picture(data: bytes) -> Picture:
    """Return the checked picture in some bytes.

    Raises:
        ImageError: it is none of the known kinds, too large, or an unsafe SVG.
    """
    if len(data) > BYTE_LIMIT:
        raise ImageError(f"image of {len(data):,} bytes: expected at most {BYTE_LIMIT:,}")
    name = kind(data)
    if name is None:
        raise ImageError("image of an unknown type: expected PNG, JPEG, GIF, WebP or SVG")
    if name == "svg":
        return _drawing(data)
    try:
        columns, lines = headers.size(name, data)
        profile = headers.profile(data) if name == "png" else 0
    except (struct.error, IndexError) as error:
        raise ImageError(f"image cut off: the {name} is incomplete") from error
    if not 0 < columns * lines <= PIXEL_LIMIT:
        raise ImageError(f"image of {columns} × {lines} pixels: expected at most {PIXEL_LIMIT:,}")
    if profile > headers.PROFILE_LIMIT:
        raise ImageError(f"image with colours of more than {headers.PROFILE_LIMIT:,} bytes")
    return Picture(name, data, columns * _MILLIMETRES_PER_PIXEL, columns * lines)


def from_base64(text: str) -> Picture:
    """Return the checked picture in base64 text, as notebooks store PNG and JPEG outputs."""
    return picture(_decoded(text))


def load(
    address: str, folder: Path | None, attachments: Mapping[str, Mapping[str, str]]
) -> Picture:
    """Return the picture a markdown or HTML address names.

    Args:
        address: `attachment:NAME`, a `data:` address, or a path below `folder`.
        folder: the notebook's own folder; None where there is none, and then no file is read.
        attachments: the cell's attachments, name → media type → base64 (or SVG text).

    Raises:
        ImageError: it would be fetched, leaves the folder, is missing or no picture.
    """
    if address.startswith("attachment:"):
        return _attached(unquote(address.removeprefix("attachment:")), attachments)
    if address[:5].lower() == "data:":
        return picture(data_bytes(address))
    if _SCHEME.match(address):
        raise ImageError(
            f"image {address[:80]!r} is not fetched: attach it or keep it beside the notebook"
        )
    return picture(_file_bytes(address, folder))


def data_bytes(address: str) -> bytes:
    """Return what a `data:` address holds.

    Raises:
        ImageError: it is cut off, not valid base64, or too large.
    """
    head, comma, body = address.partition(",")
    if not comma:
        raise ImageError("data address without data")
    if head.lower().endswith(";base64"):
        return _decoded(unquote(body))
    return unquote_to_bytes(body[: BYTE_LIMIT * 3])


def _drawing(data: bytes) -> Picture:
    try:
        # a report is drawn again and again with most of its drawings unchanged
        known = len(data) <= _REMEMBERED_BYTES
        width, shapes = _known_measures(data) if known else _measures(data)
        return Picture("svg", data, width, shapes=shapes)
    except svg.UnsafeSVGError as error:
        raise ImageError(f"SVG refused: {error}") from error


def _measures(data: bytes) -> tuple[float | None, int]:
    """Return width and shapes of a safe drawing, whose pictures are of no more pixels than one.

    Raises:
        ImageError: one of its pictures is none, or they are too large.
        UnsafeSVGError: as svg.read does.
    """
    drawing = svg.read(data)
    pixels = sum(picture(data_bytes(address)).pixels for address in drawing.pictures)
    if pixels > PIXEL_LIMIT:
        raise ImageError(
            f"pictures of {pixels:,} pixels in an SVG: expected at most {PIXEL_LIMIT:,}"
        )
    return drawing.width, drawing.shapes


_known_measures = lru_cache(maxsize=128)(_measures)


def _decoded(text: str) -> bytes:
    if len(text) > BYTE_LIMIT * 3 // 2:
        raise ImageError(
            f"image of {len(text):,} characters: expected at most {BYTE_LIMIT:,} bytes"
        )
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImageError("image is not valid base64") from error


def _attached(name: str, attachments: Mapping[str, Mapping[str, str]]) -> Picture:
    for mime, content in attachments.get(name, {}).items():
        text = "".join(content)
        # front ends store SVG attachments either as text or, like all others, as base64
        plain = mime == "image/svg+xml" and text.lstrip()[:1] == "<"
        return picture(text.encode("utf-8", "replace")) if plain else from_base64(text)
    raise ImageError(f"attachment {name[:80]!r} is not in the cell")


def _file_bytes(address: str, folder: Path | None) -> bytes:
    relative = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    if folder is None or not relative or "\0" in relative:
        raise ImageError(f"image {address[:80]!r} has no folder to be read from")
    try:
        root = folder.resolve()
        path = (root / relative).resolve()  # follows every link, so what leaves the folder shows
        if not path.is_relative_to(root) or not path.is_file():
            raise ImageError(f"image {address[:80]!r} is not a file below the notebook's folder")
        if path.stat().st_size > BYTE_LIMIT:
            raise ImageError(f"image {address[:80]!r} is larger than {BYTE_LIMIT:,} bytes")
        return path.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        raise ImageError(f"image {address[:80]!r} cannot be read") from error
