"""Whose row it is: protected people, and two records that may be one person."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.bank import reference
from amdesk.db.people import participants as people
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import case_key, fold
from amdesk.imports.kinds import CheckedEmployment
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.people import CheckedPerson
from amdesk.imports.reading import FileQuestion, ToAnswer
from amdesk.services.work import Work

FICTITIOUS = 3
SAME, NEW = "same", "new"
"""The answers to the question whether a row is of somebody whom the bank has."""
ASKED = {"SAME_PERSON", "SAME_CASE"}
"""Reasons that are questions: the row is left until it is answered."""
MASKED = "•••"
"""What the bank holds of a protected person is not shown by an import; opening her record is logged."""


def mark_protected(work: Work, staged: Staged, outcomes: list[RowOutcome]) -> None:
    """Whose row is shown masked: protected by the file, or in the bank already. A row that says no of somebody whom the
    bank protects is told so: no list lowers a protection (domain rule 17)."""
    kind = staged.kind.name
    ids, identities = people.protected_ones(work.bank)
    said = {r.number for r in staged.rows if str(r.cells.get("protected", "")).strip() not in {"", "None"}}
    for outcome in outcomes:
        v = outcome.said
        number = v.identity.number if v.identity else None
        known = kind == "participants" and v.person in ids
        outcome.protected = bool(v.protection) or number in identities or known
        if v.person in ids and outcome.row in said and not v.protection and outcome.outcome == "accepted":
            outcome.warnings = sorted({*outcome.warnings, "PROTECTION_KEPT"})


def compare_protection(work: Work, outcome: RowOutcome) -> None:
    """A list of what became of people may be the first to say that one of them is protected."""
    key, level = outcome.said.person, outcome.said.protection
    person = people.get(work.bank, key) if key and level else None
    if person and level > person.protection:
        outcome.said.protect = level
        outcome.changes.append(("protected", level_text(work, person.protection), level_text(work, level)))
        outcome.action = "update" if outcome.action == "same" else outcome.action


def ask_who(work: Work, outcome: RowOutcome, v: CheckedPerson | CheckedEmployment, phone: str) -> None:
    """A number that nobody has, on a row with the name and facts of somebody who has none: one person, or two?"""
    if not v.identity or not v.name or v.protection == FICTITIOUS:  # of whom nothing leads to who she was
        return
    if outcome.answer == NEW:
        return
    if people.numberless(work.bank, v.name, v.identity.born, phone):
        ask(outcome, "SAME_PERSON", "identity")


def ask_which(work: Work, outcome: RowOutcome) -> None:
    """A row with the name and the case number or e-mail of somebody whose phone is another: one person, or two?"""
    v = outcome.of(CheckedPerson)
    numbered = v.identity is not None
    if not v.name or v.protection == FICTITIOUS or outcome.answer == NEW:
        return
    if people.alike(work.bank, v.name, v.case_number, v.email, numberless=numbered):
        ask(outcome, *(("SAME_PERSON", "identity") if numbered else ("SAME_CASE", "phone")))


def meant(work: Work, v: CheckedPerson) -> int | None:
    """The person of the bank whom a row was asked about, once somebody has said that it is she."""
    if not v.name or v.protection == FICTITIOUS:
        return None
    number = v.identity and people.numberless(work.bank, v.name, v.identity.born, v.phone)
    found = people.by_name_of_number(work.bank, number) if number else None
    if found is None:
        found = people.alike(work.bank, v.name, v.case_number, v.email, numberless=v.identity is not None)
    person = people.get(work.bank, found) if found is not None else None
    return person.id if person and person.protection != FICTITIOUS else None


def row_question(staged: Staged, outcome: RowOutcome) -> FileQuestion:
    """What is to be answered before anything of a row is stored."""
    said = N_("Row {row} may be somebody whom the bank or the list has already. Is it the same person?")
    place = " ".join(str(p) for p in staged.place(outcome.row) if p)
    answers = [ToAnswer(NEW, Text(N_("No, another person")))]
    if staged.kind.name == "participants":
        answers.insert(0, ToAnswer(SAME, Text(N_("Yes, the same person"))))
    return FileQuestion(
        f"same:{outcome.row}", outcome.reason, text(said, row=place), tuple(answers), rows=(outcome.row,)
    )


def ask_within(outcomes: Sequence[RowOutcome]) -> None:
    """A new person whom a row higher up may mean too: one name and one case number or e-mail, and not both with a number."""
    seen: dict[tuple[str, str, str], bool] = {}
    for outcome in outcomes:
        if outcome.outcome != "accepted" or not outcome.of(CheckedPerson).name:
            continue
        v = outcome.of(CheckedPerson)
        said = (("case", case_key(v.case_number)), ("email", fold(v.email)))
        keys = [(fold(v.name), kind, word) for kind, word in said if word]
        numbered = v.identity is not None
        if (
            outcome.action == "new"
            and outcome.answer != NEW
            and any(k in seen and not (numbered and seen[k]) for k in keys)
        ):
            ask(outcome, "SAME_CASE", "phone")
            continue
        seen |= dict.fromkeys(keys, numbered)


def ask(outcome: RowOutcome, code: str, column: str) -> None:
    """A row that somebody has to answer for before anything of it is stored."""
    outcome.outcome, outcome.reason, outcome.column, outcome.action = "rejected", code, column, ""


def level_text(work: Work, level: int) -> str:
    """A protection level in words."""
    return next(
        (c.name(work.lang) for c in reference.codes(work.bank, "protection_levels") if c.code == str(level)),
        str(level),
    )


def gender(said: str) -> dict[str, str]:
    """The columns of a gender that a list says: it stands above one that a number tells."""
    return {"gender": said, "gender_source": "register"} if said else {}


def shown(said: object) -> str:
    """A fact of a person or an employment as a change shows it."""
    if isinstance(said, tuple):
        return ", ".join(str(getattr(s, "value", s) or getattr(s, "kind", s)) for s in said)
    return "" if said is None else str(said)
