"""What a locked window shows: the program's mark, who has locked it, and a field for the passphrase. Nothing of the bank."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from amdesk import __version__
from amdesk.domain.errors import AmdeskError
from amdesk.ui.kit.basic import Panel, button, label
from amdesk.ui.kit.dialog import scrolled
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.paint import brand
from amdesk.ui.kit.shell import Shell

FREE = 3
"""Wrong passphrases before the next one has to wait."""
FIRST_WAIT, LONGEST_WAIT = 5, 60
"""Seconds; each wrong one more doubles the wait."""
MARK = 56
"""Pixels of the program's mark."""
DOT = 0x2022
"""What stands for each letter: the field's own is a large ball in this font."""


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong passphrases in a row."""
    return 0 if wrong < FREE else int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE)))


class LockScreen(QWidget):
    """`unlocked` says that the bank's secret was said. `proves` is asked on a thread of its own; None where the bank has no
    secret."""

    unlocked = Signal()
    proved = Signal(object)

    def __init__(
        self,
        shell: Shell,
        user: str,
        since: datetime,
        after: int,
        proves: Callable[[str], bool] | None,
        *,
        shared: bool = False,
    ) -> None:
        """`after` is how many minutes nobody had touched the program, 0 where somebody locked it. What a `shared` bank asks
        is its server's password."""
        super().__init__()
        self.shell, self.t, self.proves, self.shared, self.user = shell, shell.words, proves, shared, user
        self.wrong = self.left = 0
        self.checking = False
        self.setObjectName("page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(8)
        area = scrolled(inner, 0)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(area)
        self.column.addStretch(10)
        self._head(user, since, after)
        self.column.addSpacing(12)
        row = QHBoxLayout()  # centred by room on both sides: what is aligned is not given the height of its sentences
        row.addStretch(1)
        row.addWidget(self._card())
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(16)
        self.column.addLayout(self._other())
        self.forgotten = self._middle(
            self.t("Forgotten the passphrase? Use the recovery code.") if proves else "", "small"
        )
        self.forgotten.setVisible(proves is not None and not shared)
        self.column.addStretch(11)
        day = shell.today
        foot = f"AMDesk {__version__} · {self.t.weekday(day)} {self.t.long_day(day)}"
        self._middle(foot, "small")
        self.clock = QTimer(self)
        self.clock.setInterval(1000)
        self.clock.timeout.connect(self.tick)
        self.proved.connect(self._answered)

    def _middle(self, said: str, kind: str) -> QLabel:
        out = label(said, kind, wrap=True)
        out.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(out)
        return out

    def _head(self, user: str, since: datetime, after: int) -> None:
        mark = QLabel()
        mark.setPixmap(_mark(self.shell, self.devicePixelRatioF()))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(mark)
        self.column.addSpacing(6)
        t, time = self.t, f"{since:%H:%M}"
        self.title = self._middle(t("AMDesk is locked"), "title")
        said = t.plural(
            "{name} · locked {time}, after {minutes} minute",
            "{name} · locked {time}, after {minutes} minutes",
            after,
            name=user,
            time=time,
            minutes=after,
        )
        self._middle(said if after else t("{name} · locked {time}", name=user, time=time), "muted")

    def _card(self) -> Panel:
        t, theme = self.t, self.shell.theme
        card = Panel(padding=24)
        card.setFixedWidth(theme.px(344) + 48)
        card.body.setSpacing(14)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setStyleSheet(f"QLineEdit {{ min-height: {theme.px(32)}px; lineedit-password-character: {DOT}; }}")
        self.field.returnPressed.connect(self.confirm)
        self.eye = QAction(theme.icon("eye", "text2", theme.px(18)), t("Show the passphrase"), self.field)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self.field.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        self.name = QLineEdit()
        self.name.returnPressed.connect(self.confirm)
        self.named = Field(t("Your name, as it stands in the log"), self.name)
        self.named.hide()
        card.body.addWidget(self.named)
        self.asked = Field(t("Password of the bank's server") if self.shared else t("Passphrase"), self.field)
        card.body.addWidget(self.asked)
        self.none = label("", wrap=True)
        card.body.addWidget(self.none)
        self.ok = button(self.shell, t("Unlock"), self.confirm, kind="primary", icon="key", key="Enter")
        self.ok.setStyleSheet(f"QPushButton {{ min-height: {theme.px(34)}px; }}")
        card.body.addWidget(self.ok)
        row = QHBoxLayout()
        row.setSpacing(8)
        disk = QLabel()
        disk.setPixmap(theme.pixmap("save", "text2", theme.px(16), dpr=self.devicePixelRatioF()))
        row.addWidget(disk, 0, Qt.AlignmentFlag.AlignTop)
        self.waits = label(t("What you were doing waits."), "muted", wrap=True)
        row.addWidget(self.waits, 1)
        card.body.addLayout(row)
        self._ask(self.proves is not None)
        return card

    def _other(self) -> QHBoxLayout:
        """What turns the card into one for somebody else, who says her name, and back."""
        row = QHBoxLayout()
        self.switch = button(self.shell, self.t("Switch user"), self.turn, kind="link")
        row.addStretch(1)
        row.addWidget(self.switch)
        row.addStretch(1)
        return row

    def turn(self) -> None:
        t, other = self.t, self.named.isHidden()
        self.named.setVisible(other)
        for one, said in (
            (self.switch, t("Back to {name}", name=self.user) if other else t("Switch user")),
            (self.ok, t("Start") if other else t("Unlock")),
        ):
            one.setText(said)
            one.setAccessibleName(said)
        self.ok.setToolTip(f"{self.ok.text()} (Enter)")
        self.waits.setText(
            t("What {name} was doing waits.", name=self.user) if other else t("What you were doing waits.")
        )
        self.take_focus()

    def who(self) -> str:
        """Whose name was said: the user's own where nobody else's was asked."""
        return self.user if self.named.isHidden() else " ".join(self.name.text().split())

    def _ask(self, asks: bool) -> None:
        self.asked.setVisible(asks)
        self.none.setText("" if asks else self.t("The bank has no passphrase: whoever sits here can open it."))
        self.none.setVisible(not asks)

    def opens_unasked(self) -> None:
        """It has turned out that the bank has no secret."""
        self.proves = None
        self._ask(asks=False)
        self.forgotten.hide()
        self.take_focus()

    def take_focus(self) -> None:
        first = self.field if self.proves is not None else self.ok
        (first if self.named.isHidden() else self.name).setFocus()

    def _show(self, on: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.eye.setText(self.t("Hide the passphrase") if on else self.t("Show the passphrase"))
        self.eye.setIcon(self.shell.theme.icon("eye_off" if on else "eye", "text2", self.shell.theme.px(18)))

    def tell(self, said: str) -> None:
        """One sentence under the field."""
        self.asked.wrong.setText(said)
        self.asked.wrong.setVisible(bool(said))
        if said and self.proves is None:
            self.none.setText(said)

    def confirm(self) -> None:
        """Enter: prove what was typed, off the window's thread."""
        self.named.complain("" if self.who() else self.t("Write your name."))
        if not self.who():
            return
        if self.proves is None:
            self.unlocked.emit()
            return
        if self.checking or self.left:
            return
        secret, proves = self.field.text(), self.proves
        if not secret:
            self.tell(self.t("Write the passphrase."))
            return
        self.checking = True
        self.ok.setEnabled(False)
        self.tell("")

        def prove() -> None:
            answer: object
            try:
                answer = proves(secret)
            except Exception as error:  # noqa: BLE001 - told in the window, or given to its report
                answer = error
            with suppress(RuntimeError):  # the window is closed already
                self.proved.emit(answer)

        threading.Thread(target=prove, name="unlock", daemon=True).start()

    def _answered(self, answer: object) -> None:
        self.checking = False
        if answer is True:
            self.field.clear()
            self.unlocked.emit()
            return
        self.ok.setEnabled(True)
        self.field.setFocus()
        self.field.selectAll()
        if isinstance(answer, AmdeskError):
            self.tell(self.t.say(answer.text))
        elif isinstance(answer, Exception):
            self.tell(self.t("The passphrase could not be checked. Try again."))
            self.shell.error(answer)
        else:
            self._was_wrong()

    def _was_wrong(self) -> None:
        self.wrong += 1
        self.left = wait_after(self.wrong)
        self._count()

    def tick(self) -> None:
        """A second of the waiting is over."""
        self.left = max(0, self.left - 1)
        self._count()

    def _count(self) -> None:
        """What is wrong, and how long to wait."""
        self.ok.setEnabled(not self.left)
        if self.left and not self.clock.isActive():
            self.clock.start()
        elif not self.left:
            self.clock.stop()
        if self.left:
            self.tell(
                self.t.plural(
                    "That is wrong. Wait {seconds} second, then try again.",
                    "That is wrong. Wait {seconds} seconds, then try again.",
                    self.left,
                    seconds=self.left,
                )
            )
        elif self.shared:
            self.tell(self.t("That is not the password of the bank's server. Try again."))
        else:
            self.tell(self.t("That is not the passphrase of the bank. Try again, or use the recovery code."))


def _mark(shell: Shell, dpr: float) -> QPixmap:
    """The program's mark, sharp on this screen."""
    out = QPixmap(round(MARK * dpr), round(MARK * dpr))
    out.setDevicePixelRatio(dpr)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    brand(painter, shell.theme, 0, 0, MARK)
    painter.end()
    return out
