"""The supervisors' list of a week: out, filled in, back in without a day entered twice; what is newer here stays."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from amdesk.cli import main
from amdesk.db.port import Bank, value
from amdesk.domain.booking.week.sheet import NAMES_ROW, WEEK_META, WeekHead, WeekRow, job_key, marks_of, read_mark
from amdesk.domain.errors import BadFile
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_week import placed, week

MONDAY = TODAY - timedelta(7)


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def fill(path: Path, *cells: object) -> None:
    """The first person's days from Monday on."""
    book = load_workbook(path)
    for i, said in enumerate(cells):
        if said is not None:
            book.worksheets[0].cell(NAMES_ROW + 1, 3 + i, said)
    book.save(path)


def test_a_list_comes_back_once_and_again_and_no_day_is_entered_twice(desk: Desk, tmp_path: Path) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "sick", MONDAY)
    assert desk.week.lists(path) == (1, 0, None)
    fill(path, None, "n", "S 2", 4, "O")
    found = desk.week.returned(path)
    assert [m.kind for m in found] == ["NEW"] * 4
    assert desk.week.take(found) == 4
    assert week(desk, who, MONDAY) == "SNSNO.."
    assert [d.present for d in desk.week.of(who, "", MONDAY).week.days[:5]] == [0, 360, 120, 240, 0]
    assert desk.week.returned(path) == []
    assert desk.week.take(found) == 0, "the same answer stored twice"
    assert value(desk.bank, "select count(*) from workday") == 5
    desk.history.undo_latest()
    assert week(desk, who, MONDAY) == "S......"


def test_what_a_colleague_notes_while_the_list_is_looked_at_stays_whether_the_day_was_noted_before_or_not(
    desk: Desk, tmp_path: Path
) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "present", MONDAY, MONDAY + timedelta(2))
    desk.week.lists(path)
    fill(path, "S", "S", "S", "S", "S")
    found = desk.week.returned(path)
    assert [m.kind for m in found] == ["CHANGED"] * 3 + ["NEW"] * 2
    desk.week.note(who, "child", MONDAY)  # another code
    desk.week.note(who, "present", MONDAY + timedelta(1), present=120)  # other hours
    desk.week.clear(who, MONDAY + timedelta(2))
    desk.week.note(who, "child", MONDAY + timedelta(3))
    assert desk.week.take(found) == 1
    assert str(desk.history.steps()[0].what) == "Week's list stored: 1 day", "what was stored, and no more"
    assert week(desk, who, MONDAY) == "VN.VS.."
    assert desk.week.of(who, "", MONDAY).week.days[1].present == 120
    assert desk.week.take(found) == 0, "the same answer stored twice"


@pytest.mark.parametrize(("lang", "cells"), [("sv", ["S 2,5", "4,5"]), ("en", ["S 2.5", "4.5"])])
def test_hours_stand_in_the_list_as_they_are_written_where_it_is_read_and_come_back_unchanged(
    desk: Desk, tmp_path: Path, lang: str, cells: list[str]
) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "sick", MONDAY, present=150)
    desk.week.note(who, "present", MONDAY + timedelta(1), present=270)
    desk.week.lists(path, lang=lang)
    row = load_workbook(path).worksheets[0][NAMES_ROW + 1]
    assert [row[2].value, row[3].value] == cells
    assert desk.week.returned(path) == []


def test_a_list_that_nobody_filled_in_changes_nothing_whatever_hours_were_agreed_since(
    desk: Desk, tmp_path: Path
) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "present", MONDAY, MONDAY + timedelta(1))
    desk.week.note(who, "present", MONDAY + timedelta(2), present=180)
    desk.week.lists(path)
    desk.week.agree(who, "3 3 3 3 3", MONDAY)
    assert desk.week.returned(path) == []
    fill(path, "S", 4, "N")
    assert [m.kind for m in desk.week.returned(path)] == ["CHANGED", "CHANGED"], (
        "three hours are all that are agreed now"
    )


def test_a_day_that_has_not_been_is_said_to_be_left_out_and_no_hours_are_no_presence(
    desk: Desk, tmp_path: Path
) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.lists(path, TODAY)
    fill(path, 0, "M")
    found = desk.week.returned(path)
    assert [m.kind for m in found] == ["WRONG", "WRONG"]
    said = [Words("en").say(m.text) for m in found]
    assert "no hours was away" in said[0]
    assert "has not been yet" in said[1]
    assert desk.week.take(found) == 0
    assert week(desk, who) == "......."


def test_a_day_that_was_noted_and_is_empty_in_the_list_is_told_and_stays(desk: Desk, tmp_path: Path) -> None:
    """Nobody is present or away by an empty cell; and whoever cleared one believes that the bank has done so too."""
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "sick", MONDAY, MONDAY + timedelta(1))
    desk.week.note(who, "present", MONDAY + timedelta(2))
    desk.week.lists(path)
    book = load_workbook(path)
    for column in (3, 4, 5):
        book.worksheets[0].cell(NAMES_ROW + 1, column).value = None if column != 4 else "?"
    book.save(path)
    desk.week.clear(who, MONDAY + timedelta(2))
    found = desk.week.returned(path)
    assert [(m.kind, m.day) for m in found] == [("EMPTIED", MONDAY), ("EMPTIED", MONDAY + timedelta(1))]
    sv, sheet = Words("sv", TODAY), book.worksheets[0].title
    assert sv.say(found[0].text) == (
        f"Blad ”{sheet}”, rad {NAMES_ROW + 1}, Hamid Övningsström, {sv.day(MONDAY)}: antecknat här och tomt i listan. Det står kvar; ta bort "
        "det i veckan om det var fel."
    )
    assert desk.week.take(found) == 0
    assert week(desk, who, MONDAY) == "SS....."


def test_rows_that_were_cut_out_are_told_by_name_and_nothing_becomes_of_it(desk: Desk, tmp_path: Path) -> None:
    """Whoever sent the list back believes that it said something of them."""
    path = tmp_path / "vecka.xlsx"
    who, *others = (placed(desk, name=name) for name in ("Hamid Övningsström", "Åsa Övningsby", "Zoran Övningsäng"))
    desk.week.note(who, "sick", MONDAY)
    assert desk.week.lists(path) == (3, 0, None)
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in range(sheet.max_row, NAMES_ROW, -1):
            if sheet.cell(row, 2).value in {"Hamid Övningsström", "Åsa Övningsby"}:
                sheet.delete_rows(row)
    book.save(path)
    sv = Words("sv", TODAY)
    found = desk.week.returned(path)
    assert [(m.kind, sv.say(m.text)) for m in found] == [
        (
            "MISSING",
            "2 rader i listan som skickades saknas i den här, och inget ändras för det: Hamid Övningsström, Åsa Övningsby",
        )
    ]
    assert desk.week.take(found) == 0
    assert [week(desk, one, MONDAY) for one in (who, *others)] == ["S......", ".......", "......."]
    desk.participants.protect(who, 1, "beslut")
    (said,) = [sv.say(m.text) for m in desk.week.returned(path)]
    assert "Hamid" not in said, "whoever has been protected since is told as the gate says"
    assert said.startswith("2 rader")
    desk.participants.protect(who, 0, "slut")
    desk.participants.restrict(who, True, "begäran")
    (said,) = [sv.say(m.text) for m in desk.week.returned(path)]
    assert said.endswith("inget ändras för det: Åsa Övningsby"), "of whoever is restricted nothing would be taken"


def test_of_a_list_that_one_supervisor_sends_back_the_others_are_told_in_one_line() -> None:
    head = WeekHead(tuple(range(1, 41)), (MONDAY,), {})
    names = {job: Masked(f"Övning {job:02}", job, job % 40 == 1) for job in range(1, 42)}
    row = WeekRow(text("A 5"), job_key("00", 2), [(MONDAY, None)])
    found = marks_of("00", head, [row], {}, {}, TODAY, names=names)
    assert [m.kind for m in found] == ["MISSING"]
    said = Words("en", TODAY).say(found[0].text)
    assert said.startswith("39 rows of the list that was sent are missing")
    assert said.endswith("Övning 22; and 19 more"), (
        "whom the list did not have is not missed, and whoever is hidden stands last"
    )


def test_whatever_a_list_says_of_somebodys_day_names_her_and_of_whoever_was_protected_since_the_mask(
    desk: Desk, tmp_path: Path
) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "present", MONDAY, MONDAY + timedelta(1))
    desk.week.lists(path)
    desk.week.note(who, "child", MONDAY + timedelta(1))
    fill(path, "S", "S", "x", "N")
    book = load_workbook(path)
    book.worksheets[0].cell(NAMES_ROW + 1, 9, "N")  # a Sunday without hours
    book.save(path)
    found = desk.week.returned(path)
    assert {m.kind for m in found} == {"CHANGED", "CONFLICT", "WRONG", "NEW"}
    said = [Words("sv", TODAY).say(m.text) for m in found]
    assert [one for one in said if "Hamid Övningsström" not in one] == []
    desk.participants.protect(who, 1, "beslut")
    said = [Words("sv", TODAY).say(m.text) for m in desk.week.returned(path)]
    assert [one for one in said if "Hamid" in one or "Övningsström" in one] == []
    assert len(said) == len(found)


def test_what_is_newer_here_stays_and_what_only_the_list_changed_is_changed(desk: Desk, tmp_path: Path) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.note(who, "present", MONDAY)
    desk.week.lists(path)
    desk.week.note(who, "child", MONDAY + timedelta(1))
    fill(path, "S", "S", "x")
    found = desk.week.returned(path)
    assert [m.kind for m in found] == ["CHANGED", "CONFLICT", "WRONG"]
    assert desk.week.take(found) == 1
    assert week(desk, who, MONDAY) == "SV....."


def test_what_is_noted_on_the_last_day_of_the_week_comes_back_as_it_stands(desk: Desk, tmp_path: Path) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    before = MONDAY - timedelta(7)
    desk.week.agree(who, "6 6 6 6 6 6 6", before)
    for i in (0, 6):
        desk.week.note(who, "sick", before + timedelta(i))
    desk.week.lists(path, before)
    assert desk.week.returned(path) == []


def test_a_list_that_somebody_changed_behind_its_days_is_none(desk: Desk, tmp_path: Path) -> None:
    placed(desk)
    path = tmp_path / "vecka.xlsx"
    desk.week.lists(path)
    book = load_workbook(path)
    book[WEEK_META].cell(1, 1, book[WEEK_META].cell(1, 1).value.replace("2026", "2025"))
    book.save(path)
    with pytest.raises(BadFile):
        desk.week.returned(path)


def test_a_protected_person_is_in_no_list(desk: Desk, tmp_path: Path) -> None:
    placed(desk)
    placed(desk, name="Prov Hemlig", protection=1)
    path = tmp_path / "vecka.xlsx"
    assert desk.week.lists(path) == (1, 1, None)
    said = [str(c.value) for s in load_workbook(path).worksheets for r in s.iter_rows() for c in r]
    assert not [x for x in said if "Hemlig" in x]


def test_whoever_may_be_stored_and_no_more_is_in_no_list_no_task_and_blocks_nobody(desk: Desk, tmp_path: Path) -> None:
    who, other = placed(desk), placed(desk, name="Prov Avprovad")
    desk.week.note(who, "sick", TODAY - timedelta(10), TODAY - timedelta(2))
    path, later = tmp_path / "vecka.xlsx", tmp_path / "senare.xlsx"
    desk.week.lists(path)
    book = load_workbook(path)
    for row in (NAMES_ROW + 1, NAMES_ROW + 2):
        book.worksheets[0].cell(row, 7, "O")
    book.save(path)
    before = desk.week.returned(path)
    desk.participants.restrict(who, True, "begäran")
    assert desk.week.lists(later) == (1, 1, None)
    assert "Övningsström" not in str([[c.value for c in r] for r in load_workbook(later).worksheets[0].iter_rows()])
    found = desk.week.returned(path)
    assert sorted((m.kind, m.code) for m in found) == [("NEW", "unexcused"), ("RESTRICTED", "")]
    assert desk.week.take(before) == 1, "read before she was restricted"
    assert week(desk, other, MONDAY) == "....O.."
    assert [r.participant_id for r in desk.week.placed()] == [other]
    kinds = {"talk", "absent", "call", "day8"}
    assert {t.participant_id for t in desk.overview()[0].tasks if t.kind in kinds} == {other}


def test_a_cell_that_cannot_be_is_told_and_the_rest_is_stored(desk: Desk, tmp_path: Path) -> None:
    who, path = placed(desk, last=MONDAY + timedelta(2)), tmp_path / "vecka.xlsx"
    desk.week.agree(who, "6 0 6 6 6", MONDAY)
    desk.week.lists(path)
    fill(path, "S 8", "N", "N", "4", "S")
    found = desk.week.returned(path)
    assert [(m.kind, (m.day or MONDAY) - MONDAY) for m in found] == [
        ("WRONG", timedelta(0)), ("WRONG", timedelta(1)), ("NEW", timedelta(2)), ("WRONG", timedelta(3)), ("WRONG", timedelta(4)),
    ]  # fmt: skip
    assert all("”, row 5, " in Words("en", TODAY).say(m.text) for m in found), "which row"
    assert desk.week.take(found) == 1
    assert week(desk, who, MONDAY) == "..N...."


def test_hours_agreed_on_otherwise_after_the_list_was_read_stop_no_other_day(desk: Desk, tmp_path: Path) -> None:
    who, path = placed(desk), tmp_path / "vecka.xlsx"
    desk.week.lists(path)
    fill(path, "N", "N")
    found = desk.week.returned(path)
    desk.week.agree(who, "0 6 6 6 6", MONDAY)
    assert desk.week.take(found) == 1
    assert week(desk, who, MONDAY) == ".N....."


@pytest.mark.parametrize(("said", "read"), [
    ("N", ("present", None)), (" s ", ("sick", None)), ("4", ("present", 240)), (4.5, ("present", 270)), ("S2", ("sick", 120)), ("v 1:30", ("child", 90)), (time(4, 30), ("present", 270)), (timedelta(hours=4, minutes=30), ("present", 270)), (None, None), ("?", None),
])  # fmt: skip
def test_a_cell_is_read_as_people_write_it(said: object, read: object) -> None:
    assert read_mark(said) == read  # type: ignore[arg-type]  # as Excel gives it


def test_the_same_by_command(new_file: Path, tmp_path: Path) -> None:
    from tests.cli import small

    bank = make.copied(new_file, tmp_path / "b.amdesk")
    small.fill(bank)
    path, head = tmp_path / "v.xlsx", ["--bank", str(bank), "--lang", "en", "--today", TODAY.isoformat(), "attendance"]
    assert CliRunner().invoke(main, [*head, "export", "--on", TODAY.isoformat(), "--out", str(path)]).exit_code == 0
    fill(path, "S")
    told = [CliRunner().invoke(main, [*head, "import", str(path), *more]).output for more in (["--dry-run"], [], [])]
    assert [
        "1 day would be stored. Nothing was." in told[0],
        "1 day stored." in told[1],
        "0 days stored." in told[2],
    ] == [True] * 3


def test_sheets_and_their_rows_stand_in_the_swedish_alphabet_and_what_leaves_is_told_first(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "vecka.xlsx"
    for name, supervisor in (("Östen", "Örjan Prov"), ("Zita", "Zara Prov"), ("Åke", "Åsa Prov"), ("Ärla", "Åsa Prov")):
        who = placed(desk, name=f"{name} Prov")
        place = make.placement(desk.bank, 9, name=f"Hos {name}", supervisor=supervisor)
        with desk.bank.write(text("another place")):
            desk.bank.execute(
                "update employment set placement_id = :p where participant_id = :w", {"p": place, "w": who}
            )
    told = desk.week.leaving()
    assert [(str(name), count) for name, count in told.whom] == [("Zara Prov", 1), ("Åsa Prov", 2), ("Örjan Prov", 1)]
    assert not path.exists()
    desk.week.lists(path)
    sheets = [s for s in load_workbook(path).worksheets if s.title != WEEK_META]
    assert [s["B1"].value for s in sheets] == ["Zara Prov", "Åsa Prov", "Örjan Prov"]
    assert [sheets[1].cell(NAMES_ROW + 1 + i, 2).value for i in range(2)] == ["Åke Prov", "Ärla Prov"]


def two_listed(desk: Desk, path: Path) -> tuple[int, int]:
    """Anna and Bo on one list, Anna first."""
    anna, bo = placed(desk), placed(desk)
    for who, name in ((anna, "Anna Övningsström"), (bo, "Bo Övningsby")):
        desk.participants.change(who, {"name": name})
    desk.week.note(bo, "present", MONDAY, MONDAY + timedelta(2))
    desk.week.lists(path)
    return anna, bo


def edited(path: Path, **cells: object) -> None:
    book = load_workbook(path)
    for place, said in cells.items():
        book.worksheets[0][place] = said
    book.save(path)


def test_a_row_that_says_another_name_on_the_list_than_its_own_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vecka.xlsx"
    anna, bo = two_listed(desk, path)
    edited(path, B5="Bo Övningsby", B6="Anna Övningsström", C5="S", D6="S")
    found = desk.week.returned(path)
    assert [(m.kind, m.day) for m in found] == [("WRONG", None)] * 2
    assert str(found[0].text).endswith(
        ", Anna Övningsström: the row says Bo Övningsby, and nothing of it was taken. Ask whose days they are."
    )
    assert desk.week.take(found) == 0
    edited(path, B5="Anna Gift", B6="bo  övningsby")
    found = desk.week.returned(path)
    assert [(m.kind, m.job) for m in found if m.kind != "WRONG"] == [
        ("NEW", found[0].job),
        ("CHANGED", found[1].job),
    ], "a name that nobody on the list has is no other's"
    assert desk.week.take(found) == 2
    assert [week(desk, who, MONDAY) for who in (anna, bo)] == ["S......", "NSN...."]
    desk.participants.protect(bo, 1, "beslut")
    edited(path, B5="Bo Övningsby", C5="V")
    assert "Bo" not in "".join(str(m.text) for m in desk.week.returned(path)), "whoever is protected since is not named"


def test_a_head_that_people_read_as_another_day_than_the_hidden_one_leaves_the_days_under_it(
    desk: Desk, tmp_path: Path
) -> None:
    path, tuesday = tmp_path / "vecka.xlsx", MONDAY + timedelta(1)
    anna, _ = two_listed(desk, path)
    edited(path, C4=f"tis {tuesday.day}/{tuesday.month}", C5="S", E5="S")
    found = desk.week.returned(path)
    assert [(m.kind, m.day) for m in found] == [("WRONG", MONDAY), ("NEW", MONDAY + timedelta(2))]
    assert f"since “tis {tuesday.day}/{tuesday.month}” stands over it" in str(found[0].text)
    assert desk.week.take(found) == 1
    assert week(desk, anna, MONDAY) == "..S...."


def test_where_two_columns_are_of_one_day_and_none_of_another_the_list_is_sent_anew(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vecka.xlsx"
    two_listed(desk, path)
    edited(path, C3=str(MONDAY + timedelta(1)), C5="S")
    with pytest.raises(BadFile) as refused:
        desk.week.returned(path)
    assert refused.value.code == "NO_SHEET"


def test_a_time_of_day_is_no_number_of_hours(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vecka.xlsx"
    anna, _ = two_listed(desk, path)
    edited(path, C5="24:00", D5="13,5", E5=13)
    found = desk.week.returned(path)
    assert [m.kind for m in found] == ["WRONG", "WRONG", "NEW"]
    assert "more than 13 hours" in str(found[0].text)
    desk.week.take(found)
    assert [d.present for d in desk.week.of(anna, "", MONDAY).week.days[:3]] == [None, None, 780]
