"""Figures in a text, tested against each other.

A fault is told only where the text itself gives both sides: a share whose base stands nowhere is found and left untested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from amdesk.domain.results.claims import FAMILIES, SAID_NUMBER, Claim, found
from amdesk.domain.texts import N_, Text, text

NEAR = 90


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure that cannot be right: where it stands and why, with the printed and the computed number."""

    text: str
    position: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Checked:
    claims: Sequence[Claim]
    faults: Sequence[Fault]


def check_text(said: str) -> Checked:
    """Find every claim and test it."""
    claims = found(said)
    faults: list[Fault] = []
    claims = [_tested(c, faults) for c in claims]
    for first, second in _splits(said, claims):
        claims = _whole(said, claims, first, second, faults)
    told = [str(f.reason) for f in faults]
    faults += [f for f in _tables(said) if str(f.reason) not in told]
    return Checked(claims, sorted(faults, key=lambda f: f.position))


# testing one claim


def rounded(count: int, base: int, decimals: int = 0) -> Fraction:
    """A share in percent, rounded half up to the decimals that are printed. The base is at least 1."""
    scale = 10**decimals
    return Fraction(floor(Fraction(100 * count * scale, base) + Fraction(1, 2)), scale)


def _shown(value: Fraction, decimals: int = 0) -> str:
    return f"{float(value):.{decimals}f}".replace(".", ",")


def _fits(c: Claim, count: int, base: int) -> bool:
    exact = rounded(count, base, c.decimals)
    return c.percent is not None and (abs(exact - c.percent) <= 1 if c.about else exact == c.percent)


def _tested(c: Claim, faults: list[Fault]) -> Claim:
    if c.kind == "sum":
        return _tested_sum(c, faults)
    if c.base is None or c.base == 0:
        return c
    if c.count is None:
        return _tested_percent(c, faults)
    if c.count > c.base:
        reason = text(N_("{count} of {base} is more than the whole."), count=c.count, base=c.base)
        faults.append(Fault(c.text, c.position, reason))
        return replace(c, agrees=False)
    if c.percent is None:
        return replace(c, agrees=True)
    return _tested_share(c, c.base, faults)


def _tested_share(c: Claim, base: int, faults: list[Fault]) -> Claim:
    count = c.count or 0
    if _fits(c, count, base):
        return replace(c, base=base, agrees=True)
    computed = _shown(rounded(count, base, c.decimals), c.decimals)
    printed = _shown(c.percent or Fraction(0), c.decimals)
    reason = text(
        N_("{count} of {base} is {computed} %, the text says {printed} %."),
        count=count,
        base=base,
        computed=computed,
        printed=printed,
    )
    faults.append(Fault(c.text, c.position, reason))
    return replace(c, base=base, agrees=False)


def _tested_percent(c: Claim, faults: list[Fault]) -> Claim:
    base = c.base or 1
    if c.about or _counts(c, base):
        return replace(c, agrees=True)
    near = round(float(c.percent or 0) * base / 100)
    reason = text(
        N_("No whole number of {base} is {printed} %: {count} of them is {computed} %."),
        base=base,
        printed=_shown(c.percent or Fraction(0), c.decimals),
        count=near,
        computed=_shown(rounded(near, base, c.decimals), c.decimals),
    )
    faults.append(Fault(c.text, c.position, reason))
    return replace(c, agrees=False)


def _counts(c: Claim, base: int) -> range:
    """Every whole number that gives the printed percentage of the base; they follow each other."""
    half = Fraction(1, 2 * 10**c.decimals)
    share = c.percent or Fraction(0)
    first, last = ceil((share - half) * base / 100), ceil((share + half) * base / 100)
    found = range(max(0, first), min(base, last) + 1)
    return found[:-1] if found and rounded(found[-1], base, c.decimals) != share else found


def _tested_sum(c: Claim, faults: list[Fault]) -> Claim:
    if sum(c.parts) == c.count:
        return replace(c, agrees=True)
    faults.append(Fault(c.text, c.position, _sum_reason(c.parts, c.count or 0)))
    return replace(c, agrees=False)


def _sum_reason(parts: Sequence[int], printed: int) -> Text:
    return text(
        N_("{parts} is {computed}, the text says {printed}."),
        parts=" + ".join(str(p) for p in parts),
        computed=sum(parts),
        printed=printed,
    )


# testing the last row of a table against those above


CELLS = re.compile(r"[|\t;]")
TOTAL = re.compile(r"(?:total|summa|samtliga|sammanlagt|alla\b|sum\b|all\b)", re.IGNORECASE)
SOME_OF = re.compile(r"varav|därav|of which|of whom", re.IGNORECASE)
NO_SUM = re.compile(
    r"medel|median|genomsnitt|snitt|ålder|andel|procent|kvot|average|mean\b|share|age\b|per\b", re.IGNORECASE
)
"""Headings of columns that nobody adds up."""


def _tables(said: str) -> Iterator[Fault]:
    """Totals that are not what stands above them. A column that is far from adding up is no column of parts and is left."""
    rows: list[list[str]] = []
    at = 0
    for line in [*said.splitlines(keepends=True), ""]:
        cells = [c.strip(" *\u00a0\r\n") for c in CELLS.split(line.strip().strip("|"))]
        if len(cells) < 2:
            rows = []
        elif TOTAL.match(cells[0]) and rows:
            yield from _totals(rows, cells, at, line.strip())
            rows = []
        elif not re.fullmatch(r"[-: ]*", cells[0]):
            rows.append(cells)
        at += len(line)


def _totals(rows: Sequence[Sequence[str]], total: Sequence[str], at: int, line: str) -> Iterator[Fault]:
    body = [r for r in rows if len(r) == len(total) and not SOME_OF.match(r[0])]
    for i in range(1, len(total)):
        numbers = [n for r in body if (n := _whole_number(r[i])) is not None]
        heads = [r[i] for r in body if r[i] and _whole_number(r[i]) is None]
        printed = _whole_number(total[i])
        plain = (
            len(numbers) > 1 and heads == [r[i] for r in body[:1] if heads] and not any(NO_SUM.search(h) for h in heads)
        )
        if printed is None or not plain or printed < max(numbers) or len(numbers) + len(heads) < len(body):
            continue
        if 0 < abs(sum(numbers) - printed) <= max(3, printed // 10):
            yield Fault(line, at, _sum_reason(numbers, printed))


def _whole_number(cell: str) -> int | None:
    return int(re.sub(r"\D", "", cell)) if re.fullmatch(r"\d{1,3}(?:[ \u00a0]\d{3}){1,3}|\d{1,9}", cell) else None


# testing a whole against its parts


def _splits(said: str, claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of shares with bases, next to each other, of two groups that make up a whole."""
    full = [c for c in claims if c.count is not None and c.base is not None]
    out: list[tuple[Claim, Claim]] = []
    for a, b in pairwise(full):
        if not _same_place(said, a, b, 300) or (out and out[-1][1] is a):
            continue
        one, two = _member(said, a, full), _member(said, b, full)
        if one and two and one[0] == two[0] and one[1] != two[1]:
            out.append((a, b))
    return out


def _member(said: str, c: Claim, full: Sequence[Claim]) -> tuple[int, int] | None:
    """(family, member) of the group word nearest before a claim within its sentence, or just after its first words."""
    begin = max([o.end for o in full if o.end <= c.position], default=0)
    before = said[max(begin, c.position - NEAR) : c.position]
    before = before[max(before.rfind(". "), before.rfind(".\n")) + 1 :]
    after = said[c.position : c.end + 25].split(".", maxsplit=1)[0]
    best: tuple[int, int, int] | None = None
    for f, family in enumerate(FAMILIES):
        for i, word in enumerate(family):
            places = [m.start() - len(before) for m in word.finditer(before)] or [
                -1000 + -m.start() for m in word.finditer(after)
            ][:1]
            if places and (best is None or max(places) > best[0]):
                best = (max(places), f, i)
    return (best[1], best[2]) if best else None


def _whole(said: str, claims: list[Claim], first: Claim, second: Claim, faults: list[Fault]) -> list[Claim]:
    """Test the sum of the bases, the total that the parts belong to, and whether the percentages can be of whole numbers."""
    base = (first.base or 0) + (second.base or 0)
    out = [*claims]
    parts = (first.count or 0, second.count or 0)
    known = any(c.kind == "sum" and c.count == base for c in out)
    m = re.search(SAID_NUMBER.replace(r"(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)", f"({base})"), said)
    if m and not known:
        out.append(Claim("sum", m[0], m.start(), base, parts=(first.base or 0, second.base or 0), agrees=True))
    out.sort(key=lambda c: c.position)
    total = _total(said, out, first, second)
    for i, c in enumerate(out):
        if c.base is None and _belongs(c, base, sum(parts)) and _same_place(said, c, first):
            out[i] = _tested_share(c, base, faults)
    if total is None:
        return out
    if sum(parts) != total.count:
        faults.append(Fault(total.text, total.position, _sum_reason(parts, total.count or 0)))
    shares = (first, second, replace(total, base=base))
    if all(c.percent is not None and not c.about for c in shares):
        _tested_together(shares, faults)
    return out


def _same_place(said: str, c: Claim, other: Claim, far: int = 600) -> bool:
    """Within the same passage: no blank line between, and not far."""
    between = said[min(c.end, other.end) : max(c.position, other.position)]
    return not re.search(r"\n\s*\n", between) and len(between) < far


def _belongs(c: Claim, base: int, parts: int) -> bool:
    """True where a share without a base can be one of this base: it nearly is in percent, or it nearly is the parts' sum.

    Anything else has a base of its own that the text does not give, and is left untested.
    """
    if c.kind != "share" or c.count is None or c.count > base or c.percent is None:
        return False
    return abs(rounded(c.count, base) - c.percent) <= 2 or abs(c.count - parts) <= max(3, base // 50)


def _total(said: str, claims: Sequence[Claim], first: Claim, second: Claim) -> Claim | None:
    """The share of all that the parts belong to: the latest before them in the same passage, else one after with their base."""
    base, parts = (first.base or 0) + (second.base or 0), (first.count or 0) + (second.count or 0)
    before = [
        c
        for c in claims
        if c.end <= first.position
        and _same_place(said, c, first)
        and (_belongs(c, base, parts) if c.base is None else c.base == base and c.kind == "share")
    ]
    if before:
        return before[-1]
    after = [
        c
        for c in claims
        if c.kind == "share" and c.position >= second.end and c.base == base and _same_place(said, c, second)
    ]
    return after[0] if after else None


def _tested_together(shares: tuple[Claim, Claim, Claim], faults: list[Fault]) -> None:
    a, b, total = shares
    left, right = _counts(a, a.base or 0), _counts(b, b.base or 0)
    whole = _counts(total, total.base or 0)
    sums = range(left[0] + right[0], left[-1] + right[-1] + 1) if left and right else range(0)
    if sums and whole and sums[0] <= whole[-1] and whole[0] <= sums[-1]:
        return
    printed = ", ".join(_shown(c.percent or Fraction(0), c.decimals) for c in (total, a, b))
    needs = [text(N_("{count} of {base}"), count=_span(n), base=c.base or 0) for n, c in ((left, a), (right, b))]
    need = text("{first} / {second}", first=needs[0], second=needs[1])
    computed = _shown(rounded(sums[0], total.base or 1, total.decimals), total.decimals) if sums else "–"
    reason = text(
        N_(
            "No whole numbers can give {printed} % together: the parts need {need}, and that is {computed} % of {base}."
        ),
        printed=printed,
        need=need,
        computed=computed,
        base=total.base or 0,
    )
    faults.append(Fault(total.text, total.position, reason))


def _span(counts: Sequence[int]) -> str:
    if not counts:
        return "–"
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"


# what a claim is about


@dataclass(frozen=True, slots=True)
class About:
    """Which cohort's figure a claim names: year of the ends, year of the window (None where not said), and the figure's id."""

    year: int
    seen_in: int | None
    figure: str


COHORT = re.compile(
    r"(?:avslut\w*|ended)\s+(?:(?!bistånd|insats|varken|inte|haft)[^\W\d_]+\s+){0,5}?(?:under|år|i|in|during)?\s*\b((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
SEEN = re.compile(r"(?:bistånd|assistance|insatser|measures)[^.]{0,60}?\b((?:19|20)\d\d)\b", re.IGNORECASE)
NEITHER = re.compile(r"\bvarken\b|\bneither\b", re.IGNORECASE)
WITHOUT = re.compile(
    r"\b(?:inte|ej|utan|not|without|no)\b|\b(?:inget|ingen|inga|sakna\w*|lack\w*)\s+(?:[^\s,;]+\s+){0,5}?(?:bistånd|assistance)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
HELP = re.compile(r"bistånd|assistance", re.IGNORECASE)


def about(said: str, c: Claim, claims: Sequence[Claim]) -> About | None:
    """The cohort figure that a claim names, from the words of its sentence and the latest cohort named before it."""
    if c.kind != "share" or c.count is None:
        return None
    begin, end = _sentence(said, c)
    sentence = said[begin:end]
    named = list(COHORT.finditer(said[:end]))
    if not named or not HELP.search(sentence):
        return None
    window = SEEN.search(said[c.position : end]) or SEEN.search(sentence)
    what = (
        "no_assistance_no_measures"
        if NEITHER.search(sentence)
        else "no_assistance"
        if WITHOUT.search(sentence)
        else "assistance"
    )
    full = [x for x in claims if x.count is not None and x.base is not None]
    member = _member(said, c, full) if FAMILIES[0][0].search(sentence) or FAMILIES[0][1].search(sentence) else None
    whom = ("women", "men")[member[1]] if member and member[0] == 0 else "all"
    return About(int(named[-1][1]), int(window[1]) if window else None, f"{what}.{whom}")


def _sentence(said: str, c: Claim) -> tuple[int, int]:
    begins = [m.end() for m in re.finditer(r"[.!?]\s+(?=[A-ZÅÄÖ])|\n\s*\n", said[: c.position])]
    end = SENTENCE_END.search(said, c.end)
    return begins[-1] if begins else 0, end.start() if end else len(said)
