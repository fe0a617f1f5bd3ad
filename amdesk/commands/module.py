"""amdesk module: what runs, attendance lists out and back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from amdesk.commands.common import Call, json_option, out_option, put, tell_forms
from amdesk.domain.competence.attendance import MARKS_TAKEN
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text


@click.group()
def module() -> None:
    """Teaching modules."""


@module.command("list")
@json_option
@click.pass_obj
def list_(call: Call, as_json: bool) -> None:
    """Every module: key, places taken, places, hours, name."""
    with call.desk() as desk:
        found = desk.modules.every()
    if as_json:
        put([asdict(m) for m in found])
        return
    for m in found:
        click.echo(f"{m.id:>4}  {m.taken:>3}/{m.capacity:<3}  {m.hours:>3} h  {m.name}")


@module.command("export")
@click.argument("key", type=int)
@out_option(".xlsx", help="The .xlsx file.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom it is given; it is logged.")
@click.option("--preview", is_flag=True, help="Tells what would leave and for whom, and writes nothing.")
@json_option
@click.pass_obj
def export_(call: Call, key: int, path: Path | None, to: str, preview: bool, as_json: bool) -> None:
    """The attendance list of a module as an Excel file to fill in."""
    if preview:
        with call.desk() as desk:
            forms = desk.attendance.leaving(key)
        tell_forms(call, forms, as_json=as_json)
        return
    if path is None:
        raise WrongUse(text(N_("Say where the file goes with --out, or ask for --preview.")))
    with call.desk() as desk:
        desk.attendance.write(path, key, call.papers, to)
    if as_json:
        put({"file": str(path)})
    else:
        click.echo(str(path))


@module.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only, store nothing.")
@json_option
@click.pass_obj
def import_(call: Call, path: Path, dry_run: bool, as_json: bool) -> None:
    """An attendance list that came back. What is newer in the bank is left as it is; the window asks about it."""
    with call.desk() as desk:
        register, found = desk.attendance.read(path)
        stored = 0 if dry_run else desk.attendance.accept(found)
    accepted = sum(m.kind in MARKS_TAKEN for m in found)
    if as_json:
        rows = [
            {
                "kind": m.kind,
                "enrolment": m.enrolment,
                "occasion": m.occasion,
                "new": m.new,
                "message": call.words.say(m.text),
            }
            for m in found
        ]
        put(
            {
                "file": str(path),
                "module": register.module.name,
                "read": len(found),
                "accepted": accepted,
                "rejected": len(found) - accepted,
                "stored": stored,
                "rows": rows,
            }
        )
        return
    said = N_(
        "Rows read: {read}, accepted: {accepted}, rejected: {rejected}, skipped: {skipped}, new stored: {stored}."
    )
    click.echo(
        call.words(said, read=len(found), accepted=accepted, rejected=len(found) - accepted, skipped=0, stored=stored)
    )
    for m in found:
        click.echo(call.words.say(m.text))
