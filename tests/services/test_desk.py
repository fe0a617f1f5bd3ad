"""What belongs to whoever sits at the desk: whose desk it is, who ends soon, and the key of the bank."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from amdesk.db.port import rows
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.services.bank import access
from amdesk.services.desk import Desk
from tests import make
from tests.rows import day, employed
from tests.services.test_verify import ended


def test_an_account_is_a_case_worker_until_it_is_somebody_else_or_nobody(desk: Desk) -> None:
    one, other = desk.participants.add_case_worker("Eva Test"), desk.participants.add_case_worker("Ulf Test")
    assert desk.case_worker() is None
    for wanted in (one, other, None, one):
        desk.set_case_worker(wanted)
        assert desk.case_worker() == wanted
    desk.bank.account = "somebody else"
    assert desk.case_worker() is None
    assert (desk.case_worker_named("Ulf Test"), desk.case_worker_named("Ingen")) == (other, None)


def test_only_what_is_changed_of_the_weights_makes_a_new_version(desk: Desk) -> None:
    before = desk.matching.weights()
    desk.set_weights({"travel": Change(before.parts["travel"], before.parts["travel"])})
    assert desk.matching.weights().version == before.version
    desk.set_weights({"travel": Change(before.parts["travel"], 77)})
    now = desk.matching.weights()
    assert (now.version, dict(now.parts)) == (before.version + 1, {**before.parts, "travel": 77})
    assert (now.important, now.nice, now.allowed_language_gap) == (
        before.important,
        before.nice,
        before.allowed_language_gap,
    )
    with pytest.raises(Refused, match="Travel"):
        desk.set_weights({"travel": Change(before.parts["travel"], 78)})


def test_a_list_of_who_ends_soon_has_those_who_work_and_end_within_thirty_days_the_soonest_first(desk: Desk) -> None:
    for last, name in ((31, "Efter"), (30, "Sist"), (2, "Först"), (-1, "Förbi"), (None, "Tills vidare")):
        person = make.participant(desk.bank, name=name)
        employed(desk.bank, person, day(-90), None if last is None else day(last))
    coming = make.participant(desk.bank, name="Kommande")
    employed(desk.bank, coming, day(5), day(20))
    make.participant(desk.bank, name="Väntar")
    found = [str(r.name) for r in desk.participants.listing(chip="ending")]
    assert found == ["Först", "Sist"]
    assert desk.participants.counts(None)[3] == desk.overview(None, 9)[0].figures.ending == len(found)


def test_a_list_of_one_case_worker_has_hers_alone_and_words_are_looked_for_from_two_letters_on(desk: Desk) -> None:
    eva = desk.participants.add_case_worker("Eva Test")
    make.participant(desk.bank, name="Aida Demolund", case_worker_id=eva)
    make.participant(desk.bank, name="Quilla Zorvath")
    assert [str(r.name) for r in desk.participants.listing(case_worker=eva)] == ["Aida Demolund"]
    assert [str(r.name) for r in desk.participants.listing("quilla", case_worker=eva)] == []
    assert [str(r.name) for r in desk.participants.listing("quilla")] == ["Quilla Zorvath"]
    assert [str(r.name) for r in desk.participants.listing("qu", "waiting")] == ["Quilla Zorvath"]
    assert len(desk.participants.listing("q")) == len(desk.participants.listing(" ")) == 2


class Store:
    """A key store in memory, which may be locked."""

    def __init__(self, *, locked: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, said: str) -> None:
        if self.locked:
            raise OSError("locked")
        self.kept[service, name] = said

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def test_a_key_is_kept_for_its_bank_by_its_whole_path_and_forgotten_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store()
    monkeypatch.setitem(
        sys.modules,
        "keyring",
        SimpleNamespace(
            get_password=store.get_password, set_password=store.set_password, delete_password=store.delete_password
        ),
    )
    monkeypatch.chdir(tmp_path)
    assert access.remember_key("b.amdesk", "abc")
    assert store.kept == {("AMDesk", str(tmp_path / "b.amdesk")): "abc"}
    assert access.saved_key(str(tmp_path / "b.amdesk")) == "abc"
    assert access.saved_key(str(tmp_path / "other.amdesk")) is None
    assert access.remember_key("b.amdesk", None)
    assert access.saved_key("b.amdesk") is None
    assert not access.remember_key("b.amdesk", None), "there was none"
    store.locked = True
    assert not access.remember_key("b.amdesk", "abc")
    assert access.saved_key("b.amdesk") is None


def test_an_attached_scan_is_kept_with_its_name_and_only_where_it_is_a_paper(desk: Desk, tmp_path: Path) -> None:
    ended(desk, "Aida Demolund")
    row, _ = desk.competence.issue(1)
    scan, other = tmp_path / "intyg.pdf", tmp_path / "intyg.txt"
    scan.write_bytes(b"%PDF-1.4")
    other.write_bytes(b"hej")
    desk.competence.attach_scan(row.id, scan)
    with pytest.raises(Refused):
        desk.competence.attach_scan(row.id, other)
    assert [r["name"] for r in rows(desk.bank, "select name from document where name like 'intyg.%'")] == ["intyg.pdf"]
