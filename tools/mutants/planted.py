"""Faults that would harm somebody, planted one by one: `python -m tools.mutants.planted`.

An age limit off by one, day 90 overdue for people who are followed up, a count that subtracts, a heading of the wrong field, a
step of a status let pass, an erasure that leaves something out: each in every place where the house says it. The tests that
reach the place are asked; ends with 1 where nobody notices.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
from typing import NamedTuple

from tools.mutants import reach, running
from tools.mutants.__main__ import PINNED, measure, test_files
from tools.mutants.changes import Change, Maker, defined
from tools.mutants.house import House
from tools.mutants.reach import Test

TESTS = ("tests/domain", "tests/imports", "tests/db", "tests/services")
SECONDS = 60.0
"""Processor seconds of tests that are asked of one fault at most: a fault that is noticed ends the asking."""


class Fault(NamedTuple):
    """What is wrong, in which module, what stands there and what stands there instead."""

    what: str
    module: str
    before: str
    after: str
    asked: str = ""
    """The file of tests that meets it, where what is made of the place stands in a bank, which no test reaches."""


AGE = "an age limit off by one"
DAY_90 = "day 90 overdue for people who are followed up"
COUNT = "a count that subtracts where it adds"
HEADING = "a heading of the wrong field"
STEP = "a step of a status let pass"
ERASED = "an erasure that leaves something out"
MOBILE = f"""\"Home phone", "Mobile",
        )),
    ]  # fmt: {"skip"}
    email: Annotated[
        str, Declared(N_("E-mail"), Line(), headings=("E-post", """
"""Where the headings of one field end and those of the next begin."""
FAULTS = (
    Fault(AGE, "amdesk.domain.booking.matching", "max(start, opening.free_from)) < place.min_age", "max(start, opening.free_from)) <= place.min_age"),
    Fault(AGE, "amdesk.domain.booking.why", "age_on(person.born, first_day) >= placement.min_age", "age_on(person.born, first_day) > placement.min_age"),
    Fault(AGE, "amdesk.domain.booking.minors", "    if age >= ADULT:", "    if age > ADULT:"),
    Fault(DAY_90, "amdesk.domain.people.participant", "past > 90 and not row.followed_up and past < 365", "past > 90 and past < 365"),
    Fault(DAY_90, "amdesk.db.results.reached", 'f"not exists (select 1 from followup f where', 'f"1 = 1 or not exists (select 1 from followup f where'),
    Fault(DAY_90, "amdesk.db.results.reached", "f.contact not in ('', 'not_due')", "f.contact in ('', 'not_due')"),
    Fault(COUNT, "amdesk.services.overview.day", "free_own + free_external", "free_own - free_external"),
    Fault(COUNT, "amdesk.db.overview.counts", "from booking where {LIVE}) + (select count(*)", "from booking where {LIVE}) - (select count(*)"),
    Fault(COUNT, "amdesk.domain.results.folding", "(one.count or 0) + (other.count or 0)", "(one.count or 0) - (other.count or 0)"),
    Fault(HEADING, "amdesk.domain.people.participant", '"Other languages", "Languages"', '"Other languages", "Languages", "Körkort"'),
    Fault(HEADING, "amdesk.domain.people.participant", MOBILE, MOBILE.replace(' "Mobile",', "").replace('"E-post", ', '"E-post", "Mobile", ')),
    Fault(STEP, "amdesk.domain.booking.statuses", '"booked": ("started", "cancelled"),', '"booked": ("started", "ended", "cancelled"),'),
    Fault(STEP, "amdesk.db.rules", "'booked>cancelled', 'started>ended'\"", "'booked>cancelled', 'started>ended', 'ended>started'\"", "tests/db/test_rules.py"),
    Fault(STEP, "amdesk.domain.competence.modules", '"completed": (),', '"completed": ("enrolled",),'),
    Fault(ERASED, "amdesk.db.catalogue", '_of("contact_attempt", "results", GOES)', '_of("contact_attempt", "results", STAYS)'),
    Fault(ERASED, "amdesk.db.catalogue", "Erase({\"content\": \"'{}'\", \"revoked_why\": \"''\"})", "Erase({\"content\": \"'{}'\"})"),
    Fault(ERASED, "amdesk.domain.people.participant", 'Declared(N_("Phone"), Line(), icon="phone", ', 'Declared(N_("Phone"), Line(), icon="phone", erase=False, ', "tests/db/test_catalogue.py"),
)  # fmt: skip


def planted(home: House, fault: Fault) -> Change:
    """The fault as a change of its module as a whole, judged by the tests of the statement that it stands in. Raises ValueError
    where what it replaces does not stand there once."""
    said = home.text[fault.module]
    if said.count(fault.before) != 1:
        raise ValueError(f"{fault.module}: {fault.before}")
    line = said.count("\n", 0, said.index(fault.before)) + 1
    maker = Maker(fault.module, said, {})
    around = [s for s in ast.walk(maker.tree) if isinstance(s, ast.stmt) and s.lineno <= line <= (s.end_lineno or line)]
    around.sort(key=lambda s: s.lineno - (s.end_lineno or s.lineno))
    mark = next((maker.of[s] for s in reversed(around) if s in maker.of), None)
    names = frozenset(name for s in around[:1] for name in defined(s))
    new = ast.parse(said.replace(fault.before, fault.after)).body
    return Change(fault.module, around[0], maker.tree, "body", None, new, fault.what, mark, names, line, maker.tree)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants.planted", description=__doc__)
    parser.add_argument("--noted", action="store_true", help="do without the files of tests that are not noted")
    given = parser.parse_args()
    files = test_files(list(TESTS))
    known = reach.known(files)
    if known.stale and not given.noted:
        measure(known.stale)
        known = reach.known(files)
    tests = [t for t in known.tests if t.function not in PINNED]
    home = House()
    changes = [planted(home, fault) for fault in FAULTS]
    running.warm(known.libraries)
    unseen = 0
    workers = os.cpu_count() or 1
    asked = {id(change): fault.asked for change, fault in zip(changes, FAULTS, strict=True)}

    def reaching(change: Change) -> list[Test]:
        own = asked[id(change)]
        return [t for t in tests if t.id.startswith(own)] if own else home.reaching(change, tests)

    for one in running.judge(changes, reaching, workers=workers, most=SECONDS):
        unseen += not one.by
        print(
            f"{one.change.kind}: {one.change.place}\n    {one.by or 'NOBODY NOTICES'} ({one.asked} asked)", flush=True
        )
    print(f"{len(changes)} faults of {len({f.what for f in FAULTS})} kinds planted, {unseen} seen by nobody")
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main())
