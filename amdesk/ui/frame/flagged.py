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
    `held` are the dialogs that a locked window holds back; `beside` are other things over the page that it can put away."""

    def __init__(
        self, window: QWidget, shell: Shell, held: Callable[[], list[Own]], beside: Callable[[], Beside]
    ) -> None:
        super().__init__(window)
        self.window = window
        self.shell, self.held, self.beside = shell, held, beside
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
        over += self.beside()
        return over, [told(one) for one, _ in over]

    def _dialogs(self) -> list[Own]:
        """Those too that a locked window holds back."""
        from amdesk.ui.kit.within import Own

        every = QApplication.topLevelWidgets()
        return [one for one in every if isinstance(one, Own) and one.isVisible()] + self.held()

    def _answered(self, over: Beside, found: Flagged) -> None:
        self.known = found.everybody
        if not found.any:
            return
        from amdesk.ui.kit.within import Own

        closed, kept, whom = False, list[Own](), set[int]()
        mine = [one for one, _ in over if isValid(one) and (not isinstance(one, Own) or one.is_open())]
        for (one, away), named in zip(over, found.named, strict=True):
            if one not in mine:
                continue
            if named and isinstance(one, Own) and _written(one, mine):
                kept.append(one)
                whom |= named
            elif named:
                away()
                closed = closed or isinstance(one, Own)
            elif isinstance(one, Own):
                one.look_again()
        if closed:
            t = self.shell.words
            self.shell.toast(t("The personal data of somebody has been protected. What showed her was closed."))
        if kept:
            for one in kept:
                one.set_aside()
            self._ask(kept, frozenset(whom))

    def _ask(self, kept: list[Own], whom: frozenset[int]) -> None:
        """Forms with something written in them come back where she is opened for a reason, and go where nobody gives one and
        what was written is thrown away."""
        from amdesk.ui.kit.reason import GoOnDialog

        dialog, waiting = GoOnDialog(self.window, self.shell), list(kept)

        def go_on() -> None:
            waiting.clear()  # they are no longer this dialog's: what ends after they came back throws none of them away
            self._open(kept, whom, dialog.reason.text().strip())

        dialog.accepted.connect(go_on)
        dialog.rejected.connect(lambda: _throw_away(waiting))
        kept[-1].finished.connect(dialog.give_up)  # what was being stored is stored: there is nothing to come back to
        dialog.open()

    def _open(self, kept: list[Own], whom: frozenset[int], why: str) -> None:
        """Logged first, shown after."""

        def failed(error: Exception) -> None:
            self.shell.error(error)
            self._ask(kept, whom)

        def back(_opened: object) -> None:
            for one in kept:
                if isValid(one):
                    one.bring_back()

        self.shell.tasks.run(
            lambda desk: [desk.participants.record(key, why) for key in sorted(whom)], back, failed=failed
        )


def _written(one: Own, every: list[QWidget]) -> bool:
    """Whether something is written in it, or in what stands over it."""
    from amdesk.ui.kit.within import Own

    return any(isinstance(other, Own) and other.at_stake() and _over(other, one) for other in every)


def _over(other: QWidget, one: QWidget) -> bool:
    """Whether the one is the other, or stands under it."""
    from amdesk.ui.kit.within import Own

    under: QWidget | None = other
    while under is not None and under is not one:
        under = under.opened_from() if isinstance(under, Own) else under.parentWidget()
    return under is one


def _throw_away(kept: list[Own]) -> None:
    """The one in front first; each once, since one that goes ends what waits for it."""
    while kept:
        one = kept.pop()
        if isValid(one):
            one.take_away()
