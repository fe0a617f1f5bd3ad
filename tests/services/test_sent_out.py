"""A list that the program sent out, given to an import by mistake: the sentence says where it goes back in, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from amdesk.db.port import value
from amdesk.domain.errors import BadFile
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_modules import module
from tests.services.test_week import placed


def week_list(desk: Desk, path: Path) -> None:
    placed(desk)
    desk.week.lists(path)


def assessment_sheets(desk: Desk, path: Path) -> None:
    person = make.participant(desk.bank, name="Ada Provberg")
    last = TODAY + timedelta(100)
    ref = desk.booking.book(person, make.placement(desk.bank), TODAY - timedelta(40), last).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    desk.sheets.out(path, desk.sheets.running())


def attendance_of_module(desk: Desk, path: Path) -> None:
    taught = module(desk)
    need = desk.modules.need(make.participant(desk.bank, name="Ada Provberg"), "yrkessvenska")
    desk.modules.step(need.id, "enrolled", module_id=taught.id)
    desk.attendance.write(path, taught.id, "sv")


SENT = (
    (week_list, "attendance import"),
    (assessment_sheets, "import assessments"),
    (attendance_of_module, "module import"),
)


@pytest.mark.parametrize("kind", ["placements", "participants", "employments", "followups", "payments", "measures"])
@pytest.mark.parametrize(("send", "way"), SENT, ids=[way for _, way in SENT])
def test_a_list_that_was_sent_out_says_where_it_goes_back_in(
    desk: Desk, tmp_path: Path, send: Callable[[Desk, Path], None], way: str, kind: str
) -> None:
    path = tmp_path / "lista.xlsx"
    send(desk, path)
    before = value(desk.bank, "select count(*) from audit")
    with pytest.raises(BadFile) as refused:
        desk.imports.stage(path, kind)
    assert (refused.value.code, f"`amdesk {way}`" in Words("en", TODAY).say(refused.value.text)) == ("SENT_OUT", True)
    assert value(desk.bank, "select count(*) from audit") == before


def test_a_list_of_people_in_whose_file_one_is_left_over_is_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "lista.xlsx"
    week_list(desk, path)
    book = load_workbook(path)
    sheet = book.create_sheet("Nya", 0)
    for row in (
        ("Namn", "Telefon", "Ärendenummer"),
        ("Ada Prov", "070-174 06 05", "A 1"),
        ("Bo Prov", "070-174 06 06", "A 2"),
    ):
        sheet.append(row)
    book.active = 0
    book.save(path)
    assert [r.cells["name"] for r in desk.imports.stage(path, "participants").rows] == ["Ada Prov", "Bo Prov"]
