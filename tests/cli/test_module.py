"""amdesk module: the attendance list out, filled in, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.test_cli import run


def test_an_attendance_list_goes_round_by_the_command_line(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "narvaro.xlsx"
    key = json.loads(run(demo_bank, "module", "list", "--json").stdout)[0]["id"]
    assert run(demo_bank, "module", "export", str(key), "--out", str(path)).exit_code == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    last = sheet.max_column
    sheet.cell(5, last, "Närvarande")
    sheet.cell(6, last, "sjuk")
    book.save(path)
    dry = json.loads(run(demo_bank, "module", "import", str(path), "--dry-run", "--json").stdout)
    assert (dry["accepted"], dry["rejected"], dry["stored"]) == (1, 1, 0)
    assert [r["kind"] for r in dry["rows"]] == ["NEW", "NO_STATE"]
    assert json.loads(run(demo_bank, "module", "import", str(path), "--json").stdout)["stored"] == 1
    assert json.loads(run(demo_bank, "module", "import", str(path), "--json").stdout)["accepted"] == 0


def test_another_excel_file_is_refused_in_one_sentence(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "lista.xlsx"
    run(demo_bank, "export", "placements", "--out", str(path))
    done = run(demo_bank, "module", "import", str(path))
    assert done.exit_code == 3
    assert done.stderr.strip() == "lista.xlsx is no attendance list from AMDesk. Choose the file that was sent out."


@pytest.mark.thorough(long=True)
def test_sheets_for_a_whole_city_come_back_as_they_went_out(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "blad.xlsx"
    assert run(demo_bank, "export", "sheets", "--out", str(path)).exit_code == 0
    hidden = load_workbook(path)["_amdesk"]
    kept = [str(row[0]) for row in hidden.iter_rows(max_col=1, values_only=True)]
    assert sum(map(len, kept)) > 32_767, "more than one cell holds"
    assert all(len(piece) <= 30_000 for piece in kept)
    back = run(demo_bank, "import", "assessments", str(path), "--json")
    assert back.exit_code == 0
    assert json.loads(back.stdout)["stored"] == 0
