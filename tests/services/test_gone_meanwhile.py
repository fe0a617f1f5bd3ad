"""Nothing is put to the record of somebody who was erased, or taken back with the list she came by, since it was shown: whichever
act it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from amdesk.db.bank import erasure
from amdesk.db.port import update, value
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from tests import make
from tests.gate.test_acts import ACTS, Scene, code, scene_of
from tests.ui.formed import changed, state

DONE = {"competence.revoke"}
"""What is still done: a certificate that is in somebody's hands is revoked whoever it was issued to."""


def erased(desk: Desk, people: list[int]) -> None:
    uids = {str(value(desk.bank, "select uid from participant where id = :p", p=one)) for one in people}
    with desk.bank.write(text("an erasure"), undoable=False):
        erasure.erase(desk.bank, erasure.those(desk.bank, uids), "plan", "N. Chef")


def taken_back(desk: Desk, people: list[int]) -> None:
    """As undo of a list does with whoever came by it."""
    with desk.bank.write(text("a list is undone")):
        for one in people:
            update(desk.bank, "participant", one, void=1)


@pytest.fixture
def scene() -> Iterator[Scene]:
    with make.fresh() as desk:
        yield scene_of(desk)


@pytest.mark.thorough(96)
@pytest.mark.parametrize("gone", [erased, taken_back])
@pytest.mark.parametrize("call", [call for call in ACTS if call not in DONE])
def test_nothing_is_stored_of_whoever_is_gone(scene: Scene, call: str, gone: Callable[[Desk, list[int]], None]) -> None:
    desk, act = scene.desk, ACTS[call]
    if call == "rounds.accept":
        answer = desk.rounds.solve()
        chosen = [p for p in answer.optimal if p.person.id in scene.who.values()]
        at = desk.rounds.keep(answer)

        def act(_scene: Scene) -> object:
            return desk.rounds.accept(at, chosen)

    gone(desk, list(scene.who.values()))
    before = state(desk)
    assert code(act, scene) in {"NO_PARTICIPANT", "NO_SUBSIDY", "NOT_ENDED"}
    assert changed(before, state(desk)) == set()


def test_whose_case_worker_was_to_be_another_is_erased_and_keeps_nobody(scene: Scene) -> None:
    desk, key = scene.desk, scene.who["runs"]
    worker = desk.participants.add_case_worker("Ingrid Skissander")
    erased(desk, [key])
    before = state(desk)
    with pytest.raises(Refused, match="erased, or what added them"):
        desk.participants.change_case_worker([key], worker, "Ny i laget")
    assert changed(before, state(desk)) == set()
