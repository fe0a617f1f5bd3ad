"""The façade: one Desk per connection to an open bank. Window and command line ask it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from amdesk.db.bank import settings
from amdesk.db.engine import chain
from amdesk.db.people import caseworkers
from amdesk.db.port import Bank
from amdesk.domain.booking.plan import read_plan
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.door import ACT_OF, behind
from amdesk.services.bank.seen import Watching
from amdesk.services.bank.users import allow, is_tried, me
from amdesk.services.bank.work import Work
from amdesk.services.people.acting import Acting

if TYPE_CHECKING:
    from amdesk.domain.booking.matching import Weights
    from amdesk.domain.change import Change
    from amdesk.domain.overview.day import Overview
    from amdesk.domain.people.participant import Person
    from amdesk.services.bank.history import History
    from amdesk.services.bank.keeping import Keeping
    from amdesk.services.bank.log import Log
    from amdesk.services.bank.retention import Retention
    from amdesk.services.bank.users import Users
    from amdesk.services.booking.board import Boards
    from amdesk.services.booking.bookings import Bookings
    from amdesk.services.booking.chains import Chains
    from amdesk.services.booking.holding import PlaceHolds
    from amdesk.services.booking.matching import Matching
    from amdesk.services.booking.queueing import Queues
    from amdesk.services.booking.rounds import Rounds
    from amdesk.services.booking.week.attendance import PlacedWeeks
    from amdesk.services.booking.week.subsidies import Subsidies
    from amdesk.services.competence.attendance import Attendance
    from amdesk.services.competence.certificates import Competence
    from amdesk.services.competence.modules import Modules
    from amdesk.services.competence.profiles import Profiles
    from amdesk.services.competence.sheets import Sheets
    from amdesk.services.employers.employers import Employers
    from amdesk.services.employers.introductions import Introductions
    from amdesk.services.employers.vacancies import Vacancies
    from amdesk.services.exchange.exports import Exports
    from amdesk.services.exchange.imports import Imports
    from amdesk.services.exchange.rereading import Rereading
    from amdesk.services.exchange.worklist import Worklist
    from amdesk.services.guidance.handbook import Guidance
    from amdesk.services.overview.activity import ActivityPlans
    from amdesk.services.overview.day import Overviews
    from amdesk.services.overview.handover import Handovers
    from amdesk.services.overview.paper import DayPapers
    from amdesk.services.overview.search import Search
    from amdesk.services.people.deputies import Deputies
    from amdesk.services.people.extract import Extracts
    from amdesk.services.people.participants import Participants
    from amdesk.services.people.wishforms import WishForms
    from amdesk.services.places.placements import Placements
    from amdesk.services.results.cohorts import Cohorts
    from amdesk.services.results.fairness import Fairness
    from amdesk.services.results.frozen import FrozenReports
    from amdesk.services.results.improving import Improvements
    from amdesk.services.results.management import Managements
    from amdesk.services.results.outcomes import Results
    from amdesk.services.results.reports import Reports
    from amdesk.services.results.reviewing import Reviews
    from amdesk.services.results.savings import Savings
    from amdesk.services.results.textcheck import TextChecks


F = TypeVar("F")
SEALED_EVERY = 10.0
"""Seconds between two looks for rows of the log that are not sealed."""

SETTINGS = {
    "city": N_("City"), "department": N_("Department"), "unit": N_("Unit"), "place": N_("Place of signing"),
    "phone": N_("Phone for questions"), "certificate_lowest": N_("Lowest level printed on certificates"),
    "assessment_plan": N_("Assessments"), "certificate_birth_date": N_("Birth date on certificates"),
    "certificate_address": N_("Address of the page for checking"),
    "retention_years": N_("Years after the last employment"), "copies_kept": N_("Copies that are kept"),
    "retention_two": N_("Another user approves what one has proposed to erase"),
}  # fmt: skip
"""What forms call the settings of the unit that they change."""


YES_OR_NO = {"certificate_birth_date", "retention_two"}


def _setting(name: str, now: object) -> tuple[Text, object]:
    """A setting by its label, and a value of it in words."""
    words = {"yes": text(N_("yes")), "no": text(N_("no"))} if name in YES_OR_NO else {}
    return Text(SETTINGS.get(name, name)), words.get(str(now), now)


class Desk:
    """Fields of work over one bank. One method is one act of a user, one transaction and one undo step."""

    def __init__(self, bank: Bank, clock: Clock, lang: str = "sv") -> None:
        self.bank, self.clock = bank, clock
        self.acting = Acting(bank)
        self.work = Work(bank, clock, lang, self.acting.meets)
        self._sealed = monotonic()
        self.watching = Watching(bank)

    def allow(self, call: str) -> None:
        """Raises Refused (code ROLE) where I may not make this call: every call of a field of work comes by here."""
        allow(self.bank, ACT_OF[call])
        self.acting.begins(call)

    def _behind(self, name: str, field: F) -> F:
        return behind(name, field, self.allow, self.watching.saw, self.acting.refused)

    # Each field of work is imported when it is first asked for: the first screen needs three of them.

    @cached_property
    def placements(self) -> Placements:
        from amdesk.services.places.placements import Placements

        return self._behind("placements", Placements(self.work))

    @cached_property
    def participants(self) -> Participants:
        from amdesk.services.people.participants import Participants

        return self._behind("participants", Participants(self.work))

    @cached_property
    def matching(self) -> Matching:
        from amdesk.services.booking.matching import Matching

        return self._behind("matching", Matching(self.work))

    @cached_property
    def board(self) -> Boards:
        from amdesk.services.booking.board import Boards

        return self._behind("board", Boards(self.work))

    @cached_property
    def sheets(self) -> Sheets:
        from amdesk.services.competence.sheets import Sheets

        return self._behind("sheets", Sheets(self.work))

    @cached_property
    def attendance(self) -> Attendance:
        from amdesk.services.competence.attendance import Attendance

        return self._behind("attendance", Attendance(self.work))

    @cached_property
    def modules(self) -> Modules:
        from amdesk.services.competence.modules import Modules

        return self._behind("modules", Modules(self.work))

    @cached_property
    def profiles(self) -> Profiles:
        from amdesk.services.competence.profiles import Profiles

        return self._behind("profiles", Profiles(self.work))

    @cached_property
    def rounds(self) -> Rounds:
        from amdesk.services.booking.rounds import Rounds

        return self._behind("rounds", Rounds(self.work))

    @cached_property
    def fairness(self) -> Fairness:
        from amdesk.services.results.fairness import Fairness

        return self._behind("fairness", Fairness(self.work))

    @cached_property
    def chains(self) -> Chains:
        from amdesk.services.booking.chains import Chains

        return self._behind("chains", Chains(self.work))

    @cached_property
    def queues(self) -> Queues:
        from amdesk.services.booking.queueing import Queues

        return self._behind("queues", Queues(self.work))

    @cached_property
    def holds(self) -> PlaceHolds:
        from amdesk.services.booking.holding import PlaceHolds

        return self._behind("holds", PlaceHolds(self.work))

    @cached_property
    def booking(self) -> Bookings:
        from amdesk.services.booking.bookings import Bookings

        return self._behind("booking", Bookings(self.work))

    @cached_property
    def week(self) -> PlacedWeeks:
        from amdesk.services.booking.week.attendance import PlacedWeeks

        return self._behind("week", PlacedWeeks(self.work))

    @cached_property
    def subsidies(self) -> Subsidies:
        from amdesk.services.booking.week.subsidies import Subsidies

        return self._behind("subsidies", Subsidies(self.work))

    @cached_property
    def competence(self) -> Competence:
        from amdesk.services.competence.certificates import Competence

        return self._behind("competence", Competence(self.work))

    @cached_property
    def imports(self) -> Imports:
        from amdesk.services.exchange.imports import Imports

        return self._behind("imports", Imports(self.work))

    @cached_property
    def worklist(self) -> Worklist:
        from amdesk.services.exchange.worklist import Worklist

        return self._behind("worklist", Worklist(self.work))

    @cached_property
    def rereading(self) -> Rereading:
        from amdesk.services.exchange.rereading import Rereading

        return self._behind("rereading", Rereading(self.work))

    @cached_property
    def exports(self) -> Exports:
        from amdesk.services.exchange.exports import Exports

        return self._behind("exports", Exports(self.work))

    @cached_property
    def guidance(self) -> Guidance:
        from amdesk.services.guidance.handbook import Guidance

        return self._behind("guidance", Guidance(self.work))

    @cached_property
    def frozen(self) -> FrozenReports:
        from amdesk.services.results.frozen import FrozenReports

        return self._behind("frozen", FrozenReports(self.work))

    @cached_property
    def improving(self) -> Improvements:
        from amdesk.services.results.improving import Improvements

        return self._behind("improving", Improvements(self.work))

    @cached_property
    def reviews(self) -> Reviews:
        from amdesk.services.results.reviewing import Reviews

        return self._behind("reviews", Reviews(self.work))

    @cached_property
    def history(self) -> History:
        from amdesk.services.bank.history import History

        return self._behind("history", History(self.work))

    @cached_property
    def log(self) -> Log:
        from amdesk.services.bank.log import Log

        return self._behind("log", Log(self.work))

    @cached_property
    def extracts(self) -> Extracts:
        from amdesk.services.people.extract import Extracts

        return self._behind("extracts", Extracts(self.work))

    @cached_property
    def search(self) -> Search:
        from amdesk.services.overview.search import Search

        return self._behind("search", Search(self.work))

    @cached_property
    def overviews(self) -> Overviews:
        from amdesk.services.overview.day import Overviews

        return self._behind("overviews", Overviews(self.work))

    @cached_property
    def results(self) -> Results:
        from amdesk.services.results.outcomes import Results

        return self._behind("results", Results(self.work))

    @cached_property
    def cohorts(self) -> Cohorts:
        from amdesk.services.results.cohorts import Cohorts

        return self._behind("cohorts", Cohorts(self.work))

    @cached_property
    def savings(self) -> Savings:
        from amdesk.services.results.savings import Savings

        return self._behind("savings", Savings(self.work))

    @cached_property
    def management(self) -> Managements:
        from amdesk.services.results.management import Managements

        return self._behind("management", Managements(self.work))

    @cached_property
    def reports(self) -> Reports:
        from amdesk.services.results.reports import Reports

        return self._behind("reports", Reports(self.work))

    @cached_property
    def texts(self) -> TextChecks:
        from amdesk.services.results.textcheck import TextChecks

        return self._behind("texts", TextChecks(self.work))

    @cached_property
    def introductions(self) -> Introductions:
        from amdesk.services.employers.introductions import Introductions

        return self._behind("introductions", Introductions(self.work))

    @cached_property
    def vacancies(self) -> Vacancies:
        from amdesk.services.employers.vacancies import Vacancies

        return self._behind("vacancies", Vacancies(self.work))

    @cached_property
    def employers(self) -> Employers:
        from amdesk.services.employers.employers import Employers

        return self._behind("employers", Employers(self.work))

    @cached_property
    def activities(self) -> ActivityPlans:
        from amdesk.services.overview.activity import ActivityPlans

        return self._behind("activities", ActivityPlans(self.work))

    @cached_property
    def deputies(self) -> Deputies:
        from amdesk.services.people.deputies import Deputies

        return self._behind("deputies", Deputies(self.work))

    @cached_property
    def handovers(self) -> Handovers:
        from amdesk.services.overview.handover import Handovers

        return self._behind("handovers", Handovers(self.work))

    @cached_property
    def wish_forms(self) -> WishForms:
        from amdesk.services.people.wishforms import WishForms

        return self._behind("wish_forms", WishForms(self.work))

    @cached_property
    def day_papers(self) -> DayPapers:
        from amdesk.services.overview.paper import DayPapers

        return self._behind("day_papers", DayPapers(self.work))

    @cached_property
    def keeping(self) -> Keeping:
        from amdesk.services.bank.keeping import Keeping

        return self._behind("keeping", Keeping(self.work))

    @cached_property
    def users(self) -> Users:
        from amdesk.services.bank.users import Users

        return self._behind("users", Users(self.work))

    @cached_property
    def retention(self) -> Retention:
        from amdesk.services.bank.retention import Retention

        return self._behind("retention", Retention(self.work))

    def overview(self, mine: int | None = None, limit: int = 10_000) -> tuple[Overview, list[tuple[date, int, int]]]:
        """Översikt with its weeks of free places, from one snapshot; see Overviews.overview."""
        self.allow("desk.overview")
        with self.watching.later(), self.bank.read():
            ahead = self.overviews.free_ahead(8)
            return self.overviews.overview(ahead[0][1], ahead[0][2], mine, limit), ahead

    def badges(self) -> dict[str, int]:
        """How many things each page has to act on; a page without a badge is not named."""
        free = self.overviews.free_ahead(1)[0]
        return {
            "placements": free[1] + free[2],
            "participants": self.participants.waiting_count(),
            "competence": self.competence.due_count(),
            "followup": self.results.due_count(),
        }

    def standing(self, opened: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
        """Which of these participants and placements, by kind and key, are in the bank still and may be shown by name."""

        def stands(kind: str, key: int) -> bool:
            try:
                if kind == "participant":
                    return not self.work.participant(key).protection
                self.work.placement(key)
            except Refused:
                return False
            return True

        return {one for one in opened if stands(*one)}

    def person(self, said: int | str) -> Person:
        """A participant by key or number, as lists show her. Raises Refused where there is none."""
        self.allow("desk.person")
        from amdesk.services.people.gate import unopened

        return unopened(self.work.participant(said))

    def setting(self, name: str, default: str = "") -> str:
        return settings.setting(self.bank, name, default)

    def set_settings(self, values: Mapping[str, str | Change]) -> None:
        """Several settings of the unit as one step, each a Change as a form sends it, or what is to stand there. Raises Refused
        for a plan of assessments, a schedule of copies, an address or a number of years that cannot be, and where somebody else has changed one of them."""
        from amdesk.domain.bank.generations import read_copy_schedule
        from amdesk.domain.bank.periods import read_years
        from amdesk.domain.change import Change, asked, settle
        from amdesk.domain.competence.statement import read_page_address

        self.allow("desk.set_settings")
        if {"retention_proposed", "retention_plan"} & set(
            values
        ):  # somebody else's word; and what a decision stands behind
            raise Refused(text(N_("Erasures and times of keeping are set under Retention.")), "OWN")
        read_plan(asked(values.get("assessment_plan", "")))
        read_copy_schedule(asked(values.get("copies_kept", "")))
        read_page_address(str(asked(values.get("certificate_address", ""))))
        read_years(str(asked(values.get("retention_years", ""))))
        with self.bank.write(text(N_("Settings of the unit changed"))):
            now: dict[str, object] = {}
            for name, given in values.items():
                kept = settings.held_setting(self.bank, name)
                now[name] = given.before if kept is None and isinstance(given, Change) else kept
            for name, value in settle(values, now, _setting).items():
                settings.set_setting(self.bank, name, value)

    def set_weights(self, parts: Mapping[str, int | Change]) -> None:
        """The unit's own matching weights, as a new version. Raises Refused where somebody else has changed one of them."""
        self.allow("desk.set_weights")
        while not self._stored(parts, settings.weights(self.bank)):
            pass  # somebody else's version came first: this is the one after it

    def _stored(self, parts: Mapping[str, int | Change], before: Weights) -> bool:
        from amdesk.domain.booking.matching import PART_NAMES  # the first screen does without
        from amdesk.domain.change import settle

        with self.bank.write(text(N_("Matching weights version {version}"), version=before.version + 1)):
            self.bank.one_at_a_time()
            if settings.weights(self.bank).version != before.version:
                return False
            left = settle(parts, before.parts, lambda name, now: (Text(PART_NAMES[name]), now))
            if left:
                kept = {
                    "version": before.version + 1,
                    "parts": {**before.parts, **left},
                    "important": before.important,
                    "nice": before.nice,
                    "allowed_language_gap": before.allowed_language_gap,
                }
                settings.set_setting(self.bank, "weights", json.dumps(kept))
        return True

    def user(self) -> str:
        """Which of the bank's users signs here; "" where nobody is named, and settings say who signs."""
        return self.bank.actor if me(self.bank).named else ""

    def roles(self) -> tuple[str, ...]:
        """What I am in this bank; all there are where nobody is named."""
        return me(self.bank).roles

    def tried(self) -> bool:
        """Whether the bank opens for anybody, who may then try each role."""
        return is_tried(self.bank)

    def case_worker(self) -> int | None:
        """Which case worker the operating-system account is, where somebody has said so."""
        said = settings.setting(self.bank, f"account:{self.bank.account}")
        return int(said) if said else None

    def case_worker_named(self, name: str) -> int | None:
        """The case worker who has the user's own name."""
        return caseworkers.case_worker_named(self.bank, name)

    def set_case_worker(self, case_worker: int | None) -> None:
        self.allow("desk.set_case_worker")
        with self.bank.write(text(N_("Case worker of the account {account}"), account=self.bank.account)):
            settings.set_setting(self.bank, f"account:{self.bank.account}", str(case_worker or ""))

    def changed(self) -> bool:
        """True after somebody else has committed. Asked every second: now and then what was logged meanwhile is sealed."""
        self.watching.write(all_of_it=False)
        if (now := monotonic()) > self._sealed + SEALED_EVERY:
            self._sealed = now
            chain.seal_quietly(self.bank)
        return self.bank.changed()

    def close(self) -> None:
        self.watching.write(all_of_it=True)
        chain.seal_quietly(self.bank)
        self.bank.close()
