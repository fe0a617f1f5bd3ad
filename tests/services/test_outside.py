"""What leaves the unit, read by somebody who wants to know of a few: tables, words, amounts, notes and check sums alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ortools.sat.python import cp_model
from pypdf import PdfReader

from amdesk.db.booking import bookings
from amdesk.db.port import insert
from amdesk.domain.results.casemix import Mix, Variable
from amdesk.domain.results.cohort import COHORT, After
from amdesk.domain.results.disclosure import Unsaid, puzzle
from amdesk.domain.results.figures import Figure, Rows, compare, figures
from amdesk.domain.results.outcomes import FOLLOWUP, KOLADA
from amdesk.domain.results.report import Report, Section
from amdesk.domain.results.savings import ASSUMPTIONS, Spell, ledger
from amdesk.domain.texts import Text, text
from amdesk.services.desk import Desk
from amdesk.services.results.attack import blocks
from amdesk.services.results.layer import outside
from amdesk.services.results.leastloss import least_loss
from amdesk.services.results.sections import fall, mix_section, savings_section
from tests import make
from tests.services.test_reports import FIRST, LAST, SAY, document, every_report, filled
from tests.withheld import withheld


def documents(desk: Desk, report: Report, folder: Path) -> dict[str, str]:
    """Everything that is given out of one report, as text."""
    made = desk.reports.outside(report)
    desk.reports.save(made, folder / "r.pdf")
    desk.reports.save(made, folder / "r.xlsx")
    book = openpyxl.load_workbook(folder / "r.xlsx")
    cells = [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c is not None]
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(folder / "r.pdf").pages).split())
    return {"json": json.dumps(made.document(SAY.say), ensure_ascii=False), "xlsx": "\n".join(cells), "pdf": pdf}


def plain(said: str) -> str:
    return said.replace("\u00a0", " ")


def employed(desk: Desk, count: int, *, paid: int = 0, ends: int = 1, **more: Any) -> list[int]:
    """So many people, each with so many ended employments; each was paid so many öre every month until the end of 2026."""
    people = []
    with desk.bank.write(text("x")):
        for i in range(count):
            person = make.participant(desk.bank, name=f"Deltagare {i}", identity=make.fresh_number())
            people.append(person)
            for n in range(ends):
                last = date(2026, 3, 31) - timedelta(40 * n)
                bookings.add_employment(
                    desk.bank,
                    {
                        "ref": f"E-{person}-{n}",
                        "participant_id": person,
                        "form": "bea_visstid",
                        "placement_id": None,
                        "kind": "external",
                        "from_date": last - timedelta(30),
                        "to_date": last,
                        "extent": 100,
                        "ended_on": last,
                        "end_reason": "A1",
                        **more,
                    },
                )
            for month in [f"2025-{m:02d}" for m in range(1, 13)] if paid else []:
                insert(desk.bank, "payment", participant_id=person, month=month, amount=paid, role="applicant")
    return people


# tables: an attacker who solves them in whole numbers


def held(figures: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """Every count that a document gives away: its own, and the base that other figures print."""
    bases = {i: b for r in (FOLLOWUP, KOLADA, COHORT) for i, b in _wholes(r)}
    for f in figures:
        if f["count"] is not None:
            yield f["id"], f["count"]
        if f["base"] is not None and f["id"] in bases:
            yield bases[f["id"]], f["base"]


def _wholes(ruler: Any) -> list[tuple[str, str]]:
    return [(f"{q.id}.{g.id}", f"{q.whole or q.id}.{g.id}") for q in ruler.questions for g in ruler.groups]


def span(name: str, known: dict[str, int], sums: list[tuple[str, list[str]]]) -> tuple[int, int]:
    """The least and the most that a figure can be."""
    ends = []
    for most in (False, True):
        model = cp_model.CpModel()
        cells = {i: model.new_int_var(known.get(i, 0), known.get(i, 400), i) for w, ps in sums for i in (w, *ps)}
        for whole, parts in sums:
            model.add(cells[whole] == sum(cells[p] for p in parts))
        (model.maximize if most else model.minimize)(cells[name])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        ends.append(int(solver.objective_value))
    return ends[0], ends[1]


@pytest.mark.parametrize(("seed", "count"), [(1, 9), (2, 24), (3, 45)])
@pytest.mark.thorough(3)
def test_whoever_solves_the_printed_tables_learns_no_small_count(seed: int, count: int) -> None:
    """A count of one to four can still be nothing, and can still be five."""
    desk = filled(seed, count)
    for report in (desk.reports.followup(FIRST, LAST), desk.reports.cohort(2025, desk.cohorts.window(2025))):
        truth = {f.id: f.count or 0 for f in report.figures()}
        given = document(desk.reports.outside(report))["figures"]
        known = dict(held(given))
        assert not [i for i, n in known.items() if 0 < n < 5]
        assert not [f["id"] for f in given if f["base"] and f["count"] and 0 < f["base"] - f["count"] < 5]
        sums = [s for r in (FOLLOWUP, KOLADA, COHORT) for s in r.relations() if s[0] in truth]
        small = [i for i, n in truth.items() if 0 < n < 5]
        for name in small[:: max(1, len(small) // 12)]:
            low, high = span(name, known, sums)
            assert (low, high >= 5) == (0, True), (report.kind, name, truth[name], low, high)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.thorough(long=True)
def test_the_size_of_a_withheld_group_is_no_base_of_another_figure(seed: int) -> None:
    desk = filled(seed, 26)
    for report in every_report(desk):
        given = desk.reports.outside(report)
        gone = {f.id for f in given.figures() if f.withheld}
        wholes = dict(w for r in (FOLLOWUP, KOLADA, COHORT) for w in _wholes(r))
        assert not [f.id for f in given.figures() if wholes.get(f.id) in gone and f.base is not None]


@pytest.mark.thorough(long=True)
def test_five_employments_of_two_people_are_the_figures_of_two(tmp_path: Path) -> None:
    desk = make.desk(make.memory())
    employed(desk, 2, ends=3)
    report = desk.reports.followup(FIRST, LAST)
    assert report.figures()[0].count == 6
    assert not [f.id for f in desk.reports.outside(report).figures() if f.count]
    assert not re.search(r"\b6\b", documents(desk, report, tmp_path)["json"])


# words, amounts, notes, check sums


@pytest.mark.thorough(long=True)
def test_an_amount_of_one_person_is_in_no_document(tmp_path: Path) -> None:
    desk = make.desk(make.memory())
    employed(desk, 1, paid=731_900)
    for report in (desk.reports.savings(FIRST, LAST), desk.reports.committee(FIRST, LAST)):
        facts = [f.value for f in report.facts() if f.unit == "öre"]
        estimate = [
            v for e in ("low", "middle", "high") for v in document(report).get("ledger", {}).get(e, {}).values()
        ]
        amounts = {str(abs(n)) for n in (*facts, *estimate) if n}
        kinds = documents(desk, report, tmp_path)
        for kind, said in kinds.items():
            found = plain(said).replace(" ", "")
            assert not [a for a in amounts if a in found or (a.removesuffix("00") in found and kind != "json")], kind
            assert "kronor mindre i bistånd" not in plain(said)


def test_an_amount_that_one_of_many_was_paid_is_in_no_document(tmp_path: Path) -> None:
    """Thirty people in the ledger, and one of them had assistance afterwards: the sum is hers."""
    spells = [
        Spell(
            date(2025, 7, 1),
            date(2025, 12, 31),
            100,
            False,
            [("2025-03", 800_000), *([("2026-02", 731_900)] if i == 0 else [])],
        )
        for i in range(30)
    ]
    section = savings_section(ledger(FIRST, LAST, spells, ("2025-01", "2026-10"), ASSUMPTIONS))
    assert next(f for f in section.facts if f.id == "paid_after").value == 731_900
    assert all(f.inside for f in section.facts)
    assert next(x for x in section.listings if x.name == "estimate").inside


@pytest.mark.thorough(long=True)
def test_the_check_sum_of_a_cohort_stays_in_the_unit(tmp_path: Path) -> None:
    """There are so few kinds of rows that whoever has the sum finds the rows by trying."""
    desk = make.desk(make.memory())
    employed(desk, 9, ended_on=date(2024, 3, 1), to_date=date(2024, 3, 1), from_date=date(2024, 1, 1))
    window = desk.cohorts.window(2024)
    digest = desk.cohorts.freeze(2024, window).digest
    for report in (desk.reports.cohort(2024, window), desk.reports.committee(FIRST, LAST)):
        for kind, said in documents(desk, report, tmp_path).items():
            assert digest[:8] not in said.replace(" ", ""), (report.kind, kind)
    assert desk.reports.cohort(2024, window).document(SAY.say)["hash"] == digest


@pytest.mark.thorough(long=True)
def test_those_who_have_not_reached_day_90_are_not_named_where_they_are_few(tmp_path: Path) -> None:
    desk = make.desk(make.memory())
    employed(desk, 12)
    employed(desk, 3, ended_on=date(2026, 10, 1), to_date=date(2026, 10, 1), from_date=date(2026, 8, 1))
    report = desk.reports.followup(FIRST, date(2027, 1, 31))
    assert "har inte nått dag 90" in " ".join(SAY.say(n) for n in report.notes)
    for said in documents(desk, report, tmp_path).values():
        assert "har inte nått dag 90" not in plain(said)
        assert '"coming"' not in said


@pytest.mark.thorough(long=True)
def test_how_many_are_to_come_is_told_to_nobody() -> None:
    """None, three and six: the documents are the same. A number beside what is told of the same days before and after would give
    a few away, and so would its absence."""
    told = []
    for count in (0, 3, 6):
        desk = make.desk(make.memory())
        employed(desk, 12)
        employed(desk, count, ended_on=date(2026, 10, 1), to_date=date(2026, 10, 1), from_date=date(2026, 8, 1))
        made = desk.reports.outside(desk.reports.followup(FIRST, date(2027, 1, 31)))
        found = document(made)
        told.append((found.get("coming"), [n for n in found["notes"] if "dag 90" in n]))
    assert told[0] == told[1] == told[2]
    assert told[0][0] is None
    assert [n.split(":")[0] for n in told[0][1]] == ["Perioden är inte slut"]


@pytest.mark.thorough(long=True)
def test_an_earlier_period_of_a_few_is_not_told_beside_a_big_one(tmp_path: Path) -> None:
    desk = make.desk(make.memory())
    employed(desk, 40)
    employed(desk, 7, ended_on=date(2025, 3, 31), to_date=date(2025, 3, 31), from_date=date(2025, 1, 1))
    employed(
        desk, 2, ended_on=date(2025, 3, 31), to_date=date(2025, 3, 31), from_date=date(2025, 1, 1), end_reason="O1"
    )
    for report in (desk.reports.followup(FIRST, LAST), desk.reports.committee(FIRST, LAST)):
        assert (
            "78" in " ".join(SAY.say(s.text) for x in report.sections for s in x.sentences) or report.kind == "followup"
        )
        for kind, said in documents(desk, report, tmp_path).items():
            assert not re.search(r"\b78\b", plain(said)), (report.kind, kind)
            assert '"comparison"' not in said


@pytest.mark.thorough(long=True)
def test_a_period_that_holds_the_other_is_not_compared_with_it_outside(tmp_path: Path) -> None:
    """The year less its half would be the few of the other half."""
    desk = make.desk(make.memory())
    employed(desk, 40)
    employed(desk, 20, end_reason="O1")
    early = date(FIRST.year, 1, 1) - timedelta(60)
    employed(desk, 2, ended_on=early, to_date=early, from_date=early - timedelta(30))
    report = desk.reports.followup(FIRST, LAST, (FIRST - timedelta(60), LAST))
    assert document(report)["comparison"]["second"]["count"] == 42
    told = document(report)["comparison"]["sentence"]
    for kind, said in documents(desk, report, tmp_path).items():
        assert told not in plain(said), kind
        assert '"comparison"' not in said


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("once", "twice", "told"), [(13, 0, None), (11, 1, None), (12, 6, 18)])
def test_how_many_persons_there_are_does_not_tell_of_one_who_ended_twice(
    once: int, twice: int, told: int | None, tmp_path: Path
) -> None:
    """Nor is it missing only where somebody did."""
    desk = make.desk(make.memory())
    employed(desk, once)
    employed(desk, twice, ends=2)
    report = desk.reports.followup(FIRST, LAST)
    assert document(desk.reports.outside(report)).get("persons", {}).get("all") == told
    for said in documents(desk, report, tmp_path).values():
        assert (f"ersoner: {once + twice}" in plain(said)) is bool(told) or said.startswith("{")


@pytest.mark.thorough(long=True)
def test_those_lost_to_the_follow_up_are_told_where_nobody_is_singled_out(tmp_path: Path) -> None:
    """Fifteen not reached, three of whom are known to work: twelve would give the three away."""
    desk = make.desk(make.memory())
    people = [*employed(desk, 20), *employed(desk, 12, end_reason="O1"), *employed(desk, 3)]
    with desk.bank.write(text("x")):
        for key, person in (
            (r["id"], r["participant_id"]) for r in desk.bank.query("select id, participant_id from employment")
        ):
            reached = person in people[:20]
            insert(
                desk.bank,
                "followup",
                employment_id=key,
                participant_id=person,
                contact="contacted" if reached else "not_contacted",
                situation="not_known",
                plan_city="no",
                plan_pes="no",
            )
    report = desk.reports.followup(FIRST, LAST)
    said = "kända i arbete eller studier"
    inside = " ".join(SAY.say(s.text) for x in report.sections for s in x.sentences)
    assert "12" in inside
    for found in documents(desk, report, tmp_path).values():
        assert '"not_reached": 12' not in found
        assert said not in found or "12" not in plain(found).split(said)[1][:40]


def test_a_big_unit_still_tells_its_result_in_words(tmp_path: Path) -> None:
    desk = make.desk(make.memory())
    groups: tuple[tuple[int, dict[str, Any]], ...] = (
        (40, {}),
        (30, {"end_reason": "O1"}),
        (30, {"kind": "in_house"}),
        (40, {"kind": "in_house", "end_reason": "O1"}),
    )
    for count, more in groups:
        employed(desk, count, **more)
        employed(desk, count, **more, ended_on=date(2025, 3, 31), to_date=date(2025, 3, 31), from_date=date(2025, 1, 1))
    made = desk.reports.outside(desk.reports.committee(FIRST, LAST))
    said = plain(" ".join(SAY.say(s.text) for x in made.sections for s in x.sentences))
    assert "70 av 140" in said
    assert "Externa platser: andelen är 14,3 procentenheter högre" in said
    assert "Ett år tidigare var det 50 % (70 av 140)" in said
    assert next(f for f in made.figures() if f.id == "work_or_studies.external").count == 40


# lower and higher


def figure(count: int, base: int, whom: str) -> Figure:
    return Figure("work_or_studies.x", Text("x"), Text(whom), count, base, Text("x"))


@pytest.mark.parametrize(("first", "second", "word", "points"), [(20, 60, "lägre", "40,0"), (60, 20, "högre", "40,0")])
def test_a_difference_says_lower_or_higher_and_its_number_has_no_sign(
    first: int, second: int, word: str, points: str
) -> None:
    found = compare(figure(first, 100, "External places"), figure(second, 100, "In-house teams"))
    said = plain(SAY.say(found.sentence))
    assert said.startswith(f"Externa platser: andelen är {points} procentenheter {word} (från ")
    ends = re.findall(rf"(\d+,\d) {word} ", said.split("(från")[1].replace(")", " "))
    low, high = sorted(float(one.replace(",", ".")) for one in ends)
    assert low < 40 < high
    assert "−" not in said
    mix = Mix(found, [], (first - second) / 1.0, float(first - second - 9), float(first - second + 9), 60, 80)
    between = sorted((31, 49), reverse=first < second)
    wanted = f"40,0 procentenheter {word} för externa platser (från {between[0]},0 {word} till {between[1]},0 {word})"
    assert any(wanted in plain(SAY.say(s)) for s in mix.sentences())


def test_the_difference_among_a_few_who_are_alike_stays_in_the_unit() -> None:
    found = compare(figure(60, 100, "External places"), figure(20, 100, "In-house teams"))
    few = Variable("Age", [], 0.8, (2, 90))
    section = mix_section(Mix(found, [few], 12.0, 1.0, 20.0, 20, 80))
    told = [SAY.say(s.text) for s in section.sentences if not s.inside]
    assert len(told) == 2
    assert not [s for s in told if "ålder" in s.casefold()]


@pytest.mark.parametrize(("after", "word"), [(2_000_000, "mer"), (100_000, "mindre")])
def test_assistance_that_rose_is_called_more(after: int, word: str) -> None:
    spells = [
        Spell(date(2025, 7, 1), date(2025, 12, 31), 100, False, [("2025-03", 600_000), ("2026-02", after)])
        for _ in range(30)
    ]
    found = ledger(FIRST, LAST, spells, ("2025-01", "2026-10"), ASSUMPTIONS)
    said = plain(SAY.say(fall(found.paid)))
    amount = re.search(r"efter anställningen ([\d ]+) kronor (\w+) i bistånd än", said)
    assert amount, said
    assert amount[2] == word
    section = savings_section(found)
    told = next(f for f in section.facts if f.id in {"fall", "rise"})
    assert (told.id, (told.value or 0) > 0) == ("rise" if word == "mer" else "fall", True)
    assert SAY.say(told.label) == ("Mer utbetalt än så" if word == "mer" else SAY("Paid less than that"))


def test_two_who_are_together_few_are_not_told_by_what_all_others_are() -> None:
    """One with both and one erased, everybody else shown: each would be nought, one or two."""
    kinds = {("yes", "yes"): 1, ("yes", "no"): 20, ("no", "yes"): 20, ("no", "no"): 20, ("erased", "erased"): 1}
    people = [After("woman" if i % 2 else "man", *kind) for kind, n in kinds.items() for i in range(n)]
    made = figures(Rows.of([(i, i, a) for i, a in enumerate(people)]), COHORT)
    shown = withheld(made, COHORT.relations(), Unsaid(bases=COHORT.bases()))
    known = dict(held([dict(f.document(SAY.say)) for f in shown]))
    for name in ("assistance_and_measures.all", "erased.all"):
        low, high = span(name, known, COHORT.relations())
        assert (low, high >= 5) == (0, True), (name, low, high)


@pytest.mark.parametrize(("women", "men", "unrecorded"), [(20, 2, 1), (27, 28, 1), (20, 30, 3)])
def test_the_total_stays_where_one_person_alone_has_no_recorded_gender(women: int, men: int, unrecorded: int) -> None:
    """Withholding another part closes the sum as well, and the report still says how many there were."""
    people = [After(g, "yes", "no") for g, n in (("woman", women), ("man", men), ("", unrecorded)) for _ in range(n)]
    made = figures(Rows.of([(i, i, a) for i, a in enumerate(people)]), COHORT)
    shown = withheld(made, COHORT.relations(), Unsaid(bases=COHORT.bases()))
    total = next(f for f in shown if f.id == "ended.all")
    assert total.count == women + men + unrecorded
    gone = {f.id for f in shown if f.withheld}
    assert "ended.unrecorded" in gone
    assert gone & {"ended.women", "ended.men"}, "another part closes the sum"


def kinds(**people: int) -> list[Figure]:
    """A cohort of so many women and men with (`w_yes`) or without (`w_no`) assistance, and of so many of unknown gender."""
    said = {"w": "woman", "m": "man", "u": ""}
    rows = [After(said[k[0]], k[2:], "no") for k, n in people.items() for _ in range(n)]
    return figures(Rows.of([(i, i, a) for i, a in enumerate(rows)]), COHORT)


def cohort_outside(**people: int) -> dict[str, Figure]:
    section = Section(Text("x"), kinds(**people), ("all", "women", "men", "unrecorded"))
    return {f.id: f for f in outside(Report("cohort", Text("x"), FIRST, LAST, LAST, [section])).figures()}


def test_one_person_whose_gender_is_not_recorded_stands_with_the_larger_group() -> None:
    shown = cohort_outside(w_yes=20, w_no=20, m_yes=20, m_no=29, u_yes=1)
    assert {i.split(".")[1] for i in shown} == {"all", "women", "men_and_unrecorded"}
    assert shown["ended.men_and_unrecorded"].count == 50
    assert SAY.say(shown["ended.men_and_unrecorded"].whom) == "Män och ej registrerat kön"
    assert shown["assistance.women"].count == 20


def test_groups_that_are_few_even_together_with_those_not_recorded_stand_in_no_column() -> None:
    shown = cohort_outside(w_yes=2, m_yes=1, u_yes=1)
    assert {i.split(".")[1] for i in shown} == {"all"}


@pytest.mark.parametrize(("men", "told"), [(12, False), (19, False), (20, True)])
def test_what_all_of_a_group_under_twenty_share_is_not_told(men: int, told: bool) -> None:
    shown = cohort_outside(w_yes=40, w_no=40, m_yes=men)
    assert (shown["assistance.men"].count == shown["ended.men"].count == men) is told


def test_every_withheld_count_is_told_no_closer_than_five_apart_and_small_ones_can_be_anything_to_five() -> None:
    shown = cohort_outside(w_yes=3, w_no=30, m_yes=21, m_no=22)
    known = dict(held([dict(f.document(SAY.say)) for f in shown.values()]))
    gone = [i for i, f in shown.items() if f.withheld]
    assert "assistance.women" in gone
    sums = [
        ("ended.all", ["ended.women", "ended.men"]),
        *(
            (w, ps)
            for w, ps in COHORT.relations()
            if w.split(".")[1] in {"all", "women", "men"} and ps[0].split(".")[0] != w.split(".")[0]
        ),
    ]
    sums += [(f"{q.id}.all", [f"{q.id}.women", f"{q.id}.men"]) for q in COHORT.questions]
    for name in gone:
        low, high = span(name, known, sums)
        assert high - low >= 5, (name, low, high)
    assert span("assistance.women", known, sums)[0] == 0


def test_where_time_is_up_nothing_is_told_either_and_the_gap_is_said() -> None:
    made = kinds(w_yes=3, w_no=30, m_yes=21, m_no=22)
    asked = puzzle(made, COHORT.relations(), Unsaid(bases=COHORT.bases()))
    best, hasty = least_loss(asked), least_loss(asked, 0)
    assert best.proved
    assert not hasty.proved
    assert hasty.loss >= best.loss
    assert hasty.bound <= best.loss
    assert 0 <= hasty.gap <= 1
    assert {i for i, c in asked.needs.items() if i in asked.losses} <= hasty.gone


def test_where_the_time_to_mend_is_up_too_all_that_hangs_together_is_withheld() -> None:
    """However long a history is, a report for outside is made within that time."""
    made = kinds(w_yes=3, w_no=30, m_yes=21, m_no=22)
    asked = puzzle(made, COHORT.relations(), Unsaid(bases=COHORT.bases()))
    mended, late = least_loss(asked, 0), least_loss(asked, -60)
    assert not late.proved
    assert late.gone > mended.gone
    of = [
        {c.choice for c in cells.values() if c.choice}
        for cells, _ in blocks(asked)
        if asked.needs.keys() & cells.keys()
    ]
    assert late.gone == set().union(*of)


def test_choosing_what_is_withheld_tells_how_far_it_is_and_stops_when_asked() -> None:
    desk = filled(2, 24)
    into: list[Report] = []
    steps = desk.reports.making_outside(desk.reports.followup(FIRST, LAST), into)
    done, of, said = next(steps)
    assert (done < of, said) == (True, "Väljer vad som inte ska visas")
    steps.close()
    assert into == []
