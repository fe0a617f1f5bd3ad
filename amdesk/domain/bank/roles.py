"""Who may do what in a bank: one table, role by act. The manual's page docs/roles.md is written from it.

In a bank that lies in a file the table binds the program, not somebody who holds the key: whoever can open the file with
another program reads all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text

CODE = "ROLE"
CASE_WORKER, RECRUITER, MANAGER = "case_worker", "recruiter", "manager"
ANALYST, ADMINISTRATOR, READER = "analyst", "administrator", "reader"

ROLES = {
    CASE_WORKER: N_("case worker"),
    RECRUITER: N_("recruiter"),
    MANAGER: N_("manager"),
    ANALYST: N_("analyst"),
    ADMINISTRATOR: N_("administrator"),
    READER: N_("reader"),
}
"""By code what a role is called within a sentence."""
PLANS = "A case worker plans with the participant and is the main user, all day"
KNOWS = "Recruiters know employers and what they need, and tell those who will soon be done"
ANSWERS = "The unit's manager and analyst answer for figures and for the report to the committee"
RUNS = "An administrator runs the bank: users, occupations, retention, backups"
LEAST = "Nobody reads of a person what the own work does not need (GDPR art. 5.1 c and 25; OSL 26 kap. 1 §)"
READS = "A reader sees what is planned and changes nothing"
RIGHT = "Whoever is registered has a right to it (GDPR art. 15); who plans with her or answers for the unit gives it"
OPEN = "Says nothing of any one person"


class RoleAct(NamedTuple):
    """What is done, after "may" in a sentence; who may; and why those."""

    label: str
    roles: tuple[str, ...]
    source: str

    @property
    def every(self) -> bool:
        return set(self.roles) == set(ROLES)


EVERY = tuple(ROLES)
PLANNERS = (CASE_WORKER, RECRUITER, MANAGER)
FIGURES = (MANAGER, ANALYST)
ACTS = {
    "bank": RoleAct(N_("open the bank and see its settings, lists of codes and counts"), EVERY, OPEN),
    "guidance.see": RoleAct(N_("read the unit's guidance"), EVERY, OPEN),
    "guidance.change": RoleAct(N_("write guidance and put it in force"), (MANAGER, ADMINISTRATOR), f"{ANSWERS}. {RUNS}"),
    "places.see": RoleAct(N_("see places and what is free"), EVERY, OPEN),
    "places.change": RoleAct(N_("add and change places, their capacity and closed periods"), PLANNERS, KNOWS),
    "people.see": RoleAct(N_("see lists of people, search for them and see the day"), (*PLANNERS, READER), f"{LEAST}. {READS}"),
    "people.open": RoleAct(N_("open a person's record"), PLANNERS, f"{LEAST}. {KNOWS}"),
    "people.identity": RoleAct(N_("show a whole personal identity number"), (CASE_WORKER, MANAGER), LEAST),
    "people.change": RoleAct(N_("add people and change or note what stands in a record"), (CASE_WORKER,), PLANS),
    "people.worker": RoleAct(N_("say which case worker a person has"), (CASE_WORKER, MANAGER), PLANS),
    "people.protect": RoleAct(N_("change a person's protection, and restrict what is done with her data"), (CASE_WORKER, MANAGER), PLANS),
    "people.merge": RoleAct(N_("merge two records into one"), (CASE_WORKER, MANAGER), PLANS),
    "people.handover": RoleAct(N_("see and make the hand-over page of a person"), (CASE_WORKER, MANAGER), PLANS),
    "people.extract": RoleAct(N_("make the extract of all that is kept about a person, for herself"), (CASE_WORKER, MANAGER), RIGHT),
    "day": RoleAct(N_("put off what the day lists, and say which case worker one is"), PLANNERS, PLANS),
    "matching": RoleAct(N_("match people and places and see why"), PLANNERS, f"{PLANS}. {KNOWS}"),
    "booking": RoleAct(N_("book, confirm, move, extend, end and cancel"), (CASE_WORKER,), PLANS),
    "booking.notice": RoleAct(N_("make booking notices"), (CASE_WORKER, MANAGER), PLANS),
    "week.see": RoleAct(N_("see attendance, absence and talks"), (CASE_WORKER, MANAGER), LEAST),
    "week.note": RoleAct(N_("note attendance, absence and talks, and agree on hours"), (CASE_WORKER,), PLANS),
    "subsidy": RoleAct(N_("see decisions on subsidy, note them and what is claimed"), (CASE_WORKER, MANAGER), LEAST),
    "activity": RoleAct(N_("see activity plans, and note what decisions ask for"), (CASE_WORKER, MANAGER), LEAST),
    "round": RoleAct(N_("make a matching round and store it"), (CASE_WORKER, MANAGER), PLANS),
    "competence.see": RoleAct(N_("open assessments, modules and certificates"), PLANNERS, LEAST),
    "competence.assess": RoleAct(N_("assess, and store sheets, needs of teaching and attendance"), (CASE_WORKER,), PLANS),
    "certificate.issue": RoleAct(N_("issue certificates"), (CASE_WORKER,), PLANS),
    "certificate.revoke": RoleAct(N_("revoke certificates"), (CASE_WORKER, MANAGER), PLANS),
    "certificate.key": RoleAct(N_("make the keys that the city signs certificates with"), (MANAGER, ADMINISTRATOR), RUNS),
    "modules.change": RoleAct(N_("add teaching modules"), (CASE_WORKER, MANAGER), PLANS),
    "profiles.change": RoleAct(N_("change competence profiles"), (MANAGER, ADMINISTRATOR), RUNS),
    "followup": RoleAct(N_("follow up people on day 90"), (CASE_WORKER, MANAGER), PLANS),
    "figures": RoleAct(N_("see figures, cohorts and savings"), EVERY, OPEN),
    "figures.people": RoleAct(N_("see the people behind a figure"), (CASE_WORKER, *FIGURES), f"{ANSWERS}. {LEAST}"),
    "figures.change": RoleAct(N_("freeze cohorts and reports and change the assumptions of savings"), FIGURES, ANSWERS),
    "improving.see": RoleAct(N_("see what is being improved, and what auditors recommended"), EVERY, OPEN),
    "improving.change": RoleAct(N_("add workshops and actions, and say how far they are"), (*PLANNERS, ANALYST, ADMINISTRATOR), ANSWERS),
    "reviews.change": RoleAct(N_("answer recommendations and add what shows it"), FIGURES, ANSWERS),
    "reports": RoleAct(N_("make reports and give them out"), (CASE_WORKER, *FIGURES), ANSWERS),
    "import": RoleAct(N_("read lists in and work off their rows"), (CASE_WORKER, ANALYST, ADMINISTRATOR), f"{PLANS}. {RUNS}"),
    "export": RoleAct(N_("export lists and print the day's plan"), PLANNERS, f"{PLANS}. {KNOWS}"),
    "employers.see": RoleAct(N_("see employers, vacancies and what came of introductions"), EVERY, OPEN),
    "employers.change": RoleAct(N_("add and change employers, their contacts and vacancies"), PLANNERS, KNOWS),
    "employers.rule": RoleAct(N_("change the limits of employers' lights"), (RECRUITER, MANAGER), KNOWS),
    "employers.match": RoleAct(N_("see who is soon done and match them with vacancies"), PLANNERS, KNOWS),
    "employers.introduce": RoleAct(N_("introduce people to employers and note what came of it"), (CASE_WORKER, RECRUITER), KNOWS),
    "history": RoleAct(N_("see the history of changes"), (CASE_WORKER, MANAGER, ADMINISTRATOR), LEAST),
    "undo": RoleAct(N_("undo and redo"), tuple(r for r in EVERY if r != READER), READS),
    "log": RoleAct(N_("read and export the access log"), (MANAGER, ADMINISTRATOR), RUNS),
    "settings": RoleAct(N_("change the unit's settings, weights and rules of rounds"), (MANAGER, ADMINISTRATOR), RUNS),
    "retention": RoleAct(N_("see who is due to be erased and erase them"), (ADMINISTRATOR,), RUNS),
    "backup": RoleAct(N_("copy, back up and restore the bank"), (ADMINISTRATOR,), RUNS),
    "users": RoleAct(N_("add and remove users and give them roles"), (ADMINISTRATOR,), RUNS),
}  # fmt: skip
"""Each act of a user by its code. What is not here cannot be asked for (services/bank/door.py)."""


def may(roles: Iterable[str], act: str) -> bool:
    """Whether somebody with these roles may do it: what any one of them may."""
    return any(role in ACTS[act].roles for role in roles)


def both(roles: Iterable[str]) -> Text:
    """The same as `names`, as a step of the history keeps it."""
    found = [Text(said) for code, said in ROLES.items() if code in set(roles)]
    said = found[0]
    for more in found[1:]:
        said = text(N_("{one} and {another}"), one=said, another=more)
    return said


def names(roles: Iterable[str]) -> Text:
    """Roles in the table's order, in words."""
    given = set(roles)
    found = [Text(said) for code, said in ROLES.items() if code in given]
    return Text(", ".join(f"{{r{i}}}" for i in range(len(found))), {f"r{i}": one for i, one in enumerate(found)})


def refuse(roles: Iterable[str], act: str) -> None:
    """Raise Refused (code ROLE) where none of the roles may do it: what, as whom, and who may."""
    mine = tuple(roles)
    if may(mine, act):
        return
    what, who = Text(ACTS[act].label), names(ACTS[act].roles)
    if not mine:
        raise Refused(
            text(N_("Without a role in this bank you may not {act}. Who may: {who}."), act=what, who=who), CODE
        )
    raise Refused(
        text(N_("As {mine} you may not {act} in this bank. Who may: {who}."), mine=names(mine), act=what, who=who), CODE
    )
