"""What somebody changed is stored where it began as it stood, on both engines, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from amdesk.db.port import update, value
from amdesk.domain.change import Change, Moved, changes, found
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY
from tests.rows import employed


def steps(desk: Desk) -> int:
    return int(value(desk.bank, "select count(*) as n from step"))


def refusal(act: Callable[[], Any]) -> Moved:
    with pytest.raises(Moved) as caught:
        act()
    assert caught.value.code == "MOVED"
    return caught.value


def moved(act: Callable[[], Any]) -> str:
    return str(refusal(act))


def test_a_form_that_shows_a_fact_otherwise_than_it_is_stored_sends_it_only_where_it_was_touched() -> None:
    stored, shown = {"phone": " 070 ", "wishes": ("PAR", "X")}, {"phone": "070", "wishes": ("PAR",)}
    assert changes(stored, shown, dict(shown)) == {}
    assert changes(stored, shown, {**shown, "phone": "071"}) == {"phone": Change(" 070 ", "071")}


def test_a_fact_is_refused_once_it_has_moved_and_taken_where_both_wanted_the_same(desk: Desk) -> None:
    key = make.participant(desk.bank, phone="070-1")
    desk.participants.change(key, {"phone": Change("070-1", "070-2"), "email": Change("", "a@b.se")})
    assert "070-2" in moved(
        lambda: desk.participants.change(key, {"phone": Change("070-1", "070-3"), "extent": Change(100, 50)})
    )
    assert desk.work.participant(key).extent == 100
    before = steps(desk)
    desk.participants.change(key, {"phone": Change("070-1", "070-2")})
    desk.participants.change(key, {"phone": "070-2"})
    desk.participants.change(key, {})
    assert steps(desk) == before


def test_a_fact_that_was_emptied_meanwhile_is_told_as_empty(desk: Desk) -> None:
    key = make.participant(desk.bank, case_number="AMA-1")
    desk.participants.change(key, {"case_number": ""})
    said = moved(lambda: desk.participants.change(key, {"case_number": Change("AMA-1", "AMA-2")}))
    assert "Case number" in said
    assert "empty" in said


def test_a_booking_keeps_the_last_day_and_place_that_somebody_else_gave_it(desk: Desk) -> None:
    first, second, third = (make.placement(desk.bank, 3) for _ in range(3))
    days = TODAY + timedelta(10), TODAY + timedelta(100)
    ref = desk.booking.book(make.participant(desk.bank), first, *days).booking.ref
    desk.booking.extend(ref, Change(days[1], TODAY + timedelta(120)))
    moved(lambda: desk.booking.extend(ref, Change(days[1], TODAY + timedelta(90))))
    moved(lambda: desk.booking.move(ref, None, None, Change(days[1], TODAY + timedelta(90))))
    desk.booking.move(ref, Change(first, second), Change(days[0], TODAY + timedelta(12)))
    moved(lambda: desk.booking.move(ref, Change(first, third)))
    moved(lambda: desk.booking.move(ref, None, Change(days[0], TODAY + timedelta(15))))
    now = desk.booking.get(ref)
    assert (now.placement_id, now.from_date, now.to_date) == (second, TODAY + timedelta(12), TODAY + timedelta(120))


def test_the_checklist_keeps_the_day_on_which_it_was_first_seen(desk: Desk) -> None:
    ref = desk.booking.book(
        make.participant(desk.bank), make.placement(desk.bank), TODAY, TODAY + timedelta(50)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    before = steps(desk)
    desk.booking.introduction_seen(ref)
    assert steps(desk) == before


def test_settings_weights_assumptions_and_capacity_are_refused_once_they_have_moved(desk: Desk) -> None:
    place, travel = make.placement(desk.bank, 2), desk.matching.weights().parts["travel"]
    found = desk.savings.assumptions()[0]
    desk.set_settings({"city": "Ekhamra"})
    desk.set_weights({"travel": travel + 1})
    desk.savings.assume({found.id: {"source": "Budget"}})
    desk.board.set_capacity(place, TODAY, None, 4)
    before = steps(desk)
    assert "Ekhamra" in moved(lambda: desk.set_settings({"city": Change("Nystad", "Ekhamra stad")}))
    moved(lambda: desk.set_weights({"travel": Change(travel, travel + 2)}))
    moved(lambda: desk.savings.assume({found.id: {"source": Change(found.source, "Egen")}}))
    moved(lambda: desk.board.set_capacity(place, TODAY, None, Change(2, 3)))
    moved(lambda: desk.placements.change(place, {}, Change(2, 3)))
    desk.set_settings({"city": "Ekhamra"})
    desk.set_weights({"travel": Change(travel, travel + 1)})
    assert steps(desk) == before


def test_attendance_that_somebody_else_noted_meanwhile_is_not_written_over(desk: Desk) -> None:
    module = desk.modules.create(
        {"kind": "yrkeskunskap", "name": "Kurs", "place": "", "hours": 8, "capacity": 5}, [(TODAY, "09:00", "12:00")]
    )
    kind = module.kind
    need = desk.modules.need(make.participant(desk.bank), kind)
    desk.modules.step(need.id, "enrolled", module_id=module.id)
    occasion = desk.modules.occasions(module.id)[0].id
    desk.modules.attend({(need.id, occasion): "absent"})
    moved(lambda: desk.modules.attend({(need.id, occasion): Change(None, "present")}))
    desk.modules.attend({(need.id, occasion): Change("absent", "present")})
    assert desk.modules.attendance(need.id) == {occasion: "present"}


def test_another_usual_number_of_places_leaves_a_closed_period_closed(desk: Desk) -> None:
    place = make.placement(desk.bank, 2)
    first, last = TODAY + timedelta(30), TODAY + timedelta(60)
    desk.placements.close_period(place, first, last, "Sommarstängt")
    for before, after in ((2, 4), (4, 3)):
        desk.placements.change(place, {}, Change(before, after))
        free = desk.placements.availability(place)
        days = (TODAY, first - timedelta(1), first, last, last + timedelta(1))
        assert [free.capacity_on(d) // 100 for d in days] == [after, after, 0, 0, after]


def test_every_field_that_moved_is_told_at_once_with_what_each_wants_and_what_did_not_clash_beside(desk: Desk) -> None:
    key = make.participant(desk.bank, phone="070-1", email="a@b.se", extent=100, languages="", case_number="")
    opened = {"phone": "070-1", "email": "a@b.se", "extent": 100, "languages": "", "case_number": ""}
    desk.participants.change(key, {"phone": "070-2", "extent": 75, "languages": "Svenska", "case_number": "AMA-1"})
    before = steps(desk)
    mine = {"phone": Change("070-1", "070-3"), "extent": Change(100, 50), "email": Change("a@b.se", "")}
    mine["case_number"] = Change("", "AMA-1")
    said = refusal(lambda: desk.participants.change(key, found(opened, mine)))
    assert [(c.name, c.mine, c.theirs, c.before) for c in said.clashes] == [
        ("phone", "070-3", "070-2", "070-1"),
        ("extent", 50, 75, 100),
    ]
    assert [(c.name, str(c.said[0]), str(c.said[1])) for c in said.beside] == [
        ("email", "empty", "a@b.se"),
        ("languages", "empty", "Svenska"),
    ]
    assert [str(c.label) for c in said.clashes] == ["Phone", "Extent"]
    assert "Phone is now 070-2; Extent is now 75" in str(said)
    assert steps(desk) == before


def test_what_was_chosen_over_anothers_change_is_stored_with_the_rest_and_asked_anew_once_it_moves_again(
    desk: Desk,
) -> None:
    key = make.participant(desk.bank, phone="070-1", email="", languages="")
    desk.participants.change(key, {"phone": "070-2", "email": "de@b.se"})
    mine = {"phone": Change("070-1", "070-3"), "email": Change("", "jag@b.se"), "languages": Change("", "Svenska")}
    chosen = {"phone": Change("070-2", "070-3", decided=True), "email": Change("de@b.se", "de@b.se", decided=True)}
    desk.participants.change(key, {"email": "nu@b.se"})
    again = refusal(lambda: desk.participants.change(key, mine | chosen))
    assert [(c.name, c.theirs) for c in again.clashes] == [("email", "nu@b.se")]
    assert desk.work.participant(key).phone == "070-2"
    chosen["email"] = Change("nu@b.se", "nu@b.se", decided=True)
    desk.participants.change(key, mine | chosen)
    now = desk.work.participant(key)
    assert (now.phone, now.email, now.languages) == ("070-3", "nu@b.se", "Svenska")


def test_of_somebody_protected_meanwhile_what_is_stored_now_is_told_in_no_words(desk: Desk) -> None:
    need, other = Need("lift_max", "15", "must"), Need("daytime", "", "nice")
    key = make.participant(desk.bank, phone="070-1", email="a@b.se", needs=())
    desk.participants.change(key, {"phone": "070-2", "email": "hemlig@b.se", "needs": (other,), "protection": 2})
    mine = {"phone": Change("070-1", "070-3"), "needs": Change((), (need,))}
    said = refusal(lambda: desk.participants.change(key, found({"email": "a@b.se", "protection": 0}, mine)))
    told = [str(words) for c in (*said.clashes, *said.beside) for words in c.said]
    assert {c.name for c in said.clashes} == {"phone", "needs"}
    assert {c.name: str(c.said[1]) for c in said.beside} == {
        "email": "protected",
        "protection": "Skyddad folkbokföring",
    }
    assert not [one for one in (*told, str(said), repr(said.clashes)) if "070-2" in one or "hemlig" in one]
    assert "070-3" in told


def test_nobody_chooses_between_two_levels_of_protection_beside_other_facts(desk: Desk) -> None:
    key = make.participant(desk.bank, protection=0)
    desk.participants.change(key, {"protection": 1})
    said = refusal(lambda: desk.participants.change(key, {"protection": Change(0, 2), "phone": Change("", "070")}))
    assert said.clashes == ()


def test_facts_and_number_of_places_are_told_in_one_refusal(desk: Desk) -> None:
    place = make.placement(desk.bank, 2)
    before = desk.work.placement(place)
    desk.placements.change(place, {"background_check": "school_act", "comment": "ny port"}, 4)
    mine = {"background_check": Change(before.background_check, "lss_children")}
    said = refusal(lambda: desk.placements.change(place, found({"comment": before.comment}, mine), Change(2, 3)))
    assert [c.name for c in said.clashes] == ["background_check", "places"]
    assert "Education Act" in str(said.clashes[0].said[1])
    assert [c.name for c in said.beside] == ["comment"]
    chosen = {"background_check": Change("school_act", "school_act", decided=True)}
    desk.placements.change(place, chosen, Change(4, 3, decided=True))
    now = desk.work.placement(place)
    assert (now.background_check, now.comment, desk.placements.places_now(now)) == ("school_act", "ny port", 3)


def test_a_booking_tells_placements_by_name_and_leaves_as_it_is_what_nobody_touched(desk: Desk) -> None:
    first, second, third = (make.placement(desk.bank, 3, name=n) for n in ("Lindparken", "Åsen", "Ön"))
    days = TODAY + timedelta(10), TODAY + timedelta(100)
    ref = desk.booking.book(make.participant(desk.bank), first, *days).booking.ref
    desk.booking.move(ref, second, TODAY + timedelta(12), TODAY + timedelta(120))
    found_first, found_last = Change(days[0], days[0]), Change(days[1], days[1])
    said = refusal(lambda: desk.booking.move(ref, Change(first, third), found_first, found_last))
    assert [str(words) for words in said.clashes[0].said] == ["Ön", "Åsen", "Lindparken"]
    assert {c.name for c in said.beside} == {"from_date", "to_date"}
    desk.booking.move(ref, Change(second, third, decided=True), found_first, found_last)
    now = desk.booking.get(ref)
    assert (now.placement_id, now.from_date, now.to_date) == (third, TODAY + timedelta(12), TODAY + timedelta(120))


def test_attendance_and_assumptions_tell_all_that_moved_by_name(desk: Desk) -> None:
    module = desk.modules.create(
        {"kind": "yrkeskunskap", "name": "Kurs", "place": "", "hours": 8, "capacity": 5}, [(TODAY, "09:00", "12:00")]
    )
    names = ("Aida Demolund", "Nils Modellberg")
    needs = [desk.modules.need(make.participant(desk.bank, name=n), module.kind) for n in names]
    occasion = desk.modules.occasions(module.id)[0].id
    for need in needs:
        desk.modules.step(need.id, "enrolled", module_id=module.id)
        desk.modules.attend({(need.id, occasion): "absent"})
    mine: dict[tuple[int, int], str | Change] = {(n.id, occasion): Change(None, "present") for n in needs}
    said = refusal(lambda: desk.modules.attend(mine))
    assert len({str(c.label) for c in said.clashes}) == 2
    assert desk.modules.attendance(needs[0].id) == {occasion: "absent"}
    one = next(a for a in desk.savings.assumptions() if a.unit == "öre")
    desk.savings.assume({one.id: {"low": one.low - 100_000, "source": "Budget {2027}"}})
    change = {"low": Change(one.low, one.low - 200_000), "source": Change(one.source, "Egen")}
    said = refusal(lambda: desk.savings.assume({one.id: change}))
    assert len({str(c.label) for c in said.clashes}) == 2
    assert said.clashes[0].said[1] == one.low // 100 - 1000
    assert said.clashes[1].said[1] == "Budget {2027}"


def test_whether_somebody_was_reached_and_where_she_was_is_one_choice(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    booking = desk.booking.book(person, place, TODAY, TODAY + timedelta(50)).booking
    desk.booking.introduction_seen(booking.ref)
    desk.booking.start(booking.ref)
    key = desk.booking.end(booking.ref, TODAY, "A1").employment_id
    assert key is not None
    opened = {"contact": "contacted", "situation": "work"}
    desk.results.follow_up(key, opened)
    desk.results.follow_up(key, {**opened, "situation": "studies"})
    mine = {"contact": Change("contacted", "not_contacted"), "situation": Change("work", "not_known")}
    said = refusal(lambda: desk.results.follow_up(key, mine))
    assert [[str(words) for words in c.said] for c in said.clashes] == [["Not reached", "Studies", "Work"]]
    assert "Situation on day 90" in str(said)
    chosen = Change(("contacted", "studies"), ("not_contacted", "not_known"), decided=True)
    desk.results.follow_up(key, {**mine, said.clashes[0].name: chosen, "note": Change("", "ringt två gånger")})
    due = desk.results.due(key)
    assert (due.contact, due.situation, due.note) == ("not_contacted", "not_known", "ringt två gånger")


def test_two_who_assess_the_same_person_on_the_same_day_keep_what_each_has_set(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    booking = desk.booking.book(person, place, TODAY, TODAY + timedelta(50)).booking
    desk.booking.introduction_seen(booking.ref)
    desk.booking.start(booking.ref)
    key = booking.employment_id
    assert key is not None
    desk.competence.assess(key, "extra", TODAY, {"PAR-01": 2, "PAR-02": 3}, remark="Noggrann.", finished=False)
    mine = {"PAR-03": Change(None, 4), "PAR-02": Change(3, None), "comment": Change("", "Trivs.")}
    desk.competence.assess_changes(key, "extra", TODAY, mine, finished=False)
    now = desk.competence.sheet(person).assessments[-1]
    assert (dict(now.levels), now.remark, now.comment) == ({"PAR-01": 2, "PAR-03": 4}, "Noggrann.", "Trivs.")
    opened = {"PAR-01": None, "PAR-03": 4, "remark": ""}
    change = {"PAR-01": Change(None, 3)}
    said = refusal(lambda: desk.competence.assess_changes(key, "extra", TODAY, found(opened, change)))
    assert [(c.name, c.values) for c in said.clashes] == [("PAR-01", (3, 2, None))]
    assert [c.name for c in said.beside] == ["remark"]
    assert str(said.clashes[0].label) != "PAR-01"
    desk.participants.change(person, {"protection": 1})
    said = refusal(lambda: desk.competence.assess_changes(key, "extra", TODAY, change))
    assert str(said.clashes[0].said[1]) == "protected"


def test_an_assessment_is_not_called_otherwise_by_a_colleague_who_saw_none_and_nothing_set_is_nothing_stored(
    desk: Desk,
) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    booking = desk.booking.book(person, place, TODAY, TODAY + timedelta(50)).booking
    desk.booking.introduction_seen(booking.ref)
    desk.booking.start(booking.ref)
    key = booking.employment_id
    assert key is not None

    def stands() -> tuple[str, str, dict[str, int]]:
        one = desk.competence.sheet(person).assessments[-1]
        return one.occasion, one.assessor, dict(one.levels)

    began = Change(None, "final")
    desk.competence.assess_changes(key, began, TODAY, {"PAR-01": Change(None, 2)}, assessor="Bo")
    ada = Change(None, "week4")
    with pytest.raises(Moved, match="Occasion was changed by somebody else meanwhile and is now: Final"):
        desk.competence.assess_changes(key, ada, TODAY, {"PAR-02": Change(None, 3)}, assessor="Ada")
    assert stands() == ("final", "Bo", {"PAR-01": 2})
    steps = len(desk.history.steps())
    for said in ("final", Change("final", "final"), began):
        desk.competence.assess_changes(key, said, TODAY, {"PAR-01": Change(2, 2)}, assessor="Ada")
    assert (stands(), len(desk.history.steps())) == (("final", "Bo", {"PAR-01": 2}), steps)
    desk.competence.assess_changes(key, Change("final", "week4"), TODAY, {}, assessor="Ada")
    assert stands() == ("week4", "Ada", {"PAR-01": 2}), "whoever saw what it was called may call it otherwise"


def test_two_who_end_an_employment_on_one_day_are_asked_where_their_reasons_differ(desk: Desk) -> None:
    person, place = make.participant(desk.bank), make.placement(desk.bank)
    key = employed(desk.bank, person, TODAY - timedelta(50), TODAY + timedelta(50), placement_id=place)
    on = Change(None, TODAY)
    desk.booking.end_employment(key, on, Change("", "A1"))
    desk.booking.end_employment(key, on, Change("", "A1"))
    said = refusal(lambda: desk.booking.end_employment(key, on, Change("", "A4")))
    ((name, values, told),) = [(c.name, c.values, [str(one) for one in c.said]) for c in said.clashes]
    assert (name, values) == ("end_reason", ("A4", "A1", ""))
    assert not {"A4", "A1"} & set(told), "in words"
    assert value(desk.bank, "select end_reason from employment where id = :id", id=key) == "A1"


def test_a_refusal_names_the_case_worker_and_shows_an_identity_number_without_its_last_digits(desk: Desk) -> None:
    ada, bo = (desk.participants.add_case_worker(name) for name in ("Ada", "Bo"))
    mine, theirs = make.fresh_number(), make.fresh_number()
    key = make.participant(desk.bank, case_worker_id=ada)
    desk.participants.change_case_worker([key], bo, "byte")
    said = moved(lambda: desk.participants.change(key, {"case_worker_id": Change(ada, None)}))
    assert "Bo" in said
    assert "Ada" not in said
    desk.participants.replace_identity(key, theirs)
    clash = refusal(lambda: desk.participants.replace_identity(key, Change(None, mine)))
    assert not any(number[-4:] in str(said) for number in (mine, theirs) for said in (clash, clash.clashes))


def test_a_weight_that_was_read_before_anothers_version_came_is_not_written_over_it(desk: Desk) -> None:
    from amdesk.db.bank import settings

    before = settings.weights(desk.bank)
    part = next(iter(before.parts))
    desk.set_weights({part: 7})
    stands = settings.weights(desk.bank)
    assert not desk._stored({part: 9}, before)
    assert settings.weights(desk.bank) == stands
    assert (stands.version, stands.parts[part]) == (before.version + 1, 7)
    assert desk.history.steps()[0].what.params["version"] == str(stands.version)


def test_two_days_of_a_placement_each_changed_by_one_of_two_are_told_where_they_do_not_follow_each_other(
    desk: Desk,
) -> None:
    place = make.placement(desk.bank)
    now = desk.work.placement(place)
    desk.placements.change(place, {"open_from": Change(now.open_from, TODAY + timedelta(90))})
    with pytest.raises(Refused, match="the end is before the start") as refused:
        desk.placements.change(place, {"open_to": Change(now.open_to, TODAY)})
    assert refused.value.code == "ORDER"
    assert desk.work.placement(place).open_to == now.open_to


@pytest.mark.parametrize(("table", "wrong"), [("participant", {"extent": 0}), ("placement", {"open_to": "1900-01-01"})])
def test_a_row_that_no_table_takes_is_refused_in_a_sentence(desk: Desk, table: str, wrong: dict[str, object]) -> None:
    key = make.participant(desk.bank) if table == "participant" else make.placement(desk.bank)
    with pytest.raises(Refused, match="does not fit together") as refused, desk.bank.write(text("a row")):
        update(desk.bank, table, key, **wrong)
    assert refused.value.code == "VALUE"
