"""The users' texts: collect msgids from the code into resources/translations/sv.po and compile it.

`tools/texts.py` updates and compiles; `--check` fails where the catalogue lacks a text, has one too many, a fuzzy one,
a placeholder that differs, or a compiled file that is not its own.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "translations" / "sv.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"N_": None, "t": None, "words": None}
FIELD = re.compile(r"\{(\w+)\}")


def collected() -> set[str]:
    """All msgids in the code."""
    found = extract_from_dir(str(ROOT / "amdesk"), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {str(message) for _, _, message, _, _ in found if isinstance(message, str) and message}


def fresh() -> Catalog:
    """An empty catalogue whose header never changes by itself."""
    day = datetime(2026, 11, 23, tzinfo=UTC)
    people = "the AMDesk developers"
    return Catalog(
        locale="sv", project="AMDesk", version="1", charset="utf-8", creation_date=day, revision_date=day, last_translator=people,
        language_team=people, msgid_bugs_address="", copyright_holder="", header_comment="# Swedish texts of AMDesk.", fuzzy=False,
    )  # fmt: skip


def catalogue() -> Catalog:
    if not PO.exists():
        return fresh()
    with PO.open("rb") as file:
        return read_po(file, locale="sv")


def faults() -> list[str]:
    """What is wrong with the Swedish catalogue; empty when complete."""
    wanted, have = collected(), {str(m.id): m for m in catalogue() if m.id}
    out = [f"missing: {m}" for m in sorted(wanted - have.keys())]
    out += [f"not used: {m}" for m in sorted(have.keys() - wanted)]
    for msgid, message in have.items():
        if not message.string or message.fuzzy:
            out.append(f"not translated: {msgid}")
        elif set(FIELD.findall(msgid)) != set(FIELD.findall(str(message.string))):
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
    old = {str(m.id): m.string for m in catalogue() if m.id}
    new = fresh()
    for msgid in sorted(collected()):
        new.add(msgid, string=old.get(msgid, ""))
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, width=110, omit_header=False, no_location=True, sort_output=True)
    MO.write_bytes(compiled(catalogue()))


if __name__ == "__main__":
    if "--check" in sys.argv:
        wrong = faults()
        print("\n".join(wrong) or "the Swedish catalogue is complete")
        sys.exit(bool(wrong))
    update()
