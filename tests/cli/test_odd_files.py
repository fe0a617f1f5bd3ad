"""Odd files at every command that takes one, and in the place of every file of the program's own: one sentence and the
exit code of the house (3 the file, 4 the bank), never a traceback, and nothing changed."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from amdesk import resources
from amdesk.cli import main
from amdesk.db import port
from amdesk.db.engine.opening import open_bank
from amdesk.export import seal
from amdesk.settings import Settings
from tests import make, odd

KEY = "11" * 32
COMMANDS = (
    *(f"import {kind} {{odd}}" for kind in ("placements", "participants", "employments", "followups", "payments", "measures", "assessments")),
    "match --all --policy {odd}", "profile import PAR {odd}", "module import {odd}", "report check-text {odd}",
    "certificate verify {odd} --key {pem}", "certificate verify {text} --key {odd}", "certificate verify {text} --key {pem} --revoked {odd}",
    "certificate sign {odd} --p12 {text} --out {out}", "certificate sign {pdf} --p12 {odd} --out {out}", "bank restore {odd}",
)  # fmt: skip
NO_JSON = ("sign", "restore")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where a file without rights cannot be opened, by root neither, who may open all others."""
    plain = io.open

    def guarded(file: Any, *given: Any, **named: Any) -> Any:
        if isinstance(file, str | Path) and Path(file).is_file() and not stat.S_IMODE(Path(file).stat().st_mode):
            raise PermissionError(13, "Permission denied", str(file))
        return plain(file, *given, **named)

    monkeypatch.setattr(io, "open", guarded)
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path))
    monkeypatch.setenv("AMDESK_P12_PASSPHRASE", "x")
    return tmp_path


@pytest.fixture
def bank(home: Path, new_file: Path) -> Path:
    return make.copied(new_file, home / "b.amdesk")


def run(bank: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--bank", str(bank), "--today", "2026-11-23", "--lang", "en", *words])


def said_well(result: Result, codes: tuple[int, ...], *, as_json: bool) -> None:
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in codes, result.output
    assert "Traceback" not in result.output
    if as_json:
        document = json.loads(result.stdout)
        assert (result.exit_code in {3, 4}) == ("error" in document)


def content(bank: Path) -> list[object]:
    """What stands in the bank but for logs and kept rounds."""
    opened = open_bank(str(bank), actor="T", account="t", clock=make.CLOCK)
    counts = [
        port.value(opened, f"select count(*) from {t}") for t in ("occupation", "profile", "assessment", "attendance")
    ]
    opened.close()
    return counts


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.thorough(26)
def test_odd_files_are_refused_in_one_sentence(bank: Path, command: str) -> None:
    folder = bank.parent
    (folder / "city.pem").write_bytes(seal.public_pem(KEY))
    (folder / "text.txt").write_text("AMDESK1:AAAA", "utf-8")
    (folder / "sealed.pdf").write_bytes(seal.sealed(KEY, b"%PDF-1.7\n%%EOF\n"))
    before = content(bank)
    as_json = not any(word in command for word in NO_JSON)
    more = {
        "import assessments {odd}": odd.SHEETS,
        "module import {odd}": odd.ATTENDANCE,
        "match --all --policy {odd}": tuple(odd.JSONS),
    }
    for name in (*odd.GENERAL, *more.get(command, ())):
        path = odd.put(name, folder / "odd.file")
        words = command.format(
            odd=path,
            pem=folder / "city.pem",
            text=folder / "text.txt",
            pdf=folder / "sealed.pdf",
            out=folder / "out.pdf",
        )
        result = run(bank, *words.split(), *(["--json"] if as_json else []))
        try:
            said_well(result, (0, 1, 3, 4) if "restore" in command else (0, 1, 3), as_json=as_json)
        except BaseException as error:
            error.add_note(f"{name}: {words}")
            raise
    assert content(bank) == before
    assert not (folder / "out.pdf").exists()


def test_an_odd_key_file_is_one_sentence_and_the_bank_is_left_alone(
    bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
    key, before = Path(f"{bank}.key.json"), bank.read_bytes()
    for name in odd.ALL:
        odd.put(name, key)
        result = run(bank, "list", "placements", "--json")
        checked = run(bank, "bank", "check", "--json")
        try:
            said_well(result, (4,), as_json=True)
            assert result.stderr.count("\n") == 1
            assert (json.loads(checked.stdout)["ok"], checked.exit_code) == (False, 4)
        except BaseException as error:
            error.add_note(name)
            raise
    assert bank.read_bytes() == before


def test_an_odd_bank_is_one_sentence(bank: Path) -> None:
    for name in odd.GENERAL:
        odd.put(name, bank)
        result = run(bank, "list", "placements", "--json")
        try:
            said_well(result, (4,), as_json=True)
        except BaseException as error:
            error.add_note(name)
            raise


@pytest.mark.thorough(long=True)
def test_odd_settings_are_passed_over(bank: Path) -> None:
    for name in odd.ALL:
        odd.put(name, Settings.file())
        loaded = Settings.load()
        assert loaded.language in {"", "sv", "en"}
        assert (50 <= loaded.scale <= 300, loaded.copies >= 1, loaded.width > 0) == (True, True, True)
        try:
            result = CliRunner().invoke(main, ["--bank", str(bank), "list", "placements", "--json"])
            said_well(result, (0,), as_json=True)
        except BaseException as error:
            error.add_note(name)
            raise


def test_an_odd_list_of_the_erased_stops_a_restore_before_anything_is_touched(bank: Path) -> None:
    assert run(bank, "bank", "backup", str(bank.parent / "copy.amdesk")).exit_code == 0
    before = bank.read_bytes()
    for name in ("no json", "nested lists", "a number", "noise", "a folder", "no rights"):
        odd.put(name, Path(f"{bank}.erased.json"))
        result = run(bank, "bank", "restore", str(bank.parent / "copy.amdesk"))
        said_well(result, (4,), as_json=False)
        assert bank.read_bytes() == before
        assert not list(bank.parent.glob("*before*"))


@pytest.mark.parametrize("said", ["{", "[" * odd.DEEP, ""])
def test_a_damaged_file_of_the_program_itself_is_told_as_that(
    bank: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    (bank.parent / "reference").mkdir()
    for name in ("codelists.json", "occupations.json"):
        (bank.parent / "reference" / name).write_text(said, "utf-8")
    monkeypatch.setattr(resources, "folder", lambda: bank.parent)
    resources.parsed.cache_clear()
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
    result = run(bank.with_name("new.amdesk"), "bank", "create", "--json")
    resources.parsed.cache_clear()
    said_well(result, (3,), as_json=True)
    assert "Install AMDesk again" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        "match {n}", "match --placement {n}", "match D-{n}", "match --all --from {n}", "match D-0001 --limit {n}", "why {n} {n}", "book {n} {n} --from 2026-12-01 --to 2026-12-31",
        "book D-1 P-1 --from {n} --to {n}", "book D-1 P-1 --from 2026-12-01 --to 2026-12-31 --extent {n}", "list placements --free-on {n}", "report cohort --year {n}",
        "report cohort --year 2025 --window {n}", "report cohort --year 2025 --months {n}", "report savings --from 2026-01-01 --to 2026-06-30 --assume attribution={n},{n},{n}",
        "report followup --from {n} --to {n}", "module export {n} --out {out}", "profile use PAR {n}", "profile use {n} 1", "profile retire PAR {n}", "certificate issue {n} --out {out}",
        "certificate revoke {n} --reason x", "retention list --before {n}", "confirm {n}", "cancel {n} --reason {n}", "import placements {file} --map {n}={n}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [odd.LONG, "9" * 25, "9999999999", "-1", "0", "1e400", "nan", "٣٣٣"])
@pytest.mark.thorough(9)
def test_a_number_that_is_none_or_far_too_large_is_refused_as_an_option(bank: Path, words: str, number: str) -> None:
    (bank.parent / "x.csv").write_text(
        "Plats;Yrkestitel;Antal platser;Timmar per vecka\nA;Parkarbetare;2;40\n", "utf-8"
    )
    said = words.format(n=number, out=bank.parent / "out.xlsx", file=bank.parent / "x.csv").split()
    said_well(run(bank, *said), (0, 1, 2, 3), as_json=False)
