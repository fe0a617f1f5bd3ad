"""A profile that was edited in Excel: areas and skills row by row. Nothing is judged here."""

from __future__ import annotations

from pathlib import Path

from amdesk.domain.competence.assessments import Area, Skill
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.domain.values import squash
from amdesk.imports.sheets import workbook

HEADINGS = ("kod", "code")
COLUMNS = 5


def read_profile(path: Path) -> list[Area]:
    """Areas in the order of the file; a row with the area left empty goes on with the one above. Raises BadFile."""
    sheet = workbook(path).worksheets[0]
    rows = [
        [squash(str(c)) if c is not None else "" for c in r] for r in sheet.iter_rows(max_col=COLUMNS, values_only=True)
    ]
    start = next((i for i, r in enumerate(rows) if r[0].casefold() in HEADINGS), None)
    if start is None:
        raise BadFile(
            text(
                N_("{file} has no line that begins with Code. Export a profile first, and change that file."),
                file=path.name,
            ),
            "NO_PROFILE",
        )
    areas: list[tuple[str, str, list[Skill]]] = []
    for code, area_sv, area_en, sv, en in (r + [""] * (COLUMNS - len(r)) for r in rows[start + 1 :]):
        if not (code or area_sv or sv):
            continue
        if area_sv and (not areas or areas[-1][0] != area_sv):
            areas.append((area_sv, area_en, []))
        if not areas:
            areas.append(("", "", []))
        areas[-1][2].append(Skill(code, sv, en))
    return [Area(a, e, tuple(skills)) for a, e, skills in areas]
