"""amdesk export: Excel for supervisors and others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, json_option, put, why_option
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


@click.command()
@click.argument("what", type=click.Choice(["placements", "supervisors", "bookings", "sheets"]))
@click.option(
    "--out", "path", type=click.Path(path_type=Path), required=True, help="The .xlsx file, or a folder with --one-each."
)
@click.option("--participant", help="Sheets: for this participant alone.")
@click.option("--placement", help="Sheets: for everybody at this placement.")
@click.option("--one-each", is_flag=True, help="Supervisors: one workbook each, into a folder.")
@why_option
@json_option
@click.pass_obj
def export(
    call: Call,
    what: str,
    path: Path,
    participant: str | None,
    placement: str | None,
    one_each: bool,
    why: str,
    as_json: bool,
) -> None:
    """Write an Excel list, or assessment sheets to fill in. Column names are Swedish unless --lang en is given."""
    if what == "sheets":
        with call.desk() as desk:
            sent = desk.sheets.out(
                path, _sheets(desk, participant, placement, why), call.lang, why if participant else ""
            )
        said = call.words.say(sent.left) if sent.left else None
        if as_json:
            put({"file": str(path), "sheets": sent.count, "left_out": sent.left_out, "message": said})
            return
        click.echo(str(path))
        if said:
            click.echo(said, err=True)
        return
    if one_each and what != "supervisors":
        raise WrongUse(text(N_("--one-each belongs to supervisors.")))
    with call.desk() as desk:
        if what == "supervisors":
            made = desk.exports.supervisors(path, call.lang, one_each=one_each)
        elif what == "placements":
            made = desk.exports.placements(path, call.lang)
        else:
            made = desk.exports.bookings(path, call.lang)
        for _ in made:
            pass
    if as_json:
        put({"file": str(path)})
    else:
        click.echo(str(path))


def _sheets(desk: Desk, participant: str | None, placement: str | None, why: str) -> list[int]:
    """Whose sheets: one participant's employment, or everybody who works at a placement (or anywhere) today."""
    if participant:
        return [desk.competence.sheet(participant, why=why).employment.id]
    return desk.sheets.running(desk.placements.get(placement).id if placement else None)
