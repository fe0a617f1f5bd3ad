"""A backup in the bank's place: the bank and its key together or not at all, and never under somebody who works in it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.db import port
from amdesk.db.engine import keys, locks, swap
from amdesk.db.engine.backup import prove
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.opening import open_bank
from amdesk.domain.errors import BadFile, BankBusy, BankUnusable
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.ui.frame.lock import BankLock
from tests import make

ROOT = Path(__file__).parents[2]
OLD, NEW = "den gamla långa frasen", "den nya långa frasen"
WHO = access.Who("Test", "test")
STEPS = ("write", "fsync", "replace", "link", "unlink")
"""What of the disk a restore uses, each of which may fail."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "bank.amdesk", OLD, "Gammal")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of a bank with another passphrase and another key."""
    bank = opened(made(tmp_path / "other" / "b.amdesk", NEW, "Ny"), NEW)
    found = banks.backup(bank, tmp_path / "copy.amdesk")
    bank.close()
    return found


def made(path: Path, secret: str, name: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    bank, _ = banks.create(path, secret, make.CLOCK, WHO)
    make.participant(bank, name=name)
    bank.close()
    return path


def opened(path: Path, secret: str) -> port.Bank:
    return open_bank(str(path), secret=secret, actor="T", account="t", clock=make.CLOCK)


def restore(copy: Path, path: Path) -> Path | None:
    return banks.restore(copy, path, NEW, make.CLOCK, WHO)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def what_opens(path: Path) -> str:
    """Who is in the bank, with whichever passphrase is its own; the bank is proved."""
    for secret in (OLD, NEW):
        try:
            bank = opened(path, secret)
        except WrongKey:
            continue
        try:
            assert prove(bank) == []
            return str(port.value(bank, "select name from participant"))
        finally:
            bank.close()
    raise AssertionError("no passphrase opens the bank")


def link(name: str) -> Callable[[Path, Path], Path]:
    def to(path: Path, folder: Path) -> Path:
        second = folder / "second.amdesk"
        if name == "itself":
            return path
        if name == "relative":
            return path.parent / "other" / ".." / path.name
        (second.symlink_to if name == "symbolic" else second.hardlink_to)(path)
        shutil.copyfile(keys.key_file(path), keys.key_file(second))
        return second

    return to


@pytest.mark.thorough(4)
@pytest.mark.parametrize("name", ["itself", "relative", "symbolic", "hard"])
def test_a_bank_restored_onto_itself_under_any_name_is_refused_and_untouched(
    path: Path, copy: Path, tmp_path: Path, name: str
) -> None:
    same = link(name)(path, tmp_path)
    before = files(tmp_path)
    with pytest.raises(BadFile, match="is the bank itself"):
        banks.restore(same, path, OLD, make.CLOCK, WHO)
    assert files(tmp_path) == before
    assert what_opens(path) == "Gammal"


class Broken(OSError):
    """The disk says no."""


def failing(monkeypatch: pytest.MonkeyPatch, step: str, number: int, *, once: bool) -> list[int]:
    """The `number`-th time (or from then on) the disk refuses that step; the list counts how often it was asked."""
    asked: list[int] = []

    def refuse(true: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*given: Any, **named: Any) -> Any:
            asked.append(1)
            if len(asked) == number or (len(asked) > number and not once):
                raise Broken(28, "No space left on device")
            return true(*given, **named)

        return ask

    places: dict[str, list[tuple[Any, str]]] = {
        "write": [(os, "fdopen")],
        "fsync": [(os, "fsync")],
        "replace": [(Path, "replace"), (os, "replace"), (os, "rename")],
        "link": [(os, "link"), (shutil, "copyfile")],
        "unlink": [(Path, "unlink")],
    }
    for owner, name in places[step]:
        monkeypatch.setattr(owner, name, refuse(getattr(owner, name)))
    return asked


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "you may not change"), (errno.EIO, "does not answer")],
)
def test_why_a_backup_could_not_be_put_in_place_is_said_as_the_system_says_it(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(swap, "put", refuse)
    with pytest.raises(BankUnusable, match=f"could not be put in place: .*{said}"):
        restore(copy, path)
    monkeypatch.undo()
    assert what_opens(path) == "Gammal"


def test_a_restore_to_where_there_is_no_folder_says_so(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(BankUnusable, match=f"there is no folder {tmp_path / 'none'}"):
        restore(copy, tmp_path / "none" / "bank.amdesk")
    assert not (tmp_path / "none").exists()


@pytest.mark.thorough(2)
@pytest.mark.parametrize("what", ["a migration", "rules"])
def test_a_backup_that_a_newer_program_made_is_called_by_its_own_name(path: Path, copy: Path, what: str) -> None:
    later = opened(copy, NEW)
    with later.unlogged():
        if what == "rules":
            later.execute("update rule_set set number = number + 1")
        else:
            later.execute(
                "insert into _sqlite_migrations (migration_set, name, applied_at) values ('amdesk', 'm9999_later', '2030-01-01')"
            )
    later.close()
    before = files(path.parent)
    with pytest.raises(BankUnusable, match=f"{copy} was made by a newer version"):
        restore(copy, path)
    assert files(path.parent) == before
    assert what_opens(path) == "Gammal"


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_fails_at_any_step_of_a_restore_leaves_the_bank_that_it_says(
    path: Path, copy: Path, step: str, once: bool, tmp_path: Path
) -> None:
    for number in range(1, 40):
        target = tmp_path / f"{step}{number}" / "bank.amdesk"
        target.parent.mkdir()
        for end in ("", ".key.json"):
            shutil.copyfile(f"{path}{end}", f"{target}{end}")
        with pytest.MonkeyPatch.context() as patch:
            asked = failing(patch, step, number, once=once)
            try:
                restore(copy, target)
                expected = "Ny"
            except BankUnusable as error:
                expected = "Ny" if "could not be finished" in str(error) else "Gammal"
        assert what_opens(target) == expected, number
        if len(asked) < number:
            break
    assert len(asked) < number, "every step was reached"
    assert expected == "Ny"


@pytest.mark.thorough(long=True)
def test_a_restore_that_is_killed_at_any_call_of_the_system_leaves_one_of_both_whole(
    path: Path, copy: Path, tmp_path: Path
) -> None:
    code = f"""
import os, shutil, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine import keys
from amdesk.services.bank import access; from amdesk.services.bank import banks
from tests import make
keys.MEMORY_KIB, keys.ROUNDS, keys.LANES = {keys.MEMORY_KIB}, {keys.ROUNDS}, {keys.LANES}
left = 0
def counted(event, args):
    global left
    if event in ("os.rename", "os.link", "os.remove", "open") and str(args[0]).startswith({str(tmp_path)!r}):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
for number in range(90):
    target = Path({str(tmp_path)!r}) / f"k{{number}}" / "bank.amdesk"
    target.parent.mkdir()
    for end in ("", ".key.json"):
        shutil.copyfile({str(path)!r} + end, str(target) + end)
    child = os.fork()
    if not child:
        left = number
        sys.addaudithook(counted)
        banks.restore(Path({str(copy)!r}), target, {NEW!r}, make.CLOCK, access.Who("T", "t"))
        os._exit(0)
    ended = os.waitpid(child, 0)[1]
    print(ended, flush=True)
    if ended == 0:
        break
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    ended = run.stdout.split()
    assert (set(ended[:-1]), ended[-1]) == ({str(int(signal.SIGKILL))}, "0"), run.stderr
    seen = [what_opens(tmp_path / f"k{number}" / "bank.amdesk") for number in range(len(ended))]
    assert seen == sorted(seen), "the old until it counts, the new from then on"
    assert set(seen) == {"Gammal", "Ny"}
    for number in range(len(ended)):
        _nothing_is_left_that_never_counted(tmp_path / f"k{number}" / "bank.amdesk")


def _nothing_is_left_that_never_counted(bank: Path) -> None:
    """Not once it is opened; and nothing that is called from before is the bank itself under a second name."""
    assert not list(bank.parent.glob("*.restoring*")), sorted(p.name for p in bank.parent.iterdir())
    assert not [p.name for p in swap.kept(bank) if p.samefile(bank)]


def test_what_a_restore_left_that_never_counted_goes_when_the_bank_opens_and_not_under_one_that_is_at_it(
    path: Path, copy: Path
) -> None:
    """It may hold people who are erased."""
    left = swap.staged(path)
    for end in ("", ".key.json", "-journal"):
        shutil.copyfile(copy, f"{left}{end}")
    with locks.alone(path):
        swap.finish(path)
    assert left.exists(), "somebody is at it"
    assert what_opens(path) == "Gammal"
    assert list(path.parent.glob("*.restoring*")) == []


@pytest.mark.parametrize("there", [True, False])
def test_the_former_bank_is_kept_until_there_is_a_bank_in_its_place(path: Path, *, there: bool) -> None:
    kept = path.with_name("kept.amdesk")
    for end in ("", ".key.json"):
        shutil.copyfile(f"{path}{end}", f"{kept}{end}")
    if not there:
        path.unlink()
    swap._take_back(path, kept)
    assert kept.exists() is not there
    assert path.exists() is there


@pytest.mark.thorough(14)
@pytest.mark.parametrize(
    "note", ["", "{", "[]", "null", '"x"', '{"kept": 1, "drop": true}', '{"kept": "bank.amdesk", "drop": true}']
)
@pytest.mark.parametrize("ready", ["all is in place", "a key is gone"])
def test_a_note_that_is_none_of_a_restore_s_takes_nothing_away(path: Path, note: str, ready: str) -> None:
    bank = opened(path, OLD)
    make.participant(bank, name="Senare")
    log = Path(f"{path}-wal").read_bytes()
    bank.close()
    path.with_name(path.name + ".restoring.json").write_text(note)
    if ready == "all is in place":
        assert what_opens(path) == "Gammal"
        return
    shutil.copyfile(path, swap.staged(path))
    Path(f"{path}-wal").write_bytes(log)
    before = files(path.parent)
    with pytest.raises(BankUnusable, match=f"The key file {keys.key_file(swap.staged(path))} is missing"):
        opened(path, OLD)
    assert {n: c for n, c in files(path.parent).items() if not n.endswith(".lock")} == before


@pytest.mark.thorough(long=True)
def test_what_was_there_is_kept_and_opens_and_nothing_else_is_left(path: Path, copy: Path) -> None:
    kept = restore(copy, path)
    assert kept is not None
    assert what_opens(kept) == "Gammal"
    assert what_opens(path) == "Ny"
    ours = {path, keys.key_file(path), kept, keys.key_file(kept)}
    assert {p for p in path.parent.glob("bank*") if p not in ours} == set()


@pytest.mark.thorough(long=True)
def test_two_restores_within_one_second_keep_both_that_were_there(path: Path, copy: Path) -> None:
    kept = {restore(copy, path), restore(copy, path), restore(copy, path)}
    assert len(kept) == 3
    assert sorted(what_opens(k) for k in kept if k) == ["Gammal", "Ny", "Ny"]


def kept_at(path: Path, day: int, of: Path, *, good: bool = True) -> Path:
    """A bank kept on a day of last year, as a restore names it."""
    name = path.with_name(f"bank-before-2025{day:04d}-120000.amdesk")
    shutil.copyfile(of, name)
    shutil.copyfile(keys.key_file(of), keys.key_file(name))
    if not good:
        name.write_bytes(name.read_bytes()[:-4096] + bytes(4096))
    then = datetime(2025, day // 100, day % 100, 12, tzinfo=UTC).timestamp()
    os.utime(name, (then, then))
    return name


def there(path: Path) -> set[Path]:
    return set(path.parent.glob("bank-before-*.amdesk"))


@pytest.mark.thorough(long=True)
def test_a_restore_leaves_the_newest_three_of_what_was_there_before(path: Path, copy: Path) -> None:
    old = [kept_at(path, day, copy) for day in (101, 102, 103, 104)]
    (other := path.with_name("bank-before-spring.amdesk")).write_bytes(b"x")
    keys.key_file(other).write_bytes(b"x")
    made = restore(copy, path)
    assert there(path) == {made, old[3], old[2], other}
    assert {p for p in path.parent.glob("bank-before-*") if p.name.endswith(".key.json")} == {
        keys.key_file(p) for p in there(path)
    }


@pytest.mark.thorough(long=True)
def test_the_newest_good_one_stays_where_the_newest_three_are_damaged(path: Path, copy: Path) -> None:
    old = [kept_at(path, day, copy, good=day < 104) for day in (101, 102, 103, 104, 105)]
    path.write_bytes(path.read_bytes()[:-4096] + bytes(4096))
    made = restore(copy, path)
    assert there(path) == {made, old[4], old[3], old[2]}
    assert what_opens(old[2]) == "Ny"


@pytest.mark.thorough(long=True)
def test_none_goes_where_none_is_known_to_be_good(path: Path, copy: Path) -> None:
    old = [kept_at(path, day, copy, good=False) for day in (101, 102, 103, 104)]
    made = restore(copy, path)
    assert there(path) == {made, *old}


@pytest.mark.thorough(long=True)
def test_one_that_somebody_works_in_stays(path: Path, copy: Path) -> None:
    worked_in, open_now, idle, *_ = [kept_at(path, day, copy) for day in (101, 102, 103, 104, 105)]
    os.utime(worked_in)
    bank = opened(open_now, NEW)
    restore(copy, path)
    bank.close()
    assert {worked_in, open_now} <= there(path)
    assert idle not in there(path)


@pytest.mark.thorough(long=True)
def test_a_bank_that_is_removed_takes_with_it_what_was_kept_from_before(path: Path, copy: Path) -> None:
    restore(copy, path)
    kept_at(path, 101, copy)
    banks.remove_files(path)
    assert list(path.parent.glob("bank*")) == []


@pytest.mark.thorough(long=True)
def test_a_restored_bank_lets_others_read_while_one_writes(path: Path, copy: Path) -> None:
    restore(copy, path)
    bank = opened(path, NEW)
    assert port.value(bank, "pragma journal_mode") == "wal"
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_restore_leaves_the_backup_as_it_is(path: Path, copy: Path) -> None:
    before = files(copy.parent)
    restore(copy, path)
    assert {n: b for n, b in files(copy.parent).items() if n.startswith("copy")} == {
        n: b for n, b in before.items() if n.startswith("copy")
    }


def test_what_still_stands_in_the_log_of_the_source_is_restored_too(path: Path, tmp_path: Path) -> None:
    bank = opened(made(tmp_path / "other" / "b.amdesk", NEW, "Ny"), NEW)
    make.participant(bank, name="I loggen")
    restore(tmp_path / "other" / "b.amdesk", path)
    bank.close()
    found = opened(path, NEW)
    assert port.value(found, "select count(*) as n from participant") == 2
    found.close()


def command(path: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--bank", str(path), "--lang", "en", *words], env={"AMDESK_PASSPHRASE": NEW})


HOLD = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from amdesk.db.engine import keys
from amdesk.db.engine.opening import open_bank
from tests import make
keys.MEMORY_KIB, keys.ROUNDS, keys.LANES = 64, 1, 1
bank = open_bank(sys.argv[1], secret={OLD!r}, actor="T", account="t", clock=make.CLOCK)
print("open", flush=True)
sys.stdin.readline()
make.participant(bank, name="Skriven efteråt")
bank.close()
"""


@pytest.mark.thorough(long=True)
def test_a_restore_is_refused_while_another_program_has_the_bank_open_and_what_it_writes_stays(
    path: Path, copy: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        result = command(path, "bank", "restore", str(copy))
        holder.communicate("\n")
    assert (result.exit_code, "is open in a window or another program" in result.output) == (4, True)
    bank = opened(path, OLD)
    assert [r["name"] for r in port.rows(bank, "select name from participant")] == ["Gammal", "Skriven efteråt"]
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_restore_is_refused_while_a_window_has_the_bank(path: Path, copy: Path) -> None:
    window = BankLock(path, "Nils Modellberg")
    assert window.take()
    before = files(path.parent)
    assert command(path, "bank", "restore", str(copy)).exit_code == 4
    assert files(path.parent) == before
    window.release()
    assert command(path, "bank", "restore", str(copy)).exit_code == 0
    assert window.take(), "the lock is given back"
    window.release()


def test_a_restore_is_refused_while_this_program_itself_has_the_bank_open(path: Path, copy: Path) -> None:
    bank = opened(path, OLD)
    with pytest.raises(BankBusy, match="is open"):
        restore(copy, path)
    make.participant(bank, name="Skriven efteråt")
    bank.close()
    assert what_opens(path) == "Gammal"


def test_a_window_may_change_a_bank_whose_restore_was_killed(path: Path) -> None:
    """The lock file that the killed one left behind counts for nobody."""
    code = f"""
import sys, os
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine import locks
with locks.alone(Path({str(path)!r})):
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    window = BankLock(path, "Nils Modellberg")
    assert window.take()
    window.release()


def test_two_connections_of_one_program_both_keep_others_from_replacing_the_bank(path: Path) -> None:
    """A system forgets a program's locks on a file when it closes that file, whichever of its doors it opened."""
    first, second = opened(path, OLD), opened(path, OLD)
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine import locks
with locks.alone(Path({str(path)!r})):
    print("alone")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == ""
    assert "BankBusy" in run.stderr
    first.close()
    second.close()


@pytest.mark.thorough(long=True)
def test_a_restore_without_room_for_the_new_bank_touches_nothing(path: Path, copy: Path) -> None:
    before = files(path.parent)
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from amdesk.db.engine import keys
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import access; from amdesk.services.bank import banks
from tests import make
keys.MEMORY_KIB, keys.ROUNDS, keys.LANES = 64, 1, 1
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    banks.restore(Path({str(copy)!r}), Path({str(path)!r}), {NEW!r}, make.CLOCK, access.Who("T", "t"))
except BankUnusable as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "full" in run.stdout, run.stderr
    assert files(path.parent) == before


def test_an_erased_person_is_not_in_the_restored_bank_even_for_a_moment(path: Path, copy: Path, tmp_path: Path) -> None:
    """What has to be done to the new bank is done before it is in place: if that fails the old one stays."""

    def fails(_bank: port.Bank) -> None:
        raise BankUnusable(text("broken off"))

    from amdesk.db.engine import restore as putting

    with pytest.raises(BankUnusable, match="broken off"):
        putting.restore(copy, path, NEW, actor="T", account="t", clock=make.CLOCK, ready=fails)
    assert what_opens(path) == "Gammal"
    assert not swap.staged(path).exists()


def test_an_older_copy_of_the_same_bank_brings_no_old_passphrase_back(path: Path, tmp_path: Path) -> None:
    """Its recovery code opens both: what counts now goes on counting, and who was let out stays out."""
    kept = opened(path, OLD)
    copy = banks.backup(kept, tmp_path / "copy.amdesk")
    kept.close()
    code = keys.reseal(path, OLD, NEW)
    assert keys.reseal(copy, OLD, OLD)  # its own, as it was then: another code
    shutil.copyfile(keys.key_file(path), keys.key_file(copy))
    assert keys.revives(copy, path, code) is False
    banks.restore(copy, path, code, make.CLOCK, WHO)
    with pytest.raises(WrongKey):
        opened(path, OLD)
    assert what_opens(path) == "Gammal"


def test_a_copy_that_brings_other_passphrases_says_so_before_it_is_put_in_place(path: Path, tmp_path: Path) -> None:
    from amdesk.i18n import Words
    from amdesk.services.bank import newer

    bank = opened(path, OLD)
    copy = banks.backup(bank, tmp_path / "copy.amdesk")
    bank.close()
    for secret, said in ((OLD, False), (NEW, True)):
        if said:
            keys.reseal(path, OLD, NEW)
        found = newer.newer(copy, path, make.CLOCK, WHO, secret=OLD)
        assert found is not None
        lines = newer.lines(found, Words("en", make.CLOCK.today()))
        assert any("that the copy was made with" in line for line in lines) is said, secret


def test_what_is_newer_is_told_person_by_person_and_a_protected_one_by_number(path: Path, tmp_path: Path) -> None:
    from amdesk.i18n import Words
    from amdesk.services.bank import newer

    bank = opened(path, OLD)
    copy = banks.backup(bank, tmp_path / "copy.amdesk")
    make.participant(bank, name="Ny Person")
    hidden = make.participant(bank, name="Dold Person")
    with bank.write(text("x")):
        port.update(bank, "participant", hidden, protection=2)
    bank.close()
    found = newer.newer(copy, path, make.CLOCK, WHO, secret=OLD)
    assert found is not None
    said = "\n".join(newer.lines(found, Words("en", make.CLOCK.today())))
    assert "Ny Person: 1 change" in said
    assert ": 2 changes" in said
    assert "Dold" not in said.split("They are about:")[1]


def test_where_a_disk_knows_no_second_names_what_was_there_is_kept_as_a_copy_of_ones_own(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no second names")

    before = path.read_bytes()
    monkeypatch.setattr(os, "link", refuse)
    kept = restore(copy, path)
    monkeypatch.undo()
    assert kept is not None
    assert (kept.read_bytes() == before, kept.stat().st_mode & 0o777) == (True, 0o600)
    assert (what_opens(path), what_opens(kept)) == ("Ny", "Gammal")
