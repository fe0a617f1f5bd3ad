"""What other rooms open of competence. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.shell import Shell


def register(shell: Shell) -> None:
    shell.offer("module.need", need)


def need(over: QWidget, shell: Shell, participant: int, level: str) -> None:
    """A person's need of a module; `level` is her Swedish today."""
    from amdesk.ui.competence.module_acts import NeedDialog

    shell.tasks.run(
        lambda desk: desk.modules.kinds(),
        lambda kinds: NeedDialog(over, shell, participant, level, kinds).open(),
    )
