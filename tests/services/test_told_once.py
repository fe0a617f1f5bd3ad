"""What is told where there is something to tell, and not where there is nothing; what is sealed, and where a bank is rescued to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from amdesk.domain.bank.generations import Folders
from amdesk.domain.bank.roles import EVERY
from amdesk.domain.booking.plan import Plan
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Report, Section
from amdesk.domain.texts import Text
from amdesk.services.bank import damage, generations
from amdesk.services.desk import Desk
from amdesk.services.results import commitment, documents
from amdesk.services.start.firstscreen import WindowFacts
from tests import make
from tests.imports.cases import lines
from tests.make import TODAY
from tests.rows import booked, day

HEAD = "Arbetsplats;Yrke;Antal platser;Arbetstid;Startdatum;Slutdatum"


def notices(desk: Desk, tmp_path: Path, row: str) -> list[str]:
    path = lines(tmp_path, HEAD, row)
    return [str(n) for n in desk.imports.review(desk.imports.stage(path, "placements")).notices]


def test_a_list_of_places_tells_of_days_that_are_kept_where_somebody_is_booked_and_of_nothing_else(
    desk: Desk, tmp_path: Path
) -> None:
    row = f"Köket;Parkarbetare;2;40;{day(-90)};{day(200)}"
    assert notices(desk, tmp_path, row) == []
    desk.imports.store(desk.imports.review(desk.imports.stage(lines(tmp_path, HEAD, row), "placements")))
    place = desk.work.placement(1)
    booked(desk.bank, make.participant(desk.bank), place.id, day(-30), day(100))
    assert notices(desk, tmp_path, row) == []
    (early,) = notices(desk, tmp_path, f"Köket;Parkarbetare;2;40;{day(5)};{day(200)}")
    assert early == "Köket: somebody is booked before the opening day in the list, so the opening day is kept."
    (late,) = notices(desk, tmp_path, f"Köket;Parkarbetare;2;40;{day(-90)};{day(50)}")
    assert late == "Köket: somebody is booked after the last day in the list, so the last day is kept."


def report(count: int) -> Report:
    any_ = Text("x")
    figure = Figure("work.all", any_, any_, count, 9, any_)
    return Report("followup", any_, TODAY, TODAY, TODAY, (Section(any_, (figure,), ("all",)),))


def test_counts_are_sealed_with_a_salt_that_nobody_guesses_and_proved_by_it() -> None:
    one, other = (commitment.made(TODAY, report(3)) for _ in range(2))
    assert len(bytes.fromhex(one.salt)) == 32
    assert one.salt != other.salt
    assert one.counted == other.counted != commitment.made(TODAY, report(4)).counted
    assert one.reference == f"20261123-{one.commitment[:6].upper()}"
    found = commitment.opened(one.reference, one.salt, one.commitment, one.counted)
    assert found == {
        "reference": one.reference, "commitment": one.commitment, "salt": one.salt, "counted": one.counted, "proved": True
    }  # fmt: skip
    assert not commitment.opened(one.reference, other.salt, one.commitment, one.counted)["proved"]
    changed = one.counted.replace("3", "4")
    assert not commitment.opened(one.reference, one.salt, one.commitment, changed)["proved"]


def test_of_a_group_it_is_not_told_outside_how_many_were_not_reached(desk: Desk) -> None:
    now = desk.results.followup(TODAY - timedelta(365), TODAY)
    for group, inside in (("all", False), ("women", True), ("external", True)):
        part = documents.bound(now, group)
        assert (part.inside, part.value) == (
            inside, {"id": f"work_or_studies.{group}", "not_reached": 0, "low": None, "high": None}
        )  # fmt: skip
    found = documents.persons(now, ("all", "women"))
    assert {g: p.value for g, p in found.items()} == {"all": 0, "women": 0}


@pytest.mark.parametrize("ending", ["", ".key.json"])
def test_a_rescued_bank_lies_beside_the_damaged_one_under_a_name_that_nothing_has(tmp_path: Path, ending: str) -> None:
    bank = tmp_path / "stad.amdesk"
    first = damage.new_place(bank, make.CLOCK)
    assert first.name == "stad-rescued-20261123-094100.amdesk"
    Path(f"{first}{ending}").touch()
    second = damage.new_place(bank, make.CLOCK)
    assert second.name == "stad-rescued-20261123-094100-2.amdesk"
    assert damage.new_place(first, make.CLOCK) == second, "rescued again it has no longer name"
    second.touch()
    assert damage.new_place(bank, make.CLOCK).name.endswith("-3.amdesk")


def test_a_bank_whose_users_are_not_named_is_everybodys_and_is_not_there_to_try_roles_in() -> None:
    facts = WindowFacts("Ekhamra", None, False, Plan(), make.CLOCK)
    assert (facts.user, facts.roles, facts.tried) == ("", EVERY, False)


def test_a_bank_whose_log_is_not_that_of_its_copies_is_not_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = Folders(Path("copies"))
    assert desk.keeping.check()["ok"]
    assert desk.keeping.check(folders)["ok"]
    monkeypatch.setattr(generations, "unlike", lambda _bank, _folders: [Text("Log: cut off")])
    found = desk.keeping.check(folders)
    assert (found["ok"], [str(one) for one in found["log"]]) == (False, ["Log: cut off"])
    assert desk.keeping.check()["ok"], "nobody asked about copies"
