"""amdesk worklist: rows of lists that were refused, mended and stored another day, or struck out."""

from __future__ import annotations

import click

from amdesk.commands.common import Call, json_option, put
from amdesk.commands.importing import document, say_review
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, Text, text
from amdesk.services.exchange.messages import message
from amdesk.services.exchange.worklist import WaitingRow

KINDS = ["placements", "participants", "employments", "followups", "payments", "measures"]


@click.group()
def worklist() -> None:
    """Rows of lists that were refused and wait to be mended."""


@worklist.command("list")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="One kind of list alone.")
@json_option
@click.pass_obj
def list_(call: Call, kind: str | None, as_json: bool) -> None:
    """Every row that waits: its key, its list, where it stood there, and why it was refused."""
    with call.desk() as desk:
        found = desk.worklist.rows(kind or "")
    if as_json:
        put([_document(r, call) for r in found])
        return
    for r in found:
        name = call.words(N_("protected")) if r.protected else r.cells.get("name", "")
        click.echo(
            f"{r.key:>4}  {r.kind}  {r.file} {r.place}  {name}  {message(r.reason, call.lang, r.field)} ({r.reason})"
        )


def _document(row: WaitingRow, call: Call) -> dict[str, object]:
    return {
        "key": row.key,
        "kind": row.kind,
        "file": row.file,
        "row": row.place,
        "reason": row.reason,
        "column": row.field,
        "message": message(row.reason, call.lang, row.field),
        "protected": row.protected,
        "cells": dict(row.cells),
        "came": row.came.isoformat(),
        "goes": row.goes.isoformat(),
    }


@worklist.command()
@click.argument("key", type=int)
@click.option("--set", "cells", multiple=True, metavar="FIELD=VALUE", help="What is to stand in a field of the row.")
@click.option("--answer", type=click.Choice(["same", "new"]), help="To a row that asks whether it is the same person.")
@click.option("--dry-run", is_flag=True, help="Check only, store nothing.")
@json_option
@click.pass_obj
def mend(call: Call, key: int, cells: tuple[str, ...], answer: str | None, dry_run: bool, as_json: bool) -> None:
    """Write in a row and store it, where it is right now; else it waits on as it was mended."""
    with call.desk() as desk:
        staged = desk.worklist.take_up(desk.worklist.kind_of(key), [key])
        if answer:
            staged = desk.imports.answer(staged, "same:1", answer)
        fields = [f.name for f in staged.kind.fields]
        written = [_cell(said, fields) for said in cells]
        review = desk.imports.review(staged)
        for field, value in written:
            review = desk.imports.mend(review, 1, field, value)
        stored = 0 if dry_run else desk.imports.store(review)
        reading = desk.imports.reading(review.staged)
    if as_json:
        put(document(review, reading, stored, call.lang, call))
    else:
        say_review(review, stored, call)


@worklist.command()
@click.option("--kind", type=click.Choice(KINDS), default=None, help="One kind of list alone.")
@click.option("--dry-run", is_flag=True, help="Check only, store nothing.")
@json_option
@click.pass_obj
def store(call: Call, kind: str | None, dry_run: bool, as_json: bool) -> None:
    """Try every row again, as after a place or an occupation was added, and store those that are right now."""
    out = []
    with call.desk() as desk:
        for one in [k for k in KINDS if k in desk.worklist.counts() and kind in {None, k}]:
            review = desk.imports.review(desk.worklist.take_up(one))
            stored = 0 if dry_run else desk.imports.store(review)
            out.append(document(review, desk.imports.reading(review.staged), stored, call.lang, call))
            if not as_json:
                say_review(review, stored, call)
    if as_json:
        put(out)
    elif not out:
        click.echo(call.words(N_("No row waits.")))


@worklist.command()
@click.argument("keys", type=int, nargs=-1, required=True)
@json_option
@click.pass_obj
def strike(call: Call, keys: tuple[int, ...], as_json: bool) -> None:
    """Take rows from the list that nobody is to mend. Undo in the window brings them back."""
    with call.desk() as desk:
        count = desk.worklist.strike(list(dict.fromkeys(keys)))
    if as_json:
        put({"struck": count})
        return
    click.echo(call.words.plural("{count} row is struck out.", "{count} rows are struck out.", count, count=count))


def _cell(said: str, fields: list[str]) -> tuple[str, str]:
    field, sign, value = said.partition("=")
    if not sign or not field.strip():
        raise WrongUse(text(N_('{said} sets nothing. Write --set "field=value".'), said=said))
    if field.strip() not in fields:
        known = ", ".join(fields)
        raise WrongUse(
            text(N_("There is no field {field}. Known fields: {known}."), field=Text(field.strip()), known=known)
        )
    return field.strip(), value.strip()
