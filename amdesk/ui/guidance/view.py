"""What guidance says of one choice: the question, its version, the paragraph, and the evidence card."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.guidance.evidence import CERTAINTIES, evidence_of
from amdesk.ui.kit.basic import clear, label
from amdesk.ui.kit.reading import ReadArea
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amdesk.domain.guidance.evidence import Evidence
    from amdesk.domain.guidance.markdown import Block
    from amdesk.services.guidance.handbook import Paragraph

DOTS = 4
WEAK = 2
"""Up to this certainty the card is amber: it asks for care."""


class Dots(QWidget):
    """Four dots, as many filled as the certainty has."""

    def __init__(self, shell: Shell, filled: int) -> None:
        super().__init__()
        self.shell, self.filled = shell, filled
        self.setFixedSize(QSize(shell.theme.mark(46), shell.theme.mark(12)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        colour = theme.color("warn" if self.filled <= WEAK else "ok")
        side = theme.mark(7)
        for i in range(DOTS):
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(colour if i < self.filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(1 + i * (side + 4), 2, side, side))
        painter.end()


class EvidenceCard(QFrame):
    """What is known, how certain, what it does not show, and its source."""

    def __init__(self, shell: Shell, card: Evidence) -> None:
        super().__init__()
        t = shell.words
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(t("What we know"), "strong"))
        head.addStretch(1)
        head.addWidget(Dots(shell, card.certainty))
        certainty = label(t(CERTAINTIES[card.certainty]), "label")
        head.addWidget(certainty)
        column.addLayout(head)
        column.addWidget(label(card.said, wrap=True))
        column.addWidget(label(t("Does not show: {what}", what=card.not_shown), "small", wrap=True))
        column.addWidget(label(t("Source: {source}", source=card.source), "small", wrap=True))


class GuidanceView(QWidget):
    """The paragraph of a choice, scrolling where it is long."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.found: Paragraph | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.title = label("", "section", wrap=True)
        self.version = label("", "small", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.version)
        self.inner = QVBoxLayout()
        self.inner.setContentsMargins(0, 4, 6, 0)
        self.inner.setSpacing(7)
        holder = QWidget()
        holder.setObjectName("scrolled")
        holder.setLayout(self.inner)
        self.area = ReadArea(self.t("Guidance"), holder)
        column.addWidget(self.area, 1)

    def show_paragraph(self, found: Paragraph | None) -> None:
        """What was found, or that the unit has written nothing about it."""
        self.found = found
        clear(self.inner)
        if found is None:
            self.title.setText(self.t("No guidance yet"))
            self.version.setText("")
            self.inner.addWidget(label(self.t("The unit has written nothing about this choice."), "muted", wrap=True))
            self.inner.addStretch(1)
            return
        self.title.setText(found.question)
        self.version.setText(said_version(self.shell, found))
        if found.section.title != found.question:
            self.inner.addWidget(label(found.section.title, "strong", wrap=True))
        for quoted, blocks in groupby(found.section.blocks, lambda b: b.kind == "quote"):
            if quoted:
                self._quoted(list(blocks))
            else:
                for block in blocks:
                    self._block(block)
        self.inner.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    def _quoted(self, blocks: Sequence[Block]) -> None:
        """The card where they are one; what only looks like it is read as it was written."""
        card = evidence_of(blocks)
        if card is not None:
            self.inner.addWidget(EvidenceCard(self.shell, card))
            return
        for block in blocks:
            if block.plain:
                self.inner.addWidget(label(block.plain, "small", wrap=True))

    def _block(self, block: Block) -> None:
        if block.kind == "item":
            self.inner.addWidget(label(f"•  {block.plain}", wrap=True))
        elif block.kind == "heading" or block.strong:
            self.inner.addWidget(label(block.plain, "strong", wrap=True))
        else:
            self.inner.addWidget(label(block.plain, wrap=True))

    def spoken(self) -> str:
        """All of it as one text, for whoever hears it."""
        found = self.found
        return found.section.plain if found is not None else self.title.text()


def said_version(shell: Shell, found: Paragraph) -> str:
    """ "Version 3 · in force from 1 October 2026 · Ingrid Skissander"."""
    t, v = shell.words, found.version
    since = t("Version {version} · in force from {day}", version=v.version, day=t.long_day(v.since)) if v.since else ""
    said = since or t("Version {version} · draft", version=v.version)
    return " · ".join(x for x in (said, v.by) if x)
