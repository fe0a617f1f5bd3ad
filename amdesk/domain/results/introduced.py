"""Introductions of a period as a set of figures, for what is told of them to others than the unit."""

from __future__ import annotations

from typing import NamedTuple

from amdesk.domain.results.figures import Group, Question, Ruler
from amdesk.domain.texts import N_


class IntroducedFacts(NamedTuple):
    """What is known of one introduction: "yes" where it came so far, and of the hired "yes", "no" or "missed" on day 90, or "coming"."""

    interview: str
    offered: str
    hired: str
    day90: str


_STEP = N_("Of the introductions that were made in the period, those that came so far.")
_DAY90 = N_("Of the hired whose day 90 has come; whoever was not reached is counted as not reached.")
_HIRED = N_("Of the hired, those whose day 90 has come and those whose day 90 has not.")

INTRODUCTIONS = Ruler[IntroducedFacts](
    "introductions",
    1,
    (
        Question(
            "introduced",
            N_("Introduced"),
            lambda _f: True,
            N_("Introductions that were made in the period, each counted once."),
        ),
        Question("interview", N_("Interview"), lambda f: f.interview == "yes", _STEP, "introduced"),
        Question("offered", N_("Offered the work"), lambda f: f.offered == "yes", _STEP, "introduced"),
        Question("hired", N_("Hired"), lambda f: f.hired == "yes", _STEP, "introduced"),
        Question("day90_coming", N_("Hired, day 90 has not come"), lambda f: f.day90 == "coming", _HIRED, "hired"),
        Question("day90_come", N_("Hired, day 90 has come"), lambda f: f.day90 not in {"", "coming"}, _HIRED, "hired"),
        Question("stayed", N_("Still there on day 90"), lambda f: f.day90 == "yes", _DAY90, "day90_come"),
        Question("gone", N_("No longer there on day 90"), lambda f: f.day90 == "no", _DAY90, "day90_come"),
        Question("missed", N_("Not reached on day 90"), lambda f: f.day90 == "missed", _DAY90, "day90_come"),
    ),
    (Group("all", N_("Everyone"), lambda _f: True),),
    (("hired", ("day90_coming", "day90_come")), ("day90_come", ("stayed", "gone", "missed"))),
    (),
)
