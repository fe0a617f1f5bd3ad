"""What somebody changed, beside what stands there now and what they began with."""

from __future__ import annotations

from typing import Any

import pytest

from amdesk.domain.change import Change, Moved, asked, changes, found, moved, settle, touched, worded
from amdesk.domain.results.followup import joined, parted
from amdesk.domain.texts import Text


def say(name: str, value: object) -> tuple[Text, object]:
    return Text(name.upper()), f"<{value}>" if value else value


def own(name: str, value: object) -> tuple[Text, object]:
    return Text("own"), f"({value})" if value else value


def refusal(given: Any, now: Any, mine: Any = None) -> Moved:
    with pytest.raises(Moved) as caught:
        settle(given, now, say, mine)
    assert caught.value.code == "MOVED"
    return caught.value


def test_a_form_sends_what_was_touched_from_what_was_stored() -> None:
    shown = {"a": "1", "b": "2"}
    assert changes({"a": " 1 "}, shown, {"a": "1", "b": "3"}) == {"b": Change(None, "3")}
    assert changes({"a": " 1 "}, shown, {"a": "9", "b": "2"}) == {"a": Change(" 1 ", "9")}


def test_what_was_found_goes_along_and_what_was_changed_stands_before_it() -> None:
    sent = found({"a": 1, "b": 2}, {"b": Change(2, 3)})
    assert sent == {"a": Change(1, 1), "b": Change(2, 3)}
    assert touched({**sent, "c": 7}) == {"b": Change(2, 3), "c": 7}
    assert [one.untouched for one in sent.values()] == [True, False]
    assert not Change(1, 1, decided=True).untouched, "to leave it was chosen"
    assert (asked(Change(1, 2)), asked(7)) == (2, 7)


def test_only_what_differs_from_what_stands_there_is_left_to_store() -> None:
    now = {"a": 1, "b": 2, "c": 3, "d": 4}
    assert settle({"a": Change(1, 5), "b": Change(9, 2), "c": 3, "d": 8}, now, say) == {"a": 5, "d": 8}
    assert settle({"a": Change(7, 7)}, now, say) == {}, "who only looked takes nobody's change back"


def test_where_two_have_changed_the_same_each_value_is_told_and_what_one_alone_changed_stands_beside() -> None:
    given = {"a": Change(1, 5), "b": Change(2, 6), "c": Change(9, 9), "d": Change(4, 4)}
    found = refusal(given, {"a": 3, "b": 2, "c": 8, "d": 4}, own)
    (clash,) = found.clashes
    assert (clash.name, str(clash.label), clash.values, clash.said) == ("a", "A", (5, 3, 1), ("(5)", "<3>", "(1)"))
    assert [(c.name, c.values) for c in found.beside] == [("b", (6, 2, 2)), ("c", (9, 8, 9))]
    assert [c.said for c in refusal(given, {"a": 3, "b": 2, "c": 9, "d": 4}).clashes] == [("<5>", "<3>", "<1>")]


def test_what_was_chosen_once_is_asked_again_only_where_it_has_moved_again() -> None:
    assert settle({"a": Change(3, 3, decided=True)}, {"a": 3}, say) == {}
    assert settle({"a": Change(3, 5, decided=True)}, {"a": 3}, say) == {"a": 5}
    assert [c.name for c in refusal({"a": Change(3, 3, decided=True)}, {"a": 4}).clashes] == ["a"]


def test_the_refusal_names_every_field_with_what_stands_there_now() -> None:
    one = str(refusal({"a": Change(1, 5)}, {"a": None}))
    assert one == (
        "A was changed by somebody else meanwhile and is now: empty. Nothing is stored; open it again to change it."
    )
    many = str(refusal({n: Change(1, 5) for n in "abc"}, {"a": 3, "b": 4, "c": ""}))
    assert many == (
        "Changed by somebody else meanwhile: A is now <3>; B is now <4>; C is now empty. Nothing is stored; open it again to change it."
    )
    assert [str(worded(v)) for v in (None, "", (), 0, False, "x")] == ["empty", "empty", "empty", "0", "False", "x"]
    assert moved(Text("A"), 3).clashes == moved(Text("A"), 3).beside == ()


def test_contact_and_situation_are_changed_as_one_so_that_nobody_not_reached_is_in_work() -> None:
    now = {"contact": "contacted", "situation": "work"}
    assert joined({"note": "x"}, now) == {"note": "x"}
    assert joined({"contact": "contacted", "situation": "studies", "note": "x"}, now) == {
        "outcome": ("contacted", "studies"),
        "note": "x",
    }
    assert joined({"contact": Change("contacted", "not_contacted")}, now) == {
        "outcome": Change(("contacted", "work"), ("not_contacted", "work"))
    }
    assert joined({"situation": Change("other", "studies")}, now) == {
        "outcome": Change(("contacted", "other"), ("contacted", "studies"))
    }
    assert joined({"situation": "studies"}, now) == {"outcome": ("contacted", "studies")}
    chosen = {"outcome": Change(("contacted", "work"), ("contacted", "other")), "contact": "not_due"}
    assert joined(chosen, now) == {"outcome": chosen["outcome"]}, "what was chosen as one stays one"


def test_parted_again_they_are_two_and_a_change_of_both_stays_one() -> None:
    assert parted({"outcome": ("contacted", "studies"), "note": "x"}) == {
        "contact": "contacted",
        "situation": "studies",
        "note": "x",
    }
    assert parted({"note": "x"}) == {"note": "x"}
    change = Change(("a", "b"), ("c", "d"))
    assert parted({"outcome": change}) == {}
