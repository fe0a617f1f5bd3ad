"""Whatever offers figures for others than the unit gets them from the layer, and from nothing else. A command, a report or a sheet
that is new and does not fails here."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest

from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text
from amdesk.services.results import layer, told
from tests import make
from tests.cli import small
from tests.cli.test_every_command import EVERY, call, command_of

ROOT = Path(__file__).parents[2] / "amdesk"
PERIOD = "--from 2026-01-01 --to 2026-10-31"
OFFERED = {
    "report followup": PERIOD,
    "report cohort": "--year 2025",
    "report savings": PERIOD,
    "report committee": PERIOD,
    "introduction results": PERIOD,
    "action list": "",
}
"""Commands that offer figures for outside, with a call of each."""
PAPERS = {
    "services/results/reports.py": "reports, which leave by outside()",
    "services/results/guard.py": "a result as it may be copied: it goes through the layer at once",
    "services/results/reviewing.py": "papers for auditors: of frozen reports what was told",
    "services/employers/introductions.py": "introductions, which leave by outside()",
}
"""Who makes a report."""
SAYS_OUTSIDE = {"domain/results/report.py", "services/results/reviewing.py", "services/results/improving.py"}
"""Who may say of something that it is for outside: the layer's last step, and papers that ask what was told."""
FIGURES = {"figures", "frozen", "improving", "cohort", "outcomes", "savings", "casemix", "introduced"}
PRINTS = {
    "improving.py": {"improving"}, "report_bars.py": {"figures"}, "report_pictures.py": {"figures"},
}  # fmt: skip
"""Which papers know figures otherwise than in a report: the list of improvement says for whom it is, and the pictures of a report
draw figures of its sections."""


ASKED = "the layer was asked"


@pytest.fixture(scope="module")
def staged(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make.copied(new_file, tmp_path_factory.mktemp("small") / "b.amdesk")
    small.fill(path)
    return path


@pytest.fixture
def bank(staged: Path, tmp_path: Path) -> Path:
    return make.copied(staged, tmp_path / "b.amdesk")


def asked(*_given: object, **_named: object) -> None:
    raise Refused(Text(ASKED))


def offers_outside() -> set[str]:
    return {
        name
        for name in EVERY
        for p in command_of(name).params
        if isinstance(p.type, click.Choice) and "outside" in p.type.choices
    }


def test_every_command_that_offers_figures_for_outside_stands_here() -> None:
    assert offers_outside() == set(OFFERED)


@pytest.mark.parametrize("name", OFFERED)
def test_a_command_for_outside_asks_the_layer(name: str, bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "outside", asked)
    monkeypatch.setattr(told.ToldFigures, "__init__", asked)
    words = [*name.split(), *OFFERED[name].split()]
    assert ASKED not in call(bank, *words).output, "within the unit nothing is withheld"
    assert ASKED in call(bank, *words, "--for", "outside").output


def calls(name: str) -> set[str]:
    """Files in which something of a name is made."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


def test_whoever_makes_a_report_stands_here() -> None:
    assert calls("Report") == set(PAPERS)


def test_nobody_else_says_that_something_is_for_outside() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.keyword) and node.arg == "audience" and says_outside(node.value))
        or (isinstance(node, ast.Assign) and "audience" in ast.dump(node.targets[0]) and says_outside(node.value))
    }
    assert found == SAYS_OUTSIDE


def says_outside(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Constant) and n.value == "outside" for n in ast.walk(node))


def test_no_paper_has_figures_from_anywhere_but_a_report() -> None:
    """A sheet or a page that imports counts would print what nobody withheld."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "export").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            part = module.rpartition(".")[2]
            if (
                module.startswith("amdesk.domain.results.") and part in FIGURES
            ) or module == "amdesk.domain.employers.outcomes":
                found.setdefault(path.name, set()).add(part)
    assert found == PRINTS
