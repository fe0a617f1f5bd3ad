"""The recovery code as a paper, also where there is no bank open yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from amdesk.domain.clock import Clock
from amdesk.services.bank import files
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.saving import file_name
from amdesk.ui.kit.shell import BareShell, Shell
from amdesk.ui.kit.tasks import Tasks

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

WIDE, TALL = 1000, 660
"""Of the preview over a small window, at a text size of 100 percent."""


def print_code(
    parent: QWidget, shell: BareShell, clock: Clock, code: str, address: str, told: Callable[[str], object]
) -> None:
    """Show the code to be printed or saved; `told` hears the sentence when either is done."""
    from amdesk.ui.kit.printing import PrintDialog  # nothing is printed before the first paint

    alone = not isinstance(shell, Shell)
    own = shell if isinstance(shell, Shell) else _without_bank(shell, clock)
    title, lang, day = own.words("Recovery code"), own.words.lang, own.today
    paper = Paper(
        title,
        address,
        file_name(own, "AMDesk", title),
        lambda _desk, _why: files.recovery_page(code, address, lang, day),
        act="bank",
        logged=False,
    )
    dialog = PrintDialog(parent, own, paper)

    def told_once(said: str, _undo: bool) -> None:
        told(said)

    def ended() -> None:
        own.toasted.disconnect(told_once)
        if alone:
            shell.settings = own.settings  # the printer that was chosen
            own.tasks.close()

    own.toasted.connect(told_once)
    dialog.finished.connect(lambda _: QTimer.singleShot(0, own, ended))
    if alone:
        _enlarge(dialog, own)
    dialog.open()


def _without_bank(shell: BareShell, clock: Clock) -> Shell:
    """As much of a window's services as a preview wants. There is no desk: no work of this paper asks one."""

    def no_desk() -> Desk:
        return cast("Desk", None)

    return Shell(Tasks(no_desk), clock, shell.settings, shell.theme, shell.words.lang)


def _enlarge(dialog: QWidget, shell: Shell) -> None:
    """Over the first screen, which is smaller than a page."""
    room, px = dialog.screen().availableGeometry(), shell.theme.px
    dialog.resize(min(px(WIDE), room.width() - 40), min(px(TALL), room.height() - 60))
    frame = dialog.frameGeometry()
    frame.moveCenter(room.center())
    dialog.move(frame.topLeft())
