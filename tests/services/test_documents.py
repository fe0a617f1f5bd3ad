"""What belongs to one kind of report alone, in its JSON: the ledger and the comparisons, every number under its own name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from amdesk.domain.results.figures import Figure, compare
from amdesk.domain.results.report import Part
from amdesk.domain.results.savings import ASSUMPTIONS, Spell, ledger
from amdesk.domain.texts import Text
from amdesk.services.results import documents

FIRST, LAST = date(2025, 1, 15), date(2025, 6, 15)
COVERED = ("2023-01", "2026-12")
MONTHS = tuple((f"2024-{m:02d}", 900_000) for m in range(1, 13))


def said(part: object) -> object:
    assert isinstance(part, Part)
    return part.value


def test_the_ledger_says_each_way_to_count_each_assumption_and_what_it_moves() -> None:
    found = ledger(FIRST, LAST, [Spell(FIRST, LAST, 100, True, MONTHS)] * 6, COVERED, ASSUMPTIONS)
    made = documents.ledger(found, str)
    for name in ("low", "middle", "high"):
        e = getattr(found, name)
        assert said(made[name]) == {
            "saved": e.saved, "job": e.job, "fund": e.fund, "net": e.net, "net_of_fund": e.net_of_fund
        }  # fmt: skip
    assert len({str(said(made[n])) for n in ("low", "middle", "high")}) == 3
    first = found.assumptions[0]
    listed = said(made["assumptions"])
    assert isinstance(listed, list)
    shown = listed[0]
    assert shown == {
        "id": first.id, "label": first.label, "low": first.low, "value": first.value, "high": first.high, "unit": first.unit, "source": first.source,
    }  # fmt: skip
    swing, low, high = found.swings[0]
    assert said(made["sensitivity"])[0] == {"id": swing.id, "low": low, "high": high}  # type: ignore[index]  # a list
    assert said(made["decisive"]) == found.decisive.id == swing.id
    assert said(made["covered"]) == list(COVERED)
    assert documents.ledger(replace(found, covered=None), str)["covered"] is None


def test_behind_few_people_the_amounts_stay_inside_and_what_is_assumed_does_not() -> None:
    for people, inside in ((4, True), (5, False)):
        found = ledger(FIRST, LAST, [Spell(FIRST, LAST, 100, True, MONTHS)] * people, COVERED, ASSUMPTIONS)
        made = documents.ledger(found, str)
        parts = {n: p.inside for n, p in made.items() if isinstance(p, Part)}
        amounts = ("low", "middle", "high", "sensitivity", "decisive")
        assert parts == {**dict.fromkeys(amounts, inside), "covered": False, "assumptions": False}


def test_two_shares_are_told_beside_each_other_with_their_periods_where_they_differ() -> None:
    def figure(whom: str, count: int, base: int) -> Figure:
        return Figure(f"work.{whom}", Text("Work"), Text(whom), count, base, Text("d"))

    found = compare(figure("women", 30, 60), figure("men", 20, 80))
    made = documents.comparison(found, None, str)
    assert made["first"] == {"id": "work.women", "count": 30, "base": 60, "percent": 50}
    assert made["second"] == {"id": "work.men", "count": 20, "base": 80, "percent": 25}
    assert (made["points"], made["low"], made["high"]) == (found.points, found.low, found.high) != (None, None, None)
    assert (made["distinct"], made["needed"], made["sentence"]) == (found.distinct, found.needed, str(found.sentence))
    assert not {"from", "to"} & made.keys()
    span = documents.comparison(found, (FIRST, LAST), str)
    assert {n: span[n] for n in ("from", "to")} == {"from": FIRST, "to": LAST}
