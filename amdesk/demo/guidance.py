"""The demo city's handbook with its history: how the text about forms of employment was reworked, and what held at each booking."""

from __future__ import annotations

import re
from datetime import date

from amdesk.db.guidance import chapters as db
from amdesk.db.port import Bank
from amdesk.demo.results import own_uids
from amdesk.domain.guidance.choices import CHOICE_KINDS, anchor_of
from amdesk.domain.guidance.versions import in_force
from amdesk.domain.texts import N_, text
from amdesk.domain.values import add_months
from amdesk.services.guidance.handbook import shipped

HEAD_OF_UNIT = "Ingrid Skissander"
BEGAN = -34
"""Months from the first of this month to the unit's first handbook."""
REWORKED = ((-13, 2), (-1, 3))
"""When the chapter about forms came in force anew, in months from the first of this month, as which version."""
WHY = {1: "", 2: "När ska man hellre välja något annat? Efter verkstaden med arbetsledarna.", 3: "Vad vi vet om effekten, efter granskningen."}  # fmt: skip


def populate(bank: Bank, today: date, seed: int) -> None:
    """Fill in the handbook, with uids of its own, so that the rest of the city stays as it is."""
    first = today.replace(day=1)
    with own_uids(bank, seed + 2), bank.write(text(N_("Handbook of the demo city")), undoable=False):
        for name in CHOICE_KINDS:
            _chapter(bank, name, first)
        _draft(bank)
        _decided(bank)


def _chapter(bank: Bank, name: str, first: date) -> None:
    sv, en = shipped("sv", name), shipped("en", name)
    began = add_months(first, BEGAN)
    if name != "form":
        db.add(bank, name, sv, en, "", HEAD_OF_UNIT, began)
        return
    db.add(bank, name, _shorter(_without_cards(sv)), _shorter(_without_cards(en)), WHY[1], HEAD_OF_UNIT, began)
    for months, version in REWORKED:
        now = (sv, en) if version == len(REWORKED) + 1 else (_without_cards(sv), _without_cards(en))
        db.add(bank, name, *now, WHY[version], HEAD_OF_UNIT, add_months(first, months))


def _draft(bank: Bank) -> None:
    """One chapter is being reworked."""
    sv = shipped("sv", "outcome").replace("minst två försök", "minst tre försök")
    en = shipped("en", "outcome").replace("two tries at least", "three tries at least")
    db.add(bank, "outcome", sv, en, "Tre försök i stället för två: var femte nås vid det tredje.", HEAD_OF_UNIT)


def _without_cards(said: str) -> str:
    """Without what is known of effects."""
    return re.sub(r"(?m)^>.*\n", "", said).replace("\n\n\n", "\n\n")


def _shorter(said: str) -> str:
    """Without when to choose something else, and without the facts of a measure."""
    said = re.sub(r"(?m)^\*\*(?:Välj hellre|Rather choose).*\n\n(?:- .*\n)+\n?", "", said)
    return re.sub(r"(?m)^- \*\*.*\n", "", said).replace("\n\n\n", "\n\n")


def _decided(bank: Bank) -> None:
    """Each booking keeps what was in force on its day."""
    own = {name: db.versions(bank, name) for name in ("form", "place_kind")}
    for made in db.bookings_made(bank):
        for kind, code in (("form", made.form), ("place_kind", made.place_kind)):
            held = in_force(own[kind], made.on)
            if code and held is not None:
                anchor = anchor_of(kind, code)
                db.remember(bank, held.id, anchor, made.participant, "booking", made.booking, made.on)
