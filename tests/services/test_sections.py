"""What stands under each heading of a report, and what of it rests on which figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from amdesk.domain.results.casemix import Mix
from amdesk.domain.results.cohort import Cohort, Member, Window, year_window
from amdesk.domain.results.disclosure import Pattern
from amdesk.domain.results.figures import Figure, Rows, compare
from amdesk.domain.results.outcomes import Ended, Result, result
from amdesk.domain.results.report import Fact, Leaving, Report, Section, for_outside
from amdesk.domain.results.savings import ASSUMPTIONS, Ledger, Spell, ledger
from amdesk.domain.texts import Text
from amdesk.services.results import sections
from amdesk.services.results.management import Continuity, Load, Management, PlaceUse

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 23)
GROUPS = {"A1": "work", "S1": "studies", "O1": "other"}


def figure(name: str, count: int, base: int) -> Figure:
    return Figure(name, Text("label"), Text("whom"), count, base, Text("defined"))


def outcome(work: int, rest: int, *, persons: int | None = None) -> Result:
    """A result of so many who work and so many who do not, all reached."""
    rows = [
        Ended(
            i,
            i if persons is None else i % persons,
            FIRST,
            "external",
            "woman",
            "A1" if i < work else "O1",
            "contacted",
            "not_known",
            "not_known",
            "not_known",
        )
        for i in range(work + rest)
    ]
    return result(rows, [], FIRST, LAST, TODAY, GROUPS, GROUPS)


def cohort(base: int = 20, **given: Any) -> Cohort:
    found = [figure("no_assistance.all", 5, base)]
    return Cohort(2025, year_window(2026), [Member(1, 1, "woman", date(2025, 5, 1))], Rows.of([]), found, **given)


def paid(before: int, after: int, people: int = 9, *, fund: int = 0) -> Ledger:
    """A ledger of people who got so many kronor a month before and after half a year without any."""
    months = [(f"2025-{m:02d}", before * 100) for m in range(1, 13)] + [
        (f"2026-{m:02d}", after * 100) for m in range(7, 11)
    ]
    spells = [Spell(date(2026, 1, 1), date(2026, 6, 30), 100, i < fund, months) for i in range(people)]
    return ledger(FIRST, LAST, spells, ("2025-01", "2026-10"), ASSUMPTIONS)


NOBODY = ledger(FIRST, LAST, [], None, ASSUMPTIONS)


def said(section: Section) -> list[str]:
    return [str(s.text) for s in section.sentences]


def test_more_assistance_than_before_is_a_rise_without_a_sign_and_no_saving() -> None:
    assert str(sections.fall(paid(100, 1000).paid)).startswith(
        "Those whose employment ended in the period were paid 27000 kronor more"
    )
    assert str(sections.fall(paid(1000, 100).paid)).startswith(
        "Those whose employment ended in the period were paid 86400 kronor less"
    )
    assert str(sections.fall(paid(0, 0).paid)).startswith(
        "Those whose employment ended in the period were paid 0 kronor less"
    )


@pytest.mark.parametrize(("persons", "inside"), [(20, True), (19, True), (16, True), (15, False)])
def test_persons_beside_employments_stay_inside_where_they_tell_of_a_few_who_ended_twice(
    persons: int, inside: bool
) -> None:
    now = outcome(10, 10, persons=persons)
    first = sections.result_sections(now)[0].sentences[0]
    assert str(first.text) == f"Employments that reached day 90: 20. Persons: {persons}."
    assert first.inside is inside
    assert sections.tells_persons(now, "external") is inside
    assert sections.tells_persons(now, "in_house"), (
        "that nobody ended twice is told by no report, else one that leaves it out tells"
    )


def test_every_figure_of_the_result_stands_under_one_heading_and_kolada_apart() -> None:
    now = outcome(10, 10)
    parts, others, gender, kolada = sections.result_sections(now)
    assert (
        {f.id for f in (*parts.figures, *others.figures)}
        == {f.id for f in now.figures}
        == {f.id for f in gender.figures}
    )
    assert not {f.id for f in parts.figures} & {f.id for f in others.figures}
    assert {f.what.split("_")[0] for f in others.figures} == {"plan", "situation", "contacted", "not"}
    assert all(f.what.startswith("kolada") for f in kolada.figures)
    assert "never added or compared" in said(kolada)[0]
    assert list(parts.sentences[1].rests) == ["not_contacted.all", "lost.all", "work_or_studies.all"]


def test_two_periods_are_compared_in_one_line_that_rests_on_both() -> None:
    found = sections.compared_section(compare(figure("a.all", 6, 10), figure("a.all", 2, 8)), (FIRST, LAST))
    (listing,) = found.listings
    assert [c if isinstance(c, int) else str(c) for c in listing.rows[0]] == ["label", 6, 10, 60, 2, 8, 25]
    assert list(listing.rests) == list(found.sentences[0].rests) == ["a.all", "earlier.all"]
    assert len(listing.columns) == 7
    kept = Leaving({}, Pattern(frozenset()), lambda _what: ())
    out = for_outside(Report("x", Text(""), FIRST, LAST, TODAY, [found]), kept).sections[0]
    assert said(out) == ["The comparison is not printed, since it would tell of few."], (
        "a heading stands over something"
    )


def test_of_nobody_no_share_is_bounded() -> None:
    assert not [s for x in sections.result_sections(outcome(0, 0)) for s in said(x) if "If none of them do" in s]
    assert [s for x in sections.result_sections(outcome(5, 5)) for s in said(x) if "If none of them do" in s]


def test_a_cohort_is_named_by_its_year_and_its_window_and_its_check_sum_stays_inside() -> None:
    assert str(sections.cohort_title(cohort())) == "Those who ended in 2025, seen in 2026"
    months = replace(cohort(), window=Window(FIRST, LAST, 6))
    assert str(sections.cohort_title(months)) == "Those who ended in 2025, the 6 months after their end"
    assert said(sections.cohort_section(cohort())) == []
    frozen = sections.cohort_section(cohort(frozen_on=TODAY, digest="0123456789abcdef0123"))
    assert said(frozen) == ["Frozen 2026-11-23.", "Check sum 0123456789abcdef."]
    assert [s.inside for s in frozen.sentences] == [False, True]


def test_the_ledger_shows_kronor_and_percent_and_stays_inside_where_few_are_behind_it() -> None:
    found = paid(1000, 100)
    section = sections.savings_section(found)
    assumed, estimate = section.listings
    lines = [[c if isinstance(c, int) else str(c) for c in row] for row in assumed.rows]
    assert lines[1][1:5] == [32_000, 36_000, 40_000, "kronor per month"]
    assert lines[2][1:5] == [40, 60, 80, "percent"]
    rows = {str(row[0]): list(row[1:]) for row in estimate.rows}
    assert rows["Less assistance that is due to the employment"] == [21_600, 43_200, 64_800]
    assert rows["Net for the city"] == [(e.saved - e.job) // 100 for e in (found.low, found.middle, found.high)]
    assert "moves the result most" in said(section)[0]
    swing = found.swings[0]
    assert f"from {swing[1] // 100} to {swing[2] // 100} kronor" in said(section)[0]
    assert [x.inside for x in section.listings] == [False, False]
    assert [s.inside for s in section.sentences] == [False, False]
    for few in (paid(1000, 100, 4), paid(1000, 100, fund=4)):
        assert sections.ledger_stays(few)
        hidden = sections.savings_section(few)
        assert [x.inside for x in hidden.listings] == [False, True]
        assert [s.inside for s in hidden.sentences] == [True, False]
    assert not sections.ledger_stays(paid(1000, 100, fund=5))
    assert "for nobody in the period" in said(sections.savings_section(NOBODY))[0]
    assert (sections.savings_section(NOBODY).facts, sections.savings_section(NOBODY).listings) == ((), ())


def test_where_more_was_paid_the_estimate_says_more_and_without_a_sign() -> None:
    label, values = sections.outcomes(paid(100, 1000))[0]
    assert label == "More assistance that is due to the employment"
    assert sorted(values) == [675_000, 1_350_000, 2_025_000]
    assert sections.outcomes(paid(1000, 100))[0][0] == "Less assistance that is due to the employment"


def test_what_the_payment_files_cover_is_said_and_that_there_are_none() -> None:
    assert "2025-01 to 2026-10" in str(sections.savings_notes(paid(1, 1))[0])
    assert "No assistance payments" in str(sections.savings_notes(NOBODY)[0])


def test_who_runs_is_everyone_by_kind_of_place_and_those_of_none() -> None:
    found = sections.running_section({"external": 3, "in_house": 4, "": 2})
    assert {f.id: (f.count, f.base) for f in found.figures} == {
        "running.all": (9, 9), "running.external": (3, 9), "running.in_house": (4, 9), "running.host_unrecorded": (2, 9)
    }  # fmt: skip
    assert [f.count for f in sections.running_section({}).figures] == [0, 0, 0, 0]


def test_the_managers_page_lists_places_case_workers_and_reasons() -> None:
    one, other = figure("continuity.all", 1, 2), figure("occupancy.all", 3, 4)
    found = Management(
        first=FIRST,
        last=LAST,
        continuity=Continuity(one, few=False, stood_in=Fact("deputy_days", Text("x"), 7, "days", Text("y"))),
        occupancy=other,
        waits=[],
        loads=[Load("Eva", 1, 2, 3)],
        reasons=[("Flyttat", 2)],
        places=[PlaceUse("Köket", "external", "Kök", 10, 4)],
    )
    section = sections.management_section(found, [figure("skills.all", 1, 1)], [])
    assert [f.id for f in section.figures] == ["continuity.all", "occupancy.all", "skills.all"]
    assert [(f.id, f.value) for f in section.facts] == [("deputy_days", 7)]
    assert {x.name: [list(r) for r in x.rows] for x in section.listings} == {
        "places": [["Köket", "Kök", 10, 4, 6]], "caseload": [["Eva", 1, 2, 3, 6]], "reasons": [["Flyttat", 2]]
    }  # fmt: skip


def test_what_is_said_of_the_kinds_of_place_rests_on_both_shares() -> None:
    plain = compare(figure("w.external", 6, 10), figure("w.in_house", 2, 8))
    section = sections.mix_section(Mix(plain, [], 1.0, 0.5, 1.5, 30, 40))
    assert {tuple(s.rests) for s in section.sentences} == {("work_or_studies.external", "work_or_studies.in_house")}
    assert [s.inside for s in section.sentences] == [False, True, False]
