"""A person's data that may be stored and no more (GDPR art. 18): nothing is done with it until that is lifted, for a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from amdesk.db.catalogue import TABLES, records
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.rules import RESTRICTED
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.people.participant import urgency
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.services.test_verify import ended

DAYS = (TODAY + timedelta(7), TODAY + timedelta(60))
ASKED = "Begärde det i brev 2026-11-20"


@pytest.fixture
def waits(desk: Desk) -> int:
    """Somebody who waits, has a note and a booking to come, and whose processing is restricted."""
    person = make.participant(desk.bank, name="Prov Begränsad", identity=make.fresh_number(), phone="070-1740605")
    desk.participants.add_note(person, {"body": "Ringde om en plats", "kind": "note"})
    desk.booking.book(person, make.placement(desk.bank, 3), *DAYS, ref="B-HERS")
    desk.booking.introduction_seen("B-HERS")
    desk.participants.restrict(person, wish=True, why=ASKED)
    return person


def acts(desk: Desk, person: int, folder: Path) -> dict[str, Callable[[], object]]:
    place, kind = make.placement(desk.bank, 2), next(iter(desk.modules.kinds()))
    row = folder / "one.csv"
    row.write_text(f"Namn;Personnummer;Telefon\nProv Begränsad;{desk.work.participant(person).identity};070-1740609\n")

    def imported() -> None:
        (outcome,) = desk.imports.review(desk.imports.stage(row, "participants")).outcomes
        assert outcome.outcome == "accepted", outcome.reason

    return {
        "note": lambda: desk.participants.add_note(person, {"body": "Mer", "kind": "note"}),
        "change": lambda: desk.participants.change(person, {"phone": "070-1740607"}),
        "number": lambda: desk.participants.replace_identity(person, make.fresh_number()),
        "merge": lambda: desk.participants.merge(person, make.participant(desk.bank)),
        "register extract": lambda: desk.participants.extract_shown(person, "school", TODAY),
        "match": lambda: desk.matching.opened(person, "Letar plats"),
        "why": lambda: desk.matching.why(person, place, "Letar plats"),
        "book": lambda: desk.booking.book(person, place, TODAY + timedelta(90), TODAY + timedelta(99)),
        "move": lambda: desk.booking.move("B-HERS", place, TODAY + timedelta(8)),
        "extend": lambda: desk.booking.extend("B-HERS", TODAY + timedelta(80)),
        "start": lambda: desk.booking.start("B-HERS"),
        "module": lambda: desk.modules.need(person, kind),
        "notice": lambda: desk.exports.notice("B-HERS", why="Skickar besked"),
        "import": imported,
        "record without a reason": lambda: desk.participants.record(person),
        "undo of a note": lambda: desk.history.undo_making("note", 1),
        "undo of her record": lambda: desk.history.undo_making("participant", person),
    }


def refusal(act: Callable[[], object]) -> str:
    """With what an act was refused; that it was done."""
    try:
        act()
    except (AmdeskError, AssertionError) as error:
        return str(error)
    return "done"


def test_nothing_is_done_with_the_data_of_somebody_whose_processing_is_restricted(
    desk: Desk, waits: int, tmp_path: Path
) -> None:
    before = desk.work.participant(waits)
    for name, act in acts(desk, waits, tmp_path).items():
        said = refusal(act)
        assert "restricted" in said.lower(), (name, said)
    assert desk.work.participant(waits) == before
    assert [b.ref for b in desk.booking.every() if b.participant_id == waits] == ["B-HERS"]


def test_each_table_of_her_facts_is_guarded_by_the_bank_itself(desk: Desk, waits: int) -> None:
    """What is read from records that people fill is in the guard's list, so that a new one is not forgotten."""
    guarded = {*RESTRICTED, "attendance", "participant"}
    assert set(records()) <= guarded
    stays = {"guidance_used", "identity_history", "document", "cohort_row", "report_row", "erasure", "import_row", "list_row",
             "step", "audit", "audit_value", "access_log", "case_worker"}  # fmt: skip
    assert {t.name for t in TABLES if t.hers} - stays <= guarded
    bank = desk.bank
    by_hand = (
        "insert into note (uid, participant_id, on_date, kind, body, author) values ('x', :p, '2026-11-23', 'note', 'b', 'a')",
        "insert into check_shown (uid, participant_id, kind, shown_on, seen_by) values ('y', :p, 'school', '2026-11-23', 'a')",
    )
    for put in by_hand:
        with pytest.raises(RuleBroken, match="restricted"), bank.write(text("by another program")):
            bank.execute(put, {"p": waits})


def test_what_runs_ends_a_certificate_is_revoked_and_she_is_protected_all_the_same(desk: Desk, waits: int) -> None:
    desk.booking.cancel("B-HERS")
    assert desk.booking.get("B-HERS").status == "cancelled"
    desk.participants.protect(waits, 1)
    assert desk.work.participant(waits).protection == 1
    certified = ended(desk, "Prov Intygad")
    row, _pdf = desk.competence.issue(certified)
    desk.participants.restrict(certified, wish=True, why=ASKED)
    with pytest.raises(Refused, match="restricted"):
        desk.competence.issue(certified, why="Nytt intyg")
    desk.competence.revoke_number(row.number, "Fel nivå")
    assert desk.competence.archive()[0].revoked_on == TODAY


def test_she_stands_in_the_list_with_the_mark_and_in_no_queue_and_no_list_that_leaves(
    desk: Desk, waits: int, tmp_path: Path
) -> None:
    other = make.participant(desk.bank, name="Prov Öppen", identity=make.fresh_number())
    desk.booking.book(other, make.placement(desk.bank, 3), *DAYS)
    (row,) = [r for r in desk.participants.listing() if r.id == waits]
    assert (str(urgency(row, TODAY).text), urgency(row, TODAY).look) == ("Restricted", "bad")
    desk.booking.cancel("B-HERS")
    assert waits not in [r.id for r in desk.participants.listing(chip="waiting")]
    for _ in desk.exports.bookings(tmp_path / "b.xlsx"):
        pass
    said = {str(c.value) for s in openpyxl.load_workbook(tmp_path / "b.xlsx") for r in s.iter_rows() for c in r}
    assert "Prov Öppen" in said
    assert "Prov Begränsad" not in said


def test_a_supervisors_list_leaves_her_out_and_says_that_somebody_is(desk: Desk, waits: int, tmp_path: Path) -> None:
    assert "Prov Begränsad" not in str(desk.exports.preview("supervisors").rows)
    assert desk.exports.preview("supervisors").left_out == 1


def test_she_is_not_erased_when_her_time_has_passed_until_it_is_lifted(desk: Desk) -> None:
    long_ago = TODAY - timedelta(4000)
    person = make.participant(desk.bank, name="Prov Förbi", registered_on=long_ago)
    assert [p.id for p in desk.retention.overdue()] == [person]
    desk.participants.restrict(person, wish=True, why="Behöver uppgifterna för ett rättsligt anspråk")
    assert desk.retention.overdue() == []
    assert desk.retention.erase(why="Enligt planen") == 0
    desk.participants.restrict(person, wish=False, why="Målet är avgjort; underrättad i brev")
    assert desk.retention.erase(why="Enligt planen") == 1
    assert desk.retention.overdue() == []


def test_it_takes_a_reason_each_way_stays_through_undo_and_both_stand_in_the_log(desk: Desk, waits: int) -> None:
    with pytest.raises(Refused, match="reason"):
        desk.participants.restrict(waits, wish=False, why=" ")
    kept = desk.work.participant(waits)
    assert (kept.restricted_on, kept.restricted_why) == (TODAY, ASKED)
    desk.participants.restrict(waits, wish=False, why="Uppgifterna var rätta; underrättad")
    now = desk.work.participant(waits)
    assert (now.restricted_on, now.restricted_why) == (None, "")
    found = [(r.what, r.why) for r in desk.history.access(now.number) if r.what == "restriction"]
    assert found == [("restriction", "Uppgifterna var rätta; underrättad"), ("restriction", ASKED)]
    desk.participants.add_note(waits, {"body": "Nu går det igen", "kind": "note"})
    assert desk.participants.record(waits).participant.id == waits


def test_a_list_that_says_something_new_of_her_is_not_heard_and_the_row_says_why(
    desk: Desk, waits: int, tmp_path: Path
) -> None:
    path, number = tmp_path / "l.csv", desk.work.participant(waits).identity
    fresh = make.number(date(1990, 3, 3))
    path.write_text(f"Namn;Personnummer;Telefon\nProv Begränsad;{number};070-1740611\nProv Ny;{fresh};070-1740612\n")
    review = desk.imports.review(desk.imports.stage(path, "participants"))
    assert [(o.outcome, o.reason) for o in review.outcomes] == [("rejected", "RESTRICTED"), ("accepted", "")]
    desk.imports.store(review)
    assert desk.work.participant(waits).phone == "070-1740605"
