"""What became of people 90 days after an employment ended, by two rulers that are never mixed.

Day 0 is the last day of the employment, day 90 that day plus 90 calendar days; a period takes those whose day 90 falls in
it and has come. The unit is the ended employment; the number of persons is printed beside (domain rule 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.results.figures import Figure, Group, Question, Rows, Ruler, bounds, few, figures
from amdesk.domain.results.releases import CountedRow
from amdesk.domain.texts import N_, Text, plural

VERSION = 1
REASONS = ("work", "studies", "interrupted", "other")
GROUPS_OF_REASON = {"arbete": "work", "studier": "studies", "avbruten": "interrupted", "ovrigt": "other"}
"""The code list's group of an end reason -> its word here."""


class Outcome(NamedTuple):
    """What is known of one ended employment."""

    kind: str
    gender: str
    reason: str
    contact: str
    situation: str
    plan_city: str
    plan_pes: str


def contact_of(contact: str, due: date, today: date) -> str:
    """Contacted, not contacted, or not due: who was never asked after day 90 came is not contacted (domain rule 4)."""
    if contact in {"contacted", "not_contacted"}:
        return contact
    return "not_contacted" if due <= today else "not_due"


def planning_of(f: Outcome) -> str:
    """The partition of the two plans: city, pes, both, neither, or unknown where a "no" would be a guess."""
    if f.plan_city == "yes":
        return "both" if f.plan_pes == "yes" else "city"
    if f.plan_pes == "yes":
        return "pes"
    return "neither" if f.plan_city == f.plan_pes == "no" else "unknown"


class Gendered(Protocol):
    """Whatever says the gender that is recorded."""

    @property
    def gender(self) -> str: ...


EVERYONE = Group[object]("all", N_("Everyone"), lambda _f: True)
BY_GENDER = (
    Group[Gendered]("women", N_("Women"), lambda f: f.gender == "woman"),
    Group[Gendered]("men", N_("Men"), lambda f: f.gender == "man"),
    Group[Gendered]("unrecorded", N_("Gender not recorded"), lambda f: f.gender not in {"woman", "man"}),
)
BY_HOST = (
    Group[Outcome]("external", N_("External places"), lambda f: f.kind == "external"),
    Group[Outcome]("in_house", N_("In-house teams"), lambda f: f.kind == "in_house"),
    Group[Outcome](
        "host_unrecorded", N_("Kind of place not recorded"), lambda f: f.kind not in {"external", "in_house"}
    ),
)
GENDERS = ("all", ("women", "men", "unrecorded"))
HOSTS = ("all", ("external", "in_house", "host_unrecorded"))

REASON = N_(
    "End reason of the employment, as corrected at the follow-up. Base: ended employments whose day 90 falls in the period."
)
OTHERWISE = N_(
    "The employment ended for a reason that is neither work, studies nor interrupted planning: the term was over and planning went on with the city or the employment service, a new labour-market employment, parental leave, studies without student aid, a move, a pension and the like. Base: ended employments whose day 90 falls in the period."
)
CONTACT = N_(
    "Whether the person was reached about day 90; who was never asked is not reached. Base: ended employments whose day 90 falls in the period."
)
SITUATION = N_(
    "What the person did on day 90, as told or found at the follow-up. Base: ended employments whose day 90 falls in the period."
)
PLAN = N_(
    'Ongoing labour-market plan on day 90; "not known" is a part of its own and never counted as no. Base: ended employments whose day 90 falls in the period.'
)


def _reason(name: str, label: str) -> Question[Outcome]:
    return Question(name, label, lambda f: f.reason == name, REASON, "reached_day90")


def _situation(name: str, label: str) -> Question[Outcome]:
    return Question(f"situation_{name}", label, lambda f: f.situation == name, SITUATION, "reached_day90")


def _plan(name: str, label: str, parts: Sequence[str]) -> Question[Outcome]:
    return Question(f"plan_{name}", label, lambda f: planning_of(f) in parts, PLAN, "reached_day90")


FOLLOWUP = Ruler[Outcome](
    "followup",
    VERSION,
    (
        Question[Outcome](
            "reached_day90",
            N_("Reached day 90"),
            lambda _f: True,
            N_("Ended employments whose day 90 (last day plus 90 days) falls in the period and has come."),
        ),
        _reason("work", N_("Work")),
        _reason("studies", N_("Studies")),
        Question[Outcome](
            "work_or_studies", N_("Work or studies"), lambda f: f.reason in {"work", "studies"}, REASON, "reached_day90"
        ),
        _reason("interrupted", N_("Interrupted planning")),
        Question[Outcome]("other", N_("Other end reasons"), lambda f: f.reason == "other", OTHERWISE, "reached_day90"),
        Question[Outcome](
            "reason_unrecorded",
            N_("End reason not recorded"),
            lambda f: f.reason not in REASONS,
            REASON,
            "reached_day90",
        ),
        Question[Outcome](
            "contacted", N_("Reached at the follow-up"), lambda f: f.contact == "contacted", CONTACT, "reached_day90"
        ),
        Question[Outcome](
            "not_contacted", N_("Not reached"), lambda f: f.contact != "contacted", CONTACT, "reached_day90"
        ),
        _situation("work", N_("In work on day 90")),
        _situation("studies", N_("In studies on day 90")),
        _situation("unemployment_fund", N_("Unemployment fund on day 90")),
        _situation("other", N_("Other situation on day 90")),
        _situation("not_known", N_("Situation on day 90 not known")),
        _plan("city", N_("Ongoing plan with the city"), ("city", "both")),
        _plan("pes", N_("Ongoing plan with the employment service"), ("pes", "both")),
        _plan("city_only", N_("Plan with the city alone"), ("city",)),
        _plan("pes_only", N_("Plan with the employment service alone"), ("pes",)),
        _plan("both", N_("Plan with both"), ("both",)),
        _plan("either", N_("Ongoing plan with either"), ("city", "pes", "both")),
        _plan("neither", N_("No ongoing plan"), ("neither",)),
        _plan("unknown", N_("Plan not known"), ("unknown",)),
    ),
    (EVERYONE, *BY_HOST, *BY_GENDER),
    (
        ("reached_day90", ("work", "studies", "interrupted", "other", "reason_unrecorded")),
        ("work_or_studies", ("work", "studies")),
        ("reached_day90", ("contacted", "not_contacted")),
        (
            "reached_day90",
            (
                "situation_work",
                "situation_studies",
                "situation_unemployment_fund",
                "situation_other",
                "situation_not_known",
            ),
        ),
        ("reached_day90", ("plan_city_only", "plan_pes_only", "plan_both", "plan_neither", "plan_unknown")),
        ("plan_city", ("plan_city_only", "plan_both")),
        ("plan_pes", ("plan_pes_only", "plan_both")),
        ("plan_either", ("plan_city_only", "plan_pes_only", "plan_both")),
    ),
    (HOSTS, GENDERS),
)

KOLADA_TEXT = N_(
    "Work with or without subsidy on the regular labour market, or studies that entitle to student aid, by the end reason of the employment. "
    "Another labour-market employment is no work, and only language training is no studies. Base: employments that ended in the period."
)


class AtExit(NamedTuple):
    """What Kolada's ruler needs of one ended employment."""

    gender: str
    kolada: str


def _kolada(name: str, label: str) -> Question[AtExit]:
    return Question(f"kolada_{name}", label, lambda f: f.kolada == name, KOLADA_TEXT, "kolada_ended")


KOLADA = Ruler[AtExit](
    "kolada",
    VERSION,
    (
        Question[AtExit](
            "kolada_ended",
            N_("Ended in the period"),
            lambda _f: True,
            N_("Employments whose last day falls in the period."),
        ),
        _kolada("work", N_("Work at the end")),
        _kolada("studies", N_("Studies at the end")),
        Question[AtExit](
            "kolada_work_or_studies",
            N_("Work or studies at the end"),
            lambda f: f.kolada in {"work", "studies"},
            KOLADA_TEXT,
            "kolada_ended",
        ),
        _kolada("other", N_("Other at the end")),
        _kolada("unknown", N_("Not recorded finely enough")),
    ),
    (EVERYONE, *BY_GENDER),
    (
        ("kolada_ended", ("kolada_work", "kolada_studies", "kolada_other", "kolada_unknown")),
        ("kolada_work_or_studies", ("kolada_work", "kolada_studies")),
    ),
    (GENDERS,),
)


class Ended(NamedTuple):
    """One ended employment as the bank knows it. A tuple, since a report over ten years makes sixty thousand."""

    id: int
    person: int
    ended: date
    kind: str
    gender: str
    end_reason: str
    contact: str
    situation: str
    plan_city: str
    plan_pes: str


def outcome_of(e: Ended, groups: Mapping[str, str]) -> Outcome:
    """Its facts. `groups` gives each end reason's group; a reason that is not in it is not recorded."""
    contact = e.contact if e.contact in {"contacted", "not_contacted"} else "not_contacted"
    return Outcome(e.kind, e.gender, groups.get(e.end_reason, ""), contact, e.situation, e.plan_city, e.plan_pes)


def at_exit(e: Ended, kolada: Mapping[str, str]) -> AtExit:
    return AtExit(e.gender, kolada.get(e.end_reason, "unknown"))


def _led(f: Outcome) -> bool:
    return f.reason in {"work", "studies"}


HIDDEN_FIGURES: dict[str, Callable[[Outcome], bool]] = {
    "lost.all": lambda f: f.contact != "contacted" and not _led(f),
    "lost_but_known.all": lambda f: f.contact != "contacted" and _led(f),
    "reached_but_neither.all": lambda f: f.contact == "contacted" and not _led(f),
}
HIDDEN_SUMS = (
    ("not_contacted.all", ("lost.all", "lost_but_known.all")),
    ("reached_day90.all", ("work_or_studies.all", "lost.all", "reached_but_neither.all")),
)
UNPRINTED = frozenset({"lost_but_known.all", "reached_but_neither.all"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A share with those not reached counted as none and as all; counts and whole percent."""

    figure: Figure
    unknown: int
    low: int | None
    high: int | None

    @property
    def sentence(self) -> Text:
        return plural(
            "Not reached and not known to work or study: {unknown}. If that person does not, the share is {low} %; if so, {high} %.",
            "Not reached and not known to work or study: {unknown}. If none of them do, the share is {low} %; if all do, {high} %.",
            self.unknown,
            unknown=self.unknown,
            low=self.low or 0,
            high=self.high or 0,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """The day-90 result of a period: one set, all figures from it; and Kolada's ruler over its own set, beside."""

    first: date
    last: date
    rows: Rows[Outcome]
    exits: Rows[AtExit]
    figures: Sequence[Figure]
    kolada: Sequence[Figure]
    coming: int
    """How many of the period have not reached day 90 yet; they are in no figure."""
    ended: Mapping[int, date] = field(default_factory=dict)
    """The last day of each employment that is counted, by its key."""

    def counted(self) -> list[CountedRow]:
        """The rows behind the figures, by the set that counts them."""
        sets: tuple[tuple[str, Sequence[tuple[int, int, tuple[str, ...]]]], ...] = (
            ("followup", self.rows.rows),
            ("kolada", self.exits.rows),
        )
        return [
            CountedRow(name, key, person, self.ended[key], tuple(facts))
            for name, rows in sets
            for key, person, facts in rows
        ]

    def figure(self, name: str) -> Figure:
        return next(f for f in (*self.figures, *self.kolada) if f.id == name)

    def behind(self, name: str) -> list[int]:
        """Keys of the employments that a figure counts."""
        what, whom = name.split(".")
        if what.startswith("kolada"):
            return self.exits.behind(KOLADA.question(what), KOLADA.group(whom))
        return self.rows.behind(FOLLOWUP.question(what), FOLLOWUP.group(whom))

    def persons(self, whom: str = "all") -> int:
        return self.rows.persons(FOLLOWUP.group(whom))

    def bound(self, whom: str = "all") -> Bound:
        """How much those not reached could change the share to work or studies."""
        figure = self.figure(f"work_or_studies.{whom}")
        group = FOLLOWUP.group(whom)
        lost = Question[Outcome]("", "", lambda f: f.contact != "contacted" and f.reason not in {"work", "studies"}, "")
        unknown = self.rows.count(lost, group)
        low, high = bounds(figure.count or 0, unknown, figure.base or 0)
        return Bound(figure, unknown, low, high)

    def hidden(self) -> list[Figure]:
        """What the sentence of the bound counts, and what could be computed from it: those lost, the others who were not
        reached, and those who were reached and neither work nor study."""
        share, lost = self.figure("work_or_studies.all"), self.bound().unknown
        base = share.base or 0
        counts = {
            "lost.all": lost,
            "lost_but_known.all": (self.figure("not_contacted.all").count or 0) - lost,
            "reached_but_neither.all": base - (share.count or 0) - lost,
        }
        return [Figure(i, share.label, share.whom, n, base, share.definition) for i, n in counts.items()]

    def few(self, than: int, by: Ruler[Outcome] = FOLLOWUP, exits: Ruler[AtExit] = KOLADA) -> set[str]:
        """Ids of figures, hidden ones too, that rest on fewer people than that, in the groups of these rulers."""
        out = few(self.rows, by, than) | few(self.exits, exits, than)
        for name, holds in HIDDEN_FIGURES.items():
            if self.rows.fewer(holds, than):
                out.add(name)
        return out


def result(
    found: Sequence[Ended],
    exits: Sequence[Ended],
    first: date,
    last: date,
    today: date,
    groups: Mapping[str, str],
    kolada: Mapping[str, str],
) -> Result:
    """The result of a period from the employments whose day 90 (`found`) and whose end (`exits`) falls in it."""
    until = today - FOLLOWED_UP_AFTER
    reached = [e for e in found if e.ended <= until]
    facts: dict[tuple[str, ...], Outcome] = {}  # there are few kinds of outcome: each is made once
    rows = Rows.of(
        [(e.id, e.person, facts.get(e[3:]) or facts.setdefault(e[3:], outcome_of(e, groups))) for e in reached]
    )
    ends: dict[tuple[str, ...], AtExit] = {}
    out = Rows.of([(e.id, e.person, ends.get(e[4:6]) or ends.setdefault(e[4:6], at_exit(e, kolada))) for e in exits])
    return Result(
        first,
        last,
        rows,
        out,
        figures(rows, FOLLOWUP),
        figures(out, KOLADA),
        len(found) - len(reached),
        {e.id: e.ended for e in (*found, *exits)},
    )
