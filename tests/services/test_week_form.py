"""The form of attendance on paper: a page for a workplace, and nobody on it who must not be."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from amdesk.db.port import Bank, rows
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_week import placed


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


def pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def test_a_page_names_who_works_there_that_week_with_the_hours_of_each_day_and_who_it_went_to_is_logged(
    desk: Desk,
) -> None:
    who, hidden, stopped = placed(desk), placed(desk, name="Prov Dold"), placed(desk, name="Prov Stoppad")
    desk.participants.protect(hidden, 1, "beslut")
    desk.participants.restrict(stopped, True, "begärt")
    made, sent = desk.week.form(None, "sv", "Handledaren")
    assert (sent.people, sent.left_out) == (1, 2)
    (page,) = pages(made)
    assert "Hamid Övningsström" in page
    assert "Prov Dold" not in page
    assert "Prov Stoppad" not in page
    assert f"Vecka {TODAY.isocalendar().week}" in page
    assert all(
        f"{said} {TODAY.day + i}/{TODAY.month}" in page for i, said in enumerate(("mån", "tis", "ons", "tor", "fre"))
    )
    assert page.count("6 ") >= 5, "six hours on each of five days"
    logged = rows(
        desk.bank, "select participant_id from access_log where what = 'attendance' and words = 'Handledaren'"
    )
    assert [r["participant_id"] for r in logged] == [who]


def test_a_week_in_which_nobody_works_has_no_form(desk: Desk) -> None:
    placed(desk)
    with pytest.raises(Refused) as refused:
        desk.week.form(date(2020, 1, 6))
    assert refused.value.code == "EMPTY"


def test_names_stand_in_the_swedish_alphabet(desk: Desk) -> None:
    for name in ("Örjan Prov", "Ärla Prov", "Åke Prov", "Zara Prov", "anna Prov"):
        placed(desk, name=name)
    (page,) = pages(desk.week.form()[0])
    assert re.findall(r"(\w+) Prov", page) == ["anna", "Zara", "Åke", "Ärla", "Örjan"]


def test_two_placements_of_one_name_have_a_page_each_where_no_supervisor_says_that_they_are_one(desk: Desk) -> None:
    placed(desk, name="Anna Prov")
    placed(desk, name="Berit Prov")
    assert len(pages(desk.week.form()[0])) == 1
    with desk.bank.write(text("nobody supervises there any more")):
        desk.bank.execute("update placement set supervisor = ''")
    assert [re.findall(r"(\w+) Prov", page) for page in pages(desk.week.form()[0])] == [["Anna"], ["Berit"]]
