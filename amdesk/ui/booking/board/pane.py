"""The board with its legend and panel, and what happens when somebody books, moves or ends on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget, QWidgetAction

from amdesk.domain.booking.board import BAR_STATES, BoardBar
from amdesk.domain.booking.bookings import Booking, Check, Employment
from amdesk.domain.booking.reasons import Reason
from amdesk.domain.booking.rounds import USUAL_MONTHS
from amdesk.domain.booking.statuses import asking
from amdesk.domain.change import Change
from amdesk.domain.people.masked import NOBODY
from amdesk.domain.values import add_months
from amdesk.services.booking.board import BoardData
from amdesk.services.booking.matching import PersonMatch
from amdesk.ui.booking.board import access
from amdesk.ui.booking.board.drag import Drag
from amdesk.ui.booking.board.draw import Brush
from amdesk.ui.booking.board.lines import BoardLine
from amdesk.ui.booking.board.panel import BoardPanel
from amdesk.ui.booking.board.view import BoardView
from amdesk.ui.booking.opening import opened_booking
from amdesk.ui.kit.basic import Panel, button
from amdesk.ui.kit.menu import MenuAct, fill, pop
from amdesk.ui.kit.reason import despite_then, why_open
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

Gap = tuple[date, date]
"""The first and last day of a free period."""
FREE, EXAMPLE = "free", 3
"""The look of a week with so many free places, say, which the words after it go on to tell."""
WHOSE = {
    "open": "people.open",
    "match": "matching",
    "queue": "matching",
    "capacity": "places.change",
    "edit": "places.change",
}
"""Acts of a bar or a gap that are not the booking's own, by the table of roles."""
HELD = "held"
"""The look of a free place that is held."""
AWAY = "away"
"""The look of days away, for whoever may see them."""
LEGEND = ("running", "upcoming", "tentative", "ending", "conflict", "closed")


class Legend(QWidget):
    """What each look of a bar means."""

    def __init__(self, shell: Shell, brush: Brush) -> None:
        super().__init__()
        self.shell, self.brush = shell, brush
        self.line = shell.theme.px(26)
        self.setFixedHeight(self.line)
        t = shell.words
        self.said = {
            **{state: t(BAR_STATES[state]) for state in LEGEND},
            HELD: t("Held"),
            FREE: t("places free that week"),
        }
        if not shell.barred("week.see"):
            self.said[AWAY] = t("Absence")
        self.setAccessibleName(", ".join(self.said.values()))

    def laid(self, width: int) -> list[tuple[str, QRect, QRect]]:
        """Each look with the place of its mark and of its words: beside each other, in several lines where there is no room."""
        out, x, y = [], 2, 0
        for look, said in self.said.items():
            wide = self.brush.metrics["caption"].horizontalAdvance(said) + 2
            if x > 2 and x + 28 + wide > width:
                x, y = 2, y + self.line
            out.append((look, QRect(x, y, 22, self.line), QRect(x + 28, y, wide, self.line)))
            x += 28 + wide + 16
        return out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.laid(self.width())[-1][1].bottom() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, today, tall = QPainter(self), self.shell.today, 14
        for look, mark, words in self.laid(self.width()):
            top = mark.center().y() - tall // 2 + 1
            if look == HELD:
                frame = QRect(mark.left(), top, mark.width(), tall)
                self.brush.held(painter, frame, frame, "", 0)
            elif look == FREE:
                self.brush.cell(painter, mark.left() - 2, mark.center().y() - self.brush.row // 2, 26, EXAMPLE)
            else:
                where, state = QRect(mark.left(), top, mark.width(), tall), "running" if look == AWAY else look
                away = [where.adjusted(6, 0, 0, 0)] if look == AWAY else []
                self.brush.bar_at(painter, where, BoardBar(today, today, state, NOBODY), "", 0, today, away)
            self.brush.text(painter, words, self.said[look], "caption", "text2")
        painter.end()


class BoardPane(QWidget):
    """The page gives it data and hears nothing back: it asks the desk itself."""

    def __init__(self, shell: Shell, edit: Callable[[int], object]) -> None:
        super().__init__()
        self.shell, self.t, self.edit = shell, shell.words, edit
        access.install()
        self.view = BoardView(shell)
        self.panel = BoardPanel(shell)
        self.outer = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(10)
        left = QVBoxLayout()
        left.setSpacing(6)
        card = Panel(padding=1)
        card.body.addWidget(self.view, 1)
        left.addWidget(card, 1)
        foot = QHBoxLayout()
        self.legend = Legend(shell, self.view.brush)
        """Where there is little room it stands behind a button, and the board has its place."""
        foot.addWidget(self.legend, 1)
        self.conflicts = button(shell, "", self.show_conflicts, kind="link", icon="warning")
        self.conflicts.hide()
        foot.addWidget(self.conflicts)
        left.addLayout(foot)
        self.outer.addLayout(left, 1)
        self.outer.addWidget(self.panel)
        self.view.chosen.connect(self._chosen)
        self.view.wanted.connect(self._wanted)
        self.view.dropped.connect(self._dropped)
        self.view.carried.connect(self._carried)
        self.view.asked.connect(self._ask_there)
        self.panel.refitted.connect(self.view.tell)
        self.panel.act.connect(lambda act: self._wanted(act, self.view.line(), self.view.current()))

    def show_legend(self, under: QWidget) -> None:
        """What each look means, over the board, until Esc or a click beside it."""
        menu, held = QMenu(self), QWidgetAction(self)
        legend = Legend(self.shell, self.view.brush)
        legend.setMinimumWidth(min(self.width(), self.shell.theme.px(420)))
        legend.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        held.setParent(menu)
        held.setDefaultWidget(legend)
        menu.addAction(held)
        pop(menu, under.mapToGlobal(under.rect().bottomLeft()))

    def set_wide(self, wide: bool) -> None:
        """Room beside the board (window from 1600 on) or a bar under it."""
        self.view.set_wide(wide)
        self.panel.set_wide(wide)
        self.outer.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.view.tell()

    def set_scant(self, scant: bool) -> None:
        """Whether there is little room for the board: large text, or a low screen."""
        self.legend.setVisible(not scant)
        self.panel.set_scant(scant)

    def show_data(self, data: BoardData, names: dict[str, str], conflicts: int) -> None:
        self.panel.names = self.view.names = names
        self.view.show_data(data)
        self.conflicts.setText(
            self.t.plural("{count} conflict to settle", "{count} conflicts to settle", conflicts, count=conflicts)
        )
        self.conflicts.setVisible(conflicts > 0)

    # what the cursor is on

    def _carried(self, said: str) -> None:
        """Where the bar would lie that the keys carry, said and shown."""
        access.announce(self.view, said)
        if self.view.drag is not None and self.view.drag.bar is not None:
            self.panel.show_carried(self.view.drag.bar, said)

    def _ask_there(self, drag: Drag) -> None:
        """Whether whoever is dragged fits where the bar is over now; what is said of room the lanes say."""
        bar, team, first, last = drag.bar, drag.target.team if drag.target else None, drag.first, drag.last
        if bar is None or team is None or first is None or last is None:
            return
        self.shell.tasks.run(
            lambda desk: desk.booking.checks(bar.participant_id, team.id, first, last, bar.extent, without=bar.ref),
            lambda found: self.view.told_there(drag, team.id, of_the_pair(found)),
            key="board-there",
            failed=lambda _error: None,
        )

    def _chosen(self, line: BoardLine | None, what: BoardBar | Gap | None) -> None:
        access.focus_moved(self.view)
        if line is None or line.team is None:
            self.panel.nothing(
                self.t("Choose a free place to see who fits it, or a booking to see what it can become.")
            )
        elif line.lane is None:
            self.panel.show_team(line, self.shell.today)
        elif isinstance(what, BoardBar):
            self.panel.show_bar(line, what)
        elif what is None:
            self.panel.nothing(self.t("The period has passed."))
        else:
            self._show_gap(line, what)

    def _show_gap(self, line: BoardLine, gap: Gap) -> None:
        assert line.team is not None
        key, since = line.team.id, gap[0]
        self.panel.show_gap(line, self.view.gap_said(line, *gap))
        self.shell.tasks.run(
            lambda desk: (desk.matching.fitting(key, 4, since), desk.participants.waiting_count() > 0),
            self._fitting,
            key="board-fit",
            failed=lambda _e: self._fitting(([], True)),
        )

    def _fitting(self, answer: tuple[Sequence[tuple[PersonMatch, Sequence[Reason]]], bool]) -> None:
        found, anybody = answer
        if self.panel.free and self.panel.person is None:  # the cursor may be elsewhere by now
            self.panel.show_people(found, anybody=anybody)

    # acts

    def _wanted(self, act: str, line: BoardLine | None, what: BoardBar | Gap | None) -> None:
        if line is None or line.team is None:
            return
        if act == "menu":
            self._menu(line, what)
        elif act in {"book", "reserve"}:
            self._book(line, what, reserve=act == "reserve")
        elif act == "match":
            self.shell.go("matching", placement=line.team.id)
        elif act == "queue":
            self.shell.open("queue.of_place", self, line.team.id)
        elif act == "hold" and not isinstance(what, BoardBar):
            self.shell.open("hold.of_place", self, line.team.id)
        elif act == "edit":
            self.edit(line.team.id)
        elif act == "capacity":
            self._capacity(line)
        elif isinstance(what, BoardBar) and what.ref:
            self._bar_act(act, what)

    def _bar_act(self, act: str, bar: BoardBar) -> None:
        """What a bar leads to says whose it is, so that a protected person's asks for a reason first, and logs it."""
        why = why_open(self, self.shell) if bar.protected else ""
        if why is None:
            return
        if act == "open":
            self.shell.go("participants", participant=bar.participant_id, why=why)
        elif act == "pick":
            self.view.setFocus()
            self.view.pick_up()
        elif act == "confirm":
            self._write(lambda desk, why: _confirm(desk, why, bar.ref), self.t("The booking is confirmed."))
        elif bar.state != "ended":
            self.shell.tasks.run(lambda desk: opened_booking(desk, bar.ref, why), partial(self._ask, act))

    def _ask(self, act: str, answer: tuple[Booking, Employment | None]) -> None:
        from amdesk.ui.booking.steps import open_step

        booking, employment = answer
        steps = {"move": "move", "extend": "last_day", "interrupt": "interrupt", "end": "cancel"}
        if act == "end" and booking.status == "started" and employment is not None:
            self.shell.open("employment.end", self, employment, booking)
        elif steps[act] in asking(booking.status):
            open_step(self, self.shell, booking, steps[act])

    def _book(self, line: BoardLine, gap: BoardBar | Gap | None, *, reserve: bool) -> None:
        found = self.panel.person
        if gap is None:
            return
        if found is None or line.team is None or isinstance(gap, BoardBar):
            self.shell.toast(self.panel.nobody())
            return
        key, who = line.team.id, found.participant
        first = max(gap[0], who.available_from or gap[0])
        last = gap[1] if self.view.period else min(add_months(first, USUAL_MONTHS) - timedelta(1), gap[1])
        name = self.t("Protected person") if who.protection else self.shell.name(who.masked)
        said = self.t(
            "{name} is booked, {place}, {first} to {last}.", name=name, place=line.team.name, first=first, last=last
        )
        self._write(
            lambda desk, why: desk.booking.book(who.id, key, first, last, reserve=reserve, despite=why).warnings, said
        )

    def _dropped(self, drag: Drag) -> None:
        bar, target, first, last = drag.bar, drag.target, drag.first, drag.last
        if bar is None or target is None or target.team is None or first is None or last is None:
            return
        problem = drag.problem()
        if problem is not None:
            self.shell.toast(problem)
            return
        ref, till = bar.ref, Change(bar.last, last)
        if drag.kind == "last":
            self._write(partial(_extended, ref=ref, till=till), self.t("The last day is changed."))
        else:
            here = drag.line.team.id if drag.line.team else target.team.id
            place, since = Change(here, target.team.id), Change(bar.first, first)
            work = partial(_moved, ref=ref, place=place, since=since, till=till)
            self._write(work, self.t("The booking is moved."))

    def _write(self, work: Callable[[Desk, str], Sequence[Check]], said: str, despite: str = "") -> None:
        """Do it, and say that it is done together with what `work` answers is to be thought of. Where a must is not met it is
        asked why to go on."""

        def done(found: Sequence[Check]) -> None:
            self.view.period = self.view.anchor = None
            whole = self.shell.with_warnings(said, found)
            self.shell.toast(whole, undo=True)
            access.announce(self.view, whole)
            self.view.setFocus()

        told = self.shell.guarded(lambda s: self.shell.toast(s))
        failed = despite_then(self, self.shell, lambda why: self._write(work, said, why), told)
        self.shell.tasks.write(lambda desk: work(desk, despite), done, failed=failed)

    def _capacity(self, line: BoardLine) -> None:
        from amdesk.ui.booking.capacity import CapacityDialog

        if line.team is not None:
            CapacityDialog(self, self.shell, line.team.id, line.team.name, line.team.capacity).open()

    def show_conflicts(self) -> None:
        """Everything hosts want that does not fit, in one place."""
        from amdesk.ui.booking.capacity import ConflictsDialog

        ConflictsDialog(self, self.shell).open()

    def _menu(self, line: BoardLine, what: BoardBar | Gap | None) -> None:
        """Every act of the mouse, by name."""
        t, menu = self.t, QMenu(self)

        def add(said: str, wanted: str) -> None:
            act, reads = WHOSE.get(wanted, "booking"), wanted in {"open", "match", "queue"}
            one = MenuAct(said, lambda: self._wanted(wanted, line, what), writes=not reads, act=act)
            fill(menu, [one], self.shell)

        if isinstance(what, BoardBar) and what.ref:
            add(t("Open"), "open")
            if what.state == "tentative":
                add(t("Confirm"), "confirm")
            if what.state != "ended":
                add(t("Move with the arrow keys") + "\tM", "pick")
                add(t("Move"), "move")
                add(t("New last day") + "\tF2", "extend")
                if what.state in {"running", "ending"}:
                    add(t("Interrupt"), "interrupt")
                add(t("End booking") + "\tDel", "end")
        elif what is not None and not isinstance(what, BoardBar):
            add(t("Book") + "\tEnter", "book")
            add(t("Book tentatively"), "reserve")
            add(t("Show matching"), "match")
        menu.addSeparator()
        add(t("Number of places"), "capacity")
        add(t("Change placement"), "edit")
        add(t("Queue"), "queue")
        if not isinstance(what, BoardBar):
            add(t("Hold a place") + "\tH", "hold")
        rect = self.view.cell_rect(self.view.row, self.view.day)
        menu.popup(self.view.viewport().mapToGlobal(QPoint(max(rect.left(), self.view.label_width) + 8, rect.bottom())))


def of_the_pair(found: Sequence[Check]) -> list[Check]:
    """What stands between who is dragged and the placement; of the days the lane itself says what there is to say."""
    return [
        c for c in found if c.level in {"stop", "warn"} and c.code not in {"FULL", "CLOSED", "PAST", "SHORT", "ORDER"}
    ]


def _confirm(desk: Desk, _why: str, ref: str) -> Sequence[Check]:
    desk.booking.confirm(ref)
    return ()


def _extended(desk: Desk, why: str, ref: str, till: Change) -> Sequence[Check]:
    return desk.booking.warnings(desk.booking.extend(ref, till, why).ref)


def _moved(desk: Desk, why: str, ref: str, place: Change, since: Change, till: Change) -> Sequence[Check]:
    return desk.booking.warnings(desk.booking.move(ref, place, since, till, why).ref)
