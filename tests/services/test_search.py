"""One search for everything, and what is named in words: whom one looks for most often stands first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.bank import reference
from amdesk.domain.clock import FAR
from amdesk.domain.competence.modules import Module
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Placement
from amdesk.domain.record import OneOf, declared, fields
from amdesk.domain.results.followup import FollowUp
from amdesk.services.bank.words import in_words
from amdesk.services.booking.matching import UNTOLD_FIT
from amdesk.services.desk import Desk
from tests import make
from tests.rows import booked, day, employed


def hits(desk: Desk, words: str, limit: int = 6) -> list[tuple[str, str]]:
    return [(h.kind, str(h.name)) for h in desk.search.hits(words, limit)]


def test_people_stand_before_placements_and_who_waits_before_who_has_ended(desk: Desk) -> None:
    people = {
        state: make.participant(desk.bank, name=f"Provo {state}") for state in ("slutat", "arbetar", "bokad", "väntar")
    }
    employed(desk.bank, people["slutat"], day(-200), day(-9))
    place = make.placement(desk.bank, 3, name="Provo park")
    ref = desk.booking.book(people["arbetar"], place, day(-9), day(90)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    desk.booking.book(people["bokad"], place, day(9), day(90))
    assert hits(desk, "provo") == [
        ("participant", "Provo väntar"), ("participant", "Provo bokad"), ("participant", "Provo arbetar"), ("participant", "Provo slutat"),
        ("placement", "Provo park"),
    ]  # fmt: skip
    assert hits(desk, "provo", 2) == [
        ("participant", "Provo väntar"),
        ("participant", "Provo bokad"),
        ("placement", "Provo park"),
    ]


def test_one_letter_finds_nothing_and_two_find_somebody(desk: Desk) -> None:
    make.participant(desk.bank, name="Bo Prov")
    assert hits(desk, "b") == hits(desk, " b ") == hits(desk, "") == []
    assert hits(desk, "bo") == [("participant", "Bo Prov")]


def test_a_whole_identity_number_finds_its_person_alone_and_a_protected_one_is_masked(desk: Desk) -> None:
    number = make.number(date(1986, 4, 12))
    make.participant(desk.bank, name="Quilla Zorvath", identity=number, born=date(1986, 4, 12), protection=1)
    make.participant(desk.bank, name=f"Bo {number[2:]}")
    (hit,) = desk.search.hits(f"{number[:8]}-{number[8:]}")
    assert ("Quilla" in str(hit.name), hit.more, hit.status) == (False, "D-0001", "waiting")
    assert hits(desk, "quilla") == []
    assert hits(desk, make.number(date(1990, 1, 1))) == []


def test_somebody_is_opened_by_key_by_number_and_by_identity_number(desk: Desk) -> None:
    number = make.number()
    key = make.participant(desk.bank, identity=number, born=date(1986, 4, 12))
    place = make.placement(desk.bank, source_id="x7")
    for said in (key, "D-0001", " d-0001 ", number, f"{number[:8]}-{number[8:]}"):
        assert desk.work.participant(said).id == key
    for said in (place, "P-0001", " p-0001", "x7"):
        assert desk.work.placement(said).id == place
    for act, code in ((desk.work.participant, "NO_PARTICIPANT"), (desk.work.placement, "NO_PLACEMENT")):
        for wrong in (key + 99, "D-9999", "P-9999", "", "19000101-0000"):
            with pytest.raises(Refused) as caught:
                act(wrong)
            assert caught.value.code == code


@pytest.mark.parametrize(
    ("record", "field", "value", "said"),
    [
        (Participant, "wishes", ("PAR", "LOK"), "Parkarbetare, Lokalvårdare"), (Participant, "wishes", ("XXX",), "XXX"), (Participant, "extent", 75, "75 %"),
        (Placement, "hours", 3750, "37.5"), (Placement, "open_to", FAR, "until further notice"), (Placement, "open_to", date(2027, 1, 1), "2027-01-01"),
        (Placement, "shared", True, "yes"), (Placement, "shared", False, "no"), (Placement, "occupation", "PAR", "Parkarbetare"), (Placement, "occupation", "XXX", "XXX"),
        (Placement, "kind", "elsewhere", "elsewhere"), (Placement, "district", "ÖÖ", "ÖÖ"), (Participant, "phone", "070", "070"),
    ],
)  # fmt: skip
def test_a_fact_is_told_in_the_words_of_its_list(desk: Desk, record: type, field: str, value: Any, said: str) -> None:
    assert str(in_words(desk.work, declared(record)[field].kind, value)) == said


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_code_is_told_in_the_language_of_whoever_reads_it(desk: Desk, lang: str) -> None:
    work, seen = desk.work._replace(lang=lang), 0
    for record in (Participant, Placement, FollowUp, Module):
        for field in fields(record):
            if isinstance(field.kind, OneOf) and field.kind.codes != "districts":
                for code in reference.codes(work.bank, field.kind.codes):
                    assert in_words(work, field.kind, code.code) == code.name(lang)
                    seen += 1
    assert seen > 3


def test_an_occupation_is_told_in_the_language_of_whoever_reads_it(desk: Desk) -> None:
    person = make.participant(desk.bank)
    park = next(o for o in reference.occupations(desk.bank) if o.code == "PAR")
    employed(desk.bank, person, day(-90), day(1), occupation_id=park.id)
    english = Desk(desk.bank, desk.work.clock, "en")
    assert park.sv != park.en
    for one, said in ((desk, park.sv), (english, park.en)):
        assert one.competence.sheet(person).employment.occupation == said
        assert {r.occupation for _, rows in one.competence.listed(everybody=True).rows for r in rows} == {said}
        assert any(said in str(bar.text) for bar in one.participants.record(person).timeline)


def test_of_a_protected_person_who_fits_a_placement_it_is_not_told_how_well(desk: Desk) -> None:
    """Of one placement after the other it would tell what she wishes, what Swedish she has and how far she is to go."""
    places = [make.placement(desk.bank), make.placement(desk.bank, occupation="LOK")]
    for name, protection, days in (("Öppen Låg", 0, 9), ("Skyddad Låg", 2, 90), ("Skyddad Hög", 1, 5)):
        make.participant(desk.bank, name=name, protection=protection, registered_on=day(-days))
    said = [
        [(m.untold, m.match.score, m.match.parts) for m in desk.matching.of_placement(one).ranked] for one in places
    ]
    assert [row[1:] for row in said] == [[(True, *UNTOLD_FIT)] * 2] * 2
    assert [row[0][1] > 0 for row in said] == [True, True]
    assert said[0][0] != said[1][0], "of the others it is told"


def test_people_who_wait_are_ranked_for_a_placement_from_the_day_it_is_free(desk: Desk) -> None:
    place = make.placement(desk.bank, min_age=18, licence="B", name="Bilen")
    for name, days, given in (
        ("Nyss", 5, {}),
        ("Länge", 50, {}),
        ("Utan", 99, {"licence": ""}),
        ("Ung", 99, {"born": date(2008, 12, 1)}),
    ):
        values: dict[str, Any] = {"licence": "B", "born": date(1986, 4, 12), **given}
        make.participant(desk.bank, name=name, registered_on=day(-days), **values)
    found, people, left = desk.matching.for_placement(place)
    assert (found.name, [str(p.participant.masked) for p in people], left) == (
        "Bilen",
        ["Länge", "Nyss"],
        {"LICENCE": 1, "AGE": 1},
    )
    assert [p.waited for p in people] == [50, 5]
    assert [str(p.participant.masked) for p in desk.matching.for_placement(place, 1)[1]] == ["Länge"]
    _, later, left = desk.matching.for_placement(place, since=date(2026, 12, 1))
    assert ({str(p.participant.masked) for p in later}, left) == ({"Länge", "Nyss", "Ung"}, {"LICENCE": 1})
    ((best, reasons),) = desk.matching.fitting(place, 1)
    assert (str(best.participant.masked), bool(reasons)) == ("Länge", True)
    booked(desk.bank, make.participant(desk.bank), place, day(0), day(900))
    assert desk.matching.for_placement(place)[1:] == ([], {"FULL": 4})


def test_whom_a_must_alone_keeps_from_a_placement_is_the_same_as_where_she_is_asked_about(desk: Desk) -> None:
    """One code: a place stops a person where, and only where, the person's own list shows the place as stopped, for the same reason."""
    lift = (make.Need("lift_max", "10", "must"),)
    asked: tuple[dict[str, Any], ...] = ({}, {}, {"min_age": 18}, {"licence": "B"}, {"language_min": "B2"})
    heavy = [
        make.placement(desk.bank, name=f"Plats {i}", demands=(f"lift_max={kilos}",), **given)
        for i, (kilos, given) in enumerate(zip((20, 5, 20, 20, 5), asked, strict=True))
    ]
    young = date(2008, 12, 20)
    who_waits: tuple[dict[str, Any], ...] = (
        {},
        {"needs": lift},
        {"needs": lift, "born": young},
        {"born": young},
        {"needs": lift, "licence": "B"},
    )
    people = [
        make.participant(desk.bank, name=f"Prov {i}", language="A2", wishes=(), **given)
        for i, given in enumerate(who_waits)
    ]
    by_person = {
        (who, s.match.opening.placement.id): (s.code, s.match.score)
        for who in people
        for s in desk.matching.opened(who)[1].stopped
    }
    by_place = {
        (m.participant.id, place): (code, m.match.score)
        for place in heavy
        for code, m in desk.matching.of_placement(place).stopped
    }
    assert by_place == by_person
    assert {code for code, _ in by_place.values()} >= {"NEED_LIFT_MAX", "LANGUAGE"}
    for place in heavy:
        found = desk.matching.of_placement(place)
        assert not {m.participant.id for m in found.ranked} & {m.participant.id for _, m in found.stopped}
        assert sum(found.left_out.values()) == len(people) - len(found.ranked) >= len(found.stopped)


def test_why_a_protected_person_fits_is_told_for_a_reason_alone_and_logged_with_it(desk: Desk) -> None:
    key, place = make.participant(desk.bank, protection=1), make.placement(desk.bank)
    with pytest.raises(Refused) as refused:
        desk.matching.why(key, place)
    assert refused.value.code == "PROTECTED"
    assert desk.matching.why(key, place, "Ringer om start").fits
    assert [(r.what, r.why) for r in desk.history.access() if r.what == "why"] == [("why", "Ringer om start")]


def test_of_people_and_of_placements_six_each_are_found_where_nobody_asks_for_more(desk: Desk) -> None:
    for number in range(8):
        make.participant(desk.bank, name=f"Provo {number}")
        make.placement(desk.bank, name=f"Provo plats {number}")
    found = [h.kind for h in desk.search.hits("Provo")]
    assert found == ["participant"] * 6 + ["placement"] * 6
    assert len(desk.search.hits("Provo", 8)) == 16
