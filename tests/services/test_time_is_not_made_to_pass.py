"""A day that somebody counts from (`--today`) neither moves when something was done in the log nor makes anybody's time pass."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.port import value
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make


def call(bank: Path, today: str, *words: str) -> str:
    done = CliRunner().invoke(main, ["--bank", str(bank), "--lang", "en", "--today", today, *words])
    return done.stdout + done.stderr


def test_an_administrator_who_counts_from_another_day_erases_nobody_and_dates_nothing_in_the_log(
    tmp_path: Path, new_file: Path
) -> None:
    bank = make.copied(new_file, tmp_path / "b.amdesk")
    began = datetime.now(UTC).replace(microsecond=0)
    desk = Desk(banks.open_(str(bank), None, make.CLOCK, access.Who("T", "t")), make.CLOCK)
    person = make.participant(desk.bank, name="Prov Kvar")
    desk.participants.add_note(person, {"kind": "note", "body": "Talade om parken"})
    desk.retention.set_period("note", 2, "plan")
    desk.close()
    assert call(bank, "2099-01-01", "retention", "list") == ""
    assert call(bank, "2099-01-01", "retention", "erase", "--why", "x", "--yes").startswith("Personal data of 0 people")
    assert "earlier day" in call(
        bank, "2099-01-01", "retention", "erase", "--before", "2098-01-01", "--why", "x", "--yes"
    )
    assert call(bank, "2099-01-01", "retention", "erase-passed", "--why", "x", "--yes").startswith("0 rows")
    call(bank, "2001-01-01", "participant", "extract", "D-0001", "--out", str(tmp_path / "e.json"))
    opened = banks.open_(str(bank), None, make.CLOCK, access.Who("T", "t"))
    at = str(value(opened, "select at from access_log where what = 'extract'"))
    assert began <= datetime.fromisoformat(at) <= datetime.now(UTC)
    opened.close()
