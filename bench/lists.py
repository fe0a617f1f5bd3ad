"""A list of 10,000 people with twelve columns: read, checked and stored, and then the same file once more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from amdesk.db.engine.opening import create_bank
from amdesk.db.port import insert
from amdesk.domain.people.identity import check_digit
from amdesk.domain.texts import text
from amdesk.domain.values import sort_key
from amdesk.memory import calm_collector
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from bench import city
from bench.measure import in_turn, line

ROWS = 10_000
HEADINGS = (
    "Personnummer", "Namn", "Telefon", "E-post", "Ärendenummer", "Handläggare", "Önskade yrken", "Svenska", "Körkort", "Omfattning",
    "Max restid", "Behov",
)  # fmt: skip
ROUNDS = 3
TWICE = 0.5
"""The second import of a file costs no more than this share of the first."""


def lists(_path: Path | None = None) -> bool:
    """The floor is calamine's bare reading and as many bare rows, each with its undo log and its place in the search."""
    with tempfile.TemporaryDirectory(prefix="amdesk-bench-") as name:
        folder = Path(name)
        book = folder / "people.xlsx"
        _write(book)
        ours, bare = (iter([_bank(folder / f"{n}{i}.amdesk") for i in range(ROUNDS)]) for n in ("ours", "bare"))
        used: list[Desk] = []

        def new(banks: Iterator[Desk]) -> Desk:
            used.append(next(banks))
            return used[-1]

        first, second, floor = in_turn(
            lambda: _imported(new(ours), book, ROWS),
            lambda: _imported(used[-1], book, 0),
            lambda: _inserted(new(bare), book),
            rounds=ROUNDS,
        )
        for one in used:
            one.close()
    return line(f"import of {ROWS:,} people, 12 columns", first, floor, 6) & line(
        "the same file once more", second, first, TWICE
    )


def _bank(path: Path) -> Desk:
    bank, _ = create_bank(path, None, **city.LOCAL)  # type: ignore[arg-type]  # actor, account and clock
    banks.fill(bank)
    return Desk(bank, city.CLOCK)


def _imported(desk: Desk, book: Path, wanted: int) -> None:
    review = desk.imports.review(desk.imports.stage(book, "participants"))
    stored = desk.imports.store(review)
    assert stored == wanted, stored
    assert review.count("accepted") == ROWS, review.reasons()


def _inserted(desk: Desk, book: Path) -> None:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0)
    with desk.bank.write(text("bench")):
        for number, name, phone, email, case, _, _, language, licence, extent, minutes, _ in sheet.to_python()[1:]:
            insert(
                desk.bank,
                "participant",
                number=f"B-{case}",
                identity=number,
                name=name,
                sort_name=sort_key(str(name)),
                case_number=case,
                phone=phone,
                email=email,
                language=language,
                licence=licence,
                extent=int(str(extent).split(".", maxsplit=1)[0]),
                max_travel=int(str(minutes).split(".", maxsplit=1)[0]),
                wishes='["LOK"]',
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
        born = date(1960, 1, 1) + timedelta(i // 2)
        nine = f"{born:%y%m%d}{238 + i % 2}"
        name = f"Prov{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} Bänk{chr(97 + i // 7 % 26)}sson"
        said = ("Eva Test", "Lokalvårdare", "B1", "B", 75, 45, "dagtid")
        number = f"{born.year // 100}{nine}{check_digit(nine)}"
        sheet.append([number, name, f"070-{i:07d}", f"b{i}@example.org", f"BÄ-{i:05d}", *said])
    out.save(book)


if __name__ == "__main__":
    calm_collector()
    raise SystemExit(0 if lists() else 1)
