"""A report given out: what goes with a withheld figure, and what a report's JSON holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from amdesk.domain.results.disclosure import Pattern
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import Fact, Leaving, Listing, Part, Report, Said, Section, for_outside
from amdesk.domain.texts import Text

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 23)


def figure(name: str, count: int, base: int, whom: str = "") -> Figure:
    return Figure(name, Text(name.partition(".")[0]), Text(whom or name.split(".")[1]), count, base, Text("defined"))


BIG, OTHER, SMALL = figure("work.all", 40, 90), figure("work.women", 30, 50), figure("studies.all", 2, 90)


def report(**given: Any) -> Report:
    section = {
        "figures": (BIG, OTHER, SMALL),
        "groups": ("all", "women"),
        "facts": (Fact("days", Text("Days"), 7, "days", Text("d")), Fact("paid", Text("Paid"), 9, "öre", Text("d"), inside=True)),
        "sentences": (Said(Text("open")), Said(Text("of work"), ("work.all",)), Said(Text("of studies"), ("studies.all",)), Said(Text("inside"), (), inside=True)),
        "listings": (Listing((), (), "open"), Listing((), (), "of studies", rests=("work.all", "studies.all")), Listing((), (), "inside", inside=True)),
    }  # fmt: skip
    own = {k: given.pop(k) for k in list(given) if k in section}
    return Report("followup", Text("Title"), FIRST, LAST, TODAY, (Section(Text("S"), **{**section, **own}),), **given)


def said(made: Report) -> tuple[list[str], list[str], list[str]]:
    (section,) = made.sections
    return (
        [str(s.text) for s in section.sentences],
        [x.name for x in section.listings],
        [f.id for f in section.facts],
    )


def test_what_tells_a_withheld_figure_in_words_goes_with_it_and_so_does_what_is_the_units_own() -> None:
    outside = given_out(report())
    assert said(outside) == (["open", "of work"], ["open"], ["days"])
    assert [f.withheld for f in outside.figures()] == [False, False, True]
    everything = said(report())
    assert [len(part) for part in everything] == [4, 3, 2], "inside, nothing is withheld"


def test_what_rests_on_a_figure_without_its_base_goes_too() -> None:
    """The base of a share is a figure of its own, which may be withheld where the share's count is not."""
    kept = Leaving({"work.all": replace(BIG, base=None)}, Pattern(frozenset()), lambda _what: ())
    assert said(for_outside(report(), kept))[0] == ["open"]


def test_what_rests_on_a_group_that_stands_outside_in_another_column_is_said_anew_or_not_at_all() -> None:
    made = report(
        sentences=(
            Said(Text("of men"), ("work.men",)),
            Said(Text("men"), ("work.men",), again=lambda found: Text(f"anew {len(found)}")),
        )
    )
    assert said(given_out(made))[0] == ["anew 3"]


def given_out(made: Report) -> Report:
    """The report without its small figure."""
    kept = {f.id: f if f is not SMALL else replace(f, count=None, base=None) for f in (*made.figures(), *made.hidden)}
    return for_outside(made, Leaving(kept, Pattern(frozenset({"studies.all"}), 3, 2, proved=False), lambda _what: ()))


def test_given_out_a_report_has_no_rows_no_hidden_counts_and_says_that_something_is_withheld() -> None:
    made = report(
        rows=lambda: [["Aida", 1]],
        row_columns=[Text("Name")],
        hidden=(figure("coming.all", 3, 3),),
        notes=[Text("kept"), Text("ours")],
        inside_notes=(Text("ours"),),
        sums=[("coming.all", ["work.all"])],
        more={"plain": 7, "given": Part(8)},
    )
    outside = given_out(made)
    assert (list(outside.rows()), outside.row_columns, outside.hidden, outside.inside_notes) == ([], (), (), ())
    assert outside.sums == (), "what adds up to a hidden count stays inside"
    assert (outside.audience, made.audience) == ("outside", "inside")
    first, *more = [str(n) for n in outside.notes]
    assert first == "kept"
    assert more == ["· is withheld: fewer than five, or computable from such a figure."]
    told = outside.more.pop("withholding") if isinstance(outside.more, dict) else None
    assert outside.more == {"given": 8}
    assert told == {
        "cells": 3,
        "withheld": 1,
        "loss": 3,
        "least_loss": 2,
        "proved": False,
        "gap": 0.3333,
        "given_away": 0,
    }
    whole = given_out(report(figures=(BIG, OTHER), notes=[Text("kept")]))
    assert [str(n) for n in whole.notes] == ["kept"], "nothing is withheld, so nothing is said of it"


def test_only_what_is_marked_as_a_part_is_given_out_and_parts_within_parts_are_judged_one_by_one() -> None:
    more = {
        "loose": {"a": 1},
        "inside": Part(1, inside=True),
        "open": Part({"day": LAST, "list": [1, 2]}),
        "rests": Part(3, ("studies.all",)),
        "rows": Part([{"name": "x", "few": Part(4, ("studies.all",)), "many": Part(5, ("work.all",))}, {"few": Part(4, ("studies.all",))}]),
        "list": [Part(6), 7, Part(8, inside=True)],
        "none": [Part(9, inside=True)],
    }  # fmt: skip
    outside = given_out(report(more=more))
    assert {k: v for k, v in outside.more.items() if k != "withholding"} == {
        "open": {"day": LAST, "list": [1, 2]},
        "rows": [{"many": 5}],
        "list": [6],
    }


def test_the_json_of_a_report_holds_everything_once_and_nothing_but_json() -> None:
    more = {"day": LAST, "part": Part({"days": [FIRST, Part(1)]}), "n": None}
    made = report(more=more, notes=[Text("kept")])
    twice = Report(
        "followup", Text("Title"), FIRST, LAST, TODAY, [*made.sections, *made.sections], more=more, notes=made.notes
    )
    document = twice.document(str)
    assert json.loads(json.dumps(document)) == document
    assert (document["report"], document["title"], document["from"], document["to"], document["data_date"]) == (
        "followup", "Title", "2026-01-01", "2026-10-31", "2026-11-23",
    )  # fmt: skip
    assert (document["day"], document["part"], document["n"]) == ("2026-10-31", {"days": ["2026-01-01", 1]}, None)
    figures, facts = document["figures"], document["facts"]
    assert isinstance(figures, list)
    assert isinstance(facts, list)
    assert [f["id"] for f in figures] == ["work.all", "work.women", "studies.all"]
    assert facts == [
        {"id": "days", "label": "Days", "value": 7, "unit": "days", "definition": "d"},
        {"id": "paid", "label": "Paid", "value": 9, "unit": "öre", "definition": "d"},
    ]
    assert (document["audience"], document["notes"], document["faults"]) == ("inside", ["kept"], [])
    assert document["sentences"] == ["open", "of work", "of studies", "inside"], (
        "a sentence of two sections stands once"
    )


def test_a_table_of_figures_has_a_column_for_each_group_and_a_gap_where_a_figure_is_missing() -> None:
    (section,) = report(figures=(BIG, OTHER, SMALL, figure("work.men", 1, 2))).sections
    assert [(str(label), [f and f.id for f in cells]) for label, cells in section.grid()] == [
        ("work", ["work.all", "work.women"]),
        ("studies", ["studies.all", None]),
    ]
    assert [str(h) for h in section.heads()] == ["all", "women"]
