"""Whatever stands over a page and names somebody whose personal data somebody protects meanwhile is taken away: a page reads
itself anew, a dialog would go on showing her."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from amdesk.services.people.flagged import Flagged
    from amdesk.ui.kit.shell import Shell
    from amdesk.ui.kit.within import Own

Beside = list[tuple[QWidget, Callable[[], object]]]
"""Things that show something, and how each is put away."""


class FlagWatch(QObject):
    """Asks after each change of the bank who is protected now. What is shown is compared by the services, which know the names.
    `locked` says whether the window holds its dialogs back; `beside` are other things over the page that it can put away."""

    def __init__(self, window: QWidget, shell: Shell, locked: Callable[[], bool], beside: Callable[[], Beside]) -> None:
        super().__init__(window)
        self.shell, self.locked, self.beside = shell, locked, beside
        self.known: frozenset[int] | None = None

    def look(self) -> None:
        """Ask about what stands over the page now; before the first answer nobody is new, and nothing need be read."""
        known = self.known
        over, said = self._over() if known is not None else ([], [])
        self.shell.tasks.run(
            lambda desk: desk.participants.flagged(known, said),
            lambda found: self._answered(over, found),
            key="flagged",
            failed=lambda _error: None,
        )

    def _over(self) -> tuple[Beside, list[str]]:
        """What stands over the page, and all that each of it says."""
        from amdesk.ui.frame.told import told  # knows widgets that no first screen shows

        over: Beside = [(one, one.take_away) for one in self._dialogs()]
        over += [(one, away) for one, away in self.beside() if one.isVisible()]
        return over, [told(one) for one, _ in over]

    def _dialogs(self) -> list[Own]:
        """Those too that a locked window holds back."""
        from amdesk.ui.kit.within import Own

        every = QApplication.topLevelWidgets()
        return [one for one in every if isinstance(one, Own) and (one.isVisible() or self.locked())]

    def _answered(self, over: Beside, found: Flagged) -> None:
        self.known = found.everybody
        if not found.any:
            return
        from amdesk.ui.kit.within import Own

        closed = False
        for (one, away), named in zip(over, found.named, strict=True):
            if not isValid(one) or not (one.isVisible() or self.locked()):
                continue
            if named:
                away()
                closed = closed or isinstance(one, Own)
            elif isinstance(one, Own):
                one.look_again()
        if closed:
            t = self.shell.words
            self.shell.toast(t("The personal data of somebody has been protected. What showed her was closed."))
