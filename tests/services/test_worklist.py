"""Rows of a list that were refused wait in the bank until somebody has mended them or struck them out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db.bank import erasure, history
from amdesk.db.exchange import waiting
from amdesk.db.port import insert, rows, value
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines, store

HEAD = "Namn;Personnr;Telefon;Startdatum"
WRONG = "19860431-2380"


def two(folder: Path) -> Path:
    """One good row, and one whose number has a day that there is not."""
    return lines(
        folder,
        HEAD,
        f"Anna Prov;{make.number()};070-1740601;7/12/2026",
        f"Magnus Fiktvall;{WRONG};070-1740602;8/12/2026",
    )


def taken(desk: Desk, kind: str = "participants") -> Review:
    return desk.imports.review(desk.worklist.take_up(kind))


def undo(desk: Desk) -> None:
    step = history.last_step(desk.bank, "undo")
    assert step is not None
    history.reverse(desk.bank, step, "undo")


def test_a_refused_row_waits_with_all_its_cells_and_leaves_when_it_is_mended_and_stored(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, two(tmp_path))
    [row] = desk.worklist.rows()
    assert (row.file, row.place, row.reason, row.field) == ("list.csv", "3", "PNR_DATE", "identity")
    assert row.cells["name"] == "Magnus Fiktvall"
    review = taken(desk)
    assert review.staged.place(1) == ("list.csv", 3)
    review = desk.imports.mend(review, 1, "identity", make.number(date(1986, 4, 13)))
    assert desk.imports.store(review) == 1
    assert desk.worklist.rows() == []
    assert value(desk.bank, "select phone from participant where name = 'Magnus Fiktvall'") == "070-1740602"
    undo(desk)
    assert [r.reason for r in desk.worklist.rows()] == ["PNR_DATE"]


def test_the_same_file_again_leaves_nothing_twice_and_is_no_step(desk: Desk, tmp_path: Path) -> None:
    store(desk, two(tmp_path))
    before = history.count_steps(desk.bank)
    store(desk, two(tmp_path))
    assert len(desk.worklist.rows()) == 1
    assert history.count_steps(desk.bank) == before


def test_a_row_is_left_in_the_step_of_its_import_and_goes_with_it(desk: Desk, tmp_path: Path) -> None:
    store(desk, two(tmp_path))
    undo(desk)
    assert desk.worklist.rows() == []
    assert desk.worklist.counts() == {}


def test_a_struck_row_is_gone_until_it_is_undone_and_no_file_brings_it_back(desk: Desk, tmp_path: Path) -> None:
    store(desk, two(tmp_path))
    [row] = desk.worklist.rows()
    assert desk.worklist.strike([row.key]) == 1
    store(desk, two(tmp_path))
    assert desk.worklist.rows() == []
    with pytest.raises(Refused, match="does not wait"):
        desk.worklist.strike([row.key])
    undo(desk)
    assert [r.key for r in desk.worklist.rows()] == [row.key]


def test_what_is_mended_and_still_wrong_is_kept_as_it_was_mended(desk: Desk, tmp_path: Path) -> None:
    store(desk, two(tmp_path))
    review = desk.imports.mend(taken(desk), 1, "phone", "070-1740609")
    assert desk.imports.store(review) == 0
    [row] = desk.worklist.rows()
    assert row.cells["phone"] == "070-1740609"


def test_a_date_with_the_month_first_is_kept_as_its_column_said(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, HEAD, f"Anna Prov;{make.number()};1;12/24/2026", f"Bo Prov;{WRONG};2;1/2/2027")
    store(desk, path)
    review = desk.imports.mend(taken(desk), 1, "identity", make.number(date(1986, 4, 13)))
    assert desk.imports.reading(review.staged).questions == ()
    desk.imports.store(review)
    assert value(desk.bank, "select available_from from participant where name = 'Bo Prov'") == "2027-01-02"


def test_places_of_the_work_list_say_nothing_of_the_others(desk: Desk, tmp_path: Path) -> None:
    head = "Arbetsplats;Yrke;Antal platser;Typ"
    store(desk, lines(tmp_path, head, "Parklag Prov;Parkarbetare;2;lag", "Snickeri Prov;Trollkarl;1;lag"), "placements")
    review = desk.imports.mend(taken(desk, "placements"), 1, "occupation", "Parkarbetare")
    assert review.gone == []
    assert desk.imports.store(review) == 1
    assert value(desk.bank, "select count(*) as n from placement where flagged <> ''") == 0


def test_whoever_is_protected_is_shown_by_the_place_of_the_row_alone(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, f"{HEAD};Skyddade personuppgifter", f"Hemlig Prov;{WRONG};070-1740699;7/12/2026;ja")
    store(desk, path)
    [row] = desk.worklist.rows()
    assert (row.protected, dict(row.cells), row.place) == (True, {}, "2")


def test_a_row_of_somebody_whom_the_bank_protects_later_is_masked_by_her_number_and_by_her_name(
    desk: Desk, tmp_path: Path
) -> None:
    number = make.number()
    head = "Namn;Personnr;Telefon;Ärendenummer"
    store(desk, lines(tmp_path, head, f"Hemlig Prov;{number};1;A-1"))
    store(
        desk, lines(tmp_path, head, f"Hemlig Prov;{number};1;", f"B Prov;{number};2;", "Hemlig Prov;;070-1740699;A-1")
    )
    assert [r.protected for r in desk.worklist.rows()] == [False, False]
    person = value(desk.bank, "select id from participant where identity = :n", n=number)
    desk.participants.change(person, {"protection": 1})
    assert [r.cells for r in desk.worklist.rows()] == [{}, {}]
    assert [o.protected for o in taken(desk).outcomes] == [True, True]


def test_nothing_is_kept_of_people_who_are_no_participants(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Personnummer;Månad;Belopp", f"{make.number()};2026-10;8 450,00"), "payments")
    assert desk.worklist.rows() == []


def test_a_row_that_only_repeats_another_is_not_kept(desk: Desk, tmp_path: Path) -> None:
    row = f"Anna Prov;{make.number()};070-1740601;7/12/2026"
    store(desk, lines(tmp_path, HEAD, row, row, row.replace("Anna", "Berit")))
    assert [r.cells["name"] for r in desk.worklist.rows()] == ["Berit Prov"]


def test_a_row_with_anothers_number_stays_refused_until_it_has_its_own(desk: Desk, tmp_path: Path) -> None:
    """Taken up alone it would rename the person whose number it has."""
    row = f"Anna Prov;{make.number()};070-1740601;7/12/2026"
    store(desk, lines(tmp_path, HEAD, row, row.replace("Anna", "Berit")))
    review = taken(desk)
    assert [(o.outcome, o.reason) for o in review.outcomes] == [("rejected", "DUPLICATE")]
    review = desk.imports.mend(review, 1, "phone", "070-1740602")
    assert review.count("rejected") == 1
    review = desk.imports.mend(review, 1, "identity", make.number(date(1986, 4, 13)))
    assert desk.imports.store(review) == 1


def test_a_row_that_nobody_mends_goes_after_half_a_year_and_the_log_keeps_nothing_of_it(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, two(tmp_path))
    [row] = desk.worklist.rows()
    later = Desk(desk.bank, Clock(row.goes + timedelta(1)))
    store(later, lines(tmp_path, HEAD, f"Dan Prov;{make.number(date(1986, 4, 14))};070-1740603;7/12/2026"))
    assert later.worklist.rows() == []
    kept = rows(desk.bank, "select before, after from audit_value union all select cells, mark from import_row")
    assert [r for r in kept if "Fiktvall" in str(r)] == []
    proof = later.keeping.check()
    assert (proof["faults"], proof["log"]) == ([], []), "what went by itself is no forgery"


def test_an_erasure_takes_what_waits_of_the_person_and_what_the_log_has_of_it(desk: Desk, tmp_path: Path) -> None:
    number = make.number()
    store(desk, lines(tmp_path, HEAD, f"Anna Prov;{number};070-1740601;7/12/2026", f"Zelda Prov;{number};2;7/12/2026"))
    assert len(desk.worklist.rows()) == 1
    found = erasure.those(desk.bank, {value(desk.bank, "select uid from participant")})
    with desk.bank.write(text("an erasure"), undoable=False):
        erasure.erase(desk.bank, found, "plan", "N. Chef")
    assert desk.worklist.rows() == []
    assert [r for r in rows(desk.bank, "select before, after from audit_value") if "Zelda" in str(r)] == []


def test_a_question_that_nobody_answered_waits_and_is_answered_from_the_list(desk: Desk, tmp_path: Path) -> None:
    store(desk, lines(tmp_path, "Namn;Telefon;Ärendenummer", "Zeinab Prov;070-1740601;A-1"))
    store(desk, lines(tmp_path, "Namn;Telefon;Ärendenummer", "Zeinab Prov;070-1740688;A-1"))
    review = taken(desk)
    assert [o.reason for o in review.outcomes] == ["SAME_CASE"]
    desk.imports.answer(review.staged, "same:1", "new")
    assert desk.imports.store(desk.imports.review(review.staged)) == 1
    assert desk.worklist.rows() == []


@pytest.mark.parametrize("twice", [False, True])
def test_a_row_leaves_when_a_later_list_brings_its_person_right_and_undo_brings_it_back(
    desk: Desk, tmp_path: Path, twice: bool
) -> None:
    store(desk, two(tmp_path))
    right = f"Magnus Fiktvall;{make.number(date(1986, 4, 13))};+46 70 174 06 02;8/12/2026"
    if twice:  # she is there already, and the list says the same of her
        desk.participants.create({"name": "Magnus Fiktvall", "phone": "070-1740602"}, make.number(date(1986, 4, 13)))
    store(desk, lines(tmp_path, HEAD, f"Anna Prov;{make.number()};070-1740601;7/12/2026", right))
    assert desk.worklist.rows() == []
    undo(desk)
    assert [r.reason for r in desk.worklist.rows()] == ["PNR_DATE"]


@pytest.mark.parametrize(
    "other",
    [
        f"Magnus Fiktvall;{make.number(date(1950, 1, 3))};070-1740677;8/12/2026",
        f"Bo Fiktvall;{make.number(date(1986, 4, 13))};070-1740602;8/12/2026",
    ],
)
def test_a_row_waits_on_where_a_later_list_has_a_namesake_or_somebody_of_the_same_phone(
    desk: Desk, tmp_path: Path, other: str
) -> None:
    store(desk, two(tmp_path))
    store(desk, lines(tmp_path, HEAD, other))
    assert [r.reason for r in desk.worklist.rows()] == ["PNR_DATE"]


def test_a_place_and_a_payment_leave_when_a_later_list_brings_them_right(desk: Desk, tmp_path: Path) -> None:
    head = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka"
    store(desk, lines(tmp_path, head, "Parklag Prov;Parkarbetare;-1;40"), "placements")
    assert [r.reason for r in desk.worklist.rows()] == ["CAPACITY_INVALID"]
    store(desk, lines(tmp_path, head, "Köket Prov;Parkarbetare;2;40"), "placements")
    assert len(desk.worklist.rows()) == 1
    store(desk, lines(tmp_path, head, "Parklag Prov;Parkarbetare;2;40"), "placements")
    assert desk.worklist.rows() == []
    store(desk, lines(tmp_path, HEAD, f"Anna Prov;{make.number()};070-1740601;7/12/2026"))
    head = "Personnummer;Månad;Belopp"
    store(desk, lines(tmp_path, head, f"{make.number()};2026-09;många"), "payments")
    assert len(desk.worklist.rows()) == 1
    store(desk, lines(tmp_path, head, f"{make.number()};2026-08;8450"), "payments")
    assert len(desk.worklist.rows()) == 1
    store(desk, lines(tmp_path, head, f"{make.number()};2026-09;8450"), "payments")
    assert desk.worklist.rows() == []


def test_a_row_that_contradicts_another_waits_on_while_its_list_still_has_it(desk: Desk, tmp_path: Path) -> None:
    rows_ = (f"Anna Prov;{make.number()};070-1740601;7/12/2026", f"Bo Prov;{make.number()};070-1740602;7/12/2026")
    for _ in range(2):
        store(desk, lines(tmp_path, HEAD, *rows_))
        assert [r.reason for r in desk.worklist.rows()] == ["DUPLICATE"]


def test_a_row_goes_on_the_day_after_its_time_and_not_before(desk: Desk) -> None:
    """Of a row that left, of one that came, and of one that was taken back, each on the last day and the day before it."""
    left, came, day = date(2026, 6, 30), date(2026, 5, 31), timedelta(1)
    row = {"kind": "participants", "file": "a.csv", "place": "2", "cells": "{}", "reason": "NAME", "mark": "m"}
    with desk.bank.write(text("rows")):
        for left_on, came_on, void in (
            (left, came, 0), (left - day, came, 0), (None, came, 0), (None, came - day, 0), (None, left, 1), (None, left - day, 1),
        ):  # fmt: skip
            given = {"left_on": left_on and left_on.isoformat(), "came_on": came_on.isoformat(), "void": void}
            insert(desk.bank, "import_row", **row, **given)
        assert waiting.forget(desk.bank, left, came) == 3
    assert [r["id"] for r in rows(desk.bank, "select id from import_row order by id")] == [1, 3, 5]
