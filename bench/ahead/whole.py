"""`python -m bench.ahead.whole`: how long a round takes that looks ahead, with everything read from the bank, and with its sentences."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from amdesk.db.engine.opening import memory_bank
from amdesk.db.people import participants
from amdesk.db.places import placements as places
from amdesk.domain.clock import Clock
from amdesk.domain.texts import text
from amdesk.services.booking.foresight import beside
from amdesk.services.desk import Desk
from bench.city import TODAY
from tests import make

NEEDS = ("daytime", "max_travel", "lift_max", "kind")
VALUES = {"daytime": "", "max_travel": "30", "lift_max": "10", "kind": "in_house"}


def unit(people: int, placements: int, seed: int = 7) -> Desk:
    """A unit where so many wait, half of them referred in the last half year and all in the last year."""
    from amdesk.domain.people.participant import Need

    bank = memory_bank(Clock(TODAY))
    desk, dice = make.desk(bank), random.Random(seed)
    codes = [o.code for o in desk.placements.occupations()]
    with bank.write(text("a unit")):
        for i in range(placements):
            values = make.placement_values(
                name=f"Placering {i}",
                occupation=dice.choice(codes),
                language_min=dice.choice(("A1", "A2", "B1")),
                kind=dice.choice(("external", "external", "in_house")),
            )
            places.add(bank, values, 1 + i % 3)
        for i in range(people):
            needs = tuple(Need(k, VALUES[k], "must") for k in NEEDS if dice.random() < 0.2)
            values = make.participant_values(
                name=f"Person {i}",
                wishes=tuple(dice.sample(codes, 2)),
                language=dice.choice(("A1", "A2", "B1")),
                needs=needs,
                registered_on=TODAY - timedelta(dice.randrange(360)),
            )
            participants.add(bank, values)
    return desk


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Seconds of this process's own time in the middle round: what other programs take is not in it."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def told(people: int, placements: int, rounds: int) -> float:
    """Prints and returns the seconds of a whole round that looks ahead: read, counted, solved, futures sampled."""
    desk = unit(people, placements)
    policy = replace(desk.rounds.policy(), look_ahead=True)

    def whole() -> None:
        answer = desk.rounds.solve(policy=policy)
        beside(answer.question, answer.outlook, answer.optimal)

    plain = seconds(desk.rounds.solve, rounds)
    first = seconds(lambda: desk.rounds.solve(policy=policy), rounds)
    took = seconds(whole, rounds)
    answer = desk.rounds.solve(policy=policy)
    q = answer.question
    print(
        f"{people} people, {placements} placements, {len(q.slots)} places, {len(q.edges)} pairs: without {plain:.2f} s, "
        f"looking ahead {first:.2f} s, with the futures {took:.2f} s; {len(answer.optimal)} proposed",
        flush=True,
    )
    desk.bank.close()
    return took


def main() -> int:
    good = told(300, 60, 5) < 0.5
    print("300 people and 60 placements under 0.5 s:", "ok" if good else "OVER")
    if "--city" in sys.argv:
        told(2000, 1250, 1)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
