"""The log as an officer works with it: lists and searches are in it, a sample can be drawn again, what is noted of it holds."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from amdesk.db.bank import access_log, erasure
from amdesk.db.port import rows
from amdesk.domain.bank.access import LogAsked
from amdesk.domain.errors import WrongUse
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank.log import SIZE
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


def logged(desk: Desk) -> list[tuple[str, str, str]]:
    return [
        (r["what"], r["why"], r["words"])
        for r in rows(desk.bank, "select what, why, words from access_log order by id")
    ]


def test_a_list_that_showed_people_is_one_row_with_the_question_and_the_count(desk: Desk) -> None:
    for name in ("Ada", "Bo"):
        make.participant(desk.bank, name=name)
    desk.participants.listing(chip="waiting")
    desk.participants.listing(chip="waiting")
    desk.results.desk()
    assert logged(desk) == [("list_people", "waiting: 2", ""), ("list_day90", "0", "")]


def test_a_search_is_one_row_when_typing_rests_and_its_words_go_with_an_erasure(desk: Desk) -> None:
    ada = make.participant(desk.bank, name="Ada Provsson")
    for words in ("pr", "pro", "provs"):
        desk.search.hits(words)
    assert logged(desk) == []
    desk.search.hits("bo")
    assert logged(desk) == [("search", "1", "provs")]
    desk.watching.write(all_of_it=True)
    assert logged(desk)[-1] == ("search", "0", "bo")
    uid = rows(desk.bank, "select uid from participant where id = :p", p=ada)[0]["uid"]
    with desk.bank.write(text("an erasure"), undoable=False):
        erasure.erase(desk.bank, erasure.those(desk.bank, {uid}), "plan", "N. Chef")
    assert [w for what, _, w in logged(desk) if what == "search"] == ["", "bo"]


QUILLA = {
    "name": "Quilla Zorvath-Åkerö",
    "identity": "199803242388",
    "phone": "070-174 06 05",
    "email": "qz.post@example.se",
    "case_number": "AMA-2025-1116",
}
WAYS = (
    "Quilla", "quil", "åkerö", "akero", "Zorvath Q", "199803242388", "19980324-2388", "980324-2388", "9803242388", "19980324",
    "070-1740605", "0701740605", "+46 70 174 06 05", "174 06 05", "qz.post@example.se", "AMA-2025-1116", "ama 2025 1116",
)  # fmt: skip
"""How somebody may write whom she looks for."""


def quilla(desk: Desk) -> int:
    return make.participant(desk.bank, **QUILLA)


def searched(desk: Desk, ways: tuple[str, ...]) -> None:
    for said in ways:
        desk.search.hits(said)
        desk.watching.write(all_of_it=True)


def told(desk: Desk) -> set[str]:
    words = Words("en", TODAY)
    return {words.say(e.because).partition(" · ")[0] for e in desk.history.access() if e.what == "search"}


def test_words_of_a_search_tell_of_nobody_who_is_protected_however_she_was_looked_for(desk: Desk) -> None:
    ada = quilla(desk)
    searched(desk, (*WAYS, "Bo", "D-0007", "2026-11-29"))
    assert set(WAYS) <= told(desk)
    desk.participants.protect(ada, 2)
    assert told(desk) == {"(hidden)", "Bo", "D-0007", "2026-11-29"}


def test_words_of_a_search_tell_of_nobody_who_is_protected_by_what_she_was_called_and_reached_by_once(
    desk: Desk,
) -> None:
    ada = quilla(desk)
    desk.participants.change(ada, {"name": "Wilma Nysson", "phone": "", "email": "", "case_number": ""})
    desk.participants.replace_identity(ada, "19980325-2387")
    searched(desk, WAYS)
    desk.participants.protect(ada, 3)
    assert told(desk) == {"(hidden)"}


@pytest.mark.parametrize("changed", [False, True])
def test_an_erasure_takes_the_words_of_every_search_for_her_however_they_were_written(
    desk: Desk, *, changed: bool
) -> None:
    ada = quilla(desk)
    searched(desk, (*WAYS, "Bo", "2026-11-29", "example"))
    if changed:
        desk.participants.change(ada, {"name": "Wilma Nysson", "phone": "", "email": "", "case_number": ""})
        desk.participants.replace_identity(ada, "19980325-2387")
    uid = rows(desk.bank, "select uid from participant where id = :p", p=ada)[0]["uid"]
    with desk.bank.write(text("an erasure"), undoable=False):
        erasure.erase(desk.bank, erasure.those(desk.bank, {uid}), "plan", "N. Chef")
    assert {w for what, _, w in logged(desk) if what == "search"} == {"", "Bo", "2026-11-29", "example"}


def test_a_list_that_cannot_be_noted_at_once_is_noted_as_soon_as_it_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amdesk.db.engine.errors import busy

    make.participant(desk.bank)
    with monkeypatch.context() as full:

        def refuse(*_given: object) -> None:
            raise busy()

        full.setattr(access_log, "log_read", refuse)
        assert len(desk.participants.listing()) == 1, "nobody waits for the log of a list"
    assert logged(desk) == []
    desk.changed()
    assert logged(desk) == [("list_people", "1", "")]


def opened(desk: Desk, count: int) -> None:
    people = [make.participant(desk.bank, name=f"Person {i}") for i in range(count)]
    for one in people:
        desk.participants.record(one)


def test_a_sample_is_drawn_by_chance_and_again_by_its_seed_and_is_in_the_log(desk: Desk) -> None:
    opened(desk, 40)
    drawn = desk.log.sample(TODAY, TODAY, seed=7)
    again = desk.log.sample(TODAY, TODAY, seed=7)
    other = desk.log.sample(TODAY, TODAY, seed=8)
    assert (len(drawn.rows), drawn.among) == (SIZE, 40)
    assert [r.number for r in drawn.rows] == [r.number for r in again.rows]
    assert [r.number for r in drawn.rows] != [r.number for r in other.rows]
    assert next(w for what, w, _ in logged(desk) if what == "spot_check") == f"{TODAY} {TODAY} 7: {SIZE}"
    with pytest.raises(WrongUse):
        desk.log.sample(TODAY, TODAY.replace(year=2020))


def test_the_paper_of_a_sample_is_one_page_with_all_that_was_drawn(desk: Desk) -> None:
    opened(desk, 30)
    drawn = desk.log.sample(TODAY, TODAY)
    pages = PdfReader(io.BytesIO(desk.log.sample_pdf(drawn, TODAY, TODAY))).pages
    said = " ".join(p.extract_text() for p in pages)
    assert len(pages) == 1
    assert all(str(r.number) in said for r in drawn.rows)
    assert str(drawn.seed) in said


def test_the_log_is_searched_by_whose_who_words_and_days_and_the_search_is_in_it(desk: Desk) -> None:
    opened(desk, 3)
    number = desk.work.participant(1).number
    assert {e.number for e in desk.log.found(LogAsked(participant=number))} == {number}
    assert list(desk.log.found(LogAsked(who="nobody"))) == []
    assert {e.what for e in desk.log.found(LogAsked(words="akten"))} <= {"participant", "log_search"}
    assert list(desk.log.found(LogAsked(last=TODAY.replace(year=2020)))) == []
    assert ("log_search", "0", "nobody") in logged(desk)


def test_what_was_noted_of_the_log_holds_later_and_of_another_log_does_not(desk: Desk) -> None:
    opened(desk, 2)
    noted = desk.log.head()
    opened(desk, 2)
    assert desk.log.head().seal > noted.seal
    assert desk.log.follows(noted.seal, noted.head)
    assert not desk.log.follows(noted.seal, "0" * 64)
    assert not desk.log.follows(noted.seal + 50, noted.head)


def test_a_backup_holds_the_head_of_the_log_as_it_is_now(tmp_path: Path, new_file: Path) -> None:
    from amdesk.db.engine import chain
    from amdesk.services.bank import access, banks

    path = make.copied(new_file, tmp_path / "b.amdesk")
    bank = banks.open_(str(path), None, make.CLOCK, access.Who("T", "t"))
    access_log.log_read(bank, "participant", None)
    banks.backup(bank, tmp_path / "copy.amdesk")
    copy = banks.open_(str(tmp_path / "copy.amdesk"), None, make.CLOCK, access.Who("T", "t"))
    assert chain.last(copy) == chain.last(bank)
    assert chain.last(copy).seal > 0
    copy.close()
    bank.close()
