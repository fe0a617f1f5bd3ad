"""Forms of employment and how long one may last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from amdesk.domain.booking.bookings import Check
from amdesk.domain.places.placement import next_day
from amdesk.domain.texts import plural
from amdesk.domain.values import add_months


@dataclass(frozen=True, slots=True)
class Form:
    """A form of employment as the unit's code list has it; None is no limit."""

    code: str
    name: str
    months_at_a_time: int | None
    max_months: int | None


BY_AGREEMENT = ("bea_visstid", "feriejobb")
"""Forms whose limits are the unit's own custom, not an ordinance: a new booking may go past them with a warning."""


def form_checks(form: Form, begun: date, agreed: date | None, last: date, *, extending: bool) -> list[Check]:
    """Where an employment that began on `begun`, agreed until `agreed` so far, would last too long with `last`.

    Extending past the limits stops always, a new booking where an ordinance sets them, else it is a warning.

    Source: the code list of employment forms, where each form's ordinance stands (for instance förordning (2018:42)
    10 § for introduktionsjobb: twelve months at a time, at most twenty-four).
    """
    out: list[Check] = []
    level = "stop" if extending or form.code not in BY_AGREEMENT else "warn"
    if form.max_months is not None:
        latest = add_months(begun, form.max_months) - timedelta(1)
        if last > latest:
            said = plural(
                "{form} lasts at most {months} month in all. Choose {day} at the latest.",
                "{form} lasts at most {months} months in all. Choose {day} at the latest.",
                form.max_months,
                form=form.name,
                months=form.max_months,
                day=latest,
            )
            out.append(Check("FORM_MAX", level, said, latest))
    if form.months_at_a_time is not None:
        from_day = begun if agreed is None else next_day(agreed)
        latest = add_months(from_day, form.months_at_a_time) - timedelta(1)
        if last > latest and not out:
            said = plural(
                "{form} is agreed for at most {months} month at a time. Choose {day} at the latest.",
                "{form} is agreed for at most {months} months at a time. Choose {day} at the latest.",
                form.months_at_a_time,
                form=form.name,
                months=form.months_at_a_time,
                day=latest,
            )
            out.append(Check("FORM_STEP", level, said, latest))
    return out
