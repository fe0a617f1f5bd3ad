"""Frozen reports, improvement and reviews: what they keep, what they refuse, and what shows that they still stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from amdesk.db.engine.opening import open_bank
from amdesk.db.port import update
from amdesk.domain.change import Change, Moved
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.results.frozen import FrozenFigure, FrozenReport
from amdesk.domain.results.improving import DONE, ImprovementAction, course
from amdesk.domain.results.reviewing import ANSWERED, FOLLOWED, RECEIVED, Recommendation, numbers_in, stands
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import banks
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
DAY = timedelta(1)


@pytest.fixture
def demo_desk(demo_bank: Path) -> Iterator[Desk]:
    """The demo city, which improves and has promised something."""
    bank = open_bank(str(demo_bank), actor="Test", account="test", clock=make.CLOCK)
    yield make.acting(Desk(bank, make.CLOCK))
    bank.close()


def action(**given: Any) -> ImprovementAction:
    usual = ImprovementAction(0, "", "Intyg i tid", "", "Petra", TODAY, TODAY + 30 * DAY, "running", "", "", "")
    return replace(usual, **given)


def asked(**given: Any) -> Recommendation:
    words = "Nämnden bör följa upp."
    usual = Recommendation(0, "", "Stadsrevisionen", "2026-01", 1, "Följ upp", words, "D-1", TODAY, TODAY + 30 * DAY)
    return replace(usual, **given)


def code(act: Any) -> str:
    with pytest.raises(AmdeskError) as refused:
        act()
    return refused.value.code


def frozen(
    last: date, count: int, base: int, number: str, first: date | None = None, on: date | None = None, **given: Any
) -> FrozenReport:
    figures = [{"id": "reached.all", "label": "Nådda", "count": count, "base": base}]
    document = json.dumps({"sv": {"title": "x", "figures": figures}})
    made = FrozenReport(
        number,
        "followup",
        first or last.replace(day=1),
        last,
        on or last + DAY,
        "P",
        "",
        "",
        document,
        "[]",
        "salt",
        "",
    )
    return replace(made, **given)


# frozen reports


def test_a_frozen_report_says_the_same_when_its_people_are_erased(demo_desk: Desk) -> None:
    made = demo_desk.frozen.freeze_period("followup", *YEAR)
    before = {f.id: (f.count, f.base) for f in demo_desk.reports.followup(*YEAR).figures()}
    assert {f.id: (f.count, f.base) for f in made.figures("sv")} == before
    assert made.unchanged
    found = demo_desk.bank.query(
        "select distinct e.participant_id as p from employment e where e.ended_on between '2024-10-01' and '2025-09-30' and e.void = 0 "
        "and not exists (select 1 from employment r where r.participant_id = e.participant_id and r.ended_on is null) limit 5"
    )
    ended = [r["p"] for r in found]
    assert demo_desk.retention.erase(why="beslut", early=ended) == len(ended) > 3
    again = demo_desk.frozen.of(made.number)
    assert (again.document, again.counted, again.commitment) == (made.document, made.counted, made.commitment)
    assert again.unchanged


def test_a_frozen_report_holds_nobody(demo_desk: Desk) -> None:
    made = demo_desk.frozen.freeze_period("committee", *YEAR)
    said = made.document + made.counted
    for r in demo_desk.bank.query("select name, number, identity, uid from participant where void = 0"):
        for value in r.values():
            assert not value or str(value) not in said
    assert {len(row) for row in json.loads(made.counted)} == {3}
    assert all(isinstance(n, int) and n > 0 for _, _, n in json.loads(made.counted))
    assert not any(name.startswith("paid") or name == "ledger" for name, _, _ in json.loads(made.counted))


def test_a_changed_row_is_noticed(demo_desk: Desk) -> None:
    bank = demo_desk.bank
    for column in ("document", "counted", "last", "kind", "on_date", "occupation", "number"):
        number = demo_desk.frozen.freeze_period("followup", *YEAR).number
        row = next(iter(bank.query("select * from frozen_report where number = :n", {"n": number})))
        key, now = row["id"], row[column]
        put = f"{now} "
        if column == "document":
            put = now.replace('"count": ', '"count": 1', 1)
        elif column in {"last", "on_date", "number"}:
            put = "F-2026-777" if column == "number" else "2025-12-30"
        assert put != now
        with bank.write(text("x")):
            update(bank, "frozen_report", key, **{column: put})
        assert not demo_desk.frozen.of("F-2026-777" if column == "number" else number).unchanged, column


def test_the_same_report_frozen_twice_has_two_numbers_and_two_salts(demo_desk: Desk) -> None:
    one, two = (demo_desk.frozen.freeze_period("followup", *YEAR) for _ in range(2))
    assert int(two.number[-3:]) == int(one.number[-3:]) + 1
    assert one.salt != two.salt
    assert len(one.salt) == 64
    assert one.commitment != two.commitment


@pytest.mark.thorough(long=True)
def test_what_cannot_be_frozen_is_refused_in_a_sentence(demo_desk: Desk) -> None:
    freeze = demo_desk.frozen.freeze_period
    count = len(demo_desk.frozen.listed())
    assert code(lambda: freeze("followup", TODAY, TODAY + DAY)) == "NOT_OVER"
    assert code(lambda: freeze("followup", TODAY, TODAY - DAY)) == "PERIOD"
    assert code(lambda: freeze("cohort", *YEAR)) == "KIND"
    outside = demo_desk.reports.outside(demo_desk.reports.followup(*YEAR))
    assert code(lambda: demo_desk.frozen.freeze(outside)) == "KIND"
    assert code(lambda: demo_desk.frozen.of("F-1999-001")) == "NO_REPORT"
    assert len(demo_desk.frozen.listed()) == count
    assert freeze("followup", TODAY, TODAY).last == TODAY


def test_it_is_written_in_both_languages_each_definition_once(demo_desk: Desk) -> None:
    made = demo_desk.frozen.freeze_period("followup", *YEAR)
    assert made.said("en")["title"] != made.said("sv")["title"]
    assert all("definition" not in f for f in made.said("sv")["figures"])
    said = [d["definition"] for d in made.said("sv")["definitions"]]
    assert len(said) == len(set(said)) > 5


# the course of a figure


def test_a_course_has_a_point_for_each_period_and_the_latest_of_one_frozen_twice() -> None:
    months = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    reports = [frozen(m, 10 + i, 20, f"F-{i}") for i, m in enumerate(months)]
    again = frozen(months[1], 5, 20, "F-9", on=date(2026, 5, 1))
    seen = course([again, *reports], "followup", "reached.all", "sv")
    assert [(p.on, p.count, p.number) for p in seen.points] == [
        (months[0], 10, "F-0"),
        (months[1], 5, "F-9"),
        (months[2], 12, "F-2"),
    ]
    assert (seen.points[0].percent, seen.points[0].said, seen.label) == (50, "50 %", "Nådda")


def test_a_period_of_another_length_another_kind_or_one_department_is_no_point() -> None:
    reports = [frozen(date(2026, m, 28), 10, 20, f"F-{m}") for m in (1, 2, 3)]
    other = [
        frozen(date(2026, 10, 31), 100, 200, "F-a", first=date(2026, 1, 1)),
        frozen(date(2026, 5, 28), 1, 2, "F-b", kind="committee"),
        frozen(date(2026, 6, 28), 1, 2, "F-c", department="Kök"),
    ]
    assert [p.number for p in course([*other, *reports], "followup", "reached.all", "sv").points] == [
        "F-1",
        "F-2",
        "F-3",
    ]
    assert course(reports, "followup", "another.all", "sv").points == ()


def test_before_is_a_period_that_was_over_and_now_one_that_was_not() -> None:
    seen = course([frozen(date(2026, m, 28), m, 20, f"F-{m}") for m in (1, 2, 3, 4)], "followup", "reached.all", "sv")
    begins = date(2026, 2, 28)
    before, now = seen.before(begins), seen.now(begins)
    assert before is not None
    assert now is not None
    assert (before.number, now.number) == ("F-1", "F-4")
    assert seen.before(date(2026, 1, 1)) is None
    assert seen.now(date(2026, 12, 1)) is None


# actions


def test_an_action_is_kept_with_its_steps_and_its_end_and_taken_back_in_one_step(desk: Desk) -> None:
    shop = desk.improving.add_workshop(TODAY, " Intyg ", "14 arbetsledare", "Orden")
    made = desk.improving.add(action(workshop_id=shop.id, due=TODAY - DAY, begins=TODAY - 9 * DAY))
    assert (made.ref, shop.ref, made.late(TODAY), made.open) == ("A-001", "W-001", True, True)
    made = desk.improving.add_step(made, "Lista", "Bo", TODAY)
    made = desk.improving.tick(made, made.steps[0], done=True)
    assert (made.steps_done, made.steps[0].done_on, made.steps[0].who) == (1, TODAY, "Bo")
    made = desk.improving.tick(made, made.steps[0], done=False)
    assert made.steps_done == 0
    done = desk.improving.set_state(made, DONE)
    assert (done.done_on, done.late(TODAY), done.open) == (TODAY, False, False)
    desk.history.undo_latest()
    assert desk.improving.action("a-001").state == "running"
    assert desk.improving.listed().workshop(made) == shop


def test_a_step_that_is_done_begins_the_action(desk: Desk) -> None:
    made = desk.improving.add_step(desk.improving.add(action(state="planned")), "Lista")
    assert desk.improving.tick(made, made.steps[0], done=True).state == "running"
    assert str(desk.history.steps()[0].what).startswith("Step done: ")
    desk.improving.tick(made, made.steps[0], done=False)
    assert str(desk.history.steps()[0].what).startswith("Step not done: ")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"title": " "}, "EMPTY"),
        ({"owner": ""}, "EMPTY"),
        ({"due": TODAY - DAY}, "ORDER"),
        ({"report": "followup", "figure": "work.all"}, "CAUTION"),
        ({"report": "followup", "figure": "nothing.all", "caution": "x"}, "FIGURE"),
        ({"report": "wages", "figure": "", "caution": ""}, "KIND"),
        ({"title": "x" * 121}, "LONG"),
        ({"what": "x" * 2001}, "LONG"),
    ],
)
def test_an_action_that_cannot_be_is_refused_and_nothing_is_kept(
    desk: Desk, given: dict[str, Any], wanted: str
) -> None:
    assert code(lambda: desk.improving.add(action(**given))) == wanted
    assert desk.improving.listed().actions == ()


def test_an_action_may_be_due_the_day_it_begins_and_say_as_much_as_there_is_room_for(desk: Desk) -> None:
    made = desk.improving.add(action(due=TODAY, title="x" * 120, what="y" * 2000))
    assert (len(made.title), len(made.what), made.late(TODAY), made.late(TODAY + DAY)) == (120, 2000, False, True)


def test_a_workshop_to_come_or_about_nothing_is_refused(desk: Desk) -> None:
    assert code(lambda: desk.improving.add_workshop(TODAY + DAY, "x", "")) == "FUTURE"
    assert code(lambda: desk.improving.add_workshop(TODAY, "  ", "")) == "EMPTY"
    assert desk.improving.add_workshop(TODAY, "x", "").on_date == TODAY


def test_two_who_change_the_same_action_are_told_and_what_differs_alone_is_written(desk: Desk) -> None:
    mine = desk.improving.add(action())
    desk.improving.change(mine, {"owner": Change(mine.owner, "Bo")})
    kept = desk.improving.change(mine, {"what": Change(mine.what, "Mer")})
    assert (kept.owner, kept.what) == ("Bo", "Mer")
    assert code(lambda: desk.improving.change(mine, {"owner": Change(mine.owner, "Lo")})) == "MOVED"
    desk.improving.set_state(kept, DONE)
    assert code(lambda: desk.improving.set_state(kept, "stopped")) == "MOVED"
    assert desk.improving.action(mine.ref).owner == "Bo"


def test_an_action_that_was_taken_back_is_gone_for_whoever_still_sees_it(desk: Desk) -> None:
    mine = desk.improving.add(action())
    desk.history.undo_latest()
    assert code(lambda: desk.improving.set_state(mine, DONE)) == "GONE"
    assert code(lambda: desk.improving.action("A-001")) == "NO_ACTION"
    assert desk.improving.add(action()).ref == "A-002", "a number that was said once is not another's"


# reviews


def test_a_recommendation_is_answered_and_followed_up_in_that_order(desk: Desk) -> None:
    made = desk.reviews.add(asked())
    assert (made.ref, made.state) == ("R-001", RECEIVED)
    assert code(lambda: desk.reviews.set_state(made, ANSWERED)) == "NO_ANSWER"
    made = desk.reviews.change(made, {"answer": "Det görs.", "not_shown": "Effekten."})
    assert code(lambda: desk.reviews.set_state(made, FOLLOWED)) == "NOT_ANSWERED"
    answered = desk.reviews.set_state(made, ANSWERED)
    assert (answered.state, answered.answered_on, answered.late(TODAY + 99 * DAY)) == (ANSWERED, TODAY, False)
    assert code(lambda: desk.reviews.set_state(made, ANSWERED)) == "MOVED"
    followed = desk.reviews.set_state(answered, FOLLOWED)
    assert (followed.state, followed.answered_on, followed.followed_on) == (FOLLOWED, TODAY, TODAY)
    assert desk.reviews.set_state(followed, RECEIVED).state == RECEIVED


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"reviewer": ""}, "EMPTY"),
        ({"review": " "}, "EMPTY"),
        ({"title": ""}, "EMPTY"),
        ({"words": ""}, "EMPTY"),
        ({"due": TODAY - DAY}, "ORDER"),
        ({"answer": "x" * 8001}, "LONG"),
    ],
)
def test_a_recommendation_that_cannot_be_is_refused(desk: Desk, given: dict[str, Any], wanted: str) -> None:
    assert code(lambda: desk.reviews.add(asked(**given))) == wanted
    assert desk.reviews.listed().recommendations == ()


@pytest.mark.thorough(long=True)
def test_evidence_is_what_there_is(demo_desk: Desk) -> None:
    desk = demo_desk
    number = desk.frozen.listed()[0].number
    made = desk.reviews.add(asked(position=7))
    for kind, reference, wanted in (
        ("report", "F-1999-001", "NO_REPORT"), ("report", f"{number} nothing.all", "NO_FIGURE"), ("guidance", "form 99", "NO_VERSION"),
        ("guidance", "outcome 2", "NO_VERSION"), ("document", " ", "EVIDENCE"), ("rumour", "x", "EVIDENCE"), ("document", "x" * 201, "LONG"),
    ):  # fmt: skip
        assert code(lambda k=kind, r=reference: desk.reviews.show(made, k, r)) == wanted, (kind, reference)
    assert desk.reviews.of(made.ref).evidence == ()
    made = desk.reviews.show(made, "report", f"{number} contacted.all")
    made = desk.reviews.show(made, "guidance", "form 1")
    made = desk.reviews.show(made, "document", "Protokoll 112", "Beslut")
    found = desk.reviews.listed()
    cards = [found.cards[e.id] for e in made.evidence]
    figure = desk.frozen.of(number).figure("contacted.all", "sv")
    assert figure is not None
    assert [c.figure for c in cards] == [f"{figure.count} av {figure.base}", "", ""]
    assert (cards[0].digest, cards[0].unchanged, cards[2].evidence.said) == (
        desk.frozen.of(number).digest,
        True,
        "Beslut",
    )

    english = Desk(desk.bank, make.CLOCK, "en").reviews.listed().cards
    assert english[made.evidence[0].id].evidence.said.startswith("Reached at the follow-up"), "as its reader has it"
    assert english[made.evidence[2].id].evidence.said == "Beslut", "as somebody wrote it"


@pytest.mark.thorough(long=True)
def test_the_checks_tell_a_figure_of_the_answer_that_no_frozen_report_has(demo_desk: Desk) -> None:
    desk = demo_desk
    number = desk.frozen.listed()[0].number
    figure = desk.frozen.of(number).figure("reached_day90.all", "sv")
    assert figure is not None
    made = desk.reviews.add(
        asked(position=8, answer=f"{figure.count} av {figure.base} svarade 2026, {figure.percent} %.", not_shown="x")
    )
    held = {c.said.msgid: c.holds for c in desk.reviews.listed().checks[made.id]}
    assert held["No frozen report of the evidence has the figure {number}."] is False
    made = desk.reviews.show(made, "report", number)
    assert all(c.holds for c in desk.reviews.listed().checks[made.id])
    late = desk.improving.add(action(due=made.due + DAY))
    made = desk.reviews.tie(made, late)
    told = [c for c in desk.reviews.listed().checks[made.id] if not c.holds]
    assert [c.said.msgid for c in told] == ["“{title}” is done {day}, after the answer."]
    assert code(lambda: desk.reviews.tie(made, late)) == "THERE"


def test_what_shows_it_or_answers_it_already_is_not_added_twice_whoever_added_it(desk: Desk) -> None:
    done, seen = desk.improving.add(action()), desk.reviews.add(asked())
    desk.reviews.show(desk.reviews.tie(seen, done), "document", "Protokoll 112")
    for again in (seen, desk.reviews.of(seen.ref)):
        assert code(lambda r=again: desk.reviews.show(r, "document", " Protokoll 112 ", "Beslut")) == "THERE"
        assert code(lambda r=again: desk.reviews.tie(r, done)) == "THERE"
    assert len(desk.reviews.of(seen.ref).evidence) == len(desk.reviews.of(seen.ref).actions) == 1


def test_guidance_whose_day_has_not_come_shows_nothing_yet(desk: Desk) -> None:
    made = desk.guidance.draft("need", "# Behov {#need}\n", "")
    desk.guidance.use(made.id, TODAY + DAY)
    seen = desk.reviews.add(asked())
    assert code(lambda: desk.reviews.show(seen, "guidance", "need 1")) == "NO_VERSION"
    desk.guidance.use(made.id, TODAY)
    assert [e.reference for e in desk.reviews.show(seen, "guidance", "need 1").evidence] == ["need 1"]


def test_what_was_tied_or_added_by_mistake_is_taken_away_and_comes_back_by_undo(desk: Desk) -> None:
    done = desk.improving.add(action())
    made = desk.reviews.show(desk.reviews.tie(desk.reviews.add(asked()), done), "document", "x")
    shown = made.evidence[0]
    made = desk.reviews.take_away(made, shown)
    assert made.evidence == ()
    assert code(lambda: desk.reviews.take_away(made, shown)) == "GONE"
    made = desk.reviews.untie(made, done)
    assert made.actions == ()
    assert code(lambda: desk.reviews.untie(made, done)) == "GONE"
    desk.history.undo_latest()
    assert desk.reviews.of(made.ref).actions == (done.id,)


def test_the_thousandth_has_a_number_of_its_own(desk: Desk) -> None:
    first = desk.improving.add(action())
    with desk.bank.write(text("many")):
        update(desk.bank, "improvement", first.id, ref="A-999")
    assert [desk.improving.add(action()).ref for _ in range(2)] == ["A-1000", "A-1001"]


def test_whoever_meets_a_change_is_told_of_what(desk: Desk) -> None:
    mine = desk.reviews.add(asked())
    desk.reviews.change(mine, {"answer": Change("", "Deras")})
    with pytest.raises(Moved) as told:
        desk.reviews.change(mine, {"answer": Change("", "Mitt")})
    assert Words("en").say(told.value.text).startswith("Our answer was changed")


def test_years_dates_and_paragraphs_are_no_figures() -> None:
    def said(words: str) -> list[str]:
        return [n.said for n in numbers_in(words)]

    assert said("År 2026 nåddes 145 av 214, 68 %, enligt § 112 den 26 augusti 2026 och 2026-10-31.") == [
        "145",
        "214",
        "68 %",
    ]
    assert said("1 204 personer, 1,204 people") == ["1 204", "1,204"]
    assert said("vecka 4-12 och P-0001, 90 dagar efter, dag 90") == []
    assert said("12 decisions, 40 decentraliserade, 99 marknadsplatser, 7 junior") == ["12", "40", "99", "7"]
    assert said("2 000 deltagare, 2000 deltagare, 2026 nåddes fler") == ["2 000", "2000"]
    assert said("81,9 % eller 81.9 per cent") == ["81,9 %", "81.9 per cent"]


def test_a_share_stands_as_it_is_rounded_and_a_count_as_it_is() -> None:
    known = [FrozenFigure("a", "A", 145, 177), FrozenFigure("b", "B", None, None)]

    def loose(words: str) -> list[str]:
        return [n.said for n in numbers_in(words) if not stands(n, known)]

    assert loose("145 av 177, 82 %, 81,9 %, 81,92 %") == []
    assert loose("144 av 177, 81 %, 81,8 %, 82 personer") == ["144", "81 %", "81,8 %", "82"]


@pytest.mark.thorough(long=True)
def test_what_was_promised_is_one_page_in_three_kinds_of_file(demo_desk: Desk, tmp_path: Path) -> None:
    desk = demo_desk
    promised = desk.reviews.promised()
    lines = [row for s in promised.sections for x in s.listings for row in x.rows]
    found = desk.reviews.listed()
    assert len(lines) == sum(max(1, len(found.actions_of(r))) for r in found.recommendations)
    for kind in ("pdf", "docx", "xlsx"):
        path = tmp_path / f"lovat.{kind}"
        desk.reports.save(promised, path)
        assert path.stat().st_size > 2000
    said = [p.extract_text() for p in PdfReader(tmp_path / "lovat.pdf").pages]
    assert "Definitioner" not in "".join(said), "nothing is defined in it"
    assert "Rekommendation Svar Insats Vems Senast" in " ".join(said[0].split()), "each heading on one line"
    desk.reports.save(desk.reviews.answer_paper(desk.reviews.of("R-002")), tmp_path / "svar.docx")


def test_a_paper_of_what_is_not_answered_says_so_under_each_heading(desk: Desk) -> None:
    made = desk.reviews.add(asked())
    said = [[s.text.msgid for s in part.sentences] for part in desk.reviews.answer_paper(made).sections]
    assert said[1] == said[3] == ["Not written yet."]
    answered = desk.reviews.change(made, {"answer": "Ja.\n\nNej."})
    assert len(desk.reviews.answer_paper(answered).sections[1].sentences) == 2


def test_what_is_due_is_a_task_of_whoever_may(demo_desk: Desk) -> None:
    tasks = {t.kind: t for t in demo_desk.overview(None, 999)[0].tasks if t.kind in {"improve", "answer"}}
    assert set(tasks) == {"improve", "answer"}
    assert tasks["improve"].where.seen == "Första dagen: någon möter"
    with pytest.raises(Refused):
        demo_desk.overviews.mark(tasks["answer"], None)
    demo_desk.overviews.mark(tasks["improve"], TODAY + 7 * DAY)
    assert "improve" not in {t.kind for t in demo_desk.overview(None, 999)[0].tasks}


def test_an_answer_is_a_task_thirty_days_before_its_day_and_an_action_fourteen(desk: Desk) -> None:
    for position, days in enumerate((30, 31), 1):
        desk.reviews.add(asked(position=position, due=TODAY + days * DAY))
    for days in (14, 15):
        desk.improving.add(action(due=TODAY + days * DAY))
    due = [(t.kind, (t.due - TODAY).days) for t in desk.overview(None, 999)[0].tasks if t.kind in {"improve", "answer"}]
    assert sorted(due) == [("answer", 30), ("improve", 14)]


@pytest.mark.thorough(long=True)
def test_the_bank_with_all_of_it_is_whole(demo_desk: Desk) -> None:
    made = demo_desk.reviews.show(demo_desk.reviews.add(asked(position=9)), "document", "x")
    assert made.evidence
    assert banks.check(demo_desk.bank)["faults"] == []


def test_which_workshop_another_has_put_it_to_meanwhile_is_said_by_its_title(desk: Desk) -> None:
    mine, shop = desk.improving.add(action()), desk.improving.add_workshop(TODAY, "Intyg", "")
    desk.improving.change(mine, {"workshop_id": Change(None, shop.id)})
    other = desk.improving.add_workshop(TODAY, "Schema", "")
    with pytest.raises(Moved) as said:
        desk.improving.change(mine, {"workshop_id": Change(None, other.id)})
    assert [[str(one) for one in c.said[:2]] for c in said.value.clashes] == [["Schema", "Intyg"]]


def test_a_report_that_is_not_there_is_told_with_the_three_latest(desk: Desk) -> None:
    made = [desk.frozen.freeze_period("followup", *YEAR).number for _ in range(4)]
    with pytest.raises(Refused) as refused:
        desk.frozen.of(" R-4711 ")
    latest = ", ".join(reversed(made[1:]))
    assert refused.value.code == "NO_REPORT"
    assert str(refused.value) == f"There is no frozen report R-4711. The latest are: {latest}."
