"""The bank of 20,000 people as a case worker meets it: the whole list, and a list of 1,000 people read in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from amdesk.db.people.participants import LIST, ORDER
from amdesk.db.port import insert
from amdesk.domain.texts import text
from amdesk.domain.values import sort_key
from amdesk.services.desk import Desk
from bench import city
from bench.measure import in_turn, line

ROWS = 1_000
HEADINGS = ("Namn", "Ärendenummer", "Telefon", "E-post", "Körkort", "Restid", "Övriga språk")


def people(path: Path) -> bool:
    return _whole_list(path) & _read_in(path)


def _whole_list(path: Path) -> bool:
    """Everybody with what the list shows; the floor fetches the same columns and makes nothing of them."""
    desk = city.desk(path)
    sql = f"{LIST.format(more='')} order by {ORDER}, p.id"

    def bare() -> None:
        desk.bank.execute(sql, {"today": city.TODAY.isoformat()}).fetchall()

    ours, floor = in_turn(lambda: desk.participants.listing(), bare, rounds=5)
    desk.close()
    return line("list of 20,000 people", ours, floor, 2.5)


def _read_in(path: Path) -> bool:
    """Read, checked, compared with the bank and stored; the floor reads the cells and inserts as many bare rows, each with its
    undo log and its place in the search."""
    with tempfile.TemporaryDirectory(prefix="amdesk-bench-") as folder:
        book = Path(folder) / "people.xlsx"
        _write(book)
        results = []
        for work in (_imported, _inserted):
            with _copy(path, Path(folder)) as desk:
                results.append(in_turn(lambda w=work, d=desk: w(d, book), rounds=1)[0])  # type: ignore[misc]  # mypy infers no lambda with defaults
    ours, floor = results
    return line(f"import of {ROWS:,} people into 20,000", ours, floor, 5)


def _imported(desk: Desk, book: Path) -> None:
    review = desk.imports.review(desk.imports.stage(book, "participants"))
    stored = desk.imports.store(review)
    assert stored == ROWS, stored


def _inserted(desk: Desk, book: Path) -> None:
    from openpyxl import load_workbook

    with closing(load_workbook(book, read_only=True)) as opened, desk.bank.write(text("bench")):
        sheet = opened.worksheets[0]
        for name, case, phone, email, licence, minutes, languages in sheet.iter_rows(min_row=2, values_only=True):
            insert(
                desk.bank,
                "participant",
                number=f"B-{case}",
                name=name,
                sort_name=sort_key(str(name)),
                case_number=case,
                phone=phone,
                email=email,
                licence=licence,
                max_travel=minutes,
                languages=languages,
                wishes="[]",
                needs="[]",
                registered_on=city.TODAY,
                search=f"{name} {case}",
            )


def _write(book: Path) -> None:
    from openpyxl import Workbook

    out = Workbook(write_only=True)
    sheet = out.create_sheet("Deltagare")
    sheet.append(list(HEADINGS))
    for i in range(ROWS):
        name = f"Prov{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} Bänk{chr(97 + i // 7 % 26)}sson"
        sheet.append([name, f"BÄ-{i:05d}", f"070-{i:07d}", f"b{i}@example.org", "B", 45, "engelska"])
    out.save(book)


@contextmanager
def _copy(path: Path, folder: Path) -> Iterator[Desk]:
    """A bank of its own for what writes; the one that was made once stays as it is."""
    target = folder / f"copy{len(list(folder.iterdir()))}.amdesk"
    for end in (
        "",
        "-wal",
        ".key.json",
    ):  # file by file: a backup is proved, and the rules were off when this one was filled
        part = path.with_name(path.name + end)
        if part.exists():
            shutil.copy(part, target.with_name(target.name + end))
    desk = city.desk(target)
    try:
        yield desk
    finally:
        desk.close()
