"""Changes of a module, one at a time: what somebody might have written wrongly.

Not made, since nobody could notice them: what a log or an error's text says, docstrings, annotations, checks of a type,
sizes of caches, buffers and pieces, how long something waits. A keyword is left out only where the function has a default.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.mutants import sql
from tools.mutants.probes import number

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
EMPTY = {"list": "[]", "tuple": "()", "dict": "{}", "set": "set()", "frozenset": "frozenset()", "str": "''"}
UNNOTICED = re.compile(
    r"chunk|batch|at_once|timeout|wait|pause|cache|retr|buffer|indent|stacklevel|maxsize|attempts|interval"
)
"""Names of numbers that say how fast, not what."""
OF_PYTHON = {
    "frozen", "slots", "strict", "kw_only", "eq", "ensure_ascii", "missing_ok", "exist_ok", "parents", "daemon",
    "check_same_thread", "isolation_level", "encoding", "errors", "newline", "default_factory",
}  # fmt: skip
TEXTS = {"text", "words", "t", "N_"}
SAID = {"log", "logging", "logger", "warnings"}
CHECKS = {"isinstance", "issubclass", "hasattr", "callable", "cast", "TypeVar", "NewType", "getLogger"}
STOPWATCH = {"monotonic", "process_time", "perf_counter"}
PINNED = re.compile(r"\b(NUMBER|VERSION|__all__|__slots__)\b")
FOREVER = 9000
"""Years from here on mean no end."""
Undo = Callable[[], None]


@dataclass
class Change:
    """One change of a module: where in the tree, what stands there instead, and the mark whose tests judge it.

    `mark` is None outside functions; `names` are then what the changed statement defines, and always the outermost function
    or class that it stands in.
    """

    module: str
    statement: ast.stmt
    owner: ast.AST
    part: str
    at: int | None
    new: Any
    kind: str
    mark: int | None
    names: frozenset[str] = frozenset()
    line: int = 0
    tree: ast.Module = field(default_factory=lambda: ast.Module([], []), repr=False)

    @property
    def place(self) -> str:
        return f"{self.module.replace('.', '/')}.py:{self.line}"

    def there(self) -> Any:
        """What stands in the tree where the change would stand."""
        return getattr(self.owner, self.part) if self.at is None else getattr(self.owner, self.part)[self.at]

    def make(self) -> Undo:
        """Change the tree; what is returned puts it back."""
        old = self.there()

        def put(value: Any) -> None:
            if self.at is None:
                setattr(self.owner, self.part, value)
            else:
                getattr(self.owner, self.part)[self.at] = value

        put(self.new)
        ast.fix_missing_locations(self.tree)
        return lambda: put(old)

    def diff(self) -> str:
        """What the statement says without and with the change; of a long line what stands around it."""
        whole = self.owner if self.at is not None and isinstance(self.new, ast.stmt) else self.statement
        before = ast.unparse(whole)
        undo = self.make()
        after = ast.unparse(whole)
        undo()
        out = []
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""):
            if not line.startswith(("---", "+++", "@@")):
                out.append(line)
        return "\n".join(_around(out))


def _around(lines: list[str]) -> list[str]:
    if len(lines) != 2 or max(map(len, lines)) < 160:
        return lines
    one, other = lines
    same = next((i for i, (a, b) in enumerate(zip(one[1:], other[1:], strict=False), 1) if a != b), 1)
    first = max(1, same - 80)
    return [f"{line[0]}{'…' if first > 1 else ''}{line[first : same + 80]}…" for line in lines]


class Maker:
    """Walks a module and says every change of it."""

    def __init__(self, module: str, source: str, optional: dict[str, set[str]]) -> None:
        self.module = module
        self.tree = ast.parse(source)
        self.optional = optional
        self.of, _ = number(self.tree)
        self.with_sql = module.startswith("amdesk.db.")
        self.statement: ast.stmt = ast.Pass()
        self.outer: list[ast.stmt] = []

    def changes(self) -> Iterator[Change]:
        for node in self.tree.body:
            yield from self.visit(node, self.tree, "body", None)

    # -- where we are -----------------------------------------------------------------------------------------------

    def change(self, owner: ast.AST, name: str, at: int | None, new: Any, kind: str) -> Change:
        mark = next((self.of[s] for s in (self.statement, *reversed(self.outer)) if s in self.of), None)
        around = next((s for s in self.outer if isinstance(s, ast.ClassDef | ast.FunctionDef)), None)
        names = {around.name} if around is not None else set()
        if mark is None:
            names |= defined(self.statement)
        line = getattr(getattr(owner, name)[at] if at is not None else owner, "lineno", 0) or self.statement.lineno
        return Change(self.module, self.statement, owner, name, at, new, kind, mark, frozenset(names), line, self.tree)

    def visit(self, node: ast.AST, owner: ast.AST, name: str, at: int | None) -> Iterator[Change]:
        if isinstance(node, ast.stmt):
            if self.is_silent(node):
                return
            self.outer.append(self.statement)
            self.statement = node
            yield from self.of_statement(node, owner, name, at)
            yield from self.inside(node)
            self.statement = self.outer.pop()
        elif not (isinstance(node, ast.Call) and _called(node) in CHECKS) and not (
            isinstance(node, ast.Compare) and _waits(node)
        ):
            yield from self.of_expression(node, owner, name, at)
            yield from self.inside(node)

    def inside(self, node: ast.AST) -> Iterator[Change]:
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "decorator_list", "format_spec", "type_params", "bases"}:
                continue
            for at, one in enumerate(value) if isinstance(value, list) else ((None, value),):
                if isinstance(one, ast.AST):
                    yield from self.visit(one, node, name, at)

    def is_silent(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.Raise | ast.Assert | ast.Import | ast.ImportFrom | ast.Pass):
            return True
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return True
        if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            return True
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            said = " ".join(ast.unparse(t) for t in targets)
            fast = isinstance(node.value, ast.Constant) and UNNOTICED.search(said.lower()) is not None
            silent = PINNED.search(said) is not None or fast
            return silent or (node.value is not None and _waits(node.value))
        if isinstance(node, ast.Expr):
            return isinstance(node.value, ast.Constant) or (isinstance(node.value, ast.Call) and _says(node.value))
        return False

    # -- statements -------------------------------------------------------------------------------------------------

    def of_statement(self, node: ast.stmt, owner: ast.AST, name: str, at: int | None) -> Iterator[Change]:
        if isinstance(node, ast.If | ast.While):
            yield from self.of_condition(node)
        if isinstance(node, ast.If) and not node.orelse and not all(self.is_quiet(s) for s in node.body):
            yield self.change(node, "body", None, [ast.Pass()], "branch removed")
        elif isinstance(node, ast.Break | ast.Continue):
            new = ast.Continue() if isinstance(node, ast.Break) else ast.Break()
            yield self.change(owner, name, at, new, "break, continue")
        elif isinstance(node, ast.AugAssign) and type(node.op) in COUNTED and not _is_text(node.value):
            yield self.change(node, "op", None, COUNTED[type(node.op)](), "arithmetic")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and at is not None and node in self.of:
            if _called(node.value) not in {"close", "flush"}:
                yield self.change(owner, name, at, ast.Pass(), "call removed")
        elif isinstance(node, ast.FunctionDef):
            yield from self.of_returns(node)

    def is_quiet(self, node: ast.stmt) -> bool:
        return not isinstance(node, ast.Raise) and self.is_silent(node)

    def of_condition(self, node: ast.If | ast.While | ast.IfExp) -> Iterator[Change]:
        """Negated, but for what a changed sign negates as well."""
        test = node.test
        if any(isinstance(n, ast.Call) and _called(n) in CHECKS for n in ast.walk(test)):
            return
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            yield self.change(node, "test", None, test.operand, "condition negated")
        elif not isinstance(test, ast.Compare | ast.Constant):
            yield self.change(node, "test", None, ast.UnaryOp(ast.Not(), test), "condition negated")

    def of_returns(self, node: ast.FunctionDef) -> Iterator[Change]:
        said = ast.unparse(node.returns) if node.returns else ""
        kind = said.split("[")[0]
        held, self.outer = self.outer, [*self.outer, node]
        for inner in _returns(node):
            value = inner.value
            if value is None or isinstance(value, ast.Constant) or _is_empty(value):
                continue
            self.statement = inner
            instead = EMPTY.get(kind) or ("None" if "None" in said.split(" | ") else "")
            if kind == "bool" and not isinstance(value, ast.Compare | ast.UnaryOp):
                yield self.change(inner, "value", None, ast.UnaryOp(ast.Not(), value), "return value")
            elif kind == "int":
                yield self.change(inner, "value", None, ast.BinOp(value, ast.Add(), ast.Constant(1)), "return value")
            elif instead and kind != "bool":
                yield self.change(inner, "value", None, ast.parse(instead, mode="eval").body, "return value")
        self.statement, self.outer = node, held

    # -- expressions ------------------------------------------------------------------------------------------------

    def of_expression(self, node: ast.AST, owner: ast.AST, name: str, at: int | None) -> Iterator[Change]:
        if isinstance(node, ast.Compare):
            for i, op in enumerate(node.ops):
                if type(op) in COMPARED:
                    yield self.change(node, "ops", i, COMPARED[type(op)](), "comparison")
        elif isinstance(node, ast.BoolOp):
            yield from self.of_operands(node, owner, name, at)
        elif isinstance(node, ast.BinOp):
            yield from self.of_sum(node)
        elif isinstance(node, ast.IfExp):
            yield from self.of_condition(node)
        elif isinstance(node, ast.comprehension):
            for i in range(len(node.ifs)):
                yield self.change(node, "ifs", None, node.ifs[:i] + node.ifs[i + 1 :], "condition left out")
        elif isinstance(node, ast.Call):
            yield from self.of_call(node)
        elif isinstance(node, ast.Constant):
            yield from self.of_constant(node, owner, name, at)
        elif isinstance(node, ast.JoinedStr) and self.with_sql:
            yield from self.of_live(node, owner, name, at)

    def of_sum(self, node: ast.BinOp) -> Iterator[Change]:
        in_function = any(s in self.of for s in (self.statement, *self.outer))
        joined = _is_text(node.left) or _is_text(node.right) or type(node.op) not in COUNTED
        if not joined and (in_function or not isinstance(node.op, ast.BitOr)):  # outside functions it may be a type
            yield self.change(node, "op", None, COUNTED[type(node.op)](), "arithmetic")

    def of_operands(self, node: ast.BoolOp, owner: ast.AST, name: str, at: int | None) -> Iterator[Change]:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield self.change(node, "op", None, other, "and, or")
        if isinstance(node.op, ast.And):
            for i, left_out in enumerate(node.values):
                if _is_check(left_out):
                    continue
                rest = node.values[:i] + node.values[i + 1 :]
                new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
                yield self.change(owner, name, at, new, "condition left out")

    def of_call(self, node: ast.Call) -> Iterator[Change]:
        called = _called(node)
        if isinstance(node.func, ast.Name) and called in SWAPPED:
            yield self.change(node, "func", None, ast.Name(SWAPPED[called], ast.Load()), "min, max, any, all")
        for i, keyword in enumerate(node.keywords):
            free = called == "replace" or keyword.arg in self.optional.get(called, ())
            if keyword.arg and free and keyword.arg not in OF_PYTHON and not UNNOTICED.search(keyword.arg):
                yield self.change(
                    node, "keywords", None, node.keywords[:i] + node.keywords[i + 1 :], "keyword left out"
                )

    def of_constant(self, node: ast.Constant, owner: ast.AST, name: str, at: int | None) -> Iterator[Change]:
        if isinstance(owner, ast.keyword) and (
            owner.arg in OF_PYTHON or (owner.arg is not None and UNNOTICED.search(owner.arg))
        ):
            return
        if isinstance(node.value, bool):
            yield self.change(owner, name, at, ast.Constant(not node.value), "constant")
        elif isinstance(node.value, int) and node.value < FOREVER:
            yield self.change(owner, name, at, ast.Constant(node.value + 1), "constant off by one")
        elif isinstance(node.value, str) and self.with_sql and sql.is_sql(node.value):
            if isinstance(owner, ast.Call) and _called(owner) in TEXTS:
                return
            for kind, new in sql.changed(node.value):
                yield self.change(owner, name, at, ast.Constant(new), kind)

    def of_live(self, node: ast.JoinedStr, owner: ast.AST, name: str, at: int | None) -> Iterator[Change]:
        """Rows that were taken back count too: `b.{LIVE}` is always true."""
        for i, part in enumerate(node.values):
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id == "LIVE":
                before = node.values[:i]
                if before and isinstance(before[-1], ast.Constant):
                    before[-1] = ast.Constant(re.sub(r"\w+\.$", "", str(before[-1].value)))
                new = ast.JoinedStr([*before, ast.Constant("1 = 1"), *node.values[i + 1 :]])
                yield self.change(owner, name, at, new, "sql: rows taken back")


def defined(statement: ast.stmt) -> set[str]:
    """The names that a statement defines, or writes into: `VIEWS["x"] = ...`, `VIEWS.update(...)` outside functions."""
    named = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        named |= {_root(t) for t in targets}
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        named.add(_root(statement.value.func) if isinstance(statement.value.func, ast.Attribute) else "")
    named.discard("")
    return named | ({statement.name} if isinstance(statement, ast.FunctionDef | ast.ClassDef) else set())


def _root(node: ast.expr) -> str:
    """VIEWS of `VIEWS["x"].y`."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_check(node: ast.expr) -> bool:
    """Of a type: without it mypy refuses what stands beside it."""
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Call) and _called(node) in CHECKS


def _waits(node: ast.expr) -> bool:
    """Whether it is about how long something has lasted or may last."""
    return any(isinstance(n, ast.Call) and _called(n) in STOPWATCH for n in ast.walk(node))


def _says(node: ast.Call) -> bool:
    """A log or a warning."""
    root: ast.expr = node.func
    while isinstance(root, ast.Attribute | ast.Call):
        root = root.value if isinstance(root, ast.Attribute) else root.func
    return isinstance(root, ast.Name) and root.id.lower() in SAID


def _is_text(node: ast.expr) -> bool:
    """Joined, not added."""
    listed = ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp
    if isinstance(node, ast.Call):
        return _called(node) in {"str", "join", "list", "tuple", "sorted", "format", "isoformat"}
    return isinstance(node, listed) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _is_empty(node: ast.expr) -> bool:
    return ast.unparse(node) in {*EMPTY.values(), "list()", "tuple()", "dict()"}


def _returns(node: ast.FunctionDef) -> Iterator[ast.Return]:
    """Of this function, not of those in it."""
    todo: list[ast.AST] = list(node.body)
    while todo:
        one = todo.pop(0)
        if isinstance(one, ast.Return):
            yield one
        elif not isinstance(one, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            todo += ast.iter_child_nodes(one)
