"""amdesk report: what became of people, every figure with count and base; and the check of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from amdesk.commands import frozen
from amdesk.commands.common import Call, date_option, json_option, out_option, put
from amdesk.domain.errors import WrongUse
from amdesk.domain.results import words as shown
from amdesk.domain.results.claims import Claim
from amdesk.domain.results.report import REPORT_FILES, Report
from amdesk.domain.results.textcheck import Checked
from amdesk.domain.texts import N_, text
from amdesk.services.bank import access
from amdesk.services.results import textcheck

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

P = ParamSpec("P")
R = TypeVar("R")
YEARS = click.IntRange(1900, 2200)


@click.group()
def report() -> None:
    """Results: day 90, cohorts, savings, the committee's report, and the text check."""


def report_options(command: Callable[P, R]) -> Callable[P, R]:
    """What all reports take."""
    for option in (
        json_option,
        out_option(
            *REPORT_FILES,
            help="Write a .pdf, .docx or .xlsx: in Swedish, unless --lang or the settings say otherwise.",
        ),
        click.option(
            "--for",
            "audience",
            type=click.Choice(["inside", "outside"]),
            default="inside",
            help="outside: small groups are withheld, also beside what was given out before.",
        ),
        click.option(
            "--given-to",
            "recipient",
            metavar="NAME",
            help="To whom it is given out. What is made for outside always counts as given out: later reports withhold beside it.",
        ),
    ):
        command = option(command)
    return command


def _period(command: Callable[P, R]) -> Callable[P, R]:
    return date_option("--from", "first", required=True)(date_option("--to", "last", required=True)(command))


@report.command("followup")
@_period
@date_option("--compare-from", "before_first", help="Another period; the same a year earlier where not said.")
@date_option("--compare-to", "before_last")
@report_options
@click.pass_obj
def followup(
    call: Call,
    first: date,
    last: date,
    before_first: date | None,
    before_last: date | None,
    path: Path | None,
    audience: str,
    recipient: str | None,
    as_json: bool,
) -> None:
    """The result 90 days after the employment, by when day 90 falls, and what was so at the end beside it."""
    if (before_first is None) != (before_last is None):
        raise WrongUse(text(N_("Give both --compare-from and --compare-to, or neither.")))
    before = (before_first, before_last) if before_first and before_last else None
    answer(call, lambda desk: desk.reports.followup(first, last, before), path, (audience, recipient), as_json)


@report.command("cohort")
@click.option("--year", type=YEARS, required=True, help="Those whose employment ended in this year.")
@click.option(
    "--window", "seen_in", type=YEARS, help="The calendar year they are seen in; the next one where not said."
)
@click.option(
    "--months",
    type=click.IntRange(0, 120),
    default=0,
    help="Instead: so many whole months after each person's own end.",
)
@click.option("--freeze", is_flag=True, help="Keep the cohort and this window unchanged from now on.")
@report_options
@click.pass_obj
def cohort(
    call: Call,
    year: int,
    seen_in: int | None,
    months: int,
    freeze: bool,
    path: Path | None,
    audience: str,
    recipient: str | None,
    as_json: bool,
) -> None:
    """Who came back to economic assistance or to municipal measures."""

    def made(desk: Desk) -> Report:
        window = desk.cohorts.window(year, seen_in, months)
        if freeze:
            desk.cohorts.freeze(year, window)
        found: Report = desk.reports.cohort(year, window)
        return found

    answer(call, made, path, (audience, recipient), as_json)


@report.command("savings")
@_period
@click.option(
    "--assume", multiple=True, metavar="ID=LOW,VALUE,HIGH", help="Set an assumption of the ledger, in its own unit."
)
@report_options
@click.pass_obj
def savings(
    call: Call,
    first: date,
    last: date,
    assume: tuple[str, ...],
    path: Path | None,
    audience: str,
    recipient: str | None,
    as_json: bool,
) -> None:
    """What was paid in assistance before, during and after, and what is assumed to call the difference a saving."""

    def made(desk: Desk) -> Report:
        if assume:
            desk.savings.assume(dict(_assumed(a) for a in assume))
        found: Report = desk.reports.savings(first, last)
        return found

    answer(call, made, path, (audience, recipient), as_json)


@report.command("committee")
@_period
@report_options
@click.pass_obj
def committee(
    call: Call, first: date, last: date, path: Path | None, audience: str, recipient: str | None, as_json: bool
) -> None:
    """The standing report to the committee; written to a file it counts as given out."""
    answer(call, lambda desk: desk.reports.committee(first, last), path, (audience, recipient), as_json)


def _assumed(said: str) -> tuple[str, dict[str, int]]:
    name, _, values = said.partition("=")
    parts = values.split(",")
    if len(parts) != 3 or not all(re.fullmatch(r"[0-9]{1,12}", p.strip()) for p in parts):
        raise WrongUse(text(N_("{said} sets nothing. Write --assume attribution=25,50,75."), said=said))
    low, value, high = (int(p) for p in parts)
    return name.strip(), {"low": low, "value": value, "high": high}


def answer(
    call: Call,
    make: Callable[[Desk], Report],
    path: Path | None,
    to: tuple[str, str | None],
    as_json: bool,
) -> None:
    """Make a report and write it, print it or put it out as JSON; for outside it counts as given out. Raises WrongUse where somebody
    is named to whom one for the unit is given."""
    audience, recipient = to
    outside = audience == "outside"
    if recipient is not None and not outside:
        raise WrongUse(text(N_("Only a report for outside is given out. Add --for outside.")))
    with call.desk() as desk:
        found: Report = make(desk)
        if outside:
            found = desk.reports.outside(found)
        out = found.kind == "committee" or outside
        if path is not None:
            desk.reports.save(found, path, call.papers, given_out=out, recipient=recipient or "")
        elif outside:  # what was printed or piped away has left as well as a file
            desk.reports.gone_out(found, given_out=True, recipient=recipient or "")
    for said in found.for_the_unit():
        click.echo(call.words.say(said), err=True)
    if as_json:
        put(found.document(call.words.say))
        return
    if path is not None:
        click.echo(str(path))
        return
    _put_report(found, call)


def _put_report(found: Report, call: Call) -> None:
    """A report in lines: each figure with count, base and interval, and what is said of it."""
    click.echo(call.words.say(found.title))
    for f in found.figures():
        if f.base == 0:
            continue
        share = shown.percent(f, call.lang)
        bounds = shown.interval(f, call.lang)
        more = f" / {f.base}  {share}  ({bounds})" if share and f.base is not None else ""
        click.echo(f"  {call.words.say(f.label)}, {call.words.say(f.whom)}: {shown.count(f, call.lang)}{more}")
    for fact in found.facts():
        click.echo(f"  {call.words.say(fact.label)}: {shown.value(fact, call.lang)}")
    for said in (*(t.text for s in found.sections for t in s.sentences), *found.notes):
        click.echo(call.words.say(said))


report.add_command(frozen.freeze)
report.add_command(frozen.frozen)


@report.command("given")
@json_option
@click.pass_obj
def given(call: Call, as_json: bool) -> None:
    """What was given out, when and to whom, the newest first."""
    with call.desk() as desk:
        found = desk.reports.given_out()
    if as_json:
        put({"reports": [{k: str(v) for k, v in g._asdict().items()} for g in found]})
        return
    for g in found:
        to = g.recipient or call.words(N_("to whom is not said"))
        click.echo("  ".join(str(v) for v in (g.reference, g.on, g.kind, g.first, g.last, to)))


@report.command("open")
@click.argument("reference")
@json_option
@click.pass_obj
def open_(call: Call, reference: str, as_json: bool) -> None:
    """Open the commitment of a report that was given out to an auditor: the salt, what was counted, and whether it is proved."""
    with call.desk() as desk:
        found = desk.reports.opened(reference)
    if as_json:
        put(found)
        return
    said = N_("The counts prove the report.") if found["proved"] else N_("The counts do not prove the report.")
    for line in (found["commitment"], found["salt"], found["counted"], call.words(said)):
        click.echo(str(line))


@report.command("check-text")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def check_text(call: Call, file: Path, as_json: bool) -> None:
    """Find the figures of a text (txt, md, docx, pdf), test them against each other and against frozen cohorts."""
    said, found, compared = _checked(call, file)
    if as_json:
        put(
            {
                "file": str(file),
                "cohorts_compared": compared,
                "claims": [_claim(c) for c in found.claims],
                "faults": [
                    {"text": f.text, "position": f.position, "reason": call.words.say(f.reason)} for f in found.faults
                ],
            }
        )
        return
    click.echo(
        call.words(N_("Figures found: {claims}, faults: {faults}."), claims=len(found.claims), faults=len(found.faults))
    )
    for f in found.faults:
        line = said.count("\n", 0, f.position) + 1
        click.echo(
            call.words(N_("Line {line}, “{what}”: {why}"), line=str(line), what=" ".join(f.text.split()), why=f.reason)
        )


def _checked(call: Call, file: Path) -> tuple[str, Checked, bool]:
    """With the frozen cohorts of a bank whose key is at hand; a text can be checked without any."""
    if not access.opens_unasked(call.address):
        return (*textcheck.check_file(file), False)
    with call.desk() as desk:
        return (*desk.texts.check_file(file), True)


def _claim(c: Claim) -> dict[str, object]:
    return {
        "text": c.text,
        "position": c.position,
        "kind": c.kind,
        "count": c.count,
        "base": c.base,
        "percent": float(c.percent) if c.percent is not None else None,
        "parts": list(c.parts),
        "agrees": c.agrees,
    }
