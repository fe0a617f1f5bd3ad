"""A window that is locked: everything of the bank is taken out of it, and put back as it was when its secret is said.

What is hidden is not only unseen. Widgets that are hidden can still be read through the system's interface for aids, so pages
and dialogs are moved to a place that belongs to no window; they live on there, and work that runs goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget
from shiboken6 import isValid

from amdesk.domain.texts import Text
from amdesk.ui.frame.copied import Copied
from amdesk.ui.frame.lockscreen import LockScreen
from amdesk.ui.kit.saving import hand_over
from amdesk.ui.kit.within import Own

if TYPE_CHECKING:
    from amdesk.ui.frame.main_window import MainWindow


HANDS = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
}
"""What a hand does to a part of the window."""


class _Held(NamedTuple):
    """A dialog that is put away, and how it stood."""

    dialog: Own
    over: QWidget | None
    flags: Qt.WindowType
    place: QRect | None
    focus: QWidget | None


class Locking(QObject):
    """Locks a window at once. `opened` says that it is unlocked and everything stands as it did."""

    opened = Signal()

    def __init__(
        self, window: MainWindow, proves: Callable[[str], bool] | None, after: int = 0, *, shared: bool = False
    ) -> None:
        super().__init__(window)
        self.window, self.shell, self.after = window, window.shell, after
        self.app = QApplication.instance()
        self.focus = (window.focusWidget(), QApplication.focusWidget())
        here = QApplication.activeWindow() is not None
        self.away = window.aside = window.aside or QWidget()
        self.held: list[_Held] = []
        self.coming: list[Own] = []
        self.told: list[tuple[str, bool]] = self._toasted()
        self.refused: list[str] = []
        self._close_passing()
        self.copied = Copied()
        hand_over(window)
        shown = self._shown()
        self.shell.toasted.connect(self._keep_told)
        self.screen = LockScreen(self.shell, window.user, self._now(), after, proves, shared=shared)
        self.keys = [k for k in self._own_keys() if k.isEnabled()]
        for key in self.keys:
            key.setEnabled(False)
        window.locking = self
        self._put_away(shown)
        if self.app is not None:
            self.app.installEventFilter(self)
        self.screen.unlocked.connect(self._let_in)
        self.screen.take_focus()
        if here:  # whoever works in another program meanwhile is not called away from it
            window.activateWindow()
        self._store()

    def _now(self) -> datetime:
        clock = self.shell.clock
        return clock.now() if clock.fixed else datetime.now(UTC).astimezone()

    def _own_keys(self) -> list[QShortcut]:
        """Keys of the window itself; those of pages and dialogs are gone with them."""
        return self.window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def _toasted(self) -> list[tuple[str, bool]]:
        """A word that stands there now is said again afterwards."""
        toast = self.window.toast
        return [(toast.text.text(), not toast.act.isHidden())] if toast.isVisible() else []

    def _keep_told(self, said: Text | str, undo: bool) -> None:
        self.told = [(self.shell.words.say(said) if isinstance(said, Text) else said, undo)]

    def forget_told(self) -> None:
        """It names somebody who has been protected since, or what may not be seen any more."""
        self.told.clear()
        self.window.toast.hide()

    def _close_passing(self) -> None:
        """Menus, calendars, lists that hang open, and tooltips: nothing is written in them."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()

    # put away

    def _shown(self) -> list[QWidget]:
        """Windows over this one, the one on top last."""
        found = [w for w in QApplication.topLevelWidgets() if w is not self.window and w.isVisible() and w.isWindow()]
        return sorted((w for w in found if self._over_this(w)), key=_depth)

    def _over_this(self, one: QWidget) -> bool:
        over = one.parentWidget()
        while over is not None and over is not self.window:
            over = over.parentWidget()
        return over is self.window

    def _put_away(self, shown: list[QWidget]) -> None:
        window = self.window
        for one in reversed(shown):
            if isinstance(one, Own):
                self.held.append(self._take(one))
            elif isinstance(one, QDialog):  # the system's own, for a file or a printer: as by Esc
                one.reject()
            else:
                one.hide()
        for one in QApplication.topLevelWidgets():
            if isinstance(one, Own) and self._over_this(one):
                one.out_of_reach()
        window.takeCentralWidget()
        window.root.setParent(self.away)
        window.setCentralWidget(self.screen)
        self.screen.show()  # at once, and not when the layout comes to it
        window.say_title()

    def _take(self, dialog: Own) -> _Held:
        held = _Held(dialog, dialog.parentWidget(), dialog.windowFlags(), dialog.geometry(), dialog.focusWidget())
        dialog.hide()
        dialog.setParent(self.away)
        dialog.held, dialog.stood_over = True, held.over
        return held

    def kept(self) -> list[Own]:
        """The dialogs that are open behind the lock, the one in front last."""
        return [one.dialog for one in reversed(self.held) if isValid(one.dialog) and one.dialog.held]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What opens while the window is locked (work has ended, or two have changed the same) waits unseen; and a button
        that was held when it was locked is let go of nothing: Qt still gives that to what it was pressed on."""
        if event.type() in HANDS and isinstance(watched, QWidget) and self.away.isAncestorOf(watched):
            return True
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            known = watched.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            if isinstance(watched, QDialog) and not known and self._over_this(watched):
                watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
                QTimer.singleShot(0, watched, lambda: self._hold(watched))
        return False

    def _hold(self, dialog: QDialog) -> None:
        """A dialog that has just come, before anybody has seen it."""
        if not dialog.isVisible() or self.window.locking is not self:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
            return
        if isinstance(dialog, Own):
            held = self._take(dialog)._replace(place=None)
            self.held.insert(0, held)
        else:
            dialog.reject()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)

    def _store(self) -> None:
        """What is stored without being asked is stored now; what cannot be is told afterwards and stays where it is."""
        for page in list(self.window.pages.values()):
            page.store_first(lambda: None, self.refused.append)

    # back again

    def in_hand(self) -> bool:
        """Whether something behind the lock is not stored or not done."""
        typed = any(page.in_hand() for page in self.window.pages.values())
        return bool(self.kept()) or typed or bool(self.shell.tasks.in_hand())

    def keeps_open(self) -> bool:
        """Whether closing would lose or ask something: then the lock screen says so, and it waits."""
        if not self.in_hand() and not self.window.others():
            return False
        self.tell(self.shell.words("Unlock first: there is work that is not saved or not done."))
        return True

    def tell(self, said: str) -> None:
        """One sentence on the lock screen, which takes another try."""
        self.screen.ok.setEnabled(True)
        self.screen.tell(said)

    def _let_in(self) -> None:
        """The secret is said: by whoever locked it, or by somebody else, for whom the bank is opened anew. A passphrase of one's
        own says who one is, whatever name was written."""
        who = self.window.said or self.screen.who()
        if who == self.window.user:
            self.unlock()
        else:
            self.shell.user_wanted.emit(who)

    def unlock(self) -> None:
        window = self.window
        if self.app is not None:
            self.app.removeEventFilter(self)
        self.shell.toasted.disconnect(self._keep_told)
        window.locking = None
        self.copied.put_back()
        window.takeCentralWidget()
        self.screen.hide()
        self.screen.deleteLater()
        window.setCentralWidget(window.root)
        window.root.show()
        for key in self.keys:
            key.setEnabled(True)
        window.say_title()
        before, now = self.focus
        _focus(before)
        open_again = self.kept()
        for held in reversed(self.held):
            _put_back(held)
        if not open_again:
            window.activateWindow()
            _focus(now)
        self._tell()
        self.opened.emit()
        self.deleteLater()

    def _tell(self) -> None:
        """What was said while nobody could see it."""
        for said, undo in self.told[-1:]:
            self.shell.toast(said, undo=undo)
        for said in self.refused[-1:]:
            self.shell.toast(said)


def _depth(one: QWidget) -> int:
    over = one.parentWidget()
    return 0 if over is None else 1 + _depth(over.window())


def _focus(one: QWidget | None) -> None:
    if one is not None and isValid(one):
        one.setFocus(Qt.FocusReason.OtherFocusReason)


def _put_back(held: _Held) -> None:
    dialog = held.dialog
    if not isValid(dialog) or (held.over is not None and not isValid(held.over)):
        return
    still, dialog.held, dialog.stood_over = dialog.held, False, None
    dialog.setParent(held.over, held.flags)
    if not still:  # it was closed behind the lock
        return
    if held.place is not None:
        dialog.setGeometry(held.place)
    dialog.show()
    dialog.activateWindow()
    _focus(held.focus)
