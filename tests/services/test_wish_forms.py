"""The form on which a person ranks what she wants: one page that says what is noted, tells nobody's number, and is logged."""

from __future__ import annotations

import pypdfium2
import pytest

from amdesk.db.bank import reference
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make


def read(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    assert len(pages) == 1, "it is one page to write on"
    return " ".join(str(pages[0].get_textpage().get_text_bounded()).split())


def test_it_says_her_name_and_what_is_noted_in_her_order_and_never_her_number_or_phone(desk: Desk) -> None:
    mine = make.participant(
        desk.bank, name="Astrid Prov", wishes=("MAT", "LOK"), identity="200610182387", phone="070-1740605"
    )
    said = read(desk.wish_forms.paper(mine, "sv"))
    names = {o.code: o.sv for o in reference.occupations(desk.bank)}
    assert said.index(f"antecknat: {names['MAT']}") < said.index(f"antecknat: {names['LOK']}")
    assert "Astrid Prov" in said
    assert not {"2387", "1740605"} & set(said.replace("-", " ").split())
    assert all(name in said for name in names.values())
    assert "wish_form" in {e.what for e in desk.history.access()}


def test_a_wish_that_no_occupation_is_called_any_more_is_left_out(desk: Desk) -> None:
    mine = make.participant(desk.bank, name="Astrid Prov", wishes=("LOK", "GAMMALT"))
    assert read(desk.wish_forms.paper(mine, "sv")).count("antecknat:") == 1


def test_a_form_for_anybody_is_of_nobody_and_has_five_lines(desk: Desk) -> None:
    make.participant(desk.bank, name="Astrid Prov", wishes=("MAT",))
    said = read(desk.wish_forms.blank("sv"))
    assert "Astrid" not in said
    assert "antecknat:" not in said
    assert all(f" {n}. " in said for n in range(2, 6))


def test_the_form_of_a_protected_person_needs_a_reason(desk: Desk) -> None:
    mine = make.participant(desk.bank, name="Astrid Prov", protection=2)
    with pytest.raises(Refused):
        desk.wish_forms.paper(mine, "sv")
    assert "Astrid Prov" in read(desk.wish_forms.paper(mine, "sv", "hon fyller i den hos mig"))


def test_it_asks_nothing_about_health(desk: Desk) -> None:
    assert "Skriv inget om sjukdomar eller diagnoser" in read(desk.wish_forms.blank("sv"))
    assert "nothing about illness or diagnoses" in read(desk.wish_forms.blank("en"))


def test_it_says_for_how_long_the_unit_keeps_them_and_no_less(desk: Desk) -> None:
    assert "så länge du deltar och i 5 år efter det" in (said := read(desk.wish_forms.blank("sv")))
    assert "vad vi har antecknat." in said
    desk.set_settings({"retention_years": "1"})
    assert desk.retention.years == 1
    assert "och i 1 år efter det" in read(desk.wish_forms.blank("sv"))
    assert "and for 1 year after that" in (said := read(desk.wish_forms.blank("en")))
    assert "what we have noted." in said
