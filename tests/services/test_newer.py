"""A bank and who opens it: what it holds that a backup does not, what unlocks it, who is said to have done it."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from types import SimpleNamespace

import pytest

from amdesk.db.bank import history, settings
from amdesk.db.engine import keys
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.opening import open_bank
from amdesk.domain.bank.roles import ADMINISTRATOR, READER
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, locking
from amdesk.services.bank.access import Who, who
from amdesk.services.bank.newer import NAMED, Newer, lines, newer, sentence
from amdesk.services.desk import Desk
from tests import make

ME = Who("T", "t")
SECRET = "korrekt häst batteri"


def bank_with(path: Path, secret: str = SECRET) -> tuple[Path, str]:
    bank, code = banks.create(path, secret, make.CLOCK, ME)
    bank.close()
    return path, code


def stepped(path: Path, count: int, secret: str = SECRET) -> None:
    bank = open_bank(str(path), secret=secret, actor="Petra", account="petra", clock=make.CLOCK)
    for _ in range(count):
        make.participant(bank, name="")
    bank.close()


@pytest.mark.thorough(4)
@pytest.mark.parametrize("more", [0, 1, NAMED, NAMED + 2])
def test_what_is_newer_than_a_copy_is_counted_and_the_latest_of_it_named(tmp_path: Path, more: int) -> None:
    path, _ = bank_with(tmp_path / "b.amdesk")
    stepped(path, 3)
    copy = make.copied(path, tmp_path / "copy.amdesk")
    stepped(path, more)
    found = newer(copy, path, make.CLOCK, ME, secret=SECRET)
    assert found is not None
    assert (found.changes, len(found.latest)) == (more, min(more, NAMED))
    assert {who for _, who, _ in found.latest} <= {"Petra"}
    said = lines(found, Words("en"))
    people = said.index("They are about:") if more else len(said)
    assert people == 1 + min(more, NAMED) + (more > NAMED)
    assert len(said[people:]) == (1 + more if more else 0)
    assert said[0].startswith({0: "Nothing", 1: "One change"}.get(more, f"{more} changes"))
    if more > NAMED:
        assert said[people - 1] == "… and 2 more"
    assert newer(path, copy, make.CLOCK, ME, secret=SECRET) == Newer(0, [])


def test_without_a_bank_nothing_is_newer_and_what_does_not_open_is_told_as_unknown(tmp_path: Path) -> None:
    path, _ = bank_with(tmp_path / "b.amdesk")
    copy = make.copied(path, tmp_path / "copy.amdesk")
    assert newer(copy, tmp_path / "none.amdesk", make.CLOCK, ME, secret=SECRET) is None
    (tmp_path / "empty.amdesk").touch()
    assert newer(copy, tmp_path / "empty.amdesk", make.CLOCK, ME, secret=SECRET) is None
    found = newer(copy, path, make.CLOCK, ME, secret="fel fras helt enkelt")
    assert found == Newer(None, ())
    assert "cannot be told" in str(sentence(found))


def test_whoever_may_not_restore_the_bank_of_now_is_not_told_what_is_newer_whatever_the_copy_says(
    tmp_path: Path,
) -> None:
    path, hers = bank_with(tmp_path / "b.amdesk")[0], "läsare med lång fras"
    desk = Desk(open_bank(str(path), secret=SECRET, actor="T", account="t", clock=make.CLOCK), make.CLOCK)
    desk.users.add("Eva Provsson", [ADMINISTRATOR], hers)
    copy = make.copied(path, tmp_path / "copy.amdesk")
    make.participant(desk.bank, name="Alma Hemlig")
    assert newer(copy, path, make.CLOCK, ME, secret=hers) is not None
    desk.users.give("Eva Provsson", [READER])
    desk.close()
    with pytest.raises(Refused) as refused:
        newer(copy, path, make.CLOCK, ME, secret=hers)
    assert refused.value.code == "ROLE"
    assert newer(copy, path, make.CLOCK, ME, secret=SECRET) is not None


def test_the_raw_key_of_the_open_bank_opens_both_and_what_it_does_not_open_the_secret_does(tmp_path: Path) -> None:
    path, _ = bank_with(tmp_path / "b.amdesk")
    copy = make.copied(path, tmp_path / "copy.amdesk")
    raw = keys.unlock(path, SECRET).key
    stepped(path, 2)
    found = newer(copy, path, make.CLOCK, ME, key=raw)
    assert found is not None
    assert found.changes == 2
    other, _ = bank_with(tmp_path / "o.amdesk", "en helt annan fras")
    assert newer(other, path, make.CLOCK, ME, key=raw) == Newer(None, (), revives=True)
    mixed = newer(other, path, make.CLOCK, ME, key=raw, secret="en helt annan fras")
    assert mixed is not None
    assert mixed.changes is not None


def test_only_what_opens_this_very_bank_unlocks_its_window(tmp_path: Path) -> None:
    path, code = bank_with(tmp_path / "b.amdesk")
    other, theirs = bank_with(tmp_path / "o.amdesk")
    raw = keys.unlock(path, SECRET).key
    assert locking.proves(str(path), raw, SECRET)
    assert locking.proves(str(path), raw, code)
    for wrong in ("", "fel fras helt enkelt", theirs, SECRET.upper()):
        assert not locking.proves(str(path), raw, wrong)
    assert not locking.proves(str(other), raw, SECRET), (
        "the same words open another bank, which is not the one that is open"
    )
    assert not locking.proves(str(path), None, SECRET)
    bank = open_bank(str(path), secret=SECRET, actor="T", account="t", clock=make.CLOCK)
    assert not locking.server_asks(bank)
    bank.close()


def test_a_step_is_said_in_the_words_of_its_language() -> None:
    found = Newer(1, [("2026-11-23T08:00:00", "Petra", text("a participant"))])
    assert lines(found, Words("sv"))[0] != lines(found, Words("en"))[0]


def test_a_new_bank_knows_its_unit_and_takes_another_passphrase_with_another_recovery_code(tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    bank, code = banks.create(path, SECRET, make.CLOCK, ME, {"city": "Ekhamra stad", "unit_short": ""})
    assert (settings.setting(bank, "city"), settings.setting(bank, "unit_short", "–")) == ("Ekhamra stad", "–")
    steps = [(s.what.msgid, s.undoable) for s in history.steps(bank)]
    assert steps[0] == ("Settings of the unit changed", False)
    bank.close()
    plain, _ = banks.create(tmp_path / "p.amdesk", SECRET, make.CLOCK, ME, {"city": ""})
    assert "Settings of the unit changed" not in [s.what.msgid for s in history.steps(plain)]
    plain.close()
    raw = banks.unlock(str(path), SECRET)
    fresh = banks.new_passphrase(str(path), SECRET, "en annan lång fras")
    assert fresh != code
    assert banks.unlock(str(path), "en annan lång fras") == banks.unlock(str(path), fresh) == raw
    for old in (SECRET, code):
        with pytest.raises(WrongKey):
            banks.unlock(str(path), old)


def test_whoever_has_no_account_name_is_known_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pwd.getpwuid", lambda _number: SimpleNamespace(pw_name="petra"))
    assert (who(), who("Petra Provsson")) == (Who("petra", "petra"), Who("Petra Provsson", "petra"))

    def nobody(_number: int) -> object:
        raise KeyError("no such user")

    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert who().account == str(os.getuid())


def test_the_account_is_the_system_s_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    before = who().account
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody else")
    assert who().account == before != "somebody else"


def test_a_key_store_keeps_the_user_s_own_secret_which_is_worth_nothing_without_her_slot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = bank_with(tmp_path / "b.amdesk")
    at, kept = str(path), dict[str, str]()
    monkeypatch.setattr("keyring.set_password", lambda _service, name, key: kept.update({name: key}))
    monkeypatch.setattr("keyring.get_password", lambda _service, name: kept.get(name))
    key = banks.unlock(at, SECRET)
    assert access.remember_key(at, key)
    assert str(key) not in kept[at]
    found = access.saved_key(at)
    assert found == key
    assert isinstance(found, keys.SlotKey)
    assert (found.user, found.kind) == (ME.name, "passphrase")
    assert pickle.loads(pickle.dumps(found)).user == ME.name
    kept[at] = str(key)
    assert access.saved_key(at) is None, "the raw key is nobody's: the passphrase is asked for once more"
    kept[at] = keys.to_store(key)
    banks.new_passphrase(at, SECRET, "en annan lång fras")
    assert access.saved_key(at) == key, "whoever changes it here is not asked for it again"
    keys.reseal(path, "en annan lång fras", "en tredje lång fras")
    assert access.saved_key(at) is None
    kept[at] = "slot:x"
    assert access.saved_key(at) is None


def test_a_key_store_that_fails_keeps_nothing_and_the_passphrase_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_said: str) -> str:
        raise RuntimeError("locked")

    kept: dict[str, str] = {}
    at = str(tmp_path / "b.amdesk")
    monkeypatch.setattr("keyring.set_password", lambda _service, name, key: kept.update({name: key}))
    monkeypatch.setattr("keyring.get_password", lambda _service, name: kept.get(name))
    monkeypatch.setattr("keyring.delete_password", lambda _service, name: kept.pop(name))
    assert (access.remember_key(at, "abc"), access.saved_key(at), kept) == (True, "abc", {at: "abc"})
    assert (access.remember_key(at, None), access.saved_key(at)) == (True, None)
    for name in ("set_password", "get_password", "delete_password"):
        monkeypatch.setattr(f"keyring.{name}", fails)
    assert (access.remember_key(at, "abc"), access.remember_key(at, None), access.saved_key(at)) == (False, False, None)
