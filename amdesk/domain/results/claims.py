"""Finding the figures of a text: "n of m", shares with or without their base, sums; Swedish and English wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

SAID_NUMBER = (
    r"(?<![\d.,/–-])(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?![\d/]|[.,]\d|-\d|[\s\u00a0]*(?:%|procent\b|per\s?cent\b))"
)
"""A whole number that counts something: a percentage is none."""
PERCENT = r"(\d{1,3}(?:[.,]\d+)?)[\s\u00a0]*(?:%|procent\b|per\s?cent\b)"
OF = r"\s+(?:av|utav|of)\s+(?:(?:de|samtliga|alla|totalt|sammanlagt|the|all)\s+)?"
ABOUT = re.compile(
    r"(?:cirka|ca\.?|omkring|drygt|knappt|närmare|nästan|ungefär|runt|about|nearly|almost|around)\s*$", re.IGNORECASE
)
WORDS = r"(?:[^\W\d_]+\s+){0,4}?"

N_OF_M = re.compile(
    rf"{SAID_NUMBER}(?:\s+(?!procent\b|per\b|percent\b)[^\W\d_]+)?{OF}{SAID_NUMBER}(?:[^.;:()\d]{{0,60}}[\s(,–-]+(?:eller\s+|or\s+)?{PERCENT})?",
    re.IGNORECASE,
)
OF_M_N = re.compile(
    rf"\b(?:av|of)\s+(?:(?:de|samtliga|alla|the)\s+)?{SAID_NUMBER}\s+[^.;:()\d]{{1,80}}?{SAID_NUMBER}[^.;:()\d]{{0,40}}?[\s(,]+(?:eller\s+|or\s+)?{PERCENT}",
    re.IGNORECASE,
)
P_N_OF_M = re.compile(rf"{PERCENT}[^.;:()\d]{{0,30}}[\s(,]+{SAID_NUMBER}{OF}{SAID_NUMBER}", re.IGNORECASE)
N_OR_P = re.compile(
    rf"{SAID_NUMBER}\s+{WORDS}[^\W\d_]*\s*(?:,|\(|–|eller|or|motsvarande|vilket (?:är|motsvarar)|det vill säga|dvs\.?)\s*{PERCENT}(?:{OF}{SAID_NUMBER})?",
    re.IGNORECASE,
)
P_OF_M = re.compile(rf"{PERCENT}{OF}{SAID_NUMBER}", re.IGNORECASE)
ALONE = re.compile(PERCENT, re.IGNORECASE)
ADDED = re.compile(rf"{SAID_NUMBER}((?:\s*\+\s*{SAID_NUMBER})+)\s*=\s*{SAID_NUMBER}")
WHEREOF = re.compile(
    rf"{SAID_NUMBER}\s+[^.;:()\d]{{1,60}}?[,(]?\s*(?:varav|därav|fördelat på|of whom)\s+{SAID_NUMBER}\s+[^\W\d_]+\s+(?:och|and)\s+{SAID_NUMBER}\s+[^\W\d_]+",
    re.IGNORECASE,
)
PAIR = r"{n}\s+(?:{a})\s+(?:och|and)\s+{n}\s+(?:{b})"
SPLIT_PAIRS = "|".join(
    PAIR.format(n=SAID_NUMBER, a=a, b=b)
    for a, b in (("kvinnor|women", "män|men"), ("män|men", "kvinnor|women"), ("externa|external", "egna|in-house"))
)
SPLIT = re.compile(rf"{SAID_NUMBER}\s+[^\W\d_]+\s*[(,:–]\s*(?:{SPLIT_PAIRS})", re.IGNORECASE)
SLASHED = re.compile(rf"{PERCENT}\s*\((\d+)/(\d+)\)|(?<![\d/])(\d+)/(\d+)\s*\({PERCENT}", re.IGNORECASE)
NO_COUNT = re.compile(
    r"\b(?:dag|day)[\s\u00a0]+90\b|(?<=[^\W\d_][\s\u00a0])(?:19|20)\d\d\b(?![\s\u00a0]*(?:%|procent|per\s?cent|deltagare|personer|participants|people))",
    re.IGNORECASE,
)
"""Day 90 and years: numbers that count nothing."""
TOO_LONG = re.compile(r"\d{16,}|\d{1,3}(?:[ \u00a0]\d{3}){5,}")
"""An account or a row of digits: it counts no people and no money."""
TOGETHER = re.compile(
    rf"{SAID_NUMBER}\s+[^\W\d_]+\s+(?:och|and)\s+{SAID_NUMBER}\s+[^\W\d_]+\s*[,(–]?\s*(?:totalt|sammanlagt|tillsammans|in all|together)\s+{SAID_NUMBER}",
    re.IGNORECASE,
)
NOUN = r"[^\W\d_]+(?:\s+[^\W\d_]+){0,2}?"
LIST = (
    rf"{SAID_NUMBER}\s+{NOUN}((?:,\s+{SAID_NUMBER}\s+{NOUN}){{1,8}})\s*,?\s+(?:och|samt|and)\s+{SAID_NUMBER}\s+{NOUN}"
)
LISTED = re.compile(rf"{SAID_NUMBER}(\s+[^.;\d]{{1,60}}?){LIST}(?=\W|$)", re.IGNORECASE)
LISTED_TOGETHER = re.compile(
    rf"{LIST}\s*[,(–]?\s*(?:totalt|sammanlagt|tillsammans|in all|together)\s+{SAID_NUMBER}", re.IGNORECASE
)
DIVIDED = re.compile(r"varav|därav|fördel|uppdel|of whom|divided|[:(]\s*$", re.IGNORECASE)
"""Words after which the parts of a list may make up the whole; after others nothing is said of it."""
WHOLLY = re.compile(r"fördel|uppdel|divided|[:(]\s*$", re.IGNORECASE)
"""Words after which the parts are surely all. "Varav 20 arbetar och 30 studerar" may name some of many, and some twice."""
FAMILIES: tuple[tuple[re.Pattern[str], ...], ...] = (
    (re.compile(r"\bkvinn\w*|\bwomen\b", re.IGNORECASE), re.compile(r"\bmän(?:nen)?\b|\bmen\b", re.IGNORECASE)),
    (re.compile(r"\bextern\w*|\bexternal\b", re.IGNORECASE), re.compile(r"\begna\b|\bin-house\b", re.IGNORECASE)),
)  # fmt: skip
"""Groups that make up a whole between them."""
REST = re.compile(
    r"\bannat\b|\bandra\b|övrig|\bresten\b|okän[dt]|sakna|\bother\b|\brest\b|unknown|not recorded", re.IGNORECASE
)
"""Words that name what is left, so that the parts are all."""
WHOLES = re.compile(
    r"^\S+\s+(?:deltagar|person|människ|individ|anställ|avslut|sökande|inskriv|elev|platser|participant|people|employe|places)",
    re.IGNORECASE,
)
"""What may be a whole before a comma: "292 deltagare, 121 kvinnor och 171 män". Anything else may be a part among parts."""
ROW = re.compile(r"^[ \t]{0,20}\|?[ \t]{0,20}[^|\t\n]{1,120}[|\t]([^\n]{1,300})$", re.MULTILINE)
LINE = re.compile(r"^[^\W\d_][^\d\n|\t.,:;]{0,60}[ ](\d+ +\d+ +\d{1,3}(?:[.,]\d+)?[ \u00a0]?%)[ \t]*$", re.MULTILINE)
"""A row of a table with its cells apart, and one as a PDF gives it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement with figures: what stands in the text and where. Percent as it was printed, with its decimals."""

    kind: str
    text: str
    position: int
    count: int | None = None
    base: int | None = None
    percent: Fraction | None = None
    decimals: int = 0
    about: bool = False
    parts: tuple[int, ...] = ()
    agrees: bool | None = None

    @property
    def end(self) -> int:
        return self.position + len(self.text)


def _number(said: str) -> int:
    return int(re.sub(r"\D", "", said))


def _share(said: str) -> tuple[Fraction, int]:
    plain = said.replace(",", ".")
    return Fraction(plain), len(plain.partition(".")[2])


def found(said: str) -> list[Claim]:
    """Claims in the order of the text; each figure belongs to the first pattern that takes it."""
    whole = said
    for none in (TOO_LONG, NO_COUNT):
        said = none.sub(lambda m: re.sub(r"\d", "x", m[0]), said)
    out = [*_rows(said)]
    taken = [(c.position, c.end) for c in out]
    patterns: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Claim | None]], ...] = (
        (ADDED, _added),
        (LISTED, _listed),
        (LISTED_TOGETHER, _listed_together),
        (WHEREOF, _whereof),
        (SPLIT, _split),
        (TOGETHER, _together),
        (SLASHED, _slashed),
        (P_N_OF_M, _p_n_of_m),
        (OF_M_N, _of_m_n),
        (N_OF_M, _n_of_m),
        (N_OR_P, _n_or_p),
        (P_OF_M, _p_of_m),
        (ALONE, _alone),
    )
    for pattern, make in patterns:
        for m in pattern.finditer(said):
            if any(m.start() < last and first < m.end() for first, last in taken):
                continue
            claim = make(said, m)
            if claim is not None:
                taken.append(m.span())
                out.append(claim)
    return [replace(c, text=whole[c.position : c.end]) for c in sorted(out, key=lambda c: c.position)]


def _claim(
    said: str, m: re.Match[str], kind: str, count: str | None, base: str | None, share: str | None, at: int
) -> Claim:
    """`at` is the group that holds the percentage."""
    percent, decimals = _share(share) if share else (None, 0)
    about = bool(share and ABOUT.search(said[max(0, m.start(at) - 20) : m.start(at)]))
    return Claim(
        kind,
        m[0],
        m.start(),
        _number(count) if count else None,
        _number(base) if base else None,
        percent,
        decimals,
        about,
    )


def _n_of_m(said: str, m: re.Match[str]) -> Claim:
    return _claim(said, m, "share", m[1], m[2], m[3], 3)


def _of_m_n(said: str, m: re.Match[str]) -> Claim:
    return _claim(said, m, "share", m[2], m[1], m[3], 3)


def _p_n_of_m(said: str, m: re.Match[str]) -> Claim:
    return _claim(said, m, "share", m[2], m[3], m[1], 1)


def _n_or_p(said: str, m: re.Match[str]) -> Claim | None:
    found = _claim(said, m, "share", m[1], m[3], m[2], 2)
    return None if _is_year(found.count) else found


def _is_year(count: int | None) -> bool:
    return count is not None and 1990 <= count <= 2100


def _p_of_m(said: str, m: re.Match[str]) -> Claim:
    return _claim(said, m, "percent", None, m[2], m[1], 1)


def _alone(said: str, m: re.Match[str]) -> Claim:
    return _claim(said, m, "percent", None, None, m[1], 1)


def _sum(m: re.Match[str], whole: str, parts: Sequence[str]) -> Claim:
    return Claim("sum", m[0], m.start(), _number(whole), parts=tuple(_number(p) for p in parts))


def _added(_said: str, m: re.Match[str]) -> Claim:
    return _sum(m, m.groups()[-1], [m[1], *re.findall(r"\d[\d \u00a0]*", m[2])])


def _whereof(_said: str, m: re.Match[str]) -> Claim:
    found = _sum(m, m[1], [m[2], m[3]])
    before, parts = m[0][: m.start(2) - m.start()], m[0][m.start(2) - m.start() :]
    return found if _all_of_it(found, before, parts) else replace(found, kind="list")


def _split(_said: str, m: re.Match[str]) -> Claim | None:
    whole, *parts = (g for g in m.groups() if g)
    found = _sum(m, whole, parts)
    comma = re.match(r"[^(:–]*,", m[0])
    known = WHOLES.match(m[0]) or sum(found.parts) == found.count
    return None if comma and not known else found


def _listed(said: str, m: re.Match[str]) -> Claim | None:
    """A whole and at least three parts. Groups may overlap or be some of many, unless the words say that they divide it."""
    found = _sum(m, m[1], [m[3], *_numbers(m[4]), m.groups()[-1]])
    parts = m[0][m.start(3) - m.start() :] + re.split(r"[.;:()\d\n]", said[m.end() : m.end() + 40])[0]
    divided = DIVIDED.search(m[2]) and _all_of_it(found, m[2], parts)
    lost = REST.search(parts) and _family(parts)
    return found if sum(found.parts) == found.count or divided or lost else replace(found, kind="list")


def _all_of_it(found: Claim, before: str, parts: str) -> bool:
    """True where the words say that the parts are the whole; "varav" does so for groups that are one between them."""
    if WHOLLY.search(before) or sum(found.parts) == found.count:
        return True
    pair = sum(n for n, words in _named(parts) if any(w.search(words) for f in FAMILIES for w in f))
    return bool(REST.search(parts)) or (_family(parts) and pair != found.count)


def _family(parts: str) -> bool:
    return any(all(w.search(parts) for w in family) for family in FAMILIES)


def _named(parts: str) -> list[tuple[int, str]]:
    """Each part's number with the words after it."""
    found = list(re.finditer(SAID_NUMBER, parts))
    ends = [*(m.start() for m in found[1:]), len(parts)]
    return [(_number(m[0]), parts[m.end() : end]) for m, end in zip(found, ends, strict=True)]


def _listed_together(_said: str, m: re.Match[str]) -> Claim:
    return _sum(m, m.groups()[-1], [m[1], *_numbers(m[2]), m.groups()[-2]])


def _numbers(said: str) -> list[str]:
    return [found[0] for found in re.finditer(SAID_NUMBER, said)]


def _rows(said: str) -> list[Claim]:
    """The rows of tables that say a count, its base and its percentage; the bigger column is the base."""
    found = []
    for pattern, number in ((ROW, SAID_NUMBER), (LINE, r"\d+")):
        for m in pattern.finditer(said):
            share = list(re.finditer(PERCENT, m[1], re.IGNORECASE))
            rest = re.sub(PERCENT, lambda p: " " * len(p[0]), m[1], flags=re.IGNORECASE)
            numbers = list(re.finditer(number, rest)) if len(share) == 1 else []
            if len(numbers) == 2 and not re.search(r"[^\W\d_]{2}", rest):
                found.append((m, numbers, share[0]))
    first, second = (sum(_number(numbers[i][0]) for _, numbers, _ in found) for i in (0, 1))
    base = 0 if first >= second else 1
    return [_row(m, numbers[1 - base][0], numbers[base][0], [*numbers, share]) for m, numbers, share in found]


def _row(m: re.Match[str], count: str, base: str, parts: Sequence[re.Match[str]]) -> Claim:
    """The claim stands from its first number to its last: the words before it say whom it is about."""
    first, last = (m.start(1) + n for n in (min(p.start() for p in parts), max(p.end() for p in parts)))
    percent, decimals = _share(parts[-1][1])
    return Claim("share", m.string[first:last], first, _number(count), _number(base), percent, decimals)


def _slashed(said: str, m: re.Match[str]) -> Claim:
    return _claim(said, m, "share", m[2], m[3], m[1], 1) if m[1] else _claim(said, m, "share", m[4], m[5], m[6], 6)


def _together(_said: str, m: re.Match[str]) -> Claim:
    return _sum(m, m[3], [m[1], m[2]])
