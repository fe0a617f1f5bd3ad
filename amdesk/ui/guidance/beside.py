"""Guidance beside what somebody does: "?" at a choice and Shift+F1 open its paragraph, and the act stays as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from amdesk.ui.guidance.view import GuidanceView
from amdesk.ui.kit.basic import KeyButton, Panel, button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.guidance.handbook import Paragraph

WIDE = 360
"""Pixels of the panel at a text size of 100 percent."""
NARROW = 1000
"""Below this width the panel takes the room of the list."""
ROOM_BESIDE = 700
"""Below this one there is no room beside the act at all: it opens over it."""
EDGE = 4


class AskButton(KeyButton):
    """The "?" beside a choice; filled while its guidance is shown."""

    def __init__(self, shell: Shell, about: str) -> None:
        super().__init__(shell, "", icon="question_circle")
        self.setAccessibleName(shell.words("Guidance: {about}", about=about))
        self.setToolTip(f"{self.accessibleName()} ({shell.words.keys('Shift F1')})")
        side = shell.theme.px(32)
        self.setFixedSize(side, side)

    def set_open(self, *, on: bool) -> None:
        """Filled while its guidance is shown."""
        self.kind = "soft" if on else ""
        self.setProperty("kind", self.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()


def with_guidance(shell: Shell, field: Field, kind: str, code: Callable[[], str]) -> Field:
    """The field with "?" beside its control; `code` is what is chosen there when it is asked for."""
    column = field.layout()
    assert isinstance(column, QVBoxLayout)
    at = column.indexOf(field.control)
    column.removeWidget(field.control)
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(field.control, 1)
    row.addWidget(asked(shell, field, field.label.text(), kind, code, field.control), 0, Qt.AlignmentFlag.AlignTop)
    column.insertLayout(at, row)
    return field


def asked(
    shell: Shell, over: QWidget, about: str, kind: str, code: Callable[[], str], back: QWidget | None = None
) -> AskButton:
    """The "?" by itself, with Shift+F1 wherever the keys are within `over`, but in what has a "?" of its own."""
    mark = ask_button(shell, over, about, kind, code, back)
    AskKeys(over, mark)
    return mark


class AskKeys(QShortcut):
    """Shift+F1 within a widget. Where one with its own stands within another, Qt calls the keys ambiguous and tells either
    of the two: it is the nearer one's."""

    def __init__(self, over: QWidget, mark: AskButton) -> None:
        super().__init__(QKeySequence("Shift+F1"), over, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.over, self.mark = over, mark
        self.activated.connect(self._ask)
        self.activatedAmbiguously.connect(self._ask)

    def _ask(self) -> None:
        one: QWidget | None = self.over.window().focusWidget()
        nearest: AskKeys | None = None
        while one is not None and nearest is None:
            found = one.findChildren(AskKeys, options=Qt.FindChildOption.FindDirectChildrenOnly)
            nearest, one = next(iter(found), None), one.parentWidget()
        (nearest or self).mark.click()


def ask_button(
    shell: Shell, over: QWidget, about: str, kind: str, code: Callable[[], str], back: QWidget | None = None
) -> AskButton:
    """The same without keys, for what is made anew with what it stands on."""
    mark = AskButton(shell, about)
    mark.clicked.connect(lambda: open_beside(over, shell, kind, code(), back or mark, mark))
    return mark


def open_beside(
    over: QWidget, shell: Shell, kind: str, code: str, back: QWidget, mark: QWidget | None = None, version: int = 0
) -> None:
    """Show the paragraph of a choice in the panel of the page that `over` stands on, or over the dialog it stands in."""
    host = _host(over)

    def show(found: Paragraph | None) -> None:
        if not isValid(over):
            return
        if host is not None and host.width() >= shell.theme.px(ROOM_BESIDE):
            host.show_beside(found, back, mark)
        else:
            GuidanceDialog(over, shell, found).open()

    shell.tasks.run(lambda desk: desk.guidance.paragraph(kind, code, version or None), show, key="guidance")


def _host(over: QWidget) -> BesideRow | None:
    one: QWidget | None = over
    while one is not None and not isinstance(one, BesideRow):
        if one.isWindow():
            return None
        one = one.parentWidget()
    return one


class GuidanceDialog(Dialog):
    """The paragraph over a dialog, which stays as it stands below."""

    def __init__(self, parent: QWidget, shell: Shell, found: Paragraph | None) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Guidance"), t("Close"), width=440, only_shows=True)
        self.view = GuidanceView(shell)
        self.view.area.setMinimumHeight(shell.theme.px(300))  # gives way where the window is lower
        self.view.show_paragraph(found)
        self.body.addWidget(self.view)


class BesidePanel(Panel):
    """The panel at the right of a page."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(padding=16)
        self.shell, t = shell, shell.words
        self.setFixedWidth(shell.theme.px(WIDE))
        self.setAccessibleName(t("Guidance"))
        head = QHBoxLayout()
        head.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(
            shell.theme.pixmap(
                "lightbulb", "accent_text", shell.theme.mark(18), filled=True, dpr=self.devicePixelRatioF()
            )
        )
        head.addWidget(mark)
        head.addWidget(label(t("Guidance"), "label"))
        head.addStretch(1)
        self.close_button = button(shell, t("Close"), lambda: None, kind="link", icon="dismiss", key="Esc")
        head.addWidget(self.close_button)
        self.body.addLayout(head)
        self.view = GuidanceView(shell)
        self.body.addWidget(self.view, 1)
        self.foot = Wrapping()
        self.handbook = button(shell, t("Open in the handbook"), self._to_handbook, icon="book")
        self.older = button(shell, "", self._compare, kind="link")
        self.foot.addWidget(self.handbook)
        self.foot.addWidget(self.older)
        self.foot.addStretch(1)
        self.body.addLayout(self.foot)

    def show_found(self, found: Paragraph | None) -> None:
        self.view.show_paragraph(found)
        self.handbook.setVisible(found is not None)
        before = found.before if found is not None else None
        self.older.setVisible(before is not None)
        if before is not None:
            self.older.setText(self.shell.words("Compare version {version}", version=before.version))

    def _to_handbook(self) -> None:
        found = self.view.found
        if found is not None:
            self.shell.go("development", part=found.section.anchor)

    def _compare(self) -> None:
        found = self.view.found
        if found is not None and found.before is not None:
            self.shell.go("development", part=found.chapter, kind=f"{found.before.version}-{found.version.version}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRect(8, 0, self.width() - 16, EDGE), self.shell.theme.color("accent"))
        painter.end()


class BesideRow(QWidget):
    """What a page shows, and at its right the guidance while it is asked for. Where there is no room for both, `yields` gives
    it its own."""

    turned = Signal(bool)
    """Whether guidance is shown now: what is on the page may be said in fewer words meanwhile."""

    def __init__(self, shell: Shell, content: QWidget, yields: QWidget) -> None:
        super().__init__()
        self.shell, self.yields = shell, yields
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)
        self.row.addWidget(content, 1)
        self.panel: BesidePanel | None = None
        self.back: QWidget | None = None
        self.mark: QWidget | None = None

    @property
    def showing(self) -> bool:
        return self.panel is not None and self.panel.isVisible()

    def show_beside(self, found: Paragraph | None, back: QWidget, mark: QWidget | None) -> None:
        """`back` has the keys again when it is closed, `mark` is filled meanwhile. The same "?" again closes it."""
        if self.showing and mark is not None and mark is self.mark:
            self.close_beside()
            return
        self._unmark()
        if self.panel is None:
            self.panel = BesidePanel(self.shell)
            self.panel.close_button.clicked.connect(self.close_beside)
            self.row.addWidget(self.panel)
            self.panel.installEventFilter(self)
            QShortcut(
                QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(self.close_beside)
        self.back, self.mark = back, mark
        if isinstance(mark, AskButton):
            mark.set_open(on=True)
        self.panel.show_found(found)
        self.turned.emit(True)
        self.panel.show()
        self._fit()

    def close_beside(self) -> None:
        if self.panel is None or not self.panel.isVisible():
            return
        self.panel.hide()
        self.turned.emit(False)
        self.yields.show()
        self._unmark()
        if self.back is not None and isValid(self.back):
            self.back.setFocus()

    def _unmark(self) -> None:
        if isinstance(self.mark, AskButton) and isValid(self.mark):
            self.mark.set_open(on=False)
        self.mark = None

    def _fit(self) -> None:
        self.yields.setVisible(not (self.showing and self.width() < self.shell.theme.px(NARROW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        closes = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.panel and closes and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.close_beside()
            return True
        return super().eventFilter(watched, event)
