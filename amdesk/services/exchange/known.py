"""What the bank knows, for the checks of an import."""

from __future__ import annotations

from amdesk.db.bank import reference, settings
from amdesk.db.booking import bookings
from amdesk.db.people import caseworkers
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import Bank
from amdesk.domain.results.outcomes import GROUPS_OF_REASON
from amdesk.domain.values import fold
from amdesk.imports import people as people_lists
from amdesk.imports import places as place_lists
from amdesk.imports.model import Known, Staged
from amdesk.imports.reader import empty
from amdesk.imports.results import LISTS as RESULT_LISTS
from amdesk.imports.results import RESULT_KINDS
from amdesk.services.bank.work import Work


def title_words(bank: Bank) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the occupations by their titles, and by other words for them."""
    occupations = reference.occupations(bank)
    return (
        {fold(o.sv): o.code for o in occupations} | {fold(o.en): o.code for o in occupations},
        {fold(a): o.code for o in occupations for a in o.aliases},
    )


def known(work: Work, staged: Staged) -> Known:
    """What the bank knows, for the checks."""
    bank = work.bank
    titles, aliases = title_words(bank)
    running = bookings.spans_by_identity(bank) if staged.kind.name == "employments" else {}
    return Known(
        work.today,
        titles,
        aliases,
        {fold(name): key for name, key in places.names(bank)},
        frozenset(fold(r.name) for r in caseworkers.case_workers(bank)),
        running,
        _forms(bank),
        {fold(c.sv): c.code for c in reference.codes(bank, "districts")},
        settings.setting(bank, "department"),
        any(not empty(r.cells.get("source_id")) for r in staged.rows),
        people.identities(bank) if staged.kind.name in RESULT_KINDS else {},
        bookings.ends_by_identity(bank) if staged.kind.name == "followups" else {},
        people.renumbered(bank) if staged.kind.name != "placements" else {},
        {name: _codes(bank, name) for name in (people_lists.LISTS | place_lists.LISTS | RESULT_LISTS) - {"districts"}},
        _reasons(bank) if staged.kind.name == "followups" else {},
    )


def _codes(bank: Bank, name: str) -> dict[str, str]:
    """The codes of a list by every word for them."""
    found = reference.codes(bank, name)
    return {fold(said): c.code for c in found for said in (c.code, c.en, c.sv)}


def _reasons(bank: Bank) -> dict[str, tuple[str, str]]:
    """End reasons by code and name, each with its group."""
    found = reference.codes(bank, "end_reasons")
    return {fold(said): (c.code, GROUPS_OF_REASON[c.group]) for c in found for said in (c.code, c.en, c.sv)}


def _forms(bank: Bank) -> dict[str, str]:
    """Forms of employment by every word that lists have for them."""
    out: dict[str, str] = {}
    for c in reference.codes(bank, "employment_forms"):
        out |= {fold(c.sv): c.code, fold(c.code): c.code} | {fold(a): c.code for a in c.aliases}
    return out
