"""What other rooms open of results. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell


def register(shell: Shell) -> None:
    shell.offer("followup.ask", ask)


def ask(over: QWidget, shell: Shell, employment: int) -> None:
    """Day 90 of an ended employment: asked, then stored."""
    from amdesk.ui.results.form import ask_and_store

    ask_and_store(over, shell, employment)
