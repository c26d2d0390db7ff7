"""What is mended in a finished PDF: the file stays one that strict readers take."""

import io
import itertools
from pathlib import Path

import page
import pypdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.typst.finish import finished

TITLE = '#set document(title: "x")\n'


COMPILER = typst.Compiler()


def compiled(body: str) -> bytes:
    source = (TITLE + body).encode()
    made = COMPILER.compile(source, format="pdf", pdf_standards=["ua-1", "a-3a"], timestamp=0)
    assert isinstance(made, bytes)
    return made


def cells(pdf: bytes) -> list[str]:
    """Return kind and scope of each cell of the tables, in order."""
    found = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and "/S" in node:
            if node["/S"] in {"/TH", "/TD"}:
                attributes = [part.get_object() for part in node.get("/A", [])]
                scopes = [part["/Scope"] for part in attributes if "/Scope" in part]
                found.append("".join([node["/S"], *scopes]))
            walk(node.get("/K"))

    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"x startxref\n9\n%%EOF", b"\r\nendstream"])
def test_what_is_no_pdf_of_the_compiler_is_left_alone(content: bytes) -> None:
    assert finished(content) == content


@given(st.binary(max_size=40), st.integers(0, 99))
def test_no_bytes_are_too_odd(content: bytes, start: int) -> None:
    odd = b"xref\n0 2\n" + content + b"startxref\n%d\n%%%%EOF" % start
    assert isinstance(finished(odd), bytes)


def test_a_file_with_nothing_to_mend_keeps_its_bytes() -> None:
    content = compiled("#table(columns: 2, table.header[a][b], [1], [*2*])")
    if b"\r\nendstream" not in content:
        assert finished(content) == content


def test_bold_cells_at_the_start_of_a_row_are_its_headers() -> None:
    table = "#table(columns: 3, table.header[a][b][c], [*r*], [1], [*2*], [x], [*y*], [z])"
    assert cells(finished(compiled(table))) == [
        *["/TH/Column"] * 3,
        *["/TH/Row", "/TD", "/TD"],
        *["/TD", "/TD", "/TD"],
    ]


def test_a_row_all_in_bold_has_one_header_and_tables_without_a_head_have_some() -> None:
    table = "#table(columns: 3, [*total*], [*1*], [*2*], [*a*], [*b*], [1])"
    assert cells(finished(compiled(table))) == [
        *["/TH/Row", "/TD", "/TD"],
        *["/TH/Row", "/TH/Row", "/TD"],
    ]


def test_a_stream_that_ends_in_a_carriage_return_is_read_to_its_end(tmp_path: Path) -> None:
    # the last byte is of a checksum: one of a few dozen files has such a stream
    drafts = (compiled(f"#table([*a*], [{number}])") for number in itertools.count())
    content = next(draft for draft in drafts if b"\r\nendstream" in draft)
    (tmp_path / "a.pdf").write_bytes(finished(content))
    result = page.validate_pdf(str(tmp_path / "a.pdf"), profile=page.ValidationProfile.PDF_A_3A)
    assert result.is_compliant, [str(failure) for failure in result.failures]
    assert "a" in pypdf.PdfReader(tmp_path / "a.pdf", strict=True).pages[0].extract_text()
