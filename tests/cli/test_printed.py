"""What a command prints for people says what its JSON says: nobody is left out, nothing is counted twice."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from amdesk.db.engine.opening import open_bank
from amdesk.db.places import placements
from amdesk.domain.texts import text
from tests import make
from tests.cli.small import busy
from tests.cli.test_every_command import bank, call, staged
from tests.conftest import SAMPLES

__all__ = ["bank", "staged"]


def both(at: Path, *words: str) -> tuple[list[str], Any]:
    """The lines that a call prints, and its document."""
    printed, document = call(at, *words), call(at, *words, "--json")
    assert (printed.exit_code, document.exit_code) == (0, 0), printed.output + document.output
    return printed.stdout.splitlines(), json.loads(document.stdout)


def test_an_import_names_every_row_that_it_refuses_or_leaves_out_with_its_reason(bank: Path, staged: Path) -> None:
    lines, document = both(bank, "import", "employments", str(SAMPLES / "01_anstallningar.xlsx"), "--dry-run")
    counts = [document[name] for name in ("read", "accepted", "rejected", "skipped")]
    assert lines[0] == "Rows read: {}, accepted: {}, rejected: {}, skipped: {}, new stored: 0.".format(*counts)
    refused = [r for r in document["rows"] if r["outcome"] == "rejected"]
    assert len(refused) == document["rejected"] > 0
    for row in refused:
        column = f"{row['column']}: " if row["column"] else ""
        assert f"Row {row['row']}: {column}{row['message']} ({row['reason']})" in lines
    skipped = [r["row"] for r in document["rows"] if r["outcome"] == "skipped"]
    assert len(skipped) == document["skipped"]
    odd, _ = both(bank, "import", "participants", str(staged / "odd.csv"), "--dry-run")
    assert "Row 4: Only one cell is filled: taken for a heading between the rows and not read" in odd
    path, book = staged.parent / "lone.xlsx", Workbook()
    for row in (["Namn", "Telefon"], ["Aida Prov", "070-1740601"], ["Park"], ["Bo Prov", "070-1740602"]):
        book.worksheets[0].append(row)
    book.save(path)
    lone, _ = both(bank, "import", "participants", str(path), "--dry-run")
    assert "Row 3: Only one cell is filled: taken for a heading between the rows and not read" in lone
    assert [one for one in odd if "Nåbar på" in one and "--map" in one]


@pytest.mark.thorough(long=True)
def test_sheets_that_come_back_are_told_person_by_person_and_a_conflict_is_not_stored(
    demo_bank: Path, tmp_path: Path
) -> None:
    path = tmp_path / "s.xlsx"
    assert call(demo_bank, "export", "sheets", "--placement", busy(demo_bank), "--out", str(path)).exit_code == 0
    book = load_workbook(path)
    sheet = next(s for s in book.worksheets if s.title != "_amdesk")
    first, second, *_ = [r[0].row for r in sheet.iter_rows(min_row=9, max_col=1) if "." in str(r[0].value or "")]
    before = sheet.cell(first, 3).value
    sheet.cell(first, 3, 3 if before != 3 else 2)
    sheet.cell(second, 3, 9)
    book.save(path)
    lines, document = both(demo_bank, "import", "assessments", str(path), "--dry-run")
    taken = [r for r in document["rows"] if r["outcome"] == "accepted"]
    assert (len(taken), document["accepted"], document["stored"]) == (document["accepted"], 1, 0)
    assert document["read"] == len(document["rows"]) == document["accepted"] + document["rejected"]
    assert all((r["reason"] == "") == (r["outcome"] == "accepted") for r in document["rows"])
    assert lines[1:] == [f"{r['participant']}  {r['message']}" for r in document["rows"]]
    assert lines[0].startswith(
        f"Rows read: {document['read']}, accepted: 1, rejected: {document['rejected']}, skipped: 0"
    )
    assert (
        json.loads(
            call(demo_bank, "import", "assessments", str(path), "--assessor", "Nils Modellberg", "--json").stdout
        )["stored"]
        == 1
    )
    again = json.loads(
        call(demo_bank, "import", "assessments", str(path), "--assessor", "Nils Modellberg", "--json").stdout
    )
    assert (again["accepted"], again["stored"]) == (1, 0)


def test_an_attendance_list_that_comes_back_is_told_mark_by_mark(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "n.xlsx"
    key = json.loads(call(demo_bank, "module", "list", "--json").stdout)[0]["id"]
    assert call(demo_bank, "module", "export", str(key), "--out", str(path)).exit_code == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(5, sheet.max_column, "Närvarande")
    sheet.cell(6, sheet.max_column, "sjuk")
    book.save(path)
    lines, document = both(demo_bank, "module", "import", str(path), "--dry-run")
    assert (document["read"], document["accepted"], document["rejected"]) == (2, 1, 1)
    assert lines == [
        "Rows read: 2, accepted: 1, rejected: 1, skipped: 0, new stored: 0.",
        *(r["message"] for r in document["rows"]),
    ]


def test_whoever_has_no_place_in_a_round_is_printed_with_the_reasons(bank: Path) -> None:
    opened = open_bank(str(bank), actor="T", account="t", clock=make.CLOCK)
    with closing(opened):
        for place in range(12):
            make.participant(opened, name=f"Prov {place}")
    lines, document = both(bank, "match", "--all")
    assert document["unplaced"] != []
    for one in document["unplaced"]:
        assert f"  –  {one['participant']}  {'; '.join(one['why'])}" in lines
    placed = [one for one in lines[1:] if not one.startswith("  –")]
    assert [p.split()[1] for p in placed] == [a["participant"] for a in document["optimal"]["assignments"]]


def test_where_no_placement_fits_the_reasons_are_told_beside_the_answer_with_how_many_each_keeps_out(
    bank: Path,
) -> None:
    opened = open_bank(str(bank), actor="T", account="t", clock=make.CLOCK)
    with closing(opened), opened.write(text("all ask for a lorry licence")):
        for place in placements.every(opened):
            placements.change(opened, place.id, {"licence": "C"})
    done = call(bank, "match", "D-0008", "--json")
    assert json.loads(done.stdout) == []
    assert done.stderr.startswith("No placement fits: ")
    assert "(3)" in done.stderr


def test_a_report_prints_each_figure_with_its_base_its_share_and_its_bounds(bank: Path) -> None:
    lines, document = both(bank, "report", "followup", "--from", "2025-01-01", "--to", "2026-12-31")
    shown = [f for s in document["sections"] for f in s.get("figures", ())] if "sections" in document else []
    shown = shown or document.get("figures", [])
    with_base = [f for f in shown if f["base"]]
    assert with_base != []
    for figure in with_base:
        assert [one for one in lines if f"{figure['count']} / {figure['base']}" in one], figure


def test_a_certificate_that_is_revoked_is_named_by_its_number(demo_bank: Path, tmp_path: Path) -> None:
    made = json.loads(
        call(demo_bank, "certificate", "issue", "D-0002", "--out", str(tmp_path / "c.pdf"), "--json").stdout
    )
    done = call(demo_bank, "certificate", "revoke", made["number"], "--reason", "fel namn")
    assert (done.exit_code, done.stdout.strip()) == (0, made["number"])
    again = call(demo_bank, "certificate", "revoke", made["number"], "--reason", "fel namn")
    assert (again.exit_code, again.stdout) == (1, "")
