"""The modules to change, a sample of their changes, and the tests that reach each."""

from __future__ import annotations

import ast
import os
import random
import re
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tools.mutants.changes import Change, Maker, defined
from tools.mutants.probes import HOUSE, ROOT, blocks, number, sources
from tools.mutants.reach import Test

FLOORS = ("domain", "services", "db")
"""What a sample is taken of where nothing else is named."""
MARKED = (*FLOORS, "imports", "export", "commands")
"""What may be named."""
ELSEWHERE = {"amdesk.db.engine.postgres": "AMDESK_TEST_POSTGRES"}
"""Modules that no test reaches unless this is set."""
ON_A_SERVER = re.compile(r"\bpg_|current_schema|regclass|\.engine\b|\A\s*[\w.]+\.one_at_a_time\(\)\s*\Z")
"""Statements that say the same wherever no server is named: a bank in a file lets one in at a time already."""
OF_SERVERS = re.compile(r"_?(?:pg|postgres)_", re.IGNORECASE)
"""Functions and constants that make what runs on a server alone: judged where one is named."""
ON_WINDOWS = "sys.platform == 'win32'"
"""What stands under this runs on Windows alone: judged there."""


class House:
    """Every module's tree, and who names what in it."""

    def __init__(self, house: Path = HOUSE) -> None:
        self.files = sources(house)
        self.text = {name: path.read_text("utf-8") for name, path in self.files.items()}
        self.trees = {name: ast.parse(said) for name, said in self.text.items()}
        self.imported = {name: _imports(tree, self.files) for name, tree in self.trees.items()}
        self.optional = _optional(self.trees.values())
        self._test_files: dict[str, TestFile] = {}

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        return {name: text.splitlines() for name, text in self.text.items()}

    @cached_property
    def mentioned(self) -> dict[str, dict[str, set[Mention]]]:
        return {name: _mentions(tree) for name, tree in self.trees.items()}

    def modules(self, only: str = "", without: frozenset[str] = frozenset()) -> list[str]:
        under = only.split(":", maxsplit=1)[0].removesuffix(".py")
        named = under.split("/")[1:2]
        of = named if named and named[0] in MARKED else FLOORS
        floors = [name for name in self.files if name.split(".")[1:2] and name.split(".")[1] in of]
        return [n for n in floors if n not in without and n.replace(".", "/").startswith(under)]

    def changes(self, module: str) -> list[Change]:
        return list(Maker(module, self.text[module], self.optional).changes())

    def sample(self, size: int, seed: int, only: str = "", without: frozenset[str] = frozenset()) -> list[Change]:
        """Spread evenly: every module gives one in turn, each time of another line while it has one."""
        turn = random.Random(seed)  # noqa: S311 a sample, no secret
        heaps = {}
        for module in self.modules(only, without):
            made = self.changes(module)
            if ":" in only:
                made = [c for c in made if c.line == int(only.split(":")[1])]
            random.Random(f"{seed} {module}").shuffle(made)  # noqa: S311 - a sample, not a secret
            heaps[module] = _one_of_each_line(made)
            if not os.environ.get("AMDESK_TEST_POSTGRES"):
                heaps[module] = [c for c in heaps[module] if not ON_A_SERVER.search(self.said(c))]
            elsewhere = self.elsewhere(module)
            heaps[module] = [c for c in heaps[module] if c.statement.lineno not in elsewhere]
        order = sorted(heaps)
        turn.shuffle(order)
        out: list[Change] = []
        while len(out) < size and any(heaps.values()):
            for module in order:
                if heaps[module] and len(out) < size:
                    out.append(heaps[module].pop(0))
        return out

    def elsewhere(self, module: str) -> set[int]:
        """Lines of a module that only another system, or a server that is not named, would run."""
        lines: set[int] = set()
        for node in ast.walk(self.trees[module]):
            block: list[ast.stmt] = []
            if isinstance(node, ast.If) and ast.unparse(node.test) == ON_WINDOWS and sys.platform != "win32":
                block = node.body
            elif isinstance(node, ast.FunctionDef | ast.Assign) and not os.environ.get("AMDESK_TEST_POSTGRES"):
                name = node.name if isinstance(node, ast.FunctionDef) else ast.unparse(node.targets[0])
                block = [node] if OF_SERVERS.match(name) else []
            elif isinstance(node, ast.If) and not os.environ.get("AMDESK_TEST_POSTGRES") and _of_shared(node.test):
                block = node.body
            for one in block:
                lines.update(range(one.lineno, (one.end_lineno or one.lineno) + 1))
        return lines

    def said(self, change: Change) -> str:
        """The lines of a change's statement, as far as its own block goes."""
        first, last = change.statement.lineno, change.statement.end_lineno or change.statement.lineno
        return "\n".join(self.lines[change.module][first - 1 : min(last, first + 5)])

    def marks(self, change: Change) -> set[tuple[str, int]]:
        """The marks of a change: its own inside a function, else of all that name what its statement defines."""
        if change.mark is not None:
            return {(change.module, change.mark)}
        return self.naming(change.module, change.names)

    def naming(self, module: str, names: Iterable[str]) -> set[tuple[str, int]]:
        """The marks of all that names one of these of a module, or what is made with one outside functions."""
        return self.followed(module, names)[0]

    def followed(self, module: str, names: Iterable[str]) -> tuple[set[tuple[str, int]], set[tuple[str, str]]]:
        """The same, and (module, name) of all that is made with one outside functions, themselves among them."""
        found: set[tuple[str, int]] = set()
        done: set[tuple[str, str]] = set()
        todo = [(module, name) for name in names]
        while todo:
            defined_in, name = todo.pop()
            if (defined_in, name) in done:
                continue
            done.add((defined_in, name))
            for where, mentions in self.mentioned.items():
                if where != defined_in and defined_in not in self.imported[where]:
                    continue
                for mark, defines in mentions.get(name, ()):
                    if mark is not None:
                        found.add((where, mark))
                    else:
                        todo += [(where, one) for one in defines]
        return found, done

    def reaching(self, change: Change, tests: list[Test]) -> list[Test]:
        """The tests that judge a change. What runs while its module is imported has run before any test: it is judged by the
        tests that reach or name what is made with it, and where there are none by all that reach its module."""
        if change.mark is not None:
            found = _reaching(self.marks(change), tests)
            if found or not change.names & self.at_import(change.module):
                return found
        named, with_it = self.followed(change.module, self.made_by(change))
        made = named | self.bodies(change)
        said = {test for module, name in with_it for test in self.saying(module, {name})}
        found = [t for t in tests if t.function in said or _is_reached(t, made)]
        return found or [t for t in tests if change.module in t.reached]

    def made_by(self, change: Change) -> set[str]:
        """The names that have a change in them after an import of its module alone."""
        if change.mark is None:
            return set(change.names)
        of = self.mentioned[change.module]
        made = {n for name in change.names for mark, names in of.get(name, ()) if mark is None for n in names}
        return made | change.names

    def bodies(self, change: Change) -> set[tuple[str, int]]:
        """The marks within a function whose defaults are changed."""
        if change.mark is not None or not isinstance(change.statement, ast.FunctionDef):
            return set()
        inside = {id(n) for n in ast.walk(change.statement)}
        of, _ = number(change.tree)
        return {(change.module, mark) for statement, mark in of.items() if id(statement) in inside}

    def at_import(self, module: str) -> set[str]:
        """What imports may call of a module: what is said outside functions, there or where it is imported, and what that
        names in turn."""
        functions = {n.name: n for n in self.trees[module].body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        where = (of for name, of in self.mentioned.items() if name == module or module in self.imported[name])
        todo = [name for of in where for name in functions if any(mark is None for mark, _ in of.get(name, ()))]
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += [n.id for n in ast.walk(functions[name]) if isinstance(n, ast.Name) and n.id in functions]
        return found

    def saying(self, module: str, names: Iterable[str]) -> set[str]:
        """The ids of the tests, without their cases, that themselves name one of these of a module."""
        wanted = set(names)
        found: set[str] = set()
        for path, text in self.tests.items():
            if module.rsplit(".", maxsplit=1)[-1] in text and module in (of := self.test_file(path)).imported:
                found |= {test for name in wanted for test in of.saying.get(name, ())}
        return found

    @cached_property
    def tests(self) -> dict[str, str]:
        return {path: (ROOT / path).read_text("utf-8") for path in _test_paths()}

    def test_file(self, path: str) -> TestFile:
        """Read once, and only where something of it is asked for."""
        if path not in self._test_files:
            self._test_files[path] = _test_file(path, self.tests[path], self.files)
        return self._test_files[path]


def _of_shared(test: ast.expr) -> bool:
    """Whether a condition holds for a bank on a server alone."""
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).endswith("is_shared") for one in parts)


def _is_reached(test: Test, marks: set[tuple[str, int]]) -> bool:
    return any(test.reached.get(module, 0) >> mark & 1 for module, mark in marks)


def _reaching(marks: set[tuple[str, int]], tests: list[Test]) -> list[Test]:
    return [t for t in tests if _is_reached(t, marks)]


class TestFile(NamedTuple):
    """The modules that a file of tests imports, and per name the tests that say it, by themselves or by what they use of
    that file."""

    imported: set[str]
    saying: dict[str, set[str]]


def _test_paths() -> list[str]:
    return [p.relative_to(ROOT).as_posix() for p in sorted((ROOT / "tests").rglob("test_*.py"))]


def _test_file(path: str, text: str, files: dict[str, Path]) -> TestFile:
    tree = ast.parse(text)
    said = {name: _said(node) for node in tree.body for name in defined(node)}
    saying: dict[str, set[str]] = {}
    for test in (name for name in said if name.startswith("test_")):
        todo, done = [test], set[str]()
        while todo:
            name = todo.pop()
            if name not in done:
                done.add(name)
                todo += said.get(name, ())
        for name in done:
            saying.setdefault(name, set()).add(f"{path}::{test}")
    return TestFile(_imports(tree, files), saying)


def _said(node: ast.stmt) -> set[str]:
    """The names that a statement says; a fixture that a test takes is its argument."""
    out = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            out.add(one.id)
        elif isinstance(one, ast.Attribute):
            out.add(one.attr)
        elif isinstance(one, ast.arg):
            out.add(one.arg)
    return out


def _one_of_each_line(made: list[Change]) -> list[Change]:
    """The first of each line, then the second of each, and so on."""
    seen: dict[int, int] = {}
    turns = []
    for change in made:
        seen[change.line] = seen.get(change.line, 0) + 1
        turns.append(seen[change.line])
    return [change for _, change in sorted(zip(turns, made, strict=True), key=lambda pair: pair[0])]


def _imports(tree: ast.Module, files: dict[str, Path]) -> set[str]:
    out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            out |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            out |= {str(node.module)} | {f"{node.module}.{a.name}" for a in node.names}
    return out & set(files)


def _optional(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Per function or class the keywords that have a default."""
    out: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                last = node.args.args[len(node.args.args) - len(node.args.defaults) :]
                named = [a for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d]
                out.setdefault(node.name, set()).update(a.arg for a in (*last, *named))
            elif isinstance(node, ast.ClassDef):
                fields = [s for s in node.body if isinstance(s, ast.AnnAssign) and s.value is not None]
                out.setdefault(node.name, set()).update(ast.unparse(s.target) for s in fields)
    out.setdefault("sorted", set()).update({"key", "reverse"})
    out.setdefault("min", set()).add("key")
    out.setdefault("max", set()).add("key")
    return out


Mention = tuple[int | None, frozenset[str]]


def _mentions(tree: ast.Module) -> dict[str, set[Mention]]:
    """Per name where it is said: at which mark, or outside functions by what."""
    of, _ = number(tree)
    out: dict[str, set[Mention]] = {}

    def go(statement: ast.stmt, outer: str) -> None:
        name = statement.name if isinstance(statement, ast.ClassDef | ast.FunctionDef) else ""
        mention = (
            of.get(statement),
            frozenset() if statement in of else frozenset({*defined(statement), outer} - {""}),
        )
        inner = {id(s) for block in blocks(statement) for s in block}
        inner |= {id(one) for one in _annotations(statement)}  # of a function nobody asks them
        todo: list[ast.AST] = [statement]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Name):
                out.setdefault(node.id, set()).add(mention)
            elif isinstance(node, ast.Attribute):
                out.setdefault(node.attr, set()).add(mention)
            todo += [child for child in ast.iter_child_nodes(node) if id(child) not in inner]
        for block in blocks(statement):
            for one in block:
                go(one, name if isinstance(statement, ast.ClassDef) else outer)

    for one in tree.body:
        go(one, "")
    return out


def _annotations(statement: ast.stmt) -> list[ast.expr]:
    """Those of a function: what it takes and what it gives back."""
    if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    given = (one.annotation for one in ast.walk(statement.args) if isinstance(one, ast.arg))
    return [one for one in (statement.returns, *given) if one is not None]


def room(module: str) -> str:
    """ "domain/booking" of a module."""
    parts = re.sub(r"^amdesk\.", "", module).split(".")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]
