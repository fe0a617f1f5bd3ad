"""One cell that says several things of a person: her number, phone, e-mail or birth date beside her name, or the name the
wrong way round. Each goes where it belongs; what has no place of its own stays where it stood."""

from __future__ import annotations

import re
from datetime import date

from amdesk.domain.people.identity import BadIdentity, parse_identity
from amdesk.domain.values import fold, parse_date, phone_key, squash
from amdesk.imports.model import Known, RowBad
from amdesk.imports.reader import FileCell

NUMBER = re.compile(
    r"(?<!\d)(?:(?P<sure>(?:(?:18|19|20)\d{2}(?P<sign>[ ./-]?)[01]\d(?P=sign)\d{2} ?[-+./ ]? ?\d{4}|[1-9]\d[01]\d\d{2} ?[-+./ ] ?\d{4}|0\d[01]\d\d{2} ?[-+] ?\d{4}))"
    r"|(?:\d{10}|0\d{5} \d{4}))(?!\d)"
)
"""Twelve digits, or six and four with a sign between. Ten digits alone may be a phone as well (0701-74 06 05 has a birth date)."""
TEN = re.compile(r"(?:\d[\s./+‐‑–—−-]{0,4}){9}\d")
"""What each of them holds at least: a text without it is gone through no further."""
FIGURES = re.compile(r"[\d\s+./-]+")
NO_DIGITS = re.compile(r"\D+")
PHONE = re.compile(r"(?:\+|00)46[ ()-]*0?\)?[ -]*[1-9](?:[ -]?\d){6,9}|(?<![\d.-])0[1-9](?:[ /-]{0,3}\d){5,9}(?![\d-])")
PLAIN_PHONE = re.compile(r"0\d{1,3}[- ]\d{5,8}")
"""A phone as most are written, in which no identity number can be."""
CALLED = re.compile(
    r"\b(?:tel(?:efon(?:nummer|nr)?)?|tfn|tlf|mob(?:il(?:nummer|telefon)?)?|ring(?:er)?|nås på|nås|sms|phone|mobile)\b[.:]?\s*$",
    re.IGNORECASE,
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PARTED = re.compile(r"[@\d]")
"""What there is of a phone, an e-mail or a birth date in a text that holds one."""
BORN = re.compile(
    r"(?:\b(?:född|f|born)\b[.:]?\s*)?(?<![\d-])((?:(?:19|20)\d{2}-?|\d{2})[01]\d-?[0-3]\d)(?:-?[xX*?_]{4})?(?![\d-])"
)
UNKNOWN_LAST = re.compile(r"((?:18|19|20)?\d{6})[-+ ]?(?:[xX]{2,4}|[*?_.-]{2,4})?")
NO_NUMBER = {
    "-", "--", "–", "?", "x", "saknas", "saknar", "okänt", "okänd", "ej känt", "inget", "ingen", "nej", "finns ej", "uppgift saknas", "pnr saknas",
    "personnummer saknas", "har inget", "ej pnr", "none", "unknown", "n/a", "missing", "vet ej", "inväntas", "kommer", "under utredning",
}  # fmt: skip
"""What stands where a number should and says that there is none."""
PARTICLE = re.compile(r"(?:von|van|af|de|del|der|den|di|da|al|el|bin|ibn|abu|ben|la|le|du|dos|zu)", re.IGNORECASE)
SUFFIX = re.compile(r"(?:jr|sr|d\.?y|d\.?ä|i{2,3}|phd|md|ab|hb|kb)\.?", re.IGNORECASE)
LABEL = re.compile(r"\b(?:pnr|personnr|personnummer)\b[.:]?\s*(?=$|[,;)(]|\s|[^\W\d])", re.IGNORECASE)
LONGEST = 300
"""Characters; a longer text is no name and no phone, and is not parted."""
EDGES = " ,;:()[]<>-–/|\n"


def turned(name: str, *, several: bool = False) -> str:
    """ "Prov, Astrid" is Astrid Prov. With `several` two full names may stand in the cell, which are left as they are."""
    if "," not in name:
        return name
    parts = [squash(p) for p in name.split(",")]
    if len(name) > LONGEST or len(parts) != 2 or not all(parts) or re.search(r"[\d.:;()/@]", name):
        return name
    last, first = parts
    words = [w for w in last.split() if not PARTICLE.fullmatch(w)]
    if SUFFIX.fullmatch(first) or len(last.split()) > 4 or len(first.split()) > 4 or (several and len(words) > 1):
        return name
    return f"{first} {last}"


GIVEN = r"[^\W\d_a-zåäö][\w'’-]+"
TWO_PEOPLE = re.compile(
    rf"{GIVEN}(?: {GIVEN}){{0,3}}(?: ?[&+/;] ?| och | samt | and )(?:{GIVEN})(?: {GIVEN}){{1,3}}|{GIVEN}(?: {GIVEN}){{1,3}} ?\n ?{GIVEN}(?: {GIVEN}){{1,3}}"
)
BETWEEN = re.compile(r"[&+/;]|\b(?:och|samt|and)\b|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""What parts two people, the ends of lines among that."""


def two_people(said: str) -> bool:
    """Whether a cell names two people: "Astrid Prov & Bo Prov", "Cia och Dan Prov", or two lines with a whole name each."""
    if len(said) > LONGEST or not BETWEEN.search(said):
        return False
    return bool(TWO_PEOPLE.fullmatch("\n".join(squash(one) for one in said.splitlines() if squash(one))))


def take_number(cells: dict[str, FileCell], person: bool, known: Known, warnings: set[str]) -> None:
    """What the cell for the number says: the number, and where it says a name, a gender or a birth date too, those."""
    if "identity" not in cells:
        return
    said = cells["identity"]
    if not isinstance(said, str) or not said or (said.isdecimal() and (len(said) == 12 or _valid(said, known))):
        return  # twelve figures are a number, right or wrong, and nothing beside it
    if fold(said) in NO_NUMBER:
        cells["identity"] = None
        warnings.add("PNR_MISSING")
        return
    if not person or _valid(said, known):
        return
    if (m := UNKNOWN_LAST.fullmatch(said)) and not _filled(cells, "born") and (born := _birth(m[1], known.today)):
        cells["identity"], cells["born"] = None, born
        warnings.add("PNR_MISSING")
        return
    said = _plain(said)
    found = [m[0] for m in NUMBER.finditer(said) if _valid(m[0], known)]
    rest = squash(LABEL.sub(" ", NUMBER.sub(" ", said))).strip(EDGES)
    if len(found) != 1 or any(ch.isdigit() for ch in rest):
        return
    if not rest:
        cells["identity"] = _tight(found[0])
    elif fold(rest) in {"kvinna", "man", "k", "m"}:
        cells["identity"] = _tight(found[0])
        if not _filled(cells, "gender"):
            cells["gender"] = rest
    elif not _filled(cells, "name") or fold(turned(rest)) == fold(turned(squash(cells["name"]))):
        cells["identity"], cells["name"] = _tight(found[0]), rest
        warnings.add("PNR_MOVED")


def lift(cells: dict[str, FileCell], known: Known, warnings: set[str]) -> None:
    """A number in the name goes where it belongs. Two different ones are refused: nobody knows whose row it is."""
    written = cells.get("name")
    if isinstance(written, str) and not PARTED.search(written):
        return  # as nearly every name is
    said = _said(written)
    if not TEN.search(said):
        return
    said, own = _plain(said), digits(cells.get("identity"))
    found = [m[0] for m in NUMBER.finditer(said) if m["sure"] or not _a_phone(m, said, own, known)]
    if not found:
        return
    try:
        numbers = {parse_identity(_tight(f), known.today).number for f in found}
    except BadIdentity as bad:
        raise RowBad(bad.code, "name") from None
    if len(numbers) > 1 or (own and own not in {n[2:] for n in numbers}):
        raise RowBad("PNR_IN_TEXT", "name")
    for one in found:
        said = said.replace(one, " ")
    cells["name"] = LABEL.sub(" ", said)
    cells["name"] = squash(cells["name"]).strip(EDGES)
    other = _said(cells.get("identity"))
    if not own and not cells["name"] and other.replace(" ", "").replace("-", "").replace(",", "").isalpha():
        cells["name"] = other  # the two columns stand the wrong way round
    if not own:
        cells["identity"] = numbers.pop()
        warnings.add("PNR_MOVED")


def part(cells: dict[str, FileCell], known: Known, warnings: set[str]) -> None:
    """A phone, an e-mail and a birth date in the name or the phone go to their own fields."""
    for field in ("phone", "name"):
        written = cells.get(field)
        if isinstance(written, str) and not (PARTED.search(written) if field == "name" else "@" in written):
            continue  # as nearly every cell is: it says nothing else
        said = _said(written)
        if len(said) > LONGEST:
            continue
        for wanted, shape in (("email", MAIL), ("phone", PHONE)):
            if wanted == field or not (m := shape.search(said)):
                continue
            said = _without(said, m)
            _put(cells, wanted, m[0], warnings)
            cells[field] = said
        if field == "name" and (m := BORN.search(said)) and (born := _birth(m[1], known.today)):
            if not _filled(cells, "born") and not _filled(cells, "identity"):
                cells["born"] = born
            cells["name"] = _without(said, m)
            warnings.add("CELL_PARTED")


def apart(said: str) -> tuple[str, str, str]:
    """(name, phone, e-mail) of somebody whose cell says how she is reached too; the cell as it stands where it names several."""
    mails, phones = MAIL.findall(said[: LONGEST + 1]), PHONE.findall(MAIL.sub(" ", said[: LONGEST + 1]))
    if len(said) > LONGEST or len(mails) > 1 or len(phones) > 1 or not (mails or phones):
        return said, "", ""
    name = said
    for shape in (MAIL, PHONE):
        if m := shape.search(name):
            name = _without(name, m)
    return (name, *(phones or [""]), *(mails or [""])) if name else (said, "", "")


_QUOTES = ("'", "´", "`", "’", "‘")
"""Before a figure: that a spreadsheet is to take it for text."""


def phone_with_zero(value: FileCell, warnings: set[str]) -> FileCell:
    """A phone whose leading zero a spreadsheet has dropped, with it."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    said = _said(value)
    if said[:1] in _QUOTES or said[-2:] == ".0":
        value = said = said.strip("".join(_QUOTES)).removesuffix(".0")
    if not number and said[:1] not in {"7", "4"} and "+" not in said[1:]:
        return value
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", said):
        warnings.add("PHONE_LOST")
        return None
    if re.fullmatch(r"46[1-9]\d{7,8}", said):
        warnings.add("PHONE_ZERO")
        return f"+{said}"
    if (re.fullmatch(r"(?!46|0)\d{7,9}", said) and number) or re.fullmatch(r"7[02369]\d{7}", said):
        warnings.add("PHONE_ZERO")
        return f"0{said}"
    return said if number else value


def without_numbers(field: str, value: FileCell, own: str, known: Known, warnings: set[str]) -> FileCell:
    """A text without identity numbers, whoever's they are."""
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    said = str(value) if isinstance(value, str) else _said(value)
    if not TEN.search(said):
        return value
    plain = _plain(said)

    def left_out(m: re.Match[str]) -> str:
        mine = bool(own) and digits(m[0]) == own
        if not mine and (not _valid(m[0], known) or (not m["sure"] and _a_phone(m, plain, own, known, field))):
            return m[0]
        warnings.add("PNR_REMOVED")
        return ""

    kept = NUMBER.sub(left_out, plain)
    if kept == plain:
        return value
    return squash(LABEL.sub(" ", kept)).strip(EDGES)


DASH = re.compile(r"[‐‑–—−]")
COUNTRY = re.compile(r"\bse ?-?(?=(?:18|19|20)?\d{6} ?[-+]? ?\d{4}(?!\d))", re.IGNORECASE)


def _plain(said: str) -> str:
    """A text with one sign for all dashes, each number without what countries write before it."""
    tidy = said if said.isascii() else DASH.sub("-", said)
    return COUNTRY.sub("", tidy) if "e" in tidy or "E" in tidy else tidy


def digits(value: FileCell) -> str:
    """The last ten digits of what stands in the field for the number."""
    if isinstance(value, str) and value.isdecimal():
        return value[-10:]
    return "" if value is None else NO_DIGITS.sub("", _said(value))[-10:]


def _a_phone(m: re.Match[str], said: str, own: str, known: Known, field: str = "") -> bool:
    """True for ten digits that are rather a phone than a number: they begin with a zero, and are no number or called a phone."""
    if not m[0].startswith("0"):
        return False
    return field == "phone" or bool(own) or not _valid(m[0], known) or bool(CALLED.search(said[: m.start()]))


def _tight(said: str) -> str:
    figures = NO_DIGITS.sub("", said)
    return f"{figures[:-4]}{'+' if '+' in said else '-'}{figures[-4:]}"


def _valid(said: str, known: Known) -> bool:
    if not said.isdecimal() and not FIGURES.fullmatch(said):
        return False
    try:
        parse_identity(said if said.isdecimal() else _tight(said), known.today)
    except BadIdentity:
        return False
    return True


def _birth(said: str, today: date) -> date | None:
    figures = re.sub(r"\D", "", said)
    try:
        day = (
            f"{figures[:-4]}-{figures[-4:-2]}-{figures[-2:]}"
            if len(figures) == 8
            else f"{figures[4:]}/{figures[2:4]}-{figures[:2]}"
        )
        found = parse_date(day, today, past=True)[0]
    except ValueError:
        return None
    return found if found <= today else None


def _filled(cells: dict[str, FileCell], name: str) -> bool:
    return bool(_said(cells.get(name)).strip("-– "))


def _put(cells: dict[str, FileCell], name: str, said: str, warnings: set[str]) -> None:
    before = _said(cells.get(name))
    key = phone_key if name == "phone" else fold
    if not before:
        cells[name] = squash(said)
    elif key(said) not in key(before):
        cells[name] = f"{before}, {squash(said)}"
    warnings.add("CELL_PARTED")


def _without(said: str, m: re.Match[str]) -> str:
    before = re.sub(
        r"\b(?:e-?post|mejl|mail|e-?mail)\b[.:]?\s*$", "", CALLED.sub("", said[: m.start()]), flags=re.IGNORECASE
    )
    return squash(f"{before.rstrip(EDGES)} {said[m.end() :].lstrip(EDGES)}").strip(EDGES)


def _said(value: FileCell) -> str:
    if value is None:
        return ""
    return squash(int(value) if isinstance(value, float) and value.is_integer() else value)
