"""A file of vacancies read once more: what somebody closed or filled here stays so, and nothing stands there twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make

AD = {"id": "1", "headline": "Parkarbetare", "employer": {"name": "Växthuset"}, "description": {"text": "Vid dammen."}}
HEAD = "Arbetsgivare;Titel;Sök senast;Beskrivning\n"
ROW = "Växthuset;Städare å kontor;2026-12-04;Dagtid\n"


def brought(desk: Desk, folder: Path, said: object) -> int:
    """How many a file stores: advertisements, or the rows of a list."""
    path = folder / ("vakanser.csv" if isinstance(said, str) else "annonser.json")
    path.write_text(HEAD + said if isinstance(said, str) else json.dumps(said, ensure_ascii=False), "utf-8")
    return desk.vacancies.store(desk.vacancies.read_file(path))


@pytest.mark.parametrize("status", ["closed", "filled"])
@pytest.mark.parametrize("said", [[AD], ROW], ids=["jobtech", "list"])
def test_what_was_closed_here_is_neither_opened_nor_stored_once_more(
    said: object, status: str, desk: Desk, tmp_path: Path
) -> None:
    assert brought(desk, tmp_path, said) == 1
    desk.vacancies.close("V-0001", status)
    assert brought(desk, tmp_path, said) == 0
    assert [(v.number, v.status) for v in desk.vacancies.listing()] == [("V-0001", status)]


@pytest.mark.parametrize("status", ["closed", "filled"])
def test_another_word_of_the_advertisement_is_taken_in_and_opens_nothing(
    status: str, desk: Desk, tmp_path: Path
) -> None:
    for said, other in (
        ([AD], [{**AD, "description": {"text": "Vid ån."}}]),
        (ROW, ROW.replace("Dagtid", "Kvällstid")),
    ):
        brought(desk, tmp_path, said)
        [made] = desk.vacancies.listing("open")
        desk.vacancies.close(made.id, status)
        assert brought(desk, tmp_path, other) == 1
        now = desk.vacancies.get(made.id)
        assert (now.status, now.body in {"Vid ån.", "Kvällstid"}) == (status, True)


def test_what_the_source_had_withdrawn_is_open_when_it_is_back_unless_it_was_filled(desk: Desk, tmp_path: Path) -> None:
    gone = [{"id": "1", "removed": True}]
    brought(desk, tmp_path, [AD])
    assert (brought(desk, tmp_path, gone), brought(desk, tmp_path, gone)) == (1, 0)
    assert (brought(desk, tmp_path, [AD]), brought(desk, tmp_path, [AD])) == (1, 0)
    assert desk.vacancies.get("V-0001").status == "open"
    brought(desk, tmp_path, gone)
    desk.vacancies.close("V-0001", "open")
    assert brought(desk, tmp_path, gone) == 0, "somebody here knows better"
    desk.vacancies.close("V-0001", "filled")
    assert brought(desk, tmp_path, [AD]) == 0
    assert desk.vacancies.get("V-0001").status == "filled"


def test_a_title_that_was_changed_here_makes_no_second_one(desk: Desk, tmp_path: Path) -> None:
    brought(desk, tmp_path, ROW)
    desk.vacancies.change("V-0001", {"title": "Lokalvårdare"})
    assert brought(desk, tmp_path, ROW) == 0
    assert brought(desk, tmp_path, ROW.replace("å", "Å")) <= 1
    assert len(desk.vacancies.listing()) == 1


def test_a_later_vacancy_of_the_same_title_is_a_new_one(desk: Desk, tmp_path: Path) -> None:
    brought(desk, tmp_path, ROW)
    desk.vacancies.close("V-0001", "filled")
    assert brought(desk, tmp_path, ROW.replace("2026-12-04", "2027-03-01")) == 1
    assert [(v.number, v.status) for v in desk.vacancies.listing()] == [("V-0001", "filled"), ("V-0002", "open")]


GONE = {"id": "1", "removed": True}


@pytest.mark.parametrize("said", [[AD, AD], [AD, {**AD, "id": "2"}, AD], ROW * 2, [GONE, GONE]])
def test_of_a_vacancy_that_stands_twice_in_one_file_the_second_is_told_as_such_whether_the_bank_knows_it_or_not(
    said: object, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / ("vakanser.csv" if isinstance(said, str) else "annonser.json")
    again = "The same vacancy stands further up in the file."
    if said == [GONE, GONE]:
        brought(desk, tmp_path, [AD])
    path.write_text(HEAD + said if isinstance(said, str) else json.dumps(said, ensure_ascii=False), "utf-8")
    for _ in range(2):
        read = desk.vacancies.read_file(path)
        told = [[str(one) for one in row.told(make.TODAY)] for row in read.rows]
        assert [again in one for one in told] == [*[False] * (len(told) - 1), True]
        assert {read.rows[-1].outcome} <= {"refused", "same"}
        assert desk.vacancies.store(read) == sum(r.outcome in {"new", "removed"} for r in read.rows)
    assert [r.outcome for r in read.rows] == ["same"] * len(told)


def test_a_title_is_as_long_by_hand_as_from_a_file(desk: Desk) -> None:
    employer = desk.employers.create({"name": "Växthuset"}).id
    made = desk.vacancies.create(employer, {"title": "T" * 160})
    with pytest.raises(Refused) as refused:
        desk.vacancies.create(employer, {"title": "T" * 161})
    assert refused.value.code == "LONG_TITLE"
    with pytest.raises(Refused, match="160"):
        desk.vacancies.change(made.id, {"title": "T" * 161})


def test_a_file_is_counted_as_it_is_told(desk: Desk, tmp_path: Path) -> None:
    brought(desk, tmp_path, [AD])
    path = tmp_path / "annonser.json"
    path.write_text(json.dumps([{**AD, "description": {"text": "Vid ån."}}, {**AD, "id": "2"}]), "utf-8")
    read = desk.vacancies.read_file(path)
    assert [read.count(outcome) for outcome in ("new", "changed", "same", "removed", "unreadable")] == [1, 1, 0, 0, 0]
