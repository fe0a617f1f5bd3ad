"""What is told of what was read or kept: a receipt of a list, a text held against a frozen cohort, figures given out before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.port import value
from amdesk.db.results import outcomes, received, reports
from amdesk.db.results.reports import ToldReport
from amdesk.domain.results.frozen import FrozenReport
from amdesk.domain.results.report import Section
from amdesk.i18n import Words
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.services.results.told import ToldFigures
from tests import make
from tests.imports.cases import lines, read, store
from tests.rows import day, employed

pytestmark = pytest.mark.usefixtures("brief_search")

LONG_AGO = date(2023, 5, 1)


def test_a_receipt_says_what_came_in_what_became_of_it_and_no_name(desk: Desk, tmp_path: Path) -> None:
    make.participant(desk.bank, name="Bo Prov", identity=make.number(), born=date(1986, 4, 12))
    other, wrong = make.number(date(1990, 1, 1)), "19860412-2386"
    head = "Personnummer;Period;Belopp"
    rows = (
        f"{make.number()};2026-01;1 250,50",
        f"{make.number()};2026-02;700",
        f"{other};2026-01;99",
        f"{wrong};2026-01;1",
    )
    review = store(desk, lines(tmp_path, head, *rows), "payments")
    said = {str(label): value for label, value in review.receipt()}
    assert str(said["File"]) == "list.csv"
    assert [
        said[name]
        for name in ("Rows in", "Rows of participants", "Rows of others, not kept", "Rows refused", "New rows stored")
    ] == [4, 2, 1, 1, 2]
    assert said["Sum of the participants' rows, kronor"] == "1950,50"
    assert len(str(said["Check sum (SHA-256)"])) == 64
    assert "Bo Prov" not in str(review.receipt())
    assert (review.total(), review.dropped()) == (195_050, 1)
    again = read(desk, lines(tmp_path, head, *rows), "payments")
    assert (again.count("new"), again.count("same"), again.total()) == (0, 2, 195_050)


def test_two_equal_payments_in_a_month_are_two_and_stay_two(desk: Desk, tmp_path: Path) -> None:
    make.participant(desk.bank, identity=make.number(), born=date(1986, 4, 12))
    head = "Personnummer;Period;Belopp;Ändamål"
    rent, food, other = (f"{make.number()};2026-01;500;{what}" for what in ("Hyra", "Mat", "Annat"))
    assert store(desk, lines(tmp_path, head, rent, food), "payments").count("new") == 2
    assert store(desk, lines(tmp_path, head, rent, food), "payments").count("new") == 0
    assert store(desk, lines(tmp_path, head, rent, food, other), "payments").count("new") == 1
    assert value(desk.bank, "select count(*) as n from payment") == 3


def test_a_payment_of_another_person_month_role_or_amount_is_another_payment(desk: Desk, tmp_path: Path) -> None:
    one, two = make.number(), make.number(date(1987, 5, 3))
    for number in (one, two):
        make.participant(desk.bank, identity=number)
    head = "Sökande;Medsökande;Period;Belopp"
    assert store(desk, lines(tmp_path, head, f"{one};;2026-01;500"), "payments").count("new") == 1
    for row in (
        f"{two};;2026-01;500",
        f"{one};;2026-02;500",
        f"{one};;2026-01;501",
        f"{make.number(date(1990, 1, 1))};{one};2026-01;500",
    ):
        assert store(desk, lines(tmp_path, head, row), "payments").count("new") == 1, row
        assert store(desk, lines(tmp_path, head, row), "payments").count("same") == 1, row
    assert value(desk.bank, "select count(*) as n from payment") == 5


def test_a_payment_that_two_participants_share_is_one_sum_of_money_and_both_have_had_it(
    desk: Desk, tmp_path: Path
) -> None:
    of = {make.number(): date(1986, 4, 12), make.number(date(1987, 5, 3)): date(1987, 5, 3)}
    one, two = (make.participant(desk.bank, identity=number, born=born) for number, born in of.items())
    for person in (one, two):
        employed(desk.bank, person, date(2021, 1, 1), LONG_AGO, ended_on=LONG_AGO)
    store(desk, lines(tmp_path, "Sökande;Medsökande;Period;Belopp", ";".join((*of, "2026-01", "500"))), "payments")
    assert {(p.participant_id, p.role) for p in received.payments(desk.bank)} == {
        (one, "applicant"),
        (two, "co_applicant"),
    }
    assert outcomes.paid(desk.bank, LONG_AGO, LONG_AGO) == {one: [("2026-01", 50_000)]}


def ended(desk: Desk, count: int, last: date = LONG_AGO) -> None:
    for _ in range(count):
        employed(desk.bank, make.participant(desk.bank), date(2021, 1, 1), last, ended_on=last)


def test_a_text_is_held_against_the_frozen_cohort_that_it_names(desk: Desk) -> None:
    ended(desk, 7)
    desk.cohorts.freeze(2023, desk.cohorts.window(2023))
    right = "De som avslutade sin anställning 2023: 7 av 7 var utan ekonomiskt bistånd under 2024."
    found = desk.texts.check(right)
    assert ([c.agrees for c in found.claims], found.faults) == ([True], [])
    for other, printed in (("6 av 7", "the text says 6 of 7."), ("7 av 8", "the text says 7 of 8.")):
        wrong = desk.texts.check(right.replace("7 av 7", other))
        assert [c.agrees for c in wrong.claims] == [False]
        assert [str(f.reason) for f in wrong.faults] == [
            f"The frozen cohort of 2023, seen in 2024, has 7 of 7; {printed}"
        ]
    elsewhere = right.replace("2024", "2025").replace("7 av 7", "1 av 7")
    assert desk.texts.check(elsewhere).faults == [], "that window is not frozen"


def listed(section: Section) -> list[list[Any]]:
    return [[c if isinstance(c, int) else str(c) for c in row] for x in section.listings for row in x.rows]


def test_the_next_committee_report_says_what_changed_since_the_last_that_was_given_out(
    desk: Desk, tmp_path: Path
) -> None:
    first, last = date(2026, 1, 1), date(2026, 10, 31)
    ended(desk, 6, date(2026, 1, 1))

    def changes() -> list[Section]:
        return [s for s in desk.reports.committee(first, last).sections if "Changes since" in str(s.title)]

    assert changes() == []
    desk.reports.save(desk.reports.committee(first, last), tmp_path / "a.pdf")
    assert changes() == [], "looked at, not given out"
    desk.reports.save(desk.reports.committee(first, last), tmp_path / "b.pdf", given_out=True)
    (section,) = changes()
    assert listed(section) == []
    ended(desk, 3, date(2026, 2, 1))
    (section,) = changes()
    reached = [row for row in listed(section) if row[1:] == [6, 6, 9, 9]]
    assert reached
    assert section.listings[0].inside
    assert all(row[1:3] != row[3:5] for row in listed(section))


PERIOD = (date(2026, 1, 1), date(2026, 10, 31))
YEAR = (date(2025, 1, 1), date(2025, 10, 31))
"""The period that a result is compared with."""


def test_what_is_copied_out_of_a_result_is_withheld_as_in_a_report(desk: Desk) -> None:
    ended(desk, 3, date(2026, 1, 1))
    now = desk.results.followup(date(2026, 1, 1), date(2026, 10, 31))
    figures = {f.id: f for f in desk.reports.copied(date(2026, 1, 1), date(2026, 10, 31), YEAR).figures()}
    assert now.figure("reached_day90.all").count == 3
    assert figures["reached_day90.all"].withheld


def test_a_report_of_some_says_of_whom_it_is(desk: Desk) -> None:
    """Read as the whole unit's its figures would be wrong."""
    code, name = next((o.code, o.name("sv")) for o in desk.placements.occupations())
    for made in (desk.reports.copied(*PERIOD, YEAR, code, "Kök"), desk.reports.committee(*PERIOD, code, "Kök")):
        assert f"Siffrorna gäller bara: {name}, Kök." in [Words("sv", PERIOD[1]).say(n) for n in made.notes]
    for made in (desk.reports.copied(*PERIOD, YEAR), desk.reports.committee(*PERIOD)):
        assert not [n for n in made.notes if "gäller bara" in Words("sv", PERIOD[1]).say(n)]


@pytest.mark.thorough(long=True)
def test_what_was_copied_is_remembered_and_the_next_report_protects_beside_it(desk: Desk) -> None:
    """Ten and twenty are copied in spring; of the year three more went to studies: one less the other would tell of them."""
    ended(desk, 20, date(2026, 1, 1))
    spring, year = (date(2026, 1, 1), date(2026, 4, 30)), (date(2026, 1, 1), date(2026, 10, 31))
    copied = desk.reports.copied(*spring, YEAR)
    assert next(f.count for f in copied.figures() if f.id == "reached_day90.all") == 20
    (act,) = desk.reports.given_out()
    assert (act.kind, act.first, act.last, act.recipient) == ("followup", *spring, "")
    assert ("export_report_followup", "2026-01-01 2026-04-30 outside") in [
        (r.what, r.why) for r in desk.history.access()
    ]
    desk.reports.copied(*spring, YEAR)
    assert len(desk.reports.given_out()) == 1, "the same again tells nothing, and stands once"
    ended(desk, 3, date(2026, 6, 1))
    later = {f.id: f.count for f in desk.reports.outside(desk.reports.followup(*year)).figures()}
    assert later["reached_day90.all"] is None, "twenty-three less twenty are three"
    assert desk.reports.copied(*year, YEAR).tied == 1
    assert len(desk.reports.given_out()) == 2


@pytest.mark.thorough(long=True)
def test_what_is_withheld_of_a_small_unit_is_not_blamed_on_what_was_given_out(desk: Desk) -> None:
    """Six people: as much was withheld when nothing was given out yet."""
    ended(desk, 6, date(2026, 1, 1))
    first, second = (desk.reports.copied(*PERIOD, YEAR) for _ in range(2))
    assert (first.shown, first.for_the_unit()) == (second.shown, [])
    (said,) = (Words("sv", PERIOD[1]).say(one) for one in second.for_the_unit())
    assert "1 rapport om samma personer är redan utlämnad" in said
    assert "eftersom" not in said


def test_the_managers_page_is_written_and_logged(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    desk.reports.save_management(date(2026, 1, 1), date(2026, 10, 31), "Kök", path)
    assert path.stat().st_size > 1000
    assert ("export_management", "2026-01-01 2026-10-31 Kök") in [(r.what, r.why) for r in desk.history.access()]


SECRET = "fyra ord som ingen gissar"


@pytest.mark.thorough(long=True)
def test_a_restored_bank_opens_by_itself_where_the_old_one_did_and_asks_where_it_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = access.Who("T", "t")
    path, other = tmp_path / "b.amdesk", tmp_path / "other.amdesk"
    for where in (path, other):
        banks.create(where, SECRET, make.CLOCK, who)[0].close()
    bank = banks.open_(str(path), SECRET, make.CLOCK, who)
    copy = banks.backup(bank, tmp_path / "copy.amdesk")
    bank.close()
    kept: dict[str, str | None] = {str(path): "an old key"}
    monkeypatch.setattr(banks, "saved_key", kept.get)
    monkeypatch.setattr(banks, "remember_key", lambda address, key: kept.update({address: key}) or True)
    banks.restore(copy, path, SECRET, make.CLOCK, who)
    assert kept[str(path)] == banks.unlock(str(path), SECRET)
    kept.clear()
    banks.restore(copy, path, SECRET, make.CLOCK, who)
    assert kept == {}


def test_a_day_that_has_passed_is_no_news_of_when_somebody_can_begin(desk: Desk, tmp_path: Path) -> None:
    head = "Personnummer;Namn;Kan börja"
    for days, action in ((-1, "same"), (0, "same"), (1, "update")):
        number = make.fresh_number()
        store(desk, lines(tmp_path, head, f"{number};P Prov;{day(days)}"))
        review = read(desk, lines(tmp_path, head, f"{number};P Prov;omgående"))
        assert [o.action for o in review.outcomes] == [action], days


@pytest.mark.parametrize(
    ("kind", "years", "last", "is_told"),
    [
        ("cohort", {"2023"}, day(0), True),
        ("cohort", {"2022"}, day(0), False),
        ("cohort", {"2022", "2023"}, day(0), False),
        ("cohort", {"2023"}, day(-1), False),
        ("committee", {"2023"}, day(0), False),
    ],
)
def test_a_figure_of_a_frozen_cohort_has_left_where_the_very_cohort_was_given_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: str, years: set[str], last: date, is_told: bool
) -> None:
    frozen = FrozenReport("F1", "cohort", LONG_AGO, day(0), day(0), "Ada", "", "", '{"sv": {"year": 2023}}', "", "", "")
    told = ToldReport(kind, LONG_AGO, last, ("", ""), {"no_assistance.all": (7, 9)}, frozenset(years))
    monkeypatch.setattr(reports, "told", lambda _bank: [told])
    assert ToldFigures(desk.bank)._same(told, frozen, "cohort") is is_told
