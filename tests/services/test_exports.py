"""Lists that leave the program: what stands in them, and what the log says of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from amdesk.db.port import tuples
from amdesk.domain.booking.rounds import Price
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.places.placement import PlacementFilter
from amdesk.services.desk import Desk
from amdesk.services.exchange.exports import Progress
from tests import make
from tests.make import TODAY
from tests.rows import booked, day, put


def made(act: Progress, path: Path) -> list[list[Any]]:
    """The first sheet of a list."""
    for _ in act:
        pass
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def logged(desk: Desk, what: str) -> list[str]:
    return [why for (why,) in tuples(desk.bank, f"select why from access_log where what = '{what}' order by id")]


def held(cells: list[list[Any]], word: str) -> list[list[Any]]:
    return [row for row in cells if word in row]


@pytest.fixture
def city(desk: Desk) -> dict[str, str]:
    """Three people at work with two supervisors, one of them protected, and a booking that was cancelled."""
    kitchen = make.placement(desk.bank, 5, name="Köket", supervisor="Nils Modellberg")
    park = make.placement(desk.bank, 5, name="Parken", supervisor="", district="CE")
    refs = {}
    for name, place, protection in (("Aida", kitchen, 0), ("Bo", park, 0), ("Quilla", kitchen, 1), ("Dan", park, 0)):
        person = make.participant(desk.bank, name=name, protection=protection)
        refs[name] = desk.booking.book(person, place, day(1), day(200)).booking.ref
    desk.booking.cancel(refs["Dan"], "HOST")
    return refs


def test_a_supervisor_gets_a_sheet_with_the_next_assessment_and_the_days_of_modules(
    desk: Desk, city: dict[str, str], tmp_path: Path
) -> None:
    cells = made(desk.exports.supervisors(tmp_path / "s.xlsx"), tmp_path / "s.xlsx")
    names = openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames
    assert len(names) == 2
    assert "Nils Modellberg" in names
    (row,) = held(cells, "Bo")
    assert str(day(28)) in [str(c)[:10] for c in row], "week 4, the first that is planned"
    assert logged(desk, "export_supervisors") == ["2 / 1"]


def test_an_assessment_that_is_made_is_not_the_next_one(desk: Desk, tmp_path: Path) -> None:
    person = make.participant(desk.bank, name="Aida")
    booking = desk.booking.book(person, make.placement(desk.bank), day(-5), day(200)).booking
    desk.booking.introduction_seen(booking.ref)
    desk.booking.start(booking.ref)
    put(
        desk.bank,
        "assessment",
        participant_id=person,
        employment_id=booking.employment_id,
        profile_id=desk.competence.profiles()[0].id,
        occasion="week4",
        on_date=f"{TODAY}",
        assessor="",
        finished=1,
    )
    (row,) = held(made(desk.exports.supervisors(tmp_path / "s.xlsx"), tmp_path / "s.xlsx"), "Aida")
    assert str(day(-5 + 12 * 7 - 1)) in [str(c)[:10] for c in row]


def test_one_workbook_each_needs_a_folder_and_is_named_after_the_supervisor(
    desk: Desk, city: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(BadFile) as caught:
        list(desk.exports.supervisors(tmp_path / "none", one_each=True))
    assert caught.value.code == "NO_FOLDER"
    said = list(desk.exports.supervisors(tmp_path, one_each=True))
    assert [(at, of) for at, of, _ in said] == [(0, 2), (1, 2)]
    assert f"Nils Modellberg {TODAY}.xlsx" in {p.name for p in tmp_path.glob("*.xlsx")}
    assert len(list(tmp_path.glob("*.xlsx"))) == 2


def test_with_nobody_to_list_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    booked(desk.bank, make.participant(desk.bank), make.placement(desk.bank), day(-9), day(-1), "ended")
    with pytest.raises(Refused, match="nobody to list"):
        list(desk.exports.supervisors(tmp_path / "s.xlsx"))
    assert not (tmp_path / "s.xlsx").exists()


def test_a_list_of_bookings_has_all_but_the_cancelled_and_counts_the_protected(
    desk: Desk, city: dict[str, str], tmp_path: Path
) -> None:
    cells = made(desk.exports.bookings(tmp_path / "b.xlsx"), tmp_path / "b.xlsx")
    assert [bool(held(cells, ref)) for ref in city.values()] == [True, True, False, False]
    assert "1 " in str([c for row in cells for c in row if c and "skyddade" in str(c)])
    assert logged(desk, "export_bookings") == ["2"]


def test_without_anybody_protected_nothing_is_said_of_them(desk: Desk, tmp_path: Path) -> None:
    booked(desk.bank, make.participant(desk.bank), make.placement(desk.bank), day(1), day(9))
    assert "skyddade" not in str(made(desk.exports.bookings(tmp_path / "b.xlsx"), tmp_path / "b.xlsx"))


def test_a_list_of_placements_has_those_chosen_or_those_that_pass(
    desk: Desk, city: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "p.xlsx"
    every = made(desk.exports.placements(path), path)
    assert held(every, "Köket")
    assert held(every, "Parken")
    wanted = made(desk.exports.placements(path, wanted=PlacementFilter(district="CE")), path)
    assert (held(wanted, "Köket"), bool(held(wanted, "Parken"))) == ([], True)
    chosen = [r for r in desk.placements.listing() if r.name == "Köket"]
    some = made(desk.exports.placements(path, chosen=chosen), path)
    assert (bool(held(some, "Köket")), held(some, "Parken")) == (True, [])
    assert made(desk.exports.placements(path, chosen=[]), path)
    assert logged(desk, "export_placements") == ["2", "1", "1", "0"]
    words = {str(c) for row in every for c in row}
    names = {o.code: o.sv for o in desk.placements.occupations()}
    assert names["PAR"] in words
    assert "PAR" not in words, "codes are told by their names"


def test_the_log_of_one_person_is_hers_alone_and_giving_it_out_is_logged(
    desk: Desk, city: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "l.xlsx"
    one, other = (desk.participants.listing(name)[0] for name in ("Aida", "Bo"))
    desk.participants.record(one.id)
    desk.participants.record(other.id)
    hers = str(made(desk.exports.access_log(path, participant=one.number), path))
    assert (one.number in hers, other.number in hers) == (True, False)
    count = len(desk.history.access(one.number))
    everything = str(made(desk.exports.access_log(path, participant=" "), path))
    assert (one.number in everything, other.number in everything) == (True, True)
    assert logged(desk, "export_access_log")[0] == str(count - 1)


def test_what_a_missing_place_is_worth_can_be_taken_along_as_a_list(desk: Desk, tmp_path: Path) -> None:
    make.placement(desk.bank, 1, name="Köket", occupation="LOK", district="NH")
    for _ in range(3):
        make.participant(desk.bank, wishes=("LOK",), district="NH")
    prices: list[Price] = []
    for _ in desk.rounds.prices(desk.rounds.solve(), prices):
        pass
    cells = made(
        desk.exports.prices(tmp_path / "p.xlsx", prices, {"LOK": "Lokalvårdare", "NH": "Norra"}), tmp_path / "p.xlsx"
    )
    (row,) = held(cells, "Lokalvårdare")
    (price,) = (p for p in prices if p.kind.occupation == "LOK")
    assert row == [
        "Lokalvårdare", "Norra", price.kind.language_min or None, price.kind.licence or None, price.places, price.fitting,
        price.more_placed, price.more_fit, price.less_placed, price.less_fit,
    ]  # fmt: skip
    assert (price.fitting, price.more_placed > 0) == (3, True)


def test_supervisors_stand_in_the_swedish_alphabet(desk: Desk, tmp_path: Path) -> None:
    for name in ("Örjan", "Zara", "Åsa"):
        place = make.placement(desk.bank, 5, name=f"Hos {name}", supervisor=f"{name} Prov")
        desk.booking.book(make.participant(desk.bank, name=f"Prov hos {name}"), place, day(1), day(200))
    made(desk.exports.supervisors(tmp_path / "s.xlsx"), tmp_path / "s.xlsx")
    assert openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames == ["Zara Prov", "Åsa Prov", "Örjan Prov"]


def test_a_passphrase_that_is_too_short_is_refused_before_anything_is_said_to_have_left(
    desk: Desk, tmp_path: Path
) -> None:
    make.placement(desk.bank)
    before = tuples(desk.bank, "select count(*) from access_log")
    for export in (desk.exports.placements, desk.exports.bookings):
        with pytest.raises(Refused):
            list(export(tmp_path / "p.xlsx", password="kort"))
    assert tuples(desk.bank, "select count(*) from access_log") == before
    assert list(tmp_path.iterdir()) == []
