"""An attacker who shares no code with the program has every document and finds nobody; of the former ones he finds some."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.errors import Refused
from amdesk.services.results import leastloss
from tests import make
from tests.attacker import Attack, Found, leaks, read, together
from tests.rows import employed
from tests.services.test_reports import SAY, document, filled

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


@pytest.mark.parametrize(("seed", "count", "seconds"), [(1, 30, 0.2), (2, 24, 5), (3, 40, 5)])
def test_of_three_reports_in_a_row_nobody_finds_a_few(
    seed: int, count: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where there was no time for the optimum: what is taken then was attacked as well."""
    monkeypatch.setattr(leastloss, "SECONDS", seconds)
    assert attacked(seed, count) == []


def test_reports_that_know_nothing_of_each_other_do_give_a_few_away() -> None:
    """Nothing is kept of the first: then the days between them are one less the other."""
    desk = filled(3, 40)
    given = [document(desk.reports.outside(desk.reports.followup(FIRST, last))) for last in ENDS]
    attack = Attack([read(d) for d in given])
    begin = date(2026, 4, 1)
    assert leaks(attack, truth(desk, begin, ENDS[1]), (begin, ENDS[1]), columns(given))


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
        found = attacked(*bank)
        wrong += bool(found)
        print(*bank, found or "nobody found", flush=True)
    raise SystemExit(wrong > 0)
