"""amdesk vacancy: vacancies by hand, from files and pasted texts, and matched both ways with those who are soon done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from amdesk.commands.common import Call, date_option, json_option, out_option, put, why_option
from amdesk.domain.booking.matching import LEFT_OUT
from amdesk.domain.employers.brought import BROUGHT
from amdesk.domain.employers.matching import SOON_DAYS, VACANCY_PARTS
from amdesk.domain.employers.vacancy import VACANCY_STATUSES, Vacancy
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.domain.employers.brought import ReadVacancies
    from amdesk.services.employers.soon import DonePerson
    from amdesk.services.employers.vacancies import FittingPerson, OpenVacancies

P = ParamSpec("P")
R = TypeVar("R")


@click.group()
def vacancy() -> None:
    """Vacancies at employers, and who fits them."""


def _document(call: Call, v: Vacancy) -> dict[str, object]:
    out = {n: value for n, value in asdict(v).items() if n not in {"id", "employer_id"}}
    out["applies"] = v.applies(call.words.today)
    return {n: value.isoformat() if isinstance(value, date) else value for n, value in out.items()}


def _say(call: Call, v: Vacancy, as_json: bool) -> None:
    if as_json:
        put(_document(call, v))
        return
    until = v.apply_by.isoformat() if v.apply_by else call.words(N_("running"))
    click.echo(f"{v.number}  {until:<10}  {call.words.say(v.state_told(call.words.today))}  {v.title}, {v.employer}")


@vacancy.command("list")
@click.option("--status", type=click.Choice(list(VACANCY_STATUSES)), help="Those in this state.")
@click.option("--words", default="", help="Those whose title, number or place has these words.")
@out_option(".xlsx", help="The same as an .xlsx file, which is read in again by vacancy import.")
@click.option("--to", "to", default="", metavar="TEXT", help="To whom the file is given; it is logged.")
@json_option
@click.pass_obj
def list_(call: Call, status: str | None, words: str, path: Path | None, to: str, as_json: bool) -> None:
    """Every vacancy: number, until when one applies, state, title, employer."""
    with call.desk() as desk:
        if path is not None:
            for _ in desk.vacancies.save(path, call.papers, status or "", words, to):
                pass
            put({"file": str(path)}) if as_json else click.echo(str(path))
            return
        found = desk.vacancies.listing(status or "", words)
    if as_json:
        put([_document(call, v) for v in found])
        return
    for v in found:
        _say(call, v, as_json=False)


@vacancy.command()
@click.argument("number")
@json_option
@click.pass_obj
def show(call: Call, number: str, as_json: bool) -> None:
    """One vacancy with its text."""
    with call.desk() as desk:
        found = desk.vacancies.get(number)
    _say(call, found, as_json)
    if not as_json and found.body:
        click.echo(found.body)


def _facts(command: Callable[P, R]) -> Callable[P, R]:
    """Options for the facts of a vacancy."""
    for option in reversed(
        (
            click.option("--occupation", help="One of the city's occupations, by its code."),
            click.option("--ssyk", help="Four figures of SSYK 2012."),
            click.option("--places", type=click.IntRange(1, 500), help="How many are wanted."),
            click.option("--extent", type=click.IntRange(1, 100), help="Per cent of full time."),
            date_option("--start", help="The first day; at once where not given."),
            date_option("--apply-by", help="The last day to apply; running where not given."),
            click.option("--district", help="The district's code."),
            click.option("--place"),
            click.option("--schedule", help="Working hours, as in a placement."),
            click.option("--language", "language_min", help="The lowest level of Swedish, A0–C1."),
            click.option("--licence", help="The class of driving licence."),
            click.option(
                "--demand", "demands", multiple=True, help="A demand of the work, as lift_max=10; may be repeated."
            ),
            click.option(
                "--skill", "skills", multiple=True, help="A skill with its level, as PAR-03=2; may be repeated."
            ),
            click.option("--text", "body"),
            click.option("--link"),
        )
    ):
        command = option(command)
    return command


def _given(given: dict[str, object]) -> dict[str, object]:
    return {n: v for n, v in given.items() if v not in (None, ())}


@vacancy.command()
@click.argument("employer")
@click.argument("title")
@_facts
@json_option
@click.pass_obj
def add(call: Call, /, employer: str, title: str, as_json: bool, **given: object) -> None:
    """A new vacancy at an employer, by the employer's number."""
    with call.desk() as desk:
        made = desk.vacancies.create(employer, {"title": title, **_given(given)})
    _say(call, made, as_json)


@vacancy.command()
@click.argument("number")
@click.option("--title")
@_facts
@json_option
@click.pass_obj
def change(call: Call, /, number: str, as_json: bool, **given: object) -> None:
    """Change facts of a vacancy; what is not named stays."""
    with call.desk() as desk:
        made = desk.vacancies.change(number, _given(given))
        warned = desk.vacancies.crowded(made.id)
    _say(call, made, as_json)
    if warned is not None:
        click.echo(call.words.say(warned), err=True)


@vacancy.command()
@click.argument("number")
@click.option("--status", type=click.Choice(list(VACANCY_STATUSES)), default="filled")
@json_option
@click.pass_obj
def close(call: Call, number: str, status: str, as_json: bool) -> None:
    """Filled, withdrawn, or open again."""
    with call.desk() as desk:
        made = desk.vacancies.close(number, status)
        waiting = desk.introductions.waiting(made.id)
    _say(call, made, as_json)
    if waiting is not None:
        click.echo(call.words.say(waiting), err=True)


@vacancy.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only, store nothing.")
@json_option
@click.pass_obj
def import_(call: Call, path: Path, dry_run: bool, as_json: bool) -> None:
    """Vacancies from a list in Excel or csv, or from JobTech's JSON. Reading the same file again stores nothing."""
    with call.desk() as desk:
        read = desk.vacancies.read_file(path)
        stored = 0 if dry_run else desk.vacancies.store(read)
    if as_json:
        put(_read_document(call, read, stored))
        return
    for name, count in read.unread.items():
        click.echo(
            call.words.plural(
                "Not read: {name}, in {count} row", "Not read: {name}, in {count} rows", count, name=name, count=count
            )
        )
    if read.headings:
        click.echo(call.words.say(read.headings))
    for row in read.rows:
        told = "; ".join(call.words.say(one) for one in row.told(call.words.today))
        said = f": {told}" if told else ""
        title = row.values.get("title") or ""
        click.echo(f"{row.at:>4}  {call.words(BROUGHT[row.outcome])}  {title}, {row.employer}{said}")
    click.echo(call.words(N_("Read: {read}, stored: {stored}."), read=len(read.rows), stored=stored))


def _read_document(call: Call, read: ReadVacancies, stored: int) -> dict[str, object]:
    return {
        "file": read.file,
        "source": read.source,
        "read": len(read.rows),
        "stored": stored,
        "unread": dict(read.unread),
        "headings": list(read.lone),
        "rows": [
            {
                "at": r.at,
                "employer": r.employer,
                "title": r.values.get("title"),
                "outcome": r.outcome,
                "why": call.words.say(r.why) if r.why else None,
                "unread": [list(u) for u in r.unread],
                "told": [call.words.say(one) for one in r.told(call.words.today)],
            }
            for r in read.rows
        ],
    }


@vacancy.command()
@click.argument("path", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--employer", help="Store it as a vacancy of this employer, by its number.")
@json_option
@click.pass_obj
def paste(call: Call, path: Path, employer: str | None, as_json: bool) -> None:
    """What the text of an advertisement says, from a text file or - for what is piped in; stored with --employer alone."""
    with call.desk() as desk:
        found = desk.vacancies.advertisement(_piped() if str(path) == "-" else path)
        if employer is not None:
            facts = {n: v for n, v in found.items() if n not in {"employer", "org_number"}}
            _say(call, desk.vacancies.create(employer, {**facts, "source": "advertisement"}), as_json)
            return
    if as_json:
        put(found)
        return
    for name, value in found.items():
        click.echo(f"{name}: {value}")


def _piped() -> str:
    """What is piped in. Raises BadFile where nothing is, as for an empty file."""
    said = sys.stdin.read()
    if not said.strip():
        raise BadFile(text(N_("{file} is empty. Choose another file."), file="-"), "EMPTY")
    return said


@vacancy.command()
@click.option(
    "--days", type=click.Choice([str(days) for days in SOON_DAYS]), default="30", help="Within how many days."
)
@json_option
@click.pass_obj
def soon(call: Call, days: str, as_json: bool) -> None:
    """Who is soon done: last day, number, certificate, how many vacancies fit; protected people are masked."""
    with call.desk() as desk:
        found = desk.vacancies.soon(int(days))
    if as_json:
        put([_person(call, d) for d in found])
        return
    for d in found:
        paper = d.certificate.seen or call.words(N_("Certificate issued") if d.issued else N_("no certificate"))
        click.echo(f"{'' if d.name.hidden else d.last}  {d.number}  {call.words.say(d.name.text)}  {paper}  {d.hits}")


def _person(call: Call, d: DonePerson) -> dict[str, object]:
    return {
        "participant": d.number,
        "name": call.words.say(d.name.text),
        "occupation": d.occupation or None,
        "last": None if d.name.hidden else d.last.isoformat(),
        "certificate": d.certificate.seen or None,
        "hits": d.hits,
    }


@vacancy.command()
@click.argument("number", required=False)
@click.option("--vacancy", "asked", help="Who of those soon done fits this vacancy, by its number.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@why_option
@json_option
@click.pass_obj
def match(call: Call, number: str | None, asked: str | None, limit: int | None, why: str, as_json: bool) -> None:
    """Vacancies for a participant by number, or with --vacancy people for a vacancy: score, reasons, and why not."""
    if (number is None) == (asked is None):
        raise click.UsageError(call.words(N_("Name a participant, or a vacancy with --vacancy.")))
    with call.desk() as desk:
        if number is not None:
            _for_person(call, desk.vacancies.match(number, why), limit, as_json)
        else:
            assert asked is not None
            _, people, left = desk.vacancies.people(asked)
            _for_vacancy(call, people[:limit], left, as_json)


def _for_person(call: Call, found: OpenVacancies, limit: int | None, as_json: bool) -> None:
    say = call.words.say
    fit = list(zip(found.ranked, found.reasons, strict=True))[:limit]
    if as_json:
        ranked = [
            {
                "vacancy": m.vacancy.number,
                "title": m.vacancy.title,
                "employer": m.vacancy.employer,
                "score": m.score,
                "parts": dict(zip(VACANCY_PARTS, m.parts, strict=True)),
                "reasons": [{"level": r.level, "text": say(r.text)} for r in reasons],
            }
            for m, reasons in fit
        ]
        shut = [{"vacancy": s.vacancy.number, "title": s.vacancy.title, "why": say(s.why)} for s in found.shut]
        put(
            {
                "participant": found.person.number,
                "certificate": found.person.certificate.seen or None,
                "fits": ranked,
                "does_not_fit": shut,
            }
        )
        return
    for m, reasons in fit:
        click.echo(f"{m.score:>3}  {m.vacancy.number}  {m.vacancy.title}, {m.vacancy.employer}")
        for r in reasons:
            click.echo(f"     {'!' if r.warns else '+'} {say(r.text)}")
    for s in found.shut:
        click.echo(f"  –  {s.vacancy.number}  {s.vacancy.title}, {s.vacancy.employer}: {say(s.why)}")


SAID_OF = {
    "OVER": N_("it can no longer be applied to"),
    "SKILLS": N_("other occupation and skills"),
    "NOT_RELEVANT": N_("tried or set aside"),
}


def _for_vacancy(call: Call, people: list[FittingPerson], left: dict[str, int], as_json: bool) -> None:
    say = call.words.say
    if as_json:
        fits = [
            {
                **_person(call, f.person),
                "score": f.match.score,
                "parts": dict(zip(VACANCY_PARTS, f.match.parts, strict=True)),
                "reasons": [{"level": r.level, "text": say(r.text)} for r in f.reasons],
            }
            for f in people
        ]
        for f in fits:
            f.pop("hits")
        put({"fits": fits, "left_out": left})
        return
    for one in people:
        day = "" if one.person.name.hidden else one.person.last
        click.echo(f"{one.match.score:>3}  {one.person.number}  {say(one.person.name.text)}  {day}".rstrip())
        for r in one.reasons:
            click.echo(f"     {'!' if r.warns else '+'} {say(r.text)}")
    for code, count in left.items():
        click.echo(f"{count:>3}  {call.words(SAID_OF.get(code) or LEFT_OUT.get(code, code))}")
