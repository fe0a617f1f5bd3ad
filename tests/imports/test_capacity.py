"""Numbers of places and days of placements against what is booked: what a check says is what storing does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines, read
from tests.make import TODAY

HEAD = "PlatsID;Förvaltning;Enhet;Yrke;Antal platser;Timmar/vecka;Öppen fr.o.m."


def listed(folder: Path, places: str, opens: str = "") -> Path:
    return lines(
        folder, HEAD, f"A1;Vård;Enhet 1;Lokalvårdare;{places};40;{opens}", "A2;Vård;Enhet 2;Lokalvårdare;1;40;"
    )


def place(desk: Desk, places: int = 2) -> int:
    return make.placement(
        desk.bank,
        places,
        source_id="A1",
        name="Enhet 1",
        occupation="LOK",
        department="Vård",
        open_from=date(2026, 11, 1),
    )


def book(desk: Desk, key: int, first: date, days: int) -> None:
    desk.booking.book(make.participant(desk.bank, name="Bo Prov"), key, first, first + timedelta(days))


def said(review: Review) -> list[tuple[int, str, str, str, list[str], list[tuple[str, str, str]]]]:
    return [(o.row, o.outcome, o.action, o.reason, o.warnings, o.changes) for o in review.outcomes]


def dry_and_run(desk: Desk, path: Path) -> Review:
    """Store what was checked; the check said just that."""
    review = read(desk, path, "placements")
    before = said(review)
    desk.imports.store(review)
    assert said(review) == before
    assert read(desk, path, "placements").count("same") == review.count("accepted")
    return review


@pytest.mark.parametrize("none", ["0", "0 platser", "0 st"])
def test_no_places_close_a_placement_from_the_day_of_the_list(desk: Desk, tmp_path: Path, none: str) -> None:
    key = place(desk)
    review = dry_and_run(desk, listed(tmp_path, none))
    assert (review.count("update"), review.count("new")) == (1, 1)
    free = desk.placements.availability(key)
    assert [free.capacity_on(TODAY + timedelta(d)) for d in (-1, 0, 300)] == [200, 0, 0]
    dry_and_run(desk, listed(tmp_path, "2"))
    assert desk.placements.availability(key).capacity_on(TODAY) == 200


def test_no_places_where_somebody_is_booked_refuse_their_row_alone(desk: Desk, tmp_path: Path) -> None:
    key = place(desk)
    book(desk, key, TODAY, 100)
    review = dry_and_run(desk, listed(tmp_path, "0"))
    assert [(o.reason, o.column) for o in review.outcomes] == [("CAPACITY_INVALID", "places"), ("", "")]
    assert desk.placements.availability(key).capacity_on(TODAY) == 200
    assert [p.name for p in desk.placements.listing()] == ["Enhet 1", "Enhet 2"]


def test_a_new_place_with_no_places_is_none(desk: Desk, tmp_path: Path) -> None:
    review = dry_and_run(desk, listed(tmp_path, "0"))
    assert [(o.reason, o.column) for o in review.outcomes] == [("CAPACITY_INVALID", "places"), ("", "")]


def test_a_last_day_before_what_is_booked_is_kept_and_said(desk: Desk, tmp_path: Path) -> None:
    key = place(desk)
    book(desk, key, TODAY, 100)
    review = dry_and_run(desk, listed(tmp_path, "3", "2026-11-01 - 2026-12-31"))
    assert str(review.notices[0]).startswith("Enhet 1: somebody is booked after the last day")
    kept = desk.placements.get(key)
    assert (kept.open_to, desk.placements.availability(key).capacity_on(TODAY)) == (date(9999, 12, 31), 300)


def test_days_that_do_not_follow_each_other_refuse_their_row_alone(desk: Desk, tmp_path: Path) -> None:
    key = place(desk)
    desk.placements.change(key, {"open_to": date(2026, 12, 31)})
    review = dry_and_run(desk, listed(tmp_path, "2", "2027-02-01"))
    assert [(o.reason, o.column) for o in review.outcomes] == [("END_BEFORE_START", "open_from"), ("", "")]
    assert [p.name for p in desk.placements.listing()] == ["Enhet 1", "Enhet 2"]


@pytest.mark.parametrize("places", ["0", "1", "2", "3"])
@pytest.mark.parametrize(
    "opens", ["", "2026-10-01", "2026-12-15", "2026-11-01 - 2026-12-10", "2027-01-01 - 2027-06-30"]
)
@pytest.mark.parametrize("booked", [[], [(0, 20)], [(0, 100), (5, 30)], [(10, 200)]])
@pytest.mark.thorough(81)
def test_what_a_check_says_is_what_storing_does(
    desk: Desk, tmp_path: Path, places: str, opens: str, booked: list[tuple[int, int]]
) -> None:
    key = place(desk)
    for first, days in booked:
        book(desk, key, TODAY + timedelta(first), days)
    dry_and_run(desk, listed(tmp_path, places, opens))
