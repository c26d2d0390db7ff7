"""The Typst compiler: one per process, behind one lock, and shut in a private folder."""

import shutil
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.errors import ReportError
from analysis.render.typst import glyphs
from analysis.render.typst.escape import string
from analysis.render.typst.finish import finished

if TYPE_CHECKING:
    import typst

STANDARDS = ("ua-1", "a-3a")

_LOCK = threading.Lock()  # a typst.Compiler is not thread-safe


class CompileError(ReportError):
    """The source does not compile; the message is Typst's, `hints` what it suggests."""


@dataclass(slots=True)
class _Workshop:
    """The compiler with the folder that holds its fonts and, below it, the empty root."""

    folder: tempfile.TemporaryDirectory[str]
    compiler: "typst.Compiler"

    @property
    def root(self) -> Path:
        return Path(self.folder.name) / "root"


def _workshop(fonts: tuple[Path, ...]) -> _Workshop:
    with _LOCK:  # two threads that come first must not open two
        return _opened(fonts)


@lru_cache(maxsize=4)
def _opened(more_fonts: tuple[Path, ...]) -> _Workshop:
    import typst  # 30 MB that only PDF and formulas need

    # matplotlib's folder also holds LastResort, which draws a box for any character and so
    # hides from the compiler what cannot be read: only DejaVu Sans is taken
    folder = tempfile.TemporaryDirectory(prefix="report-typst-")
    fonts = Path(folder.name) / "fonts"
    root = Path(folder.name) / "root"
    fonts.mkdir()
    root.mkdir()
    for font in sorted(glyphs.folder().glob("DejaVuSans*.ttf")):
        shutil.copyfile(font, fonts / font.name)
    known = typst.Fonts(include_system_fonts=False, font_paths=list(map(str, (fonts, *more_fonts))))
    return _Workshop(folder, typst.Compiler(root=str(root), font_paths=known))


@lru_cache(maxsize=4)
def warm_up(fonts: tuple[Path, ...] = ()) -> None:
    """Let the compiler load what it needs, once, while this thread goes on with something else."""
    threading.Thread(target=_loaded, args=(fonts,), daemon=True).start()


def _loaded(fonts: tuple[Path, ...]) -> None:
    with suppress(Exception):  # whoever compiles something hears of it
        # the colours of programs take longest, and few notebooks have none
        _compiled('#raw("x = 1", lang: "python")', _workshop(fonts).root, (), 0, fonts)


def pdf(
    source: str,
    assets: Mapping[str, bytes],
    standards: Sequence[str],
    timestamp: int,
    fonts: tuple[Path, ...] = (),
) -> tuple[bytes, list[str]]:
    """Return the PDF of a source and the compiler's warnings.

    Args:
        source: what to compile; it sees its assets and nothing else.
        assets: flat file names → contents.
        standards: as in `ua-1`, `a-3a`; the compiler checks them.
        timestamp: seconds since 1970, the only time that enters the file.
        fonts: folders with more font files than the report's own.

    Raises:
        CompileError: it does not compile.
    """
    with tempfile.TemporaryDirectory(prefix="report-typst-") as folder:
        for name, content in assets.items():
            (Path(folder) / name).write_bytes(content)
        made, warnings = _compiled(source, Path(folder), standards, timestamp, fonts)
    return finished(made), warnings


def readable(name: str, content: bytes) -> bool:
    """Return whether the compiler can decode one picture."""
    source = f'#set document(title: "-")\n#image({string(name)}, alt: "-")'
    try:
        pdf(source, {name: content}, STANDARDS, 0)
    except CompileError:
        return False
    return True


@lru_cache(maxsize=2_000)
def formula_compiles(body: str) -> bool:
    """Return whether Typst maths compiles by itself, with every character drawn; remembered."""
    source = f'#set document(title: "-")\n#math.equation(alt: "-", block: true, $ {body} $)'
    try:
        _compiled(source, _workshop(()).root, STANDARDS, 0, ())
    except CompileError:
        return False
    return True


def _compiled(
    source: str,
    root: Path,
    standards: Iterable[str],
    timestamp: int,
    fonts: tuple[Path, ...],
) -> tuple[bytes, list[str]]:
    import typst

    compiler = _workshop(fonts).compiler
    with _LOCK:
        try:
            made, warnings = compiler.compile_with_warnings(
                input=source.encode("utf-8", "replace"),
                root=str(root),
                format="pdf",
                pdf_standards=cast("Any", list(standards)),  # the compiler knows which there are
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            raise CompileError(str(error)) from error
    if not isinstance(made, bytes):
        raise CompileError("the compiler made no single file")
    return made, [str(warning.message) for warning in warnings]
