"""The columns of a list: what each stands for, and what somebody has pointed out for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from amdesk.db.exchange import runs
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.errors import BadFile
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Placement
from amdesk.domain.record import declared, fields
from amdesk.domain.results.followup import FollowUp
from amdesk.domain.results.received import Measure
from amdesk.domain.texts import N_, text
from amdesk.i18n import LANGUAGES, Words
from amdesk.imports import meanings, words
from amdesk.imports.headings import header_key, headings, map_columns
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.model import ImportKind, Staged
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.staging import HEADINGS, stage
from amdesk.services.bank.work import Work
from amdesk.services.exchange import profiles
from amdesk.services.exchange.known import title_words

RECORDS: Mapping[str, type] = {
    "participants": Participant, "placements": Placement, "employments": Employment, "followups": FollowUp, "measures": Measure,
}  # fmt: skip
STATUS = "status"
"""The cell of a follow-up list that says contact, situation and plans together."""


def cell_of(kind: str, field: str) -> str:
    """The cell of a list that says a field; a bank remembers columns by it."""
    found = declared(RECORDS[kind]).get(field) if kind in RECORDS else None
    if kind == "followups" and found is not None and not found.headings:
        return STATUS
    return found.cell if found is not None else field


@cache
def list_kinds() -> Mapping[str, ImportKind]:
    """Every kind of list; a column is known by what our own forms and lists call its field too, in every language."""
    return {name: _in_our_words(kind) for name, kind in {**LIST_KINDS, **RESULT_KINDS}.items()}


def _in_our_words(kind: ImportKind) -> ImportKind:
    """The kind with its fields' labels among their headings, but for one that heads another field already."""
    of = {f.cell: f for f in fields(RECORDS[kind.name])} if kind.name in RECORDS else {}
    known, out = headings(kind, {}), []
    for field in kind.fields:
        label = of[field.name].label if field.name in of else field.label
        said = [Words(lang)(msgid) for lang in LANGUAGES for msgid in dict.fromkeys((field.label, label))]
        fresh = [s for s in said if known.field(s) is None]
        known = replace(known, words={**known.words, **{header_key(s): field.name for s in fresh}})
        out.append(replace(field, synonyms=(*field.synonyms, *fresh)))
    return replace(kind, fields=tuple(out))


def staged_file(
    work: Work,
    path: Path,
    kind: str,
    by_hand: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    profile: str = "",
) -> Staged:
    """Read a file. `by_hand` maps the file's column names to fields; `answers` are to the questions of its reading, beside those
    kept for its sender: the one of this name, else one whose lists have the same headings. Raises BadFile."""
    names = [f.name for f in list_kinds()[kind].fields]
    columns = {**runs.columns(work.bank, kind), **(by_hand or {})}
    kept = profiles.named(work, kind, profile) if profile else None
    if profile and kept is None and not answers:
        raise profiles.missing(work, kind, profile)
    titles, aliases = title_words(work.bank)
    said = {**words.EVERYDAY, **aliases, **titles}
    staged = stage(path, list_kinds()[kind], columns, {**(kept.answers if kept else {}), **(answers or {})}, said)
    if not profile and (kept := profiles.fitting(work, staged) or _by_rows(work, path, kind, columns)):
        staged = stage(path, list_kinds()[kind], columns, {**kept.answers, **(answers or {})}, said)
    staged.profile = profile or (kept.name if kept else profiles.sender(path.name))
    for header, name in (by_hand or {}).items():
        if name not in names:
            wrong = text(N_("There is no field {field}. Known fields: {known}."), field=name, known=", ".join(names))
            raise BadFile(wrong, "FIELD")
        if header not in staged.headers:
            raise BadFile(text(N_("{file} has no column {column}."), file=staged.file, column=header), "COLUMN")
    return staged


def _by_rows(work: Work, path: Path, kind: str, columns: Mapping[str, str]) -> profiles.SenderAnswers | None:
    """The sender whose headings stand in rows that nobody takes for headings until it is said."""
    for kept in profiles.profiles(work, kind):
        if HEADINGS in kept.answers:
            found = stage(path, list_kinds()[kind], columns, {HEADINGS: kept.answers[HEADINGS]})
            if profiles.keys(found) == kept.headings:
                return kept
    return None


def remember(work: Work, staged: Staged) -> None:
    """Keep what somebody has pointed out of a list that is stored. Inside the caller's write()."""
    work.bank.one_at_a_time()
    known = headings(staged.kind, {})
    automatic = map_columns(staged.headers, known)
    for column, name in staged.mapping.items():
        header = staged.headers[column]
        if name in {automatic.get(column), staged.guessed.get(column), known.field(header)} or not header:
            continue
        if column in staged.levels or meanings.has_two(staged, column):
            continue  # the next list may hold the other
        runs.remember_column(work.bank, staged.kind.name, header, name)
    if said := profiles.news(work, staged):
        runs.keep_answers(work.bank, staged.kind.name, staged.profile, said)
