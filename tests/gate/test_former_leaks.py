"""Each place where a protected person once stood by name, as a case of its own: none of them says who she is, or where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests.gate.outputs import printed, written
from tests.gate.people import NAMES, Staged, open_desk
from tests.gate.test_calls import ask, told
from tests.gate.test_commands import call
from tests.make import TODAY

Look = Callable[[Desk, Staged, Path], Iterable[str]]
SAY = Words("sv", TODAY)


def history(desk: Desk, *_: object) -> Iterator[str]:
    return (SAY.say(step.what) for step in desk.history.steps(10_000))


def kept_words(desk: Desk, *_: object) -> Iterator[str]:
    """The words of a step since somebody was flagged: whatever is stored then stays in the bank."""
    flagged = next(r["m"] for r in rows(desk.bank, "select max(id) as m from step"))
    one = desk.participants.listing()[-1]
    assert one.protected
    desk.participants.change(one.id, {"extent": 50})
    desk.participants.add_note(one.id, {"kind": "phone", "body": "Ringde", "on_date": TODAY})
    found = rows(desk.bank, "select * from step where id > :m", m=flagged)
    assert len(found) == 2
    return (str(row) for row in found)


def undone(desk: Desk, *_: object) -> Iterator[str]:
    for _step in range(12):
        yield from ask(desk, "history.undo", ())
    for _step in range(3):
        yield from ask(desk, "history.redo", ())


def competence_page(desk: Desk, staged: Staged, _folder: Path) -> Iterator[str]:
    yield from told(desk.competence.listed(everybody=True))
    for person in staged.people:
        yield from ask(desk, "competence.sheet", (person.key,))


def preview(desk: Desk, staged: Staged, _folder: Path) -> Iterator[str]:
    hers = {p.key for p in staged.people}
    for employment in desk.booking.employments():
        if employment.participant_id in hers:
            yield from ask(desk, "competence.draft", (employment.id,))
            yield from ask(desk, "competence.content", (employment,))


def issue(desk: Desk, staged: Staged, _folder: Path) -> Iterator[str]:
    for part in ("draft", "certified"):
        yield from ask(desk, "competence.issue", (staged.parts[part],))


def issued(desk: Desk, staged: Staged, _folder: Path) -> Iterator[str]:
    (mine,) = (c for c in desk.competence.archive() if c.participant_id == staged.parts["certified"])
    for name in ("as_text", "credential", "translation"):
        yield from ask(desk, f"competence.{name}", (mine.id,))
    yield from ask(desk, "competence.pdf", (mine.document_id,))


def notice(desk: Desk, staged: Staged, _folder: Path) -> Iterator[str]:
    return (said for ref in staged.booking.values() for said in ask(desk, "exports.notice", (ref,)))


def merged(desk: Desk, *_: object) -> Iterator[str]:
    """The record that was merged away keeps her other name; nothing leads to it."""
    for words in (NAMES[5], NAMES[6], *NAMES[5].split(), *NAMES[6].split()):
        assert desk.participants.find(words) == []
        yield from told(desk.search.hits(words))


def bookings(_desk: Desk, _staged: Staged, folder: Path) -> Iterator[str]:
    for more in ((), ("--json",)):
        yield from printed(call(folder / "ekhamra.amdesk", "list", "bookings", *more).stdout)


def waiting_rows(desk: Desk, *_: object) -> Iterator[str]:
    """What was read in before she was flagged, and waits to be mended."""
    assert desk.worklist.rows()
    return told(desk.worklist.rows())


def log(desk: Desk, staged: Staged, folder: Path) -> Iterator[str]:
    """The access log as it is shown, and as it leaves the program."""
    yield from told(desk.history.access(limit=10_000))
    for number in ("", staged.number("booked")):
        path = folder / f"logg{number}.xlsx"
        for _ in desk.exports.access_log(path, participant=number):
            pass
        yield from written(path)


FORMER: dict[str, Look] = {
    "history": history, "steps' words": kept_words, "undo": undone, "competence page": competence_page, "certificate's preview": preview,
    "certificate issued": issue, "issued certificate": issued, "booking notice": notice, "merged duplicates": merged, "list bookings": bookings,
    "work list": waiting_rows, "access log": log,
}  # fmt: skip


@pytest.mark.parametrize("leak", list(FORMER))
@pytest.mark.thorough(8)
def test_a_place_where_somebody_stood_by_name_says_nothing_of_her(leak: str, guarded: tuple[Path, Staged]) -> None:
    bank, staged = guarded
    desk = open_desk(bank)
    said = list(FORMER[leak](desk, staged, bank.parent))
    desk.close()
    assert said
    assert sorted(set(staged.all_faults(leak, said))) == []
