"""Rows of one list that may mean one person: asked, whichever of them stands first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from amdesk.domain.values import case_key, fold, phone_key
from amdesk.imports.model import RowOutcome
from amdesk.imports.people import CheckedPerson
from amdesk.services.exchange.whose import FICTITIOUS, NEW, SAME, ask, only_named

SEVERAL = re.compile(r"[/,;]|\b(?:el(?:ler)?|och|alt)\b")
"""What stands between two phones."""
Mark = tuple[str, str]
"""What two rows of one name may have alike: the kind of fact and the fact."""
Raised = list[tuple[RowOutcome, int]]
"""Rows whose person another row says to be protected, and the level."""
Name = frozenset[str]
"""The words of a name, in whatever order; somebody may be written with fewer of them elsewhere."""


def ask_within(outcomes: Sequence[RowOutcome]) -> Raised:
    """A row without a number whom another row may mean, by one name and one birth date, phone, case number or e-mail. One that
    somebody has said to be the same person is a copy of the other. Answers the rows whose person the row that is left says to
    be protected, and the level: she may be the same."""
    named = [o for o in outcomes if o.outcome == "accepted" and o.of(CheckedPerson).name]
    raised = _of_asked(outcomes)
    _by_number([o for o in named if o.of(CheckedPerson).protection != FICTITIOUS], raised)
    named = [o for o in named if o.outcome == "accepted"]
    if all(o.said.identity for o in named):
        return raised
    _by_person(sorted((o for o in named if o.of(CheckedPerson).protection != FICTITIOUS), key=_known_best), raised)
    _by(sorted(named, key=_known_best), _facts, ("SAME_PERSON", "identity"), raised)
    _by(sorted(named, key=_known_best), _papers, ("SAME_CASE", "phone"), raised)
    _by(named, _bare, ("SAME_NAME", "name"), raised)
    return raised


def _of_asked(outcomes: Sequence[RowOutcome]) -> Raised:
    """Rows that may be of somebody whom a row says to be protected that is asked about already, since the bank may have her."""
    asked = [o for o in outcomes if o.outcome == "rejected" and isinstance(o.said, CheckedPerson) and o.said.protection]
    out: Raised = []
    for marks in (_facts, _papers, _bare) if asked else ():
        seen = _Seen(marks)
        for outcome in (o for o in outcomes if o.outcome == "accepted"):
            seen.add(outcome)
        out += [(o, a.said.protection) for a in asked for o in seen.alike(a) if o.said.protection < a.said.protection]
    return out


def _known_best(outcome: RowOutcome) -> tuple[object, ...]:
    """The row that tells most of who she is comes first, wherever it stands in the list."""
    v = outcome.of(CheckedPerson)
    return v.identity is None, v.born is None, not v.phone, phone_key(v.phone), fold(v.email), outcome.row


def _by_person(outcomes: Sequence[RowOutcome], raised: Raised) -> None:
    """Two rows about one person of the bank: one of them without her number."""
    seen: dict[int, RowOutcome] = {}
    for outcome in outcomes:
        person = outcome.said.person
        if person in seen and outcome.said.identity is None:
            _asked(outcome, ("SAME_PERSON", "identity"), [seen[person]], raised)
        elif person is not None:
            seen[person] = outcome


def _by_number(outcomes: Sequence[RowOutcome], raised: Raised) -> None:
    """A coordination number on a row with the name and facts of one that has a personal identity number, as the bank asks it of
    somebody whom it has."""
    numbered = [(o, o.said.identity) for o in outcomes if o.said.identity is not None and o.action == "new"]
    personal = _Seen(_facts)
    for outcome, number in numbered:
        if not number.coordination:
            personal.add(outcome)
    for outcome, number in numbered:
        if number.coordination and outcome.answer != NEW and (others := personal.alike(outcome)):
            _asked(outcome, ("SAME_NUMBER", "identity"), others, raised)


class _Seen:
    """Facts of rows that were gone through, each with the rows that say it."""

    def __init__(self, marks: Callable[[CheckedPerson], Iterator[Mark]]) -> None:
        self.marks = marks
        self.facts: dict[Mark, list[RowOutcome]] = {}

    def add(self, outcome: RowOutcome) -> None:
        for mark in self.marks(outcome.of(CheckedPerson)):
            self.facts.setdefault(mark, []).append(outcome)

    def alike(self, outcome: RowOutcome) -> list[RowOutcome]:
        """The rows before that have a fact of this one beside the same name."""
        v = outcome.of(CheckedPerson)
        mine = _name(v)
        beside = (one for mark in self.marks(v) for one in self.facts.get(mark, ()))
        return [o for o in beside if (its := _name(o.of(CheckedPerson))) <= mine or mine <= its]


def _by(
    outcomes: Sequence[RowOutcome],
    marks: Callable[[CheckedPerson], Iterator[Mark]],
    code: tuple[str, str],
    raised: Raised,
) -> None:
    seen, bare = _Seen(marks), marks is _bare
    rows = [o for o in outcomes if o.outcome == "accepted"]
    for outcome in sorted(rows, key=lambda o: only_named(o.of(CheckedPerson))) if bare else rows:
        v = outcome.of(CheckedPerson)
        others = [o for o in seen.alike(outcome) if not (o.said.identity and v.identity)]
        mine = v.protection != FICTITIOUS and (only_named(v) or not bare)  # of whom nothing leads to who she was
        if mine and outcome.action == "new" and outcome.answer != NEW and others:
            _asked(outcome, code, others, raised)
        else:
            seen.add(outcome)


def _name(v: CheckedPerson) -> Name:
    return frozenset(fold(v.name).split())


def _facts(v: CheckedPerson) -> Iterator[Mark]:
    if v.born:
        yield "born", str(v.born)
    yield from (("phone", key) for said in SEVERAL.split(v.phone) if (key := phone_key(said)))


def _papers(v: CheckedPerson) -> Iterator[Mark]:
    for kind, said in (("case", case_key(v.case_number)), ("email", fold(v.email))):
        if said:
            yield kind, said


def _bare(v: CheckedPerson) -> Iterator[Mark]:
    """The name alone, in whatever order."""
    yield "name", " ".join(sorted(_name(v)))


def _asked(outcome: RowOutcome, code: tuple[str, str], others: Sequence[RowOutcome], raised: Raised) -> None:
    why, column = code
    ask(outcome, "DUPLICATE" if outcome.answer == SAME else why, column)
    level = outcome.said.protection
    raised += [(o, level) for o in others if level > o.said.protection]
