"""What the window asks of the bank is answered after it was asked, whatever else is quick."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from tests.ui.conftest import Hands


def at_once(work: Callable[[Any], Any]) -> Future[Any]:
    """A thread that has done its work before anybody looks."""
    made: Future[Any] = Future()
    try:
        made.set_result(work(None))
    except Refused as error:
        made.set_exception(error)
    return made


@pytest.mark.thorough(2)
@pytest.mark.parametrize("thread", ["_reader", "_writer"])
def test_an_answer_never_comes_while_it_is_still_being_asked_for(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, thread: str
) -> None:
    """A dialog that asks while it is made would be answered, and closed, before it is opened."""
    tasks, heard = hands.window.tasks, list[object]()
    monkeypatch.setattr(getattr(tasks, thread), "submit", at_once)
    ask: Any = tasks.run if thread == "_reader" else tasks.write

    def refused(_desk: object) -> object:
        raise Refused(text("no"))

    ask(lambda _desk: "yes", heard.append)
    ask(refused, heard.append, failed=lambda error: heard.append(type(error)))
    assert heard == []
    hands.until(lambda: heard == ["yes", Refused])
