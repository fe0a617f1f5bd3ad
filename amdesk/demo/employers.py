"""A year of the recruiters' work in the demo city: employers with contacts and talks, vacancies, and what came of introductions."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.bank import reference
from amdesk.db.employers import employers, introductions, vacancies
from amdesk.db.people import participants as people
from amdesk.db.port import Bank
from amdesk.db.results import received
from amdesk.db.results.received import PastJob
from amdesk.demo.results import own_uids
from amdesk.domain.clock import Clock
from amdesk.domain.employers.employer import CONTACT_WAYS
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work
from amdesk.services.competence.certificates import Competence


class DemoEmployer(NamedTuple):
    """An invented employer: name, industry, contact, days since the last talk, and its vacancies (title, occupation, places)."""

    name: str
    industry: str
    contact: str
    title: str
    days: int
    wanted: tuple[tuple[str, str, int], ...]


EMPLOYERS = (
    DemoEmployer("Björkängens Växthus", "Odling", "Ulf Mallgren", "Driftchef", 9, (("Parkarbetare", "PAR", 2),)),
    DemoEmployer("Ekhamra Bostäder", "Fastigheter", "Lena Attrappson", "Områdeschef", 34, (("Trädgårdsarbetare", "PAR", 1), ("Fastighetsskötare", "FAS", 2))),
    DemoEmployer("Ekhamra Kyrkogårdar", "Kyrkogård", "Johan Fiktvall", "Kyrkogårdschef", 92, (("Kyrkogårdsarbetare, säsong", "PAR", 3),)),
    DemoEmployer("Hamnens Fastigheter", "Fastigheter", "Alva Skissander", "Driftledare", 21, (("Vaktmästare", "VAK", 1),)),
    DemoEmployer("Kajens Frakt", "Transport", "Örjan Testgren", "Skiftledare", 47, (("Lagerarbetare", "LAG", 2), ("Bilförare", "TRP", 1))),
    DemoEmployer("Restaurang Provsmaken", "Restaurang", "Wilma Mallgren", "Kökschef", 12, (("Köksbiträde", "MAT", 2),)),
    DemoEmployer("Nordanstäd", "Städ", "David Demolund", "Platschef", 5, (("Lokalvårdare", "LOK", 3), ("Lokalvårdare, kväll", "LOK", 1))),
    DemoEmployer("Ekhamra Omsorg", "Vård och omsorg", "Sara Demolund", "Enhetschef", 66, (("Vårdbiträde", "VBI", 2),)),
    DemoEmployer("Hotell Slottsbacken", "Hotell", "Carl Prototypén", "Receptionschef", 28, (("Receptionist", "REC", 1),)),
    DemoEmployer("Byggteam Åsen", "Bygg", "Nadia Mallgren", "Arbetsledare", 18, (("Målare", "MAL", 1),)),
    DemoEmployer("Återbruket i Ekhamra", "Handel", "Farah Provström", "Butikschef", 31, (("Butiksbiträde", "BUT", 1),)),
)  # fmt: skip
SAID = (
    "Söker fler till våren",
    "Nöjd med den senaste",
    "Vill träffa två till",
    "Ringer igen om en månad",
    "Lunch, gick runt på plats",
)
REASONS = ("OTHER_CHOSEN", "OTHER_CHOSEN", "DECLINED", "SKILLS", "LANGUAGE", "NO_ANSWER", "HOURS")
INTRODUCED = 64
"""Introductions of the year that has passed."""


def populate(bank: Bank, today: date, seed: int) -> None:
    """Fill in the year, with dice of its own, so that the rest of the city stays as it is."""
    dice = random.Random(seed + 19)  # noqa: S311 - repeatable on purpose
    with own_uids(bank, seed + 19):
        _certificates(bank, today)
    with own_uids(bank, seed + 20), bank.write(text(N_("Employers of the demo city")), undoable=False):
        asked = [v for one in EMPLOYERS for v in _employer(bank, dice, one, today)]
        _introductions(bank, dice, asked, today)


def _certificates(bank: Bank, today: date) -> None:
    """Every second of those soon done who are assessed to the end has her certificate already."""
    found = [d for d in introductions.done_soon(bank, today, today + timedelta(30)) if d.assessed]
    for done in found[::2]:
        with suppress(Refused):
            Competence(Work(bank, Clock(today))).issue(done.participant)


def _employer(bank: Bank, dice: random.Random, one: DemoEmployer, today: date) -> list[tuple[int, str]]:
    """An employer with a contact and a year of talks; its vacancies of today and of earlier as (key, occupation)."""
    key = employers.add_employer(bank, {"name": one.name, "industry": one.industry, "manager": "Petra Påhittsson"})
    number = dice.randrange(605, 700)
    employers.add_contact(
        bank, key, {"name": one.contact, "title": one.title, "phone": f"070-174 0{number // 100} {number % 100:02d}"}
    )
    back = one.days
    while back < 365:
        way = dice.choice(list(CONTACT_WAYS))
        employers.add_talk(bank, key, today - timedelta(back), way, dice.choice(SAID), "Petra Påhittsson")
        back += dice.randrange(25, 70)
    out = []
    for title, job, places in one.wanted:
        facts = _facts(bank, dice, job, today)
        out.append(
            (vacancies.add(bank, key, {"title": title, "places": places, **facts, "apply_by": _last(dice, today)}), job)
        )
        past = {"title": title, **facts, "apply_by": today - timedelta(dice.randrange(30, 300)), "status": "filled"}
        out.append((vacancies.add(bank, key, past), job))
    return out


def _last(dice: random.Random, today: date) -> date | None:
    return today + timedelta(dice.randrange(5, 40)) if dice.random() < 0.7 else None


def _facts(bank: Bank, dice: random.Random, job: str, today: date) -> dict[str, object]:
    """What a vacancy asks for: three skills of its occupation, and now and then a licence or more Swedish."""
    profile = reference.profile(bank, job)
    own = [s.code for a in profile.areas[:-1] for s in a.skills] if profile else []
    districts = [c.code for c in reference.codes(bank, "districts")]
    return {
        "occupation": job,
        "district": dice.choice(districts),
        "extent": dice.choice((75, 100, 100)),
        "start": today + timedelta(dice.randrange(10, 60)),
        "schedule": "mån-fre 07.00-16.00",
        "language_min": dice.choice(("", "A2", "B1")),
        "licence": dice.choice(("", "", "", "B")),
        "skills": tuple(f"{code}={dice.choice((2, 2, 3))}" for code in dice.sample(own, min(3, len(own)))),
    }


def _introductions(bank: Bank, dice: random.Random, asked: list[tuple[int, str]], today: date) -> None:
    """People whose employment ended within the year, introduced some weeks before it did; and a few of those soon done."""
    shown = {p.id for p in people.many(bank, [s.participant for s in received.spells(bank)]) if not p.protection}
    ended = [s for s in received.spells(bank) if s.participant in shown and today - timedelta(365) <= s.last < today]
    for spell in dice.sample(ended, min(INTRODUCED, len(ended))):
        day = spell.last - timedelta(dice.randrange(5, 40))
        _one(bank, dice, asked, spell, (day, today))
    soon = [d for d in introductions.done_soon(bank, today, today + timedelta(30)) if d.participant in shown]
    for done in soon[:4]:
        mine = [key for key, job in asked if job == done.occupation]
        if mine:
            on = today - timedelta(dice.randrange(1, 9))
            introductions.add(
                bank, done.participant, mine[0], {"status": "introduced", "consent_on": on, "introduced_on": on}
            )


def _one(
    bank: Bank, dice: random.Random, asked: list[tuple[int, str]], spell: PastJob, days: tuple[date, date]
) -> None:
    """One introduction of the past: most end with an answer, a third with work; whoever was hired is asked about on day 90."""
    day, today = days
    paper = introductions.certified(bank, [spell.participant]).get(spell.participant)
    same = [key for key, job in asked if paper is not None and job == paper.occupation]
    values: dict[str, object] = {"consent_on": day, "introduced_on": day, "certificate": paper.number if paper else ""}
    interview = dice.random() < 0.6
    if interview:
        values["interview_on"] = day + timedelta(dice.randrange(3, 12))
    if interview and dice.random() < 0.55:
        hired = day + timedelta(dice.randrange(12, 30))
        values |= {"status": "hired", "offered_on": hired - timedelta(2), "closed_on": hired}
        if hired + timedelta(90) < today:
            values |= {
                "stayed": dice.choice(("yes", "yes", "yes", "no", "unknown")),
                "stayed_on": hired + timedelta(91),
            }
    else:
        values |= {
            "status": "not",
            "reason": dice.choice(REASONS),
            "closed_on": day + timedelta(dice.randrange(10, 35)),
        }
    introductions.add(bank, spell.participant, dice.choice(same or [key for key, _ in asked]), values)
