"""What is known of a protected person is not said by mistake: in no sentence, list, picture of an object or file."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from amdesk.domain.people.masked import NOBODY, Masked, NotOpenedError, Token
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.texts import kept, text
from amdesk.i18n import Words

TOKEN = Token(7, "Jamila Provström", "participant", "Ringer upp")
SECRET = Masked("Quilla Zorvath", 7, 1)


def test_of_a_protected_person_nothing_is_said_whatever_is_done_with_it() -> None:
    said = [
        str(SECRET), repr(SECRET), f"{SECRET}", f"{SECRET!r:>40}", f"{SECRET}", SECRET.seen, str([SECRET]),
        json.dumps({"name": SECRET}, default=str), str(text("{name} is booked", name=SECRET)), str(kept(text("{name}", name=SECRET))),
        Words("sv").say(text("{name}", name=SECRET)), str(SECRET.order), repr(copy.deepcopy([SECRET])), repr(copy.copy(SECRET)),
    ]  # fmt: skip
    assert [one for one in said if "Quilla" in one or "Zorvath" in one] == []
    assert Words("sv").say(SECRET.text) == "Skyddade personuppgifter"
    assert Words("sv").show(Masked("Köket", 7, 1, HIDDEN)) == "(dold)"
    sent = pickle.dumps([SECRET])
    assert (b"Quilla" in sent, b"Zorvath" in sent) == (False, False), "another process gets the mask alone"
    (there,) = pickle.loads(sent)
    assert (there.hidden, str(there), there.person) == (True, str(SECRET), SECRET.person)


def test_whoever_has_opened_her_sees_it_and_nobody_with_the_token_of_another() -> None:
    seen = SECRET.opened(TOKEN)
    assert (seen.seen, str(seen), seen.hidden, seen.token) == ("Quilla Zorvath", "Quilla Zorvath", False, TOKEN)
    assert SECRET.hidden, "what was read before stays masked"
    with pytest.raises(NotOpenedError):
        pickle.dumps(seen)
    with pytest.raises(NotOpenedError):
        Masked("Bo", 8, 1).opened(TOKEN)


def test_of_somebody_whom_nothing_protects_it_is_the_value() -> None:
    bo = Masked("Bo", 8, 0)
    assert (bo.seen, str(bo), bo.hidden, Words("sv").show(bo)) == ("Bo", "Bo", False, "Bo")
    assert (bool(bo), bool(NOBODY), bool(Masked("", 7, 1))) == (True, False, True)
    assert pickle.loads(pickle.dumps(bo)) == bo
    assert bo == Masked("Bo", 8, 0) != Masked("Bo", 8, 1)
    assert max((SECRET, bo, Masked("Ada", 9, 0)), key=lambda m: m.order) is SECRET
