"""The password of one file that leaves: what it has to be."""

from __future__ import annotations

from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text

SHORTEST = 12
"""Characters. Whoever gets hold of the file may try as many as she likes, as fast as her computers do."""
LONGEST = 120
"""Characters that both formats take, in letters that need two bytes each: 255 bytes is Excel's limit, 127 signs a PDF's."""


def checked(password: str) -> str:
    """The password as it is used; "" where none is wanted. Raises Refused (code PASSWORD) where it is too short, too long, or
    holds what cannot be typed."""
    if password and not password.isprintable():
        raise Refused(text(N_("A password holds letters, digits and signs alone. Write another one.")), "PASSWORD")
    if password and not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            text(
                N_("A file's password has {shortest} to {longest} characters. Write another one, such as four words."),
                shortest=SHORTEST,
                longest=LONGEST,
            ),
            "PASSWORD",
        )
    return password
