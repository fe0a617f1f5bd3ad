"""Those whose gender or kind of place is not recorded stand with a neighbour in what leaves the unit: "men and not recorded".

A total beside its parts gives a small rest away whatever is withheld; folded, what an outsider could compute anyway is a
published count, and nothing else exists. It is done before anything is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from amdesk.domain.results.disclosure import SMALLEST_GROUP
from amdesk.domain.results.figures import Facts, Figure, Group, Ruler
from amdesk.domain.texts import N_, Text

AND_REST = "_and_unrecorded"


class Split(NamedTuple):
    """Two groups and those who are in neither because it is not recorded."""

    groups: tuple[str, str]
    unrecorded: str
    labels: Mapping[str, str]


GENDER_SPLIT = Split(
    ("women", "men"),
    "unrecorded",
    {"women": N_("Women and not recorded"), "men": N_("Men and not recorded")},
)
HOST_SPLIT = Split(
    ("external", "in_house"),
    "host_unrecorded",
    {"external": N_("External places and not recorded"), "in_house": N_("In-house teams and not recorded")},
)
SPLITS = (GENDER_SPLIT, HOST_SPLIT)


class Fold(NamedTuple):
    """What becomes of the groups of one set's figures: `into` is the neighbour, "" where nobody is unrecorded, and None where
    the groups are too small to be told apart at all."""

    split: Split
    into: str | None

    def named(self, group: str) -> str | None:
        """What a group is called outside; None where it stands in no column."""
        if self.into is None:
            return None
        if group == self.split.unrecorded:
            return f"{self.into}{AND_REST}" if self.into else None
        return f"{group}{AND_REST}" if group == self.into else group

    def parts(self) -> list[str]:
        """The groups outside, which together are everybody."""
        return [n for g in self.split.groups if (n := self.named(g))]

    def label(self, group: str, plain: Text) -> Text:
        return Text(self.split.labels[group]) if group == self.into else plain


def fold_of(split: Split, counts: Mapping[str, int], before: str = "") -> Fold:
    """The larger neighbour takes those unrecorded, or the one that took them before. `counts` are people of each group."""
    rest = counts.get(split.unrecorded, 0)
    if not rest and not before:
        return Fold(split, "")
    into = before or max(split.groups, key=lambda g: (counts.get(g, 0), g))
    folded = counts.get(into, 0) + rest
    return Fold(split, None if 0 < folded < SMALLEST_GROUP else into)


def folded(found: Iterable[Figure], folds: Sequence[Fold]) -> list[Figure]:
    """The figures of one set with the unrecorded in the columns that they are folded into."""
    out: dict[str, Figure] = {}
    for f in found:
        what, whom = f.id.split(".")
        fold = next((x for x in folds if whom in {*x.split.groups, x.split.unrecorded}), None)
        name = fold.named(whom) if fold else whom
        if name is None:
            continue
        other = out.get(f"{what}.{name}")
        label = fold.label(name.removesuffix(AND_REST), f.whom) if fold else f.whom
        made = replace(f, id=f"{what}.{name}", whom=label)
        out[made.id] = made if other is None else _added(other, f)
    return list(out.values())


def _added(one: Figure, other: Figure) -> Figure:
    return replace(one, count=(one.count or 0) + (other.count or 0), base=(one.base or 0) + (other.base or 0))


def ruled(ruler: Ruler[Facts], folds: Sequence[Fold]) -> Ruler[Facts]:
    """The ruler of the groups outside: its questions, its sums, and who stands in each column."""
    known = {g: f for f in folds for g in (*f.split.groups, f.split.unrecorded)}
    groups: dict[str, Group[Facts]] = {}
    for g in ruler.groups:
        name = known[g.id].named(g.id) if g.id in known else g.id
        if name is not None:
            groups[name] = _either(name, g, groups.get(name))
    splits = [(w, list(columns(parts, folds))) for w, parts in ruler.splits]
    return replace(ruler, groups=list(groups.values()), splits=[s for s in splits if s[1]])


def _either(name: str, one: Group[Facts], other: Group[Facts] | None) -> Group[Facts]:
    if other is None:
        return replace(one, id=name)
    return Group(name, other.label, lambda f: other.holds(f) or one.holds(f))


def columns(groups: Sequence[str], folds: Sequence[Fold]) -> list[str]:
    """The columns of a table after folding, each once."""
    known = {g: f for f in folds for g in (*f.split.groups, f.split.unrecorded)}
    found = [known[g].named(g) if g in known else g for g in groups]
    return list(dict.fromkeys(g for g in found if g))


def folded_before(split: Split, shown: Iterable[str]) -> str:
    """Which group took those unrecorded in what was given out before; "" where none did."""
    named = {f"{g}{AND_REST}": g for g in split.groups}
    return next((named[w] for i in shown if (w := i.partition(".")[2]) in named), "")
