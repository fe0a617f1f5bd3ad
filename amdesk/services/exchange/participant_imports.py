"""People of a list: compared with those of the bank, and stored."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from amdesk.db.people import caseworkers
from amdesk.db.people import participants as people
from amdesk.db.people.namesakes import Namesakes
from amdesk.domain.exchange.differences import NONE
from amdesk.domain.people.participant import Need, Participant
from amdesk.domain.record import declared
from amdesk.domain.values import fold, phone_key
from amdesk.imports.model import RowOutcome
from amdesk.imports.people import COMPARED, CheckedPerson
from amdesk.services.bank.work import Work
from amdesk.services.exchange.lists import About, Hearing, Lists
from amdesk.services.exchange.unchanged import Unchanged
from amdesk.services.exchange.whose import (
    FICTITIOUS,
    NEW,
    SAME,
    ask,
    ask_which,
    ask_who,
    gender,
    meant,
    number_change,
    protection_change,
    store_number,
)
from amdesk.services.exchange.within import ask_within
from amdesk.services.people.participants import identity_values

ONE_OF_A_KIND = frozenset({"daytime", "start_after", "lift_max", "max_travel"})
"""Needs of which a person has one: another value stands in its place."""
ALWAYS = frozenset({"name", "extent"})
"""What there always is something of: an empty cell takes none of it away."""

USUAL = {n: declared(Participant)[n].empty for n in COMPARED} | {"extent": 100}
"""What a column holds where a list says nothing of it, as the bank has it by itself."""
NO_NUMBER_YET: Mapping[str, object] = {"identity": None, "gender": "", "gender_source": ""}


class ParticipantImports:
    def __init__(self, work: Work, lists: Lists) -> None:
        self.work, self.lists = work, lists
        self.numbered: dict[str, int] = {}
        self.of_name = Namesakes(work.bank)
        self.unchanged: set[int] = set()
        self.people: dict[int, Participant] = {}
        self.named: dict[int, int] = {}
        self._phones: dict[str, list[people.PhoneOf]] | None = None
        self.workers: dict[str, int] = {}
        """Case workers whom rows have named, by those words."""

    def prepare(self, outcomes: Sequence[RowOutcome]) -> None:
        """Everybody of the bank whose number or name stands in the list, read at once."""
        known = people.identities(self.work.bank)
        said = {o.said.identity.number for o in outcomes if o.outcome == "accepted" and o.said.identity}
        self.numbered = {number: known[number] for number in said & known.keys()}
        self.unchanged = Unchanged(self.work, self.lists).rows(outcomes, self.numbered)
        others = (o.said.identity for o in outcomes if o.said.identity and o.row not in self.unchanged)
        wanted = {self.numbered[one.number] for one in others if one.number in self.numbered}
        self.people = {p.id: p for p in people.many(self.work.bank, wanted)}
        fresh = (o for o in outcomes if not o.said.identity or o.said.identity.number not in self.numbered)
        self.of_name = Namesakes(self.work.bank, (o.of(CheckedPerson).name for o in fresh if o.outcome == "accepted"))
        rest = [(o.row, o.of(CheckedPerson)) for o in outcomes if o.outcome == "accepted" and not o.said.identity]
        found = {row: self.of_name.by_name(v.name, v.born, v.phone, v.email) for row, v in rest}
        self.named = {row: key for row, key in found.items() if key is not None}
        self._phones = None

    @property
    def phones(self) -> dict[str, list[people.PhoneOf]]:
        """Everybody who has a phone, but for those whom a row of the list means; read where a row is of nobody whom the bank has."""
        if self._phones is None:
            meant_here = {*self.numbered.values(), *self.named.values()}
            every = people.phones(self.work.bank)
            self._phones = {said: [p for p in of if p.id not in meant_here] for said, of in every.items()}
        return self._phones

    @cached_property
    def silent(self) -> frozenset[str]:
        """Fields of which the list has no column."""
        return frozenset(n for n in COMPARED if declared(Participant)[n].cell not in self.lists.columns)

    def about(self, outcome: RowOutcome) -> About | None:
        """Whom of the bank a row is about."""
        key = outcome.said.person
        return None if key is None else (key, key)

    def compare(self, outcome: RowOutcome) -> None:
        """Whether a row is new, changes somebody, or says the same."""
        v = outcome.of(CheckedPerson)
        bank = self.work.bank
        v.person = None
        key = self.numbered.get(v.identity.number) if v.identity else self._without_number(outcome.row, v)
        if key is not None and outcome.row in self.unchanged:
            v.person = key
            outcome.heard.update(self.lists.last((key, key)))
            outcome.compared()
            return
        if key is None and outcome.answer == SAME:
            key = meant(self.work, self.of_name, v) or self._of_phone(v)
        person = self.people.get(key) or people.get(bank, key) if key is not None else None
        if person is None:
            outcome.action = "new"
            self._hear_all(self.lists.hearing(Participant, outcome, None), v)
            ask_who(self.of_name, outcome, v, v.phone)
            if outcome.outcome == "accepted":
                ask_which(self.of_name, outcome)
            if outcome.outcome == "accepted" and outcome.answer != NEW and self._of_phone(v) is not None:
                ask(outcome, "SAME_PHONE", "name")
            return
        v.person = person.id
        if number := number_change(outcome, v.identity, person):
            outcome.differences.append(number)
        hearing = self.lists.hearing(Participant, outcome, (person.id, person.id))
        self._fields(hearing, v, person)
        if v.protection > person.protection:
            outcome.differences.append(protection_change(self.work, person.protection, v.protection))
        if person.protection or v.protection:
            outcome.differences[:] = [d.masked() for d in outcome.differences]
        self._worker(hearing, v, person)
        outcome.compared()

    def settle(self, outcomes: Sequence[RowOutcome]) -> None:
        """Rows that may mean one person are asked about; until it is answered each of them has the protection that one says."""
        for outcome, level in ask_within(outcomes):
            v = outcome.of(CheckedPerson)
            v.protection = max(v.protection, level)
            outcome.warnings = sorted({*outcome.warnings, "PROTECTED"})
            person = None if v.person is None else self.people.get(v.person) or people.get(self.work.bank, v.person)
            if person is not None and v.protection > person.protection:
                outcome.differences[:] = [d.masked() for d in outcome.differences if d.field != "protected"]
                outcome.differences.append(protection_change(self.work, person.protection, v.protection).masked())
                outcome.compared()

    def _of_phone(self, v: CheckedPerson) -> int | None:
        """Somebody of another name with the phone of a row: she may have a new name, unless each has a number of her own, or the
        list means her by another row. Of several nobody knows which."""
        if not v.name or not v.phone or v.protection == FICTITIOUS:
            return None
        found = [p.id for p in self.phones.get(phone_key(v.phone), ()) if not (p.numbered and v.identity)]
        return found[0] if len(found) == 1 else None

    def _without_number(self, row: int, v: CheckedPerson) -> int | None:
        """Whom a row without a number means: by its facts, else whoever the list said these very words of the last time. Nothing
        leads to whoever has fictitious personal data (level 3) since."""
        if row in self.named or v.born or not v.name:
            return self.named.get(row)
        others = {*self.numbered.values(), *self.named.values()}
        told = [people.get(self.work.bank, k) for k in self.lists.told(v.name, v.phone, v.email) if k not in others]
        found = [p.id for p in told if p is not None and p.protection != FICTITIOUS and not p.identity]
        return found[0] if len(found) == 1 else None

    def _hear_all(self, hearing: Hearing, v: CheckedPerson) -> None:
        """What is remembered of somebody who is new."""
        for name in COMPARED:
            after = _items(v, name) if name == "needs" else v.fields.get(name)
            hearing.first(name, after, none=name in v.none)
        hearing.first("case_worker", v.case_worker)

    def _fields(self, hearing: Hearing, v: CheckedPerson, person: Participant) -> None:
        fields, last = declared(Participant), hearing.last
        nothing_else = not v.aside and not v.none
        for name in COMPARED:
            after = v.fields.get(name)
            if nothing_else and after in NONE and name in self.silent:
                continue
            before = getattr(person, name)
            if after == before and after and name != "needs":
                if last.get(name) != after:  # else remembered already
                    hearing.first(name, after)
                continue
            if after in NONE and fields[name].cell in v.worded:
                continue  # the cell is not empty, its words are among the needs; or there is none
            if name in {"needs", "wishes"}:
                hearing.items(name, before, _items(v, name), _slot)
                continue
            none = name in v.none
            if name == "available_from" and none:  # "at once" is news only to a day that is still to come
                none = before is not None and before > self.work.today
            hearing.value(
                name,
                before,
                after,
                none=none and before not in NONE,
                empty=fields[name].kind.nothing,
                erasable=name not in ALWAYS,
                same=_same_phone if name == "phone" else None,
            )

    def _worker(self, hearing: Hearing, v: CheckedPerson, person: Participant) -> None:
        """A list tells the case worker of whoever has none. Another one is asked where the list has changed its mind, and else
        left: a person keeps one case worker."""
        found = hearing.value("case_worker", person.case_worker, v.case_worker, same=fold)
        if found is not None and person.case_worker_id is not None:
            told = found.kind == "CHANGED" and bool(found.last)
            found.kind = "CONFLICT" if told or found.kind == "CONFLICT" else "KEPT"
        if found is not None and person.protection:
            hearing.outcome.differences[-1] = found.masked()

    def store(self, outcomes: Sequence[RowOutcome]) -> list[About]:
        """Inside the import's write(). Those who are new one after the other are stored at once."""
        keys: list[int] = []
        for new, found in groupby(outcomes, key=lambda o: o.said.person is None):
            some = list(found)
            if new:
                keys += people.add_many(self.work.bank, [self._values(o.of(CheckedPerson)) for o in some])
            else:
                keys += [self._change(o, o.said.person) for o in some if o.said.person is not None]
        return [(key, key) for key in keys]

    def _values(self, v: CheckedPerson) -> dict[str, object]:
        """The columns of somebody who is new: every row of a list has the same ones."""
        said = {n: USUAL[n] if v.fields.get(n) is None else v.fields[n] for n in COMPARED}
        return said | {
            "born": v.born,
            "registered_on": self.work.today,
            "case_worker_id": self._worker_named(v.case_worker) if v.case_worker else None,
            "protection": v.protection,
            "needs": _items(v, "needs"),
            **(identity_values(v.identity) if v.identity else NO_NUMBER_YET),
            **gender(v.gender),
        }

    def _change(self, outcome: RowOutcome, key: int) -> int:
        v, bank = outcome.of(CheckedPerson), self.work.bank
        person = people.get(bank, key)
        sets: dict[str, object] = {}
        for name in COMPARED:
            for one in outcome.taken(name):
                sets[name] = one.onto(sets.get(name, getattr(person, name)))
        if outcome.taken("protected"):
            sets["protection"] = v.protection
        store_number(self.work, outcome, key)
        people.change(bank, key, sets)
        if outcome.taken("case_worker"):
            worker = self._worker_named(v.case_worker)
            if person is None or person.case_worker_id is None:
                people.change(bank, key, {"case_worker_id": worker})
            else:
                caseworkers.change_worker(bank, key, worker, self.work.today, self.lists.staged.file)
        return key

    def _worker_named(self, name: str) -> int:
        if name not in self.workers:
            found = caseworkers.case_worker_named(self.work.bank, name)
            self.workers[name] = caseworkers.add_case_worker(self.work.bank, name) if found is None else found
        return self.workers[name]


def _items(v: CheckedPerson, name: str) -> tuple[object, ...]:
    """The things a row says of a field that holds several; words that no other field understood are needs."""
    if name == "needs":
        return tuple(dict.fromkeys((*v.needs, *v.aside)))
    said = v.fields.get(name)
    return said if isinstance(said, tuple) else ()


def _slot(one: object) -> Hashable:
    """By what two needs cannot both hold, or say the same with another weight."""
    if not isinstance(one, Need):
        return str(one)
    return one.kind if one.kind in ONE_OF_A_KIND else (one.kind, fold(one.value))


def _same_phone(said: object) -> Hashable:
    """A phone is one however it is written."""
    return phone_key(str(said)) or str(said)
