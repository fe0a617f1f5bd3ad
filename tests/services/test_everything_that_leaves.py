"""Whatever offers figures for others than the unit gets them from the layer, and from nothing else. A command, a report or a sheet
that is new and does not fails here."""

from __future__ import annotations

import ast
import json
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
    "services/results/layer.py": "the other period of a comparison, asked about and never told",
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


CITES = {"action list"}
"""Commands that tell others only what was told before."""
WITHHOLD = {"outside", "making", "making_outside"}
"""Calls that choose what is withheld."""
HANDS_ON = {"outside", "making_outside"}
"""Those of the reports whose answer is given out by whoever asked."""
ASKS_ONLY = {"services/results/guard.py"}
"""Who asks the layer of what stays in the unit: whether the share of another period could be told."""

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


@pytest.mark.thorough(6)
@pytest.mark.parametrize("name", OFFERED)
def test_a_command_for_outside_asks_the_layer(name: str, bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "outside", asked)
    monkeypatch.setattr(told.ToldFigures, "__init__", asked)
    words = [*name.split(), *OFFERED[name].split()]
    assert ASKED not in call(bank, *words).output, "within the unit nothing is withheld"
    assert ASKED in call(bank, *words, "--for", "outside").output


@pytest.mark.thorough(5)
@pytest.mark.parametrize("name", sorted(set(OFFERED) - CITES))
def test_what_a_command_tells_others_is_remembered(name: str, bank: Path) -> None:
    """Printed and not written to a file as well: what comes later is protected beside it."""
    words = [*name.split(), *OFFERED[name].split()]
    before = _given(bank)
    call(bank, *words)
    assert _given(bank) == before, "within the unit"
    assert call(bank, *words, "--for", "outside", "--given-to", "Nämnden").exit_code == 0
    assert [g["recipient"] for g in _given(bank)[: -len(before)]] == ["Nämnden"], "the newest first"


def _given(bank: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(call(bank, "report", "given", "--json").output)["reports"]
    return found


@pytest.mark.thorough(long=True)
def test_whoever_withholds_remembers() -> None:
    """Who calls the layer, or a call of the reports that does, keeps what it made as given out, in the same file."""
    forgets, asks = set(), set()
    for path in ROOT.rglob("*.py"):
        said = path.read_text("utf-8")
        called = [n.func for n in ast.walk(ast.parse(said)) if isinstance(n, ast.Call)]
        names = {
            f.attr if isinstance(f, ast.Attribute) else f.id for f in called if isinstance(f, ast.Attribute | ast.Name)
        }
        if names & WITHHOLD and path.stem != "layer":
            asks.add(path.relative_to(ROOT).as_posix())
            if "gone_out" not in names and "given_out=" not in said:
                forgets.add(path.relative_to(ROOT).as_posix())
    assert asks >= {"services/results/reports.py", "commands/report.py", "ui/results/page.py"}
    assert forgets == ASKS_ONLY


def test_whatever_of_the_reports_leaves_the_unit_remembers_itself_or_is_asked_for_by_who_does() -> None:
    """A call of the reports that asks the layer hands its report on to be given out, or gives it out itself."""
    tree = ast.parse((ROOT / "services/results/reports.py").read_text("utf-8"))
    asks = {
        f.name: {n.func.attr for n in ast.walk(f) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef)
    }
    asking = {name for name, called in asks.items() if called & WITHHOLD}
    assert {name for name in asking if "gone_out" not in asks[name]} == HANDS_ON


def calls(name: str) -> set[str]:
    """Files in which something of a name is made."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


@pytest.mark.thorough(long=True)
def test_whoever_makes_a_report_stands_here() -> None:
    assert calls("Report") == set(PAPERS)


@pytest.mark.thorough(long=True)
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
