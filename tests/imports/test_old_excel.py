"""Workbooks of Excel from before 2007: what is hidden, in error, far away, locked or damaged is told as of any other."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from amdesk.domain.errors import BadFile
from amdesk.imports import reader
from amdesk.imports.files import read_file
from amdesk.imports.oldexcel import Container, contained
from amdesk.imports.reader import ReadSheet
from tests.imports import books

LIST = books.old_cell(1, 1, "Namn") + books.old_cell(1, 2, "Antal")
ROWS = LIST + books.old_row(2) + books.old_cell(2, 1, "Bo Prov") + books.old_cell(2, 2, 3.0)


def read(folder: Path, stream: bytes) -> list[ReadSheet]:
    (folder / "list.xls").write_bytes(contained(stream))
    return read_file(folder / "list.xls")


def test_a_cell_in_error_and_a_hidden_row_stand_where_they_stood(tmp_path: Path) -> None:
    rows = ROWS + books.old_row(3, hidden=True) + books.old_cell(3, 1, "Siv Prov") + books.old_cell(3, 2, None)
    (sheet,) = read(tmp_path, books.old_stream({"Blad1": rows}))
    assert [(n, list(cells), hidden) for n, cells, hidden in sheet.rows] == [
        (1, ["Namn", "Antal"], False),
        (2, ["Bo Prov", 3], False),
        (3, ["Siv Prov", "#N/A"], True),
    ]
    assert sheet.remarks == ()


def test_hidden_sheets_are_left_out_and_the_one_in_front_is_known(tmp_path: Path) -> None:
    stream = books.old_stream({"Gömt": ROWS, "Första": ROWS, "Andra": ROWS}, hidden=["Gömt"], front=2)
    assert [(s.name, s.active) for s in read(tmp_path, stream)] == [("Första", False), ("Andra", True)]


def test_a_stray_cell_is_left_out_and_named_by_its_place(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, books.old_stream({"Blad1": ROWS + books.old_cell(60000, 2, "x")}))
    assert [list(cells) for _, cells, _ in sheet.rows] == [["Namn", "Antal"], ["Bo Prov", 3]]
    assert "R60000C2" in " ".join(map(str, sheet.remarks))


def test_far_to_the_right_of_a_long_list_stands_no_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "AREA", 60 * 133)  # as if sixty rows were sixty thousand
    long = LIST + b"".join(books.old_cell(n, 1, 1.0) for n in range(2, 61))
    (sheet,) = read(tmp_path, books.old_stream({"Blad1": long + books.old_cell(3, 256, "x")}))
    assert max(len(cells) for _, cells, _ in sheet.rows) == 2
    assert "R3C256" in " ".join(map(str, sheet.remarks))
    numbers = struct.pack("<HHHH", 0x00BD, 78, 1, 129) + 12 * struct.pack("<HI", 0, 6) + struct.pack("<H", 140)
    (sheet,) = read(tmp_path, books.old_stream({"Blad1": long + numbers}))  # twelve in one record, across the edge
    assert max(len(cells) for _, cells, _ in sheet.rows) == 2
    assert "R2C130" in " ".join(map(str, sheet.remarks))
    beside = books.old_cell(3, 40, "y")
    (sheet,) = read(tmp_path, books.old_stream({"Blad1": long + beside}))
    assert (max(len(cells) for _, cells, _ in sheet.rows), sheet.remarks) == (40, ())


def test_one_with_a_password_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="password"):
        read(tmp_path, books.old_stream({"Blad1": ROWS}, password=True))


def test_one_whose_sheets_are_all_hidden_or_lie_outside_the_file_is_refused(tmp_path: Path) -> None:
    whole = books.old_stream({"Blad1": ROWS})
    outside = whole.replace(struct.pack("<I", whole.rindex(b"\x09\x08")), struct.pack("<I", len(whole) - 6), 1)
    assert outside != whole
    for stream in (books.old_stream({"Blad1": ROWS}, hidden=["Blad1"]), outside, whole[:-10]):
        with pytest.raises(BadFile) as refused:
            read(tmp_path, stream)
        assert "list.xls" in str(refused.value)
        assert refused.value.code != "OPEN"


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 1022 * 4096, 1023 * 4096, 1030 * 4096, 2100 * 4096])
def test_what_is_put_into_a_container_comes_out_of_it(size: int) -> None:
    """Around the sizes at which one more sector, and one more list of sectors, is needed."""
    stream = bytes(range(251)) * (size // 251 + 1)
    found = Container(contained(stream[:size])).stream("Workbook", "Book")
    assert found is not None
    assert (found[:size] == stream[:size], not any(found[size:]), len(found) - size < 4096) == (True, True, True)


def test_sectors_in_a_circle_or_outside_the_file_end_in_an_error_and_not_in_a_loop() -> None:
    whole = bytearray(contained(bytes(9000)))
    fat = len(whole) - 4096
    for next_one in (0, 4000):
        broken = bytearray(whole)
        struct.pack_into("<I", broken, fat + 4, next_one)
        with pytest.raises(ValueError, match=r"circle|outside"):
            Container(bytes(broken)).stream("Workbook")
    assert Container(bytes(whole)).stream("Nothing") is None
