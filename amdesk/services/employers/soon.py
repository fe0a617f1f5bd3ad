"""Who is soon done, and what of them was certified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.bank import reference
from amdesk.db.employers import introductions as db
from amdesk.db.people import participants as people
from amdesk.domain.booking.needs import Trip
from amdesk.domain.employers.matching import Candidate
from amdesk.domain.people.masked import Masked, Token
from amdesk.domain.people.participant import Person
from amdesk.services.bank.work import Work
from amdesk.services.people.gate import unopened


class DonePerson(NamedTuple):
    """Somebody whose employment ends within the days asked for; `certificate` is its number where one is `issued`; `hits` how
    many vacancies fit her."""

    participant: int
    number: str
    name: Masked
    place: Masked
    occupation: str
    """Its code; "" of somebody protected whom nobody has opened, since of few places it would tell which."""
    last: date
    certificate: Masked
    issued: bool
    assessed: bool
    hits: int
    candidate: Candidate

    @property
    def order(self) -> date:
        """To sort by: the last day, and nothing of whoever is hidden."""
        return date.max if self.name.hidden else self.last


def done_people(work: Work, days: int) -> list[DonePerson]:
    """Everybody whose employment ends within so many days, the first to end first and the hidden last; `hits` is 0 in each."""
    found = db.done_soon(work.bank, work.today, work.today + timedelta(days))
    return sorted(_people(work, found), key=lambda d: (d.order, d.number if d.name.hidden else ""))


def one_person(work: Work, key: int, token: Token | None = None) -> DonePerson:
    """Anybody, done soon or not: with her employment under way, or without one as of today; `token` says that she was opened."""
    found = [d for d in db.done_soon(work.bank, work.today, date.max) if d.participant == key]
    return _people(work, found or [db.DoneSoon(0, key, "", "", work.today, assessed=False)], token)[0]


def _people(work: Work, found: Sequence[db.DoneSoon], token: Token | None = None) -> list[DonePerson]:
    keys = [d.participant for d in found]
    known = {p.id: unopened(p) for p in people.many(work.bank, keys)}
    certified = db.certified(work.bank, keys)
    out = []
    for d in found:
        person = known[d.participant]
        paper = certified.get(d.participant)
        hidden = person.protection > 0 and token is None
        candidate = (
            Candidate(person, "", d.last, None, True) if hidden else Candidate(person, d.occupation, d.last, paper)
        )
        place = Masked(d.placement, person.id, person.protection)
        number = Masked(paper.number if paper else "", person.id, person.protection, token=token)
        job = candidate.certified_occupation
        out.append(
            DonePerson(
                person.id,
                person.number,
                person.masked,
                place,
                job,
                d.last,
                number,
                paper is not None,
                d.assessed,
                0,
                candidate,
            )
        )
    return out


def ways(work: Work) -> Callable[[Person, str], Trip | None]:
    """The way from somebody's home to a district; of a protected person it is not known: minutes to a few places tell where she
    lives."""
    trips = reference.travel(work.bank)
    return lambda person, to: None if person.protection else trips.get((person.district, to))
