"""amdesk export: Excel for supervisors and others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, file_password, json_option, password_option, put, tell_forms, why_option
from amdesk.domain.errors import WrongUse
from amdesk.domain.exchange.leaving import left_out_text
from amdesk.domain.texts import N_, text
from amdesk.services.bank import files

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


WHAT_FOR = N_(
    "What it is for: supervisors assess, attend; placements use, free; bookings plan, count. The first is the usual one."
)


@click.command()
@click.argument("what", type=click.Choice(["placements", "supervisors", "bookings", "sheets"]))
@click.option("--out", "path", type=click.Path(path_type=Path), help="The .xlsx file, or a folder with --one-each.")
@click.option("--participant", help="Sheets: for this participant alone.")
@click.option("--placement", help="Sheets: for everybody at this placement.")
@click.option("--one-each", is_flag=True, help="Supervisors: one workbook each, into a folder.")
@click.option("--purpose", default="", metavar="NAME", help=WHAT_FOR)
@click.option("--to", "to", default="", metavar="TEXT", help="To whom it is given; it is logged.")
@click.option("--preview", is_flag=True, help="Tells what would leave and for whom, and writes nothing.")
@password_option
@why_option
@json_option
@click.pass_obj
def export(
    call: Call,
    what: str,
    path: Path | None,
    participant: str | None,
    placement: str | None,
    one_each: bool,
    purpose: str,
    to: str,
    preview: bool,
    lock: bool,
    why: str,
    as_json: bool,
) -> None:
    """Write an Excel list, or assessment sheets to fill in. Column names are Swedish unless --lang en is given. Its columns are
    those that its purpose needs."""
    if what == "sheets" and (purpose or lock):
        raise WrongUse(text(N_("--purpose and --password belong to lists, not to sheets.")))
    if preview and what == "sheets":
        with call.desk() as desk:
            forms = desk.sheets.leaving(_sheets(desk, participant, placement, why), why if participant else "")
        tell_forms(call, forms, as_json=as_json)
        return
    if preview:
        _preview(call, what, purpose, as_json=as_json)
        return
    path = _where(path, what, one_each=one_each)
    if what == "sheets":
        _write_sheets(call, path, (participant, placement, why), to, as_json=as_json)
        return
    password = file_password(call, wanted=lock)
    with call.desk() as desk:
        if what == "supervisors":
            made = desk.exports.supervisors(
                path, call.papers, one_each=one_each, purpose=purpose, to=to, password=password
            )
        elif what == "placements":
            made = desk.exports.placements(path, call.papers, purpose=purpose, to=to, password=password)
        else:
            made = desk.exports.bookings(path, call.papers, purpose=purpose, to=to, password=password)
        for _ in made:
            pass
    if as_json:
        put({"file": str(path)})
    else:
        click.echo(str(path))


def _where(path: Path | None, what: str, *, one_each: bool) -> Path:
    """The file, or the folder, that was named. Raises WrongUse."""
    if path is None:
        raise WrongUse(text(N_("Say where the file goes with --out, or ask for --preview.")))
    if one_each and what != "supervisors":
        raise WrongUse(text(N_("--one-each belongs to supervisors.")))
    if not one_each:
        files.ended(path, ".xlsx")
    return path


def _write_sheets(call: Call, path: Path, whose: tuple[str | None, str | None, str], to: str, *, as_json: bool) -> None:
    """Assessment sheets of a participant, or of a placement; and for which reason."""
    participant, placement, why = whose
    with call.desk() as desk:
        sent = desk.sheets.out(
            path, _sheets(desk, participant, placement, why), call.papers, why if participant else "", to
        )
    said = call.words.say(sent.left) if sent.left else None
    if as_json:
        put({"file": str(path), "sheets": sent.count, "left_out": sent.left_out, "message": said})
        return
    click.echo(str(path))
    if said:
        click.echo(said, err=True)


def _preview(call: Call, what: str, purpose: str, *, as_json: bool) -> None:
    """Sheet by sheet for whom, how many rows and which columns; and how many people are left out."""
    with call.desk() as desk:
        found = desk.exports.preview(what, purpose, call.lang)
    if as_json:
        put(
            {
                "purpose": call.words(found.purpose.said),
                "left_out": found.left_out,
                "sheets": [{"name": s.name, "columns": s.columns, "rows": s.rows} for s in found.sheets],
            }
        )
        return
    t = call.words
    click.echo(t(N_("Purpose: {purpose}"), purpose=t(found.purpose.said)))
    for sheet in found.sheets:
        count = t.plural("{count} row", "{count} rows", len(sheet.rows), count=len(sheet.rows))
        click.echo(f"{sheet.name}\t{count}\t{', '.join(sheet.columns)}")
    if found.left_out:
        click.echo(t.say(left_out_text(found.left_out)))
    click.echo(t(N_("Nothing was written.")))


def _sheets(desk: Desk, participant: str | None, placement: str | None, why: str) -> list[int]:
    """Whose sheets: one participant's employment, or everybody who works at a placement (or anywhere) today."""
    if participant:
        return [desk.competence.sheet(participant, why=why).employment.id]
    return desk.sheets.running(desk.placements.get(placement).id if placement else None)
