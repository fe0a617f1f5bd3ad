"""Rows of one list that may mean one person: asked, whichever of them stands first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from amdesk.domain.values import case_key, fold, phone_key
from amdesk.imports.model import RowOutcome
from amdesk.imports.people import CheckedPerson
from amdesk.services.exchange.whose import FICTITIOUS, NEW, SAME, ask

Mark = tuple[str, str, str]
"""A name, and what two rows with it may have alike: the kind of fact and the fact."""


def ask_within(outcomes: Sequence[RowOutcome]) -> None:
    """A row without a number whom another row may mean, by one name and one birth date, phone, case number or e-mail. One that
    somebody has said to be the same person is a copy of the other."""
    named = [o for o in outcomes if o.outcome == "accepted" and o.of(CheckedPerson).name]
    open_ones = [
        o for o in named if o.of(CheckedPerson).protection != FICTITIOUS
    ]  # of whom nothing leads to who she was
    _by_number(open_ones)
    open_ones = [o for o in open_ones if o.outcome == "accepted"]
    if all(o.said.identity for o in open_ones):
        return
    _by_person(sorted(open_ones, key=_known_best))
    _by(sorted(open_ones, key=_known_best), _facts, "SAME_PERSON", "identity")
    _by(open_ones, _papers, "SAME_CASE", "phone")


def _known_best(outcome: RowOutcome) -> tuple[object, ...]:
    """The row that tells most of who she is comes first, wherever it stands in the list."""
    v = outcome.of(CheckedPerson)
    return v.identity is None, v.born is None, not v.phone, phone_key(v.phone), fold(v.email), outcome.row


def _by_person(outcomes: Sequence[RowOutcome]) -> None:
    """Two rows about one person of the bank: one of them without her number."""
    seen: set[int] = set()
    for outcome in outcomes:
        person = outcome.said.person
        if person in seen and outcome.said.identity is None:
            _asked(outcome, "SAME_PERSON", "identity")
        elif person is not None:
            seen.add(person)


def _by_number(outcomes: Sequence[RowOutcome]) -> None:
    """A coordination number on a row with the name and facts of one that has a personal identity number, as the bank asks it of
    somebody whom it has."""
    numbered = [(o, o.said.identity) for o in outcomes if o.said.identity is not None and o.action == "new"]
    personal = {m for o, number in numbered if not number.coordination for m in _facts(o.of(CheckedPerson))}
    for outcome, number in numbered:
        alike = number.coordination and any(m in personal for m in _facts(outcome.of(CheckedPerson)))
        if alike and outcome.answer != NEW:
            _asked(outcome, "SAME_NUMBER", "identity")


def _by(
    outcomes: Sequence[RowOutcome], marks: Callable[[CheckedPerson], Iterator[Mark]], code: str, column: str
) -> None:
    seen: dict[Mark, bool] = {}
    for outcome in (o for o in outcomes if o.outcome == "accepted"):
        v = outcome.of(CheckedPerson)
        mine, numbered = list(marks(v)), v.identity is not None
        alike = any(k in seen and not (numbered and seen[k]) for k in mine)
        if outcome.action == "new" and outcome.answer != NEW and alike:
            _asked(outcome, code, column)
        else:
            seen |= dict.fromkeys(mine, numbered)


def _facts(v: CheckedPerson) -> Iterator[Mark]:
    if v.born:
        yield fold(v.name), "born", str(v.born)
    if phone := phone_key(v.phone):
        yield fold(v.name), "phone", phone


def _papers(v: CheckedPerson) -> Iterator[Mark]:
    for kind, said in (("case", case_key(v.case_number)), ("email", fold(v.email))):
        if said:
            yield fold(v.name), kind, said


def _asked(outcome: RowOutcome, code: str, column: str) -> None:
    ask(outcome, "DUPLICATE" if outcome.answer == SAME else code, column)
