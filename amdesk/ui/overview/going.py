"""Get going: what a new bank needs, each ticked when it is there. A bank that has people and bookings never loads this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.overview.day import FirstHour
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import KeyButton, Panel, button, clear, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.shell import Shell, Visit

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

RING = 60
NEW = "new"
"""Among the keys of case workers: the user's own name, which no list has."""


class Act(NamedTuple):
    """A button of a step."""

    said: str
    icon: str
    key: str
    then: Callable[[], object]
    act: str
    """Which of the table of roles it is."""


class GoingStep(NamedTuple):
    """One thing that a bank needs: `told` says what came of it, or what to do. `waits` says what must be there first."""

    title: str
    told: str
    done: bool
    acts: Sequence[Act] = ()
    waits: str = ""


class Ring(QWidget):
    """How many of the steps are done."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.done, self.all = shell, 0, 1
        self.setFixedSize(shell.theme.px(RING), shell.theme.px(RING))

    def tell(self, done: int, steps: int) -> None:
        self.done, self.all = done, steps
        self.setAccessibleName(self.shell.words("{done} of {count} steps are done", done=done, count=steps))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        round_ = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        for role, part in (("surface3", 1.0), ("accent", self.done / self.all)):
            painter.setPen(QPen(theme.color(role), 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            if part:
                painter.drawArc(round_, 90 * 16, round(-360 * 16 * part))
        paint.say(
            painter,
            self.rect(),
            f"{self.done}/{self.all}",
            theme.font("body_strong"),
            theme.color("text"),
            paint.CENTER,
        )
        painter.end()


class TickMark(QWidget):
    """The tick of a step that is done, or its number."""

    def __init__(self, shell: Shell, number: int, *, done: bool) -> None:
        super().__init__()
        self.shell, self.number, self.done = shell, number, done
        self.setFixedSize(26, 26)
        self.setAccessibleName(shell.words("Done") if done else str(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("accent" if self.done else "line_strong"), 2))
        painter.setBrush(theme.color("accent" if self.done else "surface"))
        painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))
        if self.done:
            paint.icon(painter, theme, 5, 5, "checkmark", "on_accent", 16)
        else:
            font = theme.font("label")
            paint.say(painter, self.rect(), str(self.number), font, theme.color("text"), paint.CENTER)
        painter.end()


class Going(Panel):
    """`tell` shows how far the bank has come; `wide` is the whole left column, else a card beside the tasks."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=16)
        self.shell, self.t = shell, shell.words
        self.setObjectName("going")
        self.setAccessibleName(self.t("Get going"))
        self.ring = Ring(shell)
        self.said = label("", "muted", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.ring)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(self.t("Get going"), "title"))
        words.addWidget(self.said)
        words.addStretch(1)
        top.addLayout(words, 1)
        self.body.addLayout(top)
        self.steps = QVBoxLayout()
        self.steps.setSpacing(4)
        self.body.addLayout(self.steps)
        self.body.addStretch(1)
        self.first: KeyButton | None = None
        self.who: Choice | None = None
        self.told: object = None
        """What stands there: nothing is made anew under the hands of somebody who is choosing, because others write in the bank."""

    def tell(self, begun: FirstHour, *, wide: bool) -> bool:
        """Shows the steps; the first that is not done has its buttons. False where all of it stands there already."""
        told = begun, wide, self.shell.case_worker_id, self.shell.settings.user
        if told == self.told:
            return False
        self.told, steps = told, self._steps(begun)
        done = sum(s.done for s in steps)
        present = next((i for i, s in enumerate(steps) if not s.done), None)
        self.ring.tell(done, len(steps))
        self.said.setText(self.t("Next: {step}.", step=steps[present].title.lower()) if present is not None else "")
        clear(self.steps)
        self.first = self.who = None
        for i, step in enumerate(steps):
            row = self._row(i, step, begun, present=i == present, wide=wide)
            self.steps.addWidget(row)
            row.show()  # at once: keys that come before the event loop shows it would go to what nobody sees
        self._stand()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """As high as its words are at this width: where a line above the page takes room, the card beside it gives way."""
        self.setMinimumHeight(self.body.totalHeightForWidth(self.width()))

    def take_focus(self) -> bool:
        """Whether the present step has taken the focus: its first button, or the choice before it."""
        first = self.who or self.first
        if first is not None:
            first.setFocus()
        return first is not None

    def _row(self, i: int, step: GoingStep, begun: FirstHour, *, present: bool, wide: bool) -> QWidget:
        holder = QFrame()
        holder.setObjectName("step")
        if present:
            soft = self.shell.theme.roles["accent_soft"]
            holder.setStyleSheet(f"#step {{ background: {soft}; border-radius: 8px; }}")
        grid = QGridLayout(holder)
        close = (
            8 if wide or present else 2
        )  # in the card the present step's button has to be seen, a toast below or not
        grid.setContentsMargins(10, close, 10, close)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.addWidget(TickMark(self.shell, i + 1, done=step.done), 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(step.title, "section"), 0, 1)
        if step.waits and not present:
            grid.addWidget(label(step.waits, "small"), 0, 2)
        if wide or present:
            grid.addWidget(label(step.told, "muted" if wide else "small", wrap=True), 1, 1, 1, 2)
        if present:
            grid.addLayout(self._acts(step, begun, asks=not step.acts), 2, 1, 1, 2)
        return holder

    def _acts(self, step: GoingStep, begun: FirstHour, *, asks: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        if asks:
            user = self.shell.settings.user
            named = [(str(key), name) for key, name in begun.workers]
            if user:
                named.append((NEW, self.t("{name} (not in the lists yet)", name=user)))
            self.who = Choice(self.shell, named, name=self.t("I am this case worker"))
            for enter in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                QShortcut(enter, self.who, self._me, context=Qt.ShortcutContext.WidgetShortcut)
            row.addWidget(self.who)
            row.addWidget(button(self.shell, self.t("That is me"), self._me, kind="primary", writes=True, act="day"))
        for act in step.acts:
            kind = "primary" if self.first is None else ""
            made = button(
                self.shell, act.said, act.then, kind=kind, icon=act.icon, key=act.key, writes=True, act=act.act
            )
            self.first = self.first or made
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _me(self) -> None:
        """Who is in no list yet comes into it, as an import would bring her."""
        if self.who is None:
            return
        code, user = self.who.code(), self.shell.settings.user

        def store(desk: Desk) -> int:
            key = desk.participants.add_case_worker(user) if code == NEW else int(code)
            desk.set_case_worker(key)
            return key

        def stored(key: int) -> None:
            self.shell.case_worker_id = key
            self.shell.toast(self.t("Saved."))

        self.shell.tasks.write(store, stored)

    def _steps(self, begun: FirstHour) -> list[GoingStep]:
        t = self.t
        return [
            self._unit(begun),
            GoingStep(
                t("Places"),
                t("In the bank: {count}", count=begun.places)
                if begun.places
                else t("Read in your list of placements or add the first one."),
                bool(begun.places),
                (
                    Act(t("Read in a list"), "arrow_import", "", self._to("exchange", kind="placements"), "import"),
                    Act(t("New placement"), "add", "Ctrl Shift N", self._to("placements", new=True), "places.change"),
                ),
            ),
            GoingStep(
                t("Participants"),
                t("In the bank: {count}", count=begun.people)
                if begun.people
                else t("Read in the referral list or add the first one. Nothing is stored before you say so."),
                bool(begun.people),
                (
                    Act(t("Read in a list"), "arrow_import", "", self._to("exchange", kind="participants"), "import"),
                    Act(
                        t("New participant"),
                        "person_add",
                        "Ctrl N",
                        self._to("participants", new=True),
                        "people.change",
                    ),
                ),
            ),
            GoingStep(
                t("First booking"),
                t("Made: {count}", count=begun.booked)
                if begun.booked
                else t("Choose somebody who waits. The program shows which places fit and why; you decide."),
                bool(begun.booked),
                (Act(t("Find a place"), "target", "Ctrl B", self._to("matching"), "matching"),),
                t("when there is a place and a participant"),
            ),
        ]

    def _unit(self, begun: FirstHour) -> GoingStep:
        """Whose bank it is, and who sits here: a name in the lists is offered as soon as there are some."""
        t = self.t
        title, said = t("The unit and you"), " · ".join(x for x in (begun.city, begun.unit) if x)
        if not (begun.city and begun.unit):
            told = t("Say which municipality and unit this is. It is printed on certificates and notices.")
            return GoingStep(
                title, told, False, (Act(t("The unit"), "settings", "", self._to("settings", part="unit"), "settings"),)
            )
        if self.shell.case_worker_id is None and (begun.workers or self.shell.settings.user):
            told = t("Which case worker are you? The list shows yours first, and certificates name you.")
            return GoingStep(title, told, False)
        me = dict(begun.workers).get(self.shell.case_worker_id or 0, self.shell.settings.user)
        return GoingStep(title, " · ".join(x for x in (said, me) if x), True)

    def _to(self, page: str, **arguments: object) -> Callable[[], None]:
        visit = Visit(**arguments)  # type: ignore[typeddict-item]  # the names are those of Visit
        return lambda: self.shell.go(page, **visit)
