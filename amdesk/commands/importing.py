"""amdesk import: read a spreadsheet, say what becomes of every row, store what is good."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn, NotRequired, TypedDict

import click

from amdesk.commands.common import Call, json_option, put
from amdesk.commands.readings import (
    answers_in,
    difference_document,
    missing_document,
    question_document,
    reading_document,
    say_question,
    say_questions,
)
from amdesk.domain.competence.sheets import DIFFERENCES_TAKEN, Unread
from amdesk.domain.errors import BadFile, WrongUse
from amdesk.domain.texts import N_, Text, text
from amdesk.services.competence.sheets import Reading
from amdesk.services.exchange.imports import FileReading, Staged
from amdesk.services.exchange.messages import TOLD, message
from amdesk.services.exchange.review import Review
from amdesk.services.exchange.whose import difference_question, row_question


class RowDocument(TypedDict):
    """A row of an import as JSON."""

    row: int
    outcome: str
    reason: str
    warnings: list[str]
    column: str
    message: str
    findings: NotRequired[list[str]]
    read: NotRequired[dict[str, str]]
    action: NotRequired[str]
    differences: NotRequired[list[dict[str, object]]]
    questions: NotRequired[list[dict[str, object]]]


class SheetRowDocument(RowDocument):
    """A row of an assessment sheet: whose, and its level before and as it is wanted."""

    kind: str
    participant: str
    old: int | None
    new: int | None


@click.command("import")
@click.argument(
    "kind",
    type=click.Choice(
        ["placements", "participants", "employments", "followups", "payments", "measures", "assessments"]
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only, store nothing.")
@click.option(
    "--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="A column of the file whose heading is unknown."
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Answers to the questions of an earlier try, as JSON.",
)
@click.option("--profile", default="", metavar="NAME", help="The sender whose answers are used and kept.")
@click.option("--assessor", default="", metavar="NAME", help="Who assessed, for assessment sheets that do not say.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    kind: str,
    file: Path,
    dry_run: bool,
    mapped: tuple[str, ...],
    answers: Path | None,
    profile: str,
    assessor: str,
    as_json: bool,
) -> None:
    """Import a list of placements, people, employments, follow-ups, payments or measures from a spreadsheet or a .csv.

    Refused rows do not stop the others; exit 3 only where the file itself cannot be read, or where something about it has to be
    answered first: nothing is stored then. Answers are kept for the sender and used for lists with the same headings.
    A field that both the list and somebody here have changed since the list before is left until --answers accepts or refuses
    it by "difference:ROW:FIELD".
    """
    call: Call = ctx.obj
    if kind == "assessments":
        _assessments(call, file, dry_run, assessor, as_json)
        return
    by_hand = dict(_pair(m) for m in mapped)
    with call.desk() as desk:
        staged = desk.imports.stage(file, kind, by_hand, answers_in(answers), profile)
        reading = desk.imports.reading(staged)
        if reading.questions:
            _ask(ctx, staged, reading, as_json)
        review = desk.imports.review(staged)
        stored = 0
        if dry_run:
            desk.imports.rehearse(review)
        else:
            stored = desk.imports.store(review)
    if as_json:
        put(document(review, reading, stored, call.lang, call))
    else:
        say_review(review, stored, call)


def say_review(review: Review, stored: int, call: Call) -> None:
    """What became of the rows, in words."""
    said = N_(
        "Rows read: {read}, accepted: {accepted}, rejected: {rejected}, skipped: {skipped}, new stored: {stored}."
    )
    click.echo(
        call.words(
            said,
            stored=stored,
            **_counts(review),
        )
    )
    asked = review.asked()
    for outcome in review.outcomes:
        if outcome.outcome == "rejected" and outcome not in asked:
            column = _label(review, outcome.column, call)
            click.echo(
                call.words(
                    N_("Row {row}: {why}"),
                    row=_row(review, outcome.row),
                    why=f"{column}{message(outcome.reason, call.lang, outcome.column)} ({outcome.reason})",
                )
            )
    for outcome in review.outcomes:
        if outcome.outcome == "accepted":
            for code in [w for w in outcome.warnings if w in TOLD]:
                read = "".join(
                    f"; {_label(review, n, call)}{v}" for n, v in outcome.read.items() if code == "VALUE_READ"
                )
                why = f"{message(code, call.lang)} ({code}){read}"
                click.echo(call.words(N_("Row {row}: {why}"), row=_row(review, outcome.row), why=why))
            for finding in outcome.findings:
                said = call.words.say(finding)
                click.echo(call.words(N_("Row {row}: {why}"), row=_row(review, outcome.row), why=said))
    for outcome in asked:
        say_question(row_question(review.staged, outcome), call)
    for outcome, difference in review.undecided():
        say_question(difference_question(review.staged, outcome, difference), call)
    for number in review.staged.lone:
        why = call.words(N_("Only one cell is filled: taken for a heading between the rows and not read"))
        click.echo(call.words(N_("Row {row}: {why}"), row=_row(review, number), why=why))
    if unread := review.staged.unread():
        said = N_("Columns that stand for no field and were not read: {names}. Point one out with --map.")
        click.echo(call.words(said, names=", ".join(unread)))
    for notice in review.notices:
        click.echo(call.words.say(notice))


def _ask(ctx: click.Context, staged: Staged, reading: FileReading, as_json: bool) -> NoReturn:
    """The questions instead of an import."""
    call: Call = ctx.obj
    if as_json:
        nothing = dict.fromkeys(("read", "accepted", "rejected", "skipped", "stored"), 0)
        put({**_head(staged, reading, call), **nothing, "unread": staged.unread(), "rows": []})
    else:
        say_questions(reading, call)
    ctx.exit(BadFile.exit_code)


def _head(staged: Staged, reading: FileReading, call: Call) -> dict[str, object]:
    return {
        "file": staged.file,
        "kind": staged.kind.name,
        "reading": reading_document(reading, staged, call),
        "questions": [question_document(q, call) for q in reading.questions],
    }


def _assessments(call: Call, file: Path, dry_run: bool, assessor: str, as_json: bool) -> None:
    """Sheets that supervisors have filled in. Conflicts with something newer are left out; the window asks about them."""
    with call.desk() as desk:
        readings = desk.sheets.read(file)
        by = {r.employment.ref: assessor for r in readings}
        stored = 0 if dry_run else desk.sheets.accept(readings, assessors=by)
    rows: list[SheetRowDocument] = [
        {
            "row": d.row,
            "outcome": "accepted" if d.kind in DIFFERENCES_TAKEN else "rejected",
            "reason": "" if d.kind in DIFFERENCES_TAKEN else d.kind,
            "warnings": [],
            "column": d.skill,
            "message": call.words.say(d.text),
            "kind": d.kind,
            "participant": r.participant.number,
            "old": d.old,
            "new": d.new,
        }
        for r in readings
        for d in r.differences
    ]
    rows += [_unread(r, found, call) for r in readings if (found := r.returned.unread) is not None]
    accepted = sum(r["outcome"] == "accepted" for r in rows)
    if as_json:
        put(
            {
                "file": str(file),
                "kind": "assessments",
                "read": len(rows),
                "accepted": accepted,
                "rejected": len(rows) - accepted,
                "skipped": 0,
                "stored": stored,
                "rows": rows,
            }
        )
        return
    said = N_(
        "Rows read: {read}, accepted: {accepted}, rejected: {rejected}, skipped: {skipped}, new stored: {stored}."
    )
    click.echo(
        call.words(said, read=len(rows), accepted=accepted, rejected=len(rows) - accepted, skipped=0, stored=stored)
    )
    for row in rows:
        click.echo(f"{row['participant']}  {row['message']}")


def _unread(reading: Reading, found: Unread, call: Call) -> SheetRowDocument:
    """A sheet of which nothing was read, as a row."""
    return {
        "row": found.row,
        "outcome": "rejected",
        "reason": found.code,
        "warnings": [],
        "column": "",
        "message": call.words.say(found.text),
        "kind": found.code,
        "participant": reading.participant.number,
        "old": None,
        "new": None,
    }


def _pair(said: str) -> tuple[str, str]:
    header, sign, field = said.rpartition("=")
    if not sign or not header:
        raise WrongUse(text(N_('{said} maps nothing. Write --map "column=field".'), said=said))
    return header.strip(), field.strip()


def _label(review: Review, name: str, call: Call) -> str:
    field = next((f for f in review.staged.kind.fields if f.name == name), None)
    return f"{call.words.say(Text(field.label))}: " if field else ""


def _counts(review: Review) -> dict[str, int]:
    """How many rows are what; those that are asked about are skipped until they are answered for."""
    asked = len(review.asked())
    return {
        "read": len(review.outcomes) - asked,
        "accepted": review.count("accepted"),
        "rejected": review.count("rejected") - asked,
        "skipped": len(review.staged.skipped) + asked,
    }


def _row(review: Review, number: int) -> str:
    """A row as its sheet numbers it, with the sheet where several were read."""
    return " ".join(str(said) for said in review.staged.place(number) if said)


def document(review: Review, reading: FileReading, stored: int, lang: str, call: Call) -> dict[str, object]:
    """The import as JSON; codes are those of the code list import_messages."""
    rows: list[RowDocument] = [
        {
            "row": o.row,
            "outcome": o.outcome,
            "reason": o.reason,
            "warnings": o.warnings,
            "column": _label(review, o.column, call).removesuffix(": "),
            "message": message(o.reason, lang, o.column)
            if o.reason
            else "; ".join(message(w, lang) for w in o.warnings),
            "findings": [call.words.say(f) for f in o.findings],
            "read": {_label(review, n, call).removesuffix(": "): value for n, value in o.read.items()},
            "action": o.action,
            "differences": [difference_document(review.staged, o, d, call) for d in o.differences],
            "questions": [
                question_document(difference_question(review.staged, o, d), call) for d in o.differences if d.open
            ],
        }
        for o in review.outcomes
    ]
    rows += [
        {"row": n, "outcome": "skipped", "reason": "", "warnings": [], "column": "", "message": ""}
        for n in review.staged.skipped
    ]
    questions = {o.row: question_document(row_question(review.staged, o), call) for o in review.asked()}
    return {
        **_head(review.staged, reading, call),
        **_counts(review),
        "asked": len(review.asked()),
        "stored": stored,
        "updated": review.count("update"),
        "flagged": len(review.gone) + len(review.missing),
        "missing": [missing_document(m) for m in review.missing],
        "undecided": len(review.undecided()),
        "sha256": review.staged.sha256,
        **({"sum": review.total() / 100} if review.staged.kind.name == "payments" else {}),
        "unread": review.staged.unread(),
        "notices": [call.words.say(n) for n in review.notices],
        "rows": [_placed(review, r, questions) for r in sorted(rows, key=lambda r: r["row"])],
    }


def _placed(review: Review, row: RowDocument, questions: dict[int, dict[str, object]]) -> dict[str, object]:
    """A row with its place in the file; one that is asked about is skipped, with the question."""
    sheet, number = review.staged.place(row["row"])
    out: dict[str, object] = {**row, "row": number, **({"sheet": sheet} if sheet else {})}
    if question := questions.get(row["row"]):
        out |= {"outcome": "skipped", "reason": "ASKED", "question": question}
    return out
