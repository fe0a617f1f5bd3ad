"""A report: sections of figures and facts, from which screen, PDF, Excel and JSON are all made.

Whoever renders it computes nothing: what is printed stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from amdesk.domain.figures import Figure
from amdesk.domain.texts import N_, Text
from amdesk.domain.withholding import withheld

Say = Callable[[Text], str]
WITHHELD = "·"
"""Printed where a figure is withheld."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that is no share: öre, days, or a number. `inside` is true for what is not given out of the unit."""

    id: str
    label: Text
    value: int | None
    unit: str
    definition: Text
    inside: bool = False

    def document(self, say: Say) -> dict[str, Any]:
        return {
            "id": self.id,
            "label": say(self.label),
            "value": self.value,
            "unit": self.unit,
            "definition": say(self.definition),
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of words and numbers beside the figures, for instance the assumptions of a ledger."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Text | str | int | None]]
    name: str = ""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that tells figures in words: it goes where one of them is withheld."""

    text: Text
    rests: Sequence[str] = ()
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `groups` name the columns of the table of figures, in their order."""

    title: Text
    figures: Sequence[Figure] = ()
    groups: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    sentences: Sequence[Said] = ()
    listings: Sequence[Listing] = ()
    bars: Sequence[str] = ()
    """Questions whose shares are drawn as one stacked bar per group; together they are a whole."""

    def grid(self) -> list[tuple[Text, list[Figure | None]]]:
        """(label, a figure per group) of each question."""
        out: dict[str, tuple[Text, list[Figure | None]]] = {}
        for f in self.figures:
            what, whom = f.id.split(".")
            if whom in self.groups:
                _label, cells = out.setdefault(what, (f.label, [None] * len(self.groups)))
                cells[self.groups.index(whom)] = f
        return list(out.values())

    def heads(self) -> list[Text]:
        """What each column of figures is called."""
        names = {f.id.split(".")[1]: f.whom for f in self.figures}
        return [names[g] for g in self.groups]


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one period, as it was on one day."""

    kind: str
    title: Text
    first: date
    last: date
    data_date: date
    sections: Sequence[Section]
    notes: Sequence[Text] = ()
    rows: Callable[[], Sequence[Sequence[str | int | date | None]]] = tuple
    """The rows behind the figures, read when a file wants them; from the same frozen set."""
    row_columns: Sequence[Text] = ()
    more: dict[str, Any] = field(default_factory=dict)
    """What belongs to this kind alone, as JSON holds it."""
    audience: str = "inside"

    def figures(self) -> list[Figure]:
        """Every figure once, in the order of the report."""
        return list({f.id: f for s in self.sections for f in s.figures}.values())

    def facts(self) -> list[Fact]:
        return list({f.id: f for s in self.sections for f in s.facts}.values())

    def document(self, say: Say) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "report": self.kind, "title": say(self.title), "from": self.first.isoformat(), "to": self.last.isoformat(), "data_date": self.data_date.isoformat(),
            "audience": self.audience, "figures": [f.document(say) for f in self.figures()], "facts": [f.document(say) for f in self.facts()],
            "sentences": [say(t.text) for s in self.sections for t in s.sentences], "notes": [say(n) for n in self.notes], "faults": [], **self.more,
        }  # fmt: skip


def for_outside(report: Report, relations: Sequence[tuple[str, Sequence[str]]]) -> Report:
    """The report for the committee or the public: small groups withheld over all its figures together, no rows behind.

    `relations` are the sums between the ids of its figures. Sentences and lists that tell a withheld figure in words go too.
    """
    hidden = {f.id: f for f in withheld(report.figures(), relations)}
    gone = any(f.withheld for f in hidden.values())
    sections = [
        replace(
            s, figures=[hidden[f.id] for f in s.figures], facts=[f for f in s.facts if not f.inside],
            sentences=[t for t in s.sentences if not t.inside and not any(hidden[i].withheld for i in t.rests if i in hidden)], listings=[x for x in s.listings if not x.inside],
        )
        for s in report.sections
    ]  # fmt: skip
    notes = (
        [*report.notes, Text(N_("· is withheld: fewer than five, or computable from such a figure."))]
        if gone
        else report.notes
    )
    more = (
        {k: v for k, v in report.more.items() if k not in {"bounds", "comparison", "hosts", "rows", "persons"}}
        if gone
        else report.more
    )
    return replace(report, sections=sections, notes=notes, rows=tuple, row_columns=(), audience="outside", more=more)
