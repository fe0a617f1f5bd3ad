"""The protocol of erasure: what was erased is proved by numbers, days, decisions and kinds, and names nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from amdesk.db.bank import access_log, erasure
from amdesk.db.catalogue import TABLES, erased_kinds
from amdesk.db.port import tuples
from amdesk.domain.bank.extract import TABLE_NAMES
from amdesk.domain.errors import Refused
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests.make import TODAY
from tests.services.test_retention import BEFORE, gone_person, two_users

FIRST = date(2020, 1, 1)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as paper:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in paper).split())


@pytest.fixture
def erased(desk: Desk) -> Desk:
    gone_person(desk)
    gone_person(desk, identity=None, name="Sofia Spårlund")
    desk.retention.erase(BEFORE, "Dokumenthanteringsplan 4.2")
    return desk


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_it_says_when_how_many_by_which_decision_who_approved_and_which_kinds_went(erased: Desk, lang: str) -> None:
    said, words = words_of(erased.retention.protocol(FIRST, TODAY, lang)), Words(lang, TODAY)
    assert "Dokumenthanteringsplan 4.2" in said
    assert erased.bank.actor in said
    assert words.long_day(TODAY) in said
    assert words.plural("{count} record erased", "{count} records erased", 2, count=2) in said
    for (number,) in tuples(erased.bank, "select number from participant where void = 1"):
        assert number in said
    for table in ("note", "payment", "identity_history", "participant", "document"):
        assert words(TABLE_NAMES[table]) in said


def test_it_names_nobody(erased: Desk) -> None:
    said = words_of(erased.retention.protocol(FIRST, TODAY))
    for secret in ("Estella", "Sofia", "Spårlund", "870503", "1740611"):
        assert secret not in said


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize(
    "why", ["Begäran av Spårlund, Sofia", "om Sofia Spårlunds uppgifter", "19870503-2381", "ringde 070-174 06 11"]
)
def test_no_decision_is_called_after_whom_it_erases(desk: Desk, why: str, level: int) -> None:
    """As it was written it would stand in the protocol, and in the bank, for good."""
    hers = {"name": "Sofia Spårlund", "identity": "198705032381", "phone": "070-1740611"}
    key = gone_person(desk, **hers, protection=level)
    for early in ([key], []):
        with pytest.raises(Refused) as refused:
            desk.retention.erase(BEFORE, why, early)
        assert refused.value.code == "NAMED"
        assert "Sofia" not in str(refused.value)
    logged = [r for r in access_log.access_rows(desk.bank, key) if r.what == "refused"]
    assert len(logged) == (2 if level else 0), "of somebody protected the answer is an answer"
    assert desk.retention.erase(None, "Beslut KS 2026/19, begäran av Sofia", [key]) == 1, "many are called so"


def test_no_proposal_is_called_after_whom_it_would_erase(tmp_path: Path) -> None:
    _, petra, eva = two_users(tmp_path)
    gone_person(petra, name="Sofia Spårlund")
    with pytest.raises(Refused) as refused:
        petra.retention.propose("Begäran av Sofia Spårlund", BEFORE)
    assert refused.value.code == "NAMED"
    assert petra.retention.proposal() is None
    for desk in (petra, eva):
        desk.close()


def test_it_is_of_the_days_that_were_asked_for_both_included(erased: Desk) -> None:
    assert erased.retention.protocol(TODAY, TODAY).startswith(b"%PDF")
    with pytest.raises(Refused) as refused:
        erased.retention.protocol(FIRST, date(2020, 12, 31))
    assert refused.value.code == "EMPTY"


def test_that_it_was_made_stands_in_the_log(erased: Desk) -> None:
    erased.retention.protocol(FIRST, TODAY)
    assert tuples(erased.bank, "select why from access_log where what = 'export_protocol'") == [("2",)]


def test_two_erasures_are_two_parts_in_their_order(erased: Desk) -> None:
    gone_person(erased, identity=None, name="Tove Spårlund")
    erased.retention.erase(BEFORE, "Plan 5")
    found = erasure.erasures(erased.bank, FIRST, TODAY)
    assert [(one.why, len(one.numbers)) for one in found] == [("Dokumenthanteringsplan 4.2", 2), ("Plan 5", 1)]


def test_every_kind_of_data_that_an_erasure_takes_is_named_once() -> None:
    gone, emptied = erased_kinds()
    assert not set(gone) & set(emptied)
    takes = {t.name for t in TABLES if t.erase is not None and t.erase.clear != {}}
    assert {*gone, *emptied} == takes - {"seal_row"}
    assert {"note"} <= {*gone, *emptied} <= set(TABLE_NAMES)
