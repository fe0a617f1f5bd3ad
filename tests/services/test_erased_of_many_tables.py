"""Erasing people of a bank that has worked for years: whatever table held something of them, and whatever pages were freed before."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.port import rows
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.services.test_erased_pages import TAIL, made_up, pages

OVER = """
select p.id, p.number from participant p where p.void = 0 and p.merged_into is null and p.protection = 0 and p.restricted_on is null
and exists (select 1 from certificate c where c.participant_id = p.id) and not exists (select 1 from booking b where b.participant_id = p.id
and b.status in ('reserved', 'booked', 'started')) and not exists (select 1 from employment e where e.participant_id = p.id and e.cancelled = 0
and coalesce(e.ended_on, e.to_date) >= :today) order by p.id limit 20
"""


def hits(path: Path, key: str, names: list[str]) -> set[str]:
    """As test_erased_pages has it, for a bank of thousands of pages."""
    every = b"|".join(pages(path, key)).lower()
    return {n for n in names if n.casefold()[-TAIL:].encode() in every}


def worked(desk: Desk, key: int, name: str) -> None:
    """What a case worker does: she is renamed, noted, looked for and listed, introduced and asked about; some of it is undone."""
    desk.participants.change(key, {"name": f"Prov {name}", "email": f"{name.lower()}@example.se"})
    for n in range(3):
        desk.participants.add_note(key, {"on_date": make.TODAY, "kind": "phone", "body": f"{n}: {name} ringde, " * 40})
    desk.history.undo()
    desk.participants.change(key, {"case_number": f"SN {name}"})
    desk.history.undo()
    desk.history.redo()
    desk.search.hits(name)
    desk.participants.listing(name)
    desk.activities.ask(key, 600, make.TODAY, None, (make.TODAY, f"Nämnden om {name}", f"SN {name}"))
    desk.week.talked(key, "phone", f"{name} svarade")


@pytest.mark.parametrize("vacuumed", [False, True])
@pytest.mark.thorough(long=True)
def test_twenty_people_of_a_full_bank_are_in_no_page_of_it_nor_of_its_copies_once_they_are_erased(
    vacuumed: bool, demo_file: Path, tmp_path: Path
) -> None:
    path = make.copied(demo_file, tmp_path / "e.amdesk")
    names, copies = made_up(24), [tmp_path / f"{n}.amdesk" for n in range(3)]
    with closing(banks.open_(str(path), None, make.CLOCK, access.Who("Petra", "petra"))) as bank:
        made: Any = bank
        key, desk = str(made.key), Desk(bank, make.CLOCK)
        found = rows(bank, OVER, today=make.TODAY.isoformat())
        stay = [make.participant(bank, name=f"Kvar {n}") for n in names[20:]]
        assert (len(found), len(stay)) == (20, 4)
        for r, name in zip(found, names, strict=False):
            worked(desk, r["id"], name)
        if vacuumed:
            made.conn.execute("vacuum")
        assert hits(path, key, names) == set(names), "what is searched for is found as long as it is there"
        later = Desk(bank, make.CLOCK)
        assert later.retention.erase(None, "Beslut", early=[r["number"] for r in found]) == 20
        later.keeping.backup(copies[0])
        made.conn.execute("pragma wal_checkpoint(truncate)").fetchall()
        later.keeping.backup(copies[1])
        assert hits(path, key, names) == set(names[20:])
    for one in (path, *copies[:2]):
        assert hits(one, key, names) == set(names[20:]), one.name
