"""What a reader may is read: nothing that the table gives her stores anything in the bank, and a key is made by whoever may."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.bank import users
from amdesk.db.engine.keys import SlotKey
from amdesk.db.port import rows
from amdesk.domain.bank.roles import ACTS, CODE, MANAGER, READER
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.bank.door import ACT_OF
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_verify import ended

READ = [call for call, act in ACT_OF.items() if READER in ACTS[act].roles]
ASKS_FIRST = {"CertificateRegister._keys"}
"""Stores, and asks the table before whether this one may: tried here below."""


class Writers:
    """Which functions of the services come to a bank's `write(`, themselves or by what they call."""

    def __init__(self) -> None:
        self._seen = set[int]()

    def of(self, function: Any, owner: type | None) -> Iterator[str]:
        """Names of the functions that store, on the way from this one."""
        function = inspect.unwrap(function)
        if (
            not isinstance(function, types.FunctionType)
            or id(function) in self._seen
            or not function.__module__.startswith("amdesk.services")
            or function.__qualname__ in ASKS_FIRST
        ):
            return
        self._seen.add(id(function))
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                whose = ast.unparse(node.value)
                if node.attr == "write" and whose.split(".")[-1] == "bank":
                    yield function.__qualname__
                elif whose == "self" and owner:
                    yield from self.of(vars_of(owner).get(node.attr), owner)
                elif isinstance(module := function.__globals__.get(whose), types.ModuleType):
                    yield from self.of(getattr(module, node.attr, None), None)
            elif isinstance(node, ast.Name):
                found = function.__globals__.get(node.id)
                yield from self.of(found, None) if not isinstance(found, type) else ()
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Call)
            ):
                made = ast.unparse(node.func.value.func)
                if isinstance(cls := function.__globals__.get(made), type):
                    yield from self.of(vars_of(cls).get(node.func.attr), cls)


def vars_of(owner: type) -> dict[str, Any]:
    """What an object of it has by name, its bases' too; a property by what reads it."""
    found = {n: v for one in reversed(owner.__mro__) for n, v in vars(one).items()}
    return {
        n: v.fget if isinstance(v, property) else v.func if isinstance(v, cached_property) else v
        for n, v in found.items()
    }


def stores(call: str, desk: Desk) -> list[str]:
    field, _, name = call.partition(".")
    owner = Desk if field == "desk" else type(vars(getattr(desk, field))["_field"])
    return sorted(Writers().of(vars_of(owner)[name], owner))


def test_no_call_that_a_reader_may_make_stores_anything() -> None:
    desk = Desk(make.memory(), make.CLOCK)
    assert {c: found for c in READ if (found := stores(c, desk))} == {}
    missed = {
        "competence.issue",
        "booking.book",
        "participants.create",
        "exports.notice",
        "rounds.keep",
        "sheets.key",
        "guidance.first",
    }
    assert [c for c in missed if not stores(c, desk)] == [], "what does store is seen to"
    desk.close()


def as_role(desk: Desk, role: str) -> Desk:
    """Somebody with one role on the same bank."""
    bank: Any = desk.bank
    with bank.write(text("a user")):
        users.give(bank, role, (role,))
    bank.key = SlotKey("", role, "passphrase")
    return Desk(bank, desk.clock)


def kept(desk: Desk) -> list[tuple[object, ...]]:
    return [(r["id"],) for r in rows(desk.bank, "select id from step")] + [
        (r["name"], r["value"]) for r in rows(desk.bank, "select name, value from setting order by name")
    ]


@pytest.fixture
def memory_desk() -> Iterator[Desk]:
    """Whose slot opened it is told on SQLite alone."""
    made = make.desk(make.memory())
    yield made
    made.close()


ASKED: list[Callable[[Desk, Path], object]] = [
    lambda d, _: d.competence.public_key(), lambda d, _: d.competence.revocations(), lambda d, _: d.competence.site(),
    lambda d, path: d.competence.check(path),
]  # fmt: skip


@pytest.mark.parametrize("ask", ASKED)
def test_a_reader_makes_no_key_in_a_bank_without_one_and_is_told_who_may(
    ask: Callable[[Desk, Path], object], memory_desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    reader = as_role(memory_desk, READER)
    before = kept(reader)
    with pytest.raises(Refused, match=r"you may not make the keys .* Who may: manager, administrator") as refused:
        ask(reader, path)
    assert (refused.value.code, kept(reader)) == (CODE, before)


def test_a_reader_has_the_keys_that_there_are_and_stores_nothing_by_it(memory_desk: Desk) -> None:
    said = as_role(memory_desk, MANAGER).competence.public_key()
    reader = as_role(memory_desk, READER)
    before = kept(reader)
    assert reader.competence.public_key() == said
    assert reader.competence.revocations()
    assert reader.competence.site()
    assert kept(reader) == before


def test_a_new_key_whose_day_has_come_is_read_as_it_signs_and_stored_by_whoever_may_make_keys(
    memory_desk: Desk,
) -> None:
    coming = make.TODAY + timedelta(9)
    manager = as_role(memory_desk, MANAGER)
    manager.competence.new_key(coming)
    clock = Clock(coming)
    manager.bank.clock = clock
    reader = as_role(Desk(manager.bank, clock), READER)
    before = kept(reader)
    said = reader.competence.public_key()
    assert kept(reader) == before
    keeper = as_role(reader, MANAGER)
    before = kept(keeper)
    assert keeper.competence.public_key() == said
    assert kept(keeper) != before


def test_whoever_issues_makes_the_first_key_with_the_first_certificate(memory_desk: Desk) -> None:
    ended(memory_desk, "Aida Prov")
    worker = as_role(memory_desk, "case_worker")
    assert worker.setting("certificate_key") == ""
    worker.competence.issue(1)
    assert worker.setting("certificate_key")
