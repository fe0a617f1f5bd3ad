"""What a module of the program defines at its top somebody asks for: the program, or a test of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from amdesk.services.bank.door import ACT_OF
from tests.repository import ROOT, files
from tests.test_architecture import parsed

PLAIN = {"cache", "contextmanager", "lru_cache"}
"""Decorators that hand a function on to nobody; any other (a command, a migration) may be why it is there."""
ASKED_BY_NAME = {"register": "ui/frame/session.py lets each room's forms register"}
"""Functions that are asked of a module which goes by another name there."""


def defined(tree: ast.Module) -> Iterator[str]:
    """Functions, classes and constants at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.FunctionDef):
            if {ast.unparse(d).partition("(")[0] for d in node.decorator_list} <= PLAIN:
                yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))


class Asks:
    """What a module asks for: names that it reads itself, also in the text of a type, and (module, name) of others."""

    def __init__(self, tree: ast.Module, known: Mapping[str, object]) -> None:
        self.own: set[str] = set()
        self.others: set[tuple[str, str]] = set()
        self.attributes: set[str] = set()
        alias: dict[str, str] = {}
        attributes: set[tuple[str, str]] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load):
                    self.own.add(node.id)
            elif isinstance(node, ast.Attribute):
                self.attributes.add(node.attr)
                if isinstance(node.value, ast.Name):
                    attributes.add((node.value.id, node.attr))
            elif isinstance(node, ast.Constant):
                if isinstance(node.value, str) and node.value.isidentifier():
                    self.own.add(node.value)
            elif isinstance(node, ast.ImportFrom):
                for a in node.names:
                    full = f"{node.module}.{a.name}".removeprefix("amdesk.")
                    if full in known:
                        alias[a.asname or a.name] = full
                    else:
                        self.others.add((str(node.module).removeprefix("amdesk."), a.name))
        self.others |= {(alias[name], what) for name, what in attributes if name in alias}


def idle(known: Mapping[str, ast.Module], tests: Iterable[str] = ()) -> list[str]:
    """What no module of `known` asks for, nor any of the texts `tests`, in which a module and what it defines are both named."""
    asks = {module: Asks(tree, known) for module, tree in known.items()}
    heard = set().union(*(a.others for a in asks.values()))
    unheard = [
        (module, name)
        for module, tree in known.items()
        for name in defined(tree)
        if name not in asks[module].own
        and (module, name) not in heard
        and name not in ASKED_BY_NAME
        and name[:2] != "__"
    ]
    words = [set(re.findall(r"\w+", said)) for said in tests]
    return [
        f"{module}: {name}" for module, name in unheard if not any({module.split(".")[-1], name} <= w for w in words)
    ]


@pytest.mark.thorough(long=True)
def test_what_a_module_defines_somebody_asks_for() -> None:
    """Whoever looks for the rule of a thing is not to find one that is not the rule."""
    house = ROOT / "amdesk"
    tests = [p.read_text("utf-8") for p in files() if p.suffix == ".py" and house not in p.parents]
    assert len(tests) > 300
    assert idle(parsed(), tests) == []


@pytest.mark.thorough(long=True)
def test_every_call_of_the_desk_is_asked_for() -> None:
    """An act that no page, command or other act leads to is judged by its test and by nobody."""
    heard = set().union(*(Asks(tree, {}).attributes for tree in parsed().values()))
    assert [call for call in ACT_OF if call.partition(".")[2] not in heard] == []


def test_what_nobody_asks_for_is_found() -> None:
    said = {
        "a": "USED, IDLE = 1, 2\nclass Kept: ...\nclass Left: ...\nclass Tried: ...\ndef told() -> 'Kept': ...",
        "b": "from amdesk import a\nfrom amdesk.a import USED\nprint(a.told, USED)",
    }
    found = idle({name: ast.parse(text) for name, text in said.items()}, ["from amdesk.a import Tried", "IDLE = 3"])
    assert found == ["a: IDLE", "a: Left"]
