"""What the board's cursor is on: a free place with who fits it best, a booking, or a placement. Beside the board where
there is room, else a bar under it: of one line where the board has little room, with the further acts in a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from amdesk.domain.booking.board import BAR_STATES, BoardBar
from amdesk.domain.booking.reasons import Reason
from amdesk.domain.people.short_names import given_name
from amdesk.services.booking.matching import PersonMatch
from amdesk.ui.booking.board.lines import BoardLine
from amdesk.ui.kit.basic import Elided, KeyButton, Panel, button, clear, divider, label
from amdesk.ui.kit.menu import MenuAct, fill, pop
from amdesk.ui.kit.relay import Wrapping, pairs
from amdesk.ui.kit.shell import Shell

SHOWN = {False: 3, True: 4}
BAR = 1060
"""Pixels at text 100 percent that title and acts want beside each other."""


class BoardPanel(Panel):
    """`act` says what a person pressed: book, reserve, match, open, edit, pick, move, extend, interrupt, end, confirm, capacity, hold."""

    act = Signal(str)
    refitted = Signal()
    """What is shown is to be laid anew."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=14)
        self.shell, self.t = shell, shell.words
        self.wide = self.low = False
        self.scant = False
        """Whether the board has little room, and wants what it can have."""
        self.people: Sequence[PersonMatch] = []
        self.said: Sequence[Sequence[Reason]] = []
        self.picked = 0
        self.anybody = True
        self.free = False
        """Whether a free place is shown: on nothing else is anybody offered."""
        self.names: dict[str, str] = {}
        self.book_button: KeyButton | None = None
        self.inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.inner.setSpacing(14)
        self.body.addLayout(self.inner)
        self._fit()

    def set_wide(self, wide: bool) -> None:
        """Beside the board (336 wide) or under it (one row)."""
        if wide != self.wide:
            self.wide = wide
            self.low = False
            self._direct()
            self._fit()

    def set_scant(self, scant: bool) -> None:
        """Of one line, or as it was."""
        if scant != self.scant:
            self.scant = scant
            self._direct()
            self._fit()
            self.refitted.emit()

    def _fit(self) -> None:
        px = self.shell.theme.px
        if self.wide:
            self.setFixedWidth(px(336))
            self.setMinimumHeight(0)
            self.setMaximumHeight(16777215)
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
            self.setMinimumHeight(0 if self.slim else px(112 if self.low else 78))
            self.setMaximumHeight(16777215 if self.low else px(78))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A bar that is too narrow for its acts beside the title has them under it."""
        super().resizeEvent(event)
        low = not self.wide and self.width() < self.shell.theme.px(BAR)
        if low != self.low:
            self.low = low
            self._direct()
            self._fit()
            self.refitted.emit()

    @property
    def slim(self) -> bool:
        """Whether the bar is one line, so that the board above it keeps its rows."""
        return self.low and self.scant

    def _direct(self) -> None:
        below = self.wide or (self.low and not self.slim)
        self.inner.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self.inner.setSpacing(8 if self.low else 14)

    @property
    def person(self) -> PersonMatch | None:
        """Who is named on the button: what Enter books."""
        return self.people[self.picked] if self.picked < len(self.people) else None

    def _title(self, said: str, pill: str, under: str, *, whole: bool = False) -> None:
        """`whole`: nothing of what stands under it is left out, and a bar gives it the room that its acts leave."""
        words = QVBoxLayout()
        words.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(Elided(said, "section"), int(not whole))
        row.addWidget(label(pill, "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        if whole:
            row.addStretch(1)
        words.addLayout(row)
        words.addWidget(
            label(under, "small", wrap=True) if self.wide or (whole and not self.slim) else Elided(under, "small")
        )
        holder = QWidget()
        holder.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        if not self.wide and not self.low and not whole:
            holder.setFixedWidth(self.shell.theme.px(270))
        self.inner.addWidget(holder, int(self.slim or (whole and not self.wide and not self.low)))
        if not self.low:
            self.inner.addWidget(divider(upright=not self.wide))

    def _kind(self, line: BoardLine) -> str:
        return self.t("In-house team") if line.team and line.team.kind == "in_house" else self.t("External place")

    def _name(self, line: BoardLine) -> str:
        if line.team is None:
            return ""
        if line.lane is None or line.team.single:
            return line.team.name
        return f"{line.team.name} · " + self.t("place {number}", number=line.lane.number)

    def _empty(self, *, free: bool = False) -> None:
        clear(self.inner)
        self.people, self.picked, self.book_button, self.free = [], 0, None, free

    def nothing(self, said: str) -> None:
        """No row with anything to do."""
        self._empty()
        self.inner.addWidget(label(said, "muted", wrap=self.wide))
        self.inner.addStretch(1)

    def show_gap(self, line: BoardLine, said: str) -> None:
        """A free place; who fits comes a moment later."""
        self._empty(free=True)
        self._title(self._name(line), self._kind(line), said)
        self.fits = QVBoxLayout()
        self.fits.setSpacing(6)
        self.best = Elided(self.t("Fits the place best"), "small")
        if self.slim:  # shown before it has a parent it would flash as a window of its own
            self.best.hide()
        self.fits.addWidget(self.best)
        self.chips = self._acts_row()
        self.chips.setSpacing(8)
        self.fits.addLayout(self.chips)
        if self.wide:
            self.warned = QVBoxLayout()
            self.warned.setSpacing(2)
            self.fits.addLayout(self.warned)
        self.inner.addLayout(self.fits, 0 if self.wide or self.slim else 1)
        if self.wide:
            self._facts(line)
        if not self.slim:
            self.inner.addStretch(1)
        self.buttons = self._acts_row()
        self.inner.addLayout(self.buttons)

    def _acts_row(self) -> QBoxLayout | Wrapping:
        if self.low and not self.slim:
            return Wrapping()
        return QBoxLayout(QBoxLayout.Direction.TopToBottom if self.wide else QBoxLayout.Direction.LeftToRight)

    def _facts(self, line: BoardLine) -> None:
        if line.team is None:
            return
        t, team = self.t, line.team
        self.inner.addWidget(divider())
        for name, said in (
            (t("Occupation"), self.names.get(team.occupation, team.occupation)),
            (t("District"), self.names.get(team.district, team.district)),
            (t("Hours"), team.schedule),
            (t("Supervisor"), team.supervisor),
        ):
            if said:
                self.inner.addWidget(label(name, "small"))
                self.inner.addWidget(Elided(said, "strong"))

    def nobody(self) -> str:
        """Why nobody is shown: in an empty bank nobody waits at all."""
        return self.t("Nobody who waits fits here") if self.anybody else self.t("Nobody is waiting")

    def show_people(self, found: Sequence[tuple[PersonMatch, Sequence[Reason]]], *, anybody: bool = True) -> None:
        """The best-fitting waiting people for the gap that is shown, and what is to be thought of for each; and whether anybody
        waits."""
        self.anybody = anybody
        shown = found[: SHOWN[self.wide]]
        self.people, self.said, self.picked = [m for m, _ in shown], [said for _, said in shown], 0
        self._show_chips()

    def _show_chips(self) -> None:
        t = self.t
        clear(self.chips)
        clear(self.buttons)
        if not self.people:
            self.chips.addWidget(label(self.nobody(), "muted"))
        if self.slim and len(self.people) > 1:
            self.chips.addWidget(self._menu(self.t("Others"), self._others))
        for i, found in enumerate([] if self.slim else self.people):
            chip = button(self.shell, self._scored(found), partial(self.pick, i), kind="chip")
            chip.setCheckable(True)
            chip.setChecked(i == self.picked)
            if not found.untold:
                chip.setAccessibleName(t("{name}, {score} of 100", name=self._person(found), score=found.match.score))
            self.chips.addWidget(chip)
        if not self.wide:
            self.chips.addStretch(1)
        self._show_warnings()
        if self.person is not None:
            who = (
                given_name(self._person(self.person))
                if not self.person.participant.protection
                else self.person.participant.number
            )
            self.book_button = button(
                self.shell,
                t("Book {name}", name=who),
                lambda: self.act.emit("book"),
                kind="primary",
                icon="calendar_add",
                key="Enter",
                writes=True,
                act="booking",
            )
            self.buttons.addWidget(self.book_button)
            if self.wide:
                self.buttons.addWidget(
                    button(
                        self.shell, t("Book tentatively"), lambda: self.act.emit("reserve"), writes=True, act="booking"
                    )
                )
        if self.wide:
            hold = button(
                self.shell, t("Hold a place"), lambda: self.act.emit("hold"), key="H", writes=True, act="booking"
            )
            self.buttons.addWidget(hold)
        if self.wide or self.person is None:  # under the board there is room for the main act alone
            self.buttons.addWidget(
                button(self.shell, t("Show matching"), lambda: self.act.emit("match"), act="matching")
            )

    def warnings(self) -> list[str]:
        """What is to be thought of before the person named on the button is booked."""
        said = self.said[self.picked] if self.picked < len(self.said) else ()
        return [self.t.say(r.text) for r in said if r.warns]

    def _show_warnings(self) -> None:
        """Beside the board a line for each; under it there is room for one line only, in place of the heading."""
        found = self.warnings()
        if self.wide:
            clear(self.warned)
            for said in found:
                self.warned.addWidget(label(said, "small", wrap=True))
            return
        line = " · ".join(found) or self.t("Fits the place best")
        self.best.setText(line)
        self.best.setToolTip(line)
        self.best.setVisible(not self.slim or bool(found))

    def _menu(self, said: str, acts: Callable[[], Sequence[MenuAct]]) -> KeyButton:
        """A button that has the rest behind it, where the bar is one line."""
        opens = KeyButton(self.shell, said, icon="more_horizontal")

        def show() -> None:
            menu = QMenu(self)
            fill(menu, acts(), self.shell)
            pop(menu, opens.mapToGlobal(opens.rect().topLeft()))

        opens.clicked.connect(show)
        return opens

    def _others(self) -> list[MenuAct]:
        """Who else fits, each with her score: whoever is chosen is named on the button."""
        names = ((i, self._scored(found)) for i, found in enumerate(self.people))
        return [MenuAct(said, partial(self.pick, i)) for i, said in names if i != self.picked]

    def pick(self, index: int) -> None:
        """Another of the people shown; Enter books her now."""
        self.picked = index
        self._show_chips()

    def _scored(self, found: PersonMatch) -> str:
        """Who, and how well she fits where that is told."""
        return self._person(found) if found.untold else f"{self._person(found)}   {found.match.score}"

    def _person(self, found: PersonMatch) -> str:
        p = found.participant
        return self.t.say(p.shown_name) if p.protection else self.shell.name(p.masked)

    def show_bar(self, line: BoardLine, bar: BoardBar) -> None:
        """A booking and the steps it can take."""
        self._empty()
        t = self.t
        under = f"{self._name(line)} · {t.day(bar.first)} – {t.day(bar.last)}" + (
            f" · {self.t.percent(bar.extent)}" if bar.extent < 100 else ""
        )
        self._title(self.shell.name(bar.name) if bar.ref else t("Closed period"), t(BAR_STATES[bar.state]), under)
        acts = [
            ("open", t("Open"), "Enter", "primary"),
            ("pick", t("Move with the arrow keys"), "M", ""),
            ("move", t("Move"), "", ""),
            ("extend", t("New last day"), "F2", ""),
            ("end", t("End booking"), "Del", ""),
        ]
        if self.wide and bar.state in {"running", "ending"}:  # under the board it stands in the menu
            acts.insert(-1, ("interrupt", t("Interrupt"), "", ""))
        if bar.state == "tentative":
            acts.insert(0, ("confirm", t("Confirm"), "", "soft"))
        if not bar.ref:
            acts = []
        elif bar.state == "ended":
            acts = acts[:1]
        if self.slim and len(acts) > 2:
            rest = [
                MenuAct(f"{said}\t{key}" if key else said, partial(self.act.emit, name), writes=True, act="booking")
                for name, said, key, _ in acts[1:]
            ]
            acts = acts[:1]
        else:
            rest = []
        shown = [
            button(self.shell, said, partial(self.act.emit, name), kind=kind, key=key, writes=True, act="booking")
            for name, said, key, kind in acts
        ]
        self._offer(shown + ([self._menu(t("More"), lambda: rest)] if rest else []))

    def show_carried(self, bar: BoardBar, said: str) -> None:
        """A bar that the keys carry: where it would lie, or why it cannot, whole, and what the keys do now."""
        self._empty()
        t = self.t
        self._title(self.shell.name(bar.name), t("Picked up"), said, whole=True)
        begun = bar.state in {"running", "ending"}  # it began when it began: only the place can be another
        moves = ("↑ ↓", t("move it to another place")) if begun else ("← ↑ ↓ →", t("move it"))
        keys = (moves, ("Enter", t("puts it down")), ("Esc", t("leaves it where it was")))
        row = pairs([(label(key, "key"), label(does, "small")) for key, does in keys], 14)
        self.inner.addLayout(row, int(self.low or self.wide))
        if self.wide:
            self.inner.addStretch(1)

    def _offer(self, acts: Sequence[KeyButton]) -> None:
        """Buttons at the end of the bar, or in lines under its title."""
        low = self.low and not self.slim
        if not self.low:
            self.inner.addStretch(1)
        row = Wrapping() if low else self.inner
        for one in acts:
            row.addWidget(one)
        if low:
            self.inner.addLayout(row)
            self.inner.addStretch(1)

    def show_team(self, line: BoardLine, today: date) -> None:
        """A placement with several places."""
        self._empty()
        if line.team is None:
            return
        t, team = self.t, line.team
        free = t("{free} of {capacity} free now", free=team.free, capacity=team.capacity)
        when = (
            ""
            if team.next_free is None or team.next_free <= today
            else " · " + t("next free {day}", day=team.next_free)
        )
        held = " · " + t("held until {day}", day=team.held[0]) if team.held else ""
        self._title(team.name, self._kind(line), free + when + held)
        if self.wide:
            self._facts(line)
        self._offer(
            [
                button(
                    self.shell,
                    t("Number of places"),
                    lambda: self.act.emit("capacity"),
                    writes=True,
                    act="places.change",
                ),
                button(
                    self.shell,
                    t("Change placement"),
                    lambda: self.act.emit("edit"),
                    icon="edit",
                    writes=True,
                    act="places.change",
                ),
            ]
        )
