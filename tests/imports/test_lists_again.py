"""Random lists after random lists, with what somebody changes by hand between them: a list that says the same changes nothing,
the order of rows does not matter, a rehearsal says what storing does, and nothing is lost that nobody took away."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amdesk.db.people import participants as records
from amdesk.db.port import Bank, rows
from amdesk.domain.people.participant import Need, Participant
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from amdesk.services.exchange.unchanged import Unchanged
from tests import make
from tests.imports.cases import lines, store
from tests.imports.test_lists_of_every_kind import FIRST, NUMBERS, kept, outcome, people, written

SOME = settings(
    max_examples=int(os.environ.get("AMDESK_TEST_LISTS", "15")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BY_HAND: list[dict[str, Any]] = [
    {"phone": "021-390001"},
    {"phone": ""},
    {"extent": 60},
    {"wishes": ("PAR",)},
    {"wishes": ()},
    {"needs": (Need("lift_max", "5"),)},
    {"language": "C1", "licence": ""},
    {"email": "ny@x.example"},
]


def stored(desk: Desk, path: Path, kind: str = "participants") -> Review:
    """A list is rehearsed, then stored; the two say the same, and the rehearsal leaves no trace."""
    tables = ("participant", "placement", "employment", "list_row", "step")
    before = [rows(desk.bank, f"select * from {t}") for t in tables]
    dry = outcome(desk.imports.rehearse(desk.imports.review(desk.imports.stage(path, kind))))
    assert [rows(desk.bank, f"select * from {t}") for t in tables] == before
    review = desk.imports.review(desk.imports.stage(path, kind))
    desk.imports.store(review)
    assert outcome(review) == dry
    return review


def change(desk: Desk, changes: list[tuple[int, dict[str, Any]]]) -> None:
    keys = [r["id"] for r in rows(desk.bank, "select id from participant order by id")]
    for at, values in changes:
        if keys:
            desk.participants.change(keys[at % len(keys)], values)


hands = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(BY_HAND)), max_size=4)


@pytest.mark.thorough(long=True)
@SOME
@given(people(), hands)
@example([["saknas", "Astrid Prov", *[""] * 9]], [(0, {"phone": "021-390001"})])
@example([["", "Astrid Prov", "070-174 06 09", *[""] * 8]], [(0, {"phone": ""})])
def test_a_list_that_says_what_it_said_takes_back_nothing_that_was_done_by_hand(
    made: list[list[str]], by_hand: list[tuple[int, dict[str, Any]]]
) -> None:
    path = written(made)
    with make.fresh() as desk:
        stored(desk, path)
        change(desk, by_hand)
        before = kept(desk)
        review = stored(desk, path)
        assert (review.count("new"), review.count("update")) == (0, 0)
        assert kept(desk) == before


@pytest.mark.thorough(long=True)
@SOME
@given(people(), hands, people(), st.randoms(use_true_random=False))
def test_a_later_list_gives_one_bank_in_whatever_order_its_rows_stand_and_twice_changes_nothing(
    first: list[list[str]], by_hand: list[tuple[int, dict[str, Any]]], second: list[list[str]], dice: random.Random
) -> None:
    banks = []
    for turned in (False, True):
        with make.fresh() as desk:
            stored(desk, written(first))
            change(desk, by_hand)
            after = sorted(second, key=lambda _row: dice.random()) if turned else second
            stored(desk, written(after))
            banks.append(kept(desk))
            again = stored(desk, written(after))
            assert (again.count("new"), again.count("update")) == (0, 0)
            assert kept(desk) == banks[-1]
    assert banks[0] == banks[1]


@pytest.mark.thorough(long=True)
@SOME
@given(people(), people())
def test_no_list_takes_a_wish_or_a_need_away_by_itself(first: list[list[str]], second: list[list[str]]) -> None:
    with make.fresh() as desk:

        def held() -> dict[int, set[str]]:
            found = rows(desk.bank, "select id, wishes, needs from participant")
            return {r["id"]: {*json.loads(r["wishes"]), *map(str, json.loads(r["needs"]))} for r in found}

        stored(desk, written(first))
        before = held()
        stored(desk, written(second))
        after = held()
        assert [key for key, had in before.items() if not had <= after[key]] == []


@pytest.mark.thorough(long=True)
@SOME
@given(people(), hands, people())
def test_a_row_that_is_seen_at_once_to_say_the_same_comes_to_what_comparing_it_field_by_field_does(
    first: list[list[str]], by_hand: list[tuple[int, dict[str, Any]]], second: list[list[str]]
) -> None:
    numbered = {row[0] for row in second if row[0]}
    mixed = [*second, *(row for row in first if row[0] not in numbered)]
    with make.fresh() as desk, pytest.MonkeyPatch.context() as patch:
        stored(desk, written(first, odd=False))
        change(desk, by_hand)
        path = written(mixed, odd=False)
        at_once = desk.imports.review(desk.imports.stage(path, "participants")).outcomes
        patch.setattr(Unchanged, "rows", lambda *_: set())
        assert desk.imports.review(desk.imports.stage(path, "participants")).outcomes == at_once


def test_of_a_list_that_is_read_again_only_those_are_opened_of_whom_something_else_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "Personnummer;Namn;Telefon;Språk;Önskat yrke"
    said = [f"{make.fresh_number()};Prov {chr(65 + i)};070-174060{i};;Lokalvårdare" for i in range(5)]
    store(desk, lines(tmp_path, head, *said))
    key = {r["name"]: r["id"] for r in rows(desk.bank, "select name, id from participant")}
    desk.participants.change(key["Prov B"], {"languages": "dari"})
    said[2] = said[2].replace("070-1740602", "070-1740612")
    said[3] = said[3].replace("Lokalvårdare", "")
    opened: list[int] = []
    many = records.many

    def told(bank: Bank, ids: Collection[int]) -> list[Participant]:
        opened.extend(ids)
        return many(bank, ids)

    monkeypatch.setattr(records, "many", told)
    review = desk.imports.review(desk.imports.stage(lines(tmp_path, head, *said), "participants"))
    assert [o.action for o in review.outcomes] == ["same", "same", "update", "same", "same"]
    assert set(opened) == {key["Prov B"], key["Prov C"], key["Prov D"]}


JOBS = st.lists(
    st.tuples(
        st.sampled_from(range(3)),
        st.sampled_from(("heltid", "50", "0,5")),
        st.sampled_from(("2026-12-01", "2027-01-15", "1/12")),
        st.sampled_from(("", "2027-05-31", "tills vidare")),
        st.sampled_from(("X", "Y", "")),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda j: (j[0], j[4]),
)


def jobs(folder: Path, made: list[tuple[int, str, str, str, str]]) -> Path:
    head = "Personnummer;Namn;Yrkestitel;Omfattning;Startdatum;Slutdatum;Placering"
    said = [f"{NUMBERS[who]};{FIRST[who]} Prov;Lokalvårdare;{e};{s};{t};{p}" for who, e, s, t, p in made]
    path = folder / "jobb.csv"
    path.write_text("\n".join([head, *said]) + "\n", "utf-8")
    return path


def employed(desk: Desk) -> list[tuple[Any, ...]]:
    found = rows(
        desk.bank,
        "select p.identity, e.placement_text, e.from_date, e.to_date, e.extent from employment e join participant p "
        "on p.id = e.participant_id where e.void = 0",
    )
    return sorted(tuple(str(v) for v in r.values()) for r in found)


@pytest.mark.thorough(long=True)
@SOME
@given(JOBS, JOBS, st.randoms(use_true_random=False))
def test_lists_of_jobs_give_one_bank_in_whatever_order_and_a_job_of_a_person_at_a_place_stays_one(
    first: list[tuple[int, str, str, str, str]], second: list[tuple[int, str, str, str, str]], dice: random.Random
) -> None:
    folder = Path(tempfile.mkdtemp())
    banks = []
    for turned in (False, True):
        with make.fresh() as desk:
            for made in (first, second, second):
                rows_ = sorted(made, key=lambda _row: dice.random()) if turned else made
                review = stored(desk, jobs(folder, rows_), "employments")
            assert review.count("same") == len(second)
            banks.append(employed(desk))
    assert banks[0] == banks[1]


PLACES = st.lists(
    st.tuples(
        st.sampled_from(("1", "två", "3 platser")),
        st.sampled_from(("40", "37,5 tim")),
        st.sampled_from(("", "Eva Test", "Ulf Test")),
        st.sampled_from(("", "070-1740605", "+46 70 174 06 05")),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.thorough(long=True)
@SOME
@given(PLACES, PLACES, st.integers(1, 4))
def test_lists_of_places_leave_what_was_changed_by_hand_unless_they_change_it_themselves(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]], count: int
) -> None:
    folder = Path(tempfile.mkdtemp())
    with make.fresh() as desk:

        def listed(made: list[tuple[str, ...]]) -> Path:
            head = "PlatsID;Enhet;Yrke;Antal platser;Timmar/vecka;Handledare;Telefon"
            said = [f"A{i};Enhet {i};Lokalvårdare;" + ";".join(m) for i, m in enumerate(made)]
            (folder / "platser.csv").write_text("\n".join([head, *said]) + "\n", "utf-8")
            return folder / "platser.csv"

        stored(desk, listed(first), "placements")
        (row, *_) = desk.placements.listing()
        desk.placements.change(row.id, {"supervisor": "Nils Test"}, count)
        before = rows(desk.bank, "select * from placement"), rows(desk.bank, "select * from capacity")
        review = stored(desk, listed(first), "placements")
        assert review.count("same") == len(first)
        assert (rows(desk.bank, "select * from placement"), rows(desk.bank, "select * from capacity")) == before
        stored(desk, listed(second), "placements")
        assert stored(desk, listed(second), "placements").count("same") == len(second)
        assert desk.placements.get(row.id).supervisor == "Nils Test", "the list's other one is asked"
