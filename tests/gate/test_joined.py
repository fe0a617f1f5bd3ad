"""Two outputs side by side: what stands by a protected person's number in one, and by a workplace in another, is no value by which
the one is found in the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from amdesk.db.port import rows
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests.gate.outputs import printed, shown, written
from tests.gate.people import Staged, open_desk
from tests.gate.test_commands import ALL, NOT_TRIED, call, takes_json, tries
from tests.make import TODAY, copied
from tests.ui.conftest import Hands, close, make_window
from tests.ui.screens import PAGES

SAY = Words("sv", TODAY)
UNASKED = {
    "import",
    "worklist mend",
    "worklist store",
    "worklist strike",
    "bank backup",
    "bank rescue",
    "match",
    "report committee",
    "report cohort",
    "report savings",
    "report followup",
}
"""Commands of many people that change something or take long: they are not asked here."""
CUT = re.compile(r"\s*[|\t=,·–]\s*|\s{2,}|(?<=\d{4}-\d\d-\d\d)\s|\s(?=\d{4}-\d\d-\d\d)")
REFERENCE = re.compile(r"\b[A-Z]-[A-Z0-9]+\b")
PARTS, WINDOWS = 16, 4


class Places:
    """Which values tell which placement, and where each protected person is or was."""

    def __init__(self, desk: Desk, staged: Staged) -> None:
        self.staged, self.told = staged, defaultdict[str, set[int]](set)
        self.hers = defaultdict[int, set[int]](set)
        self.whose = {ref: p.key for p in staged.people for ref in (p.number, *p.refs)}
        for r in rows(
            desk.bank,
            "select participant_id as p, placement_id as place from booking union select participant_id, placement_id from employment",
        ):
            if r["place"] is not None:
                self.hers[r["p"]].add(r["place"])
        self._board(desk)
        for place in desk.placements.listing(day=TODAY):
            for value in (place.name, place.number, place.supervisor, place.district, place.occupation):
                self.told[str(value)].add(place.id)

    def _board(self, desk: Desk) -> None:
        for section in desk.board.read().sections:
            for team in section.teams:
                for bar in (b for lane in team.lanes for b in lane.bars if b.participant_id):
                    for day in {bar.first, bar.last} - {TODAY}:  # on which something is written of everybody
                        for said in (day.isoformat(), SAY.day(day), f"{day.day}/{day.month}"):
                            self.told[said].add(team.id)

    def faults(self, where: str, said: Iterable[str]) -> Iterator[str]:
        for row in said:
            for key in {self.whose[one] for one in REFERENCE.findall(row) if one in self.whose}:
                yield from (
                    f"{where}: of {key} {value!r} in {row[:160]!r}"
                    for value in self._values(row)
                    if len(self.told[value]) == 1 and self.told[value] <= self.hers[key]
                )

    def _values(self, row: str) -> list[str]:
        parts = [part.strip() for part in CUT.split(row)]
        days = re.findall(r"\d{1,2} [a-zå]{3,9}(?: \d{4})?", row)
        return [one for one in (*parts, *days) if one and one in self.told]


@pytest.fixture(scope="module")
def places(staged_file: tuple[Path, Staged], tmp_path_factory: pytest.TempPathFactory) -> Places:
    desk = open_desk(copied(staged_file[0], tmp_path_factory.mktemp("places") / "ekhamra.amdesk"))
    found = Places(desk, staged_file[1])
    desk.close()
    return found


def of_all(staged: Staged, folder: Path) -> list[tuple[str, ...]]:
    """Every command that tells of many people at once, as it is called; a locked file says what the open one says."""
    numbers = {p.number for p in staged.people}
    out: list[tuple[str, ...]] = []
    for name in (n for n in ALL if n not in NOT_TRIED and n not in UNASKED):
        for given in tries(staged, folder)[name]:
            if (
                not numbers & set(given)
                and not {"--for", "--password"} & set(given)
                and not any(w.startswith(("P-", "B-")) for w in given)
            ):
                out.append((*name.split(), *given))
    return out


def test_the_board_tells_by_its_days_where_some_protected_people_are(places: Places) -> None:
    """Else nothing could be found below."""
    alone = {
        place for said, found in places.told.items() if len(found) == 1 and said.startswith("20") for place in found
    }
    assert len([p for p in places.staged.people if places.hers[p.key] & alone]) >= 2


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_command_gives_by_a_protected_persons_number_what_tells_her_workplace_elsewhere(
    part: int, places: Places, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    bank, staged = guarded
    out, faults = tmp_path / "out", list[str]()
    out.mkdir()
    for words in of_all(staged, tmp_path)[part::PARTS]:
        name = words[:2] if " ".join(words[:2]) in ALL else words[:1]
        for more in [(), ("--json",)] if takes_json(name) else [()]:
            result = call(bank, *(w.replace("OUT", str(out)) for w in words), *more)
            faults += places.faults(" ".join((*words, *more)), [*printed(result.stdout), *result.stderr.splitlines()])
    faults += places.faults("files", written(out))
    assert faults == []


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("part", range(WINDOWS))
def test_no_page_gives_by_a_protected_persons_number_what_tells_her_workplace_elsewhere(
    part: int, places: Places, guarded: tuple[Path, Staged], qtbot: QtBot
) -> None:
    hands, faults = Hands(qtbot, make_window(qtbot, str(guarded[0]))), list[str]()
    for view, (page, visit) in list(PAGES.items())[part::WINDOWS]:
        hands.window.window.go(page, **visit)
        hands.rest()
        faults += places.faults(view, (said for _kind, said in shown() if said))
    hands.window.window.go("participants", chip="all")
    for person in places.staged.people[part::WINDOWS]:
        hands.window.window.go("participants", participant=person.key)
        hands.rest()
        faults += places.faults("participants", (said for _kind, said in shown() if said))
    close(hands.window)
    assert sorted(set(faults)) == []


def test_days_by_a_number_are_found_where_a_list_has_them(places: Places) -> None:
    person = next(p for p in places.staged.people if p.key == places.staged.parts["started"])
    day = next(
        d for d, found in places.told.items() if len(found) == 1 and found <= places.hers[person.key] and d[:2] == "20"
    )
    assert list(places.faults("x", [f"{person.number} | from=2026-01-01 | to={day}"]))
    assert list(places.faults("x", [f"{person.refs[0]}\t{person.number}\t\t{day}\t100"]))
    assert list(places.faults("x", [f"{person.number}, slutar {SAY.day(date.fromisoformat(day))}"]))
