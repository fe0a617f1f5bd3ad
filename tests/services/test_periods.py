"""Kinds of data with times of their own, and a person who is erased before hers has passed, on a decision (GDPR art. 17)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db.bank import access_log, erasure, periods
from amdesk.db.engine import chain, keys
from amdesk.db.engine.backup import prove
from amdesk.db.port import insert, value
from amdesk.domain.bank.periods import KINDS
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_erased_pages import hits
from tests.services.test_retention import everything, gone_person

PLAN = "Nämndens plan 2026-03-01 § 14"
OLD, NEW = TODAY - timedelta(800), TODAY - timedelta(30)
LIMIT = TODAY.replace(year=TODAY.year - 2)
"""Two years old today, and not older."""
SECRET = "en lång fras helt enkelt"


def noted(desk: Desk, **given: object) -> int:
    person = make.participant(desk.bank, name="Prov Antecknad", identity=make.fresh_number(), **given)
    desk.participants.add_note(person, {"kind": "note", "body": "Zetterqvists gamla samtal", "on_date": OLD})
    desk.participants.add_note(person, {"kind": "note", "body": "Nyligen talat om parken", "on_date": NEW})
    return person


def test_each_kind_says_which_of_its_rows_are_old() -> None:
    assert set(KINDS) == set(periods.PASSED)


def test_nothing_is_due_before_the_unit_has_a_plan_and_a_plan_names_its_decision(desk: Desk) -> None:
    noted(desk)
    assert {(one.period, one.passed) for one in desk.retention.periods()} == {(None, 0)}
    for kind, years, source in (("note", 2, " "), ("note", 0, PLAN), ("note", 101, PLAN), ("nonsense", 2, PLAN)):
        with pytest.raises(Refused):
            desk.retention.set_period(kind, years, source)
    with pytest.raises(Refused):
        desk.set_settings({"retention_plan": "nonsense"})
    assert desk.retention.erase_kinds(PLAN) == 0


def test_what_has_passed_its_own_time_goes_with_its_words_and_the_record_and_the_chain_stay(desk: Desk) -> None:
    person = noted(desk)
    desk.retention.set_period("note", 2, PLAN)
    desk.retention.set_period("access_log", 1, PLAN)
    assert {one.kind: one.passed for one in desk.retention.periods() if one.period} == {"note": 1, "access_log": 0}
    with pytest.raises(Refused, match="by which decision"):
        desk.retention.erase_kinds(" ")
    assert desk.retention.erase_kinds(PLAN) == 1
    left = everything(desk.bank)
    assert "Zetterqvist" not in left
    assert "parken" in left
    assert desk.work.participant(person).name == "Prov Antecknad"
    assert [(r.what, r.why) for r in desk.history.access(None) if r.what == "erased_kind"] == [
        ("erased_kind", f"note 1: {PLAN}")
    ]
    assert prove(desk.bank) == []
    chain.seal(desk.bank)
    assert prove(desk.bank) == []
    desk.retention.set_period("note", None)
    assert desk.retention.erase_kinds(PLAN) == 0


def test_old_reasons_and_search_words_go_from_the_log_and_who_looked_stays(desk: Desk) -> None:
    person = make.participant(desk.bank, name="Prov Läst")
    access_log.log_read(desk.bank, "participant", person, "Zetterqvist ringde")
    with desk.bank.write(text("long ago"), undoable=False), desk.bank.erasing():
        desk.bank.execute("update access_log set at = '2020-01-01T08:00:00+00:00'")
    desk.retention.set_period("access_log", 2, PLAN)
    assert desk.retention.erase_kinds(PLAN) == 1
    assert "Zetterqvist" not in everything(desk.bank)
    assert (
        value(desk.bank, "select count(*) from access_log where what = 'participant' and participant_id = :p", p=person)
        == 1
    )


def test_whoever_s_processing_is_restricted_keeps_what_has_passed(desk: Desk) -> None:
    person = noted(desk)
    desk.retention.set_period("note", 2, PLAN)
    desk.participants.restrict(person, wish=True, why="Rättsligt anspråk")
    assert desk.retention.erase_kinds(PLAN) == 0
    assert "Zetterqvist" in everything(desk.bank)


def test_no_page_of_the_file_or_its_log_has_the_words_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, access.Who("Ada", "ada"))[0].close()
    bank = banks.open_(str(path), SECRET, make.CLOCK, access.Who("Ada", "ada"))
    desk = Desk(bank, make.CLOCK)
    noted(desk)
    desk.retention.set_period("note", 2, PLAN)
    assert desk.retention.erase_kinds(PLAN) == 1
    key = str(keys.unlock(path, SECRET).key)
    assert hits(path, key, ["Zetterqvists"]) == set()
    bank.close()


def test_one_person_is_erased_early_on_a_decision_and_nobody_else(desk: Desk) -> None:
    others, hers = gone_person(desk), noted(desk)
    assert desk.retention.erase(why="Beslut 2026-11-20 enligt artikel 17.1", early=[hers]) == 1
    left = everything(desk.bank)
    assert "Antecknad" not in left
    assert desk.work.participant(others).name == "Estella Spårlund"


def test_nobody_is_erased_early_while_a_booking_runs_or_processing_is_restricted(desk: Desk) -> None:
    runs, kept = noted(desk), noted(desk)
    desk.booking.book(runs, make.placement(desk.bank), TODAY + timedelta(7), TODAY + timedelta(60))
    desk.participants.restrict(kept, wish=True, why="Invände mot radering")
    for person, why in ((runs, "not over"), (kept, "restricted")):
        with pytest.raises(Refused, match=why):
            desk.retention.erase(why="Beslut", early=[person])
        assert desk.work.participant(person).name == "Prov Antecknad"


def test_where_the_unit_wants_two_an_early_erasure_is_proposed_by_one_and_done_by_another(tmp_path: Path) -> None:
    path = tmp_path / "two.amdesk"
    banks.create(path, SECRET, make.CLOCK, access.Who("Petra", "p"))[0].close()
    first = Desk(banks.open_(str(path), SECRET, make.CLOCK, access.Who("Petra", "p")), make.CLOCK)
    hers, other = noted(first), noted(first)
    first.users.add("Eva", ["administrator"], SECRET + " till")
    first.set_settings({"retention_two": "yes"})
    first.close()
    petra = Desk(banks.open_(str(path), SECRET, make.CLOCK, access.Who("Petra", "p")), make.CLOCK)
    assert petra.retention.propose("Beslut enligt artikel 17", early=[hers]) == 1
    petra.retention.set_period("note", 2, PLAN)
    with pytest.raises(Refused, match="yourself"):
        petra.retention.erase(why="x", early=[hers])
    with pytest.raises(Refused, match="yourself"):
        petra.retention.erase_kinds(PLAN)
    petra.close()
    eva = Desk(banks.open_(str(path), SECRET + " till", make.CLOCK, access.Who("Eva", "e")), make.CLOCK)
    assert eva.retention.erase() == 1
    assert value(eva.bank, "select name from participant where id = :p", p=hers) == ""
    assert eva.work.participant(other).name == "Prov Antecknad"
    assert eva.retention.erase_kinds(PLAN) == 1
    eva.close()


def test_who_set_the_plan_is_told_whatever_somebody_else_has_set_since(desk: Desk) -> None:
    desk.bank.actor = "Eva"
    desk.retention.set_period("note", 2, PLAN)
    desk.bank.actor = "Petra"
    desk.set_settings({"retention_two": "yes"})
    assert (erasure.set_by(desk.bank, "retention_plan"), erasure.set_by(desk.bank, "retention_two")) == ("Eva", "Petra")
    assert erasure.set_by(desk.bank, "nothing") == ""


@pytest.mark.parametrize("kept", [NEW, LIMIT], ids=["a month old", "as old as it may be"])
def test_every_kind_goes_by_its_own_day(desk: Desk, kept: date) -> None:
    """One row of each kind that is old and one that is not: the old one goes alone."""
    person = make.participant(desk.bank, name="Prov Alla")
    kind = next(iter(desk.modules.kinds()))
    values = {"kind": kind, "name": "Modul", "place": "", "hours": 24, "capacity": 12}
    module = desk.modules.create(values, [(OLD, "09:00", "12:00"), (kept, "09:00", "12:00")])
    enrolled = desk.modules.step(desk.modules.need(person, kind).id, "enrolled", module_id=module.id).id
    ref = desk.booking.book(person, make.placement(desk.bank), TODAY, TODAY + timedelta(30)).booking.ref
    job = desk.booking.get(ref).employment_id
    decided = {"form": "osa", "from_date": "2020-01-01", "to_date": "2026-12-31", "rate": 80, "claim_days": 60}
    with desk.bank.write(text("of every kind")):
        of = insert(desk.bank, "subsidy", ref="S-001", participant_id=person, employment_id=job, **decided)
        for day in (OLD, kept):
            on, hers = day.isoformat(), {"participant_id": person}
            insert(desk.bank, "note", **hers, on_date=on, kind="note", body="x", author="A")
            insert(desk.bank, "contact_attempt", **hers, employment_id=job, on_date=on, how="phone")
            insert(desk.bank, "check_shown", **hers, kind="school", shown_on=on, seen_by="A")
            insert(desk.bank, "payment", **hers, month=on[:7], amount=1, role="applicant")
            insert(desk.bank, "measure", **hers, name="m", from_date=on, to_date=on)
            insert(desk.bank, "workday", **hers, employment_id=job, on_date=on, code="S")
            insert(desk.bank, "subsidy_claim", **hers, subsidy_id=of, month=on[:7])
        for meeting in desk.modules.occasions(module.id):
            insert(desk.bank, "attendance", enrolment_id=enrolled, occasion_id=meeting.id, state="present")
    for one in KINDS:
        desk.retention.set_period(one, 2, PLAN)
    assert {one.kind: one.passed for one in desk.retention.periods()} == dict.fromkeys(KINDS, 1) | {"access_log": 0}
    assert desk.retention.erase_kinds(PLAN) == len(KINDS) - 1
    left = {k: int(value(desk.bank, f"select count(*) from {k}")) for k in KINDS if k != "access_log"}
    assert left == dict.fromkeys(left, 1)
    assert prove(desk.bank) == []


@pytest.mark.parametrize(
    "said", ["abc", "0", "101", "-1", "5,5", "٥", "1 0", "99999", "01001", "0099999999", " ", " 7 ", "007"]
)
def test_years_that_records_are_kept_are_a_number_from_1_to_100_whoever_sends_them(desk: Desk, said: str) -> None:
    for given in (said, Change("", said)):
        with pytest.raises(Refused, match="1 to 100"):
            desk.set_settings({"retention_years": given, "city": "Annan"})
    assert desk.setting("city") != "Annan", "nothing of it is stored"
    usual = desk.retention.limit()
    desk.set_settings({"retention_years": "7"})
    assert usual.year - desk.retention.limit().year == 2
    desk.set_settings({"retention_years": ""})
    assert desk.retention.limit() == usual
