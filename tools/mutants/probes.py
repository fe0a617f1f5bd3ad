"""Which statements a test reaches: amdesk is compiled with a mark at the head of every block.

A mark costs one store, so that even the tests' own time hardly tells; coverage.py's contexts cost several times that.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "amdesk"
MARKS = "__reached__"
NOT_MARKED = ("ui", "tour")
"""What is above the floors that are changed, and names none of their constants in a way that would matter here."""
Block = list[ast.stmt]


def name_of(path: Path, house: Path = HOUSE) -> str:
    """ "amdesk.db.port" of its file."""
    parts = path.relative_to(house.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(house: Path = HOUSE) -> dict[str, Path]:
    """The files that are marked, by their module's name."""
    found = {name_of(path, house): path for path in sorted(house.rglob("*.py"))}
    return {name: path for name, path in found.items() if name.split(".")[1:2] not in [[one] for one in NOT_MARKED]}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def blocks(node: ast.AST) -> Iterator[Block]:
    """The blocks that stand directly in a statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            yield block
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def number(tree: ast.Module) -> tuple[dict[ast.stmt, int], list[tuple[Block, int, int]]]:
    """The mark of every statement inside functions, and where the marks go: (block, before which, mark).

    Statements that follow each other share one; what follows a loop or a condition has its own.
    """
    of: dict[ast.stmt, int] = {}
    places: list[tuple[Block, int, int]] = []

    def go(block: Block, inside: bool) -> None:
        fresh = True
        for at, statement in enumerate(block):
            if inside and not (at == 0 and _is_docstring(statement)):
                if fresh:
                    places.append((block, at, len(places)))
                of[statement] = len(places) - 1
                fresh = False
            within = inside or isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in blocks(statement):
                go(inner, within and not isinstance(statement, ast.ClassDef))
                fresh = True

    go(tree.body, inside=False)
    return of, places


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def marked(source: bytes, path: str) -> tuple[CodeType, int]:
    """The code of a file with its marks, and how many they are."""
    tree = ast.parse(source, path)
    _, places = number(tree)
    for block, at, mark in reversed(places):
        line = block[at].lineno
        put = ast.parse(f"{MARKS}[{mark}] = 1").body[0]
        for node in ast.walk(put):
            if isinstance(node, ast.stmt | ast.expr):
                node.lineno = node.end_lineno = line
                node.col_offset = node.end_col_offset = 0
        block.insert(at, put)
    return compile(tree, path, "exec", dont_inherit=True), len(places)


class Changed(SourceFileLoader):
    """Loads a module from a tree in memory; nothing is written beside its file."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.tree, self.path, "exec", dont_inherit=True)
        return code


class Marked(SourceFileLoader):
    """Loads a module with its marks."""

    def __init__(self, name: str, path: str, marks: dict[str, bytearray]) -> None:
        super().__init__(name, path)
        self.marks = marks

    def exec_module(self, module: ModuleType) -> None:
        code, count = marked(Path(self.path).read_bytes(), self.path)
        self.marks[self.name] = module.__dict__[MARKS] = bytearray(count)
        exec(code, module.__dict__)  # noqa: S102 our own file, with its marks


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules that are loaded otherwise than from their file."""

    def __init__(self, tree: tuple[str, ast.Module] | None = None) -> None:
        self.tree = tree
        self.marks: dict[str, bytearray] = {}
        self.files = {} if tree else sources()

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        changed = self.tree is not None and name == self.tree[0]
        if not changed and name not in self.files:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None:
            return None
        if self.tree is not None:
            spec.loader = Changed(name, spec.origin, self.tree[1])
        elif Path(spec.origin) == self.files[name]:
            spec.loader = Marked(name, spec.origin, self.marks)
        return spec


def put_first(finder: Finder) -> Finder:
    sys.meta_path.insert(0, finder)
    return finder
