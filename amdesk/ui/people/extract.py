"""The extract that a person has a right to, saved from her page: a paper, or JSON with every value."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.people.participant import Participant
from amdesk.ui.kit.filepassword import LockDialog
from amdesk.ui.kit.saving import ask_file, file_name, who
from amdesk.ui.kit.shell import Shell


def save(parent: QWidget, shell: Shell, person: Participant, why: str) -> None:
    """Ask for a password and where it goes, make it and write it; that it was made is logged. `why` is the reason for which a
    protected person's page was opened."""
    LockDialog(
        parent, shell, shell.words("Save extract"), lambda password: _where(parent, shell, person, (why, password))
    ).open()


def _where(parent: QWidget, shell: Shell, person: Participant, given: tuple[str, str]) -> None:
    """Every value as JSON is offered where no password is wanted: such a file cannot be locked."""
    t, (why, password) = shell.words, given
    whom = who(shell, person.name, person.number, protected=bool(person.protection))
    suggested = file_name(shell, whom, t("Extract of all that is kept"))
    kinds = "PDF (*.pdf)" if password else "PDF (*.pdf);;JSON (*.json)"
    path = ask_file(parent, t("Save extract"), str(Path.home() / suggested), kinds)
    if path is not None:
        write(shell, person.id, path, why, password)


def write(shell: Shell, participant: int, path: Path, why: str, password: str = "") -> None:
    """Make it and write it there."""
    from amdesk.services.bank import files  # nothing is saved before the first paint

    kind, lang = ("json" if path.suffix.lower() == ".json" else "pdf"), shell.papers

    def done(made: bytes) -> None:
        try:
            files.save(path, made, password)
        except (BadFile, Refused) as error:
            shell.error(error)
            return
        shell.toast(shell.words("Saved: {path}", path=str(path)))

    shell.tasks.run(
        lambda desk: desk.extracts.made(participant, kind, lang, why), done, failed=shell.guarded(shell.toast)
    )
