"""A file that is called after a person says who she is: it is not named while she is protected, and its name goes when she is erased."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amdesk.db.bank import erasure
from amdesk.db.catalogue import TABLES
from amdesk.db.engine import chain
from amdesk.db.engine.chaincheck import faults
from amdesk.db.exchange import runs
from amdesk.db.port import rows
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_verify import ended

NAME, TAIL = "Ymer Dolsten", "Dolsten"
HEAD = "Namn;Personnr;Telefon"


def read_in(desk: Desk, folder: Path, name: str, *lines: str) -> None:
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    desk.imports.store(desk.imports.review(desk.imports.stage(path, "participants")))


@pytest.fixture
def called(desk: Desk, tmp_path: Path) -> Desk:
    """One list that is called after her, with a row of somebody else that waits, and one that is not."""
    other = f"Bo Provlund;{make.fresh_number()};070-1740621"
    wrong = "Anna Fel;123;"
    read_in(desk, tmp_path, f"{NAME} önskemål.csv", f"{NAME};{make.fresh_number()};070-1740699", other, wrong)
    read_in(desk, tmp_path, "Lista november.csv", f"Cilla Provmark;{make.fresh_number()};070-1740622")
    with desk.bank.write(text("answers"), undoable=False):
        runs.keep_answers(desk.bank, "participants", f"{NAME} önskemål", "{}")
    return desk


def hers(desk: Desk) -> int:
    return next(r.id for r in desk.participants.listing() if r.name.seen == NAME)


def kept(desk: Desk, tail: str = TAIL) -> list[str]:
    """Where in the bank her name stands, in whichever table and column."""
    found = []
    for table in (t.name for t in TABLES):
        for row in rows(desk.bank, f"select * from {table}"):
            found += [
                f"{table}: {said}" for said in map(str, tuple(row.values())) if tail.casefold() in said.casefold()
            ]
    return found


def test_nothing_is_called_after_somebody_who_was_erased(called: Desk) -> None:
    assert {one.partition(":")[0] for one in kept(called)} >= {
        "import_run",
        "import_row",
        "list_row",
        "step",
        "setting",
    }
    uids = set(erasure.uids_of(called.bank, hers(called)))
    with called.bank.write(text("an erasure"), undoable=False):
        erasure.erase(called.bank, erasure.those(called.bank, uids), "plan", "N. Chef")
    assert kept(called) == []
    assert [r.file for r in called.imports.log()] == ["Lista november.csv", "–"]
    assert [r.stored for r in called.imports.log()] == [1, 2], "what was counted stays"
    assert [r.file for r in called.worklist.rows()] == ["–"], "and the row of somebody else waits still"
    assert sorted(r.name.seen for r in called.participants.listing()) == ["Bo Provlund", "Cilla Provmark"]
    assert faults(called.bank) == []


def test_no_file_is_named_after_somebody_who_is_protected(called: Desk) -> None:
    assert f"{NAME} önskemål.csv" in [r.file for r in called.imports.log()]
    called.participants.protect(hers(called), 1, "Hot")
    told = [r.file for r in called.imports.log()] + [r.file for r in called.worklist.rows()]
    taken = called.worklist.take_up("participants")
    told += [taken.file, *(" ".join(map(str, taken.place(r.number))) for r in taken.rows)]
    told += [json.dumps(str(s.what)) for s in called.history.steps(20)]
    assert [said for said in told if TAIL in said] == []
    assert "Lista november.csv" in told


def test_neither_a_scan_nor_a_file_of_vacancies_is_named_after_her(desk: Desk, tmp_path: Path) -> None:
    """Of these the step alone names the file; of a scan also under a name that a record merged into hers had."""
    her, vacancies = ended(desk, NAME), tmp_path / f"{NAME} vakanser.csv"
    second = desk.participants.create({"name": "Quilla Zorvath"}, make.fresh_number())
    paper, _ = desk.competence.issue(her)
    desk.competence.attach_signed(paper.id, f"{NAME} signerat.pdf", b"%PDF-1.4")
    desk.participants.merge(her, second.id)
    desk.competence.attach_signed(paper.id, "Quilla Zorvath signerat.pdf", b"%PDF-1.4")
    vacancies.write_text("Arbetsgivare;Rubrik;Sista dag\nProv AB;Parkarbetare;2026-12-20\n", "utf-8")
    assert desk.vacancies.store(desk.vacancies.read_file(vacancies)) == 1
    chain.seal(desk.bank)
    assert len([one for one in kept(desk) if one.startswith("step: {")]) >= 2
    assert desk.retention.erase(None, "Beslut", early=[her]) == 1
    assert [one for one in kept(desk, "zorvath") + kept(desk) if one.startswith("step")] == []
    assert [row["params"] for row in rows(desk.bank, "select params from step where what like 'Vac%'")] == [
        '{"file": "–"}'
    ]
    assert desk.vacancies.listing()[0].title == "Parkarbetare", "what was read in stays"
    chain.seal(desk.bank)
    assert faults(desk.bank) == []


def test_a_list_without_headings_leaves_nobody_among_the_columns(desk: Desk, tmp_path: Path) -> None:
    """Its first person is what its columns are called: whoever points them out leaves her name and number in the bank."""
    number, path = make.fresh_number(), tmp_path / "lista.csv"
    path.write_text(f"{NAME};{number};070-1740699\nBo Provlund;{make.fresh_number()};070-1740621\n", "utf-8")
    staged = desk.imports.stage(path, "participants", {NAME: "name", number: "identity"})
    assert desk.imports.store(desk.imports.review(staged)) == 1
    her = desk.participants.create({"name": NAME}, number)
    chain.seal(desk.bank)
    assert any(one.startswith("column_map") for one in kept(desk))
    assert desk.retention.erase(None, "Beslut", early=[her.id]) == 1
    assert kept(desk) + kept(desk, number) == []
    assert 0 not in desk.imports.stage(path, "participants").mapping, "her column is asked about anew"
    chain.seal(desk.bank)
    assert faults(desk.bank) == []


def test_a_list_of_others_and_one_of_vacancies_are_not_named_after_somebody_protected(
    desk: Desk, tmp_path: Path
) -> None:
    """None of her own rows was changed by them."""
    make.participant(desk.bank, name=NAME, protection=1)
    read_in(desk, tmp_path, f"{NAME} vänner.csv", f"Bo Provlund;{make.fresh_number()};070-1740621")
    vacancies = tmp_path / f"{NAME} vakanser.csv"
    vacancies.write_text("Arbetsgivare;Rubrik;Sista dag\nProv AB;Parkarbetare;2026-12-20\n", "utf-8")
    assert desk.vacancies.store(desk.vacancies.read_file(vacancies)) == 1
    told = [str(s.what) for s in desk.history.steps(20)] + [str(e.said) for e in desk.history.access()]
    assert len([said for said in told if "Imported" in said or "Vacancies read" in said]) >= 3
    assert [said for said in told if TAIL in said] == []
