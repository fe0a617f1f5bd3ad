"""Identity numbers change: whatever says the old one still finds the person, except at the highest protection level."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.booking import bookings
from amdesk.db.port import rows, value
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.make import TODAY
from tests.services.test_sheets import fill

CASES = Path(__file__).parents[1] / "cases" / "imports"
OLD, NEW = "198604122385", "198604122393"
FILES = {
    "participants": "Namn;Personnummer;Telefon\nAida Demolund;{number};070-174 06 12\n",
    "employments": "Personnummer;Namn;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning\n{number};Aida Demolund;Parkarbetare;Björkparken;2025-03-01;2025-12-31;100\n",
    "followups": "Personnummer;Avslutsdatum;Avslutsorsak;Status dag 90;Kontaktdatum\n{number};2025-06-30;Arbete;arbetar;2025-10-01\n",
    "payments": "Personnummer;Månad;Belopp\n{number};2025-02;8450\n",
    "measures": "Personnummer;Insats;Startdatum;Slutdatum\n{number};Jobbsökarkurs;2025-01-01;2025-02-28\n",
}
TABLES = {"participants": "participant", "employments": "employment", "followups": "followup", "payments": "payment", "measures": "measure"}  # fmt: skip


def ended(desk: Desk, person: int) -> None:
    """An employment of 2025's first half, whose day 90 is long past."""
    with desk.bank.write(text("an employment")):
        job = value(desk.bank, "select id from occupation where code = 'PAR'")
        bookings.add_employment(
            desk.bank,
            {
                "ref": bookings.new_ref("E"),
                "participant_id": person,
                "form": "bea_visstid",
                "occupation_id": job,
                "placement_text": "Lindparken",
                "from_date": "2025-01-01",
                "to_date": "2025-06-30",
                "extent": 100,
                "ended_on": "2025-06-30",
            },
        )


@pytest.fixture
def aida(desk: Desk) -> int:
    """A person whose number was changed, with an employment that has ended."""
    person = make.participant(desk.bank, name="Aida Demolund", identity=OLD)
    ended(desk, person)
    desk.participants.replace_identity(person, NEW)
    return person


def reviewed(desk: Desk, kind: str, path: Path) -> Review:
    return desk.imports.review(desk.imports.stage(path, kind))


def written(tmp_path: Path, kind: str, number: str) -> Path:
    path = tmp_path / f"{kind}.csv"
    path.write_text(FILES[kind].format(number=number), encoding="utf-8")
    return path


def owners(desk: Desk, kind: str) -> set[int]:
    """Whose the rows of a kind are."""
    if kind == "participants":
        return {r["id"] for r in rows(desk.bank, "select id from participant where phone <> ''")}
    return {r["participant_id"] for r in rows(desk.bank, f"select participant_id from {TABLES[kind]} where void = 0")}


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_of_any_kind_with_the_old_number_finds_the_person(
    desk: Desk, aida: int, tmp_path: Path, kind: str
) -> None:
    desk.imports.store(reviewed(desk, kind, written(tmp_path, kind, OLD)))
    assert owners(desk, kind) == {aida}
    assert [r.id for r in desk.participants.listing()] == [aida]
    assert desk.work.participant(aida).identity == NEW
    again = reviewed(desk, kind, written(tmp_path, kind, NEW))
    assert (again.count("new"), again.count("same")) == (0, 1)


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_of_any_kind_with_the_number_of_a_merged_record_finds_the_person(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    first, second, last = (make.participant(desk.bank, identity=n) for n in (OLD, NEW, make.fresh_number()))
    ended(desk, first)
    desk.participants.merge(second, first)
    desk.participants.merge(last, second)
    desk.imports.store(reviewed(desk, kind, written(tmp_path, kind, OLD)))
    assert owners(desk, kind) == {last}


@pytest.mark.parametrize("kind", list(FILES))
def test_an_old_number_never_finds_a_person_of_the_highest_protection(
    desk: Desk, aida: int, tmp_path: Path, kind: str
) -> None:
    desk.participants.change(aida, {"protection": 3})
    before = owners(desk, kind)
    desk.imports.store(reviewed(desk, kind, written(tmp_path, kind, OLD)))
    mine = {r["id"] for r in rows(desk.bank, "select id from participant where identity = :i", i=NEW)}
    assert mine == {aida}
    assert owners(desk, kind) & {aida} == before & {aida}
    if kind not in {"participants", "employments"}:  # these two make a new person, as for any number that is not known
        assert owners(desk, kind) == before


def test_the_cases_with_old_and_new_number_find_her_and_warn_alike(desk: Desk, aida: int) -> None:
    old, new = (reviewed(desk, "employments", CASES / f"employment_{w}_number.csv").outcomes[0] for w in ("old", "new"))
    assert (old.outcome, old.action, old.warnings) == (new.outcome, new.action, new.warnings)
    assert "OVERLAP" in old.warnings
    followup = reviewed(desk, "followups", CASES / "followup_old_number.csv").outcomes[0]
    assert (followup.outcome, followup.said.person) == ("accepted", aida)


def test_one_file_with_both_numbers_knows_one_person(desk: Desk, aida: int, tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    head, row = FILES["employments"].splitlines()
    path.write_text("\n".join([head, row.format(number=OLD), row.format(number=NEW)]) + "\n", encoding="utf-8")
    assert [o.reason for o in reviewed(desk, "employments", path).outcomes] == ["", "DUPLICATE"]


def test_a_sheet_that_went_out_before_the_number_was_changed_and_the_record_merged_comes_back_to_her(
    desk: Desk, tmp_path: Path
) -> None:
    person = make.participant(desk.bank, identity=OLD)
    ref = desk.booking.book(person, make.placement(desk.bank), TODAY - timedelta(40), TODAY + timedelta(99)).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    employment = desk.booking.get(ref).employment_id
    assert employment is not None
    desk.sheets.out(tmp_path / "s.xlsx", [employment])
    keep = make.participant(desk.bank, name="Aida D", identity=make.fresh_number())
    desk.participants.replace_identity(person, NEW)
    desk.participants.merge(keep, person)
    fill(tmp_path / "s.xlsx", {"PAR-01": 3})
    reading = desk.sheets.read(tmp_path / "s.xlsx")
    assert [r.participant.id for r in reading] == [keep]
    assert desk.sheets.accept(reading) == 1


def shown(desk: Desk, said: str) -> list[Any]:
    """Everybody that a search for these words names: in the list, by name of participant, and in the search of everything."""
    try:
        named = [desk.work.participant(said).id]
    except Refused:
        named = []
    return [desk.participants.find(said), named, [h.id for h in desk.search.hits(said) if h.kind == "participant"]]


@pytest.mark.parametrize("said", [OLD, NEW, "19860412-2385", "860412-2385"])
def test_search_and_the_command_lines_participant_take_old_and_new_number(desk: Desk, aida: int, said: str) -> None:
    assert shown(desk, said) == [[aida]] * 3


def test_search_does_not_find_an_old_number_at_the_highest_protection_but_the_new_one(desk: Desk, aida: int) -> None:
    desk.participants.change(aida, {"protection": 3})
    assert shown(desk, OLD) == [[], [], []]
    assert shown(desk, NEW) == [[aida]] * 3


def test_a_number_changed_at_the_highest_protection_leaves_no_way_from_the_old_one(desk: Desk) -> None:
    person = make.participant(desk.bank, identity=OLD, protection=3)
    desk.participants.replace_identity(person, NEW)
    assert value(desk.bank, "select count(*) as n from identity_history") == 0
    desk.participants.protect(person, 1, "Beslutet är hävt")
    assert shown(desk, OLD) == [[], [], []]


def test_an_old_number_is_not_given_to_somebody_else(desk: Desk, aida: int) -> None:
    other = make.participant(desk.bank)
    acts: tuple[Callable[[], Any], ...] = (
        lambda: desk.participants.create({"name": "Nils Provfält"}, OLD),
        lambda: desk.participants.replace_identity(other, OLD),
    )
    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "AM005"
    assert desk.participants.find(OLD) == [aida]
    desk.participants.replace_identity(aida, OLD)  # it was a mistake: back to the first one
    assert desk.work.participant(OLD).id == desk.work.participant(NEW).id == aida
