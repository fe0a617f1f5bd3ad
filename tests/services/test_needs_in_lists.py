"""Needs, demands and employments that come by lists are answered as those that somebody typed, in the same sentences."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.booking.needs import MET, NOT_KNOWN, NOT_MET, answer
from amdesk.domain.people.participant import Need
from amdesk.domain.people.wording import demands_text, need_text
from amdesk.i18n import LANGUAGES, Words
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines
from tests.make import TODAY
from tests.services.test_needs import CASES, city, told

BY_HAND = {"district", "kind", "occupation"}
"""Needs that name a code of the unit's own lists: in a list they stay words, which nobody is told are met."""
LAST = TODAY + timedelta(200)
KINDS = {"external": "Extern", "in_house": "Eget lag"}
TITLES = {"PAR": "Parkarbetare", "LOK": "Lokalvårdare"}


def taken(desk: Desk, path: Path, kind: str) -> Review:
    review = desk.imports.review(desk.imports.stage(path, kind))
    assert [o.reason for o in review.outcomes if o.outcome != "accepted"] == []
    desk.imports.store(review)
    return review


def listed_people(desk: Desk, path: Path, needs: list[Need], t: Words) -> dict[int, tuple[int, str]]:
    """Somebody for each need, as a list says it: her key and number."""
    must, numbers = ("måste" if t.lang == "sv" else "must"), [make.fresh_number() for _ in needs]
    said = [f"{must}: {t.say(need_text(n.kind, n.value, {}))}" if n.kind not in BY_HAND else "" for n in needs]
    rows = [f'{nr};Prov {i};"{what}"' for i, (nr, what) in enumerate(zip(numbers, said, strict=True))]
    taken(desk, lines(path, "Personnummer;Namn;Behov", *rows), "participants")
    found = {str(desk.work.participant(r.id).name): r.id for r in desk.participants.listing()}
    for i, need in enumerate(needs):
        if need.kind in BY_HAND:
            desk.participants.change(found[f"Prov {i}"], {"needs": (need,)})
    return {i: (found[f"Prov {i}"], nr) for i, nr in enumerate(numbers)}


def listed_places(desk: Desk, path: Path, given: list[dict[str, Any]], t: Words) -> dict[int, int]:
    head = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Startdatum;Arbetskrav;Schema;Stadsdel;Typ"
    rows = []
    for i, g in enumerate(given):
        asked = t.say(demands_text(g.get("demands", ())))
        place = f"Plats {i};{TITLES[g.get('occupation', 'PAR')]};2;40;2024-01-01"
        where = {"NH": "Norra Hamnen", "KV": "Kvarnstaden", "": ""}[g.get("district", "NH")]
        hours, kind = g.get("schedule", "mån-fre 08.00-16.45"), KINDS[g.get("kind", "external")]
        rows.append(f'{place};"{asked}";{hours};{where};{kind}')
    taken(desk, lines(path, head, *rows), "placements")
    found = {p.name: p.id for p in desk.placements.listing()}
    return {i: found[f"Plats {i}"] for i in range(len(given))}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("entry", "cases"), CASES, ids=[name for name, _ in CASES])
@pytest.mark.thorough(18)
def test_who_and_where_come_by_lists_has_the_answer_and_the_sentence_of_the_typed_ones(
    desk: Desk, tmp_path: Path, entry: str, cases: list[tuple[Need, dict[str, Any]]], lang: str
) -> None:
    city(desk)
    t = Words(lang)
    who = listed_people(desk, tmp_path, [need for need, _ in cases], t)
    where = listed_places(desk, tmp_path, [given for _, given in cases], t)
    seen: set[int] = set()
    for i, (asked, given) in enumerate(cases):
        listed, place, need = who[i][0], where[i], asked
        if need.kind == "max_travel":  # a list of a few columns says nothing of where she lives
            desk.participants.change(listed, {"district": "NH"})
        if need.kind == "words":
            (need,) = desk.work.participant(listed).needs
            assert need.value.endswith("lugn miljö")
        typed = make.participant(desk.bank, needs=(need,), born=date(1986, 4, 12))
        twin = make.placement(desk.bank, 2, **{"language_min": "", **given})
        right = answer(need, desk.work.placement(twin), desk.matching.pair(typed, twin).trip)
        code, seen = f"NEED_{need.kind.upper()}", seen | {right}
        of_list, by_hand = desk.matching.why(listed, place), desk.matching.why(typed, twin)
        (rule,) = (r for r in of_list.rules if r.code == code)
        assert (rule.answer, desk.work.participant(listed).needs) == (right, (need,))
        assert told(of_list.warnings, code) == told(by_hand.warnings, code)
    assert seen == {MET, NOT_MET, NOT_KNOWN}, entry


@pytest.mark.parametrize(("entry", "cases"), CASES, ids=[name for name, _ in CASES])
@pytest.mark.thorough(9)
def test_an_employment_of_a_list_is_told_what_a_booking_of_the_pair_would_be(
    desk: Desk, tmp_path: Path, entry: str, cases: list[tuple[Need, dict[str, Any]]]
) -> None:
    city(desk)
    t = Words("sv")
    who = listed_people(desk, tmp_path, [need for need, _ in cases], t)
    where = listed_places(desk, tmp_path, [given for _, given in cases], t)
    rows = [f"{who[i][1]};Prov {i};Parkarbetare;Plats {i};2026-11-23;{LAST};100" for i in who]
    head = "Personnummer;Namn;Yrkestitel;Arbetsplats;Startdatum;Slutdatum;Omfattning"
    review = desk.imports.review(desk.imports.stage(lines(tmp_path, head, *rows), "employments"))
    assert [o.outcome for o in review.outcomes] == ["accepted"] * len(cases), "what is so already is not refused"
    for i, outcome in enumerate(review.outcomes):
        booked = desk.booking.checks(who[i][0], where[i], TODAY, LAST)
        warned = [c for c in booked if c.level in {"stop", "warn"}]
        assert [str(f) for f in outcome.findings] == [str(c.text) for c in warned], entry
        assert [t.say(f) for f in outcome.findings] == [t.say(c.text) for c in warned]
    desk.imports.store(review)
    again = desk.imports.review(desk.imports.stage(tmp_path / "list.csv", "employments"))
    assert {tuple(o.findings) for o in again.outcomes} == {()}, "the same list once more tells it no more"


def listed(desk: Desk, path: Path, number: str, last: str = "2027-05-01") -> list[str]:
    head = "Personnummer;Namn;Yrkestitel;Arbetsplats;Startdatum;Slutdatum;Omfattning"
    row = f"{number};Prov;Parkarbetare;Björkparken;2026-06-01;{last};100"
    (outcome,) = desk.imports.review(desk.imports.stage(lines(path, head, row), "employments")).outcomes
    assert outcome.outcome == "accepted"
    return [str(f) for f in outcome.findings]


@pytest.mark.parametrize(("change", "last"), [("", "2027-05-01"), ("protected", "2027-05-01"), ("", "2026-10-31")])
def test_nothing_is_told_of_whoever_is_protected_nor_of_what_is_over(
    desk: Desk, tmp_path: Path, change: str, last: str
) -> None:
    place = make.placement(desk.bank, demands=("lift_max=25",))
    number = make.fresh_number()
    needs = (Need("lift_max", "10", "must"),)
    who = desk.participants.create({"name": "Prov", "needs": needs, "language": "B1"}, number).id
    if change == "protected":
        desk.participants.protect(who, 1)
    found = listed(desk, tmp_path, number, last)
    assert place
    assert ("Must not met: Lifts at most 10 kg" in found) is (not change and last == "2027-05-01")
    assert bool(found) is (not change and last == "2027-05-01")
