"""Needs as people write them in a list: phrases that the vocabulary reads word by word; all others stay words.

A phrase is read only where every word in it is known. "Lifts 10 kg, but not after lunch" is no limit of 10 kg, and half a
sentence understood would be called met where it is not. What stays words is shown as not known until somebody reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amdesk.domain.booking.needs import DEMANDS
from amdesk.domain.people.participant import Need
from amdesk.domain.values import fold, squash
from amdesk.imports.model import Known

_MUST = re.compile(r"^(?:måste|måste-krav|krav|must)\b\s*(?:vara|ha|be|have)?\s*(:)?\s*")
_MUST_LAST = re.compile(r"\s+\(?(?:måste|must)\)?$")
_LIMIT = r"(?:högst|max|max\.|maximalt|upp till|inte mer än|ej mer än|inte över|at most|up to|no more than|maximum)"
_CLOCK = r"(?:kl\.?|klockan)?\s*(\d{1,2})(?:[.:](\d{2}))?(?:\s*-?\s*tiden)?"
_DAYTIME = re.compile(
    r"(?:(?:bara|endast|enbart|helst|arbete|arbeta|arbetar|jobba|jobbar|only|work) )*"
    r"(?:dagtid|daytime)(?: (?:på|under|on))?(?:,? ?(?:vardagar|vardag|mån-fre|måndag-fredag|weekdays))?(?: only)?"
)
_START = re.compile(
    r"(?:(?:arbetet|arbetsdagen|kan|får|ska|work|can|arbeta|jobba) )*(?:börjar?|starta?r?|starts?|begins?)?"
    rf"\s*(?:(?:tidigast|efter|från|inte före|ej före|först|from|after|not before|no earlier than) )?{_CLOCK}"
    r"(\s*(?:eller senare|och senare|or later|tidigast))?"
)
_NOT_BEFORE = re.compile(r"tidigast|efter|från|före|först|senare|from|after|before|earlier|later")
_TRAVEL = re.compile(
    rf"(?:(?:restid|resa|resväg|pendling|travel)(?: på)?\s*:?\s*)?{_LIMIT}\s*(\d{{1,3}})\s*(?:min|min\.|minuter|minuters|minutes)"
    r"(?:\s*(?:resa|restid|resväg|pendling|bussresa|travel|enkel resa|resa enkel väg|med buss))?"
)
_OF_TRAVEL = re.compile(r"res|pendl|travel|buss")
_LIFT = re.compile(
    rf"(?:(?:kan|får|ska|can) )?(?:lyfta|lyfter|lyft|lifts?|lifting)(?: på)?\s*{_LIMIT}\s*(\d{{1,2}})\s*(?:kg|kilo)(?: åt gången)?"
    rf"|{_LIMIT}\s*(\d{{1,2}})\s*(?:kg|kilo)(?: lyft| i lyft| vid lyft)"
)
_NONE = {
    "",
    "-",
    "–",
    "nej",
    "inga",
    "inget",
    "ingen",
    "inga behov",
    "inget behov",
    "inga särskilda behov",
    "inga särskilda",
    "saknas",
    "none",
    "no",
}
"""A cell that says that there is no need."""
_NO = {
    "ej",
    "inte",
    "inga",
    "inget",
    "ingen",
    "utan",
    "undvik",
    "undvika",
    "undviker",
    "slippa",
    "no",
    "not",
    "without",
}
_BESIDE = {
    "kan", "får", "ska", "vill", "bör", "helst", "arbete", "arbeta", "arbetar", "arbetsuppgifter", "med", "på", "i", "som",
    "innebär", "för", "work", "with", "at", "in", "the", "any", "arbetet",
}  # fmt: skip


def needs_of(said: str, known: Known) -> tuple[Need, ...]:
    """Agreed wording about the work: what the vocabulary reads, and the rest as words of the weight they were given.

    "Måste:" holds for its whole list, up to the next semicolon.
    """
    if fold(said).strip(" .") in _NONE:
        return ()
    return tuple(_need(phrase, weight, known) for phrase, weight in _phrases(said))


def _phrases(said: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[;\n]", said):
        listed = False
        for piece in re.split(r",(?!\d)", part):
            phrase = squash(piece)
            if phrase:
                found = _MUST.match(fold(phrase))
                listed = listed or bool(found and found[1])
                yield (
                    phrase,
                    "must" if found or listed or re.search(r"\b(?:måste|must)\b", fold(phrase)) else "important",
                )


def _need(phrase: str, weight: str, known: Known) -> Need:
    low = _MUST_LAST.sub("", _MUST.sub("", fold(phrase))).strip(" .!")
    if _DAYTIME.fullmatch(low):
        return Need("daytime", "", weight)
    if (m := _START.fullmatch(low)) and _NOT_BEFORE.search(low) and int(m[1]) < 24 and int(m[2] or 0) < 60:
        return Need("start_after", f"{int(m[1]):02d}:{m[2] or '00'}", weight)
    if (m := _TRAVEL.fullmatch(low)) and _OF_TRAVEL.search(low):
        return Need("max_travel", str(int(m[1])), weight)
    if m := _LIFT.fullmatch(low):
        return Need("lift_max", str(int(m[1] or m[2])), weight)
    if demand := _avoided(low, known):
        return Need("avoid", demand, weight)
    return Need("words", phrase, weight)


def _avoided(low: str, known: Known) -> str:
    """The demand of a phrase that says no to one demand and nothing else; an empty string for any other."""
    for name in sorted(known.demands, key=len, reverse=True):
        code = known.demands[name]
        if name not in low or code not in DEMANDS:
            continue
        rest = re.findall(r"\w+", re.sub(rf"\b(?:tunga? |tungt )?{re.escape(name)}(?:et|en|er|et)?\b", " ", low))
        if sum(w in _NO for w in rest) == 1 and all(w in _NO or w in _BESIDE for w in rest):
            return code
    return ""
