"""What the demo city has none of, done in it before it is asked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from amdesk.services.desk import Desk
from tests import make
from tests.conftest import SAMPLES
from tests.make import TODAY

LEFT = "Namn;Telefon;E-post\n;070-1740601;a@example.org\nAnna;;\n"
"""A list of which rows are left over."""


def more(desk: Desk, folder: Path) -> None:
    """A held place, closed days, a round that was kept, a queue, a number that was replaced, lists, and tasks set aside."""
    places = desk.placements.listing(day=TODAY)
    full = next(p for p in places if not p.free)
    desk.holds.hold(next(p for p in places if p.free).id, TODAY + timedelta(4))
    new = [desk.placements.create(make.placement_values(name=f"Nya parken {n}"), 3).id for n in (1, 2)]
    desk.placements.close_period(new[0], TODAY + timedelta(30), TODAY + timedelta(44), "Jul")
    desk.placements.close_periods(new, date(2027, 7, 1), date(2027, 7, 31), "Semester")
    answer = desk.rounds.solve()
    desk.rounds.keep(answer)
    for number, one in enumerate(answer.optimal[:3]):
        desk.booking.book(
            one.person.id, one.slot.placement.id, one.from_date, one.to_date, ref=f"B-MER-{number}", reserve=number > 1
        )
    for one in answer.optimal[3:5]:
        desk.queues.add(one.person.id, full.id)
    path = folder / "left.csv"
    path.write_text(LEFT, "utf-8")
    desk.imports.store(desk.imports.review(desk.imports.stage(path, "participants")))
    desk.imports.store(desk.imports.review(desk.imports.stage(SAMPLES / "02_platser_export.csv", "placements")))
    for task in desk.overview()[0].tasks[:40:10]:
        desk.overviews.mark(task, TODAY + timedelta(3))
