"""What reports, the day-90 desk and the manager's page read: which rows count, and on which days they begin and cease to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from amdesk.db.bank.contents import contents
from amdesk.db.people import participants
from amdesk.db.places import placements
from amdesk.db.port import Bank
from amdesk.db.results import behind, cohorts, management, outcomes, received, reports, savings
from amdesk.db.results import desk as day90
from amdesk.domain.results.received import Payment
from amdesk.domain.texts import text
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, employed, put


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
SPANS: dict[str, Callable[[Bank], set[int]]] = {
    "outcomes": lambda b: {e.id for e in outcomes.ended(b, FIRST, LAST)},
    "case mix": lambda b: {c.employment for c in behind.cases(b, FIRST, LAST)},
    "workplaces": lambda b: set(behind.workplaces(b, FIRST, LAST)),
    "day 90": lambda b: {d.employment for d in day90.ended_between(b, FIRST, LAST)},
}


@pytest.mark.parametrize("what", list(SPANS))
def test_an_employment_counts_in_the_period_of_its_last_day_both_days_included(bank: Bank, what: str) -> None:
    person, begun = make.participant(bank), date(2025, 6, 1)
    counted = {
        employed(bank, person, begun, FIRST),
        employed(bank, person, begun, LAST),
        employed(bank, person, begun, date(2026, 9, 1), ended_on=date(2026, 3, 15)),
    }
    employed(bank, person, begun, date(2026, 2, 28))
    employed(bank, person, begun, date(2026, 4, 1))
    employed(bank, person, begun, date(2026, 3, 15), ended_on=date(2026, 2, 1))
    employed(bank, person, begun, date(2026, 3, 15), cancelled=1)
    employed(bank, person, begun, date(2026, 3, 15), void=1)
    employed(bank, person, begun, None)
    assert SPANS[what](bank) == counted


def test_a_persons_last_end_of_the_period_is_what_is_saved_by(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    employed(bank, person, date(2025, 1, 1), date(2026, 3, 20), extent=50)
    key = employed(bank, person, date(2025, 2, 1), LAST, extent=75)
    employed(bank, person, date(2025, 3, 1), date(2026, 4, 1))
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, other, date(2025, 3, 1), date(2026, 3, 9), **given)
    put(bank, "followup", employment_id=key, participant_id=person, situation="work")
    unknown = employed(bank, last := make.participant(bank), date(2025, 3, 1), FIRST)
    put(bank, "followup", employment_id=unknown, participant_id=last, situation="studies", void=1)
    found = savings.last_ends(bank, FIRST, LAST)
    assert found == {
        person: savings.LastEnd(date(2025, 2, 1), LAST, 75, "work"),
        last: savings.LastEnd(date(2025, 3, 1), FIRST, 100, ""),
    }


def test_a_cohort_holds_everybody_once_with_the_last_end_of_the_year_up_to_today(bank: Bank) -> None:
    woman = make.participant(bank, gender="woman")
    for last in (date(2026, 1, 1), date(2026, 5, 5), date(2025, 12, 31), date(2027, 1, 1)):
        employed(bank, woman, date(2025, 1, 1), last)
    for given in ({"cancelled": 1}, {"void": 1}, {"ended_on": date(2025, 12, 30)}):
        employed(bank, make.participant(bank), date(2025, 1, 1), date(2026, 6, 1), **given)
    employed(bank, make.participant(bank), date(2026, 1, 1), day(1))
    today = make.participant(bank, gender="man")
    employed(bank, today, date(2026, 1, 1), TODAY)
    found = cohorts.last_ends(bank, 2026, TODAY)
    assert [(m.person, m.gender, m.ended) for m in found] == [(woman, "woman", date(2026, 5, 5)), (today, "man", TODAY)]
    assert cohorts.years(bank, TODAY) == [2026, 2025]


def test_years_are_those_of_ends_that_have_come_and_of_frozen_cohorts(bank: Bank) -> None:
    person = make.participant(bank)
    employed(bank, person, date(2020, 1, 1), date(2021, 1, 1), cancelled=1)
    employed(bank, person, date(2020, 1, 1), date(2022, 1, 1), void=1)
    employed(bank, person, date(2020, 1, 1), day(400))
    put(bank, "cohort", year=2019, definition=1, frozen_on="2020-05-01", frozen_by="T", sha256="")
    put(bank, "cohort", year=2018, definition=1, frozen_on="2020-05-01", frozen_by="T", sha256="", void=1)
    assert cohorts.years(bank, TODAY) == [2019]
    assert (cohorts.frozen(bank, 2018), cohorts.frozen(bank, 2020)) == (None, None)
    assert cohorts.frozen(bank, 2019) is not None


def test_windows_are_those_of_their_year_that_were_not_taken_back(bank: Bank) -> None:
    keys = [
        put(bank, "cohort", year=year, definition=1, frozen_on="2026-05-01", frozen_by="T", sha256="", void=void)
        for year, void in ((2024, 0), (2025, 0), (2023, 1))
    ]
    for key, name, void in ((keys[0], "12", 0), (keys[0], "24", 1), (keys[1], "24", 0), (keys[2], "12", 0)):
        put(
            bank,
            "cohort_window",
            cohort_id=key,
            name=name,
            definition=1,
            frozen_on="2026-05-02",
            result='[["a", "b"]]',
            sha256=f"{key}",
            void=void,
        )
    assert [cohorts.window_names(bank, y) for y in (2023, 2024, 2025)] == [[], ["12"], ["24"]]
    assert cohorts.window_digest(bank, 2024, "12") == f"{keys[0]}"
    assert cohorts.window_digest(bank, 2024, "24") is cohorts.window_digest(bank, 2023, "12") is None
    assert cohorts.window(bank, keys[0], "24") is cohorts.window(bank, keys[1], "12") is None
    assert cohorts.window(bank, keys[0], "12") == cohorts.FrozenWindow(date(2026, 5, 2), [("a", "b")])


def test_members_keep_their_place_and_an_erased_day_becomes_its_months_first(bank: Bank) -> None:
    cohort = put(bank, "cohort", year=2024, definition=1, frozen_on="2026-05-01", frozen_by="T", sha256="")
    for position, ended in ((1, None), (0, "2024-03-09")):
        put(
            bank, "cohort_row", cohort_id=cohort, position=position, gender="man", ended_month="2024-03", ended_on=ended
        )
    put(bank, "cohort_row", cohort_id=cohort, position=2, gender="", ended_month="2024-03", void=1)
    other = put(bank, "cohort", year=2025, definition=1, frozen_on="2026-05-01", frozen_by="T", sha256="")
    put(bank, "cohort_row", cohort_id=other, position=3, gender="", ended_month="2024-03")
    assert [(m.key, m.ended) for m in cohorts.members(bank, cohort)] == [(0, date(2024, 3, 9)), (1, date(2024, 3, 1))]


def test_those_who_run_on_a_day_are_counted_by_kind_and_told_once_each(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    employed(bank, person, FIRST, LAST)
    employed(bank, person, FIRST, None)
    employed(bank, other, FIRST, LAST, kind="in_house")
    employed(bank, other, FIRST, LAST, kind="in_house", ended_on=date(2026, 3, 5))
    employed(bank, other, FIRST, LAST, cancelled=1)
    employed(bank, other, FIRST, LAST, void=1)
    assert [reports.running(bank, d) for d in (date(2026, 2, 28), FIRST, LAST, date(2026, 4, 1))] == [
        {}, {"external": 2, "in_house": 2}, {"external": 2, "in_house": 1}, {"external": 1},
    ]  # fmt: skip
    assert sorted(reports.who_runs(bank, FIRST)) == [("external", person), ("in_house", other)]


def reported(bank: Bank, kind: str, audience: str, count: int, void: int = 0) -> None:
    """A report of half a year, of one figure."""
    put(
        bank,
        "report",
        kind=kind,
        first="2026-01-01",
        last="2026-06-30",
        on_date="2026-07-01",
        audience=audience,
        sha256="",
        void=void,
        figures=f'[{{"id": "n", "count": {count}, "base": 10}}]',
    )


def test_the_report_given_out_last_is_the_one_of_its_kind_that_stands(bank: Bank) -> None:
    assert reports.latest(bank, "year") is None
    days = (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30))
    for kind, count, void in (("year", 7, 0), ("year", 8, 0), ("year", 9, 1), ("half", 6, 0)):
        reported(bank, kind, "inside", count, void)
    assert reports.latest(bank, "year") == reports.GivenOut(*days, {"n": (8, 10)}, "inside")
    for audience, count, void in (("outside", 4, 0), ("outside", 5, 0), ("outside", 3, 1), ("inside", 2, 0)):
        reported(bank, "year", audience, count, void)
    assert reports.latest(bank, "year") == reports.GivenOut(*days, {"n": (5, 10)}, "outside"), "what others hold stands"


@pytest.mark.parametrize(
    ("ended", "contact", "due"),
    [(-89, None, 0), (-90, None, 1), (-90, "", 1), (-90, "not_due", 1), (-90, "contacted", 0), (-180, "not_contacted", 1),
     (-181, "not_contacted", 0), (-300, None, 1), (-301, None, 0)],
)  # fmt: skip
def test_who_is_still_to_be_asked_is_counted_from_day_90_and_if_not_reached_until_day_180(
    bank: Bank, ended: int, contact: str | None, due: int
) -> None:
    person = make.participant(bank)
    key = employed(bank, person, day(-400), day(ended))
    if contact is not None:
        put(bank, "followup", employment_id=key, participant_id=person, contact=contact)
        put(bank, "followup", employment_id=key, participant_id=person, contact="contacted", void=1)
    employed(bank, person, day(-400), day(ended), cancelled=1)
    employed(bank, person, day(-400), day(ended), void=1)
    erased = employed(bank, make.participant(bank, void=1), day(-400), day(ended))
    assert day90.count(bank, day(-300), TODAY) == due
    assert [d.employment for d in day90.ended_between(bank, day(ended), day(ended))] == [key]
    assert day90.of_employment(bank, erased) is None


def test_attempts_are_counted_with_the_last_of_them_and_those_taken_back_are_none(bank: Bank) -> None:
    person = make.participant(bank)
    key, running = employed(bank, person, day(-200), day(-100)), employed(bank, person, day(-20), None)
    for on, void in ((-9, 0), (-5, 0), (-1, 1)):
        put(
            bank,
            "contact_attempt",
            participant_id=person,
            employment_id=key,
            on_date=f"{day(on)}",
            how="phone",
            void=void,
        )
    found = day90.of_employment(bank, key)
    assert found is not None
    assert (found.attempts, found.tried) == (2, day(-5))
    assert day90.of_employment(bank, running) is None


def test_assistance_is_a_month_with_money_and_a_recovery_or_nothing_is_none(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    employed(bank, person, date(2025, 1, 1), LAST)
    employed(bank, other, date(2025, 1, 1), date(2026, 4, 1))
    rows = [("2025-12", 100, 0), ("2026-01", 1, 0), ("2026-02", 0, 0), ("2026-03", -500, 0), ("2026-04", 700, 0), ("2026-05", 1, 0),
            ("2026-02", 5, 1), ("2025-01", 5, 1), ("2027-01", 5, 1)]  # fmt: skip
    for month, amount, void in rows:
        put(bank, "payment", participant_id=person, month=month, amount=amount, role="applicant", void=void)
    put(bank, "payment", participant_id=other, month="2026-02", amount=900, role="applicant")
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, nobody := make.participant(bank), date(2025, 1, 1), LAST, **given)
        put(bank, "payment", participant_id=nobody, month="2026-02", amount=900, role="applicant")
    put(bank, "payment", participant_id=person, month="2026-02", amount=300, role="co_applicant", counted=0)
    months = outcomes.assisted(bank, FIRST, LAST, ("2026-01", "2026-04"))
    assert {who: sorted(said) for who, said in months.items()} == {person: ["2026-01", "2026-02", "2026-04"]}
    paid = {who: sorted(said) for who, said in outcomes.paid(bank, FIRST, LAST).items()}
    assert paid == {person: sorted((month, amount) for month, amount, void in rows if not void)}
    assert outcomes.paid_months(bank) == ("2025-12", "2026-05")


def test_measures_are_those_imported_and_the_employments_themselves(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    assert (outcomes.measures_known(bank), outcomes.paid_months(bank)) == (False, None)
    employed(bank, person, date(2025, 1, 1), date(2026, 9, 1), ended_on=LAST)
    employed(bank, person, date(2026, 6, 1), None)
    employed(bank, person, date(2026, 6, 2), None, cancelled=1)
    put(bank, "measure", participant_id=person, name="Jobbcoachning", from_date="2025-03-01", to_date=None)
    put(bank, "measure", participant_id=person, name="Tagen tillbaka", from_date="2025-04-01", void=1)
    put(bank, "measure", participant_id=other, name="Annan", from_date="2025-05-01")
    found = {who: sorted(said, key=lambda m: m[0]) for who, said in outcomes.measures(bank, FIRST, LAST).items()}
    assert found == {person: [(date(2025, 1, 1), LAST), (date(2025, 3, 1), None), (date(2026, 6, 1), None)]}
    assert outcomes.measures_known(bank)


def test_only_an_occupation_or_a_departments_placements_are_read_where_one_is_chosen(bank: Bank) -> None:
    person = make.participant(bank)
    park, kitchen = make.placement(bank, department="Park"), make.placement(bank, department="Kök")
    keys = [employed(bank, person, date(2025, 1, 1), LAST, placement_id=place) for place in (park, kitchen)]
    assert [e.id for e in outcomes.ended(bank, FIRST, LAST, department="Kök")] == [keys[1]]
    assert outcomes.ended(bank, FIRST, LAST, occupation="PAR") == []
    assert management.departments(bank) == ["Kök", "Park"]
    assert [p.id for p in management.periods(bank, "Park")] == [park]
    assert len(management.periods(bank)) == 2


def test_need_is_as_old_as_the_registration_or_the_employment_before(bank: Bank) -> None:
    first, again = (make.participant(bank, registered_on=date(2024, 2, 1)) for _ in range(2))
    one = employed(bank, first, date(2025, 1, 1), LAST)
    employed(bank, again, date(2024, 3, 1), date(2024, 6, 30))
    employed(bank, again, date(2024, 4, 1), date(2024, 9, 30), cancelled=1)
    two = employed(bank, again, date(2025, 1, 1), LAST)
    assert {c.employment: c.since for c in behind.cases(bank, FIRST, LAST)} == {
        one: date(2024, 2, 1),
        two: date(2024, 6, 30),
    }


def test_a_new_case_worker_counts_while_the_employment_ran_and_only_in_the_place_of_another(bank: Bank) -> None:
    person = make.participant(bank)
    a, b = (put(bank, "case_worker", name=n, sort_name=n) for n in ("Ada", "Bo"))
    employed(bank, person, FIRST, LAST)
    changes = [("2026-02-28", a, 0), ("2026-03-01", a, 0), ("2026-03-09", None, 0), ("2026-03-10", a, 1), ("2026-03-31", a, 0), ("2026-04-01", a, 0)]  # fmt: skip
    for on, before, void in changes:
        put(
            bank,
            "case_worker_change",
            participant_id=person,
            from_id=before,
            to_id=b,
            on_date=on,
            reason="Semester",
            void=void,
        )
    assert management.worker_changes(bank, FIRST, date(2026, 6, 30)) == [(person, 2)]
    assert management.worker_changes(bank, FIRST, date(2026, 3, 30)) == [(person, 1)]
    assert management.worker_changes(bank, LAST, LAST) == [(person, 2)]
    assert management.worker_changes(bank, date(2026, 4, 1), date(2026, 6, 30)) == []
    assert management.worker_changes(bank, date(2026, 1, 1), FIRST) == [(person, 1)]
    assert management.worker_changes(bank, date(2026, 1, 1), date(2026, 2, 28)) == []
    assert management.change_reasons(bank, FIRST, LAST) == {"Semester": 2}
    assert management.change_reasons(bank, date(2026, 3, 2), date(2026, 3, 30)) == {}


def test_places_are_taken_and_service_is_given_on_the_days_that_touch_the_period(bank: Bank) -> None:
    place = make.placement(bank, 30)
    begun, ends = [], []
    for status in ("proposed", "reserved", "booked", "started", "ended", "cancelled"):
        for first, last in (
            (date(2026, 1, 1), FIRST),
            (LAST, day(9)),
            (date(2026, 1, 1), date(2026, 2, 28)),
            (date(2026, 4, 1), day(9)),
        ):
            person = make.participant(bank)
            booked(bank, person, place, first, last, status)
            touches = last >= FIRST and first <= LAST
            begun += [person] if touches and status in {"started", "ended"} else []
            ends += [(first, last)] if touches and status in {"booked", "started", "ended"} else []
    booked(bank, make.participant(bank), place, FIRST, LAST, "started", void=1)
    assert sorted(s.participant for s in management.service(bank, FIRST, LAST)) == begun
    assert sorted((f, last) for _, f, last in management.taken(bank, FIRST, LAST)) == sorted(ends)


def test_a_wait_ends_with_the_first_booking_of_an_employment_in_the_period(bank: Bank) -> None:
    place = make.placement(bank, 30)
    person = make.participant(bank, registered_on=date(2026, 1, 5))
    before = employed(bank, person, date(2025, 1, 1), date(2025, 12, 1))
    job = employed(bank, person, FIRST, LAST)
    booked(bank, person, place, date(2026, 2, 1), date(2026, 2, 2), "cancelled", employment_id=job)
    booked(bank, person, place, FIRST, date(2026, 3, 9), "ended", employment_id=job)
    booked(bank, person, place, date(2026, 3, 10), LAST, "ended", employment_id=job)
    assert management.waits(bank, FIRST, LAST) == [management.Wait(FIRST, TODAY, date(2025, 12, 1))]
    assert management.waits(bank, date(2026, 3, 2), LAST) == []
    assert len(management.waits(bank, date(2026, 2, 1), FIRST)) == 1
    assert management.waits(bank, FIRST, LAST, "Annan") == []
    assert before != job


def test_caseloads_tell_what_everybody_does_today(bank: Bank) -> None:
    worker, place = put(bank, "case_worker", name="Ada", sort_name="ada"), make.placement(bank, 30)

    def person() -> int:
        return make.participant(bank, case_worker_id=worker)

    booked(bank, person(), place, day(-9), day(0), "started")
    booked(bank, person(), place, day(-9), day(-1), "started")
    booked(bank, person(), place, day(0), day(9), "booked")
    booked(bank, person(), place, day(9), day(19), "reserved")
    booked(bank, person(), place, day(9), day(19), "booked", void=1)
    employed(bank, person(), day(-99), day(-1))
    employed(bank, person(), day(-99), day(0))
    employed(bank, person(), day(-99), None)
    employed(bank, person(), day(1), None)
    employed(bank, person(), day(-99), day(-1), cancelled=1)
    both = person()
    employed(bank, both, day(-200), day(-100))
    employed(bank, both, day(-9), day(9))
    assert {(c.worker, c.state): c.people for c in management.caseloads(bank, TODAY)} == {
        ("Ada", "working"): 4,
        ("Ada", "booked"): 3,
        ("Ada", "ended"): 1,
        ("Ada", "waiting"): 3,
    }


def test_caseloads_are_what_the_list_of_people_says(bank: Bank) -> None:
    """Somebody referred anew after an employment waits, and one whose employment is to begin is booked, in both."""
    place = make.placement(bank, 200)
    spans = ((-99, -50), (-99, -1), (-99, 0), (0, 9), (1, 9), (5, None))
    for registered in (-120, -30, 0):
        for first, last in spans:
            for status in ("", "reserved", "booked", "started", "ended"):
                person = make.participant(bank, registered_on=day(registered))
                employed(bank, person, day(first), None if last is None else day(last))
                if status:
                    booked(bank, person, place, day(-2), day(2), status)
    said = Counter(participants.status_of(one, TODAY) for one in participants.listing(bank, TODAY))
    assert {c.state: c.people for c in management.caseloads(bank, TODAY)} == said
    assert set(said) == {"waiting", "booked", "working", "ended"}


def test_what_files_brought_is_found_again_by_what_names_it(bank: Bank) -> None:
    person, other = make.participant(bank), make.participant(bank)
    put(bank, "measure", participant_id=person, name="Jobbcoachning", from_date="2025-03-01", to_date="2025-04-01")
    put(bank, "measure", participant_id=person, name="Praktik", from_date="2025-03-01", void=1)
    found = received.measure(bank, person, "JOBBCOACHNING", date(2025, 3, 1))
    assert found is not None
    assert found.to_date == date(2025, 4, 1)
    for who, name, on in ((other, "Jobbcoachning", 1), (person, "Praktik", 1), (person, "Jobbcoachning", 2)):
        assert received.measure(bank, who, name, date(2025, 3, on)) is None
    put(bank, "payment", participant_id=person, month="2026-01", amount=5, role="applicant")
    put(bank, "payment", participant_id=person, month="2026-02", amount=5, role="applicant", void=1)
    assert received.payments(bank) == [Payment(person, "applicant", "2026-01", 5)]


def test_past_jobs_are_those_with_a_last_day_and_what_is_known_of_them(bank: Bank) -> None:
    person = make.participant(bank)
    asked, silent = employed(bank, person, FIRST, LAST), employed(bank, person, FIRST, None, ended_on=LAST)
    for given in ({"cancelled": 1}, {"void": 1}):
        employed(bank, person, FIRST, LAST, **given)
    employed(bank, person, FIRST, None)
    put(bank, "followup", employment_id=asked, participant_id=person, contact="contacted", situation="work")
    put(bank, "followup", employment_id=silent, participant_id=person, contact="contacted", void=1)
    assert [(j.employment, j.last, j.contact) for j in received.spells(bank)] == [
        (asked, LAST, "contacted"),
        (silent, LAST, None),
    ]
    assert received.kept_followup(bank, silent) is None
    kept = received.kept_followup(bank, asked)
    assert kept is not None
    assert kept.situation == "work"


def test_what_a_bank_holds_is_counted_without_what_was_taken_back(bank: Bank) -> None:
    person, place = make.participant(bank), make.placement(bank, 30)
    make.participant(bank, void=1)
    key = employed(bank, person, FIRST, LAST)
    employed(bank, person, FIRST, LAST, void=1)
    for void in (0, 0, 1):
        booked(bank, person, place, FIRST, LAST, "cancelled", void=void)
    assert contents(bank) == (1, 1, 2, 1, 0)
    assert key


def test_need_does_not_begin_anew_with_an_employment_that_was_taken_back_or_began_at_once(bank: Bank) -> None:
    person, place = make.participant(bank, registered_on=date(2024, 2, 1)), make.placement(bank, 30)
    for first, last, given in (
        (date(2024, 3, 1), date(2024, 6, 30), {}),
        (date(2024, 4, 1), date(2024, 9, 30), {"void": 1}),
        (date(2024, 4, 1), date(2024, 9, 30), {"cancelled": 1}),
        (date(2025, 1, 1), date(2025, 2, 1), {}),
    ):
        employed(bank, person, first, last, **given)
    key = employed(bank, person, date(2025, 1, 1), LAST)
    assert {c.employment: c.since for c in behind.cases(bank, FIRST, LAST)} == {key: date(2024, 6, 30)}
    job = employed(bank, person, FIRST, None)
    booked(bank, person, place, date(2026, 2, 1), date(2026, 2, 9), "ended", employment_id=job, void=1)
    booked(bank, person, place, date(2026, 2, 10), date(2026, 2, 19), "proposed", employment_id=job)
    booked(bank, person, place, FIRST, LAST, "started", employment_id=job)
    booked(bank, person, place, FIRST, LAST, "ended", employment_id=employed(bank, person, FIRST, None), void=1)
    booked(bank, person, place, FIRST, LAST, "cancelled", employment_id=employed(bank, person, FIRST, None))
    employed(bank, person, date(2024, 1, 1), FIRST)
    assert management.waits(bank, FIRST, LAST) == [management.Wait(FIRST, TODAY, date(2025, 2, 1))]
    assert management.waits(bank, FIRST, FIRST) != []
    assert management.waits(bank, date(2026, 2, 28), date(2026, 2, 28)) == []


def test_references_of_ended_employments_stand_by_last_day(bank: Bank) -> None:
    person = make.participant(bank)
    late = employed(bank, person, date(2025, 1, 1), LAST, ref="E-LATE", cancelled=1)
    early = employed(bank, person, date(2025, 1, 1), date(2026, 9, 1), ref="E-EARLY", ended_on=FIRST)
    employed(bank, person, date(2025, 1, 1), date(2026, 3, 9), void=1)
    for last in (date(2026, 2, 28), date(2026, 4, 1), None):
        employed(bank, person, date(2025, 1, 1), last)
    assert behind.refs(bank, FIRST, LAST) == [
        behind.EndedRow(early, "E-EARLY", FIRST, protected=False),
        behind.EndedRow(late, "E-LATE", LAST, protected=False),
    ]


def test_what_stands_behind_a_figure_is_by_last_day_and_by_name_with_the_protected_last(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make.placement(bank, name="Parken")
    people = [make.participant(bank, name=n, protection=p) for n, p in (("Eva", 1), ("Öst", 0), ("Ask", 0), ("", 0))]
    late = employed(bank, people[0], date(2025, 1, 1), LAST, placement_id=place)
    early = employed(bank, people[3], date(2025, 1, 1), FIRST, placement_text="Ett kök")
    found = behind.employments(bank, [late, early])
    assert [(e.id, e.place, e.protection, e.ended) for e in found] == [
        (early, "Ett kök", 0, FIRST), (late, "Parken", 1, LAST),
    ]  # fmt: skip
    assert found[0].name == found[0].number
    shown = behind.people(bank, people)
    assert [p.id for p in shown] == [people[3], people[2], people[1], people[0]]
    assert (shown[0].name, shown[-1].protection, shown[-1].name) == (shown[0].number, 1, "Eva")
    monkeypatch.setattr(behind, "AT_ONCE", 2)
    assert sorted(p.id for p in behind.people(bank, people)) == people
    assert behind.people(bank, []) == []


def test_what_is_known_of_day_90_is_what_was_not_taken_back(bank: Bank) -> None:
    worker = put(bank, "case_worker", name="Ada", sort_name="ada")
    person = make.participant(bank, name="", case_worker_id=worker)
    key = employed(bank, person, date(2025, 1, 1), LAST, placement_text="Ett kök")
    put(bank, "followup", employment_id=key, participant_id=person, contact="contacted", void=1)
    assert outcomes.followup_id(bank, key) is None
    with bank.write(text("known")):
        outcomes.set_followup(bank, key, person, {"contact": "not_contacted", "started_on": date(2026, 4, 9)})
        kept = outcomes.followup_id(bank, key)
        outcomes.set_followup(bank, key, person, {"situation": "work"})
        assert outcomes.followup_id(bank, key) == kept
    found = day90.of_employment(bank, key)
    assert found is not None
    assert (found.contact, found.situation, found.started_on, found.worker, str(found.place)) == (
        "not_contacted", "work", date(2026, 4, 9), "Ada", "Ett kök",
    )  # fmt: skip
    assert (str(found.name), found.plan_city, found.attempts, found.tried) == (found.number, "not_known", 0, None)
    (ended,) = outcomes.ended(bank, FIRST, LAST)
    assert (ended.contact, ended.situation) == ("not_contacted", "work")


def test_how_often_a_case_worker_changed_is_counted_of_employments_that_ran(bank: Bank) -> None:
    ran, cancelled, void = (make.participant(bank) for _ in range(3))
    employed(bank, ran, FIRST, None)
    employed(bank, cancelled, FIRST, None, cancelled=1)
    employed(bank, void, FIRST, None, void=1)
    assert [one.participant for one in management.worker_changes(bank, FIRST, LAST)] == [ran]


def test_the_managers_page_reads_what_was_not_taken_back_in_its_order(bank: Bank) -> None:
    late, early = (
        make.placement(bank, 2, name="Öst", department="Park"),
        make.placement(bank, 1, name="Ask", department=""),
    )
    gone = make.placement(bank, 9, name="Borta", department="Borta", void=1)
    with bank.write(text("capacities")):
        first = placements.set_capacity(bank, late, date(2026, 1, 1), date(2026, 1, 9), 0, "")
        back = placements.set_capacity(bank, late, date(2026, 1, 1), date(2026, 1, 9), 7, "")
        bank.execute("update capacity set void = 1 where id = :k", {"k": back})
    assert management.departments(bank) == ["Park"]
    assert [p.id for p in management.periods(bank)] == [early, late]
    assert [c.places for c in management.capacities(bank)[late]] == [2, 0]
    assert (first < back, gone) == (True, gone)
    person, other = make.participant(bank), make.participant(bank)
    job = employed(bank, person, FIRST, None)
    profile = int(next(iter(bank.query("select min(id) as n from profile")))["n"])
    for on, level, given in (
        ("2026-05-02", 3, {}),
        ("2026-05-01", 2, {}),
        ("2026-05-03", 1, {"finished": 0}),
        ("2026-05-04", 1, {"void": 1}),
    ):
        row = {
            "participant_id": person,
            "employment_id": job,
            "profile_id": profile,
            "occasion": "extra",
            "assessor": "",
            "finished": 1,
        }
        put(bank, "assessment", **{**row, "on_date": on, "levels": f'{{"a": {level}}}', **given})
    assert management.levels(bank, {person, other}) == {person: [{"a": 2}, {"a": 3}]}
    assert management.levels(bank, {other}) == {}
    for who, status, void in ((person, "completed", 0), (other, "enrolled", 0), (other, "completed", 1)):
        put(bank, "enrolment", participant_id=who, kind="k", status=status, on_date=f"{TODAY}", void=void)
    assert management.completed_a_module(bank) == {person}


def test_caseloads_count_nobody_who_is_merged_and_nothing_that_was_taken_back(bank: Bank) -> None:
    place = make.placement(bank, 30)
    person = make.participant(bank)
    for given in ({"void": 1}, {"merged_into": person}):
        make.participant(bank, **given)
    booked(bank, person, place, day(-9), day(9), "started", void=1)
    booked(bank, person, place, day(-9), day(9), "ended")
    employed(bank, person, day(-9), day(9), void=1)
    employed(bank, person, day(-9), day(-1), void=1)
    employed(bank, person, day(-9), day(9), cancelled=1)
    assert management.caseloads(bank, TODAY) == [management.CaseCount("", "waiting", 1)]
    employed(bank, person, day(-99), day(-1))
    assert management.caseloads(bank, TODAY) == [management.CaseCount("", "ended", 1)]
    booked(bank, person, place, day(0), day(0), "reserved")
    assert management.caseloads(bank, TODAY) == [management.CaseCount("", "booked", 1)]
