"""A year of attendance of 300 people: what pages ask of it, each under 100 ms, and the committee's report with it and without."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from amdesk.db import port
from amdesk.db.booking import bookings
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from bench import city
from bench.measure import in_turn, line, median

PEOPLE, PAGE, NOISE = 300, 0.1, 1.15
"""People who work; seconds that a page may take; how much longer the report may take with the year than without it."""
START, TODAY = city.TODAY - timedelta(366), city.TODAY
CODES = ("present",) * 17 + ("sick", "sick", "child", "leave", "holiday", "unexcused")


def made(folder: Path, *, attended: bool) -> Path:
    """The same people and employments, with a year of days and a decision on subsidy each, or without; made once."""
    kind = "week" if attended else "weekless"
    return city._made(folder / f"{kind}.amdesk", lambda bank: _fill(bank, attended=attended))


def _fill(bank: Any, *, attended: bool) -> None:
    dice = random.Random(19)
    for name in bank.rule_names():
        if name.startswith(("guard_", "audit_")):
            bank.execute(f"drop trigger {name}")
    days = [START + timedelta(i) for i in range(366)]
    weekdays = [d for d in days if d.weekday() < 5]
    with bank.write(text("bench"), undoable=False):
        for i in range(PEOPLE):
            who = {
                "number": f"D-{i:04d}",
                "name": f"Aida {i}",
                "sort_name": f"aida {i:04d}",
                "registered_on": START.isoformat(),
            }
            person = port.insert(bank, "participant", **who)
            job = bookings.add_employment(
                bank,
                {
                    "ref": f"E-{i}", "participant_id": person, "form": "introduktionsjobb", "kind": "external", "placement_text": "Kajlagret",
                    "from_date": START, "to_date": TODAY + timedelta(90), "extent": 100,
                },
            )  # fmt: skip
            if not attended:
                continue
            hers = {"participant_id": person, "employment_id": job, "noted_by": "bench"}
            noted = ((d, dice.choice(CODES)) for d in weekdays)
            rows = ({**hers, "on_date": d, "code": c, "present": 480 if c == "present" else 0} for d, c in noted)
            port.insert_many(bank, "workday", rows)
            said = {
                "form": "introduktionsjobb",
                "from_date": START,
                "to_date": TODAY + timedelta(90),
                "rate": 80,
                "claim_days": 60,
            }
            values = {"participant_id": person, "employment_id": job, "ceiling": 2_000_000, **said}
            decision = port.insert(bank, "subsidy", ref=f"S-{i}", **values)
            whose = {"participant_id": person, "subsidy_id": decision, "claimed_on": TODAY, "amount": 1_450_000}
            months = dict.fromkeys(f"{d:%Y-%m}" for d in days if d < date(2026, 10, 1))
            port.insert_many(bank, "subsidy_claim", ({**whose, "month": month} for month in months))
    bank.make_rules()
    bank.execute("analyze")


def pages(desk: Desk) -> dict[str, Any]:
    """What the pages of the week ask, by name."""
    who = desk.participants.listing()[PEOPLE // 2].id
    return {
        "week of a person": lambda: desk.week.of(who),
        "who works today, and talks": lambda: desk.week.placed(),
        "subsidies of a person": lambda: desk.subsidies.of(who),
        "activity plan of a person": lambda: desk.activities.of(who),
        "what is to be claimed, of all": lambda: desk.subsidies.due(),
        f"every month of {PEOPLE} decisions, with its days": lambda: desk.subsidies.due(every=True),
        "attendance of all in four weeks": lambda: desk.week.listing(TODAY - timedelta(28), TODAY),
        "the day, with what the weeks ask for": desk.overview,
    }


def week(_path: Path) -> bool:
    """Milliseconds of each page, beside the 100 that it may take; and the report's ratio."""
    folder = Path(tempfile.gettempdir()) / "amdesk-bench"
    folder.mkdir(exist_ok=True)
    full, bare = city.desk(made(folder, attended=True)), city.desk(made(folder, attended=False))
    good = True
    for name, act in pages(full).items():
        good &= line(f"{name} (floor: what a page may take)", median(act), PAGE, 1)
    year = date(TODAY.year - 1, 11, 24), TODAY
    without, took = in_turn(lambda: bare.reports.committee(*year), lambda: full.reports.committee(*year))
    good &= line("committee's report with a year of attendance", took, without, NOISE)
    full.close()
    bare.close()
    return good
