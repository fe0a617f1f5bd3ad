"""What guidance can be bound to: the choices that a case worker makes in the program, each by its kind and its code."""

from __future__ import annotations

from typing import NamedTuple

from amdesk.domain.texts import N_

CHOICE_KINDS = {
    "form": N_("Form of employment"),
    "place_kind": N_("Kind of place"),
    "measure": N_("Measure"),
    "module": N_("Module"),
    "end_reason": N_("End reason"),
    "interruption": N_("Interruption"),
    "level": N_("Level of assessment"),
    "protection": N_("Protected identity"),
    "outcome": N_("Outcome on day 90"),
    "need": N_("Need"),
    "demand": N_("Demand of the work"),
}
"""In the order of the handbook; each has a chapter of that name."""
OUTCOMES = ("work", "studies", "unemployment_fund", "other", "not_known", "not_contacted")
"""What somebody is asked about on day 90, in the order of the keys."""
MEASURED = ("form", "module", "measure")
"""Kinds whose paragraphs say for whom, decided by whom, how long and at what cost."""


class GuidedChoice(NamedTuple):
    """One choice: its kind, its code and what it is called."""

    kind: str
    code: str
    name: str

    @property
    def anchor(self) -> str:
        return anchor_of(self.kind, self.code)


def anchor_of(kind: str, code: str = "") -> str:
    """Where a choice is spoken of in the handbook: `form.bea_visstid`; of a kind as a whole `form`."""
    return f"{kind}.{code}" if code else kind
