import base64
import struct
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest

from analysis.render import images


def png(columns: int = 1, lines: int = 1) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", columns, lines, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (lines * (columns + 1))) if columns * lines < 10_000 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = b'<?xml version="1.0"?><!-- c --><svg xmlns="http://www.w3.org/2000/svg" width="1in"/>'
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08" + struct.pack(">HH", 10, 20) + b"\0" * 9
NO_FRAME = b"\xff\xd8\xff\xe0\0\x02\0\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 20, 10)
WEBP = b"RIFF\0\0\0\0WEBP"
WEBPS = {
    "lossy": WEBP + b"VP8 " + b"\0" * 10 + struct.pack("<HH", 20, 10),
    "lossless": WEBP + b"VP8L" + b"\0" * 5 + struct.pack("<I", 19 | 9 << 14),
    "extended": WEBP + b"VP8X" + b"\0" * 8 + b"\x13\0\0\x09\0\0",
}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"MZ", b"<html><svg>", b"BM"])
def test_what_is_no_known_picture_is_refused(data: bytes) -> None:
    with pytest.raises(images.ImageError, match="unknown type"):
        images.picture(data)


@pytest.mark.parametrize("start", [b"<!---->", b"\n", b"<?xml?>", b"<!DOCTYPE>", b"\n<!---->\n"])
def test_what_stands_before_a_drawing_is_read_in_one_way(start: bytes) -> None:
    # with more ways than one this would not end: 1,000 comments could be parted in 2 ** 1,000
    assert images.kind(start * 1_000 + b"x") is None
    assert images.kind(start * 1_000 + b"<svg>") == ("svg" if len(start) < 9 else None)
    assert images.kind(start * 5 + b"<svg>") == "svg"


@pytest.mark.parametrize(
    "data", [png()[:18], GIF[:7], JPEG[:4], JPEG[:8], b"\xff\xd8\xff\0", WEBP, NO_FRAME]
)
def test_a_picture_whose_header_is_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(images.ImageError, match="cut off"):
        images.picture(data)


@pytest.mark.parametrize("size", [(100_000, 100_000), (50_000, 50_000), (0, 5)])
def test_a_picture_of_too_many_pixels_or_none_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(images.ImageError, match="pixels"):
        images.picture(png(*size))


def test_a_picture_of_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "BYTE_LIMIT", 10)
    with pytest.raises(images.ImageError, match="bytes"):
        images.picture(png())
    with pytest.raises(images.ImageError, match="characters"):
        images.from_base64("A" * 40)


def test_an_unsafe_drawing_is_refused() -> None:
    with pytest.raises(images.ImageError, match="SVG refused"):
        images.picture(b"<svg><script/></svg>")


def test_a_drawing_is_refused_for_the_pictures_in_it() -> None:
    def holding(*pictures: bytes) -> bytes:
        addresses = ("data:image/png;base64," + base64.b64encode(one).decode() for one in pictures)
        parts = "".join(f'<image href="{address}"/>' for address in addresses)
        return f'<svg xmlns="http://www.w3.org/2000/svg">{parts}</svg>'.encode()

    assert images.picture(holding(png(), png())).kind == "svg"
    for bad, reason in (
        ([png(50_000, 50_000)], "50000 × 50000 pixels"),
        ([png(7_000, 7_000), png(7_000, 7_000)], "98,000,000 pixels in an SVG"),
        ([b"no picture"], "unknown type"),
        ([holding(b"<script/>")], "unknown type"),
    ):
        with pytest.raises(images.ImageError, match=reason):
            images.picture(holding(*bad))


def test_text_that_is_not_base64_is_refused() -> None:
    with pytest.raises(images.ImageError, match="base64"):
        images.from_base64("not base64!")


@pytest.mark.parametrize("data", [JPEG, GIF, *WEBPS.values()])
def test_the_width_is_read_from_the_header(data: bytes) -> None:
    assert images.picture(data).width == pytest.approx(20 * 25.4 / 96)


def test_a_picture_knows_its_media_type_and_can_hold_itself() -> None:
    found = images.picture(SVG)
    assert (found.mime, found.width) == ("image/svg+xml", 25.4)
    assert images.load(found.data_uri, None, {}) == found


@pytest.mark.parametrize(
    "address",
    [
        "http://x/y.png",
        "HTTPS://x/y.png",
        "//x/y.png",
        "\\\\x\\y.png",
        "file:///etc/passwd",
        "C:/x",
    ],
)
def test_nothing_is_ever_fetched(address: str, tmp_path: Path) -> None:
    with pytest.raises(images.ImageError, match="not fetched"):
        images.load(address, tmp_path, {})


@pytest.mark.parametrize(
    "address", ["/etc/passwd", "../x.png", "%2e%2e/x.png", "a/../../x.png", "."]
)
def test_no_file_outside_the_folder_is_read(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "notebook"
    folder.mkdir()
    (tmp_path / "x.png").write_bytes(png())
    with pytest.raises(images.ImageError, match="below the notebook"):
        images.load(address, folder, {})


def test_a_link_that_leaves_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "notebook"
    folder.mkdir()
    (tmp_path / "x.png").write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "x.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    with pytest.raises(images.ImageError, match="below the notebook"):
        images.load("link.png", folder, {})
    with pytest.raises(images.ImageError):
        images.load("loop.png", folder, {})


@pytest.mark.parametrize("address", ["", "a\0b.png", "?x"])
def test_an_address_that_names_no_file_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(images.ImageError, match="no folder"):
        images.load(address, tmp_path, {})


def test_a_file_that_is_too_long_or_has_too_long_a_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.png").write_bytes(png())
    with pytest.raises(images.ImageError, match=r"cannot be read|below"):
        images.load("n" * 5000, tmp_path, {})
    monkeypatch.setattr(images, "BYTE_LIMIT", 10)
    with pytest.raises(images.ImageError, match="larger than"):
        images.load("x.png", tmp_path, {})


def test_a_file_below_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "my plot.png").write_bytes(png())
    assert images.load("my%20plot.png?v=2#a", tmp_path, {}).kind == "png"


def test_a_data_address_may_be_escaped_instead_of_base64() -> None:
    assert images.load("data:image/svg+xml," + quote(SVG), None, {}).kind == "svg"
    with pytest.raises(images.ImageError, match="without data"):
        images.load("data:image/png", None, {})


def test_attachments_are_base64_or_for_drawings_text() -> None:
    coded = base64.b64encode(SVG).decode()
    held = {"a b.svg": {"image/svg+xml": SVG.decode()}, "b.svg": {"image/svg+xml": coded}}
    assert images.load("attachment:a%20b.svg", None, held).kind == "svg"
    assert images.load("attachment:b.svg", None, held).kind == "svg"
    with pytest.raises(images.ImageError, match="not in the cell"):
        images.load("attachment:c.svg", None, held)


def test_a_picture_whose_colours_unfold_to_too_much_is_refused() -> None:
    def coloured(profile: bytes) -> bytes:
        body = b"iCCP" + b"name\0\0" + profile
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        return png()[:33] + chunk + png()[33:]

    with pytest.raises(images.ImageError, match="colours of more than"):
        images.picture(coloured(zlib.compress(bytes(6_000_000))))
    for harmless in (zlib.compress(bytes(3_000)), b"not compressed", b""):
        assert images.picture(coloured(harmless)).kind == "png"


@pytest.mark.parametrize("lost", [1, 11, 20, 30])
def test_a_picture_that_ends_too_soon_is_refused(lost: int) -> None:
    with pytest.raises(images.ImageError, match="cut off: the png is incomplete"):
        images.picture(png(20, 20)[:-lost])
