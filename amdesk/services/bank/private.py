"""A folder of the user's own for what a program writes while it makes a file (Excel's rows, a copy to try): whatever asks the
system for a temporary place gets it, and what a program left that was killed goes when the next one starts.

Beside what lies there it may have begun the file that somebody wanted. `export/xlsx.py` notes that one in the folder, so that
it goes too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from amdesk import plainfile
from amdesk.db.engine import locks
from amdesk.domain.names import PART, PART_NOTED

FOLDER = "temporary"
ASKED = ("TMPDIR", "TEMP", "TMP")
"""By these the system, Python and Qt are told where temporary files go (tempfile.gettempdir, QDir.tempPath)."""


@contextmanager
def temporary(home: Path) -> Iterator[None]:
    """While this lasts temporary files stand in a folder of this process alone below `home`, which nobody else may enter (mode
    0700). It goes at the end; those of programs that are no more go now. Where it cannot be made the system's own is used."""
    with ExitStack() as stack:
        own = _made(home, stack)
        if own is None:
            yield
            return
        before = {name: os.environ.get(name) for name in ASKED}
        _told(dict.fromkeys(ASKED, str(own)))
        try:
            yield
        finally:
            _told(before)
            _forget(own)


def _told(where: dict[str, str | None]) -> None:
    for name, folder in where.items():
        if folder is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = folder
    if known := sys.modules.get("tempfile"):  # it asks once
        vars(known)["tempdir"] = None


def _made(home: Path, stack: ExitStack) -> Path | None:
    """This process's folder; its lock comes before it and goes after it, however the process ends."""
    folder, new = home / FOLDER, not home.exists()
    try:
        home.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        _clear(folder)
        own = folder / os.urandom(6).hex()
        stack.callback(_empty, [folder, home] if new else [folder])
        if not stack.enter_context(locks.held(_lock_of(own))):
            return None
        own.mkdir(mode=0o700)
    except OSError:
        return None
    return own


def _empty(folders: list[Path]) -> None:
    """What was made for this alone goes with it."""
    for one in folders:
        with suppress(OSError):
            one.rmdir()


def _lock_of(own: Path) -> Path:
    return own.with_suffix(".lock")


def _clear(folder: Path) -> None:
    """Whose lock is free has ended without clearing up."""
    for own in {one.with_suffix("") for one in folder.iterdir()}:
        with suppress(OSError), locks.held(_lock_of(own)) as free:
            if free:
                _forget(own)


def _forget(own: Path) -> None:
    import shutil

    for note in own.glob(f"{PART_NOTED}*"):
        with suppress(OSError):
            part = Path(os.fsdecode(plainfile.read(note)))
            if part.name.endswith(PART) and part.is_absolute():
                part.unlink(missing_ok=True)
    shutil.rmtree(own, ignore_errors=True)
