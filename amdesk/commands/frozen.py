"""amdesk report freeze and frozen: reports kept as they are today, listed and opened again by their number."""

from __future__ import annotations

from datetime import date

import click

from amdesk.commands.common import Call, date_option, json_option, put
from amdesk.domain.results.frozen import FrozenReport
from amdesk.domain.texts import N_


def _row(found: FrozenReport) -> dict[str, object]:
    return {
        "number": found.number,
        "kind": found.kind,
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "frozen_on": found.on.isoformat(),
        "by": found.by,
        "hash": found.commitment,
        "unchanged": found.unchanged,
    }


def _say(call: Call, found: FrozenReport) -> None:
    state = call.words(N_("unchanged")) if found.unchanged else call.words(N_("CHANGED"))
    click.echo(f"{found.number}  {found.on}  {found.said(call.lang)['title']}  {found.digest}  {state}")


@click.command()
@click.argument("kind", type=click.Choice(["followup", "committee", "savings"]))
@date_option("--from", "first", required=True)
@date_option("--to", "last", required=True)
@json_option
@click.pass_obj
def freeze(call: Call, kind: str, first: date, last: date, as_json: bool) -> None:
    """Keep a report as it is today: its figures, of how many rows, and a salted hash. It is cited by its number."""
    with call.desk() as desk:
        found: FrozenReport = desk.frozen.freeze_period(kind, first, last)
    if as_json:
        put(_row(found))
        return
    _say(call, found)


@click.command()
@click.argument("number", required=False)
@json_option
@click.pass_obj
def frozen(call: Call, number: str | None, as_json: bool) -> None:
    """Every frozen report, the newest first; with a number, what that one said, and whether it still stands."""
    with call.desk() as desk:
        found = [desk.frozen.of(number)] if number else desk.frozen.listed()
    if number:
        _opened(call, found[0], as_json)
        return
    if as_json:
        put({"reports": [_row(r) for r in found]})
        return
    for one in found:
        _say(call, one)


def _opened(call: Call, found: FrozenReport, as_json: bool) -> None:
    if as_json:
        put(_row(found) | {"document": found.said(call.lang)})
        return
    _say(call, found)
    for f in found.figures(call.lang):
        of = "" if f.base is None else f" / {f.base}  {f.said}"
        click.echo(f"  {f.label}: {'·' if f.count is None else f.count}{of}")
