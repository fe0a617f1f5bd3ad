"""A pipe, a socket or a device under the name of a file is called what it is, and nobody waits for it: opening a pipe takes until
somebody writes to it, and a device can be read for ever."""

from __future__ import annotations

import ast
import io
import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from amdesk import plainfile
from amdesk.cli import main
from amdesk.ui.frame.lock import BankLock
from tests.conftest import Once
from tests.repository import files
from tests.test_architecture import ROOT

SECRET = "fyra ord som ingen gissar"
OWN = {
    "resources",
    "kept_code",
    "plainfile",
    "db.engine.network",
    "demo.city",
    "export.site",
    "services.guidance.handbook",
    "ui.bank.about",
}
"""Files that read what the program itself brings, or what the system says of its disks."""


class WaitedFor(BaseException):
    """Something was opened that is no file; nothing catches it on its way."""


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def plug(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


@pytest.fixture(scope="session")
def a_bank(once: Once) -> Path:
    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AMDESK_PASSPHRASE", SECRET)
            bank = folder / "bank.amdesk"
            assert CliRunner().invoke(main, ["--bank", str(bank), "bank", "create"]).exit_code == 0
            made = CliRunner().invoke(main, ["--bank", str(bank), "bank", "backup", str(folder / "copy.amdesk")])
            assert made.exit_code == 0

    return once("a-bank-and-its-copy", fill)


@pytest.fixture
def folder(a_bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bank and its copy, where opening what is no file is an error of the test."""
    shutil.copytree(a_bank, tmp_path, dirs_exist_ok=True)

    def guarded(real: Callable[..., Any], *, low: bool) -> Callable[..., Any]:
        def opened(path: Any, *given: Any, **named: Any) -> Any:
            quick = low and given and given[0] & (os.O_RDWR | os.O_NONBLOCK | os.O_CREAT | os.O_DIRECTORY)
            if isinstance(path, str | Path) and str(path).startswith(str(tmp_path)) and os.path.exists(path):
                mode = os.stat(path).st_mode
                if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode) and not quick:
                    raise WaitedFor(path)
            return real(path, *given, **named)

        return opened

    monkeypatch.setattr(io, "open", guarded(io.open, low=False))
    monkeypatch.setattr("builtins.open", io.open)
    monkeypatch.setattr(os, "open", guarded(os.open, low=True))
    monkeypatch.setenv("AMDESK_PASSPHRASE", SECRET)
    monkeypatch.setenv("AMDESK_NEW_PASSPHRASE", SECRET + " fem")
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path / "home"))
    return tmp_path


ACTS = (
    ("bank", "check"),
    ("bank", "restore", "{w}/copy.amdesk"),
    ("bank", "rescue", "{w}/new.amdesk"),
    ("bank", "rekey"),
)
SIDES = ("", ".key.json", "-wal", "-journal", "-shm")
GO_ON = (
    ".open.json",
    ".restoring",
    ".restoring.json",
    ".restoring.key.json",
    ".restoring.key.json.part",
    ".key.json.part",
)
"""What is made anew, or counts for nothing where it cannot be read."""
TAKEN = (
    *(("copy.amdesk" + end, ("bank", "restore", "{w}/copy.amdesk")) for end in ("", ".key.json", "-journal")),
    *((name, (*words, "{w}/odd")) for name in ("odd", "odd.key.json") for words in (("bank", "rescue"), ("bank", "backup"), ("bank", "copy"))),
    ("odd.json", ("import", "participants", "{w}/people.csv", "--answers", "{w}/odd.json")),
    ("odd.csv", ("import", "participants", "{w}/odd.csv")), ("odd.txt", ("report", "check-text", "{w}/odd.txt")),
    ("odd.xlsx", ("export", "placements", "--out", "{w}/odd.xlsx")),
    ("bank.amdesk.lock", ("bank", "rekey")), ("bank.amdesk.lock", ("bank", "restore", "{w}/copy.amdesk")),
)  # fmt: skip


def said(folder: Path, name: str, what: Callable[[Path], None], words: tuple[str, ...]) -> tuple[int, str]:
    path = folder / name
    path.unlink(missing_ok=True)
    what(path)
    (folder / "people.csv").write_text("Namn;Personnummer\nAda Prov;19860412-2386\n", "utf-8")
    asked = ["--lang", "en", "--bank", str(folder / "bank.amdesk"), *(w.format(w=folder) for w in words)]
    result = CliRunner().invoke(main, asked)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("end", SIDES)
@pytest.mark.parametrize("words", ACTS, ids=" ".join)
def test_a_pipe_as_a_bank_or_beside_it_is_called_a_pipe(folder: Path, end: str, words: tuple[str, ...]) -> None:
    name = "bank.amdesk" + end
    code, out = said(folder, name, pipe, words)
    assert (code in {3, 4}, f"{folder / name} is a pipe and no file." in out) == (True, True), out
    assert (folder / name).is_fifo()
    assert not (folder / "new.amdesk").exists()
    assert not list(folder.glob("*before*"))


@pytest.mark.parametrize(("what", "sort"), [(device, "device"), (plug, "socket"), (Path.mkdir, "folder")])
@pytest.mark.parametrize("end", [".key.json", "-wal"])
def test_what_else_is_no_file_is_called_what_it_is(
    folder: Path, end: str, what: Callable[[Path], None], sort: str
) -> None:
    code, out = said(folder, "bank.amdesk" + end, what, ("bank", "check"))
    assert (code, f"{folder / 'bank.amdesk'}{end} is a {sort} and no file." in out) == (4, True), out


@pytest.mark.thorough(24)
@pytest.mark.parametrize("end", GO_ON)
@pytest.mark.parametrize("words", ACTS, ids=" ".join)
def test_a_pipe_where_nothing_counts_keeps_nobody(folder: Path, end: str, words: tuple[str, ...]) -> None:
    code, out = said(folder, "bank.amdesk" + end, pipe, words)
    assert code == 0, out


@pytest.mark.thorough(30)
@pytest.mark.parametrize("what", [pipe, device])
@pytest.mark.parametrize(("name", "words"), TAKEN)
def test_what_is_named_to_a_command_is_refused_in_one_sentence(
    folder: Path, name: str, words: tuple[str, ...], what: Callable[[Path], None]
) -> None:
    code, out = said(folder, name, what, words)
    assert code in {3, 4}, out
    assert str(folder / name) in out
    assert os.path.lexists(folder / name)


def test_a_window_waits_for_no_pipe_in_the_place_of_its_lock_or_its_note(folder: Path) -> None:
    bank = folder / "bank.amdesk"
    pipe(bank.with_name("bank.amdesk.lock"))
    pipe(bank.with_name("bank.amdesk.open.json"))
    lock = BankLock(bank, "Ada")
    assert lock.take(), "as where the folder lets nobody say so"
    assert lock.holder() == ("", None)
    lock.release()
    bank.with_name("bank.amdesk.lock").unlink()
    assert lock.take()
    lock.release()


def test_a_pipe_that_comes_between_the_question_and_the_opening_is_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(folder / "late")
    monkeypatch.setattr(plainfile, "odd", lambda _path: None)
    assert plainfile.read(folder / "late") == b""


@pytest.mark.thorough(long=True)
def test_files_of_others_are_read_in_one_place() -> None:
    """Whoever reads a file by himself waits for a pipe some day."""
    found = []
    for path in files():
        if not path.is_relative_to(ROOT) or path.suffix != ".py":
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        names = [n.func.attr for n in calls if isinstance(n.func, ast.Attribute)]
        if name not in OWN and {"read_bytes", "read_text"} & set(names):
            found.append(name)
    assert found == []
