"""Kinds of import that tell what became of people: follow-ups, assistance payments, municipal measures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from amdesk.domain.booking.plan import day90
from amdesk.domain.people.identity import BadIdentity, Identity, parse_identity
from amdesk.domain.record import Day, OneOf, declared
from amdesk.domain.results.followup import NOTHING, FollowUp
from amdesk.domain.results.received import Measure, Payment
from amdesk.domain.texts import N_
from amdesk.domain.values import MONTHS, fold, squash
from amdesk.imports import cells, days, situations
from amdesk.imports.fields import CellRow, headed, heard, import_field, one, read_alone
from amdesk.imports.model import CheckedRow, Checker, ImportField, ImportKind, Key, Known, RawRow, RowBad
from amdesk.imports.people import IDENTITY, PROTECTED

PERSON = ImportField(
    "identity", IDENTITY.label, (*IDENTITY.synonyms, "Sökande", "Sökandes personnummer", "Applicant"), required=True
)

OF_DAY_90 = sorted(headed(FollowUp), key=lambda f: f.column)
"""What lists say of day 90: the end reason, which is the employment's, before what is the follow-up's own."""
FOLLOWUP_FIELDS = (
    PERSON,
    ImportField("ended", N_("To"), ("Slutdatum", "Avslutsdatum", "Avslutad", "Slutade", "Slut", "Till", "End date", "Ended"), required=True),
    *map(import_field, OF_DAY_90),
    PROTECTED,
)  # fmt: skip

PAYMENT_FIELDS = (
    PERSON,
    ImportField("co_applicant", N_("Co-applicant"), ("Medsökande", "Medsökandes personnummer", "Personnummer medsökande", "Co-applicant")),
    *map(import_field, headed(Payment)),
    ImportField("purpose", N_("Purpose"), ("Ändamål", "Avser", "Typ", "Purpose")),
    PROTECTED,
)  # fmt: skip

MEASURE_FIELDS = (PERSON, *map(import_field, headed(Measure)), PROTECTED)

OF_STATUS = ("contact", "situation", "plan_city", "plan_pes")
"""What the word in the status column says."""
SAID = (*OF_STATUS, *(n for n in heard(FollowUp) if n not in OF_STATUS))
"""Fields of a follow-up that a list may change."""
RECORDS = (FollowUp, Payment, Measure)
RESULT_WORDS = frozenset(f.cell for record in RECORDS for f in headed(record) if f.kind.words)
"""Columns of these lists that are stored as words."""
RESULT_DATES = ("ended", *(f.cell for record in RECORDS for f in headed(record) if isinstance(f.kind, Day)))
LISTS = frozenset(f.kind.codes for record in RECORDS for f in headed(record) if isinstance(f.kind, OneOf))
"""Lists that their fields take codes from."""

REASON_WORDS = {
    "arbete": "work", "work": "work", "studier": "studies", "studies": "studies", "avbruten planering": "interrupted", "avbruten": "interrupted",
    "arbetar": "work", "jobbar": "work", "jobb": "work", "anställning": "work", "working": "work", "studerar": "studies", "utbildning": "studies", "studying": "studies",
    "avbrott": "interrupted", "interrupted": "interrupted", "annat": "other", "interrupted planning": "interrupted", "övriga avslutsorsaker": "other", "övriga": "other", "övrigt": "other", "other reasons": "other", "other": "other",
}  # fmt: skip
STATUS_WORDS: dict[str, dict[str, str]] = {
    "arbete": {"situation": "work"}, "i arbete": {"situation": "work"}, "studier": {"situation": "studies"}, "i studier": {"situation": "studies"},
    **{w: {"situation": "work"} for w in ("arbetar", "jobbar", "jobb", "har arbete", "har jobb", "fick jobb", "fick arbete", "fått jobb", "fått arbete", "got a job", "i jobb", "anställd", "anställning", "work", "working", "employed", "in work")},
    **{w: {"situation": "studies"} for w in ("studerar", "utbildning", "i utbildning", "går utbildning", "studies", "studying", "in studies")},
    **{w: {"situation": "unemployment_fund"} for w in ("akassa", "har a-kassa", "unemployment fund")}, "other": {"situation": "other"},
    **{w: {"situation": "work"} for w in ("nystartsjobb", "lönebidrag", "timanställd", "provanställd", "visstidsanställd", "tillsvidareanställd", "fast anställning", "fast jobb", "vikariat", "eget företag")},
    **{w: {"situation": "studies"} for w in ("komvux", "folkhögskola", "yrkeshögskola", "yh-utbildning", "yrkesutbildning", "högskola", "universitet", "gymnasiet")},
    "a-kassa": {"situation": "unemployment_fund"}, "arbetslös med a-kassa": {"situation": "unemployment_fund"},
    "pågående planering kommunen": {"plan_city": "yes"}, "planering kommunen": {"plan_city": "yes"},
    "pågående planering af": {"plan_pes": "yes"}, "pågående planering arbetsförmedlingen": {"plan_pes": "yes"}, "planering af": {"plan_pes": "yes"},
    "pågående planering kommunen och af": {"plan_city": "yes", "plan_pes": "yes"},
    "ingen pågående planering": {"plan_city": "no", "plan_pes": "no"}, "annat": {"situation": "other"}, "övrigt": {"situation": "other"},
    **{w: {"contact": "not_contacted"} for w in ("inte nådd", "ej nåbar", "inte nåbar", "ej anträffbar", "inte anträffbar", "går ej att nå", "går inte att nå", "svarar ej", "svarar inte", "not reached")},
    "okänt": {"contact": "not_contacted"}, "ej nådd": {"contact": "not_contacted"}, "ej kontaktad": {"contact": "not_contacted"},
    "ej nått": {"contact": "not_due"}, "har ej nått dag 90": {"contact": "not_due"},
}  # fmt: skip
"""What a word in the status column sets (code list day90_file_words, with the spellings that cities use)."""

MUCH = re.compile(r"(?<=\w),? \(?(?:på )?(?:heltid|deltid|halvtid|\d{1,3} ?%)\)?$")
"""How much somebody works or studies, which day 90 does not ask."""


@dataclass(slots=True, kw_only=True)
class CheckedFollowup(CheckedRow):
    """A row of a follow-up list."""

    identity: Identity
    person: int
    employment: int
    reason: str
    detail: str
    """The code of the end reason, where it says which of its group."""
    fields: dict[str, object]
    """What it says of day 90, by the follow-up's fields."""
    unsaid: bool
    """It says nothing of whether she was reached."""
    end_reason: str | None = None
    """The end reason to write, where the employment has none of that group."""


@dataclass(slots=True, kw_only=True)
class CheckedPayment(CheckedRow):
    """A row of a payment file; `amount` in öre."""

    identity: Identity
    roles: list[tuple[int, str]]
    """Participants of the row, each with her role in the household."""
    month: str
    amount: int
    fields: dict[str, object]
    """What it says of the payment, by the payment's fields."""
    fresh: list[tuple[int, str]] = field(default_factory=list)
    """Those of whom the bank has not this payment."""


@dataclass(slots=True, kw_only=True)
class CheckedMeasure(CheckedRow):
    """A row of a list of municipal measures."""

    identity: Identity
    person: int
    name: str
    from_date: date
    fields: dict[str, object]
    """What it says of the measure, by the measure's fields."""
    kept: int | None = None
    """The measure of the bank that it means."""


def check_followup(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[CheckedFollowup, Key]:
    """A row of a follow-up list. Natural key: person and last day of the employment, which the bank must know."""
    person = cells.identity(raw, known, set(), state)
    if cells.empty(raw.cells.get("ended")):
        raise RowBad("DATE_MISSING", "ended")
    ended = cells.day(raw, "ended", known, warnings, until=known.today, last=True)
    written = fold(cells.said(raw, "reason"))
    detail, reason = known.reasons.get(written, ("", REASON_WORDS.get(written) or situations.told(written) or None))
    if reason is None:
        raise RowBad("REASON_UNKNOWN", "reason")
    if person.number not in known.people:
        raise RowBad("PERSON_UNKNOWN", "identity")
    employment = known.ended.get((person.number, ended))
    if employment is None:
        raise RowBad("EMPLOYMENT_UNKNOWN", "ended")
    key = (person.number, ended)
    body = tuple(fold(cells.said(raw, f.cell)) for f in OF_DAY_90)
    if key in state.bodies:
        raise RowBad("DUPLICATE" if state.bodies[key] == body else "CONFLICT")
    state.bodies[key] = body
    row = CellRow(raw, known, warnings)
    contact, situation = _contact(row, ended), _situation(row, ended)
    read = read_alone(FollowUp, raw, known, warnings)
    note = "; ".join(filter(None, [one(read, "note", str), *(n.value for n in row.aside)]))
    said = CheckedFollowup(
        identity=person,
        employment=employment,
        person=known.people[person.number],
        reason=reason,
        detail=detail,
        fields={"on_date": contact, **read, **situation, "note": note},
        worded=frozenset(row.worded),
        unsaid=cells.empty(raw.cells.get("status")),
        protection=cells.protection_level(raw, warnings),
    )
    if contact and contact < day90(ended):
        warnings.add("CONTACT_BEFORE_DAY90")
    return said, key


OF_FOLLOWUP = declared(FollowUp)


def _contact(row: CellRow, ended: date) -> date | None:
    """The day of contact; words that name none are kept with the note."""
    of = OF_FOLLOWUP["on_date"]
    if row.empty(of):
        return None
    try:
        return cells.day(row.raw, of.cell, row.known, row.warnings, since=ended)
    except RowBad:
        if cells.looks_like_day(row.said(of)):
            raise
        row.keep_words(of, "DATE_UNKNOWN")
        return None


def _before_brackets(word: str) -> str:
    """ "studier (komvux)" is "studier": what stands in brackets tells more of it, unless it takes it back."""
    found = re.fullmatch(r"([^()]*[^() ]) ?\(([^()]*)\)", word)
    return found[1] if found and not situations.TAKEN_BACK.search(found[2]) else word


def _situation(row: CellRow, ended: date) -> dict[str, str]:
    """Contact, situation and plans from the status word. What is said before day 90 is kept, and day 90 stays to be asked."""
    word = re.sub(r"^ja,? (?=\w)", "", MUCH.sub("", fold(row.said(OF_FOLLOWUP["situation"]))))
    known, warnings = row.known, row.warnings
    due = day90(ended) <= known.today
    if ended > known.today:
        warnings.add("END_IN_FUTURE")
    elif not due and word:
        warnings.add("NOT_DUE")
    if due and not word:
        warnings.add("STATUS_MISSING")
    if word and word not in STATUS_WORDS:
        word = _before_brackets(word)
        told = situations.told(word) if word not in STATUS_WORDS else ""
        row.keep_words(OF_FOLLOWUP["situation"], "KEPT_AS_WORDS" if told or word in STATUS_WORDS else "STATUS_UNKNOWN")
        word = told or word
    found = STATUS_WORDS.get(word, {})
    contact = found.get("contact", "contacted" if word else "not_contacted") if due else "not_due"
    return {name: getattr(NOTHING, name) for name in OF_STATUS} | found | {"contact": contact}


def check_payment(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[CheckedPayment, Key]:
    """A row of an assistance payment file. Who never was a participant is dropped here and nothing of the row is kept.

    Natural key: applicant, month, amount and purpose; two payments in a month with different amounts are both right.
    """
    person = cells.identity(raw, known, warnings, state)
    applicant = person.number
    other = _co_applicant(raw, known, warnings)
    month = _month(raw, known, warnings)
    if cells.empty(raw.cells.get("amount")) or cells.said(raw, "amount") in {"-", "–"}:
        raise RowBad("AMOUNT_MISSING", "amount")
    try:
        amount = cells.amount(raw, "amount", known, warnings, state)
    except (ValueError, OverflowError):
        raise RowBad("AMOUNT_INVALID", "amount") from None
    roles = [
        (known.people[n], role) for n, role in ((applicant, "applicant"), (other, "co_applicant")) if n in known.people
    ]
    if not roles:
        raise RowBad("NOT_PARTICIPANT", "identity")
    key = (applicant, month, amount, fold(cells.said(raw, "purpose")))
    if key in state.seen:
        raise RowBad("DUPLICATE", "purpose")
    if roles[0][1] == "co_applicant":
        warnings.add("MATCHED_AS_CO_APPLICANT")
    if amount <= 0:
        warnings.add("NEGATIVE" if amount < 0 else "ZERO")
    said = CheckedPayment(
        identity=person,
        roles=roles,
        month=month,
        amount=amount,
        fields={"month": month, "amount": amount, **read_alone(Payment, raw, known, warnings)},
        person=known.people.get(applicant),
        protection=cells.protection_level(raw, warnings),
    )
    return said, key


def _co_applicant(raw: RawRow, known: Known, warnings: set[str]) -> str:
    if cells.empty(raw.cells.get("co_applicant")):
        return ""
    try:
        return parse_identity(raw.cells["co_applicant"], known.today).number
    except BadIdentity:
        warnings.add("CO_APPLICANT_INVALID")
        return ""


def _month(raw: RawRow, known: Known, warnings: set[str]) -> str:
    """The month as 2026-02, from 202602, "2026-02", "2026M02", "feb-26", "mars 2026", any full date, the days of one month, or a month
    without a year, which is the latest that has begun."""
    value = raw.cells.get("month")
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m}"
    word = fold(cells.said(raw, "month"))
    if m := re.fullmatch(r"(\d{4})[-/ m]?(\d{2})(?:-\d{2})?", word):
        year, month = int(m[1]), int(m[2])
    elif (m := re.fullmatch(r"([a-zåäö]+)\.?[- ]{1,3}(\d{2}|\d{4})", word)) and m[1] in MONTHS:
        year, month = int(m[2]) + (2000 if len(m[2]) == 2 else 0), MONTHS[m[1]]
    elif m := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", word):
        year, month = int(m[2]), int(m[1])
    else:
        year, month = _month_of(value, word, known.today)
        if word.strip(".") in MONTHS:
            warnings.add("VALUE_READ")
            raw.read["month"] = f"{year}-{month:02d}"
    if not (1 <= month <= 12 and 1990 <= year <= known.today.year + 1):
        raise RowBad("PERIOD_INVALID", "month")
    return f"{year}-{month:02d}"


def _month_of(value: object, word: str, today: date) -> tuple[int, int]:
    """Year and month of a day, of two days in one month, or of a month without a year. Raises RowBad PERIOD_INVALID."""
    found, exact = days.day(value, today, until=today)
    both = days.two_days(value, today)
    if both and (both[0].year, both[0].month) == (both[1].year, both[1].month):
        found, exact = both[0], True
    if found is None or not (exact or word.strip(".") in MONTHS):
        raise RowBad("PERIOD_INVALID", "month")
    return found.year, found.month


def check_measure(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[CheckedMeasure, Key]:
    """A row of a list of municipal measures. Who never was a participant is dropped. Natural key: person, measure and start."""
    person = cells.identity(raw, known, warnings, state)
    name = cells.free_text(raw, "name", warnings)
    if not name:
        raise RowBad("NAME_MISSING", "name")
    raw = cells.split_days(raw, "from_date", "to_date", known, warnings)
    if cells.empty(raw.cells.get("from_date")):
        raise RowBad("DATE_MISSING", "from_date")
    start = cells.day(raw, "from_date", known, warnings, since=known.today - days.HALF_A_YEAR)
    end = cells.last_day(raw, "to_date", known, warnings, start)
    if end and end < start:
        raise RowBad("END_BEFORE_START", "to_date")
    if person.number not in known.people:
        raise RowBad("NOT_PARTICIPANT", "identity")
    called = squash(name)
    said = CheckedMeasure(
        identity=person,
        person=known.people[person.number],
        name=called,
        from_date=start,
        fields={
            "name": called,
            "from_date": start,
            "to_date": end,
            **read_alone(Measure, raw, known, warnings),
        },
        protection=cells.protection_level(raw, warnings),
    )
    return said, (person.number, fold(name), start)


RESULT_KINDS = {
    "followups": ImportKind("followups", FOLLOWUP_FIELDS, check_followup),
    "payments": ImportKind("payments", PAYMENT_FIELDS, check_payment),
    "measures": ImportKind("measures", MEASURE_FIELDS, check_measure),
}
