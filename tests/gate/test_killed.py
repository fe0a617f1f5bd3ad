"""Nothing of anybody is left lying about: exports are killed at every point at which they touch the disk, and the next start
clears up; where one fails, the log says nothing of whom it was about."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from amdesk.app import start_log
from amdesk.cli import main
from amdesk.services.bank import access, banks
from amdesk.services.bank.private import FOLDER, temporary
from amdesk.services.desk import Desk
from amdesk.ui.frame.report import noted
from tests import make
from tests.cli import small
from tests.services.test_verify import ended

ROOT = Path(__file__).parents[2]
YEAR = ("--from", "2026-01-01", "--to", "2026-11-23")
CALLS: dict[str, list[tuple[str, ...]]] = {
    "export": [("supervisors", "--out", "OUT/a.xlsx"), ("sheets", "--out", "OUT/s.xlsx"), ("supervisors", "--one-each", "--out", "OUT"), ("bookings", "--password", "--out", "OUT/b.xlsx")],
    "bank log export": [("--out", "OUT/log.xlsx")],
    "bank log sample": [(*YEAR, "--out", "OUT/sample.pdf")],
    "participant extract": [("D-0008", "--password", "--out", "OUT/e.pdf"), ("D-0008", "--out", "OUT/e.json")],
    "certificate issue": [("HERS", "--out", "OUT/c.pdf")],
    "certificate badge": [("AMD-2026-00001", "--out", "OUT/b.png")],
    "certificate page": [("AMD-2026-00001", "--out", "OUT/p.html")],
    "introduction notice": [("1", "--out", "OUT/i.pdf")],
    "participant wishes": [("D-0008", "--out", "OUT/w.pdf")],
    "participant handover": [("D-0008", "--out", "OUT/h.pdf")],
    "activity show": [("D-0008", "--out", "OUT/a.pdf")],
    "introduction list": [("--out", "OUT/i.xlsx")],
    "vacancy list": [("--out", "OUT/v.xlsx")],
    "subsidy list": [("--all", "--out", "OUT/claims.xlsx")],
    "attendance payroll": [("--month", "2026-11", "--out", "OUT/pay.xlsx")],
    "attendance form": [("--on", "2026-11-23", "--out", "OUT/form.pdf")],
    "attendance export": [("--on", "2026-11-23", "--out", "OUT/week.xlsx")],
    "module export": [("1", "--out", "OUT/m.xlsx")],
    "report followup": [(*YEAR, "--out", "OUT/f.xlsx")],
}  # fmt: skip
NOBODY_IN = {
    "certificate key", "certificate revoked", "certificate site", "certificate sign", "guidance export", "action list", "recommendation list", "recommendation answer", "profile export", "report cohort", "report savings", "report committee", "introduction results", "tour", "retention protocol",
}  # fmt: skip
"""Their files hold nobody, or (a signed certificate, the tour's) are written as the others are."""
PASSWORD = "fyra helt olika ord"
NAMES = ("Aida Demolund", "Prov Bokad", "Prov Börjat", "Prov Väntar", "Prov Intygad")


def _writing(group: click.Group = main, before: str = "") -> set[str]:
    found = set()
    for name, command in group.commands.items():
        said = f"{before} {name}".strip()
        if isinstance(command, click.Group):
            found |= _writing(command, said)
        elif any("--out" in p.opts for p in command.params):
            found.add(said)
    return found


def test_every_command_that_writes_a_file_is_killed() -> None:
    assert _writing() == {*CALLS, *NOBODY_IN}


@pytest.mark.thorough(long=True)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are Unix's")
def test_a_killed_export_leaves_nobody_outside_the_private_folder_and_nothing_after_the_next_start(
    tmp_path: Path, new_file: Path
) -> None:
    bank, home, out, tmp = tmp_path / "bank" / "b.amdesk", tmp_path / "home", tmp_path / "out", tmp_path / "tmp"
    for folder in (bank.parent, home, out, tmp):
        folder.mkdir()
    make.copied(new_file, bank)
    small.fill(bank)
    with closing(banks.open_(str(bank), None, make.CLOCK, access.Who("T", "t"))) as opened:
        desk = Desk(opened, make.CLOCK)
        hers = desk.work.participant(ended(desk, "Prov Intygad")).number
    head = ["--bank", str(bank), "--today", "2026-11-23"]
    calls = [
        [*head, *command.split(), *(w.replace("OUT", str(out)).replace("HERS", hers) for w in given)]
        for command, given_each in CALLS.items()
        for given in given_each
    ]
    journal = home / "journal"
    env = os.environ | {"AMDESK_HOME": str(home), "TMPDIR": str(tmp), "AMDESK_FILE_PASSWORD": PASSWORD}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.gate.killing", str(home), str(out), json.dumps(calls)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout
    for moments in json.loads(said):
        assert (moments[-1]["code"], len(moments) > 2) == (0, True), moments[-1]
        for seen in moments:
            apart = [p for p in seen["apart"] if not p.startswith((str(out), str(journal)))]
            assert not apart, (seen["call"], "outside of the private folder", apart)
            assert seen["mode"] in {"", "0o700"}
            left = [p for p in seen["after"] if p.startswith((str(home / FOLDER), str(tmp))) or p.endswith(".part")]
            assert not left, (seen["call"], seen["at"], "after the next start", left)
    assert any(seen["killed"] != seen["after"] for moments in json.loads(said) for seen in moments[:-1])
    assert [any(p.read_bytes()) for p in journal.iterdir()] == [False], "room alone for openings, kept free beforehand"
    assert list(tmp.iterdir()) == [], (
        "nothing is left where the system keeps what is temporary, not even an empty folder"
    )
    for path in (p for p in (*home.rglob("*"), *tmp.rglob("*"), *bank.parent.rglob("b.*")) if p.is_file()):
        held = path.read_bytes()
        assert not [n for n in NAMES if n.encode() in held], path


def test_a_folder_of_a_program_that_runs_stays_and_one_of_a_program_that_is_no_more_goes(tmp_path: Path) -> None:
    import tempfile

    with temporary(tmp_path / "home"):
        first = Path(tempfile.gettempdir())
        (first / "rows").write_text("Aida Demolund")
        dead = first.with_name("0" * 12)
        dead.mkdir()
        (dead / "rows").write_text("Aida Demolund")
        with temporary(tmp_path / "home"):
            assert Path(tempfile.gettempdir()).parent == first.parent
            assert (first / "rows").exists()
            assert not dead.exists()
        assert tempfile.gettempdir() == str(first)
    assert not (tmp_path / "home").exists()


def _writers() -> list[str]:
    found = []
    for path in sorted((ROOT / "amdesk").rglob("*.py")):
        name = path.relative_to(ROOT / "amdesk").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                mode = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                opens = node.func.attr == "open" and any(m[:1] in {"w", "x", "a"} and len(m) < 4 for m in mode)
                if node.func.attr in {"write_bytes", "write_text"} or opens:
                    found.append(name)
    return found


@pytest.mark.thorough(long=True)
def test_whatever_is_written_in_the_clear_goes_by_one_way() -> None:
    """Files that hold people are written by `save_bytes` alone; what else writes one says here what stands in it."""
    assert set(_writers()) == {
        "db/engine/tail.py",
        "export/xlsx.py",
        "kept_code.py",  # what PySide compiles of its own
        "services/bank/damage.py",
        "services/bank/rehearsal.py",  # a key file
        "services/bank/retention.py",
        "services/bank/tries.py",
        "settings.py",
        "tour.py",
        "ui/frame/lock.py",
    }


def _failing(_given: object, *_more: object) -> None:
    raise RuntimeError(", ".join(NAMES))


@pytest.mark.thorough(long=True)
def test_an_export_that_fails_leaves_no_file_and_says_nothing_of_anybody_in_the_log(
    tmp_path: Path, new_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AMDESK_FILE_PASSWORD", PASSWORD)
    bank, out = make.copied(new_file, tmp_path / "b.amdesk"), tmp_path / "out"
    out.mkdir()
    small.fill(bank)
    start_log()
    monkeypatch.setattr("amdesk.export.xlsx.os.replace", _failing)
    logged = 0
    possible = [(w, g) for w, each in CALLS.items() for g in each if not {"HERS", "AMD-2026-00001"} & set(g)]
    for what, given in possible:  # nobody has a certificate in this bank
        words = [*what.split(), *(w.replace("OUT", str(out)) for w in given)]
        try:
            main(["--bank", str(bank), "--today", "2026-11-23", *words], standalone_mode=False)
        except RuntimeError as error:
            logged += 1
            noted(error)
    assert logged == len(possible) > 5
    assert not list(out.iterdir())
    said = (tmp_path / "home" / "amdesk.log").read_text("utf-8")
    assert said.count("RuntimeError") == logged
    assert not [n for n in NAMES for part in n.split() if part in said]
