"""Large banks for the benchmarks: 5,000 placements, 20,000 participants, 60,000 bookings; and 100,000 people to search."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from amdesk import resources
from amdesk.db import port
from amdesk.db.engine.opening import create_bank, open_bank
from amdesk.demo.city import DemoWorld
from amdesk.domain.clock import Clock
from amdesk.domain.texts import text
from amdesk.domain.values import sort_key
from amdesk.services.bank import banks
from amdesk.services.desk import Desk

TODAY = date(2026, 11, 23)
CLOCK = Clock(TODAY)
LOCAL = {"actor": "bench", "account": "bench", "clock": CLOCK}


def desk(path: Path) -> Desk:
    return Desk(open_bank(str(path), **LOCAL), CLOCK)  # type: ignore[arg-type]  # one dictionary for three types


def big(folder: Path) -> Path:
    """5,000 placements, 20,000 participants, 60,000 bookings, made once."""
    return made(folder / "big.amdesk", 5_000, 20_000, 12)


def crowd(folder: Path) -> Path:
    """100,000 people, made once."""
    return made(folder / "crowd.amdesk", 10, 100_000, 0)


def made(path: Path, placements: int, participants: int, bookings_each: int) -> Path:
    """A city of another size, made once."""
    return _made(path, lambda bank: _fill(bank, placements, participants, bookings_each))


def _made(path: Path, fill: Any) -> Path:
    done = path.with_suffix(".done")
    if done.exists():
        return path
    banks.remove_files(path)
    bank, _ = create_bank(path, None, **LOCAL)  # type: ignore[arg-type]  # actor, account and clock
    banks.fill(bank)
    fill(bank)
    bank.close()
    done.touch()
    return path


def _fill(bank: Any, placements: int, participants: int, bookings_each: int) -> None:
    """Rules are off while loading and proved afterwards."""
    dice = random.Random(1)
    world = resources.read_json("reference/demo_world.json", DemoWorld)
    names = [f"{g} {f}" for g in world["name_pool"]["given"] for f in world["name_pool"]["family"]]
    for name in bank.rule_names():
        if name.startswith(("guard_", "audit_")):
            bank.execute(f"drop trigger {name}")
    hosts = [*world["teams"], *world["placements"]]
    codes = {o["code"]: o["id"] for o in bank.query("select id, code from occupation")}
    with bank.write(text("bench"), undoable=False):
        from amdesk.db.bank import reference

        for d in world["districts"]:
            reference.add_code(bank, "districts", d["code"], d["name"])
        for t in world["travel"]:
            reference.add_travel(bank, t)
        for i in range(placements):
            _placement(bank, i, hosts[i % len(hosts)], codes, dice)
        for i in range(participants):
            _participant(bank, i, names[i % len(names)], dice, list(codes), waiting=i % 25 == 0)
        if bookings_each:
            _bookings(bank, placements, participants, bookings_each, dice, list(codes.values()))
        port.insert(bank, "setting", name="bench", value="yes")
    bank.make_rules()
    bank.execute("analyze")


def _uid() -> str:
    return str(uuid.uuid4())


def _placement(bank: Any, i: int, item: Any, codes: dict[str, int], dice: random.Random) -> None:
    need = item["requirements"]
    name = f"{item['name']} {i}"
    key = port.insert(
        bank,
        "placement",
        number=f"P-{i + 1:04d}",
        source_id=f"X{i}",
        kind="in_house" if i % 5 == 0 else "external",
        name=name,
        sort_name=sort_key(name),
        district=item["district"],
        occupation_id=codes[item["occupation"]],
        hours=4000,
        schedule=item["schedule"],
        language_min=need["swedish_min_cefr"],
        licence=need["driving_licence"] or "",
        demands="[]",
        supervisor=item["supervisor"]["name"],
        open_from="2020-01-01",
        search=name,
        min_age=16,
    )
    port.insert(
        bank,
        "capacity",
        placement_id=key,
        from_date="2020-01-01",
        to_date="9999-12-30",
        next_date="9999-12-31",
        places=1 + dice.randrange(3),
    )


def _participant(bank: Any, i: int, name: str, dice: random.Random, codes: list[str], *, waiting: bool) -> None:
    import json

    needs = [{"kind": "daytime", "value": "", "weight": "important"}] if i % 2 else []
    port.insert(
        bank,
        "participant",
        number=f"D-{i + 1:04d}",
        name=name,
        sort_name=sort_key(name),
        district=dice.choice(("NH", "KV", "BJ", "SV")),
        wishes=json.dumps([dice.choice(codes)]),
        language=dice.choice(("A2", "B1", "B2")),
        needs=json.dumps(needs),
        registered_on=(TODAY - timedelta(20 if waiting else 6000)).isoformat(),
        search=f"D-{i + 1:04d} {name} AMA-{i}",
    )


def _bookings(
    bank: Any, placements: int, participants: int, each: int, dice: random.Random, occupations: list[int]
) -> None:
    """Twelve in a row at every placement, the last one often going on today; three for each person, one after the other."""
    workers = [p for p in range(1, participants + 1) if (p - 1) % 25]
    turn = 0
    for place in range(1, placements + 1):
        end = TODAY + timedelta(dice.randrange(-60, 200))
        for k in range(each):
            start = end - timedelta(180)
            person = workers[turn % len(workers)]
            turn += 1
            running = start <= TODAY <= end and k == 0
            employment = port.insert(
                bank,
                "employment",
                ref=_uid(),
                participant_id=person,
                form="bea_visstid",
                occupation_id=occupations[place % len(occupations)],
                placement_id=place,
                placement_text="x",
                kind="in_house" if place % 5 == 1 else "external",
                from_date=start.isoformat(),
                to_date=end.isoformat(),
                extent=100,
                ended_on=None if running else end.isoformat(),
                end_reason="" if running else "O1",
            )
            port.insert(
                bank,
                "booking",
                ref=_uid(),
                participant_id=person,
                placement_id=place,
                employment_id=employment,
                from_date=start.isoformat(),
                to_date=end.isoformat(),
                extent=100,
                status="started" if running else "ended",
                made_on=start.isoformat(),
            )
            if not running and k < 2:
                port.insert(
                    bank,
                    "assessment",
                    participant_id=person,
                    employment_id=employment,
                    profile_id=1 + place % len(occupations),
                    occasion="final",
                    on_date=end.isoformat(),
                    assessor="x",
                    levels='{"GEN-01": 3}',
                    finished=1,
                )
                port.insert(
                    bank,
                    "followup",
                    employment_id=employment,
                    participant_id=person,
                    contact="contacted",
                    situation="work",
                )
            end = start - timedelta(30)
