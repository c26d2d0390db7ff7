"""The berth queue: a published answer, identities, and the queue that never ends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.queue import berth_queue

BERTHS = st.integers(1, 40)
LOAD = st.floats(0.01, 0.99)
SERVICE = st.floats(0.05, 10)


@pytest.mark.parametrize(("berths", "arrivals", "service"), [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_a_queue_of_nothing_is_refused(berths: int, arrivals: float, service: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        berth_queue(berths, arrivals, service)


@pytest.mark.parametrize("arrivals", [1.5, 2.0])
def test_more_work_than_the_berths_can_do_is_refused(arrivals: float) -> None:
    with pytest.raises(ValueError, match="the queue never ends"):
        berth_queue(3, arrivals, 2)


def test_three_berths_match_the_published_example() -> None:
    # UNCTAD, Port Development (1985), queueing tables: 300 ships a year, two days each
    port = berth_queue(3, 300 / 365, 2)
    assert port.waiting == pytest.approx(0.352, abs=0.0005)
    assert port.wait == pytest.approx(0.43, abs=0.005)
    assert port.idle == pytest.approx(0.17754, abs=0.000005)


@given(LOAD, SERVICE)
def test_one_berth_is_the_simple_queue(load: float, service: float) -> None:
    port = berth_queue(1, load / service, service)
    assert port.idle == pytest.approx(1 - load)
    assert port.delayed == pytest.approx(load)
    assert port.present == pytest.approx(load / (1 - load), rel=1e-6)


@given(BERTHS, LOAD, SERVICE)
def test_ships_present_are_arrivals_times_their_stay(
    berths: int, load: float, service: float
) -> None:
    arrivals = load * berths / service
    port = berth_queue(berths, arrivals, service)
    assert port.present == pytest.approx(arrivals * port.stay)
    assert port.waiting == pytest.approx(arrivals * port.wait)
    assert port.busy == pytest.approx(load)
    assert 0 < port.idle < 1
    assert 0 <= port.delayed < 1


@given(st.integers(1, 8), LOAD)
def test_idle_and_delayed_are_the_textbook_sums(berths: int, load: float) -> None:
    offered = load * berths
    tail = offered**berths / math.factorial(berths) / (1 - load)
    whole = sum(offered**n / math.factorial(n) for n in range(berths)) + tail
    port = berth_queue(berths, offered, 1)
    assert port.idle == pytest.approx(1 / whole)
    assert port.delayed == pytest.approx(tail / whole)


@given(st.integers(1, 20), LOAD, SERVICE)
def test_another_berth_shortens_the_wait(berths: int, load: float, service: float) -> None:
    arrivals = load * berths / service
    assert (
        berth_queue(berths + 1, arrivals, service).wait
        <= berth_queue(berths, arrivals, service).wait
    )


def test_a_port_of_hundreds_of_berths_neither_overflows_nor_vanishes() -> None:
    port = berth_queue(500, 480, 1)
    assert 0 < port.delayed < 1
    assert math.isfinite(port.wait)
