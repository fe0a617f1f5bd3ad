"""Whoever sits here has other roles since the window opened, by somebody else's act: what she may not see any more is taken out of the
window at once. The bank's door refuses each call anyhow; what stands on the screen it cannot take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from amdesk.ui.frame.main_window import MainWindow
    from amdesk.ui.kit.within import Own


class RoleWatch(QObject):
    """Asks after each change of the bank what whoever sits here may do. `gone` says that she is no user of the bank any more."""

    def __init__(self, window: MainWindow, gone: Callable[[], object]) -> None:
        super().__init__(window)
        self.window, self.shell, self.gone = window, window.shell, gone
        self.dropped: list[QWidget] = []
        """Pages that were taken out: an answer that was on its way still comes to them, and nobody sees it."""
        window.shell.tasks.written.connect(self.look)

    def look(self) -> None:
        self.shell.tasks.run(lambda desk: desk.roles(), self._answered, key="roles", failed=lambda _error: None)

    def _answered(self, roles: tuple[str, ...]) -> None:
        before, self.shell.roles = self.shell.roles, roles
        if set(roles) == set(before):
            return
        if set(before) <= set(roles):
            self.shell.toast(self.shell.words("You have other roles in the bank now."))
            return
        lost = self._at_stake()
        self._take_out()
        if not roles:
            self.gone()
            return
        self.window.go(self.window.first())
        t = self.shell.words
        said = t("You have other roles in the bank now. What you may not see any more was closed.")
        more = t("What was written there and not saved is gone.") if lost else ""
        self.shell.toast(f"{said} {more}".strip())

    def _at_stake(self) -> bool:
        """Whether something written is given up: it is told that it is, and neither what nor of whom, which she may not see now."""
        typed = any(page.in_hand() for page in self.window.pages.values())
        return typed or any(one.at_stake() for one in self._over())

    def _over(self) -> list[Own]:
        """The dialogs that are open, those too that a locked window holds back."""
        from amdesk.ui.kit.within import Own

        seen = [one for one in QApplication.topLevelWidgets() if isinstance(one, Own) and one.isVisible()]
        return seen + self.window.held()

    def _take_out(self) -> None:
        """Dialogs first, the one in front before what is under it; then every page, made anew when it is gone to."""
        for one in reversed(self._over()):
            if isValid(one):
                one.take_away()
        for _thing, away in self.window.beside():
            away()
        for page in self.window.pages.values():
            self.window.stack.removeWidget(page)
            page.hide()
            page.setParent(None)
            self.dropped.append(page)
        self.window.pages.clear()
        self.window.current = ""
        for kind, key, _name in list(self.window.rail.opened):
            self.window.rail.forget(kind, key)
        self.window.rail.mark("")
        self.window.say_title()
