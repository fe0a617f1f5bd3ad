"""What a list changes, as it is shown: in the cell that says it, and in words instead of codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from amdesk.db.bank import reference
from amdesk.db.places import placements as places
from amdesk.domain.clock import FAR
from amdesk.domain.exchange.differences import MASKED, RowDifference
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.participant import Need
from amdesk.domain.people.wording import need_text
from amdesk.domain.record import Amount, Day, Kind, Minutes, Named, Percent, WeekHours, YesNo, declared
from amdesk.domain.results.followup import EndReason
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import parse_date
from amdesk.i18n import Words
from amdesk.imports.model import RowOutcome
from amdesk.services.bank.work import Work
from amdesk.services.exchange.columns import RECORDS, cell_of
from amdesk.services.exchange.review import Review

Said = Text | date | str
UNITS: Mapping[type, str] = {Percent: N_("{number} %"), Minutes: N_("{number} min")}


class ChangedPart(NamedTuple):
    """One difference as a cell shows it. Of a field that holds several things `before` is what is taken away and `after` what
    comes; `one` says whether it is accepted."""

    one: RowDifference
    before: tuple[Said, ...]
    after: tuple[Said, ...]

    @property
    def locked(self) -> bool:
        """Protection only rises by a list: nobody refuses that in passing (domain rule 17)."""
        return self.one.rises


class TouchedCell(NamedTuple):
    """What of the bank a cell of a row touches: its differences, and what stays, where the list leaves the cell empty or names
    things beside it."""

    parts: tuple[ChangedPart, ...] = ()
    stays: tuple[Said, ...] = ()


class Absentee(NamedTuple):
    """Whom or what a list is without, by number."""

    number: str
    name: Masked
    place: Masked
    first: date | None


class Telling:
    """Differences in words. Holds the names of codes, and no bank."""

    def __init__(self, work: Work) -> None:
        bank, lang = work.bank, work.lang
        self.lists = {"occupations": {o.code: o.name(lang) for o in reference.occupations(bank)}}
        for name in ("districts", "end_reasons"):
            self.lists[name] = {c.code: c.name(lang) for c in reference.codes(bank, name)}
        self.names = self.lists["occupations"] | self.lists["districts"]
        """Codes that mean one thing in whichever field they stand."""

    def coded(self, kind: str, words: Words) -> dict[str, Mapping[str, str]]:
        """By cell what its codes are called, where they are words that the program knows itself."""
        out: dict[str, Mapping[str, str]] = {}
        for name, of in declared(RECORDS[kind]).items() if kind in RECORDS else ():
            if isinstance(of.kind, Named):
                cell = cell_of(kind, name)  # one cell of a list may say several fields together
                out[cell] = {**out.get(cell, {}), **{code: words(label) for code, label in of.kind.choices}}
            elif isinstance(of.kind, EndReason):
                out[cell_of(kind, name)] = self.lists["end_reasons"]
        return out

    def cells(self, kind: str, outcome: RowOutcome) -> dict[str, TouchedCell]:
        """By cell what the row touches. Of somebody protected nothing is said but the level of her protection."""
        out: dict[str, TouchedCell] = {}
        for one in outcome.differences:
            cell = cell_of(kind, one.field)
            was = out.get(cell, TouchedCell())
            out[cell] = was._replace(parts=(*was.parts, self._part(kind, one, hidden=outcome.protected)))
        for field, value in outcome.stays.items():
            if outcome.protected:
                break
            was = out.get(cell := cell_of(kind, field), TouchedCell())
            gone = {str(said) for part in was.parts for said in part.before}
            out[cell] = was._replace(stays=tuple(s for s in self.told(kind, field, value) if str(s) not in gone))
        return out

    def _part(self, kind: str, one: RowDifference, *, hidden: bool) -> ChangedPart:
        _, before, after = one.shown(hidden)
        if one.rises or hidden or MASKED in {before, after}:
            return ChangedPart(one, (before,) if before else (), (after,) if after else ())
        if one.several:
            return ChangedPart(one, self.told(kind, one.field, one.less), self.told(kind, one.field, one.value))
        return ChangedPart(one, self._words(kind, one.field, before), self._words(kind, one.field, after))

    def _words(self, kind: str, field: str, said: str) -> tuple[Said, ...]:
        """What a difference has as words."""
        if not said:
            return ()
        of = declared(RECORDS[kind]).get(field) if kind in RECORDS else None
        return (_worded(of.kind if of is not None else None, said, self.lists),)

    def told(self, kind: str, field: str, value: object) -> tuple[Said, ...]:
        """A value of a field in words, thing by thing."""
        if isinstance(value, tuple):
            return tuple(said for one in value for said in self.told(kind, field, one))
        if isinstance(value, Need):
            return (need_text(value.kind, value.value, self.names),)
        return self._words(kind, field, "" if value is None else str(value))


def _worded(kind: Kind | None, said: str, lists: Mapping[str, Mapping[str, str]]) -> Said:
    if isinstance(kind, Day):
        return Text(N_("until further notice")) if said == str(FAR) else parse_date(said)[0]
    if said.isdigit() and (unit := UNITS.get(type(kind))):
        return text(unit, number=int(said))
    if isinstance(kind, Amount | WeekHours) and said.isdigit():
        return f"{int(said) / 100:.2f}".replace(".", ",").removesuffix(",00")
    if isinstance(kind, YesNo):
        return Text(N_("yes") if said == "True" else N_("no"))
    if isinstance(kind, Named) and said in dict(kind.choices):
        return Text(dict(kind.choices)[said])
    codes = "end_reasons" if isinstance(kind, EndReason) else getattr(kind, "codes", "")
    return lists.get(codes, {}).get(said, said)


def absent(work: Work, review: Review) -> Sequence[Absentee]:
    """Whom or what the list is without: people or employments of its sender's last list, or placements that storing flags."""
    found = [places.get(work.bank, key) for key in review.gone]
    gone = [Absentee(p.number, Masked(p.name, 0, 0), Masked(p.department, 0, 0), None) for p in found if p is not None]
    missing = [
        Absentee(m.participant, m.name, m.place, m.first if isinstance(m.first, date) else None) for m in review.missing
    ]
    return [*gone, *missing]
