"""Every call that reads, asked of the demo city: it answers what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from amdesk.domain.errors import AmdeskError
from amdesk.services.desk import Desk
from tests import make
from tests.approved.calls import READS, Chosen, Named
from tests.approved.more import more
from tests.approved.telling import approved, lines, short
from tests.gate.people import open_desk


@pytest.fixture(scope="module")
def chosen(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chosen]:
    desk = open_desk(make.copied(demo_file, tmp_path_factory.mktemp("approved") / "ekhamra.amdesk"))
    more(desk, tmp_path_factory.mktemp("lists"))
    yield Chosen(desk)
    desk.close()


def answer(desk: Desk, call: str, given: tuple[object, ...]) -> Iterator[str]:
    field, _, name = call.partition(".")
    by_name = given[-1] if given and isinstance(given[-1], Named) else Named()
    plain = given[:-1] if by_name else given
    try:
        found = getattr(desk if field == "desk" else getattr(desk, field), name)(*plain, **by_name)
    except AmdeskError as error:
        yield f"refused: {error.text}"
    else:
        yield from lines(found)


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
        said += [f"== {number}", *short(answer(chosen.desk, call, given))]
    approved(f"answers/{call}", said)
