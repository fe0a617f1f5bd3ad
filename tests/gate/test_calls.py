"""Whatever the services answer, to whoever asks without a reason: no field of it says who a protected person is, or where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.domain.errors import AmdeskError
from amdesk.domain.exchange.leaving import PURPOSES
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import Text
from amdesk.services.bank.door import ACT_OF
from amdesk.services.desk import Desk
from tests.gate.outputs import on_paper
from tests.gate.people import NAMES, Staged, open_desk
from tests.make import TODAY


class One:
    """A protected person, and what of hers the calls take."""

    def __init__(self, desk: Desk, key: int, number: str) -> None:
        self.desk, self.key, self.number = desk, key, number
        self.employments = self._keys("select id from employment where participant_id = :p")
        self.bookings = [r["ref"] for r in rows(desk.bank, "select ref from booking where participant_id = :p", p=key)]
        self.certificates = self._keys("select id from certificate where participant_id = :p")
        self.documents = self._keys("select document_id as id from certificate where participant_id = :p")

    def _keys(self, sql: str) -> list[int]:
        return [r["id"] for r in rows(self.desk.bank, sql, p=self.key)]


class Named(dict[str, object]):
    """What a call takes by name, last of what it is given."""


Calls = Callable[[One], list[tuple[object, ...]]]


def nothing(_one: One) -> list[tuple[object, ...]]:
    return [()]


def her(one: One) -> list[tuple[object, ...]]:
    return [(one.key,)]


def each(name: str) -> Calls:
    """One call for each of hers of a kind."""
    return lambda one: [(key,) for key in getattr(one, name)]


def numbers(one: One) -> list[tuple[object, ...]]:
    """Of her certificates."""
    return [(c.number,) for c in one.desk.competence.archive() if c.participant_id == one.key]


def places(one: One) -> list[tuple[object, ...]]:
    return [(r["number"],) for r in rows(one.desk.bank, "select number from placement order by id limit 6")]


def modules(one: One) -> list[tuple[object, ...]]:
    return [(r["id"],) for r in rows(one.desk.bank, "select id from module")]


def searched(_one: One) -> list[tuple[object, ...]]:
    return [(word,) for name in NAMES for word in (name, name.split()[0])]


def with_a_place(one: One) -> list[tuple[object, ...]]:
    return [(one.key, *place) for place in places(one)]


def of_the_first(_one: One) -> list[tuple[object, ...]]:
    return [(1, 1)]


def until_now(_one: One) -> list[tuple[object, ...]]:
    return [(), (TODAY,)]


def listed(one: One) -> list[tuple[object, ...]]:
    return [(), *searched(one)]


def fitting(one: One) -> list[tuple[object, ...]]:
    return [(*place, 3) for place in places(one)]


def solved(one: One) -> list[tuple[object, ...]]:
    return [(one.desk.rounds.solve(),)]


def kinds(one: One) -> list[tuple[object, ...]]:
    return [(kind,) for kind in one.desk.modules.kinds()]


def papers(one: One) -> list[tuple[object, ...]]:
    return [(one.desk.overview()[0].tasks, None, "alla")]


def vacancies_of(one: One) -> list[tuple[object, ...]]:
    return [(r["id"],) for r in rows(one.desk.bank, "select id from vacancy order by id limit 4")]


def introductions_of(one: One) -> list[tuple[object, ...]]:
    return [(r["id"],) for r in rows(one.desk.bank, "select id from introduction where participant_id = :p", p=one.key)]


ONCE = {nothing, searched, places, modules, of_the_first, until_now, listed, fitting, solved, kinds, papers}
"""What is asked alike whoever it is about."""
ASKED: Mapping[str, Calls] = {
    "desk.overview": nothing, "desk.person": her, "participants.find": searched, "participants.listing": listed,
    "board.read": nothing, "board.conflicts": nothing, "booking.every": nothing, "booking.get": each("bookings"), "booking.current": nothing,
    "booking.employments": nothing, "search.hits": searched, "overviews.overview": of_the_first, "overviews.followups": nothing,
    "participants.record": her, "participants.reveal_identity": her, "matching.for_participant": her, "matching.for_placement": places, "matching.of_placement": places,
    "matching.fitting": fitting, "matching.opened": her, "matching.pair": with_a_place, "matching.why": with_a_place,
    "booking.checks": lambda one: [(one.key, *place, TODAY, TODAY + timedelta(90)) for place in places(one)],
    "booking.warnings": each("bookings"), "booking.receipt": each("bookings"), "booking.way_back": each("bookings"), "booking.noticed": each("bookings"),
    "exports.preview": lambda _one: [(what, purpose) for what, each_of in PURPOSES.items() for purpose in each_of],
    "exports.notice": each("bookings"), "exports.notice_page": each("bookings"), "rounds.latest": nothing, "rounds.unplaced": solved,
    "rounds.solve": nothing, "competence.archive": nothing, "competence.as_text": each("certificates"),
    "competence.content": lambda one: [(e,) for e in one.desk.booking.employments() if e.participant_id == one.key],
    "competence.credential": each("certificates"), "competence.badge": numbers, "competence.own_page": numbers, "competence.draft": each("employments"), "competence.due": nothing,
    "competence.employment_for": her, "competence.listed": listed, "competence.pdf": each("documents"),
    "competence.sheet": her, "competence.translation": each("certificates"), "modules.attendance": modules,
    "modules.needing": kinds, "modules.of": her, "modules.register": modules,
    "sheets.form": each("employments"), "sheets.leaving": lambda one: [([key],) for key in one.employments], "attendance.leaving": modules, "sheets.running": nothing, "results.desk": nothing, "results.due": each("employments"),
    "results.behind": lambda one: [(one.employments, "figure")], "results.people_behind": lambda one: [([one.key], "figure")],
    "history.steps": nothing, "history.access": lambda one: [(), (one.number,)], "history.undo": nothing, "history.undo_latest": nothing,
    "retention.overdue": until_now, "retention.proposed": nothing, "worklist.rows": nothing, "participants.protect": lambda one: [(one.key, 3)], "participants.restrict": lambda one: [(one.key, True, "Begärt")],
    "participants.change": lambda one: [(one.key, {"extent": 50})], "competence.issue": her, "extracts.told": her, "wish_forms.paper": her, "wish_forms.blank": nothing, "handovers.of": her, "handovers.paper": her, "extracts.made": lambda one: [(one.key, kind) for kind in ("pdf", "json")],
    "guidance.kept_with_booking": each("bookings"),
    "day_papers.made": papers, "week.of": her, "week.listing": lambda _one: [(TODAY - timedelta(90), TODAY)], "week.placed": nothing, "week.days_of": lambda one: [(one.key, TODAY - timedelta(90), TODAY)],
    "week.payroll_first": lambda _one: [("2026-10",), ("2026-11",)], "activities.of": her, "activities.paper": her, "activities.demands_of": her, "activities.end": lambda one: [(one.key, TODAY)],
    "subsidies.due": lambda _one: [(), (Named(every=True),)], "subsidies.of": her,
    "vacancies.soon": lambda _one: [(30,), (90,)], "vacancies.match": her, "vacancies.people": vacancies_of, "vacancies.crowded": vacancies_of, "introductions.listing": nothing,
    "introductions.of": her, "introductions.of_vacancy": vacancies_of, "introductions.notice": introductions_of, "introductions.step": lambda one: [(*i, "interview") for i in introductions_of(one)], "introductions.crowded": introductions_of, "introductions.elsewhere": introductions_of, "introductions.waiting": vacancies_of,
    "chains.find": her, "queues.of_person": her, "queues.of_placement": places, "queues.listing": nothing, "queues.turns": nothing,
    "introductions.introduce": lambda one: [(one.key, v[0], Named(consent=True)) for v in vacancies_of(one)],
}  # fmt: skip
"""What each call that tells of people is asked for, as somebody who gives no reason would."""
TELLS_OF_NOBODY = {
    "bank": "settings, codes and counts", "places.see": "places, of nobody", "places.change": "places, of nobody", "figures": "sums",
    "figures.change": "sums", "reports": "sums", "settings": "settings", "backup": "copies", "certificate.key": "public keys", "users": "users of the bank",
    "employers.see": "employers and vacancies, of nobody", "employers.change": "employers and vacancies, of nobody", "employers.rule": "days",
    **dict.fromkeys(("improving.see", "improving.change", "reviews.change"), "the unit's own work, of nobody"),
    "guidance.see": "the unit's texts", "guidance.change": "the unit's texts", "profiles.change": "skills", "modules.change": "modules", "certificate.revoke": "numbers",
}  # fmt: skip
"""Whole acts of the table of roles."""
TRIED_ELSEWHERE = {
    "import": "lists that are read in are walked by command and in the window", "export": "files are walked by command",
    "log": "asked for here, exported by command", "booking": "steps answer as booking.get does, walked by command",
}  # fmt: skip
ALONE = {
    "participants.identity": "checks a number that was typed", "desk.set_case_worker": "says nothing", "overviews.mark": "says nothing",
    "week.rhythm": "days", "week.payroll_columns": "names of columns", "week.returned": "days of rows that were sent out", "week.take": "a count", "week.told_before": "months and references, asked for by whoever has noted the days", "week.told_before_list": "months and references", "week.note": "a count", "week.clear": "a count", "week.agree": "hours", "week.talked": "says nothing",
    "activities.ask": "answers what was typed", "activities.end": "hours and days",
    "subsidies.forms": "names of codes", "subsidies.get": "days, a form and amounts, by a reference alone", "subsidies.rule": "what an ordinance says", "subsidies.add": "answers what was typed", "subsidies.change": "answers what was typed", "subsidies.claim": "answers what was typed", "subsidies.paid": "answers what was typed", "subsidies.unclaim": "says nothing", "subsidies.withdraw": "says nothing", "subsidies.save": "walked by command", "introductions.save": "walked by command", "vacancies.save": "vacancies, of nobody", "handovers.save": "walked by command", "handovers.of_caseload": "keys and a count",
    **dict.fromkeys(("holds.listing", "holds.of_placement"), "places, of nobody"),
    "booking.forms": "names of codes", "booking.running_form": "a code", "participants.add_note": "says nothing", "participants.create": "walked by command", "participants.extract_shown": "says nothing",
    "participants.replace_identity": "answers as participants.change", "participants.add_case_worker": "names a user", "participants.change_case_worker": "a count",
    **dict.fromkeys(("deputies.away", "deputies.back", "deputies.listing"), "case workers"),
    "participants.merge": "answers as participants.change", "matching.facts": "codes and names of places", "matching.findings": "asked by booking.checks", "matching.changes": "asked by booking.checks",
    "matching.reasons": "asked by matching.fitting", "booking.notice_made": "says nothing", "rounds.accept": "answers as booking.get",
    "rounds.keep": "says nothing", "rounds.period": "days", "rounds.policy_of": "weights", "rounds.prices": "sums", "rounds.reasons": "asked by matching.fitting",
    "competence.look": "refused as competence.draft", "competence.scan": "refused as competence.pdf", "competence.assess": "answers what was typed",
    "competence.assess_changes": "says nothing", "sheets.accept": "a count", "sheets.key": "a secret of the bank", "sheets.read": "walked by command",
    "attendance.accept": "a count", "attendance.read": "its names are those of modules.register", "attendance.store": "a count", "modules.attend": "a count",
    "modules.need": "answers as modules.of", "modules.step": "answers as modules.of", "competence.attach_scan": "says nothing",
    "competence.attach_signed": "says nothing", "competence.many": "refused one by one, walked in the window", "results.attempt": "says nothing",
    "results.follow_up": "says nothing", "cohorts.people": "keys", "history.chosen": "asked by history.steps", "history.undo_making": "answers as history.undo",
    "employers.contacts": "people at employers", "introductions.not_relevant": "answers as introductions.of", "introductions.stayed": "answers as introductions.of",
    "history.redo": "answers as history.undo", "retention.erase": "a count", "retention.erase_kinds": "a count", "retention.periods": "kinds and counts", "retention.set_period": "says nothing", "retention.propose": "a count", "retention.forget": "yes or no", "retention.holding": "paths of copies", "retention.proposal": "who proposed and why, people by uid", "retention.limit": "a day", "retention.protocol": "a paper of numbers, days and kinds",
}  # fmt: skip


PAPERS_OF_ALL = {"day_papers.made"}
"""Papers of many people, which nobody gives a reason for: what stands on them is read."""


def told(found: object, seen: set[int] | None = None) -> Iterator[str]:
    """Each record of an answer as one text of what stands in it, and each of those within it."""
    met = set[int]() if seen is None else seen
    if id(found) in met:
        return
    met.add(id(found))
    parts = _parts(found)
    if parts is None:
        yield str(found)
        return
    plain = [str(p) for p in parts if _parts(p) is None]
    yield " | ".join(plain)
    for part in parts:
        if _parts(part) is not None:
            yield from told(part, met)


def _parts(found: object) -> list[object] | None:
    """What something is made of; None of what is said as it is."""
    if isinstance(found, Masked | Text | str | bytes | date | int | float | None):
        return None
    if is_dataclass(found) and not isinstance(found, type):
        return [getattr(found, f.name) for f in fields(found)]
    if isinstance(found, Mapping):
        return [*found.keys(), *found.values()]
    if isinstance(found, tuple | list | set | frozenset):
        return list(found)
    return None


def answered(desk: Desk, call: str, given: tuple[object, ...]) -> object:
    """What a call answers. Raises what it refuses with."""
    field, _, name = call.partition(".")
    by_name = given[-1] if given and isinstance(given[-1], Named) else Named()
    plain = given[:-1] if by_name else given
    return getattr(desk if field == "desk" else getattr(desk, field), name)(*plain, **by_name)


def ask(desk: Desk, call: str, given: tuple[object, ...]) -> Iterator[str]:
    """What a call says, or refuses with."""
    try:
        found = answered(desk, call, given)
    except AmdeskError as error:
        yield str(error.text)
        return
    if isinstance(found, bytes) and call in PAPERS_OF_ALL:
        yield from on_paper(found)
    elif isinstance(found, bytes):
        yield f"a paper of {given} without a reason"
    else:
        yield from told(found)


def test_every_call_is_asked_or_stands_among_those_that_tell_of_nobody() -> None:
    left = {
        call for call, act in ACT_OF.items() if call not in ASKED and act not in {**TELLS_OF_NOBODY, **TRIED_ELSEWHERE}
    }
    assert left - set(ALONE) == set()
    assert set(ALONE) <= set(ACT_OF)


@pytest.mark.thorough(108)
@pytest.mark.parametrize("call", list(ASKED))
def test_a_call_says_nothing_of_whom_nobody_has_opened(call: str, guarded: tuple[Path, Staged]) -> None:
    path, staged = guarded
    desk, faults = open_desk(path), list[str]()
    for person in staged.people[:1] if ASKED[call] in ONCE else staged.people:
        for given in ASKED[call](One(desk, person.key, person.number)):
            for said in ask(desk, call, given):
                faults += staged.faults(f"{call}{given!r:.60}", said)
    desk.close()
    assert sorted(set(faults)) == []
