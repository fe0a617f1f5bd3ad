"""What other rooms open of competence. A form is imported when it is first opened: the first paint waits for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.domain.people.masked import NOBODY, Masked
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


def register(shell: Shell) -> None:
    shell.offer("module.need", need)
    shell.offer("certificate.revoke", revoke)


def need(over: QWidget, shell: Shell, participant: int, level: str) -> None:
    """A person's need of a module; `level` is her Swedish today."""
    from amdesk.ui.competence.module_acts import NeedDialog

    shell.tasks.run(
        lambda desk: desk.modules.kinds(),
        lambda kinds: NeedDialog(over, shell, participant, level, kinds).open(),
    )


def revoke(over: QWidget, shell: Shell, certificate: int, number: str) -> None:
    """An issued certificate is revoked, for a reason that stays in the register."""
    from amdesk.ui.kit.saving import who

    def read(desk: Desk) -> tuple[Masked, str]:
        return next(((r.name, r.participant) for r in desk.competence.archive() if r.id == certificate), (NOBODY, ""))

    def ask(found: tuple[Masked, str]) -> None:
        _ask_why(over, shell, certificate, number, who(shell, *found))

    shell.tasks.run(read, ask)


def _ask_why(over: QWidget, shell: Shell, certificate: int, number: str, whom: str) -> None:
    from amdesk.ui.kit.reason import ReasonDialog

    t = shell.words
    said = t("It stays in the register as revoked. This cannot be undone.")
    why = ReasonDialog.ask(over, shell, t("Revoke {number}", number=number), said, t("Revoke"), whom)
    if why:
        shell.tasks.write(
            lambda desk: desk.competence.revoke(certificate, why),
            lambda _: shell.toast(t("The certificate is revoked.")),
        )
