"""What the officer for information security reads is true to the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amdesk.db.bank.apart import APART
from amdesk.db.catalogue import TABLES
from amdesk.db.engine import keys
from amdesk.db.engine.errors import WrongKey
from amdesk.domain.bank.generations import CopySchedule, Folders
from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import access, banks
from amdesk.services.bank.retention import YEARS
from amdesk.services.desk import Desk
from tests import make

PAGES = Path(__file__).parents[1] / "docs" / "officer"


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text("utf-8")


def test_every_table_of_the_bank_is_told_to_the_officer_and_no_other() -> None:
    told = page("README").split("## Vad banken innehåller")[1]
    assert set(re.findall(r"`([a-z_]+)`", told)) == {t.name for t in TABLES}


def test_each_page_that_is_named_is_there() -> None:
    for one in PAGES.glob("*.md"):
        for named in re.findall(r"\]\(([^)#]+)", one.read_text("utf-8")):
            assert (one.parent / named).is_file(), f"{one.name} names {named}"


@pytest.mark.usefixtures("dear_keys")
def test_numbers_that_are_told_are_the_programs() -> None:
    assert f"{keys.MEMORY_KIB // 1024} MiB, {keys.ROUNDS} varv" in page("README")
    assert f"förval: {YEARS} år" in page("registerforteckning")
    assert CopySchedule().months > 0, "the threat model speaks of months"


def test_each_right_of_those_who_are_registered_and_the_law_of_secrecy_are_answered() -> None:
    said = page("registerforteckning")
    for article in ("13, 14", "15", "16", "17", "18", "21", "22"):
        assert re.search(rf"\| [^|]*\({article}\) \|", said), article
    for law in ("OSL) 26 kap. 1 §", "OSL 28 kap. 11 §", "OSL 39 kap.", "OSL 21 kap. 3 §", "(2001:454)"):
        assert law in said, law
    assert "Förhandssamråd (artikel 36)" in page("konsekvensbedomning")


def test_what_a_list_that_is_checked_still_tells_of_somebody_protected_is_told_to_the_officer() -> None:
    said = " ".join(page("hotmodell").split())
    assert "En lista som granskas mot banken" in said
    assert "`--dry-run`" in said
    assert "på skyddsnivå 1 och 2 svaret att någon sådan finns" in said, (
        "tests/services/test_lists_compared.py has it so"
    )
    assert APART == 3


def test_an_older_copy_of_the_key_file_opens_the_bank_until_it_has_a_new_key_and_the_officer_is_told(
    tmp_path: Path,
) -> None:
    path, chief, hers = tmp_path / "b.amdesk", "fyra ord som ingen gissar", "annas egna fyra ord"
    banks.create(path, chief, make.CLOCK, access.Who("Petra", "petra"))[0].close()
    desk = Desk(banks.open_(str(path), chief, make.CLOCK, access.Who("Petra", "petra")), make.CLOCK)
    desk.users.add("Anna", ["case_worker"], hers)
    kept = keys.key_file(path).read_bytes()
    desk.users.remove("Anna")
    desk.close()
    with pytest.raises(WrongKey):
        banks.unlock(str(path), hers)
    now = keys.key_file(path).read_bytes()
    keys.key_file(path).write_bytes(kept)
    again = Desk(banks.open_(str(path), hers, make.CLOCK, access.Who("Petra", "petra")), make.CLOCK)
    assert again.roles() == ()
    again.close()
    keys.key_file(path).write_bytes(now)
    banks.rekey(str(path), chief, "fyra andra ord nu", Folders(tmp_path / "copies", None))
    keys.key_file(path).write_bytes(kept)
    with pytest.raises(BankUnusable):
        banks.open_(str(path), hers, make.CLOCK, access.Who("Petra", "petra"))
    said = " ".join(page("hotmodell").split())
    assert "En kopia av nyckelfilen från före borttagningen" in said
    assert "`amdesk bank rekey`" in said


def test_no_page_says_that_health_has_no_field_while_sick_days_are_noted() -> None:
    for one in PAGES.glob("*.md"):
        said = " ".join(one.read_text("utf-8").split())
        assert not re.search(r"[Uu]ppgifter om hälsa[^.]*har inga fält", said), one.name
    assert "frånvaro på grund av sjukdom" in page("README")
