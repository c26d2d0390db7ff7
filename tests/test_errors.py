"""What a mistake is told as."""

from __future__ import annotations

import pytest

from analysis import errors


def test_an_unknown_name_is_refused_with_the_nearest_and_all_known_ones() -> None:
    message = errors.unknown("country", "KAX", ["CHN", "KAZ"])
    assert message == "unknown country 'KAX'. Did you mean 'KAZ'? Known: CHN, KAZ."


def test_a_name_like_no_other_gets_no_guess() -> None:
    assert errors.unknown("country", "zzz", ["CHN"]) == "unknown country 'zzz'. Known: CHN."


def test_a_list_of_none_is_said_so() -> None:
    assert errors.unknown("report", "brief", iter(())) == "unknown report 'brief'. Known: none."


@pytest.mark.parametrize(
    "kind", [errors.DataError, errors.NoData, errors.ParameterError, errors.ReportError]
)
def test_every_mistake_of_a_user_ends_the_command_with_two(kind: type[errors.SummitError]) -> None:
    assert issubclass(kind, errors.SummitError)
    assert kind("no").exit_status == 2


def test_no_data_is_a_finding_about_the_data() -> None:
    assert issubclass(errors.NoData, errors.DataError)
