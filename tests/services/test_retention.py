"""Erasure: what identifies a person goes from every table, the search, the undo and the restored backup; what is counted stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.catalogue import COPIED
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank, insert, value
from amdesk.domain.errors import BankUnusable, Refused
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, retention
from amdesk.services.desk import Desk
from tests import make

LONG_AGO = date(2019, 6, 30)
BEFORE = date(2020, 1, 1)


def gone_person(desk: Desk, **given: Any) -> int:
    """Somebody whose employment ended long ago, with traces of herself everywhere."""
    bank = desk.bank
    hers = {"name": "Estella Spårlund", "identity": make.number(date(1987, 5, 3)), "phone": "070-1740611"}
    person = make.participant(bank, **{**hers, "registered_on": date(2018, 1, 1), **given})
    with bank.write(text("{name} is noted", name="Estella Spårlund")):
        insert(
            bank,
            "employment",
            ref=f"E-{person}",
            participant_id=person,
            form="bea_visstid",
            kind="external",
            from_date="2019-01-07",
            to_date=LONG_AGO.isoformat(),
            extent=100,
            ended_on=LONG_AGO.isoformat(),
            end_reason="A1",
        )
        insert(
            bank,
            "note",
            participant_id=person,
            on_date="2019-02-01",
            kind="phone",
            body="Estella Spårlund ringde",
            author="A",
        )
        insert(bank, "payment", participant_id=person, month="2018-05", amount=845_000, role="applicant")
    desk.participants.note(person, "phone", "Samtal med Estella Spårlund", date(2019, 3, 1)) if hasattr(
        desk.participants, "note"
    ) else None
    return person


def everything(bank: Bank) -> str:
    return "\n".join(str(list(r.values())) for t in COPIED for r in bank.query(f"select * from {t}"))


def test_nothing_that_identifies_her_is_left(desk: Desk) -> None:
    person = gone_person(desk)
    assert "Spårlund" in everything(desk.bank)
    number = str(value(desk.bank, "select identity from participant where id = :p", p=person))
    assert [p.id for p in desk.retention.overdue(BEFORE)] == [person]
    assert desk.retention.erase(BEFORE, "Gallringsplan 4.2") == 1
    left = everything(desk.bank)
    assert "Spårlund" not in left
    assert number not in left
    assert "070-1740611" not in left
    assert desk.bank.search("participant", "Spårlund", 10) == []
    assert list(desk.bank.query("select approved_by, why from erasure")) == [
        {"approved_by": desk.bank.actor, "why": "Gallringsplan 4.2"}
    ]


def test_what_is_counted_stays(desk: Desk) -> None:
    gone_person(desk, gender="woman")
    before = [(f.id, f.count, f.base) for f in desk.results.followup(date(2019, 1, 1), date(2019, 12, 31)).figures]
    desk.retention.erase(BEFORE, "plan")
    assert [
        (f.id, f.count, f.base) for f in desk.results.followup(date(2019, 1, 1), date(2019, 12, 31)).figures
    ] == before
    assert desk.participants.listing() == []


def test_it_cannot_be_undone(desk: Desk) -> None:
    gone_person(desk)
    desk.retention.erase(BEFORE, "plan")
    with pytest.raises(Refused):
        desk.history.undo()


def test_who_works_or_is_booked_is_never_erased(desk: Desk) -> None:
    person = gone_person(desk)
    with desk.bank.write(text("x")):
        insert(
            desk.bank,
            "employment",
            ref="E-now",
            participant_id=person,
            form="bea_visstid",
            from_date="2026-01-07",
            to_date=None,
            extent=100,
        )
    assert desk.retention.overdue(BEFORE) == []
    assert desk.retention.erase(BEFORE, "plan") == 0


@pytest.mark.parametrize(("before", "why"), [(BEFORE, " "), (date(2030, 1, 1), "plan")])
def test_an_erasure_needs_a_reason_and_a_day_that_has_passed(desk: Desk, before: date, why: str) -> None:
    gone_person(desk)
    with pytest.raises(Refused):
        desk.retention.erase(before, why)
    assert "Spårlund" in everything(desk.bank)


def test_outside_an_erasure_nothing_is_deleted(desk: Desk) -> None:
    gone_person(desk)
    with pytest.raises(RuleBroken), desk.bank.write(text("x")):
        desk.bank.execute("delete from note")
    with pytest.raises(RuleBroken), desk.bank.write(text("x")):
        desk.bank.execute("delete from audit_value")


def test_an_erasure_that_fails_erases_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from amdesk.db.bank import erasure

    gone_person(desk)
    monkeypatch.setattr(erasure, "_steps", lambda *_: (_ for _ in ()).throw(RuntimeError("power")))
    with pytest.raises(RuntimeError):
        desk.retention.erase(BEFORE, "plan")
    assert "Spårlund" in everything(desk.bank)
    monkeypatch.undo()
    with desk.bank.write(text("afterwards changes are logged again")):
        insert(desk.bank, "setting", name="x", value="y")
    assert value(desk.bank, "select count(*) as n from audit where tbl = 'setting'") >= 1


def test_a_backup_from_before_does_not_bring_her_back(tmp_path: Path) -> None:
    me, path, copy = access.Who("A", "a"), tmp_path / "b.amdesk", tmp_path / "copy.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, me)
    desk = Desk(bank, make.CLOCK)
    gone_person(desk)
    banks.backup(bank, copy)
    desk.retention.erase(BEFORE, "plan")
    bank.close()
    assert "Spårlund" not in retention.list_of(str(path)).read_text("utf-8")
    banks.restore(copy, path, None, make.CLOCK, me)
    opened = open_bank(str(path), actor="A", account="a", clock=make.CLOCK)
    assert "Spårlund" not in everything(opened)
    opened.close()


def merged(desk: Desk, keep: int) -> int:
    """A second record of hers, registered long ago, which was merged into this one."""
    second = make.participant(
        desk.bank,
        name="Estella Spaarlund",
        identity=make.number(date(1987, 5, 3), "239"),
        registered_on=date(2018, 1, 2),
    )
    desk.participants.merge(keep, second)
    return second


def test_a_merged_record_stays_as_long_as_the_person_it_was_merged_into(desk: Desk) -> None:
    merged(desk, make.participant(desk.bank, name="Estella Spårlund"))
    assert desk.retention.overdue(BEFORE) == []
    assert desk.retention.erase(BEFORE, "plan") == 0
    assert "Spaarlund" in everything(desk.bank)


def test_a_merged_record_leaves_with_the_person_it_was_merged_into(desk: Desk) -> None:
    kept = gone_person(desk)
    second = merged(desk, kept)
    number = str(value(desk.bank, "select identity from participant where id = :p", p=second))
    assert [p.id for p in desk.retention.overdue(BEFORE)] == [kept]
    assert desk.retention.erase(BEFORE, "plan") == 1
    left = everything(desk.bank)
    assert [said for said in ("Spårlund", "Spaarlund", number) if said in left] == []
    assert value(desk.bank, "select count(*) as n from erasure") == 2


def test_a_merged_record_that_an_earlier_erasure_forgot_is_due(desk: Desk) -> None:
    kept = gone_person(desk)
    second = merged(desk, kept)
    with desk.bank.write(text("erased"), undoable=False), desk.bank.erasing():
        desk.bank.execute("update participant set void = 1, name = '', identity = null where id = :p", {"p": kept})
    assert [p.id for p in desk.retention.overdue(BEFORE)] == [second]
    desk.retention.erase(BEFORE, "plan")
    assert value(desk.bank, "select name from participant where id = :p", p=second) == ""


def test_a_backup_from_before_a_merge_brings_neither_record_back(tmp_path: Path) -> None:
    me, path, copy = access.Who("A", "a"), tmp_path / "b.amdesk", tmp_path / "copy.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, me)
    desk = Desk(bank, make.CLOCK)
    kept = gone_person(desk)
    second = make.participant(bank, name="Estella Spaarlund", identity=make.number(date(1987, 5, 3), "239"))
    banks.backup(bank, copy)
    desk.participants.merge(kept, second)
    desk.retention.erase(BEFORE, "plan")
    bank.close()
    banks.restore(copy, path, None, make.CLOCK, me)
    opened = open_bank(str(path), actor="A", account="a", clock=make.CLOCK)
    left = everything(opened)
    opened.close()
    assert [said for said in ("Spårlund", "Spaarlund") if said in left] == []


def test_where_there_is_no_list_of_the_erased_nobody_is_on_it_and_what_is_no_list_is_refused(tmp_path: Path) -> None:
    path = retention.list_of(str(tmp_path / "b.amdesk"))
    assert retention.erased(path) == set()
    path.write_text('["a", "b"]', "utf-8")
    assert retention.erased(path) == {"a", "b"}
    for nonsense in ("", "{", '{"a": 1}', "7"):
        path.write_text(nonsense, "utf-8")
        with pytest.raises(BankUnusable):
            retention.erased(path)


def test_a_bank_in_memory_leaves_no_list_beside_it(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    retention.remember(desk.bank)
    assert list(tmp_path.iterdir()) == []


def two_users(tmp_path: Path) -> tuple[Path, Desk, Desk]:
    """A bank in which the unit wants a second user, opened by each of them with her own passphrase."""
    path = tmp_path / "two.amdesk"
    me = access.Who("Petra", "petra")
    banks.create(path, "en lång fras av Petra", make.CLOCK, me)[0].close()
    first = Desk(banks.open_(str(path), "en lång fras av Petra", make.CLOCK, me), make.CLOCK)
    first.set_settings({"retention_two": "yes"})
    first.users.add("Eva", ("administrator",), "en lång fras av Eva")
    first.close()
    opened = [
        Desk(banks.open_(str(path), f"en lång fras av {name}", make.CLOCK, me), make.CLOCK) for name in ("Petra", "Eva")
    ]
    return path, opened[0], opened[1]


def test_where_the_unit_wants_two_nobody_approves_what_she_proposed_whatever_name_she_gives(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    kept, late = gone_person(petra), 0
    for desk in (petra, eva):
        with pytest.raises(Refused, match="Nobody has proposed"):
            desk.retention.erase(BEFORE, "plan")
    assert petra.retention.propose("Gallringsplan 4.2", BEFORE) == 1
    late = gone_person(petra, name="Sent Spårlund", identity=make.fresh_number(), phone="")
    with pytest.raises(Refused, match="yourself"):
        petra.retention.erase(BEFORE, "plan")
    for name in ("Eva", "eva"):  # settings say it, and the slot does not
        again = banks.open_(petra.bank.address, "en lång fras av Petra", make.CLOCK, access.Who(name, name))
        with pytest.raises(Refused, match="yourself"):
            Desk(again, make.CLOCK).retention.erase(BEFORE, "plan")
        again.close()
    with pytest.raises(Refused):
        eva.set_settings({"retention_proposed": "{}"})
    found = eva.retention.proposal()
    assert found is not None
    assert (found.by, found.why, len(found.people)) == ("Petra", "Gallringsplan 4.2", 1)
    assert eva.retention.erase() == 1
    assert list(eva.bank.query("select approved_by, why from erasure")) == [
        {"approved_by": "Eva", "why": "Gallringsplan 4.2"}
    ]
    assert [p.id for p in eva.retention.overdue(BEFORE)] == [late], "who came to the list afterwards was not approved"
    assert kept != late
    assert eva.retention.proposal() is None
    for desk in (petra, eva):
        desk.close()


def test_two_approve_nothing_where_users_are_not_named(desk: Desk) -> None:
    gone_person(desk)
    desk.set_settings({"retention_two": "yes"})
    with pytest.raises(Refused, match="no named users"):
        desk.retention.propose("plan", BEFORE)
    with pytest.raises(Refused, match="no named users"):
        desk.retention.erase(BEFORE, "plan")


def test_while_somebody_reads_the_log_of_writes_is_not_said_to_be_cleared(tmp_path: Path) -> None:
    path = tmp_path / "b.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.Who("Petra", "petra"))
    assert isinstance(bank, SqliteBank)
    desk = Desk(bank, make.CLOCK)
    gone_person(desk)
    other = SqliteBank(str(path), bank.key, actor="x", account="x", clock=make.CLOCK)
    bank.execute("pragma busy_timeout = 1").fetchall()
    with other.read():
        other.query("select name from participant")
        assert desk.retention.erase(BEFORE, "plan") == 1
        assert not desk.retention.forget()
        assert path.with_name(path.name + "-wal").stat().st_size > 0
    other.close()
    assert desk.retention.forget()
    assert path.with_name(path.name + "-wal").stat().st_size == 0
    desk.close()


def not_erased(desk: Desk) -> set[int]:
    return {int(str(r["id"])) for r in desk.bank.query("select id from participant where name <> ''")}


def test_with_two_nobody_is_erased_by_naming_somebody_who_was_not_proposed(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    gone, named = gone_person(petra), make.participant(petra.bank)
    assert petra.retention.propose("Gallringsplan 4.2", BEFORE) == 1
    number = petra.work.participant(named).number
    with pytest.raises(Refused, match="not the people"):
        eva.retention.erase(early=[number])
    assert {gone, named} <= not_erased(eva)
    assert petra.retention.propose("Beslut enligt artikel 17", early=[number]) == 1
    assert eva.retention.erase(early=[number]) == 1, "whom she names is whom Petra named"
    assert (gone in not_erased(eva), named in not_erased(eva)) == (True, False)
    for desk in (petra, eva):
        desk.close()


def test_what_was_proposed_is_nobody_once_the_unit_wants_no_second_user(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    gone_person(petra)
    petra.retention.propose("Beslut enligt artikel 17", early=[make.participant(petra.bank)])
    assert len(eva.retention.proposed()) == 1
    eva.set_settings({"retention_two": "no"})
    assert eva.retention.proposed() == []
    for desk in (petra, eva):
        desk.close()


def test_a_proposal_is_shown_as_it_is_erased_though_the_limit_has_moved_since(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    gone_person(petra)
    petra.retention.propose("Gallringsplan 4.2", BEFORE)
    eva.set_settings({"retention_years": "90"})
    shown = [p.uid for p in eva.retention.proposed()]
    assert len(shown) == eva.retention.erase(shown=shown) == 1
    for desk in (petra, eva):
        desk.close()


def test_others_than_were_shown_are_neither_erased_nor_proposed(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    gone = gone_person(petra)
    shown = [p.uid for p in petra.retention.overdue(BEFORE)]
    late = gone_person(eva, name="Sent Spårlund", identity=make.fresh_number(), phone="")
    with pytest.raises(Refused, match="changed since it was shown"):
        petra.retention.propose("plan", BEFORE, shown=shown)
    assert petra.retention.proposal() is None
    petra.set_settings({"retention_two": "no"})
    with pytest.raises(Refused, match="changed since it was shown"):
        petra.retention.erase(BEFORE, "plan", shown=shown)
    assert {gone, late} <= not_erased(eva)
    for desk in (petra, eva):
        desk.close()


@pytest.mark.parametrize("named", [2, "D-0002", 1])
def test_by_whichever_of_her_records_she_is_named_the_whole_person_is_erased(desk: Desk, named: int | str) -> None:
    make.participant(desk.bank, name="Zelda Kvarvik", phone="070-1740611")
    make.participant(desk.bank, name="Zelda Bortvik", phone="070-1740612")
    desk.participants.merge(1, 2)
    assert desk.retention.erase(early=[named], why="Beslut 7") == 1
    left = everything(desk.bank)
    assert [word for word in ("Kvarvik", "Bortvik", "1740611", "1740612") if word in left] == []
