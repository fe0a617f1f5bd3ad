"""amdesk activity: what a decision of the social committee asks for by the week, and what was planned and attended."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, act_option, date_option, json_option, out_option, put, why_option
from amdesk.domain.booking.week.hours import hours_said
from amdesk.domain.errors import WrongUse
from amdesk.domain.overview.activity import hours_told, two_sided
from amdesk.domain.texts import N_, text
from amdesk.services.bank import files

if TYPE_CHECKING:
    from amdesk.domain.overview.activity import ActivityDemand, ActivityPage, ActivityWeek


@click.group()
def activity() -> None:
    """Activity plans: hours a week that a decision asks for, planned, attended and excused, on a page for the social committee."""


def _hours(_ctx: click.Context, _param: click.Parameter, said: str) -> int:
    """Hours of a week as minutes. Raises WrongUse."""
    plain = said.strip().replace(",", ".")
    if not plain.replace(".", "", 1).isdecimal() or len(plain) > 6:
        raise WrongUse(text(N_("{said} is no number of hours. Write for instance 4 or 4,5."), said=said))
    return round(float(plain) * 60)


@activity.command("ask")
@click.argument("participant")
@click.argument("hours", callback=_hours)
@click.option(
    "--by", "decided_by", required=True, metavar="TEXT", help="Who decided: the board, or by whose delegation."
)
@date_option("--from", "first", help="From which day; today where not given.")
@date_option("--to", "last", help="Until which day; until further notice where not given.")
@date_option("--decided-on", "decided_on", help="Today where not given.")
@click.option("--decision", "number", default="", metavar="TEXT", help="The number of the decision.")
@act_option
@json_option
@click.pass_obj
def ask_hours(
    call: Call,
    participant: str,
    hours: int,
    decided_by: str,
    first: date | None,
    last: date | None,
    decided_on: date | None,
    number: str,
    as_json: bool,
) -> None:
    """Note that a decision asks for HOURS a week; one that was open ends the day before."""
    today = call.clock.today()
    with call.desk() as desk:
        made = desk.activities.ask(participant, hours, first or today, last, (decided_on or today, decided_by, number))
    _answer(call, made, as_json)


@activity.command("end")
@click.argument("participant")
@date_option("--on", "last", required=True, help="The last day.")
@act_option
@json_option
@click.pass_obj
def end_demand(call: Call, participant: str, last: date, as_json: bool) -> None:
    """What is asked for ends on a day."""
    with call.desk() as desk:
        made = desk.activities.end(participant, last)
    _answer(call, made, as_json)


@activity.command("show")
@click.argument("participant")
@date_option("--from", "first", help="A day of the first week; twelve weeks where not given.")
@date_option("--to", "last", help="A day of the last week; this one where not given.")
@out_option(".pdf", help="The page as a .pdf file.")
@why_option
@json_option
@click.pass_obj
def show_activity(
    call: Call, participant: str, first: date | None, last: date | None, path: Path | None, why: str, as_json: bool
) -> None:
    """The weeks of a participant: asked for, planned, attended, valid reasons, other absence. It is logged."""
    if path is not None:
        files.check(path)
    with call.desk() as desk:
        page = desk.activities.of(participant, why, first, last)
        made = desk.activities.paper(participant, call.papers, why, first, last) if path is not None else b""
    if path is not None:
        files.save(path, made)
    if as_json:
        put(_document(call, page, path))
        return
    if path is not None:
        click.echo(str(path))
        return
    click.echo(call.words.say(two_sided(page)))
    click.echo(call.words.say(hours_told(page)))
    for week in page.weeks:
        click.echo(f"{week.monday}  {_week_said(call, week)}")


def _week_said(call: Call, week: ActivityWeek) -> str:
    said = N_(
        "asked {asked}, planned {planned}, attended {attended}, valid {valid}, other {other}, not known {unknown}"
    )
    return call.words(
        said, **{name: call.words.hours(minutes) for name, minutes in week._asdict().items() if name != "monday"}
    )


def _answer(call: Call, d: ActivityDemand, as_json: bool) -> None:
    if as_json:
        put(_demand(d))
        return
    said = N_("{hours} hours a week from {first}, decided on {day} by {who}.")
    click.echo(
        call.words(said, hours=call.words.hours(d.minutes), first=d.from_date, day=d.decided_on, who=d.decided_by)
    )


def _demand(d: ActivityDemand) -> dict[str, object]:
    return {
        "hours": float(hours_said(d.minutes)),
        "from": d.from_date,
        "to": d.to_date,
        "decided_on": d.decided_on,
        "decided_by": d.decided_by,
        "decision": d.decision,
    }


def _document(call: Call, page: ActivityPage, path: Path | None) -> dict[str, object]:
    def hours(week: ActivityWeek) -> dict[str, object]:
        return {n: float(hours_said(m)) for n, m in week._asdict().items() if n != "monday"}

    rules = [
        {
            "rule": r.rule,
            "code": r.code,
            "from": r.since,
            "state": r.state,
            "text": r.said(call.lang),
            "source": r.source,
        }
        for r in page.rules
    ]
    return {
        "participant": page.person.number,
        "file": str(path) if path is not None else None,
        "first": call.words.say(two_sided(page)),
        "hours": call.words.say(hours_told(page)),
        "demands": [_demand(d) for d in page.demands],
        "weeks": [{"monday": w.monday, **hours(w)} for w in page.weeks],
        "together": hours(page.sums),
        "rules": rules,
    }
