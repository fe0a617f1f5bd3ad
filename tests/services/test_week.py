"""The week of a placed person: what is noted, taken back, hidden, merged, erased; and where none of it may be seen."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.booking import bookings
from amdesk.db.booking import week as week_db
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import Bank, rows, value
from amdesk.domain.booking.week.hours import DAY_KINDS, granted_said, hours_said
from amdesk.domain.booking.week.payroll import month_sum
from amdesk.domain.booking.week.subsidy import month_end
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.cli import small
from tests.make import TODAY

START, END = date(2026, 9, 28), date(2027, 3, 26)


def placed(desk: Desk, first: date = START, last: date | None = END, **given: object) -> int:
    """Somebody who works six hours a day, Monday to Friday."""
    person = make.participant(desk.bank, **{"name": "Hamid Övningsström", "extent": 75, **given})
    place = make.placement(desk.bank, 9, name="Kajlagret")
    with desk.bank.write(text("an employment")):
        bookings.add_employment(
            desk.bank,
            {
                "ref": bookings.new_ref("E"), "participant_id": person, "form": "bea_visstid", "placement_id": place, "placement_text": "Kajlagret",
                "kind": "external", "from_date": first, "to_date": last, "extent": 75,
            },
        )  # fmt: skip
    return person


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def week(desk: Desk, person: int, monday: date = TODAY) -> str:
    """The letters of a week."""
    days = desk.week.of(person, "prov", monday).week.days
    return "".join(DAY_KINDS[d.code].letter if d.code else "." for d in days)


def test_each_day_of_a_week_is_of_the_employment_that_covers_it(desk: Desk) -> None:
    """She changed from one to another on the Wednesday."""
    who = placed(desk, last=TODAY + timedelta(1))
    desk.week.note(who, "sick", TODAY - timedelta(7), TODAY + timedelta(1))
    then = Desk(desk.bank, Clock(TODAY + timedelta(4)))
    with desk.bank.write(text("the next employment")):
        bookings.add_employment(
            desk.bank,
            {
                "ref": bookings.new_ref("E"), "participant_id": who, "form": "bea_visstid", "placement_text": "Parken",
                "kind": "external", "from_date": TODAY + timedelta(2), "to_date": END, "extent": 50,
            },
        )  # fmt: skip
    then.week.note(who, "present", TODAY + timedelta(2))
    found = then.week.of(who)
    assert week(then, who) == "SSN...."
    assert [d.agreed for d in found.week.days] == [360, 360, 240, 240, 240, 0, 0]
    assert [d.code for d in found.back[0].days] == ["sick"] * 5 + [""] * 2
    assert then.week.note(who, "child", TODAY, before="sick:0") == 1, "as it is shown"


def test_a_day_is_noted_and_undone_in_one_step(desk: Desk) -> None:
    who = placed(desk)
    assert desk.week.note(who, "sick", TODAY) == 1
    assert week(desk, who) == "S......"
    assert desk.week.note(who, "sick", TODAY) == 0, "the same again stores nothing"
    assert desk.week.note(who, "present", TODAY, present=120) == 1
    assert week(desk, who) == "N......"
    desk.history.undo_latest()
    assert week(desk, who) == "S......"
    desk.history.undo_latest()
    assert week(desk, who) == "......."
    desk.history.redo()
    assert week(desk, who) == "S......"


def test_a_period_takes_the_days_with_hours_and_leaves_the_others(desk: Desk) -> None:
    who = placed(desk)
    assert desk.week.note(who, "holiday", TODAY + timedelta(3), TODAY + timedelta(10)) == 6
    assert week(desk, who) == "...MM.."
    assert week(desk, who, TODAY + timedelta(7)) == "MMMM..."
    assert desk.week.clear(who, TODAY + timedelta(4), TODAY + timedelta(7)) == 2
    assert week(desk, who) == "...M..."


def test_what_was_noted_beyond_the_end_of_an_employment_is_taken_away_as_any_day_is(desk: Desk) -> None:
    who, monday = placed(desk), TODAY + timedelta(7)
    desk.week.note(who, "holiday", monday, monday + timedelta(4))
    with desk.bank.write(text("it ends before")):
        desk.bank.execute("update employment set to_date = :day", {"day": (monday + timedelta(1)).isoformat()})
    then = Desk(desk.bank, Clock(monday + timedelta(4)))
    assert then.week.clear(who, monday + timedelta(4), None, "holiday:0") == 1
    assert then.week.clear(who, monday, monday + timedelta(6)) == 4
    then.history.undo_latest()
    assert week(then, who, monday) == "MMMM..."
    with pytest.raises(Refused, match="on all days"):
        then.week.clear(who, monday + timedelta(5), monday + timedelta(6))


def test_christmas_has_no_hours_where_nothing_else_is_said(desk: Desk) -> None:
    who = placed(desk)
    assert desk.week.note(who, "leave", date(2026, 12, 21), date(2026, 12, 27)) == 3, (
        "not the eve, nor the day after it"
    )


def test_hours_agreed_by_weekday_count_from_their_day(desk: Desk) -> None:
    who = placed(desk)
    assert hours_said(desk.week.of(who).week.agreed) == "30"
    desk.week.agree(who, "8 8 0 4 4", TODAY)
    found = desk.week.of(who)
    assert [hours_said(d.agreed) for d in found.week.days[:5]] == ["8", "8", "0", "4", "4"]
    assert hours_said(found.back[0].agreed) == "30", "what was agreed before stays agreed"
    desk.week.agree(who, "2 2 2 2 2", TODAY)
    assert value(desk.bank, "select count(*) from agreed_hours where void = 0") == 1
    desk.history.undo_latest()
    desk.history.undo_latest()
    assert hours_said(desk.week.of(who).week.agreed) == "30"


@pytest.mark.parametrize(
    ("code", "given", "refused"),
    [
        ("present", (TODAY + timedelta(1),), "AHEAD"),
        ("sick", (START - timedelta(1),), "NO_JOB"),
        ("sick", (END + timedelta(1),), "NO_JOB"),
        ("sick", (TODAY, END + timedelta(1)), "NO_JOB"),
        ("sick", (TODAY, TODAY - timedelta(1)), "ORDER"),
        ("sick", (TODAY, TODAY + timedelta(400)), "LONG"),
        ("flu", (TODAY,), "CODE"),
        ("present", (TODAY - timedelta(1),), "NO_HOURS"),
        ("sick", (TODAY, None, 360), "HOURS"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    desk: Desk, code: str, given: tuple[date], refused: str
) -> None:
    who = placed(desk)
    with pytest.raises(Refused) as told:
        desk.week.note(who, code, *given)
    assert told.value.code == refused
    assert not rows(desk.bank, "select * from workday")


def test_a_day_outside_the_employment_is_named_alone_and_several_with_their_first_and_last(desk: Desk) -> None:
    who, after = placed(desk), END + timedelta(1)
    for last, said in (
        (None, f"no employment that is under way on {after}. Check"),
        (after + timedelta(2), f"on all days from {after} to {after + timedelta(2)}"),
    ):
        with pytest.raises(Refused) as told:
            desk.week.note(who, "sick", after, last)
        assert said in str(told.value.text)


def test_whoever_notes_what_another_has_changed_meanwhile_is_told(desk: Desk) -> None:
    who = placed(desk)
    desk.week.note(who, "sick", TODAY, before="")
    with pytest.raises(Refused) as told:
        desk.week.note(who, "child", TODAY, before="")
    assert told.value.code == "MOVED"
    assert week(desk, who) == "S......"
    desk.week.note(who, "child", TODAY, before="sick:0")
    assert week(desk, who) == "V......"


def test_a_protected_person_is_opened_for_a_reason_and_in_no_list_of_days(desk: Desk) -> None:
    who = placed(desk, protection=1)
    with pytest.raises(Refused) as told:
        desk.week.of(who)
    assert told.value.code == "PROTECTED"
    desk.week.note(who, "sick", TODAY)
    assert desk.week.listing(TODAY, TODAY) == []
    [hers] = desk.week.days_of(who, TODAY, TODAY, "hon ringde")
    assert (hers.placement.seen, hers.code) == ("Kajlagret", "sick")
    assert desk.week.of(who, "hon ringde").placement.seen == "Kajlagret"
    last = rows(desk.bank, "select what, why from access_log order by id desc")[0]
    assert (last["what"], last["why"]) == ("week", "hon ringde")


def test_nobody_reads_in_the_list_of_everybody_who_of_the_protected_was_ill_nor_anything_of_the_restricted(
    desk: Desk,
) -> None:
    """Nor on which days they were at work at all: the first of them would tell which bar of the board is theirs."""
    last, first, other, kept_apart = (placed(desk, name=n) for n in ("Ö Prov", "A Prov", "B Prov", "C Prov"))
    for who in (last, first, other, kept_apart):
        desk.week.note(who, "present", TODAY)
    desk.participants.protect(last, 1)
    desk.participants.protect(first, 2)
    desk.participants.restrict(kept_apart, wish=True, why="Invänder")
    told = [(d.participant.person, d.code, d.present) for d in desk.week.listing(TODAY, TODAY)]
    assert told == [(other, "present", 360)]


@pytest.mark.parametrize("kept", ["protected", "restricted"])
def test_the_days_of_one_person_are_opened_for_a_reason_as_her_week_is(desk: Desk, kept: str) -> None:
    who = placed(desk)
    desk.week.note(who, "sick", TODAY)
    assert [d.code for d in desk.week.days_of(who, TODAY, TODAY)] == ["sick"]
    if kept == "protected":
        desk.participants.protect(who, 1)
    else:
        desk.participants.restrict(who, wish=True, why="Invänder")
    with pytest.raises(Refused) as told:
        desk.week.days_of(who, TODAY, TODAY)
    assert told.value.code == ("PROTECTED" if kept == "protected" else "STORED_ALONE")
    assert [d.code for d in desk.week.days_of(who, TODAY, TODAY, "hon ringde")] == ["sick"]
    assert rows(desk.bank, "select participant_id, why from access_log where what = 'week' order by id") == [
        {"participant_id": who, "why": why} for why in ("", "hon ringde")
    ]


def test_the_history_says_whose_day_was_noted_and_never_why_she_was_away(desk: Desk) -> None:
    who = placed(desk)
    for code in DAY_KINDS:
        desk.week.note(who, code, TODAY)
    said = " ".join(str(s.what) for s in desk.history.steps())
    assert "Hamid" in said
    assert not [k.label for k in DAY_KINDS.values() if k.label in said]


def test_the_history_says_hours_as_the_reader_writes_them(desk: Desk) -> None:
    who = placed(desk)
    desk.week.agree(who, "6 6 6 6 4,5", TODAY)
    desk.activities.ask(who, 1350, TODAY, None, (TODAY, "Socialnämnden", ""))
    for lang, total, asked in (("sv", "28,5", "22,5"), ("en", "28.5", "22.5")):
        said = [Words(lang, TODAY).say(s.what) for s in desk.history.steps()[:2]]
        assert f" {asked} " in said[0]
        assert f" {total} " in said[1]


def test_no_column_holds_words_about_an_absence(desk: Desk) -> None:
    """Hours, never diagnoses: a day has a code of six, minutes, and who noted it."""
    assert set(desk.bank.columns("workday")) == {
        "id", "uid", "void", "participant_id", "employment_id", "on_date", "code", "present", "noted_by",
    }  # fmt: skip


def test_days_go_with_an_erasure_and_follow_a_merged_record(desk: Desk) -> None:
    who, other = placed(desk), make.participant(desk.bank, name="Hamid Ö")
    desk.week.note(who, "sick", TODAY)
    desk.week.agree(who, "6 6 6 6 6", TODAY)
    desk.participants.merge(other, who)
    assert week(desk, other) == "S......"
    told = {h.table: len(h.rows) for h in desk.extracts.told(other).held}
    assert (told["workday"], told["agreed_hours"]) == (1, 1), "she is told of it"


def test_where_the_week_says_fewer_hours_agreed_than_payroll_and_plan_a_sentence_has_both_numbers(desk: Desk) -> None:
    """Leave of a day, and a holiday on which she was there for two hours of six."""
    who, monday = placed(desk), TODAY - timedelta(7)
    assert granted_said((desk.week.of(who).week, *desk.week.of(who).back)) is None
    desk.week.note(who, "leave", monday)
    desk.week.note(who, "holiday", monday + timedelta(1), None, 120)
    desk.week.note(who, "sick", monday + timedelta(2))
    found = desk.week.of(who)
    line = found.back[0]
    noted = week_db.noted_of(desk.bank, [found.job.id], monday, monday + timedelta(6))[found.job.id]
    of_payroll = month_sum(found.terms, noted, monday, monday + timedelta(6)).agreed
    (of_plan,) = desk.activities.of(who, "", monday, monday).weeks
    assert (line.agreed, line.agreed + line.granted, of_payroll, of_plan.planned) == (1200, 1800, 1800, 1800)
    said = granted_said((found.week, *found.back))
    assert said is not None
    assert Words("en").say(said).startswith("20 h agreed here, 30 h in payroll and activity plan")
    assert "20 h avtalade här, 30 h i lön och aktivitetsplan" in Words("sv").say(said)


def last_of(bank: Path, number: str) -> date:
    """The last day of the employment that somebody has in a bank on disk."""
    made = open_bank(str(bank), actor="T", account="t", clock=make.CLOCK)
    who = Desk(made, make.CLOCK).work.participant(number).id
    (job,) = [e for e in Desk(made, make.CLOCK).booking.employments() if e.participant_id == who and not e.ended_on]
    made.close()
    assert job.end is not None
    return job.end


def talks_told(desk: Desk, person: int) -> set[date]:
    """Every day of a next talk that is told of somebody: in her week, in the list, among what is to be done and on her page."""
    found = {desk.week.of(person).next_talk, *(r.next_talk for r in desk.week.placed() if r.participant_id == person)}
    found |= {t.due for t in desk.overview()[0].tasks if t.kind == "talk" and t.participant_id == person}
    lines = [line for part in desk.handovers.of(person).parts for line in part.lines]
    found |= {date.fromisoformat(one.key.rpartition(":")[2]) for one in lines if one.key.startswith("talk:")}
    return {day for day in found if day is not None}


@pytest.mark.parametrize("left", [0, 3, 13, 14, 15])
def test_no_talk_is_proposed_after_the_last_day_wherever_the_next_one_is_told(desk: Desk, left: int) -> None:
    """Every other week: the next talk is two weeks from today, which is the last day, lies before it, or does not come."""
    who = placed(desk, last=TODAY + timedelta(left))
    desk.week.talked(who, "phone")
    assert talks_told(desk, who) == ({TODAY + timedelta(14)} if left >= 14 else set())


def test_a_talk_that_is_late_stays_to_the_last_day_and_is_asked_for_no_more_when_it_is_over(desk: Desk) -> None:
    who, last = placed(desk, last=TODAY), START + timedelta(2)
    assert talks_told(desk, who) == {last}, "the first one was never had"
    after = Desk(desk.bank, Clock(TODAY + timedelta(30)))
    assert talks_told(after, who) == set()
    assert [b.day for b in after.week.of(who).beats] == [last], "nor is one missed that was to be after the end"


def test_that_no_more_talk_is_to_come_is_said_by_command(new_file: Path, tmp_path: Path) -> None:
    bank = make.copied(new_file, tmp_path / "b.amdesk")
    small.fill(bank)
    near = last_of(bank, "D-0006") - timedelta(3)
    head = ["--bank", str(bank), "--lang", "en", "--today", str(near)]

    def told(*said: str) -> str:
        return CliRunner().invoke(main, [*head, *said]).stdout

    told("contact", "note", "D-0006", "phone")
    assert told("contact", "list").startswith("–           D-0006 ")
    assert told("contact", "list", "--due") == "Nobody's talk is due.\n"
    assert "No more talk before the last day, " in told("attendance", "week", "D-0006")


def test_of_somebody_protected_the_list_tells_no_last_day_by_a_talk_that_does_not_come(desk: Desk) -> None:
    who = placed(desk, last=TODAY + timedelta(3), protection=1)
    desk.week.talked(who, "phone")
    (row,) = desk.week.placed()
    assert row.next_talk == TODAY + timedelta(14)


def test_of_somebody_protected_the_list_tells_no_first_day_by_the_first_talk(desk: Desk) -> None:
    """It is counted from the first day: the list says no more than the month."""
    placed(desk, first=TODAY, protection=1)
    placed(desk, first=TODAY, name="Aida Prov")
    hers, plain = sorted(desk.week.placed(), key=lambda row: not row.participant.level)
    assert plain.next_talk is not None
    assert TODAY < plain.next_talk < month_end(plain.next_talk)
    assert (hers.next_talk, hers.agreed, hers.code) == (month_end(plain.next_talk), 0, "")


def test_talks_are_noted_in_a_line_or_in_none(desk: Desk) -> None:
    who = placed(desk)
    desk.week.talked(who, "phone", "  Trivs i laget.\n Vill börja 08. ", TODAY - timedelta(8))
    desk.week.talked(who, "visit")
    found = desk.week.of(who)
    assert [(t.day, t.kind, t.words) for t in found.talks] == [
        (TODAY, "visit", ""),
        (TODAY - timedelta(8), "phone", "Trivs i laget. Vill börja 08."),
    ]
    assert found.next_talk == TODAY + timedelta(14), "eight weeks in, every other week"
    for kind, day, code in (("sms", TODAY, "KIND"), ("phone", TODAY + timedelta(1), "AHEAD")):
        with pytest.raises(Refused) as told:
            desk.week.talked(who, kind, on=day)
        assert told.value.code == code


def test_whoever_was_talked_with_longest_ago_stands_first(desk: Desk) -> None:
    late, soon = placed(desk, name="Aida Prov"), placed(desk, name="Bo Prov")
    desk.week.talked(late, "phone", on=TODAY - timedelta(40))
    desk.week.talked(soon, "phone")
    assert [r.participant_id for r in desk.week.placed()] == [late, soon]
    free_note = {"kind": "note", "body": "Läst handlingarna."}
    desk.participants.add_note(late, free_note)
    assert desk.week.placed()[0].last_talk == TODAY - timedelta(40), "a note is no talk"


# none of it where it must not be


def test_no_score_and_no_certificate_knows_of_attendance_contact_or_hours(desk: Desk, tmp_path: Path) -> None:
    """Domain rule 20: the same person with and without absence has the same matches, reasons and certificate."""
    who = placed(desk, last=TODAY + timedelta(3), wishes=("PAR",))
    for name in ("Björkparken", "Ängen"):
        make.placement(desk.bank, 2, name=name)

    def said() -> tuple[object, ...]:
        found = desk.matching.for_participant(who)
        employment = desk.booking.employments()[0]
        return repr(found), repr(desk.competence.content(employment)), repr(desk.rounds.solve().optimal)

    before = said()
    for i, code in enumerate([*DAY_KINDS, *DAY_KINDS]):
        desk.week.note(who, code, monday_before(i), present=1 if code == "present" else None)
    desk.week.agree(who, "1 1 1 1 1", START)
    desk.week.talked(who, "phone", "Kommer aldrig i tid.")
    assert said() == before


def monday_before(i: int) -> date:
    """A working day some days ago."""
    return date(2026, 10, 5) + timedelta(7 * (i // 5) + i % 5)


def test_what_matches_and_what_certifies_imports_nothing_of_the_week() -> None:
    root = Path(__file__).parents[2] / "amdesk"
    asked = [
        *root.glob("domain/booking/*.py"), *root.glob("domain/competence/*.py"), *root.glob("services/competence/*.py"),
        *root.glob("services/booking/*.py"), root / "export/certificate.py", root / "export/badge.py",
    ]  # fmt: skip
    assert len(asked) > 40
    assert [
        p.name for p in asked if "week.hours" in p.read_text("utf-8") or "booking.week" in p.read_text("utf-8")
    ] == []
