"""amdesk guidance: the unit's handbook: its chapters and versions, shown, read in as drafts, put in force, and out to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, date_option, json_option, out_option, put
from amdesk.domain.errors import Refused
from amdesk.domain.guidance.evidence import CERTAINTIES
from amdesk.domain.guidance.versions import GUIDANCE_STATES
from amdesk.domain.texts import N_, text
from amdesk.services.bank import files

if TYPE_CHECKING:
    from amdesk.domain.guidance.versions import GuidanceVersion
    from amdesk.services.desk import Desk


@click.group()
def guidance() -> None:
    """The unit's guidance: chapters in versions, bound to the choices they are about."""


def _row(version: GuidanceVersion, today: date, decided: int = 0) -> dict[str, object]:
    return {
        "chapter": version.chapter,
        "version": version.version,
        "state": version.state(today),
        "since": version.since.isoformat() if version.since else None,
        "until": version.until.isoformat() if version.until else None,
        "by": version.by,
        "why": version.why,
        "decisions": decided,
    }


def _say(call: Call, version: GuidanceVersion, as_json: bool) -> None:
    today = call.clock.today()
    if as_json:
        put(_row(version, today))
        return
    state = call.words(GUIDANCE_STATES[version.state(today)])
    click.echo(f"{version.chapter:<14} {version.version:>3}  {version.since or '–'!s:<10}  {state:<16} {version.by}")


@guidance.command("list")
@json_option
@click.pass_obj
def list_(call: Call, as_json: bool) -> None:
    """Every version: chapter, version, in force from, state, whose."""
    with call.desk() as desk:
        chapters = desk.guidance.chapters()
    if as_json:
        today = call.clock.today()
        put([_row(v, today, c.decided.get(v.id, 0)) for c in chapters for v in c.versions])
        return
    for version in (v for c in chapters for v in c.versions):
        _say(call, version, as_json=False)


@guidance.command()
@click.argument("choice")
@click.option("--version", "number", type=int, help="That version; the one in force where not given.")
@json_option
@click.pass_obj
def show(call: Call, choice: str, number: int | None, as_json: bool) -> None:
    """What is said of a choice (form.bea_visstid), or a whole chapter (form)."""
    kind, _, code = choice.partition(".")
    with call.desk() as desk:
        chapter = desk.guidance.of(kind)
        one = next((v for v in chapter.versions if v.version == number), None) if number is not None else chapter.shown
        if one is None:
            said = N_("The chapter {chapter} has no version {version}.")
            raise Refused(text(said, chapter=kind, version=number), "VERSION")
        if not code:
            words = desk.guidance.markdown(kind, one.version, call.words.lang)
            if as_json:
                put(_row(one, call.clock.today()) | {"markdown": words})
            else:
                click.echo(words)
            return
        found = desk.guidance.paragraph(kind, code, one.id, call.words.lang)
        if found is None or found.section.anchor != choice:
            raise Refused(text(N_("Nothing is said of {choice} there."), choice=choice), "CHOICE")
    card = found.evidence
    if as_json:
        put(
            _row(found.version, call.clock.today())
            | {"choice": choice, "title": found.section.title, "text": [b.plain for b in found.section.blocks]}
            | {"evidence": card._asdict() if card else None}
        )
        return
    click.echo(found.section.title)
    for block in found.section.blocks:
        click.echo(f"- {block.plain}" if block.kind == "item" else block.plain)
    if card:
        click.echo(call.words(CERTAINTIES[card.certainty]))


@guidance.command("import")
@click.argument("chapter")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--to", "lang", type=click.Choice(["sv", "en"]), default="sv", help="In which language the file is written."
)
@json_option
@click.pass_obj
def import_(call: Call, chapter: str, path: Path, lang: str, as_json: bool) -> None:
    """A .md or .docx as a draft of a chapter."""
    with call.desk() as desk:
        made = desk.guidance.read(path, chapter, lang)
    _say(call, made, as_json)


@guidance.command()
@click.argument("chapter")
@click.argument("number", type=int, metavar="VERSION")
@date_option("--from", "since", help="Today where not given.")
@json_option
@click.pass_obj
def use(call: Call, chapter: str, number: int, since: date | None, as_json: bool) -> None:
    """Put a draft in force; decisions made before keep the version of their day."""
    with call.desk() as desk:
        made = desk.guidance.use(_find(desk, chapter, number), since or desk.work.today)
    _say(call, made, as_json)


@guidance.command()
@json_option
@click.pass_obj
def first(call: Call, as_json: bool) -> None:
    """The program's own handbook as drafts, for a unit that has none."""
    with call.desk() as desk:
        count = desk.guidance.first()
    if as_json:
        put({"chapters": count})
        return
    click.echo(call.words(N_("Chapters taken as drafts: {count}"), count=count))


@guidance.command("export")
@out_option(".pdf", ".md", required=True, help="A .pdf, or a .md of one chapter.")
@click.option("--chapter", default="", help="That chapter alone.")
@json_option
@click.pass_obj
def export_(call: Call, path: Path, chapter: str, as_json: bool) -> None:
    """What is in force as a paper, or a chapter to edit."""
    files.check(path)
    with call.desk() as desk:
        if path.suffix.lower() == ".md":
            content = desk.guidance.markdown(chapter or "form", None, call.words.lang).encode()
        else:
            content = desk.guidance.pdf(chapter, call.papers)
    files.save(path, content)
    if as_json:
        put({"file": str(path)})
        return
    click.echo(str(path))


def _find(desk: Desk, chapter: str, number: int) -> int:
    found = next((v for v in desk.guidance.of(chapter).versions if v.version == number), None)
    if found is None:
        said = N_("The chapter {chapter} has no version {version}.")
        raise Refused(text(said, chapter=chapter, version=number), "VERSION")
    return found.id
