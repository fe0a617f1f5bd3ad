"""Finished files to disk, for window and command line alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from amdesk.domain.errors import BadFile, WrongUse
from amdesk.domain.texts import N_, text
from amdesk.export.locked import lockable, locked
from amdesk.export.xlsx import refuse_bank, save_bytes, writable
from amdesk.i18n import Words

FORBIDDEN = '<>:"/\\|?*'
"""What Windows does not allow in the name of a file."""

LONGEST = 120
"""How long a name may be: the end of it is kept, which is the paper and the day."""


def called(whom: str, paper: str, on: date, ending: str = "pdf") -> str:
    """A file called after whom it is about, the paper and its day, with nothing in it that some system forbids."""
    said = " ".join(f"{whom} {paper} {on}".split())
    return f"{''.join('-' if ch in FORBIDDEN or not ch.isprintable() else ch for ch in said)[-LONGEST:].lstrip(' .')}.{ending}"


def ended(path: Path, *endings: str) -> None:
    """Raise WrongUse where the name of a file does not end in one of these: by its ending programs know what it holds. Raises
    BadFile where it cannot be written at all."""
    if path.suffix.casefold() in endings:
        return
    check(path)
    if len(endings) == 1:
        raise WrongUse(text(N_("{file} must end in {ending}."), file=path.name, ending=endings[0]), "ENDING")
    several = N_("{file} must end in one of these: {endings}.")
    raise WrongUse(text(several, file=path.name, endings=", ".join(endings)), "ENDING")


def check(path: Path, *, locked: bool = False) -> None:
    """Raise BadFile where `path` cannot be written, and Refused where it is to be locked and is of a kind that cannot be, before
    anything irreversible is done."""
    writable(path)
    if locked:
        lockable(path.suffix)


def make_folder(folder: Path) -> None:
    """Make a folder for several files. Raises BadFile where it cannot be."""
    refuse_bank(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise BadFile(
            text(N_("{file} cannot be written there. Choose a folder that exists and a file name."), file=str(folder)),
            "NO_FOLDER",
        ) from None


def save(path: Path, content: bytes, password: str = "") -> None:
    """Write by way of a part file, behind a password where one is given. Raises BadFile, and Refused for a password that is none."""
    save_bytes(path, locked(path.suffix, content, password))


def recovery_page(code: str, address: str, lang: str, today: date) -> bytes:
    """The recovery code as a page to print and lock away."""
    from amdesk.export.recovery import recovery_pdf

    return recovery_pdf(code, address, Words(lang, today), today)
