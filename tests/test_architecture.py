"""The house as docs/architecture.md draws it: ui, cli -> services -> {db, imports, export} -> domain, no cycles."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.repository import files

ROOT = Path(__file__).parent.parent / "amdesk"
BASE = {"domain", "i18n", "memory", "resources", "settings"}
ALLOWED = {
    "domain": set(),
    "i18n": {"domain", "resources"},
    "resources": set(),
    "settings": {"domain"},
    "memory": set(),
    "db": {"domain"},
    "imports": {"domain"},
    "export": {"domain", "i18n", "resources"},
    "services": {"db", "imports", "export", *BASE},
    "ui": {"services", "app", *BASE},
    "commands": {"services", *BASE},
    "cli": {"commands", "services", "app", *BASE},
    "app": {"services", "ui", *BASE},
    "window": {"services", "app", *BASE},
    "__main__": {"cli", "window", "services", *BASE},
    "__init__": set(),
}


def modules() -> list[tuple[str, str, list[str], list[str]]]:
    """(name, part of the house, imports within amdesk, imports from outside)."""
    out = []
    for path in ROOT.rglob("*.py"):
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        inside: list[str] = []
        outside: list[str] = []
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{a.name}" for a in node.names]
            for one in names:
                (inside if one.split(".")[0] == "amdesk" else outside).append(one)
        out.append((name, name.split(".")[0], inside, outside))
    return out


def test_imports_follow_the_arrows() -> None:
    wrong = []
    for name, part, inside, _ in modules():
        for one in inside:
            target = one.split(".")[1] if one.count(".") else "__init__"
            if target not in {part, "__version__"} and target not in ALLOWED[part]:
                wrong.append(f"{name} imports {one}")
    assert wrong == []


def test_outside_libraries_stay_in_their_rooms() -> None:
    rooms = {
        "PySide6": {"ui", "app"},
        "sqlite_utils": {"db"},
        "sqlcipher3": {"db"},
        "psycopg": {"db"},
        "reportlab": {"export"},
        "sqlite3": set(),
    }
    wrong = [
        f"{name} imports {one}"
        for name, part, _, outside in modules()
        for one in outside
        if part not in rooms.get(one.split(".")[0], {part})
    ]
    assert wrong == []


def test_the_domain_needs_only_the_standard_library() -> None:
    import sys

    wrong = [
        f"{name}: {one}"
        for name, part, _, outside in modules()
        for one in outside
        if part == "domain" and one.split(".")[0] not in sys.stdlib_module_names
    ]
    assert wrong == []


def test_no_import_goes_in_a_circle() -> None:
    known = {name for name, *_ in modules()}
    edges: dict[str, set[str]] = {}
    for name, _, inside, _ in modules():
        targets = {o.removeprefix("amdesk.") for o in inside} | {
            o.removeprefix("amdesk.").rpartition(".")[0] for o in inside
        }
        edges[name] = {t for t in targets if t in known and t != name}
    lazy = {("ui.tour", "app"), ("app", "ui.tour"), ("cli", "app"), ("cli", "commands.bank")}

    def visit(node: str, path: tuple[str, ...]) -> list[str]:
        if node in path:
            return [" -> ".join((*path[path.index(node) :], node))]
        return [found for t in edges[node] if (node, t) not in lazy for found in visit(t, (*path, node))][:1]

    assert [c for n in edges for c in visit(n, ())] == []


def test_colours_stand_in_the_tokens_alone() -> None:
    import re

    wrong = [
        f"{p.name}: {m}"
        for p in (ROOT / "ui").rglob("*.py")
        for m in re.findall(r"#[0-9A-Fa-f]{6}\b", p.read_text("utf-8"))
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
