"""What stands in a bank for years keeps its meaning: the grades of needs and demands, the codes of statuses, steps and reasons."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amdesk.domain.bank.undoing import BuiltUpon, CertificateStands
from amdesk.domain.booking.plan import CONSEQUENCES, Plan, day90, read_plan
from amdesk.domain.booking.statuses import BOOKING_STATUSES, BOOKING_STEPS, TAKES, asking
from amdesk.domain.clock import FAR
from amdesk.domain.competence.modules import ENROLMENT_STATUSES, ENROLMENT_STEPS
from amdesk.domain.errors import AmdeskError, BadFile, BankBusy, BankUnusable, Refused, WrongUse
from amdesk.domain.people.protection import FOLLOWS, HIDES
from amdesk.domain.people.vocabulary import ENTRIES, SHARES, VOCABULARY, WorkWord
from amdesk.domain.people.wording import NO_LIMIT, current, demand_text, limit_of, need_code, need_text, stated, whole
from amdesk.domain.texts import Text

NUMBERED = {
    "lift_max": (0, 3, 7, 10, 15, 25), "stand_share": SHARES, "sit_share": SHARES, "team": (1, 5, 10, 20), "days_week": (1, 2, 3, 4, 5),
    "extent": (25, 50, 75, 100),
}  # fmt: skip
OFFERS = {"posture", "step_free", "breaks", "quiet_room", "changing", "mentor", "shown"}
GRADES = {
    "lift_often": (3, 4), "stairs": (2, 3), "height": (2, 3), "noise": (3, 4), "outdoors": (2, 3), "alone": (2, 3), "children": (2, 3),
    "animals": (2, 3), "food": (2, 3), "customers": (2, 3), "pace": (2, 3), "phone": (2, 3), "computer": (2, 3), "reading": (2, 3), "writing": (2, 3),
}  # fmt: skip
"""How many limits a need has, and how many grades a demand; of all others one and two."""


@pytest.mark.parametrize("word", VOCABULARY, ids=lambda e: e.id)
def test_each_thing_that_work_may_be_like_has_its_numbers_or_its_grades(word: WorkWord) -> None:
    assert word.numbers == NUMBERED.get(word.id, ())
    assert word.offer is (word.id in OFFERS)
    needs, demands = (1, 1) if word.numbers else GRADES.get(word.id, (1, 2))
    assert (len(word.needs), len(word.demands)) == (needs, demands)
    first = 1 if word.offer else 0
    limits = [n for n in range(6) if limit_of(word.id, str(n))]
    assert limits == (list(range(6)) if word.numbers else list(range(first, first + needs)))
    for n in limits:
        said = str(need_text(word.id, str(n), {}))
        assert said == (word.needs[0].format(value=n) if word.numbers else word.needs[n - first])
    assert SHARES == (0, 25, 50, 75, 100)


def test_the_same_grade_is_said_of_a_place_and_read_back_from_how_it_is_kept() -> None:
    assert stated(("noise=2", "lift_max=0-15", "team=6-", "words=högt i tak")) == {
        "noise": (2, 2), "lift_max": (0, 15), "team": (6, 1_000_000)
    }  # fmt: skip
    for unread in (
        "noise=4",
        "noise=2-4",
        "noise=3-2",
        "noise=1-",
        "noise=",
        "noise=x",
        "lift_max=9-3",
        "lift_max=1-x",
        "kg=3",
    ):
        assert stated((unread,)) == {}, unread
    shown = [
        ("noise", 3, 3),
        ("noise", 0, 1),
        ("lift_max", 0, 15),
        ("lift_max", 7, 7),
        ("lift_max", 7, 15),
        ("lift_max", 7, NO_LIMIT),
    ]
    assert [str(demand_text(ENTRIES[name], low, high)) for name, low, high in shown] == [
        "85 dB or more", "Quiet, below 55 dB – 55 to 80 dB", "Lifts of up to 0–15 kg", "Lifts of up to 7 kg",
        "Lifts of up to 7–15 kg", "Lifts of up to 7 kg or more",
    ]  # fmt: skip
    assert [whole(s) for s in ("0", "9999", "10000", "²", "-1", "", "1.5")] == [0, 9999, None, None, None, None, None]
    assert (current("avoid", "lyft"), current("avoid", "annat"), current("kind", "lyft")) == (
        ("lift_max", "15"), ("avoid", "annat"), ("kind", "lyft"),
    )  # fmt: skip
    assert (need_code("avoid", "hojd"), need_code("district", "NH")) == ("NEED_HEIGHT", "NEED_DISTRICT")


def test_a_booking_takes_these_steps_and_no_other() -> None:
    """Nobody begins again what has ended or was cancelled, and what goes on is ended, never cancelled."""
    steps = {(a, b) for a, after in BOOKING_STEPS.items() for b in after}
    assert steps == {
        ("proposed", "reserved"), ("proposed", "booked"), ("proposed", "cancelled"), ("reserved", "booked"), ("reserved", "cancelled"),
        ("booked", "started"), ("booked", "cancelled"), ("started", "ended"),
    }  # fmt: skip
    assert list(BOOKING_STEPS) == list(BOOKING_STATUSES)
    assert set(TAKES) == {"reserved", "booked", "started"}
    assert {s: asking(s) for s in BOOKING_STATUSES} == {
        "proposed": [], "ended": [], "cancelled": [], "started": ["move", "last_day", "interrupt"],
        "reserved": ["move", "last_day", "cancel"], "booked": ["move", "last_day", "cancel"],
    }  # fmt: skip


def test_teaching_is_offered_taken_and_completed_and_nothing_leads_away_from_what_was_completed() -> None:
    steps = {(a, b) for a, after in ENROLMENT_STEPS.items() for b in after}
    assert steps == {
        ("need", "offered"), ("need", "enrolled"), ("need", "declined"), ("offered", "enrolled"), ("offered", "declined"), ("offered", "need"),
        ("enrolled", "completed"), ("enrolled", "interrupted"), ("enrolled", "offered"), ("interrupted", "offered"), ("interrupted", "enrolled"),
        ("declined", "need"),
    }  # fmt: skip
    assert list(ENROLMENT_STEPS) == list(ENROLMENT_STATUSES)


def test_a_reason_asks_the_participant_or_the_host_after_its_days() -> None:
    assert CONSEQUENCES == {
        "PARTICIPANT": ("participant", 7), "NO_SHOW": ("participant", 1), "EXPIRED": ("participant", 0), "PAUSE": ("participant", 30),
        "HOST": ("host", 14), "HOST_ENDS": ("host", 14),
    }  # fmt: skip


@pytest.mark.parametrize("said", ["1,2,0", "1,52,60", "51,52,7", " 4 , 12 , 7 "])
def test_a_plan_at_its_limits_can_be(said: str) -> None:
    plan = read_plan(said)
    assert plan == Plan(*(int(n) for n in said.split(",")))
    assert read_plan(plan.document()) == plan


@pytest.mark.parametrize("said", ["0,12,7", "4,4,7", "5,4,7", "4,53,7", "4,12,61", "4,12,7,1", "4,12,-7"])
def test_a_plan_just_past_a_limit_is_refused_by_its_code(said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_plan(said)
    assert refused.value.code == "PLAN"


def test_day_90_is_ninety_days_after_the_last_and_at_the_end_of_time_the_end() -> None:
    assert day90(date(2026, 1, 1)) == date(2026, 4, 1)
    assert day90(FAR) == day90(FAR - timedelta(89)) == FAR
    assert day90(FAR - timedelta(90)) == FAR
    assert day90(FAR - timedelta(91)) == FAR - timedelta(1)


def test_each_known_error_ends_the_command_line_by_its_own_code() -> None:
    kinds = (AmdeskError, Refused, WrongUse, BadFile, BankUnusable, BankBusy)
    assert [k.exit_code for k in kinds] == [1, 1, 2, 3, 4, 4]
    built = BuiltUpon(Text("A booking stands on it"), 7)
    assert (built.code, built.booking, str(built), BuiltUpon(Text("x")).booking) == (
        "MOVED_ON", 7, "A booking stands on it", None,
    )  # fmt: skip
    stands = CertificateStands(Text("Revoke it"), 3, "AMD-1", 8, Text("Booked"))
    assert (stands.code, stands.certificate, stands.number, stands.before, str(stands.what)) == (
        "ISSUED", 3, "AMD-1", 8, "Booked",
    )  # fmt: skip


def test_each_level_of_protection_says_what_it_does() -> None:
    assert [len(FOLLOWS[level]) for level in range(4)] == [1, 1, 2, 2]
    assert [HIDES in FOLLOWS[level] for level in range(4)] == [False, True, True, True]
    assert "Tax Agency" in FOLLOWS[2][1]
    assert "earlier identity number" in FOLLOWS[3][1]
