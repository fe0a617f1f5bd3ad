"""What one person is told of what is kept about her, and of who looked at it (GDPR art. 15), as a paper and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from amdesk.db.bank import extract, settings
from amdesk.db.catalogue import records
from amdesk.domain.bank.access import AccessEntry
from amdesk.domain.bank.extract import TABLE_NAMES
from amdesk.domain.people.participant import Participant
from amdesk.domain.record import Amount, Declared, Kind, WeekHours, YesNo, declared
from amdesk.export.extract import ExtractPart, extract_pdf
from amdesk.i18n import Words
from amdesk.services.bank.history import History
from amdesk.services.bank.work import Work
from amdesk.services.people.gate import opened

LOOKED = 100_000
"""Rows of the log at most; a person's own are hundreds."""


class Told(NamedTuple):
    """Everything that is kept about one person, and who looked."""

    person: Participant
    held: Sequence[extract.HeldRows]
    looked: Sequence[AccessEntry]


class Extracts:
    def __init__(self, work: Work) -> None:
        self.work = work

    def told(self, participant: int | str, why: str = "") -> Told:
        """Logged first. Raises Refused (code PROTECTED) where the person is protected and `why` is empty."""
        person = self.work.participant(participant)
        opened(self.work, person, "extract", why)
        with self.work.bank.read():
            held = extract.held(self.work.bank, person.id)
            looked = History(self.work).access(person.number, LOOKED)
        return Told(person, held, looked)

    def made(self, participant: int | str, kind: str, lang: str = "sv", why: str = "") -> bytes:
        """As `json`, else as PDF. Raises as `told` does."""
        told = self.told(participant, why)
        return self._json(told) if kind == "json" else self._pdf(told, lang)

    def _json(self, told: Told) -> bytes:
        """Every value of every row, and who looked."""
        document = {
            "participant": told.person.number,
            "day": str(self.work.today),
            "held": {one.table: one.rows for one in told.held},
            "looked": [
                {"at": e.at, "who": e.actor, "account": e.account, "what": e.what, "why": e.why} for e in told.looked
            ],
        }
        return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()

    def _pdf(self, told: Told, lang: str = "sv") -> bytes:
        """The same on paper, in the words of the forms."""
        words = Words(lang, self.work.today)
        parts = [_part(one, words) for one in told.held if one.rows]
        unit = [settings.setting(self.work.bank, name) for name in ("city", "department", "phone")]
        looked = [(words.moment(e.at), e.actor, words.say(e.said), words.say(e.because)) for e in told.looked]
        return extract_pdf(told.person, parts, looked, unit, words, self.work.today)


def _part(one: extract.HeldRows, words: Words) -> ExtractPart:
    record = records().get(one.table)
    of = declared(record) if record else {}
    return ExtractPart(words(TABLE_NAMES[one.table]), [_lines(row, of, words) for row in one.rows])


def _lines(row: Mapping[str, object], of: Mapping[str, Declared], words: Words) -> list[tuple[str, str]]:
    """What stands in a row, by the words of the form or, of what the bank keeps beside, by its column."""
    held = [(of.get(name), name, value) for name, value in row.items() if value not in (None, "", "[]", "{}")]
    return [
        (words(field.label), _said(value, field.kind, words)) if field else (name, str(value))
        for field, name, value in held
    ]


def _said(value: object, kind: Kind, words: Words) -> str:
    """A value as people write it, where the bank keeps it in a smaller unit or as a figure that stands for a word (GDPR 12.1)."""
    if isinstance(kind, YesNo):
        return words("yes") if value else words("no")
    if isinstance(kind, Amount | WeekHours) and isinstance(value, int):
        said = f"{value / 100:.2f}"
        said = said.replace(".", ",") if words.lang == "sv" else said
        return f"{said} {words('kronor')}" if isinstance(kind, Amount) else said
    return str(value)
