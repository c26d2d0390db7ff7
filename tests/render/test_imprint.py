from analysis.render.imprint import imprint


def test_metadata_of_the_wrong_kind_say_nothing() -> None:
    about = imprint({"title": {"a": 1}, "authors": 5.5, "lang": "#x", "keywords": [None, ""]}, "??")
    assert (about.title, about.authors, about.keywords) == ("", ("5.5",), ())
    assert (about.spoken, about.region) == ("en", "")


def test_metadata_are_single_lines() -> None:
    about = imprint(
        {"title": "a\n b", "authors": [{"name": "A"}, "B", {}], "lang": "zh-Hans-CN", "toc": False},
        "en",
    )
    assert (about.title, about.authors) == ("a b", ("A", "B"))
    assert (about.spoken, about.region, about.toc) == ("zh", "CN", False)
    assert imprint({"author": "A"}, "de-at").region == "AT"
