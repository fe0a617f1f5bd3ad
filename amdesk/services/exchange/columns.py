"""The columns of a list: what each stands for, and what somebody has pointed out for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from amdesk.db.exchange import runs
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.imports.headings import headings, map_columns
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.model import Staged
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.staging import HEADINGS, stage
from amdesk.services.exchange import profiles
from amdesk.services.work import Work

ALL_KINDS = {**LIST_KINDS, **RESULT_KINDS}


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
    fields = [f.name for f in ALL_KINDS[kind].fields]
    columns = {**runs.columns(work.bank, kind), **(by_hand or {})}
    kept = profiles.named(work, kind, profile) if profile else None
    if profile and kept is None and not answers:
        raise profiles.missing(work, kind, profile)
    staged = stage(path, ALL_KINDS[kind], columns, {**(kept.answers if kept else {}), **(answers or {})})
    if not profile and (kept := profiles.fitting(work, staged) or _by_rows(work, path, kind, columns)):
        staged = stage(path, ALL_KINDS[kind], columns, {**kept.answers, **(answers or {})})
    staged.profile = profile or (kept.name if kept else profiles.sender(path.name))
    for header, name in (by_hand or {}).items():
        if name not in fields:
            said = text(N_("There is no field {field}. Known fields: {known}."), field=name, known=", ".join(fields))
            raise BadFile(said, "FIELD")
        if header not in staged.headers:
            raise BadFile(text(N_("{file} has no column {column}."), file=staged.file, column=header), "COLUMN")
    return staged


def _by_rows(work: Work, path: Path, kind: str, columns: Mapping[str, str]) -> profiles.SenderAnswers | None:
    """The sender whose headings stand in rows that nobody takes for headings until it is said."""
    for kept in profiles.profiles(work, kind):
        if HEADINGS in kept.answers:
            found = stage(path, ALL_KINDS[kind], columns, {HEADINGS: kept.answers[HEADINGS]})
            if profiles.keys(found) == kept.headings:
                return kept
    return None


def remember(work: Work, staged: Staged) -> None:
    """Keep what somebody has pointed out of a list that is stored. Inside the caller's write()."""
    work.bank.one_at_a_time()
    automatic = map_columns(staged.headers, headings(staged.kind, {}))
    for column, name in staged.mapping.items():
        header = staged.headers[column]
        if name in {automatic.get(column), staged.guessed.get(column)} or not header or column in staged.levels:
            continue
        runs.remember_column(work.bank, staged.kind.name, header, name)
    if said := profiles.news(work, staged):
        runs.keep_answers(work.bank, staged.kind.name, staged.profile, said)
