"""A vacancy as a file or a pasted text brought it: what was read, what was not, and what is to become of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from amdesk.domain.texts import N_, Text, plural, text

BROUGHT = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("As before"),
    "removed": N_("Withdrawn"),
    "refused": N_("Refused"),
}
AGAIN = N_("The same vacancy stands further up in the file.")


@dataclass(slots=True)
class BroughtVacancy:
    """One row or advertisement: where it stood, whose it is, its facts by the fields of a vacancy. `outcome` is a key of
    BROUGHT, `why` says so where it is refused."""

    at: str
    employer: str
    org_number: str = ""
    values: dict[str, object] = field(default_factory=dict)
    removed: bool = False
    fault: Text | None = None
    """Why the row cannot be read at all."""
    outcome: str = ""
    why: Text | None = None
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Cells of which nothing could be made: the field and what stood there. They stay as words in the vacancy's text."""

    again: bool = False
    """Whether the same vacancy stands further up in the file, and this row changes nothing."""
    no_org_number: bool = False
    """Whether the employer's organisation number was none: it is left out."""

    def told(self, today: date) -> list[Text]:
        """What whoever reads it in should know: why it is refused, or else what was read otherwise than it stood, or is too late."""
        if self.why is not None:
            return [self.why]
        out: list[Text] = [Text(AGAIN)] if self.again else []
        if self.unread:
            out.append(text(N_("kept as words: {cells}"), cells=", ".join(said for _, said in self.unread)))
        if self.no_org_number:
            out.append(Text(N_("what stands as organisation number is none and is left out")))
        until = self.values.get("apply_by")
        if self.outcome in {"new", "changed"} and isinstance(until, date) and until < today:
            out.append(Text(N_("the last day to apply has passed")))
        return out


LONE_NAMED = 10
"""Of rows that are taken for headings so many are named by number."""


@dataclass(frozen=True, slots=True)
class ReadVacancies:
    """Everything a file said. `unread` are columns or fields that nothing here takes, with how many rows have a value in them; `lone`
    the numbers of rows with one cell, taken for headings between the rows."""

    file: str
    source: str
    rows: Sequence[BroughtVacancy]
    unread: Mapping[str, int]
    lone: Sequence[int] = ()

    @property
    def headings(self) -> Text | None:
        """Which rows were taken for headings; None where none was."""
        if not self.lone:
            return None
        rows = ", ".join(map(str, self.lone[:LONE_NAMED])) + (", …" if len(self.lone) > LONE_NAMED else "")
        return plural(
            "Row {rows} has one cell alone and is taken for a heading: no vacancy comes of it.",
            "Rows {rows} have one cell each and are taken for headings: no vacancy comes of them.",
            len(self.lone),
            rows=rows,
        )

    def count(self, outcome: str) -> int:
        return sum(r.outcome == outcome for r in self.rows)
