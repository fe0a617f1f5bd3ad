"""A unit's years: sessions of work, each with a fault or without, and after each the model's judgement."""

from __future__ import annotations

import gc
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

from amdesk import resources
from amdesk.db import schema
from amdesk.db.bank import settings
from amdesk.db.bank.reference import CodeFile, OccupationFile
from amdesk.db.engine import keys, locks
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.pages import PageReading
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank, Row, value
from amdesk.domain.bank.generations import COPIES_KEPT, Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError, BankBusy, BankUnusable, Refused
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks, damage, generations
from amdesk.services.desk import Desk
from tests import make
from tests.simulation import model
from tests.simulation.disk import Disk, PowerCut
from tests.simulation.model import Broken, Held, Shelf

WHO = access.Who("Ada", "ada")
SECRET = "fyra ord som ingen gissar"
BEGIN = date(2024, 1, 8)
CAPACITY = {"Ett": 1, "Två": 1, "Tre": 2, "Fyra": 3}
SCHEDULE = (2, 1, 2, 2, 2)
FIRST_PEOPLE, OCCUPATIONS = 6, 3
CODES = "reference/codelists.json"
DAYS_BETWEEN = (0, 1, 2, 5, 9, 16, 24, 35)
"""Sessions on one day, in one week, in one month and after a long time: the copies of each span have something to choose among."""
COPIES_READ_ANEW = 0.3
"""How often a session begins without knowing what the one before knew of its copies, as where the window was closed."""
Seen = dict[tuple[str, int, int, int], tuple[int, Row] | None]
"""What a bank that stays open knows of its copies (SqliteBank.copies_seen): a calm session goes on with it."""
BASE = tuple(schema.MIGRATIONS)


def _update(number: int) -> Callable[[Bank], None]:
    """What a later version of the program brings: a column more."""

    def work(bank: Bank) -> None:
        bank.execute(f"alter table note add column later_{number} text")

    work.__name__ = f"m9{number:03d}_later"
    return work


UPDATES = tuple(_update(n) for n in range(1, 20))


def template(folder: Path) -> Path:
    """A bank in which nothing was done yet, made once for all units."""
    path = folder / "template" / "bank.amdesk"
    path.parent.mkdir(parents=True)
    jobs = resources.read_json("reference/occupations.json", OccupationFile)
    jobs["occupations"] = jobs["occupations"][:OCCUPATIONS]
    with mock.patch.object(resources, "read_json", side_effect=[jobs, resources.read_json(CODES, CodeFile)]):
        bank, _ = banks.create(path, SECRET, Clock(BEGIN), WHO)
    for name, capacity in CAPACITY.items():
        make.placement(bank, capacity, name=name)
    for number in range(FIRST_PEOPLE):
        make.participant(bank, name=f"Person {number}")
    with bank.write(text("how many copies"), undoable=False):
        settings.set_setting(bank, COPIES_KEPT, ",".join(map(str, SCHEDULE)))
    bank.close()
    return path


def _given(found: str | WrongKey) -> str:
    if isinstance(found, WrongKey):
        raise found
    return found


class Unit:
    """One unit with its bank, its two folders of copies and the model of what they are to hold."""

    def __init__(self, disk: Disk, seed: int, folder: Path, bank: Path) -> None:
        self.disk, self.dice = disk, random.Random(seed)
        self.folder, self.scratch = folder / "unit", folder / "scratch"
        for place in (self.folder, self.scratch):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
        self.path, self.copies, self.second = (self.folder / n for n in ("bank.amdesk", "copies", "second"))
        for end in ("", ".key.json"):
            shutil.copyfile(f"{bank}{end}", f"{self.path}{end}")
        self.second.mkdir()
        self.secret, self.secrets = SECRET, [SECRET]
        self.day, self.back, self.away, self.version = BEGIN, 0, 0, 0
        self.number = self.people = FIRST_PEOPLE
        self.book = model.Book(tuple(sorted(("person", f"Person {n}") for n in range(self.people))), ((0, BEGIN),))
        self.shelf = model.shelf(SCHEDULE)
        self.every: dict[str, Held] = {}
        self.seen: Counter[str] = Counter()
        self.steps = {"keep": 120, "restore": 120, "rekey": 120, "update": 200, "acts": 30}
        self.carried = generations.NOTHING
        self.copies_seen: Seen = {}
        self.seen_by = ""
        """The key of whoever saw them: with another one the bank was opened anew."""
        self.unlocked: dict[tuple[bytes, str], str | WrongKey] = {}
        schema.MIGRATIONS[:] = BASE
        disk.watch(self.folder, self.dice)
        disk.same_dice()

    # the world around

    @property
    def clock(self) -> Clock:
        return Clock(self.day - timedelta(400 if self.back else 0))

    @property
    def folders(self) -> Folders:
        return Folders(self.copies, self.second)

    def pass_days(self) -> None:
        self.day += timedelta(self.dice.choice(DAYS_BETWEEN))
        self.back = max(0, self.back - 1)
        if self.away:
            self.away -= 1
            if not self.away:
                with self.disk.aside():
                    self.second.with_name("gone").rename(self.second)
        self.disk.settled()

    @contextmanager
    def may_stop(self, what: str, stops: bool) -> Iterator[list[str]]:
        """Within this the power may go, or the program be killed; `stopped` says whether it did."""
        stopped: list[str] = []
        began = self.disk.count
        if stops:
            self.disk.left = self.dice.randint(0, self.steps[what])
        try:
            yield stopped
        except PowerCut:
            pass
        except AmdeskError:
            if not self.disk.dead:
                raise
        if self.disk.dead:
            stopped.append(what)
            self._ended()
            self.seen[f"stopped in {what}"] += 1
            self.disk.cut(power=self.dice.random() < 0.7)
        elif not stops:
            self.steps[what] = self.disk.count - began
        self.disk.left = None

    def _ended(self) -> None:
        """The program is gone, and with it what it had open."""
        for bank in list(locks._open):
            bank.close()
        gc.collect()
        for handle in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                path = os.readlink(f"/proc/self/fd/{handle}")
                if path.startswith(str(self.folder)) and ".lock" in path:
                    os.close(int(handle))

    def opened(self) -> SqliteBank:
        bank = open_bank(str(self.path), secret=self.secret, actor="Ada", account="ada", clock=self.clock)
        assert isinstance(bank, SqliteBank)
        return bank

    def which_secret(self, path: Path, among: list[str]) -> str:
        for secret in among:
            with suppress(WrongKey):
                self.key_of(path, secret)
                return secret
        raise Broken(f"{path.name} opens with none of its passphrases")

    def key_of(self, path: Path, secret: str) -> str:
        """What a key file gave once it gives again."""
        file = keys.key_file(path)
        same = (file.read_bytes(), secret) if path.parent in {self.copies, self.second} and file.exists() else None
        if same is None or same not in self.unlocked:
            try:
                found: str | WrongKey = str(keys.unlock(path, secret).key)
            except WrongKey as wrong:
                found = wrong
            if same is None:
                return _given(found)
            self.unlocked[same] = found
        return _given(self.unlocked[same])

    def state_of(self, path: Path, secret: str) -> model.State:
        return model.read(path, self.key_of(path, secret), self.scratch)

    def judged(self) -> None:
        """The bank as it lies there against the model."""
        state = self.state_of(self.path, self.secret)
        self.book.found(state)
        model.rules(state, CAPACITY)

    # work

    def act(self, desk: Desk) -> None:
        """One act of somebody; acknowledged when it returns."""
        self.number += 1
        day, state = self.clock.today(), self.book.state
        lines = [f for f in state if f[0] == "booking" and f[5] == "booked"]
        kind = self.dice.choice(
            ("person", "book", "book", "book", "extend", "cancel") if lines else ("person", "book", "book")
        )
        if kind == "person":
            self.people += 1
            name = f"Person {self.people}"
            self._told(model.with_person(state, name), lambda: make.participant(desk.bank, name=name), fits=True)
        elif kind == "book":
            person, place = (
                self.dice.choice([f[1] for f in state if f[0] == "person"]),
                self.dice.choice(list(CAPACITY)),
            )
            first = day + timedelta(self.dice.randint(0, 20))
            last = first + timedelta(self.dice.randint(0, 60))
            ids = [
                int(value(desk.bank, f"select id from {t} where name = :n", n=n))
                for t, n in (("participant", person), ("placement", place))
            ]
            fits = model.fits(state, CAPACITY, person, place, first, last)
            self._told(
                model.with_booking(state, person, place, first, last),
                lambda: desk.booking.book(ids[0], ids[1], first, last),
                fits=fits,
            )
        else:
            line = self.dice.choice(lines)
            ref = self.reference(desk.bank, line)
            if kind == "cancel":
                self._told(model.changed(state, line, status="cancelled"), lambda: desk.booking.cancel(ref), fits=True)
                return
            left = list(state)
            left.remove(line)
            first, last = date.fromisoformat(line[3]), date.fromisoformat(line[4]) + timedelta(self.dice.randint(1, 30))
            fits = model.fits(tuple(left), CAPACITY, line[1], line[2], first, last)
            self._told(model.changed(state, line, last=last), lambda: desk.booking.extend(ref, last), fits=fits)

    def reference(self, bank: Bank, line: tuple[str, ...]) -> str:
        """By what the bank calls a booking that the model knows."""
        return str(
            value(
                bank,
                "select b.ref from booking b join participant p on p.id = b.participant_id join placement w on w.id = b.placement_id "
                "where b.void = 0 and p.name = :p and w.name = :w and b.from_date = :f and b.to_date = :t and b.status = :s",
                **dict(zip("pwfts", line[1:], strict=True)),
            )
        )

    def _told(self, after: model.State, work: Callable[[], object], *, fits: bool) -> None:
        day = self.clock.today()
        self.book.may(after, day, self.number)
        try:
            work()
        except Refused as refused:
            self.book.maybe = None
            if fits and not self.disk.dead and not self.back:
                raise Broken(f"refused though it fits: {refused}") from refused
            return
        if not fits:
            raise Broken("a booking was taken that the model refuses")
        self.book.done(after, day, self.number)
        self.seen["acknowledged"] += 1

    def session(self, kind: str = "", *, stops: str = "") -> None:
        """Open, work, keep a copy, close. `kind` is what is odd about it, `stops` where it may be stopped."""
        bank = None
        try:
            with self.may_stop("acts", stops == "acts") as stopped:
                bank = self.opened()
                anew = self.dice.random() < COPIES_READ_ANEW or bank.key != self.seen_by
                bank.copies_seen = {} if anew else self.copies_seen
                self.judged()
                self.work(bank, kind)
            if not stopped and bank is not None:
                with self.may_stop("keep", stops == "keep") as stopped:
                    self.keep(bank, full=kind == "full keep")
                    bank.close()
        finally:
            if bank is not None:
                self.copies_seen, self.seen_by = bank.copies_seen, bank.key
                bank.close()
        if stopped != ["acts"]:
            self.look_at_copies(whole=not stopped and kind != "full keep")
        if kind or stops:
            self.again()
        else:  # the next session opens it
            self.judged()

    def again(self) -> None:
        """After whatever happened the bank opens, and holds what it is to hold."""
        self.opened().close()
        self.judged()

    def work(self, bank: SqliteBank, kind: str) -> None:
        desk = Desk(bank, self.clock)
        self.disk.full = kind == "full acts"
        for _ in range(self.dice.randint(1, 6)):
            try:
                self.act(desk)
            except BankUnusable:
                if not self.disk.full:
                    raise
                self.book.maybe = None
                self.seen["told of a full disk"] += 1
                self.judged_beside(bank)
        self.disk.full = False
        if kind == "two windows":
            self.two_windows(desk)

    def judged_beside(self, bank: SqliteBank) -> None:
        state = model.read(self.path, bank.key, self.scratch)
        self.book.found(state)

    def two_windows(self, desk: Desk) -> None:
        other = (
            SqliteBank(str(self.path), desk.bank.key, actor="Bo", account="bo", clock=self.clock, timeout=0.01)
            if isinstance(desk.bank, SqliteBank)
            else None
        )
        assert other is not None
        try:
            with desk.bank.write(text("held")):
                try:
                    make.participant(other, name="Nobody")
                except BankBusy:
                    self.seen["told to wait"] += 1
                else:
                    raise Broken("two wrote at once")
            self.act(Desk(other, self.clock))
            self.act(desk)
            with suppress(BankBusy):
                banks.restore(
                    next(iter(self.copies.glob("*.amdesk")), self.path), self.path, self.secret, self.clock, WHO
                )
                raise Broken("restored under an open window")
        except AmdeskError as error:
            if not self.disk.dead and "is the bank itself" not in str(error):
                raise
        finally:
            other.close()

    # copies

    def keep(self, bank: SqliteBank, *, full: bool = False) -> None:
        self.disk.full = full
        try:
            self.carried = generations.keep(bank, self.folders, self.clock)
        except BankUnusable:
            if not full:
                raise
            self.seen["told of a full disk"] += 1
        self.disk.full = False

    def look_at_copies(self, *, whole: bool) -> None:
        """Those that are new hold what the bank held; those that are to stay are there."""
        there = {p.name: p for p in self.copies.glob("amdesk-*.amdesk")}
        for name, path in sorted(there.items()):
            if name in self.shelf.held:
                continue
            number = int(name.split("-")[2])
            if number <= self.shelf.highest:
                raise Broken(f"the number of {name} was given before")
            self.shelf.highest = number
            if self.state_of(path, self.secret) != self.book.state:
                raise Broken(f"{name} does not hold what the bank held")
            self.shelf.held[name] = Held(number, self.book.state, self.book.history, self.secret)
            self.every[name] = replace(self.shelf.held[name])
            self.seen["copies"] += 1
        stays = Shelf(self.shelf.latest, self.shelf.spans, self.its_own(self.copies, self.shelf.held)).staying(
            self.book.history
        )
        if missing := sorted(stays - there.keys()):
            raise Broken(f"copies that should be there are not: {missing}")
        self.shelf.held = {n: h for n, h in self.shelf.held.items() if n in there}
        if whole:
            self._is_kept(stays)

    def _is_kept(self, stays: set[str]) -> None:
        good = [n for n, h in self.shelf.held.items() if h.history == self.book.history and not h.damaged]
        if not good:
            raise Broken("no good copy holds what the bank holds")
        if not self.away:
            self._is_far()

    def its_own(self, folder: Path, held: dict[str, Held]) -> dict[str, Held]:
        """Those that open with the key that the bank has now: others are another bank's to it."""
        key, found = self.key_of(self.path, self.secret), {}
        for name, one in held.items():
            with suppress(BankUnusable):
                secret = self.which_secret(folder / name, self.secrets)
                if self.key_of(folder / name, secret) == key:
                    found[name] = one
        return found

    def _is_far(self) -> None:
        """The second folder has what both together are to keep."""
        far = {p.name for p in self.second.glob("amdesk-*.amdesk")}
        every = self.its_own(self.copies, {n: h for n, h in self.shelf.held.items() if n not in far})
        every |= self.its_own(self.second, {n: h for n, h in self.every.items() if n in far})
        stays = Shelf(self.shelf.latest, self.shelf.spans, every).staying(self.book.history)
        if lacking := sorted(n for n in stays if n not in far and not self.shelf.held[n].damaged):
            raise Broken(f"the second folder lacks {lacking}: {self.carried}")
        name = self.dice.choice(sorted(far & self.every.keys()) or [""])
        if (
            name
            and self.state_of(self.second / name, self.which_secret(self.second / name, self.secrets))
            != self.every[name].state
        ):
            raise Broken(f"{name} in the second folder holds something else")

    def remove_bank(self, path: Path) -> None:
        with self.disk.aside():
            for file in sorted(path.parent.glob(path.name + "*")):
                os.unlink(file)


__all__ = ["BankUnusable", "Broken", "PageReading", "Unit", "WrongKey", "damage", "template"]
