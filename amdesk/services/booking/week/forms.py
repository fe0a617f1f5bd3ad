"""The week's form of attendance on paper, for a workplace without a screen: what comes back is typed into the week's list."""

from __future__ import annotations

from datetime import date, timedelta

from amdesk.db.bank import access_log, settings
from amdesk.db.booking import bookings
from amdesk.db.booking import week as db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.week.hours import monday_of
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.domain.values import sort_key
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.sheet import ListSent
from amdesk.services.booking.week.terms import many_terms


class WeekForms:
    work: Work

    def form(self, day: date | None = None, lang: str = "sv", to: str = "") -> tuple[bytes, ListSent]:
        """The form of a week as PDF, the week of today where none is named: a page for each placement. Protected people are left
        out, and those whose processing is restricted (GDPR art. 18); whose data leaves is logged. Raises Refused (EMPTY)."""
        from amdesk.export.week_form import (  # nothing is printed before the first paint
            FormPerson,
            WeekForm,
            week_form_pdf,
        )

        bank, monday = self.work.bank, monday_of(day or self.work.today)
        days = tuple(monday + timedelta(i) for i in range(7))
        words = Words(lang, self.work.today)
        with bank.read():
            jobs = {j.id: j for j in db.jobs_between(bank, days[0], days[-1])}
            people, restricted = db.people_of(bank, [j.participant for j in jobs.values()]), restricted_ones(bank)
            left = {who for who, (name, _) in people.items() if name.hidden or who in restricted}
            jobs = {k: j for k, j in jobs.items() if j.participant in people and j.participant not in left}
            if not jobs:
                raise Refused(text(N_("Nobody worked in that week.")), "EMPTY")
            terms, supervisors = many_terms(self.work, jobs.values()), db.supervisors_of(bank, jobs)
            pages: dict[tuple[str, str, int], list[FormPerson]] = {}
            for e in bookings.some_employments(bank, jobs):
                supervisor = supervisors.get(e.id, "")
                # two of the same name may be two workplaces, and one is not told who works at the other
                at = words.say(e.placement.text), supervisor, 0 if supervisor else e.placement_id or 0
                row = FormPerson(words.say(people[e.participant_id][0].text), [terms[e.id].agreed(d) for d in days])
                pages.setdefault(at, []).append(row)
            unit = " · ".join(x for x in (settings.setting(bank, name) for name in ("city", "department")) if x)
        for j in jobs.values():
            access_log.log_read(bank, "attendance", j.participant, "", to.strip())
        forms = [
            WeekForm(place, supervisor, unit, monday, days, sorted(rows, key=lambda row: sort_key(row.name)))
            for (place, supervisor, _), rows in sorted(pages.items(), key=lambda p: [sort_key(x) for x in p[0][:2]])
        ]
        return week_form_pdf(forms, words), ListSent(len({j.participant for j in jobs.values()}), len(left))
