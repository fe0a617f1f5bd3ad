"""How much a list shows where nobody says how much: one row more is in the bank each time, and the newest are those that stay."""

from __future__ import annotations

from datetime import date, timedelta

from amdesk.db.bank import access_log, history
from amdesk.db.booking import rounds
from amdesk.db.people import participants as people
from amdesk.domain.bank.access import LogAsked
from amdesk.domain.texts import text
from amdesk.services.bank.log import SIZE
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import employed, put


def steps(desk: Desk, count: int) -> None:
    for n in range(count):
        with desk.bank.write(text("step {count}", count=n)):
            desk.bank.execute("update placement set comment = :c", {"c": str(n)})


def test_the_history_shows_the_latest_two_hundred_steps(desk: Desk) -> None:
    make.placement(desk.bank)
    steps(desk, 201)
    for found in (desk.history.steps(), history.steps(desk.bank)):
        assert (len(found), found[0].what.params["count"], found[-1].what.params["count"]) == (200, "200", "1")
    assert [s.what.params["count"] for s in desk.history.steps(2)] == ["200", "199"]


def test_the_log_shows_three_hundred_rows_and_a_person_a_thousand_of_what_was_read_of_her(desk: Desk) -> None:
    person = make.participant(desk.bank)
    for n in range(1001):
        access_log.log_read(desk.bank, "participant", person, f"Nr {n}")
    found = desk.log.found(LogAsked())
    assert (len(found), found[0].why, found[-1].why) == (300, "Nr 1000", "Nr 701")
    assert len(desk.log.found(LogAsked(words="nr 1000"))) == 1
    number = desk.work.participant(person).number
    hers = desk.history.access(number)
    assert (len(hers), next(e.why for e in hers if e.is_read)) == (1000, "Nr 1000")
    assert len(access_log.access_rows(desk.bank, person)) == 1000
    day = TODAY - timedelta(1)
    sample = desk.log.sample(day, TODAY, seed=7)
    assert (len(sample.rows), sample.among, sample.seed) == (SIZE, 1001, 7)
    assert [e.why for e in desk.log.sample(day, TODAY, seed=7).rows] == [e.why for e in sample.rows]
    assert [e.why for e in desk.log.sample(day, TODAY, seed=8).rows] != [e.why for e in sample.rows]
    assert [len(desk.log.sample(day, TODAY, size=n).rows) for n in (1, SIZE)] == [1, SIZE]


def test_a_search_shows_six_of_each_and_the_list_of_people_two_hundred(desk: Desk) -> None:
    with desk.bank.write(text("people")):
        for n in range(201):
            people.add(desk.bank, make.participant_values(name=f"Prov {n:03d}"))
    for n in range(7):
        make.placement(desk.bank, name=f"Provstället {n}")
    hits = desk.search.hits("prov")
    kinds = [h.kind for h in hits]
    assert {k: kinds.count(k) for k in set(kinds)} == {"participant": 6, "placement": 6}
    assert len(desk.participants.find("prov")) == 200
    assert len(desk.participants.find("prov", 3)) == 3


def test_the_latest_fifty_rounds_are_kept_in_sight(desk: Desk) -> None:
    for n in range(51):
        days = dict.fromkeys(("on_date", "from_date", "to_date"), f"{TODAY}")
        put(desk.bank, "round", ref=f"R-{n:03d}", **days, **dict.fromkeys(("policy", "asked", "result"), "{}"))
    found = rounds.latest(desk.bank)
    assert (len(found), found[0].ref, found[-1].ref) == (50, "R-050", "R-001")


def test_free_places_are_told_for_today_and_the_seven_mondays_after_it(desk: Desk) -> None:
    make.placement(desk.bank, 2)
    make.placement(desk.bank, 3, kind="in_house")
    found = desk.overviews.free_ahead()
    monday = TODAY - timedelta(TODAY.weekday())
    assert [day for day, _, _ in found] == [TODAY, *(monday + timedelta(7 * i) for i in range(1, 8))]
    assert {(own, external) for _, own, external in found} == {(3, 2)}


def quarters(desk: Desk, last: date) -> list[date]:
    return [day for day, _ in desk.results.quarters(last)]


def test_the_latest_eight_quarters_end_with_their_last_days_and_the_latest_that_is_over(desk: Desk) -> None:
    ends = [
        date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30),
    ]  # fmt: skip
    for last in (date(2026, 9, 30), date(2026, 10, 1), TODAY, date(2026, 12, 30)):
        assert quarters(desk, last) == ends, last
    assert quarters(desk, date(2026, 12, 31))[-1] == date(2026, 12, 31)
    assert quarters(desk, date(2024, 2, 29))[-1] == date(2023, 12, 31)
    (first, found), *_ = desk.results.quarters(date(2026, 9, 30))
    assert (found.first, found.last) == (first - timedelta(364), first)


def test_the_table_of_cohorts_has_six_years_and_three_years_after_each(desk: Desk) -> None:
    person = make.participant(desk.bank)
    for year in range(2018, 2027):
        employed(desk.bank, person, date(year, 1, 1), date(year, 3, 1))
    found = desk.cohorts.table()
    assert [(year, count) for year, count, _ in found] == [(year, 1) for year in range(2025, 2019, -1)]
    assert [[cell.seen_in for cell in cells] for _, _, cells in found][:2] == [[2026, 2027, 2028], [2025, 2026, 2027]]
