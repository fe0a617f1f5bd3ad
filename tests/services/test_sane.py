"""No door lets in what no record can mean: days of another age, an address that is none, a district that the city has not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db.bank import reference
from amdesk.db.port import insert
from amdesk.domain.booking.week.hours import read_hours, read_week
from amdesk.domain.booking.week.rhythm import read_rhythm
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.domain.sane import checked_email, checked_phone, had, near
from amdesk.domain.texts import text
from amdesk.domain.values import EARLIEST, LATEST, add_months
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_employers import employer, soon, vacancy

LONG_AGO, LONG_AFTER = (EARLIEST, add_months(TODAY, -12 * 11)), (LATEST, add_months(TODAY, 12 * 11))


def _districts(desk: Desk) -> None:
    with desk.bank.write(text("districts")):
        for i, (code, name) in enumerate((("NH", "Norrhöjden"), ("ÅS", "Åsen"))):
            insert(desk.bank, "code", list="districts", code=code, sv=name, en=name, position=i)


def _employer(desk: Desk) -> int:
    """That of the bank, or a new one."""
    return next((r.employer.id for r in desk.employers.listing()), 0) or employer(desk)


def _talk(desk: Desk, day: date) -> None:
    desk.week.talked(soon(desk), "phone", "", day)


def _note(desk: Desk, day: date) -> None:
    desk.participants.add_note(soon(desk), {"kind": "note", "body": "x", "on_date": day})


def _decision(desk: Desk, **given: date) -> object:
    days = {"first": TODAY - timedelta(50), "last": TODAY + timedelta(5), **given}
    who = soon(desk)
    job = next(e.id for e in desk.booking.employments() if e.participant_id == who)
    return desk.subsidies.add(
        who, SubsidyWish("introduktionsjobb", "", days["first"], days["last"], 50, None, employment=job)
    )


def _decided(desk: Desk, name: str, day: date) -> object:
    made = _decision(desk)
    return desk.subsidies.change(made.ref, {name: day})  # type: ignore[attr-defined]  # a decision


PAST: dict[str, Callable[[Desk, date], object]] = {
    "a talk": _talk,
    "a note": _note,
    "a talk with an employer": lambda desk, day: desk.employers.add_talk(_employer(desk), "phone", "", day),
    "the start of a vacancy": lambda desk, day: vacancy(desk, start=day),
    "its last day to apply": lambda desk, day: vacancy(desk, apply_by=day),
    "a change of it": lambda desk, day: desk.vacancies.change(vacancy(desk).id, {"start": Change(None, day)}),
    "what a decision asks for": lambda desk, day: desk.activities.ask(
        soon(desk), 600, day, None, (TODAY, "Nämnden", "")
    ),
    "the day of a decision": lambda desk, day: desk.activities.ask(soon(desk), 600, TODAY, None, (day, "Nämnden", "")),
    "attendance": lambda desk, day: desk.week.note(soon(desk), "sick", day),
    "hours agreed": lambda desk, day: desk.week.agree(soon(desk), "6 6 6 6 6", day),
    "a decision on subsidy": lambda desk, day: _decision(desk, first=day, last=day),
    "its change": lambda desk, day: _decided(desk, "from_date", day),
}
LATER: dict[str, Callable[[Desk, date], object]] = {
    **{name: door for name, door in PAST.items() if name != "its change"},
    "until when a decision asks": lambda desk, day: desk.activities.ask(soon(desk), 600, TODAY, day, (TODAY, "Nämnden", "")),
    "until when a decision pays": lambda desk, day: _decision(desk, last=day),
    "that changed": lambda desk, day: _decided(desk, "to_date", day),
}  # fmt: skip


@pytest.mark.thorough(24)
@pytest.mark.parametrize("door", PAST)
@pytest.mark.parametrize("day", LONG_AGO)
def test_a_day_of_another_age_is_refused_at_every_door(desk: Desk, door: str, day: date) -> None:
    with pytest.raises(Refused) as refused:
        PAST[door](desk, day)
    assert refused.value.code in {"FAR", "NO_JOB"}


@pytest.mark.thorough(28)
@pytest.mark.parametrize("door", LATER)
@pytest.mark.parametrize("day", LONG_AFTER)
def test_so_is_a_day_that_nobody_plans_for(desk: Desk, door: str, day: date) -> None:
    with pytest.raises(Refused) as refused:
        LATER[door](desk, day)
    assert refused.value.code in {"FAR", "AHEAD", "NO_JOB"}


@pytest.mark.parametrize("door", ["a talk", "a note", "a talk with an employer"])
def test_a_talk_is_not_noted_before_it_was_had(desk: Desk, door: str) -> None:
    with pytest.raises(Refused) as ahead:
        PAST[door](desk, TODAY + timedelta(1))
    assert ahead.value.code == "AHEAD"
    PAST[door](desk, TODAY - timedelta(300))


def test_a_talk_from_before_somebody_came_into_the_bank_is_noted(desk: Desk) -> None:
    desk.week.talked(soon(desk), "phone", "", TODAY - timedelta(900))


def test_a_district_of_a_vacancy_is_one_of_the_citys_by_its_code_or_its_name(desk: Desk) -> None:
    _districts(desk)
    assert len(reference.codes(desk.bank, "districts")) == 2
    made = vacancy(desk, district="åsen")
    assert made.district == "ÅS"
    acts: tuple[Callable[[], object], ...] = (
        lambda: vacancy(desk, title="En annan", district="zz"),
        lambda: desk.vacancies.change(made.id, {"district": Change("ÅS", "zz")}),
    )
    for act in acts:
        with pytest.raises(Refused, match="zz is no district of the city") as refused:
            act()
        assert refused.value.code == "DISTRICT"
    assert desk.vacancies.change(made.id, {"district": Change("ÅS", "")}).district == ""


@pytest.mark.parametrize(("name", "wrong"), [("places", 0), ("places", 501), ("places", -1), ("extent", 0), ("extent", 101), ("extent", None)])  # fmt: skip
def test_places_and_extent_are_what_the_form_offers(desk: Desk, name: str, wrong: object) -> None:
    with pytest.raises(Refused, match="is none of 1 to"):
        vacancy(desk, **{name: wrong})


def test_a_row_of_a_list_that_no_vacancy_can_be_is_refused_and_the_others_are_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vakanser.csv"
    path.write_text("Arbetsgivare;Titel;Sök senast\nEtt AB;Odlare;1926-12-01\nEtt AB;Snickare;2026-12-24\n", "utf-8")
    read = desk.vacancies.read_file(path)
    assert [r.outcome for r in read.rows] == ["refused", "new"]
    assert read.rows[0].why is not None
    assert "more than 10 years away" in str(read.rows[0].why)
    assert desk.vacancies.store(read) == 1


@pytest.mark.parametrize("said", ["31/2", "x", "a@b", "a b@c.se", "@x.se", "a@@x.se", "a@x..se", "a@x.se, b@x.se"])
def test_an_address_that_is_none_is_refused_for_a_contact_new_or_changed(desk: Desk, said: str) -> None:
    key = employer(desk)
    with pytest.raises(Refused) as refused:
        desk.employers.add_contact(key, {"name": "Bo", "email": said})
    assert refused.value.code == "EMAIL"
    one = desk.employers.add_contact(key, {"name": "Bo", "email": " bo@exempel.se ", "phone": "vx 0480-12 34"})
    assert one.email == "bo@exempel.se"
    for name, wrong in (("email", said), ("phone", "ring mig")):
        with pytest.raises(Refused):
            desk.employers.change_contact(one.id, {name: Change(getattr(one, name), wrong)})
    assert desk.employers.contacts(key) == [one]


def test_addresses_and_phones_as_people_write_them_are_taken() -> None:
    for said in ("", "bo.ek@exempel.se", "åsa_ek+jobb@växthuset.exempel.se", " a@b.co "):
        assert checked_email(said) == said.strip()
    for said in ("", "123", "010-123 45 67 (vx), ankn. 12", "+46 (0)70 123 45 67"):
        assert checked_phone(said) == said


def test_near_and_had_take_the_last_day_of_their_reach() -> None:
    leap = date(2028, 2, 29)
    assert near(add_months(leap, -120), leap) == date(2018, 2, 28)
    assert near(None, leap) is None
    assert had(leap, leap) == leap
    with pytest.raises(Refused):
        near(date(2018, 2, 27), leap)
    assert near(EARLIEST, date(1901, 1, 1)) == EARLIEST


@pytest.mark.parametrize("said", ["-5:7 30", "0:7 30", "99999999:7 30", "28:0 30", "28:7 31", "91:7 28:7 30"])
def test_a_rhythm_has_days_that_come(said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rhythm(said)
    assert refused.value.code == "RHYTHM"


def test_a_bank_without_districts_takes_the_words_of_whoever_writes(desk: Desk) -> None:
    assert make.TODAY == TODAY
    assert vacancy(desk, district="Norr").district == "Norr"


@pytest.mark.parametrize(
    "said", ["25", "-1", "0.001", "24:01", "9" * 400, "9" * 5_000 + ":00", "1e3", "nan", "inf", "🙂", "", " ", "4 5"]
)
def test_hours_that_no_day_has_are_none(said: str) -> None:
    assert read_hours(said) is None
    with pytest.raises(Refused):
        read_week(" ".join([said or "x"] * 5))
