"""A demo bank with protected people in every part of it: some flagged from the start, most of them after something was done."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from amdesk.db.port import rows
from amdesk.domain.errors import Refused
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make

WORKER = access.Who("Jamila Provström", "jamila")
COLLEAGUE = access.Who("Nils Kollegsson", "nils")
"""Flags people, so that the case worker's own steps stay the ones that undo would take back."""
NAMES = (
    "Quilla Zorvath", "Xanthe Qvorrby", "Zebulon Wrixholm", "Yxanna Fjolvqvist", "Ozwald Kvexmark", "Jorunza Plixander", "Wiveqa Drozdby",
    "Vexla Zwarthed", "Haqon Ypperzell", "Kjexia Brumwald", "Tzipora Lyxhammar", "Vyqarda Tnixmoor",
)  # fmt: skip
"""Every word of them is nobody else's, so that half a name is found too."""


@dataclass
class Person:
    """What must not be seen of one protected person."""

    key: int
    number: str
    words: tuple[str, ...]
    digits: tuple[str, ...]
    refs: tuple[str, ...] = ()
    """Of her bookings and employments: whose they are, the lists tell."""

    def rows_of(self, said: str) -> bool:
        return any(re.search(rf"{re.escape(one)}\b", said) for one in (self.number, *self.refs))


TELLING = re.compile(
    r"\b(form|kind(?==external|=in_house)|occupation|certificate|district|department|supervisor|employer|vacancy|title|day|score"
    r"|(?:consent|introduced|interview|offered|closed|stayed)_on|stayed)=(?!None\b|$| \|)"
)
"""What of a row would tell of few places which, or how well one fits, in a document of a command: by a day the vacancy that was
filled then is known, and the first day that was noted of somebody is hers at work."""


@dataclass
class Staged:
    """The people, what ties a number to a workplace, and who plays which part."""

    people: list[Person]
    parts: dict[str, int]
    places: set[str]
    booking: dict[str, str]
    workers: list[str]
    """Who the case workers of those people are."""
    clean: set[str] = field(default_factory=set)
    """Texts that were found to say nothing: a window says most of them again and again."""

    def number(self, part: str) -> str:
        return next(p.number for p in self.people if p.key == self.parts[part])

    def faults(self, where: str, said: str) -> Iterator[str]:
        """A name, a personal number or a phone in a text; a number beside a workplace in one row."""
        if said in self.clean:
            return
        found = list(self._faults(said))
        if not found:
            self.clean.add(said)
        yield from (f"{where}: {what}: {said[:160]!r}" for what in found)

    def _faults(self, said: str) -> Iterator[str]:
        plain = _plain(said)
        digits = re.sub(r"\D", "", said)
        for p in self.people:
            if any(word in plain for word in p.words):
                yield f"{p.number} by name"
            if any(d in digits for d in p.digits):
                yield f"{p.number} by identity number or phone"
            if re.search(rf"{p.number}\b", said) and any(place in said for place in self.places):
                yield f"{p.number} at a workplace"
            if p.rows_of(said) and (found := TELLING.search(said)):
                yield f"{p.number}: {found[1]}"

    def all_faults(self, where: str, texts: Iterable[str]) -> list[str]:
        return [fault for said in texts if said for fault in self.faults(where, said)]


def _plain(said: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(c))


def open_desk(path: Path, who: access.Who = WORKER) -> Desk:
    return make.acting(Desk(banks.open_(str(path), None, make.CLOCK, who), make.CLOCK))


def stage(path: Path, folder: Path) -> Staged:
    """Acts first, flags after, on the demo city."""
    desk = open_desk(path)
    parts, booking = _acts(desk, folder)
    desk.close()
    desk = open_desk(path, COLLEAGUE)
    for i, key in enumerate(parts.values()):
        if key != parts["waiting"]:
            desk.participants.change(key, {"protection": 1 + i % 3})
    staged = _collect(desk, parts, booking)
    desk.close()
    return staged


def _new(desk: Desk, i: int, **given: Any) -> int:
    born = date(1961, 3, 1) + timedelta(i)
    values = make.participant_values(
        name=NAMES[i], phone=f"08-465 004 {i:02d}", email=f"{NAMES[i].split()[0].lower()}@example.se", **given
    )
    return desk.participants.create(values, make.number(born, "239")).id


def _rename(desk: Desk, key: int, i: int) -> int:
    desk.participants.change(key, {"name": NAMES[i], "phone": f"08-465 004 {i:02d}"})
    return key


def _acts(desk: Desk, folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    today = make.TODAY
    free = [
        p
        for p in desk.placements.listing(day=today)
        if p.free and p.open_from <= today and p.background_check == "none"
    ]
    soon, last = today + timedelta(7), today + timedelta(150)
    booked, started = _new(desk, 0), _new(desk, 1)
    first = desk.booking.book(booked, free[0].id, soon, last).booking.ref
    desk.exports.notice(first)
    second = desk.booking.book(started, free[1].id, today, last + timedelta(6)).booking.ref
    desk.booking.introduction_seen(second)
    desk.booking.start(second)
    desk.board.set_capacity(free[1].id, today, None, 0)
    desk.participants.add_note(started, {"kind": "phone", "body": f"{NAMES[1]} ringde", "on_date": today})
    parts = {"booked": booked, "started": started, **_assessed(desk)}
    parts["merged"] = _merged(desk)
    parts["imported"] = _imported(desk, folder)
    parts["waiting"] = _new(desk, 8, protection=1)
    parts["followed"] = _followed(desk)
    parts["learning"] = _learning(desk)
    parts["proposed"] = _proposed(desk)
    return parts, {"booked": first, "started": second}


def _assessed(desk: Desk) -> dict[str, int]:
    """One with an issued certificate, one whose draft is shown, one who is to be assessed."""
    out: dict[str, int] = {}
    for key, _name, what, *_rest, employment in desk.competence.due():
        if desk.work.participant(key).protection or key in out.values():
            continue
        if what == "certificate" and "certified" not in out:
            try:
                desk.competence.issue(_rename(desk, key, 2), employment.ref)
            except Refused:
                continue
            out["certified"] = key
        elif what == "certificate" and "draft" not in out:
            out["draft"] = _rename(desk, key, 3)
        elif what != "certificate" and "assessed" not in out:
            profile = desk.competence.sheet(_rename(desk, key, 4), employment.id).profile
            assert profile is not None
            desk.competence.assess(
                employment.id,
                "extra",
                min(make.TODAY, employment.end or make.TODAY),
                {profile.skills()[0].code: 2},
                finished=False,
            )
            out["assessed"] = key
    assert set(out) == {"certified", "draft", "assessed"}
    return out


def _merged(desk: Desk) -> int:
    """Two records of one person; the other one's name is kept on the emptied record."""
    keep, gone = _new(desk, 5), _new(desk, 6)
    desk.participants.merge(keep, gone)
    return keep


def _imported(desk: Desk, folder: Path) -> int:
    path = referral(folder, NAMES[7], "08-465 004 07")
    head, row = path.read_text("utf-8").splitlines()
    path.write_text(
        f"{head}\n{row}\n{row.replace('004 07', '004 08')}\n", "utf-8"
    )  # the second is left to the work list
    desk.imports.store(desk.imports.review(desk.imports.stage(path, "participants", {})))
    return desk.participants.find(NAMES[7])[0]


def referral(folder: Path, name: str, phone: str) -> Path:
    """A referral list of one person."""
    path = folder / "anvisning.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Namn", "Personnummer", "Telefon", "Handläggare", "Skyddade uppg."])
        number = make.number(date(1961, 3, 8), "239")
        writer.writerow([name, f"{number[:8]}-{number[8:]}", phone, "Jamila Provström", ""])
    return path


def _followed(desk: Desk) -> int:
    due = next(d for d in desk.results.desk() if not d.protected and d.due < make.TODAY)
    _rename(desk, due.participant, 9)
    desk.results.attempt(due.employment, "phone")
    return due.participant


def _learning(desk: Desk) -> int:
    person, kind = _new(desk, 10), next(iter(desk.modules.kinds()))
    day = make.TODAY + timedelta(3)
    module = desk.modules.create(
        {"kind": kind, "name": "Modul", "place": "Skolan", "hours": 10, "capacity": 5}, [(day, "09:00", "12:00")]
    )
    beside = next(p.id for p in desk.participants.listing() if not p.protected and p.id != person)
    for one in (person, beside):
        need = desk.modules.need(one, kind)
        desk.modules.step(need.id, "enrolled", module_id=module.id)
    return person


def _proposed(desk: Desk) -> int:
    """Somebody whom a kept round has a place for; she waits in a queue, is introduced to a vacancy, talked with, and hours are asked
    of her."""
    found = desk.rounds.solve()
    person = _rename(desk, found.optimal[0].person.id, 11)
    desk.rounds.keep(desk.rounds.solve())
    _once(desk.queues.add, [(person, p.number) for p in desk.placements.listing(day=make.TODAY)])
    introduce = partial(desk.introductions.introduce, consent=True)
    _once(introduce, [(person, v.number) for v in desk.vacancies.listing()])
    desk.week.talked(person, "phone", f"{NAMES[11]} ringde")
    desk.activities.ask(person, 20 * 60, make.TODAY, None, (make.TODAY, f"Nämnden om {NAMES[11]}", "SN 2026/1"))
    desk.search.hits(NAMES[11])
    return person


def _once(act: Callable[[int, str], object], each: Iterable[tuple[int, str]]) -> None:
    """With the first of these with which it is not refused."""
    for person, what in each:
        try:
            act(person, what)
        except Refused:
            continue
        return
    raise AssertionError("each was refused")


def _collect(desk: Desk, parts: dict[str, int], booking: dict[str, str]) -> Staged:
    bank = desk.bank
    found = {
        p["id"]: p
        for p in rows(bank, "select id, number, name, identity, phone, merged_into, protection from participant")
    }
    people, refs = [], dict[int, list[str]]()
    for r in rows(
        bank, "select participant_id as p, ref from employment union all select participant_id, ref from booking"
    ):
        refs.setdefault(r["p"], []).append(r["ref"])
    for p in found.values():
        kept = found.get(p["merged_into"] or 0, p)
        if not (p["protection"] or kept["protection"]):
            continue
        mine = p["id"] in parts.values() or p["merged_into"]
        words = tuple(_plain(w) for w in p["name"].split()) if mine else (_plain(p["name"]),)
        digits = [
            d for d in (p["identity"] or "", (p["identity"] or "")[2:], re.sub(r"\D", "", p["phone"])) if len(d) >= 8
        ]
        people.append(Person(kept["id"], kept["number"], words, tuple(digits), tuple(refs.get(kept["id"], ()))))
    known = {n for p in rows(bank, "select number, name from placement") for n in (p["number"], p["name"])}
    known |= {e["t"] for e in rows(bank, "select placement_text as t from employment") if e["t"]}
    theirs = (
        "select distinct c.name from participant p join case_worker c on c.id = p.case_worker_id where p.protection > 0"
    )
    return Staged(people, parts, known, booking, sorted(r["name"] for r in rows(bank, theirs)))
