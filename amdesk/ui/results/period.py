"""Which period: this year so far, last year, quarters, twelve months, or one of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from amdesk.domain.values import add_months
from amdesk.i18n import Words
from amdesk.ui.kit.period import SpanDialog
from amdesk.ui.kit.shell import Shell


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both included."""

    first: date
    last: date

    def earlier(self, months: int = 12) -> Period:
        return Period(add_months(self.first, -months), _same_end(self.last, months))

    def before(self) -> Period:
        """The period of the same length just before."""
        days = (self.last - self.first).days
        last = self.first - timedelta(1)
        if self.first.day == 1 and (self.last + timedelta(1)).day == 1:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            return Period(add_months(self.first, -months), last)
        return Period(last - timedelta(days), last)

    def said(self, t: Words) -> str:
        """jan–okt 2026 where it is whole months, else the days."""
        whole = self.first.day == 1 and (self.last + timedelta(1)).day == 1
        if not whole:
            return f"{self.first} – {self.last}"
        if self.first.year == self.last.year:
            months = (
                t.month(self.first.month)
                if self.first.month == self.last.month
                else f"{t.month(self.first.month)}–{t.month(self.last.month)}"
            )
            return f"{months} {self.first.year}"
        return f"{t.month(self.first.month)} {self.first.year} – {t.month(self.last.month)} {self.last.year}"


def _same_end(last: date, months: int) -> date:
    """The last day of a month stays the last day of a month."""
    if (last + timedelta(1)).day == 1:
        return add_months((last + timedelta(1)), -months) - timedelta(1)
    return add_months(last, -months)


def choices(today: date) -> list[tuple[str, Period]]:
    """The usual periods, the latest first: whole months that have passed."""
    month_end = today.replace(day=1) - timedelta(1)
    year = Period(date(month_end.year, 1, 1), month_end)
    quarter_first = date(month_end.year, (month_end.month - 1) // 3 * 3 + 1, 1)
    if month_end.month % 3:
        quarter_first = add_months(quarter_first, -3)
    quarter = Period(quarter_first, add_months(quarter_first, 3) - timedelta(1))
    last_year = Period(date(year.first.year - 1, 1, 1), date(year.first.year - 1, 12, 31))
    twelve = Period(add_months(month_end.replace(day=1), -11), month_end)
    found = [("year", year), ("last_year", last_year), ("quarter", quarter), ("twelve", twelve)]
    return list({p: (code, p) for code, p in found}.values())


def ask(parent: QWidget, shell: Shell, now: Period) -> Period | None:
    """A period of one's own, or None."""
    t = shell.words
    dialog = SpanDialog(
        parent, shell, t("Choose a period"), t("Show"), t("Both days are included."), (now.first, now.last)
    )
    span = dialog.span() if dialog.exec() else None
    return Period(*span) if span else None
