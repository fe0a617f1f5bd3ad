"""Which days and addresses somebody can mean who writes them into a record: asked the same at every door."""

from __future__ import annotations

import re
from datetime import date

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.domain.values import add_months

YEARS = 10
"""What is noted by hand lies within so many years: another year is a slip of the finger."""
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\".]+(?:\.[^\s@<>()\[\],;:\".]+)+")
FIGURES_OF_PHONE = 3
"""Figures that a phone has at least: an extension of the switchboard."""


def near(day: date | None, today: date) -> date | None:
    """A day of what is to be or has been. Raises Refused (FAR)."""
    if day is not None and not add_months(today, -12 * YEARS) <= day <= add_months(today, 12 * YEARS):
        said = N_("{day} is more than {years} years away. Check the year.")
        raise Refused(text(said, day=day, years=YEARS), "FAR")
    return day


def had(day: date, today: date) -> date:
    """A day on which somebody was talked with; it may lie before she came into this bank. Raises Refused (AHEAD, FAR)."""
    if day > today:
        raise Refused(text(N_("{day} has not been yet. Note the talk when it was had."), day=day), "AHEAD")
    near(day, today)
    return day


def checked_email(said: str) -> str:
    """An e-mail address, "" where there is none. Raises Refused (EMAIL)."""
    if said.strip() and not EMAIL.fullmatch(said.strip()):
        raise Refused(
            text(
                N_("{said} is no e-mail address. Write it as name@example.com, or leave it empty."), said=said.strip()
            ),
            "EMAIL",
        )
    return said.strip()


def checked_phone(said: str) -> str:
    """A phone as somebody writes it, "" where there is none. Raises Refused (PHONE) where it has no figures to call."""
    if said.strip() and sum(ch.isdecimal() for ch in said) < FIGURES_OF_PHONE:
        raise Refused(
            text(N_("{said} is no phone number. Write its figures, or leave it empty."), said=said.strip()), "PHONE"
        )
    return said.strip()
