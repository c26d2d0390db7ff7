import pytest

from analysis.render import budget
from analysis.render.budget import PRINT, Budget
from analysis.render.images import ImageError, Picture
from analysis.render.typst import assets
from analysis.render.typst.assets import Assets


@pytest.mark.parametrize(
    "address",
    [
        "https://x.org/a.csv",
        "data:text/html,x",
        "data:image/svg+xml,x",
        "data:text/csv",
        "data:text/csv;base64,!",
        "DATA:text/csv,x",
    ],
)
def test_what_is_not_data_of_a_carried_type_is_refused(address: str) -> None:
    assert Assets().attachment("a.csv", address) is None


def test_too_much_data_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "ATTACHMENT_LIMIT", 3)
    monkeypatch.setattr(assets, "ATTACHMENTS_LIMIT", 1)
    held = Assets()
    assert held.attachment("a.csv", "data:text/csv,long") is None
    assert held.attachment("a.csv", "data:text/csv,x") is not None
    assert held.attachment("b.csv", "data:text/csv,x") is None


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd.csv"),
        ("C:\\x\\y.csv", "y.csv"),
        ("#read(x).csv", "read-x.csv"),
        ("中.csv", "data.csv"),
        ("Größe.csv", "Gro-e.csv"),
        ("a.exe", "a-exe.csv"),
        ("", "data.csv"),
    ],
)
def test_names_are_flat_and_safe(asked: str, given: str) -> None:
    attached = Assets().attachment(asked, "data:text/csv;charset=utf-8,x")
    assert attached is not None
    assert attached[1] == given


def test_names_are_unique_even_where_case_does_not_count() -> None:
    held = Assets()
    names = [held.attachment(name, "data:text/csv,x") for name in ("a.csv", "A.csv", "a.csv")]
    assert [name and name[1] for name in names] == ["a.csv", "A-2.csv", "a-3.csv"]
    assert len(held.files) == 1


def test_a_picture_that_is_there_already_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "PICTURES", {"pixels": 100, "bytes": 10, "shapes": 9})
    held, left = Assets(), Budget(PRINT)
    first = Picture("png", b"one", 1.0, 60)
    assert held.picture(first, left) == held.picture(first, left)
    for more in (Picture("png", b"two", 1.0, 60), Picture("png", b"longer than it", 1.0, 1)):
        with pytest.raises(ImageError, match="the pictures of a document are of more than"):
            held.picture(more, left)
    held.picture(Picture("png", b"four", 1.0, 40), left)
    assert len(held.files) == 2
