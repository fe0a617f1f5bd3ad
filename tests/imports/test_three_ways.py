"""What a list said last, what it says now and what somebody has changed here since: only what the list itself has changed is a
change, what both have changed is asked, and nothing is taken away unasked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from amdesk.db.port import rows, value
from amdesk.domain.people.identity import check_digit
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make
from tests.imports.cases import lines, read, store
from tests.make import TODAY

NUMBER = make.number()
HEAD = "Personnummer;Namn;Telefon;E-post;Omfattning"
BO = f"{NUMBER};Bo Prov;070-1740605;bo@x.example;50"


def listed(folder: Path, *said: str, head: str = HEAD) -> Path:
    return lines(folder, head, *said)


def said(review: Review) -> list[tuple[str, str, str, str, str, bool]]:
    return [(d.field, d.kind, d.last, d.before, d.after, d.taken) for _, d in review.differences()]


def by_hand(desk: Desk, **changes: object) -> int:
    (key,) = desk.participants.find(NUMBER)
    desk.participants.change(key, changes)
    return key


def bo(desk: Desk, column: str) -> object:
    return value(desk.bank, f"select {column} as c from participant where identity = :i", i=NUMBER)


def test_what_the_list_says_as_last_time_is_no_change_where_somebody_changed_it_here(
    desk: Desk, tmp_path: Path
) -> None:
    store(desk, listed(tmp_path, BO))
    by_hand(desk, phone="021-390001", extent=75)
    review = store(desk, listed(tmp_path, BO))
    assert (review.count("same"), review.count("update")) == (1, 0)
    assert said(review) == [
        ("phone", "KEPT", "070-1740605", "021-390001", "070-1740605", False),
        ("extent", "KEPT", "50", "75", "50", False),
    ]
    assert (bo(desk, "phone"), bo(desk, "extent")) == ("021-390001", 75)


def test_what_only_the_list_has_changed_is_stored_beside_what_was_changed_here(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    by_hand(desk, phone="021-390001")
    review = store(desk, listed(tmp_path, BO.replace("50", "75").replace("bo@", "bosse@")))
    assert [c[0] for o in review.outcomes for c in o.changes] == ["email", "extent"]
    assert (bo(desk, "phone"), bo(desk, "email"), bo(desk, "extent")) == ("021-390001", "bosse@x.example", 75)


def test_what_both_have_changed_is_asked_again_until_somebody_answers(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    by_hand(desk, phone="021-390001")
    new = listed(tmp_path, BO.replace("070-1740605", "070-1740650"))
    for _ in range(2):
        review = store(desk, new)
        assert [(o.row, d.key, d.kind, d.open) for o, d in review.undecided()] == [(2, "phone", "CONFLICT", True)]
        assert bo(desk, "phone") == "021-390001"
    review = read(desk, new)
    desk.imports.decide(review, 2, "phone", False)
    assert (review.undecided(), review.count("same")) == ([], 1)
    desk.imports.store(review)
    assert bo(desk, "phone") == "021-390001"
    assert [d.kind for _, d in read(desk, new).differences()] == ["KEPT"], "what was refused is not asked once more"


@pytest.mark.parametrize("accepted", [True, False])
def test_each_difference_is_accepted_or_refused_and_an_import_is_one_step(
    desk: Desk, tmp_path: Path, accepted: bool
) -> None:
    store(desk, listed(tmp_path, BO))
    by_hand(desk, phone="021-390001")
    path = listed(tmp_path, BO.replace("0605", "0650").replace("50", "75"))
    review = read(desk, path)
    desk.imports.decide(review, 2, "phone", accepted)
    desk.imports.decide(review, 2, "extent", not accepted)
    steps = len(desk.history.steps())
    desk.imports.store(review)
    assert len(desk.history.steps()) == steps + accepted + (not accepted)
    assert (bo(desk, "phone") == "021-390001", bo(desk, "extent")) == (not accepted, 50 if accepted else 75)
    desk.history.undo()
    assert (bo(desk, "phone"), bo(desk, "extent")) == ("021-390001", 50)
    again = read(desk, path)
    assert [(d.field, d.kind) for _, d in again.differences()] == [(d.field, d.kind) for _, d in review.differences()]


def test_an_answer_of_a_file_decides_as_one_in_the_window(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    by_hand(desk, phone="021-390001")
    path = listed(tmp_path, BO.replace("070-1740605", "070-1740650"))
    staged = desk.imports.stage(path, "participants", answers={"difference:2:phone": "accept"})
    review = desk.imports.review(staged)
    assert (review.count("update"), review.undecided()) == (1, [])
    desk.imports.store(review)
    assert bo(desk, "phone") == "070-1740650"
    assert rows(desk.bank, "select name from setting where name like 'import_profile%'") == [], "it is about a person"


def test_an_undone_import_is_forgotten_as_what_the_list_said(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    store(desk, listed(tmp_path, BO.replace("50", "75")))
    desk.history.undo()
    assert bo(desk, "extent") == 50
    assert store(desk, listed(tmp_path, BO.replace("50", "75"))).count("update") == 1
    assert bo(desk, "extent") == 75


def test_an_empty_cell_takes_nothing_away_before_somebody_says_so(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    empty = listed(tmp_path, f"{NUMBER};Bo Prov;;;")
    for _ in range(2):
        review = store(desk, empty)
        assert [(d.field, d.kind, d.taken) for _, d in review.differences()] == [
            ("phone", "EMPTIED", False), ("email", "EMPTIED", False)
        ]  # fmt: skip
        assert review.count("same") == 1
    review = read(desk, empty)
    desk.imports.decide(review, 2, "phone", True)
    desk.imports.decide(review, 2, "email", False)
    desk.imports.store(review)
    assert (bo(desk, "phone"), bo(desk, "email"), bo(desk, "extent")) == ("", "bo@x.example", 50)
    assert said(read(desk, empty)) == []


def test_a_list_without_the_column_asks_nothing(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    assert said(store(desk, listed(tmp_path, f"{NUMBER};Bo Prov", head="Personnummer;Namn"))) == []
    by_hand(desk, phone="021-390001")
    assert [d[1] for d in said(read(desk, listed(tmp_path, BO)))] == ["KEPT"], "it still knows what the list said"


def test_a_phone_that_is_only_written_otherwise_is_no_change(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    assert said(store(desk, listed(tmp_path, BO.replace("070-1740605", "+46 70 174 06 05")))) == []


WISHED = "Personnummer;Namn;Önskade yrken;Behov"


def wished(desk: Desk) -> tuple[object, object]:
    (key,) = desk.participants.find(NUMBER)
    person = desk.work.participant(key)
    return person.wishes, tuple((n.kind, n.value) for n in person.needs)


def test_wishes_and_needs_are_added_to_those_of_here(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, f"{NUMBER};Bo Prov;Lokalvårdare;dagtid", head=WISHED))
    by_hand(desk, wishes=("PAR", "LOK"), needs=(Need("daytime", ""), Need("lift_max", "10")))
    again = listed(tmp_path, f"{NUMBER};Bo Prov;Lokalvårdare, Vaktmästare;dagtid, lugn miljö", head=WISHED)
    review = store(desk, again)
    wishes, needs = wished(desk)
    assert wishes == ("PAR", "LOK", "VAK")
    assert isinstance(needs, tuple)
    assert needs[:2] == (("daytime", ""), ("lift_max", "10"))
    assert [d.kind for _, d in review.differences()] == ["ADDED"] * len(review.differences())
    assert store(desk, again).count("same") == 1


def test_a_wish_that_the_list_drops_is_asked_and_one_taken_away_here_does_not_come_back(
    desk: Desk, tmp_path: Path
) -> None:
    both = listed(tmp_path, f"{NUMBER};Bo Prov;Lokalvårdare, Vaktmästare;", head=WISHED)
    store(desk, both)
    by_hand(desk, wishes=("LOK",))
    assert store(desk, both).count("same") == 1
    assert wished(desk)[0] == ("LOK",)
    by_hand(desk, wishes=("LOK", "VAK", "PAR"))
    fewer = listed(tmp_path, f"{NUMBER};Bo Prov;Vaktmästare;", head=WISHED)
    for _ in range(2):
        review = store(desk, fewer)
        assert [(d.key, d.kind, d.before, d.after) for _, d in review.undecided()] == [
            ("wishes.fewer", "FEWER", "LOK, VAK, PAR", "VAK, PAR")
        ]
        assert wished(desk)[0] == ("LOK", "VAK", "PAR")
    desk.imports.decide(review, 2, "wishes.fewer", True)
    desk.imports.store(review)
    assert wished(desk)[0] == ("VAK", "PAR")


def test_another_value_of_a_need_of_which_there_is_one_is_asked(desk: Desk, tmp_path: Path) -> None:
    def kilos(said: int) -> Path:
        return listed(tmp_path, f"{NUMBER};Bo Prov;;lyfter högst {said} kg", head=WISHED)

    store(desk, kilos(10))
    assert wished(desk)[1] == (("lift_max", "10"),)
    review = store(desk, kilos(15))
    assert [(d.kind, d.taken) for _, d in review.differences()] == [("FEWER", False)]
    assert wished(desk)[1] == (("lift_max", "10"),)
    desk.imports.decide(review, 2, "needs.fewer", True)
    desk.imports.store(review)
    assert wished(desk)[1] == (("lift_max", "15"),)


def test_a_list_raises_protection_again_that_was_lowered_here(desk: Desk, tmp_path: Path) -> None:
    path = listed(tmp_path, f"{NUMBER};Bo Prov;Ja", head="Personnummer;Namn;Sekretessmarkering")
    store(desk, path)
    (key,) = desk.participants.find(NUMBER)
    desk.participants.protect(key, 0, "Beslutet har upphört")
    review = store(desk, path)
    assert [(d.field, d.taken) for _, d in review.differences()] == [("protected", True)]
    assert desk.work.participant(key).protection == 1


def test_nothing_that_a_protected_person_has_is_said_in_a_difference(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    by_hand(desk, phone="021-390001", protection=1)
    review = store(desk, listed(tmp_path, BO.replace("070-1740605", "070-1740650").replace("bo@", "b@")))
    told = str([o.differences for o in review.outcomes])
    for secret in ("390001", "x.example"):
        assert secret not in "".join(str(d[2:5]) for d in said(review)), told
    assert bo(desk, "email") == "b@x.example", "the list is heard all the same"


def test_another_case_worker_is_asked_where_the_list_has_changed_it_and_changing_keeps_the_reason(
    desk: Desk, tmp_path: Path
) -> None:
    def by(worker: str) -> Path:
        return listed(tmp_path, f"{NUMBER};Bo Prov;{worker}", head="Personnummer;Namn;Handläggare")

    store(desk, by("Eva Test"))
    review = store(desk, by("Ulf Test"))
    assert [(d.field, d.kind) for _, d in review.undecided()] == [("case_worker", "CONFLICT")]
    assert [w.name for w in desk.participants.case_workers()] == ["Eva Test"]
    desk.imports.decide(review, 2, "case_worker", True)
    desk.imports.store(review)
    assert [p.case_worker for p in desk.participants.listing()] == ["Ulf Test"]
    assert rows(desk.bank, "select reason from case_worker_change") == [{"reason": "list.csv"}]


# the same sender


def test_each_sender_is_compared_with_its_own_last_list(desk: Desk, tmp_path: Path) -> None:
    def sent(who: str, extent: int) -> Review:
        path = tmp_path / f"{who} vecka {extent}.csv"
        path.write_text(f"{HEAD}\n{BO.replace('50', str(extent))}\n", "utf-8")
        return store(desk, path)

    sent("norr", 50)
    sent("syd", 60)
    assert bo(desk, "extent") == 60
    assert [d[1] for d in said(sent("norr", 50))] == ["KEPT"], "it says what it said, and another list has changed it"
    assert bo(desk, "extent") == 60


# who is no longer in the list


def test_who_is_no_longer_in_the_senders_list_is_told_and_nothing_is_done(desk: Desk, tmp_path: Path) -> None:
    other = f"{make.number(date(1986, 4, 13))};Cia Prov;;;75"
    third = f"{make.number(date(1986, 4, 14))};Dan Prov;;;75"
    store(desk, listed(tmp_path, BO, other, third))
    before = rows(desk.bank, "select * from participant order by id")
    review = store(desk, listed(tmp_path, BO.replace("50", "75"), other))
    assert [(str(m.name), m.participant, m.employment) for m in review.missing] == [("Dan Prov", "D-0003", "")]
    assert any("D-0003" in str(n) for n in review.notices)
    assert rows(desk.bank, "select * from participant order by id")[1:] == before[1:]
    assert store(desk, listed(tmp_path, BO, other)).missing == [], "it is told of once"
    store(desk, listed(tmp_path, BO, other, third))
    assert [str(m.name) for m in read(desk, listed(tmp_path, BO, other)).missing] == ["Dan Prov"]


def test_whose_row_is_refused_stands_in_the_list_all_the_same(desk: Desk, tmp_path: Path) -> None:
    jobs = "Personnummer;Namn;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning"
    rows_ = [f"{make.number(date(1986, 4, d))};P{d} Prov;Lokalvårdare;X;2026-10-01;2027-03-31;50" for d in (12, 13, 14)]
    store(desk, lines(tmp_path, jobs, *rows_), "employments")
    review = read(desk, lines(tmp_path, jobs, rows_[0], rows_[1].replace(";50", ";x")), "employments")
    assert [(str(m.name), str(m.place), m.first) for m in review.missing] == [("P14 Prov", "X", date(2026, 10, 1))]
    assert [m.employment[:2] for m in review.missing] == ["E-"]


def test_a_renamed_file_with_most_of_the_rows_is_the_next_list_and_another_list_is_none(
    desk: Desk, tmp_path: Path
) -> None:
    people = [f"{make.number(date(1986, 4, d))};P{d} Prov;;;50" for d in (12, 13, 14)]
    store(desk, listed(tmp_path, *people))
    renamed = tmp_path / "anvisningar.csv"
    renamed.write_text("\n".join([HEAD, *people[:2]]), "utf-8")
    assert [str(m.name) for m in read(desk, renamed).missing] == ["P14 Prov"]
    renamed.write_text("\n".join([HEAD, people[0]]), "utf-8")
    assert read(desk, renamed).missing == []
    assert read(desk, listed(tmp_path, f"{make.number(date(1987, 4, 12))};Ny Prov;;;50")).missing == []


def test_a_protected_person_who_is_no_longer_in_the_list_is_told_of_by_number(desk: Desk, tmp_path: Path) -> None:
    secret = f"{make.number(date(1986, 4, 13))};Hemlig Prov;;;50"
    store(desk, listed(tmp_path, BO, secret))
    (key,) = desk.participants.find(make.number(date(1986, 4, 13)))
    desk.participants.protect(key, 1)
    (missing,) = read(desk, listed(tmp_path, BO)).missing
    assert (str(missing.name), missing.participant) == ("•••", "D-0002")


# the same person


def coordination(born: date) -> str:
    nine = f"{born:%y%m}{born.day + 60}238"
    return f"{born.year // 100}{nine}{check_digit(nine)}"


@pytest.mark.parametrize("kind", ["participants", "employments"])
def test_a_personal_number_in_place_of_a_coordination_number_is_asked_and_is_one_person(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    born = date(1986, 4, 12)
    old = coordination(born)

    def path(number: str) -> Path:
        if kind == "participants":
            return listed(tmp_path, f"{number};Bo Prov", head="Personnummer;Namn")
        head = "Personnummer;Namn;Yrkestitel;Startdatum;Omfattning"
        return listed(tmp_path, f"{number};Bo Prov;Lokalvårdare;2026-10-01;50", head=head)

    store(desk, path(old), kind)
    review = read(desk, path(NUMBER), kind)
    assert [(o.row, o.reason) for o in review.asked()] == [(2, "SAME_NUMBER")]
    desk.imports.answer(review.staged, "same:2", "same")
    review = desk.imports.review(review.staged)
    assert [(d.field, d.kind) for _, d in review.differences()] == [("identity", "CHANGED")]
    desk.imports.store(review)
    assert rows(desk.bank, "select identity from participant") == [{"identity": NUMBER}]
    for number in (old, NUMBER):
        assert read(desk, path(number), kind).count("same") == 1, "a list with the old number still finds her"


def test_a_coordination_number_on_somebody_with_a_personal_one_is_asked_once(desk: Desk, tmp_path: Path) -> None:
    old = listed(tmp_path, f"{coordination(date(1986, 4, 12))};Bo Prov", head="Personnummer;Namn")
    make.participant(desk.bank, name="Bo Prov", identity=NUMBER, born=date(1986, 4, 12))
    review = read(desk, old)
    assert [o.reason for o in review.asked()] == ["SAME_NUMBER"]
    desk.imports.answer(review.staged, "same:2", "same")
    desk.imports.store(desk.imports.review(review.staged))
    assert rows(desk.bank, "select identity from participant") == [{"identity": NUMBER}]
    assert read(desk, old).count("same") == 1


# places


PLACES = "PlatsID;Enhet;Yrke;Antal platser;Timmar/vecka;Handledare;Telefon"


def test_a_placement_keeps_what_was_changed_here_and_takes_what_the_list_has_changed(
    desk: Desk, tmp_path: Path
) -> None:
    def places(said: str) -> Review:
        return store(desk, listed(tmp_path, said, head=PLACES), "placements")

    places("A1;Köket;Lokalvårdare;2;40;Eva Test;070-1740605")
    (row,) = desk.placements.listing()
    desk.placements.change(row.id, {"supervisor": "Ulf Test"}, 3)
    assert places("A1;Köket;Lokalvårdare;2;40;Eva Test;070-1740605").count("same") == 1
    review = places("A1;Köket;Lokalvårdare;1;37,5;Eva Test;070-1740605")
    assert [(d.field, d.kind) for _, d in review.differences()] == [
        ("hours", "CHANGED"), ("supervisor", "KEPT"), ("places", "CONFLICT")
    ]  # fmt: skip
    made = desk.placements.get(row.id)
    assert (made.supervisor, made.hours, desk.placements.places_now(made)) == ("Ulf Test", 3750, 3)


def test_no_places_where_a_list_had_some_and_somebody_is_booked_are_kept_as_wanted(desk: Desk, tmp_path: Path) -> None:
    def places(count: int) -> Review:
        return store(desk, listed(tmp_path, f"A1;Köket;Lokalvårdare;{count};40;;", head=PLACES), "placements")

    places(2)
    (row,) = desk.placements.listing()
    booking = desk.booking.book(make.participant(desk.bank), row.id, TODAY, date(2027, 2, 1)).booking
    review = places(0)
    assert [(o.outcome, o.warnings) for o in review.outcomes] == [("accepted", ["CAPACITY_WANTED"])]
    assert [c.places for c in desk.board.conflicts()] == [0]
    assert places(0).count("same") == 1
    desk.booking.cancel(booking.ref, "HOST")
    assert places(0).count("same") == 1, "what was wanted is in force once it fits"
    assert desk.placements.places_now(desk.placements.get(row.id)) == 0


# jobs, measures and follow-ups


def test_an_end_that_was_changed_here_stays_until_the_list_changes_its_own(desk: Desk, tmp_path: Path) -> None:
    head = "Personnummer;Namn;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning"

    def jobs(last: str, first: str = "2026-10-01") -> Review:
        path = listed(tmp_path, f"{NUMBER};Bo Prov;Lokalvårdare;X;{first};{last};50", head=head)
        return store(desk, path, "employments")

    jobs("2027-03-31")
    with desk.bank.write(text("by hand")):
        desk.bank.execute("update employment set to_date = '2027-04-30'")
    assert jobs("2027-03-31").count("same") == 1
    assert [(d.field, d.kind) for _, d in jobs("2027-05-31").undecided()] == [("to_date", "CONFLICT")]
    moved = jobs("2027-03-31", "2026-10-15")
    assert [(d.field, d.kind, d.taken) for _, d in moved.differences()] == [
        ("from_date", "CHANGED", True), ("to_date", "KEPT", False)
    ]  # fmt: skip
    assert rows(desk.bank, "select from_date, to_date from employment") == [
        {"from_date": "2026-10-15", "to_date": "2027-04-30"}
    ]


def test_a_note_of_a_follow_up_that_was_changed_here_stays(desk: Desk, tmp_path: Path) -> None:
    head = "Personnummer;Namn;Yrkestitel;Placering;Startdatum;Slutdatum;Omfattning"
    row = f"{NUMBER};Bo Prov;Lokalvårdare;X;2026-01-01;2026-06-30;50"
    store(desk, listed(tmp_path, row, head=head), "employments")
    head = "Personnummer;Slutdatum;Avslutsorsak;Status dag 90;Kommentar"
    path = listed(tmp_path, f"{NUMBER};2026-06-30;Arbete;Arbete;Ringde", head=head)
    store(desk, path, "followups")
    with desk.bank.write(text("by hand")):
        desk.bank.execute("update followup set note = 'Ringde två gånger'")
    assert store(desk, path, "followups").count("same") == 1
    assert rows(desk.bank, "select note from followup") == [{"note": "Ringde två gånger"}]


# what a check says is what storing does


def test_a_rehearsal_says_what_the_bank_refuses_and_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    other = f"{make.number(date(1986, 4, 13))};Cia Prov;;;75"
    review = read(desk, listed(tmp_path, BO.replace("50", "75"), other))
    before = {
        t: rows(desk.bank, f"select * from {t} order by id")
        for t in ("participant", "list_row", "import_run", "step", "audit")
    }
    rehearsed = desk.imports.rehearse(review)
    assert (rehearsed.count("new"), rehearsed.count("update")) == (1, 1)
    assert {t: rows(desk.bank, f"select * from {t} order by id") for t in before} == before
    assert desk.imports.store(read(desk, listed(tmp_path, BO.replace("50", "75"), other))) == 1


def test_the_same_list_under_another_name_is_no_step(desk: Desk, tmp_path: Path) -> None:
    store(desk, listed(tmp_path, BO))
    (tmp_path / "list.csv").rename(tmp_path / "anvisningar.csv")
    steps = len(desk.history.steps())
    assert store(desk, tmp_path / "anvisningar.csv").count("same") == 1
    assert len(desk.history.steps()) == steps


# two rows of one list


NUMBERED, NUMBERLESS = f"{NUMBER};Bo Prov;070-1740605;;50", ";Bo Prov;+46 70 174 06 05;;75"


@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_of_one_list_that_may_be_one_person_are_asked_whichever_stands_first(
    desk: Desk, tmp_path: Path, turned: bool
) -> None:
    path = listed(tmp_path, *sorted((NUMBERED, NUMBERLESS), reverse=turned))
    for action in ("new", "same"):
        review = store(desk, path)
        assert [o.reason for o in review.asked()] == ["SAME_PERSON"]
        assert review.count(action) == 1
        assert [tuple(r.values()) for r in rows(desk.bank, "select identity, extent from participant order by id")] == [
            (NUMBER, 50)
        ]
    (row,) = review.asked()
    same = desk.imports.stage(path, "participants", answers={f"same:{row.row}": "same"})
    assert desk.imports.review(same).reasons() == {"DUPLICATE": 1}


def test_two_people_of_one_name_and_phone_are_two_once_somebody_says_so_and_stay_so(desk: Desk, tmp_path: Path) -> None:
    path = listed(tmp_path, NUMBERED, NUMBERLESS)
    answers = {"same:3": "new"}
    for new in (2, 0):
        review = desk.imports.review(desk.imports.stage(path, "participants", answers=answers))
        desk.imports.store(review)
        assert review.count("new") == new
    assert store(desk, path).count("same") == 2
    assert [r["extent"] for r in rows(desk.bank, "select extent from participant order by id")] == [50, 75]
