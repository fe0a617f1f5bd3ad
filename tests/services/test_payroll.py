"""The file for the payroll office: the unit's own columns, hours that a person would count, and nobody in it who must not be."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from amdesk.db.port import Bank, rows
from amdesk.domain.booking.week.payroll import (
    PAYROLL_COLUMNS,
    USUAL_COLUMNS,
    PayrollColumn,
    said_in_file,
    written_columns,
)
from amdesk.domain.errors import Refused
from amdesk.i18n import LANGUAGES, Words
from amdesk.services.booking.week.payroll import FIRST_LINES
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_week import placed

OWN = "number=Anst.nr; name=Namn; agreed=Avtalat; attended=Närvaro; sick_days=Sjuk dgr; sick_hours=Sjuk tim; child_hours; unknown"


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def test_a_month_stands_in_the_columns_of_the_unit_under_its_own_headings(desk: Desk, tmp_path: Path) -> None:
    who = placed(desk)
    desk.week.note(who, "present", date(2026, 10, 1), date(2026, 10, 23))
    desk.week.note(who, "sick", date(2026, 10, 26), date(2026, 10, 27))
    desk.week.note(who, "child", date(2026, 10, 28), None, 120)
    desk.week.note(who, "sick", date(2026, 11, 2))
    desk.week.set_payroll_columns(OWN)
    sent = desk.week.payroll(tmp_path / "pay.csv", "2026-10", "sv")
    assert (sent.people, sent.left_out) == (1, 0)
    head, row = read(tmp_path / "pay.csv")
    assert head == [
        "Anst.nr",
        "Namn",
        "Avtalat",
        "Närvaro",
        "Sjuk dgr",
        "Sjuk tim",
        "Timmar: vård av barn",
        "Dagar utan notering",
    ]
    number = desk.work.participant(who).number
    # 22 days of six hours; 17 of them present and two hours of the child's day; four of its hours away; the 29th and 30th unknown
    assert row == [number, "Hamid Övningsström", "132,00", "104,00", "2", "12,00", "4,00", "2"]
    desk.week.payroll(tmp_path / "pay.xlsx", "2026-10", "sv")
    sheet = load_workbook(tmp_path / "pay.xlsx").worksheets[0]
    assert [[c.value for c in r] for r in sheet.rows] == [head, [number, "Hamid Övningsström", 132, 104, 2, 12, 4, 2]]


def test_what_has_changed_since_a_month_was_sent_is_told_and_marked(desk: Desk, tmp_path: Path) -> None:
    """Payroll has paid by the first file: whoever sends the second must know whose lines are others."""
    one, other = placed(desk), placed(desk, name="Åsa Övningsby")
    for who in (one, other):
        desk.week.note(who, "present", date(2026, 10, 1), date(2026, 10, 30))
    desk.week.set_payroll_columns("number; sick_days; changed=Ändrad")
    path, sv = tmp_path / "pay.csv", Words("sv", TODAY)

    def sent() -> tuple[str, list[list[str]]]:
        told = desk.week.payroll(path, "2026-10").told
        return sv.say(told) if told else "", read(path)[1:]

    first, second = desk.work.participant(one).number, desk.work.participant(other).number
    assert sent() == ("", [[first, "0", ""], [second, "0", ""]]), "nothing was sent before"
    day = sv.day(TODAY)
    assert sent()[0] == f"Månaden lämnades {day}, och inget har ändrats sedan dess."
    desk.week.note(one, "sick", date(2026, 10, 8))
    assert sent() == (
        f"Månaden lämnades {day}. 1 rad har ändrats sedan dess: Hamid Övningsström",
        [[first, "1", "x"], [second, "0", ""]],
    )
    assert sent()[0].endswith("inget har ändrats sedan dess."), "it is held against what was sent last"
    desk.week.note(one, "present", date(2026, 10, 8))
    desk.week.note(one, "sick", date(2026, 10, 8))
    desk.week.agree(other, "4 4 4 4 4", date(2026, 10, 29))
    assert sent()[0].endswith("1 rad har ändrats sedan dess: Åsa Övningsby"), (
        "hours agreed, too; what is as before is none"
    )
    kept = str(rows(desk.bank, "select value from setting where name like 'payroll_sent%'"))
    assert not [said for said in ("Hamid", "Åsa", first, second) if said in kept], "nobody is told by what is kept"


def test_whoever_changes_a_day_of_a_month_that_was_sent_is_told_so(desk: Desk, tmp_path: Path) -> None:
    who = placed(desk)
    assert desk.week.told_before(who, date(2026, 10, 8)) is None
    desk.week.payroll(tmp_path / "pay.csv", "2026-10")
    sv = Words("sv", TODAY)
    said = f"2026-10 lämnades till lön {sv.day(TODAY)}. Lämna månaden igen."
    told = desk.week.told_before(who, date(2026, 10, 31))
    assert told is not None
    assert sv.say(told) == said
    assert desk.week.told_before(who, date(2026, 9, 28), date(2026, 10, 1)) == told, "one of several days is enough"
    assert desk.week.told_before(who, date(2026, 11, 1), date(2026, 11, 3)) is None
    assert desk.week.note(who, "sick", date(2026, 10, 8)) == 1, "it is told and not prevented"
    placed(desk, date(2026, 9, 1), name="Åsa Övningsby")
    desk.week.payroll(tmp_path / "pay.csv", "2026-09")
    both = desk.week.told_before(who, date(2026, 9, 28), date(2026, 10, 1))
    assert both is not None
    assert sv.say(both) == f"{said.replace('2026-10', '2026-09')}\n{said}", "each month that was sent"


def test_of_a_month_that_goes_on_nothing_is_held_against_the_next_file(desk: Desk, tmp_path: Path) -> None:
    placed(desk)
    for _ in range(2):
        assert desk.week.payroll(tmp_path / "pay.csv", "2026-11").told is None


def test_of_the_month_that_goes_on_the_days_that_have_been_are_counted_and_of_an_employment_its_own(
    desk: Desk, tmp_path: Path
) -> None:
    placed(desk, date(2026, 11, 12))
    desk.week.set_payroll_columns("from; to; agreed; unknown")
    desk.week.payroll(tmp_path / "pay.csv", "2026-11")
    assert read(tmp_path / "pay.csv")[1:] == [["2026-11-12", str(TODAY), "48,00", "8"]]
    for month, code in (("2026-12", "AHEAD"), ("2026-10", "EMPTY")):
        with pytest.raises(Refused) as refused:
            desk.week.payroll(tmp_path / "no.csv", month)
        assert refused.value.code == code
    assert not (tmp_path / "no.csv").exists()


def test_whoever_is_protected_or_restricted_is_left_out_and_who_leaves_is_logged(desk: Desk, tmp_path: Path) -> None:
    who, hidden, stopped = placed(desk), placed(desk, name="Prov Dold"), placed(desk, name="Prov Stoppad")
    desk.participants.protect(hidden, 1, "beslut")
    desk.participants.restrict(stopped, True, "begärt")
    sent = desk.week.payroll(tmp_path / "pay.csv", "2026-10", to="Lönekontoret")
    assert (sent.people, sent.left_out) == (1, 2)
    assert [r[1] for r in read(tmp_path / "pay.csv")[1:]] == ["Hamid Övningsström"]
    logged = rows(desk.bank, "select participant_id, words from access_log where what = 'export_payroll'")
    assert [(r["participant_id"], r["words"]) for r in logged] == [(who, "Lönekontoret")]


def test_a_name_that_a_spreadsheet_would_reckon_is_plain_text(desk: Desk, tmp_path: Path) -> None:
    placed(desk, name="=1+1")
    desk.week.set_payroll_columns("name=+Namn")
    desk.week.payroll(tmp_path / "pay.csv", "2026-10")
    assert all(not cell.startswith(("=", "+")) for row in read(tmp_path / "pay.csv") for cell in row)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("lön", "COLUMN"),
        ("number; number", "TWICE"),
        ("number=A; name=A", "TWICE"),
        ("number=Anst.nr; name=anst.NR", "TWICE"),
        ("name=Nummer; number", "TWICE"),  # the usual heading of the other, in whichever language the file goes out
        ("number; sick_days=number", "TWICE"),
        ("=A", "COLUMN"),
        (";", "COLUMN"),
        (" ; ;", "COLUMN"),
    ],
)
def test_columns_that_cannot_be_are_refused_and_the_chosen_ones_stay(desk: Desk, said: str, code: str) -> None:
    desk.week.set_payroll_columns(" Number = Anst.nr ;; month ")
    with pytest.raises(Refused) as refused:
        desk.week.set_payroll_columns(said)
    assert refused.value.code == code
    assert [tuple(c) for c in desk.week.payroll_columns()] == [("number", "Anst.nr"), ("month", "")]
    desk.week.set_payroll_columns("")
    assert [c.name for c in desk.week.payroll_columns()][:3] == ["number", "name", "employment"]
    desk.history.undo_latest()
    assert [c.name for c in desk.week.payroll_columns()] == ["number", "month"]


def test_a_heading_that_would_be_read_as_two_columns_is_no_heading(desk: Desk) -> None:
    with pytest.raises(Refused, match="semicolon"):
        written_columns([PayrollColumn("name", "Namn; number")])
    said = written_columns([PayrollColumn("name", "Namn=Förnamn"), PayrollColumn("month", "")])
    assert [tuple(c) for c in desk.week.set_payroll_columns(said)] == [("name", "Namn=Förnamn"), ("month", "")]


def test_the_first_lines_are_those_of_the_file_and_that_they_were_looked_at_is_logged(
    desk: Desk, tmp_path: Path
) -> None:
    everyone = [placed(desk, name=f"Prov {i}") for i in range(FIRST_LINES + 2)]
    desk.participants.protect(everyone[0], 1, "beslut")
    desk.week.set_payroll_columns("number; name; agreed; unknown")
    found = desk.week.payroll_first("2026-10")
    desk.week.payroll(tmp_path / "pay.csv", "2026-10")
    shown = [[str(said_in_file(x.value(c.name))) for c in desk.week.payroll_columns()] for x in found]
    assert shown == read(tmp_path / "pay.csv")[1 : 1 + FIRST_LINES]
    assert "Prov 0" not in {r[1] for r in shown}
    assert [r["why"] for r in rows(desk.bank, "select why from access_log where what = 'list_leaving'")] == [
        "payroll 4"
    ]


def test_a_column_may_be_headed_as_one_that_is_not_there_and_no_two_usual_headings_are_one(desk: Desk) -> None:
    assert desk.week.set_payroll_columns("name=Nummer; sick_days=Antal")
    for lang in LANGUAGES:
        heads = [Words(lang).say(PAYROLL_COLUMNS[c.name]) for c in USUAL_COLUMNS]
        assert len(set(heads)) == len(heads)
        desk.week.set_payroll_columns("; ".join(PAYROLL_COLUMNS))
