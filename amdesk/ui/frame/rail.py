"""The rail at the left: whose bank it is, the palette, the pages with their badges, what was opened last, and who I am."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from amdesk.domain.people.short_names import initials
from amdesk.ui.frame.about import acts_about
from amdesk.ui.frame.pages import PAGES, Entry
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import EnterButton, button, clear, divider, label
from amdesk.ui.kit.menu import fill, pop
from amdesk.ui.kit.shell import Shell

WIDE = 1600
"""Width of a window that has room to spare."""


class NavButton(EnterButton):
    """A page in the rail: icon, name, and a badge with the number of things to act on."""

    def __init__(self, shell: Shell, icon: str, said: str, key: str = "") -> None:
        """`key` opens it from anywhere, and stands in its tooltip."""
        super().__init__()
        self.shell, self.icon_name, self.said, self.key, self.badge = shell, icon, said, key, 0
        self.compact, self.barred = False, ""
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a screen reader says radio button, not check box
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(shell.theme.px(36))
        self._name()

    def _name(self) -> None:
        said = f"{self.said}, {self.badge}" if self.badge else self.said
        self.setAccessibleName(said)
        self.setToolTip(self.barred or (f"{said} ({self.key})" if self.key else said))

    def bar(self, why: str) -> None:
        """It is not for whoever sits here, and its tooltip says why: greyed, with a lock where its number would stand."""
        self.barred = why
        self.setEnabled(not why)
        self.setCursor(Qt.CursorShape.ArrowCursor if why else Qt.CursorShape.PointingHandCursor)
        self._name()
        self.update()

    def set_badge(self, count: int) -> None:
        self.badge = count
        self._name()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to the page above or below; Qt's own arrows would open it, or pass over what Tab does not stop at."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        group = self.group()
        if step and group is not None:
            pages = group.buttons()
            pages[max(0, min(len(pages) - 1, pages.index(self) + step))].setFocus()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = self.shell.theme, QPainter(self)
        on, size = self.isChecked(), theme.mark(20)
        plain = "line_strong" if self.barred else "text2"
        paint.icon(
            painter,
            theme,
            13,
            (self.height() - size) // 2,
            self.icon_name,
            "accent" if on else plain,
            size,
            filled=on,
        )
        if not self.compact:
            rect = self.rect().adjusted(22 + size, 0, -40 if self.barred else -12, 0)
            paint.say(
                painter,
                rect,
                self.said,
                theme.font("body_strong" if on else "body"),
                theme.color("text" if on else plain),
            )
        if self.barred:
            self._lock(painter)
        elif self.compact:
            self._count_beside(painter)
        elif self.badge:
            paint.say(
                painter,
                rect,
                str(self.badge),
                theme.digits("label"),
                theme.color("accent_text" if on else "text2"),
                paint.RIGHT,
            )
        painter.end()

    def _lock(self, painter: QPainter) -> None:
        """So that not colour alone tells it, which high contrast has none of."""
        theme = self.shell.theme
        size = theme.mark(12 if self.compact else 16)
        x = 14 + theme.mark(20) if self.compact else self.width() - 12 - size
        paint.icon(painter, theme, x, (self.height() - size) // 2, "lock_closed", "line_strong", size)

    def _count_beside(self, painter: QPainter) -> None:
        """In a narrow rail the number stands beside its icon, never on it."""
        if self.badge:
            theme = self.shell.theme
            rect = self.rect().adjusted(16 + theme.mark(20), 0, -1, 0)
            role = "accent_text" if self.isChecked() else "text2"
            paint.say(painter, rect, str(self.badge), theme.digits("label"), theme.color(role))

    def sizeHint(self) -> QSize:
        return QSize(56, self.shell.theme.px(38))


class Brand(QWidget):
    """The program's mark, its name, and whose bank it is."""

    def __init__(self, shell: Shell, city: str) -> None:
        super().__init__()
        self.shell, self.city, self.compact = shell, city, False
        self.setFixedHeight(shell.theme.px(42))
        self.setAccessibleName(f"AMDesk {city}")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        paint.brand(painter, theme, 0 if not self.compact else 8, (self.height() - 28) // 2, 28)
        if not self.compact:
            rect = self.rect().adjusted(38, 2, 0, 0)
            half = rect.height() // 2
            paint.say(painter, rect.adjusted(0, 0, 0, -half), "AMDesk", theme.font("section"), theme.color("text"))
            paint.say(
                painter, rect.adjusted(0, half - 2, 0, -2), self.city, theme.font("caption"), theme.color("text2")
            )
        painter.end()


class Rail(QFrame):
    """`went` says which page is wanted, and with what; `saved` is the label that tells of the latest change."""

    went = Signal(str, object)

    def __init__(self, shell: Shell, *, user: str, city: str, palette: Callable[[], object]) -> None:
        super().__init__()
        self.shell, self.t, self.compact = shell, shell.words, False
        self.opened: list[tuple[str, int, str]] = []
        self.buttons: dict[str, NavButton] = {}
        self.entries: list[NavButton] = []
        self.pages = QButtonGroup(self)
        self.pages.setExclusive(False)  # the page that is shown is marked when it is, not at the click
        self.setObjectName("nav")
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(2)
        self.area: QScrollArea | None = None
        self.brand = Brand(shell, city)
        column.addWidget(self.brand)
        column.addSpacing(8)
        self.search = button(shell, self.t("Search or do …"), palette, icon="search", key="Ctrl K")
        self.search.setObjectName("search")
        column.addWidget(self.search)
        column.addSpacing(8)
        if shell.theme.scale > 100:  # all of them need not stand above each other then: they scroll
            from amdesk.ui.kit.within import Inside

            held = QWidget()
            self.area = Inside(held)
            pages = QVBoxLayout(held)
            pages.setContentsMargins(0, 0, 0, 0)
            pages.setSpacing(2)
            column.addWidget(self.area, 1)
        else:
            pages = column
        self._fill(pages)
        column.addWidget(divider())
        column.addLayout(self._me(user))

    def _fill(self, column: QVBoxLayout) -> None:
        for one in PAGES:
            if one.key:
                column.addWidget(self._button(one))
        column.addSpacing(10)
        self.recent_label = label(self.t("Recent"), "label")
        self.recent_label.setContentsMargins(12, 0, 0, 0)
        self.recent_label.hide()
        column.addWidget(self.recent_label)
        self.recent = QVBoxLayout()
        self.recent.setSpacing(0)
        column.addLayout(self.recent)
        column.addStretch(1)
        for one in PAGES:
            if not one.key and not one.under:
                column.addWidget(self._button(one))

    def _button(self, one: Entry) -> NavButton:
        made = self.buttons[one.name] = NavButton(self.shell, one.icon, self.t(one.title), one.key.replace("+", " "))
        self.pages.addButton(made)
        made.bar(self.shell.barred(one.act))
        made.clicked.connect(lambda _=False, n=one.name: self.went.emit(n, {}))
        return made

    def _me(self, user: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(2, 8, 0, 0)
        row.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(paint.avatar_pixmap(self.shell.theme, initials(user), 34))
        mark.setMinimumHeight(self.shell.theme.px(36))  # as high as two lines, whether the second stands there or not
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.user = label(user, "strong")
        self.user.setMinimumWidth(20)
        self.saved = label("", "small")
        words.addWidget(self.user)
        words.addWidget(self.saved)
        self.saved.hide()
        row.addLayout(words, 1)
        return row

    def say_saved(self, said: str) -> None:
        """Under the name, which stands in the middle by itself where there is nothing to say."""
        self.saved.setText(said)
        self.saved.setVisible(bool(said) and not self.compact)

    def mark(self, page: str) -> None:
        """The page that is shown; Tab stops there, and arrows go to the others."""
        stands = next((one.under or one.name for one in PAGES if one.name == page), page)
        for name, one in self.buttons.items():
            here = name == stands
            one.setChecked(here)
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        if self.area is not None and page in self.buttons:
            self.area.ensureWidgetVisible(self.buttons[page], 0, 0)

    def remember(self, kind: str, key: int, name: str) -> None:
        """A person or a placement that was opened; the last three stand under Recent."""
        self.opened = [(kind, key, name), *(r for r in self.opened if r[:2] != (kind, key))][:3]
        self.show_recent()

    def forget(self, kind: str, key: int) -> None:
        """Somebody was flagged as protected since she was opened."""
        self.opened = [r for r in self.opened if r[:2] != (kind, key)]
        self.show_recent()

    def keep(self, standing: set[tuple[str, int]]) -> None:
        """Who was taken out of the bank by undo, or protected by somebody else, stands under Recent no longer."""
        kept = [r for r in self.opened if r[:2] in standing]
        if kept != self.opened:
            self.opened = kept
            self.show_recent()

    def show_recent(self) -> None:
        clear(self.recent)
        self.entries = []
        self.recent_label.setVisible(not self.compact and bool(self.opened))
        for kind, key, said in self.opened:
            person = kind == "participant"
            entry = NavButton(self.shell, "person" if person else "location", self.shell.name(said))
            entry.setCheckable(False)
            page, target = ("participants", {"participant": key}) if person else ("placements", {"placement": key})
            entry.clicked.connect(lambda _=False, p=page, a=target: self.went.emit(p, a))
            entry.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            entry.customContextMenuRequested.connect(partial(self._acts_at, entry, kind, key))
            self.recent.addWidget(entry)
            self.entries.append(entry)
            entry.setVisible(not self.compact)  # not before it has a parent: it would flash as a window of its own

    def _acts_at(self, entry: NavButton, kind: str, key: int, where: QPoint) -> None:
        """The right button and the menu key over somebody or a placement that was opened."""
        from PySide6.QtWidgets import QMenu  # the first paint has none

        menu = QMenu(self)
        fill(menu, acts_about(self.window(), self.shell, kind, key), self.shell)
        pop(menu, entry.mapToGlobal(where))

    def fit(self, window_width: int, *, compact: bool) -> None:
        """Icons alone in a small window; a little wider in a large one."""
        self.compact = compact
        px, edge = self.shell.theme.px, 8 if compact else 12
        self.setFixedWidth(
            px(28) + 24 + self.shell.theme.mark(20) if compact else px(224 if window_width >= WIDE else 208)
        )
        self.column.setContentsMargins(edge, 12, edge, 12)
        for one in self.buttons.values():
            one.compact = compact
            one.update()
        self.brand.compact = compact
        self.brand.update()
        self.search.setText("" if compact else self.t("Search or do …"))
        self.search.cap = "" if compact or not self.search.caps else "Ctrl K"
        self.user.setVisible(not compact)
        self.say_saved(self.saved.text())
        self.recent_label.setVisible(not compact and bool(self.opened))
        for one in self.entries:
            one.setVisible(not compact)
