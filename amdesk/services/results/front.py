"""The first two pages of the committee's report: what happened, what changed, how sure it is, what it cost, what comes next.

Each sentence rests on figures of the appendix, and goes where one of them is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.results.reports import GivenOut
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.results.casemix import CAUSE, Mix
from amdesk.domain.results.cohort import Cohort
from amdesk.domain.results.disclosure import SMALLEST_GROUP
from amdesk.domain.results.figures import Comparison, Figure, bounds, compare
from amdesk.domain.results.folding import AND_REST
from amdesk.domain.results.outcomes import Bound, Result
from amdesk.domain.results.report import Between, Listing, Said, Section
from amdesk.domain.results.rounding import Kronor
from amdesk.domain.results.savings import Ledger
from amdesk.domain.texts import N_, IsoDay, Text, plural, text
from amdesk.domain.values import add_months
from amdesk.services.results import guard
from amdesk.services.results.layer import EARLIER, LEDGER_AMOUNTS, LEDGER_PERSONS
from amdesk.services.results.sections import (
    BOUND,
    SHARE,
    amounts_rest,
    amounts_withheld,
    bound_withheld,
    fall,
    ledger_stays,
    persons_stay,
)

GROUPS = ("all", "external", "in_house", "host_unrecorded", "women", "men", "unrecorded")
TOLD = ("reached_day90", SHARE, "running")
"""What is told as then and now, where it was told then; the appendix holds every figure against the one of then."""
HOSTS = [f"{SHARE}.external", f"{SHARE}.in_house"]

INTERVAL = N_(
    "Such an interval is drawn so that it holds the real difference 95 times of 100. Where it reaches over 0 there may be no difference at all. It says how much chance can do, and nothing of other faults."
)


class FrontParts(NamedTuple):
    """What the two pages are made of."""

    now: Result
    earlier: Result
    compared: Comparison
    mix: Mix
    cohort: Cohort
    ledger: Ledger
    running: Sequence[Figure]
    before: GivenOut | None


def front(of: FrontParts, last: date, today: date) -> list[Section]:
    """The sections of the first two pages, in their order."""
    return [_happened(of, min(last, today)), _changed(of), _sure(of), _cost(of.ledger), _next(of, last, today)]


def _happened(of: FrontParts, until: date) -> Section:
    share = of.now.figure(f"{SHARE}.all")
    said = []
    if not share.base:
        said.append(
            Said(
                Text(N_("No ended employment has reached day 90 in the period, so there is no result.")),
                ["reached_day90.all"],
            )
        )
    else:
        said.append(
            Said(
                plural(
                    "Of {base} employment whose day 90 after the last day fell in the period, {count} ({percent} %) went over into work or studies, by its end reason.",
                    "Of {base} employments whose day 90 after the last day fell in the period, {count} ({percent} %) went over into work or studies, by their end reason.",
                    share.base,
                    count=share.count or 0,
                    base=share.base,
                    percent=share.percent or 0,
                ),
                [share.id],
            )
        )
        said += _of_whom(of.now, until - FOLLOWED_UP_AFTER)
    said.append(
        Said(
            Text(
                N_(
                    "Counted is how many had work or studies. How many would have had it without the employment too cannot be seen from it."
                )
            )
        )
    )
    without = of.cohort.figure("no_assistance.all")
    if without.base:
        said.append(Said(without_assistance(of.cohort), [without.id]))
    wanted = ("reached_day90", SHARE, "work", "studies")
    figures = [f for f in of.now.figures if f.what in wanted]
    return Section(
        Text(N_("What happened?")), figures, GROUPS, sentences=said, front=True, big=share.id, shares=wanted[1:]
    )


def _of_whom(now: Result, until: date) -> list[Said]:
    """When these employments ended, beside those that ended in the period; how the others ended; why parts may not add up."""
    base, span = now.figure("reached_day90.all").count or 0, (now.first - FOLLOWED_UP_AFTER, until)
    ended = next((f.count or 0 for f in now.kolada if f.id == "kolada_ended.all"), 0)
    others = [now.figure(f"{what}.all") for what in ("interrupted", "other", "reason_unrecorded")]
    interrupted, other, unrecorded = (f.count or 0 for f in others)
    alone = plural(
        "It ended {first} – {last}.",
        "The {base} ended {first} – {last}.",
        base,
        base=base,
        first=IsoDay(span[0]),
        last=IsoDay(span[1]),
    )
    beside = plural(
        "{ended} ended in the period itself and stands in the appendix; the two are never compared.",
        "{ended} ended in the period itself and stand in the appendix; the two are never compared.",
        ended,
        ended=ended,
    )
    both = text("{alone} {beside}", alone=alone, beside=beside)
    rest = base - (now.figure(f"{SHARE}.all").count or 0)
    known = plural(
        "Of {rest} other, {interrupted} had the planning interrupted and {other} ended otherwise, for instance went back to the planning of the city or the employment service.",
        "Of the other {rest}, {interrupted} had their planning interrupted and {other} ended otherwise, for instance went back to the planning of the city or the employment service.",
        rest,
        rest=rest,
        interrupted=interrupted,
        other=other,
    )
    more = (
        [Said(text(N_("For {count} no end reason is recorded."), count=unrecorded), [others[2].id])]
        if unrecorded
        else []
    )
    return [
        Said(
            both,
            ["reached_day90.all", "kolada_ended.all"],
            again=lambda found: alone if _told("reached_day90.all", found) else None,
        ),
        *([Said(known, [f.id for f in others])] if rest else []),
        *more,
    ]


def _told(name: str, found: Mapping[str, Figure]) -> bool:
    return name in found and not found[name].withheld


def without_assistance(cohort: Cohort) -> Text:
    """How many of a cohort had no assistance in its window."""
    without = cohort.figure("no_assistance.all")
    return plural(
        "Of {base} who ended in {year}, {count} ({percent} %) had no economic assistance in {window}.",
        "Of the {base} who ended in {year}, {count} ({percent} %) had no economic assistance in {window}.",
        without.base or 0,
        base=without.base or 0,
        year=str(cohort.year),
        count=without.count or 0,
        percent=without.percent or 0,
        window=cohort.window.name,
    )


def _changed(of: FrontParts) -> Section:
    said, listings = [_since(of.before, of.now)], []
    if of.before is not None and (found := _then_and_now(of, of.before)).rows:
        listings.append(found)
    now, then = of.compared.first, of.compared.second
    if now.base and then.base and then.base >= SMALLEST_GROUP:
        year_ago = (
            N_(
                "A year earlier it was {percent} % ({count} of {base}): the difference is larger than chance alone usually makes it."
            )
            if of.compared.distinct
            else N_(
                "A year earlier it was {percent} % ({count} of {base}): the difference is so small that it can be mere chance."
            )
        )
        told = text(year_ago, percent=then.percent or 0, count=then.count or 0, base=then.base)
        said.append(Said(told, [now.id, EARLIER]))
    rows = [(_days(of.now), now.id), (_days(of.earlier), EARLIER)]
    figures = [f for f in of.now.figures if f.id == now.id]
    return Section(
        Text(N_("What has changed?")),
        [*figures, guard.then(of.earlier)],
        ("all",),
        sentences=said,
        listings=listings,
        front=True,
        shares=(SHARE,),
        rows=rows,
    )


def _days(of: Result) -> Text:
    return Text("{first} – {last}", {"first": IsoDay(of.first), "last": IsoDay(of.last)})


def _since(before: GivenOut | None, now: Result) -> Said:
    if before is None:
        return Said(Text(N_("No report was given out before this one, so there is none to hold it against.")))
    if (before.first, before.last) == (now.first, now.last):
        said = N_("The latest report was given out {day} and held the same days. What differs was recorded since.")
        return Said(text(said, day=IsoDay(before.on)))
    return Said(
        text(
            N_(
                "The latest report was given out {day} and held {first} – {last}. The figures are of other people, too."
            ),
            day=IsoDay(before.on),
            first=IsoDay(before.first),
            last=IsoDay(before.last),
        )
    )


def _then_and_now(of: FrontParts, before: GivenOut) -> Listing:
    """What the report given out last told, beside what this one tells."""
    known = {f.id: f for f in (*of.now.figures, *of.running)}
    rows: list[Sequence[Text | str | int | None]] = []
    rests = []
    for what in TOLD:
        now = known.get(f"{what}.all")
        count, base = before.figures.get(f"{what}.all", (None, None))
        if now is not None and count is not None and base is not None:
            then = Figure(now.id, now.label, now.whom, count, base, now.definition)
            rows.append([now.label, count, _share(then), now.count, _share(now)])
            rests.append(now.id)
    heads = (N_("Figure"), N_("Count then"), N_("Percent then"), N_("Count now"), N_("Percent now"))
    return Listing([Text(h) for h in heads], rows, "then_and_now", inside=before.audience != "outside", row_rests=rests)


def _share(found: Figure) -> int | None:
    return None if found.count == found.base else found.percent


def _sure(of: FrontParts) -> Section:
    bound, plain = of.now.bound(), of.mix.plain
    said = []
    if bound.figure.base:
        said.append(
            Said(
                plural(
                    "The {base} employment that reached day 90 is counted. It is no sample, so that no chance of drawing is in the counts; what is not known of somebody may still be missing in them.",
                    "All {base} employments that reached day 90 are counted. It is no sample, so that no chance of drawing is in the counts; what is not known of somebody may still be missing in them.",
                    bound.figure.base,
                    base=bound.figure.base,
                ),
                ["reached_day90.all"],
            )
        )
        said.append(Said(_lost(bound), BOUND, again=bound_withheld))
        said.append(_that_day(of.now))
    spans = []
    if told := plain.plainly:
        said.append(Said(told, HOSTS, again=_hosts_again))
        said.append(Said(Text(INTERVAL), HOSTS, again=lambda found: Text(INTERVAL) if _hosts_again(found) else None))
        spans.append(_span(plain))
    said.append(Said(Text(CAUSE)))
    return Section(Text(N_("How sure is it?")), sentences=said, front=True, spans=spans)


def _that_day(now: Result) -> Said:
    """What people did on day 90 itself, which is not what the employment ended with, between the ends that are possible."""
    figures = [now.figure(f"situation_{what}.all") for what in ("work", "studies", "not_known")]
    known, unknown = sum(f.count or 0 for f in figures[:2]), figures[2].count or 0
    base = now.figure("reached_day90.all").count or 0
    low, high = bounds(known, unknown, base)
    return Said(
        plural(
            "The share is of end reasons. On day 90 itself {count} of {base} was in work or studies, and of {unknown} it is not known: that day the share was from {low} to {high} %.",
            "The share is of end reasons. On day 90 itself {count} of {base} were in work or studies, and of {unknown} it is not known: that day the share was from {low} to {high} %.",
            known,
            count=known,
            base=base,
            unknown=unknown,
            low=low or 0,
            high=high or 0,
        ),
        ["reached_day90.all", *(f.id for f in figures)],
        again=_another_question,
    )


def _another_question(_found: Mapping[str, Figure]) -> Text:
    return Text(
        N_(
            "The share is of end reasons. What people did on day 90 itself is not the same, and may not be known of everybody."
        )
    )


def _lost(bound: Bound) -> Text:
    if not bound.unknown:
        return Text(N_("Of everybody it is known whether they had work or studies."))
    return plural(
        "Of {unknown} who was not reached on day 90 it is not known whether that person works or studies. If not, the share is {low} %; if so, {high} %.",
        "Of {unknown} who were not reached on day 90 it is not known whether they work or study. If none of them do, the share is {low} %; if all do, {high} %.",
        bound.unknown,
        unknown=bound.unknown,
        low=bound.low or 0,
        high=bound.high or 0,
    )


def _hosts_again(found: Mapping[str, Figure]) -> Text | None:
    """The comparison of the kinds of place as they stand outside, those not recorded in one of them."""
    both = [
        next((f for g in (kind, f"{kind}{AND_REST}") if (f := found.get(f"{SHARE}.{g}"))), None)
        for kind in ("external", "in_house")
    ]
    first, second = both
    if first is None or second is None or first.withheld or second.withheld:
        return None
    return compare(first, second).plainly


def _span(plain: Comparison) -> Between:
    low, points, high = (round(10 * (n or 0.0)) for n in (plain.low, plain.points, plain.high))
    return Between(
        Text(N_("External places less in-house teams, percentage points")), low, points, high, "points", HOSTS
    )


def _cost(found: Ledger) -> Section:
    title = Text(N_("What did it cost net?"))
    p = found.paid
    if not p.persons:
        nobody = N_(
            "The payment files cover the months before the employment for nobody in the period, so no saving can be estimated."
        )
        return Section(title, sentences=[Said(Text(nobody))], front=True)
    few, rests = ledger_stays(found), amounts_rest(found)
    low, middle, high = (e.net for e in (found.low, found.middle, found.high))
    each = (abs(found.middle.net) + 50 * p.persons) // (100 * p.persons)
    said = [
        Said(
            text(
                N_(
                    "For the city: {middle}, with the assumptions in the middle; depending on them from {low} to {high}."
                ),
                middle=_net(middle),
                low=_net(low),
                high=_net(high),
            ),
            [LEDGER_AMOUNTS],
            few,
        ),
        Said(
            text(
                N_(
                    "Divided by the {persons} persons whose last employment ended in the period and whose assistance before it is known: {each} kronor per person."
                ),
                persons=p.persons,
                each=Kronor(each),
            ),
            [LEDGER_AMOUNTS, LEDGER_PERSONS],
            few or persons_stay(found),
        ),
        Said(fall(p), [LEDGER_AMOUNTS], p.few(SMALLEST_GROUP)),
        Said(
            Text(
                N_(
                    "Net is the part of the lower assistance that is assumed to be due to the employments, less what these cost the city."
                )
            ),
            rests,
            again=amounts_withheld,
        ),
        Said(
            Text(
                N_("An estimate, not a measured saving: what would have happened without the employment is not known.")
            ),
            rests,
        ),
    ]
    label = Text(N_("Net for the city, kronor: a cost is below 0"))
    span = Between(label, found.low.net, found.middle.net, found.high.net, "öre", [LEDGER_AMOUNTS], few)
    return Section(title, sentences=said, front=True, spans=[span])


def _net(ore: int) -> Text:
    if ore < 0:
        return text(N_("a cost of {amount} kronor"), amount=Kronor(-(ore // 100), -ore))
    return text(N_("a surplus of {amount} kronor"), amount=Kronor(ore // 100, ore))


def _next(of: FrontParts, last: date, today: date) -> Section:
    running = {f.id: f for f in of.running}
    until = min(last, today) - FOLLOWED_UP_AFTER
    said = [
        Said(
            plural(
                "On {day} {count} labour-market employment runs.",
                "On {day} {count} labour-market employments run.",
                running["running.all"].count or 0,
                day=IsoDay(today),
                count=running["running.all"].count or 0,
            ),
            ["running.all"],
        ),
        Said(
            text(
                N_("Those who ended after {day} reach day 90 later and are counted in the next report."),
                day=IsoDay(until),
            )
        ),
        Said(_when_next(add_months(last + timedelta(1), 3), today)),
    ]
    if of.ledger.paid.persons:
        decisive = Text(of.ledger.decisive.label)
        said.append(
            Said(
                text(
                    N_("The estimate becomes surer most by a value of the unit's own for: {what}."),
                    what=decisive,
                ),
                [LEDGER_AMOUNTS],
                ledger_stays(of.ledger),
            )
        )
    return Section(Text(N_("What happens next?")), sentences=said, front=True)


def _when_next(day: date, today: date) -> Text:
    """When the next report is due: no day of a period that lies so far back that it has passed."""
    if day <= today:
        return Text(N_("The more often figures of the same people are given out, the more of them must be withheld."))
    return text(
        N_(
            "The next report is proposed from {day} on. Until then this one stands: the more often figures of the same people are given out, the more of them must be withheld."
        ),
        day=IsoDay(day),
    )
