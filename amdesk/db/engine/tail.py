"""The write-ahead log that a program left behind which did not close its bank: whether it is as it was written.

SQLite takes the first frame that does not fit for the end of the log and forgets all after it in silence (sqlite.org/fileformat.html,
4.4). That is right after a power cut, where only what nobody was told of is torn; a log in which more follows, or in which one bit is
another one, is damaged, and what was acknowledged in it would be gone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from amdesk import plainfile
from amdesk.db.engine import signed
from amdesk.db.engine.signed import PAGE, SALT

HEAD, FRAME = 32, 24
ORDER = {0x377F0682: "<", 0x377F0683: ">"}
"""By the file's first four bytes: how its checksums take numbers."""
Sums = tuple[int, int]


class LogTail(NamedTuple):
    """What stands in a log. `kept` frames follow each other as they were written; `odd` says that what comes after them is damage
    and no power cut; `lost` frames were of the same time."""

    kept: int
    odd: bool
    lost: int


WHOLE = LogTail(0, False, 0)


def log_of(bank: Path) -> Path:
    return bank.with_name(bank.name + "-wal")


def sums(content: bytes, order: str, before: Sums = (0, 0)) -> Sums:
    """The log's checksum over some bytes, a multiple of eight, that follow others."""
    first, second = before
    numbers = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for one, other in zip(numbers, numbers, strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second


def _pair(content: bytes) -> Sums:
    first, second = struct.unpack(">II", content)
    return first, second


def order_of(head: bytes) -> str | None:
    """How a log's checksums take numbers; None of a head that is not as it was written."""
    order = ORDER.get(int.from_bytes(head[:4], "big"))
    return order if order and sums(head[:24], order) == _pair(head[24:HEAD]) else None


def _frames(content: bytes, after: int = 0) -> Iterator[tuple[int, bytes]]:
    """Each frame from a number on, with its number."""
    size = FRAME + PAGE
    for number in range(after, (len(content) - HEAD) // size):
        yield number, content[HEAD + number * size : HEAD + (number + 1) * size]


def _follows(frame: bytes, head: bytes, order: str, before: Sums) -> Sums | None:
    """The checksum after a frame; None where it does not follow what stands before it."""
    if frame[8:16] != head[16:24]:
        return None
    now = sums(frame[:8] + frame[FRAME:], order, before)
    return now if now == _pair(frame[16:FRAME]) else None


def _commits(frame: bytes, head: bytes) -> bool:
    return frame[8:16] == head[16:24] and any(frame[4:8])


def examined(content: bytes, salt: bytes, key: str) -> LogTail:
    """What stands in a log's `content`; `salt` and `key` are the bank's."""
    head = content[:HEAD]
    if len(content) < HEAD + FRAME + PAGE or not any(content[:512]):
        return WHOLE
    if (order := order_of(head)) is None:
        return LogTail(0, True, sum(1 for _ in _frames(content)))
    before, kept = _pair(head[24:]), 0
    for number, frame in _frames(content):
        after = _follows(frame, head, order, before)
        if after is None:
            break
        before, kept = after, number + 1
    else:
        return LogTail(kept, False, 0)
    rest = [frame for _, frame in _frames(content, kept)]
    same = sum(frame[8:16] == head[16:24] for frame in rest)
    commits = sum(_commits(frame, head) for frame in rest)
    odd = commits > 1 or _as_written(rest[0], head, before, signed.tag_key(key, salt), salt) is not None
    return LogTail(kept, odd, max(same, 1) if odd else 0)


def _as_written(frame: bytes, head: bytes, before: Sums, by: bytes, salt: bytes) -> bytes | None:
    """A frame that does not follow, where one bit of it is another one; else None: a power cut leaves its head with another page."""
    page = _page_as_written(frame, head, by, salt)
    if page is None:
        return None
    order, written = order_of(head) or ">", page != frame
    for one in [page] if written else [page, *_sizes(page)]:
        now = struct.pack(">II", *sums(one[:8] + one[FRAME:], order, before))
        wrong = (int.from_bytes(now, "big") ^ int.from_bytes(one[16:FRAME], "big")).bit_count()
        if wrong == (0 if written or one != page else 1):
            return one[:16] + now + one[FRAME:]
    return None


def _page_as_written(frame: bytes, head: bytes, by: bytes, salt: bytes) -> bytes | None:
    """The frame with its page, that page's number and the salts as they were, where at most one bit of these is another one.
    The bank's own salt, with which its first page begins, no signature covers: it is the one of the bank."""
    page, number = frame[FRAME:], int.from_bytes(frame[:4], "big")
    salts = (int.from_bytes(frame[8:16], "big") ^ int.from_bytes(head[16:24], "big")).bit_count()
    if salts > 1:
        return None
    if signed.verifies(page, number, by):
        unsigned = SALT if number == 1 else 0
        return frame[:8] + head[16:24] + frame[16:FRAME] + salt[:unsigned] + page[unsigned:]
    for bit in range(32 if not salts else 0):
        if signed.verifies(page, number ^ 1 << bit, by):
            return (number ^ 1 << bit).to_bytes(4, "big") + frame[4:]
    true = signed.mended(page, number, by) if not salts else None
    return None if true is None else frame[:FRAME] + true


def _sizes(frame: bytes) -> Iterator[bytes]:
    """The frame with one bit of the number as another one that says how large the bank is after it."""
    size = int.from_bytes(frame[4:8], "big")
    for bit in range(32):
        yield frame[:4] + (size ^ 1 << bit).to_bytes(4, "big") + frame[8:]


def look(bank: Path, key: str) -> LogTail:
    """What stands in the log of a bank that nobody has open. Raises OSError."""
    log = log_of(bank)
    try:
        content = plainfile.read(log)
    except FileNotFoundError:
        return WHOLE
    with bank.open("rb") as file:
        return examined(content, file.read(SALT), key)


def mend(bank: Path, key: str) -> LogTail:
    """In a copy of a bank and its log: each frame with a single bit that is another one as it was written. Returns what stands in
    the log then: `lost` of it could not be mended."""
    log = log_of(bank)
    while (found := look(bank, key)).odd:
        content = bytearray(plainfile.read(log))
        with bank.open("rb") as file:
            salt = file.read(SALT)
        if not _mended(content, found.kept, signed.tag_key(key, salt), salt):
            break
        log.write_bytes(content)
    return found


def _mended(content: bytearray, number: int, by: bytes, salt: bytes) -> bool:
    """Whether the head, or else that frame, is now as it was written."""
    if order_of(bytes(content[:HEAD])) is None:
        return _head_mended(content)
    head, at = bytes(content[:HEAD]), HEAD + number * (FRAME + PAGE)
    before = _pair(bytes(content[at - PAGE - 8 : at - PAGE])) if number else _pair(head[24:])
    true = _as_written(bytes(content[at : at + FRAME + PAGE]), head, before, by, salt)
    if true is not None:
        content[at : at + FRAME + PAGE] = true
    return true is not None


def _head_mended(content: bytearray) -> bool:
    """Several bits may make it fit; the log's own frames say which."""
    for bit in range(8 * HEAD):
        content[bit >> 3] ^= 1 << (bit & 7)
        head, first = bytes(content[:HEAD]), bytes(content[HEAD : HEAD + FRAME + PAGE])
        if (order := order_of(head)) is not None and _follows(first, head, order, _pair(head[24:])):
            return True
        content[bit >> 3] ^= 1 << (bit & 7)
    return False
