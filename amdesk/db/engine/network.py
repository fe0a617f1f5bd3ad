"""Where a bank may lie. A bank on a network drive is refused: its locks are not to be trusted there."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
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


KEPT = "-before-20261123-094100-999"
"""What comes into the name of a bank that is kept (swap.free_name)."""
COPYING = ".0123abcd.part-journal"
"""How the longest file ends that lies beside a copy while it is made (leftovers.part_of)."""
LONGEST = len(KEPT + COPYING)
"""How much longer than a bank's own the longest name is that comes to lie beside it."""
NAME, PATH = 255, 511
"""Bytes of a name that disks take where they do not say it, and of a path that SQLite takes (os_unix.c, MAX_PATHNAME)."""

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
    if OTHER.match(address) or "\0" in address or not address.strip() or not Path(address).name:  # "/" or "."
        raise no_address(address)
    refuse_long(Path(address))


def longest_name(folder: Path, more: int = LONGEST) -> int:
    """How many bytes the name of a bank in a folder may have, so that what comes to lie beside it has a name too."""
    most = NAME
    if hasattr(os, "pathconf"):
        with suppress(OSError, ValueError):
            most = os.pathconf(folder, "PC_NAME_MAX")
    return most - more


def refuse_long(path: Path, more: int = LONGEST) -> None:
    """Raise BankUnusable where a bank, or a copy that has `more` beside it, has a name or a path that leaves no room for that."""
    name, whole = len(os.fsencode(path.name)), len(os.fsencode(path.absolute()))
    if name > (most := longest_name(path.parent, more)):
        said = N_(
            "The name {name} is too long for a bank: give it one of at most {most} bytes (å, ä and ö are two each)."
        )
        raise BankUnusable(text(said, name=_cut(path.name), most=most), "LONG")
    if os.name == "posix" and whole > (most := PATH - more):
        said = N_(
            "The folder of {name} lies too deep for a bank: with its folders the name may have {most} bytes, and has {whole}."
        )
        raise BankUnusable(text(said, name=_cut(path.name), most=most, whole=whole), "LONG")


def _cut(name: str) -> str:
    return name if len(name) <= SHOWN else name[:SHOWN] + "…"


SHOWN = 40
"""Letters that are shown of a name that is too long."""
