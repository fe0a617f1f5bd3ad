"""Codes as people hand them on: what mail, networks, browsers and editors put around and into them. Of a genuine one it is genuine still,
of one that was changed never."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable
from random import Random

from amdesk.domain.competence.base41 import BASE41
from tests.services.attacks import LINK, OTHER, code

TEXTS: dict[str, Callable[[str], str]] = {
    "bare": lambda c: c, "a full stop": lambda c: c + ".", "three": lambda c: c + "...", "a comma": lambda c: f"Se {c}, tack", "brackets": lambda c: f"({LINK}{c}).",
    "a bracket": lambda c: f"{c})", "quotation marks": lambda c: f"”{LINK}{c}”", "straight ones": lambda c: f'"{c}"', "angles": lambda c: f"<{LINK}{c}>", "a label": lambda c: f"Kod: {c}\nHälsningar\nEKHAMRA",
    "a label and a full stop": lambda c: f"Koden är {c}.\n\n-- \nKOMMUNEN 2026", "a click": lambda c: f"{LINK}{c}&fbclid=IwAR0abc_DEF-123", "a campaign": lambda c: f"{LINK}{c}&utm_source=mail&utm_medium=x",
    "a question": lambda c: f"{LINK}{c}?utm_source=x", "a slash": lambda c: f"{LINK}{c}/", "as per cent": lambda c: LINK + re.sub(r"[$*./-]", lambda m: f"%{ord(m[0]):02X}", c), "dollars alone": lambda c: LINK + c.replace("$", "%24"),
    "twice as per cent": lambda c: LINK.replace("#", "%2523") + c.replace("$", "%2524").replace(":", "%253A"), "as in html": lambda c: f'<a href="{LINK}{c.replace("$", "&#36;")}">intyg</a>',
    "shown and cut": lambda c: f'<a href="{LINK}{c}">{LINK}{c[:150]}…</a>', "twice": lambda c: f"{LINK}{c}\n\n{c}\n", "in lines": lambda c: "\n".join(c[i : i + 76] for i in range(0, len(c), 76)),
    "in lines of Windows": lambda c: "\r\n".join(c[i : i + 60] for i in range(0, len(c), 60)) + "\r\n", "quoted": lambda c: "".join(f"> {c[i : i + 70]}\n" for i in range(0, len(c), 70)),
    "quoted twice": lambda c: "Hon skrev:\n" + "".join(f"> > {c[i : i + 70]}\n" for i in range(0, len(c), 70)) + "> > \n> Tack\n", "soft breaks": lambda c: "".join(f"{c[i : i + 75]}=\n" for i in range(0, len(c), 75)),
    "quoted-printable": lambda c: quopri.encodestring(f"Länk: {LINK}{c}\n".encode()).decode(), "its dollars too": lambda c: c.replace("$", "=24"), "bold": lambda c: f"**{c}**", "a list": lambda c: f"- {c}\n- annat",
    "% that stands for nothing": lambda c: f"{c}%E0%A4%A", "# twice": lambda c: f"#x#{c}#", "% twice": lambda c: c.replace("0", "%2530", 1) + "%",
    "places to break": lambda c: "\u200b".join(c[i : i + 30] for i in range(0, len(c), 30)), "the mark twice": lambda c: c[:8] + c, "spaces": lambda c: f"  {c[:90]} {c[90:]}  ", "no-break spaces": lambda c: f"\u00a0{c}\u00a0",
}  # fmt: skip
AS_BYTES: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode, "with a mark of order": lambda s: s.encode("utf-8-sig"), "UTF-16": lambda s: s.encode("utf-16"),
    "UTF-16, the other way": lambda s: b"\xfe\xff" + s.encode("utf-16-be"), "UTF-16 without a mark": lambda s: s.encode("utf-16-le"),
}  # fmt: skip


def changed(said: str, dice: Random) -> str:
    """A code with one or two of its signs others, left out, put twice, exchanged, or with another's beginning or end."""
    kind, at = dice.randrange(6), dice.randrange(9, len(said) - 1)
    if kind == 0:
        return said[:at] + dice.choice([c for c in BASE41 if c != said[at]]) + said[at + 1 :]
    if kind == 1:
        return said[:at] + said[at + 1 :]
    if kind == 2:
        return said[:at] + dice.choice(BASE41) + said[at:]
    if kind == 3 and said[at] != said[at + 1]:
        return said[:at] + said[at + 1] + said[at] + said[at + 2 :]
    theirs = code(OTHER)
    return said[:100] + theirs[100:] if kind == 4 else theirs[:100] + said[100:]
