"""Retention: who is due to be erased, and the erasure itself, approved by somebody and logged."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import erasure, periods, settings
from amdesk.db.bank.access_log import log_read
from amdesk.db.employers import employers
from amdesk.db.people.participants import living
from amdesk.db.port import Bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.bank.periods import KINDS, PLAN, KeepingTime, checked, read_periods, written
from amdesk.domain.change import Change, asked, asked_over, settle
from amdesk.domain.errors import BadFile, BankUnusable, Refused
from amdesk.domain.names import ERASED_LIST
from amdesk.domain.people.masked import Masked
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import add_months, parse_date
from amdesk.imports.reader import read_bytes
from amdesk.services.bank.users import me
from amdesk.services.bank.work import Work

YEARS = 5
"""Years after the last employment; a setting of the unit, whose own plan of retention decides (arkivlagen 1990:782)."""


LINGERS = N_(
    "Another window reads the bank, so its log of writes may hold them still. It is cleared when that window is closed."
)
UNNAMED = N_("A second user is to approve erasures, and the bank has no named users. Add them under Users first.")
TWO, PROPOSED = "retention_two", "retention_proposed"
"""Settings: whether a second user approves, and what waits for her."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """One person due to be erased."""

    id: int
    number: str
    name: Masked
    last: date
    uid: str


class ErasureProposal(NamedTuple):
    """An erasure that waits for a second user: who proposed it, of whom (by uid), and why."""

    by: str
    before: date
    why: str
    people: frozenset[str]
    early: bool = False
    """Whether it is of people whose time has not passed, on a decision under GDPR art. 17."""


class KindDue(NamedTuple):
    """A kind of data by its code, its time in the unit's plan (None for as long as the record), and how many rows have passed it."""

    kind: str
    period: KeepingTime | None
    passed: int


class Retention:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.lingers = False
        """Whether the log of writes could not be cleared yet of who was erased."""

    @property
    def years(self) -> int:
        return int(settings.setting(self.work.bank, "retention_years") or YEARS)

    def limit(self) -> date:
        """Whoever's last employment ended before this day is due. A day that somebody counts from does not make time pass."""
        return add_months(self._really, -12 * self.years)

    @property
    def _really(self) -> date:
        return min(self.work.today, self.work.clock.really())

    def overdue(self, before: date | None = None) -> list[Overdue]:
        """The list that somebody approves, the longest past first."""
        return _shown(erasure.overdue(self.work.bank, before or self.limit()))

    def proposed(self) -> list[Overdue]:
        """Whom whoever approves what is proposed erases: of those proposed whoever is due still. Nobody where nothing is proposed,
        or the unit wants no second user any more."""
        on = self.proposal() if self.two else None
        return _shown(self._of(on)) if on is not None else []

    @property
    def two(self) -> bool:
        """Whether the unit wants a second user to approve what one has proposed."""
        return settings.setting(self.work.bank, TWO) == "yes"

    @property
    def named(self) -> bool:
        """Whether two users can be told apart here: two names that anybody types are not two users."""
        return me(self.work.bank).named

    def proposal(self) -> ErasureProposal | None:
        """What somebody proposed and nobody has approved yet."""
        said = settings.setting(self.work.bank, PROPOSED)
        if not said:
            return None
        kept = parsed(said.encode())
        assert isinstance(kept, dict)
        people, before = kept["people"], parse_date(str(kept["before"]))[0]
        assert isinstance(people, list)
        return ErasureProposal(
            str(kept["by"]), before, str(kept["why"]), frozenset(map(str, people)), bool(kept.get("early"))
        )

    def propose(
        self,
        why: str,
        before: date | None = None,
        early: Sequence[int | str] = (),
        shown: Collection[str] | None = None,
        *,
        instead: bool = False,
    ) -> int:
        """The list as it is today, or those named `early` on a decision under GDPR art. 17, for a second user to approve. Returns
        how many are on it. Raises Refused without a reason, for one that tells who is erased, for a day that is not in the past, where nobody is on it, where it is
        not of whom somebody was `shown` (uids), in a bank whose users are not named, and where what somebody else has proposed
        waits, unless it comes `instead` of that (PROPOSED)."""
        before, bank = before or self.limit(), self.work.bank
        self._refuse(before, why)
        self._named()
        found = self._early(early) if early else erasure.overdue(bank, before)
        if not found:
            raise Refused(text(N_("Nobody is due to be erased.")), "NOBODY")
        _as_shown(found, shown)
        self._untold(found, why)
        uids = [p.uid for p in found]
        said = {"by": bank.actor, "before": before, "why": why.strip(), "people": uids, "early": bool(early)}
        with bank.write(_proposed(len(found)), undoable=False):
            bank.one_at_a_time()
            if not instead:
                self._waits_for_nobody()
            settings.set_setting(bank, PROPOSED, json.dumps(said, default=str))
        return len(found)

    def _waits_for_nobody(self) -> None:
        """Raises Refused where somebody else has proposed people who are due still: that would go without a word."""
        on = self.proposal() if self.two else None
        if on is not None and on.by != self.work.bank.actor and self._of(on):
            raise Refused(
                plural(
                    "{who} has proposed to erase {count} person, and that waits. Approve it by erasing, or propose yours instead.",
                    "{who} has proposed to erase {count} people, and that waits. Approve it by erasing, or propose yours instead.",
                    len(on.people),
                    count=len(on.people),
                    who=on.by,
                ),
                "PROPOSED",
            )

    def erase(
        self,
        before: date | None = None,
        why: str = "",
        early: Sequence[int | str] = (),
        shown: Collection[str] | None = None,
    ) -> int:
        """Erase everybody on the list of that day (or of the unit's limit), or those named `early` on a decision under GDPR art. 17
        and nobody else, in one step that cannot be undone; where the unit wants a
        second user, those whom somebody else has proposed and who are due still. Whoever does it is who approved it: the user by whose
        slot the bank was opened. Returns how many.

        Raises Refused without a reason, for one that tells who is erased, for a day that is not in the past, to whoever proposed it herself, of people who are named
        where one has a booking that is not over or restricted processing, or where they are not those of the proposal, and where it
        would take others than those whom somebody was `shown` (uids).
        """
        bank, on = self.work.bank, self.proposal()
        if self.two:
            self._named()
            if on is None:
                raise Refused(
                    text(N_("Nobody has proposed an erasure yet. Propose it; another user approves it.")), "TWO"
                )
            if on.by == bank.actor:
                said = N_("You proposed this erasure yourself. Another user is to approve it.")
                raise Refused(text(said), "TWO")
            before, why = on.before, on.why
        before = before or self.limit()
        self._refuse(before, why)
        found = self._chosen(before, on, early)
        _as_shown(found, shown)
        self._untold(found, why)
        with bank.write(_erased(len(found)), undoable=False):
            erasure.erase(bank, found, why.strip(), bank.actor)
            if on is not None:
                settings.set_setting(bank, PROPOSED, "")
        self.lingers = bool(found) and not erasure.forget_writes(bank)
        remember(bank)
        return len(found)

    def _chosen(self, before: date, on: ErasureProposal | None, early: Sequence[int | str]) -> list[erasure.Leaver]:
        """Whom an erasure takes now: of a proposal those alone who are on it, and due still."""
        if not self.two or on is None:
            return self._early(early) if early else erasure.overdue(self.work.bank, before)
        if early and {p.uid for p in self._early(early)} != on.people:
            said = N_("Those named are not the people whose erasure is proposed. Leave them out, or propose theirs.")
            raise Refused(text(said), "TWO")
        return self._open_or_restricted(self._of(on)) if on.early else self._of(on)

    def _of(self, on: ErasureProposal) -> list[erasure.Leaver]:
        if on.early:
            return erasure.those(self.work.bank, on.people)
        return [p for p in erasure.overdue(self.work.bank, on.before) if p.uid in on.people]

    def _early(self, named: Sequence[int | str]) -> list[erasure.Leaver]:
        keys = {living(self.work.bank, self.work.participant(one).id) for one in named}
        uids = {uid for key in keys for uid in erasure.uids_of(self.work.bank, key)}
        return self._open_or_restricted(erasure.those(self.work.bank, uids))

    def _open_or_restricted(self, found: list[erasure.Leaver]) -> list[erasure.Leaver]:
        """Raises Refused where something of one of them runs, or her processing is restricted."""
        for one in found:
            if one.restricted:
                said = N_(
                    "The processing of {number} is restricted, so nothing of it is erased. Lift the restriction first."
                )
                raise Refused(text(said, number=one.number), "RESTRICTED")
            if one.open:
                said = N_("{number} has a booking that is not over. End or cancel it first.")
                raise Refused(text(said, number=one.number), "NOT_OVER")
        return found

    def periods(self) -> list[KindDue]:
        """Each kind of data with its time in the unit's plan and how many rows have passed it."""
        plan, bank, today = read_periods(settings.setting(self.work.bank, PLAN)), self.work.bank, self._really
        out = []
        for kind in KINDS:
            one = plan.get(kind)
            count = periods.due(bank, kind, add_months(today, -12 * one.years)) if one else 0
            out.append(KindDue(kind, one, count))
        return out

    def set_period(self, kind: str, years: int | Change | None, source: str | Change = "") -> None:
        """How long a kind of data is kept, and by which decision; None for as long as the record. Raises Refused, and where somebody
        else has set another time than a Change began with (MOVED)."""
        given: dict[str, object | Change] = {"years": years, "source": source}
        checked(kind, asked(years), asked(source))
        bank = self.work.bank
        with bank.write(text(N_("Plan of retention changed: {kind}"), kind=Text(KINDS[kind].label))):
            bank.one_at_a_time()
            plan = read_periods(settings.held_setting(bank, PLAN) or "")
            stands = plan.pop(kind, None)
            now: dict[str, object] = {"years": stands and stands.years, "source": stands.source if stands else ""}
            settle(given, now, _in_words)
            wanted: int | None = asked_over(years, now["years"])
            decision: str = asked_over(source, now["source"])
            checked(kind, wanted, decision)
            if wanted is not None:
                plan[kind] = KeepingTime(wanted, decision.strip())
            settings.set_setting(bank, PLAN, written(plan))

    def erase_kinds(self, why: str) -> int:
        """Take away what has passed its own time by the unit's plan, of every kind, in one step that cannot be undone; records stay.
        Returns how many rows. Raises Refused without a reason, and where the unit wants two users and this one set the plan last."""
        self._refuse(self._really, why)
        bank = self.work.bank
        if self.two:
            self._named()
            if erasure.set_by(bank, PLAN) == bank.actor:
                said = N_("You set the plan of retention yourself. Another user is to erase what it takes.")
                raise Refused(text(said), "TWO")
        due = [one for one in self.periods() if one.passed and one.period]
        count = sum(one.passed for one in due)
        if not count:
            return 0
        with bank.write(_kinds_erased(count), undoable=False):
            for one in due:
                years = one.period.years if one.period else 0
                periods.erase(bank, one.kind, add_months(self._really, -12 * years), why.strip())
        self.lingers = not erasure.forget_writes(bank)
        return count

    def protocol(self, first: date, last: date, lang: str = "sv") -> bytes:
        """What was erased from one day to another, as a paper that names nobody. Raises Refused (EMPTY) where nothing was."""
        from amdesk.services.bank.protocol import protocol_pdf

        return protocol_pdf(self.work, first, last, self.years, lang)

    def forget(self) -> bool:
        """Whether nothing of whom was erased is left in the log of writes: while another window reads the bank it may be."""
        self.lingers = self.lingers and not erasure.forget_writes(self.work.bank)
        return not self.lingers

    def holding(self, folders: Folders) -> list[Path]:
        """Copies within reach that hold somebody who is erased."""
        from amdesk.services.bank import holders

        return holders.holding(self.work.bank, folders)

    def _refuse(self, before: date, why: str) -> None:
        if not why.strip():
            raise Refused(text(N_("Say by which decision or plan they are erased.")), "MISSING")
        if before > self._really:
            raise Refused(
                text(N_("Only people whose time has passed can be erased. Choose an earlier day.")), "NOT_OVER"
            )

    def _untold(self, found: Sequence[erasure.Leaver], why: str) -> None:
        """Raises Refused where the decision is called after somebody whom it erases: it stays, and stands in the protocol. Of
        somebody protected the try is logged, since the answer tells what she is called."""
        one = erasure.told_by(self.work.bank, found, why)
        if one is None:
            return
        if one.protection:
            log_read(self.work.bank, "refused", one.id, "retention.erase NAMED")
        said = N_(
            "The decision as you wrote it tells who {number} is, and it stays in the protocol of erasure. Write its number instead."
        )
        raise Refused(text(said, number=one.number), "NAMED")

    def _named(self) -> None:
        if not self.named:
            raise Refused(text(UNNAMED), "TWO")


def _in_words(name: str, value: object) -> tuple[Text, object]:
    """What is set of a kind's time, as it is told to whom it clashes with."""
    return text(N_("Years") if name == "years" else N_("Decision or plan")), value


def _proposed(count: int) -> Text:
    return plural("Erasure of {count} person proposed", "Erasure of {count} people proposed", count, count=count)


def _shown(found: Sequence[erasure.Leaver]) -> list[Overdue]:
    return [Overdue(p.id, p.number, Masked(p.name or p.number, p.id, p.protection), p.last, p.uid) for p in found]


def _as_shown(found: Sequence[erasure.Leaver], shown: Collection[str] | None) -> None:
    """What cannot be undone takes nobody whom whoever decides on it has not seen. Raises Refused."""
    if shown is not None and {p.uid for p in found} != set(shown):
        said = N_("Whose time has passed has changed since it was shown. Look at the list again.")
        raise Refused(text(said), "MOVED")


def _kinds_erased(count: int) -> Text:
    return plural(
        "{count} row of data erased by the plan of retention",
        "{count} rows of data erased by the plan of retention",
        count,
        count=count,
    )


def _erased(count: int) -> Text:
    """The step's words, of an erasure and of one that is done again on a copy."""
    return plural(
        "Personal data of {count} person erased", "Personal data of {count} people erased", count, count=count
    )


def list_of(path: str) -> Path:
    """Where the erased are listed beside a bank of one's own, so that an older backup cannot bring them back."""
    return Path(f"{path}{ERASED_LIST}")


def gone(bank: Bank) -> list[str]:
    """The uids of everybody who was erased: participants, and people at employers."""
    return [*erasure.erased(bank), *employers.forgotten(bank)]


def remember(bank: Bank) -> None:
    """Write the list of erased uids beside the bank. It names nobody."""
    if bank.engine != "sqlite" or bank.address == ":memory:":
        return
    list_of(bank.address).write_text(json.dumps(gone(bank)), "utf-8")


def erased(path: Path) -> set[str]:
    """Who is on a list of the erased; nobody where there is none. Raises BankUnusable where it cannot be read."""
    if not path.exists():
        return set()
    try:
        found = parsed(read_bytes(path))
        if not isinstance(found, list) or not all(isinstance(uid, str) for uid in found):
            raise TypeError(found)
        return set(found)
    except (BadFile, ValueError, TypeError):
        said = N_(
            "The list {path} of people who were erased cannot be read, so no older copy can be put in place. Fetch the list from a backup."
        )
        raise BankUnusable(text(said, path=str(path)), "ERASED") from None


def extend(target: Path, known: Collection[str]) -> None:
    """Whom other files knew as erased is on the list beside the bank from now on."""
    listed = list_of(str(target))
    if every := erased(listed) | set(known):
        listed.write_text(json.dumps(sorted(every)), "utf-8")


def replay(bank: Bank, known: Collection[str]) -> int:
    """On a backup that is being restored, or was laid in the bank's place: erase again whom something newer knows as erased. Returns
    how many."""
    found = erasure.those(bank, known)
    if found:
        with bank.write(_erased(len(found)), undoable=False):
            found = erasure.those(bank, known)  # another window may have done it meanwhile
            erasure.erase(bank, found, "restore", bank.actor)
    for key in employers.to_forget(bank, known):
        with bank.write(text(N_("The contact is erased.")), undoable=False):
            employers.forget_contact(bank, key)
    return len(found)
