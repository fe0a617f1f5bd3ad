"""What the officer for information security reads is true to the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amdesk.db.catalogue import TABLES
from amdesk.db.engine import keys
from amdesk.domain.bank.generations import CopySchedule
from amdesk.services.bank.retention import YEARS

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
