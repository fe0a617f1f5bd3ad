"""What lists said last: each row of a new one is heard beside what its sender's list said of the same record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from copy import copy

from amdesk.db.exchange import last as db
from amdesk.db.exchange.last import ListRow
from amdesk.db.people import participants as people
from amdesk.domain.exchange.differences import (
    MASKED,
    NONE,
    Missing,
    RowDifference,
    emptied,
    follows,
    of_items,
    of_value,
    remembered,
    words,
)
from amdesk.domain.people.identity import BadIdentity, parse_identity
from amdesk.domain.people.masked import Masked
from amdesk.domain.record import Declared, declared
from amdesk.domain.values import fold, phone_key
from amdesk.imports.model import RowOutcome, Staged
from amdesk.services.bank.work import Work

About = tuple[int | None, int]
"""What a row is about: the key of its person, and of the record; the person herself where the list is one of people."""
TOLD_OF = ("participants", "employments")
"""Lists of which it is told who is no longer in them; a placement is flagged by its department."""
NOT_KEPT = ("payments",)
"""Lists whose rows are never changed by a later one."""


class Lists:
    """The rows of all lists of a kind as they were said last, and the new one among them."""

    def __init__(self, work: Work, staged: Staged) -> None:
        self.work, self.staged, self.kind = work, staged, staged.kind.name
        self.columns = {*staged.mapping.values()}
        if self.columns & {"first_name", "last_name"}:
            self.columns.add("name")
        self.senders: dict[str, dict[int, ListRow]] = {}
        self.newest: dict[int, ListRow] = {}
        self._told: dict[tuple[str, str, str], list[int]] | None = None
        for row in [] if self.kind in NOT_KEPT else db.list_rows(work.bank, self.kind):
            key = self._key((row.person, row.record))
            self.senders.setdefault(row.sender, {})[key] = row
            self.newest[key] = row

    def asked_by(self, work: Work) -> Lists:
        """The same for another connection to the bank: rows are checked on the thread that reads and stored on the one that
        writes, each with a connection of its own."""
        other = copy(self)
        other.work = work
        return other

    def _key(self, about: About) -> int:
        person, record = about
        return person or record if self.kind == "participants" else record

    def last(self, about: About) -> Mapping[str, object]:
        """What the sender's list said last of a record, else what any list of the kind did."""
        key = self._key(about)
        row = self._kept(about) or self.newest.get(key)
        return row.said if row else {}

    def told(self, name: str, phone: str, email: str) -> list[int]:
        """Whom a list of people called so, with this phone and e-mail, the last time: whatever was changed of them here since."""
        if self._told is None:
            self._told = {}
            for key, row in self.newest.items():
                for said in {id(r): r.said for r in (row, self._kept((key, key))) if r is not None}.values():
                    self._told.setdefault(_facts(*(said.get(n) for n in ("name", "phone", "email"))), []).append(key)
        return list(dict.fromkeys(self._told.get(_facts(name, phone, email), ())))

    def _followed(self, abouts: Collection[About]) -> Mapping[int, ListRow]:
        """The rows of the last list that this one, which has rows about these, is the next of."""
        lists = {name: [k for k, r in rows.items() if not r.gone_on] for name, rows in self.senders.items()}
        newest = sorted(lists, key=lambda name: max(r.id for r in self.senders[name].values()))
        name = follows({self._key(a) for a in abouts}, {n: lists[n] for n in newest}, self.staged.profile)
        return self.senders.get(name, {})

    def _kept(self, about: About) -> ListRow | None:
        return self.senders.get(self.staged.profile, {}).get(self._key(about))

    def unheard(self, outcome: RowOutcome, about: About) -> bool:
        """Whether a row says anything else than what is remembered of it, of whichever list."""
        return self._differs(self._kept(about) or self.newest.get(self._key(about)), outcome)

    def _differs(self, row: ListRow | None, outcome: RowOutcome) -> bool:
        return row is None or bool(row.gone_on) or row.said != remembered(outcome.heard, outcome.differences)

    def keep(self, rows: Iterable[tuple[RowOutcome, About]]) -> None:
        """Remember what rows said. Inside the import's write()."""
        first = []
        for outcome, about in rows if self.kind not in NOT_KEPT else ():
            row = self._kept(about)
            if self._differs(row, outcome):
                said = remembered(outcome.heard, outcome.differences)
                if row is None:
                    first.append((about, said))
                else:
                    db.change_row(self.work.bank, row.id, said)
        db.add_rows(self.work.bank, self.kind, self.staged.profile, first)

    def missing(self, outcomes: Sequence[RowOutcome], abouts: Collection[About]) -> list[Missing]:
        """Who or what stood in the sender's last list and does not stand in this one, whatever became of its row."""
        if self.kind not in TOLD_OF:
            return []
        here = {self._key(a) for a in abouts}
        rows = self._followed(abouts)
        if not here & rows.keys():  # another list under the same name
            return []
        refused, names = self._refused(outcomes)
        gone = [r for k, r in rows.items() if k not in here and not r.gone_on and r.person not in refused]
        found = db.absent(self.work.bank, [r.id for r in gone]) if gone else []
        return [
            Missing(a.row, a.number, _masked(a, a.name), a.employment, _masked(a, a.place), a.first)
            for a in found
            if not a.name or fold(a.name) not in names
        ]

    def _refused(self, outcomes: Sequence[RowOutcome]) -> tuple[set[int], set[str]]:
        """People and names of rows that are not accepted: they stand in the list all the same."""
        bad = {o.row for o in outcomes if o.outcome != "accepted"}
        keys, names = set(), set()
        for raw in self.staged.rows:
            if raw.number in bad:
                names.add(fold(raw.cells.get("name") or ""))
                try:
                    number = parse_identity(raw.cells.get("identity"), self.work.today).number
                except BadIdentity:
                    continue
                if (key := people.by_identity(self.work.bank, number)) is not None:
                    keys.add(key)
        return keys, names - {""}

    def hearing(self, record: type, outcome: RowOutcome, about: About | None) -> Hearing:
        """What a row says, to be compared field by field; `about` is None where the bank has no such record yet."""
        return Hearing(declared(record), outcome, self.last(about) if about else {}, self.columns)


def _facts(name: object, phone: object, email: object) -> tuple[str, str, str]:
    return fold(name or ""), phone_key(str(phone or "")), fold(email or "")


class Hearing:
    """One row being compared with what its list said last and with the bank. Finds the row's differences, and what is to be
    remembered of it."""

    def __init__(
        self, fields: Mapping[str, Declared], outcome: RowOutcome, last: Mapping[str, object], columns: Collection[str]
    ) -> None:
        self.fields, self.outcome, self.last, self.columns = fields, outcome, last, columns
        outcome.heard.update(last)

    def _stored(self, name: str, value: object) -> object:
        return self.fields[name].kind.stored(value) if name in self.fields else value

    def _was(self, name: str) -> object:
        if self.last.get(name) is None:
            return None
        return self.fields[name].kind.read(self.last[name]) if name in self.fields else self.last[name]

    def _has_column(self, name: str) -> bool:
        return (self.fields[name].cell if name in self.fields else name) in self.columns

    def first(self, name: str, said: object, *, none: bool = False) -> None:
        """What is remembered of a field of a record that the bank is without: there is nothing that it could differ from."""
        if said and said == self.last.get(name):
            return  # remembered already
        if said not in NONE or none:
            self.outcome.heard[name] = self._stored(name, "" if said in NONE else said)
        elif self._has_column(name):
            self.outcome.heard[name] = None

    def value(
        self,
        name: str,
        before: object,
        after: object,
        *,
        none: bool = False,
        empty: object = "",
        erasable: bool = False,
        same: Callable[[object], Hashable] | None = None,
        label: str = "",
    ) -> RowDifference | None:
        """A field that holds one thing. `none`: the row says that there is nothing; `erasable`: an empty cell may take it away
        once somebody says so. Gives the difference that it finds, already among the row's."""
        heard, told = self.outcome.heard, name in self.last
        if before == after and after not in NONE:
            heard[name] = self._stored(name, after)
            return None
        if after in NONE and not none:
            if not self._has_column(name):
                return None
            if before in NONE:
                heard[name] = None
                return None
            self.outcome.stays[label or name] = before
            emptied_now = told and self._was(name) not in NONE
            if emptied_now and not erasable:
                return None  # it takes nothing away: the list is still the one that said it
            heard[name] = None  # what comes into the empty cell later is the list's own change
            if not emptied_now:
                return None
            found = emptied(label or name, self._was(name), before, empty)
        else:
            after = empty if none and after in NONE else after
            heard[name] = self._stored(name, after)
            one = of_value(label or name, self._was(name), before, after, told=told, same=same)
            if one is None:
                return None
            found = one
        found.held = (self.last[name],) if told else ()
        self.outcome.differences.append(found)
        return found

    def items(
        self,
        name: str,
        before: tuple[object, ...],
        after: Sequence[object],
        slot: Callable[[object], Hashable] = words,
    ) -> None:
        """A field that holds several things."""
        if not after and not self._has_column(name):
            return
        if after and tuple(after) == before:
            self.outcome.heard[name] = self._stored(name, before)
            return
        was = self._was(name)
        last = was if isinstance(was, tuple) else ()
        found = of_items(name, last, before, after, slot)
        if before and (found or not after):
            self.outcome.stays[name] = before
        for one in found:
            swap = one.value if one.kind == "FEWER" and isinstance(one.value, tuple) else ()
            kept = [*(n for n in after if n not in swap), *(n for n in last if n not in after)]
            one.held = (self._stored(name, tuple(kept)),)
        self.outcome.heard[name] = self._stored(name, tuple(after))
        self.outcome.differences += found

    def forget(self, name: str) -> None:
        """What the row says of a field cannot be stored as it is: it is heard anew the next time."""
        self.outcome.heard.pop(name, None)
        if name in self.last:
            self.outcome.heard[name] = self.last[name]

    def unheard(self, name: str) -> None:
        """The same, and nothing of it is stored now."""
        self.forget(name)
        self.outcome.differences[:] = [d for d in self.outcome.differences if d.field != name]


def _masked(absent: db.Absent, said: str) -> Masked:
    """What is said of somebody whom a list is without; nothing where there is nothing."""
    return Masked(said, absent.row, absent.protection if said else 0, MASKED)
