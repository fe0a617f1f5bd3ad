"""What PySide compiles from its own sources, compiled once, and its patterns where they are asked for.

PySide carries the modules of its signatures as text inside its library and compiles them at each start: of a bare window's time
to its first paint that is a fifth. Their code is kept beside the program's own, where Python keeps what it has compiled: under the
same trust, and good for the source it was made of and for this Python alone (docs/decisions/0010). Three patterns of theirs, by which
the signature of a call is read when an error names it, take as long again: they are made when they are first used.
"""

from __future__ import annotations

import builtins
import importlib.util
import marshal
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from types import CodeType
from typing import Any, cast

Kept = dict[str, tuple[bytes, CodeType]]
"""By the name that PySide gives the source: its hash, as Python's own compiled files have it, and its code."""
PYSIDES = ("signature_bootstrap.py", "shibokensupport/")


def place() -> Path:
    """The file that the code is kept in."""
    return Path(importlib.util.cache_from_source(str(Path(__file__).with_name("pyside.py"))))


def read() -> Kept:
    """What is kept for this Python; nothing where the file is not there or is no such file."""
    try:
        whole = place().read_bytes()
    except OSError:
        return {}
    version, rest = whole[: len(importlib.util.MAGIC_NUMBER)], whole[len(importlib.util.MAGIC_NUMBER) :]
    if version != importlib.util.MAGIC_NUMBER:
        return {}
    try:
        found = marshal.loads(rest)  # noqa: S302 - as Python loads its own compiled files, from the same folder
    except (EOFError, TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(_is_kept(*one) for one in found.items()) else {}


def _is_kept(name: object, one: object) -> bool:
    return isinstance(name, str) and isinstance(one, tuple) and [type(x) for x in one] == [bytes, CodeType]


def keep(code: Kept) -> None:
    """Put there whole or not at all; where nothing can be written PySide goes on compiling."""
    where = place()
    beside = where.with_name(f"{where.name}.{os.getpid()}")
    with suppress(OSError):
        where.parent.mkdir(exist_ok=True)
        try:
            beside.write_bytes(importlib.util.MAGIC_NUMBER + marshal.dumps(code))
            beside.replace(where)
        finally:
            beside.unlink(missing_ok=True)


class Compiler:
    """In the place of Python's `compile` while PySide is imported: whatever is not PySide's own is compiled as before."""

    def __init__(self, plain: Callable[..., object], kept: Kept) -> None:  # type: ignore[explicit-any]  # as compile is called
        self.plain, self.kept = plain, kept
        self.used: Kept = {}
        self.fresh = False
        """Whether something had to be compiled, and is to be kept."""

    def __call__(self, source: object, filename: object, *others: object, **named: object) -> object:
        if not (isinstance(filename, str) and filename.startswith(PYSIDES) and isinstance(source, bytes)):
            return self.plain(source, filename, *others, **named)
        mark = importlib.util.source_hash(source)
        former, code = self.kept.get(filename, (b"", None))
        if former != mark:
            self.fresh, code = True, cast("CodeType", self.plain(source, filename, *others, **named))
        assert code is not None  # a hash of nothing is none's
        self.used[filename] = mark, code
        return code


class LatePattern:
    """A pattern that is made when it is first used, by itself or by a method that was taken from it before."""

    def __init__(self, make: Callable[[], re.Pattern[str]]) -> None:
        self._make = make

    @cached_property
    def made(self) -> re.Pattern[str]:
        return self._make()

    def __getattr__(self, name: str) -> Any:  # type: ignore[explicit-any]  # whatever a pattern has
        return LateMethod(self, name) if callable(getattr(re.Pattern, name, None)) else getattr(self.made, name)


class LateMethod:
    """A method of a pattern that waits; kept in a class it is no method of that class, as a pattern's own is none."""

    def __init__(self, of: LatePattern, name: str) -> None:
        self._of, self._name = of, name

    def __call__(self, *given: object, **named: object) -> object:
        return getattr(self._of.made, self._name)(*given, **named)


class Patterns:
    """In the place of `re.compile` while PySide is imported: whoever else asks has the pattern at once."""

    def __init__(self, plain: Callable[..., re.Pattern[str]]) -> None:  # type: ignore[explicit-any]  # as re.compile is called
        self.plain = plain

    def __call__(self, *given: object, **named: object) -> object:
        make = partial(self.plain, *given, **named)
        return LatePattern(make) if sys._getframe(1).f_code.co_filename.startswith(PYSIDES) else make()


def load_qt() -> None:
    """PySide's first import, before any other: its code is taken from where it is kept, and what it had to compile is kept."""
    if "PySide6.QtCore" in sys.modules:
        return
    plain, pattern = builtins.compile, re.compile
    ours = Compiler(plain, read())
    builtins.compile = ours  # type: ignore[assignment]  # it takes what compile takes
    re.compile = Patterns(pattern)  # type: ignore[assignment]  # the same
    try:
        import PySide6.QtCore  # noqa: F401 - for what it compiles
    finally:
        builtins.compile, re.compile = plain, pattern
    if ours.fresh and not sys.dont_write_bytecode:
        keep(ours.used)


def main() -> None:
    """`python -m amdesk.kept_code`: for an installer, since a program for all users could not write there later."""
    sys.dont_write_bytecode = False
    load_qt()


if __name__ == "__main__":
    main()
