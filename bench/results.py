"""Reports over ten years of data: 60,000 employments, their follow-ups and 300,000 payments. Under a second each, and linear."""

from __future__ import annotations

import random
import tempfile
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from amdesk.services.desk import Desk
from bench import city
from bench.measure import median

SIZES = (15_000, 30_000, 60_000)
FIRST_DAY = date(2016, 1, 4)
ROWS = (
    "insert into participant (uid, number, name, sort_name, gender, born, language, registered_on) values (?, ?, ?, ?, ?, '1986-04-12', ?, ?)",
    "insert into employment (uid, ref, participant_id, form, kind, placement_id, from_date, to_date, extent, ended_on, end_reason) values (?, ?, ?, 'bea_visstid', ?, ?, ?, ?, ?, ?, ?)",
    "insert into followup (uid, employment_id, participant_id, contact, situation, plan_city, plan_pes) values (?, ?, ?, ?, ?, ?, ?)",
    "insert into payment (uid, participant_id, month, amount, role) values (?, ?, ?, ?, 'applicant')",
)


def decade(folder: Path, count: int) -> Path:
    """A bank with so many employments spread evenly over ten years, made once."""
    return city._made(folder / f"decade{count}.amdesk", lambda bank: _fill(bank, count))


def _fill(bank: Any, count: int) -> None:
    dice = random.Random(9)
    for name in bank.rule_names():
        if name.startswith(("guard_", "audit_")):
            bank.execute(f"drop trigger {name}")
    people: list[Any] = []
    jobs: list[Any] = []
    follow: list[Any] = []
    paid: list[Any] = []
    for key, i in enumerate(range(count), 1):
        start = FIRST_DAY + timedelta(dice.randrange(3650))
        last = start + timedelta(dice.choice((182, 273, 364)))
        person = dice.randrange(1, len(people) + 1) if i % 5 == 4 else len(people) + 1
        if i % 5 != 4:
            people.append(
                (
                    uid(),
                    f"D-{person:06d}",
                    "Aida",
                    "aida",
                    dice.choice(("woman", "man", "")),
                    dice.choice(("A1", "A2", "B1", "B2", "")),
                    (start - timedelta(40)).isoformat(),
                )
            )
        ended = last.isoformat() if last < city.TODAY else None
        jobs.append(
            (
                uid(),
                f"E-{i}",
                person,
                dice.choice(("external", "in_house")),
                None,
                start.isoformat(),
                last.isoformat(),
                dice.choice((50, 75, 100)),
                ended,
                dice.choice(("A1", "A2", "S1", "B1", "O1", "O2", "")),
            )
        )
        if ended and dice.random() < 0.9:
            follow.append(
                (
                    uid(),
                    key,
                    person,
                    dice.choice(("contacted", "not_contacted")),
                    dice.choice(("work", "studies", "other", "not_known")),
                    dice.choice(("yes", "no")),
                    "no",
                )
            )
        for _ in range(5):
            month = start + timedelta(30 * dice.randrange(-12, 24))
            paid.append((uid(), person, f"{month:%Y-%m}", 845_000))
    with bank.unlogged():
        for sql, rows in zip(ROWS, (people, jobs, follow, paid), strict=True):
            bank.conn.executemany(sql, rows)
    bank.make_rules()
    bank.execute("analyze")


def uid() -> str:
    return str(uuid.uuid4())


def acts(desk: Desk) -> dict[str, Any]:
    """Every report, of one year and of all ten."""
    year, ten = (date(2025, 1, 1), date(2025, 12, 31)), (date(2016, 1, 1), date(2026, 10, 31))
    return {
        "followup, a year": lambda: desk.reports.followup(*year),
        "followup, ten years": lambda: desk.reports.followup(*ten),
        "cohort 2024 in 2025": lambda: desk.reports.cohort(2024, desk.cohorts.window(2024)),
        "cohorts of the page": lambda: desk.cohorts.table(5, 3),
        "savings, a year": lambda: desk.reports.savings(*year),
        "savings, ten years": lambda: desk.reports.savings(*ten),
        "committee, a year": lambda: desk.reports.committee(*year),
        "management, a year": lambda: desk.management.management(*year),
        "quarters of the page": lambda: desk.results.quarters(date(2026, 9, 30)),
    }


def reports(_path: Path) -> bool:
    """Seconds at the largest size (limit 1), and how the cost grows from a quarter of it (linear: 4)."""
    folder = Path(tempfile.gettempdir()) / "amdesk-bench"
    folder.mkdir(exist_ok=True)
    took: dict[int, dict[str, float]] = {}
    for size in SIZES:
        desk = city.desk(decade(folder, size))
        took[size] = {name: median(act, 3) for name, act in acts(desk).items()}
        desk.close()
    good = True
    for name, last in took[SIZES[-1]].items():
        ok = last <= 1
        good &= ok
        steps = " ".join(f"{took[s][name] * 1000:8.1f}" for s in SIZES)
        print(
            f"{name:24} {steps} ms at {', '.join(f'{s:,}' for s in SIZES)} employments; x {last / took[SIZES[0]][name]:4.2f} for x 4; {'ok' if ok else 'OVER'}",
            flush=True,
        )
    return good
