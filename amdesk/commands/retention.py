"""amdesk retention: who is due to be erased, and the erasure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from amdesk.commands.common import Call, date_option, file_password, json_option, out_option, password_option, put
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text
from amdesk.services.bank import files
from amdesk.settings import Settings

HOLDS = N_("This copy holds people who are erased: {path}. Remove it when it is no longer needed.")


early_option = click.option(
    "--participant",
    "early",
    multiple=True,
    metavar="PARTICIPANT",
    help="This person and nobody else, though her time has not passed: a decision under article 17. Can be given several times.",
)


@click.group()
def retention() -> None:
    """Personal data whose time has passed."""


@retention.command("list")
@date_option("--before", help="Last employment ended before this day; the unit's own limit where not said.")
@json_option
@click.pass_obj
def list_(call: Call, before: date | None, as_json: bool) -> None:
    """Who would be erased."""
    # of protected people not when they ended: by that day the board would tell where
    with call.desk() as desk:
        found = sorted(desk.retention.overdue(before), key=lambda p: (p.name.hidden, p.number if p.name.hidden else ""))
    if as_json:
        put([{"number": p.number, "last": None if p.name.hidden else p.last.isoformat()} for p in found])
        return
    for p in found:
        click.echo(f"{p.number}\t{'' if p.name.hidden else p.last.isoformat()}")


@retention.command()
@click.option("--set", "kind", default="", metavar="KIND", help="The kind of data whose time is set.")
@click.option("--years", type=int, default=None, help="Years; left out, as long as the record.")
@click.option("--source", default="", metavar="TEXT", help="The decision or plan that sets the time.")
@json_option
@click.pass_obj
def plan(call: Call, kind: str, years: int | None, source: str, as_json: bool) -> None:
    """How long each kind of data is kept by the unit's plan, and how much has passed its time."""
    with call.desk() as desk:
        if kind:
            desk.retention.set_period(kind, years, source)
        found = desk.retention.periods()
    if as_json:
        put(
            [
                {
                    "kind": one.kind,
                    "years": one.period and one.period.years,
                    "source": one.period.source if one.period else "",
                    "passed": one.passed,
                }
                for one in found
            ]
        )
        return
    for one in found:
        click.echo(
            "\t".join(
                [
                    one.kind,
                    str(one.period.years if one.period else ""),
                    str(one.passed),
                    one.period.source if one.period else "",
                ]
            )
        )


@retention.command("erase-passed")
@click.option("--why", required=True, help="The decision or plan it follows.")
@click.option("--yes", is_flag=True, help="It cannot be undone; without this nothing is done.")
@json_option
@click.pass_obj
def erase_passed(call: Call, why: str, yes: bool, as_json: bool) -> None:
    """Take away what has passed the time of its own kind of data; the records stay."""
    if not yes:
        raise WrongUse(text(N_("Erasing cannot be undone. Look at the list first, then repeat with --yes.")))
    with call.desk() as desk:
        count = desk.retention.erase_kinds(why)
    if as_json:
        put({"rows": count})
        return
    click.echo(
        call.words.plural(
            "{count} row of data erased by the plan of retention",
            "{count} rows of data erased by the plan of retention",
            count,
            count=count,
        )
    )


@retention.command()
@early_option
@date_option("--before", help="Last employment ended before this day; the unit's own limit where not said.")
@click.option("--why", required=True, help="The decision or plan it follows.")
@click.option("--instead", is_flag=True, help="In place of what another user has proposed and nobody has approved yet.")
@json_option
@click.pass_obj
def propose(call: Call, before: date | None, why: str, early: tuple[str, ...], instead: bool, as_json: bool) -> None:
    """Put the list before another user, who approves it by erasing, where the unit wants two."""
    with call.desk() as desk:
        count = desk.retention.propose(why, before, early, instead=instead)
    if as_json:
        put({"proposed": count})
        return
    click.echo(
        call.words.plural(
            "Erasure of {count} person proposed", "Erasure of {count} people proposed", count, count=count
        )
    )


@retention.command()
@early_option
@date_option("--before", help="Last employment ended before this day; the unit's own limit where not said.")
@click.option("--why", default="", help="The decision or plan it follows; of what was proposed it is the proposal's.")
@click.option("--yes", is_flag=True, help="It cannot be undone; without this nothing is done.")
@json_option
@click.pass_obj
def erase(call: Call, before: date | None, why: str, early: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Erase the personal data of everybody on the list, or of those whom another user proposed, where the unit wants two. Whoever
    does it is who approved it. Figures, frozen cohorts and the log stay."""
    if not yes:
        raise WrongUse(text(N_("Erasing cannot be undone. Look at the list first, then repeat with --yes.")))
    with call.desk() as desk:
        count = desk.retention.erase(before, why, early)
        clear = desk.retention.forget()
        holding = desk.retention.holding(Settings.load().folders())
    if as_json:
        put({"erased": count, "log_of_writes_cleared": clear, "copies_with_them": [str(p) for p in holding]})
        return
    click.echo(
        call.words.plural(
            "Personal data of {count} person erased", "Personal data of {count} people erased", count, count=count
        )
    )
    if not clear:
        from amdesk.services.bank.retention import LINGERS

        click.echo(call.words(LINGERS), err=True)
    for path in holding:
        click.echo(call.words(HOLDS, path=str(path)), err=True)


@retention.command()
@date_option("--from", required=True, help="First day.")
@date_option("--to", required=True, help="Last day.")
@out_option(".pdf", required=True)
@password_option
@click.pass_context
def protocol(ctx: click.Context, /, path: Path, lock: bool, **days: date) -> None:
    """What was erased within a period, as PDF for the archive: when, how many, by which decision, who approved it, and which
    kinds of data went. It names nobody."""
    call: Call = ctx.obj
    files.check(path, locked=lock)
    password = file_password(call, wanted=lock)
    with call.desk() as desk:
        made = desk.retention.protocol(days["from"], days["to"], call.papers)
    files.save(path, made, password)
    click.echo(str(path))
