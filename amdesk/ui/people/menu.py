"""What can be done with a person wherever her name stands, by the same words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.menu import MenuAct
from amdesk.ui.kit.shell import Shell


def person_acts(over: QWidget, shell: Shell, participant: int) -> list[MenuAct]:
    """Pages that show her, and her week over `over`; each of them asks for a reason first where she is protected. Of somebody
    who has begun no employment the week says so."""
    t, go = shell.words, shell.go
    return [
        MenuAct(t("Open the person"), lambda: go("participants", participant=participant), act="people.open"),
        MenuAct(
            t("The week: attendance and contact"), lambda: shell.open("week.of", over, participant), act="week.see"
        ),
        MenuAct(t("Find place"), lambda: go("matching", participant=participant), act="matching"),
        MenuAct(t("Assess"), lambda: go("competence", participant=participant), act="competence.see"),
    ]
