"""What can be done with a person wherever her name stands, by the same words."""

from __future__ import annotations

from amdesk.ui.kit.menu import MenuAct
from amdesk.ui.kit.shell import Shell


def person_acts(shell: Shell, participant: int) -> list[MenuAct]:
    """Pages that show her; each of them asks for a reason first where she is protected."""
    t, go = shell.words, shell.go
    return [
        MenuAct(t("Open the person"), lambda: go("participants", participant=participant), act="people.open"),
        MenuAct(t("Find place"), lambda: go("matching", participant=participant), act="matching"),
        MenuAct(t("Assess"), lambda: go("competence", participant=participant), act="competence.see"),
    ]
