"""A contact person's name in what is written about her employer: found where it stands in full, and taken out when she is erased."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from amdesk.domain.employers.vacancy import WITHOUT

DIGEST = "sha256:"


def name_pattern(name: str) -> re.Pattern[str] | None:
    """Finds somebody's whole name as a word of its own, also in the genitive; None of a name of one word, which others have, too."""
    parts = name.split()
    if len(parts) < 2:
        return None
    whole = r"\s+".join(map(re.escape, parts))
    return re.compile(rf"(?<!\w){whole}s?(?!\w)", re.IGNORECASE)


def unnamed(said: str, name: re.Pattern[str]) -> str:
    return name.sub(WITHOUT, said)


def digest(said: object) -> str:
    """By which a text is known again that is not kept."""
    return DIGEST + hashlib.sha256(str(said).encode()).hexdigest()


def said_unnamed(said: Mapping[str, object], name: re.Pattern[str]) -> dict[str, object]:
    """What a source said last, with the digest alone of what names her: read once more it is the same, and brings her back in
    nothing."""
    return {n: digest(v) if isinstance(v, str) and name.search(v) else v for n, v in said.items()}


def said_the_same(last: object, now: object) -> bool:
    """Whether a source says of a field what it said last."""
    return last == now or (isinstance(last, str) and last.startswith(DIGEST) and last == digest(now))
