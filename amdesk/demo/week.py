"""The weeks of those who work in the demo city: a year of attendance, absence and talks, by dice of its own so that nothing else
in the city is another for it."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta

from amdesk.db.booking import placed
from amdesk.db.booking import week as db
from amdesk.db.people import participants as people
from amdesk.db.port import Bank
from amdesk.domain.booking.week.hours import Terms, read_week, written_week
from amdesk.domain.booking.week.rhythm import USUAL, next_talk
from amdesk.domain.booking.week.told import PlacedJob
from amdesk.domain.clock import Clock
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work
from amdesk.services.booking.week.terms import terms_of

YEAR = timedelta(365)
AUTHOR = "Jamila Provström"
WORDS = (
    "Trivs i laget. Vill prova fler uppgifter.",
    "Kör plocklista själv. Truckkurs i nästa månad.",
    "Planen: tre dagar i veckan blev fem.",
    "Får buss före sju, börjar 08.00.",
    "Handledaren är nöjd. Nästa bedömning är bokad.",
    "Söker jobb på fredagar från nästa vecka.",
    "",
)
WEEKS = ("6 6 6 6 6", "8 8 8 4 0", "5 5 5 5 4", "8 0 8 0 8")
ABSENCES = (("sick", 55, 4), ("child", 18, 2), ("leave", 12, 2), ("holiday", 10, 5), ("unexcused", 5, 1))
"""(code, of a hundred, days at most)."""


def fill(bank: Bank, today: date, seed: int) -> None:
    """A year of days and talks of everybody who works today."""
    dice = random.Random(seed + 30)  # noqa: S311 - repeatable on purpose
    kept = bank.new_uid
    bank.new_uid = lambda: str(uuid.UUID(int=dice.getrandbits(128), version=4))
    try:
        with bank.write(text(N_("Demo city made")), undoable=False):
            work = Work(bank, Clock(today))
            for job in placed.running_jobs(bank, today):
                _job(work, job, dice)
    finally:
        bank.new_uid = kept


def _job(work: Work, job: PlacedJob, dice: random.Random) -> None:
    if dice.random() < 0.15:
        db.agree(work.bank, job, job.first, _week(dice))
    _talks(work, job, dice)
    _days(work, job, terms_of(work, job), dice)


def _week(dice: random.Random) -> str:
    return written_week(read_week(dice.choice(WEEKS)))


def _talks(work: Work, job: PlacedJob, dice: random.Random) -> None:
    """By the rhythm, some a day or two late and one in ten left out; few are late today."""
    day, today, late = job.first + timedelta(dice.randrange(3)), work.today, dice.random() < 0.03
    while day <= today - timedelta(2 if late else 0):
        if dice.random() > 0.1 or (today - day).days < 40:
            kind = dice.choice(("phone", "phone", "visit", "meeting"))
            said = {"kind": kind, "on_date": day, "body": dice.choice(WORDS), "author": AUTHOR}
            if day >= today - YEAR:
                people.add_note(work.bank, job.participant, said)
        following = next_talk(job.first, day, USUAL)
        if following > today:
            return
        day = following if late else min(following + timedelta(dice.choice((0, 0, 0, 1, 2))), today)


def _days(work: Work, job: PlacedJob, terms: Terms, dice: random.Random) -> None:
    """Every day with hours until yesterday: present, or away for a while."""
    rate, left, code = dice.choice((0.01, 0.015, 0.02, 0.03)), 0, ""
    rows: list[tuple[date, str, int]] = []
    first, yesterday = max(job.first, work.today - YEAR), work.today - timedelta(1)
    for i in range((yesterday - first).days + 1):
        day = first + timedelta(i)
        agreed = terms.agreed(day)
        if not agreed:
            continue
        if not left and dice.random() < rate:
            code, left = _absence(dice)
        if left:
            left -= 1
            present = agreed // 2 if dice.random() < 0.15 else 0
            rows.append((day, code, present))
        else:
            part = agreed - 120 if agreed > 240 and dice.random() < 0.03 else agreed
            rows.append((day, "present", part))
    db.note_many(work.bank, job, rows, AUTHOR)


def _absence(dice: random.Random) -> tuple[str, int]:
    code, _, most = dice.choices(ABSENCES, [share for _, share, _ in ABSENCES])[0]
    long = code == "sick" and dice.random() < 0.08
    return code, dice.randrange(6, 15) if long else dice.randrange(1, most + 1)
