"""Values of declared fields, as a sentence names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from amdesk.db.bank import reference
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.clock import FAR
from amdesk.domain.people.wording import demands_text
from amdesk.domain.places.placement import DemandList
from amdesk.domain.record import CodeOf, Kind, LastDay, ManyOf, Named, OneOf, Percent, WeekHours, YesNo
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work


def in_words(work: Work, kind: Kind, value: object) -> object:
    """A value of a declared field in words, as a sentence names it; what a kind has no words for is said as it is."""
    match kind:
        case ManyOf() if isinstance(value, tuple):
            names = _names(work, kind.codes)
            return ", ".join(names.get(code, code) for code in map(str, value))
        case DemandList() if isinstance(value, tuple):
            return demands_text(value)
        case OneOf():
            return _names(work, kind.codes).get(str(value), value)
        case CodeOf(table="occupation"):
            return _names(work, "occupations").get(str(value), value)
        case Named() if value in dict(kind.choices):
            return Text(dict(kind.choices)[str(value)])
        case Percent() if isinstance(value, int):
            return text(N_("{extent} %"), extent=value)
        case WeekHours() if isinstance(value, int):
            return value / 100
        case LastDay() if value == FAR:
            return text(N_("until further notice"))
        case YesNo():
            return text(N_("yes")) if value else text(N_("no"))
    return value


def _names(work: Work, codes: str) -> dict[str, str]:
    if codes == "occupations":
        return {o.code: o.name(work.lang) for o in reference.occupations(work.bank)}
    lang = "sv" if codes == "districts" else work.lang  # a district is called the same in every language
    return {c.code: c.name(lang) for c in reference.codes(work.bank, codes)}


def occupations_said(work: Work, found: Iterable[Employment]) -> list[Employment]:
    """Employments whose occupation, which the bank gives in Swedish, is said in the language of whoever reads them."""
    names = {o.sv: said for o in reference.occupations(work.bank) if (said := o.name(work.lang)) != o.sv}
    return [replace(e, occupation=names[e.occupation]) if e.occupation in names else e for e in found]


NAMED = {"occupation": "occupations", "kind": "teaching_modules"}
"""What a step of the history names in words of its own: the code lists they are of."""


def said_anew(work: Work, said: Text) -> Text:
    """A step in the language of whoever reads it: the names in it are kept in the language of whoever took it."""
    named = {param: NAMED[param] for param in said.params if param in NAMED}
    if not named:
        return said
    shown = {param: _other_names(work, codes).get(str(said.params[param])) for param, codes in named.items()}
    return Text(said.msgid, {**said.params, **{param: name for param, name in shown.items() if name}})


def _other_names(work: Work, codes: str) -> dict[str, str]:
    """Names of codes in any language, and what each is called in the reader's."""
    found = reference.occupations(work.bank) if codes == "occupations" else reference.codes(work.bank, codes)
    return {said: one.name(work.lang) for one in found for said in (one.sv, one.en)}
