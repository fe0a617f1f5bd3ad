"""What a list asks before anything of it is stored, who and what it is about, and what the answers do."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.domain.errors import BadFile
from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.texts import Text
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from amdesk.services.exchange.whose import difference_question, row_question
from tests import make
from tests.imports.cases import CASES, lines, read, store

HEAD = "Personnummer;Namn;Telefon;E-post;Omfattning"
NUMBER = make.number()
BO = f"{NUMBER};Bo Prov;070-1740605;bo@x.example;50"


def open_one(review: Review) -> tuple[int, RowDifference]:
    [(outcome, one)] = review.undecided()
    return outcome.row, one


@pytest.mark.parametrize("protection", [0, 1])
@pytest.mark.parametrize(
    ("later", "kind", "words"),
    [
        (BO.replace("605", "650"), "CONFLICT", {"before": "021-390001", "after": "070-1740650"}),
        (BO.replace("070-1740605", ""), "EMPTIED", {"last": "070-1740605", "before": "021-390001"}),
    ],
)
def test_a_difference_is_asked_with_its_place_its_field_and_what_it_is_about_but_for_the_protected(
    desk: Desk, tmp_path: Path, later: str, kind: str, words: dict[str, str], protection: int
) -> None:
    store(desk, lines(tmp_path, HEAD, BO))
    (person,) = desk.participants.find(NUMBER)
    desk.participants.change(person, {"phone": "021-390001"})
    if protection:
        desk.participants.protect(person, protection)
    review = read(desk, lines(tmp_path, HEAD, later))
    [outcome] = review.outcomes
    [(_, one)] = review.undecided()
    asked = difference_question(review.staged, outcome, one)
    assert (asked.code, asked.rows) == (kind, (2,))
    assert [a.value for a in asked.answers] == ["accept", "refuse"]
    params = dict(asked.said.params)
    assert (params.pop("row"), params.pop("field")) == ("2", Text("Phone"))
    assert params.keys() == words.keys()
    assert (params == words) == (not protection), "of somebody protected nothing is said"
    answered = desk.imports.answer(review.staged, asked.key, "refuse")
    assert desk.imports.review(answered).undecided() == []


def test_a_row_that_may_be_somebody_else_is_asked_and_the_answer_stands_though_the_row_is_read_anew(
    desk: Desk, tmp_path: Path
) -> None:
    head = "Personnummer;Namn;Telefon"
    store(desk, lines(tmp_path, "Namn;Telefon", "Bo Prov;070-1740605"))
    staged = desk.imports.stage(lines(tmp_path, head, f"{NUMBER};Bo Prov;070-1740605"), "participants")
    review = desk.imports.review(staged)
    [outcome] = review.asked()
    asked = row_question(staged, outcome)
    assert (asked.code, asked.rows, asked.said.params) == ("SAME_PERSON", (2,), {"row": "2"})
    assert [a.value for a in asked.answers] == ["same", "new"]
    before = staged.rows[0].cells.copy()
    for answer, people in (("same", 1), ("new", 2)):
        answered = desk.imports.answer(staged, asked.key, answer)
        assert answered is staged
        assert staged.rows[0].cells == before
        after = desk.imports.review(answered)
        assert (after.asked(), after.count("new")) == ([], people - 1)


def test_another_sheet_is_read_anew_and_other_answers_stay_with_the_file(desk: Desk) -> None:
    staged = desk.imports.stage(CASES / "two_sheets_same_headings.xlsx", "participants")
    south = desk.imports.answer(staged, "sheets", "Söder")
    assert south is not staged
    assert (south.sheet, len(south.rows)) == ("Söder", 2)
    again = desk.imports.answer(south, "column:x", "phone")
    assert (again.sheet, again.answers["sheets"]) == ("Söder", "Söder")


def test_what_is_pointed_out_by_hand_must_be_a_field_and_a_column(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Nås på", "Bo Prov;070-1740601")
    staged = desk.imports.stage(path, "participants", {"Nås på": "phone"})
    assert staged.rows[0].cells["phone"] == "070-1740601"
    for by_hand, code in (({"Nås på": "shoe"}, "FIELD"), ({"Nås": "phone"}, "COLUMN")):
        with pytest.raises(BadFile) as caught:
            desk.imports.stage(path, "participants", by_hand)
        assert caught.value.code == code
    for known in ("–", "list"):
        with pytest.raises(BadFile) as gone:
            desk.imports.stage(path, "participants", profile="nobody")
        assert (gone.value.code, gone.value.text.params) == ("PROFILE", {"name": "nobody", "known": known})
        desk.imports.store(
            desk.imports.review(desk.imports.stage(path, "participants", answers={"column:Nås på": "phone"}))
        )
    again = desk.imports.stage(path, "participants", profile="list")
    assert again.rows[0].cells["phone"] == "070-1740601"


def test_a_mended_cell_is_shown_as_mended_and_a_must_without_a_column_shows_no_row(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path, "Namn;Personnr", f"Bo Prov;{NUMBER}", "Cia Prov;19860431-2380")
    staged = desk.imports.stage(path, "participants")
    assert desk.rereading.look(staged).waits == 1
    other = make.number(birth="239")
    found = desk.rereading.look(staged, [(3, "identity", other)])
    assert found.review is not None
    assert (found.waits, found.review.count("new"), found.asks) == (0, 2, False)
    nameless = desk.rereading.look(desk.imports.stage(lines(tmp_path, "Nås på;Ort", "070-1740601;x"), "participants"))
    assert (nameless.review, nameless.asks, nameless.waits, dict(nameless.ours)) == (None, True, 0, {})
    assert [row.number for row in nameless.first] == [2]


PLACE = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka"


@pytest.mark.parametrize(
    ("kind", "head", "row", "field", "shown"),
    [
        ("participants", "Namn;Kan börja", "Bo Prov;omgående", "available_from", Text("now")),
        ("participants", "Namn;Max restid", "Bo Prov;1,5 tim", "max_travel", ("number", 90)),
        ("participants", "Namn;Omfattning", "Bo Prov;3/4", "extent", ("number", 75)),
        ("participants", "Namn;Körkort", "Bo Prov;-", "licence", Text("not known")),
        ("participants", "Namn;Önskat yrke", "Bo Prov;Lokalvårdare, Parkarbetare", "wishes", None),
        ("placements", PLACE, "Ett;Parkarbetare;2;37,5", "hours", None),
        ("placements", PLACE, "Ett;Parkarbetare;2;40", "hours", None),
        ("placements", PLACE, "Ett;Parkarbetare;2;heltid", "hours", "40"),
        ("placements", PLACE, "Ett;Parkarbetare;2;37:30", "hours", "37,5"),
    ],
)
def test_what_is_made_of_a_cell_is_told_where_the_file_does_not_say_the_same(
    desk: Desk, tmp_path: Path, kind: str, head: str, row: str, field: str, shown: object
) -> None:
    staged = desk.imports.stage(lines(tmp_path, head, row), kind)
    found = desk.rereading.look(staged).ours[2].get(field)
    if shown is None:
        assert found is None, "the very same"
        return
    assert found is not None
    if isinstance(shown, tuple):
        assert isinstance(found.value, Text)
        assert found.value.params == dict([shown])
    else:
        assert found.value == shown


JOBS = "Namn;Personnr;Yrkestitel;Startdatum;Slutdatum;Omfattning;Arbetsplats"
JOB = f"Bo Prov;{NUMBER};Parkarbetare;2026-06-01;2027-05-31;100"


@pytest.mark.parametrize(
    ("first", "later", "changed", "action"),
    [
        ("", "Okänd Park", [("placement", "", "Okänd Park")], "update"),
        ("Okänd Park", "Annan Park", [], "new"),
        ("Björkparken", "Okänd Park", [], "new"),
        ("Okänd Park", "", [], "same"),
        ("", "", [], "same"),
    ],
)
def test_a_workplace_that_was_not_said_is_taken_from_a_later_list_and_none_is_replaced(
    desk: Desk, tmp_path: Path, first: str, later: str, changed: list[tuple[str, str, str]], action: str
) -> None:
    make.placement(desk.bank)
    store(desk, lines(tmp_path, JOBS, f"{JOB};{first}"), "employments")
    [outcome] = store(desk, lines(tmp_path, JOBS, f"{JOB};{later}"), "employments").outcomes
    assert outcome.changes == changed
    assert outcome.action == action, "another workplace is another job"


def test_an_employment_whose_days_and_extent_the_list_changes_follows_it_until_it_has_ended(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, lines(tmp_path, JOBS, f"{JOB};"), "employments")
    longer = JOB.replace("2027-05-31", "2027-06-30").replace(";100", ";75")
    [outcome] = store(desk, lines(tmp_path, JOBS, f"{longer};"), "employments").outcomes
    assert [name for name, _, _ in outcome.changes] == ["to_date", "extent"]
    [job] = desk.booking.employments()
    assert (f"{job.end}", job.extent) == ("2027-06-30", 75)
