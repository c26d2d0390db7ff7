"""What the headers of pictures say: how large they get once they are read."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

PROFILE_LIMIT = 5_000_000  # bytes of a colour profile: common ones have some thousands

_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size(kind: str, data: bytes) -> tuple[int, int]:
    """Return columns and lines of a png, jpeg, gif or webp.

    Raises:
        IndexError, struct.error: its header is cut off.
    """
    return _SIZES[kind](data)


def profile(data: bytes) -> int:
    """Return how many bytes the colour profile of a PNG has, counted to just above the limit.

    Such a profile is compressed: three hundred kilobytes may hold as many megabytes, all of which
    a compiler reads.

    Raises:
        IndexError, struct.error: it ends within one of its parts.
    """
    position, size = 8, 0
    while position < len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise IndexError("a part is cut off")
        if name == b"iCCP":
            _, _, packed = data[position + 8 : end - 4].partition(b"\0")
            with suppress(zlib.error):  # what cannot be read is ignored
                size = len(zlib.decompressobj().decompress(packed[1:], PROFILE_LIMIT + 1))
        if name == b"IEND":
            break
        position = end
    return size


def _png_size(data: bytes) -> tuple[int, int]:
    columns, lines = struct.unpack_from(">II", data, 16)
    return columns, lines


def _gif_size(data: bytes) -> tuple[int, int]:
    columns, lines = struct.unpack_from("<HH", data, 6)
    return columns, lines


def _jpeg_size(data: bytes) -> tuple[int, int]:
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _FRAME_MARKERS:
            lines, columns = struct.unpack_from(">HH", data, position + 5)
            return columns, lines
        # a length counts itself: never less than two, so this always moves on
        position += 2 + max(2, struct.unpack_from(">H", data, position + 2)[0])
    raise IndexError("no frame header")


def _webp_size(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        wide, high = (int.from_bytes(data[at : at + 3], "little") for at in (24, 27))
        return wide + 1, high + 1
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    columns, lines = struct.unpack_from("<HH", data, 26)
    return columns & 0x3FFF, lines & 0x3FFF


_SIZES: dict[str, Callable[[bytes], tuple[int, int]]] = {
    "png": _png_size,
    "jpeg": _jpeg_size,
    "gif": _gif_size,
    "webp": _webp_size,
}
