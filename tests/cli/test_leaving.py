"""Lists that leave by the command line: what would leave is told before, columns follow the purpose, a password locks the file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import msoffcrypto
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.domain.exchange.leaving import PURPOSES
from tests import make
from tests.cli import small

PASSWORD = "fyra helt olika ord"


@pytest.fixture
def bank(new_file: Path, tmp_path: Path) -> Path:
    made = make.copied(new_file, tmp_path / "b.amdesk")
    small.fill(made)
    (tmp_path / "out").mkdir()
    return made


def call(bank: Path, *words: str, password: str | None = PASSWORD) -> Result:
    env = {} if password is None else {"AMDESK_FILE_PASSWORD": password}
    return CliRunner(env=env).invoke(main, ["--bank", str(bank), "--today", "2026-11-23", "--lang", "en", *words])


def cells(path: Path) -> list[list[object]]:
    return [list(row) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.thorough(3)
@pytest.mark.parametrize("what", ["supervisors", "bookings", "placements"])
def test_the_preview_is_what_is_written_sheet_by_sheet_and_writes_nothing(bank: Path, what: str) -> None:
    out = bank.parent / "out"
    said = json.loads(call(bank, "export", what, "--preview", "--json").stdout)
    assert list(out.iterdir()) == []
    assert call(bank, "export", what, "--out", str(out / "x.xlsx")).exit_code == 0
    book = openpyxl.load_workbook(out / "x.xlsx")
    assert [s["name"][:31] for s in said["sheets"]] == book.sheetnames
    for told, sheet in zip(said["sheets"], book, strict=True):
        written = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert written[1] == told["columns"]
        assert len(told["rows"]) > 0
        for row, there in zip(told["rows"], written[2:], strict=False):
            assert [str(v or "")[:10] for v in row] == [str(v or "")[:10] for v in there]


@pytest.mark.thorough(3)
@pytest.mark.parametrize(
    ("what", "purpose", "gone"),
    [
        ("bookings", "count", "Participant"),
        ("placements", "free", "Supervisor"),
        ("supervisors", "attend", "Module days"),
    ],
)
def test_a_list_has_the_columns_that_its_purpose_needs_and_no_others(
    bank: Path, what: str, purpose: str, gone: str
) -> None:
    path = bank.parent / "out" / "x.xlsx"
    assert call(bank, "export", what, "--out", str(path)).exit_code == 0
    assert gone in cells(path)[1]
    whole = {str(v) for row in cells(path) for v in row}
    assert call(bank, "export", what, "--purpose", purpose, "--out", str(path)).exit_code == 0
    assert gone not in cells(path)[1]
    if purpose == "count":
        left = {str(v) for row in cells(path) for v in row}
        assert any(v.startswith("Prov ") for v in whole)
        assert not [v for v in left if v.startswith("Prov ")]


def test_the_help_names_every_purpose_of_every_list() -> None:
    said = " ".join(CliRunner().invoke(main, ["--lang", "en", "export", "--help"]).stdout.split())
    for what, purposes in PURPOSES.items():
        assert f"{what} {', '.join(purposes)}" in said


def test_to_whom_a_list_went_stands_in_the_log(bank: Path) -> None:
    call(bank, "export", "bookings", "--to", "Nämndens sekreterare", "--out", str(bank.parent / "out" / "x.xlsx"))
    assert "Nämndens sekreterare" in call(bank, "bank", "log", "search").stdout


def test_that_somebody_looked_at_what_would_leave_stands_in_the_log(bank: Path) -> None:
    call(bank, "export", "supervisors", "--preview")
    assert "what an export would hold" in call(bank, "bank", "log", "search").stdout


@pytest.mark.thorough(long=True)
def test_files_behind_a_password_are_opened_by_it_alone(bank: Path) -> None:
    out = bank.parent / "out"
    assert call(bank, "export", "bookings", "--password", "--out", str(out / "b.xlsx")).exit_code == 0
    assert call(bank, "participant", "extract", "D-0008", "--password", "--out", str(out / "e.pdf")).exit_code == 0
    assert call(bank, "bank", "log", "export", "--password", "--out", str(out / "l.xlsx")).exit_code == 0
    for name in ("b.xlsx", "l.xlsx"):
        found = msoffcrypto.OfficeFile(io.BytesIO((out / name).read_bytes()))
        found.load_key(password=PASSWORD, verify_password=True)
        found.decrypt(io.BytesIO(), verify_integrity=True)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(out / "e.pdf")
    pypdfium2.PdfDocument(out / "e.pdf", password=PASSWORD).close()


@pytest.mark.thorough(3)
@pytest.mark.parametrize(
    ("password", "code", "said"),
    [("kort", 1, "12 to 120 characters"), ("", 2, "empty"), (None, 2, "Set AMDESK_FILE_PASSWORD")],
)
def test_without_a_password_that_holds_nothing_is_written_nor_logged(
    bank: Path, password: str | None, code: int, said: str
) -> None:
    out = bank.parent / "out"
    done = call(bank, "export", "bookings", "--password", "--out", str(out / "b.xlsx"), password=password)
    assert (done.exit_code, list(out.iterdir())) == (code, [])
    assert said in done.stderr
    assert "Exported" not in call(bank, "bank", "log", "search").stdout


def test_every_value_as_json_cannot_be_locked_and_is_not_made(bank: Path) -> None:
    out = bank.parent / "out"
    done = call(bank, "participant", "extract", "D-0008", "--password", "--out", str(out / "e.json"))
    assert (done.exit_code, list(out.iterdir())) == (1, [])
    assert "cannot be locked" in done.stderr
    assert "Extract" not in call(bank, "bank", "log", "search").stdout
