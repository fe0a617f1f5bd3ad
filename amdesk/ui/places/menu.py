"""What can be done with a placement wherever its name stands, by the same words."""

from __future__ import annotations

from amdesk.ui.kit.menu import MenuAct
from amdesk.ui.kit.shell import Shell


def place_acts(shell: Shell, placement: int) -> list[MenuAct]:
    t, go = shell.words, shell.go
    return [
        MenuAct(t("Open the placement"), lambda: go("placements", placement=placement), act="places.see"),
        MenuAct(t("Who fits here?"), lambda: go("matching", placement=placement), act="matching"),
    ]
