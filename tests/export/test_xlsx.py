"""Excel files read back by openpyxl: real dates, frozen header, filter, print set-up, harmless text, nothing half written."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from amdesk.domain.errors import BadFile
from amdesk.export.xlsx import Column, SheetTable, write_book

TABLE = SheetTable(
    "Lag",
    "Deltagare hos Lag",
    [Column("Namn"), Column("Från"), Column("Omfattning")],
    [("=cmd()", date(2026, 12, 7), 75), ("Åsa", None, 100)],
    "Slut",
)


def write(path: Path, *tables: SheetTable) -> None:
    for _ in write_book(path, tables or [TABLE]):
        pass


def test_a_sheet_is_ready_to_filter_and_print(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Lag"]
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:C4"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$2:$2")
    assert [c.value for c in sheet[2]] == ["Namn", "Från", "Omfattning"]


def test_dates_are_dates_and_formulas_are_text(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Lag"]
    assert sheet["B3"].value == datetime(2026, 12, 7, 0, 0)
    assert sheet["B3"].number_format == "yyyy-mm-dd"
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("'=cmd()", "s")


def test_sheet_names_excel_would_refuse_are_made_fit(tmp_path: Path) -> None:
    names = ["A/B:C*?[]" + "x" * 40, "a b c     " + "x" * 40, "A/B:C*?[]" + "x" * 40]
    write(tmp_path / "a.xlsx", *[SheetTable(n, "t", [Column("x")], []) for n in names])
    made = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len({m.casefold() for m in made}) == 3
    assert max(map(len, made)) <= 31


def test_a_file_open_in_excel_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "~$a.xlsx").touch()
    with pytest.raises(BadFile, match="open in another program"):
        write(path)
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="Choose a folder that exists"):
        write(tmp_path / "none" / "a.xlsx")


@pytest.mark.thorough(long=True)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from amdesk.domain.errors import BadFile
from amdesk.export.xlsx import Column, SheetTable, save_bytes, write_book
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
for act in (lambda: list(write_book(Path({str(path)!r}), [SheetTable('t', 't', [Column('x')], [(str(i),) for i in range(5000)])])), lambda: save_bytes(Path({str(path)!r}), bytes(9000))):
    try:
        act()
    except BadFile as error:
        print(error)
"""
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.count("could not be written: the disk is full") == 2, run.stderr
    assert run.stderr == "", "no library complains beside the sentence"
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
