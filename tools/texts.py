"""The users' texts: collect msgids from the code into resources/translations/sv.po and compile it.

`tools/texts.py` updates and compiles; `--check` fails where the catalogue lacks a text, has one too many, a fuzzy one,
a placeholder that differs, or a compiled file that is not its own.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from tools.asked import only_check  # noqa: E402 - the path is set first

PO = ROOT / "resources" / "translations" / "sv.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"N_", "t", "words", "text"}
PLURAL = "plural"
HELP = "help"
"""The argument of an option that says what it is for; a command says so in its docstring."""
Msgid = str | tuple[str, str]
"""A text, or the two forms of one that counts something."""
FIELD = re.compile(r"\{(\w+)\}")
LETTER = re.compile(r"[^\W\d_]")


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be: a constant with words in it, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if LETTER.search(FIELD.sub("", node.value)):
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def is_command(decorator: ast.expr) -> bool:
    """`@click.command(...)`, `@group.command()` and `@group.group()`: what they stand over is shown by --help."""
    called = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in {"command", "group"}


def said(source: str) -> Iterator[Msgid]:
    """The msgids of one file: the first argument of each keyword's call, or the first two of `plural`, also inside an f-string.

    Read from the syntax tree and not from tokens: before Python 3.12 an f-string is one token, and a text in it is
    not seen, so that the same code would have another catalogue on each Python.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(is_command(one) for one in node.decorator_list):
            yield ast.get_docstring(node) or ""
        elif isinstance(node, ast.keyword) and node.arg == HELP:
            yield from texts(node.value)
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in KEYWORDS:
            yield from texts(node.args[0])
        elif called == PLURAL:
            yield from zip(texts(node.args[0]), texts(node.args[1]), strict=True)


def collected() -> set[Msgid]:
    """All msgids in the code."""
    return {msgid for path in sorted((ROOT / "amdesk").rglob("*.py")) for msgid in said(path.read_text("utf-8"))}


def fresh() -> Catalog:
    """An empty catalogue whose header never changes by itself."""
    day = datetime(2026, 11, 23, tzinfo=UTC)
    people = "the AMDesk developers"
    return Catalog(
        locale="sv",
        project="AMDesk",
        version="1",
        charset="utf-8",
        creation_date=day,
        revision_date=day,
        last_translator=people,
        language_team=people,
        msgid_bugs_address="",
        copyright_holder="",
        header_comment="# Swedish texts of AMDesk.",
        fuzzy=False,
    )


def catalogue() -> Catalog:
    if not PO.exists():
        return fresh()
    with PO.open("rb") as file:
        return read_po(file, locale="sv")


def forms(said: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one form of a text, or the two of one that counts something."""
    return (said,) if isinstance(said, str) else tuple(said or ())


def kept() -> dict[Msgid, Message]:
    """The messages of the Swedish catalogue by their msgids."""
    return {m.id if isinstance(m.id, str) else (m.id[0], m.id[1]): m for m in catalogue() if m.id}


def faults() -> list[str]:
    """What is wrong with the Swedish catalogue; empty when complete."""
    wanted, have = collected(), kept()
    out = [f"missing: {m}" for m in sorted(wanted - have.keys(), key=str)]
    out += [f"not used: {m}" for m in sorted(have.keys() - wanted, key=str)]
    every = Counter(form for msgid in wanted for form in {*forms(msgid)})
    out += [
        f"both a text and a form of a plural, or a form of two: {form}" for form, times in every.items() if times > 1
    ]
    for msgid, message in have.items():
        swedish = forms(message.string)
        if message.fuzzy or not all(swedish) or len(swedish) != len(forms(msgid)):
            out.append(f"not translated: {msgid}")
        elif any(set(FIELD.findall(a)) != set(FIELD.findall(b)) for a, b in zip(forms(msgid), swedish, strict=True)):
            out.append(f"placeholders differ: {msgid}")
    if not MO.exists() or MO.read_bytes() != compiled(catalogue()):
        out.append("sv.mo is not what sv.po compiles to: run tools/texts.py")
    return out


def compiled(source: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, source)
    return target.getvalue()


def update() -> None:
    """Add new msgids, drop those no longer used, compile."""
    old = {msgid: m.string for msgid, m in kept().items()}
    new = fresh()
    for msgid in sorted(collected(), key=forms):
        new.add(msgid, string=old.get(msgid, "" if isinstance(msgid, str) else ("", "")))
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, width=110, omit_header=False, no_location=True, sort_output=True)
    MO.write_bytes(compiled(catalogue()))


def main() -> None:
    if only_check(__doc__):
        wrong = faults()
        print("\n".join(wrong) or "the Swedish catalogue is complete")
        sys.exit(bool(wrong))
    update()


if __name__ == "__main__":
    main()
