"""A case worker is away and another one stands in: the tasks are seen, the log says so, and nothing changes its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from amdesk.db.people import caseworkers
from amdesk.db.people import deputies as db
from amdesk.domain.errors import Refused
from amdesk.domain.people.deputies import Deputyship
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work


class Deputies:
    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self) -> Sequence[Deputyship]:
        """Whoever is away today or will be, the first first."""
        return db.deputyships(self.work.bank, self.work.today)

    def away(self, worker: int | str, deputy: int | str, first: date, last: date) -> Deputyship:
        """`worker` is away from one day to another, both included, and `deputy` stands in.

        Raises Refused: NO_WORKER for somebody who is no case worker, SAME, ORDER, TWICE where the worker is away then already, and
        DEPUTY_AWAY where the deputy is.
        """
        who, whom = self._worker(worker), self._worker(deputy)
        if who.id == whom.id:
            raise Refused(text(N_("Nobody stands in for herself. Choose another case worker.")), "SAME")
        if last < first:
            raise Refused(text(N_("The end is before the start. Choose a later end date.")), "ORDER")
        bank = self.work.bank
        said = N_("{deputy} stands in for {name}, {first} to {last}")
        with bank.write(text(said, deputy=whom.name, name=who.name, first=first, last=last)):
            bank.one_at_a_time()
            for one in db.deputyships(bank, first):
                if one.first <= last:
                    _free(one, who.id, whom.id)
            key = db.add_deputyship(bank, who.id, whom.id, first, last)
        return next(one for one in db.every_deputyship(bank) if one.id == key)

    def back(self, key: int, on: date | None = None) -> None:
        """The worker is back on a day, today where none is named: what has not begun then never was. Raises Refused (GONE) where
        there is no such deputyship any more."""
        day, bank = on or self.work.today, self.work.bank
        found = self._until(key, day)
        with bank.write(text(N_("{name} is back on {day}"), name=found.worker, day=day)):
            bank.one_at_a_time()
            found = self._until(key, day)  # another may have ended it meanwhile
            db.end_deputyship(bank, key, day - timedelta(1) if found.first < day else None)

    def _until(self, key: int, day: date) -> Deputyship:
        """The deputyship, where it has not ended before a day. Raises Refused (GONE)."""
        found = next((one for one in db.every_deputyship(self.work.bank) if one.id == key), None)
        if found is None or found.last < day:
            raise Refused(text(N_("Nobody stands in there any more. Look at the list again.")), "GONE")
        return found

    def _worker(self, said: int | str) -> caseworkers.CaseWorker:
        key = said if isinstance(said, int) else caseworkers.case_worker_named(self.work.bank, said)
        found = next((w for w in caseworkers.case_workers(self.work.bank) if w.id == key), None)
        if found is None:
            raise Refused(text(N_("There is no case worker {name}. Check the name."), name=str(said)), "NO_WORKER")
        return found


def _free(one: Deputyship, worker: int, deputy: int) -> None:
    if one.worker_id == worker:
        said = N_("{name} is away from {first} to {last} already, and {deputy} stands in.")
        raise Refused(
            text(said, name=one.worker, first=one.first, last=one.last, deputy=one.deputy),
            "TWICE",
        )
    if one.worker_id == deputy:
        said = N_("{name} is away from {first} to {last}. Choose somebody who is here.")
        raise Refused(text(said, name=one.worker, first=one.first, last=one.last), "DEPUTY_AWAY")
    if one.deputy_id == worker:
        said = N_("{name} stands in for {worker} from {first} to {last}. Give that to another first.")
        raise Refused(text(said, name=one.deputy, worker=one.worker, first=one.first, last=one.last), "STANDS_IN")
