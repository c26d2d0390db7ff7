import pytest

from analysis.render.images import Picture
from analysis.render.typst.sizes import PIXEL, declared, fitting, millimetres

PHOTO = Picture("png", b"", 400 * PIXEL, 400 * 200)
DRAWING = Picture("svg", b"", 90.0)


@pytest.mark.parametrize("length", ["50%", "10em", "-1mm", "1e9mm", "x"])
def test_other_lengths_are_none(length: str) -> None:
    assert millimetres(length) is None


@pytest.mark.parametrize(("length", "value"), [("160mm", 160), ("1 in", 25.4), ("96", 25.4)])
def test_absolute_lengths_are_millimetres(length: str, value: float) -> None:
    assert millimetres(length) == pytest.approx(value)


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [("50%", "", 80), ("999%", "", 160), ("0%", "", None), ("", "10mm", 20), ("x", "auto", None)],
)
def test_shares_are_of_the_frame_and_a_height_keeps_the_shape(
    width: str, height: str, shown: float | None
) -> None:
    assert declared(width, height, 160, PHOTO) == (shown and pytest.approx(shown))


def test_a_drawing_has_no_shape_to_keep() -> None:
    assert declared("", "10mm", 160, DRAWING) is None


def test_two_wide_pictures_fit_a_page_and_a_high_one_does() -> None:
    huge = Picture("png", b"", 3000 * PIXEL, 3000 * 2400)
    assert fitting(huge, 176, 100) == pytest.approx(100 * 0.34 * 3000 / 2400)
    high = Picture("png", b"", 300 * PIXEL, 300 * 3000)
    assert fitting(high, 176, 100) == pytest.approx(8)


def test_a_picture_that_fits_has_its_own_size() -> None:
    assert fitting(PHOTO, 176, 263) == PHOTO.width
    assert fitting(DRAWING, 60, 263) == 60
