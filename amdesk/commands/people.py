"""amdesk participant: what is done to one person's record."""

from __future__ import annotations

from pathlib import Path

import click

from amdesk.commands.common import Call, file_password, json_option, out_option, password_option, put, why_option
from amdesk.domain.exchange.leaving import left_out_text
from amdesk.domain.overview.handover import HandoverPage
from amdesk.domain.people.protection import FOLLOWS
from amdesk.domain.texts import N_
from amdesk.i18n import Words
from amdesk.services.bank import files


@click.group()
def participant() -> None:
    """What is done to one person's record."""


@participant.command()
@click.argument("who", metavar="PARTICIPANT")
@click.option(
    "--level",
    type=click.IntRange(0, 3),
    required=True,
    help="0 none, 1 secrecy marking, 2 protected population registration, 3 fictitious identity.",
)
@click.option(
    "--why", default="", metavar="TEXT", help="The decision or the reason; it is logged. A lower level needs one."
)
@json_option
@click.pass_obj
def protect(call: Call, who: str, level: int, why: str, as_json: bool) -> None:
    """Protect a person's personal data, or lower the protection. Nothing else lowers one, and undo does not."""
    with call.desk() as desk:
        before = desk.person(who)
        now = desk.participants.protect(before.id, level, why)
        names = dict(desk.participants.protections())
    if as_json:
        put({"participant": now.number, "before": before.protection, "protection": now.protection})
        return
    follows = " ".join(call.words(said) for said in FOLLOWS[now.protection])
    click.echo(
        call.words(N_("{number}: {level}. {follows}"), number=now.number, level=names[now.protection], follows=follows)
    )


@participant.command()
@click.argument("who", metavar="PARTICIPANT")
@click.option("--lift", is_flag=True, help="Lift the restriction; the person is to be told before.")
@click.option(
    "--why", required=True, metavar="TEXT", help="Her request, or the decision by which it is lifted; it is logged."
)
@json_option
@click.pass_obj
def restrict(call: Call, who: str, why: str, lift: bool, as_json: bool) -> None:
    """Restrict what is done with a person's data (GDPR, article 18): it is stored and nothing else is done with it."""
    with call.desk() as desk:
        before = desk.person(who)
        now = desk.participants.restrict(before.id, not lift, why)
    if as_json:
        put({"participant": now.number, "restricted_on": now.restricted_on})
        return
    if now.restricted_on:
        click.echo(
            call.words(
                N_("The processing of {number} is restricted since {day}."),
                number=now.number,
                day=call.words.day(now.restricted_on),
            )
        )
    else:
        click.echo(call.words(N_("The restriction of {number} is lifted."), number=now.number))


@participant.command()
@click.argument("who", metavar="[PARTICIPANT]", default="")
@click.option("--case-worker", help="A page for everybody who has this case worker instead; then --out is needed.")
@out_option(".pdf", help="The page as a .pdf file.")
@why_option
@json_option
@click.pass_obj
def handover(call: Call, who: str, case_worker: str | None, path: Path | None, why: str, as_json: bool) -> None:
    """The hand-over page: every open promise to a person, for whoever takes over; or of a whole caseload. It is logged."""
    if bool(who) == bool(case_worker):
        raise click.UsageError(call.words(N_("Name a participant, or a case worker with --case-worker.")))
    if case_worker is not None:
        _caseload_pages(call, case_worker, path, as_json)
        return
    if path is not None:
        files.check(path)
    with call.desk() as desk:
        page = desk.handovers.of(who, why)
        made = desk.handovers.paper(who, call.papers, why) if path is not None else b""
    if path is not None:
        files.save(path, made)
    if as_json:
        put(_handover_document(page, call.words, path))
        return
    if path is not None:
        click.echo(str(path))
        return
    for part in page.parts:
        click.echo(call.words.say(part.title))
        for line in part.lines:
            day = f"{line.due}  " if line.due else ""
            click.echo(f"  {day}{call.words.say(line.sentence)}")
    if not page.parts:
        click.echo(call.words(N_("Nothing is promised or under way.")))


@participant.command()
@click.argument("who", metavar="[PARTICIPANT]", default="")
@out_option(".pdf", required=True, help="The form as a .pdf file.")
@why_option
@json_option
@click.pass_obj
def wishes(call: Call, who: str, path: Path, why: str, as_json: bool) -> None:
    """The form on which a person ranks the work she wants, in easy language; for anybody where nobody is named."""
    files.check(path)
    with call.desk() as desk:
        made = desk.wish_forms.paper(who, call.papers, why) if who else desk.wish_forms.blank(call.papers)
    files.save(path, made)
    if as_json:
        put({"participant": who or None, "file": str(path)})
        return
    click.echo(str(path))


def _caseload_pages(call: Call, case_worker: str, path: Path | None, as_json: bool) -> None:
    if path is None:
        raise click.UsageError(call.words(N_("Pages of a whole caseload need --out FILE.pdf.")))
    with call.desk() as desk:
        found = desk.handovers.of_caseload(case_worker)
        for _ in desk.handovers.save(found.people, path, call.papers):
            pass
    if as_json:
        put({"case_worker": case_worker, "pages": len(found.people), "left_out": found.left_out, "file": str(path)})
        return
    click.echo(str(path))
    if found.left_out:
        click.echo(call.words.say(left_out_text(found.left_out)))


def _handover_document(page: HandoverPage, words: Words, path: Path | None) -> dict[str, object]:
    return {
        "participant": page.person.number,
        "case_worker": page.person.case_worker,
        "since": page.since,
        "case_workers": page.met,
        "file": str(path) if path is not None else None,
        "parts": {
            part.code: [{"key": line.key, "text": words.say(line.sentence), "due": line.due} for line in part.lines]
            for part in page.parts
        },
    }


@participant.command()
@click.argument("who", metavar="PARTICIPANT")
@out_option(".pdf", ".json", required=True, help="FILE.pdf, or FILE.json for every value.")
@password_option
@why_option
@click.pass_obj
def extract(call: Call, who: str, path: Path, why: str, lock: bool) -> None:
    """All that is kept about a person and who has looked at it, for herself (GDPR, article 15). It is logged."""
    files.check(path, locked=lock)
    password = file_password(call, wanted=lock)
    kind = "json" if path.suffix.lower() == ".json" else "pdf"
    with call.desk() as desk:
        made = desk.extracts.made(who, kind, call.papers, why)
    files.save(path, made, password)
    click.echo(str(path))
