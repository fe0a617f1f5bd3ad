"""What one person is told of what is kept about her, and of who looked at it (GDPR art. 15), as a paper and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from amdesk.db.bank import extract, reference, settings
from amdesk.db.bank.history import said_again
from amdesk.db.catalogue import records
from amdesk.db.guidance import chapters
from amdesk.db.port import Row
from amdesk.domain.bank.access import AccessEntry
from amdesk.domain.bank.extract import ACTIONS, COLUMN_NAMES, TABLE_NAMES
from amdesk.domain.bank.periods import KINDS, PLAN, read_periods, said
from amdesk.domain.booking.fairness import PASSED_REASONS
from amdesk.domain.booking.matching import LEFT_OUT
from amdesk.domain.booking.queue import LEAVE_REASONS, QUEUE_REASONS
from amdesk.domain.guidance.markdown import Block, GuidedSection, sections
from amdesk.domain.guidance.versions import in_force
from amdesk.domain.people.participant import WEIGHTS, Need, Participant, Protection
from amdesk.domain.people.wording import need_text
from amdesk.domain.record import Amount, Day, Declared, Kind, WeekHours, YesNo, declared
from amdesk.domain.texts import Text
from amdesk.export.extract import ExtractPart, extract_pdf
from amdesk.i18n import Words
from amdesk.services.bank.history import History
from amdesk.services.bank.retention import YEARS
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work
from amdesk.services.guidance.handbook import PROCESSING, shipped
from amdesk.services.people.gate import opened

STORAGE = "processing.storage"
APART = frozenset({"step", "audit", "audit_value", "access_log"})
"""Tables that the paper says in words of their own: what was done, what it changed, and who looked."""
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

    def _processing(self, lang: str) -> list[GuidedSection]:
        """How personal data is processed here (art. 15.1 a-h, 15.2): the unit's own chapter in force, else the program's; with the
        times that the unit's plan sets for kinds of data."""
        now = in_force(chapters.versions(self.work.bank, PROCESSING), self.work.today)
        words, plan = Words(lang, self.work.today), read_periods(settings.setting(self.work.bank, PLAN))
        years = int(settings.setting(self.work.bank, "retention_years") or YEARS)
        whole = words.plural(
            "The record: {count} year after the last employment.",
            "The record: {count} years after the last employment.",
            years,
            count=years,
        )
        times = [Block("text", whole), *(Block("text", words.say(said(kind, plan))) for kind in KINDS)]
        found = sections(now.said(lang) if now else shipped(lang, PROCESSING))
        return [s._replace(blocks=(*s.blocks, *times)) if s.anchor == STORAGE else s for s in found]

    def _json(self, told: Told) -> bytes:
        """Every value of every row, and who looked."""
        document = {
            "participant": told.person.number,
            "day": str(self.work.today),
            "processing": {s.anchor: s.plain for s in self._processing(self.work.lang)},
            "held": {one.table: one.rows for one in told.held},
            "looked": [
                {"at": e.at, "who": e.actor, "account": e.account, "what": e.what, "why": e.why} for e in told.looked
            ],
        }
        return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()

    def _pdf(self, told: Told, lang: str = "sv") -> bytes:
        """The same on paper, in the words of the forms."""
        words = Words(lang, self.work.today)
        parts = [self._part(one, words) for one in told.held if one.rows and one.table not in APART]
        parts += [self._done(told.held, words), self._changes(told.held, words)]
        unit = [settings.setting(self.work.bank, name) for name in ("city", "department", "phone")]
        about = [(s.title, [b.plain for b in s.blocks]) for s in self._processing(lang)]
        looked = [(words.moment(e.at), e.actor, words.say(e.said), words.say(e.because)) for e in told.looked]
        return extract_pdf(told.person, about, parts, looked, unit, words, self.work.today)

    def _done(self, held: Sequence[extract.HeldRows], words: Words) -> ExtractPart:
        """What was done, a line each; what fills a sentence that was about others too is left out."""
        out = []
        for row in _rows(held, "step"):
            msgid = str(row["what"])
            blank = dict.fromkeys(re.findall(r"\{(\w+)\}", msgid), "–")
            said = said_again(msgid, {n: str(v) for n, v in _kept(row["params"]).items()})
            sentence = words.say(Text(said.msgid, {**blank, **said.params}))
            out.append([(words.moment(str(row["at"])), f"{row['actor']} ({row['account']}) · {sentence}")])
        return ExtractPart(words(TABLE_NAMES["step"]), out)

    def _changes(self, held: Sequence[extract.HeldRows], words: Words) -> ExtractPart:
        """Each row of the audit with the fields that it changed, before and after, by their labels."""
        kept = {row["audit_id"]: row for row in _rows(held, "audit_value")}
        out = []
        for row in _rows(held, "audit"):
            table, values = str(row["tbl"]), kept.get(row["id"], {})
            record = records().get(table)
            of = declared(record) if record else {}
            before, after = (_kept(values.get(n)) for n in ("before", "after"))
            changed = {n: (before.get(n), after.get(n)) for n in {**before, **after} if before.get(n) != after.get(n)}
            first = (words(TABLE_NAMES.get(table, table)), words(ACTIONS.get(str(row["action"]), str(row["action"]))))
            lines = [first]
            for old, new in (
                (self._lines({n: v[0]}, of, words), self._lines({n: v[1]}, of, words)) for n, v in changed.items()
            ):
                both = [one[0][1] if one else "–" for one in (old, new)]
                if found := (new or old):
                    lines.append((found[0][0], both[1] if not before else f"{both[0]} → {both[1]}"))
            out.append(lines)
        return ExtractPart(words(TABLE_NAMES["audit_value"]), out)

    def _part(self, one: extract.HeldRows, words: Words) -> ExtractPart:
        record = records().get(one.table)
        of = declared(record) if record else {}
        return ExtractPart(words(TABLE_NAMES[one.table]), [self._lines(row, of, words) for row in one.rows])

    def _lines(self, row: Mapping[str, object], of: Mapping[str, Declared], words: Words) -> list[tuple[str, str]]:
        """What stands in a row, each by its label in the words of the forms; the bank's own marks are left to the JSON."""
        held = [(name, value) for name, value in row.items() if value not in (None, "", "[]", "{}")]
        out = []
        for name, value in held:
            if name in of:
                out.append((words(of[name].label), self._said(value, of[name].kind, words)))
            elif name in COLUMN_NAMES:
                out.append((words(COLUMN_NAMES[name]), _worded(name, value, words)))
        return out

    def _said(self, kept: object, kind: Kind, words: Words) -> str:
        """A value as people write it, where the bank keeps it in a smaller unit, as a code or as a figure (GDPR 12.1)."""
        if isinstance(kind, YesNo):
            return words("yes") if kept else words("no")
        if isinstance(kind, Amount | WeekHours) and isinstance(kept, int):
            said = f"{kept / 100:.2f}"
            said = said.replace(".", ",") if words.lang == "sv" else said
            return f"{said} {words('kronor')}" if isinstance(kind, Amount) else said
        if isinstance(kind, Protection):
            levels = {c.code: c.name(words.lang) for c in reference.codes(self.work.bank, "protection_levels")}
            return levels.get(str(kept), str(kept))
        value = kept
        with suppress(
            ValueError
        ):  # what no reader takes is said as it is kept; a day as documents of the bank write it
            value = kept if isinstance(kind, Day) else kind.read(kept)
        if isinstance(value, tuple) and any(isinstance(one, Need) for one in value):
            return "; ".join(self._need(n, words) for n in value if isinstance(n, Need))
        found = in_words(self.work._replace(lang=words.lang), kind, value)
        return words.say(found) if isinstance(found, Text) else str(found)

    def _need(self, need: Need, words: Words) -> str:
        names = {o.code: o.name(words.lang) for o in reference.occupations(self.work.bank)}
        names |= {c.code: c.sv for c in reference.codes(self.work.bank, "districts")}
        said = need_text(need.kind, need.value, names)
        return f"{words(WEIGHTS.get(need.weight, need.weight))}: {words.say(said) if isinstance(said, Text) else said}"


CODED: Mapping[str, Mapping[str, str]] = {
    "reason": QUEUE_REASONS,
    "left_why": LEAVE_REASONS,
    "passed_why": PASSED_REASONS,
}
"""Columns that keep a code of a list of the program's own, with its words."""


def _kept(said: object) -> Mapping[str, object]:
    """What a column keeps as JSON; nothing where it keeps none."""
    with suppress(ValueError):
        found = json.loads(str(said or "{}"))
        return found if isinstance(found, dict) else {}
    return {}


def _rows(held: Sequence[extract.HeldRows], table: str) -> list[Row]:
    return next((one.rows for one in held if one.table == table), [])


def _worded(name: str, value: object, words: Words) -> str:
    """A value of a column that no record declares."""
    if isinstance(value, int) and name in {"protected", "counted"}:
        return words("yes") if value else words("no")
    if name == "overruled" and all(code in LEFT_OUT for code in str(value).split()):
        return "; ".join(words(LEFT_OUT[code]) for code in str(value).split())
    return words(CODED[name][str(value)]) if str(value) in CODED.get(name, {}) else str(value)
