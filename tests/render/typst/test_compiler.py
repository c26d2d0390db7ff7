import threading
from pathlib import Path

import pytest
import typst

from analysis.render.typst import compiler


def test_a_source_that_does_not_compile_says_why() -> None:
    with pytest.raises(compiler.CompileError, match="unknown variable"):
        compiler.pdf("#nope", {}, [], 0)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "/fonts/DejaVuSans.ttf"])
def test_a_source_sees_nothing_but_its_assets(path: str) -> None:
    with pytest.raises(compiler.CompileError):
        compiler.pdf(f'#read("{path}")', {}, [], 0)
    assert compiler.pdf('#read("a.txt")', {"a.txt": b"x"}, [], 0)[0].startswith(b"%PDF")


def test_pages_that_are_not_one_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd:
        def compile_with_warnings(self, **_: object) -> tuple[list[bytes], list[str]]:
            return [b"", b""], []

    workshop = compiler._workshop(())
    monkeypatch.setattr(workshop, "compiler", Odd())
    with pytest.raises(compiler.CompileError, match="no single file"):
        compiler.pdf("a", {}, [], 0)


def test_a_picture_that_cannot_be_decoded_is_not_readable() -> None:
    assert not compiler.readable("a.png", b"\x89PNG\r\n\x1a\n")
    assert compiler.readable("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def test_a_formula_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not compiler.formula_compiles("nope(x)")
    assert not compiler.formula_compiles('"中"')
    assert compiler.formula_compiles("x^2")
    monkeypatch.setattr(compiler, "_compiled", None)
    assert compiler.formula_compiles("x^2")


def test_warnings_come_with_the_file() -> None:
    _, warnings = compiler.pdf('#text(font: "Nowhere")[a]', {}, [], 0)
    assert "unknown font" in warnings[0]


def test_last_resort_is_not_among_the_fonts() -> None:
    families = typst.Fonts(
        include_system_fonts=False, font_paths=[f"{compiler._workshop(()).folder.name}/fonts"]
    ).families()
    assert not [family for family in families if "LastResort" in str(family)]


def _warmed_up(fonts: tuple[Path, ...]) -> None:
    before = {*threading.enumerate()}
    compiler.warm_up(fonts)
    for thread in {*threading.enumerate()} - before:
        thread.join()


def test_what_cannot_be_loaded_ahead_is_told_by_who_needs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refused(*_: object) -> None:
        raise OSError("no room for the fonts")

    monkeypatch.setattr(compiler, "_opened", refused)
    _warmed_up((tmp_path,))  # an exception in a thread fails a test
    with pytest.raises(OSError, match="no room"):
        compiler.pdf("a", {}, [], 0, (tmp_path,))


def test_warming_up_opens_the_compiler_that_is_used_afterwards(tmp_path: Path) -> None:
    opened = compiler._opened.cache_info().misses
    _warmed_up((tmp_path,))
    assert compiler._opened.cache_info().misses == opened + 1
    _warmed_up((tmp_path,))  # once is enough
    assert compiler.pdf("a", {}, [], 0, (tmp_path,))[0].startswith(b"%PDF")
    assert compiler._opened.cache_info().misses == opened + 1
