"""A report: sections of figures and facts, from which screen, PDF, Excel and JSON are all made.

Whoever renders it computes nothing: what is printed stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from amdesk.domain.results.disclosure import Pattern, Sums, Unsaid
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.folding import Fold, columns
from amdesk.domain.results.releases import CountedRow
from amdesk.domain.results.rounding import has_amount, ore, rounded
from amdesk.domain.texts import N_, Text, plural, text

Say = Callable[[Text], str]
Folds = Mapping[str, Sequence[Fold]]
"""How the groups of each set of figures are folded, by the name of the set."""
WITHHELD = "·"
"""Printed where a figure is withheld."""

REPORT_FILES = (".pdf", ".docx", ".xlsx")
"""How a file ends that a report is written as."""

AUDIENCES = {"inside": N_("For the unit: not for publication"), "outside": N_("For publication: small groups withheld")}
"""Whom a report is for."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that is no share: öre, days, or a number. `inside` is true for what is not given out of the unit."""

    id: str
    label: Text
    value: int | None
    unit: str
    definition: Text
    inside: bool = False
    rests: Sequence[str] = ()

    def document(self, say: Say) -> dict[str, object]:
        return {
            "id": self.id,
            "label": say(self.label),
            "value": self.value,
            "unit": self.unit,
            "definition": say(self.definition),
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of words and numbers beside the figures, for instance the assumptions of a ledger. It goes as a sentence does."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Text | str | int | None]]
    name: str = ""
    inside: bool = False
    rests: Sequence[str] = ()
    row_rests: Sequence[str] = ()
    """The figure that each of the rows tells, where a row goes by itself."""


@dataclass(frozen=True, slots=True)
class Between:
    """Three numbers that are drawn as a line from the lowest to the highest with a mark between; öre, or percentage points as
    tenths. It goes as a sentence does."""

    label: Text
    low: int
    middle: int
    high: int
    unit: str
    rests: Sequence[str] = ()
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that tells figures in words: it goes where one of them is withheld."""

    text: Text
    rests: Sequence[str] = ()
    inside: bool = False
    again: Callable[[Mapping[str, Figure]], Text | None] | None = None
    """What it says of the figures that leave, where its own groups stand there in other columns."""


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a report's JSON that may be given out where no figure that it rests on is withheld."""

    value: object
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
    front: bool = False
    """True for what stands on the first two pages, in pictures and sentences."""
    big: str = ""
    """The id of the figure that is printed large."""
    shares: Sequence[str] = ()
    """A question and its parts, whose shares are drawn as one bar per group on an axis to a hundred."""
    rows: Sequence[tuple[Text, str]] = ()
    """What the bars of `shares` are of, where not of its groups: a name, and the id of a figure."""
    spans: Sequence[Between] = ()
    below: Sequence[Text] = ()
    """What stands right under its tables."""

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


class SealedCounts(NamedTuple):
    """The reference of a report that leaves the unit, and what its counts are sealed with: whoever has the salt and the counts can
    prove them, and nobody can find them by trying."""

    reference: str
    salt: str
    commitment: str
    counted: str


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
    more: Mapping[str, object] = field(default_factory=dict)
    """What belongs to this kind alone, as JSON holds it. Only what is a `Part` is ever given out."""
    inside_notes: Sequence[Text] = ()
    """Those of the notes that stay in the unit."""
    hidden: Sequence[Figure] = ()
    """Counts that stand in words or could be computed from them: withheld like figures, printed by none."""
    behind: Callable[[Folds], Unsaid] = lambda _folds: Unsaid()
    """What the figures do not say of who is behind them, in the groups outside; asked for when the report is given out."""
    sums: Sums = ()
    """Sums between the ids of hidden and other figures."""
    audience: str = "inside"
    narrowed: tuple[str, str] = ("", "")
    """The occupation and the department that it is of, where it is of one."""
    compared: tuple[date, date] | None = None
    """The other period whose share stands beside its own."""
    counted: Sequence[CountedRow] = ()
    """The rows that the figures count, to be kept where the report is given out: without those of erased people."""
    shown: frozenset[str] = frozenset()
    """Ids of all counts that a report for outside tells, printed or not."""
    proof: SealedCounts | None = None
    made: datetime | None = None
    """The moment at which it was made, with its zone."""
    beside: frozenset[str] = frozenset()
    """References of the reports that had been given out when this one was made for outside."""
    tied: int = 0
    """How many reports of some of the same people were given out before."""
    given_away: Sequence[str] = ()
    """Ids of what earlier reports tell more of than the rule allows, whatever this one withholds."""

    def figures(self) -> list[Figure]:
        """Every figure once, in the order of the report."""
        return list({f.id: f for s in self.sections for f in s.figures}.values())

    def facts(self) -> list[Fact]:
        return list({f.id: f for s in self.sections for f in s.facts}.values())

    def terms(self) -> list[tuple[list[Text], Text]]:
        """Each definition with the terms that it defines, in the order of the report."""
        found: dict[Text, dict[Text, None]] = {}
        for f in self.figures():
            found.setdefault(f.definition, {})[f.label] = None
        for fact in self.facts():
            found.setdefault(fact.definition, {})[fact.label] = None
        return [(list(labels), said) for said, labels in found.items()]

    def for_the_unit(self) -> list[Text]:
        """What the unit is told of a report that leaves it, and nobody else: what cannot be taken back, and what is lost by how
        often reports are given out."""
        figures = self.figures()
        out = []
        if self.given_away:
            names = ", ".join(sorted({i.rsplit("|", 1)[-1].removesuffix("#rest") for i in self.given_away}))
            out.append(
                text(
                    N_(
                        "Reports given out before tell more than the rule allows of: {what}. That cannot be taken back."
                    ),
                    what=names,
                )
            )
        if self.tied and 2 * sum(f.withheld for f in figures) > len(figures):
            out.append(
                plural(
                    "More than half is withheld. {count} report of the same people was given out before, and the more of them there are, the more must be withheld. Two to four reports a year tell most; between them the last one stands.",
                    "More than half is withheld. {count} reports of the same people were given out before, and the more of them there are, the more must be withheld. Two to four reports a year tell most; between them the last one stands.",
                    self.tied,
                    count=self.tied,
                )
            )
        return out

    def document(self, say: Say) -> dict[str, object]:
        """The report as JSON."""
        return {
            "report": self.kind,
            "title": say(self.title),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "data_date": self.data_date.isoformat(),
            "audience": self.audience,
            "figures": [f.document(say) for f in self.figures()],
            "facts": [f.document(say) for f in self.facts()],
            "sentences": list(dict.fromkeys(say(t.text) for s in self.sections for t in s.sentences)),
            "notes": [say(n) for n in self.notes],
            "faults": [],
            **({"reference": self.proof.reference, "commitment": self.proof.commitment} if self.proof else {}),
            **{k: _plain(v) for k, v in self.more.items()},
        }


def _plain(value: object) -> object:
    """As JSON holds it."""
    if isinstance(value, Part):
        return _plain(value.value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _kept(value: object, gone: Callable[[Sequence[str]], bool]) -> object:
    """What of a value may be given out: parts within parts are judged one by one; None where nothing is left."""
    if isinstance(value, Part):
        return None if value.inside or gone(value.rests) else _within(value.value, gone)
    if isinstance(value, dict):
        return {k: found for k, v in value.items() if (found := _kept(v, gone)) is not None} or None
    if isinstance(value, list):
        return [found for v in value if (found := _kept(v, gone)) is not None] or None
    return None


def _within(value: object, gone: Callable[[Sequence[str]], bool]) -> object:
    return _kept(value, gone) if isinstance(value, dict | list) and _parted(value) else value


def _parted(value: object) -> bool:
    if isinstance(value, Part):
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_parted(v) for v in inner)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What of a report's figures leaves the unit: those shown and those withheld, by id; and how a question's groups are folded."""

    figures: Mapping[str, Figure]
    pattern: Pattern
    folds: Callable[[str], Sequence[Fold]]

    def gone(self, rests: Sequence[str]) -> bool:
        """True where one of these is withheld, or stands outside in another column."""
        found = [self.figures.get(i) for i in rests]
        return any(f is None or f.withheld or f.base is None for f in found)


def for_outside(report: Report, kept: Leaving) -> Report:
    """The report for the committee or the public: its figures as they are kept, no rows behind.

    Whatever tells a withheld figure in words, or rests on one, goes too: sentences, lists, facts, notes and parts of the JSON.
    """
    notes = [n for n in report.notes if n not in report.inside_notes]
    sections = [_section(s, kept) for s in report.sections]
    if any(f.withheld or f.base is None for s in sections for f in s.figures):
        notes.append(Text(N_("· is withheld: fewer than five, or computable from such a figure.")))
    notes += dict.fromkeys(t for s in sections for t in s.below)
    return replace(
        report,
        sections=sections,
        notes=notes,
        inside_notes=(),
        rows=tuple,
        row_columns=(),
        hidden=(),
        sums=(),
        audience="outside",
        shown=frozenset(i for i, f in kept.figures.items() if not f.withheld),
        given_away=kept.pattern.given_away,
        more={
            **{k: rounded(v) for k, value in report.more.items() if (v := _kept(value, kept.gone)) is not None},
            "withholding": _told(sections, kept.pattern),
        },
    )


def _section(section: Section, kept: Leaving) -> Section:
    folds = kept.folds(section.figures[0].what) if section.figures else ()
    groups = columns(section.groups, folds)
    whats = dict.fromkeys(f.what for f in section.figures)
    found = [kept.figures.get(f"{what}.{g}") for what in whats for g in groups]
    sentences = [
        t if t.again is None or not kept.gone(t.rests) else _again(t, kept) for t in section.sentences if not t.inside
    ]
    told = replace(
        section,
        figures=[f for f in found if f is not None],
        groups=groups,
        facts=[f for f in section.facts if not f.inside and not kept.gone(f.rests)],
        sentences=[t for t in sentences if t is not None and not kept.gone(t.rests)],
        listings=[_rows_kept(x, kept) for x in section.listings if not x.inside and not kept.gone(x.rests)],
        spans=[x for x in section.spans if not x.inside and not kept.gone(x.rests)],
    )
    return _in_thousands(told)


ROUNDED_AMOUNTS = N_(
    "Amounts are rounded to whole thousands of kronor, each by itself, so that parts do not always make their sum."
)


def _in_thousands(told: Section) -> Section:
    """With its amounts in whole thousands of kronor, and that said under the tables that hold them."""
    amounts = any(f.unit == "öre" for f in told.facts) or any(has_amount(x.rows) for x in told.listings)
    return replace(
        told,
        facts=[replace(f, value=ore(f.value)) if f.unit == "öre" and f.value is not None else f for f in told.facts],
        sentences=[replace(t, text=rounded(t.text)) for t in told.sentences],
        listings=[replace(x, rows=rounded(x.rows)) for x in told.listings],
        spans=[_span(x) if x.unit == "öre" else x for x in told.spans],
        below=[Text(ROUNDED_AMOUNTS)] if amounts else (),
    )


def _span(found: Between) -> Between:
    return replace(found, low=ore(found.low), middle=ore(found.middle), high=ore(found.high))


def _rows_kept(found: Listing, kept: Leaving) -> Listing:
    if not found.row_rests:
        return found
    pairs = [(r, i) for r, i in zip(found.rows, found.row_rests, strict=True) if not kept.gone([i])]
    return replace(found, rows=[r for r, _ in pairs], row_rests=[i for _, i in pairs])


def _again(said: Said, kept: Leaving) -> Said | None:
    told = said.again(kept.figures) if said.again else None
    return None if told is None else Said(told)


def _told(sections: Sequence[Section], pattern: Pattern) -> dict[str, object]:
    """What was withheld, as the report says of itself."""
    figures = {f.id: f for s in sections for f in s.figures}
    return {
        "cells": len(figures),
        "withheld": sum(f.withheld for f in figures.values()),
        "loss": pattern.loss,
        "least_loss": pattern.bound,
        "proved": pattern.proved,
        "gap": pattern.gap,
        "given_away": len(pattern.given_away),
    }
