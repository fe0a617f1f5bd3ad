"""What other rooms open of the bank. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell


def register(shell: Shell) -> None:
    shell.offer("backup.rehearse", rehearse)


def rehearse(over: QWidget, shell: Shell, then: Callable[[], None]) -> None:
    """A restore with the printed code; `then` is told when it is proved."""
    from amdesk.ui.bank.rehearsing import RehearseDialog

    RehearseDialog(over, shell, then).open()
