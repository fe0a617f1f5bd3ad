"""Undo, redo, the history page and the access log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amdesk.db.bank import history as db
from amdesk.domain.bank.access import AccessEntry, read_text
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import HIDDEN, MASK
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import fold
from amdesk.services.work import Work

PLAIN = frozenset({"count", "version", "people", "places", "proposals", "status", "day", "file", "account", "gone"})
"""What a step may say of itself although a protected person's rows were changed by it, unless her name stands in it."""


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


class History:
    def __init__(self, work: Work) -> None:
        self.work = work

    def undo(self) -> Text:
        """Take back my latest step. Raises Refused where there is none, where its rows have been changed since, or where
        it did nothing but protect somebody."""
        step = db.last_step(self.work.bank, "undo")
        if step is None:
            raise Refused(text(N_("There is nothing to undo.")), "NOTHING")
        kept = db.reverse(self.work.bank, step, "undo")
        said = N_("Undone, but whoever it protected stays protected: {what}") if kept else N_("Undone: {what}")
        return text(said, what=self._said([step])[0])

    def redo(self) -> Text:
        """Do again what was undone last, as long as nothing new was done since. Whom it protects, it does not name."""
        step = db.last_step(self.work.bank, "redo")
        if step is None:
            raise Refused(text(N_("There is nothing to redo.")), "NOTHING")
        kept = db.reverse(self.work.bank, step, "redo")
        said = N_("Redone, but whoever is protected stays protected: {what}") if kept else N_("Redone: {what}")
        return text(said, what=self._said([step])[0])

    def steps(self, limit: int = 200) -> Sequence[Step]:
        """The latest steps, newest first; whoever is protected now is masked, whatever the step said when it was taken."""
        found = db.steps(self.work.bank, limit)
        return [
            Step(r.id, r.at, r.actor, r.account, said, r.kind, r.changes, r.undone)
            for r, said in zip(found, self._said(found), strict=True)
        ]

    def _said(self, steps: Sequence[db.LoggedStep]) -> list[Text]:
        """What each step did, in words that may be shown."""
        since = min((s.id for s in steps), default=0)
        hidden = db.hidden_subjects(self.work.bank, since)
        return [_masked(s.what, hidden.get(s.id, ())) for s in steps]

    def access(self, participant: str | None = None, limit: int = 1000) -> Sequence[AccessEntry]:
        """Reads and changes of one person's record, or all."""
        key = self.work.participant(participant).id if participant else None
        found = db.access_rows(self.work.bank, key, limit)
        steps = [r.step for r in found if r.step is not None]
        said = {s.id: _taken(s.kind, what) for s, what in zip(steps, self._said(steps), strict=True)}
        return [AccessEntry(*r[:6], said=read_text(r.what) if r.step is None else said[r.step.id]) for r in found]


def _taken(kind: str, what: Text) -> Text:
    """A step's words, where it was taken back or done again said as such."""
    if kind == "undo":
        return text(N_("Undone: {what}"), what=what)
    return text(N_("Redone: {what}"), what=what) if kind == "redo" else what


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
    """Whether a word names the person or holds her identity number or phone."""
    digits = "".join(ch for ch in said if ch.isdigit())
    kept = (person.identity or "", "".join(ch for ch in person.phone if ch.isdigit()))
    words = set(fold(said).replace(".", " ").replace("_", " ").split())
    return bool(words & set(fold(person.name).split())) or any(k and k in digits for k in kept)
