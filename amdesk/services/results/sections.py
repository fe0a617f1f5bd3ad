"""The sections of reports: what stands under each heading, and which sentence rests on which figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from amdesk.domain.results.casemix import Mix
from amdesk.domain.results.cohort import Cohort
from amdesk.domain.results.disclosure import SMALLEST_GROUP
from amdesk.domain.results.figures import Comparison, Figure, compare
from amdesk.domain.results.folding import AND_REST
from amdesk.domain.results.outcomes import Result
from amdesk.domain.results.report import Fact, Listing, Said, Section
from amdesk.domain.results.rounding import Kronor
from amdesk.domain.results.savings import Estimate, Ledger, Paid
from amdesk.domain.texts import N_, IsoDay, Text, plural, text
from amdesk.services.results.layer import EARLIER, LEDGER_AMOUNTS, LEDGER_PERSONS
from amdesk.services.results.management import Continuity, Management

HOST_GROUPS = ("all", "external", "in_house", "host_unrecorded")
GENDER_GROUPS = ("all", "women", "men", "unrecorded")
PARTS = ("work", "studies", "interrupted", "other", "reason_unrecorded")
SHARE = "work_or_studies"
BOUND = ["not_contacted.all", "lost.all", f"{SHARE}.all"]
Cells = Sequence[Text | str | int | None]


def fall(paid: Paid) -> Text:
    """How much lower or higher than at the level of before; the amount itself has no sign."""
    amount = Kronor(abs(paid.fall) // 100)
    if paid.fall < 0:
        return text(
            N_(
                "Those whose employment ended in the period were paid {amount} kronor more in assistance, during and after the employment, than if it had stayed as it was before, so that there is no saving in it."
            ),
            amount=amount,
        )
    return text(
        N_(
            "Those whose employment ended in the period were paid {amount} kronor less in assistance, during and after the employment, than if it had stayed as it was before; what of it is a saving rests on the assumptions of the ledger."
        ),
        amount=amount,
    )


def result_sections(now: Result) -> list[Section]:
    """The day-90 result by kind of place and by gender, and Kolada's ruler apart."""
    followup, kolada = list(now.figures), list(now.kolada)
    parts = [f for f in followup if not f.what.startswith(("plan_", "situation_", "contacted", "not_contacted"))]
    others = [f for f in followup if f.what.startswith(("plan_", "situation_", "contacted", "not_contacted"))]
    persons = text(
        N_("Employments that reached day 90: {count}. Persons: {persons}."),
        count=now.figure("reached_day90.all").count or 0,
        persons=now.persons(),
    )
    bound = now.bound()
    return [
        Section(
            Text(N_("Result 90 days after the employment")),
            parts,
            HOST_GROUPS,
            sentences=[
                Said(persons, ["reached_day90.all"], tells_persons(now)),
                *([Said(bound.sentence, BOUND, again=bound_withheld)] if bound.figure.base else []),
            ],
            bars=PARTS,
        ),
        Section(Text(N_("Contact, situation and plans on day 90")), others, HOST_GROUPS),
        Section(Text(N_("Result by gender")), followup, GENDER_GROUPS),
        Section(
            Text(N_("At the end of the employment")),
            kolada,
            GENDER_GROUPS,
            sentences=[
                Said(
                    Text(
                        N_(
                            "Here the end of the employment is counted, by stricter words for work and studies than in the result after 90 days. The two are never added or compared. It is not the figure of Kolada (U40455): that counts everybody who ended in any of the city's measures in a calendar year, and asks whether the work has lasted a month."
                        )
                    )
                )
            ],
        ),
    ]


def bound_withheld(_found: Mapping[str, Figure]) -> Text:
    """Said in place of how far those not reached could move the share; the same whether anybody is among them or not."""
    return Text(
        N_(
            "Whoever was not reached on day 90 is counted by the end reason that is recorded. How much that could move the share is not printed, since it would tell of few."
        )
    )


def tells_persons(now: Result, group: str = "all") -> bool:
    """True where the number of persons beside that of employments tells of a few who ended twice. Nobody is as few as one to
    four, who would else be known by what is not said."""
    return (now.figure(f"reached_day90.{group}").count or 0) - now.persons(group) < SMALLEST_GROUP


NOT_COMPARED = N_("The comparison is not printed, since it would tell of few.")


def compared_section(compared: Comparison, span: tuple[date, date]) -> Section:
    """Two periods beside each other: it is given out where both shares are."""
    now, then = compared.first, compared.second
    heads = (
        N_("Figure"),
        N_("Count"),
        N_("Base"),
        N_("Percent"),
        N_("Count then"),
        N_("Base then"),
        N_("Percent then"),
    )
    line: Cells = [now.label, now.count, now.base, now.percent, then.count, then.base, then.percent]
    rests = [now.id, EARLIER]
    return Section(
        text(N_("Compared with {first} – {last}"), first=IsoDay(span[0]), last=IsoDay(span[1])),
        sentences=[Said(compared.sentence, rests, again=lambda _found: Text(NOT_COMPARED))],
        listings=[Listing([Text(h) for h in heads], [line], "comparison", rests=rests)],
    )


def mix_section(found: Mix) -> Section:
    """External beside in-house: the sentences rest on both shares."""
    rests = [f"{SHARE}.external", f"{SHARE}.in_house"]
    plain, *others = found.judged()
    return Section(
        Text(N_("External places beside in-house teams")),
        sentences=[Said(plain[0], rests, plain[1], hosts_again), *(Said(t, rests, inside) for t, inside in others)],
    )


def hosts_again(found: Mapping[str, Figure]) -> Text | None:
    """The plain comparison of the kinds of place as they stand outside, those not recorded in one of them."""
    first, second = (
        next((f for g in (kind, f"{kind}{AND_REST}") if (f := found.get(f"{SHARE}.{g}"))), None)
        for kind in ("external", "in_house")
    )
    if first is None or second is None or not first.base or not second.base or first.withheld or second.withheld:
        return None
    return compare(first, second).sentence


def cohort_title(found: Cohort) -> Text:
    if found.window.months:
        return plural(
            "Those who ended in {year}, the {months} month after their end",
            "Those who ended in {year}, the {months} months after their end",
            found.window.months,
            year=str(found.year),
            months=found.window.months,
        )
    return text(N_("Those who ended in {year}, seen in {window}"), year=str(found.year), window=found.window.name)


def cohort_section(found: Cohort) -> Section:
    """A cohort seen in a window, with its check sum where it is frozen. The check sum stays in the unit: there are so few
    kinds of rows that trying them all gives the rows themselves."""
    sentences = []
    if found.frozen_on:
        sentences.append(Said(text(N_("Frozen {day}."), day=IsoDay(found.frozen_on))))
        sentences.append(Said(text(N_("Check sum {hash}."), hash=found.digest[:16]), inside=True))
    return Section(
        cohort_title(found),
        list(found.figures),
        GENDER_GROUPS,
        sentences=sentences,
        bars=("no_assistance_no_measures", "measures_only", "assistance_only", "assistance_and_measures", "erased"),
    )


PAID: tuple[tuple[str, str, str, str], ...] = (
    ("persons", N_("Persons in the ledger"), "", N_("Persons whose employment ended in the period and whose months before it are covered.")),
    ("left_out", N_("Persons left out"), "", N_("Persons whose months before the employment the payment files cover for fewer than three months.")),
    ("before", N_("Paid before, up to 12 months"), "öre", N_("Assistance paid in the whole calendar months before the employment, recoveries taken off.")),
    ("before_months", N_("Person-months before"), "", N_("Months of those that the payment files cover.")),
    ("during", N_("Paid during the employment"), "öre", N_("Assistance paid in the months that the employment touches.")),
    ("during_months", N_("Person-months during"), "", N_("Months of those that the payment files cover.")),
    ("after", N_("Paid after, up to 12 months"), "öre", N_("Assistance paid in the whole calendar months after the employment.")),
    ("after_months", N_("Person-months after"), "", N_("Months of those that the payment files cover.")),
    ("expected", N_("Would have been paid at the level of before"), "öre", N_("Mean per person-month before, times the person-months during and after.")),
    ("fall", N_("Paid less than that"), "öre", N_("The line above less what was paid during and after. No assumption is in it.")),
)  # fmt: skip
"""The lines of what was paid: the property, its label, its unit and what it means."""
IDS = {
    "before": "paid_before",
    "before_months": "months_before",
    "during": "paid_during",
    "during_months": "months_during",
    "after": "paid_after",
    "after_months": "months_after",
}

OF_PERSONS = {"persons", "left_out", "before_months", "during_months", "after_months"}
"""Lines that tell how many persons a ledger has."""


def _paid_facts(p: Paid, twice: int = 0) -> list[Fact]:
    """Amounts of fewer than five stay in the unit with all that is computed from them; so do numbers that tell how few are
    left out, or ended twice: persons, and their months, of which each has twelve where the files cover them."""
    few, out = p.few(SMALLEST_GROUP), _persons_tell(p, twice)
    lines = [(*line, few or (out and line[0] in OF_PERSONS)) for line in PAID]
    if p.fall < 0:
        lines = [(*ROSE, few) if line[0] == "fall" else line for line in lines]
    return [
        Fact(IDS.get(name, name), Text(label), getattr(p, name), unit, Text(said), inside, _rests(name))
        for name, label, unit, said, inside in lines
    ]


def _rests(name: str) -> list[str]:
    return [LEDGER_AMOUNTS, LEDGER_PERSONS] if name in OF_PERSONS else [LEDGER_AMOUNTS]


NO_FIGURE = "none.all"
"""The id of no figure: whatever rests on it stays inside."""


def amounts_rest(found: Ledger) -> list[str]:
    """What a sentence about the amounts rests on that is of no use without them."""
    return [LEDGER_AMOUNTS, *([NO_FIGURE] if ledger_stays(found) else [])]


def amounts_withheld(_found: Mapping[str, Figure]) -> Text:
    """Said in place of the amounts."""
    return Text(N_("What it cost is not printed, since the amounts would tell of few."))


def savings_section(found: Ledger) -> Section:
    """The ledger: what was paid, what is assumed, what follows, and which assumption moves it most."""
    p = found.paid
    few = ledger_stays(found)
    facts = _paid_facts(p, found.twice)
    if not p.persons:
        return Section(
            Text(N_("Savings ledger")),
            sentences=[
                Said(
                    Text(
                        N_(
                            "The payment files cover the months before the employment for nobody in the period, so no saving can be estimated."
                        )
                    )
                )
            ],
        )
    heads = (N_("Assumption"), N_("Low"), N_("Value"), N_("High"), N_("Unit"), N_("Source"))
    assumed: list[Cells] = [
        [Text(a.label), *(_shown(v, a.unit) for v in (a.low, a.value, a.high)), Text(_unit(a.unit)), Text(a.source)]
        for a in found.assumptions
    ]
    outcome: list[Cells] = [[Text(label), *(Kronor(v // 100, v) for v in values)] for label, values in outcomes(found)]
    heads_of = (N_("Kronor"), N_("Low"), N_("Middle"), N_("High"))
    swing = found.swings[0]
    return Section(
        Text(N_("Savings ledger")),
        facts=facts,
        listings=[
            Listing([Text(h) for h in heads], assumed, "assumptions"),
            Listing([Text(h) for h in heads_of], outcome, "estimate", few, [LEDGER_AMOUNTS]),
        ],
        sentences=[
            Said(
                text(
                    N_("What moves the result most: {what} (from {low} to {high} kronor)."),
                    what=Text(swing[0].label),
                    low=Kronor(swing[1] // 100, swing[1]),
                    high=Kronor(swing[2] // 100, swing[2]),
                ),
                [LEDGER_AMOUNTS],
                few,
            ),
            Said(
                Text(
                    N_(
                        "An estimate, not a measured saving: what would have happened without the employment is not known."
                    )
                ),
                amounts_rest(found),
                again=amounts_withheld,
            ),
        ],
    )


def running_section(by_kind: Mapping[str, int]) -> Section:
    """How many work today, in-house and external; employments alone."""
    what = Text(N_("Running employments"))
    definition = Text(
        N_("Labour-market employments that run on the day of the data; other measures are not counted here.")
    )
    total = sum(by_kind.values())
    external, own = by_kind.get("external", 0), by_kind.get("in_house", 0)
    counts = (
        ("all", N_("Everyone"), total),
        ("external", N_("External places"), external),
        ("in_house", N_("In-house teams"), own),
        ("host_unrecorded", N_("Kind of place not recorded"), total - external - own),
    )
    figures = [Figure(f"running.{g}", what, Text(label), n, total, definition) for g, label, n in counts]
    return Section(what, figures, HOST_GROUPS)


def management_section(found: Management, values: Sequence[Figure], facts: Sequence[Fact]) -> Section:
    """Continuity, occupancy, waiting, caseload and value of a period."""
    places: list[Cells] = [[p.placement, p.department, p.open_days, p.taken_days, p.vacant] for p in found.places]
    loads: list[Cells] = [[w.worker, w.waiting, w.booked, w.working, w.total] for w in found.loads]
    reasons: list[Cells] = [[r, n] for r, n in found.reasons]
    heads = {
        "places": (N_("Placement"), N_("Department"), N_("Open days"), N_("Taken"), N_("Vacant")),
        "caseload": (N_("Case worker"), N_("Waiting"), N_("Booked"), N_("Working"), N_("Sum")),
        "reasons": (N_("Reason"), N_("Changes")),
    }
    listings = [
        Listing([Text(h) for h in heads[name]], lines, name)
        for name, lines in (("places", places), ("caseload", loads), ("reasons", reasons))
    ]
    return Section(
        Text(N_("Management")),
        [found.continuity.kept, found.occupancy, *values],
        ("all",),
        [found.continuity.stood_in, *found.waits, *facts],
        listings=listings,
    )


def continuity_section(found: Continuity) -> Section:
    """Who kept the same case worker, and how long others stood in."""
    return Section(Text(N_("The same case worker")), [found.kept], ("all",), [found.stood_in])


ESTIMATES: tuple[tuple[str, Callable[[Estimate], int]], ...] = (
    (N_("Less assistance that is due to the employment"), lambda e: e.saved),
    (N_("Net cost of the jobs"), lambda e: e.job),
    (N_("Moved to unemployment insurance"), lambda e: e.fund),
    (N_("Net for the city"), lambda e: e.net),
    (N_("Net for the city and unemployment insurance"), lambda e: e.net_of_fund),
)  # fmt: skip


ROSE = ("rise", N_("Paid more than that"), "öre", N_("What was paid during and after, less the line above. No assumption is in it."))  # fmt: skip
MORE = N_("More assistance that is due to the employment")


def outcomes(found: Ledger) -> list[tuple[str, list[int]]]:
    """(label, öre at low, middle and high) of each line of the estimate. Where more was paid, the line says more."""
    lines = [(label, [value(e) for e in (found.low, found.middle, found.high)]) for label, value in ESTIMATES]
    if found.paid.fall < 0:
        lines[0] = (MORE, [-v for v in lines[0][1]])
    return lines


def persons_stay(found: Ledger) -> bool:
    """True where the number of persons in a ledger tells of few."""
    return found.paid.few(SMALLEST_GROUP) or _persons_tell(found.paid, found.twice)


def _persons_tell(p: Paid, twice: int) -> bool:
    return 0 < p.left_out < SMALLEST_GROUP or 0 < twice < SMALLEST_GROUP


def ledger_stays(found: Ledger) -> bool:
    """True where what follows from the ledger would tell of fewer than five persons."""
    return found.paid.few(SMALLEST_GROUP) or 0 < found.paid.people.get("fund", 0) < SMALLEST_GROUP


def _shown(value: int, unit: str) -> int:
    return value // 100 if unit == "öre" else value


def _unit(unit: str) -> str:
    return N_("kronor per month") if unit == "öre" else N_("percent")


def savings_notes(found: Ledger) -> list[Text]:
    if found.covered is None:
        return [Text(N_("No assistance payments are imported, so nothing can be said of savings."))]
    return [
        text(
            N_("Payments are imported for {first} to {last}; other months are not counted."),
            first=found.covered[0],
            last=found.covered[1],
        ),
        Text(
            N_(
                "State subsidies lower the city's cost and are a cost to the state: no line here is the net of the whole public sector."
            )
        ),
    ]
