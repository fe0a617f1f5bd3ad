"""Other kinds of report on the same people. An employment that ended stands in the result of the day 90 days later and in that of
its end; whose it was stands in the cohort of the year. What they have in common are the sizes of the groups, and who went to
work or studies; by the days on which the employments ended they are tied as reports of one kind are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Never

from amdesk.domain.results.disclosure import Published, Puzzle
from amdesk.domain.results.folding import AND_REST
from amdesk.domain.results.releases import CountedRow, Link

ALIKE = (("reached_day90", "kolada_ended"), ("work", "kolada_work"), ("studies", "kolada_studies"))
"""What the result after 90 days and that of the end count of the same employments: the second is no more than the first."""
SHARED = {"followup": [a for a, _ in ALIKE], "kolada": [b for _, b in ALIKE], "cohort": ["ended"]}
Piece = tuple[int, ...]


@dataclass(slots=True)
class _Fine:
    """The counts of one set in one fine piece of days: cells by id, with the rows that were counted."""

    rows: list[CountedRow]
    cells: dict[str, tuple[str, int]] = field(default_factory=dict)


class Joined:
    """The sets of a puzzle, each linked with its own earlier reports, tied to each other."""

    def __init__(self, puzzle: Puzzle, links: Sequence[Link[Never]]) -> None:
        self.puzzle, self.links = puzzle, links
        self.cells, self.sums = dict(puzzle.cells), list(puzzle.sums)
        self.days = sorted({d for x in links for p in x.parts for d in (p.span[0], p.span[1] + timedelta(1))})
        self.narrow = [
            {r.key for x in links for p in x.parts if p.narrowed == narrowed for r in p.rows}
            for narrowed in sorted({p.narrowed for x in links for p in x.parts if any(p.narrowed)})
        ]
        self.alike = len({p.narrowed for x in links for p in x.parts}) == 1
        """Whether all reports are of the same people: then none is a part of another."""
        if self.alike:
            self.narrow = []

    def made(self) -> Puzzle:
        """The puzzle with what ties the sets."""
        fine: dict[str, list[dict[Piece, _Fine]]] = defaultdict(list)
        for link in self.links:
            name = link.of.name.split()[0]
            fine[name] += [self._split(link, at) for at in range(len(link.parts))]
        for one in fine["followup"]:
            for other in fine["kolada"]:
                self._same_employments(one, other)
        for members in fine["cohort"]:
            for base, sets in (("kolada_ended", fine["kolada"]), ("reached_day90", fine["followup"])):
                for ended in sets:
                    self._members(members, ended, base)
        sums = list(dict.fromkeys((w, tuple(p)) for w, p in self.sums))
        return replace(self.puzzle, cells=self.cells, sums=sums)

    def _split(self, link: Link[Never], at: int) -> dict[Piece, _Fine]:
        """The pieces of one report of a set by finer days, each count of what is shared as the sum of them."""
        kind = link.of.name.split()[0]
        part, out = link.parts[at], {}
        for piece, rows in link.pieces[at].items():
            first, last = link.days[piece[0]], link.days[piece[0] + 1] - timedelta(1)
            mine: dict[Piece, _Fine] = {}
            for n, day in enumerate(self.days[:-1]):
                if first <= day <= last and (self.alike or not any(part.narrowed)):
                    mine[n, *(0 for _ in self.narrow), 0] = _Fine([])
            for r in rows:
                n = sum(d <= r.ended for d in self.days) - 1
                flags = (0 for _ in self.narrow) if kind == "cohort" else (int(r.key in keys) for keys in self.narrow)
                mine.setdefault((n, *flags, int(r.key in link.corrected)), _Fine([])).rows.append(r)
            self._counted(link, at, piece, mine)
            out.update({f: x for f, x in mine.items() if x.rows or f not in out})
        return out

    def _counted(self, link: Link[Never], at: int, piece: Piece, mine: Mapping[Piece, _Fine]) -> None:
        whole = link.counts[at][piece]
        counts = {f: link.of.counts(x.rows) for f, x in mine.items()}
        kind = link.of.name.split()[0]
        for i in (i for i in whole if i.partition(".")[0] in SHARED.get(kind, ())):
            for f, x in mine.items():
                n = counts[f][i]
                x.cells[i] = f"{kind}/{f}|{i}|{n}", n
                self.cells[x.cells[i][0]] = Published(n, link.most)
            self.sums.append((link.name(piece, i, whole[i]), tuple(x.cells[i][0] for x in mine.values())))

    def _same_employments(self, one: Mapping[Piece, _Fine], other: Mapping[Piece, _Fine]) -> None:
        for piece in one.keys() & other.keys():
            a, b = one[piece], other[piece]
            if {r.key for r in a.rows} == {r.key for r in b.rows}:
                for more, fewer in ALIKE:
                    self._part_of(a, more, b, fewer, known=more == ALIKE[0][0])

    def _members(self, members: Mapping[Piece, _Fine], ended: Mapping[Piece, _Fine], base: str) -> None:
        """A cohort counts a person by her last end: of the employments of the same days it counts all but those that she ended
        before. How many these are is taken to be known."""
        for piece in members.keys() & ended.keys():
            self._part_of(ended[piece], base, members[piece], "ended", known=True)

    def _part_of(self, whole: _Fine, more: str, part: _Fine, fewer: str, *, known: bool) -> None:
        for i, (name, n) in whole.cells.items():
            what, _, whom = i.partition(".")
            other = next((part.cells[j] for g in _alike(whom) if (j := f"{fewer}.{g}") in part.cells), None)
            if what != more or other is None or other[1] > n:
                continue
            rest = f"{name}-{other[0]}"
            self.cells[rest] = Published(n - other[1], self.cells[name].most, shown=known)
            self.sums.append((name, (other[0], rest)))


def _alike(group: str) -> tuple[str, ...]:
    """A group as it may be called in another set, in which nobody is unrecorded, or somebody is: of the same rows it is the same."""
    return group, f"{group}{AND_REST}", group.removesuffix(AND_REST)
