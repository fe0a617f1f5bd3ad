"""Programs of the repository that write its files: one that is asked for something else than it knows does nothing."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from tools import covered, fields, manual, roles, texts

WRITE = (fields, manual, roles, texts)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been written or run."""
    found: list[str] = []

    def measured(_files: list[str], *, screens: bool) -> dict[str, covered.Measured]:
        found.append("tests")
        return {}

    monkeypatch.setattr("pathlib.Path.write_text", lambda path, *_a, **_k: found.append(path.name))
    monkeypatch.setattr(texts, "update", lambda: found.append("sv.po"))
    monkeypatch.setattr(covered, "measure", measured)
    return found


@pytest.mark.parametrize("said", ["--chek", "--ch", "check"])
@pytest.mark.parametrize("tool", [*WRITE, covered], ids=lambda one: one.__name__)
def test_a_misspelled_check_neither_writes_nor_passes(
    tool: ModuleType, said: str, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [f"{tool.__name__}.py", said])
    with pytest.raises(SystemExit) as ended:
        tool.main()
    assert (ended.value.code, written) == (2, [])


@pytest.mark.parametrize("tool", [*WRITE, covered], ids=lambda one: one.__name__)
def test_whoever_asks_for_help_gets_help_alone(
    tool: ModuleType, written: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [f"{tool.__name__}.py", "--help"])
    with pytest.raises(SystemExit) as ended:
        tool.main()
    assert (ended.value.code, written) == (0, [])
    assert str(tool.__doc__).split("\n")[0] in capsys.readouterr().out
