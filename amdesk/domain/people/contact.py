"""A note of a contact with a person: what was agreed about the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from amdesk.domain.record import Coded, Day, Declared, Named, Note
from amdesk.domain.texts import N_

CONTACT_KINDS = {
    "phone": N_("Phone call"),
    "visit": N_("At the workplace"),
    "meeting": N_("Meeting"),
    "note": N_("Note"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNote:
    """Each field declared once (see domain/record.py), in the order of the form. `author` is whoever wrote it."""

    kind: Annotated[str, Declared(N_("Kind"), Named(tuple(CONTACT_KINDS.items()), "phone"))]
    on_date: Annotated[date, Declared(N_("Day"), Day())]
    body: Annotated[str, Declared(N_("Note"), Note())]
    author: Annotated[str, Declared(N_("Written by"), Coded(), typed=False)]
