"""Every call that reads, asked of the demo city: it answers what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from amdesk.domain.errors import AmdeskError
from amdesk.services.bank.door import ACT_OF
from amdesk.services.desk import Desk
from tests import make
from tests.approved import test_papers
from tests.approved.calls import ELSEWHERE, EMPTY, READS, Chosen
from tests.approved.telling import approved, lines
from tests.gate.people import open_desk
from tests.gate.test_calls import answered
from tests.services.test_reads_write_nothing import stores


def answer(desk: Desk, call: str, given: tuple[object, ...]) -> Iterator[str]:
    try:
        found = answered(desk, call, given)
    except AmdeskError as error:
        yield f"refused: {error.text}"
    else:
        yield from lines(found)


def test_every_call_that_reads_is_asked_here_or_it_is_said_why_not() -> None:
    desk = Desk(make.memory(), make.CLOCK)
    reads = {call for call in ACT_OF if not stores(call, desk)}
    desk.close()
    papers = Path(test_papers.__file__).read_text("utf-8")
    left = {call for call in reads - set(READS) if f".desk.{call}(" not in papers}
    assert left - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - set(ACT_OF) == set()


OF_THE_LOG = {"log.found", "log.sample", "history.access"}
"""What tells who asked before: asked in a city of its own."""


@pytest.mark.thorough(12)
@pytest.mark.parametrize("call", sorted(set(READS) - OF_THE_LOG))
def test_a_call_answers_what_was_approved(call: str, chosen: Chosen) -> None:
    judge(call, chosen)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("call", sorted(OF_THE_LOG))
def test_what_the_log_says_is_what_was_approved(call: str, demo_bank: Path) -> None:
    with closing(open_desk(demo_bank)) as desk:
        judge(call, Chosen(desk))


def judge(call: str, chosen: Chosen) -> None:
    said = list[str]()
    for number, given in enumerate(READS[call](chosen), 1):
        said += [f"== {number}", *answer(chosen.desk, call, given)]
    told = [line for line in said if not line.startswith("==") and line.strip(" -")]
    assert bool(told) != (call in EMPTY), "it answers something, or stands among those that do not"
    approved(f"answers/{call}", said)
