"""What the program writes while it makes a file lies in a folder of its own, and goes with it."""

from __future__ import annotations

import ast
import os
import tempfile
from pathlib import Path

import pytest

from amdesk.domain.names import PART, PART_NOTED
from amdesk.services.bank.private import ASKED, FOLDER, temporary
from tests.repository import ROOT


def test_while_it_lasts_everything_asks_there_and_afterwards_where_it_did_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("TEMP", raising=False)
    before = {name: os.environ.get(name) for name in ASKED}
    home = tmp_path / "home"
    with temporary(home):
        own = Path(tempfile.gettempdir())
        assert own.parent == home / FOLDER
        assert {os.environ[name] for name in ASKED} == {str(own)}
        assert [oct(p.stat().st_mode & 0o777) for p in (own, own.parent)] == ["0o700", "0o700"]
        (own / "left").mkdir()
        (own / "left" / "names.xml").write_text("Aida", "utf-8")
    assert {name: os.environ.get(name) for name in ASKED} == before
    assert tempfile.gettempdir() == str(tmp_path)
    assert not home.exists(), "nothing was there before"


def test_what_a_program_left_that_is_no_more_goes_when_the_next_one_starts(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    killed, part, others = folder / "killed", tmp_path / f"list.xlsx{PART}", tmp_path / "list.xlsx"
    killed.mkdir(parents=True)
    for file in (part, others):
        file.write_text("x", "utf-8")
    for i, named in enumerate((part, others, Path("relative.part"))):
        (killed / f"{PART_NOTED}{i}").write_bytes(os.fsencode(named))
    with temporary(tmp_path):
        assert not killed.exists()
        assert (part.exists(), others.exists()) == (False, True), "a part alone, and nothing that somebody has finished"
        with temporary(tmp_path):
            assert len([p for p in folder.iterdir() if p.is_dir()]) == 2, "of those that live nothing goes"
    assert list(tmp_path.glob(f"{FOLDER}/*/")) == []


def test_where_no_folder_can_be_made_the_systems_own_is_used(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file of that name", "utf-8")
    before = tempfile.gettempdir()
    with temporary(tmp_path):
        assert tempfile.gettempdir() == before
    assert (tmp_path / FOLDER).is_file()


MAKES = {"mkdtemp", "mkstemp", "TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile"}


@pytest.mark.thorough(long=True)
def test_whoever_makes_a_temporary_file_or_folder_of_its_own_says_whose_it_is() -> None:
    """What a killed program leaves in the system's folder is then known by its name. Under pytest the folder is the tests' own."""
    nameless = []
    for top in ("amdesk", "tests", "tools", "bench"):
        for path in sorted((ROOT / top).rglob("*.py")):
            under_pytest = path.name.startswith(("test_", "conftest")) and "__main__" not in path.read_text("utf-8")
            for one in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(one, ast.Call) or under_pytest:
                    continue
                called = getattr(one.func, "attr", getattr(one.func, "id", ""))
                if called in MAKES and not _named(one):
                    nameless.append(f"{path.relative_to(ROOT)}:{one.lineno}")
    assert nameless == []


def _named(call: ast.Call) -> bool:
    given = {k.arg: ast.unparse(k.value) for k in call.keywords}
    return "amdesk-" in given.get("prefix", "") or given.get("prefix", "").isupper()
