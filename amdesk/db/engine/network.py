"""Where a bank may lie. A bank on a network drive is refused: its locks are not to be trusted there."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from amdesk.domain.errors import BankUnusable
from amdesk.domain.names import KEY
from amdesk.domain.texts import N_, text

NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "afs",
    "ncpfs",
    "9p",
    "fuse.sshfs",
    "davfs",
    "fuse.davfs2",
    "webdav",
    "afpfs",
}


def key_file(bank: Path) -> Path:
    return bank.with_name(bank.name + KEY)


LONGEST = ".restoring.key.json.part"
"""The longest ending of a bank's own files."""

OTHER = re.compile(r"[A-Za-z][\w+.-]+:/")
"""How an address on a network begins; a drive of Windows has one letter."""


def mount_table() -> str:
    """The system's mount table; AMDESK_MOUNTS names another file (a fault test does)."""
    path = Path(os.environ.get("AMDESK_MOUNTS", "/proc/self/mounts"))
    return path.read_text("utf-8", "replace") if path.exists() else ""


def refuse_network(path: Path, mounts: Callable[[], str] = mount_table) -> None:
    """Raise BankUnusable where `path` lies on a network file system or a Windows network drive."""
    full = path.absolute()
    if str(path).startswith(("\\\\", "//")) or (sys.platform == "win32" and _remote_drive(full)):
        raise _refusal(path)
    best, kind = "", ""
    for line in mounts().splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        under = str(full) == point or str(full).startswith(point.rstrip("/") + "/")
        if under and len(point) >= len(best):
            best, kind = point, parts[2]
    if kind.casefold() in NETWORK:
        raise _refusal(path)


def _remote_drive(path: Path) -> bool:
    import ctypes

    kind: int = ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\")  # type: ignore[attr-defined,unused-ignore]  # on Windows alone
    return kind == 4


def _refusal(path: Path) -> BankUnusable:
    return BankUnusable(
        text(
            N_("{path} lies on a network drive, where a bank can be damaged. Choose a folder on this computer."),
            path=str(path),
        ),
        "NETWORK",
    )


def is_shared(address: str) -> bool:
    """True for a bank on PostgreSQL, also where the rest of the address is wrong."""
    return address.casefold().startswith(("postgresql:", "postgres:"))


def shown(address: str) -> str:
    """The address as it may be printed: without user name, password and options, which can hold a password too."""
    if not is_shared(address) and not OTHER.match(address):
        return address
    kind, _, rest = address.partition(":")
    server = rest.lstrip("/").rpartition("@")[2].partition("?")[0]
    return f"{kind}://{server}"


def no_address(address: str) -> BankUnusable:
    """What is wrong with an address that names neither a file nor a database."""
    return BankUnusable(
        text(
            N_("{path} is no address of a bank. Name a file, or a shared bank as postgresql://server/database."),
            path=shown(address),
        ),
        "ADDRESS",
    )


def refuse_other(address: str) -> None:
    """Raise BankUnusable for the address of something on a network that is no bank (http://..., postgre://...), and for
    what can name no file."""
    if OTHER.match(address) or "\0" in address or not address.strip() or not _can_be_a_name(Path(address)):
        raise no_address(address)


def _can_be_a_name(path: Path) -> bool:
    """False for `/` and `.`, and for a name so long that a bank's own files could not lie beside it."""
    if not path.name:
        return False
    try:
        os.lstat(path.with_name(path.name + LONGEST))
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG
    return True
