"""What small questions answer, each where its answer turns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amdesk.domain.booking.board import BoardSection, Lane, Team, weeks_around
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.matching import HORIZON_DAYS, LEAST_DAYS, LOOK_AHEAD, opening_after
from amdesk.domain.booking.meetings import clash_text
from amdesk.domain.clock import FAR
from amdesk.domain.competence.assessments import Assessment, words_of
from amdesk.domain.competence.attendance import mark_name, marked
from amdesk.domain.competence.sheets import level_name
from amdesk.domain.overview.day import FirstHour
from amdesk.domain.people.masked import Masked, Token
from amdesk.domain.people.participant import Protection
from amdesk.domain.places.placement import Availability, PlacementFilter, Span, free_counts, next_day, open_end
from amdesk.domain.plainjson import parsed
from amdesk.domain.record import (
    Amount,
    Coded,
    Count,
    Day,
    FirstDay,
    Kind,
    LastDay,
    LicenceClasses,
    Line,
    ManyOf,
    Minutes,
    Named,
    Note,
    OneOf,
    Percent,
    SwedishLevel,
    Whole,
    YesNo,
)
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.followup import NOTHING, known_of, whole
from amdesk.domain.results.outcomes import Bound
from amdesk.domain.results.report import Report, Section
from amdesk.domain.results.textcheck import check_text
from amdesk.domain.texts import IsoDay, Text, kept, plural, restored, text
from tests.make import TODAY, person, place, seen

DAY = timedelta(1)


def test_what_people_write_in_their_own_words_is_cleaned_of_numbers_and_what_is_chosen_is_not() -> None:
    """`words` says that no identity number of anybody may slip in."""
    own: set[type[Kind]] = {Line, Note, OneOf, ManyOf}
    chosen: set[type[Kind]] = {
        Coded, Whole, Minutes, Count, Amount, Percent, Day, FirstDay, LastDay, YesNo, Named, SwedishLevel, LicenceClasses, Protection,
    }  # fmt: skip
    assert {k for k in own | chosen if k.words} == own
    assert {k: k.nothing for k in (Line, Named, OneOf)} == {Line: "", Named: "", OneOf: ""}
    assert (ManyOf.nothing, YesNo.nothing) == ((), False)
    assert Percent().usual == (50, 60, 75, 80, 90, 100), "what a form offers"
    assert (Whole().low, Whole().high, Named(()).usual) == (0, 100_000, "")
    assert [k.nothing for k in (Whole, Count, Amount, Percent, Day)] == [None] * 5


def test_the_limits_of_a_list_of_placements_that_are_set_are_named_in_their_order() -> None:
    assert PlacementFilter().active() == []
    every = PlacementFilter("x", "PAR", "NH", "external", TODAY, ("licence",), "free", descending=True)
    assert every.active() == ["words", "occupation", "district", "kind", "free_from", "without"]


def test_free_places_of_each_kind_are_counted_day_by_day() -> None:
    days = [TODAY + timedelta(i) for i in range(3)]
    always = [Span(TODAY, FAR, 200)]
    plain = Availability(TODAY, FAR, always, [])
    ends = Availability(TODAY, days[1], always, [])
    short = Availability(TODAY, FAR, [Span(TODAY, days[0], 300)], [])
    later = Availability(days[1], FAR, always, [])
    begins = Availability(TODAY, FAR, [Span(days[2], FAR, 100)], [])
    full = Availability(TODAY, FAR, always, [Span(days[1], days[1], 300)])
    half = Availability(TODAY, FAR, [Span(TODAY, FAR, 150)], [])
    for one, counted in (
        (plain, [2, 2, 2]),
        (ends, [2, 2, 0]),
        (short, [3, 0, 0]),
        (later, [0, 2, 2]),
        (begins, [0, 0, 1]),
        (full, [2, 0, 2]),
        (half, [1, 1, 1]),
    ):
        assert free_counts([("external", one)], days) == [[0, n] for n in counted]
        assert free_counts([("in_house", one), ("external", plain)], days) == [[n, 2] for n in counted]
    assert free_counts([("in_house", plain)] * 2, days[:1]) == [[4, 0]]


def test_a_capacity_of_one_day_is_room_for_that_day_alone() -> None:
    one = Availability(TODAY, FAR, [Span(TODAY, FAR, 0), Span(TODAY + DAY, TODAY + DAY, 100)], [])
    assert one.next_free(TODAY, TODAY + 9 * DAY) == (TODAY + DAY, TODAY + DAY)
    assert one.next_free(TODAY + DAY, TODAY + 9 * DAY) == (TODAY + DAY, TODAY + DAY)
    assert one.room(TODAY + DAY, TODAY + DAY)
    assert not one.room(TODAY + DAY, TODAY + 2 * DAY)
    assert not one.room(TODAY, TODAY + DAY)
    taken = Availability(TODAY, FAR, [Span(TODAY, FAR, 100)], [Span(TODAY, TODAY, 100)])
    assert taken.next_free(TODAY, TODAY + 9 * DAY) == (TODAY + DAY, TODAY + 9 * DAY)
    assert (next_day(FAR), next_day(TODAY), open_end(FAR), open_end(date(9998, 12, 31))) == (
        FAR,
        TODAY + DAY,
        True,
        False,
    )


def test_a_full_place_opens_the_day_after_where_it_is_soon_and_long_enough() -> None:
    where = place(open_from=date(2024, 1, 1))
    found = opening_after(where, TODAY, TODAY - 9 * DAY, None)
    assert found is not None
    assert (found.free_from, found.free_to) == (TODAY + DAY, FAR)
    soon, late = TODAY + (HORIZON_DAYS - 1) * DAY, TODAY + HORIZON_DAYS * DAY
    assert opening_after(where, soon, TODAY, None) is not None
    assert opening_after(where, late, TODAY, None) is None
    for days, fits in ((LEAST_DAYS, True), (LEAST_DAYS - 1, False)):
        closes = place(open_to=TODAY + days * DAY)
        assert (opening_after(closes, TODAY, TODAY, None) is not None) is fits
    begins = opening_after(place(open_from=TODAY + 5 * DAY), TODAY, TODAY, None)
    assert begins is not None
    assert begins.free_from == TODAY + 5 * DAY
    assert LOOK_AHEAD > HORIZON_DAYS * DAY


def team(free: int, lanes: int) -> Team:
    return Team(
        1, "P-1", "x", "external", "PAR", "NH", "", "", 1, free, None, [free], [Lane(1, i) for i in range(lanes)]
    )


def test_the_board_begins_on_the_monday_eight_weeks_back() -> None:
    for day in (0, 3, 6):
        weeks = weeks_around(date(2026, 11, 23) + timedelta(day))
        assert (weeks.first, weeks.last, weeks.days) == (date(2026, 9, 28), date(2027, 12, 5), 434)
        assert [m.weekday() for m in weeks.mondays()] == [0] * 62
    section = BoardSection("x", [team(2, 1), team(-1, 2)], [1])
    assert (section.free, [t.single for t in section.teams]) == (1, [True, False])


def test_a_new_bank_has_what_work_needs_with_one_of_everything() -> None:
    assert FirstHour("", "", (), 1, 1, 1).going
    assert not any(FirstHour("", "", (), *n).going for n in ((0, 1, 1), (1, 0, 1), (1, 1, 0), (0, 0, 0)))


def test_an_opened_booking_shows_every_text_of_its_person() -> None:
    given: dict[str, Any] = dict.fromkeys(Booking.__dataclass_fields__)
    hidden = {n: Masked(n, 7, 1) for n in ("participant", "placement", "placement_number", "supervisor")}
    shown = Booking(**(given | hidden)).opened(Token(7, "a", "b", "c"))
    assert {n: getattr(shown, n).seen for n in hidden} == {n: n for n in hidden}


def test_a_masked_text_is_no_other_thing() -> None:
    one = Masked("Bo", 7, 1)
    assert one != "Bo"
    assert len({one, Masked("Bo", 7, 1), Masked("Bo", 7, 0), Masked("Bo", 8, 1)}) == 3
    assert one == Masked("Bo", 7, 2), "hidden is hidden"
    assert one != Masked("Ada", 7, 1)
    who = person(name="", number="D-0009", protection=0)
    assert (str(who.masked), str(person().masked), str(person(name="Bo", protection=1).shown_name)[-6:]) == (
        "D-0009", "Aida Demolund", "D-0001",
    )  # fmt: skip


def test_words_of_an_assessment_are_those_beside_its_levels() -> None:
    made = Assessment(1, 2, 3, "final", TODAY, "Nils", {}, "Lugn.", finished=True, comment="Jag vill mer.")
    assert words_of(made) == {"remark": "Lugn.", "comment": "Jag vill mer."}
    assert words_of(None) == {"remark": "", "comment": ""}
    assert (mark_name(3, 14), marked("3:14"), level_name("E-1", "PAR-01")) == ("3:14", (3, 14), "E-1.PAR-01")
    assert str(clash_text(("Svenska", "tis"))) == "Svenska (tis) lies within the working hours"


def test_a_follow_up_of_which_little_is_said_was_made_today_and_the_rest_is_not_known() -> None:
    said = whole({"outcome": ("contacted", "work")}, TODAY)
    assert said == {
        "outcome": ("contacted", "work"), "plan_city": "not_known", "plan_pes": "not_known", "detail": "", "started_on": None,
        "end_reason": "", "source": "", "on_date": TODAY, "note": "",
    }  # fmt: skip
    assert whole({"on_date": TODAY - DAY, "note": "x"}, TODAY)["on_date"] == TODAY - DAY
    assert known_of(NOTHING)["situation"] == "not_known"


def test_a_share_is_said_with_those_who_were_not_reached_as_none_and_as_all() -> None:
    any_ = Text("x")
    figure = Figure("work.all", any_, any_, 3, 9, any_)
    assert str(Bound(figure, 4, 33, 78).sentence) == (
        "Not reached and not known to work or study: 4. If none of them do, the share is 33 %; if all do, 78 %."
    )
    assert "the share is 0 %; if all do, 0 %" in str(Bound(figure, 0, None, None).sentence)


def outside(withheld: int, shown: int, **given: Any) -> list[str]:
    any_ = Text("x")
    figures = [Figure(f"q{i}.all", any_, any_, None if i < withheld else 9, 9, any_) for i in range(withheld + shown)]
    made = Report("followup", any_, TODAY, TODAY, TODAY, (Section(any_, tuple(figures), ("all",)),), **given)
    return [str(one)[:40] for one in made.for_the_unit()]


def test_the_unit_is_told_what_was_given_away_and_that_too_many_reports_hide_each_other() -> None:
    assert outside(0, 3) == []
    assert outside(2, 1) == [], "nothing was given out before"
    assert outside(2, 2, tied=1) == [], "half is not more than half"
    (told,) = outside(2, 1, tied=1)
    assert told.startswith("More than half is withheld. 1 report of ")
    (told,) = outside(2, 1, tied=2)
    assert told.startswith("More than half is withheld. 2 reports of")
    any_ = Text("x")
    made = Report("followup", any_, TODAY, TODAY, TODAY, (), given_away=("a|b|work.men#rest", "studies.all"))
    assert str(made.for_the_unit()[0]) == (
        "Reports given out before tell more than the rule allows of: studies.all, work.men. That cannot be taken back."
    )


@pytest.mark.parametrize(("count", "claims"), [(1989, 1), (1990, 0), (2022, 0), (2100, 0), (2101, 1)])
def test_a_number_that_is_a_year_is_no_count(count: int, claims: int) -> None:
    said = f"{count} personer eller 23 procent av {9000} gick vidare."
    assert len([c for c in check_text(said).claims if c.count == count]) == claims


def test_a_sentence_is_kept_with_what_fills_it_and_comes_back_the_same() -> None:
    inner = text("{name} is booked at {place}", name="Bo", place=text("{x}", x="Köket"))
    said = text("{what} on {day}: {plain}", what=inner, day=IsoDay(TODAY), plain=Text("Booked"))
    stored = kept(said)
    assert stored == {
        "what": "{name} is booked at {place}", "what.name": "Bo", "what.place": "Köket", "day": "2026-11-23", "plain": "Booked", "plain.": "",
    }  # fmt: skip
    again = restored(said.msgid, stored)
    assert str(again) == str(said) == "Bo is booked at Köket on 2026-11-23: Booked"
    assert isinstance(again.params["plain"], Text)
    assert said != Text(said.msgid) != said.msgid
    assert [plural("one", "{count}", n, count=n).msgid for n in (0, 1, 2)] == ["{count}", "one", "{count}"]
    assert len({Text("a"), Text("a", {"x": 1}), Text("b")}) == 3
    assert repr(Text("a", {"x": 1})) == "Text('a', {'x': 1})"


def test_json_that_nests_too_deeply_is_no_json() -> None:
    with pytest.raises(ValueError):
        parsed("[" * 100_000)
    assert parsed('{"a": 1}') == {"a": 1}
    assert seen("x").seen == "x"
