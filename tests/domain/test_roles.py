"""What roles may, and how it is said to whoever may not."""

from __future__ import annotations

import pytest

from amdesk.domain.bank.access import LogAsked
from amdesk.domain.bank.generations import CopySchedule
from amdesk.domain.bank.roles import (
    ACTS,
    ADMINISTRATOR,
    ANALYST,
    CASE_WORKER,
    EVERY,
    MANAGER,
    READER,
    RECRUITER,
    RoleAct,
    both,
    may,
    names,
    refuse,
)
from amdesk.domain.errors import Refused
from tests.make import TODAY


def test_what_any_one_role_may_somebody_with_several_may() -> None:
    assert may([READER, CASE_WORKER], "booking")
    assert not may([READER, ANALYST], "booking")
    assert not may([], "bank")
    refuse([READER, CASE_WORKER], "booking")


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        ("retention", {ADMINISTRATOR}),
        ("users", {ADMINISTRATOR}),
        ("backup", {ADMINISTRATOR}),
        ("people.identity", {CASE_WORKER, MANAGER}),
        ("people.protect", {CASE_WORKER, MANAGER}),
        ("people.open", {CASE_WORKER, RECRUITER, MANAGER}),
        ("people.extract", {CASE_WORKER, MANAGER}),
        ("figures.people", {CASE_WORKER, MANAGER, ANALYST}),
        ("log", {MANAGER, ADMINISTRATOR}),
        ("undo", set(EVERY) - {READER}),
        ("bank", set(EVERY)),
    ],
)
def test_who_sees_a_person_or_what_runs_the_bank_is_few(act: str, roles: set[str]) -> None:
    assert {r for r in EVERY if may([r], act)} == roles
    assert ACTS[act].every is (roles == set(EVERY))


def test_roles_are_named_in_the_tables_order_however_they_are_given() -> None:
    assert str(names([READER, CASE_WORKER])) == "case worker, reader"
    assert str(names([MANAGER])) == "manager"
    assert str(names([])) == ""
    assert str(both([READER, CASE_WORKER, MANAGER])) == "case worker and manager and reader"
    assert str(both([ANALYST])) == "analyst"
    assert RoleAct("x", (*EVERY[1:], EVERY[0]), "").every


def test_a_refusal_says_as_whom_what_and_who_may() -> None:
    with pytest.raises(Refused) as refused:
        refuse([READER, ANALYST], "retention")
    assert (refused.value.code, str(refused.value)) == (
        "ROLE",
        "As analyst, reader you may not see who is due to be erased and erase them in this bank. Who may: administrator.",
    )
    with pytest.raises(Refused) as refused:
        refuse([], "log")
    assert str(refused.value) == (
        "Without a role in this bank you may not read and export the access log. Who may: manager, administrator."
    )


def test_what_was_looked_for_in_the_log_is_said_without_what_is_empty() -> None:
    assert LogAsked().said == ""
    assert LogAsked("D-1", "Bo", "record", TODAY, TODAY).said == "D-1 Bo record 2026-11-23–2026-11-23"
    assert LogAsked(first=TODAY).said == "2026-11-23–"
    assert LogAsked(who="Bo", last=TODAY).said == "Bo –2026-11-23"


def test_where_the_unit_says_nothing_so_many_copies_stay() -> None:
    assert CopySchedule() == (10, 24, 14, 8, 12)
