"""A list that is checked says of each cell whether the bank has the same: of somebody protected that is in the log first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from amdesk.db.port import rows
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make

ADA, BO = make.number(date(1985, 3, 1), "238"), make.number(date(1985, 3, 2), "239")


def checked(desk: Desk, folder: Path, phone: str) -> Review:
    """A list of two people, read and held against the bank, and nothing stored."""
    path = folder / "lista.csv"
    said = [f"{name};{number[:8]}-{number[8:]};{phone}" for name, number in (("Ada Prov", ADA), ("Bo Prov", BO))]
    path.write_text("\n".join(["Namn;Personnummer;Telefon", *said, ""]), "utf-8")
    return desk.imports.review(desk.imports.stage(path, "participants", {}))


def noted(desk: Desk) -> list[int]:
    asked = "select participant_id as p from access_log where what = 'list_compared' order by id"
    return [r["p"] for r in rows(desk.bank, asked)]


def test_whose_record_a_list_was_held_against_is_in_the_log_where_she_is_protected(desk: Desk, tmp_path: Path) -> None:
    ada = make.participant(desk.bank, name="Ada Prov", identity=ADA, phone="070-174 06 05")
    make.participant(desk.bank, name="Bo Prov", identity=BO)
    checked(desk, tmp_path, "070-174 06 06")
    assert noted(desk) == []
    desk.participants.protect(ada, 1)
    for phone in ("070-174 06 06", "070-174 06 07", "070-174 06 05"):  # whoever guesses is in the log for each guess
        review = checked(desk, tmp_path, phone)
    assert noted(desk) == [ada, ada, ada]
    desk.imports.review(review.staged)
    assert noted(desk) == [ada, ada, ada], "the same rows once more tell nothing new"
    desk.imports.mend(review, 2, "phone", "070-174 06 08")
    assert noted(desk) == [ada, ada, ada, ada]


def asked(desk: Desk, folder: Path, headings: str, row: str) -> str:
    """With what a list of one row is refused that asks who it is."""
    path = folder / "fråga.csv"
    path.write_text(f"{headings}\n{row}\n", "utf-8")
    (outcome,) = desk.imports.review(desk.imports.stage(path, "participants", {})).outcomes
    return outcome.reason


def test_a_question_that_tells_that_somebody_of_a_name_is_in_the_bank_is_in_the_log(desk: Desk, tmp_path: Path) -> None:
    phone = "070-174 06 05"
    ada = make.participant(desk.bank, name="Ada Prov", identity=ADA, phone=phone)
    apart = make.participant(desk.bank, name="Cia Prov", identity=BO, phone="070-174 06 06")
    lists = {
        "SAME_NAME": ("Namn;Önskat yrke", "Ada Prov;Park"),
        "SAME_PHONE": ("Namn;Telefon", f"Eva Provlund;{phone}"),
    }
    for code, given in lists.items():
        assert asked(desk, tmp_path, *given) == code
    assert noted(desk) == []
    desk.participants.protect(ada, 2)
    desk.participants.protect(apart, 3)
    make.participant(desk.bank, name="Dag Utan", protection=1)  # neither a phone nor a name of the rows
    for times, (code, given) in enumerate(lists.items(), 1):
        assert asked(desk, tmp_path, *given) == code
        assert noted(desk) == [ada] * times, code
    assert asked(desk, tmp_path, "Namn;Önskat yrke", "Cia Prov;Park") == "", "of the highest level nothing is told"
    assert noted(desk) == [ada, ada]


def test_the_log_says_in_words_that_a_list_was_compared(desk: Desk, tmp_path: Path) -> None:
    ada = make.participant(desk.bank, name="Ada Prov", identity=ADA, protection=2)
    checked(desk, tmp_path, "070-174 06 06")
    found = [e for e in desk.history.access(str(desk.work.participant(ada).number)) if e.what == "list_compared"]
    assert [(str(e.said), e.name) for e in found] == [("A list for import was compared with the record", "")]
