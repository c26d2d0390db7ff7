from pathlib import Path

import pytest

from analysis.render import theme
from analysis.render.theme import Theme, ThemeError, load

LOGO = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='20mm' height='10mm'><path d='M0 0L9 9'/></svg>"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("paper =", "cannot be read"),
        ("a = " + "[" * 5_000, "cannot be read"),
        ('logo = "a\\u0000.png"', "no folder to be read from"),
        ("paper = 'a5'", "unknown paper 'a5'"),
        ("paper = 5", "paper is 5: expected a text"),
        ("papers = 'a4'", "unknown key 'papers'"),
        ("colours = 'red'", "expected a section"),
        ("[colours]\naccents = '#000000'", "accents"),
        ("[colours]\naccent = 'red'", "expected a colour"),
        ("[colours]\naccent = 3", "expected a colour"),
        ("[colours]\naccent = '#cccccc'", "contrast"),
        ("[colours]\nlight = '#888888'", "contrast"),
        ("[margins]\nleft = 2", "from 8 to 60"),
        ("[margins]\nleft = true", "from 8 to 60"),
        ("[margins]\nleft = 'x'", "from 8 to 60"),
        ("[fonts]\ntext = 3", "list of texts"),
        ("[fonts]\ntext = [3]", "list of texts"),
        ("[fonts]\ntext = ['#x']", "not the name of a font"),
        ("[fonts]\nfolders = ['none']", "not a folder"),
        ("logo = 'none.svg'", "not a file"),
        ("logo = '../x.svg'", "not a file"),
        ("logo = 'https://x.org/logo.svg'", "not fetched"),
    ],
)
def test_a_theme_that_cannot_be_used_says_why(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(text)
    with pytest.raises(ThemeError, match=said) as raised:
        load(tmp_path / "t.toml")
    assert "t.toml" in str(raised.value)


def test_a_theme_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"no\.toml cannot be read"):
        load(tmp_path / "no.toml")


def test_a_theme_changes_what_it_says_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "logo.svg").write_text(LOGO)
    (tmp_path / "t.toml").write_text(
        "organisation = 'A  Team'\npaper = 'Letter'\nlogo = 'logo.svg'\n"
        "[colours]\naccent = '#7A1F3D'\n[margins]\nleft = 25\n"
        "[fonts]\ntext = 'Some Serif'\nfolders = ['fonts']\n"
    )
    made = load(tmp_path / "t.toml")
    assert (made.organisation, made.paper, made.logo_alt) == ("A Team", "letter", "A Team")
    assert made.logo is not None
    assert made.colours == theme.Colours(accent="#7a1f3d")
    assert made.margins == theme.Margins(left=25)
    assert made.fonts == theme.Fonts(text=("Some Serif",), folders=(tmp_path / "fonts",))
    assert (round(made.width, 1), round(made.height, 1)) == (173.9, 245.4)


def test_an_empty_theme_is_the_default(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text("")
    assert load(tmp_path / "t.toml") == Theme(logo_alt="Logo")
    assert (Theme().width, Theme().height) == (176, 263)
