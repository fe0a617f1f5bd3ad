"""A backup that is to take the place of the bank: what would be lost is named, and a word is typed, wherever it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from amdesk.domain.texts import Text
from amdesk.services.bank import newer
from amdesk.ui.bank.secrets import TypeDialog
from amdesk.ui.kit.shell import BareShell


def agreed(
    parent: QWidget, shell: BareShell, copy: Path, found: newer.Newer | None, unknown: Sequence[Text] = ()
) -> bool:
    """Whether the user wants it, who has been told what of the bank is newer, and from when on nobody knows who was erased and
    what was given out. Where `found` is None there is no bank that it would replace: then that is all that there is to be told."""
    t = shell.words
    if found is None:
        sentence = t("The copy {name} is put in place as the bank.", name=copy.name)
    else:
        sentence = t(
            "The bank is replaced by the copy {name}. What is in the bank now is kept beside it under another name.",
            name=copy.name,
        )
    told = newer.lines(found, t) if found is not None else []
    told += [t.say(sentence) for sentence in unknown]
    return TypeDialog.ask(parent, shell, t("Restore a backup"), "\n".join([sentence, *told]), t("RESTORE"))
