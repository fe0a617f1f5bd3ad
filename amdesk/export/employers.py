"""Vacancies and introductions as sheets. A list of vacancies is read in again under the same headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from amdesk.domain.employers.introduction import INTRODUCTION_STATUSES, NOT_REASONS, STAYED, Introduction
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.exchange.leaving import left_out_text
from amdesk.domain.texts import N_
from amdesk.domain.values import Cell
from amdesk.export.xlsx import Column, SheetTable
from amdesk.i18n import Words

VACANCY_HEADS = (
    (N_("Number"), 10), (N_("Employer"), 28), (N_("Title"), 30), (N_("Occupation"), 24), (N_("SSYK code"), 10), (N_("Number of places"), 10), (N_("Hired"), 10),
    (N_("Extent"), 10), (N_("Starts"), 12), (N_("Apply by"), 12), (N_("District"), 16), (N_("Place"), 22), (N_("Working hours"), 20),
    (N_("Swedish level"), 12), (N_("Driving licence"), 12), (N_("Status"), 14),
)  # fmt: skip
INTRODUCTION_HEADS = (
    (N_("Participant"), 28), (N_("Number"), 10), (N_("Title"), 30), (N_("Vacancy"), 10), (N_("Employer"), 28), (N_("Status"), 18),
    (N_("Reason"), 28), (N_("Certificate"), 18), (N_("Introduced"), 12), (N_("Interview"), 12), (N_("Offered the work"), 12),
    (N_("Closed on"), 12), (N_("Day 90"), 18),
)  # fmt: skip


def vacancy_table(found: Sequence[Vacancy], names: Mapping[str, str], words: Words) -> SheetTable:
    """`names` of occupations by code."""
    rows: list[list[Cell]] = [
        [
            v.number, v.employer, v.title, names.get(v.occupation, v.occupation), v.ssyk, v.places, v.hired, v.extent, v.start, v.apply_by, v.district,
            v.place, v.schedule, v.language_min, v.licence, words.say(v.state_on(words.today)),
        ]
        for v in found
    ]  # fmt: skip
    title = words(N_("Vacancies, {day}"), day=str(words.today))
    columns = [Column(words(said), wide) for said, wide in VACANCY_HEADS]
    return SheetTable(words(N_("Vacancies")), title, columns, rows, "")


def introduction_table(found: Sequence[Introduction], left_out: int, words: Words) -> SheetTable:
    """Of people who may be in a list; `left_out` is how many others there are."""
    rows: list[list[Cell]] = [
        [
            i.participant.seen, i.number, i.vacancy.seen, i.vacancy_number.seen, i.employer.seen, words(INTRODUCTION_STATUSES[i.status]),
            words(NOT_REASONS[i.reason]) if i.reason else None, i.certificate.seen, i.introduced_on, i.interview_on, i.offered_on, i.closed_on,
            words(STAYED[i.stayed]) if i.stayed else None,
        ]
        for i in found
    ]  # fmt: skip
    left = words.say(left_out_text(left_out))
    title = words(N_("Introductions, {day}"), day=str(words.today))
    columns = [Column(words(said), wide) for said, wide in INTRODUCTION_HEADS]
    return SheetTable(words(N_("Introductions")), title, columns, rows, left if left_out else "")
