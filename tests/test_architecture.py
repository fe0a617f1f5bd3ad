"""The house as docs/architecture.md draws it: floors above each other, and on each floor the same fields of work in one
order. An arrow goes down a floor, or on its own floor to a room named before it; nothing goes in a circle."""

from __future__ import annotations

import ast
import gc
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.repository import files

ROOT = Path(__file__).parent.parent / "amdesk"
BASE = {"domain", "i18n", "memory", "plainfile", "resources", "settings"}
FLOORS = {
    "domain": set[str](),
    "resources": set[str](),
    "plainfile": {"domain"},
    "settings": {"domain", "plainfile"},
    "kept_code": set[str](),
    "memory": set[str](),
    "i18n": {"domain", "resources"},
    "db": {"domain", "plainfile"},
    "imports": {"domain", "i18n", "plainfile"},
    "export": {"domain", "i18n", "plainfile", "resources"},
    "services": {"db", "imports", "export", *BASE},
    "ui": {"services", *BASE},
    "commands": {"services", *BASE},
    "demo": {"services", "db", *BASE},
    "app": {"services", "ui", "demo", "kept_code", *BASE},
    "tour": {"services", "ui", "demo", "app", *BASE},
    "cli": {"services", "commands", "demo", "app", "tour", *BASE},
    "window": {"services", "app", *BASE},
    "__main__": {"services", "cli", "window", *BASE},
    "__init__": set[str](),
}
"""What a floor may use beside itself."""
FIELDS = (
    *("bank", "guidance", "people", "places", "booking", "competence", "results"),
    *("employers", "exchange", "overview"),
)
"""Fields of work, the same on every floor and in this order: a field may use those before it, never one after it."""
BELOW = {"db": ("engine",), "ui": ("kit",)}
"""Rooms of one floor below its fields."""
ABOVE = {"services": ("start",), "ui": ("frame",)}
"""Rooms of one floor above its fields."""
WITHOUT_SQL = {"domain", "imports", "export", "services", "ui", "commands", "demo", "app", "cli", "tour", "window"}
"""Floors, rooms or files beside and above db that hold no SQL: a name and all below it."""
WITHOUT_ISO = {"services", "ui", "demo", "app", "cli", "tour", "window"}
"""The same where days are days: what prints or stores one as text stands elsewhere."""
FACADES = {"services.desk"}
"""Stands above the fields of its floor and below the rooms above them."""
COMMON = {
    "domain": {
        "change",
        "clock",
        "errors",
        "names",
        "plainjson",
        "plaintext",
        "record",
        "sane",
        "stopping",
        "texts",
        "values",
    },
    "db": {"catalogue", "driver", "port", "rules", "schema", "sql", "triggers"},
    "services": {"desk"},
    "ui": set[str](),
}
"""The floors that have rooms, and the files that stand on each by themselves, common to its rooms."""


class Module(NamedTuple):
    """A file: its name within amdesk, and what it imports from within and from outside."""

    name: str
    inside: frozenset[str]
    outside: frozenset[str]

    @property
    def floor(self) -> str:
        return self.name.split(".")[0]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


@cache
def sources() -> dict[str, str]:
    """The text of every file, by its name."""
    return {_name(p): p.read_text("utf-8") for p in sorted(ROOT.rglob("*.py"))}


@cache
def parsed() -> dict[str, ast.Module]:
    """Every file as a tree. Half a million parts, none of them garbage: looking for it takes twice as long as parsing."""
    gc.disable()
    try:
        return {name: ast.parse(said) for name, said in sources().items()}
    finally:
        gc.freeze()
        gc.enable()


@cache
def nodes(tree: ast.Module) -> list[ast.AST]:
    """The parts of a file that are asked about here; walked through once, however many ask. A bare name has no parts."""
    found: list[ast.AST] = []
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if type(node) in ASKED:
            found.append(node)
        for part in vars(node).values():
            if isinstance(part, ast.AST):
                if type(part) not in BARE:
                    todo.append(part)
            elif isinstance(part, list):
                todo += [one for one in part if isinstance(one, ast.AST) and type(one) not in BARE]
    return found


ASKED = {ast.Import, ast.ImportFrom, ast.Attribute, ast.Call, ast.Constant, ast.JoinedStr}
BARE = {ast.Name, ast.Load, ast.Store}


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name or empty) of every import, also of those inside functions and for types only."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((a.name, "") for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), a.name) for a in node.names)


@cache
def modules() -> dict[str, Module]:
    out = {}
    for name, tree in parsed().items():
        inside, outside = set(), set()
        for module, what in _imported(tree):
            if module.split(".")[0] != "amdesk":
                outside.add(module)
                continue
            own = module.removeprefix("amdesk").removeprefix(".")
            full = f"{own}.{what}".strip(".")
            inside.add(full if full in parsed() else own if own in parsed() else "__init__")
        out[name] = Module(name, frozenset(inside - {name}), frozenset(outside))
    return out


def order(floor: str) -> tuple[str, ...]:
    return (*BELOW.get(floor, ()), *FIELDS, *ABOVE.get(floor, ()))


def rank(name: str) -> int:
    """Where a file stands on its floor: what is common to the floor 0, then its rooms in their order."""
    floor, _, rest = name.partition(".")
    rooms = order(floor)
    if name in FACADES:
        return 2 * rooms.index(ABOVE[floor][0])
    room = rest.partition(".")[0] if "." in rest or rest in rooms else ""
    return 2 * rooms.index(room) + 1 if room else 0


@pytest.mark.thorough(long=True)
def test_imports_follow_the_arrows() -> None:
    wrong = [
        f"{m.name} imports {one}, but {m.floor} may use {' '.join(sorted(FLOORS[m.floor])) or 'no other floor'}"
        for m in modules().values()
        for one in m.inside
        if one.split(".")[0] not in {m.floor, "__init__", *FLOORS[m.floor]}
    ]
    assert wrong == [], drawn(wrong)


BY_WORDS = {"import_module", "__import__", "run_module", "run_path"}


def unseen(tree: ast.Module) -> list[str]:
    """Imports that no arrow is drawn from: relative ones, and modules that are fetched by a text."""
    relative = [module for module, _ in _imported(tree) if module.startswith(".")]
    calls = (node.func for node in nodes(tree) if isinstance(node, ast.Call))
    names = (f.attr if isinstance(f, ast.Attribute) else f.id if isinstance(f, ast.Name) else "" for f in calls)
    return relative + [name for name in names if name in BY_WORDS]


def test_an_import_says_the_whole_name() -> None:
    """The arrows are read from names that begin with amdesk; what is fetched otherwise would go past them."""
    assert [f"{name}: {said}" for name, tree in parsed().items() for said in unseen(tree)] == []
    said = "from . import x\nimport importlib\nimportlib.import_module('amdesk.ui')\n__import__('amdesk.ui')\ny.import_rows()"
    assert sorted(unseen(ast.parse(said))) == [".", "__import__", "import_module"]


def test_rooms_of_a_floor_use_only_rooms_before_them() -> None:
    wrong = [
        f"{m.name} imports {one}, a room after its own in {' '.join(order(m.floor))}"
        for m in modules().values()
        for one in m.inside
        if m.floor in COMMON and one.startswith(f"{m.floor}.") and rank(one) > rank(m.name)
    ]
    assert wrong == [], drawn(wrong)


def test_every_file_stands_in_a_room_that_the_house_has() -> None:
    wrong = [
        m.name
        for m in modules().values()
        if m.floor in COMMON and "." in m.name and m.name.split(".")[1] not in {*order(m.floor), *COMMON[m.floor]}
    ]
    assert wrong == []


def test_no_import_goes_in_a_circle() -> None:
    wrong = circles({m.name: m.inside for m in modules().values()})
    assert wrong == [], drawn(wrong)


def test_no_arrow_between_rooms_goes_in_a_circle() -> None:
    wrong = circles(arrows())
    assert wrong == [], drawn(wrong)


def test_a_circle_is_found() -> None:
    assert circles({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset()}) == ["a b c"]


def circles(edges: dict[str, frozenset[str]]) -> list[str]:
    """Groups of names that reach each other (Tarjan's strongly connected components of more than one)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[str] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in edges.get(node, frozenset()) & edges.keys():
            if target not in index:
                visit(target)
            if target in stack:
                low[node] = min(low[node], low[target])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(" ".join(sorted(stack[at:])))
            del stack[at:]

    for node in edges:
        if node not in index:
            visit(node)
    return found


def room_of(name: str) -> str:
    """ "services.booking" of services.booking.rounds; a file that stands on its floor by itself is a room of its own."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] in COMMON else parts[0]


def arrows() -> dict[str, frozenset[str]]:
    """The rooms and what each uses."""
    out: dict[str, set[str]] = {}
    for m in modules().values():
        out.setdefault(room_of(m.name), set()).update(room_of(one) for one in m.inside)
    return {room: frozenset(used - {room}) for room, used in out.items()}


def drawn(wrong: list[str]) -> str:
    """What is wrong, and under it the map of rooms."""
    lines = (f"{room} -> {' '.join(sorted(used))}" for room, used in sorted(arrows().items()))
    return "\n".join(["", *wrong, "", *lines])


def test_a_class_has_a_name_of_its_own() -> None:
    """One name, one thing: whoever reads `Opening` knows which. A protocol and what fills it are not two things."""
    seen: dict[str, list[str]] = {}
    for name, tree in parsed().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                seen.setdefault(node.name, []).append(name)
    wrong = [f"{name} is in {' and in '.join(where)}" for name, where in seen.items() if len(where) > 1]
    assert wrong == [], drawn(wrong)


ONE_THING_TWICE = {
    "NOT_KNOWN": "how a list writes it, and the answer that a need gets of it",
}
"""Constants that two modules lend under one name, each with its reason."""


def constants(tree: ast.Module) -> set[str]:
    """Names in capitals that a module gives."""
    given = (
        n.targets if isinstance(n, ast.Assign) else [n.target]
        for n in tree.body
        if isinstance(n, ast.Assign | ast.AnnAssign)
    )
    names = (m.id for targets in given for t in targets for m in ast.walk(t) if isinstance(m, ast.Name))
    return {n for n in names if n.isupper() and not n.startswith("_") and len(n) > 1}


def readers(tree: ast.Module) -> set[str]:
    """Functions that a module gives, and that read or print something."""
    names = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return {n for n in names if n.startswith(("read_", "print_"))}


def lent(found: dict[str, ast.Module], names: Callable[[ast.Module], set[str]] = constants) -> dict[str, set[str]]:
    """Names that are used outside the module which gives them, constants mostly: name, and the modules that lend it."""
    given = {f"amdesk.{name}": names(tree) for name, tree in found.items()}
    out: dict[str, set[str]] = {}
    for tree in found.values():
        alias: dict[str, str] = {}
        for module, what in _imported(tree):
            if what in given.get(module, ()):
                out.setdefault(what, set()).add(module)
            alias[what] = f"{module}.{what}"
        for node in nodes(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                module = alias.get(node.value.id, "")
                if node.attr in given.get(module, ()):
                    out.setdefault(node.attr, set()).add(module)
    return out


def test_a_constant_that_others_read_has_a_name_of_its_own() -> None:
    """Whoever reads `STATUSES` knows whose. A module's own working names (a width, a pattern) are nobody else's matter."""
    found = {name: sorted(where) for name, where in lent(parsed()).items() if len(where) > 1}
    assert {n: w for n, w in found.items() if n not in ONE_THING_TWICE} == {}
    assert ONE_THING_TWICE.keys() <= found.keys(), "an excuse that nothing needs"


def test_what_reads_or_prints_has_a_name_of_its_own() -> None:
    """A plan of assessments and one of what is kept are two plans; whoever calls `read_plan` gets the one that is meant."""
    assert {n: sorted(where) for n, where in lent(parsed(), readers).items() if len(where) > 1} == {}


def test_two_constants_of_one_name_are_found() -> None:
    said = {
        "a": "KINDS = {}\nOWN = 1",
        "b": "KINDS: dict[str, str] = {}\nOWN = 2",
        "c": "from amdesk.a import KINDS, OWN",
        "d": "from amdesk import b\nprint(b.KINDS)",
    }
    found = lent({name: ast.parse(text) for name, text in said.items()})
    assert found == {"KINDS": {"amdesk.a", "amdesk.b"}, "OWN": {"amdesk.a"}}


def test_what_every_question_says_is_named_once() -> None:
    """Which rows count, which bookings take a place, when an employment ends: db/sql.py says it. A migration is history."""
    said = re.compile(r"\bvoid = 0\b|'reserved', 'booked', 'started'|ended_on, (\w+\.)?to_date|9999-12-31")
    named = {"db.sql", "db.schema"}
    wrong = [
        f"{name}:{number}"
        for name, source in sources().items()
        if name.startswith("db.") and name not in named
        for number, line in enumerate(source.splitlines(), 1)
        if said.search(line)
    ]
    assert wrong == []


def test_which_statuses_take_a_place_is_named_once() -> None:
    """domain/booking/statuses.py says it in Python as db/sql.py does in SQL."""
    said = re.compile(r"[\"']reserved[\"'],\s*[\"']booked[\"'],\s*[\"']started[\"']")
    wrong = [n for n, s in sources().items() if n not in {"domain.booking.statuses", "db.schema"} and said.search(s)]
    assert wrong == []


def _first_words(method: str, of: str) -> set[str]:
    """What stands as the first text of every call `of.method("...")` in the window."""
    return {
        _said(node.args[0])
        for name, tree in parsed().items()
        if name.startswith("ui.")
        for node in nodes(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
        if ast.unparse(node.func.value).split(".")[-1] == of and _said(node.args[0])
    }


def test_what_a_page_opens_by_name_is_there() -> None:
    """Types do not see the name of a form or of a page."""
    opened, gone = _first_words("open", "shell"), _first_words("go", "shell")
    pages = set(re.findall(r'Entry\("(\w+)"', sources()["ui.frame.pages"]))
    assert len(opened) > 2
    assert opened - _first_words("offer", "shell") == set()
    assert len(gone) > 2
    assert gone - pages == set()


def taken_in(found: dict[str, ast.Module]) -> list[str]:
    """Dialogs of one room that another room of the window imports, instead of opening them by name."""
    out = []
    for name, tree in found.items():
        floor, _, rest = name.partition(".")
        room = rest.partition(".")[0]
        if floor != "ui" or room in {"kit", "frame"}:
            continue
        for module, what in _imported(tree):
            other = module.removeprefix("amdesk.ui.").partition(".")[0]
            if module.startswith("amdesk.ui.") and other not in {room, "kit"} and what.endswith("Dialog"):
                out.append(f"{name}: {what}")
    return out


def test_a_form_of_another_room_is_opened_by_its_name() -> None:
    assert taken_in(parsed()) == []
    said = "def act():\n    from amdesk.ui.people.form import ParticipantDialog\n"
    assert taken_in({"ui.booking.page": ast.parse(said)}) == ["ui.booking.page: ParticipantDialog"]
    assert taken_in({"ui.people.page": ast.parse(said)}) == []


def test_the_page_of_the_house_names_what_is_there() -> None:
    """Every folder within a room stands on it, and every file that it names is in the house; FIELD and the like stand for several."""
    page = (ROOT.parent / "docs" / "architecture.md").read_text("utf-8")
    within = {"/".join(p.parent.relative_to(ROOT).parts[1:]) for p in ROOT.glob("*/*/*/*.py")}
    assert {f for f in within if f"`{f}`" not in page} == set()
    named = [f for f in re.findall(r"`([\w/]+/\w+\.(?:py|md|po))`", page) if not re.search("[A-Z]{4}", f)]
    assert len(named) > 40
    assert [f for f in named if not (ROOT / f).exists() and not (ROOT.parent / f).exists()] == []


def test_services_and_window_have_few_rooms() -> None:
    """What is counted is folders: `services/desk.py` is the door to them all and no field of work."""
    rooms = {r for r in arrows() if "." in r and r not in FACADES}
    assert len([r for r in rooms if r.startswith("services.")]) <= 11
    assert len([r for r in rooms if r.startswith("ui.")]) <= 12


def test_outside_libraries_stay_in_their_rooms() -> None:
    rooms = {
        "PySide6": {"ui", "app", "kept_code", "tour"},
        "sqlite_utils": {"db"},
        "sqlcipher3": {"db"},
        "psycopg": {"db"},
        "reportlab": {"export"},
        "sqlite3": set[str](),
    }
    wrong = [
        f"{m.name} imports {one}"
        for m in modules().values()
        for one in m.outside
        if m.floor not in rooms.get(one.split(".")[0], {m.floor})
    ]
    assert wrong == []


VERBS = r"(?:select|insert\s+into|update\s+\S+\s+set|delete\s+from|with\s+\w+\s+as|(?:create|alter|drop)\s+(?:table|view|index))\s"
SQL = re.compile(rf"\s*{VERBS}|.*\(\s*select\s", re.DOTALL)
"""A statement from its beginning, or one within another's condition; a sentence for people begins with a capital, and no
word of it is written in capitals alone as statements may be."""
ASKS = {"rows", "value", "one", "tuples", "insert", "update", "hold"}
"""Functions of db.port that read or write a table."""
RAW = {"query", "execute", "executemany", "executescript"}
"""Methods of a bank that do, by whatever name the bank goes."""
DATES = {"isoformat", "fromisoformat"}


def _said(node: ast.AST) -> str:
    """The text of a constant or of an f-string, `x` standing for what is filled in; of anything else nothing."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_said(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def sql_in(tree: ast.Module) -> list[str]:
    """SQL in a file: texts that begin as a statement does, and what reads or writes a table by itself."""
    found = []
    for node in nodes(tree):
        said = _said(node)
        if SQL.match(said.lower() if said.split(" ")[0].isupper() else said):
            found.append(said.split("\n")[0])
        if isinstance(node, ast.ImportFrom) and node.module in {"amdesk.db", "amdesk.db.port"}:
            found += [a.name for a in node.names if a.name in {"port", *ASKS}]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RAW:
            found.append(ast.unparse(node.func))
    return found


def dates_as_text_in(tree: ast.Module) -> list[str]:
    return [ast.unparse(node) for node in nodes(tree) if isinstance(node, ast.Attribute) and node.attr in DATES]


def trees(rooms: set[str]) -> Iterator[tuple[str, ast.Module]]:
    for name, tree in parsed().items():
        if any(name == room or name.startswith(f"{room}.") for room in rooms):
            yield name, tree


def test_sql_stands_in_the_bank_alone() -> None:
    assert [f"{name}: {said}" for name, tree in trees(WITHOUT_SQL) for said in sql_in(tree)] == []


def test_days_are_days_above_the_bank() -> None:
    assert [f"{name}: {said}" for name, tree in trees(WITHOUT_ISO) for said in dates_as_text_in(tree)] == []


def test_sql_and_dates_as_text_are_found() -> None:
    said = "from amdesk.db.port import Bank, rows\nX = f'update {t} set x = 1'\nY = 'a in (select 1)'\nself.bank.query(x)\nd.isoformat()"
    assert sorted(sql_in(ast.parse(said))) == ["a in (select 1)", "rows", "self.bank.query", "update x set x = 1"]
    assert dates_as_text_in(ast.parse(said)) == ["d.isoformat"]
    said = "from amdesk.db import port\nb.execute('DELETE FROM x')"
    assert sorted(sql_in(ast.parse(said))) == ["DELETE FROM x", "b.execute", "port"]
    assert sql_in(ast.parse("'Select a row.'; bank.read(); text('update of the list'); 'with the bank as it is'")) == []


def test_the_domain_needs_only_the_standard_library() -> None:
    wrong = [
        f"{m.name}: {one}"
        for m in modules().values()
        for one in m.outside
        if m.floor == "domain" and one.split(".")[0] not in sys.stdlib_module_names
    ]
    assert wrong == []


def test_colours_stand_in_the_tokens_alone() -> None:
    wrong = [
        f"{name}: {m}"
        for name, source in sources().items()
        if name.startswith("ui.")
        for m in re.findall(r"#[0-9A-Fa-f]{6}\b", source)
    ]
    assert wrong == []


def test_nothing_says_where_or_how_it_was_made() -> None:
    words = ("Malm" + "ö", "/work" + "/")
    kinds = {".py", ".md", ".toml", ".json", ".po", ".txt", ""}
    own = [p for p in files() if p.suffix in kinds and "LICENSES" not in p.parts]
    assert len(own) > 100
    assert [f"{p.name}: {w}" for p in own for w in words if w in p.read_text("utf-8", "replace")] == []


def test_nothing_built_or_packed_is_kept() -> None:
    packed = {".deb", ".rpm", ".whl", ".exe", ".msi", ".dll", ".so", ".zip", ".gz", ".xz", ".zst", ".db", ".sqlite"}
    assert [p.name for p in files() if p.suffix in packed] == []
