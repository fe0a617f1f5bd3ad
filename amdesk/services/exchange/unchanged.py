"""Rows of a list of people that say what the list said last and what the bank still holds, as most do of a list that is read
again: found many at once, by columns as they stand, without making a record of each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from amdesk.db.people import participants as people
from amdesk.domain.exchange.differences import NONE
from amdesk.domain.people.participant import Participant
from amdesk.domain.record import Kind, declared
from amdesk.imports.model import RowOutcome
from amdesk.imports.people import COMPARED, CheckedPerson
from amdesk.services.bank.work import Work
from amdesk.services.exchange.lists import Lists

WORKER = "case_worker"


class Unchanged:
    """What is asked of each row is the same for all of a list: which columns it has."""

    def __init__(self, work: Work, lists: Lists) -> None:
        self.work, self.lists = work, lists
        fields = declared(Participant)
        spoken = [n for n in COMPARED if fields[n].cell in lists.columns]
        self.silent = [n for n in COMPARED if n not in spoken]
        self.plain = [n for n in spoken if type(fields[n].kind).stored is Kind.stored]
        worker = [WORKER] if fields[WORKER].cell in lists.columns else []
        self.other = [(n, fields[n].kind.read) for n in (*spoken, *worker) if n not in self.plain]
        self.columns = ("identity", "protection", *self.plain, *(n for n, _ in self.other))

    def rows(self, outcomes: Iterable[RowOutcome], numbered: Mapping[str, int]) -> set[int]:
        """The numbers of those rows; `numbered` has the keys of people by the numbers that they have or had."""
        said = [(o.row, o.said.identity.number, o) for o in outcomes if o.outcome == "accepted" and o.said.identity]
        known = [(row, numbered[number], o.of(CheckedPerson)) for row, number, o in said if number in numbered]
        held = people.as_stored(self.work.bank, [key for _, key, _ in known], self.columns)
        return {row for row, key, v in known if key in held and self._same(v, held[key], self.lists.last((key, key)))}

    def _same(self, v: CheckedPerson, held: tuple[object, ...], last: Mapping[str, object]) -> bool:
        """Whether a row says of everything what was said last and stands in the bank's columns, in the order of `columns`."""
        if v.aside or v.none or v.identity is None or v.identity.number != held[1] or v.protection > int(str(held[2])):
            return False
        if any(map(v.fields.get, self.silent)):  # another cell said it
            return False
        plain, others = held[3 : 3 + len(self.plain)], held[3 + len(self.plain) :]
        if tuple(map(v.fields.get, self.plain)) != plain:
            return False
        if tuple(map(last.get, self.plain)) != plain and not self._same_with_empty(plain, last):
            return False
        for (name, read), column in zip(self.other, others, strict=True):
            after = v.case_worker if name == WORKER else v.fields[name]
            if after in NONE or last.get(name) != column or read(column) != after:
                return False
        return True

    def _same_with_empty(self, plain: Sequence[object], last: Mapping[str, object]) -> bool:
        """Of cells that are empty, and were, nothing is remembered but that there is a column."""
        said = (column if column not in NONE else None for column in plain)
        return all(last.get(name, "") == one for name, one in zip(self.plain, said, strict=True))
