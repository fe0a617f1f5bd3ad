"""A copy from before a report was given out is put in the bank's place: whoever has the paper still has it, so the bank goes on
guarding what it told."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.port import rows, value
from amdesk.db.results import carried
from amdesk.db.results import reports as db
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.domain.results.report import Report
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, retention, since
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_reports import _person

pytestmark = pytest.mark.usefixtures("brief_search")

ME, SECRET = access.Who("Petra", "petra"), "en lång fras helt enkelt"
FIRST, LATER, LAST = date(2026, 1, 1), date(2026, 5, 31), date(2026, 9, 30)


def fill(desk: Desk, seed: int, count: int, begin: int = 0) -> None:
    dice = random.Random(seed)
    places = [
        make.placement(desk.bank, 9, name=f"Plats {begin}-{i}", kind=("external", "in_house")[i % 2]) for i in range(4)
    ]
    with desk.bank.write(text("random")):
        for i in range(begin, begin + count):
            _person(desk.bank, dice, i, places)


def opened(path: Path) -> Desk:
    return make.desk(banks.open_(str(path), SECRET, make.CLOCK, ME))


@pytest.fixture
def before(tmp_path: Path) -> tuple[Path, Path]:
    """The bank, in which a report was given out, and a copy from before that."""
    path, folder = tmp_path / "home" / "b.amdesk", tmp_path / "copies"
    path.parent.mkdir()
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    desk = opened(path)
    fill(desk, 5, 160)
    older, _ = desk.keeping.numbered(Folders(folder, None), make.CLOCK)
    fill(desk, 6, 30, 160)
    give(desk, FIRST, LATER, tmp_path / "first.pdf")
    desk.close()
    return path, older


def give(desk: Desk, first: date, last: date, path: Path) -> Report:
    report = desk.reports.outside(desk.reports.followup(first, last))
    desk.reports.save(report, path, given_out=True, recipient="Nämnden")
    return report


def withheld(desk: Desk) -> set[str]:
    return {f.id for f in desk.reports.outside(desk.reports.followup(FIRST, LAST)).figures() if f.withheld}


@pytest.mark.thorough(long=True)
def test_what_was_given_out_since_the_copy_was_made_is_guarded_against_as_before(before: tuple[Path, Path]) -> None:
    path, older = before
    desk = opened(path)
    (given,) = db.given_reports(desk.bank)
    told = desk.reports.given_out()
    opening = db.opening(desk.bank, given.reference)
    desk.close()
    assert since.known(older, path, SECRET).told == []
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    desk = opened(path)
    (kept,) = db.given_reports(desk.bank)
    assert desk.reports.given_out() == told
    assert db.opening(desk.bank, given.reference) == opening, "an auditor can still be shown the rows"
    assert (kept.shown, kept.first, kept.last) == (given.shown, given.first, given.last)
    people = {r["id"] for r in rows(desk.bank, "select id from participant")}
    assert set(kept.rows) == {r for r in given.rows if r.person in people}, (
        "who is not in the copy counts as known to all"
    )
    assert 0 < len(kept.rows) < len(given.rows)
    guarded = withheld(desk)
    with desk.bank.write(text("forgotten")):
        desk.bank.execute("update report_row set void = 1")
        desk.bank.execute("update report set void = 1")
    assert len(guarded) > len(withheld(desk)), "without the report more would be told"
    desk.close()


@pytest.mark.thorough(long=True)
def test_a_row_with_the_key_of_another_employment_is_no_row_of_the_report(before: tuple[Path, Path]) -> None:
    """Keys are given anew after a restore: the report must not hold somebody who was registered since for one it counted."""
    path, older = before
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    desk = opened(path)
    highest = value(desk.bank, "select max(id) as n from employment")
    fill(desk, 7, 30, 160)
    keys = {r.key for r in db.given_reports(desk.bank)[0].rows}
    desk.close()
    assert max(keys) <= highest


@pytest.mark.thorough(long=True)
def test_whoever_was_erased_since_stands_in_no_row_of_it(before: tuple[Path, Path]) -> None:
    path, older = before
    desk = opened(path)
    counted = len(db.given_reports(desk.bank)[0].rows)
    gone = desk.retention.erase(date(2026, 4, 1), "plan")
    assert gone
    left = len(db.given_reports(desk.bank)[0].rows)
    assert left < counted
    desk.close()
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    desk = opened(path)
    erased = {r["id"] for r in rows(desk.bank, "select id from participant where void = 1")}
    assert erased
    assert not erased & {r.person for r in db.given_reports(desk.bank)[0].rows}
    desk.close()


@pytest.mark.thorough(long=True)
def test_a_copy_that_is_put_back_twice_knows_each_report_once(before: tuple[Path, Path], tmp_path: Path) -> None:
    path, older = before
    for _ in range(2):
        banks.restore(older, path, SECRET, make.CLOCK, ME)
    desk = opened(path)
    give(desk, LATER + timedelta(days=1), LAST, tmp_path / "second.pdf")
    desk.close()
    banks.restore(older, path, SECRET, make.CLOCK, ME)
    desk = opened(path)
    assert len({r.reference for r in db.given_reports(desk.bank)}) == len(db.given_reports(desk.bank)) == 2
    desk.close()


@pytest.mark.thorough(long=True)
def test_another_banks_reports_are_not_taken_over(before: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = before
    other = tmp_path / "other" / "o.amdesk"
    other.parent.mkdir()
    banks.create(other, SECRET, make.CLOCK, ME)[0].close()
    desk = opened(other)
    copy, _ = desk.keeping.numbered(Folders(tmp_path / "others", None), make.CLOCK)
    desk.close()
    banks.restore(copy, path, SECRET, make.CLOCK, ME)
    desk = opened(path)
    assert desk.reports.given_out() == []
    desk.close()


@pytest.mark.thorough(long=True)
def test_where_no_newer_copy_is_within_reach_it_is_said_that_nobody_knows(before: tuple[Path, Path]) -> None:
    path, older = before
    banks.unmake(path)
    run = CliRunner(env={"AMDESK_PASSPHRASE": SECRET})
    done = run.invoke(main, ["--bank", str(path), "--lang", "en", "bank", "restore", str(older)])
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert "not known which reports were given out" in done.stderr


@pytest.mark.thorough(long=True)
def test_a_bank_that_was_just_made_knows_nothing_of_the_one_whose_copy_takes_its_place(
    before: tuple[Path, Path],
) -> None:
    """On a new computer a new bank is made first, and people may have been erased in it."""
    path, older = before
    banks.unmake(path)
    banks.create(path, SECRET, make.CLOCK, ME)[0].close()
    retention.extend(path, {"of the new bank"})
    found = since.known(older, path, SECRET)
    assert (found.unknown_from, found.reports_unknown_from) == (make.TODAY, make.TODAY)


@pytest.mark.thorough(long=True)
def test_a_newer_copy_of_another_bank_knows_nothing_of_this_one(before: tuple[Path, Path], tmp_path: Path) -> None:
    path, older = before
    banks.unmake(path)
    other = tmp_path / "other" / "o.amdesk"
    other.parent.mkdir()
    later = Clock(make.TODAY + timedelta(days=9))
    banks.create(other, SECRET, later, ME)[0].close()
    desk = make.desk(banks.open_(str(other), SECRET, later, ME))
    fill(desk, 9, 3)
    desk.keeping.numbered(Folders(older.parent, None), later)
    desk.close()
    assert len(list(older.parent.glob("*.amdesk"))) == 2
    found = since.known(older, path, SECRET)
    assert (found.unknown_from, found.reports_unknown_from) == (make.TODAY, make.TODAY)


@pytest.mark.thorough(long=True)
def test_each_row_is_carried_with_whose_it_is_and_of_which_employment(before: tuple[Path, Path]) -> None:
    """By what neither is given anew: after a restore another employment may have its key."""
    desk = opened(before[0])
    [report] = carried.given_reports_of(desk.bank, ())
    uids = {
        table: {r["id"]: r["uid"] for r in rows(desk.bank, f"select id, uid from {table}")}
        for table in ("participant", "employment")
    }
    assert len(report.rows) > 100
    for row in report.rows:
        of_job = row.values["counts"].split()[0] in carried.KEYED
        assert row.person == uids["participant"][row.values["participant_id"]]
        assert row.of == (uids["employment"][row.values["row_key"]] if of_job else "")
    assert carried.given_reports_of(desk.bank, [report.uid]) == []
    desk.close()
