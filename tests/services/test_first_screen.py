"""What the first screen and the day-90 desk count, by hand: whoever is followed up is overdue nowhere, and what is taken is not free."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.db.people import participants as people
from amdesk.db.port import insert
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.start.firstscreen import FIRST_TASKS
from amdesk.ui.overview.page import MOST_TASKS
from tests import make
from tests.make import TODAY


def employed(desk: Desk, last: date, **given: Any) -> tuple[int, int]:
    """(person, employment) of an employment of half a year with its last day."""
    person = make.participant(desk.bank)
    with desk.bank.write(text("an employment")):
        key = insert(
            desk.bank,
            "employment",
            ref=f"E-{person}",
            participant_id=person,
            form="bea_visstid",
            kind="external",
            from_date=last - timedelta(180),
            to_date=last,
            extent=100,
            **given,
        )
    return person, key


def followed(desk: Desk, person: int, employment: int, contact: str) -> None:
    with desk.bank.write(text("a follow-up")):
        insert(desk.bank, "followup", employment_id=employment, participant_id=person, contact=contact, on_date=TODAY)


def asked_for(desk: Desk, person: int, employment: int) -> dict[str, bool]:
    """Where somebody is asked to follow her up."""
    found, figures = desk.overview()[0], desk.overview()[0].figures
    station = next(s for s in desk.participants.record(person).journey if s.code == "day90")
    return {
        "first screen, due": figures.day90 == 1,
        "first screen, late": figures.day90_late == 1,
        "first screen, task": any(t.kind == "day90" for t in found.tasks),
        "desk": [d.employment for d in desk.results.desk()] == [employment],
        "desk, counted": desk.results.due_count() == 1,
        "journey": station.state != "done",
    }


EVERYWHERE = {"first screen, due", "first screen, late", "first screen, task", "desk", "desk, counted", "journey"}
TRIED_AGAIN = EVERYWHERE - {"journey"}
"""Who was asked for and not reached is tried again until day 180."""


@pytest.mark.parametrize(
    ("contact", "since", "where"),
    [
        ("", 1, EVERYWHERE),
        ("", 0, EVERYWHERE - {"first screen, late"}),
        ("not_due", 1, EVERYWHERE),
        ("contacted", 1, set()),
        ("contacted", 0, set()),
        ("contacted", 200, set()),
        ("not_contacted", 1, TRIED_AGAIN),
        ("not_contacted", 90, TRIED_AGAIN),
        ("not_contacted", 91, set()),
    ],
)
def test_whoever_is_followed_up_is_overdue_nowhere(desk: Desk, contact: str, since: int, where: set[str]) -> None:
    """`since` days after her day 90."""
    person, employment = employed(desk, TODAY - timedelta(90 + since))
    if contact:
        followed(desk, person, employment, contact)
    found = asked_for(desk, person, employment)
    if contact in {"not_due", "not_contacted"}:  # of her own page nothing is asked here
        found["journey"] = "journey" in where
    assert {name for name, asked in found.items() if asked} == where


def test_the_first_screen_takes_off_the_places_that_are_taken(desk: Desk) -> None:
    own, host = make.placement(desk.bank, 5, kind="in_house"), make.placement(desk.bank, 4, name="Gläntan")
    changing = make.placement(desk.bank, 3, name="Lunden", shared=True)
    with desk.bank.write(text("bookings")):
        for i, (place, extent) in enumerate([(own, 100), (own, 100), (host, 100), (changing, 50), (changing, 50)]):
            insert(
                desk.bank,
                "booking",
                ref=f"B-{i}",
                participant_id=people.add(desk.bank, make.participant_values()),
                placement_id=place,
                from_date=TODAY,
                to_date=TODAY + timedelta(9),
                extent=extent,
                status="booked",
                made_on=TODAY,
            )
    figures = desk.overview()[0].figures
    assert (figures.free_own, figures.free_external, figures.free) == (5 - 2, 4 - 1 + 3 - 1, 8)


def test_who_ends_soon_and_has_her_final_assessment_is_not_counted_as_unassessed(desk: Desk) -> None:
    kept = [employed(desk, TODAY + timedelta(10)) for _ in range(3)]
    with desk.bank.write(text("an assessment")):
        job = insert(desk.bank, "occupation", code="TST", ssyk="9999", sv="Prov", en="Test", position=99)
        profile = insert(desk.bank, "profile", occupation_id=job, version=1, content="[]")
        insert(
            desk.bank,
            "assessment",
            participant_id=kept[0][0],
            employment_id=kept[0][1],
            profile_id=profile,
            occasion="final",
            on_date=TODAY,
            assessor="T",
            finished=1,
        )
    figures = desk.overview()[0].figures
    assert (figures.ending, figures.ending_unassessed) == (3, 2)


def test_the_first_screen_asks_for_one_task_more_than_it_lists() -> None:
    """So it can say that there are more."""
    assert FIRST_TASKS == MOST_TASKS + 1
