"""One style: the formatter lays out every line but tables of data and declarations of fields."""

from __future__ import annotations

import ast
import re

import pytest

from tests.repository import ROOT, files

MARK = "# fmt: " + "skip"
LEAST = 3
"""Cells that make a table."""
LITERAL = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def cells(node: ast.AST) -> int:
    """How many a literal holds, those within its rows counted."""
    if isinstance(node, ast.Dict):
        return sum(1 + cells(one) for one in node.values)
    return sum(map(cells, node.elts)) if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else 1


def tables(said: str) -> set[int]:
    """The lines of literals of three cells and more that are most of their line or stand on several, with the brackets
    after them, and of fields declared."""
    found: set[int] = set()
    lines = [line.split(MARK)[0].encode() for line in said.split("\n")]
    for node in ast.walk(ast.parse(said)):
        if isinstance(node, LITERAL) and cells(node) >= LEAST and node.end_lineno and node.end_col_offset:
            if node.end_lineno > node.lineno:
                found |= set(range(node.lineno, node.end_lineno + 3))
            elif 2 * (node.end_col_offset - node.col_offset) > len(lines[node.lineno - 1]):
                found.add(node.lineno)
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith("Annotated["):
            found |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found


@pytest.mark.thorough(long=True)
def test_no_line_is_kept_from_the_formatter_that_is_no_table() -> None:
    kept = []
    for path in files():
        said = path.read_text("utf-8") if path.suffix == ".py" else ""
        if MARK in said:
            table = tables(said)
            kept += [f"{path}:{i}" for i, line in enumerate(said.split("\n"), 1) if MARK in line and i not in table]
    assert kept == []


BARE = re.compile(r"# *(?:type: *ignore|noqa)(?:\[[\w, -]*\]|: *[A-Z0-9, ]*)?\s*$")


def test_every_ignored_finding_says_why() -> None:
    """What the linter or the types are kept from stands with its reason in a phrase."""
    bare = [
        f"{path}:{number}"
        for path in files()
        if path.suffix == ".py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if BARE.search(line)
    ]
    assert bare == []
    ends = ("x  # type: " + "ignore[misc]", "x  # no" + "qa: F401, E501", "x  # no" + "qa")
    assert all(BARE.search(end) and not BARE.search(f"{end}  # a phrase") for end in ends)


def _kinds(call: ast.Call) -> list[str]:
    """Every kind that a label may be made of, also by a choice between some; what chooses is none."""
    given = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "kind")]
    said = [n for one in given for n in ast.walk(one)]
    asked = {id(n) for one in said if isinstance(one, ast.IfExp) for n in ast.walk(one.test)}
    asked |= {
        id(n) for one in said if isinstance(one, ast.Dict) for k in one.keys if k is not None for n in ast.walk(k)
    }
    return [n.value for n in said if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in asked]


@pytest.mark.thorough(long=True)
def test_a_label_is_of_a_kind_that_the_theme_paints() -> None:
    """One that it does not know looks like any text: the amber of a warning was nowhere seen."""
    ui = {path: path.read_text("utf-8") for path in files(ROOT / "amdesk" / "ui") if path.suffix == ".py"}
    theme = next(said for path, said in ui.items() if path.name == "theme.py")
    known = {"", *re.findall(r'QLabel\[kind="(\w+)"\]', theme)}
    wrong = [
        f"{path.name}:{call.lineno} {kind}"
        for path, said in ui.items()
        for call in ast.walk(ast.parse(said))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"label", "Elided"}
        for kind in _kinds(call)
        if kind not in known
    ]
    assert len(known) > 5
    assert wrong == []
