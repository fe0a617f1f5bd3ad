"""Undo, redo, the history page and the access log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amdesk.db.bank import access_log, upon
from amdesk.db.bank import history as db
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.bank.access import AccessEntry, access_text
from amdesk.domain.bank.undoing import BuiltUpon, CertificateStands
from amdesk.domain.errors import Refused
from amdesk.domain.people.masks import HIDDEN, MASK
from amdesk.domain.people.telling import WHOLE_WORDS, WhoIsTold
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.words import said_anew
from amdesk.services.bank.work import Work

PLAIN = frozenset({"count", "version", "people", "places", "proposals", "status", "day", "file", "account", "gone"})
"""What a step may say of itself although a protected person's rows were changed by it, unless her name stands in it."""

SEARCHED: db.Searched = {"participant": people.search_text, "placement": places.search_text}
"""What undo finds people and placements by again: made from what stands in the row, not from what once did."""
NOBODYS = WhoIsTold(frozenset(), frozenset())
NAMED = 3
"""How many later steps a refusal names."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history, newest first in lists."""

    id: int
    at: str
    actor: str
    account: str
    what: Text
    kind: str
    changes: int
    undone: bool
    mine: bool = False
    """Whether I took it and may take it back."""


class History:
    def __init__(self, work: Work) -> None:
        self.work = work

    def undo(self, step: int | None = None) -> Text:
        """Take back my latest step, or one of mine out of its turn. Raises Refused where there is none, where its rows have
        been changed since (BuiltUpon, which names by what), or where it did nothing but protect somebody."""
        found = db.last_step(self.work.bank, "undo") if step is None else db.chosen_step(self.work.bank, step)
        if found is None and step is not None:
            raise Refused(
                text(N_("That step is taken back already, is somebody else's, or cannot be undone.")), "NOTHING"
            )
        if found is None:
            raise Refused(text(N_("There is nothing to undo.")), "NOTHING")
        kept = self._reverse(found, "undo")
        said = N_("Undone, but whoever it protected stays protected: {what}") if kept else N_("Undone: {what}")
        undone = text(said, what=self._said([found])[0])
        noticed = db.noticed(self.work.bank, found.id)
        return withdrawn(undone, noticed) if noticed else undone

    def undo_latest(self) -> Text:
        """What Ctrl+Z takes back: my latest act. Raises CertificateStands where that was to issue a certificate, and as undo does."""
        last = db.last_step(self.work.bank, "undo")
        issued = db.issued_since(self.work.bank, last.id if last else 0)
        if issued is None:
            return self.undo()
        key, number = issued
        said = N_(
            "Certificate {number} is issued. It is not undone but revoked, for a reason that stays in the register."
        )
        what = self._said([last])[0] if last else None
        raise CertificateStands(text(said, number=number), key, number, last.id if last else None, what)

    def undo_making(self, table: str, row: int) -> Text:
        """Take back the step by which a row stands, whatever was done after it. Raises Refused as undo does."""
        return self.undo(db.step_that_made(self.work.bank, table, row))

    def _reverse(self, step: db.LoggedStep, kind: str) -> bool:
        try:
            return db.reverse(self.work.bank, step, kind, SEARCHED)
        except Refused as refused:
            later = upon.built_upon(self.work.bank, step.id) if refused.code == "MOVED_ON" else []
            if not later:
                raise
            raise self._built_upon(step, later) from refused

    def _built_upon(self, step: db.LoggedStep, later: Sequence[upon.Upon]) -> BuiltUpon:
        """To be raised."""
        steps = db.chosen_steps(self.work.bank, {one.step for one in later})
        said = [
            text(N_("{what} ({who}, {day})"), what=what, who=one.actor, day=one.day)
            for one, what in zip(steps[:NAMED], self._said(steps[:NAMED]), strict=True)
        ]
        named = said[0]
        for more in said[1:]:
            named = text(N_("{one}; {another}"), one=named, another=more)
        if len(steps) > NAMED:
            named = text(N_("{named}; and {count} more"), named=named, count=len(steps) - NAMED)
        changed = [(c["tbl"], c["row_id"]) for c in upon.changes_of(self.work.bank, step.id)]
        bookings = [row for table, row in [*((one.table, one.row) for one in later), *changed] if table == "booking"]
        whole = text(
            N_("{what} cannot be undone as it is, since this was built upon it: {later}."),
            what=self._said([step])[0],
            later=named,
        )
        return BuiltUpon(whole, bookings[0] if bookings else None)

    def redo(self) -> Text:
        """Do again what was undone last, as long as nothing new was done since. Whom it protects, it does not name."""
        step = db.last_step(self.work.bank, "redo")
        if step is None:
            raise Refused(text(N_("There is nothing to redo.")), "NOTHING")
        kept = self._reverse(step, "redo")
        said = N_("Redone, but whoever is protected stays protected: {what}") if kept else N_("Redone: {what}")
        return text(said, what=self._said([step])[0])

    def steps(self, limit: int = 200) -> Sequence[Step]:
        """The latest steps, newest first; whoever is protected now is masked, whatever the step said when it was taken."""
        return self._shown(db.steps(self.work.bank, limit))

    def chosen(self, ids: Sequence[int]) -> Sequence[Step]:
        """These steps in the same way, the latest first."""
        return self._shown(db.chosen_steps(self.work.bank, ids))

    def _shown(self, found: Sequence[db.LoggedStep]) -> Sequence[Step]:
        return [
            Step(r.id, r.at, r.actor, r.account, said, r.kind, r.changes, r.undone, self._mine(r))
            for r, said in zip(found, self._said(found), strict=True)
        ]

    def _mine(self, step: db.LoggedStep) -> bool:
        return step.actor == self.work.bank.actor and step.undoable and not step.undone and step.kind in {"do", "redo"}

    def _said(self, steps: Sequence[db.LoggedStep]) -> list[Text]:
        """What each step did, in words that may be shown."""
        since = min((s.id for s in steps), default=0)
        hidden = db.hidden_subjects(self.work.bank, since)
        said = [_masked(said_anew(self.work, s.what), hidden.get(s.id, ())) for s in steps]
        named = any("file" in what.params for what in said)
        every = db.hidden_ones(self.work.bank) if named else NOBODYS
        return [_unfiled(what, every) for what in said]

    def access(self, participant: str | None = None, limit: int = 1000) -> Sequence[AccessEntry]:
        """Reads and changes of one person's record, or all."""
        from amdesk.services.bank.because import because  # what figures are called is not wanted for the first paint

        key = self.work.participant(participant).id if participant else None
        found = access_log.access_rows(self.work.bank, key, limit)
        steps = [r.step for r in found if r.step is not None]
        hidden = db.hidden_ones(self.work.bank) if any(r.words for r in found) else NOBODYS
        said = {s.id: _taken(s.kind, what) for s, what in zip(steps, self._said(steps), strict=True)}
        return [
            AccessEntry(
                *r[:6],
                said=access_text(r.what) if r.step is None else said[r.step.id],
                because=_asked(r.words, r.why, hidden) if r.words else because(r.what, r.why),
                name=r.name or "",
                is_read=r.step is None,
            )
            for r in found
        ]


def _unfiled(what: Text, hidden: WhoIsTold) -> Text:
    """A step's words without a file that is called after somebody protected, whosever rows the step changed."""
    if hidden.in_file_name(str(what.params.get("file", ""))):
        return Text(what.msgid, {**what.params, "file": Text(HIDDEN)})
    return what


def _asked(words: str, why: str, hidden: WhoIsTold) -> Text:
    """What somebody searched with and how many were shown; hidden where it may tell of somebody who is protected."""
    return text("{words} · {count}", words=Text(HIDDEN) if hidden.said_in(words) else words, count=why)


def _taken(kind: str, what: Text) -> Text:
    """A step's words, where it was taken back or done again said as such."""
    if kind == "undo":
        return text(N_("Undone: {what}"), what=what)
    return text(N_("Redone: {what}"), what=what) if kind == "redo" else what


def withdrawn(said: Text, noticed: date) -> Text:
    """What was taken back, which has no full stop of its own, and that a notice of it has gone out."""
    return text(
        N_("{said}. Its booking notice was made {day}: tell whoever got it that it no longer holds."),
        said=said,
        day=noticed,
    )


def _masked(said: Text, hidden: Sequence[db.HiddenPerson]) -> Text:
    """A step's words without what names or places the protected people whose rows it changed.

    The name becomes the mask, with the number where it can only be hers; a workplace is as secret as an address; what is
    not known to be harmless is hidden too.
    """
    if not hidden:
        return said
    numbers = {p.number for p in hidden}
    name = text("{mask} {number}", mask=Text(MASK), number=min(numbers)) if len(numbers) == 1 else Text(MASK)
    shown: dict[str, object] = {}
    for param, value in said.params.items():
        if param == "name":
            shown[param] = name
        elif param in PLAIN and not any(_tells(str(value), p) for p in hidden):
            shown[param] = value
        else:
            shown[param] = Text(HIDDEN)
    return Text(said.msgid, shown)


def _tells(said: str, person: db.HiddenPerson) -> bool:
    """Whether a word names the person, or holds her identity number, phone, e-mail or case number."""
    return person.telling.said_in(said, WHOLE_WORDS)
