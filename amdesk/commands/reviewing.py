"""amdesk recommendation: what auditors recommended, what is answered and done, and what shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from amdesk.commands.common import Call, date_option, json_option, out_option, put
from amdesk.domain.change import Change
from amdesk.domain.results.report import REPORT_FILES
from amdesk.domain.results.reviewing import (
    ANSWERED,
    EVIDENCE_KINDS,
    FOLLOWED,
    RECOMMENDATION_STATES,
    Recommendation,
)
from amdesk.domain.texts import N_


@click.group()
def recommendation() -> None:
    """Recommendations of auditors: what we have promised, by when, and what shows it."""


def _row(r: Recommendation, today: date) -> dict[str, object]:
    return {
        "ref": r.ref,
        "reviewer": r.reviewer,
        "review": r.review,
        "number": r.position,
        "title": r.title,
        "words": r.words,
        "record": r.record,
        "received": r.received.isoformat(),
        "due": r.due.isoformat(),
        "state": r.state,
        "late": r.late(today),
        "answer": r.answer,
        "not_shown": r.not_shown,
        "evidence": [{"kind": e.kind, "reference": e.reference, "said": e.said} for e in r.evidence],
    }


def _answer(call: Call, r: Recommendation, as_json: bool) -> None:
    if as_json:
        put(_row(r, call.clock.today()))
        return
    late = f"  {call.words(N_('late'))}" if r.late(call.clock.today()) else ""
    state = call.words(RECOMMENDATION_STATES[r.state])
    click.echo(f"{r.ref}  {r.reviewer} {r.review}:{r.position}  {r.due}  {state}{late}  {r.title}")


@recommendation.command("list")
@out_option(*REPORT_FILES, help="Write a .pdf, .docx or .xlsx instead: the page of what was promised.")
@json_option
@click.pass_obj
def list_(call: Call, path: Path | None, as_json: bool) -> None:
    """Every recommendation: whose, when the answer is due, its state."""
    with call.desk() as desk:
        found = desk.reviews.listed()
        if path is not None:
            desk.reports.save(desk.reviews.promised(), path, call.papers)
    if as_json:
        actions = {a.id: a.ref for a in found.actions}
        today = call.clock.today()
        put(
            {
                "recommendations": [
                    _row(r, today)
                    | {
                        "actions": [actions[i] for i in r.actions],
                        "checks": [{"holds": f.holds, "said": call.words.say(f.said)} for f in found.checks[r.id]],
                    }
                    for r in found.recommendations
                ]
            }
        )
        return
    if path is not None:
        click.echo(str(path))
        return
    for r in found.recommendations:
        _answer(call, r, as_json=False)


@recommendation.command()
@click.argument("title")
@click.option("--by", "reviewer", required=True, help="Who recommended it.")
@click.option("--review", required=True, help="The review's own reference.")
@click.option("--number", "position", type=click.IntRange(1, 999), default=1, help="Its number in the review.")
@click.option("--words", required=True, help="The recommendation's own words.")
@click.option("--record", default="", help="The unit's own record number.")
@date_option("--due", "due", required=True, help="When it is to be answered.")
@date_option("--received", "received", help="Today where not given.")
@json_option
@click.pass_obj
def add(
    call: Call,
    title: str,
    reviewer: str,
    review: str,
    position: int,
    words: str,
    record: str,
    due: date,
    received: date | None,
    as_json: bool,
) -> None:
    """A recommendation that came in."""
    with call.desk() as desk:
        came = received or desk.work.today
        made = Recommendation(0, "", reviewer, review, position, title, words, record, came, due)
        found: Recommendation = desk.reviews.add(made)
    _answer(call, found, as_json)


@recommendation.command()
@click.argument("ref")
@click.option("--said", required=True, help="The answer.")
@click.option("--not-shown", default=None, help="What cannot be shown; as it was where not given.")
@click.option("--draft", is_flag=True, help="It is written, and not given yet.")
@out_option(".docx", ".pdf", help="Also write it as .docx or .pdf.")
@json_option
@click.pass_obj
def answer(
    call: Call, ref: str, said: str, not_shown: str | None, draft: bool, path: Path | None, as_json: bool
) -> None:
    """Write the answer; without --draft it is given today."""
    with call.desk() as desk:
        before: Recommendation = desk.reviews.of(ref)
        kept = before.not_shown if not_shown is None else not_shown.strip()
        given = {
            "answer": Change(before.answer, said.strip()),
            "not_shown": Change(before.not_shown, kept),
        }
        found: Recommendation = desk.reviews.change(before, given)
        if not draft:
            found = desk.reviews.set_state(found, ANSWERED)
        if path is not None:
            desk.reports.save(desk.reviews.answer_paper(found), path, call.papers)
    _answer(call, found, as_json)


@recommendation.command()
@click.argument("ref")
@json_option
@click.pass_obj
def followed(call: Call, ref: str, as_json: bool) -> None:
    """An answered recommendation is followed up today."""
    with call.desk() as desk:
        found: Recommendation = desk.reviews.set_state(desk.reviews.of(ref), FOLLOWED)
    _answer(call, found, as_json)


@recommendation.command()
@click.argument("ref")
@click.argument("kind", type=click.Choice(list(EVIDENCE_KINDS)))
@click.argument("reference")
@click.option("--said", default="", help="What it shows, in a few words.")
@json_option
@click.pass_obj
def evidence(call: Call, ref: str, kind: str, reference: str, said: str, as_json: bool) -> None:
    """One more thing that shows it: "F-2026-001 reached_day90.all", a chapter with its version ("assess 2"), or a document."""
    with call.desk() as desk:
        found: Recommendation = desk.reviews.show(desk.reviews.of(ref), kind, reference, said)
    _answer(call, found, as_json)


@recommendation.command()
@click.argument("ref")
@click.argument("action")
@json_option
@click.pass_obj
def tie(call: Call, ref: str, action: str, as_json: bool) -> None:
    """An action answers the recommendation."""
    with call.desk() as desk:
        found: Recommendation = desk.reviews.tie(desk.reviews.of(ref), desk.improving.action(action))
    _answer(call, found, as_json)
