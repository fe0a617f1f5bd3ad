"""Stored records as lists of cities bring them, drawn with a dice: codes that no list of ours knows, empty facts, long texts,
several wishes, needs and periods, no end, protected people."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from amdesk.db.booking import bookings
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import one, update
from amdesk.db.results import improving
from amdesk.domain.clock import FAR
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

DAY = timedelta(1)
LONG = "Ring vaktmästaren först, gå in vid lastkajen och fråga efter nyckeln. " * 9
WISHES = ("PAR", "LOK", "MAT", "NAT", "VAK", "CYK", "X99")


def person(desk: Desk, dice: random.Random) -> int:
    """A participant's key."""
    needs = [
        dice.choice([Need("lift_max", "7", "must"), Need("dust", "0", "nice"), Need("avoid", "ensamarbete", "must")]),
        Need("daytime", "", "nice"),
        Need("max_travel", dice.choice(["45", "30"]), "must"),
        Need("start_after", dice.choice(["09.00", "9:30"]), "important"),
        Need("kind", "external", "nice"),
        Need("district", "NH", "important"),
    ]
    given = {
        "name": dice.choice(["Astrid Prov", " Nils  Provfält ", "O'Prov-Ö, Åsa", "P" * 200, ""]),
        "phone": dice.choice(["", "+46 70 174 06 12 ", "070-1740612", "070-174 06 12 / 08-465 004 77"]),
        "email": dice.choice(["", "a@ekhamra.se ", "ingen"]),
        "case_number": dice.choice(["", "AMA 2026/1 ", LONG]),
        "wishes": tuple(dice.sample(WISHES, dice.randint(0, 5))),
        "district": dice.choice(["", "NH", "Nya byn", "X"]),
        "licence": dice.choice(["", "B", "BE", "C"]),
        "extent": dice.choice([1, 33, 50, 100]),
        "language": dice.choice(["", "B1", "SFI C"]),
        "languages": dice.choice(["", "arabiska, svenska ", LONG]),
        "max_travel": dice.choice([None, 0, 30, 181, 240]),
        "needs": tuple(dice.sample(needs, dice.randint(0, len(needs)))),
        "available_from": dice.choice([None, TODAY, date(9999, 12, 31), date(1999, 1, 1)]),
        "protection": dice.choice([0, 0, 1, 2, 3]),
        "registered_on": TODAY - dice.randint(0, 900) * DAY,
    }
    with desk.bank.write(text("a person as an import makes one")):
        return people.add(desk.bank, given)


def place(desk: Desk, dice: random.Random) -> int:
    """A placement's key."""
    given = {
        "kind": dice.choice(["in_house", "external"]), "occupation": dice.choice(["PAR", "LOK", "VAK"]), "name": dice.choice(["Lindparken", " Åsens  vårdboende ", "P" * 120]),
        "department": dice.choice(["", "Park  och natur "]), "district": dice.choice(["", "NH", "Nya byn"]), "address": dice.choice(["", "Provgatan 1 B ", LONG]),
        "hours": dice.choice([100, 2025, 3825, 4000]), "schedule": dice.choice(["", "mån-fre 7-16", LONG]), "language_min": dice.choice(["", "A2", "B2+"]),
        "licence": dice.choice(["", "B", "BE", "C1E"]), "background_check": dice.choice(["none", "school_act", "kommunal"]), "min_age": dice.choice([13, 16, 18, 30, 67]),
        "supervisor": dice.choice(["", "Nils Modellberg "]), "supervisor_phone": dice.choice(["", " 070-1740605"]), "supervisor_email": dice.choice(["", "n@ekhamra.se"]),
        "shared": dice.choice([0, 1]), "open_from": TODAY - dice.randint(0, 900) * DAY, "open_to": dice.choice([FAR, TODAY + 400 * DAY]), "comment": dice.choice(["", " x\n", LONG]),
    }  # fmt: skip
    with desk.bank.write(text("a placement as an import makes one")):
        key = places.add(desk.bank, given, dice.choice([1, 4, 30]))
        update(
            desk.bank,
            "placement",
            key,
            demands=dice.choice(["[]", '["lift_max=16-", "words=okänt"]']),
            pay=dice.choice([None, 12_345]),
        )
        for i in range(dice.randint(0, 2)):
            first = TODAY + (30 + 60 * i) * DAY
            places.set_capacity(desk.bank, key, first, first + 14 * DAY, i, "stängt")
    return key


def booking(desk: Desk, dice: random.Random) -> str:
    """A booking's reference."""
    who, where = person(desk, dice), desk.placements.create(make.placement_values(), 3).id
    with desk.bank.write(text("as booked before there was a rule")):
        update(desk.bank, "participant", who, name="Aida Demolund", extent=dice.choice([50, 100]), needs="[]")
        update(desk.bank, "participant", who, language="B1", available_from=None, licence="B")
    first = TODAY + dice.choice([0, 14]) * DAY
    made = desk.booking.book(
        who, where, first, first + dice.choice([30, 182]) * DAY, reserve=dice.choice([True, False])
    )
    ref = made.booking.ref
    if made.booking.status == "booked" and dice.choice([True, False]):
        desk.booking.introduction_seen(ref)
        if first == TODAY:
            desk.booking.start(ref)
    return ref


def employment(desk: Desk, dice: random.Random, *, ended: bool = False) -> int:
    """An employment's key; one that has ended has a day 90."""
    first = TODAY - dice.randint(200, 300) * DAY
    last = dice.choice([None, first + 182 * DAY]) if ended else dice.choice([None, TODAY + 90 * DAY])
    given: dict[str, Any] = {
        "ref": bookings.new_ref("E"), "participant_id": person(desk, dice), "form": dice.choice(["bea_visstid", "egen form"]), "placement_text": dice.choice(["Lindparken", LONG]),
        "from_date": first.isoformat(), "to_date": last.isoformat() if last else None, "extent": dice.choice([1, 75, 100]),
        "decision_from": dice.choice([None, first.isoformat()]), "decision_to": dice.choice([None, (TODAY + 30 * DAY).isoformat()]),
        "ended_on": (TODAY - 95 * DAY).isoformat() if ended else None, "end_reason": dice.choice(["A1", "S1", "gammal kod", ""]) if ended else "",
    }  # fmt: skip
    with desk.bank.write(text("an employment as an import makes one")):
        return bookings.add_employment(desk.bank, given)


def subsidy(desk: Desk, dice: random.Random) -> str:
    """A decision's reference; nothing is claimed by it."""
    key = employment(desk, dice)
    job = next(e for e in desk.booking.employments() if e.id == key)
    rate, ceiling = dice.choice([(80, 2_000_000), (1, None), (250, 1_710_050)])
    wish = SubsidyWish(
        dice.choice(["osa", "nystartsjobb"]),
        dice.choice(["", LONG]),
        job.from_date,
        TODAY + 30 * DAY,
        rate,
        ceiling,
        dice.choice([1, 60]),
        key,
    )
    made = desk.subsidies.add(job.participant_id, wish)
    return made.ref


def followup(desk: Desk, dice: random.Random) -> int:
    """An ended employment that was followed up on day 90, by its key."""
    key = employment(desk, dice, ended=True)
    contact, situation = dice.choice(
        [
            ("contacted", "work"),
            ("contacted", "studies"),
            ("contacted", "other"),
            ("not_contacted", "not_known"),
            ("contacted", "not_known"),
        ]
    )
    said = {
        "contact": contact, "situation": situation, "plan_city": dice.choice(["yes", "no", "not_known"]), "plan_pes": dice.choice(["yes", "not_known"]), "source": "phone",
        "started_on": TODAY - 60 * DAY if situation in {"work", "studies"} else None, "note": dice.choice(["", "ringde  två gånger ", LONG]), "on_date": TODAY - 4 * DAY,
    }  # fmt: skip
    with desk.bank.write(text("as a list brought it")):
        reason = (one(desk.bank, "select end_reason from employment where id = :e", e=key) or {})["end_reason"]
        update(desk.bank, "employment", key, end_reason="")
    desk.results.follow_up(key, said)
    found = one(desk.bank, "select id from followup where employment_id = :e", e=key) or {}
    detail = dice.choice(["", "gammal kod", "A1" if situation == "work" else ""])
    with desk.bank.write(text("as a list brought it")):
        update(desk.bank, "employment", key, end_reason=reason)
        update(desk.bank, "followup", found["id"], source=dice.choice(["", "phone", "file", "brev"]), detail=detail)
    return key


def employer(desk: Desk, dice: random.Random) -> int:
    """An employer's key, with somebody to talk to."""
    given = {
        "name": f"Bolag {dice.randint(1, 10**9)} {len(desk.employers.listing())}",
        "org_number": "",
        "industry": dice.choice(["", "Odling "]),
        "note": dice.choice(["", LONG]),
    }
    key = desk.employers.create(given).id
    desk.employers.add_contact(key, {"name": "Ulf Mallgren", "phone": dice.choice(["", "070-174 06 90"]), "email": ""})
    return key


def vacancy(desk: Desk, dice: random.Random) -> int:
    """A vacancy's key, as a file brings one."""
    given = {
        "title": dice.choice(["Parkarbetare", "P" * 120]), "occupation": dice.choice(["", "PAR"]), "ssyk": dice.choice(["", "6113"]), "extent": dice.choice([33, 100]),
        "start": dice.choice([None, TODAY]), "apply_by": dice.choice([None, TODAY + 9 * DAY]), "body": dice.choice(["", LONG]), "schedule": dice.choice(["", "mån-fre 7-16"]),
    }  # fmt: skip
    key = desk.vacancies.create(employer(desk, dice), given).id
    with desk.bank.write(text("a vacancy as a file makes one")):
        odd = {
            "district": dice.choice(["", "NH", "Nya byn"]),
            "language_min": dice.choice(["", "A2", "B2+"]),
            "licence": dice.choice(["", "B", "C1E"]),
        }
        listed = {
            "demands": dice.choice(["[]", '["lift_max=16-", "words=okänt"]']),
            "skills": dice.choice(["[]", '["PAR-02=2"]', '["XYZ-99=3"]']),
        }
        update(desk.bank, "vacancy", key, **odd, **listed)
    return key


def action(desk: Desk, dice: random.Random) -> str:
    """The reference of an action as older programs or a colleague left it."""
    shop = desk.improving.add_workshop(TODAY - DAY, "Intyg i tid", "14 arbetsledare")
    given = {
        "title": dice.choice(["Intyg i tid", " Ring  dag 80 ", "P" * 120]),
        "what": dice.choice(["", " Fråga först.\n", LONG]),
        "owner": dice.choice(["Eva", "Nils  Modellberg "]),
        "begins": TODAY - dice.randint(0, 90) * DAY,
        "due": TODAY + dice.randint(0, 90) * DAY,
        "state": dice.choice(["planned", "running", "done", "stopped"]),
        "report": "followup",
        "figure": dice.choice(["contacted.all", "a figure that no report has"]),
        "caution": dice.choice(["Få.", " Andelen var\nhög redan innan. "]),
        "workshop_id": dice.choice([None, shop.id]),
    }
    with desk.bank.write(text("an action as a colleague left it")):
        ref = improving.next_ref(desk.bank, "improvement", "A")
        improving.add(desk.bank, "improvement", {"ref": ref, **given})
    return ref


def recommendation(desk: Desk, dice: random.Random) -> str:
    """The reference of a recommendation."""
    given = {
        "reviewer": dice.choice(["Stadsrevisionen", " IVO  ", "R" * 120]),
        "review": dice.choice(["2026-3", " 3/26 "]),
        "position": dice.choice([1, 7, 999]),
        "title": dice.choice(["Nå alla", " Nå  alla "]),
        "words": dice.choice(["Nämnden bör nå alla.", LONG]),
        "record": dice.choice(["", "D-1 "]),
        "received": TODAY - dice.randint(0, 90) * DAY,
        "due": TODAY + dice.randint(0, 90) * DAY,
        "answer": dice.choice(["", " Ja.\n\nNej. ", LONG]),
        "not_shown": dice.choice(["", "Effekten. "]),
    }
    with desk.bank.write(text("a recommendation as a colleague left it")):
        ref = improving.next_ref(desk.bank, "recommendation", "R")
        improving.add(desk.bank, "recommendation", {"ref": ref, **given})
    return ref
