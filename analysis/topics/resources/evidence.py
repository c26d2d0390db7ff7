"""Evidence for the claims on uranium, oil, gas, rare earths and the nuclear agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from analysis import data
from analysis.claims import Evidence, Item, Match, claims, evidence
from analysis.claims.items import events, from_row, share
from analysis.claims.outcome import ends
from analysis.countries import CENTRAL_ASIA
from analysis.moments import written_loosely
from analysis.numbers import listed, plain, spread
from analysis.topics.resources.shares import shares, uranium


@evidence("oil")
def _oil(as_of: date | None) -> Evidence:
    items = [*_reserve_shares("oil_reserves", as_of), *_opec_ceiling(as_of)]
    return Evidence(
        tuple(items),
        _share_safe("proved oil reserves", items),
        absence="No table of proved oil reserves was public.",
        notes=tuple(_possible_origin(as_of)),
    )


@evidence("gas")
def _gas(as_of: date | None) -> Evidence:
    items = [*_reserve_shares("gas_reserves", as_of), *_opec_gas(as_of)]
    return Evidence(
        tuple(items),
        _share_safe("proved gas reserves", items),
        absence="No table of proved gas reserves was public.",
    )


def _reserve_shares(indicator: str, as_of: date | None) -> Iterator[Item]:
    """Yield the Energy Institute's latest share, then the earlier year in which it was largest."""
    series = shares(indicator, "EI", as_of)
    for last in series[-1:]:
        yield share(last.parts, last.whole, f"Energy Institute, end of {last.year}")
    for peak in sorted(series[:-1], key=lambda one: one.value)[-1:]:
        label = f"Energy Institute, end of {peak.year}, the highest earlier year"
        yield share(peak.parts, peak.whole, label, match=Match.VINTAGE)


def _opec_ceiling(as_of: date | None) -> Iterator[Item]:
    """Yield OPEC's group that holds the region and Azerbaijan: more than the region can have."""
    rows = data.observations("resources", "oil_reserves", reporter="OPEC", as_of=as_of)
    for year in sorted(set(rows["year"]))[-1:]:
        one = rows[rows["year"] == year]
        group, whole = (one[one["entity"] == entity] for entity in ("OTHER-EURASIA", "WLD"))
        yield share(
            group,
            whole,
            f"OPEC, end of {year}, with Azerbaijan",
            match=Match.DEFINITION,
            reason="an upper bound",
        )


def _opec_gas(as_of: date | None) -> Iterator[Item]:
    """Yield the region's reserves over OPEC's world total: two reporters, shown, not decisive."""
    world = data.observations(
        "resources", "gas_reserves", entity="WLD", reporter="OPEC", as_of=as_of
    )
    for last in shares("gas_reserves", "EI", as_of)[-1:]:
        for row in data.records(world)[-1:]:
            yield share(
                last.parts,
                world.tail(1),
                f"Energy Institute over OPEC’s world total, end of {row['year']}",
                match=Match.DEFINITION,
                reason="mixed numerator and denominator",
            )


def _share_safe(what: str, items: list[Item]) -> str:
    if not items:
        return f"No current figure for the region’s share of the world’s {what} was public."
    lead = items[0]
    year = lead.period.partition("; ")[0]
    return (
        f"Central Asia held about {plain(lead.value, 1)} % of the world’s {what} at the end of"
        f" {year} ({data.reporter_name(lead.reporter)})."
    )


@evidence("uranium")
def _uranium(as_of: date | None) -> Evidence:
    items = uranium(as_of)
    return Evidence(
        items,
        _uranium_safe(items),
        absence="No table of uranium resources with both states was public.",
        notes=("Resources in place, and those of another cost class, are kept apart.",),
    )


def _uranium_safe(items: Sequence[Item]) -> str:
    if not items:
        return "No current figure for the region’s share of the world’s uranium was public."
    lead, oldest = items[0], min(items, key=lambda item: item.period)
    text = (
        f"Kazakhstan and Uzbekistan held about {plain(lead.value, 0)} % of the world’s uranium"
        f" resources recoverable below 130 USD per kg at the start of {lead.period}"
        f" ({_table_of(lead)})"
    )
    if oldest is lead:
        return f"{text}."
    return (
        f"{text}; in {oldest.period}, by the table of the {_table_of(oldest)}, it was"
        f" {spread(*ends(oldest), 0)} %."
    )


def _table_of(item: Item) -> str:
    return data.reporter_name(item.reporter.split("; ")[0])


def _possible_origin(as_of: date | None) -> Iterator[str]:
    """Yield other shares of the region that read like the one quoted; none is documented."""
    oil = claims()["oil"].tests[0].readings[0]
    for item in uranium(as_of):
        if oil.low <= item.value < oil.high:
            yield (
                "Possible origin, none documented: the region’s share of the world’s uranium was"
                f" {plain(item.value, 1)} % in the table of {item.label}."
            )


RARE_EARTHS = (
    "rare_earth_announced",
    "rare_earth_listed",
    "rare_earth_occurrences",
    "rare_earth_kutessay",
)


@evidence("rare-earths")
def _rare_earths(as_of: date | None) -> Evidence:
    items = [item for indicator in RARE_EARTHS for item in _known(indicator, as_of)]
    announced = [f"{plain(i.value, 0)} {i.unit}" for i in items if "Announced" in i.label]
    rest = f"; announced, but no reserve, are {listed(announced)}" if announced else ""
    return Evidence(
        tuple(items),
        safe=_rare_earths_safe(items),
        absence="“Significant” names no quantity, and no reserve of the region is in the standard"
        f" list{rest}.",
    )


def _rare_earths_safe(items: list[Item]) -> str:
    if not items:
        return "No figure on rare earths in Central Asia was public."
    return (
        "Rare-earth deposits are reported in Central Asia; none of the figures found, the latest"
        f" of {max(item.period for item in items)}, is a reserve under a reporting code."
    )


def _known(indicator: str, as_of: date | None) -> Iterator[Item]:
    names = data.table("indicators").set_index("indicator")["name"]
    rows = data.observations("resources", indicator, annual=False, as_of=as_of)
    for row in data.records(rows):
        if row["entity"] in ("CA5", *CENTRAL_ASIA):
            label = f"{names[indicator]}, {data.entity_name(row['entity'])}"
            yield from_row(row, label, match=Match.DEFINITION, comparable=False)


@evidence("nuclear")
def _nuclear(as_of: date | None) -> Evidence:
    items = events(as_of, "nuclear-agreement", fulfilled=("signed",))
    last = max((item.period for item in items), default="")
    when = written_loosely(last) if last else ""
    if any(item.happened for item in items):
        safe = "The agreement on nuclear energy between Kazakhstan and China has been signed."
    elif items:
        first = min(items, key=lambda item: item.period)
        safe = (
            "An agreement on nuclear energy between Kazakhstan and China was announced on"
            f" {written_loosely(first.period)} ({data.reporter_name(first.reporter)}); by the last"
            f" report found, of {when}, it was not signed."
        )
    else:
        safe = "No report on an agreement on nuclear energy with China was public."
    return Evidence(
        tuple(items),
        safe,
        absence=f"The agreement was announced and, on the last report ({when}), not yet signed."
        if items
        else "No report on the agreement was public.",
    )
