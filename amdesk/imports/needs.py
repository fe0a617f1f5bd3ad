"""Needs as people write them in a list: phrases that the vocabulary reads word by word; all others stay words.

A phrase is read only where every word in it is known. "Lifts 10 kg, but not after lunch" is no limit of 10 kg, and half a
sentence understood would be called met where it is not. What stays words is shown as not known until somebody reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amdesk.domain.people.participant import Need
from amdesk.domain.values import fold, squash
from amdesk.imports.own_words import OwnWords, between, own_demands, own_needs

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
    r"\s*(?:(?:tidigast|efter|från|(?:inte|ej) (?:(?:börja|starta) )?(?:före|innan)|först|from|after|not before|no earlier than) )?"
    rf"{_CLOCK}"
    r"(\s*(?:eller senare|och senare|or later|tidigast))?"
)
_NOT_BEFORE = re.compile(r"tidigast|efter|från|före|innan|först|senare|from|after|before|earlier|later")
_TRAVEL = re.compile(
    rf"(?:(?:restid|resa|resväg|pendling|travel)(?: på)?\s*:?\s*)?{_LIMIT}\s*(\d{{1,3}})\s*(?:min|min\.|minuter|minuters|minutes)"
    r"(?:\s*(?:resa|restid|resväg|pendling|bussresa|travel|enkel resa|resa enkel väg|med buss))?"
)
_OF_TRAVEL = re.compile(r"res|pendl|travel|buss")
_LIFT = re.compile(
    rf"(?:(?:kan|får|ska|can) )?(?:lyfta|lyfter|lyft|lifts?|lifting)(?: på)?\s*{_LIMIT}\s*(\d{{1,2}})\s*(?:kg|kilo)(?: åt gången)?"
    rf"|{_LIMIT}\s*(\d{{1,2}})\s*(?:kg|kilo)(?: lyft| i lyft| vid lyft)?"
    r"|(\d{1,2})\s*(?:kg|kilo) max"
)
_PLEASE = re.compile(r",?\s+(?:tack|please)$")
_COURTESY = {"tack", "please"}
_NUMBERS = {
    w: str(n)
    for n, w in enumerate(("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"), 2)
} | {"nine": "9", "ten": "10"}
_WRITTEN = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
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
    "innebär", "för", "work", "with", "at", "in", "the", "any", "arbetet", "jobba", "jobbar", "vara", "klarar", "klara", "tål", "tåla", "orkar", "orka",
}  # fmt: skip


def needs_of(said: str) -> tuple[Need, ...]:
    """Agreed wording about the work: what the vocabulary reads, and the rest as words of the weight they were given.

    "Måste:" holds for its whole list, up to the next semicolon.
    """
    if fold(said).strip(" .") in _NONE:
        return ()
    return tuple(_need(phrase, weight) for phrase, weight in _phrases(said))


def _phrases(said: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[;\n]", said):
        listed = False
        for piece in _pieces(part, own_needs()):
            phrase = squash(piece)
            if phrase and fold(phrase).strip(" .!") not in _COURTESY:
                found = _MUST.match(fold(phrase))
                listed = listed or bool(found and found[1])
                yield (
                    phrase,
                    "must" if found or listed or re.search(r"\b(?:måste|must)\b", fold(phrase)) else "important",
                )


def _pieces(part: str, own: OwnWords) -> Iterator[str]:
    """A list by its commas; one inside what the program itself writes parts nothing."""
    pieces = re.split(r",(?!\d)", part)
    while pieces:
        taken = 1
        for many in range(min(len(pieces), own.pieces), 1, -1):
            low = _MUST_LAST.sub("", _MUST.sub("", fold(",".join(pieces[:many])))).strip(" .!")
            if own.read(low) or between(low, own):
                taken = many
                break
        yield ",".join(pieces[:taken])
        del pieces[:taken]


def _need(phrase: str, weight: str) -> Need:
    low = _PLEASE.sub("", _MUST_LAST.sub("", _MUST.sub("", fold(phrase).strip(" .!"))).strip(" .!"))
    low = _WRITTEN.sub(lambda m: _NUMBERS[m[0]], low)
    if _DAYTIME.fullmatch(low):
        return Need("daytime", "", weight)
    if (m := _START.fullmatch(low)) and _NOT_BEFORE.search(low) and _a_clock(m):
        return Need("start_after", f"{int(m[1]):02d}:{m[2] or '00'}", weight)
    if (m := _TRAVEL.fullmatch(low)) and _OF_TRAVEL.search(low):
        return Need("max_travel", str(int(m[1])), weight)
    if m := _LIFT.fullmatch(low):
        return Need("lift_max", str(int(m[1] or m[2] or m[3])), weight)
    if (m := _ENDS.fullmatch(low)) and _NOT_AFTER.search(low) and _a_clock(m):
        return Need("end_before", f"{int(m[1]):02d}:{m[2] or '00'}", weight)
    if m := _DAYS_A_WEEK.fullmatch(low):
        return Need("days_week", m[1], weight)
    if found := _avoided(low) or AGREED.get(low) or own_needs().read(low):
        return Need(*found, weight)
    return Need("words", phrase, weight)


def _a_clock(found: re.Match[str]) -> bool:
    """Whether it is a time of the day; "by three" without minutes is one of two, and nobody says which."""
    hour, minutes = int(found[1]), found[2]
    return hour < 24 and int(minutes or 0) < 60 and (minutes is not None or len(found[1]) > 1 or hour > LAST_OF_TWO)


def _avoided(low: str) -> tuple[str, str] | None:
    """The need of a phrase that says no to one thing and nothing else; None for any other."""
    for name in sorted(AVOIDED, key=len, reverse=True):
        if not re.search(rf"\b{re.escape(name)}", low):
            continue
        rest = re.findall(r"\w+", re.sub(rf"\b{re.escape(name)}(?:et|en|er|et)?\b", " ", low))
        if sum(w in _NO for w in rest) == 1 and all(w in _NO or w in _BESIDE for w in rest):
            return AVOIDED[name]
    return None


LAST_OF_TWO = 6
"""Up to this hour a figure alone may be one of the afternoon."""
_HEAVY = ("lift_max", "15")
AVOIDED = {
    "tunga lyft": _HEAVY, "tungt lyft": _HEAVY, "tung lyft": _HEAVY, "lyfta tungt": _HEAVY, "lyft": ("lift_max", "0"), "heavy lifting": _HEAVY, "arbete på höjd": ("height", "0"), "höjd": ("height", "0"),
    "höga höjder": ("height", "0"), "stegar": ("height", "0"), "arbete utomhus i alla väder": ("outdoors", "1"), "utomhus": ("outdoors", "0"),
    "arbete utomhus": ("outdoors", "0"), "knästående eller böjt arbete": ("kneel", "0"), "knästående": ("kneel", "0"), "buller": ("noise", "1"),
    "bullrig miljö": ("noise", "1"), "damm": ("dust", "0"), "dammig miljö": ("dust", "0"), "våtarbete och kemikalier": ("wet_chem", "0"),
    "våtarbete": ("wet_chem", "0"), "kemikalier": ("wet_chem", "0"), "gående och stående": ("stand_share", "50"), "stillasittande": ("sit_share", "50"),
    "känslomässigt krävande": ("emotional", "0"), "oregelbunden arbetstid": ("irregular", "0"), "trappor": ("stairs", "0"), "kyla": ("cold", "0"),
    "ensamarbete": ("alone", "0"), "ensam": ("alone", "0"), "nattarbete": ("night", "0"), "natt": ("night", "0"), "parfym": ("scent", "0"), "djur": ("animals", "0"),
    "stora djur": ("animals", "1"), "barn": ("children", "0"), "livsmedel": ("food", "0"), "mat": ("food", "0"), "kundkontakt": ("customers", "0"),
    "kunder": ("customers", "0"), "telefon": ("phone", "0"), "dator": ("computer", "0"), "bilkörning": ("drive", "0"), "köra bil": ("drive", "0"),
    "heights": ("height", "0"), "noise": ("noise", "1"), "dust": ("dust", "0"), "chemicals": ("wet_chem", "0"), "stairs": ("stairs", "0"),
}  # fmt: skip
"""Things that a list says no to, by the need that is meant."""
AGREED = {
    "stegfri lokal": ("step_free", "1"), "utan trappor": ("stairs", "0"), "inomhus": ("outdoors", "0"), "lugn miljö under 55 db": ("noise", "0"),
    "avskilt rum": ("quiet_room", "1"), "tillgång till avskilt rum": ("quiet_room", "1"), "rast kan flyttas": ("breaks", "1"), "flyttbar rast": ("breaks", "1"),
    "fast handledare": ("mentor", "1"), "språkombud": ("mentor", "1"), "egen takt": ("pace", "0"), "en uppgift i taget": ("changes", "0"),
    "regelbunden arbetstid": ("irregular", "0"), "kan byta ställning": ("posture", "1"), "indoors": ("outdoors", "0"), "a quiet room": ("quiet_room", "1"),
}  # fmt: skip
"""Phrases that say a need as a whole."""
_ENDS = re.compile(
    r"(?:(?:arbetet|arbetsdagen|work|ska|kan) )*(?:slutar?|ends?)\s*(?:senast|före|innan|before|no later than)?\s*"
    rf"{_CLOCK}(\s*(?:eller tidigare|senast|or earlier))?"
)
_NOT_AFTER = re.compile(r"senast|före|innan|before|later|tidigare|earlier")
_DAYS_A_WEEK = re.compile(rf"{_LIMIT}\s*([1-5])\s*(?:dagar|days)(?: (?:i|per|a) (?:veckan|vecka|week))")


def demands_of_list(said: str) -> tuple[tuple[str, ...], bool]:
    """What a placement's work is like, as a list says it: (demands, whether all of it was read). What is not read stays words."""
    out: list[str] = []
    read = True
    for piece in (p for part in re.split(r"[;\n]", said) for p in _pieces(part, own_demands())):
        phrase = squash(piece)
        if not phrase or fold(phrase).strip(" .") in _NONE:
            continue
        found = _demand(fold(phrase).strip(" .!"))
        read = read and found is not None
        out.append(found or f"words={phrase}")
    return tuple(dict.fromkeys(out)), read


_LIFTED = re.compile(
    r"(?:lyft|lyfter|lifts?|lifting)(?: (?:of|på))?\s*(?:upp till|högst|max|up to|at most)\s*(\d{1,2})\s*(?:kg|kilo)"
)
DEMANDED = {
    "tunga lyft": "lift_max=16-", "heavy lifting": "lift_max=16-", "inga lyft": "lift_max=0", "trappor": "stairs=1-2", "inga trappor": "stairs=0",
    "arbete på höjd": "height=1-2", "stege": "height=1", "buller": "noise=2-3", "damm": "dust=1", "kemikalier": "wet_chem=1", "våtarbete": "wet_chem=1",
    "utomhus": "outdoors=1-2", "inomhus": "outdoors=0", "ensamarbete": "alone=1-2", "nattarbete": "night=1", "kyla": "cold=1", "kylrum": "cold=1",
    "djur": "animals=1-2", "barn": "children=1-2", "livsmedel": "food=1-2", "kundkontakt": "customers=1-2", "telefon": "phone=1-2",
    "dator": "computer=1-2", "bilkörning": "drive=1", "kör bil": "drive=1", "truck": "trucks=1", "traktor": "trucks=1", "farliga maskiner": "machines=1",
    "risk för hot": "violence=1", "hot och våld": "violence=1", "avskilt rum finns": "quiet_room=1", "stegfri lokal": "step_free=1",
    "fast handledare": "mentor=1", "språkombud": "mentor=1", "rast kan flyttas": "breaks=1", "knästående": "kneel=1", "stillasittande": "sit_share=51-100",
    "gående och stående": "stand_share=51-100",
}  # fmt: skip
"""Words of a placement's list, by the demand that is meant."""


def _demand(low: str) -> str | None:
    if m := _LIFTED.fullmatch(low):
        return f"lift_max={int(m[1])}"
    if low in DEMANDED:
        return DEMANDED[low]
    own = own_demands()
    found = own.read(low) or between(low, own)
    return "=".join(found) if found else None
