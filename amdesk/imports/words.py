"""What people write where a number or a code is asked for. What is not understood is None: the words are kept, nobody is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amdesk.domain.places.placement import LANGUAGE_LEVELS, LICENCES
from amdesk.domain.values import fold, parse_extent, squash
from amdesk.imports.reader import FileCell

COUNTS = {w: n for n, w in enumerate(("en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"), 1)} | {
    "ett": 1
}
NO_LICENCE = {
    "",
    "nej",
    "n",
    "no",
    "0",
    "saknas",
    "saknar",
    "ingen",
    "inget",
    "inga",
    "ej",
    "-",
    "–",
    "none",
    "false",
    "falskt",
    "har ej",
    "har inte",
}
NOT_KNOWN = {"?", "okänd", "okänt", "vet ej", "unknown", "not known"}
NO_LEVEL = {"", "-", "–", "nej", "ingen", "inget", "inga", "saknas", "none", *NOT_KNOWN}
"""Where a level of Swedish is asked for: that none is asked, or none is known."""
NATIVE = {"modersmål", "infödd", "svenska som modersmål", "native", "mother tongue", "c2"}
HAS_LICENCE = {"ja", "j", "x", "yes", "y", "1", "true", "sant", "har", "b körkort", "körkort"}
FULL_TIME = {"heltid", "full time", "fulltid", "full-time", "helt"}
NOW = {
    "omgående", "omg", "omg.", "omedelbart", "snarast", "snarast möjligt", "genast", "nu", "direkt", "idag", "i dag", "när som helst",
    "redan nu", "asap", "now", "immediately", "at once", "any time",
}  # fmt: skip
IN_HOUSE = re.compile(r"in house|inhouse|intern\w*|eget|egen|egna|(?:arbets)?lag(?:et)?")
EXTERNAL = re.compile(r"extern\w*|outside")
DENIED = re.compile(r"ej|inte|icke|no|not|non")
FULL_WEEK = 40
"""Hours a week that are 100 percent."""


def number(said: str) -> float:
    return float(said.replace(",", "."))


def extent(value: object) -> tuple[int | None, bool]:
    """(percent, whether that is all the cell says) of a wished extent. Of "75-100 %" the highest, of hours their share of 40."""
    try:
        return parse_extent(value), True
    except ValueError:
        said = fold(value)
    if re.fullmatch(r"(heltid|full ?time|fulltid|helt?)", said):
        return 100, True
    if re.fullmatch(r"(halvtid|half ?time|halvt)", said):
        return 50, True
    if m := re.fullmatch(
        r"(\d{1,9}(?:[.,]\d{1,9})?) ?(?:h|t|tim|timmar|hours)\.?(?: ?(?:/|per|i) ?(?:v|vecka|veckan|week))?", said
    ):
        share = round(number(m[1]) * 100 / FULL_WEEK)
        return (share, True) if 1 <= share <= 100 else (None, False)
    if m := re.fullmatch(r"(\d{1,3}) ?%? ?[-–—/] ?(\d{1,3}) ?%?", said):
        top = max(int(m[1]), int(m[2]))
    elif m := re.match(r"(?:upp till|högst|max|minst|ca|cirka|omkring)? ?(\d{1,3}) ?%", said):
        top = int(m[1])
    else:
        return None, False
    return (top, False) if 1 <= top <= 100 else (None, False)


def minutes(value: object) -> int | None:
    """Minutes of "60", "1 timme", "1,5 tim", "1 h 30 min", "en timme"; of "45-60 min" the longest."""
    said = fold(int(value) if isinstance(value, float) and value.is_integer() else value)
    for word, n in COUNTS.items():
        said = re.sub(rf"^{word}\b", str(n), said)
    said = re.sub(r"(?:(\d{1,9}) och )?en halvtimme|(?:(\d{1,9}) )?halvtimme", lambda m: f"{int(m[1] or 0)}.5 h", said)
    parts = re.split(r"\s*[-–—]\s*", said)
    if len(parts) == 2 and re.fullmatch(r"[\d.,]+", parts[0]):
        said = parts[1]
    m = re.fullmatch(
        r"(?:(?:max|högst|ca|cirka|upp till) )?(?:(\d{1,9}(?:[.,]\d{1,9})?) ?(?:h|t|tim\.?|timmar?|timme|hours?))? ?(?:och )?(?:(\d{1,9}) ?(?:m|min\.?|minuter|minutes)?)?",
        said,
    )
    if m is None or not (m[1] or m[2]):
        return None
    found = round(number(m[1] or "0") * 60) + int(m[2] or 0)
    return found if 0 < found <= 600 else None


def place_kind(said: str) -> str | None:
    """in_house or external of "eget lag", "intern plats", "in_house", "Externt"; None for words that say neither, or both."""
    found = re.sub(r"[_\W]+", " ", fold(said)).replace("in house", "inhouse").split()
    own, other = (any(word.fullmatch(w) for w in found) for word in (IN_HOUSE, EXTERNAL))
    if own == other or any(DENIED.fullmatch(w) for w in found):
        return None
    return "in_house" if own else "external"


def level(said: str) -> str | None:
    """A level of the scale A0-C1 ("B 1", "minst B1", "B1+"), empty where none is said, None for words that name no single one."""
    word = squash(re.sub(r"^(?:minst|lägst|ca|nivå|cefr|at least)\b|\bnivå\b|[+.]$", " ", fold(said)))
    if word in NO_LEVEL:
        return ""
    if word in NATIVE:
        return LANGUAGE_LEVELS[-1]
    found = re.sub(r"\s", "", word).upper()
    return found if found in LANGUAGE_LEVELS else None


def licence(said: str) -> str | None:
    """Classes parted by blanks ("B C"), empty where there is none; a plain yes is B, the class that lists ask for."""
    word = re.sub(r"[()]", " ", fold(said))
    if squash(word) in NO_LICENCE:
        return ""
    if squash(re.sub(r"[-–]", " ", word)) in HAS_LICENCE:
        return "B"
    tokens = [
        t
        for t in re.split(
            r"[\s,;/+&]+|\boch\b|-", re.sub(r"\bkörkort\w*|\bbehörighet\w*|\bklass\b|^(?:ja|har)\b", " ", word)
        )
        if t
    ]
    if tokens and all(t.upper() in LICENCES for t in tokens):
        return " ".join(dict.fromkeys(t.upper() for t in tokens))
    return None


def denied(licence: str | None, said: str) -> bool:
    """True where the cell says that there is no licence, as "Nej" does and an empty cell does not."""
    return licence == "" and bool(said.strip(" -–"))


def month_first(values: Sequence[FileCell]) -> bool:
    """True for a column whose slashed dates only make sense with the month first (12/31/2026)."""
    found = [m for v in values if isinstance(v, str) and (m := SLASHED.fullmatch(squash(v)))]
    return any(int(m[2]) > 12 for m in found) and not any(int(m[1]) > 12 for m in found)


EVERYDAY = {
    "städ": "LOK", "städning": "LOK", "lokalvård": "LOK", "lok": "LOK", "lager": "LAG", "transport": "TRP", "it-support": "ITT", "it": "ITT", "butik": "BUT",
}  # fmt: skip
"""Words for an occupation that can mean no other one of the list."""
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def turned(value: FileCell) -> FileCell:
    """A slashed date with the month first, as an ISO date."""
    m = SLASHED.fullmatch(squash(value)) if isinstance(value, str) else None
    return f"{m[3]}-{int(m[1]):02d}-{int(m[2]):02d}" if m else value


def titles(said: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """(codes, words not understood) of wished occupations, the first first. A wish that is denied is no wish."""
    codes: list[str] = []
    rest: list[str] = []
    for part in re.split(r"[,;/\n&+]|\boch\b|\beller\b|\(\d\)|\b\d[.)]", said):
        word = fold(part).strip(" .-")
        if not word:
            continue
        code = known.get(word)
        if code is None:
            rest.append(squash(part))
        elif code not in codes:
            codes.append(code)
    return codes, rest
