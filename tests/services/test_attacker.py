"""An attacker who shares no code with the program has every document and finds nobody; of the former ones he finds some."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.errors import Refused
from amdesk.services.results import leastloss
from tests import make
from tests.attacker import AT_END, FOLLOWUP, LATER, Attack, Found, Known, leaks, read, together
from tests.rows import employed
from tests.services.test_reports import SAY, document, filled

pytestmark = pytest.mark.usefixtures("brief_search")

FORMER = Path(__file__).parent / "former_reports.json"
ENDS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 10, 31))
FIRST = date(2026, 1, 1)


def truth(desk: Any, first: date, last: date) -> dict[str, int]:
    return {f.id: f.count or 0 for f in desk.results.followup(first, last).figures}


def columns(documents: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The groups as they stand in what was given out."""
    return sorted(
        {together(f["id"].split(".")[1]) for d in documents for f in d["figures"] if f["id"].startswith("work.")}
    )


def attacked(seed: int, count: int) -> list[Found]:
    """Three cumulative reports of a random bank, and all that can be found of them and of the days between them."""
    desk, given = filled(seed, count), []
    for last in ENDS:
        made = desk.reports.outside(desk.reports.followup(FIRST, last))
        desk.reports.gone_out(made, given_out=True, recipient="Nämnden")
        given.append(document(made))
    attack = Attack([read(d) for d in given])
    out: list[Found] = []
    for begin, end in [(FIRST, e) for e in ENDS] + [
        (a + (date(2026, 1, 2) - FIRST), b) for a, b in combinations(ENDS, 2)
    ]:
        out += leaks(attack, truth(desk, begin, end), (begin, end), columns(given))
    return out


def both_rulers(desk: Any, given: list[dict[str, Any]]) -> list[Found]:
    """The result after 90 days and that of the end are of employments of other days, and stand in one report: all that can be
    found of the days that one counts and the other does not, and of those that both count."""
    rulers = [(FOLLOWUP, [read(d) for d in given]), (AT_END, [read(d, AT_END) for d in given])]
    attack, out = Attack(rulers[0][1], rulers[1][1]), []
    for ruler, documents in rulers:
        for known in documents:
            whole = counted(desk, known.days, ruler)
            for days in parts_of(known, attack):
                few = counted(desk, days, ruler)
                own = [g for g in columns(given) if f"{next(iter(ruler))}.{g[0]}" in few]
                out += leaks(attack, few, days, own, ruler, told_of=whole)
    return out


def parts_of(known: Known, attack: Attack) -> list[tuple[date, date]]:
    """The days of a document from one report's beginning or end to the next."""
    spans = [(a, b - timedelta(1)) for a, b in pairwise(attack.days)]
    return [(a, b) for a, b in spans if known.days[0] <= a and b <= known.days[1]]


def counted(desk: Any, days: tuple[date, date], ruler: Any) -> dict[str, int]:
    """The true counts of one ruler, of the employments that had been over for ninety days within some days."""
    if ruler is FOLLOWUP:
        return truth(desk, *days)
    return {f.id: f.count or 0 for f in desk.results.followup(days[0] - LATER, days[1] - LATER).kolada}


@pytest.mark.parametrize(("seed", "count"), [(3, 26), (8, 36), (14, 48)])
@pytest.mark.thorough(long=True)
def test_of_the_days_that_one_ruler_counts_and_the_other_does_not_nobody_finds_a_few(seed: int, count: int) -> None:
    """In a first report: twelve after 90 days and eight at the end are at least four who ended before its period."""
    desk = filled(seed, count)
    assert both_rulers(desk, [document(desk.reports.outside(desk.reports.followup(FIRST, ENDS[1])))]) == []


@pytest.mark.thorough(long=True)
def test_a_ruler_that_folds_tells_nothing_of_one_in_which_nobody_is_unrecorded() -> None:
    """That none of the women, or of those whose gender is not recorded, went to studies says so of the women who are in both rulers."""
    desk = filled(18, 56)
    told = document(desk.reports.outside(desk.reports.followup(FIRST, ENDS[1])))
    shown = {f["id"] for f in told["figures"]}
    assert {"studies.women_and_unrecorded", "kolada_studies.women"} <= shown
    attack = Attack([read(told)], [read(told, AT_END)])
    both = attack.number("kolada_studies", ("women", "unrecorded"), (date(2026, 4, 1), ENDS[1]))
    assert attack.ends(both)[1] >= 5


@pytest.mark.parametrize(("seed", "count", "seconds"), [(1, 30, 0.2), (2, 24, 2), (3, 40, 0.5)])
@pytest.mark.thorough(long=True)
def test_of_three_reports_in_a_row_nobody_finds_a_few(
    seed: int, count: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where there was no time for the optimum: what is taken then was attacked as well."""
    monkeypatch.setattr(leastloss, "SECONDS", seconds)
    assert attacked(seed, count) == []


@pytest.mark.thorough(long=True)
def test_reports_that_know_nothing_of_each_other_do_give_a_few_away() -> None:
    """Nothing is kept of the first: then the days between them are one less the other."""
    desk = filled(3, 40)
    given = [document(desk.reports.outside(desk.reports.followup(FIRST, last))) for last in ENDS]
    attack = Attack([read(d) for d in given])
    begin = date(2026, 4, 1)
    assert leaks(attack, truth(desk, begin, ENDS[1]), (begin, ENDS[1]), columns(given))


@pytest.mark.thorough(long=True)
def test_what_all_of_seven_share_is_found_in_a_report_that_tells_it_and_in_none_that_leaves(desk: Any) -> None:
    """Everybody in a report is a group: whoever is known to be one of the seven would be known to have gone to work."""
    ends(desk, date(2026, 3, 1), 7, "A1")
    inside = desk.reports.followup(FIRST, ENDS[2])
    days = FIRST, ENDS[2]
    told, left = Attack([read(document(inside))]), Attack([read(document(desk.reports.outside(inside)))])
    everyone = [("all",)]
    assert ("not work", 0) in {(f.what, f.truth) for f in leaks(told, truth(desk, *days), days, everyone)}
    assert leaks(left, truth(desk, *days), days, everyone) == []


def printed(kept: dict[str, Any]) -> dict[str, Any]:
    """A former document, of which the ids, counts and bases are kept."""
    nothing = dict.fromkeys(("percent", "low", "high"))
    return {**kept, "figures": [{"id": i, "count": n, "base": of, **nothing} for i, n, of in kept["figures"]]}


def test_in_the_former_reports_a_single_person_is_found() -> None:
    """Of the demo city, before there was this layer: of July alone one had a plan with the city, and one person's zero is known."""
    former = {last: printed(d) for last, d in json.loads(FORMER.read_text("utf-8")).items()}
    alone = Attack([read(former["06-30"])])
    half = (date(2025, 1, 1), date(2025, 6, 30))
    assert alone.ends(alone.number("not_contacted", ("unrecorded",), half)) == (0, 0)
    both = Attack([read(former["06-30"]), read(former["07-31"])])
    assert both.ends(both.number("plan_city", ("all",), (date(2025, 7, 1), date(2025, 7, 31)))) == (1, 1)


def ends(desk: Any, day: date, count: int, reason: str) -> None:
    for _ in range(count):
        person = make.participant(desk.bank, identity=make.fresh_number(), registered_on=date(2018, 1, 1))
        employed(desk.bank, person, date(2018, 6, 1), day, ended_on=day, end_reason=reason)


@pytest.mark.thorough(long=True)
def test_a_later_report_protects_beside_one_whose_people_are_erased(desk: Any) -> None:
    """Thirty are told of, and erased; what all are together less those would be the twelve that came."""
    spring, year = (date(2019, 1, 1), date(2019, 6, 30)), (date(2019, 1, 1), date(2019, 12, 31))
    ends(desk, date(2019, 3, 1), 20, "A1")
    ends(desk, date(2019, 3, 1), 10, "S1")
    first = desk.reports.outside(desk.reports.followup(*spring))
    told = {f.id: f.count for f in first.figures()}
    assert (told["work.all"], told["studies.all"]) == (20, 10)
    desk.reports.gone_out(first, given_out=True, recipient="Nämnden")
    kept = desk.bank.query("select figures, commitment from report")[0]
    assert desk.retention.erase(date(2019, 6, 1), "plan") == 30
    assert desk.bank.query("select figures, commitment from report")[0] == kept, "what was given out stays as it was"
    assert desk.bank.query("select * from report_row where participant_id is not null and void = 0") == []
    ends(desk, date(2019, 8, 1), 9, "A1")
    ends(desk, date(2019, 8, 1), 3, "S1")
    later = {f.id: f.count for f in desk.reports.outside(desk.reports.followup(*year)).figures()}
    assert later["studies.all"] is None, "thirteen less ten are three"
    inside = {f.id: f.count for f in desk.reports.followup(*year).figures()}
    assert (inside["work.all"], inside["studies.all"]) == (29, 13)


@pytest.mark.thorough(long=True)
def test_two_compared_periods_do_not_give_away_who_is_in_one_of_them(desk: Any) -> None:
    """Both reports are of the same days, and the other period is a month longer in the second: two ended in that month."""
    ends(desk, date(2025, 1, 10), 20, "A1")
    ends(desk, date(2025, 1, 10), 20, "O1")
    ends(desk, date(2025, 4, 10), 2, "A1")
    ends(desk, date(2026, 3, 1), 30, "A1")
    short, long = (date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 1, 1), date(2025, 7, 30))
    for second in (long, short):
        assert earlier_share(desk, second) is not None, "by itself it is told"
    told = desk.reports.outside(desk.reports.followup(FIRST, ENDS[2], short))
    desk.reports.gone_out(told, given_out=True, recipient="Nämnden")
    assert earlier_share(desk, long) is None, "42 less 40 are two"
    assert earlier_share(desk, short) == 20, "what was told already is told again"
    whole = {f.id: f.count for f in desk.reports.outside(desk.reports.followup(*long)).figures()}
    assert whole["reached_day90.all"] is None, "nor by the report of that period itself"


def test_a_compared_period_that_many_more_are_in_is_still_told(desk: Any) -> None:
    """The result to each report's own end is compared with the same days a year earlier: so it is done every time."""
    for reason in ("A1", "O1"):
        for day in (date(2025, 1, 10), date(2025, 4, 10)):
            ends(desk, day, 20, reason)
    ends(desk, date(2026, 3, 1), 30, "A1")
    told = desk.reports.outside(desk.reports.followup(FIRST, ENDS[2], (date(2025, 1, 1), date(2025, 6, 30))))
    desk.reports.gone_out(told, given_out=True, recipient="Nämnden")
    assert earlier_share(desk, (date(2025, 1, 1), date(2025, 9, 30))) == 40


def earlier_share(desk: Any, compared: tuple[date, date]) -> int | None:
    """How many of another period went to work or studies, as a report that leaves tells it."""
    found = document(desk.reports.outside(desk.reports.followup(FIRST, ENDS[2], compared)))
    return found["comparison"]["second"]["count"] if "comparison" in found else None


def test_who_was_given_what_is_told_and_an_auditor_can_have_its_counts_proved(desk: Any) -> None:
    ends(desk, date(2026, 3, 1), 30, "A1")
    ends(desk, date(2026, 3, 1), 3, "S1")
    made = desk.reports.outside(desk.reports.followup(FIRST, ENDS[2]))
    desk.reports.gone_out(made, given_out=True, recipient="Nämnden")
    (act,) = desk.reports.given_out()
    assert (act.recipient, act.kind, act.reference) == ("Nämnden", "followup", document(made)["reference"])
    opened = desk.reports.opened(act.reference)
    assert opened["proved"] is True
    assert (
        opened["commitment"]
        == document(made)["commitment"]
        == hashlib.sha256(f"{opened['salt']}\n{opened['counted']}".encode()).hexdigest()
    )
    assert ["studies.all", 3, 33] in json.loads(opened["counted"])["figures"]
    assert opened["salt"] not in json.dumps(document(made))
    other = document(desk.reports.outside(desk.reports.followup(FIRST, ENDS[2])))
    assert other["commitment"] != opened["commitment"], "the same counts are sealed otherwise each time"
    with pytest.raises(Refused, match="20200101-ABCDEF"):
        desk.reports.opened("20200101-ABCDEF")


@pytest.mark.thorough(long=True)
def test_so_many_reports_a_year_that_little_is_left_is_said_to_the_unit_alone(desk: Any) -> None:
    ends(desk, date(2026, 1, 10), 12, "A1")
    made = desk.reports.outside(desk.reports.followup(FIRST, date(2026, 4, 30)))
    desk.reports.gone_out(made, given_out=True)
    for month in (2, 3, 4):
        ends(desk, date(2026, month, 1), 2, "S1")
    later = desk.reports.outside(desk.reports.followup(FIRST, ENDS[2]))
    assert later.tied == 1
    said = [SAY.say(t) for t in replace(later, given_away=["followup|x|studies.all"]).for_the_unit()]
    assert "studies.all" in said[0]
    assert "kan inte tas tillbaka" in said[0] or "går inte att ta tillbaka" in said[0]
    assert not any(t in json.dumps(document(later), ensure_ascii=False) for t in said)


if __name__ == "__main__":
    wrong = 0
    for bank in [(int(n), 20 + 2 * int(n)) for n in sys.argv[1:] or range(20)]:
        alone = filled(*bank)
        first = document(alone.reports.outside(alone.reports.followup(FIRST, ENDS[1])))
        found = [*both_rulers(alone, [first]), *attacked(*bank)]
        wrong += bool(found)
        print(*bank, found or "nobody found", flush=True)
    raise SystemExit(wrong > 0)
