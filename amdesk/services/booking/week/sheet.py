"""The supervisors' round trip without a login: the week's list out, filled in, read back, accepted as one undo step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from amdesk.db.bank import access_log, settings
from amdesk.db.booking import bookings
from amdesk.db.booking import week as db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.week.hours import DAY_KINDS, DayCell, DayWish, NotedDay, Terms, minutes_present, monday_of
from amdesk.domain.booking.week.sheet import TAKEN, DayMark, WeekHead, day_noted, marks_of, sign
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.exchange.leaving import LeavingForms
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import sort_key
from amdesk.export.week_sheet import SheetPerson, write_week
from amdesk.export.xlsx import writable
from amdesk.i18n import Words
from amdesk.imports.week_sheet import read_week_list
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import many_terms

KEYS = "week_list_keys"
"""The bank's secret by which rows of a week's list are known again."""


class ListSent(NamedTuple):
    """How many people stand in a week's list, and how many were left out: protected, or their processing restricted. `told` is what
    else is to be said of it."""

    people: int
    left_out: int
    told: Text | None = None


class WeekLists:
    work: Work

    def leaving(self, day: date | None = None) -> LeavingForms:
        """For whom `lists` of a week would hold how many rows. Nothing leaves, nobody is named; that it was looked at is logged."""
        bank = self.work.bank
        with bank.read():
            jobs, left, _days = self._whose(day)
            supervisors = db.supervisors_of(bank, jobs)
        count = Counter(supervisors.get(key, "") for key in jobs)
        access_log.log_read(bank, "list_leaving", None, f"attendance {len(jobs)}")
        # a supervisor is nobody whose data is protected; "" is said as "No supervisor" by whoever shows it
        whom = tuple((Masked(name, 0, 0), count[name]) for name in sorted(count, key=sort_key))
        return LeavingForms(whom, (N_("Name"), N_("Attendance")), left)

    def _whose(self, day: date | None) -> tuple[dict[int, PlacedJob], int, tuple[date, ...]]:
        """The employments of a week's list, the week before today's where none is named; how many people are left out; its days."""
        monday = monday_of(day or self.work.today - timedelta(7))
        days = tuple(monday + timedelta(i) for i in range(7))
        jobs = {j.id: j for j in db.jobs_between(self.work.bank, days[0], days[-1])}
        people = db.people_of(self.work.bank, [j.participant for j in jobs.values()])
        restricted = restricted_ones(self.work.bank)
        left = {who for who, (name, _) in people.items() if name.hidden or who in restricted}
        kept = {k: j for k, j in jobs.items() if j.participant in people and j.participant not in left}
        return kept, len(left), days

    def lists(self, path: Path, day: date | None = None, lang: str = "sv", to: str = "") -> ListSent:
        """Write the list of a week, the one before today's where none is named. Protected people are left out, and those whose
        processing is restricted (GDPR art. 18); whose data leaves is logged. Raises Refused (EMPTY), BadFile."""
        import secrets

        bank = self.work.bank
        jobs, left, days = self._whose(day)
        people = db.people_of(bank, [j.participant for j in jobs.values()])
        if not jobs:
            raise Refused(text(N_("Nobody worked in that week.")), "EMPTY")
        writable(path)
        with bank.write(text(N_("Key of the week's lists made")), undoable=False):
            secret = settings.kept_once(bank, KEYS, lambda: secrets.token_hex(16))
            for j in jobs.values():
                access_log.log_read(bank, "attendance", j.participant, "", to.strip())
        terms, noted = many_terms(self.work, jobs.values()), db.noted_of(bank, jobs, days[0], days[-1])
        base = {f"{k}.{d}": day_noted(n.code, n.present) for k, each in noted.items() for d, n in each.items()}
        whole = [
            f"{k}.{d}"
            for k, each in noted.items()
            for d, n in each.items()
            if n.code == "present" and n.present == terms[k].agreed(d)
        ]
        groups: dict[str, list[SheetPerson]] = {}
        words = Words(lang, self.work.today)
        supervisors = db.supervisors_of(bank, jobs)
        for e in bookings.some_employments(bank, jobs):
            cells = {
                d: _cell(DayCell(d, terms[e.id].agreed(d), n.code, n.present), words)
                for d, n in noted.get(e.id, {}).items()
            }
            name = words.say(people[e.participant_id][0].text)
            groups.setdefault(supervisors.get(e.id) or words(N_("No supervisor")), []).append(
                SheetPerson(e.id, name, cells)
            )
        told = {name: sorted(groups[name], key=lambda p: sort_key(p.name)) for name in sorted(groups, key=sort_key)}
        write_week(path, told, WeekHead(tuple(jobs), days, base, whole), secret, words)
        return ListSent(len(jobs), left)

    def returned(self, path: Path) -> list[DayMark]:
        """What a list that came back would change; nothing is stored. Raises BadFile."""
        head, check, rows = read_week_list(path)
        secret = settings.setting(self.work.bank, KEYS)
        if not secret or check != sign(secret, head):
            raise BadFile(
                text(N_("{file} holds no sheet of this bank. Choose the file that was sent out."), file=path.name),
                "NO_SHEET",
            )
        jobs = self._jobs(head)
        terms = many_terms(self.work, jobs.values())
        noted = db.noted_of(self.work.bank, jobs, head.days[0], head.days[-1])
        now = {f"{k}.{d}": day_noted(n.code, n.present) for k, each in noted.items() for d, n in each.items()}
        agreed = {f"{k}.{d}": terms[k].agreed(d) for k in jobs for d in head.days if terms[k].covers(d)}
        restricted = restricted_ones(self.work.bank)
        stored_alone = [k for k, j in jobs.items() if j.participant in restricted]
        people = db.people_of(self.work.bank, [j.participant for j in jobs.values()])
        names = {k: people[j.participant][0] for k, j in jobs.items() if j.participant in people}
        return marks_of(secret, head, rows, now, agreed, self.work.today, stored_alone, names)

    def _jobs(self, head: WeekHead) -> dict[int, PlacedJob]:
        found = db.jobs_between(self.work.bank, head.days[0], head.days[-1])
        return {j.id: j for j in found if j.id in head.jobs}

    def take(self, found: Sequence[DayMark]) -> int:
        """Store what is new or changed and leave the rest, as one undo step; a day that somebody has noted since stays. Returns
        how many days."""
        wanted = [m for m in found if m.kind in TAKEN and m.day is not None and m.day <= self.work.today]
        if not wanted:
            return 0
        bank, count = self.work.bank, 0
        first, restricted = min(m.day for m in wanted if m.day), restricted_ones(bank)
        jobs = {j.id: j for j in db.jobs_between(bank, first, self.work.today) if j.participant not in restricted}
        terms = many_terms(self.work, jobs.values())
        ordered = sorted(wanted, key=lambda m: (m.job, str(m.day)))
        # counted before the step, whose sentence says how many, and once more in it, where nobody can come between
        going = [m for m in ordered if self._stored(jobs, terms, m) is not None]
        if not going:
            return 0
        said = plural(
            "Week's list stored: {count} day", "Week's list stored: {count} days", len(going), count=len(going)
        )
        with bank.write(said):
            for m in going:
                db.hold_job(bank, m.job)
                if (stands := self._stored(jobs, terms, m)) is None or m.day is None:
                    continue
                kept, present = stands
                if kept is None:
                    db.note(bank, jobs[m.job], m.day, m.code, present, bank.actor)
                else:
                    db.renote(bank, kept.id, m.code, present, bank.actor)
                count += 1
        return count

    def _stored(
        self, jobs: Mapping[int, PlacedJob], terms: Mapping[int, Terms], mark: DayMark
    ) -> tuple[NotedDay | None, int] | None:
        """(what is noted of the day, minutes present) of a mark that can be stored; None where somebody has noted the day since, ended the
        employment or agreed on other hours."""
        job, day = jobs.get(mark.job), mark.day
        if job is None or day is None or not terms[job.id].covers(day):
            return None
        kept = db.noted(self.work.bank, job.id, day, day).get(day)
        if (day_noted(kept.code, kept.present) if kept else "") != mark.before:
            return None
        try:
            return kept, minutes_present(DayWish(mark.code, mark.present), terms[job.id].agreed(day))
        except Refused:
            return None


def _cell(day: DayCell, words: Words) -> str:
    """What stands in the list, as it is read back: hours as they are written where it is read."""
    letter = DAY_KINDS[day.code].letter
    if day.code == "present":
        return letter if day.present == day.agreed else words.hours(day.present or 0)
    return f"{letter} {words.hours(day.present)}" if day.present else letter
