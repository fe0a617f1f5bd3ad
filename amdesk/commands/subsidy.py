"""amdesk subsidy: decisions on subsidy, and what is to be claimed by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, act_option, date_option, json_option, out_option, put, why_option
from amdesk.domain.booking.week.hours import DAY_KINDS, hours_said
from amdesk.domain.booking.week.subsidy import CLAIM_DAYS, CLAIM_STATES
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import N_, text
from amdesk.domain.values import parse_amount

if TYPE_CHECKING:
    from amdesk.domain.booking.week.subsidy import ClaimDays, ClaimLine, Subsidy, SubsidyClaim
    from amdesk.i18n import Words


@click.group()
def subsidy() -> None:
    """Subsidies of employments: each decision, and what is to be claimed by when with the days that it rests on."""


def _amount(_ctx: click.Context, _param: click.Parameter, said: str | None) -> int | None:
    """Kronor as öre. Raises WrongUse."""
    if said is None:
        return None
    try:
        return parse_amount(said)
    except ValueError:
        raise WrongUse(text(N_("{said} is no amount. Write for instance 14 500 or 14500,50."), said=said)) from None


@subsidy.command("add")
@click.argument("participant")
@click.argument("form")
@date_option("--from", "first", required=True, help="First day of the decision.")
@date_option("--to", "last", required=True, help="Last day of the decision.")
@click.option("--decision", default="", metavar="TEXT", help="The number of the decision.")
@click.option("--rate", type=int, help="Percent; what the ordinance says where not given.")
@click.option(
    "--ceiling", callback=_amount, metavar="KRONOR", help="Of a month's pay; what the ordinance says where not given."
)
@click.option("--claim-days", type=int, default=CLAIM_DAYS, help="Days after the month within which it is claimed.")
@act_option
@json_option
@click.pass_obj
def add_decision(
    call: Call,
    participant: str,
    form: str,
    first: date,
    last: date,
    decision: str,
    rate: int | None,
    ceiling: int | None,
    claim_days: int,
    as_json: bool,
) -> None:
    """Note a decision on subsidy of a participant's employment; FORM is a code of the list of forms, for instance lonebidrag."""
    from amdesk.services.booking.week.subsidies import SubsidyWish

    with call.desk() as desk:
        made = desk.subsidies.add(participant, SubsidyWish(form, decision, first, last, rate, ceiling, claim_days))
        rule = desk.subsidies.rule(form, first)
    if as_json:
        put(_decision(made) | {"source": rule.source if rule else None})
        return
    click.echo(_said(call, made))
    if rule is not None:
        click.echo(call.words(N_("Source: {source}"), source=rule.source))


@subsidy.command("change")
@click.argument("ref")
@click.option("--form", help="A code of the list of forms.")
@date_option("--from", "from_date", help="First day of the decision.")
@date_option("--to", "to_date", help="Last day of the decision.")
@click.option("--decision", metavar="TEXT", help="The number of the decision.")
@click.option("--rate", type=int, help="Percent.")
@click.option("--ceiling", callback=_amount, metavar="KRONOR", help="Of a month's pay.")
@click.option("--claim-days", type=int, help="Days after the month within which it is claimed.")
@act_option
@json_option
@click.pass_obj
def change_decision(call: Call, /, ref: str, as_json: bool, **given: object) -> None:
    """Put right what a decision says; what is not given stays."""
    with call.desk() as desk:
        made = desk.subsidies.change(ref, {name: value for name, value in given.items() if value is not None})
    if as_json:
        put(_decision(made))
        return
    click.echo(_said(call, made))


@subsidy.command("withdraw")
@click.argument("ref")
@act_option
@json_option
@click.pass_obj
def withdraw_decision(call: Call, ref: str, as_json: bool) -> None:
    """Take away a decision that was noted by mistake and that nothing was claimed by."""
    with call.desk() as desk:
        desk.subsidies.withdraw(ref)
    if as_json:
        put({"decision": ref.strip().upper(), "withdrawn": True})
        return
    click.echo(call.words(N_("The decision {ref} is taken away."), ref=ref.strip().upper()))


@subsidy.command("list")
@click.option("--all", "every", is_flag=True, help="Also what was claimed, and the month that goes on.")
@out_option(".xlsx", help="An .xlsx file with the days and amounts.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom the file is given; it is logged.")
@json_option
@click.pass_obj
def list_claims(call: Call, every: bool, path: Path | None, to: str, as_json: bool) -> None:
    """What is to be claimed, what is due first standing first, with the days that it rests on."""
    with call.desk() as desk:
        lines = desk.subsidies.due(every=every)
        if path is not None:
            for _ in desk.subsidies.save(path, call.papers, every=every, to=to):
                pass
    today = call.clock.today()
    if as_json:
        put([claim_document(line, today) for line in lines])
        return
    if path is not None:
        click.echo(str(path))
        return
    for line in lines:
        click.echo(_claim_said(call, line))
    if not lines:
        click.echo(call.words(N_("There is nothing to claim.")))


@subsidy.command("show")
@click.argument("participant")
@why_option
@json_option
@click.pass_obj
def show_person(call: Call, participant: str, why: str, as_json: bool) -> None:
    """A person's decisions and every month of them."""
    with call.desk() as desk:
        found = desk.subsidies.of(participant, why)
    today = call.clock.today()
    if as_json:
        decisions = [_decision(s) for s in found.decisions]
        months = [claim_document(line, today) for line in found.lines]
        put({"participant": found.person.number, "decisions": decisions, "months": months})
        return
    for s in found.decisions:
        click.echo(_said(call, s))
    for line in found.lines:
        click.echo("  " + _claim_said(call, line))
    if not found.decisions:
        click.echo(call.words(N_("No decision on subsidy is noted.")))


@subsidy.command("claim")
@click.argument("ref")
@click.argument("month")
@click.argument("amount", callback=_amount)
@date_option("--on", help="The day; today where not given.")
@act_option
@json_option
@click.pass_obj
def claim_month(call: Call, ref: str, month: str, amount: int, on: date | None, as_json: bool) -> None:
    """Note that a month (2026-11) was claimed: AMOUNT in kronor."""
    with call.desk() as desk:
        made = desk.subsidies.claim(ref, month, amount, on)
    _answer(call, ref, made, as_json)


@subsidy.command("paid")
@click.argument("ref")
@click.argument("month")
@click.argument("amount", callback=_amount)
@date_option("--on", help="The day; today where not given.")
@act_option
@json_option
@click.pass_obj
def month_paid(call: Call, ref: str, month: str, amount: int, on: date | None, as_json: bool) -> None:
    """Note what was paid of a month that was claimed: AMOUNT in kronor."""
    with call.desk() as desk:
        made = desk.subsidies.paid(ref, month, amount, on)
    _answer(call, ref, made, as_json)


@subsidy.command("unclaim")
@click.argument("ref")
@click.argument("month")
@act_option
@json_option
@click.pass_obj
def unclaim_month(call: Call, ref: str, month: str, as_json: bool) -> None:
    """Take away what was noted of a month by mistake: it is to be claimed again."""
    with call.desk() as desk:
        desk.subsidies.unclaim(ref, month)
    if as_json:
        put({"decision": ref.strip().upper(), "month": month, "claimed": False})
        return
    click.echo(call.words(N_("Taken away: the claim of {month}."), month=month))


def _answer(call: Call, ref: str, made: SubsidyClaim, as_json: bool) -> None:
    if as_json:
        put({"decision": ref.strip().upper()} | _claimed(made))
        return
    words = call.words
    said = [
        words(
            N_("{month}: claimed {amount} kr on {day}."),
            month=made.month,
            amount=kronor(made.amount),
            day=made.claimed_on,
        )
    ]
    if made.paid_on:
        said.append(words(N_("Paid {amount} kr on {day}."), amount=kronor(made.paid), day=made.paid_on))
    click.echo(" ".join(said))


def kronor(ore: int | None) -> str:
    """Öre as kronor, with decimals where there are any: "14500", "14500,50"."""
    if ore is None:
        return "–"
    return str(ore // 100) if ore % 100 == 0 else f"{ore // 100},{ore % 100:02}"


def _crowns(ore: int | None) -> float | None:
    return None if ore is None else ore / 100


def _claimed(c: SubsidyClaim) -> dict[str, object]:
    return {
        "month": c.month,
        "claimed_on": c.claimed_on,
        "claimed": _crowns(c.amount),
        "paid_on": c.paid_on,
        "paid": _crowns(c.paid),
    }


def _decision(s: Subsidy) -> dict[str, object]:
    if not s.form:
        return {"ref": s.ref}
    return {
        "ref": s.ref,
        "form": s.form,
        "decision": s.decision,
        "from": s.from_date,
        "to": s.to_date,
        "rate": s.rate,
        "ceiling": _crowns(s.ceiling),
        "claim_days": s.claim_days,
    }


def claim_document(line: ClaimLine, today: date) -> dict[str, object]:
    """A month as JSON; of protected people what the decision says and the days are as hidden as the name."""
    days, claim, hidden = line.days, line.claim, line.participant.hidden
    hours = {"agreed": float(hours_said(days.agreed)), "present": float(hours_said(days.attended))} if days else None
    counts = {code: days.codes.get(code, 0) for code in DAY_KINDS} | {"unknown": days.unknown} if days else None
    return {
        "ref": line.subsidy.ref,
        "participant": line.number,
        "form": line.subsidy.form or None,
        "month": line.month,
        "from": None if hidden else line.first,
        "to": None if hidden else line.last,
        "claim_by": line.claim_by,
        "state": line.state(today),
        "rate": None if hidden else line.subsidy.rate,
        "pay_at_most": _crowns(line.most),
        "hours": hours,
        "days": counts,
        "claimed": _crowns(claim.amount) if claim else None,
        "paid": _crowns(claim.paid) if claim else None,
    }


def _said(call: Call, s: Subsidy) -> str:
    if not s.form:
        return s.ref
    ceiling = kronor(s.ceiling)
    said = N_("{ref}: {form}, {first} to {last}, {rate} %, ceiling {ceiling} kr")
    return call.words(said, ref=s.ref, form=s.form, first=s.from_date, last=s.to_date, rate=s.rate, ceiling=ceiling)


def _claim_said(call: Call, line: ClaimLine) -> str:
    words = call.words
    parts = [
        words(N_("by {day}"), day=line.claim_by), line.subsidy.ref, f"{line.number:<8}", line.month,
        words(CLAIM_STATES[line.state(call.clock.today())]), *(_days_said(words, line.days) if line.days else ()),
    ]  # fmt: skip
    return "  ".join(p for p in parts if p)


def _days_said(words: Words, days: ClaimDays) -> tuple[str, str, str]:
    away = " ".join(f"{DAY_KINDS[code].letter}{n}" for code, n in sorted(days.codes.items()) if code != "present")
    hours = words(N_("{attended} of {agreed} h"), attended=words.hours(days.attended), agreed=words.hours(days.agreed))
    unknown = words.plural("{count} day not noted", "{count} days not noted", days.unknown, count=days.unknown)
    return hours, away, unknown if days.unknown else ""
