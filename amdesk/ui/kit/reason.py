"""A reason that an act wants before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from amdesk.domain.errors import AmdeskError
from amdesk.domain.exchange.leaving import LeavingForms, left_out_text
from amdesk.domain.texts import N_
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import Shell


class ReasonDialog(Dialog):
    """One sentence that is needed, and logged."""

    def __init__(
        self, parent: QWidget, shell: Shell, title: str, sentence: str, confirm: str, whose: str = "", asked: str = ""
    ) -> None:
        """`asked` is what is to be written, where that is no reason."""
        super().__init__(parent, shell, title, confirm, sentence=sentence)
        self.belongs_to(whose)
        self.reason, self.asked = QLineEdit(), asked
        self.body.addWidget(Field(asked or shell.words("Reason"), self.reason))
        self.reason.setFocus()

    def confirm(self) -> None:
        if not self.reason.text().strip():
            self.complain(self.t("Write to whom it is given.") if self.asked else self.t("Write a reason."))
            return
        self.accept()

    @classmethod
    def ask(
        cls, parent: QWidget, shell: Shell, title: str, sentence: str, confirm: str, whose: str = "", asked: str = ""
    ) -> str | None:
        dialog = cls(parent, shell, title, sentence, confirm, whose, asked)
        return dialog.reason.text().strip() if dialog.exec() else None


class GoOnDialog(ReasonDialog):
    """Over forms that were put aside with what was written in them, since somebody whom they show has been protected: they come
    back for a reason, and are not thrown away unasked."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        t = shell.words
        said = t(
            "Somebody whom you were writing about has been protected meanwhile. What you have written is kept: give the reason why you go on, which is logged."
        )
        super().__init__(parent, shell, t("Protected personal data"), said, t("Go on writing"))

    def at_stake(self) -> str:
        return self.t("What you have written here is not saved.")


CLOSED = {"PROTECTED": N_("Protected personal data"), "STORED_ALONE": N_("Processing restricted")}
"""By code of a refusal that a reason opens: what stands there until one is given."""


def closed(error: Exception) -> str:
    """What is said in place of a record that a reason opens; "" of any other error."""
    return CLOSED.get(error.code, "") if isinstance(error, AmdeskError) else ""


def why_open(parent: QWidget, shell: Shell, refused: Exception | None = None) -> str | None:
    """The reason for opening a protected person, or where it was `refused` for that one whose processing is restricted; None
    where nobody gave one."""
    t = shell.words
    title, said = t("Open protected record"), t("Why do you need to open it? The reason is logged.")
    if isinstance(refused, AmdeskError) and refused.code == "STORED_ALONE":
        title, said = t("Open record under restriction"), t.say(refused.text)
    return ReasonDialog.ask(parent, shell, title, said, t("Open"))


def why_act(parent: QWidget, shell: Shell, refused: Exception) -> str | None:
    """The reason for an act upon a protected person whom nobody has opened today, over whatever is in front; None where nobody
    gave one."""
    t = shell.words
    said = shell.sentence(refused) or ""
    over = QApplication.activeModalWidget() or parent
    return ReasonDialog.ask(over, shell, t("Protected personal data"), said, t("Go on"))


def ask_whom(parent: QWidget, shell: Shell, title: str, forms: LeavingForms) -> str | None:
    """Tell what forms would leave, and ask to whom they are given, which is logged; None where nobody is to have them."""
    t = shell.words
    each = [f"{shell.shown(name)}: {count}" for name, count in forms.whom]
    said = [
        t("Look at what leaves before it does. Nothing is written yet."),
        ", ".join(each),
        ", ".join(map(t, forms.asks)),
    ]
    if forms.left_out:
        said.append(t.say(left_out_text(forms.left_out)))
    asked = t("To whom it is given (is logged)")
    return ReasonDialog.ask(parent, shell, title, "\n".join(filter(None, said)), t("Choose where …"), asked=asked)


def despite_then(
    parent: QWidget, shell: Shell, again: Callable[[str], None], otherwise: Callable[[Exception], None]
) -> Callable[[Exception], None]:
    """What to do when something failed: where a must is not met, ask for a reason and try `again` with it."""

    def failed(error: Exception) -> None:
        if not isinstance(error, AmdeskError) or error.code != "MUST":
            otherwise(error)
            return
        t = shell.words
        if why := ReasonDialog.ask(parent, shell, t("A must is not met"), t.say(error.text), t("Go on all the same")):
            again(why)

    return failed


def ask_then(
    parent: QWidget, shell: Shell, again: Callable[[str], None], otherwise: Callable[[Exception], None]
) -> Callable[[Exception], None]:
    """What to do when something failed: where the person is protected, ask why and try `again` with the reason."""

    def failed(error: Exception) -> None:
        if not closed(error):
            otherwise(error)
        elif why := why_open(parent, shell, error):
            again(why)

    return failed
