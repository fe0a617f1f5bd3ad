"""Roles: one table says which act is whose, every call of the desk is one act of it, and nothing goes past the door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest

from amdesk.db.bank import users as db
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.keys import SlotKey
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.people import participants as people
from amdesk.db.port import Bank
from amdesk.domain.bank.roles import ACTS, ADMINISTRATOR, CASE_WORKER, CODE, EVERY, MANAGER, READER, ROLES, may, names
from amdesk.domain.errors import BankUnusable, Refused, WrongUse
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import access, banks
from amdesk.services.bank.door import ACT_OF, CALLS
from amdesk.services.bank.users import User, me
from amdesk.services.desk import Desk
from tests import make
from tools import roles

SECRET, HERS = "en lång fras helt enkelt", "en annan lång fras"
ME = access.Who("Petra Provsson", "petra")
BEFORE_ANY_ACT = {"desk.allow"}
"""Public on the desk, and no act: it is the door itself."""


def fields() -> dict[str, set[str]]:
    """Every field of the desk with what may be called of it, and the desk itself."""
    desk = Desk(make.memory(), make.CLOCK)
    lazy = {n for n, v in vars(Desk).items() if isinstance(v, cached_property)}
    found = {n: public(vars(getattr(desk, n))["_field"]) for n in lazy}
    found["desk"] = public(desk) - lazy
    desk.close()
    return found


def public(one: object) -> set[str]:
    return {n for n in dir(type(one)) if not n.startswith("_") and callable(getattr(type(one), n))}


def test_every_call_of_the_desk_is_one_act_of_the_table() -> None:
    calls = {f"{field}.{name}" for field, every in fields().items() for name in every}
    assert calls - set(ACT_OF) == BEFORE_ANY_ACT
    assert set(ACT_OF) - calls == set()
    assert CALLS.keys() == ACTS.keys()
    every = [call for said in CALLS.values() for call in said.split()]
    assert sorted(every) == sorted(ACT_OF), "a call is named once"


def test_the_table_names_only_roles_there_are_and_each_act_is_somebodys() -> None:
    for act in ACTS.values():
        assert set(act.roles) <= set(ROLES)
        assert act.roles
        assert act.source
    assert [r for r in ROLES if all(r in a.roles for a in ACTS.values())] == [], "no role may do everything"
    assert {a for a in ACTS if READER in ACTS[a].roles} == {
        "bank",
        "guidance.see",
        "places.see",
        "employers.see",
        "improving.see",
        "people.see",
        "figures",
    }


@pytest.mark.thorough(long=True)
def test_nothing_above_the_services_reaches_past_the_door() -> None:
    """Window and command line take of the bank itself what is no act: its words, a snapshot, a lock, and what closing does."""
    past = {"work.lang", "work.today", "work.plan", "bank.read", "bank.actor", "bank.write", "bank.search"}
    found = set()
    for floor in ("ui", "commands"):
        for path in (Path(__file__).parents[2] / "amdesk" / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
                    inner = node.value
                    if inner.attr in {"work", "bank"} and ast.unparse(inner.value) in {"desk", "_desk"}:
                        found.add(f"{inner.attr}.{node.attr}")
    assert found - past == set()


@pytest.fixture
def signed() -> Iterator[SqliteBank]:
    """A bank in memory that each role's slot opens, one user of each."""
    bank = make.memory()
    with bank.write(text("users")):
        for role in ROLES:
            db.give(bank, role, (role,))
        people.add(bank, make.participant_values())
    yield bank
    bank.close()


class Answers:
    """In the place of a field of work: answers whatever is called."""

    def __getattr__(self, name: str) -> object:
        return lambda *_given: name


OF_THE_DESK: dict[str, tuple[object, ...]] = {
    "desk.standing": ([],), "desk.setting": ("city",), "desk.case_worker_named": ("x",), "desk.person": (1,),
    "desk.set_case_worker": (None,), "desk.set_settings": ({},), "desk.set_weights": ({},), "desk.close": (),
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_call_what_the_table_says_and_nothing_else(role: str, signed: SqliteBank) -> None:
    signed.key = SlotKey("", role, "passphrase")
    let, refused = set(), set()
    for call in sorted(ACT_OF, key=lambda c: c == "desk.close"):
        field, _, name = call.partition(".")
        desk = Desk(signed, make.CLOCK)
        asked = desk if field == "desk" else getattr(desk, field)
        if field != "desk":
            vars(asked)["_field"] = Answers()
        try:
            getattr(asked, name)(*OF_THE_DESK.get(call, ()))
            let.add(call)
        except Refused as error:
            assert error.code == CODE, call
            refused.add(call)
    assert let == {call for call, act in ACT_OF.items() if role in ACTS[act].roles}
    assert let | refused == set(ACT_OF)


def test_a_refusal_says_as_whom_what_and_who_may(signed: SqliteBank) -> None:
    signed.key = SlotKey("", READER, "passphrase")
    with pytest.raises(Refused) as refused:
        Desk(signed, make.CLOCK).users.listing()
    said = {lang: Words(lang).say(refused.value.text) for lang in ("en", "sv")}
    assert said["en"] == (
        "As reader you may not add and remove users and give them roles in this bank. Who may: administrator."
    )
    assert "administratör" in said["sv"]
    signed.key = SlotKey("", "nobody", "passphrase")
    with pytest.raises(Refused, match="Without a role in this bank you may not"):
        Desk(signed, make.CLOCK).users.listing()


def test_somebody_with_several_roles_may_what_any_of_them_may() -> None:
    assert may([READER, ADMINISTRATOR], "users")
    assert not may([READER, MANAGER], "users")
    assert not may([], "bank")
    assert Words("en").say(names([READER, CASE_WORKER])) == "case worker, reader"


def test_a_bank_where_nobody_is_named_is_everybody_s_as_before(bank: Bank) -> None:
    assert me(bank).roles == EVERY
    assert not me(bank).named
    desk = Desk(bank, make.CLOCK)
    assert desk.retention.overdue() == []
    assert [u.roles for u in desk.users.listing()] == [EVERY]


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str]:
    """A bank of one's own with a user more, who is a reader; and its recovery code."""
    path = tmp_path / "b.amdesk"
    bank, code = banks.create(path, SECRET, make.CLOCK, ME)
    bank.close()
    with opened(path, SECRET) as desk:
        desk.users.add("Rut  Lesdotter", [READER], HERS)
    return path, code


class opened:  # noqa: N801 - reads as what it is
    """A desk on a bank opened by a secret, with settings that name somebody else."""

    def __init__(self, path: Path, secret: str, name: str = "Petra Provsson") -> None:
        self.desk = Desk(banks.open_(str(path), secret, make.CLOCK, access.Who(name, "petra")), make.CLOCK)

    def __enter__(self) -> Desk:
        return self.desk

    def __exit__(self, *_: object) -> None:
        self.desk.close()


def test_who_was_there_before_the_first_user_may_everything_still(place: tuple[Path, str]) -> None:
    with opened(place[0], SECRET) as desk:
        assert desk.users.listing() == [User("Petra Provsson", EVERY, True), User("Rut Lesdotter", (READER,), False)]
        said = [Words("en").say(s.what) for s in desk.history.steps()]
        assert said[0] == "User Rut Lesdotter added: reader"
    with opened(place[0], HERS) as desk, pytest.raises(Refused, match="As reader"):
        desk.users.listing()


def test_whose_slot_opened_the_bank_signs_whatever_settings_and_environment_say(
    place: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.setenv(name, "Petra Provsson")
    with opened(place[0], HERS, "Petra Provsson") as desk:
        assert desk.bank.actor == "Rut Lesdotter"
        assert me(desk.bank).roles == (READER,)
    with opened(place[0], place[1], "Rut Lesdotter") as desk:
        assert (desk.bank.actor, me(desk.bank).roles) == ("petra", (ADMINISTRATOR,)), "the code is the unit's"


def test_the_raw_key_of_a_bank_with_users_is_nobody_s(place: tuple[Path, str]) -> None:
    raw = str(banks.unlock(str(place[0]), HERS))
    bank = banks.open_(str(place[0]), None, make.CLOCK, ME, raw)
    assert (bank.actor, me(bank)[:2]) == ("petra", (None, ()))
    bank.close()


def test_roles_are_given_and_taken_and_the_last_administrator_stays_one(place: tuple[Path, str]) -> None:
    with opened(place[0], SECRET) as desk:
        for wrong in ([READER], [MANAGER]):
            with pytest.raises(Refused, match="only administrator"):
                desk.users.give("Petra Provsson", wrong)
        with pytest.raises(Refused, match="only administrator"):
            desk.users.remove("Petra Provsson")
        desk.users.give("Rut Lesdotter", [ADMINISTRATOR])
        desk.users.give("Petra Provsson", [CASE_WORKER])
        with pytest.raises(Refused, match="As case worker"):
            desk.users.give("Petra Provsson", [ADMINISTRATOR])
    with opened(place[0], HERS) as desk:
        desk.users.remove("Petra Provsson")
        with pytest.raises(Refused, match="There is no user"):
            desk.users.remove("Petra Provsson")
    with pytest.raises(WrongKey):
        banks.open_(str(place[0]), SECRET, make.CLOCK, ME)


def test_a_user_is_not_added_twice_nor_without_a_role_or_a_passphrase(place: tuple[Path, str]) -> None:
    with opened(place[0], SECRET) as desk:
        for name in ("Rut Lesdotter", "", "Petra Provsson"):
            with pytest.raises(Refused, match="There is a user"):
                desk.users.add(name, [READER], HERS)
        with pytest.raises(Refused, match="too short"):
            desk.users.add("Bo", [READER], "kort")
        for roles in ([], ["king"]):
            with pytest.raises(WrongUse):
                desk.users.add("Bo", roles, HERS)
        with pytest.raises(Refused, match="There is no user"):
            desk.users.give("Bo", [READER])
        assert len(desk.users.listing()) == 2


def test_whoever_changes_her_passphrase_gets_no_code_that_makes_her_an_administrator(place: tuple[Path, str]) -> None:
    path, code = place
    assert banks.new_passphrase(str(path), HERS, "en tredje lång fras") == ""
    with opened(path, "en tredje lång fras") as desk:
        assert me(desk.bank).roles == (READER,)
    with opened(path, code) as desk:
        assert me(desk.bank).roles == (ADMINISTRATOR,)
    with pytest.raises(Refused, match="does not say whose"):
        banks.new_passphrase(str(path), code, "en fjärde lång fras")
    assert banks.new_passphrase(str(path), code, "en fjärde lång fras", "Rut Lesdotter") != ""
    with opened(path, "en fjärde lång fras") as desk:
        assert me(desk.bank).login == "Rut Lesdotter"
    with opened(path, SECRET) as desk:
        assert me(desk.bank).login != "Rut Lesdotter", "another's passphrase is hers still"


def test_a_backup_is_put_in_place_by_an_administrator_alone(place: tuple[Path, str], tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "c.amdesk"
    copy.parent.mkdir()
    with opened(place[0], SECRET) as desk:
        desk.keeping.backup(copy)
    before = place[0].read_bytes()
    with pytest.raises(Refused, match="back up and restore"):
        banks.restore(copy, place[0], HERS, make.CLOCK, ME)
    assert place[0].read_bytes() == before
    banks.restore(copy, place[0], SECRET, make.CLOCK, ME)
    with opened(place[0], HERS) as desk:
        assert me(desk.bank).roles == (READER,)


def test_on_a_shared_bank_the_server_s_user_has_the_role_and_others_what_all_may(bank: Bank) -> None:
    if bank.engine == "sqlite":
        pytest.skip("a bank of one's own has slots")
    desk = Desk(bank, make.CLOCK)
    login = me(bank).login
    assert login
    desk.users.add("rut", [READER])
    assert [u.login for u in desk.users.listing()] == [login, "rut"]
    for given, then in (((MANAGER, ADMINISTRATOR), (MANAGER, ADMINISTRATOR)), ((ADMINISTRATOR,), (ADMINISTRATOR,))):
        desk.users.give(login, given)
        assert me(bank).roles == then
    with bank.write(text("as if somebody else had done it")):
        db.give(bank, login, ())
    assert me(bank).roles == (), "a user who is removed"


@pytest.mark.parametrize(("of", "roles"), [("rut", (MANAGER,)), ("removed", ()), ("never named", EVERY)])
def test_whom_a_server_lets_in_is_told_from_a_user_who_was_removed(
    memory_desk: Desk, monkeypatch: pytest.MonkeyPatch, of: str, roles: tuple[str, ...]
) -> None:
    """Removed, she would else be one of those whom nobody has named, who may do everything."""
    bank = memory_desk.bank
    with bank.write(text("users")):
        for login, given in (("petra", EVERY), ("rut", (MANAGER,)), ("removed", (READER,)), ("removed", ())):
            db.give(bank, login, given)
    monkeypatch.setattr(bank, "engine", "postgresql")
    monkeypatch.setattr(db, "server_user", lambda _bank: of)
    assert me(bank).roles == roles
    monkeypatch.setattr(bank, "engine", "sqlite")
    with bank.write(text("users")):
        db.give(bank, "*", (READER,))
    monkeypatch.setattr(bank, "engine", "postgresql")
    assert me(bank).roles == ((MANAGER,) if of == "rut" else (READER,)), "what all may whom the server lets in"
    monkeypatch.setattr(bank, "engine", "sqlite")


@pytest.fixture
def memory_desk() -> Iterator[Desk]:
    with make.fresh() as desk:
        yield desk


def test_in_a_bank_that_opens_for_anybody_every_role_can_be_tried(tmp_path: Path) -> None:
    path = tmp_path / "open.amdesk"
    banks.create(path, None, make.CLOCK, ME)[0].close()
    for role in (READER, MANAGER, ADMINISTRATOR):
        bank = banks.open_(str(path), None, make.CLOCK, ME)
        desk = Desk(bank, make.CLOCK)
        desk.users.give("Petra Provsson", [role])
        assert me(bank).roles == (role,)
        with pytest.raises(Refused, match="opens for anybody"):
            desk.users.add("Bo", [READER], HERS)
        desk.close()


def test_a_bank_that_cannot_be_written_keeps_its_key_file(place: tuple[Path, str]) -> None:
    """The slot is made last, within the transaction: what is refused leaves neither."""
    before = place[0].with_name(place[0].name + ".key.json").read_bytes()
    with opened(place[0], SECRET) as desk, opened(place[0], SECRET) as other, other.bank.write(text("x")):
        desk.bank.execute("pragma busy_timeout = 1")
        with pytest.raises(BankUnusable):
            desk.users.add("Bo", [READER], HERS)
    assert place[0].with_name(place[0].name + ".key.json").read_bytes() == before


def test_the_page_of_roles_says_what_the_code_does() -> None:
    assert roles.FILE.read_text("utf-8") == roles.page()
