"""Assessment sheets as Excel: one worksheet a person, drop-down levels, everything but the answers locked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.domain.competence.assessments import Profile
from amdesk.domain.competence.sheets import (
    ASSESSED_BY,
    ASSESSOR,
    DAY,
    FIRST_ROW,
    IN_WORDS,
    LEVEL_NOW,
    ON_DAY,
    REMARK,
    SHEET_META,
    Head,
    head_check,
    row_key,
)
from amdesk.domain.texts import N_
from amdesk.domain.values import cells_of, harmless, squash
from amdesk.export.xlsx import new_book, save_bytes, writable
from amdesk.i18n import Words

if TYPE_CHECKING:
    from openpyxl import Workbook

FORBIDDEN = "[]:*?/\\"


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One person's sheet: what is printed on it, and the head it is known by."""

    head: Head
    name: str
    host: str
    profile: Profile


def write_sheets(path: Path, pages: Sequence[SheetPage], secret: str, levels: dict[int, str], words: Words) -> None:
    """Write the workbook. Raises BadFile where it cannot be written."""
    import io

    writable(path)
    book = new_book()
    assert book.active is not None
    book.remove(book.active)
    meta = []
    for i, page in enumerate(pages, 1):
        plain = "".join(ch for ch in squash(page.name) if ch not in FORBIDDEN)
        title = f"{i} {plain}"[:31].strip("'")
        _page(book, title, page, secret, levels, words)
        meta.append(asdict(page.head) | {"sheet": title, "check": head_check(secret, page.head)})
    hidden = book.create_sheet(SHEET_META)
    hidden.sheet_state = "veryHidden"
    for row, piece in enumerate(cells_of(json.dumps(meta, default=str)), 1):
        hidden.cell(row, 1, piece)
    out = io.BytesIO()
    book.save(out)
    save_bytes(path, out.getvalue())


def _page(book: Workbook, title: str, page: SheetPage, secret: str, levels: dict[int, str], words: Words) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(title)
    free, bold = Protection(locked=False), Font(bold=True)
    answer = PatternFill("solid", fgColor="FFF7E0")
    thin = Side(style="thin", color="DCE4E4")
    sheet["B1"] = harmless(words(N_("Assessment: {name}"), name=page.name))
    sheet["B1"].font = Font(bold=True, size=14)
    sheet["B2"] = harmless(f"{page.profile.sv} · {page.host}")
    for cell, said in (
        (ASSESSOR, ASSESSED_BY),
        (DAY, ON_DAY),
        (REMARK, IN_WORDS),
    ):
        sheet[f"B{cell[1:]}"] = words(said)
        sheet[f"B{cell[1:]}"].font = bold
        sheet[cell].protection, sheet[cell].fill = free, answer
    for column, said in (("B", N_("Skill")), ("C", LEVEL_NOW), ("D", N_("Level before"))):
        head = sheet[f"{column}{FIRST_ROW - 1}"]
        head.value, head.font, head.fill = (
            words(said),
            Font(bold=True, color="FFFFFF"),
            PatternFill("solid", fgColor="0B5F66"),
        )
    choices = [f"{n} {said}" for n, said in sorted(levels.items())]
    drop = DataValidation(
        type="list", formula1='"' + ",".join(c.replace(",", "") for c in choices) + '"', allow_blank=True
    )
    drop.error, drop.errorTitle = words(N_("Choose a level from the list, or leave it empty.")), words(N_("Level"))
    drop.showErrorMessage = True
    sheet.add_data_validation(drop)
    row = FIRST_ROW
    for area in page.profile.areas:
        sheet[f"B{row}"] = harmless(area.sv)
        sheet[f"B{row}"].font = Font(bold=True, color="0B5F66")
        row += 1
        for skill in area.skills:
            sheet[f"A{row}"] = row_key(secret, page.head, skill.code)
            sheet[f"B{row}"] = harmless(skill.sv)
            sheet[f"B{row}"].alignment = Alignment(wrap_text=True, vertical="top")
            before = page.head.base.get(skill.code)
            sheet[f"D{row}"] = f"{before} {levels.get(before, '')}" if before else "–"
            cell = sheet[f"C{row}"]
            cell.protection, cell.fill = free, answer
            cell.border = Border(bottom=thin)
            drop.add(cell)
            row += 1
    sheet.column_dimensions["A"].hidden = True
    for column, wide in (("B", 62), ("C", 28), ("D", 26)):
        sheet.column_dimensions[column].width = wide
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.protection.sheet = True
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "portrait", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
