"""The first two pages of the committee's report: what they say, what each sentence rests on, and what of it leaves the unit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.results.reports import GivenOut
from amdesk.domain.results.casemix import Mix
from amdesk.domain.results.disclosure import Pattern
from amdesk.domain.results.figures import Figure, compare
from amdesk.domain.results.outcomes import Ended, result
from amdesk.domain.results.report import Leaving, Report, Section, for_outside
from amdesk.domain.texts import Text
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from amdesk.services.results.front import FrontParts, front
from amdesk.services.results.sections import running_section, savings_section
from tests.services.test_sections import FIRST, GROUPS, LAST, NOBODY, TODAY, cohort, figure, outcome, paid

EXTERNAL, OWN = figure("work_or_studies.external", 6, 10), figure("work_or_studies.in_house", 2, 8)


def parts(**other: Any) -> FrontParts:
    now, earlier = outcome(15, 15), outcome(8, 12)
    plain = compare(replace(EXTERNAL, whom=Text("External places")), replace(OWN, whom=Text("In-house teams")))
    running = running_section({"external": 30, "in_house": 40}).figures
    compared = compare(now.figure("work_or_studies.all"), earlier.figure("work_or_studies.all"))
    of = FrontParts(
        now, earlier, compared, Mix(plain, [], None, None, None, 0, 0), cohort(), paid(1000, 100), running, None
    )
    return of._replace(**other)


def pages(**other: Any) -> dict[str, Section]:
    return {str(s.title): s for s in front(parts(**other), LAST, TODAY)}


def said(section: Section) -> list[str]:
    return [str(s.text) for s in section.sentences]


def test_the_two_pages_ask_what_a_committee_asks_and_answer_in_this_order() -> None:
    found = pages()
    assert list(found) == [
        "What happened?", "What has changed?", "How sure is it?", "What did it cost net?", "What happens next?"
    ]  # fmt: skip
    assert all(s.front for s in found.values())
    happened = found["What happened?"]
    assert said(happened)[0].startswith(
        "Of 30 employments whose day 90 after the last day fell in the period, 15 (50 %) went over into work or"
    )
    assert (happened.big, list(happened.shares)) == ("work_or_studies.all", ["work_or_studies", "work", "studies"])
    assert "Of the 20 who ended in 2025, 5 (25 %) had no economic assistance in 2026." in said(happened)
    assert [list(s.rests) for s in happened.sentences] == [
        ["work_or_studies.all"],
        ["reached_day90.all", "kolada_ended.all"],
        ["interrupted.all", "other.all", "reason_unrecorded.all"],
        [],
        ["no_assistance.all"],
    ]


def leaves(section: Section, shown: list[Figure]) -> list[str]:
    """What of a section's sentences is said outside, where these figures are shown and no other."""
    kept = Leaving({f.id: f for f in shown}, Pattern(frozenset()), lambda _what: ())
    report = Report("x", Text(""), FIRST, LAST, TODAY, [section])
    return said(for_outside(report, kept).sections[0])


def test_those_of_day_90_are_told_from_those_that_ended_in_the_period() -> None:
    """A reader who holds 98 against 122 is told that they are others, and when they ended."""
    happened = pages()["What happened?"]
    told = "The 30 ended 2025-10-03 – 2026-08-02."
    assert said(happened)[1].startswith(told)
    assert said(happened)[1].endswith("the two are never compared.")
    reached = figure("reached_day90.all", 30, 30)
    assert leaves(happened, [reached, figure("kolada_ended.all", 40, 40)])[0] == said(happened)[1]
    assert leaves(happened, [reached])[0] == told, "where the others are withheld the days are told all the same"
    assert not [s for s in leaves(happened, []) if "2025-10-03" in s]


def test_how_the_others_ended_is_told_and_whose_reason_is_not_recorded() -> None:
    assert said(pages()["What happened?"])[2].startswith(
        "Of the other 15, 0 had their planning interrupted and 15 ended"
    )
    assert not [s for s in said(pages()["What happened?"]) if "no end reason" in s]
    assert not [s for s in said(pages(now=outcome(9, 0))["What happened?"]) if "Of the other" in s]
    blank = result(
        [Ended(i, i, FIRST, "external", "woman", "", "contacted", *["not_known"] * 3) for i in range(6)],
        [],
        FIRST,
        LAST,
        TODAY,
        {},
        {},
    )
    assert "For 6 no end reason is recorded." in said(pages(now=blank)["What happened?"])


def test_what_is_not_known_of_day_90_is_a_bound_and_said_in_words_where_it_is_withheld() -> None:
    """The end reason is one question, the day itself another."""
    sure = pages()["How sure is it?"]
    assert (
        "On day 90 itself 0 of 30 were in work or studies, and of 30 it is not known: that day the share was from 0 to 100 %."
        in said(sure)[2]
    )
    out = leaves(sure, [])
    assert "How much that could move the share is not printed" in out[0]
    assert out[1].endswith("is not the same, and may not be known of everybody.")
    assert not [s for s in out[:2] if any(c.isdigit() for c in s.replace("day 90", ""))]


def test_on_day_90_those_who_work_and_those_who_study_are_counted_between_the_ends_that_are_possible() -> None:
    days = ["work"] * 4 + ["studies"] * 3 + ["other"] + ["not_known"] * 2
    rows = [
        Ended(i, i, FIRST, "external", "woman", "A1", "contacted", d, *["not_known"] * 2) for i, d in enumerate(days)
    ]
    now = result(rows, [], FIRST, LAST, TODAY, GROUPS, GROUPS)
    assert (
        "On day 90 itself 7 of 10 were in work or studies, and of 2 it is not known: that day the share was from 70 to 90 %."
        in said(pages(now=now)["How sure is it?"])[2]
    )


def test_nothing_says_that_the_employment_led_to_anything() -> None:
    for section in pages().values():
        assert not [s for s in said(section) if " led to " in s or " because of " in s]
    assert "without the employment too cannot be seen" in said(pages()["What happened?"])[3]


def test_what_is_empty_is_said_to_be_so_or_not_at_all() -> None:
    found = pages(now=outcome(0, 0), cohort=cohort(0), ledger=NOBODY)
    assert said(found["What happened?"])[0].startswith("No ended employment has reached day 90 in the period")
    assert len(found["What happened?"].sentences) == 2
    assert "nobody in the period" in said(found["What did it cost net?"])[0]
    assert found["What did it cost net?"].spans == ()
    assert not [s for s in said(found["What happens next?"]) if "estimate" in s]
    few = compare(figure("w.all", 15, 30), figure("w.all", 3, 4))
    assert len(pages(compared=few)["What has changed?"].sentences) == 1, "four make no year to hold it against"


def test_then_and_now_are_the_figures_of_the_report_given_out_last() -> None:
    then = {"work_or_studies.all": (9, 20), "work.all": (None, None), "running.all": (60, 60)}
    before = GivenOut(TODAY, FIRST, date(2026, 6, 30), then, "outside")
    section = pages(before=before)["What has changed?"]
    (listing,) = section.listings
    rows = {i: list(r[1:]) for i, r in zip(listing.row_rests, listing.rows, strict=True)}
    assert rows == {"work_or_studies.all": [9, 45, 15, 50], "running.all": [60, None, 70, None]}
    assert not listing.inside
    assert said(section)[0].startswith("The latest report was given out 2026-11-23 and held 2026-01-01 – 2026-06-30")
    again = pages(before=before._replace(last=LAST))["What has changed?"]
    assert said(again)[0].endswith("held the same days. What differs was recorded since.")
    within = pages(before=before._replace(audience="inside"))["What has changed?"]
    assert within.listings[0].inside, "what the unit alone was told leaves it by no other way"
    assert said(pages()["What has changed?"])[0].startswith("No report was given out before this one")


def test_an_interval_is_explained_once_and_stands_beside_a_difference_alone() -> None:
    found = pages()
    sure = said(found["How sure is it?"])
    assert sure[0].startswith("All 30 employments that reached day 90 are counted. It is no sample")
    assert "The difference can be mere chance" in sure[3]
    assert (
        "“External places” could in the long run lie anywhere from 9.6 lower to 64.3 higher than “In-house teams”"
        in sure[3]
    )
    assert sum("95 times of 100" in s for x in found.values() for s in said(x)) == 1
    (span,) = found["How sure is it?"].spans
    assert (span.low, span.middle, span.high, span.unit) == (-96, 350, 643, "points")
    sure_enough = compare(figure("a.external", 60, 100), figure("a.in_house", 20, 100))
    told = said(pages(mix=Mix(sure_enough, [], None, None, None, 0, 0))["How sure is it?"])
    assert any("larger than chance alone usually makes it" in s for s in told)


def test_what_it_cost_is_told_without_a_sign_and_goes_with_the_amounts() -> None:
    section = pages()["What did it cost net?"]
    found = paid(1000, 100)
    net = [e.net // 100 for e in (found.low, found.middle, found.high)]
    assert net[1] < 0
    assert f"a cost of {-net[1]} kronor" in said(section)[0]
    assert "Divided by the 9 persons whose last employment ended in the period" in said(section)[1]
    assert f": {(-found.middle.net + 450) // 900} kronor per person." in said(section)[1]
    (span,) = section.spans
    assert [span.low, span.middle, span.high] == [found.low.net, found.middle.net, found.high.net]
    assert list(span.rests) == list(section.sentences[0].rests) == ["amounts.all"]
    few = pages(ledger=paid(1000, 100, 4))["What did it cost net?"]
    assert [s.inside for s in few.sentences] == [True, True, True, False, False]
    assert few.spans[0].inside
    for ended, inside in ((9, False), (10, True), (13, True), (14, False)):
        twice = pages(ledger=replace(found, ended=ended))["What did it cost net?"].sentences[:2]
        assert [s.inside for s in twice] == [False, inside], "persons beside employments tell of a few who ended twice"


def test_where_the_amounts_are_withheld_it_is_said_and_nothing_explains_an_estimate_that_is_not_there() -> None:
    withheld = ["What it cost is not printed, since the amounts would tell of few."]
    amounts = figure("amounts.all", 0, 0)
    section = pages()["What did it cost net?"]
    assert leaves(section, []) == withheld
    assert leaves(section, [amounts])[-2].startswith("Net is the part")
    few = pages(ledger=paid(1000, 100, 4))["What did it cost net?"]
    assert leaves(few, [amounts]) == withheld
    assert leaves(savings_section(paid(1000, 100, 4)), [amounts]) == withheld


def test_an_interval_that_is_withheld_is_not_explained() -> None:
    sure = pages()["How sure is it?"]
    assert any("95 times of 100" in s for s in leaves(sure, [EXTERNAL, OWN]))
    assert not any("Such an interval" in s for s in leaves(sure, [EXTERNAL]))


def test_no_next_report_is_proposed_for_a_day_that_has_passed() -> None:
    found = {str(s.title): s for s in front(parts(), date(2026, 6, 30), TODAY)}["What happens next?"]
    assert not [s for s in said(found) if "proposed" in s]
    assert any(s.startswith("The more often figures of the same people are given out") for s in said(found))


def test_a_surplus_is_called_one() -> None:
    cheap = [replace(a, low=0, value=0, high=0) if a.id == "job_cost" else a for a in paid(1, 1).assumptions]
    from amdesk.domain.results.savings import Spell, ledger

    months = [(f"2025-{m:02d}", 500_000) for m in range(1, 13)]
    spells = [Spell(date(2026, 1, 1), date(2026, 6, 30), 100, False, months) for _ in range(9)]
    found = ledger(FIRST, LAST, spells, ("2025-01", "2026-10"), cheap)
    assert "a surplus of" in said(pages(ledger=found)["What did it cost net?"])[0]


def test_what_comes_next_says_who_is_counted_later_and_when_the_next_report_is_due() -> None:
    found = said(pages()["What happens next?"])
    assert found[0] == "On 2026-11-23 70 labour-market employments run."
    assert "ended after 2026-08-02" in found[1]
    assert "from 2027-02-01 on" in found[2]
    assert "value of the unit's own" in found[3]


def test_everybody_known_is_said_instead_of_a_bound() -> None:
    assert "Of everybody it is known" in said(pages()["How sure is it?"])[1]


@pytest.mark.parametrize("withheld", [False, True])
def test_a_picture_of_a_withheld_share_says_that_it_is_not_shown(withheld: bool) -> None:
    from amdesk.export.report_pictures import shares
    from amdesk.i18n import Words

    section = pages()["What happened?"]
    figures = [
        Figure(f.id, f.label, f.whom, None, None, f.definition) if withheld and f.id.endswith(".external") else f
        for f in section.figures
    ]
    (picture,) = shares(replace(section, figures=figures), Words("en", TODAY))
    assert ("not shown" in picture.said) is withheld
    assert "Everyone: Work or studies 50%, 15 of 30, Work 15 (50%), Studies 0 (0%)" in picture.said


def test_what_is_given_out_twice_is_told_beside_each_other(desk: Desk, tmp_path: Path) -> None:
    from tests.services.test_attacker import ends

    ends(desk, date(2026, 1, 10), 20, "A1")
    ends(desk, date(2026, 1, 10), 20, "O1")
    first = desk.reports.outside(desk.reports.committee(FIRST, date(2026, 6, 30)))
    desk.reports.save(first, tmp_path / "a.pdf", given_out=True, recipient="Nämnden")
    ends(desk, date(2026, 5, 10), 15, "A1")
    ends(desk, date(2026, 5, 10), 15, "O1")
    later = desk.reports.outside(desk.reports.committee(FIRST, LAST))
    rows = [r for s in later.sections for x in s.listings if x.name == "then_and_now" for r in x.rows]
    assert [list(r[1:]) for r in rows if str(r[0]) == "Work or studies"] == [[20, 50, 35, 50]]


ONE = (
    (
        r"\b1 (?:employments|persons|people)\b",
        r"(?<!of )\b1 were\b",
        r"\b(?:[Aa]ll|[Tt]he|[Tt]he other|[Tt]hese) 1\b(?! employment)",
        r"\b1 who were\b",
    ),
    (
        r"\b1 \w+(?:ar|or|er)\b",
        r"\b(?:[Aa]lla|[Dd]e|[Dd]em|övriga) 1\b",
        r"\b1 som (?:inte )?nåddes .* de \w+",
    ),
)
"""What is said of several, by language, where a figure is one."""


def test_what_is_one_is_said_as_of_one() -> None:
    """Each count of the two pages is one, or what is left of one."""
    missed = [Ended(1, 1, FIRST, "external", "woman", "", "not_contacted", *["not_known"] * 3)]
    for now in (outcome(1, 0), outcome(0, 1), result(missed, missed, FIRST, LAST, TODAY, {}, {})):
        found = pages(
            now=now, earlier=now, cohort=cohort(1), running=running_section({"external": 1, "in_house": 0}).figures
        )
        sentences = [one.text for section in found.values() for one in section.sentences]
        sentences.append(now.bound().sentence)
        for lang, patterns in zip(("en", "sv"), ONE, strict=True):
            told = [Words(lang, TODAY).say(one) for one in sentences]
            assert [(p, one) for p in patterns for one in told if re.search(p, one)] == []
    assert any("1 who was not reached" in str(one) for one in sentences)
    assert any(str(one).startswith("Not reached and not known to work or study: 1. If that") for one in sentences)
