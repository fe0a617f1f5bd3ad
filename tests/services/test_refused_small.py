"""What a bank, a copy, an erasure, a round or a sheet refuses, and what is told at its edges."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import partial
from pathlib import Path

import pypdf
import pytest

from amdesk.db.bank import reference, settings
from amdesk.db.bank import users as db_users
from amdesk.db.engine.keys import SlotKey
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.domain.bank.generations import CopySchedule, Folders
from amdesk.domain.bank.roles import ADMINISTRATOR, EVERY, MANAGER
from amdesk.domain.booking.rounds import Wishes
from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.domain.values import fold
from amdesk.export.city import fingerprint, read_city
from amdesk.services.bank import access, banks, generations, rehearsal
from amdesk.services.competence import keys, register
from amdesk.services.competence.verify import verify
from amdesk.services.desk import Desk
from amdesk.services.exchange import known
from tests import make
from tests.make import TODAY
from tests.rows import day, employed
from tests.services.test_rounds import crowd
from tests.services.test_verify import ended

LONG_AGO = day(-12_000)


def code(act: object) -> str:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]  # what is called
    return refused.value.code


def test_a_bank_that_opens_for_anybody_has_nothing_to_rehearse_and_no_passphrase_to_change(
    demo_bank: Path, tmp_path: Path
) -> None:
    path = make.copied(demo_bank, tmp_path / "demo.amdesk")
    bank = banks.open_(str(path), None, make.CLOCK, access.Who("T", "t"))
    assert isinstance(bank, SqliteBank)
    assert not rehearsal.is_due(bank, TODAY)
    assert code(lambda: rehearsal.rehearse(bank, Folders(tmp_path), "ABCDE", make.CLOCK)) == "OPEN"
    bank.close()
    assert code(lambda: banks.rekey(str(path), "", "en ny lång fras", Folders(tmp_path))) == "OPEN"


def test_of_a_bank_in_memory_no_restore_is_rehearsed() -> None:
    bank = make.memory()
    assert not rehearsal.is_due(bank, TODAY)
    bank.close()


def test_what_is_no_schedule_of_copies_is_the_programs_own(desk: Desk) -> None:
    assert generations.schedule(desk.bank) == CopySchedule()
    for said, kept in (
        ("1,2,3,4,5", CopySchedule(1, 2, 3, 4, 5)),
        ("0,2,3,4,5", CopySchedule()),
        ("x", CopySchedule()),
    ):
        with desk.bank.write(text("copies")):
            settings.set_setting(desk.bank, "copies_kept", said)
        assert generations.schedule(desk.bank) == kept, said


def test_nobody_proposes_to_erase_nobody_and_an_erasure_is_proposed_by_somebody_who_is_named(desk: Desk) -> None:
    with desk.bank.write(text("users")):
        db_users.give(desk.bank, "Rut", (ADMINISTRATOR,))
        db_users.give(desk.bank, "Petra", (ADMINISTRATOR, MANAGER))
    desk.bank.key = SlotKey("", "Rut", "passphrase")  # type: ignore[attr-defined]  # of a bank in a file
    assert code(lambda: desk.retention.propose("Gallring")) == "NOBODY"
    old = make.participant(desk.bank, registered_on=LONG_AGO)
    employed(desk.bank, old, LONG_AGO, LONG_AGO + timedelta(200))
    assert code(lambda: desk.retention.propose("  ")) != "NOBODY"
    assert desk.retention.propose("Gallring") == 1
    found = desk.retention.proposal()
    assert found is not None
    assert (found.why, len(found.people), found.before) == ("Gallring", 1, desk.retention.limit())


def test_whoever_no_number_of_places_would_reach_is_told_that_it_fits_and_no_more(desk: Desk) -> None:
    """Locked elsewhere she would never get one more place of that kind."""
    first, second = crowd(desk, 2)
    place = make.placement(desk.bank)
    answer = desk.rounds.solve()
    assert answer.score == sum(p.match.score for p in answer.optimal) > 0
    (left,) = desk.rounds.unplaced(answer)
    assert len(left.why) == 2
    locked = desk.rounds.solve(wishes=Wishes(locked={first: place, second: place}))
    assert [p.id for p in locked.broken_locks] == [second]
    assert locked.score == locked.optimal[0].match.score


def test_another_last_day_despite_a_must_keeps_the_new_reason_and_one_that_stands_is_not_said_again(desk: Desk) -> None:
    who = make.participant(desk.bank, needs=(Need("kind", "in_house", "must"),))
    place = make.placement(desk.bank)
    assert code(lambda: desk.booking.book(who, place, day(3), day(90))) == "MUST"
    ref = desk.booking.book(who, place, day(3), day(90), despite="Hon vill").booking.ref
    assert desk.booking.extend(ref, day(100)).despite == "Hon vill"
    assert desk.booking.extend(ref, day(110), "Hon vill prova längre").despite == "Hon vill prova längre"
    found = desk.bank.query("select why from access_log where what = 'despite' order by id", {})
    assert [r["why"] for r in found] == ["Hon vill", "Hon vill prova längre"]


def test_fingerprints_say_the_time_of_each_key_where_it_is_bounded(desk: Desk) -> None:
    alone = desk.competence.public_key()
    assert keys.prints(alone) == [fingerprint(read_city(alone).keys[0].public)]
    both = desk.competence.new_key(day(30))
    first, second = keys.prints(both)
    assert first == f"{keys.prints(alone)[0]}  –{day(29)}"
    assert second.endswith(f"  {day(30)}–")


def test_the_page_that_checks_has_the_citys_key_and_its_list_of_today(desk: Desk) -> None:
    page = desk.competence.site()
    assert page.startswith(b"<!")
    ended(desk, "Aida Prov")
    key = desk.competence.issue(1)[0].id
    before = desk.competence.site()
    assert desk.competence.site() == before
    desk.competence.revoke(key, "Fel namn")
    assert desk.competence.site() != before


def test_a_verdict_says_what_was_signed_for_a_program(desk: Desk, tmp_path: Path) -> None:
    ended(desk, "Aida Prov")
    paper, key = tmp_path / "a.pdf", tmp_path / "stad.pem"
    paper.write_bytes(desk.competence.issue(1)[1])
    key.write_bytes(desk.competence.public_key())
    found = verify(paper, key)
    said = found.certificate()
    assert said is not None
    assert (said["name"], said["issued_on"], said["shown"]) == ("Aida Prov", str(TODAY), list(found.shown))
    changed = paper.read_bytes().replace(b"%%EOF", b"%%EOX")
    paper.write_bytes(changed)
    broken = verify(paper, key)
    assert not broken.valid


def test_everybody_may_do_everything_where_nobody_is_named(desk: Desk) -> None:
    assert desk.roles() == EVERY
    assert desk.user() == ""


def said(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_what_is_no_certificate_yet_says_so_across_the_page_and_what_is_issued_does_not(desk: Desk) -> None:
    ended(desk, "Aida Prov")
    job = desk.booking.employments()[0].id
    typed = Assessment(0, job, 1, "final", TODAY, "Nils", {"PAR-02": 3}, "", finished=True)
    for paper in (desk.competence.draft(job), desk.competence.look(job, typed)[1]):
        assert "UTKAST" in said(paper)
    assert "UTKAST" not in said(desk.competence.issue(1)[1])


def test_a_scan_is_a_pdf_or_a_picture_of_at_most_so_many_bytes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "MOST_SCAN", 40)
    ended(desk, "Aida Prov")
    key = desk.competence.issue(1)[0].id
    for begins in (b"%PDF", b"\x89PNG", b"\xff\xd8\xff"):
        desk.competence.attach_signed(key, "scan", begins.ljust(40, b"x"))
        assert code(partial(desk.competence.attach_signed, key, "scan", begins.ljust(41, b"x"))) == "SCAN"
    assert code(lambda: desk.competence.attach_signed(key, "scan", b"GIF89a")) == "SCAN"


def test_codes_are_read_by_their_code_and_by_their_name_in_both_languages(desk: Desk) -> None:
    found = known._codes(desk.bank, "levels")
    levels = reference.codes(desk.bank, "levels")
    assert {(c.code, c.code, c.code) for c in levels} == {
        (found[fold(c.code)], found[fold(c.sv)], found[fold(c.en)]) for c in levels
    }


def test_the_copy_that_was_made_before_an_update_is_told_by_its_place(tmp_path: Path) -> None:
    bank = make.memory()
    assert banks.copy_before(bank) is None
    bank.kept = tmp_path
    assert banks.copy_before(bank) == tmp_path
    bank.close()
