"""What can be printed: how a paper is made, and what is done in the bank when it goes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class Out(NamedTuple):
    """What goes out: the file, and what is to be told of it ("Certificate … is issued.")."""

    pdf: bytes
    said: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that can be printed. `why` is the reason where the person is protected; none of its work is done before it is
    wanted, and `look` changes nothing but the log of what was opened."""

    title: str
    whom: str
    file: str
    """The name that is proposed for its file."""
    look: Callable[[Desk, str], bytes]
    act: str
    """Which act of the table of roles it is to print or save it; whoever may look may not always do that."""
    issue: Callable[[Desk, str], Out] | None = None
    """Makes the paper that goes out, where looking at it is not enough: once, before the first print or file."""
    out: Callable[[Desk, str], object] | None = None
    """What the bank notes when it is printed or saved."""
    note: str = ""
    lockable: bool = True
    """Whether its file may be locked by a password; a sealed one goes out byte for byte."""
    logged: bool = True
    """Whether the bank has a line about it; one that is of no person has none."""
