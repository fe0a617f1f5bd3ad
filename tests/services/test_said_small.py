"""What small functions of the services say, each at the point where its answer turns: masks, reasons, changes, faults of a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amdesk.db.bank.history import HiddenPerson
from amdesk.domain.clock import FAR
from amdesk.domain.people.masks import HIDDEN, MASK
from amdesk.domain.people.telling import telling
from amdesk.domain.places.placement import DemandList
from amdesk.domain.record import (
    Amount,
    CodeOf,
    Day,
    Kind,
    LastDay,
    Line,
    ManyOf,
    Minutes,
    Named,
    OneOf,
    Percent,
    WeekHours,
    YesNo,
)
from amdesk.domain.results.folding import GENDER_SPLIT, HOST_SPLIT, Fold
from amdesk.domain.results.followup import EndReason
from amdesk.domain.results.report import AUDIENCES
from amdesk.domain.texts import Text, text
from amdesk.i18n import Words
from amdesk.services.bank.because import because
from amdesk.services.bank.files import called
from amdesk.services.bank.history import _asked, _masked, _taken, _tells, withdrawn
from amdesk.services.bank.newer import NAMED, PEOPLE, REVIVES, Newer, lines, sentence
from amdesk.services.bank.papers import Glyph, _faults
from amdesk.services.bank.words import in_words, said_anew
from amdesk.services.booking.steps import field
from amdesk.services.desk import Desk
from amdesk.services.exchange.messages import EXTRA_MESSAGES, TOLD, message
from amdesk.services.exchange.shown import _worded
from amdesk.services.results.layer import _renamed
from tests.make import TODAY

ADA = HiddenPerson("D-0001", "Ada Quilla", "199001022389", "070-174 06 05")
BO = HiddenPerson("D-0002", "Bo Prov", None, "")


# -- what a step says of a protected person ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("Quilla", True), ("ada", True), ("ada.quilla", True), ("list_quilla.xlsx", True), ("Quillas", False), ("199001022389", True), ("19900102-2389", True),
        ("0701740605", True), ("ring 070-174 06 05", True), ("1740605", True), ("900102-2389", True), ("19900102", True), ("+46 70 174 06 05", True), ("2026-11-29", False), ("", False), ("7", False),
    ],
)  # fmt: skip
def test_a_word_tells_of_her_where_it_is_her_name_her_number_or_her_phone(said: str, tells: bool) -> None:
    assert _tells(said, ADA) is tells
    assert not _tells(said.replace("ada", "x"), BO)


def test_a_step_about_somebody_protected_keeps_what_is_harmless_and_nothing_else() -> None:
    step = text("{name} at {place}: {count} in {file}", name="Ada Quilla", place="Köket", count=3, file="lista.xlsx")
    assert _masked(step, ()) is step
    shown = _masked(step, [ADA]).params
    assert {k: str(v) for k, v in shown.items()} == {
        "name": f"{MASK} D-0001", "place": HIDDEN, "count": "3", "file": "lista.xlsx"
    }  # fmt: skip
    named = _masked(text("{file}", file="ada.xlsx"), [BO, ADA])
    assert str(named.params["file"]) == HIDDEN
    assert str(_masked(step, [ADA, BO]).params["name"]) == MASK, "whose it is of two is not told"
    assert str(_masked(step, [ADA, ADA]).params["name"]) == f"{MASK} D-0001"


def test_what_was_searched_for_is_hidden_where_it_may_be_the_beginning_of_a_hidden_name() -> None:
    hidden = telling(["Ada Quilla"])
    for words, seen in (("qui", False), ("Ada Prov", False), ("prov", True), ("uilla", True), ("quillas", True)):
        assert str(_asked(words, "3", hidden)) == f"{words if seen else HIDDEN} · 3"
    assert [str(_taken(k, Text("Booked"))) for k in ("do", "undo", "redo")] == [
        "Booked",
        "Undone: Booked",
        "Redone: Booked",
    ]
    assert str(withdrawn(Text("Undone"), TODAY)) == (
        "Undone. Its booking notice was made 2026-11-23: tell whoever got it that it no longer holds."
    )


# -- why --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "why", "said"),
    [
        ("participant", "Ringer: upp", "Ringer: upp"),
        ("figure_rows", "work.women: 3", "Work (Women): 3"),
        ("figure_rows", "kolada_work.all: 7", "Work at the end (Everyone): 7"),
        ("figure_rows", "no_such.all: 7", "no_such.all: 7"),
        ("figure_rows", "work.nobody: 7", "work.nobody: 7"),
        ("figure_rows", "work.women", "work.women"),
        ("cohort_rows", "2024 assistance.men", "2024: With economic assistance (Men)"),
        ("cohort_rows", "2024", "2024"),
        ("cohort_rows", "2024 assistance.men x", "2024 assistance.men x"),
        ("export_report_followup", "2026-01-01 2026-06-30 outside", "2026-01-01 – 2026-06-30 · Outside the unit"),
        ("export_report_followup", "2026-01-01 2026-06-30 elsewhere", "2026-01-01 2026-06-30 elsewhere"),
        ("export_report_followup", "2026-01-01 2026-06-30", "2026-01-01 2026-06-30"),
        ("export_management", "2026-01-01 2026-06-30", "2026-01-01 – 2026-06-30"),
        ("export_management", "2026-01-01 2026-06-30 Ada Prov", "2026-01-01 – 2026-06-30 · Ada Prov"),
        ("export_management", "2026-01-01", "2026-01-01"),
        ("match", "2024 assistance.men", "2024 assistance.men"),
    ],
)
def test_a_reason_is_said_as_it_was_given_and_what_the_program_keeps_in_codes_in_words(
    what: str, why: str, said: str
) -> None:
    assert str(because(what, why)) == said.replace("Outside the unit", AUDIENCES["outside"])


# -- what is newer ----------------------------------------------------------------------------------------------------


def newer(changes: int | None, latest: int = 0, people: int = 0, **given: Any) -> list[str]:
    steps = [(f"2026-11-{i + 1:02d}T10:00:00+00:00", "Ada", Text("Booked")) for i in range(latest)]
    found = Newer(changes, steps, people=tuple((f"D-{i}", i + 1) for i in range(people)), **given)
    return lines(found, Words("en", TODAY))


def test_what_a_bank_holds_that_a_backup_does_not_is_told_with_how_much_is_not_named() -> None:
    assert newer(0) == ["Nothing in the bank is newer than the copy."]
    one = newer(1, 1, 1)
    assert one[0] == "One change in the bank is newer than the copy and will be gone from it:"
    assert (len(one), one[2:]) == (4, ["They are about:", "D-0: 1 change"])
    many = newer(NAMED + 2, NAMED, PEOPLE + 2)
    assert many[0].startswith(f"{NAMED + 2} changes in the bank are newer")
    assert many[NAMED + 1] == "… and 2 more"
    assert many[-1] == "… and 2 people more"
    assert many[NAMED + 4] == "D-1: 2 changes"
    assert newer(NAMED, NAMED, PEOPLE)[-1] == f"D-{PEOPLE - 1}: {PEOPLE} changes"
    assert newer(NAMED + 1, NAMED, PEOPLE + 1)[-1] == "… and 1 person more"
    assert not [line for line in newer(NAMED, NAMED) if line.startswith("…")]
    assert newer(0, revives=True)[-1] == REVIVES
    assert str(sentence(Newer(None, ()))).startswith("What in the bank is newer than the copy cannot be told")
    assert "None of the 3 changes" in str(sentence(Newer(3, (), other=True)))


# -- what a list changes ----------------------------------------------------------------------------------------------

LISTS = {"districts": {"NH": "Norra hamnen"}, "end_reasons": {"arb": "Arbete"}, "occupations": {"PAR": "Park"}}


@pytest.mark.parametrize(
    ("kind", "said", "shown"),
    [
        (Day(), "2026-03-01", date(2026, 3, 1)), (LastDay(), str(FAR), Text("until further notice")), (Percent(), "75", text("{number} %", number=75)),
        (Minutes(), "30", text("{number} min", number=30)), (Minutes(), "en kvart", "en kvart"), (Amount(), "845050", "8450,50"), (Amount(), "845000", "8450"),
        (WeekHours(), "3825", "38,25"), (WeekHours(), "heltid", "heltid"), (YesNo(), "True", Text("yes")), (YesNo(), "False", Text("no")),
        (Named((("a", "A word"),)), "a", Text("A word")), (Named((("a", "A word"),)), "b", "b"), (OneOf("districts"), "NH", "Norra hamnen"),
        (OneOf("districts"), "XX", "XX"), (EndReason(), "arb", "Arbete"), (ManyOf("occupations"), "PAR", "Park"), (Line(), "NH", "NH"), (None, "NH", "NH"),
    ],
)  # fmt: skip
def test_a_changed_fact_is_shown_as_people_write_it(kind: Kind | None, said: str, shown: object) -> None:
    assert _worded(kind, said, LISTS) == shown


def test_every_code_of_an_import_has_a_sentence_in_both_languages() -> None:
    for code in {*EXTRA_MESSAGES, *TOLD, "PNR_CHECKSUM"}:
        assert len({message(code, lang) for lang in ("sv", "en")} - {code}) == 2, code
    assert message("NO_SUCH", "sv") == "NO_SUCH"
    assert message("AM001", "en") not in {"AM001", ""}


def test_a_value_is_named_as_the_unit_calls_it(desk: Desk) -> None:
    work = desk.work
    shown: list[tuple[Kind, object, str | None]] = [
        (ManyOf("occupations"), ("PAR", "egen"), None),
        (Percent(), 75, "75 %"),
        (WeekHours(), 3825, "38.25"),
        (LastDay(), FAR, "until further notice"),
        (LastDay(), TODAY, "2026-11-23"),
        (YesNo(), True, "yes"),
        (YesNo(), False, "no"),
        (Named((("a", "A word"),)), "a", "A word"),
        (Named((("a", "A word"),)), "b", "b"),
        (CodeOf("occupation"), "no such", "no such"),
        (CodeOf("profile"), "PAR", "PAR"),
        (OneOf("districts"), "no such", "no such"),
        (DemandList(), ("lift_max=0-15",), "Lifts of up to 0–15 kg"),
        (Line(), "x", "x"),
    ]
    for kind, value, said in shown:
        found = str(in_words(work, kind, value))
        assert found == said or (said is None and found.endswith(", egen") and not found.startswith("PAR")), (
            kind,
            value,
        )
    assert str(in_words(work, CodeOf("occupation"), "PAR")) != "PAR"


def test_a_step_is_said_in_the_language_of_whoever_reads_it(desk: Desk) -> None:
    english = Desk(desk.bank, desk.clock, "en")
    sv, en = (str(in_words(d.work, CodeOf("occupation"), "PAR")) for d in (desk, english))
    assert sv != en
    step = text("{occupation} by {who}", occupation=sv, who="Ada")
    assert said_anew(english.work, step).params == {"occupation": en, "who": "Ada"}
    assert said_anew(desk.work, said_anew(english.work, step)) == step
    other = text("{occupation}", occupation="ett eget yrke")
    assert said_anew(english.work, other) == other
    plain = text("{who}", who=sv)
    assert said_anew(english.work, plain) is plain


def test_fields_in_a_refusal_are_called_by_their_labels() -> None:
    assert [str(part) for part in field("ended_on", TODAY)] == [
        str(Text(field("ended_on", None)[0].msgid)),
        "2026-11-23",
    ]
    assert field("status", "booked")[1] == "booked"


# -- a paper ----------------------------------------------------------------------------------------------------------

PAGE = (600.0, 800.0)


def letter(left: float = 100, bottom: float = 100, right: float = 106, top: float = 110, at: int = 0) -> Glyph:
    return Glyph("a", left, bottom, right, top, at)


def faults(*letters: Glyph, rules: Any = ()) -> int:
    return len(list(_faults(list(letters), list(rules), PAGE, 20.0)))


def test_a_line_goes_through_a_letter_that_it_crosses_and_not_through_one_it_stands_under_or_beside() -> None:
    for y, through in ((101.1, 0), (101.3, 1), (105, 1), (108.7, 1), (108.9, 0), (99, 0)):
        assert faults(letter(), rules=[(50, 200, y)]) == through, y
    for left, right, through in ((50, 100, 0), (50, 100.1, 1), (106, 200, 0), (105.9, 200, 1)):
        assert faults(letter(), rules=[(left, right, 105)]) == through, (left, right)


@pytest.mark.parametrize(
    ("one", "at_edge"),
    [
        (letter(left=20, right=26), False), (letter(left=19.9, right=26), True), (letter(bottom=20, top=30), False), (letter(bottom=19.9, top=30), True),
        (letter(left=574, right=580), False), (letter(left=574, right=580.1), True), (letter(bottom=770, top=780), False), (letter(bottom=770, top=780.1), True),
    ],
)  # fmt: skip
def test_a_letter_within_the_edge_is_told_on_each_side(one: Glyph, at_edge: bool) -> None:
    assert faults(one) == at_edge


def test_letters_lie_over_each_other_where_their_boxes_do_and_neighbours_may_reach_over_a_little() -> None:
    def beside(left: float, at: int = 5, up: float = 0) -> int:
        other = letter(left=left, right=left + 6, bottom=100 + up, top=110 + up, at=at)
        assert faults(letter(), other) == faults(other, letter()), "whichever comes first"
        return faults(letter(), other)

    assert [beside(left) for left in (106, 105, 104.9, 104.7, 100)] == [0, 0, 0, 1, 1]
    assert [beside(left, at=1) for left in (104, 102, 101.7, 100)] == [0, 0, 1, 1], "the arm of an f"
    assert [beside(100, up=up) for up in (8.9, 8.7, -8.9, -8.7)] == [0, 1, 0, 1], "on another line"
    assert faults(letter(), letter(left=300, right=306), letter(left=104, right=110, at=7)) == 1


# -- what was shown before --------------------------------------------------------------------------------------------


def test_what_was_shown_before_anybody_was_unrecorded_is_called_as_the_groups_are_now() -> None:
    folds = [Fold(GENDER_SPLIT, "men"), Fold(HOST_SPLIT, None)]
    told = frozenset({"work.all", "work.men", "work.women", "work.external", "work.unrecorded"})
    assert _renamed(told, folds) == told | {"work.men_and_unrecorded"}
    assert _renamed(told, []) == told


def test_a_file_is_called_after_whom_it_is_about_with_nothing_in_it_that_some_system_forbids() -> None:
    assert called("Aida  Prov", "Intyg", TODAY) == "Aida Prov Intyg 2026-11-23.pdf"
    assert called('a/b\\c:d*e?f"g<h>i|j\x07', "x", TODAY, "xlsx") == "a-b-c-d-e-f-g-h-i-j- x 2026-11-23.xlsx"
    long = called("y" * 300, "Intyg", TODAY)
    assert (len(long), long.endswith("Intyg 2026-11-23.pdf")) == (124, True)
    assert called(". .Aida", "x", TODAY) == "Aida x 2026-11-23.pdf"


@pytest.mark.parametrize(
    ("said", "tells"), [("nr 174060", True), ("nr 17-40-60", True), ("nr 17406", False), ("nr 174061", False)]
)
def test_six_digits_of_a_number_tell_of_her_and_five_do_not(said: str, *, tells: bool) -> None:
    assert telling(["Ada Quilla"], cases=["SN 174060-2"]).said_in(said) is tells
