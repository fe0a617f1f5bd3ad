"""What is asked of the demo city: each call that reads, with what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cached_property

from amdesk.db.port import rows
from amdesk.domain.bank.access import LogAsked
from amdesk.domain.places.placement import PlacementFilter
from amdesk.domain.results.cohort import Cohort
from amdesk.services.desk import Desk
from tests.gate.test_calls import Named
from tests.make import TODAY

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
BEFORE = (date(2025, 1, 1), date(2025, 12, 31))
WHY = "Prov"
HAVE = (
    "booking", "certificate", "introduction", "subsidy", "activity_demand", "workday", "enrolment", "payment", "followup", "measure", "queue_place",
)  # fmt: skip
"""Tables of which somebody is asked about who stands in them."""


class Chosen:
    """Who and what of the city is asked about."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def keys(self, sql: str, most: int = 6) -> list[int]:
        """Of what a query finds, so many, evenly spread, the first and the last among them."""
        found = [next(iter(r.values())) for r in rows(self.desk.bank, sql)]
        last = max(1, min(most, len(found)) - 1)
        return list(dict.fromkeys(found[i * (len(found) - 1) // last] for i in range(min(most, len(found)))))

    @cached_property
    def people(self) -> list[int]:
        """Somebody of each kind: who stands in a table and is not protected; one who is; one who waits."""
        of = [
            f"select p.id from participant p join {table} x on x.participant_id = p.id where p.protection = 0 order by p.id, x.id"
            for table in HAVE
        ]
        of.append("select id from participant where protection > 0 order by id")
        of.append("select id from participant where protection = 0 order by id desc")
        return list(dict.fromkeys(key for sql in of for key in self.keys(sql, 2)))

    @cached_property
    def places(self) -> list[str]:
        return [str(key) for key in self.keys("select number from placement order by id")]

    @cached_property
    def bookings(self) -> list[str]:
        return [str(key) for key in self.keys("select min(ref) from booking group by status order by status", 12)]

    @cached_property
    def employments(self) -> list[int]:
        return self.keys("select id from employment order by id", 12)

    def all(self, table: str, column: str = "id", most: int = 6) -> list[int]:
        return self.keys(f"select {column} from {table} order by id", most)


Given = tuple[object, ...]
Asks = Callable[[Chosen], list[Given]]


def once(*given: object) -> Asks:
    return lambda _: [given]


def people(*more: object) -> Asks:
    return lambda c: [(key, *more) for key in c.people]


def opened(c: Chosen) -> list[Given]:
    """About each with the reason that a protected person takes."""
    return [(key, Named(why=WHY)) for key in c.people]


def places(*more: object) -> Asks:
    return lambda c: [(place, *more) for place in c.places]


def pairs(c: Chosen) -> list[Given]:
    return [(who, place, Named(why=WHY)) for who in c.people[:4] for place in c.places[:4]]


def of(table: str, column: str = "id", *more: object, most: int = 6) -> Asks:
    return lambda c: [(key, *more) for key in c.all(table, column, most)]


def bookings(c: Chosen) -> list[Given]:
    return [(ref,) for ref in c.bookings]


def employments(c: Chosen) -> list[Given]:
    return [(key, Named(why=WHY)) for key in c.employments]


def words(*said: str) -> Asks:
    return lambda _: [(one,) for one in said]


def checked(c: Chosen) -> list[Given]:
    """A long and a short time, at once and later."""
    times = ((0, 90), (14, 400), (-3, 20))
    return [
        (who, place, TODAY + timedelta(first), TODAY + timedelta(last))
        for who in c.people[:5]
        for place in c.places[:3]
        for first, last in times
    ]


EMPTY = {
    "board.conflicts": "no two bookings of the city clash", "rounds.unplaced": "everybody of the round gets a place",
    "queues.turns": "no place with a queue is free", "guidance.without": "each chapter has both languages", "retention.proposed": "nothing is proposed",
    "reports.given_out": "nothing was given out", "introductions.elsewhere": "nobody hired holds a place as well", "introductions.waiting": "nobody hired waits", "booking.noticed": "no notice was made", "retention.proposal": "nothing is proposed", "keeping.unmet": "no rule is newer",
}  # fmt: skip
"""Calls that answer nothing about the city, and why; judged by tests of their own."""
ELSEWHERE = {
    **dict.fromkeys(("desk.user", "desk.tried", "desk.close", "desk.case_worker", "desk.changed", "keeping.info", "keeping.copies", "keeping.tries", "log.head", "log.follows", "keeping.restoring"), "of this file, this computer and this moment"),
    **dict.fromkeys(("keeping.search_anew", "keeping.backup", "keeping.copy", "keeping.numbered", "day_papers.gone_out", "retention.forget"), "stores, or writes a bank"),
    **dict.fromkeys(("competence.public_key", "competence.site", "competence.check", "competence.badge", "competence.scan", "exports.words"), "keys and signatures: tests/services/test_verify.py, test_badge.py, tests/site"),
    **dict.fromkeys(("imports.answer", "imports.decide", "imports.mend", "imports.reading", "imports.review", "imports.stage", "rereading.look", "rereading.reread", "rereading.reviewed", "worklist.take_up", "sheets.read", "attendance.read", "week.returned", "week.told_before_list", "vacancies.read_file", "profiles.read", "guidance.read"), "of a list: test_lists.py here, and tests/imports"),
    **dict.fromkeys(("history.chosen", "history.undo", "history.undo_latest", "history.undo_making", "history.redo"), "store: tests/services/test_undo.py"),
    **dict.fromkeys(("texts.check_file", "texts.held", "rounds.policy_of"), "of a file of the user's"),
    **dict.fromkeys(("reports.making_outside", "reports.docx"), "as reports.outside and reports.save, step by step"),
    **dict.fromkeys(("extracts.told", "exports.preview", "exports.access_log"), "every column of everything: tests/services/test_extract.py, test_exports.py, test_log.py"),
    "participants.identity": "of what is typed", "competence.look": "of what is typed", "retention.holding": "copies on the disk", "retention.protocol": "nothing was erased in the city: tests/services/test_protocol.py", "retention.erase_kinds": "stores",
    "booking.way_back": "asked", "handovers.save": "as handovers.paper", "exports.placements": "a list among the papers",
}  # fmt: skip
"""Calls that are not asked here, and why."""


def contents(c: Chosen) -> list[Given]:
    found = c.desk.booking.employments()
    return [(e, Named(why=WHY)) for e in found[:: max(1, len(found) // 8)]]


def chapters(c: Chosen) -> list[Given]:
    return [(one.name,) for one in c.desk.guidance.chapters()]


def closed_cohorts(c: Chosen) -> list[Cohort]:
    return [c.desk.cohorts.cohort(year, c.desk.cohorts.window(year)) for year in c.desk.cohorts.years()[-3:-1]]


def cohorts(c: Chosen) -> list[Given]:
    return [
        (c.desk.cohorts.cohort(year, window),)
        for year in c.desk.cohorts.years()[-3:]
        for window in (c.desk.cohorts.window(year), c.desk.cohorts.window(year, months=12))
    ]


def windows(c: Chosen) -> list[Given]:
    return [
        (year, window)
        for year in c.desk.cohorts.years()[-3:]
        for window in (c.desk.cohorts.window(year), c.desk.cohorts.window(year, months=12))
    ]


def solved(c: Chosen) -> list[Given]:
    return [(c.desk.rounds.solve(),)]


FILTERS = [
    (PlacementFilter(),), (PlacementFilter(words="park"),), (PlacementFilter(kind="external", sort="free", descending=True),),
    (PlacementFilter(free_from=TODAY + timedelta(20), without=("licence",)),), (PlacementFilter(occupation="PAR", district="NH"),),
]  # fmt: skip

READS: Mapping[str, Asks] = {
    "desk.badges": once(), "desk.roles": once(), "desk.case_worker_named": words("Jamila Provström", "Ingen"),
    "keeping.check": once(), "keeping.schedule": once(), "keeping.rehearsed": once(), "keeping.unmet": once(),
    "participants.case_workers": once(), "participants.caseload": of("case_worker"), "participants.counts": lambda _: [(None,), (1,)],
    "participants.protections": once(), "participants.waiting_count": once(),
    "matching.weights": once(), "modules.every": once(), "modules.kinds": once(), "modules.occasions": of("module"),
    "profiles.of": words("PAR", "STD", "XX"), "profiles.rollout": once(), "rounds.policy": once(), "competence.due_count": once(),
    "competence.profiles": once(),
    "competence.profile_of": lambda c: [given[:1] for given in contents(c)],
    "texts.check": words("Av 40 deltagare fick 10 arbete (50 %).", "Av 40 fick 10 arbete (25 %), 30 fick det inte. Summa 41."),
    "guidance.chapters": once(), "guidance.every_choice": once(), "guidance.of": chapters, "guidance.markdown": chapters,
    "guidance.search": words("språk", "körkort", "day"), "guidance.without": words("sv", "en"), "guidance.version": of("guidance"),
    "guidance.paragraph": lambda _: [("need", "daytime"), ("need",), ("status", "")],
    "guidance.kept_with_booking": bookings,
    "placements.availability": of("placement"), "placements.blocking_filter": lambda _: [(PlacementFilter(words="park", occupation="XX"),), *FILTERS],
    "placements.closed_periods": lambda c: [(key,) for key in c.keys("select distinct placement_id from capacity where reason > '' order by 1")],
    "placements.codes": words("districts", "end_reasons", "teaching_modules", "employment_forms", "levels"), "placements.districts": once(), "placements.get": places(),
    "placements.listing": lambda _: [*FILTERS, (None, TODAY + timedelta(60))], "placements.occupations": once(),
    "placements.places_now": lambda c: [(c.desk.placements.get(p),) for p in c.places], "overviews.free_ahead": lambda _: [(), (3,)],
    "desk.overview": lambda _: [(), (1,), (None, 3)], "desk.person": people(), "participants.find": words("an", "D-00", "Demolund", "0701740"),
    "participants.listing": lambda _: [(), ("an",), ("", "waiting"), ("", "", 2)],
    "board.read": lambda _: [(FILTERS[0][0],), (FILTERS[2][0], "occupation"), (FILTERS[1][0], "district")], "board.conflicts": once(),
    "booking.every": once(), "booking.get": bookings, "booking.current": once(), "booking.employments": once(),
    "booking.forms": once(), "booking.warnings": bookings, "booking.receipt": bookings, "booking.noticed": of("booking", "ref", most=60),
    "booking.way_back": of("booking"), "booking.checks": checked,
    "booking.wanted": lambda c: [(*given[:4], extent) for given in checked(c)[::5] for extent in (None, 50)],
    "booking.running_form": lambda c: [given[:4] for given in checked(c)],
    "search.hits": words("park", "an", "D-0012", "certifikat", "språk"), "overviews.overview": once(3, 4), "overviews.followups": once(),
    "participants.record": opened, "participants.reveal_identity": opened,
    "matching.facts": lambda c: [(), *((key,) for key in c.people[:3])], "matching.for_participant": opened, "matching.for_placement": places(),
    "matching.of_placement": places(), "matching.fitting": places(5), "matching.opened": opened, "matching.pair": pairs, "matching.why": pairs,
    "matching.findings": lambda c: [
        (c.desk.person(who), c.desk.placements.get(place), TODAY + timedelta(7), extent) for who in c.people[:5] for place in c.places for extent in (None, 50)
    ],
    "matching.changes": lambda c: [(c.desk.person(who), c.desk.placements.get(place)) for who in c.people[:5] for place in c.places],
    "chains.find": opened, "queues.of_person": opened, "queues.of_placement": lambda c: [(key,) for key in c.keys("select distinct placement_id from queue_place order by 1", 20)], "queues.listing": once(), "queues.turns": once(),
    "holds.listing": once(), "holds.of_placement": of("place_hold", "placement_id"), "deputies.listing": once(),
    "week.listing": lambda _: [(TODAY - timedelta(14), TODAY - timedelta(8))], "week.of": lambda c: [(key, Named(why=WHY, monday=monday)) for key in c.people for monday in (TODAY, TODAY - timedelta(14))],
    "week.days_of": lambda c: [(key, TODAY - timedelta(40), TODAY, WHY) for key in c.people], "week.payroll_columns": once(), "week.payroll_first": words("2026-09", "2026-10", "2026-11"),
    "week.placed": once(), "week.rhythm": once(), "week.leaving": lambda _: [(TODAY - timedelta(7),)], "week.payroll_leaving": words("2026-10"),
    "activities.of": opened, "activities.demands_of": people(), "subsidies.due": lambda _: [(), (Named(every=True),)], "subsidies.forms": once(),
    "subsidies.get": of("subsidy", "ref"), "subsidies.of": opened, "subsidies.rule": lambda _: [(form, TODAY) for form in ("introduktionsjobb", "lonebidrag", "nystartsjobb", "osa")],
    "rounds.latest": once(), "rounds.period": once(), "rounds.solve": once(), "rounds.unplaced": solved, "rounds.reasons": solved,
    "competence.archive": once(), "competence.as_text": of("certificate"), "competence.content": contents, "competence.due": once(),
    "competence.employment_for": people(), "competence.listed": lambda _: [(), ("an", Named(everybody=True))], "competence.sheet": opened,
    "modules.attendance": of("enrolment"), "modules.needing": lambda c: [(kind,) for kind in c.desk.modules.kinds()], "modules.of": people(), "modules.register": of("module"),
    "sheets.running": once(), "sheets.leaving": lambda c: [(c.employments, WHY)], "attendance.leaving": of("module"),
    "results.desk": lambda _: [(), (90,)], "results.due": employments, "results.due_count": once(), "results.reasons": once(),
    "results.followup": lambda _: [YEAR, BEFORE, (*YEAR, Named(occupation="PAR"))], "results.mix": lambda _: [YEAR, BEFORE],
    "results.compared": lambda c: [(c.desk.results.followup(*YEAR), c.desk.results.followup(*BEFORE))],
    "results.hosts": lambda c: [(c.desk.results.followup(*YEAR),)], "results.quarters": lambda _: [(YEAR[1],), (YEAR[1], 3, "PAR")],
    "results.behind": lambda c: [(c.employments, WHY)], "results.people_behind": lambda c: [(c.people, WHY)],
    "frozen.listed": once(), "frozen.of": of("frozen_report", "number"), "cohorts.years": once(), "cohorts.cohort": windows, "cohorts.checked": cohorts,
    "cohorts.notes": cohorts, "cohorts.table": once(), "cohorts.window": lambda _: [(2024,), (2024, 2025), (2023, None, 12)],
    "savings.assumptions": once(), "savings.ledger": lambda _: [YEAR, BEFORE], "fairness.report": lambda _: [YEAR, BEFORE],
    "management.departments": once(), "management.management": lambda _: [YEAR, BEFORE], "management.value": lambda _: [YEAR, BEFORE],
    "improving.listed": lambda _: [(), (Named(outside=True),)], "improving.action": of("improvement", "ref"), "improving.measurable": once(),
    "reviews.listed": once(), "reviews.of": of("recommendation", "ref"), "reviews.promised": once(),
    "reviews.answer_paper": lambda c: [(one,) for one in c.desk.reviews.listed().recommendations], "reports.given_out": once(),
    "reports.followup": lambda _: [YEAR, (*YEAR, BEFORE), (*BEFORE, None, "PAR")], "reports.committee": lambda _: [YEAR, BEFORE], "reports.savings": lambda _: [YEAR], "reports.cohort": windows,
    "reports.outside": lambda c: [(c.desk.reports.followup(*YEAR),), (c.desk.reports.committee(*YEAR),), (c.desk.introductions.report(*YEAR),)],
    "imports.log": once(), "worklist.counts": once(), "worklist.rows": once(),
    "employers.get": of("employer"), "employers.light": of("employer", most=20), "employers.listing": words("", "ek"), "employers.rule": once(), "employers.talks": of("employer"), "employers.contacts": of("employer"),
    "vacancies.counts": once(), "vacancies.get": of("vacancy"), "vacancies.listing": lambda _: [(), ("open",), ("", "park")], "vacancies.skills": once(),
    "vacancies.match": opened, "vacancies.people": of("vacancy"), "vacancies.soon": lambda _: [(30,), (120,)], "vacancies.crowded": of("vacancy"),
    "introductions.results": lambda _: [YEAR, BEFORE], "introductions.report": lambda _: [YEAR], "introductions.waiting": of("vacancy", most=50), "introductions.listing": once(), "introductions.of": opened,
    "introductions.of_vacancy": of("introduction", "vacancy_id"), "introductions.crowded": of("introduction", most=100), "introductions.elsewhere": of("introduction", most=100),
    "history.steps": lambda _: [(40,)], "handovers.of": opened, "handovers.of_caseload": of("case_worker"),
    "log.found": lambda _: [(LogAsked(), 20), (LogAsked(words="intyg"), 20)],
    "retention.overdue": lambda _: [(), (TODAY - timedelta(200),)], "retention.periods": once(), "retention.limit": once(), "retention.proposed": once(),
    "users.listing": once(), "users.shared": once(), "desk.setting": words("city", "unit", "none"), "desk.standing": once([("participant", 1), ("participant", 99_999), ("placement", 2)]),
    "guidance.compare": lambda c: [(one.name, 1, 1, lang) for one in c.desk.guidance.chapters()[:3] for lang in ("sv", "en")],
    "cohorts.people": lambda c: [(found, figure) for found in closed_cohorts(c) for figure in [f.id for f in found.figures][:12]],
    "matching.reasons": lambda c: [(who, c.desk.matching.for_participant(who, 3, WHY).ranked, WHY) for who in c.people[:4]],
    "week.told_before": lambda c: [(key, TODAY - timedelta(40), TODAY) for key in c.keys("select distinct employment_id from workday order by 1")],
    "participants.flagged": once(None, ["D-0001", "D-0002 Anna", "annat"]),
    "vacancies.advertisement": words("Parkarbetare sökes\nVi söker två parkarbetare med B-körkort.\nHeltid. Sök senast 4 december.\nKontakt: Ada, 070-174 06 01", ""),
    "competence.credential": of("certificate", "id", WHY, most=3), "competence.revocations": once(), "booking.take_back": words("B-INGEN"),
    "worklist.kind_of": of("import_row"), "retention.proposal": once(), "log.sample": once(*YEAR, Named(seed=7, size=3)), "history.access": lambda _: [("D-0012",), (None, 30)],
    "reports.opened": words("ingen"),
}  # fmt: skip
