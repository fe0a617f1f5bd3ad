"""A certificate that no longer says what was assessed is told to be outdated; a draft says on its face that it is one."""

from __future__ import annotations

import pytest

from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests.make import TODAY
from tests.services.test_small_answers import words
from tests.services.test_verify import ended

LEVELS, REMARK = {"PAR-02": 3, "GEN-01": 4}, "Noggrann och lugn."


def sheet_of(desk: Desk) -> tuple[int, int]:
    """(person, employment) of somebody who was assessed and whose employment has ended."""
    person = ended(desk, "Aida Demolund")
    [job] = desk.booking.employments()
    return person, job.id


@pytest.mark.parametrize(
    ("levels", "remark", "outdated"),
    [
        (LEVELS, REMARK, False),
        ({**LEVELS, "PAR-02": 4}, REMARK, True),
        ({**LEVELS, "PAR-03": 2}, REMARK, True),
        (LEVELS, "Noggrann.", True),
    ],
    ids=["nothing", "a level", "a skill more", "words alone"],
)
def test_a_certificate_is_outdated_when_a_level_or_the_words_have_changed_since(
    desk: Desk, levels: dict[str, int], remark: str, outdated: bool
) -> None:
    person, job = sheet_of(desk)
    assert not desk.competence.sheet(person).outdated, "none is issued"
    desk.competence.issue(person)
    assert not desk.competence.sheet(person).outdated
    desk.competence.assess(job, "final", TODAY, levels, remark=remark)
    assert desk.competence.sheet(person).outdated == outdated
    desk.competence.issue(person)
    found = desk.competence.sheet(person)
    assert not found.outdated
    for one in found.certificates:
        desk.competence.revoke(one.id, "fel")
    desk.competence.assess(job, "final", TODAY, LEVELS, remark="Annat.")
    assert not desk.competence.sheet(person).outdated, "what was revoked says nothing any more"


def test_a_draft_is_marked_as_one_and_what_is_issued_is_not(desk: Desk) -> None:
    person, job = sheet_of(desk)
    draft, issued = words(desk.competence.draft(job)), words(desk.competence.issue(person)[1])
    assert "UTKAST" in draft.upper()
    assert "UTKAST" not in issued.upper()


def test_faults_of_a_text_are_told_from_the_top_down(desk: Desk) -> None:
    said = "Av 40 deltagare gick 30 (50 %) vidare. Av 20 deltagare gick 5 (50 %) vidare. Av 8 deltagare gick 2 (50 %) vidare."
    places = [f.position for f in desk.texts.check(said).faults]
    assert len(places) == 3
    assert places == sorted(places)


def test_no_notice_is_made_of_a_booking_that_is_none(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        desk.exports.notice_page("B-nothing")
    assert caught.value.code == "NO_BOOKING"


def test_a_certificate_of_somebody_protected_is_issued_for_a_reason_alone_and_that_is_logged(desk: Desk) -> None:
    person, _ = sheet_of(desk)
    desk.participants.protect(person, 1)
    number = desk.work.participant(person).number
    before = len(desk.history.access(number))
    with pytest.raises(Refused) as caught:
        desk.competence.issue(person)
    assert caught.value.code == "PROTECTED"
    assert desk.competence.sheet(person, why="Hon bad om det").certificates == []
    desk.competence.issue(person, why="Hon bad om det")
    new = desk.history.access(number)
    assert [r.why for r in new if r.what == "certificate"] == ["Hon bad om det"]
    assert len(new) > before


def test_undo_never_makes_a_revoked_certificate_valid_again(desk: Desk) -> None:
    person, _ = sheet_of(desk)
    row, _ = desk.competence.issue(person)
    desk.competence.revoke(row.id, "fel")
    desk.history.undo()
    [kept] = desk.competence.sheet(person).certificates
    assert (kept.revoked_on, kept.revoked_why) == (TODAY, "fel")
