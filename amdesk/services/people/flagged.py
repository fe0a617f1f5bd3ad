"""Whether what stands in an open window names somebody who has been protected since it was shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from amdesk.db.people import participants as people
from amdesk.domain.people.participant import Participant
from amdesk.domain.values import fold
from amdesk.services.bank.work import Work

Keys = frozenset[int]


class Flagged(NamedTuple):
    """Everybody who is protected now, whether anybody has been since, and whom of those each of the texts asked about names."""

    everybody: Keys
    any: bool
    named: tuple[Keys, ...]


def flagged(work: Work, known: Keys | None, said: Sequence[str]) -> Flagged:
    """Whom each text names that is protected and was not when these were `known`; None: nothing was known yet, and nobody is
    new. The names are compared here, so that none of them leaves the services for it."""
    now = frozenset(people.protected_ones(work.bank)[0])
    new = people.many(work.bank, now - known) if known is not None else []
    return Flagged(now, bool(new), tuple(frozenset(p.id for p in new if _names(fold(one), p)) for one in said))


def _names(said: str, person: Participant) -> bool:
    """Her name, number in the bank, identity number, phone or e-mail."""
    words = [fold(w) for w in (person.name, person.number, person.email) if w.strip()]
    digits = [d for w in (person.identity or "", person.phone) if len(d := re.sub(r"\D", "", w)) > 5]
    plain = re.sub(r"[\s\-+()/]", "", said)
    return any(w in said for w in words) or any(d in plain or d[2:] in plain for d in digits)
