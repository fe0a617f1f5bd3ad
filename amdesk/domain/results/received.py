"""What files tell of what became of people: assistance that was paid and municipal measures, each field declared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from amdesk.domain.record import Amount, Coded, Day, Declared, Line
from amdesk.domain.texts import N_


class Payment(NamedTuple):
    """A month's assistance in öre, by the participant's role in the household. A tuple, since thousands are compared."""

    participant_id: int
    role: Annotated[str, Declared(N_("Role in the household"), Coded(), typed=False)]
    month: Annotated[
        str,
        Declared(N_("Month"), Coded(), reads="row", required=True, typed=False, headings=(
            "Period", "Månad", "Avser månad", "Utbetalningsmånad", "Month",
        )),
    ]  # fmt: skip
    amount: Annotated[
        int,
        Declared(N_("Amount"), Amount(), reads="row", required=True, typed=False, headings=(
            "Belopp", "Belopp kr", "Utbetalt", "Utbetalt belopp", "Utbet. belopp", "Utbet.", "Summa", "Amount",
        )),
    ]  # fmt: skip

    @property
    def same(self) -> tuple[int, str, str, int]:
        """By what a later file tells that it is this payment."""
        return self.participant_id, self.role, self.month, self.amount


@dataclass(frozen=True, slots=True)
class Measure:
    """A municipal measure that a participant took part in. Its name and first day tell which it is."""

    id: int
    participant_id: int
    name: Annotated[
        str,
        Declared(N_("Measure"), Line(), reads="row", required=True, typed=False, headings=(
            "Insats", "Insatsnamn", "Åtgärd", "Aktivitet", "Measure",
        )),
    ]  # fmt: skip
    from_date: Annotated[
        date,
        Declared(N_("From"), Day(), reads="row", required=True, typed=False, headings=(
            "Startdatum", "Start", "Startar", "Börjar", "Från", "Fr.o.m.", "Start date", "Starts", "From",
        )),
    ]  # fmt: skip
    to_date: Annotated[
        date | None,
        Declared(N_("To"), Day(), reads="row", typed=False, headings=("Slutdatum", "Slut", "Slutar", "Till", "T.o.m.", "End date", "Ends", "To")),
    ] = None  # fmt: skip
