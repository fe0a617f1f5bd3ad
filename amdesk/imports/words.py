"""What people write where a number or a code is asked for. What is not understood is None: the words are kept, nobody is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import time, timedelta
from functools import lru_cache

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
NO_LICENCE_AT_ALL = (
    r"(?:nej|no)(?: tack)?|(?:inget|ej|saknar|har inte|har inget|har ej|utan|no) (?:körkort|b ?-?körkort|licen[cs]e)|finns ej|finns inte"
    r"|(?:nej|inget körkort|no)\b ?[-,;(–:]* ?(?:men )?(?:har )?(?:övningskör\w*|tar körkort|körkort pågår|pågår|har påbörjat|på gång|truckkort|endast truckkort|bara truckkort)\)?"
)
"""That somebody has no licence, whatever she is on her way to."""
GEARS = r"\b(?:automat(?:växlad|växlat|låda)?|manuell(?:t)?|automatic|manual|giltigt|svenskt)\b"
NOT_KNOWN = {"?", "okänd", "okänt", "vet ej", "unknown", "not known"}
NO_LEVEL = {"", "-", "–", "nej", "ingen", "inget", "inga", "saknas", "none", *NOT_KNOWN}
"""Where a level of Swedish is asked for: that none is asked, or none is known."""
NATIVE = {"modersmål", "infödd", "svenska som modersmål", "native", "mother tongue", "c2"}
HAS_LICENCE = {"ja", "j", "x", "yes", "y", "1", "true", "sant", "har", "b körkort", "b kort", "körkort", "finns"}
FULL_TIME = {"heltid", "full time", "fulltid", "full-time", "helt"}
NOW = {
    "omgående", "omg", "omg.", "omedelbart", "snarast", "snarast möjligt", "genast", "nu", "direkt", "idag", "i dag", "när som helst",
    "redan nu", "asap", "now", "immediately", "at once", "any time",
}  # fmt: skip
IN_HOUSE = re.compile(r"in house|inhouse|intern\w*|eget|egen|egna|(?:arbets)?lag(?:et)?")
EXTERNAL = re.compile(r"extern\w*|outside")
DENIED = re.compile(r"ej|inte|icke|no|not|non")
remembered = lru_cache(2000, typed=True)
"""A column says the same few words again and again; what they mean is worked out once. 1, 1.0 and yes are three things."""
LONGEST = 200
"""Characters; a longer text is no figure and no code, and is not looked into."""
FULL_WEEK = 40
"""Hours a week that are 100 percent."""
EXTENTS = {
    **dict.fromkeys(("heltid", "hel tid", "fulltid", "full tid", "full time", "full-time", "fulltime", "hel", "helt", "40 h", "40 tim"), 100),
    **dict.fromkeys(("halvtid", "halv tid", "half time", "half-time", "halftime", "halvt", "halv"), 50),
    **dict.fromkeys(("tre fjärdedelar", "trekvartstid", "tre kvart"), 75), **dict.fromkeys(("kvartstid", "en fjärdedel"), 25),
}  # fmt: skip
MIDNIGHT = 24
"""The last hour of a day: two figures up to it with a dash between them may be hours as well as percent."""
HOURS = r"\d{1,3}(?:[.,]\d{1,2})?"
OF_A_WEEK = r"(?:h|t|tim|timmar|hours)\.?(?: ?(?:/|per|i) ?(?:v|vecka|veckan|week))?\.?"
ABOUT = r"(?:upp till|högst|max|minst|ca|cirka|omkring|runt|från)"


def number(said: str) -> float:
    return float(said.replace(",", "."))


@remembered
def extent(value: object) -> tuple[int | None, bool]:
    """(percent, whether that is all the cell says) of a wished extent. Of "75-100 %" the highest, of hours their share of 40."""
    if len(str(value)) > LONGEST:
        return None, False
    said = re.sub(r"[–—−]", "-", re.sub(r" ?(?:procent|percent|pct|proc)\b\.?", "%", fold(value))).strip(" .*")
    for one in (value, said):
        with suppress(ValueError):
            return parse_extent(one), _whole(one)
    return _extent_in_words(said)


def _whole(value: object) -> bool:
    """Whether a share says a whole percent: of 62,5 another is stored than is said."""
    share = number(squash(value).replace("%", "").replace(" ", ""))
    share = share * 100 if share <= 1 else share
    return abs(share - round(share)) < 0.01


def one_number(value: object) -> bool:
    """Whether a cell says one number alone ("ca 75 %", "3/4"), so that nobody has to choose between two."""
    said = str(value)[:LONGEST]
    return len(re.findall(r"\d+(?:[.,]\d+)?", said)) == 1 or bool(re.fullmatch(r"\s*[1-9]/[1-9]\s*", said))


def _extent_in_words(said: str) -> tuple[int | None, bool]:
    if m := re.fullmatch(
        r"([a-zåäö]+(?: tid)?)[ ,:(]*(\d{1,3}) ?(%?)\)?|(\d{1,3}) ?(%?)[ ,(]*([a-zåäö]+(?: tid)?)\)?", said
    ):
        word, percent = m[1] or m[6], int(m[2] or m[4])
        if EXTENTS.get(word) == percent:
            return percent, True
        if word == "deltid" and 0 < percent < 100:  # a figure alone may as well be the hours of a week
            return percent, bool(m[3] or m[5]) or percent > FULL_WEEK
    if m := re.fullmatch(rf"heltid[ ,(]*{FULL_WEEK} ?{OF_A_WEEK}\)?", said):
        return 100, True
    if said in EXTENTS:
        return EXTENTS[said], True
    if m := re.fullmatch(r"([1-9])/([1-9])", said):
        return (round(100 * int(m[1]) / int(m[2])), False) if int(m[1]) < int(m[2]) else (None, False)
    if m := re.fullmatch(rf"({HOURS}) ?{OF_A_WEEK}", said):
        return _of_hundred(number(m[1]) * 100 / FULL_WEEK, exact=True)
    if m := re.fullmatch(rf"(?:{HOURS} ?- ?)?({HOURS}) ?{OF_A_WEEK}", said):
        return _of_hundred(number(m[1]) * 100 / FULL_WEEK)
    if m := re.fullmatch(rf"({HOURS}) ?(?:h|t|tim|timmar|hours)\.? ?(?:/|per|om|i) ?(?:dag|dagen|d|day)", said):
        return _of_hundred(number(m[1]) * 500 / FULL_WEEK)
    if m := re.fullmatch(r"(?:från )?(\d{1,3}) ?%? ?(?:[-/]|till|el\.?|eller|alt\.?|or|to) ?(\d{1,3}) ?%?", said):
        return _of_two(int(m[1]), int(m[2]), said)
    if m := re.match(rf"{ABOUT} ?(\d{{1,3}})(?: ?%|$)|(\d{{1,3}}) ?%", said):
        return _of_hundred(int(m[1] or m[2]))
    return None, False


def _of_two(one: int, other: int, said: str) -> tuple[int | None, bool]:
    """The higher of two shares; "9-15" is from when to when, and no share."""
    hours = max(one, other) <= MIDNIGHT and "%" not in said
    return (None, False) if hours else _of_hundred(max(one, other))


def _of_hundred(share: float, *, exact: bool = False) -> tuple[int | None, bool]:
    return (round(share), exact) if 1 <= round(share) <= 100 else (None, False)


NO_PLACES = {
    "inga",
    "ingen",
    "noll",
    "none",
    "fullt",
    "full",
    "stängd",
    "stängt",
    "slut",
    "upptagen",
    "upptaget",
    "fullbokad",
    "fullbokat",
}
"""Where a number of places is asked for: there is none now."""
PLACE_UNIT = r"(?:st\.?|stycken|platser|plats|pers(?:oner)?\.?|person|deltagare|places?)"


def count(said: str) -> tuple[int | None, bool, bool]:
    """(a number of places, whether that is all the cell says, whether a unit stood there) of "2 platser", "två", "ca 3", "3-4".

    Of two numbers the lower; a part of a place is none. None for words without a number. A number with a minus is given as it is.
    """
    word, _, more = (fold(re.sub(r"[–—−]", "-", said)) if len(said) <= LONGEST else "").partition("varav")
    word = word.strip(" ,(")
    if m := re.fullmatch(rf"(.*{PLACE_UNIT}) (?:á|à|a|om|på) (\d{{1,3}} ?%)", word):
        word, more = m[1], m[2]
    if m := re.fullmatch(rf"(-?\d{{1,9}})(?:[.,]0+)?( ?{PLACE_UNIT})?", word):
        return int(m[1]), not more, bool(m[2])
    if m := re.fullmatch(rf"({'|'.join(COUNTS)})( ?{PLACE_UNIT})?", word):
        return COUNTS[m[1]], not more, bool(m[2])
    if word.strip(" .!") in NO_PLACES:
        return 0, False, False
    if re.search(r"\d{1,2}[/:]\d|\d ?(?:%|h\b|tim)|\d{4}|\b(?:från|from|max|under|högst|ej|inte)\b", word):
        word = re.sub(r"^(?:max|högst|upp till)\.? ", "", word)  # so many at most is still a number of places
        if not re.fullmatch(rf"\d{{1,3}}(?: ?{PLACE_UNIT})?", word):
            return None, False, False
    found = [int(n) for n in re.findall(r"(?<![\d.,-])\d{1,3}(?![\d])", word.replace("-", " - "))]
    found += [COUNTS[w] for w in re.findall(r"[a-zåäö]+", word) if w in COUNTS and w not in {"en", "ett"}]
    if found and ("+" in word or re.search(r"\boch\b|\b(?:plus|samt)\b", word)):
        return None, False, False
    return (min(found) if found else None), False, False


def without_week(said: str) -> tuple[str, bool]:
    """Hours without the words of their unit, and whether there were any: "37,5 tim/v", "40 h per vecka", "38,25 h/v"."""
    per = r"(?: ?(?:/|per|i|om|á|à) ?(?:v\.?|vecka|veckan|week))?"
    plain = re.sub(rf" ?(?<![^\W\d_])(?:h|t|tim|timmar|timme|hours)\.?{per}$", "", said, flags=re.IGNORECASE)
    plain = re.sub(r" ?(?:/|per) ?(?:v\.?|vecka|veckan|week)$", "", plain, flags=re.IGNORECASE)
    return plain, plain != said


def hours(value: object) -> tuple[float | None, bool]:
    """(hours of a week, whether that is all the cell says) of "38,25", "38:15", "20-40", "ca 30"; of two the higher."""
    if isinstance(value, timedelta):
        return value.total_seconds() / 3600, True
    said = re.sub(r"[–—−]", "-", fold(value)) if len(str(value)) <= LONGEST else ""
    if m := re.fullmatch(r"(\d{1,2}):([0-5]\d)", said):
        return int(m[1]) + int(m[2]) / 60, True
    with suppress(ValueError):
        return float(said.replace(",", ".")), True
    if m := re.fullmatch(r"(\d{1,2}) ?(?:h|t|tim|timmar)\.?,? ?(?:och )?([0-5]?\d) ?(?:m|min|minuter)\.?", said):
        return int(m[1]) + int(m[2]) / 60, True
    figure = r"(\d{1,2}(?:[.,]\d{1,2})?)"
    unit = rf"(?: ?{OF_A_WEEK})?"
    range_ = rf"(?:(?:heltid|deltid|halvtid)[ ,:(]+)?(?:{ABOUT}\.? ?)?(?:{figure}{unit} ?(?:-|till|eller|/|à|á) ?)?{figure}{unit}\+?\)?"
    if m := re.fullmatch(range_, said):
        found = [number(n) for n in m.groups() if n]
        return max(found), False
    if m := re.match(rf"{figure} ?{OF_A_WEEK}(?![\w/])(?! ?(?:/|per|om) ?d)", said):
        return number(m[1]), False
    if "dag" in said or "/d" in said:
        share, _ = _extent_in_words(said)
        return (share * FULL_WEEK / 100 if share else None), False
    share, _ = _extent_in_words(said) if re.search("[a-zåäö%]", said) else (None, False)
    return (share * FULL_WEEK / 100 if share else None), False


def minutes(value: object) -> int | None:
    """Minutes of "60", "1 timme", "1,5 tim", "1 h 30 min", "en timme"; of "45-60 min" the longest."""
    return travel(value)[0]


@remembered
def travel(value: object) -> tuple[int | None, bool]:
    """(minutes, whether that is all the cell says) of a longest travel. A lone figure under five counts nobody's minutes."""
    if len(str(value)) > LONGEST:
        return None, False
    if isinstance(value, time):
        return _of_travel(value.hour * 60 + value.minute, exact=True)
    said = re.sub(r"[–—−]", "-", fold(int(value) if isinstance(value, float) and value.is_integer() else value)).strip(
        " ."
    )
    if re.search(r"\bt ?/ ?r\b|tur och retur|tur & retur|fram och tillbaka|\bminst\b|\bat least\b", said):
        return None, False
    plain = squash(
        re.sub(
            r"[,( ]*(?:/ ?)?\b(?:per väg|enkel väg|enkel resa|enkelresa|resa enkel väg|enkel|väg|one way|resa|restid)\b\)?",
            " ",
            said,
        ).strip(" /")
    )
    short = squash(re.sub(r"\b(?:med (?:buss|kollektivtrafik|kollektivt|tåg|cykel|bil)|by bus|max\.?)$", " ", plain))
    found = _time(
        _fractions(
            re.sub(r"^(?:max\.?|högst|maximalt|ca\.?|cirka|omkring|upp till|under|up to|at most|[<≤])+ ?", "", short)
        )
    )
    if found is None:
        return None, False
    if clock := re.fullmatch(r"(\d)\.(00|15|30|45)", short):  # as people write 1:30, and never 1.3 hours
        return _of_travel(int(clock[1]) * 60 + int(clock[2]), exact=False)
    bare = re.fullmatch(r"[\d.,\s-]+", short)
    if bare and found < 5:
        return (round(found * 60), False) if "," in short or "." in short else (None, False)
    return _of_travel(
        round(found),
        exact="-" not in short and short in {plain, plain.removesuffix(" max"), plain.removesuffix(" max.")},
    )


def _of_travel(found: int, *, exact: bool) -> tuple[int | None, bool]:
    return (found, exact) if 0 < found <= 600 else (None, False)


def _fractions(said: str) -> str:
    """ "en och en halv timme", "1 ½ tim" and "tre kvart" in figures."""
    for word, n in COUNTS.items():
        said = re.sub(rf"^{word}\b", str(n), said)
    said = re.sub(r"^(\d{1,2}) kvart$|^kvart$", lambda m: f"{15 * int(m[1] or 1)} min", said)
    said = re.sub(r"(\d{1,9}) ?(?:och en halv|och halv|½|1/2)\b|(\d{1,9}) ?½", lambda m: f"{m[1] or m[2]}.5", said)
    said = re.sub(r"^(?:½|1/2|halv(?= timme)|en halv)", "0.5", said)
    said = re.sub(r"^(?:¾|3/4)", "0.75", said)
    return re.sub(
        r"(?:(\d{1,9}) och )?(?:en|1) halvtimme|(?:(\d{1,9}) )?halvtimme", lambda m: f"{int(m[1] or 0)}.5 h", said
    )


def _time(said: str) -> float | None:
    """Minutes of a time in figures; of two the longer."""
    if m := re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::00)?", said):
        return int(m[1]) * 60 + int(m[2])
    parts = re.split(r"\s*-\s*", said)
    if len(parts) == 2 and re.fullmatch(r"[\d.,]+", parts[0]):
        said = parts[1]
    m = re.fullmatch(
        r"(?:(\d{1,9}(?:[.,]\d{1,9})?) ?(?:h|t|tim\.?|timmars?|timmes?|hours?))? ?(?:och )?(?:(\d{1,9}(?:[.,]\d{1,9})?) ?(?:m|min\.?|minuters?|minutes)?)?",
        said,
    )
    return number(m[1] or "0") * 60 + number(m[2] or "0") if m and (m[1] or m[2]) else None


def unit(heading: str) -> str:
    """The unit of the figures below a heading, where it names hours: "Restid (tim)"."""
    return "tim" if re.search(r"\b(?:tim|timmar|h|hours?)\b", fold(heading)) else ""


def share(value: FileCell) -> FileCell:
    """A bare figure under a heading that says that it is a share of full time ("Tjänstgöringsgrad"), in percent."""
    said = squash("" if value is None else value).replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", said):
        return value
    found = float(said)
    return f"{found * 100 if found <= 1 else found:g} %"


def with_unit(value: FileCell, unit: str) -> FileCell:
    """A bare figure with the unit that its heading names."""
    said = squash("" if value is None else value)
    return f"{said} {unit}" if re.fullmatch(r"\d{1,3}(?:[.,]\d{1,2})?", said) else value


def place_kind(said: str) -> str | None:
    """in_house or external of "eget lag", "intern plats", "in_house", "Externt"; None for words that say neither, or both."""
    found = re.sub(r"[_\W]+", " ", fold(said)).replace("in house", "inhouse").split()
    own, other = (any(word.fullmatch(w) for w in found) for word in (IN_HOUSE, EXTERNAL))
    if own == other or any(DENIED.fullmatch(w) for w in found):
        return None
    return "in_house" if own else "external"


@remembered
def level(said: str) -> str | None:
    """A level of the scale A0-C1 ("B 1", "minst B1", "B1+"), empty where none is said, None for words that name no single one."""
    word = squash(re.sub(r"^(?:minst|lägst|ca|nivå|cefr|at least)\b|\bnivå\b|[+.]$", " ", fold(said)))
    word = re.sub(r"^(modersmål|native),? (?:svenska|swedish)$", r"\1", word)
    if word in NO_LEVEL:
        return ""
    if word in NATIVE:
        return LANGUAGE_LEVELS[-1]
    found = re.sub(r"\.[1-9]$", "", re.sub(r"\s", "", word)).upper()
    return found if found in LANGUAGE_LEVELS else None


@remembered
def sfi(said: str) -> str:
    """The course of "SFI 3C", "sfi-d", "kurs D sfi", "SFI D godkänd"; empty for one that is still read, and for several."""
    word = re.sub(r"[\W_]+", " ", fold(said)).strip()
    word = re.sub(
        r"\b(?:klar|klart|klarat|avslutad|avslutat|godkänd|godkänt|godkända|har|betyg(?: [a-f])?|läst|slutfört|passed|done)\b",
        " ",
        word,
    )
    m = re.fullmatch(r"(?:sfi )?(?:kurs |nivå |studieväg )?(?:[123] ?)?([a-d])(?: kurs)?(?: sfi)?", squash(word))
    return m[1].upper() if m and ("sfi" in word or re.search(r"[123]|kurs", word)) else ""


@remembered
def licence(said: str) -> str | None:
    """Classes parted by blanks ("B C"), empty where there is none; a plain yes is B, the class that lists ask for."""
    if len(said) > LONGEST:
        return None
    word = squash(re.sub(r"[()]", " ", fold(said))).strip(" .!")
    if word in NO_LICENCE or re.fullmatch(NO_LICENCE_AT_ALL, word):
        return ""
    word = squash(re.sub(GEARS, " ", word)).strip(" ,-–/:+")
    if squash(re.sub(r"[-–]", " ", word)) in HAS_LICENCE:
        return "B"
    tokens = [
        t
        for t in re.split(
            r"[\s,;/+&:]+|\boch\b|\band\b|-",
            re.sub(
                r"\bkörkort\w*|\bkort\b|\bbehörighet\w*|\bklass\b|\b(?:licence|license)\b|^(?:ja|har|yes)\b", " ", word
            ),
        )
        if t
    ]
    if tokens and all(t.upper() in LICENCES for t in tokens):
        return " ".join(dict.fromkeys(t.upper() for t in tokens))
    return None


ASKED = re.compile(r"\b(?:krävs|krav(?: på)?|kräver|behövs|måste ha|ska ha|obligatoriskt|required|requires|needed)\b")
NOT_ASKED = re.compile(
    r"(?:körkort )?(?:krävs|behövs|required|needed) (?:ej|inte)|(?:ej|inte|inget|inga|no|not|none) (?:krav|krävs|behövs|required|needed|requirements?)(?: på körkort)?"
)


@remembered
def licence_asked(said: str) -> str | None:
    """The class that a place asks for, as `licence` reads one: "B krävs", "Krav på B-körkort"; empty for "Krävs ej"."""
    low = fold(said).strip(" .!") if len(said) <= LONGEST else ""
    return "" if NOT_ASKED.fullmatch(low) else licence(squash(ASKED.sub(" ", low)) or said)


@remembered
def licence_says_more(said: str) -> bool:
    """True where the cell says more of a licence than its classes; its words are worth keeping."""
    if len(said) > LONGEST:
        return False
    no = re.fullmatch(NO_LICENCE_AT_ALL, fold(said)) and re.search(r"[,(;]|\bmen\b", said)
    return bool(no or re.search(GEARS, fold(said)))


def denied(licence: str | None, said: str) -> bool:
    """True where the cell says that there is no licence, as "Nej" does and an empty cell does not."""
    return licence == "" and bool(said.strip(" -–"))


EVERYDAY = {
    "städ": "LOK", "städning": "LOK", "lokalvård": "LOK", "lok": "LOK", "lager": "LAG", "warehouse": "LAG", "cleaning": "LOK", "kök": "MAT", "köket": "MAT", "måltid": "MAT", "kitchen": "MAT", "transport": "TRP", "it-support": "ITT", "it": "ITT", "butik": "BUT",
    "it support": "ITT", "itsupport": "ITT", "vaktmästeri": "VAK", "reception": "REC", "snickeri": "SNI", "snickare": "SNI", "måleri": "MAL", "målare": "MAL",
    "cykelverkstad": "CYK", "bibliotek": "BIB", "textil": "TEX", "sömnad": "TEX", "lagerarbete": "LAG", "städare": "LOK", "park": "PAR", "parken": "PAR", "fastighetsskötsel": "FAS", "naturvård": "NAT",
}  # fmt: skip
"""Words for an occupation that can mean no other one of the list."""


PARTS = re.compile(
    r"[,;/\n\r&+|•*·]|\boch\b|\beller\b|\bsamt\b|\bel\b\.?|\balt\b\.?|\balternativt\b|\(\d\)|\b\d[.):]|\s[-–—]\s|^\s*[-–—]"
)
RANK = re.compile(
    r"^(?:i (?:första|andra|tredje|sista) hand|annars|helst|gärna|i första hand|först|sedan|därefter|även|eller|vill (?:ha|arbeta|jobba)|önskar|(?:arbeta|jobba|jobb|arbete) (?:som|med|inom)|inom|som)\b:? ?"
)
"""What stands before a wish and only says how dear it is; the order says so too."""


RANKED = re.compile(r" \(?\d\)?$")
"""How dear a wish is, as a number behind it."""


WORKER, TIGHT = "are", 5
"""The end of many titles, and letters that the name of a work has at least."""


def _title(word: str, known: Mapping[str, str]) -> str | None:
    """The code of a title, or of the work of whoever does it: "naturvårdare" works in naturvård, "lokalvård" is done by one."""
    bare = word.removesuffix(WORKER)
    kin = [known.get(w) for w in (word, bare if len(bare) >= TIGHT else word, word + WORKER)]
    return next((code for code in kin if code), None)


def titles(said: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """(codes, words not understood) of wished occupations, the first first. A wish that is denied is no wish."""
    codes: list[str] = []
    rest: list[str] = []
    whole = known.get(fold(said).strip(" .-"))
    for part in [said] if whole else PARTS.split(said):
        word = fold(part).strip(" .-:()")
        while (shorter := RANK.sub("", word)) != word:
            word = shorter
        if not word:
            continue
        if word not in known and RANKED.sub("", word) in known:
            word = RANKED.sub("", word)
        found = (
            [known.get(word)]
            if word in known
            else [_title(w.strip(), known) for w in re.split(r"\b(?:and|or)\b", word)]
        )
        if None in found:
            rest.append(squash(part))
        else:
            codes += [c for c in found if c and c not in codes]
    return codes, rest
