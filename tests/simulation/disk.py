"""A disk that keeps what was synced and may lose the rest: SQLite's writes go through it as files of the program do.

SQLite reaches it by its own door for that (sqlite.org/vfs.html): writing, syncing, truncating and deleting are handed on to the
system's and noted. What the program does with files itself is seen by an audit hook. At the operation that is chosen everything
stops, as where the power goes: nothing reaches the disk any more, and what was not synced is kept, lost or torn by the sector.
"""

from __future__ import annotations

import ctypes as c
import errno
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3

SECTOR = 512
FULL, SHORT_READ, FAILED = 13, 522, {"write": 778, "sync": 1034, "truncate": 1546, "delete": 2570, "open": 14}
"""SQLite's codes (sqlite.org/rescode.html)."""
LOG = 0x0800 | 0x4000 | 0x80000
"""Flags of a journal and a log as SQLite opens them."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class PowerCut(BaseException):
    """Nothing of the program goes on, not even its tidying up."""


P, I, L = c.c_void_p, c.c_int, c.c_int64  # noqa: E741 - as short as the tables below need
OPEN = c.CFUNCTYPE(I, P, P, P, I, P)  # the name as it lies there: more stands around it
DELETE = c.CFUNCTYPE(I, P, c.c_char_p, I)
CLOSE = c.CFUNCTYPE(I, P)
READ = WRITE = c.CFUNCTYPE(I, P, P, I, L)
TRUNCATE = c.CFUNCTYPE(I, P, L)
SYNC = c.CFUNCTYPE(I, P, I)
SIZE = c.CFUNCTYPE(I, P, c.POINTER(L))
DICE = c.CFUNCTYPE(I, P, I, P)


class Door(c.Structure):
    """sqlite3_vfs."""

    _fields_ = [
        ("version", I), ("file_size", I), ("path_size", I), ("next", P), ("name", c.c_char_p), ("data", P), ("open", OPEN), ("delete", DELETE),
        ("rest", P * 6), ("randomness", DICE), ("more", P * 7),
    ]  # fmt: skip


class Methods(c.Structure):
    """sqlite3_io_methods."""

    _fields_ = [
        ("version", I), ("close", CLOSE), ("read", READ), ("write", WRITE), ("truncate", TRUNCATE), ("sync", SYNC), ("size", SIZE), ("rest", P * 12),
    ]  # fmt: skip


class Disk:
    """One for a process. `folder` is what it watches; `left` counts operations down to the one at which the power goes."""

    def __init__(self) -> None:
        self.folder = ""
        self.dice = random.Random(0)
        self.left: int | None = None
        self.dead = self.full = self._aside = False
        self.count = 0
        self._written: dict[int, list[tuple[int, bytes, int]]] = {}
        """By inode, in order: where, what was there, and how long the file was: all that was not synced."""
        self._own: dict[str, None] = {}
        """Files that the program itself wrote and did not sync."""
        self._names: list[tuple[str, Callable[[], object]]] = []
        """Names that were made, changed and removed since their folder was synced: the folder, and what takes it back."""
        self._files: dict[int, int] = {}
        self._fresh: dict[int, str] = {}
        """Logs that are new: their folder is synced with them the first time (sqlite.org/src, os_unix.c)."""
        self._methods: dict[int, Methods] = {}
        self._install()

    def watch(self, folder: Path, dice: random.Random) -> None:
        """Begin with a folder and nothing outstanding."""
        self.folder, self.dice = str(folder), dice
        self.limbo = folder.with_name(folder.name + "-limbo")
        self.limbo.mkdir(exist_ok=True)
        self._forget()

    def _forget(self) -> None:
        self.left, self.dead, self.full = None, False, False
        self._written, self._own, self._names, self._fresh = {}, {}, [], {}
        for path in self.limbo.iterdir():
            path.unlink()

    def settled(self) -> None:
        """Time goes by: the system has written all it had."""
        self._forget()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What others than the program do with its files."""
        before, self._aside = self._aside, True
        try:
            yield
        finally:
            self._aside = before

    # what counts

    def _mine(self, path: str) -> bool:
        return bool(self.folder) and (path + os.sep).startswith(self.folder + os.sep)

    def _tick(self) -> bool:
        """Whether the operation happens."""
        self.count += 1
        if self.left is not None and not self.dead:
            self.left -= 1
            self.dead = self.left < 0
        return not self.dead

    # SQLite's door

    def _install(self) -> None:
        self._library = library = c.CDLL(sqlcipher3._sqlite3.__file__)
        library.sqlite3_vfs_find.restype = c.POINTER(Door)
        self._system = library.sqlite3_vfs_find(None)
        self._door = Door.from_buffer_copy(self._system.contents)
        self._door.name = b"simulated"
        self._calls = [OPEN(self._open), DELETE(self._delete), DICE(self._randomness)]
        self._door.open, self._door.delete, self._door.randomness = self._calls
        if library.sqlite3_vfs_register(c.byref(self._door), 1):
            raise OSError("SQLite takes no other disk")
        fsync = os.fsync

        def synced(handle: int) -> None:
            fsync(handle)
            self._synced(handle)

        os.fsync = synced  # type: ignore[assignment]  # the program gives it numbers alone
        sys.addaudithook(self._seen)

    def _randomness(self, _door: int, count: int, out: int) -> int:
        c.memmove(out, self.dice.randbytes(count), count)
        return count

    def same_dice(self) -> None:
        """SQLite's own dice begin anew from ours."""
        self._library.sqlite3_randomness(0, None)

    def _open(self, _door: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = os.fsdecode(c.string_at(name)) if name else ""
        mine = self._mine(path)
        if mine and self.dead:
            return FAILED["open"]
        new = mine and not os.path.lexists(path)
        if new and self.full:
            return FULL
        got: int = self._system.contents.open(c.addressof(self._system.contents), name, file, flags, out)
        if got or not mine:
            return got
        if new and os.path.lexists(path):
            self._made(path)
            if flags & LOG:
                self._fresh[os.stat(path).st_ino] = os.path.dirname(path)
        found = c.cast(file, c.POINTER(P))
        self._files[file] = os.stat(path).st_ino
        found[0] = c.addressof(self._patched(found.contents.value or 0))
        return 0

    def _patched(self, address: int) -> Methods:
        """The system's methods with ours among them."""
        for theirs, ours in self._methods.items():
            if address in {theirs, c.addressof(ours)}:
                return ours
        theirs_ = Methods.from_address(address)
        ours = Methods.from_buffer_copy(theirs_)
        calls = (
            CLOSE(lambda f: self._closed(theirs_, f)),
            WRITE(lambda f, b, n, at: self._write(theirs_, f, b, n, at)),
            TRUNCATE(lambda f, n: self._truncate(theirs_, f, n)),
            SYNC(lambda f, how: self._sync(theirs_, f, how)),
        )
        ours.close, ours.write, ours.truncate, ours.sync = calls
        self._calls.extend(calls)
        self._methods[address] = ours
        return ours

    def _closed(self, theirs: Methods, file: int) -> int:
        self._files.pop(file, None)
        return int(theirs.close(file))

    def _length(self, theirs: Methods, file: int) -> int:
        size = L()
        theirs.size(file, c.byref(size))
        return size.value

    def _was(self, theirs: Methods, file: int, at: int, count: int) -> bytes:
        if count <= 0:
            return b""
        room = c.create_string_buffer(count)
        theirs.read(file, c.addressof(room), count, at)
        return room.raw

    def _write(self, theirs: Methods, file: int, content: int, count: int, at: int) -> int:
        if not self._tick():
            return FAILED["write"]
        size = self._length(theirs, file)
        if self.full and at + count > size:
            return FULL
        was = self._was(theirs, file, at, count)  # zeros beyond its end
        self._written.setdefault(self._files[file], []).append((at, was, size))
        return int(theirs.write(file, content, count, at))

    def _truncate(self, theirs: Methods, file: int, count: int) -> int:
        if not self._tick():
            return FAILED["truncate"]
        size = self._length(theirs, file)
        self._written.setdefault(self._files[file], []).append(
            (count, self._was(theirs, file, count, size - count), size)
        )
        return int(theirs.truncate(file, count))

    def _sync(self, theirs: Methods, file: int, how: int) -> int:
        if not self._tick():
            return FAILED["sync"]
        self._written.pop(self._files[file], None)
        if folder := self._fresh.pop(self._files[file], ""):
            self._names = [n for n in self._names if n[0] != folder]
        return int(theirs.sync(file, how))

    def _delete(self, _door: int, name: bytes, folder_too: int) -> int:
        path = os.fsdecode(name)
        if self._mine(path):
            if not self._tick():
                return FAILED["delete"]
            self._gone(path)
        got: int = self._system.contents.delete(c.addressof(self._system.contents), name, folder_too)
        if folder_too:
            self._names = [n for n in self._names if n[0] != os.path.dirname(path)]
        return got

    # the program's own files

    def _seen(self, event: str, args: tuple[Any, ...]) -> None:
        if self._aside or event not in ACTS or isinstance(args[0], int) or not self._mine(os.fsdecode(args[0])):
            return
        if event == "open" and not (isinstance(args[2], int) and args[2] & WRITING):
            if self.dead:
                raise PowerCut
            return
        if not self._tick():
            raise PowerCut
        with self.aside():
            ACTS[event](self, *(os.fsdecode(a) if isinstance(a, str | bytes | Path) else a for a in args))

    def _opened(self, path: str, _mode: object, flags: int) -> None:
        if not os.path.lexists(path):
            if self.full:
                raise OSError(errno.ENOSPC, "no space left on device", path)
            self._made(path)
        if flags & (os.O_CREAT | os.O_TRUNC):
            self._own[path] = None

    def _made(self, path: str) -> None:
        self._names.append((os.path.dirname(path), lambda: Path(path).unlink(missing_ok=True)))

    def _gone(self, path: str, *_rest: object) -> None:
        if os.path.lexists(path):
            self._names.append((os.path.dirname(path), self._back(path)))
        self._own.pop(path, None)

    def _back(self, path: str) -> Callable[[], object]:
        """What brings back the file that has this name now."""
        kept = str(self.limbo / str(len(os.listdir(self.limbo))))
        with self.aside():
            os.link(path, kept)

        def bring() -> None:
            if os.path.lexists(path):
                os.unlink(path)
            os.link(kept, path)

        return bring

    def _renamed(self, path: str, to: str, *_rest: object) -> None:
        back_to = self._back(path)
        back = self._back(to) if os.path.lexists(to) else (lambda: Path(to).unlink(missing_ok=True))
        self._names.append((os.path.dirname(to), lambda: (back(), back_to())))
        if path in self._own:
            del self._own[path]
            self._own[to] = None
        else:
            self._own.pop(to, None)

    def _linked(self, path: str, to: str, *_rest: object) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "no space left on device", path)
        self._made(to)
        if path in self._own:
            self._own[to] = None

    def _synced(self, handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        if not self._mine(path):
            return
        if not self._tick():
            raise PowerCut
        found = os.fstat(handle)
        self._written.pop(found.st_ino, None)
        self._own.pop(path, None)
        self._names = [n for n in self._names if n[0] != path]

    # after it

    def cut(self, *, power: bool) -> None:
        """All is closed: what was not synced is kept, lost or torn where the power went; a program that was killed loses none."""
        folder, self.folder = self.folder, ""
        try:
            if power:
                self._lose(Path(folder))
            for path in Path(folder).rglob("*-shm"):
                path.unlink()
        finally:
            self.folder = folder
        self._forget()

    def _lose(self, folder: Path) -> None:
        by_inode = {p.stat().st_ino: p for p in sorted(folder.rglob("*")) if p.is_file()}
        for inode, changes in self._written.items():
            if inode in by_inode:
                self._tear(by_inode[inode], changes)
        for path in self._own:
            if os.path.exists(path):
                os.truncate(
                    path, self.dice.choice((0, os.path.getsize(path), self.dice.randint(0, os.path.getsize(path))))
                )
        for _, back in reversed(self._names[len(self._names) - self.dice.randint(0, len(self._names)) :]):
            back()

    def _tear(self, path: Path, changes: list[tuple[int, bytes, int]]) -> None:
        lost = self.dice.choice((0.0, 1.0, 1.0, self.dice.random()))
        with path.open("r+b") as file:
            for at, was, size in reversed(changes):
                for start in range(0, len(was), SECTOR):
                    if self.dice.random() < lost:
                        file.seek(at + start)
                        file.write(was[start : start + SECTOR])
                if lost == 1.0:
                    file.truncate(size)


ACTS: dict[str, Callable[..., None]] = {
    "open": Disk._opened,
    "os.rename": Disk._renamed,
    "os.remove": Disk._gone,
    "os.link": Disk._linked,
}
