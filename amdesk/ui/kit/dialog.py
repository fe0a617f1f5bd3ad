"""What dialogs share: title, fields, one primary button; Esc closes, Ctrl+Enter confirms, focus on the first field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from amdesk.domain.change import Change, Moved, found
from amdesk.domain.errors import AmdeskError
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.fieldarea import FieldArea
from amdesk.ui.kit.shell import BareShell, Shell
from amdesk.ui.kit.within import Within
from amdesk.ui.kit.written import Written, is_field

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from amdesk.services.desk import Desk
    from amdesk.ui.kit.conflict import ConflictBand

T = TypeVar("T")
Spanned = QWidget | tuple[QWidget, int]
"""A field, or one over several columns: (field, how many)."""


class BareDialog(Within):
    """A dialog answers with a value through a classmethod of its own; a caller never sees it. This one needs no bank."""

    writes = False
    """Whether its primary button changes the bank."""
    keeps = True
    """Whether what is written in it is worth a question before it is thrown away."""
    act = ""
    """Which act of the table of roles that is."""

    def __init__(
        self,
        parent: QWidget | None,
        shell: BareShell,
        title: str,
        confirm: str,
        *,
        sentence: str = "",
        width: int = 460,
        danger: bool = False,
        only_shows: bool = False,
    ) -> None:
        """`only_shows`: there is nothing to cancel, and one button closes it."""
        super().__init__(parent.window() if parent else None)
        self.shell: BareShell = shell
        self.t = shell.words
        self.storing, self.only_shows = False, only_shows
        self.written: Written | None = None
        """What was written since it was shown."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(shell.theme.px(width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        outer.addWidget(label(title, "title", wrap=True))
        self.whose = label("", "strong", wrap=True)
        """Whose record, booking, employment or paper it is about, where it is about one."""
        self.whose.hide()
        outer.addWidget(self.whose)
        self.sentence = label(sentence, "muted", wrap=True)
        self.sentence.setVisible(bool(sentence))
        outer.addWidget(self.sentence)
        self.form = QWidget()
        self.body = QVBoxLayout(self.form)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        outer.addWidget(self.form)
        self.outer = outer
        self.wrong = label("", "bad", wrap=True)
        self.wrong.hide()
        outer.addWidget(self.wrong)
        self.row = QHBoxLayout()
        self.row.addStretch(1)
        if not only_shows:
            self.no = button(shell, self.t("Cancel"), self.reject, key="Esc")
            self.row.addWidget(self.no)
        kind, key = "danger" if danger else "primary", "Esc" if only_shows else "Ctrl Enter"
        self.ok = button(shell, confirm, self.confirm, kind=kind, key=key, writes=self.writes, act=self.act)
        self.row.addWidget(self.ok)
        if self.writes:
            self.complain(self.ok.barred)
        outer.addSpacing(4)
        outer.addLayout(self.row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, activated=self.confirm)  # type: ignore[call-overload]  # `activated` is a signal, which the stub does not take
        if isinstance(shell, Shell):  # before there is a bank nothing is locked
            QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(shell.lock_wanted)

    def belongs_to(self, whose: str) -> None:
        """Say in the head whose it is."""
        if not isValid(self):
            return
        self.whose.setText(whose)
        self.whose.setVisible(bool(whose))
        if self.isVisible():
            self.make_room()

    def exec(self) -> int:
        """As Qt's own, which would take it for an answer that the dialog is hidden: it is while the window is locked."""
        loop = QEventLoop()
        self.finished.connect(loop.quit)
        self.destroyed.connect(loop.quit)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.show()
        loop.exec()
        return self.result() if isValid(self) else 0

    def confirm(self) -> None:
        """Check and accept; overridden where there is something to check."""
        if self.ok.isEnabled():
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:
            self._to_the_first_field()
        if self.keeps and not self.only_shows and self.written is None and not event.spontaneous():
            self.written = Written(self)

    def _to_the_first_field(self) -> None:
        """Where the form itself has not said where the keys begin: Qt would begin at Cancel, which was made first."""
        from amdesk.ui.kit.tabbing import below  # when a form is shown first, and not before the first paint

        first = next((one for one in below(self.form) if one.isEnabled() and is_field(one)), None)
        if first is not None:
            first.setFocus()

    def reject(self) -> None:
        """Esc, Cancel and the window's cross. What is being stored is not taken back by closing the form, so it stays until
        then; what somebody has written is not thrown away before she has said so."""
        if self.storing:
            self.complain(self.t("It is being saved. When it is saved it can be undone."))
        elif said := self.at_stake():
            LeaveDialog(self, self.shell, self.give_up, said).open()
        else:
            self.give_up()

    def at_stake(self) -> str:
        """What closing it now throws away, in one sentence; "" where that is nothing."""
        return (
            self.t("What you have written here is not saved.")
            if self.written is not None and self.written.any()
            else ""
        )

    def give_up(self) -> None:
        """Close without the answer; overridden where there is something to take back."""
        super().reject()

    def take_away(self) -> None:
        self.give_up()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab, wherever in the window it was pressed."""
        from amdesk.ui.kit.tabbing import put_in_order  # when Tab is pressed first, and not before the first paint

        put_in_order(self)
        return super().focusNextPrevChild(forward)

    def complain(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        if sentence and self.isVisible():
            self.make_room()


class LeaveDialog(BareDialog):
    """Whether what was written in a form is thrown away; Esc goes on writing."""

    keeps = False

    def __init__(self, over: BareDialog, shell: BareShell, then: Callable[[], None], said: str = "") -> None:
        """`said` is what is lost, where that is not what was written."""
        t = shell.words
        said = said or t("What you have written here is not saved.")
        super().__init__(over, shell, t("Not saved"), t("Throw away"), sentence=said, danger=True)
        self.no.setText(t("Go on writing"))
        self.no.setAccessibleName(t("Go on writing"))
        self.accepted.connect(then)
        self.no.setFocus()


class Dialog(BareDialog):
    """A dialog over an open bank."""

    def __init__(
        self,
        parent: QWidget | None,
        shell: Shell,
        title: str,
        confirm: str,
        *,
        sentence: str = "",
        width: int = 460,
        danger: bool = False,
        only_shows: bool = False,
    ) -> None:
        super().__init__(
            parent, shell, title, confirm, sentence=sentence, width=width, danger=danger, only_shows=only_shows
        )
        self.shell: Shell = shell
        self.confirms = confirm
        self.band: ConflictBand | None = None
        self.over: QWidget | None = None

    def store(
        self,
        changed: Mapping[str, Change],
        work: Callable[[Desk, Mapping[str, Change]], T],
        then: Callable[[T], object],
        opened: Mapping[str, object] | None = None,
    ) -> None:
        """Store what was changed here of a record; `opened` is all of it that the form was opened on. Where somebody else has
        changed the same meanwhile, the fields are laid over the form to choose from, and `work` is given what was chosen."""
        if self.band is not None and self.band.left:
            return
        given = found(opened or {}, changed) | (self.band.decided() if self.band is not None else {})
        if self.band is not None and all(one.before == one.after for one in given.values()):
            self.left_to_the_other()
            return
        self.write(lambda desk: work(desk, given), then, ask=True)

    def left_to_the_other(self) -> None:
        """All was chosen as it stands in the bank: there is nothing to store."""
        self.accept()

    def _lay_over(self, error: Moved) -> None:
        """The choice over the form, whose controls keep what was typed."""
        from amdesk.ui.kit.conflict import ConflictBand  # a window that meets nobody else's change does without

        before, theme, room = self.band, self.shell.theme, self._room()
        wide = min(theme.px(820), room.width() - 40)
        self.band = ConflictBand(self.shell, error.clashes, error.beside, before, stacked=wide < theme.px(640))
        if self.over is not None:
            self.over.hide()
            self.over.deleteLater()
        self.over = QWidget()
        column = QVBoxLayout(self.over)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.band.head())
        area = scrolled(self.band, 0)
        column.addWidget(area, 1)
        under = self.area or self.form
        self.outer.insertWidget(self.outer.indexOf(under), self.over, 1)
        under.hide()
        self.sentence.hide()
        self.over.show()  # at once: what is not shown yet cannot have the focus
        self.setMinimumWidth(wide)
        self.band.changed.connect(self._count)
        self.band.reached.connect(area.ensureWidgetVisible)
        self._count()
        self._fit(area, self.band.heightForWidth(wide - 64))
        self.band.take_focus()

    def _fit(self, area: FieldArea, tall: int) -> None:
        """The dialog over the middle of its window, so high that all rows stand in it, or as high as the window."""
        room = self._room()
        most = room.height() - 24
        area.setMinimumHeight(0)
        self.resize(self.minimumWidth(), most)
        self._laid_out()
        spare = max(0, area.height() - tall)
        self.resize(self.minimumWidth(), most - spare)
        self._laid_out()
        middle, window = room.center() - self.rect().center(), self.parentWidget()
        self.move(window.mapToGlobal(middle) if window is not None else middle)

    def _laid_out(self) -> None:
        self.outer.activate()
        inner = self.over.layout() if self.over is not None else None
        if inner is not None:
            inner.activate()

    def _room(self) -> QRect:
        window = self.parentWidget()
        return window.rect() if window is not None else self.screen().availableGeometry()

    def _count(self) -> None:
        """The button says how many are left to choose for, and is off until none is."""
        left = self.band.left if self.band is not None else 0
        said = self.t("{count} left to choose", count=left) if left else self.confirms
        self.ok.setText(said)
        self.ok.setAccessibleName(said)
        self.ok.setEnabled(not left)

    def refused(self, error: Exception) -> None:
        """What the dialog asks for besides, when it has said why nothing was stored."""

    def write(self, work: Callable[[Desk], T], then: Callable[[T], object], *, ask: bool = False) -> None:
        """Store off the window's thread; a known error is shown here and the dialog stays. `ask` says that it takes changes
        that can be chosen between."""
        self.ok.setEnabled(False)
        self.complain("")
        self.storing = True

        def failed(error: Exception) -> None:
            self.storing = False
            self._count()
            said = self.shell.sentence(error)
            if ask and isinstance(error, Moved) and error.clashes:
                self._lay_over(error)
            elif said is None:
                self.give_up()
                self.shell.error(error)
            else:
                self.complain(said)
                self.refused(error)
            if isinstance(error, AmdeskError) and error.code == "MOVED":
                self.shell.tasks.written.emit()  # somebody else has written: the page behind is old too

        def stored(answer: T) -> None:
            self.storing = False
            self.accept()
            then(answer)

        self.shell.tasks.write(work, stored, failed=failed)


class ClashDialog(Dialog):
    """The choice by itself, over a page that is no dialog."""

    writes = True
    act = "bank"

    def __init__(self, parent: QWidget, shell: Shell, title: str, asked: ToStore, error: Moved) -> None:
        super().__init__(parent, shell, title, shell.words("Save"))
        self.asked = asked
        self._lay_over(error)

    def confirm(self) -> None:
        changed, work, _, opened = self.asked
        self.store(changed, lambda desk, given: (work(desk, given), given)[1], self.asked.then, opened)

    def left_to_the_other(self) -> None:
        super().left_to_the_other()
        self.asked.then({})


class ToStore(NamedTuple):
    """What a page stores: the changes, what stores them, what is done then with those stored, and all that was shown."""

    changed: Mapping[str, Change]
    work: Callable[[Desk, Mapping[str, Change]], object]
    then: Callable[[Mapping[str, Change]], object]
    opened: Mapping[str, object] | None = None


def store(parent: QWidget, shell: Shell, title: str, asked: ToStore, failed: Callable[[Exception], None]) -> None:
    """Store what was changed on a page; where somebody else has changed the same meanwhile it is asked in a dialog."""
    given = found(asked.opened or {}, asked.changed)

    def refused(error: Exception) -> None:
        if isinstance(error, Moved) and error.clashes:
            shell.tasks.written.emit()  # somebody else has written: the page is old too
            ClashDialog(parent, shell, title, asked, error).open()
        else:
            failed(error)

    shell.tasks.write(lambda desk: asked.work(desk, given), lambda _: asked.then(given), failed=refused)


def grid(fields: Sequence[Spanned], columns: int = 2) -> QGridLayout:
    """Fields in columns; a (field, span) takes several."""
    out = QGridLayout()
    out.setHorizontalSpacing(12)
    out.setVerticalSpacing(10)
    row = column = 0
    for item in fields:
        field, span = item if isinstance(item, tuple) else (item, 1)
        if column + span > columns:
            row, column = row + 1, 0
        out.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)  # beside one that says what is wrong too
        column += span
    for i in range(columns):
        out.setColumnStretch(i, 1)
    return out


def lay_out(form: QWidget, fields: QGridLayout) -> None:
    """The fields of a form that scrolls begin where its heading and what stands under it do."""
    fields.setContentsMargins(0, 0, 8, 0)
    form.setLayout(fields)


def scrolled(inner: QWidget, height: int) -> FieldArea:
    """Best while nothing stands in it, and before the rest does: what is there when it is moved is styled three times."""
    area = FieldArea()
    area.setWidgetResizable(True)
    inner.setObjectName("scrolled")
    area.setWidget(inner)
    area.setMinimumHeight(height)
    area.setFrameShape(FieldArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
    return area
