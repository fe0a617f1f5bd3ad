"""The form of attendance on paper: a page for a workplace, and nobody on it who must not be."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from pypdf import PdfReader

from amdesk.db.port import Bank, rows
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.export import week_form
from amdesk.export.pdf import width_of
from amdesk.i18n import Words
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


def test_whoever_begins_on_the_monday_after_is_on_no_form_of_the_week(desk: Desk) -> None:
    placed(desk)
    monday = TODAY - timedelta(TODAY.weekday())
    placed(desk, monday + timedelta(7), name="Prov Senare")
    placed(desk, monday + timedelta(6), name="Prov Söndag")
    made, sent = desk.week.form(TODAY)
    assert sent.people == 2
    assert "Prov Senare" not in "".join(pages(made))
    assert "Prov Söndag" in "".join(pages(made))


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


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_headings_of_the_days_stand_apart_in_every_week_of_a_year(
    monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    drawn: list[tuple[float, float, str, float]] = []

    def draw(_canvas: object, x: float, y: float, said: str, font: str, size: float, *_: object) -> None:
        if "/" in said and said.endswith(" "):
            drawn.append((y, x, said.rstrip(), x + width_of(said.rstrip(), font, size)))

    monkeypatch.setattr(week_form, "draw", draw)
    mondays = [date(2026, 1, 5) + timedelta(7 * i) for i in range(53)]
    people = [week_form.FormPerson("Aida Prov", [480] * 7)]
    forms = [week_form.WeekForm("Parken", "", "", m, [m + timedelta(i) for i in range(7)], people) for m in mondays]
    week_form.week_form_pdf(forms, Words(lang, TODAY))
    assert len(drawn) == 7 * len(mondays)
    gaps = [b[1] - a[3] for a, b in pairwise(drawn) if a[1] < b[1]]
    assert len(gaps) == 6 * len(mondays)
    assert min(gaps) >= 8
    assert max(end for _, _, _, end in drawn) <= week_form.RIGHT


@pytest.mark.parametrize(
    "long", ["Prov " * 30, "Prov" * 30, "Teodolinda Alexandria Exempelström-Provkvist af Övningsby "]
)
def test_people_whose_long_names_differ_at_the_end_are_told_apart(long: str) -> None:
    monday = date(2026, 11, 16)
    days = [monday + timedelta(i) for i in range(7)]
    people = [week_form.FormPerson(f"{long}{end}", [480] * 7) for end in ("den äldre", "den yngre")]
    form = week_form.WeekForm(long * 2 + "norra", long + "Söder", "", monday, days, people)
    (page,) = pages(week_form.week_form_pdf([form], Words("sv", TODAY)))
    assert [end in page for end in ("den äldre", "den yngre", "norra", "Söder")] == [True] * 4
    for person in people:
        lines, size = week_form._name_lines(person.name, 156)
        assert len(lines) * (size + week_form.BETWEEN_LINES) <= week_form.ROW
        assert max(width_of(line, "Inter", size) for line in lines) <= 156
