"""The day's plan as a paper."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.bank import access_log
from amdesk.domain.overview.tasks import Task, day_plan
from amdesk.export.day import day_pdf
from amdesk.i18n import Words
from amdesk.services.bank.work import Work


class DayPapers:
    def __init__(self, work: Work) -> None:
        self.work = work

    def made(self, tasks: Sequence[Task], me: int | None, whom: str, *, mine: bool = False, lang: str = "sv") -> bytes:
        """PDF of what is to be done, in the window's order; `whom` says whose. Whoever is protected is masked as in the window."""
        words = Words(lang, self.work.today)
        return day_pdf(day_plan(tasks, self.work.today, me, mine=mine), whom, words, self.work.today)

    def gone_out(self, count: int) -> None:
        """It is on paper or in a file: a line in the log, with how many things to do stand on it."""
        access_log.log_read(self.work.bank, "export_day", None, str(count))
