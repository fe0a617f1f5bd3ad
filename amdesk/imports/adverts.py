"""A vacancy out of the text of an advertisement that somebody pasted: what can be told for sure, and nothing guessed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from amdesk.domain.employers.vacancy import LONGEST_TITLE, without_people
from amdesk.domain.errors import BadFile
from amdesk.domain.places.placement import LANGUAGE_LEVELS, LICENCES
from amdesk.domain.plaintext import plain
from amdesk.domain.texts import N_, text
from amdesk.domain.values import parse_date
from amdesk.imports.reader import read_bytes

MONTHS: Final = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
DAY: Final = rf"(\d{{4}}-\d\d-\d\d|\d{{1,2}}\s+(?:{MONTHS})(?:\s+\d{{4}})?|\d{{1,2}}/\d{{1,2}}(?:[-/ ]\d{{4}})?)"
BEGINS: Final = r"(?:tillträd|start|börja)"
ENDS: Final = r"(?:\bsök(?:a)?\b|ansök|sista\s+dag|\bapply\b|deadline)"
"""Nobody who "söker" somebody says until when."""
APPLY: Final = re.compile(rf"{ENDS}(?:(?!{BEGINS})[^\n.]){{0,60}}?{DAY}", re.IGNORECASE)
STARTS: Final = re.compile(rf"{BEGINS}(?:(?!{ENDS})[^\n.]){{0,40}}?{DAY}", re.IGNORECASE)
WISHED: Final = re.compile(r"\b(?:gärna|merit\w*|önskvärt|fördel|plus)\b", re.IGNORECASE)
"""Words by which a sentence asks for what nobody has to have."""
LICENCE: Final = re.compile(r"\b([A-E]1?E?|AM)[\s-]*körkort|körkort\s*\(?(?:klass\s*)?([A-E]1?E?)\b", re.IGNORECASE)
EMPLOYER: Final = re.compile(
    r"^[^\S\n]*(?:arbetsgivare|företag|employer|company)\s*[:–-]\s*(.+)$", re.IGNORECASE | re.MULTILINE
)
ORG: Final = re.compile(r"\b(?:org\.?\s*-?\s*(?:nr|nummer)|organisationsnummer)\D{0,4}(\d{6}-?\d{4})\b", re.IGNORECASE)
PLACES: Final = re.compile(
    r"\bantal\s+(?:platser|tjänster)\s*[:–-]?\s*(\d{1,3})|\b(\d{1,2})\s+(?:platser|tjänster)\b", re.IGNORECASE
)
PERCENT: Final = re.compile(r"\b(\d{1,3})\s*(?:%|procent)")
LINK: Final = re.compile(r"https?://[^\s<>\"')]+")
LEVEL: Final = re.compile(r"svenska[^\n.]{0,30}?\b(A1|A2|B1|B2|C1)\b", re.IGNORECASE)


def read_advert_file(path: Path) -> str:
    """The text of a file. Raises BadFile where it is none."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        said = N_("{file} is no text. Save the advertisement as plain text.")
        raise BadFile(text(said, file=path.name), "NO_TEXT") from None


def read_advert(said: str, today: date) -> dict[str, object]:
    """What a pasted text says: the fields of a vacancy, and `employer` and `org_number`. Fields it does not name are not there.

    E-mail addresses and phone numbers are left out of the text that is kept.
    """
    said = plain(said)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    out: dict[str, object] = {
        "title": without_people(lines[0])[:LONGEST_TITLE] if lines else "",
        "body": without_people(said.strip()),
    }
    if found := EMPLOYER.search(said):
        out["employer"] = found.group(1).strip()[:160]
    if found := ORG.search(said):
        out["org_number"] = found.group(1)
    for name, pattern in (("apply_by", APPLY), ("start", STARTS)):
        if (found := pattern.search(said)) and (day := _to_come(found.group(1), today)):
            out[name] = day
    if found := _demanded(LICENCE, said):
        licence = (found.group(1) or found.group(2)).upper()
        if licence in LICENCES:
            out["licence"] = licence
    if (found := _demanded(LEVEL, said)) and found.group(1).upper() in LANGUAGE_LEVELS:
        out["language_min"] = found.group(1).upper()
    if found := PLACES.search(said):
        out["places"] = max(1, int(found.group(1) or found.group(2)))
    if found := LINK.search(said):
        out["link"] = found.group().rstrip(".,;")
    if extent := _extent(said):
        out["extent"] = extent
    return out


def _demanded(pattern: re.Pattern[str], said: str) -> re.Match[str] | None:
    """The first match in a sentence that does not call it a wish."""
    for found in pattern.finditer(said):
        begin = max(said.rfind(end, 0, found.start()) for end in "\n.!") + 1
        end = min((at for end in "\n.!" if (at := said.find(end, found.end())) >= 0), default=len(said))
        if not WISHED.search(said, begin, end):
            return found
    return None


def _to_come(said: str, today: date) -> date | None:
    """The day; of this year or the next where no year is written."""
    for year in ("", f" {today.year}", f" {today.year + 1}"):
        try:
            day = parse_date(f"{said.strip()}{year}", today)[0]
        except (ValueError, OverflowError):
            continue
        if day >= today or not year:
            return day
    return None


def _extent(said: str) -> int | None:
    """One per cent that is named; full time where that is named and nothing else. Of several nothing is chosen."""
    found = {int(n) for n in PERCENT.findall(said) if 1 <= int(n) <= 100}
    if len(found) == 1:
        return found.pop()
    words = said.casefold()
    return 100 if not found and "heltid" in words and "deltid" not in words else None
