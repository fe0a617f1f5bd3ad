"""Protected identity as lists write it: in a heading, in a cell, in the place of a name. Levels as in the code list:
1 secrecy marking, 2 protected population registration (before 2019 kvarskrivning), 3 fictitious identity.

Read widely, since a missed mark shows a person whom nobody may find; what is no mark at all is named below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amdesk.domain.values import NO, YES, fold, squash
from amdesk.imports.reader import FileCell

WORDS = (
    (3, r"fingera\w*|fictitious"),
    (2, r"kvarskriv\w*|skyddad\w* folkbokf\w*|folkbokföringsskydd|protected (?:population )?registration"),
    (1, (r"sekretess?marker\w*|sekr ?markering|sekretess\w*|sekr|hemliga? (?:adress|identitet|uppgift\w*)|skydda[dt]e?|skydd|skyddsnivå|skyddsmarker\w*"
        r"|(?:id|identitets?|person)[ -]?skydd\w*|protected|protection|secrecy")),
)  # fmt: skip
NO_MARK = re.compile(
    r"avtal|förbind|försäkran|samtyck|häv|bruten|brytande|eftergift"  # secrecy that somebody promised or gave up
    r"|skydda[dt]e? (?:arbet|anställ|verkst|yrke)|dataskydd|protection (?:officer|shoe|cloth|equip)"
)
SURE = re.compile(
    r"(?P<no>\b(?:ej|inte|inga?|utan|no|not)\s+)?\b(?:skydda[dt]e? (?:(?:person|identitet|uppg|folkbokf|pers)[\w.]*|id\b|adress\w*)|hemliga? (?:adress|identitet)\w*|sekretess?marker\w*|kvarskriv\w*"
    r"|adress(?:en)? (?:är )?skyddad|fingerade? (?:person|identitet|uppg)\w*|protected (?:personal data|identity|population registration)|fictitious identity)"
    r"(?!\w*\W{0,3}[:?=]\W{0,3}(?:nej|ej|inte|no)\b)",  # "Skyddad adress: nej"
    re.IGNORECASE,
)
STEMS = re.compile(r"skydda|hemlig|sekret|kvarsk|f.ngera|protec|f.ct.t", re.IGNORECASE)
"""What all of them are made of; `_perhaps_marked` looks for a part of each first, in thousands of rows."""
MARKS = {1: "sekretessmarkering", 2: "skyddad folkbokföring", 3: "fingerade personuppgifter"}
"""The plainest heading of each level."""
PERHAPS = re.compile(
    r"skydd|sekre|spärr|hemlig|konfid|känslig|fingera|kvarskr|secre|protect|confiden|restricted|sensitive"
)
"""What a heading about protection may be made of."""
SHORT = {"sm", "s-m", "skm", "sekm", "s-mark", "s mark", "smark", "spu", "sek", "§"}
"""Headings that may be short for it, and for much else."""
NEVER = re.compile(
    r"arbetarskydd|skydds(?:ombud|sko|kläd|utrust|rond|jour|kommitt)|skyddad\w* (?:arbet|anställ|verkst|yrke)"
)
ALONE_SURE = {"skyddad", "skyddade", "skyddat", "skyddad person", "sekretess", "protected"}
"""What stands in place of a phone or an address that nobody may know; a phone may be secret ("hemligt") without its owner being it."""
ALONE = {"skyddad", "skyddade", "skyddad person", "sekretess", "hemlig", "hemligt", "protected", "skydd"}
"""What stands where a name should, and says nothing but that it may not be known."""
NONE = NO | {"-", "–", "—", "ingen", "inga", "inget", "saknas", "none", "nej tack", "n/a", "☐", "□", "[ ]", "[]"}
DENIED = re.compile(r"(?:nej|ej|inte|inga?|inget|utan|no|not|none)\b")


def named(said: str) -> int:
    """The highest level that words name, 0 where they name none."""
    low = fold(said)
    return next((level for level, words in WORDS if re.search(rf"\b(?:{words})\b", low)), 0)


def heading_level(said: str) -> int:
    """The level that a column with this heading marks with a yes; 0 for a heading that is about something else."""
    return 0 if NO_MARK.search(fold(said)) else named(said)


def perhaps(said: str) -> bool:
    """True for a heading that may be about protection and that nobody has listed."""
    low = fold(said)
    if low.strip(" .:*") in SHORT:
        return True
    return bool(PERHAPS.search(low)) and not NO_MARK.search(low) and not NEVER.search(low)


def level(value: object, heading: int = 1) -> int:
    """The level a cell gives, under a heading of that level. What is neither yes nor no counts as yes, the safe side."""
    word = fold(int(value) if isinstance(value, float) and value.is_integer() else "" if value is None else value)
    if word in NONE or DENIED.match(word):
        return 0
    if found := re.fullmatch(r"(?:ja\W+)?(?:(?:skydds)?nivå |level )?([123])", word):
        return max(int(found[1]), heading)
    return max(named(word), heading, 1)


def joined(columns: Sequence[tuple[str, FileCell]]) -> FileCell:
    """Several columns about protection (heading, cell) as one cell that says the highest."""
    levels = [level(value, max(1, heading_level(heading))) for heading, value in columns]
    heading, value = columns[levels.index(max(levels))]
    return heading if max(levels) > 1 and fold(value) in YES else value


IN_NAME = re.compile(
    r"(?P<no>\b(?:ej|inte|inga?|utan|no|not)\s+)?\b(?:skydda[dt]e?|sekretess(?:belag\w*|skydda\w*)?|protected)\b"
    r"(?!\W{0,3}[:?=]\W{0,3}(?:nej|ej|inte|no)\b)",
    re.IGNORECASE,
)
"""What is a mark where a name stands, since nobody is called so; elsewhere it may be about a workplace or a paper."""
HIDDEN = re.compile(r"\bhemlig[at]?\b", re.IGNORECASE)
"""A mark where nothing beside it names anybody."""
NOBODY = re.compile(
    r"person(?:en|er)?|kvinn(?:a|an|or)|man(?:nen)?|män|klient(?:en|er)?|deltagar(?:e|en|na)|individ(?:en|er)?|sökanden?|brukaren?|elev(?:en)?|flicka|pojke|ungdom"
    r"|namn(?:et)?|okän[dt]|anonymt?|nn|xx|med|som|har|en|ett|är|nr|nummer|st|uppgift(?:er)?|identitet|id|pnr|mark(?:ering|erade?)?|[ivx]+"
    r"|se|kontakta|fråga|handläggaren?|(?:enhets)?chef(?:en)?|pärm|akt"
    r"|participants?|clients?|people|woman|unknown|name|with|has|is|no|number"
)
"""Words that stand beside a mark and name nobody; a letter alone or two capitals tell one of several from the others."""
OF_A_LIST = re.compile(
    rf"{NOBODY.pattern}|list(?:a|an|or)?|över|av|flik|blad|personuppgifter|vecka|kopia|anvis(?:ning|ningar|ade)|of"
)
"""Words of a title that say nothing of what its list is about."""
WHOLE_NAME = re.compile(r"(?:[^\W\d_a-zåäö][\w'’-]+ ){1,3}[^\W\d_a-zåäö][\w'’-]+")
SEVERAL_OF = re.compile(
    r"\b(?:personer(?:na)?|deltagar(?:e|na)|klienter(?:na)?|individer|brukare|people|participants|clients)\b"
)


def without_mark(name: str) -> tuple[str, int]:
    """(name, level) of a name cell: "Astrid Prov (skyddad identitet)" is Astrid Prov at level 1, a mark alone is nobody's name,
    and neither is what tells one of several from the others: "Skyddad person nr2", "Skyddad kvinna A"."""
    rest, level = _apart(name)
    return ("" if level and names_nobody(rest) else rest), level


def names_nobody(said: str) -> bool:
    """Whether nothing that stands beside a mark is a name."""
    words = re.findall(r"[^\W\d_]+", said)
    return all(len(w) == 1 or (len(w) == 2 and w.isupper()) or NOBODY.fullmatch(fold(w)) for w in words)


def _apart(name: str) -> tuple[str, int]:
    """(all beside the mark, level) of a name cell."""
    low = fold(name)
    if low in ALONE:
        return "", 1
    if not _perhaps_marked(low) or not STEMS.search(name):
        return name, 0
    aside = NO_MARK.search(low) or NEVER.search(low)
    for mark in (SURE,) if aside else (SURE, IN_NAME):
        if found := mark.search(name):
            return (name, 0) if found["no"] else (_tidy(mark.sub(" ", name)), max(1, named(found[0])))
    rest = HIDDEN.sub(" ", name)
    return (_tidy(rest), 1) if rest != name and names_nobody(rest) else (name, 0)


def _tidy(said: str) -> str:
    return squash(re.sub(r"[()\[\]]|^\W+|\W+$", " ", said)).strip(" -–,;:/")


SEVERAL = re.compile(
    r"^(?:(?:alla|de|följande|nedanstående) )?(?:personer|deltagare|klienter|sökande|people|participants|persons|those) (?:med|som har|with) "
)
COUNTED = re.compile(
    r"[ ,–-]*(?:\(? ?\d{1,3} ?(?:st\.?|stycken|personer|deltagare|people) ?\)?|\( ?\d{1,3} ?\))[ .:]*$|[ :]*:[ :]*$"
)
"""What makes a mark one of several people: "Personer med", and how many they are. "Skyddad person 2" is one of them."""
STARRED = re.compile(r"(\*+)[ =:–-]*(.*)")


def over_several(said: str) -> tuple[int, bool]:
    """(level, sure) of a mark that stands over several people: "Deltagare med skyddad identitet (2)". A mark alone is not sure to
    be one, since it may be all that is said of somebody. (0, False) for anything else."""
    low = fold(said)
    if not _perhaps_marked(low):
        return int(low in ALONE), False
    mark = COUNTED.sub("", SEVERAL.sub("", low))
    rest, level = _apart(mark)
    return (0, False) if SEVERAL_OF.sub("", rest).strip() else (level, mark != low)


def of_row(said: str) -> int:
    """The level of a row of which all is said that stands in it: a mark beyond doubt, or one with nothing beside it but a name."""
    rest, level = without_mark(said)
    return level if not rest or SURE.search(said) or WHOLE_NAME.fullmatch(rest) else 0


def title_level(said: str) -> int:
    """The level that what stands above a table says of everybody in it: "Skyddade personuppgifter"; a word of how the paper
    is to be kept ("Sekretess enligt 26 kap.") says nothing of anybody."""
    rest, level = without_mark(said)
    words = re.findall(r"[^\W\d_]+", rest)
    return level if SURE.search(said) or all(len(w) == 1 or OF_A_LIST.fullmatch(fold(w)) for w in words) else 0


def starred(said: str) -> tuple[str, int]:
    """The star that a note below or above a table explains as a mark, and its level: "* = skyddade personuppgifter"."""
    found = STARRED.fullmatch(squash(said))
    return (found[1], over_several(found[2])[0]) if found else ("", 0)


def _perhaps_marked(low: str) -> bool:
    return (
        "skydda" in low
        or "hemlig" in low
        or "sekret" in low
        or "kvarsk" in low
        or "ngera" in low
        or "protec" in low
        or "ct" in low
    )


def marked(texts: list[str]) -> int:
    """The level that running text names beyond doubt."""
    said = "\0".join(texts)
    if not _perhaps_marked(said.casefold()) or not STEMS.search(said):
        return 0  # as in nearly every row
    found = [m for t in texts for m in SURE.finditer(t) if not m["no"]]
    alone = int(any(fold(t).strip(" .!*()") in ALONE_SURE or _noted(t) for t in texts))
    return max((max(1, named(m[0])) for m in found), default=alone)


def noted(notes: Mapping[str, str]) -> dict[int, int]:
    """The rows of which a comment on one of their cells says that somebody is protected, with its level."""
    said = [(re.fullmatch(r"[A-Z]{1,3}(\d{1,7})", cell), marked([squash(note)])) for cell, note in notes.items()]
    out: dict[int, int] = {}
    for at, told in said:
        if at and told:
            out[int(at[1])] = max(told, out.get(int(at[1]), 0))
    return out


NOTED = re.compile(rf"{NOBODY.pattern}|obs|ja|viktigt|observera|note|yes|important")
"""Words of a note beside a mark that say nothing of what it is about: "OBS! Skyddad, se pärm"."""


def _noted(said: str) -> bool:
    """Whether a note says nothing but that somebody is protected."""
    if len(said) > SHORT_NOTE or NO_MARK.search(fold(said)) or NEVER.search(fold(said)):
        return False
    found = IN_NAME.search(said)
    rest = re.findall(r"[^\W\d_]+", IN_NAME.sub(" ", said))
    return found is not None and not found["no"] and all(len(w) == 1 or NOTED.fullmatch(fold(w)) for w in rest)


SHORT_NOTE = 60
"""Characters; a longer text is read for marks beyond doubt alone."""
