"""Vacancies and introductions as Excel: what stands there is what the bank has, and of whoever is protected nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from amdesk.db.engine.opening import open_bank
from amdesk.db.port import rows
from amdesk.domain.errors import Refused
from amdesk.services.desk import Desk
from tests import make


@pytest.fixture
def city(demo_bank: Path) -> Iterator[Desk]:
    desk = Desk(open_bank(str(demo_bank), actor="T", account="t", clock=make.CLOCK), make.CLOCK)
    yield desk
    desk.close()


def written(path: Path) -> list[list[object]]:
    """Every row of the first sheet."""
    return [list(r) for r in load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def test_a_list_of_vacancies_is_read_in_again_and_stores_nothing(city: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vakanser.xlsx"
    found = city.vacancies.listing("open")
    list(city.vacancies.save(path, "sv", "open", to="Arbetsgivaren"))
    assert [v.number for v in found] == [r[0] for r in written(path) if str(r[0]).startswith("V-")]
    read = city.vacancies.read_file(path)
    assert len(read.rows) == len(found) > 5
    assert {r.outcome for r in read.rows} == {"same"}
    assert city.vacancies.store(read) == 0
    seen = rows(city.bank, "select why, participant_id as p from access_log where what = 'export_vacancies'")
    assert [(r["why"], r["p"]) for r in seen] == [(str(len(found)), None)]


def test_a_list_of_introductions_leaves_out_whoever_is_protected_or_restricted(city: Desk, tmp_path: Path) -> None:
    path, every = tmp_path / "introduktioner.xlsx", city.introductions.listing()
    open_ones = sorted({i.participant_id for i in every if not i.participant.level})
    hidden, kept = open_ones[:2]
    numbers = {city.work.participant(p).number for p in (hidden, kept)}
    names = {city.work.participant(p).name for p in (hidden, kept)}
    city.participants.protect(hidden, 1, "beslut")
    city.participants.restrict(kept, wish=True, why="Begärt")
    list(city.introductions.save(path, "sv", "Nämnden"))
    cells = {str(c) for r in written(path) for c in r if c is not None}
    assert not cells & (numbers | names)
    left = {i.participant_id for i in every if i.participant.level} | {hidden, kept}
    shown = [i for i in every if i.participant_id not in left]
    assert [i.number for i in shown] == [r[1] for r in written(path) if str(r[1]).startswith("D-")]
    assert any(str(len(left)) in c and "utelämnad" in c for c in cells)
    logged = rows(city.bank, "select participant_id as p from access_log where what = 'export_introductions'")
    assert sorted(r["p"] for r in logged) == sorted({i.participant_id for i in shown})


def test_an_empty_list_is_refused_and_no_file_is_written(desk: Desk, tmp_path: Path) -> None:
    for save in (desk.vacancies.save, desk.introductions.save):
        with pytest.raises(Refused) as refused:
            list(save(tmp_path / "x.xlsx"))
        assert refused.value.code == "EMPTY"
    assert not (tmp_path / "x.xlsx").exists()
