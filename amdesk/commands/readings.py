"""How a file is read, as the command line says it: the card of a reading, its questions, and the answers in a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from amdesk import plainfile
from amdesk.commands.common import Call
from amdesk.domain.errors import BadFile
from amdesk.domain.exchange.differences import CHANGES, Missing, RowDifference
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, Text, text
from amdesk.services.exchange.imports import ColumnRead, FileQuestion, FileReading, RowOutcome, Staged
from amdesk.services.exchange.whose import difference_id, field_label


def reading_document(reading: FileReading, staged: Staged, call: Call) -> dict[str, object]:
    """The card as JSON."""

    def column(c: ColumnRead) -> dict[str, object]:
        read = {"field": c.field, "label": call.words.say(Text(staged.kind.field(c.field).label))} if c.field else {}
        return {
            "column": c.letters,
            "heading": c.heading,
            **read,
            "rows": c.filled,
            **({"dates": c.dates} if c.dates else {}),
            **({"decimal": c.decimal} if c.decimal else {}),
        }

    return {
        "kind": reading.kind,
        "recognised": reading.recognised,
        "sheets": [{"name": s.name, "rows": s.rows, "alike": s.alike, "taken": s.taken} for s in reading.sheets],
        "heading_rows": list(reading.heading_rows),
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "columns": [column(c) for c in reading.columns],
        "unread": [column(c) for c in reading.unread],
        "remarks": [call.words.say(r) for r in reading.remarks],
        "profile": reading.profile,
    }


def question_document(question: FileQuestion, call: Call) -> dict[str, object]:
    """A question as JSON; its id and one of its answers are what --answers takes."""
    return {
        "id": question.key,
        "code": question.code,
        "question": call.words.say(question.said),
        "column": question.column,
        "rows": list(question.rows),
        "answers": [{"answer": a.value, "text": call.words.say(a.said)} for a in question.answers],
    }


def difference_document(staged: Staged, outcome: RowOutcome, one: RowDifference, call: Call) -> dict[str, object]:
    """One field that a row says otherwise than the bank, as JSON; its id with "accept" or "refuse" is what --answers takes."""
    last, before, after = one.shown(outcome.protected)
    return {
        "id": difference_id(outcome, one),
        "field": one.field,
        "label": call.words.say(field_label(staged, one.field)),
        "kind": one.kind,
        "text": call.words(CHANGES[one.kind]),
        "last": last,
        "before": before,
        "after": after,
        "taken": one.taken,
    }


def missing_document(one: Missing) -> dict[str, object]:
    """Who or what is no longer in the sender's list, as JSON."""
    return {
        "participant": one.participant,
        "name": str(one.name),
        **(
            {"employment": one.employment, "placement": str(one.place), "from": str(one.first)}
            if one.employment
            else {}
        ),
    }


def say_questions(reading: FileReading, call: Call) -> None:
    """The questions in words, each with what answers it."""
    for question in reading.questions:
        say_question(question, call, err=True)
    said = N_("Nothing was stored. Write the answers into a file as JSON, and give it by --answers.")
    click.echo(call.words(said), err=True)


def say_question(question: FileQuestion, call: Call, *, err: bool = False) -> None:
    rows = ", ".join(str(n) for n in question.rows[:10])
    said = call.words.say(question.said)
    told = f" ({call.words(N_('rows {rows}'), rows=rows)})" if rows and question.column else ""
    click.echo(said + told, err=err)
    for answer in question.answers:
        click.echo(f'  "{question.key}": "{answer.value}"  {call.words.say(answer.said)}', err=err)


def answers_in(path: Path | None) -> Mapping[str, str]:
    """The answers of a file: {"id of a question": "answer"}. Raises BadFile."""
    if path is None:
        return {}
    try:
        found = parsed(plainfile.read(path).decode("utf-8-sig"))
    except plainfile.NoPlainFile as error:
        raise BadFile(error.said, "ANSWERS") from None
    except (OSError, ValueError) as error:
        raise _no_answers(path) from error
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise _no_answers(path)
    return {str(k): v for k, v in found.items()}


def _no_answers(path: Path) -> BadFile:
    said = N_("{file} holds no answers. Write it as a JSON object with the id of each question and its answer.")
    return BadFile(text(said, file=str(path)), "ANSWERS")
