"""Whether a text on the screen names somebody who is protected since it was shown: by whatever she is told by."""

from __future__ import annotations

import pytest

from amdesk.services.desk import Desk
from tests import make


@pytest.mark.parametrize(
    ("said", "hers"),
    [
        ("Ringde Ada Prövarsson i går", True), ("ada prövarsson", True), ("Se {number}", True), ("ada@example.org", True),
        ("19900101-2382", True), ("199001012382", True), ("900101-2382", True), ("070-174 06 05", True), ("0701740605", True), ("+46 (0)70-1740605", True),
        ("Ada", False), ("900101", False), ("070-174 06 06", False), ("D-9999", False), ("", False),
    ],
)  # fmt: skip
def test_a_text_that_names_whom_another_protects_is_told_and_no_other(desk: Desk, said: str, *, hers: bool) -> None:
    given = {"identity": "199001012382", "phone": "070-174 06 05", "email": "ada@example.org"}
    ada, bo = make.participant(desk.bank, name="Ada Prövarsson", **given), make.participant(desk.bank, name="Bo Prov")
    asked = [said.format(number=desk.work.participant(ada).number), "Bo Prov"]
    known = desk.participants.flagged(None, asked)
    assert (known.everybody, known.any) == (frozenset(), False)
    desk.participants.protect(ada, 1)
    found = desk.participants.flagged(known.everybody, asked)
    assert (found.everybody, found.any) == (frozenset({ada}), True)
    assert found.named == (frozenset({ada}) if hers else frozenset(), frozenset()), bo
    assert desk.participants.flagged(found.everybody, asked).named == (frozenset(), frozenset()), "she is known by now"


def test_a_phone_number_too_short_to_tell_anybody_names_nobody(desk: Desk) -> None:
    ada, asked = make.participant(desk.bank, name="Ada Prövarsson", phone="17406"), ["Ordernummer 3174067"]
    known = desk.participants.flagged(None, asked)
    desk.participants.protect(ada, 1)
    assert desk.participants.flagged(known.everybody, asked).named == (frozenset(),)
