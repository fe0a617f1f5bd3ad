"""The teacher's list: filled in with openpyxl as a teacher would, read back cell by cell, stored and undone as one step."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from amdesk.domain.errors import BadFile, Refused
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_modules import module


@pytest.fixture
def taught(desk: Desk) -> tuple[int, list[int], list[int]]:
    """(module, enrolments, meetings) of a module that three take."""
    m = module(desk, capacity=5)
    keys = []
    for name in ("Ada Provberg", "Bo Testgren", "Cia Demolund"):
        need = desk.modules.need(make.participant(desk.bank, name=name), "yrkessvenska")
        keys.append(desk.modules.step(need.id, "enrolled", module_id=m.id).id)
    return m.id, keys, [o.id for o in desk.modules.occasions(m.id)]


def fill(path: Path, cells: dict[str, object]) -> None:
    book = load_workbook(path)
    for place, said in cells.items():
        book.worksheets[0][place] = said
    book.save(path)


def test_what_the_teacher_wrote_is_told_cell_by_cell_and_stored_once_accepted(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    (key, (a, b, c), (first, second, _)), path = taught, tmp_path / "narvaro.xlsx"
    desk.modules.attend({(a, first): "present"})
    assert desk.attendance.write(path, key, "sv") == 3
    assert desk.attendance.read(path)[1] == [], "a list that nobody touched changes nothing"
    desk.modules.attend({(b, second): "notified"})
    fill(path, {"C5": "Frånvarande oanmäld", "D5": "närvarande", "D6": 1, "C6": "kanske"})
    book = load_workbook(path)
    book.worksheets[0].delete_rows(7)
    book.save(path)
    before = desk.modules.register(key).attendance
    found = desk.attendance.read(path)[1]
    assert {(m.kind, m.enrolment, m.occasion, m.new) for m in found} == {
        ("CHANGED", a, first, "absent"),
        ("NEW", a, second, "present"),
        ("CONFLICT", b, second, "present"),
        ("NO_STATE", b, first, None),
        ("MISSING", c, 0, None),
    }
    assert desk.modules.register(key).attendance == before, "nothing is stored before it is accepted"
    assert desk.attendance.accept(found) == 2
    now = desk.modules.register(key).attendance
    assert now == {(a, first): "absent", (a, second): "present", (b, second): "notified"}
    desk.history.undo()
    assert desk.modules.register(key).attendance == before


def test_a_mark_that_was_noted_and_is_empty_in_the_list_is_told_and_stays(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    (key, (a, _b, _c), (first, second, _)), path = taught, tmp_path / "narvaro.xlsx"
    desk.modules.attend({(a, first): "absent"})
    desk.attendance.write(path, key, "sv")
    desk.modules.attend({(a, second): "present"})
    book = load_workbook(path)
    book.worksheets[0]["C5"].value = None
    book.save(path)
    found = desk.attendance.read(path)[1]
    assert [(m.kind, m.enrolment, m.occasion, m.new) for m in found] == [("EMPTIED", a, first, None)], (
        "what is newer here was empty when the list was sent"
    )
    assert "Ada Provberg" in str(found[0].text)
    assert desk.attendance.accept(found, found) == 0
    assert desk.modules.register(key).attendance == {(a, first): "absent", (a, second): "present"}


def test_a_mark_that_is_none_is_not_stored_also_where_somebody_chooses_it_and_a_conflict_only_where_it_is_chosen(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    (key, (a, b, _), (first, second, _)), path = taught, tmp_path / "narvaro.xlsx"
    desk.modules.attend({(a, first): "present"})
    desk.attendance.write(path, key, "sv")
    desk.modules.attend({(b, second): "notified"})
    fill(path, {"C5": "kanske", "D5": "närvarande", "D6": 1})
    found = desk.attendance.read(path)[1]
    before = desk.modules.register(key).attendance
    unread = [m for m in found if m.new is None]
    assert [(m.kind, m.enrolment) for m in unread] == [("NO_STATE", a)]
    assert desk.attendance.accept(found, unread) == desk.attendance.accept(found, []) == 0
    assert desk.modules.register(key).attendance == before
    assert desk.attendance.accept(found, found) == 2
    assert desk.modules.register(key).attendance == {
        (a, first): "present",
        (a, second): "present",
        (b, second): "present",
    }


def test_a_row_pasted_from_another_list_is_left_out(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    path = tmp_path / "narvaro.xlsx"
    desk.attendance.write(path, taught[0], "sv")
    fill(path, {"A6": f"{taught[1][1]}.00000000", "C6": "Närvarande"})
    assert [m.kind for m in desk.attendance.read(path)[1]] == ["UNKNOWN", "MISSING"]


def test_a_list_whose_hidden_part_was_changed_is_refused(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    path = tmp_path / "narvaro.xlsx"
    desk.attendance.write(path, taught[0], "sv")
    book = load_workbook(path)
    said = str(book["_amdesk_attendance"]["A1"].value)
    book["_amdesk_attendance"]["A1"] = said.replace(f'"module": {taught[0]}', '"module": 999')
    book.save(path)
    with pytest.raises(BadFile):
        desk.attendance.read(path)


def test_protected_people_are_never_on_the_list(desk: Desk, tmp_path: Path) -> None:
    m = module(desk)
    need = desk.modules.need(make.participant(desk.bank, protection=1), "yrkessvenska")
    desk.modules.step(need.id, "enrolled", module_id=m.id)
    with pytest.raises(Refused, match="Nobody is enrolled"):
        desk.attendance.write(tmp_path / "x.xlsx", m.id)


@pytest.mark.thorough(long=True)
def test_a_long_list_with_everything_noted_comes_back_unchanged(desk: Desk, tmp_path: Path) -> None:
    days = [(TODAY + timedelta(i), "09:00", "12:00") for i in range(120)]
    m = desk.modules.create(
        {"kind": "yrkessvenska", "name": "Lång kurs", "place": "Rådhuset", "hours": 300, "capacity": 40}, days
    )
    meetings = [o.id for o in desk.modules.occasions(m.id)]
    for _ in range(20):
        need = desk.modules.need(make.participant(desk.bank), "yrkessvenska")
        key = desk.modules.step(need.id, "enrolled", module_id=m.id).id
        desk.modules.attend({(key, o): "present" for o in meetings})
    path = tmp_path / "lang.xlsx"
    assert desk.attendance.write(path, m.id) == 20
    assert desk.attendance.read(path)[1] == []


def test_whose_processing_is_restricted_stands_on_no_list_and_is_counted_as_left_out(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    who = desk.modules.register(taught[0]).people[1].participant_id
    desk.participants.restrict(who, wish=True, why="Bestrider uppgifterna")
    forms = desk.attendance.leaving(taught[0])
    assert ([count for _, count in forms.whom], forms.left_out) == ([2], 1)
    assert desk.attendance.write(tmp_path / "lista.xlsx", taught[0]) == 2
    cells = {c.value for row in load_workbook(tmp_path / "lista.xlsx").worksheets[0].iter_rows() for c in row}
    assert "Bo Testgren" not in cells
    assert "Ada Provberg" in cells


def test_a_row_under_another_name_and_a_day_under_another_head_are_not_taken(
    desk: Desk, taught: tuple[int, list[int], list[int]], tmp_path: Path
) -> None:
    (key, (_a, b, c), (first, second, _)), path = taught, tmp_path / "narvaro.xlsx"
    desk.attendance.write(path, key, "sv")
    head = load_workbook(path).worksheets[0]["D4"].value
    fill(path, {"B5": "Bo Testgren", "C5": "närvarande", "C4": head, "C6": "närvarande", "D7": "närvarande"})
    found = desk.attendance.read(path)[1]
    assert [(m.kind, m.enrolment, m.occasion, m.new) for m in found] == [
        ("NO_STATE", taught[1][0], 0, None),
        ("NO_STATE", b, first, None),
        ("NEW", c, second, "present"),
    ]
    assert str(found[0].text).startswith("Row 5 belongs to Ada Provberg and says Bo Testgren")
    assert "stands over it" in str(found[1].text)
    assert desk.attendance.accept(found) == 1
