"""What is done with a protected person whom nobody has opened: every call that stores something is judged here. One that puts
something to her record is refused until there is a reason, whichever call it is, since the bank asks before a step is stored."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

import pytest

from amdesk.db.people.acts import NO_OPENING
from amdesk.db.port import rows, value
from amdesk.domain.bank.access import LogAsked
from amdesk.domain.errors import UNOPENED, AmdeskError, Refused
from amdesk.services.bank.door import ACT_OF
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from amdesk.services.people.acting import ASKED, BY_ITSELF, BY_REASON, REFUSED, asks
from tests import make
from tests.make import TODAY
from tests.services.test_employers import vacancy
from tests.services.test_verify import ended

ROOT = Path(__file__).parents[2]
WHY = "Ringer handledaren"
DAY = timedelta(1)
SOON, LAST = TODAY + 7 * DAY, TODAY + 120 * DAY


class Scene(NamedTuple):
    """A bank in which much has been done with some people, who were protected afterwards."""

    desk: Desk
    who: dict[str, int]
    refs: dict[str, str]
    keys: dict[str, int]


Act = Callable[[Scene], object]
ACTS: Mapping[str, Act] = {
    "participants.add_note": lambda s: s.desk.participants.add_note(s.who["waits"], {"kind": "note", "body": "Ringde"}),
    "participants.change": lambda s: s.desk.participants.change(s.who["waits"], {"extent": 50}),
    "participants.extract_shown": lambda s: s.desk.participants.extract_shown(s.who["waits"], "school_act", TODAY),
    "participants.replace_identity": lambda s: s.desk.participants.replace_identity(s.who["waits"], make.fresh_number()),
    "participants.merge": lambda s: s.desk.participants.merge(s.who["waits"], s.who["twin"]),
    "booking.book": lambda s: s.desk.booking.book(s.who["waits"], s.keys["place"], SOON, LAST),
    "booking.cancel": lambda s: s.desk.booking.cancel(s.refs["booked"]),
    "booking.confirm": lambda s: s.desk.booking.confirm(s.refs["reserved"]),
    "booking.end": lambda s: s.desk.booking.end(s.refs["runs"], TODAY, "A1"),
    "booking.end_employment": lambda s: s.desk.booking.end_employment(s.keys["runs"], TODAY, "A1"),
    "booking.extend": lambda s: s.desk.booking.extend(s.refs["runs"], LAST + 9 * DAY),
    "booking.interrupt": lambda s: s.desk.booking.interrupt(s.refs["runs"], TODAY, "PAUSE"),
    "booking.introduction_seen": lambda s: s.desk.booking.introduction_seen(s.refs["booked"]),
    "booking.move": lambda s: s.desk.booking.move(s.refs["booked"], s.keys["place"], SOON + DAY),
    "booking.no_show": lambda s: s.desk.booking.no_show(s.refs["booked"]),
    "booking.set_decision": lambda s: s.desk.booking.set_decision(s.keys["booked"], SOON, LAST - DAY),
    "booking.start": lambda s: s.desk.booking.start(s.refs["comes"], TODAY),
    "booking.notice_made": lambda s: s.desk.booking.notice_made(s.refs["booked"]),
    "exports.notice": lambda s: s.desk.exports.notice(s.refs["booked"]),
    "chains.accept": lambda s: s.desk.chains.accept(s.who["waits"], "x"),
    "queues.add": lambda s: s.desk.queues.add(s.who["runs"], s.keys["full"], LAST + DAY),
    "queues.no": lambda s: s.desk.queues.no(s.who["waits"], s.keys["full"]),
    "queues.remove": lambda s: s.desk.queues.remove(s.who["waits"], s.keys["full"]),
    "week.agree": lambda s: s.desk.week.agree(s.who["runs"], "6 6 6 6 6", TODAY),
    "week.note": lambda s: s.desk.week.note(s.who["runs"], "sick", TODAY),
    "week.clear": lambda s: s.desk.week.clear(s.who["runs"], TODAY - DAY * 3),
    "week.talked": lambda s: s.desk.week.talked(s.who["runs"], "phone", "Ringde"),
    "activities.ask": lambda s: s.desk.activities.ask(s.who["runs"], 1200, TODAY, None, (TODAY, "Nämnden", "")),
    "activities.end": lambda s: s.desk.activities.end(s.who["waits"], LAST),
    "subsidies.add": lambda s: s.desk.subsidies.add(s.who["booked"], SubsidyWish("lonebidrag", "", SOON, LAST, 65, 1710000)),
    "subsidies.change": lambda s: s.desk.subsidies.change(s.refs["subsidy"], {"decision": "AF-9"}),
    "subsidies.claim": lambda s: s.desk.subsidies.claim(s.refs["subsidy"], "2026-10", 1000000),
    "subsidies.paid": lambda s: s.desk.subsidies.paid(s.refs["subsidy"], "2026-09", 1000000),
    "subsidies.unclaim": lambda s: s.desk.subsidies.unclaim(s.refs["subsidy"], "2026-09"),
    "subsidies.withdraw": lambda s: s.desk.subsidies.withdraw(s.refs["other subsidy"]),
    "rounds.accept": lambda s: _round(s),
    "competence.assess": lambda s: s.desk.competence.assess(s.keys["runs"], "extra", TODAY, {"PAR-02": 2}),
    "competence.assess_changes": lambda s: s.desk.competence.assess_changes(s.keys["runs"], "extra", TODAY, {}),
    "modules.need": lambda s: s.desk.modules.need(s.who["runs"], next(iter(s.desk.modules.kinds()))),
    "modules.step": lambda s: s.desk.modules.step(s.keys["enrolment"], "declined"),
    "competence.issue": lambda s: s.desk.competence.issue(s.who["ended"]),
    "competence.attach_signed": lambda s: s.desk.competence.attach_signed(s.keys["certificate"], "a.pdf", b"%PDF"),
    "competence.revoke": lambda s: s.desk.competence.revoke(s.keys["certificate"], "Fel nivå"),
    "results.attempt": lambda s: s.desk.results.attempt(s.keys["ended"], "phone"),
    "results.follow_up": lambda s: s.desk.results.follow_up(s.keys["ended"], {"contact": "contacted", "situation": "work"}),
    "introductions.introduce": lambda s: s.desk.introductions.introduce(s.who["runs"], s.keys["vacancy"], consent=True),
    "introductions.not_relevant": lambda s: s.desk.introductions.not_relevant(s.who["runs"], s.keys["vacancy"], "TRAVEL"),
    "introductions.step": lambda s: s.desk.introductions.step(s.keys["introduction"], "interview"),
}  # fmt: skip
"""What puts something to one person's record: of somebody protected whom nobody has opened each is refused."""
AS_ANOTHER = {
    "competence.attach_scan": "competence.attach_signed", "competence.revoke_number": "competence.revoke",
    "competence.many": "competence.issue", "competence.badge": "competence.issue", "competence.credential": "competence.issue",
    "competence.own_page": "competence.issue", "introductions.stayed": "introductions.step", "sheets.out": "competence.issue",
}  # fmt: skip
"""Stores as another that is tried, or opens her itself as that one does (tests/services/test_gate.py has each)."""
NOBODYS: Mapping[str, str] = {
    **dict.fromkeys(("bank", "guidance.change", "places.change", "profiles.change", "modules.change", "improving.change", "reviews.change",
                     "employers.rule", "settings", "users", "certificate.key"), "nothing of it is of a participant"),
    "reports": "sums, of nobody",
    "employers.change": "employers, their contacts and vacancies: a vacancy that closes leaves the introductions as they are",
    "participants.create": "she is new: whoever types it in has it before her",
    "participants.add_case_worker": "somebody of the unit",
    **dict.fromkeys(("deputies.away", "deputies.back", "desk.set_case_worker"), "somebody of the unit"),
    "overviews.mark": "a task of one's own list is put off",
    **dict.fromkeys(("holds.hold", "holds.release"), "a place, of nobody"),
    "rounds.keep": "what the program proposed is kept, by number; taking it up is rounds.accept",
    "sheets.key": "a secret of the bank",
    **dict.fromkeys(("attendance.accept", "attendance.store", "modules.attend"), "who of a whole group came to a lesson: a register, which shows the protected masked"),
    **dict.fromkeys(("week.lists", "week.payroll", "attendance.write"), "lists to others, in which nobody protected stands"),
}  # fmt: skip
"""Whole acts of the table of roles, and single calls, that put nothing to a record of hers, and why."""


def _round(s: Scene) -> object:
    answer = s.desk.rounds.solve()
    hers = [p for p in answer.optimal if p.person.id in s.who.values()]
    assert hers, "a place is proposed for somebody protected"
    return s.desk.rounds.accept(s.desk.rounds.keep(answer), hers)


@pytest.fixture
def scene() -> Iterator[Scene]:
    with make.fresh() as desk:
        made = scene_of(desk)
        for key in made.who.values():
            desk.participants.protect(key, 2)
        desk.acting.why = ""
        yield made


def scene_of(desk: Desk) -> Scene:
    place = make.placement(desk.bank, 9, name="Parken")
    full = make.placement(desk.bank, 1, name="Fulla laget")
    taken = make.participant(desk.bank, name="Prov Öppen")
    desk.booking.book(taken, full, SOON, LAST + 90 * DAY)
    who = {n: make.participant(desk.bank, name=f"Prov {n.title()}", identity=make.fresh_number()) for n in
           ("waits", "twin", "booked", "reserved", "comes", "runs")}  # fmt: skip
    refs = {"booked": desk.booking.book(who["booked"], place, SOON, LAST).booking.ref,
            "reserved": desk.booking.book(who["reserved"], place, SOON, LAST, reserve=True).booking.ref,
            "comes": desk.booking.book(who["comes"], place, TODAY, LAST).booking.ref,
            "runs": desk.booking.book(who["runs"], place, TODAY - 120 * DAY, LAST).booking.ref}  # fmt: skip
    for ref in (refs["comes"], refs["runs"]):
        desk.booking.introduction_seen(ref)
    desk.booking.start(refs["runs"])
    keys = {
        "place": place,
        "full": full,
        "booked": desk.booking.get(refs["booked"]).employment_id or 0,
        "runs": desk.booking.get(refs["runs"]).employment_id or 0,
    }
    desk.queues.add(who["waits"], full, SOON, LAST)
    desk.activities.ask(who["waits"], 1200, TODAY, None, (TODAY, "Nämnden", ""))
    desk.week.note(who["runs"], "sick", TODAY - 3 * DAY)
    first = TODAY - 120 * DAY
    wish = SubsidyWish("lonebidrag", "", first, TODAY - 40 * DAY, 65, 1710000)
    refs["subsidy"] = desk.subsidies.add(who["runs"], wish._replace(last=TODAY)).ref
    refs["other subsidy"] = desk.subsidies.add(who["comes"], wish._replace(first=TODAY, last=LAST)).ref
    desk.subsidies.claim(refs["subsidy"], "2026-09", 1000000)
    keys["enrolment"] = desk.modules.need(who["waits"], next(iter(desk.modules.kinds()))).id
    who["ended"] = ended(desk, "Prov Intygad")
    keys["ended"] = next(e.id for e in desk.booking.employments() if e.participant_id == who["ended"])
    keys["certificate"] = desk.competence.issue(who["ended"])[0].id
    keys["vacancy"] = vacancy(desk, title="Vakans").id
    keys["introduction"] = desk.introductions.introduce(who["waits"], keys["vacancy"], consent=True).id
    return Scene(desk, who, refs, keys)


def code(act: Act, scene: Scene) -> str:
    """With what an act is refused; "done"."""
    try:
        act(scene)
    except AmdeskError as error:
        return error.code
    return "done"


@pytest.mark.thorough(48)
@pytest.mark.parametrize("call", list(ACTS))
def test_nothing_is_put_to_the_record_of_somebody_protected_whom_nobody_has_opened(call: str, scene: Scene) -> None:
    steps = "select coalesce(max(id), 0) from step where what not like '%round%'"
    before = value(scene.desk.bank, steps)
    assert code(ACTS[call], scene) in {UNOPENED, "PROTECTED"}
    assert value(scene.desk.bank, steps) == before, "nothing is stored of it"
    tried = value(
        scene.desk.bank,
        "select count(*) from access_log where what = :what and why like :why",
        what=ASKED,
        why=f"{call} %",
    )
    assert tried > 0, "the try is in the log"
    assert refused(scene.desk) == [], "a question for a reason is no refusal"


@pytest.mark.thorough(45)
@pytest.mark.parametrize(
    "call", [call for call in ACTS if call not in {"chains.accept", "exports.notice", "competence.issue"}]
)
def test_it_is_stored_for_a_reason_that_comes_with_it(call: str, scene: Scene) -> None:
    with scene.desk.acting.for_reason(WHY):
        found = code(ACTS[call], scene)
    assert found in {"done", "PROTECTED"}
    if found == "done":
        logged = "select count(*) from access_log where what = :what and why = :why"
        assert value(scene.desk.bank, logged, what=BY_REASON, why=WHY) > 0


def test_whoever_has_opened_her_today_for_a_reason_goes_on_without_another(scene: Scene) -> None:
    desk, key = scene.desk, scene.who["waits"]
    desk.participants.record(key, WHY)
    desk.participants.add_note(key, {"kind": "note", "body": "Ringde"})
    assert code(ACTS["booking.cancel"], scene) == UNOPENED, "another one was not opened"
    desk.bank.actor = "Nils Kollegsson"
    assert code(ACTS["participants.add_note"], scene) == UNOPENED, "nor by another"


TRIES: Mapping[str, Act] = {
    "booking.book FULL": lambda s: s.desk.booking.book(s.who["waits"], s.keys["full"], SOON, LAST),
    "booking.book DOUBLE": lambda s: s.desk.booking.book(s.who["booked"], s.keys["place"], SOON, LAST),
    "booking.move FULL": lambda s: s.desk.booking.move(s.refs["booked"], s.keys["full"], SOON),
    "booking.extend ORDER": lambda s: s.desk.booking.extend(s.refs["booked"], TODAY),
    "booking.start INTRODUCTION": lambda s: s.desk.booking.start(s.refs["booked"]),
    "booking.confirm AM003": lambda s: s.desk.booking.confirm(s.refs["runs"]),
    "participants.change LOWERED": lambda s: s.desk.participants.change(s.who["waits"], {"protection": 0}),
}  # fmt: skip
"""Acts that a rule refuses before anything is stored: what is told then may tell of her, so that whoever asks again and again stands
in the log."""


def refused(desk: Desk, what: str = REFUSED) -> list[str]:
    return [r["why"] for r in rows(desk.bank, "select why from access_log where what = :what order by id", what=what)]


@pytest.mark.thorough(7)
@pytest.mark.parametrize("tried", list(TRIES))
def test_a_try_that_a_rule_refuses_is_in_the_log_of_her_whom_nobody_has_opened(tried: str, scene: Scene) -> None:
    call, _, wanted = tried.partition(" ")
    found = code(TRIES[tried], scene)
    assert found not in {"done", UNOPENED}, "the rule comes first"
    assert refused(scene.desk) == [f"{call} {found}"]
    assert found == wanted
    for key in scene.who.values():
        scene.desk.participants.record(key, WHY)
    code(TRIES[tried], scene)
    assert len(refused(scene.desk)) == 1, "of whoever is opened the log has that"


def test_whoever_asks_by_a_personal_identity_number_is_in_the_log_whatever_was_asked(scene: Scene) -> None:
    desk, key = scene.desk, scene.who["waits"]
    number = str(value(desk.bank, "select identity from participant where id = :id", id=key))
    for said in (key, desk.work.participant(key).number, number):
        with pytest.raises(Refused) as caught:
            desk.participants.record(said)
        assert caught.value.code == "PROTECTED"
    assert refused(desk, ASKED) == ["participants.record PROTECTED"], (
        "that she is in the bank is told by her number alone"
    )


def test_a_try_with_somebody_who_is_not_protected_is_in_no_log(desk: Desk) -> None:
    key = make.participant(desk.bank)
    with pytest.raises(Refused):
        desk.participants.add_note(key, {"kind": "note", "body": ""})
    assert refused(desk) == refused(desk, ASKED) == []


def test_no_row_of_the_log_but_an_opening_stands_for_one(scene: Scene, tmp_path: Path) -> None:
    desk, key = scene.desk, scene.who["waits"]
    number = desk.work.participant(key).number
    desk.log.found(LogAsked(participant=number))
    for _ in desk.exports.access_log(tmp_path / "logg.xlsx", participant=number):
        pass
    desk.participants.protect(key, 3, "Beslut")
    desk.participants.restrict(key, wish=True, why="Begärt")
    desk.participants.restrict(key, wish=False, why="Hävt")
    assert code(ACTS["participants.add_note"], scene) == UNOPENED
    assert code(ACTS["participants.add_note"], scene) == UNOPENED, "nor the try itself"


@pytest.mark.thorough(long=True)
def test_why_somebody_goes_past_a_must_is_no_reason_why_she_is_opened(scene: Scene) -> None:
    desk, key = scene.desk, scene.who["waits"]
    asks_more = make.placement(desk.bank, 1, name="Bilpoolen", licence="B")
    with pytest.raises(Refused) as caught:
        desk.booking.book(key, asks_more, SOON, LAST)
    assert caught.value.code == "MUST"
    with pytest.raises(Refused) as caught:
        desk.booking.book(key, asks_more, SOON, LAST, despite="Hon tar körkort")
    assert caught.value.code == UNOPENED


@pytest.mark.thorough(long=True)
def test_each_row_of_the_log_that_is_somebodys_and_has_a_why_is_an_opening_or_told_to_be_none() -> None:
    """A code that is logged with a person's key and something under Why would else let everything be done with her."""
    found = set()
    for path in sorted((ROOT / "amdesk").rglob("*.py")):
        if path.name in {"gate.py", "unlogged.py", "acting.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("log_read") and len(node.args) > 3:
                _, what, person, why = map(ast.unparse, node.args[:4])
                if person != "None" and why != "''":
                    found.add(what.strip("'"))
    assert found >= {"despite", "protection", "log_search"}
    assert found <= set(NO_OPENING)
    assert {ASKED, REFUSED, "deputy"} <= set(NO_OPENING)


def test_an_opening_of_before_she_was_protected_or_as_a_deputy_is_none(desk: Desk) -> None:
    desk.acting.why = ""
    key = make.participant(desk.bank)
    away, me = (desk.participants.add_case_worker(name) for name in ("Ingrid Skissander", "Nils Kollegsson"))
    desk.participants.change_case_worker([key], away, "Ny")
    desk.set_case_worker(me)
    desk.deputies.away(away, me, TODAY, LAST)
    desk.participants.record(key)
    desk.participants.protect(key, 1, "Beslut")
    with pytest.raises(Refused) as refused:
        desk.participants.add_note(key, {"kind": "note", "body": "Ringde"})
    assert refused.value.code == UNOPENED
    assert "D-0001" in str(refused.value)


def test_what_asks_for_nothing_is_done(scene: Scene) -> None:
    desk, key = scene.desk, scene.who["booked"]
    worker = desk.participants.add_case_worker("Ingrid Skissander")
    assert desk.participants.change_case_worker([key], worker, "Ny i laget") == 1
    desk.participants.protect(key, 3)
    desk.participants.protect(key, 1, "Hävt")
    desk.participants.restrict(key, wish=True, why="Begärt")
    made = desk.participants.create(make.participant_values(name="Prov Nyss", protection=2))
    with pytest.raises(Refused, match="protected"):
        desk.participants.add_note(made.id, {"kind": "note", "body": "Ringde"})
    desk.history.undo()


def stores(of: type, name: str, met: set[object] | None = None) -> bool:
    """Whether a method, or what it calls of its own and of the services, takes a step of the bank."""
    return _stores(getattr(of, name), of, set() if met is None else met)


def _stores(one: object, of: type | None, met: set[object]) -> bool:
    func = inspect.unwrap(one) if callable(one) else one
    if not isinstance(func, FunctionType) or not func.__module__.startswith("amdesk.services") or func in met:
        return False
    met.add(func)
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(func)))):
        if isinstance(node, ast.Call) and _leads(node.func, func, of, met):
            return True
    return False


def _leads(to: ast.expr, func: FunctionType, of: type | None, met: set[object]) -> bool:
    known = func.__globals__
    match to:
        case ast.Attribute(attr="write", value=over) if ast.unparse(over).endswith("bank"):
            return True
        case ast.Name(id=name):
            return _stores(known.get(name), None, met)
        case ast.Attribute(attr=name, value=ast.Name(id="self")):
            return _stores(getattr(of, name, None), of, met)
        case ast.Attribute(attr=name, value=ast.Call(func=ast.Name(id=cls))) if isinstance(known.get(cls), type):
            return _stores(getattr(known[cls], name, None), known[cls], met)
    return False


def storing(desk: Desk) -> set[str]:
    """Every call of the desk that stores something."""
    lazy = {n for n, v in vars(Desk).items() if isinstance(v, cached_property)}
    fields = {"desk": Desk} | {n: type(vars(getattr(desk, n))["_field"]) for n in lazy}
    return {call for call in ACT_OF for field, _, name in [call.partition(".")] if stores(fields[field], name)}


@pytest.mark.thorough(long=True)
def test_every_call_that_stores_something_is_judged(desk: Desk) -> None:
    found = storing(desk)
    assert {"participants.add_note", "rounds.accept", "chains.accept"} <= found
    judged = {*ACTS, *AS_ANOTHER}
    left = {c for c in found - judged if asks(c) and c not in NOBODYS and ACT_OF[c] not in NOBODYS}
    assert left == set(), "does it put something to a person's record? then it is tried in ACTS; if not, say here why"
    assert judged <= found, "these store nothing"
    assert set(AS_ANOTHER.values()) <= set(ACTS)
    assert all(asks(c) for c in judged)
    assert set(BY_ITSELF) <= {*ACT_OF, *ACT_OF.values()}
