"""amdesk attendance and contact: the week of a placed person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, act_option, date_option, json_option, out_option, put, why_option
from amdesk.domain.booking.week.hours import DAY_KINDS, LETTERS, granted_said, hours_said, read_hours
from amdesk.domain.booking.week.payroll import PAYROLL_COLUMNS
from amdesk.domain.booking.week.rhythm import TALK_KINDS
from amdesk.domain.booking.week.sheet import TAKEN
from amdesk.domain.booking.week.subsidy import read_month
from amdesk.domain.errors import WrongUse
from amdesk.domain.exchange.leaving import left_out_text
from amdesk.domain.people.contact import CONTACT_KINDS
from amdesk.domain.texts import N_, text
from amdesk.i18n import Words
from amdesk.services.bank import files

if TYPE_CHECKING:
    from amdesk.domain.booking.week.hours import DayCell, WeekLine
    from amdesk.domain.booking.week.told import ListedDay
    from amdesk.domain.texts import Text
    from amdesk.services.booking.week.attendance import PersonWeek, PlacedRow
    from amdesk.services.booking.week.sheet import ListSent


@click.group()
def attendance() -> None:
    """Attendance and absence by day: hours, never a diagnosis."""


def _hours(_ctx: click.Context, _param: click.Parameter, said: str | None) -> int | None:
    """Hours as minutes. Raises WrongUse."""
    if said is None:
        return None
    found = read_hours(said)
    if found is None:
        raise WrongUse(text(N_("{said} is no number of hours. Write for instance 4 or 4,5."), said=said))
    return found


def _tell_gone_out(call: Call, told: Text | None) -> None:
    """Beside what a command answers: it is no part of it."""
    if told is not None:
        click.echo(call.words.say(told), err=True)


@attendance.command("note")
@click.argument("participant")
@click.argument("code", type=click.Choice([*DAY_KINDS, *LETTERS], case_sensitive=False))
@date_option("--on", "first", help="The day, or the first of several; today where not given.")
@date_option("--to", "last", help="The last of several days.")
@click.option(
    "--hours", callback=_hours, metavar="HOURS", help="Hours present, where it was not the whole day or none of it."
)
@act_option
@json_option
@click.pass_obj
def note_day(
    call: Call, participant: str, code: str, first: date | None, last: date | None, hours: int | None, as_json: bool
) -> None:
    """Note attendance or an absence of a day, or of every day with agreed hours from one to another."""
    kind, day = LETTERS.get(code.upper(), code.lower()), first or call.clock.today()
    with call.desk() as desk:
        count = desk.week.note(participant, kind, day, last, hours)
        _tell_gone_out(call, desk.week.told_before(participant, day, last) if count else None)
    if as_json:
        put({"participant": participant, "code": kind, "from": day, "to": last or day, "days": count})
        return
    said = call.words.plural(
        "{count} day noted: {what}.",
        "{count} days noted: {what}.",
        count,
        count=count,
        what=call.words(DAY_KINDS[kind].label),
    )
    click.echo(said)


@attendance.command("clear")
@click.argument("participant")
@date_option("--on", "first", required=True, help="The day, or the first of several.")
@date_option("--to", "last", help="The last of several days.")
@act_option
@json_option
@click.pass_obj
def clear_days(call: Call, participant: str, first: date, last: date | None, as_json: bool) -> None:
    """Take away what was noted: nothing is known of those days any more."""
    with call.desk() as desk:
        count = desk.week.clear(participant, first, last)
        _tell_gone_out(call, desk.week.told_before(participant, first, last) if count else None)
    if as_json:
        put({"participant": participant, "from": first, "to": last or first, "days": count})
        return
    click.echo(call.words.plural("{count} day taken away.", "{count} days taken away.", count, count=count))


@attendance.command("agree")
@click.argument("participant")
@click.argument("hours", nargs=-1, required=True)
@date_option("--from", "first", help="From which day; today where not given.")
@act_option
@json_option
@click.pass_obj
def agree_hours(call: Call, participant: str, hours: tuple[str, ...], first: date | None, as_json: bool) -> None:
    """Agree on hours by weekday, Monday first: 6 6 6 6 4,5."""
    day = first or call.clock.today()
    with call.desk() as desk:
        terms = desk.week.agree(participant, " ".join(hours), day)
        _tell_gone_out(call, desk.week.told_before(participant, day, call.clock.today()))
    week = [terms.agreed(day - timedelta(day.weekday()) + timedelta(7 + i)) for i in range(7)]
    if as_json:
        put({"participant": participant, "from": day, "hours": [float(hours_said(m)) for m in week]})
        return
    click.echo(call.words(N_("From {day}: {hours} hours a week."), day=day, hours=call.words.hours(sum(week))))


def _cell(d: DayCell) -> dict[str, object]:
    present = None if d.present is None else float(hours_said(d.present))
    return {"day": d.day, "agreed": float(hours_said(d.agreed)), "code": d.code or None, "present": present}


def _line(w: WeekLine) -> dict[str, object]:
    sums = {"attended": float(hours_said(w.attended)), "agreed": float(hours_said(w.agreed))}
    return {"monday": w.monday, **sums, "days": [_cell(d) for d in w.days]}


@attendance.command("week")
@click.argument("participant")
@date_option("--on", "day", help="A day of the week; today where not given.")
@why_option
@json_option
@click.pass_obj
def show_week(call: Call, participant: str, day: date | None, why: str, as_json: bool) -> None:
    """A person's week and the four before it, with the rules that they meet and the next talk."""
    with call.desk() as desk:
        found = desk.week.of(participant, why, day)
    if as_json:
        put(_week_document(call, found))
        return
    for line in (found.week, *found.back):
        letters = " ".join(_letter(d, found.today) for d in line.days)
        sums = call.words(
            N_("{attended} of {agreed} h"),
            attended=call.words.hours(line.attended),
            agreed=call.words.hours(line.agreed),
        )
        click.echo(f"{line.monday}  {letters}  {sums}")
    granted = granted_said((found.week, *found.back))
    if granted is not None:
        click.echo(call.words.say(granted))
    for one in found.warned:
        click.echo(call.words.say(one.text))
    if found.next_talk is None:
        click.echo(call.words(N_("No more talk before the last day, {day}."), day=found.job.last))
    else:
        click.echo(call.words(N_("Next talk: {day}"), day=found.next_talk))


def _letter(d: DayCell, today: date) -> str:
    """What was noted; ? where it has been and nothing is known, . where it is to come, - without hours."""
    if d.code:
        return DAY_KINDS[d.code].letter
    if not d.agreed:
        return "-"
    return "?" if d.day <= today else "."


def _week_document(call: Call, found: PersonWeek) -> dict[str, object]:
    return {
        "participant": found.person.number,
        "week": _line(found.week),
        "back": [_line(w) for w in found.back],
        "warnings": [{"rule": w.rule, "text": call.words.say(w.text)} for w in found.warned],
        "next_talk": found.next_talk,
        "last_talk": found.last_talk,
    }


@attendance.command("list")
@click.argument("participant", required=False)
@date_option("--from", "first", help="First day; four weeks ago where not given.")
@date_option("--to", "last", help="Last day; today where not given.")
@why_option
@json_option
@click.pass_obj
def list_days(
    call: Call, participant: str | None, first: date | None, last: date | None, why: str, as_json: bool
) -> None:
    """What was noted of the days of a period. Protected people are left out, and those whose processing is restricted: name one, with a reason."""
    today = call.clock.today()
    begin, end = first or today - timedelta(28), last or today
    with call.desk() as desk:
        rows = desk.week.listing(begin, end) if participant is None else desk.week.days_of(participant, begin, end, why)
    if as_json:
        put([_day_document(r) for r in rows])
        return
    for r in rows:
        said = call.words(DAY_KINDS[r.code].label)
        click.echo(f"{r.day}  {r.number:<8} {DAY_KINDS[r.code].letter}  {call.words.hours(r.present):>5}  {said}")


def _day_document(r: ListedDay) -> dict[str, object]:
    return {
        "day": r.day,
        "participant": r.number,
        "placement": r.placement.seen,
        "code": r.code,
        "present": float(hours_said(r.present)),
        "employment": r.ref,
    }


@attendance.command("export")
@out_option(".xlsx", required=True, help="The .xlsx file.")
@date_option("--on", "day", help="A day of the week; last week where not given.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom it is given; it is logged.")
@json_option
@click.pass_obj
def export_week(call: Call, path: Path, day: date | None, to: str, as_json: bool) -> None:
    """A week's attendance list for supervisors to fill in. Protected people are left out, and those whose processing is restricted."""
    with call.desk() as desk:
        sent = desk.week.lists(path, day, call.papers, to)
    _tell_sent(call, path, sent, as_json)


@attendance.command("form")
@out_option(".pdf", required=True, help="The .pdf file.")
@date_option("--on", "day", help="A day of the week, this one where none is named.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom it is given; it is logged.")
@json_option
@click.pass_obj
def week_form(call: Call, path: Path, day: date | None, to: str, as_json: bool) -> None:
    """A week's form on paper, a page for each placement; what comes back is typed into the week's list. Protected people are left out, and those whose processing is restricted."""
    files.check(path)
    with call.desk() as desk:
        made, sent = desk.week.form(day, call.papers, to)
    files.save(path, made)
    _tell_sent(call, path, sent, as_json)


def _tell_sent(call: Call, path: Path, sent: ListSent, as_json: bool) -> None:
    if as_json:
        told = {"told": call.words.say(sent.told)} if sent.told else {}
        put({"file": str(path), "people": sent.people, "left_out": sent.left_out, **told})
        return
    click.echo(str(path))
    if sent.told:
        click.echo(call.words.say(sent.told))
    if sent.left_out:
        click.echo(call.words.say(left_out_text(sent.left_out)))


@attendance.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only, store nothing.")
@json_option
@click.pass_obj
def import_week(call: Call, path: Path, dry_run: bool, as_json: bool) -> None:
    """A week's list that came back: what is new or changed is stored, what is newer here stays."""
    with call.desk() as desk:
        found = desk.week.returned(path)
        stored = 0 if dry_run else desk.week.take(found)
        _tell_gone_out(call, desk.week.told_before_list(found) if stored else None)
    if as_json:
        put({"stored": stored, "found": [{"kind": m.kind, "text": call.words.say(m.text)} for m in found]})
        return
    for m in found:
        click.echo(call.words.say(m.text))
    if dry_run:
        would = sum(m.kind in TAKEN for m in found)
        said = call.words.plural(
            "{count} day would be stored. Nothing was.",
            "{count} days would be stored. Nothing was.",
            would,
            count=would,
        )
        click.echo(said)
    else:
        click.echo(call.words.plural("{count} day stored.", "{count} days stored.", stored, count=stored))


def _month(_ctx: click.Context, _param: click.Parameter, said: str) -> str:
    return read_month(said)


@attendance.command("payroll")
@click.option("--month", required=True, callback=_month, metavar="YYYY-MM", help="The month.")
@out_option(".xlsx", ".csv", required=True, help="The .xlsx or .csv file.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom it is given; it is logged.")
@json_option
@click.pass_obj
def export_payroll(call: Call, month: str, path: Path, to: str, as_json: bool) -> None:
    """A month's hours and absence for payroll, in the unit's own columns. Protected people are left out, and those whose processing is restricted."""
    with call.desk() as desk:
        sent = desk.week.payroll(path, month, call.papers, to)
    _tell_sent(call, path, sent, as_json)


@attendance.command("columns")
@click.argument("columns", required=False)
@json_option
@click.pass_obj
def payroll_columns(call: Call, columns: str | None, as_json: bool) -> None:
    """The columns of the file for payroll; with COLUMNS ("number=Anst.nr; sick_hours=Sjuk; month") they are chosen, with "" the usual ones again."""
    with call.desk() as desk:
        found = desk.week.payroll_columns() if columns is None else desk.week.set_payroll_columns(columns)
    shown = [(c.name, c.heading or Words(call.papers).say(PAYROLL_COLUMNS[c.name])) for c in found]
    if as_json:
        put([{"column": name, "heading": heading} for name, heading in shown])
        return
    for name, heading in shown:
        click.echo(f"{name:<18} {heading}")


@click.group()
def contact() -> None:
    """Talks with those who are placed, and when the next is due."""


@contact.command("note")
@click.argument("participant")
@click.argument("kind", type=click.Choice(TALK_KINDS))
@click.argument("words", required=False, default="")
@date_option("--on", help="The day of the talk; today where not given.")
@act_option
@json_option
@click.pass_obj
def note_talk(call: Call, participant: str, kind: str, words: str, on: date | None, as_json: bool) -> None:
    """Note a talk, with its result in a line where there is one. What was agreed about the work, nothing about health."""
    with call.desk() as desk:
        desk.week.talked(participant, kind, words, on)
    day = on or call.clock.today()
    if as_json:
        put({"participant": participant, "kind": kind, "on": day})
        return
    click.echo(call.words(N_("Noted: {what}, {day}"), what=call.words(CONTACT_KINDS[kind]), day=day))


@contact.command("list")
@click.option("--due", is_flag=True, help="Only those whose next talk is due today or before.")
@json_option
@click.pass_obj
def list_talks(call: Call, due: bool, as_json: bool) -> None:
    """Everybody who works today: the latest talk and the next, those that are due first."""
    today = call.clock.today()
    with call.desk() as desk:
        rows = [r for r in desk.week.placed() if not due or (r.next_talk is not None and r.next_talk <= today)]
    if as_json:
        put([_talk_document(r) for r in rows])
        return
    for r in rows:
        click.echo(f"{r.next_talk or '–'!s:<10}  {r.number:<8} {r.last_talk or '–'}")
    if not rows:
        click.echo(call.words(N_("Nobody's talk is due.")))


def _talk_document(r: PlacedRow) -> dict[str, object]:
    return {"participant": r.number, "last_talk": r.last_talk, "next_talk": r.next_talk, "today": r.code or None}
