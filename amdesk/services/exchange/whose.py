"""Whose row it is: protected people, and two records that may be one person."""

from __future__ import annotations

from amdesk.db.bank import reference
from amdesk.db.people import participants as people
from amdesk.db.people.namesakes import Namesakes
from amdesk.domain.exchange.differences import ACCEPT, REFUSE, RowDifference
from amdesk.domain.people.identity import Identity, is_coordination, masked
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, Text, text
from amdesk.imports.kinds import CheckedEmployment
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.people import CheckedPerson
from amdesk.imports.reading import FileQuestion, ToAnswer
from amdesk.services.bank.work import Work
from amdesk.services.exchange.columns import cell_of
from amdesk.services.exchange.profiles import OF_A_DIFFERENCE

FICTITIOUS = 3
SAME, NEW = "same", "new"
"""The answers to the question whether a row is of somebody whom the bank has."""
ASKED = {"SAME_PERSON", "SAME_NAME", "SAME_CASE", "SAME_NUMBER", "SAME_PHONE"}
"""Reasons that are questions: the row is left until it is answered."""


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
        outcome.protected = outcome.protected or bool(v.protection) or number in identities or known
        if v.person in ids and outcome.row in said and not v.protection and outcome.outcome == "accepted":
            outcome.warnings = sorted({*outcome.warnings, "PROTECTION_KEPT"})


def compare_protection(work: Work, outcome: RowOutcome) -> None:
    """A list of what became of people may be the first to say that one of them is protected."""
    key, level = outcome.said.person, outcome.said.protection
    person = people.get(work.bank, key) if key and level else None
    if person and level > person.protection:
        outcome.said.protect = level
        outcome.differences.append(protection_change(work, person.protection, level))
        outcome.action = "update" if outcome.action == "same" else outcome.action


def protection_change(work: Work, now: int, level: int) -> RowDifference:
    """A list that says a higher level of protection is heard, whatever it said last: protection only rises by one."""
    return RowDifference("protected", "CHANGED", level_text(work, now), level_text(work, level), value=level)


def ask_who(of_name: Namesakes, outcome: RowOutcome, v: CheckedPerson | CheckedEmployment, phone: str) -> None:
    """A number that nobody has, on a row with the name and facts of somebody who has none, or a coordination number in place
    of a personal one: one person, or two?"""
    if not v.identity or not v.name or v.protection == FICTITIOUS:  # of whom nothing leads to who she was
        return
    if outcome.answer == NEW:
        return
    if of_name.numberless(v.name, v.identity.born, phone):
        ask(outcome, "SAME_PERSON", "identity")
    elif _renumbered(of_name, v, phone):
        ask(outcome, "SAME_NUMBER", "identity")


def _renumbered(of_name: Namesakes, v: CheckedPerson | CheckedEmployment, phone: str) -> str | None:
    if v.identity is None:
        return None
    return of_name.renumbered_one(v.name, v.identity.born, phone, coordination=v.identity.coordination)


def ask_which(of_name: Namesakes, outcome: RowOutcome) -> None:
    """A row with the name and the case number or e-mail of somebody whose phone is another: one person, or two?"""
    v = outcome.of(CheckedPerson)
    numbered = v.identity is not None
    if not v.name or v.protection == FICTITIOUS or outcome.answer == NEW:
        return
    if of_name.alike(v.name, v.case_number, v.email, numberless=numbered):
        ask(outcome, *(("SAME_PERSON", "identity") if numbered else ("SAME_CASE", "phone")))
    elif only_named(v) and of_name.any_told(v.name):
        # somebody has said that it is one of them, and there are several
        ask(outcome, *(("NAMESAKES", "identity") if outcome.answer == SAME else ("SAME_NAME", "name")))


def only_named(v: CheckedPerson | CheckedEmployment) -> bool:
    """Whether a row says nothing but a name of who it is about."""
    return isinstance(v, CheckedPerson) and not (v.identity or v.born or v.phone or v.case_number or v.email)


def meant(work: Work, of_name: Namesakes, v: CheckedPerson | CheckedEmployment) -> int | None:
    """The person of the bank whom a row was asked about, once somebody has said that it is she."""
    if not v.name or v.protection == FICTITIOUS:
        return None
    phone, case, email = (v.phone, v.case_number, v.email) if isinstance(v, CheckedPerson) else ("", "", "")
    number = v.identity and (of_name.numberless(v.name, v.identity.born, phone) or _renumbered(of_name, v, phone))
    found = people.by_name_of_number(work.bank, number) if number else None
    if found is None:
        found = of_name.alike(v.name, case, email, numberless=v.identity is not None)
    if found is None and only_named(v):
        found = of_name.only_one(v.name)
    person = people.get(work.bank, found) if found is not None else None
    return person.id if person and person.protection != FICTITIOUS else None


def number_change(outcome: RowOutcome, number: Identity | None, person: Participant) -> RowDifference | None:
    """What a row tells of the number of somebody whom it means: one that comes later, one in place of a coordination number,
    or an earlier one that other lists still have."""
    if number is None or number.number == person.identity:
        return None
    if person.identity is None:
        return RowDifference("identity", "NEW", "", masked(number.number))
    if outcome.answer != SAME or is_coordination(person.identity) == number.coordination:
        return None
    kind = "ADDED" if number.coordination else "CHANGED"
    return RowDifference("identity", kind, masked(person.identity), masked(number.number))


def store_number(work: Work, outcome: RowOutcome, key: int) -> None:
    """Inside the import's write()."""
    number, person = outcome.said.identity, people.get(work.bank, key)
    if number is None or person is None or person.identity == number.number:  # an earlier row has told it
        return
    for one in outcome.taken("identity"):
        if one.kind == "ADDED":
            people.add_earlier_identity(work.bank, key, number.number, work.today)
        else:
            people.replace_identity(work.bank, key, number.number, number.born, work.today)


def row_question(staged: Staged, outcome: RowOutcome) -> FileQuestion:
    """What is to be answered before anything of a row is stored."""
    said = N_("Row {row} may be somebody whom the bank or the list has already. Is it the same person?")
    place = " ".join(str(p) for p in staged.place(outcome.row) if p)
    answers = (ToAnswer(SAME, Text(N_("Yes, the same person"))), ToAnswer(NEW, Text(N_("No, another person"))))
    return FileQuestion(f"same:{outcome.row}", outcome.reason, text(said, row=place), answers, rows=(outcome.row,))


def difference_id(outcome: RowOutcome, one: RowDifference) -> str:
    """What an answer to a difference is given by."""
    return f"{OF_A_DIFFERENCE}{outcome.row}:{one.key}"


def field_label(staged: Staged, name: str) -> Text:
    """What a field of the list is called."""
    cell = cell_of(staged.kind.name, name)
    label = next((f.label for f in staged.kind.fields if f.name == cell), "")
    return Text(label) if label else text("{name}", name=name)


ASKING = {
    "CONFLICT": N_("Row {row}, {field}: the list says {after}, but here it was changed to {before} since. Take what the list says?"),
    "FEWER": N_("Row {row}, {field}: the list no longer says all of {before}. Is it to become {after}?"),
    "EMPTIED": N_("Row {row}, {field}: the list said {last} and is empty now. Is {before} to be taken away?"),
}  # fmt: skip


def difference_question(staged: Staged, outcome: RowOutcome, one: RowDifference) -> FileQuestion:
    """What is asked of a difference; the rest of its row is stored meanwhile."""
    place = " ".join(str(p) for p in staged.place(outcome.row) if p)
    words = dict(zip(("last", "before", "after"), (w or "–" for w in one.shown(outcome.protected)), strict=True))
    said = ASKING[one.kind]
    given = {n: w for n, w in words.items() if "{" + n + "}" in said}
    answers = (ToAnswer(ACCEPT, Text(N_("Yes, as the list has it"))), ToAnswer(REFUSE, Text(N_("No, leave it"))))
    asked = text(said, row=place, field=field_label(staged, one.field), **given)
    return FileQuestion(difference_id(outcome, one), one.kind, asked, answers, rows=(outcome.row,))


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
