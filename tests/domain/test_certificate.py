"""What a certificate still lacks, and how long somebody was there, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.competence.assessments import Area, Assessment, Profile, Skill, readiness
from amdesk.domain.competence.modules import ENROLMENT_STATUSES, ENROLMENT_STEPS, hours_present

SKILLS = tuple(Skill(f"PAR-{i}", f"Moment {i}", f"Skill {i}") for i in range(4))
PROFILE = Profile(
    1, "PAR", 1, "Park", "Park", (Area("Skötsel", "Care", SKILLS[:2]), Area("Allmänt", "General", SKILLS[2:]))
)
DAY = date(2026, 10, 1)


@pytest.mark.parametrize(("given", "left_out"), [(0, 4), (1, 3), (3, 1), (4, None)])
def test_skills_without_a_final_level_are_counted(given: int, left_out: int | None) -> None:
    levels = {s.code: 3 for s in SKILLS[:given]}
    final = Assessment(1, 1, 1, "final", DAY, "N. Chef", levels, "", finished=True)
    found = [r for r in readiness(PROFILE, [final], True, "N. Chef", "P. Prov") if r.code == "PARTLY"]
    if left_out is None:
        assert found == []
        return
    (said,) = (r.text for r in found)
    assert said.params == {"count": left_out}


def test_hours_are_those_of_the_meetings_at_which_somebody_was_there() -> None:
    meetings = [
        Occasion(i, 1, DAY, begins, ends)
        for i, (begins, ends) in enumerate(
            [("09:00", "12:00"), ("13:00", "15:30"), ("08:15", "10:00"), ("10:00", "16:00")]
        )
    ]
    there = {0: "present", 1: "present", 2: "present", 3: "absent"}
    assert hours_present(meetings, there) == (180 + 150 + 105) // 60 == 7
    assert hours_present(meetings, {0: "notified"}) == 0


def test_an_enrolment_goes_along_these_steps_and_no_others() -> None:
    """What is completed stays so; what was declined is a need again before anything else."""
    assert {(now, then) for now, after in ENROLMENT_STEPS.items() for then in after} == {
        ("need", "offered"), ("need", "enrolled"), ("need", "declined"),
        ("offered", "enrolled"), ("offered", "declined"), ("offered", "need"),
        ("enrolled", "completed"), ("enrolled", "interrupted"), ("enrolled", "offered"),
        ("interrupted", "offered"), ("interrupted", "enrolled"),
        ("declined", "need"),
    }  # fmt: skip
    assert set(ENROLMENT_STEPS) == set(ENROLMENT_STATUSES)
