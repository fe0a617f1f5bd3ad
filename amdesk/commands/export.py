"""amdesk export: Excel for supervisors and others."""

from __future__ import annotations

from pathlib import Path

import click

from amdesk.commands.common import Call
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text


@click.command()
@click.argument("what", type=click.Choice(["placements", "supervisors", "bookings"]))
@click.option(
    "--out", "path", type=click.Path(path_type=Path), required=True, help="The .xlsx file, or a folder with --one-each."
)
@click.option("--one-each", is_flag=True, help="Supervisors: one workbook each, into a folder.")
@click.pass_obj
def export(call: Call, what: str, path: Path, one_each: bool) -> None:
    """Write an Excel list. Column names are Swedish unless --lang en is given."""
    if one_each and what != "supervisors":
        raise WrongUse(text(N_("--one-each belongs to supervisors.")))
    with call.desk() as desk:
        made = (
            desk.exports.supervisors(path, call.lang, one_each=one_each)
            if what == "supervisors"
            else getattr(desk.exports, what)(path, call.lang)
        )
        for _ in made:
            pass
    click.echo(str(path))
