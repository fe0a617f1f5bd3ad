"""Kontakt: the rhythm and where it stands, the talk in a line by three keys, and the last words in order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.booking.week.rhythm import TALK_KINDS, rhythm_said
from amdesk.domain.people.contact import CONTACT_KINDS
from amdesk.services.booking.week.attendance import PersonWeek
from amdesk.ui.booking.week.cells import BeatRow
from amdesk.ui.kit.basic import KeyButton, clear, divider, label
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

SHOWN = 3
"""Talks whose words are shown."""


class WayChip(KeyButton):
    """A way to talk. 1 to 3 choose one, Enter notes the talk."""

    def __init__(self, panel: TalkPanel, said: str, key: str) -> None:
        super().__init__(
            panel.shell, f"{key} {said}" if panel.shell.settings.letters else said, kind="chip", act="week.note"
        )
        self.panel = panel
        self.setCheckable(True)
        self.setAccessibleName(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.panel.saved.emit()
        elif plain and self.panel.shell.settings.letters and event.text() in {"1", "2", "3"}:
            self.panel.choose(TALK_KINDS[int(event.text()) - 1])
        else:
            super().keyPressEvent(event)


class TalkPanel(QWidget):
    saved = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        t = self.t
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addStrut(shell.theme.px(32))  # as the week's heading beside it, which has buttons
        head.addWidget(label(t("Contact"), "section"))
        head.addStretch(1)
        self.ago = label("", "asked")
        self.ago.hide()
        head.addWidget(self.ago)
        column.addLayout(head)
        self.rhythm = label("", "muted", wrap=True)
        column.addWidget(self.rhythm)
        self.beats = BeatRow(shell)
        column.addWidget(self.beats)
        column.addWidget(divider())
        column.addWidget(label(t("Note a contact (K)") if shell.settings.letters else t("Note a contact"), "strong"))
        ways = Wrapping()
        ways.setSpacing(6)
        self.ways = {}
        for number, kind in enumerate(TALK_KINDS, 1):
            one = WayChip(self, t(CONTACT_KINDS[kind]), str(number))
            one.clicked.connect(lambda _=False, k=kind: self.choose(k))
            self.ways[kind] = one
            ways.addWidget(one)
        column.addLayout(ways)
        self.words = QLineEdit()
        self.words.setPlaceholderText(t("What was said? What was agreed? (if you like)"))
        self.words.setToolTip(t("What was agreed about the work. Nothing about health."))
        self.words.returnPressed.connect(self.saved)
        column.addWidget(Field(t("In a line; nothing about health"), self.words))
        column.addWidget(divider())
        column.addWidget(label(t("Latest"), "strong"))
        self.latest = QVBoxLayout()
        self.latest.setSpacing(8)
        column.addLayout(self.latest)
        column.addStretch(1)
        self.choose(TALK_KINDS[0], focus=False)

    def choose(self, kind: str, *, focus: bool = True) -> None:
        for code, one in self.ways.items():
            one.setChecked(code == kind)
        self.kind = kind
        if focus:
            self.ways[kind].setFocus()

    def take_keys(self) -> None:
        self.ways[self.kind].setFocus()

    def tell(self, found: PersonWeek) -> None:
        t, today = self.t, found.today
        since = (today - found.last_talk).days if found.last_talk else None
        late = found.next_talk is not None and found.next_talk < today
        self.ago.setVisible(late and since is not None)
        if since is not None:
            self.ago.setText(t.plural("{days} day ago", "{days} days ago", since, days=since))
        self.rhythm.setText(f"{t.say(rhythm_said(found.every))} · {self._when(found, late=late)}")
        self.beats.tell(found.beats)
        clear(self.latest)
        for talk in found.talks[:SHOWN]:
            head = f"{t.day(talk.day)} · {talk.author}, {t(CONTACT_KINDS[talk.kind]).lower()}"
            one = QVBoxLayout()
            one.setSpacing(2)
            one.addWidget(label(head, "small", wrap=True))
            if talk.words:
                one.addWidget(label(talk.words, wrap=True))
            self.latest.addLayout(one)
        if not found.talks:
            self.latest.addWidget(label(t("No talk yet"), "muted"))

    def _when(self, found: PersonWeek, *, late: bool) -> str:
        """When the next is, or was meant to be; that none is to come before the last day."""
        if found.next_talk is None:
            return self.t("no more before the last day, {day}", day=found.job.last)
        if late:
            return self.t("the next was meant for {day}", day=found.next_talk)
        return self.t("next {day}", day=found.next_talk)
