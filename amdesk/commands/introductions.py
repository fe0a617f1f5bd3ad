"""amdesk introduction: who was introduced to which vacancy, each step, and whether she is still there on day 90."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from amdesk.commands.common import Call, act_option, date_option, json_option, out_option, put, why_option
from amdesk.commands.report import answer, report_options
from amdesk.domain.employers.introduction import INTRODUCTION_STATUSES, NOT_REASONS, STAYED, Introduction
from amdesk.domain.texts import N_
from amdesk.services.bank import files


@click.group()
def introduction() -> None:
    """Introductions of people to vacancies."""


def _document(call: Call, i: Introduction) -> dict[str, object]:
    """A protected person's row says whose it is by number and how far it is: never where, nor on which days, by which the vacancy that
    was filled then is known, nor why not."""
    hidden = i.vacancy_number.hidden
    days = ("consent_on", "introduced_on", "interview_on", "offered_on", "closed_on", "stayed_on")
    return {
        "key": i.id,
        "participant": i.number,
        "name": call.words.say(i.participant.text),
        "vacancy": None if hidden else i.vacancy_number.seen,
        "title": None if i.vacancy.hidden else i.vacancy.seen,
        "employer": None if i.employer.hidden else i.employer.seen,
        "status": i.status,
        "reason": None if hidden else i.reason or None,
        "certificate": i.certificate.seen or None,
        **{d: day.isoformat() if (day := getattr(i, d)) and not hidden else None for d in days},
        "stayed": None if hidden else i.stayed or None,
    }


def _say(call: Call, i: Introduction, as_json: bool) -> None:
    if as_json:
        put(_document(call, i))
        return
    say = call.words.say
    status = call.words(INTRODUCTION_STATUSES[i.status])
    why = f": {call.words(NOT_REASONS[i.reason])}" if i.reason and not i.vacancy_number.hidden else ""
    click.echo(
        f"{i.id:>4}  {i.number}  {say(i.participant.text)}  {status}{why}  {say(i.vacancy.text)}, {say(i.employer.text)}"
    )


@introduction.command("list")
@click.option("--participant", help="Those of this person, by number.")
@click.option("--vacancy", help="Those to this vacancy, by number; protected people are not among them.")
@out_option(".xlsx", help="All of them as an .xlsx file; protected people are left out.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom the file is given; it is logged.")
@why_option
@json_option
@click.pass_obj
def list_(
    call: Call, participant: str | None, vacancy: str | None, path: Path | None, to: str, why: str, as_json: bool
) -> None:
    """Every introduction, the latest first; protected people are masked."""
    if path is not None and (participant or vacancy):
        raise click.UsageError(call.words(N_("--out writes all introductions; leave out --participant and --vacancy.")))
    with call.desk() as desk:
        if path is not None:
            for _ in desk.introductions.save(path, call.papers, to):
                pass
            put({"file": str(path)}) if as_json else click.echo(str(path))
            return
        if participant is not None:
            found = desk.introductions.of(participant, why)
        else:
            found = desk.introductions.of_vacancy(vacancy) if vacancy is not None else desk.introductions.listing()
    if as_json:
        put([_document(call, i) for i in found])
        return
    for i in found:
        _say(call, i, as_json=False)


@introduction.command()
@click.argument("participant")
@click.argument("vacancy")
@click.option("--consent", is_flag=True, help="She has said yes to being introduced; without it nobody is.")
@why_option
@json_option
@click.pass_obj
def add(call: Call, participant: str, vacancy: str, consent: bool, why: str, as_json: bool) -> None:
    """Introduce a participant to a vacancy."""
    with call.desk() as desk:
        made = desk.introductions.introduce(participant, vacancy, consent=consent, why=why)
    _say(call, made, as_json)


@introduction.command()
@click.argument("key", type=int)
@click.argument("status", type=click.Choice(["interview", "offered", "hired", "not"]))
@click.option("--reason", type=click.Choice(list(NOT_REASONS)), help="Why not, where it ends so.")
@act_option
@json_option
@click.pass_obj
def step(call: Call, key: int, status: str, reason: str | None, as_json: bool) -> None:
    """The next step of an introduction."""
    with call.desk() as desk:
        made = desk.introductions.step(key, status, reason or "")
        warned = (desk.introductions.crowded(key), desk.introductions.elsewhere(key))
    _say(call, made, as_json)
    for one in warned:
        if one is not None:
            click.echo(call.words.say(one), err=True)


@introduction.command("not-relevant")
@click.argument("participant")
@click.argument("vacancy")
@click.option("--reason", type=click.Choice(list(NOT_REASONS)), required=True)
@act_option
@json_option
@click.pass_obj
def not_relevant(call: Call, participant: str, vacancy: str, reason: str, as_json: bool) -> None:
    """Set a vacancy aside for a participant: it is no longer proposed."""
    with call.desk() as desk:
        made = desk.introductions.not_relevant(participant, vacancy, reason)
    _say(call, made, as_json)


@introduction.command()
@click.argument("key", type=int)
@click.argument("answer", type=click.Choice(list(STAYED)))
@act_option
@json_option
@click.pass_obj
def day90(call: Call, key: int, answer: str, as_json: bool) -> None:
    """Whether somebody who was hired is still there on day 90."""
    with call.desk() as desk:
        made = desk.introductions.stayed(key, answer)
    _say(call, made, as_json)


@introduction.command()
@click.argument("key", type=int)
@out_option(".pdf", required=True)
@why_option
@click.pass_obj
def notice(call: Call, key: int, path: Path, why: str) -> None:
    """What the participant is told about an introduction, as PDF."""
    files.check(path)
    with call.desk() as desk:
        made = desk.introductions.notice(key, call.papers, why)
    files.save(path, made)
    click.echo(str(path))


@introduction.command()
@date_option("--from", required=True, help="Introduced from this day.")
@date_option("--to", required=True, help="Introduced to this day.")
@report_options
@click.pass_obj
def results(
    call: Call, /, path: Path | None, audience: str, recipient: str | None, as_json: bool, **days: date
) -> None:
    """What came of the introductions of a period, and what may not be concluded."""
    if path is not None or audience == "outside" or recipient is not None:
        period = days["from"], days["to"]
        answer(call, lambda desk: desk.introductions.report(*period), path, (audience, recipient), as_json)
        return
    with call.desk() as desk:
        found = desk.introductions.results(days["from"], days["to"])
    say = call.words.say
    if as_json:
        sentences = [say(s) for s in found.sentences()]
        put(
            {
                "from": found.first,
                "to": found.last,
                "figures": [f.document(say) for f in found.figures],
                "sentences": sentences,
            }
        )
        return
    for f in found.figures:
        click.echo(f"{say(f.label)}: {f.count} / {f.base}")
    for sentence in found.sentences():
        click.echo(say(sentence))
