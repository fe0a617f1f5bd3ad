"""Every choice of the program that guidance can be bound to, from the code lists and the rules themselves: one that is added
there is asked for here."""

from __future__ import annotations

from collections.abc import Iterator

from amdesk.db.bank import reference
from amdesk.db.results import received
from amdesk.domain.booking.bookings import INTERRUPT_REASONS
from amdesk.domain.guidance.choices import OUTCOMES, GuidedChoice
from amdesk.domain.people.vocabulary import ENTRIES
from amdesk.domain.places.placement import PLACE_KINDS
from amdesk.domain.texts import N_
from amdesk.i18n import Words
from amdesk.services.bank.work import Work

LISTED = {
    "form": "employment_forms",
    "module": "teaching_modules",
    "end_reason": "end_reasons",
    "level": "levels",
    "protection": "protection_levels",
}
"""Kinds whose choices are a code list."""
OUTCOME_WORDS = {
    "work": N_("Work"),
    "studies": N_("Studies"),
    "unemployment_fund": N_("Unemployment fund"),
    "other": N_("Other"),
    "not_known": N_("Not known"),
    "not_contacted": N_("Not reached"),
}
NEED_WORDS = {
    "daytime": N_("Daytime on weekdays"),
    "start_after": N_("Start no earlier than"),
    "lift_max": N_("Heaviest lift"),
    "max_travel": N_("Travel within the limit"),
    "district": N_("District"),
    "kind": N_("Kind of place"),
    "occupation": N_("Occupation"),
}
"""What somebody may need beside the things of domain/people/vocabulary.py."""


def choices_of(work: Work) -> list[GuidedChoice]:
    """All of them, in the order of the handbook."""
    return [*_listed(work), *_named(work)]


def _listed(work: Work) -> Iterator[GuidedChoice]:
    for kind, name in LISTED.items():
        for code in reference.codes(work.bank, name):
            yield GuidedChoice(kind, code.code, code.name(work.lang))


def _named(work: Work) -> Iterator[GuidedChoice]:
    words = Words(work.lang)
    for kind, said in (
        ("place_kind", PLACE_KINDS),
        ("interruption", INTERRUPT_REASONS),
        ("outcome", {code: OUTCOME_WORDS[code] for code in OUTCOMES}),
        ("need", {**{code: one.name for code, one in ENTRIES.items()}, **NEED_WORDS}),
        ("demand", {code: one.name for code, one in ENTRIES.items()}),
    ):
        for code, label in said.items():
            yield GuidedChoice(kind, code, words(label))
    for name in received.measure_kinds(work.bank):
        yield GuidedChoice("measure", measure_code(name), name)


def measure_code(name: str) -> str:
    """What a measure is found by: its name in small letters, without what no anchor may have."""
    from amdesk.domain.values import fold

    return "_".join("".join(ch if ch.isalnum() else " " for ch in fold(name)).split())
