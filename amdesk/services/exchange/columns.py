"""The columns of a list: what each stands for, and what somebody has pointed out for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from amdesk.db.exchange import runs
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.model import Staged
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.staging import headings, map_columns, stage
from amdesk.services.work import Work

ALL_KINDS = {**LIST_KINDS, **RESULT_KINDS}


def staged_file(work: Work, path: Path, kind: str, by_hand: Mapping[str, str] | None = None) -> Staged:
    """Read a file. `by_hand` maps the file's column names to fields. Raises BadFile."""
    fields = [f.name for f in ALL_KINDS[kind].fields]
    staged = stage(path, ALL_KINDS[kind], {**runs.columns(work.bank, kind), **(by_hand or {})})
    for header, name in (by_hand or {}).items():
        if name not in fields:
            said = text(N_("There is no field {field}. Known fields: {known}."), field=name, known=", ".join(fields))
            raise BadFile(said, "FIELD")
        if header not in staged.headers:
            raise BadFile(text(N_("{file} has no column {column}."), file=staged.file, column=header), "COLUMN")
    return staged


def remember(work: Work, staged: Staged) -> None:
    """Keep what somebody has pointed out of a list that is stored. Inside the caller's write()."""
    work.bank.one_at_a_time()
    automatic = map_columns(staged.headers, headings(staged.kind, {}))
    for column, name in staged.mapping.items():
        header = staged.headers[column]
        if name in {automatic.get(column), staged.guessed.get(column)} or not header:
            continue
        runs.remember_column(work.bank, staged.kind.name, header, name)
