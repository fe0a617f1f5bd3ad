"""What every part of the settings is: a card with a title that reads the bank when it is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from amdesk.ui.kit.basic import Panel
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import Shell


class Pane(Panel):
    """A part of the settings. `refresh` is called when it is shown and after every change of the bank while it is."""

    def __init__(self, shell: Shell, title: str) -> None:
        super().__init__(title)
        self.shell, self.t = shell, shell.words

    def refresh(self) -> None:
        """Read again from the bank."""

    def typed(self) -> bool:
        """Whether something was written here that is not what the bank was seen to have."""
        return False

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        """Write what is stored without being asked, then `then`. `otherwise` hears why it cannot be written."""
        then()

    def add_field(self, said: str, control: QWidget, width: int, *, hint: str = "") -> None:
        """A control under what it is called, at most `width` logical pixels wide."""
        field = Field(said, control, hint=hint)
        field.setMaximumWidth(self.shell.theme.px(width))
        self.body.addWidget(field)

    def add_button(self, made: QPushButton) -> None:
        self.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
