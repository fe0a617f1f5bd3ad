"""amdesk bank log: the access log searched, exported, sampled and held to what was noted of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from amdesk.commands.common import Call, date_option, file_password, json_option, out_option, password_option, put
from amdesk.domain.bank.access import AccessEntry, LogAsked
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.services.bank import files
from amdesk.services.bank.log import SIZE


@click.group()
def log() -> None:
    """The access log: who read or changed whose record, and why. Each use of it is itself in it."""


def _document(entry: AccessEntry) -> dict[str, object]:
    return {"at": entry.at, "who": entry.actor, "account": entry.account, "what": entry.what, "participant": entry.number, "why": entry.why}  # fmt: skip


def _line(call: Call, entry: AccessEntry) -> str:
    said = (
        call.words.moment(entry.at),
        entry.actor,
        entry.number or "–",
        call.words.say(entry.said),
        call.words.say(entry.because),
    )
    return "\t".join(said)


@log.command()
@click.option("--participant", default="", help="Whose record it was.")
@click.option("--who", default="", metavar="TEXT", help="In the name or the account of who did it.")
@click.option("--words", default="", metavar="TEXT", help="In what was done or in the reason.")
@date_option("--from", help="Not before this day.")
@date_option("--to", help="Not after this day.")
@click.option("--limit", default=300, type=click.IntRange(1, 100_000), help="The newest so many.")
@json_option
@click.pass_context
def search(
    ctx: click.Context, /, as_json: bool, participant: str, who: str, words: str, limit: int, **days: date | None
) -> None:
    """The newest rows that are asked for."""
    call: Call = ctx.obj
    with call.desk() as desk:
        found = desk.log.found(LogAsked(participant, who, words, days["from"], days["to"]), limit)
    if as_json:
        put([_document(e) for e in found])
        return
    for entry in found:
        click.echo(_line(call, entry))


@log.command()
@out_option(".xlsx", required=True)
@click.option("--participant", default="", help="Of one person alone.")
@password_option
@click.pass_obj
def export(call: Call, path: Path, participant: str, lock: bool) -> None:
    """All of it as Excel."""
    password = file_password(call, wanted=lock)
    with call.desk() as desk:
        for _ in desk.exports.access_log(path, call.papers, participant, password):
            pass
    click.echo(str(path))


@log.command()
@date_option("--from", required=True, help="First day.")
@date_option("--to", required=True, help="Last day.")
@click.option("--size", default=SIZE, type=click.IntRange(1, SIZE), help="How many openings; they fit on one page.")
@click.option("--seed", type=click.IntRange(0), help="Draws the same ones again.")
@out_option(".pdf", help="Also as PDF, one page to ask by.")
@json_option
@click.pass_context
def sample(ctx: click.Context, /, as_json: bool, size: int, seed: int | None, path: Path | None, **days: date) -> None:
    """A spot check: openings within a period that chance chose."""
    call: Call = ctx.obj
    first, last = days["from"], days["to"]
    if path is not None:
        files.check(path)
    with call.desk() as desk:
        drawn = desk.log.sample(first, last, seed=seed, size=size)
        page = desk.log.sample_pdf(drawn, first, last, call.papers) if path is not None else b""
    if path is not None:
        files.save(path, page)
    if as_json:
        put({"seed": drawn.seed, "among": drawn.among, "rows": [_document(e) for e in drawn.rows]})
        return
    click.echo(call.words(N_("Seed {seed}, among {among} openings:"), seed=str(drawn.seed), among=drawn.among))
    for entry in drawn.rows:
        click.echo(_line(call, entry))


@log.command()
@click.argument("noted", required=False)
@json_option
@click.pass_obj
def head(call: Call, noted: str | None, as_json: bool) -> None:
    """How far the log is sealed, as NUMBER:HEAD to write down elsewhere; with NOTED whether it still holds that. Exit 1 where not."""
    with call.desk() as desk:
        now = desk.log.head()
        number, _, said = (noted or "").partition(":")
        holds = noted is None or (number.isdecimal() and int(number) > 0 and desk.log.follows(int(number), said))
    if not holds:
        raise Refused(
            text(
                N_(
                    "The log does not hold what was noted: it was cut off or written anew since, or the bank is another."
                )
            ),
            "LOG",
        )
    if as_json:
        put({"seal": now.seal, "head": now.head, "at": now.at, "holds": True if noted else None})
        return
    click.echo(f"{now.seal}:{now.head}")
