"""What is withheld of figures by themselves, and that no more goes than has to."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.results.disclosure import Unsaid
from amdesk.domain.results.figures import Figure
from amdesk.domain.texts import Text
from amdesk.services.results.attack import Row
from amdesk.services.results.leastloss import Proposer
from tests.withheld import withheld

ANY = Text("x")
Sums = Sequence[tuple[str, Sequence[str]]]


def figure(name: str, count: int, base: int) -> Figure:
    return Figure(name, ANY, ANY, count, base, ANY)


def gone(*made: tuple[str, int, int], sums: Sums = (), behind: Unsaid | None = None) -> set[str]:
    return {f.id for f in withheld([figure(*one) for one in made], sums, behind) if f.withheld}


def test_a_count_its_base_and_the_rest_of_it_are_each_small_from_one_to_four() -> None:
    shown = [("a.x", n, b) for n, b in ((0, 40), (5, 40), (35, 40), (40, 40), (5, 5), (0, 0), (5, 10))]
    for one in shown:
        assert gone(one) == set(), one
    hidden = [("a.x", n, b) for n, b in ((1, 40), (4, 40), (36, 40), (39, 40), (0, 4), (4, 4), (1, 1), (3, 7))]
    for one in hidden:
        assert gone(one) == {"a.x"}, one


def test_a_term_that_a_sum_would_give_away_goes_with_another_that_costs_least() -> None:
    sums = [("t.all", ["t.women", "t.men", "t.unrecorded"])]
    found = gone(("t.all", 60, 90), ("t.women", 3, 40), ("t.men", 27, 40), ("t.unrecorded", 30, 50), sums=sums)
    assert "t.women" in found
    assert len(found) == 2, "one more hides it, and the total is kept"
    assert "t.all" not in found
    whole = gone(("t.all", 60, 90), ("t.women", 10, 40), ("t.men", 20, 40), ("t.unrecorded", 30, 50), sums=sums)
    assert whole == set()


def test_a_total_goes_only_where_nothing_else_can() -> None:
    found = gone(("t.all", 43, 90), ("t.women", 3, 40), ("t.men", 40, 50), sums=[("t.all", ["t.women", "t.men"])])
    assert found == {"t.women", "t.men"}


def test_who_is_few_by_people_is_withheld_though_they_are_many_rows() -> None:
    made = (("a.all", 30, 90), ("b.all", 30, 90))
    assert gone(*made, behind=Unsaid(few=frozenset({"a.all", "not printed"}))) == {"a.all"}


def test_what_is_counted_to_be_protected_is_shown_nowhere_and_a_base_goes_where_its_own_figure_goes() -> None:
    behind = Unsaid(unprinted=frozenset({"b.all"}), bases={"c.all": "a.all"})
    made = [figure("a.all", 3, 90), figure("b.all", 30, 90), figure("c.all", 20, 40), figure("d.all", 20, 40)]
    found = {f.id: (f.count, f.base) for f in withheld(made, (), behind)}
    assert found == {"a.all": (None, None), "b.all": (None, None), "c.all": (20, None), "d.all": (20, 40)}


def test_a_chain_of_sums_gives_nothing_away() -> None:
    """The small one stands in two sums; in each of them another goes, or it could be computed."""
    sums = [
        ("all.x", ["a.x", "b.x"]),
        ("a.x", ["a1.x", "a2.x"]),
        ("b.x", ["b1.x", "b2.x"]),
        ("one.x", ["a1.x", "b1.x"]),
        ("two.x", ["a2.x", "b2.x"]),
        ("all.x", ["one.x", "two.x"]),
    ]
    numbers = {"a1.x": 3, "a2.x": 20, "b1.x": 30, "b2.x": 40}
    numbers |= {"a.x": 23, "b.x": 70, "one.x": 33, "two.x": 60, "all.x": 93}
    found = gone(*((name, n, n + 100) for name, n in numbers.items()), sums=sums)
    assert "a1.x" in found
    for whole, parts in sums:
        hidden = found & {whole, *parts}
        assert not hidden or len(hidden) > 1, (whole, hidden)
    assert len(found) == 4, "a square of four hides it, and no more goes"


def test_noughts_of_an_empty_group_hide_nothing_and_those_of_nobody_tell_of_nobody() -> None:
    sums = [("t.all", ["t.women", "t.men"])]
    found = gone(("t.all", 3, 40), ("t.women", 3, 40), ("t.men", 0, 0), sums=sums)
    assert {"t.all", "t.women"} <= found
    assert gone(("n.all", 0, 40), ("n.women", 0, 20), ("n.men", 0, 20), sums=[("n.all", ["n.women", "n.men"])]) == set()


def test_figures_come_back_in_their_order_and_those_withheld_before_stay_so() -> None:
    hidden = Figure("h.x", ANY, ANY, None, None, ANY)
    made = [figure("b.x", 30, 90), hidden, figure("a.x", 1, 90)]
    assert [(f.id, f.withheld) for f in withheld(made, [("h.x", ["a.x", "b.x"])])] == [
        ("b.x", False),
        ("h.x", True),
        ("a.x", True),
    ]


def test_what_no_pattern_can_meet_has_no_best_one() -> None:
    proposer = Proposer({"a": 3, "b": 5}, frozenset())
    proposer.add([Row({"a": 1, "b": 1}, 1)])
    assert proposer.best(5) == (frozenset({"a"}), 3)
    proposer.add([Row({"a": 1, "b": 1}, 3)])
    assert proposer.best(5) is None
