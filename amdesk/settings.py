"""The user's own settings on this computer: a tuple that survives a broken file."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from amdesk import plainfile
from amdesk.domain.plainjson import parsed

if TYPE_CHECKING:
    from amdesk.domain.bank.generations import Folders


def data_folder() -> Path:
    """Where the user's own bank and settings lie; AMDESK_HOME names another place."""
    home = os.environ.get("AMDESK_HOME")
    if home:
        return Path(home)
    import platformdirs

    return Path(platformdirs.user_data_dir("AMDesk", appauthor=False))


LARGEST = 1_000_000
"""Bytes of a settings file."""
WITHIN = {
    "scale": (50, 300),
    "width": (200, 20_000),
    "height": (200, 20_000),
    "lock_after": (0, 1440),
    "copies": (1, 99),
    "tour": (0, 10),
}


class Settings(NamedTuple):
    """`bank` is the address opened last; `scale` is text size in percent; `letters` allows single-letter shortcuts;
    `lock_after` is after how many minutes without a key or the mouse the window locks itself, 0 for never.
    `second_folder` is where copies go too, "" for nowhere.
    `tour` is the step of the tour that comes next.
    `printer` and what follows it but `tour` is how a paper was printed last: "" is the system's own choice."""

    bank: str = ""
    language: str = ""
    theme: str = "system"
    scale: int = 100
    letters: bool = True
    reduced_motion: bool = False
    user: str = ""
    backup_folder: str = ""
    second_folder: str = ""
    width: int = 1366
    height: int = 768
    passphrase_saved: bool = False
    lock_after: int = 10
    maximised: bool = False
    printer: str = ""
    copies: int = 1
    print_grey: bool = False
    print_fit: bool = False
    tour: int = 0

    @staticmethod
    def file() -> Path:
        return data_folder() / "settings.json"

    @classmethod
    def load(cls) -> Settings:
        """Settings from the file; whatever is missing, unknown or of the wrong type falls back to the default."""
        try:
            file = cls.file()
            if file.stat().st_size > LARGEST:
                return cls()
            said = parsed(plainfile.read(file).decode())
        except (OSError, ValueError):
            return cls()
        if not isinstance(said, dict):
            return cls()
        base = cls()
        kept = {name: said[name] for name in cls._fields if type(said.get(name)) is type(getattr(base, name))}
        return base._replace(**{name: value for name, value in kept.items() if _sensible(name, value)})

    def save(self) -> bool:
        """Write to a part file and rename, so that a crash leaves the old settings. False where it cannot be written (a full disk, a
        folder that is not one's own): they hold until the program ends."""
        path = self.file()
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._asdict(), indent=1), "utf-8")
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return False
        return True

    def backups(self) -> Path:
        """Where automatic backups go."""
        return Path(self.backup_folder) if self.backup_folder else data_folder() / "backups"

    def folders(self) -> Folders:
        """Where copies go."""
        from amdesk.domain.bank.generations import Folders  # after the first paint

        return Folders(self.backups(), Path(self.second_folder) if self.second_folder else None)

    def bank_path(self) -> str:
        return self.bank or str(data_folder() / "bank.amdesk")


def _sensible(name: str, value: object) -> bool:
    """False for what no window and no language could be made of, and for text that names no file."""
    low, high = WITHIN.get(name, (0, 0))
    if isinstance(value, str):
        return min(value, default=" ") >= " " and (name != "language" or value in {"", "sv", "en"})
    return isinstance(value, bool) or (isinstance(value, int) and low <= value <= high)
