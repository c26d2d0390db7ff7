"""Waiting for a berth: ships that arrive at random, berths that serve one each (M/M/c)."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue in balance; times are in the unit of `service`.

    `busy` is the load of a berth (ρ), `idle` the probability that all are free (P₀), `delayed` the
    probability that a ship waits, `waiting` and `present` the mean number of ships waiting (L_q)
    and in port (L), `wait` and `stay` the mean time waiting (W_q) and in port (W).
    """

    busy: float
    idle: float
    delayed: float
    waiting: float
    present: float
    wait: float
    stay: float


def berth_queue(berths: int, arrivals: float, service: float) -> Queue:
    """Return the queue of `arrivals` ships per unit of time, each served for `service` of it.

    Erlang's formula C: random arrivals, exponential service times, first come, first served.

    >>> port = berth_queue(3, 300 / 365, 2)
    >>> f"{port.waiting:.3f} {port.wait:.2f} {port.idle:.5f}"
    '0.352 0.43 0.17754'

    Raises:
        ValueError: no berth, no arrivals, no service time, or more work than the berths can do:
            the queue then grows without end.
    """
    if berths < 1 or not arrivals > 0 or not service > 0:
        raise ValueError("a queue needs a berth, arrivals and a service time above zero")
    offered = arrivals * service
    busy = offered / berths
    if busy >= 1:
        raise ValueError(
            f"{berths} berths are offered the work of {offered:.3g}: the queue never ends"
        )
    blocked = _blocked(berths, offered)
    delayed = blocked / (1 - busy * (1 - blocked))
    waiting = delayed * busy / (1 - busy)
    # each berth term offered^n / n! over the same scale as the blocking formula
    terms = [n * math.log(offered) - math.lgamma(n + 1) for n in range(berths + 1)]
    tail = terms.pop() - math.log1p(-busy)
    scale = max(*terms, tail)
    idle = math.exp(-scale) / math.fsum(math.exp(term - scale) for term in [*terms, tail])
    return Queue(
        busy=busy,
        idle=idle,
        delayed=delayed,
        waiting=waiting,
        present=waiting + offered,
        wait=waiting / arrivals,
        stay=waiting / arrivals + service,
    )


def _blocked(berths: int, offered: float) -> float:
    """Return Erlang's formula B by its recursion, which neither over- nor underflows."""
    blocked = 1.0
    for count in range(1, berths + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return blocked
