"""The one layer between a report and everything that leaves the unit: it folds, withholds, and keeps what rests on nothing
withheld. Pages, files, JSON, what is copied and what is said in words are all made from what it gives."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Never

from amdesk.domain.results.cohort import COHORT
from amdesk.domain.results.disclosure import Sums, puzzle, shown
from amdesk.domain.results.figures import Figure, Ruler
from amdesk.domain.results.folding import GENDER_SPLIT, HOST_SPLIT, Split, columns, fold_of, folded, ruled
from amdesk.domain.results.outcomes import FOLLOWUP, KOLADA
from amdesk.domain.results.report import Folds, Leaving, Report, for_outside
from amdesk.services.results.leastloss import searched

RULERS: dict[str, Ruler[Never]] = {"followup": FOLLOWUP, "kolada": KOLADA, "cohort": COHORT}
RUNNING = "running"
DEFINING: dict[str, tuple[str, tuple[Split, ...]]] = {
    "followup": ("reached_day90", (HOST_SPLIT, GENDER_SPLIT)),
    "kolada": ("kolada_ended", (GENDER_SPLIT,)),
    "cohort": ("ended", (GENDER_SPLIT,)),
    RUNNING: (RUNNING, (HOST_SPLIT,)),
}
"""The question that says how many a set's groups are, and how it is split."""
SET_OF = {**{q.id: name for name, r in RULERS.items() for q in r.questions}, RUNNING: RUNNING}


Made = Generator[tuple[int, int], None, Report]


def outside(report: Report) -> Report:
    """The report as it may leave the unit."""
    steps = making(report)
    while True:
        try:
            next(steps)
        except StopIteration as made:
            found: Report = made.value
            return found


def making(report: Report) -> Made:
    """The same step by step, (done, of): whoever closes it stops the work."""
    folds = folds_of({f.id: f.count or 0 for f in report.figures()})
    found = _folded([*report.figures(), *report.hidden], folds)
    unsaid = report.behind(folds)
    bases = {**_bases(folds), **unsaid.bases}
    sums = [*relations(folds), *report.sums]
    pattern = yield from searched(puzzle(found, sums, replace(unsaid, bases=bases)))
    figures = {f.id: f for f in shown(found, pattern, bases) if f.id not in unsaid.unprinted}
    return for_outside(report, Leaving(figures, pattern, lambda what: folds.get(SET_OF.get(what, ""), ())))


def folds_of(counts: Mapping[str, int]) -> Folds:
    """How the groups of each set are folded, from the counts of a report."""
    out = {}
    for name, (what, splits) in DEFINING.items():
        if f"{what}.all" in counts:
            sizes = {g: counts.get(f"{what}.{g}", 0) for s in splits for g in (*s.groups, s.unrecorded)}
            out[name] = [fold_of(s, sizes) for s in splits]
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
