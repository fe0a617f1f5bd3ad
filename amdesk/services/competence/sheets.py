"""The supervisor's round trip without a login: sheets out, filled in, read back row by row, accepted as one step."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from amdesk.db.bank import access_log, reference, settings
from amdesk.db.booking import bookings
from amdesk.db.competence import assessments as db
from amdesk.db.people.names import restricted_ones
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.plan import assessment_days
from amdesk.domain.change import Change, settle
from amdesk.domain.competence.assessments import OCCASIONS, Profile, latest_levels
from amdesk.domain.competence.sheets import (
    ASSESSED_BY,
    DIFFERENCES_TAKEN,
    IN_WORDS,
    LEVEL_NOW,
    ON_DAY,
    Difference,
    Head,
    Returned,
    differences,
    head_check,
    level_name,
)
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.exchange.leaving import LeavingForms
from amdesk.domain.people.participant import Person
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.domain.values import fold
from amdesk.export.form import form_pdf
from amdesk.export.sheets import SheetPage, write_sheets
from amdesk.i18n import LANGUAGES, Words
from amdesk.imports.sheets import read_sheets
from amdesk.services.bank.work import Work
from amdesk.services.competence.certificates import Competence
from amdesk.services.people.gate import opened, unopened

ROW_KEYS = "sheet_row_keys"
"""The setting that row keys are made with."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One returned sheet compared with the bank."""

    returned: Returned
    participant: Person
    employment: Employment
    profile: Profile
    on: date
    differences: Sequence[Difference]

    @property
    def problem(self) -> Text | None:
        """Why nothing of it was read, without saying whose it is."""
        return self.returned.unread.text if self.returned.unread else None

    def takes(self, refused: Collection[tuple[str, str]] = ()) -> dict[str, int]:
        """Levels that accepting would store: all but refused rows, conflicts only where they were taken in."""
        return {
            d.code: d.new
            for d in self.differences
            if d.new is not None and d.kind in DIFFERENCES_TAKEN and (self.employment.ref, d.code) not in refused
        }

    def news(self, refused: Collection[tuple[str, str]] = ()) -> bool:
        """True where accepting would store a level that the bank does not have."""
        levels = self.takes(refused)
        return any(d.code in levels and d.kind != "SAME" for d in self.differences)


@dataclass(frozen=True, slots=True)
class Sent:
    """Sheets that were written, and how many people were left out of them since they are protected or their processing is
    restricted."""

    count: int
    left_out: int

    @property
    def left(self) -> Text | None:
        """How many were left out and what to do; None where nobody was."""
        if not self.left_out:
            return None
        return plural(
            "One person was left out, for protected personal data or restricted processing. Make the sheet of a protected person alone, with a reason.",
            "{count} people were left out, for protected personal data or restricted processing. Make the sheet of each protected person alone, with a reason.",
            self.left_out,
            count=self.left_out,
        )


class Sheets:
    def __init__(self, work: Work) -> None:
        self.work = work

    def _secret(self) -> str:
        """What row keys are made with; inside a write()."""
        return settings.kept_once(self.work.bank, ROW_KEYS, lambda: secrets.token_hex(16))

    def key(self) -> str:
        """What the keys of rows are made with, made where there is none yet."""
        with self.work.bank.write(text(N_("Key for assessment sheets")), undoable=False):
            return self._secret()

    def out(self, path: Path, employments: Sequence[int], lang: str = "sv", why: str = "", to: str = "") -> Sent:
        """Write one workbook with a sheet for each employment. Each read is logged, and `to` whom it is given.

        A protected person's sheet is made one at a time and for a reason, never with others': of several she is left out,
        and counted. Raises Refused (PROTECTED where a single one has no reason, or where nobody else is left).
        """
        bank, secret = self.work.bank, self.key()
        found, hidden, restricted = self._chosen(employments, why)
        pages = [p for e in found if (p := self._page(e, why)) is not None]
        sent = Sent(len(pages), len(hidden) + len(restricted))
        if not pages:
            said = sent.left or text(N_("There is nobody to make a sheet for."))
            raise Refused(said, "PROTECTED" if hidden else "EMPTY")
        access_log.log_read(bank, "export_sheets", None, str(len(pages)), to.strip())
        levels = {int(c.code): c.name(lang) for c in reference.codes(bank, "levels")}
        write_sheets(path, pages, secret, levels, Words(lang, self.work.today))
        return sent

    def leaving(self, employments: Sequence[int], why: str = "") -> LeavingForms:
        """What `out` would write: how many sheets go to which workplace. Nothing leaves, nobody is named; that it was looked at is
        logged."""
        found, hidden, restricted = self._chosen(employments, why)
        made = [e for e in found if Competence(self.work).profile_of(e) is not None]
        access_log.log_read(self.work.bank, "list_leaving", None, f"sheets {len(made)}")
        whom = {(e.placement_id, e.placement.level): e.placement for e in made}
        count = Counter((e.placement_id, e.placement.level) for e in made)
        names = tuple(sorted(((place, count[key]) for key, place in whom.items()), key=lambda one: one[0].order))
        asks = (N_("Name"), N_("Workplace"), N_("Levels of skills"), N_("Words"))
        return LeavingForms(names, asks, len(hidden) + len(restricted))

    def _chosen(self, employments: Sequence[int], why: str) -> tuple[list[Employment], set[int], set[int]]:
        """Whose sheets are made; who is left out since they are protected, and since their processing is restricted."""
        bank, alone = self.work.bank, len(employments) == 1 and why.strip()
        every = [e for key in employments if (e := bookings.employment(bank, key)) is not None]
        restricted = restricted_ones(bank) & {e.participant_id for e in every}
        found = [e for e in every if e.participant_id not in restricted]
        hidden = {e.participant_id for e in found if not alone and self._protected(e)}
        return [e for e in found if e.participant_id not in hidden], hidden, restricted

    def running(self, placement: int | None = None) -> list[int]:
        """Employments under way today that have a profile, at one placement or at all."""
        today = self.work.today
        found = [
            e
            for e in bookings.recent_employments(self.work.bank, today, today)
            if not e.cancelled and e.status(today) == "running"
        ]
        return [e.id for e in found if placement is None or e.placement_id == placement]

    def _protected(self, employment: Employment) -> bool:
        return self.work.participant(employment.participant_id).protection > 0

    def _page(self, employment: Employment, why: str) -> SheetPage | None:
        bank, profile = self.work.bank, Competence(self.work).profile_of(employment)
        if profile is None:
            return None
        person = self.work.participant(employment.participant_id)
        token = opened(self.work, person, "assessment_sheet", why)
        base = latest_levels([a for a in db.assessments(bank, employment.id) if a.levels])
        head = Head(
            employment.ref,
            person.number,
            profile.id,
            profile.version,
            self._occasion(employment),
            self.work.today,
            base,
        )
        place = employment.placement.opened(token).seen
        return SheetPage(head, person.name or person.number, place, profile)

    def _occasion(self, employment: Employment) -> str:
        """The next planned occasion that has not been assessed."""
        done = {a.occasion for a in db.assessments(self.work.bank, employment.id) if a.finished}
        planned = assessment_days(employment.from_date, employment.end, self.work.plan) if employment.end else []
        return next((code for code, _day in planned if code not in done), "extra")

    def form(self, employment_id: int, lang: str = "sv", why: str = "") -> bytes:
        """A blank form for one person as PDF, to fill in by hand. The read is logged. Raises Refused (PROTECTED)."""
        employment = bookings.employment(self.work.bank, employment_id)
        profile = Competence(self.work).profile_of(employment) if employment else None
        if employment is None or profile is None:
            raise Refused(
                text(N_("The employment has no occupation with a profile. Choose the occupation first.")), "PROFILE"
            )
        person = self.work.participant(employment.participant_id)
        token = opened(self.work, person, "assessment_form", why)
        levels = {int(c.code): c.name(lang) for c in reference.codes(self.work.bank, "levels")}
        return form_pdf(
            profile,
            person.name or person.number,
            employment.placement.opened(token).seen,
            levels,
            Words(lang, self.work.today),
            self.work.today,
        )

    def read(self, path: Path) -> list[Reading]:
        """Every sheet of a returned file compared with the bank; nothing is stored. Raises BadFile."""
        secret = settings.setting(self.work.bank, ROW_KEYS)
        found = read_sheets(path, _called())
        if not secret or not found:
            raise BadFile(
                text(N_("{file} holds no sheet of this bank. Choose the file that was sent out."), file=path.name),
                "NO_SHEET",
            )
        return [self._compare(returned, check, secret, path) for returned, check in found]

    def _compare(self, returned: Returned, check: str, secret: str, path: Path) -> Reading:
        bank, head = self.work.bank, returned.head
        employment = bookings.employment_by_ref(bank, head.employment)
        if check != head_check(secret, head) or employment is None:
            said = text(
                N_("The sheet “{sheet}” in {file} is not from this bank, or its hidden part was changed."),
                sheet=returned.sheet,
                file=path.name,
            )
            raise BadFile(said, "NO_SHEET")
        person = unopened(self.work.participant(employment.participant_id))
        profile = Competence(self.work).profile_of(employment)
        assert profile is not None
        found = [a for a in db.assessments(bank, employment.id) if a.levels]
        later = {
            code: a.on_date
            for a in found
            for code in a.levels
            if head.base.get(code) != a.levels[code] and a.on_date >= head.made_on
        }
        on = returned.on or self.work.today
        if returned.unread is not None:
            return Reading(returned, person, employment, profile, on, [])
        rows = differences(secret, returned, profile, latest_levels(found), later)
        return Reading(returned, person, employment, profile, on, rows)

    def accept(
        self,
        readings: Sequence[Reading],
        refused: Collection[tuple[str, str]] = (),
        taken: Collection[tuple[str, str]] = (),
        decided: Mapping[str, Change] | None = None,
        assessors: Mapping[str, str] | None = None,
    ) -> int:
        """Store what was not refused as assessments, all sheets as one undo step; returns how many levels.

        `refused` and `taken` name rows by employment reference and skill; a conflict is stored only where it is taken. Raises
        Moved where somebody else has set another level since the sheets were read; `decided` is what was chosen then, by
        level_name(). `assessors` says who assessed, by employment reference, where a sheet does not; raises Refused for one of
        which nobody says: whoever reads a file in has not assessed.
        """
        competence, count = Competence(self.work), 0
        with self.work.bank.write(text(N_("Assessment sheets read in: {count}"), count=len(readings))):
            chosen = [(r, r.takes(refused) | _taken(r, taken)) for r in readings]
            self._settle(chosen, decided or {})
            for r, levels in chosen:
                if not any(d.code in levels and d.kind != "SAME" for d in r.differences) and not r.returned.remark:
                    continue
                by = r.returned.assessor or (assessors or {}).get(r.employment.ref, "").strip()
                if not by:
                    said = N_("The sheet “{sheet}” does not say who assessed. Write the name of whoever did.")
                    raise Refused(text(said, sheet=r.returned.sheet), "NO_ASSESSOR")
                occasion = r.returned.head.occasion if r.returned.head.occasion in OCCASIONS else "extra"
                that_day = [a for a in db.assessments(self.work.bank, r.employment.id) if a.on_date == r.on]
                already = {c: v for a in that_day for c, v in a.levels.items()}
                competence.assess(
                    r.employment.id,
                    occasion,
                    r.on,
                    already | levels,
                    assessor=by,
                    remark=r.returned.remark or next((a.remark for a in that_day), ""),
                    finished=True,
                )
                count += len([d for d in r.differences if d.code in levels and d.kind != "SAME"])
        return count

    def _settle(self, chosen: Sequence[tuple[Reading, dict[str, int]]], decided: Mapping[str, Change]) -> None:
        """Puts what was decided in place of what the sheets say. Raises Moved where a level that is to be stored is no longer
        compared with what the bank holds."""
        given: dict[str, int | Change | None] = {}
        now: dict[str, int | None] = {}
        skills: dict[str, str] = {}
        for r, levels in chosen:
            bookings.held_employment(self.work.bank, r.employment.id)
            held = latest_levels([a for a in db.assessments(self.work.bank, r.employment.id) if a.levels])
            for d in r.differences:
                if d.code in levels:
                    name = level_name(r.employment.ref, d.code)
                    one = given[name] = decided.get(name) or Change(d.old, d.new, decided=True)
                    now[name], skills[name] = held.get(d.code), d.skill
                    if name in decided and (one.before == one.after or not isinstance(one.after, int)):
                        del levels[d.code]  # left as the other has it, or not assessed
                    elif isinstance(one.after, int):
                        levels[d.code] = one.after
        settle(given, now, lambda name, level: (text("{skill}", skill=skills[name]), level))


def _called() -> dict[str, frozenset[str]]:
    """The words of a sheet in every language, by their msgid."""
    said = (ASSESSED_BY, ON_DAY, IN_WORDS, LEVEL_NOW)
    return {msgid: frozenset(fold(Words(lang)(msgid)) for lang in LANGUAGES) for msgid in said}


def _taken(reading: Reading, taken: Collection[tuple[str, str]]) -> dict[str, int]:
    """The conflicts of a sheet that somebody has ticked."""
    found = [d for d in reading.differences if d.kind == "CONFLICT" and (reading.employment.ref, d.code) in taken]
    return {d.code: d.new for d in found if d.new is not None}
