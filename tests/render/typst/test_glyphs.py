import os
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from analysis.render.typst import glyphs


def test_what_no_font_has_is_named_and_replaced() -> None:
    assert glyphs.printable("a中🚀") == ("a[U+4E2D rocket]", frozenset("中🚀"))
    assert glyphs.printable("\ue000\U000f0000")[0] == "[U+E000 U+F0000]"
    assert glyphs.printable("🇰🇿")[0] == "[k z]"


def test_a_long_run_of_missing_characters_is_one_placeholder() -> None:
    assert glyphs.printable("中" * 50)[0] == f"[{'U+4E2D ' * 6}and 44 more]"


def test_what_is_certain_is_in_the_font() -> None:
    assert glyphs.coverage() >= set().union(*glyphs.CERTAIN)


def test_direction_overrides_are_left_out_and_odd_blanks_become_blanks() -> None:
    assert glyphs.printable("a\u202eb\u1680c\x85d\u2028e") == ("ab c d e", frozenset())


@pytest.mark.parametrize("text", ["plain", "Größe – 10 000 ✓ ≥ Ω Ж", "soft\u00adhyphen"])
def test_what_the_fonts_have_is_left_as_it_is(text: str) -> None:
    assert glyphs.printable(text) == (text, frozenset())


def test_without_matplotlib_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(FileNotFoundError, match="matplotlib"):
        glyphs.folder()


def test_fonts_in_a_collection_are_read_too(tmp_path: Path) -> None:
    with TTFont(glyphs.folder() / "DejaVuSans.ttf") as font:
        for table in font["cmap"].tables:
            table.cmap = {ord("文"): "A"}
        collection = TTCollection()
        collection.fonts = [font]
        collection.save(tmp_path / "both.ttc")
    assert glyphs.printable("文", (tmp_path,)) == ("文", frozenset())
    assert glyphs.printable("文", ()) == ("[U+6587]", frozenset("文"))


def test_what_is_no_font_draws_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    whole = (glyphs.folder() / "DejaVuSans.ttf").read_bytes()
    for name, data in {"cut": whole[:2_000], "bad": b"no font", "empty": b""}.items():
        for suffix in ("ttf", "ttc"):
            (tmp_path / f"{name}.{suffix}").write_bytes(data)
    os.mkfifo(tmp_path / "pipe.ttf")  # which nobody writes to: reading it would wait for ever
    (tmp_path / "gone.otf").symlink_to(tmp_path / "nothing")
    assert glyphs.printable("é文", (tmp_path,)) == ("é[U+6587]", frozenset("文"))
