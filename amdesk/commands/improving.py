"""amdesk action: what is being improved: workshops, actions with their steps, and the figures that they are meant to move."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, date_option, json_option, out_option, put
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.results.improving import ACTION_STATES, DONE, RUNNING, FigureCourse, ImprovementAction
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


@click.group()
def action() -> None:
    """Improvement: what is done, who owns it, by when, and the figure that it is meant to move."""


def _row(a: ImprovementAction, seen: FigureCourse | None, today: date) -> dict[str, object]:
    now, before = (seen.now(a.begins), seen.before(a.begins)) if seen else (None, None)
    return {
        "ref": a.ref,
        "title": a.title,
        "what": a.what,
        "owner": a.owner,
        "begins": a.begins.isoformat(),
        "due": a.due.isoformat(),
        "state": a.state,
        "late": a.late(today),
        "report": a.report,
        "figure": a.figure,
        "before": asdict(before) if before else None,
        "now": asdict(now) if now else None,
        "not_to_conclude": a.caution,
        "steps": [
            {"title": s.title, "who": s.who, "due": s.due, "done_on": s.done_on, "number": i}
            for i, s in enumerate(a.steps, 1)
        ],
    }


def _say(call: Call, a: ImprovementAction, seen: FigureCourse | None) -> None:
    state = call.words(ACTION_STATES[a.state])
    late = f"  {call.words(N_('late'))}" if a.late(call.clock.today()) else ""
    before, now = (seen.before(a.begins), seen.now(a.begins)) if seen else (None, None)
    moved = f"  {before.said if before else '–'} → {now.said if now else '–'}" if a.figure else ""
    click.echo(f"{a.ref}  {a.due}  {state}{late}  {a.title}  ({a.owner}){moved}")


def _answer(call: Call, a: ImprovementAction, as_json: bool) -> None:
    if as_json:
        put(_row(a, None, call.clock.today()))
        return
    _say(call, a, None)


@action.command("list")
@click.option("--all", "every", is_flag=True, help="Also those that are done or stopped.")
@out_option(".xlsx", help="Write an .xlsx instead.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["inside", "outside"]),
    default="inside",
    help="outside: of the figures those that a report told when it was given out.",
)
@json_option
@click.pass_obj
def list_(call: Call, every: bool, path: Path | None, audience: str, as_json: bool) -> None:
    """Open actions by the day they are due, with the figure before and now."""
    outside = audience == "outside"
    with call.desk() as desk:
        found = desk.improving.listed(outside=outside)
        if path is not None:
            desk.improving.save(path, call.papers, every=every, outside=outside)
    shown = [(a, found.course(a)) for a in found.actions if every or a.open]
    if as_json:
        put({"actions": [_row(a, seen, call.clock.today()) for a, seen in shown]})
        return
    if path is not None:
        click.echo(str(path))
        return
    for a, seen in shown:
        _say(call, a, seen if a.figure else None)


@action.command()
@click.argument("ref")
@json_option
@click.pass_obj
def show(call: Call, ref: str, as_json: bool) -> None:
    """One action: its steps, and the course of its figure from frozen reports."""
    with call.desk() as desk:
        a: ImprovementAction = desk.improving.action(ref)
        found = desk.improving.listed()
        seen: FigureCourse = found.course(a)
    if as_json:
        put(_row(a, seen, call.clock.today()) | {"course": [asdict(p) for p in seen.points]})
        return
    _say(call, a, seen)
    for i, s in enumerate(a.steps, 1):
        click.echo(f"  {i}. {'x' if s.done_on else ' '} {s.title}  {s.who}  {s.due or ''}")
    for p in seen.points:
        click.echo(f"  {p.on}  {p.said}  {p.count}{'' if p.base is None else f' / {p.base}'}  {p.number}")


@action.command()
@click.argument("title")
@click.option("--owner", required=True, help="Who sees that it is done.")
@date_option("--due", "due", required=True)
@date_option("--begins", "begins", help="Today where not given.")
@click.option("--what", default="", help="What is done, in a sentence or two.")
@click.option("--figure", default="", metavar="REPORT:ID", help="For instance followup:reached_day90.all.")
@click.option(
    "--not-to-conclude", "caution", default="", help="What may not be concluded from the figure; compulsory with one."
)
@click.option("--workshop", default="", metavar="REF", help="The workshop that it came of.")
@json_option
@click.pass_obj
def add(
    call: Call,
    title: str,
    owner: str,
    due: date,
    begins: date | None,
    what: str,
    figure: str,
    caution: str,
    workshop: str,
    as_json: bool,
) -> None:
    """A new action."""
    kind, _, ident = figure.partition(":")
    if figure and not ident:
        raise WrongUse(text(N_("{said} names no figure. Write --figure followup:reached_day90.all."), said=figure))
    with call.desk() as desk:
        came_of = _workshop(desk, workshop) if workshop else None
        start = begins or desk.work.today
        made = ImprovementAction(
            0,
            "",
            title,
            what,
            owner,
            start,
            due,
            RUNNING if start <= desk.work.today else "planned",
            kind,
            ident,
            caution,
            came_of,
        )
        a: ImprovementAction = desk.improving.add(made)
    _answer(call, a, as_json)


@action.command()
@click.argument("ref")
@click.argument("title")
@click.option("--who", default="")
@date_option("--due", "due")
@json_option
@click.pass_obj
def step(call: Call, ref: str, title: str, who: str, due: date | None, as_json: bool) -> None:
    """One more step of an action."""
    with call.desk() as desk:
        a: ImprovementAction = desk.improving.add_step(desk.improving.action(ref), title, who, due)
    _answer(call, a, as_json)


@action.command()
@click.argument("ref")
@click.option("--step", "number", type=int, help="That step alone, by its number.")
@json_option
@click.pass_obj
def done(call: Call, ref: str, number: int | None, as_json: bool) -> None:
    """An action is done, or one of its steps."""
    with call.desk() as desk:
        a: ImprovementAction = desk.improving.action(ref)
        if number is None:
            a = desk.improving.set_state(a, DONE)
        elif 1 <= number <= len(a.steps):
            a = desk.improving.tick(a, a.steps[number - 1], done=True)
        else:
            said = N_("{ref} has no step {number}; it has {count}.")
            raise Refused(text(said, ref=a.ref, number=number, count=len(a.steps)), "NO_STEP")
    _answer(call, a, as_json)


@action.command()
@click.argument("title")
@date_option("--on", "on", help="Today where not given.")
@click.option("--roles", default="", help="Who took part, by role and number: 14 supervisors. No participants by name.")
@click.option("--said", default="", help="What was said, without names of participants.")
@json_option
@click.pass_obj
def workshop(call: Call, title: str, on: date | None, roles: str, said: str, as_json: bool) -> None:
    """A workshop that was held."""
    with call.desk() as desk:
        made = desk.improving.add_workshop(on or desk.work.today, title, roles, said)
    if as_json:
        put({"ref": made.ref, "on": made.on_date, "title": made.title, "roles": made.roles, "said": made.words})
        return
    click.echo(f"{made.ref}  {made.on_date}  {made.title}  {made.roles}")


def _workshop(desk: Desk, ref: str) -> int:
    found = desk.improving.listed().workshops
    key = next((w.id for w in found if w.ref == ref.strip().upper()), None)
    if key is None:
        known = ", ".join(w.ref for w in found[:5]) or "–"
        raise Refused(text(N_("There is no workshop {ref}. There are: {known}."), ref=ref, known=known), "NO_WORKSHOP")
    return key
