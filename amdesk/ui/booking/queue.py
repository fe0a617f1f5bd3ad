"""Queues in the window: the key that makes a turn of a refused booking, and who waits where with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.booking.queue import QUEUE_REASONS, QueuePlace, Turn
from amdesk.ui.kit.basic import button, clear, divider, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.reason import closed, why_open
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person as whose

if TYPE_CHECKING:
    from amdesk.domain.people.participant import Person
    from amdesk.services.desk import Desk


class QueueUp(QWidget):
    """Shown where a booking is refused: by one key she stands in the placement's queue instead."""

    def __init__(self, shell: Shell, key: str = "") -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.asked: tuple[int, int, date | None, date | None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        said = self.t("Queue for a place")
        self.ok = button(shell, said, self.press, icon="people", key=key, writes=True, act="booking")
        self.ok.setToolTip(self.t("She is proposed when it is her turn and a place is free."))
        column.addWidget(self.ok)
        self.hide()

    def offer(self, person: int, placement: int, first: date | None = None, last: date | None = None) -> None:
        """The booking that is refused."""
        self.asked = person, placement, first, last
        self.show()

    def press(self) -> None:
        if self.asked is None or not self.isVisible() or not self.ok.isEnabled():
            return
        who, where, first, last = self.asked
        self.shell.tasks.write(
            lambda desk: desk.queues.add(who, where, first, last),
            self._told,
            failed=self.shell.guarded(self.shell.toast),
        )

    def _told(self, made: QueuePlace) -> None:
        said = self.t(
            "In the queue as number {turn}: {reason}.", turn=made.turn, reason=self.t(QUEUE_REASONS[made.reason])
        )
        self.shell.toast(said, undo=True)


class QueueDialog(Dialog):
    """The queues of one person, or the queue of one placement: turns, whose it is now, and what she answers."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        whose: str,
        read: Callable[[Desk], tuple[list[QueuePlace], list[Turn]]],
        *,
        of_person: bool,
    ) -> None:
        t = shell.words
        said = t("Turns go by the day somebody came. A no keeps the turn.")
        super().__init__(parent, shell, t("Queues to places"), t("Close"), sentence=said, width=640, only_shows=True)
        self.belongs_to(whose)
        self.ask, self.of_person = read, of_person
        self.holder = QWidget()
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.holder)
        shell.tasks.written.connect(self.read)
        self.read()

    def read(self) -> None:
        self.shell.tasks.run(self.ask, self.show_queue, key="queue", failed=self.shell.guarded(self.complain))

    def show_queue(self, found: tuple[Sequence[QueuePlace], Sequence[Turn]]) -> None:
        queue, turns = found
        now = {t.place.id: t for t in turns}
        clear(self.column)
        if not queue:
            said = self.t("She stands in no queue.") if self.of_person else self.t("Nobody waits here.")
            self.column.addWidget(label(said, "muted"))
        for w in queue:
            self._row(w, now.get(w.id))
            self.column.addWidget(divider())
        self.adjustSize()

    def _row(self, w: QueuePlace, turn: Turn | None) -> None:
        t, shell = self.t, self.shell
        name = shell.shown(w.placement) if self.of_person else shell.name(w.participant)
        self.column.addWidget(label(t("{turn}. {name}", turn=w.turn, name=name), "strong", wrap=True))
        said = [t("since {day}", day=w.since), t(QUEUE_REASONS[w.reason])]
        said += [t("said no {day}", day=w.no_on)] if w.no_on else []
        self.column.addWidget(label(" · ".join(said), "small", wrap=True))
        if turn is not None:
            free = t("Her turn: free from {first} to {last}.", first=turn.first, last=turn.last)
            self.column.addWidget(label(free, "ok", wrap=True))
        self.column.addLayout(self._acts(w, turn))

    def _acts(self, w: QueuePlace, turn: Turn | None) -> QHBoxLayout | Wrapping:
        t, row = self.t, Wrapping()
        row.setSpacing(8)
        if turn is not None:
            row.addWidget(button(self.shell, t("Find place"), partial(self._match, w), kind="soft", act="matching"))
            no = partial(self._write, lambda desk: desk.queues.no(w.participant_id, w.placement_id))
            row.addWidget(button(self.shell, t("No this time"), no, kind="soft", writes=True, act="booking"))
        out = partial(self._write, lambda desk: desk.queues.remove(w.participant_id, w.placement_id))
        row.addWidget(button(self.shell, t("Out of the queue"), out, kind="soft", writes=True, act="booking"))
        row.addStretch(1)
        return row

    def _match(self, w: QueuePlace) -> None:
        self.accept()
        self.shell.go("matching", participant=w.participant_id)

    def _write(self, act: Callable[[Desk], None]) -> None:
        self.shell.tasks.write(act, lambda _: None, failed=self.shell.guarded(self.complain))


def of_person(over: QWidget, shell: Shell, participant: int, why: str = "") -> None:
    """The queues somebody stands in; of a protected person for a reason."""

    def read(desk: Desk, given: str) -> tuple[list[QueuePlace], list[Turn]]:
        found = desk.queues.of_person(participant, given)
        return found, [t for t in desk.queues.turns() if t.place.participant_id == participant]

    def begin(desk: Desk) -> Person:
        read(desk, why)
        return desk.person(participant)

    def show(person: Person) -> None:
        QueueDialog(over, shell, whose(shell, person), lambda desk: read(desk, why), of_person=True).open()

    def closed_for(error: Exception) -> None:
        if not closed(error):
            shell.guarded(shell.toast)(error)
        elif given := why_open(over, shell, error):
            of_person(over, shell, participant, given)

    shell.tasks.run(begin, show, key="queues", failed=closed_for)


def of_place(over: QWidget, shell: Shell, placement: int) -> None:
    """One placement's queue."""

    def read(desk: Desk) -> tuple[list[QueuePlace], list[Turn]]:
        found = desk.queues.of_placement(placement)
        return found, [t for t in desk.queues.turns() if t.place.placement_id == placement and not t.place.hidden]

    shell.tasks.run(
        lambda desk: desk.placements.get(placement),
        lambda place: QueueDialog(over, shell, place.name, read, of_person=False).open(),
        key="queues",
    )
