"""Ctrl+K: one field to search, go and do. People and placements come from the bank, commands from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.guidance.seeking import SoughtSection
from amdesk.domain.people.participant import STATUSES
from amdesk.domain.values import fold
from amdesk.services.guidance.manual import sought_in_manual
from amdesk.services.overview.search import Hit
from amdesk.ui.frame.about import acts_about
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import divider, label
from amdesk.ui.kit.command import Command
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.rows import Row, RowsModel
from amdesk.ui.kit.shell import Shell

MANUAL_HITS = 4
"""Sections of the manual that are shown; F1 finds the others."""


class PaletteDelegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(30 if isinstance(index.data(Row), str) else 38))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Row)
        painter.save()
        theme = self.shell.theme
        rect: QRect = option.rect.adjusted(20, 0, -18, 0)
        if isinstance(row, str):
            paint.say(painter, rect.adjusted(0, 6, 0, 0), row, theme.font("label"), theme.color("text2"))
        else:
            paint.row_background(painter, option, index, theme)
            size = theme.mark(18)
            paint.icon(painter, theme, rect.left(), rect.center().y() - size // 2, row.icon, "text2", size)
            wide = paint.say(
                painter, rect.adjusted(size + 14, 0, -80, 0), row.text, theme.font("body_strong"), theme.color("text")
            )
            paint.say(
                painter,
                rect.adjusted(size + 26 + wide, 0, -80, 0),
                row.more,
                theme.font("caption"),
                theme.color("text2"),
            )
            paint.say(
                painter, rect, self.shell.words.keys(row.key), theme.font("label"), theme.color("text2"), paint.RIGHT
            )
        painter.restore()


class Palette(QWidget):
    """A scrim over the window with the field and its list in the middle."""

    def __init__(
        self,
        shell: Shell,
        window: QWidget,
        commands: Callable[[], Sequence[Command]],
        manual: Callable[[str, str], None],
    ) -> None:
        """`manual` opens it at a section, with the words that were sought."""
        super().__init__(window)
        self.shell, self.commands, self.manual = shell, commands, manual
        self.hits: Sequence[Hit] = ()
        self.seeking, self.entered = False, False
        """Whether what stands in the field is still sought, and whether Enter was pressed meanwhile."""
        self.box = QFrame(self)
        self.box.setObjectName("palette")
        column = QVBoxLayout(self.box)
        column.setContentsMargins(1, 6, 1, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(18, 0, 18, 0)
        mark = QLabel()
        mark.setPixmap(shell.theme.pixmap("search", "text2", shell.theme.mark(20), dpr=self.devicePixelRatioF()))
        self.field = QLineEdit()
        self.field.setObjectName("paletteField")
        self.field.setPlaceholderText(shell.words("Search or do …"))
        self.field.setAccessibleName(shell.words("Search or do …"))
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        top.addWidget(mark)
        top.addWidget(self.field, 1)
        top.addWidget(label("Esc", "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(top)
        column.addWidget(divider())
        self.list = QListView()
        self.rows: RowsModel[str | Command] = RowsModel(
            lambda r: r if isinstance(r, str) else f"{r.text} {r.more}", lambda r: isinstance(r, str)
        )
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PaletteDelegate(shell, self.list))
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(shell.words("Results"))
        self.list.clicked.connect(lambda _i: self._run())
        offer_acts(self.list, self._acts_here, shell)
        column.addWidget(self.list, 1)
        self.hide()

    def open_(self) -> None:
        self.resize(self.parentWidget().size())  # type: ignore[union-attr]  # it is made over a window
        wide, tall = min(self.shell.theme.px(640), self.width() - 60), min(self.shell.theme.px(452), self.height() - 60)
        self.box.setGeometry((self.width() - wide) // 2, max(20, (self.height() - tall) // 3), wide, tall)
        self.hits, self.seeking, self.entered = (), False, False
        self.field.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.field.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(self.shell.theme.color("scrim"))
        shade.setAlpha(110)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_()

    def close_(self) -> None:
        self.hide()
        self.parentWidget().setFocus()  # type: ignore[union-attr]  # the same

    def _ask(self, words: str) -> None:
        self.entered = False
        self._fill(words)
        query = self._sought(words)
        self.seeking = len(query.strip()) >= 2
        if self.seeking:
            self.shell.tasks.run(
                lambda desk: desk.search.hits(query), lambda hits: self._found(words, hits), key="palette"
            )
        else:
            self.hits = ()

    def _commands(self, words: str) -> list[Command]:
        """What has all of these words; the one that is called just so comes first."""
        wanted = fold(words).split()
        found = [c for c in self.commands() if all(w in fold(c.text) for w in wanted)]
        return sorted(found, key=lambda c: fold(c.text).split() != wanted)

    def _sought(self, words: str) -> str:
        """What people and placements are searched by: without the word of an act before a name ("boka amina"), but whole where
        the words are an act's own, since of "import och export" the "och" alone is nobody's name."""
        if self._commands(words):
            return words
        kept = (w for w in words.split() if not any(fold(c.text).startswith(fold(w)) for c in self.commands()))
        return " ".join(kept) or words

    def _found(self, words: str, hits: Sequence[Hit]) -> None:
        if self.isVisible() and self.field.text() == words:
            self.hits, self.seeking = hits, False
            self._fill(words)
            if self.entered:
                self._run()

    def _fill(self, words: str) -> None:
        t = self.shell.words
        commands = self._commands(words)
        named = bool(words) and fold(commands[0].text).split() == fold(words).split() if commands else False
        people = [h for h in self.hits if h.kind == "participant"]
        places = [h for h in self.hits if h.kind == "placement"]
        employers = [h for h in self.hits if h.kind == "employer"]
        guided = [h for h in self.hits if h.kind == "guidance"]
        rows: list[str | Command] = [t("Do"), commands.pop(0)] if named else []
        if people:
            acts = [self._match_command(h) for h in people if h.status == "waiting"]
            if acts:
                rows += [t("Do"), *acts]
            rows += [t("Participants"), *(self._person(h) for h in people)]
        if places:
            rows += [t("Placements"), *(self._place(h) for h in places)]
        if employers:
            rows += [t("Employers"), *(self._employer(h) for h in employers)]
        if commands:
            rows += [t("Do"), *commands[:9]]
        if guided:
            rows += [t("Guidance"), *(self._guidance(h) for h in guided)]
        if told := sought_in_manual(words, t.lang, MANUAL_HITS) if len(words.strip()) >= 2 else []:
            rows += [t("Manual"), *(self._manual(one, words) for one in told)]
        if not rows:
            rows = [t("Nothing found. Try a name, a number or a command.")]
        self.rows.set_rows(rows)
        first = next((i for i, r in enumerate(rows) if not isinstance(r, str)), None)
        if first is not None:
            self.list.setCurrentIndex(self.rows.index(first))

    def _match_command(self, hit: Hit) -> Command:
        name = self.shell.name(hit.name)
        return Command(
            self.shell.words("Book a place for {name}", name=name),
            "calendar_add",
            "",
            lambda: self.shell.go("matching", participant=hit.id),
            self.shell.words("Matching"),
            ("participant", hit.id),
        )

    def _person(self, hit: Hit) -> Command:
        t = self.shell.words
        return Command(
            self.shell.name(hit.name),
            "person",
            "",
            lambda: self.shell.go("participants", participant=hit.id),
            f"{hit.more} · {t(STATUSES[hit.status])}",
            ("participant", hit.id),
        )

    def _place(self, hit: Hit) -> Command:
        return Command(
            hit.name.seen,
            "building",
            "",
            lambda: self.shell.go("placements", placement=hit.id),
            f"{self.shell.words(hit.more)} · {hit.status}",
            ("placement", hit.id),
        )

    def _employer(self, hit: Hit) -> Command:
        def go() -> None:
            self.shell.go("employers", employer=hit.id)

        return Command(hit.name.seen, "briefcase", "", go, f"{hit.more} · {hit.status}" if hit.more else hit.status)

    def _guidance(self, hit: Hit) -> Command:
        return Command(
            hit.name.seen,
            "lightbulb",
            "",
            lambda: self.shell.go("development", part=hit.anchor),
            self.shell.words("Handbook"),
        )

    def _manual(self, one: SoughtSection, words: str) -> Command:
        anchor = one.section.anchor
        return Command(one.section.title, "book", "", lambda: self.manual(anchor, words), one.around)

    def _run(self) -> None:
        """What is chosen; where it is still that of other words, when those that stand there have been sought."""
        self.entered = self.seeking
        if self.seeking:
            return
        row = self.list.currentIndex().data(Row)
        if isinstance(row, Command):
            self.close_()
            row.run()

    def _acts_here(self) -> list[MenuAct]:
        """The palette makes room for what is chosen, as Enter does."""
        row = self.list.currentIndex().data(Row)
        if not isinstance(row, Command):
            return []
        found = [MenuAct(row.text, row.run)]
        if row.about:
            found = acts_about(self.window(), self.shell, *row.about)
        return [one._replace(run=partial(self._leave_for, one)) for one in found]

    def _leave_for(self, act: MenuAct) -> None:
        self.close_()
        act.run()

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        while 0 <= row < len(self.rows.rows) and isinstance(self.rows.rows[row], str):
            row += step
        if 0 <= row < len(self.rows.rows):
            self.list.setCurrentIndex(self.rows.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QContextMenuEvent):
            if event.reason() != QContextMenuEvent.Reason.Keyboard:
                return False
            self.list.customContextMenuRequested.emit(self.list.visualRect(self.list.currentIndex()).center())
            return True
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.close_()
            elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._move(1 if key == Qt.Key.Key_Down else -1)
            elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._run()
            else:
                return False
            return True
        return False
