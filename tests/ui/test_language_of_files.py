"""Every file and paper is in one language: the one that was chosen, else Swedish, whatever the machine speaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.settings import Settings
from amdesk.ui.kit.shell import Shell

ROOT = Path(__file__).parents[2] / "amdesk"
READ_ON_SCREEN = {"compare", "markdown", "message", "paragraph", "preview", "read", "without", "words"}
"""What takes a language and makes neither file nor paper."""
NAMESAKES = {"competence.pdf", "profiles.write", "rounds.prices"}
"""What is called as one that takes a language, and takes none."""


def papers() -> set[str]:
    """Every public method of a service that takes a language and makes a file or a paper."""
    return {
        one.name
        for path in (ROOT / "services").rglob("*.py")
        for kind in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(kind, ast.ClassDef)
        for one in kind.body
        if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")
        if "lang" in {a.arg for a in (*one.args.args, *one.args.kwonlyargs)}
    } - READ_ON_SCREEN


def made(tree: ast.Module, named: set[str]) -> Iterator[tuple[ast.stmt, ast.Call]]:
    """Each call of one of them through the desk, with the function or class member that it stands in."""
    members = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    for one in ast.walk(tree):
        said = re.fullmatch(r"desk\.(\w+\.(\w+))", ast.unparse(one.func)) if isinstance(one, ast.Call) else None
        if isinstance(one, ast.Call) and said and said[2] in named and said[1] not in NAMESAKES:
            yield next(m for m in members if one in ast.walk(m)), one


def of_papers(member: ast.stmt, call: ast.Call) -> bool:
    """Whether the language that is given is the papers' own, also by a name that it was bound to before."""
    given = {ast.unparse(a) for a in (*call.args, *(k.value for k in call.keywords))}
    for one in ast.walk(member):
        if isinstance(one, ast.Assign):
            names, values = one.targets[0], one.value
            both = isinstance(names, ast.Tuple) and isinstance(values, ast.Tuple)
            pairs = zip(names.elts, values.elts, strict=True) if both else [(names, values)]  # type: ignore[attr-defined]  # both are tuples
            given |= {ast.unparse(v) for n, v in pairs if ast.unparse(n) in given}
    return any(g.endswith(".papers") for g in given)


@pytest.mark.thorough(long=True)
def test_every_file_and_paper_is_made_in_the_language_of_papers() -> None:
    named = papers()
    assert {"save", "notice", "manual_pdf", "docx", "pdf", "lists", "write"} <= named
    calls = [
        (path.name, member, call)
        for floor in ("ui", "commands")
        for path in (ROOT / floor).rglob("*.py")
        for member, call in made(ast.parse(path.read_text("utf-8")), named)
    ]
    assert len(calls) > 25
    assert not [(name, ast.unparse(call)) for name, member, call in calls if not of_papers(member, call)]


@pytest.mark.parametrize(("chosen", "papers"), [("", "sv"), ("sv", "sv"), ("en", "en")])
def test_what_was_chosen_in_the_settings_is_the_language_of_papers(chosen: str, papers: str) -> None:
    shell = SimpleNamespace(settings=Settings()._replace(language=chosen))
    assert vars(Shell)["papers"].__get__(shell) == papers


@pytest.mark.parametrize(("said", "heading"), [((), "Typ av plats"), (("--lang", "en"), "Kind of place")])
def test_a_list_is_swedish_on_an_english_machine_unless_english_is_asked_for(
    said: tuple[str, ...], heading: str, demo_bank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "places.xlsx"
    words = [*said, "--bank", str(demo_bank), "--today", "2026-11-23", "export", "placements", "--out", str(out)]
    env = {"LANG": "en_GB.UTF-8", "LANGUAGE": "en", "AMDESK_HOME": str(tmp_path / "home")}
    result = CliRunner(env=env).invoke(main, words)
    assert result.exit_code == 0, result.output
    cells = {c for row in openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True) for c in row}
    assert heading in cells
