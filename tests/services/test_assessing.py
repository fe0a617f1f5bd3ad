"""Which employment is assessed, with which profile, on which days, and what an assessment keeps."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import day, employed


def code(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def working(desk: Desk, first: int = -60, last: int = 60, **given: Any) -> tuple[int, int]:
    """(person, employment) of somebody who works in PAR."""
    person = make.participant(desk.bank, **given)
    ref = desk.booking.book(person, make.placement(desk.bank), day(first), day(last)).booking.ref
    key = desk.booking.get(ref).employment_id
    assert key is not None
    return person, key


def test_an_assessment_lies_within_the_employment_or_a_month_after(desk: Desk) -> None:
    _, key = working(desk, -60, -40)
    for days, fine in ((-61, False), (-60, True), (-40, True), (-10, True), (-9, False)):
        act = partial(desk.competence.assess, key, "extra", day(days), {"PAR-01": 3})
        if fine:
            assert act().on_date == day(days)
        else:
            assert code(act) == "DATE"
    endless = make.participant(desk.bank)
    ref = desk.booking.book(endless, make.placement(desk.bank), day(-60), day(60)).booking.ref
    running = desk.booking.get(ref).employment_id
    assert running is not None
    assert desk.competence.assess(running, "extra", day(90), {"PAR-01": 3}).on_date == day(90)
    assert code(lambda: desk.competence.assess(running, "extra", day(91), {"PAR-01": 3})) == "DATE"


def test_levels_go_from_one_to_four_and_only_for_skills_of_the_profile(desk: Desk) -> None:
    _, key = working(desk)
    made = desk.competence.assess(key, "week4", TODAY, {"PAR-01": 1, "PAR-02": 4})
    assert dict(made.levels) == {"PAR-01": 1, "PAR-02": 4}
    for wrong in ({"PAR-01": 0}, {"PAR-01": 5}, {"BUT-01": 3}):
        assert code(lambda wrong=wrong: desk.competence.assess(key, "week4", TODAY, wrong)) == "LEVEL"
    bare = employed(desk.bank, make.participant(desk.bank), day(-9), day(9))
    for other in (bare, key + 99):
        assert code(lambda other=other: desk.competence.assess(other, "week4", TODAY, {})) == "PROFILE"


def test_the_participants_own_words_stay_where_nothing_is_said_of_them(desk: Desk) -> None:
    _, key = working(desk)
    first = desk.competence.assess(
        key, "week4", TODAY, {"PAR-01": 2}, remark=" Bra. ", comment=" Trivs. ", assessor="Nils", finished=False
    )
    assert (first.remark, first.comment, first.assessor, first.finished) == ("Bra.", "Trivs.", "Nils", False)
    again = desk.competence.assess(key, "week4", TODAY, {"PAR-01": 3})
    assert (again.remark, again.comment, again.assessor, again.finished) == ("", "Trivs.", desk.bank.actor, True)
    assert desk.competence.assess(key, "week4", TODAY, {}, comment="").comment == ""
    other = desk.competence.assess(key, "extra", day(-1), {"PAR-01": 3})
    assert other.comment == "", "another day's"


def test_the_latest_ended_employment_is_certified_before_one_that_runs(desk: Desk) -> None:
    person = make.participant(desk.bank)
    assert code(lambda: desk.competence.employment_for(person)) == "NO_EMPLOYMENT"
    coming = employed(desk.bank, person, day(5), day(50))
    assert code(lambda: desk.competence.employment_for(person)) == "NO_EMPLOYMENT"
    running = employed(desk.bank, person, day(-5), day(3))
    assert desk.competence.employment_for(person).id == running
    old, newer = employed(desk.bank, person, day(-300), day(-200)), employed(desk.bank, person, day(-190), day(-100))
    employed(desk.bank, person, day(-90), day(-10), cancelled=1)
    assert desk.competence.employment_for(person).id == newer
    refs = {e.id: e.ref for e in desk.booking.employments()}
    assert desk.competence.employment_for(person, refs[old]).id == old
    assert desk.competence.employment_for(person, refs[coming]).id == coming
    stranger = make.participant(desk.bank)
    assert code(lambda: desk.competence.employment_for(stranger, refs[old])) == "NO_EMPLOYMENT"
    assert code(lambda: desk.competence.employment_for(person, "E-FINNS-EJ")) == "NO_EMPLOYMENT"
