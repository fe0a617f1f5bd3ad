"""What a command writes never lands on a bank, on its key or on what a bank keeps beside it; odd names are one sentence."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from tests.conftest import Once

LONG = "n" * 300
WRITERS = (
    ("export", "placements", "--out"),
    ("export", "bookings", "--out"),
    ("certificate", "key", "--out"),
    ("certificate", "revoked", "--out"),
    ("profile", "export", "PAR", "--out"),
    ("tour", "--out"),
    ("bank", "backup"),
)


def run(address: Path | str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "--bank", str(address), *words])


NAMES = ("mine.amdesk", "other.amdesk")


@pytest.fixture(scope="session")
def two_banks(once: Once) -> Path:
    """A folder with nothing but two new banks and what they keep beside them; tests copy it."""

    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
            for name in NAMES:
                assert run(folder / name, "bank", "create").exit_code == 0

    return once("two-banks", fill)


@pytest.fixture
def banks(two_banks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
    shutil.copytree(two_banks, tmp_path, dirs_exist_ok=True)
    mine, other = (tmp_path / name for name in NAMES)
    return mine, other


@pytest.mark.parametrize("words", [w for w in WRITERS if w[0] != "tour"], ids=" ".join)
def test_no_pipe_or_device_is_put_away_for_a_file(banks: tuple[Path, Path], words: tuple[str, ...]) -> None:
    pipe = banks[0].with_name("pipe")
    os.mkfifo(pipe)
    result = run(banks[0], *words, str(pipe))
    assert result.exit_code == 3, result.output
    assert pipe.is_fifo()


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
@pytest.mark.parametrize("end", ["", ".key.json", "-wal", ".open.json", ".erased.json"])
@pytest.mark.thorough(12)
def test_nothing_is_written_over_a_bank_or_what_it_keeps_beside_it(
    banks: tuple[Path, Path], words: tuple[str, ...], end: str
) -> None:
    mine, _ = banks
    for path in banks:
        place = path.with_name(path.name + end)
        key, before = path.with_name(path.name + ".key.json"), place.read_bytes() if place.exists() and end else b""
        there = key.read_bytes()
        result = run(mine, *words, str(place))
        assert result.exit_code == 3, result.output
        assert isinstance(result.exception, SystemExit), result.exception
        assert key.read_bytes() == there
        assert (place.read_bytes() if place.exists() and end else b"") == before
        assert run(path, "bank", "check").exit_code == 0


def test_a_bank_is_not_made_where_another_keeps_its_log(banks: tuple[Path, Path]) -> None:
    mine, _ = banks
    assert run(f"{mine}-wal", "bank", "create").exit_code == 4
    assert run(mine, "bank", "check").exit_code == 0


@pytest.mark.parametrize("address", ["/", ".", "..", LONG, "a/" * 3000 + "x"])
def test_a_name_that_no_bank_can_have_is_one_sentence(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fyra ord som ingen gissar")
    for words in (("list", "placements"), ("bank", "check"), ("bank", "create")):
        result = run(address, *words, "--json")
        assert result.exit_code == 4, result.output
        assert isinstance(result.exception, SystemExit), result.exception
        assert json.loads(result.stdout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["/", ".", "", LONG])
def test_a_name_that_no_file_can_have_is_one_sentence(banks: tuple[Path, Path], name: str) -> None:
    mine, _ = banks
    for words in (
        ("report", "check-text", name),
        ("certificate", "verify", name, "--key", name),
        ("import", "placements", name),
        ("match", "--all", "--policy", name),
        ("export", "placements", "--out", name),
        ("bank", "backup", name),
        ("bank", "restore", name),
        ("bank", "copy", name or "."),
    ):
        result = run(mine, *words)
        assert result.exit_code in {3, 4}, (words, result.output)
        assert isinstance(result.exception, SystemExit), (words, result.exception)
        assert result.stderr.strip().endswith("."), (words, result.output)


def test_a_bank_in_a_folder_that_may_not_be_entered_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat

    def refused(path: Any, **more: Any) -> os.stat_result:
        if "closed" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **more)

    monkeypatch.setattr("os.stat", refused)
    result = run(tmp_path / "closed" / "bank.amdesk", "list", "placements")
    assert result.exit_code == 4, result.output
    assert "no right to read it" in result.stderr


@pytest.mark.parametrize("words", [w for w in WRITERS if w[0] not in {"tour", "bank"}], ids=" ".join)
def test_a_bank_that_is_called_as_the_file_that_is_written_stays_too(
    banks: tuple[Path, Path], words: tuple[str, ...]
) -> None:
    mine, other = banks
    place = mine.with_name({"key": "other.pem", "revoked": "other.revoked"}.get(words[1], "other.xlsx"))
    for end in ("", ".key.json"):
        other.with_name(other.name + end).rename(place.with_name(place.name + end))
    before = place.read_bytes()
    result = run(mine, *words, str(place))
    assert result.exit_code == 3, result.output
    assert place.read_bytes() == before
