"""A certificate drawn again from what the city signed: levels as bars and figure, as the page that checks certificates has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from amdesk.domain.values import visible
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, label
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.competence.redrawn import Redrawn

BARS = (28, 16)
"""Pixels of the four bars."""
FULL_TIME = 100


class LevelBars(QWidget):
    """Four rising bars; what they say stands beside them, in a figure."""

    def __init__(self, shell: Shell, level: int) -> None:
        super().__init__()
        self.shell, self.level = shell, level
        self.setFixedSize(*BARS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.level(painter, self.shell.theme, 0, BARS[1] - 1, self.level)
        painter.end()


class RedrawnCertificate(Panel):
    """As high as all that it says, for what it stands in to scroll; each line is read aloud with its level in words."""

    def __init__(self, shell: Shell, drawn: Redrawn, name: str) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.setAccessibleName(name)
        self.body.setSpacing(4)
        self._top(drawn)
        for title, rows in drawn.areas:
            self._head(title)
            for skill, level in rows:
                said = drawn.levels[level - 1] if level <= len(drawn.levels) else ""
                self._row(skill, str(level), level, said)
        if drawn.levels:
            self._key(drawn.levels)
        self._rest(drawn)
        self.body.addStretch(1)

    def _top(self, drawn: Redrawn) -> None:
        t, theme = self.t, self.shell.theme
        title = label("Kompetensintyg", "title")
        title.setStyleSheet(f"QLabel {{ color: {theme.roles['accent_text']}; }}")
        number = label(drawn.number, "small")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout()
        row.addWidget(title, 1)
        row.addWidget(number)
        self.body.addLayout(row)
        self.body.addWidget(self._name(drawn.name))
        part = t("full time") if drawn.extent == FULL_TIME else t("{extent} %", extent=drawn.extent)
        born = t("born {day}", day=t.long_day(drawn.born)) if drawn.born else ""
        facts = (
            " · ".join(filter(None, (born, drawn.occupation.lower(), part))),
            f"{drawn.host}, {t.long_day(drawn.from_date)} – {t.long_day(drawn.to_date)}",
            t("Issued {day}", day=t.long_day(drawn.issued_on)),
            t("Replaces certificate {number}", number=drawn.replaces) if drawn.replaces else "",
        )
        for said in filter(None, facts):
            self.body.addWidget(label(said, "muted", wrap=True))

    @staticmethod
    def _name(said: str) -> QLabel:
        name = label(visible(said, ""), "title", wrap=True)
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        return name

    def _head(self, said: str) -> None:
        head = label(said, "strong", wrap=True)
        head.setStyleSheet(f"QLabel {{ color: {self.shell.theme.roles['accent_text']}; }}")
        self.body.addSpacing(8)
        self.body.addWidget(head)
        line = QFrame()
        line.setFixedHeight(1)
        line.setStyleSheet(f"background: {self.shell.theme.roles['accent']}; border: none;")
        self.body.addWidget(line)

    def _row(self, said: str, figure: str, level: int = 0, words: str = "") -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        left = label(said, wrap=True)
        left.setAccessibleName(f"{said}: {figure} {words}".rstrip())
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(left, 1)
        if level:
            row.addWidget(LevelBars(self.shell, level))
        right = label(figure, "strong" if level else "muted")
        right.setToolTip(words)
        row.addWidget(right)
        self.body.addLayout(row)
        line = QFrame()
        line.setProperty("kind", "divider")
        self.body.addWidget(line)

    def _key(self, levels: Sequence[str]) -> None:
        self.body.addSpacing(4)
        for level, words in enumerate(levels, 1):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(LevelBars(self.shell, level))
            row.addWidget(label(f"{level} {words}", "small", wrap=True), 1)
            self.body.addLayout(row)

    def _rest(self, drawn: Redrawn) -> None:
        t = self.t
        if drawn.modules:
            self._head(t("Completed during the employment"))
            for name, hours in drawn.modules:
                self._row(name, t.plural("{count} hour", "{count} hours", hours, count=hours))
        if drawn.remark or drawn.remark_on_paper:
            self._head(t("The supervisor's words"))
            longer = t("The words are too long for the code and stand on the paper.")
            self.body.addWidget(label(drawn.remark or longer, "" if drawn.remark else "muted", wrap=True))
        self.body.addSpacing(8)
        for said in drawn.signers:
            self.body.addWidget(label(said, "muted", wrap=True))
