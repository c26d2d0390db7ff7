"""`summit check`, as it is typed."""

import json

import pytest

from analysis.__main__ import main
from analysis.claims import Verdict


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["oill"], "Did you mean 'oil'?"),
        (["--as-of", "yesterday"], "neither a day as YYYY-MM-DD nor the word latest"),
        (["--as-of", "2025-02-30"], "neither a day"),
        (["--jsn"], "--json"),
    ],
)
def test_a_mistake_is_one_error_line_and_status_2(capsys, arguments, said):
    assert main(["check", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert said in err
    assert "Traceback" not in err


def test_the_table_names_every_claim_with_its_verdict(capsys):
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "Oil                     ✗ contradicted" in out
    assert "14 claims judged on what is in the data package." in out
    assert max(map(len, out.splitlines())) <= 120


def test_the_table_says_on_which_day_it_was_judged(capsys):
    assert main(["check", "--as-of", "2025-06-17"]) == 0
    assert "public on 17 June 2025" in capsys.readouterr().out


def test_json_is_a_list_of_results_in_the_words_of_the_scale(capsys):
    assert main(["check", "--json", "--as-of", "2025-06-17"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert len(results) == 14
    assert {result["verdict"] for result in results} <= {verdict.value for verdict in Verdict}
    for key in (
        "id",
        "verdict",
        "why",
        "flags",
        "evidence",
        "safe_wording",
        "flip_distance_percent",
    ):
        assert all(key in result for result in results)


def test_one_claim_is_explained_in_full(capsys):
    assert main(["check", "uranium"]) == 0
    out = capsys.readouterr().out
    for label in (
        "Claim:",
        "Why:",
        "Definition:",
        "Flags:",
        "Read to the ten:",
        "Flips at:",
        "Safe to say:",
    ):
        assert label in out
    assert "Evidence" in out


def test_an_event_and_an_undefined_claim_are_explained_without_numbers(capsys):
    for claim in ("nuclear", "rare-earths", "containers"):
        assert main(["check", claim]) == 0
        assert "nan" not in capsys.readouterr().out


def test_one_claim_as_json_is_a_list_of_one(capsys):
    assert main(["check", "oil", "--json"]) == 0
    assert [result["id"] for result in json.loads(capsys.readouterr().out)] == ["oil"]
