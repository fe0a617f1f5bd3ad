"""What was given out before, and how it ties a new report: whoever has both takes one from the other.

The rows that two reports count fall into pieces: by when the employment ended, and by whether a narrower report counted them
too. Each count that was shown is the sum of its pieces, and so is each that may be shown now; what one report counts and the
other does not must not tell of a few. Rows of people who were erased are known to everybody, and stand in no piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Generic, NamedTuple

from amdesk.domain.results.disclosure import DEFINING, Published, Puzzle, Sums, at_most, needs, rest
from amdesk.domain.results.figures import Facts, Rows, Ruler
from amdesk.domain.results.together import told_together


class CountedRow(NamedTuple):
    """One row that a report counted: of which set of figures, its key, whose it is, when the employment ended, and its facts."""

    counts: str
    key: int
    person: int
    ended: date
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A report that was given out: when, of which period and whom, the ids of all counts that it showed, and the rows that it
    counted, those of erased people left out."""

    reference: str
    on: date
    first: date
    last: date
    narrowed: tuple[str, str]
    shown: frozenset[str]
    rows: Sequence[CountedRow]


OTHER_PERIOD = "compared"
"""The set of another period's rows, with its days: of them two counts were told beside those of a report's own period."""
OTHER_PERIOD_SHOWN = frozenset({"reached_day90.all", "work_or_studies.all"})


def compared_rows(rows: Sequence[CountedRow], span: tuple[date, date]) -> list[CountedRow]:
    """The rows of a followup as those of a compared period."""
    name = f"{OTHER_PERIOD} {span[0]} {span[1]}"
    return [r._replace(counts=name) for r in rows if r.counts == "followup"]


def apart(given: Release) -> list[Release]:
    """A report and, each by itself, the other periods that it told of: whoever has it has all of them."""
    own = [r for r in given.rows if not r.counts.startswith(OTHER_PERIOD)]
    out = [replace(given, rows=own)]
    for name in dict.fromkeys(r.counts for r in given.rows if r.counts.startswith(OTHER_PERIOD)):
        first, last = (date.fromisoformat(d) for d in name.split()[1:])
        rows = [r._replace(counts="followup") for r in given.rows if r.counts == name]
        out.append(replace(given, first=first, last=last, shown=OTHER_PERIOD_SHOWN, rows=rows))
    return out


class PartOf(NamedTuple):
    """The rows of one set in one report: the days within which they ended, by what they were narrowed, and what was shown."""

    span: tuple[date, date]
    narrowed: tuple[str, str]
    shown: frozenset[str]
    rows: Sequence[CountedRow]


class DaysBeside(NamedTuple):
    """Of which days, and narrowed to what, another set was told."""

    span: tuple[date, date]
    narrowed: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SetOfCounts(Generic[Facts]):
    """One set of figures in the groups outside: its ruler, how facts are read, other counts of it, and all sums."""

    name: str
    ruler: Ruler[Facts]
    read: Callable[[tuple[str, ...]], Facts]
    others: Mapping[str, Callable[[Facts], bool]]
    sums: Sums

    def counts(self, rows: Sequence[CountedRow]) -> dict[str, int]:
        """How many of the rows each id counts."""
        found = Rows.of([(r.key, r.person, self.read(r.facts)) for r in rows])
        out = {f"{q.id}.{g.id}": found.count(q, g) for q in self.ruler.questions for g in self.ruler.groups}
        return out | {i: sum(n for f, n in found.counted.items() if holds(f)) for i, holds in self.others.items()}

    def bases(self) -> dict[str, str]:
        whole = f"{self.ruler.questions[0].id}.{self.ruler.groups[0].id}"
        return {**self.ruler.bases(), **dict.fromkeys(self.others, whole)}


def near(spans: Sequence[tuple[date, date]], others: Sequence[tuple[date, date]]) -> set[int]:
    """Which of the others have a day in common with one of the spans, or with another that has."""
    out: set[int] = set()
    known, left = list(spans), dict(enumerate(others))
    while found := {i for i, s in left.items() if any(s[0] <= b and a <= s[1] for a, b in known)}:
        out |= found
        known += [left.pop(i) for i in found]
    return out


def changed(parts: Sequence[PartOf]) -> frozenset[int]:
    """Keys of the rows that were corrected between the reports: their facts or their day are others, or they are missing in one
    whose days they belong to. One report less the other tells of these rows alone."""
    facts: dict[int, tuple[date, tuple[str, ...]]] = {}
    out = set()
    for p in parts:
        for r in p.rows:
            if facts.setdefault(r.key, (r.ended, r.facts)) != (r.ended, r.facts):
                out.add(r.key)
    for p in (p for p in parts if not any(p.narrowed)):
        here = {r.key for r in p.rows}
        out |= {k for k, (ended, _) in facts.items() if k not in here and p.span[0] <= ended <= p.span[1]}
    return frozenset(out)


class Link(Generic[Facts]):
    """One set of figures in all reports that tell of it: those given out before, and the new one, the last, where it does."""

    def __init__(
        self,
        puzzle: Puzzle,
        of: SetOfCounts[Facts],
        before: Sequence[PartOf],
        now: PartOf | None,
        corrected: frozenset[int] = frozenset(),
        beside: Sequence[DaysBeside] = (),
    ) -> None:
        """`beside` are the days of which other sets count the same rows, in whichever report."""
        self.corrected, self.beside = corrected, list(dict.fromkeys(beside))
        self.puzzle, self.of, self.parts = puzzle, of, [*before, *([now] if now else [])]
        self.new = len(self.parts) - 1 if now else len(self.parts)
        self.days = sorted(
            {d for a, b in (*(p.span for p in self.parts), *(b.span for b in beside)) for d in (a, b + timedelta(1))}
        )
        self.cells = dict(puzzle.cells)
        self.sums: dict[tuple[str, tuple[str, ...]], None] = {}
        self.needs = dict(puzzle.needs)
        self.whole: dict[tuple[str, ...], str] = {}
        self.pieces = [self._pieces(p) for p in self.parts]
        self.counts = [{a: of.counts(rows) for a, rows in found.items()} for found in self.pieces]
        whole = [sum(c.values()) for found in self.counts for c in found.values()] or [0]
        self.most = at_most([max(whole), *(c.value for c in puzzle.cells.values())])

    def _pieces(self, part: PartOf) -> dict[tuple[int, ...], list[CountedRow]]:
        """The rows of a part by piece, those that were corrected apart; a piece that lies within its days is there with no rows, too."""
        days = self.days
        alike = len({p.narrowed for p in self.parts}) == 1
        narrow = [(i, {r.key for r in p.rows}) for i, p in enumerate(self.parts) if any(p.narrowed) and not alike]
        out: dict[tuple[int, ...], list[CountedRow]] = defaultdict(list)
        for at, day in enumerate(days):
            if part.span[0] <= day <= part.span[1] and (alike or not any(part.narrowed)):
                out[at, *(0 for _ in narrow), 0] = []
        for r in part.rows:
            at = sum(d <= r.ended for d in days) - 1
            out[at, *(int(r.key in keys) for _, keys in narrow), int(r.key in self.corrected)].append(r)
        return dict(out)

    def made(self) -> Puzzle:
        """The puzzle with what was given out before of the same rows."""
        for at in reversed(range(len(self.parts))):
            self._part(at)
        for at in range(self.new):
            self._window(sorted(self.counts[at]), self.counts[at])
        for one, other in combinations(range(len(self.parts)), 2):
            self._windows(one, other)
        for at in range(len(self.parts)):
            self._beside(at)
        self._together()
        return replace(self.puzzle, cells=self.cells, sums=[*self.puzzle.sums, *self.sums], needs=self.needs)

    def name(self, piece: tuple[int, ...], name: str, value: int) -> str:
        """Two reports that count the same in a piece tell of the same; where it was corrected meanwhile, they do not."""
        return f"{self.of.name}|{piece}|{name}|{value}"

    def _part(self, at: int) -> None:
        """Every count of one report as the sum of its pieces, and the sums within each piece."""
        last = at == self.new
        for piece, counts in self.counts[at].items():
            for i, n in counts.items():
                self.cells[self.name(piece, i, n)] = Published(n, self.most)
            for whole, parts in self.of.sums:
                if {whole, *parts} <= counts.keys():
                    names = tuple(self.name(piece, p, counts[p]) for p in parts)
                    self.sums[self.name(piece, whole, counts[whole]), names] = None
        for i in self._ids():
            names = tuple(self.name(piece, i, c[i]) for piece, c in self.counts[at].items())
            if last:
                self.cells[i] = self.cells[i]._replace(most=self.most)
                self.sums[i, names] = None
                self.whole[names] = i
            elif i in self.parts[at].shown:
                whole = self._whole(names)
                self.cells[whole] = self.cells[whole]._replace(shown=True)

    def _whole(self, names: tuple[str, ...]) -> str:
        """The cell that is the sum of some pieces; one piece is its own."""
        if len(names) == 1:
            return names[0]
        if names not in self.whole:
            name = "+".join(names)
            self.cells[name] = Published(sum(self.cells[n].value for n in names), self.most)
            self.sums[name, names] = None
            self.whole[names] = name
        return self.whole[names]

    def _ids(self) -> list[str]:
        known, every = self.puzzle.cells, {**self.of.ruler.bases(), **dict.fromkeys(self.of.others)}
        return [i for i in every if i in known or self.new == len(self.parts)]

    def _windows(self, one: int, other: int) -> None:
        """What one report counts and another does not, the other way round, what both count, and what was corrected between them."""
        then, now = self.counts[one], self.counts[other]
        both = {p for p in now.keys() & then.keys() if now[p] == then[p]}
        other_now = (now.keys() & then.keys()) - both
        for mine, pieces in (
            (then, then.keys() - now.keys()),
            (now, now.keys() - then.keys()),
            (now, both),
            (then, other_now),
            (now, other_now),
        ):
            if pieces and pieces not in (then.keys(), now.keys()):
                self._window(sorted(pieces), mine)

    def _beside(self, at: int) -> None:
        """What a report counts of the days of another set, and of the rest of its own: one set less the other tells of these,
        also where they were told in different reports. Of others than a report is narrowed to a set tells it nothing."""
        pieces = self.counts[at]
        within = self._of_whole(pieces)
        for (first, last), narrowed in self.beside:
            if narrowed != self.parts[at].narrowed:
                continue
            inside = [p for p in pieces if first <= self.days[p[0]] <= last]
            for some in (inside, [p for p in pieces if p not in inside]):
                if some and len(some) < len(pieces):
                    self._window(sorted(some), pieces, within)

    def _together(self) -> None:
        """What several reports, and other sets beside them, tell of by being added and taken from each other."""
        kept: dict[tuple[int, ...], list[dict[str, int]]] = defaultdict(list)
        mine: list[set[tuple[tuple[int, ...], int]]] = []
        for counts in self.counts:
            for piece, c in counts.items():
                if c not in kept[piece]:
                    kept[piece].append(c)
            mine.append({(piece, kept[piece].index(c)) for piece, c in counts.items()})
        known = set().union(*mine)
        others = [self._days_of(b, known) for b in self.beside if not any(b.narrowed) or b.narrowed == self._alike()]
        for region, made_of in told_together([*mine, *others]).items():
            if not region <= known or len({piece for piece, _ in region}) < len(region):
                continue
            counts = {piece: kept[piece][n] for piece, n in region}
            holder = next((c for c, m in zip(self.counts, mine, strict=True) if region <= m), counts)
            ids = [i for i in self._ids() if any(all(self._tells(at, i) for at in used) for used in made_of)]
            self._window(sorted(counts), counts, self._of_whole(holder), ids)

    def _tells(self, at: int, name: str) -> bool:
        """Whether a count may be known of one part: it was told or may be told now. Other sets tell how many a group are."""
        if at < len(self.parts):
            return at == self.new or name in self.parts[at].shown
        return name.partition(".")[0] in DEFINING

    def _of_whole(self, counts: Mapping[tuple[int, ...], Mapping[str, int]]) -> dict[str, tuple[int, int]]:
        """(count, base) of each id in all of some pieces."""
        bases, ids = self.of.bases(), self._ids()
        whole = {i: sum(c[i] for c in counts.values()) for i in {*ids, *bases.values()}}
        return {i: (n, whole[bases[i]]) for i, n in whole.items()}

    def _alike(self) -> tuple[str, str] | None:
        """What all reports are narrowed to; None where they are not narrowed to the same."""
        found = {p.narrowed for p in self.parts}
        return found.pop() if len(found) == 1 else None

    def _days_of(
        self, beside: DaysBeside, known: Collection[tuple[tuple[int, ...], int]]
    ) -> set[tuple[tuple[int, ...], int]]:
        """The pieces of the days of another set, those of which nothing is known here as well."""
        first, last = beside.span
        days = {at for at, day in enumerate(self.days) if first <= day <= last}
        inside = {(piece, n) for piece, n in known if piece[0] in days}
        return inside | {((at,), 0) for at in days - {piece[0] for piece, _ in inside}}

    def _window(
        self,
        pieces: Sequence[tuple[int, ...]],
        counts: Mapping[tuple[int, ...], Mapping[str, int]],
        within: Mapping[str, tuple[int, int]] | None = None,
        ids: Sequence[str] | None = None,
    ) -> None:
        bases, found, names = self.of.bases(), {}, {}
        for i in self._ids():
            found[i] = sum(counts[p][i] for p in pieces)
            names[i] = tuple(self.name(p, i, counts[p][i]) for p in pieces)
        wanted = needs({i: (n, found.get(bases[i], n)) for i, n in found.items()}, within)
        asked = found.keys() if ids is None else set(ids)
        for i, ends in wanted.items():
            plain = i.removesuffix("#rest")
            if plain not in asked:
                continue
            name = self._whole(names[plain])
            if i != plain:
                base = self._whole(names[bases[plain]])
                self.cells[rest(name)] = Published(found[bases[plain]] - found[plain], self.most)
                self.sums[base, (name, rest(name))] = None
                name = rest(name)
            if not self.cells[name].choice:
                self.needs[name] = ends
