"""The one layer between a report and everything that leaves the unit: it folds, withholds, and keeps what rests on nothing
withheld. Pages, files, JSON, what is copied and what is said in words are all made from what it gives."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, Never

from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.results.cohort import COHORT, After
from amdesk.domain.results.disclosure import Puzzle, Sums, needs, puzzle, shown
from amdesk.domain.results.figures import Figure, Ruler
from amdesk.domain.results.folding import (
    GENDER_SPLIT,
    HOST_SPLIT,
    Fold,
    Split,
    columns,
    fold_of,
    folded,
    folded_before,
    ruled,
)
from amdesk.domain.results.introduced import INTRODUCTIONS, IntroducedFacts
from amdesk.domain.results.joined import Joined
from amdesk.domain.results.outcomes import FOLLOWUP, HIDDEN_FIGURES, HIDDEN_SUMS, KOLADA, AtExit, Outcome
from amdesk.domain.results.releases import (
    OTHER_PERIOD,
    OTHER_PERIOD_SHOWN,
    CountedRow,
    DaysBeside,
    Link,
    PartOf,
    Release,
    SetOfCounts,
    changed,
    near,
)
from amdesk.domain.results.report import Folds, Leaving, Report, for_outside
from amdesk.domain.texts import Text
from amdesk.services.results.amounts import LEDGER, tell_of_few, told
from amdesk.services.results.attack import Guarding, Linked, blocks
from amdesk.services.results.leastloss import searched
from amdesk.services.results.ledgers import beside_ledgers, persons_leave
from amdesk.services.results.wholly import unreached

INTRODUCED = "introductions"
RULERS: dict[str, Ruler[Never]] = {
    "followup": FOLLOWUP,
    "kolada": KOLADA,
    "cohort": COHORT,
    INTRODUCED: INTRODUCTIONS,
}
RUNNING = "running"
EMPLOYMENTS = ("followup", "kolada")
"""Sets whose rows are the same employments: what is corrected in one stands apart in both."""
LEDGER_AMOUNTS = "amounts.all"
"""The id under which all amounts of a ledger are withheld or not."""
LEDGER_PERSONS = "ledger_persons.all"
"""The id under which the persons of a ledger are counted or not, and whatever would tell how many they are."""
EARLIER = "earlier.all"
"""The id under which the share of the earlier period is withheld or not."""
CONTINUITY = "continuity.all"
"""How many employments kept their case worker. An employment is counted in each period in which it ran."""
DEFINING: dict[str, tuple[str, tuple[Split, ...]]] = {
    "followup": ("reached_day90", (HOST_SPLIT, GENDER_SPLIT)),
    "kolada": ("kolada_ended", (GENDER_SPLIT,)),
    "cohort": ("ended", (GENDER_SPLIT,)),
    RUNNING: (RUNNING, (HOST_SPLIT,)),
    INTRODUCED: ("introduced", ()),
}
"""The question that says how many a set's groups are, and how it is split."""
SET_OF = {**{q.id: name for name, r in RULERS.items() for q in r.questions}, RUNNING: RUNNING}


READ: dict[str, tuple[Callable[[tuple[str, ...]], Any], Mapping[str, Callable[[Any], bool]], Sums]] = {  # type: ignore[explicit-any]  # of each set its own facts
    "followup": (lambda facts: Outcome(*facts), HIDDEN_FIGURES, HIDDEN_SUMS),
    "kolada": (lambda facts: AtExit(*facts), {}, ()),
    "cohort": (lambda facts: After(*facts), {}, ()),
    INTRODUCED: (lambda facts: IntroducedFacts(*facts), {}, ()),
}
"""How the facts of a set's rows are read, what else is counted of them, and the sums of that."""
Made = Generator[tuple[int, int], None, Report]


def outside(report: Report, before: Sequence[Release] = ()) -> Report:
    """The report as it may leave the unit, beside what was given out before."""
    steps = making(report, before)
    while True:
        try:
            next(steps)
        except StopIteration as made:
            found: Report = made.value
            return found


def making(report: Report, before: Sequence[Release] = ()) -> Made:
    """The same step by step, (done, of): whoever closes it stops the work."""
    folds = folds_of({f.id: f.count or 0 for f in report.figures()}, [i for r in before for i in r.shown])
    found = _folded([*report.figures(), *report.hidden], folds)
    unsaid = report.behind(folds)
    bases = {**_bases(folds), **unsaid.bases}
    then = _compared(report)
    if then and _stays(then, folds, before):
        unsaid = replace(unsaid, few=unsaid.few | {EARLIER})
    if any(_of_others_too(report, r) for r in before if CONTINUITY in r.shown):
        unsaid = replace(unsaid, few=unsaid.few | {CONTINUITY})
    kinds = _kinds(report, folds, [*before, then] if then and EARLIER not in unsaid.few else before)
    alive = {i: n for k in kinds if k.now for i, n in k.of.counts(k.now.rows).items()}
    asked = puzzle(_of_alive(found, alive, bases), [*relations(folds), *report.sums], replace(unsaid, bases=bases))
    if kinds:
        few = needs({f.id: (f.count or 0, f.base or 0) for f in found})
        forced = asked.forced | {c for i in few if (c := i.removesuffix("#rest")) in asked.losses}
        asked = _linked(replace(asked, forced=forced), kinds)
    asked = beside_ledgers(asked, report.counted, before)
    pattern = yield from searched(asked)
    figures = {f.id: f for f in shown(found, pattern, bases) if f.id not in unsaid.unprinted}
    if _amounts_leave(report, before):
        figures[LEDGER_AMOUNTS] = Figure(LEDGER_AMOUNTS, Text(""), Text(""), 0, 0, Text(""))
    if persons_leave(report.counted, before, pattern.gone):
        figures[LEDGER_PERSONS] = Figure(LEDGER_PERSONS, Text(""), Text(""), 0, 0, Text(""))
    tied = max((len(k.before) for k in kinds), default=0)
    report = replace(report, tied=min(tied, len({r.reference for r in before})))
    return for_outside(report, Leaving(figures, pattern, lambda what: folds.get(SET_OF.get(what, ""), ())))


def _of_others_too(report: Report, then: Release) -> bool:
    """Whether what ran in a period was told before of some of its days, and not of the same on the same day: one less the other
    would tell of a few."""
    same = (then.first, then.last, then.narrowed, then.on) == (
        report.first,
        report.last,
        report.narrowed,
        report.data_date,
    )
    return not same and then.first <= report.last and report.first <= then.last


def _amounts_leave(report: Report, before: Sequence[Release]) -> bool:
    """Whether the amounts of a ledger may be told, beside those that were told before."""
    if not any(r.counts == LEDGER for r in report.counted):
        return False
    return not tell_of_few(told(report.counted), [told(r.rows) for r in before if LEDGER_AMOUNTS in r.shown])


def _compared(report: Report) -> Release | None:
    """The other period of a comparison, as it is told beside a report; None where nothing is compared."""
    if report.compared is None:
        return None
    first, last = report.compared
    rows = [r._replace(counts="followup") for r in report.counted if r.counts.startswith(OTHER_PERIOD)]
    return Release("", report.data_date, first, last, report.narrowed, OTHER_PERIOD_SHOWN, rows)


def _stays(then: Release, folds: Folds, before: Sequence[Release]) -> bool:
    """Whether the share of another period would tell of a few beside what was given out before. Where it was told already, of
    the same rows, it tells nothing more."""
    same = (then.first, then.last, then.narrowed, sorted(then.rows))
    for r in before:
        rows = sorted(x for x in r.rows if x.counts == "followup")
        if r.shown >= OTHER_PERIOD_SHOWN and (r.first, r.last, r.narrowed, rows) == same:
            return False
    alone = Report("", Text(""), then.first, then.last, then.on, [], narrowed=then.narrowed, counted=then.rows)
    kinds = _kinds(alone, folds, before)
    told, kept = ([_told_then(k, shown) for k in kinds] for shown in (OTHER_PERIOD_SHOWN, frozenset[str]()))
    return bool(kinds) and _thinkable(told) != _thinkable(kept)


def _told_then(kind: KindOfReport, shown: frozenset[str]) -> KindOfReport:
    """With its new report as one that was given out, and told this."""
    return kind._replace(before=[*kind.before, *([kind.now._replace(shown=shown)] if kind.now else [])], now=None)


def _thinkable(kinds: Sequence[KindOfReport]) -> dict[str, tuple[int, int]]:
    """What whoever has some reports can think of each count that is to be protected: from and to."""
    asked = _linked(Puzzle({}, [], {}, {}), kinds)
    out: dict[str, tuple[int, int]] = {}
    for cells, sums in blocks(asked):
        wanted = {i: ends for i, ends in asked.needs.items() if i in cells}
        if wanted:
            guarding = Guarding(Linked(cells, sums), wanted)
            out |= guarding.needs
            out |= {i: (-1, -1) for i in guarding.needs if unreached(guarding, frozenset())}
    return out


def _of_alive(found: Sequence[Figure], alive: Mapping[str, int], bases: Mapping[str, str]) -> list[Figure]:
    """The figures without the rows of erased people, whom everybody is taken to know."""
    return [
        replace(f, count=alive[f.id], base=alive.get(bases.get(f.id, f.id), f.base)) if f.id in alive else f
        for f in found
    ]


class KindOfReport(NamedTuple):
    """One set of figures: what the new report tells of it, if it does, and what was given out before."""

    of: SetOfCounts[Never]
    now: PartOf | None
    before: list[PartOf]


def _linked(asked: Puzzle, kinds: Sequence[KindOfReport]) -> Puzzle:
    links = []
    corrected = {k.of.name: changed([*k.before, *([k.now] if k.now else [])]) for k in kinds}
    both = frozenset().union(*(corrected.get(name, frozenset()) for name in EMPLOYMENTS))
    for k in kinds:
        employments = k.of.name in EMPLOYMENTS
        others = [x for x in kinds if k.of.name != INTRODUCED and x is not k]
        beside = [DaysBeside(p.span, p.narrowed) for x in others for p in (*x.before, *([x.now] if x.now else []))]
        links.append(Link(asked, k.of, k.before, k.now, both if employments else corrected[k.of.name], beside))
        asked = links[-1].made()
    return Joined(asked, links).made()


def _kinds(report: Report, folds: Folds, before: Sequence[Release]) -> list[KindOfReport]:
    """The sets of figures that a report tells, and those that were told before of the same days; none where no days are told of
    twice, by the report itself or before."""
    mine = {r.counts for r in report.counted if r.counts.split()[0] in READ}
    mine = {c for c in mine if c.split()[0] in folds and sum(o.split()[0] == c.split()[0] for o in mine) == 1}
    told = {r.counts for then in before for r in then.rows if r.counts.split()[0] in READ}
    # introductions have no count in common with what became of employments
    every = sorted(c for c in mine | told if (c == INTRODUCED) == (INTRODUCED in mine))
    parts = {c: [_part_of(c, then, folds) for then in before if _counts(then, c)] for c in every}
    new = {
        c: _part(c, report.first, report.last, report.data_date, report.narrowed, frozenset(), report.counted)
        for c in mine
    }
    at = [(c, p) for c, found in parts.items() for p in found]
    days = {c: p.span for c, p in new.items()}
    close = near(list(days.values()), [p.span for _, p in at])
    twice = {c for c in days if close or near([days[c]], [d for o, d in days.items() if o != c])}
    kept = {c: [p for n, (o, p) in enumerate(at) if o == c and n in close] for c in every}
    return [KindOfReport(_set(c, folds, kept[c]), new.get(c), kept[c]) for c in every if kept[c] or c in twice]


def _set(counts: str, folds: Folds, parts: Sequence[PartOf]) -> SetOfCounts[Never]:
    """The figures of a set in the groups outside; of one that the new report does not tell, as it was told before."""
    name = counts.split(maxsplit=1)[0]
    read, others, more = READ[name]
    fold = folds.get(name) or _folds_then(name, [i for p in parts for i in p.shown])
    ruler = ruled(RULERS[name], fold)
    return SetOfCounts(counts, ruler, read, others, [*ruler.relations(), *more])


def _folds_then(name: str, shown: Sequence[str]) -> list[Fold]:
    told = {i.partition(".")[2] for i in shown if SET_OF.get(i.partition(".")[0]) == name}
    out = []
    for split in DEFINING[name][1]:
        into = folded_before(split, shown)
        out.append(Fold(split, into or ("" if told & set(split.groups) else None)))
    return out


def _part_of(counts: str, then: Release, folds: Folds) -> PartOf:
    shown = _renamed(then.shown, folds.get(counts.split(maxsplit=1)[0], ()))
    return _part(counts, then.first, then.last, then.on, then.narrowed, shown, then.rows)


def _counts(then: Release, counts: str) -> bool:
    """Whether a report told of a set, also where everybody in it is erased since. A cohort is known by its rows."""
    name = counts.split(maxsplit=1)[0]
    if counts != name:
        return any(row.counts == counts for row in then.rows)
    return any(SET_OF.get(i.partition(".")[0]) == name for i in then.shown)


def _part(
    counts: str,
    first: date,
    last: date,
    on: date,
    narrowed: tuple[str, str],
    told: frozenset[str],
    rows: Sequence[CountedRow],
) -> PartOf:
    """The days within which the employments ended that a set counts. A cohort is of everybody, whatever it stands beside."""
    span = min(first, last), min(last, on)
    if counts == "followup":
        span = first - FOLLOWED_UP_AFTER, min(last, on) - FOLLOWED_UP_AFTER
    elif counts.startswith("cohort"):
        year = int(counts.split()[1])
        span, narrowed = (date(year, 1, 1), date(year, 12, 31)), ("", "")
    return PartOf(span, narrowed, told, [r for r in rows if r.counts == counts and span[0] <= r.ended <= span[1]])


def _renamed(told: frozenset[str], folds: Sequence[Fold]) -> frozenset[str]:
    """What was shown before anybody was unrecorded is called as the groups are now."""
    out = set(told)
    for i in told:
        what, _, whom = i.partition(".")
        for fold in folds:
            if whom in fold.split.groups and (name := fold.named(whom)):
                out.add(f"{what}.{name}")
    return frozenset(out)


def folds_of(counts: Mapping[str, int], before: Sequence[str] = ()) -> Folds:
    """How the groups of each set are folded, from the counts of a report; as it was done in what was given out before. All sets
    fold into the same neighbour: where one has "women" and another "women and not recorded" of the same people, one less the
    other are those not recorded."""
    out, into = {}, {s.unrecorded: folded_before(s, before) for s in (GENDER_SPLIT, HOST_SPLIT)}
    for name, (what, splits) in DEFINING.items():
        if f"{what}.all" in counts:
            mine = [i for i in before if SET_OF.get(i.partition(".")[0]) == name]
            sizes = {g: counts.get(f"{what}.{g}", 0) for s in splits for g in (*s.groups, s.unrecorded)}
            for s in splits:
                if sizes[s.unrecorded] and not into[s.unrecorded]:
                    into[s.unrecorded] = fold_of(s, sizes).into or ""
            found = {
                s.unrecorded: into[s.unrecorded] if sizes[s.unrecorded] else folded_before(s, mine) for s in splits
            }
            out[name] = [fold_of(s, sizes, found[s.unrecorded]) for s in splits]
    return out


def relations(folds: Folds) -> Sums:
    """Every sum between the figures outside."""
    out: list[tuple[str, Sequence[str]]] = []
    for name, ruler in RULERS.items():
        if name in folds:
            out += ruled(ruler, folds[name]).relations()
    if RUNNING in folds and (parts := columns((*HOST_SPLIT.groups, HOST_SPLIT.unrecorded), folds[RUNNING])):
        out.append((f"{RUNNING}.all", [f"{RUNNING}.{g}" for g in parts]))
    return out


def _bases(folds: Folds) -> dict[str, str]:
    out = {i: base for name, r in RULERS.items() if name in folds for i, base in ruled(r, folds[name]).bases().items()}
    if RUNNING in folds:
        groups = columns((*HOST_SPLIT.groups, HOST_SPLIT.unrecorded), folds[RUNNING])
        out |= dict.fromkeys([f"{RUNNING}.{g}" for g in groups], f"{RUNNING}.all")
    if "followup" in folds:
        out |= dict.fromkeys(HIDDEN_FIGURES, "reached_day90.all")
    return out


def _folded(found: Iterable[Figure], folds: Folds) -> list[Figure]:
    out: list[Figure] = []
    for f in _sets(found):
        out += folded(f, folds.get(SET_OF.get(f[0].what, ""), ()))
    return out


def _sets(found: Iterable[Figure]) -> list[list[Figure]]:
    """The figures by the set that they are counted from, each once."""
    out: dict[str, dict[str, Figure]] = {}
    for f in found:
        out.setdefault(SET_OF.get(f.what, ""), {})[f.id] = f
    return [list(s.values()) for s in out.values()]
