"""The hand-over page: every open promise to a person is on it, whatever keeps it; and it is opened by whoever may, for a reason."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from amdesk.db.catalogue import TABLES
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import Bank, rows
from amdesk.domain.errors import Refused
from amdesk.domain.overview import tasks
from amdesk.domain.overview.handover import OF_THE_UNIT, PARTS, HandoverPage
from amdesk.domain.people.participant import ParticipantRow
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from amdesk.services.overview import day
from amdesk.services.overview.handover import PROMISED_BY
from tests import make
from tests.make import TODAY
from tests.services.test_week import START, placed

PEOPLE = 100
SECONDS, WORDS_A_SECOND = 60, 4
"""240 words a minute is how fast a grown-up reads (Brysbaert 2019)."""
NO_PROMISE = {
    "guidance_used": "which text was in force", "identity_history": "numbers she had", "case_worker_change": "said in the head of the page",
    "check_shown": "that an extract was seen", "contact_attempt": "day 90 stays a task until it is answered", "payment": "figures read in",
    "measure": "figures read in", "cohort_row": "figures frozen", "report_row": "figures given out", "list_row": "rows read in",
}  # fmt: skip
"""Tables that keep something about a person and promise her nothing, and why."""


@pytest.fixture
def city(demo_bank: Path) -> Iterator[Desk]:
    desk = Desk(open_bank(str(demo_bank), actor="T", account="t", clock=make.CLOCK), make.CLOCK)
    yield desk
    desk.close()


def chosen(desk: Desk) -> list[ParticipantRow]:
    """A hundred people, as dice choose."""
    return random.Random(12).sample(desk.participants.listing(), PEOPLE)


def promised(bank: Bank, person: int) -> set[str]:
    """What the bank's own rows promise her, each by the key it has on the page; nothing here is asked of the services."""
    since = TODAY - timedelta(30)
    said = {
        "select ref as k from booking where participant_id = :p and void = 0 and status in ('reserved', 'booked', 'started')": "",
        "select ref as k from employment where participant_id = :p and void = 0 and cancelled = 0 and ended_on is null "
        "and coalesce(to_date, '9999') >= :today": "",
        "select w.on_date as k from workday w join employment e on e.id = w.employment_id where w.participant_id = :p and w.void = 0 "
        "and w.code <> 'present' and w.on_date >= :since and e.void = 0 and e.cancelled = 0 "
        "and w.on_date <= coalesce(e.ended_on, e.to_date, w.on_date)": "away:",
        "select min(id) as k from queue_place where participant_id = :p and void = 0 and left_on is null group by placement_id": "turn:",
        "select id as k from introduction where participant_id = :p and void = 0 and status in ('introduced', 'interview', 'offered')": "introduction:",
        "select id as k from enrolment where participant_id = :p and void = 0 and status in ('need', 'offered', 'enrolled')": "module:",
        "select 'decision ' || ref as k from employment where participant_id = :p and void = 0 and cancelled = 0 and ended_on is null "
        "and coalesce(to_date, '9999') >= :today and decision_to >= :today": "",
        "select ref as k from subsidy where participant_id = :p and void = 0 and to_date >= :today": "subsidy:",
        "select id as k from activity_demand where participant_id = :p and void = 0 and coalesce(to_date, '9999') >= :today": "demand:",
        "select a.id as k from agreed_hours a join employment e on e.id = a.employment_id where a.participant_id = :p and a.void = 0 "
        "and a.from_date > :today and e.ended_on is null and e.cancelled = 0 and coalesce(e.to_date, '9999') >= :today": "hours:",
    }
    given = {"p": person, "today": f"{TODAY}", "since": f"{since}"}
    return {
        f"{before}{r['k']}"
        for sql, before in said.items()
        for r in rows(bank, sql, **{name: v for name, v in given.items() if f":{name}" in sql})
    }


def keys(page: HandoverPage) -> set[str]:
    return {one for key in page.keys for one in (key.split(" ") if key.startswith("away:") else [key])}


@pytest.mark.thorough(long=True)
def test_of_a_hundred_random_people_every_task_booking_promise_and_absence_is_on_the_page(city: Desk) -> None:
    listed: dict[int, set[str]] = {}
    for one in city.overview()[0].tasks:
        if one.participant_id is not None:
            listed.setdefault(one.participant_id, set()).add(one.key)
    left: dict[str, set[str]] = {}
    met = 0
    for row in chosen(city):
        page = city.handovers.of(row.id, "Ny handläggare")
        wanted = promised(city.bank, row.id) | listed.get(row.id, set())
        met += len(wanted)
        if missing := wanted - keys(page):
            left[row.number] = missing
    assert left == {}
    assert met > 2 * PEOPLE, "people to whom nothing is promised prove nothing"


def test_everything_that_keeps_something_of_a_person_is_on_the_page_or_promises_nothing() -> None:
    """A new table fails here until somebody has said what of it is promised."""
    hers = {t.name for t in TABLES if t.merge == "moved"}
    assert hers == set(PROMISED_BY) | set(NO_PROMISE)
    assert set(PROMISED_BY.values()) <= set(PARTS)


def test_a_kind_of_task_that_is_new_is_on_the_page_without_anybody_putting_it_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = placed(desk)
    new = day.Pending("brand_new", "brand_new:1", person, TODAY)
    monkeypatch.setitem(tasks.TASK_KINDS, "brand_new", ("Ny", "phone", "Open"))
    monkeypatch.setattr(day.Overviews, "_of_weeks", lambda _self, _running, _most=None: [new])
    assert new.key in desk.handovers.of(person).keys


def test_every_kind_of_task_is_about_a_person_or_the_unit_s(city: Desk) -> None:
    found = city.overview()[0].tasks
    assert {t.kind for t in found if t.participant_id is None} <= OF_THE_UNIT <= set(tasks.TASK_KINDS)
    assert not {t.kind for t in found if t.participant_id is not None} & OF_THE_UNIT


@pytest.mark.thorough(long=True)
def test_the_page_is_read_in_a_minute_and_is_one_sheet(city: Desk) -> None:
    words = Words("sv", TODAY)
    for row in chosen(city):
        page = city.handovers.of(row.id, "Ny handläggare")
        said = [words.say(part.title) for part in page.parts]
        said += [
            f"{words.say(line.sentence)} {words.day(line.due) if line.due else ''}"
            for p in page.parts
            for line in p.lines
        ]
        assert len(" ".join(said).split()) <= SECONDS * WORDS_A_SECOND, row.number
    longest = max(chosen(city), key=lambda r: sum(len(p.lines) for p in city.handovers.of(r.id, "x").parts))
    document = pypdfium2.PdfDocument(city.handovers.paper(longest.id, "sv", "Ny handläggare"))
    assert len(document) == 1
    document.close()


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def test_what_was_postponed_is_still_promised_on_its_new_day_and_what_is_done_is_not(desk: Desk) -> None:
    person = make.participant(desk.bank, registered_on=TODAY - timedelta(40))
    (task,) = [t for t in desk.overview()[0].tasks if t.kind == "find_place"]
    desk.overviews.mark(task, TODAY + timedelta(20))
    (line,) = [one for p in desk.handovers.of(person).parts for one in p.lines if one.key == task.key]
    assert line.due == TODAY + timedelta(20)
    desk.overviews.mark(task, None)
    assert task.key not in desk.handovers.of(person).keys


def test_what_comes_later_is_said_with_its_day_and_the_days_on_which_it_will_be_reminded_of(desk: Desk) -> None:
    person = placed(desk)
    (job,) = desk.booking.employments()
    decided = TODAY + timedelta(90)
    desk.booking.set_decision(job.id, job.from_date, decided)
    desk.week.talked(person, "phone", "Trivs.")
    page = desk.handovers.of(person)
    later = {line.key: line for p in page.parts if p.code == "later" for line in p.lines}
    assert job.end is not None
    assert later[f"day90:{job.id}"].due == job.end + timedelta(90)
    assert later[f"certificate:{job.id}"].due == job.end
    words = Words("sv", TODAY)
    first, second = (words.day(decided - timedelta(days)) for days in (60, 30))
    assert words.say(later[f"decision:{job.id}"].sentence).endswith(f" – påminnelse {first} och {second}")
    assert [key for key in later if key.startswith("talk:")], "the next talk is promised as soon as one was had"


def test_a_notice_is_promised_until_it_was_made(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    booked = desk.booking.book(person, place, TODAY + timedelta(30), TODAY + timedelta(120)).booking
    promised = f"notice:{booked.id}"
    assert promised in desk.handovers.of(person).keys
    desk.booking.notice_made(booked.ref)
    assert promised not in desk.handovers.of(person).keys


@pytest.mark.parametrize("how", ["shortened", "ended", "cancelled"])
def test_days_away_after_the_end_of_an_employment_are_on_no_page(desk: Desk, how: str) -> None:
    """What was noted before it was shortened, ended or cancelled still stands in the bank."""
    person, monday = placed(desk), TODAY - timedelta(7)
    desk.week.note(person, "holiday", monday, monday + timedelta(4))
    assert len(keys(desk.handovers.of(person)) & {f"away:{monday + timedelta(i)}" for i in range(5)}) == 5
    said = {
        "shortened": "update employment set to_date = :day",
        "ended": "update employment set ended_on = :day",
        "cancelled": "update employment set cancelled = 1, ended_on = :day",
    }
    with desk.bank.write(text("it ends before")):
        desk.bank.execute(said[how], {"day": str(monday + timedelta(1))})
    left = {one for one in keys(desk.handovers.of(person)) if one.startswith("away:")}
    assert left == (set() if how == "cancelled" else {f"away:{monday}", f"away:{monday + timedelta(1)}"})


def test_days_away_that_follow_on_each_other_stand_in_one_line_over_a_weekend_and_no_more(desk: Desk) -> None:
    person = placed(desk)
    friday = TODAY - timedelta(TODAY.weekday() + 3)
    desk.week.note(person, "sick", friday)
    desk.week.note(person, "sick", friday + timedelta(3))
    desk.week.note(person, "unexcused", friday - timedelta(3))
    desk.week.note(person, "sick", TODAY - timedelta(31))
    words = Words("en", TODAY)
    (part,) = [p for p in desk.handovers.of(person).parts if p.code == "absence"]
    assert [words.say(line.said) for line in part.lines] == [
        f"{words.day(friday)} to {words.day(friday + timedelta(3))}: sick, 2 days",
        f"{words.day(friday - timedelta(3))}: without leave",
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("sv", ["30,75", "6,25 6 6 6 6,5", "22,5", "4,5"]), ("en", ["30.75", "6.25 6 6 6 6.5", "22.5", "4.5"])],
)
def test_hours_are_said_as_on_every_other_page(desk: Desk, lang: str, said: list[str]) -> None:
    person = placed(desk)
    desk.week.agree(person, "6,25 6 6 6 6:30", TODAY - timedelta(14))
    desk.activities.ask(person, 22 * 60 + 30, TODAY, None, (TODAY, "Socialnämnden", ""))
    desk.week.note(person, "sick", TODAY - timedelta(7 + TODAY.weekday()), present=270)
    words = Words(lang, TODAY)
    lines = [words.say(line.sentence) for part in desk.handovers.of(person).parts for line in part.lines]
    assert [any(f"{one} h" in line or f"({one})" in line for line in lines) for one in said] == [True] * 4, lines
    assert not [line for line in lines if ":30" in line or ":15" in line]


def test_a_protected_or_restricted_person_is_handed_over_for_a_reason_that_is_logged(desk: Desk) -> None:
    hidden, kept = placed(desk, name="Prov Skyddad"), placed(desk, name="Prov Begränsad")
    desk.participants.protect(hidden, 1, "beslut")
    desk.participants.restrict(kept, wish=True, why="Begärt")
    for person, code in ((hidden, "PROTECTED"), (kept, "STORED_ALONE")):
        with pytest.raises(Refused) as refused:
            desk.handovers.of(person)
        assert refused.value.code == code
        page = desk.handovers.of(person, "Byter handläggare")
        assert "Byter handläggare" in {e.why for e in desk.history.access(page.person.number)}
    said = [str(line.sentence) for p in desk.handovers.of(hidden, "x").parts for line in p.lines]
    assert any("Kajlagret" in one for one in said), "whoever has opened her sees where she works"


def test_who_has_had_her_before_is_counted(desk: Desk) -> None:
    one, two = desk.participants.add_case_worker("Eva Prov"), desk.participants.add_case_worker("Bo Prov")
    person = make.participant(desk.bank, case_worker_id=one, registered_on=TODAY - timedelta(40))
    page = desk.handovers.of(person)
    assert (page.met, page.since) == (1, TODAY - timedelta(40))
    desk.participants.change_case_worker([person], two, "Flyttar")
    page = desk.handovers.of(person)
    assert (page.met, page.since, page.person.case_worker) == (2, TODAY, "Bo Prov")
    desk.history.undo()
    page = desk.handovers.of(person)
    assert (page.met, page.since, page.person.case_worker) == (1, TODAY - timedelta(40), "Eva Prov")


def test_a_booking_that_was_cancelled_is_promised_no_more(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank, name="Lindparken")
    ref = desk.booking.book(person, place, TODAY + timedelta(5), TODAY + timedelta(60)).booking.ref

    def said() -> bool:
        lines = [line for part in desk.handovers.of(person).parts for line in part.lines]
        return any("Lindparken" in str(line.sentence) for line in lines)

    assert said()
    desk.booking.cancel(ref)
    assert not said()


def test_a_month_of_subsidy_that_is_over_is_promised_before_the_day_asks_for_it(desk: Desk) -> None:
    who = placed(desk)
    wish = SubsidyWish("introduktionsjobb", "", START, date(2026, 10, 31), 80, 2_000_000)
    ref = desk.subsidies.add(who, wish).ref
    page = desk.handovers.of(who)
    assert {f"claim:{ref}:2026-09", f"claim:{ref}:2026-10"} <= page.keys
    (line,) = [one for part in page.parts for one in part.lines if one.key == f"claim:{ref}:2026-10"]
    assert (Words("en", TODAY).say(line.sentence), line.due) == ("Subsidy to claim – 2026-10", date(2026, 12, 30))
    desk.subsidies.claim(ref, "2026-10", 100)
    assert f"claim:{ref}:2026-10" not in desk.handovers.of(who).keys


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("occupation_id = null", "Kajlagret"),
        (
            "placement_id = null, placement_text = '', occupation_id = (select id from occupation where code = 'PAR')",
            "Parkarbetare",
        ),
    ],
)
def test_an_employment_of_which_little_is_known_is_said_without_a_comma(desk: Desk, left_out: str, said: str) -> None:
    person = placed(desk)
    with desk.bank.write(text("a list said no more")):
        desk.bank.execute(f"update employment set {left_out}")
    (line,) = [x for part in desk.handovers.of(person).parts for x in part.lines if x.key.startswith("E-")]
    assert Words("sv", TODAY).say(line.said) == said


def test_what_has_no_end_is_said_as_a_sentence_in_swedish(desk: Desk) -> None:
    who = placed(desk, last=None)
    desk.activities.ask(who, 600, START, None, (TODAY, "Socialnämnden", ""))
    sv = Words("sv", TODAY)
    said = "\n".join(sv.say(line.sentence) for part in desk.handovers.of(who).parts for line in part.lines)
    assert "Aktivitet 10 h i veckan, 28 sep, tills vidare" in said
    assert "till tills vidare" not in said


def busiest(desk: Desk) -> tuple[int, list[int]]:
    """(case worker, everybody she has) of the longest caseload."""
    worker = max(desk.participants.case_workers(), key=lambda w: w.caseload).id
    return worker, desk.participants.caseload(worker)


@pytest.mark.thorough(long=True)
def test_a_whole_caseload_is_a_page_each_in_one_paper_and_each_is_logged(city: Desk, tmp_path: Path) -> None:
    worker, every = busiest(city)
    hidden, restricted, *_ = (p for p in every if not city.work.participant(p).protection)
    city.participants.protect(hidden, 1, "beslut")
    city.participants.restrict(restricted, wish=True, why="Begärt")
    found = city.handovers.of_caseload(worker)
    left = {p for p in every if city.work.participant(p).protection} | {restricted}
    assert set(found.people) == set(every) - left
    assert found.left_out == len(left)
    seen = list(city.handovers.save(found.people, tmp_path / "sidor.pdf"))
    numbers = [city.work.participant(p).number for p in found.people]
    assert seen == [(i, len(numbers), number) for i, number in enumerate(numbers)]
    sheets = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "sidor.pdf")]
    heads = [next(n for n in numbers if n in s) for s in sheets if any(n in s for n in numbers)]
    assert heads == numbers, "each has a sheet of her own, in the order of their numbers"
    assert not [s for s in sheets for p in left if city.work.participant(p).number in s]
    opened = rows(city.bank, "select participant_id as p from access_log where what = 'handover'")
    assert {r["p"] for r in opened} >= set(found.people)


def test_pages_that_are_stopped_on_the_way_write_nothing(city: Desk, tmp_path: Path) -> None:
    worker, every = busiest(city)
    steps = city.handovers.save(city.handovers.of_caseload(worker).people, tmp_path / "sidor.pdf")
    for _ in range(3):
        next(steps)
    steps.close()  # type: ignore[attr-defined]  # what is made is a generator
    assert len(every) > 3
    assert not [f for f in tmp_path.iterdir() if "sidor" in f.name]


def test_pages_of_somebody_protected_or_of_nobody_are_refused(city: Desk, tmp_path: Path) -> None:
    _, (first, *_) = busiest(city)
    city.participants.protect(first, 1, "beslut")
    for people, code in (([first], "PROTECTED"), ([], "EMPTY")):
        with pytest.raises(Refused) as refused:
            list(city.handovers.save(people, tmp_path / "sidor.pdf"))
        assert refused.value.code == code
    with pytest.raises(Refused, match="no case worker Ingen"):
        city.handovers.of_caseload("Ingen")
    assert not [f for f in tmp_path.iterdir() if "sidor" in f.name]


def test_of_a_long_note_the_page_says_that_there_is_more_and_of_a_short_one_nothing(desk: Desk) -> None:
    person = make.participant(desk.bank, name="Alva Övningsby")
    for body in ("Kort samtal", "Vi kom överens om " + "ord " * 60 + "SLUT"):
        desk.participants.add_note(person, {"body": body, "kind": "phone"})
    said = [
        str(line.more)
        for section in desk.handovers.of(person).parts
        for line in section.lines
        if line.key.startswith("note:")
    ]
    assert sorted(words.endswith(" … (more in the record)") for words in said) == [False, True]
    assert "Kort samtal" in said
