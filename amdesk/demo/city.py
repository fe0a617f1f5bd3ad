"""The demo city Ekhamra: invented people with three years of history, the same every time for a seed and a day.

Only numbers for test environments are used: birth numbers 238 and 239 and published coordination numbers.
"""

from __future__ import annotations

import hashlib
import random
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict

from amdesk import resources
from amdesk.db.bank import reference, settings
from amdesk.db.booking import bookings
from amdesk.db.competence import assessments, modules
from amdesk.db.engine import chain
from amdesk.db.engine.keys import ALPHABET
from amdesk.db.people import caseworkers
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import Bank
from amdesk.db.results import outcomes
from amdesk.demo import care, employers, guidance, improving, results, week
from amdesk.domain.booking.bookings import working_days_after
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER, assessment_days
from amdesk.domain.clock import Clock
from amdesk.domain.competence.assessments import Profile
from amdesk.domain.errors import Refused
from amdesk.domain.people.identity import check_digit
from amdesk.domain.people.participant import Need
from amdesk.domain.people.vocabulary import OLD_NEEDS
from amdesk.domain.people.wording import demands_now
from amdesk.domain.texts import N_, text
from amdesk.services.bank import access, banks
from amdesk.services.bank.work import Work
from amdesk.services.competence.certificates import Competence
from amdesk.services.competence.keys import CERTIFICATE_KEY

SEED = 2022
BIRTH_DAYS = (13, 16, 17, 21, 23, 25, 26, 27)
"""Nobody in the city is born on another day of a month, so that example files can have people that it lacks."""
NO_TEST_YEARS = {1980, 1989, 1990, 2000, 2001, 2002, 2005, 2007, 2010, 2011}
REMARKS = (
    "{name} är noggrann, lugn och hjälpsam. Planerar dagen på egen hand och säger till i tid när något behövs.",
    "{name} lär sig snabbt och tar gärna hand om nya kollegor. Är uppskattad av alla på arbetsplatsen.",
    "{name} har vuxit in i arbetet under anställningen och klarar i dag de flesta uppgifter själv.",
    "{name} håller alltid tiden, arbetar säkert och är vänlig mot dem vi finns till för.",
)
NOTES = (
    ("phone", "Ringde om första veckan. Allt fungerar, vill gärna prova fler uppgifter."),
    ("meeting", "Trepartssamtal på arbetsplatsen. Kom överens om mål till nästa bedömning."),
    ("phone", "Pratade om nästa steg efter anställningen. Intresserad av utbildning till hösten."),
    ("meeting", "Gick igenom handlingsplanen. Söker jobb en dag i veckan från nästa månad."),
)
ENDS = {
    "external": (
        ("A2", 13),
        ("A1", 6),
        ("A3", 5),
        ("S1", 8),
        ("S2", 4),
        ("B1", 6),
        ("B2", 3),
        ("O1", 30),
        ("O2", 20),
        ("O6", 5),
    ),
    "in_house": (
        ("A2", 7),
        ("A1", 2),
        ("A3", 4),
        ("S1", 6),
        ("S2", 2),
        ("B1", 9),
        ("B2", 6),
        ("O1", 40),
        ("O2", 20),
        ("O6", 4),
    ),
}
LANGUAGES = ("Arabiska", "Somaliska", "Dari", "Tigrinska", "Polska", "Engelska", "Persiska", "Ukrainska", "")


@dataclass
class City:
    """State of one making: the bank, the dice, and who is where."""

    bank: Bank
    today: date
    dice: random.Random
    names: list[tuple[str, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    districts: list[str] = field(default_factory=list)
    workers: list[int] = field(default_factory=list)
    free_again: list[tuple[date, int]] = field(default_factory=list)
    coordination: list[str] = field(default_factory=list)
    made: int = 0

    def ref(self, letter: str) -> str:
        return f"{letter}-" + "".join(self.dice.choice(ALPHABET) for _ in range(8))


def make(path: Path, clock: Clock, seed: int = SEED) -> str:
    """Make the demo bank at `path` (open to anyone, invented people only) and return its address. Leaves it if it is there.

    Raises BankUnusable where there is no room for it; nothing is left then.
    """
    if path.exists():
        return str(path)
    try:
        bank, _ = banks.create(path, None, clock, access.Who("Jamila Provström", access.who().account))
    except BaseException:  # nor is half a bank left, where there is no room for its tables
        banks.remove_files(path)
        raise
    try:
        populate(bank, clock.today(), seed)
        chain.seal_quietly(bank)  # here once, or whoever closes a window on a copy of it waits for that
    except BaseException:  # half a city would be opened as a whole one the next time
        bank.close()
        banks.remove_files(path)
        raise
    bank.close()
    return str(path)


def populate(bank: Bank, today: date, seed: int = SEED) -> None:
    """Fill a new bank with the demo city."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
    bank.new_uid = lambda: str(uuid.UUID(int=dice.getrandbits(128), version=4))
    city = City(bank, today, dice)
    world = resources.read_json("reference/demo_world.json", DemoWorld)
    with bank.write(text(N_("Demo city made")), undoable=False):
        _reference(city, world)
        hosts = _placements(city, world)
        _history(city, hosts)
        _future(city, hosts)
        _waiting(city)
        _closed(city)
        _modules(city)
    _certificates(city)
    results.populate(bank, today, seed)
    guidance.populate(bank, today, seed)
    employers.populate(bank, today, seed)
    improving.populate(bank, today, seed)
    week.fill(bank, today, seed)
    care.fill(bank, today, seed)
    bank.new_uid = _fresh


def _modules(city: City) -> None:
    """Four modules, one of them full and over, with people who need, take and have taken them."""
    bank, today, dice = city.bank, city.today, city.dice
    monday = today - timedelta(today.weekday())
    people_now = bookings.started_people(bank, today)
    for i, (kind, name, hours, capacity) in enumerate(MODULES):
        first = monday + timedelta(days=i - 21)
        meetings = [(first + timedelta(7 * w), "13:00", "16:00") for w in range(8)]
        said = {"kind": kind, "name": name, "place": "Rådhuset, sal 3", "hours": hours, "capacity": capacity}
        key = modules.add_module(bank, said, meetings)
        occasions = modules.occasions(bank, key)
        chosen = dice.sample(people_now, min(len(people_now), capacity + 3))
        for n, person in enumerate(chosen):
            status = "enrolled" if n < capacity - 2 else "offered" if n < capacity else "need"
            level, module = dice.choice(("A2", "B1")), key if status != "need" else None
            since = today - timedelta(30)
            need = {"kind": kind, "status": status, "level_before": level, "on_date": since, "module_id": module}
            enrolment = modules.add_enrolment(bank, person, need)
            if status == "enrolled":
                for occasion in occasions[:3]:
                    state = dice.choice(("present", "present", "present", "present", "notified", "absent"))
                    modules.attend(bank, enrolment, occasion.id, state)


MODULES = (
    ("yrkessvenska", "Yrkessvenska", 24, 12), ("samhallskunskap", "Samhällskunskap", 24, 20),
    ("yrkeskunskap", "Hygien och livsmedel", 16, 10), ("spraktraning", "Språkträning på arbetsplatsen", 40, 14),
)  # fmt: skip


class Required(TypedDict):
    """What a place asks of whoever works there."""

    swedish_min_cefr: str
    driving_licence: str | None
    background_check: str
    min_age: int
    physical: list[str]
    other_sv: str


class Contact(TypedDict):
    name: str
    phone: str
    email: str


class Host(TypedDict):
    """A team of the city or a placement elsewhere."""

    id: str
    kind: str
    name: str
    department: str
    district: str
    address: str
    postcode: str
    occupation: str
    capacity: int
    weekly_hours: float
    schedule: str
    requirements: Required
    supervisor: Contact


class Staff(Contact):
    id: str


class DemoWorld(TypedDict):
    """The invented city as its file has it."""

    city: dict[str, str]
    districts: list[dict[str, str]]
    departments: list[dict[str, str]]
    case_workers: list[Staff]
    teams: list[Host]
    placements: list[Host]
    name_pool: dict[str, list[str]]
    travel: list[dict[str, object]]


def _fresh() -> str:
    return str(uuid.uuid4())


def _occupations() -> list[str]:
    """Codes of the occupations that a new bank has."""
    return [
        o["code"] for o in resources.read_json("reference/occupations.json", reference.OccupationFile)["occupations"]
    ]


def _reference(city: City, world: DemoWorld) -> None:
    bank = city.bank
    for name, value in (
        ("demo", "yes"),
        ("city", world["city"]["name"]),
        ("department", "Arbetsmarknads- och socialförvaltningen"),
        ("unit", world["city"]["organisation_unit_sv"]),
        ("place", "Ekhamra"),
        ("phone", "070-174 06 05"),
        (CERTIFICATE_KEY, hashlib.sha256(b"the demo city's certificates are worth nothing").hexdigest()),
    ):
        settings.set_setting(bank, name, value)
    for d in world["districts"]:
        reference.add_code(bank, "districts", d["code"], d["name"])
        city.districts.append(d["code"])
    for d in world["departments"]:
        reference.add_code(bank, "departments", d["code"], d["sv"])
    for t in world["travel"]:
        reference.add_travel(bank, t)
    for w in world["case_workers"]:
        city.workers.append(caseworkers.add_case_worker(bank, w["name"], w["phone"], w["email"], w["id"]))
    city.names = [(g, f) for g in world["name_pool"]["given"] for f in world["name_pool"]["family"]]
    city.dice.shuffle(city.names)
    lines = (resources.folder() / "reference" / "test_coordination_numbers.txt").read_text("utf-8").split()
    city.coordination = [n for n in lines if n[4:6] != "00" and n[6:8] != "60" and "1976" < n[:4] < "2006"]


def _placements(city: City, world: DemoWorld) -> list[tuple[int, Host]]:
    departments = {d["code"]: d["sv"] for d in world["departments"]}
    out: list[tuple[int, Host]] = []
    for item in [*world["teams"], *world["placements"]]:
        need, kind = item["requirements"], "in_house" if item["kind"] == "team" else "external"
        values = {
            "source_id": item["id"], "kind": kind, "name": item["name"],
            "department": departments[item["department"]], "district": item["district"], "address": item["address"],
            "postcode": item["postcode"], "occupation": item["occupation"], "hours": round(item["weekly_hours"] * 100),
            "schedule": item["schedule"], "language_min": need["swedish_min_cefr"], "licence": need["driving_licence"] or "",
            "background_check": need["background_check"], "min_age": need["min_age"], "demands": demands_now(need["physical"]),
            "other": need["other_sv"], "supervisor": item["supervisor"]["name"], "supervisor_phone": item["supervisor"]["phone"],
            "supervisor_email": item["supervisor"]["email"], "open_from": city.today - timedelta(1100),
        }  # fmt: skip
        out.append((places.add(city.bank, values, item["capacity"]), {**item, "kind": kind}))
    return out


def _identity(city: City, older: int) -> tuple[str, date] | None:
    """A fresh test number of someone old enough; about one in thirty has a coordination number."""
    if city.coordination and city.dice.random() < 0.03:
        number = city.coordination.pop()
        return number, date(int(number[:4]), int(number[4:6]), int(number[6:8]) - 60)
    while True:
        year = city.dice.randint(1977, min(2006, city.today.year - older))
        if year in NO_TEST_YEARS:
            continue
        born = date(year, city.dice.randint(1, 12), city.dice.choice(BIRTH_DAYS))
        nine = f"{born:%y%m%d}{city.dice.choice(('238', '239'))}"
        number = f"{born.year // 100}{nine}{check_digit(nine)}"
        if number not in city.used:
            city.used.add(number)
            return number, born


def _person(city: City, occupation: str, registered: date, item: Host | None = None) -> int:
    """A new person whose wishes and levels suit the work she has or wants."""
    dice = city.dice
    given, family = city.names[city.made % len(city.names)]
    city.made += 1
    numbered = None if city.made % 97 == 5 else _identity(city, 24)
    occupations = _occupations()
    wishes = [occupation] if dice.random() < 0.8 else [dice.choice(occupations), occupation]
    if dice.random() < 0.4:
        wishes.append(dice.choice(occupations))
    least = item["requirements"]["swedish_min_cefr"] if item else "A1"
    levels = ["A1", "A2", "B1", "B2", "C1"]
    language = dice.choice(levels[levels.index(least) : levels.index(least) + 3])
    driving = bool(item and item["requirements"]["driving_licence"]) or dice.random() < 0.35
    protection = {20: 1, 150: 1, 260: 2}.get(city.made, 0)
    values = {
        "name": f"{given} {family}", "registered_on": registered, "case_worker_id": city.workers[city.made % len(city.workers)],
        "phone": f"070-17406{dice.randint(5, 99):02d}", "case_number": f"AMA-{registered.year}-{1000 + city.made}", "district": dice.choice(city.districts),
        "wishes": tuple(dict.fromkeys(wishes)), "language": language, "languages": dice.choice(LANGUAGES), "licence": "B" if driving else "",
        "extent": dice.choice((50, 75, 75, 100, 100, 100)), "max_travel": dice.choice((None, 30, 40, 45, 60)), "protection": protection,
    }  # fmt: skip
    if numbered:
        number, born = numbered
        values |= {
            "identity": number,
            "born": born,
            "gender": "man" if int(number[10]) % 2 else "woman",
            "gender_source": "derived",
        }
    if protection:
        values |= {"phone": "", "district": ""}
    return people.add(city.bank, values)


def _history(city: City, hosts: list[tuple[int, Host]]) -> None:
    """Every place's past, newest first: who is there now, who was before."""
    jobs: list[tuple[date, date, int, Host]] = []
    dice, today = city.dice, city.today
    for key, item in hosts:
        for _ in range(item["capacity"]):
            edge = today
            if dice.random() < 0.84:
                length = dice.choice((182, 182, 273, 364, 364))
                gone = dice.randrange(4, length - 3)
                start = _monday(today - timedelta(gone))
                jobs.append((start, start + timedelta(length - 1), key, item))
                edge = start
            elif dice.random() < 0.6:
                edge = today - timedelta(dice.randrange(5, 40))
            for chance in (0.62, 0.45, 0.3):
                if dice.random() > chance:
                    break
                length = dice.choice((182, 273, 364))
                last = edge - timedelta(dice.randrange(3, 45))
                start = _monday(last - timedelta(length))
                if start < today - timedelta(1080):
                    break
                jobs.append((start, last, key, item))
                edge = start
    jobs.sort(key=lambda j: (j[0], j[1], j[2]))
    for start, last, key, item in jobs:
        _job(city, start, last, key, item)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _job(city: City, start: date, last: date, key: int, item: Host) -> None:
    dice, bank = city.dice, city.bank
    again = [p for d, p in city.free_again if d < start - timedelta(30)]
    if again and dice.random() < 0.13:
        person = dice.choice(again)
        city.free_again = [(d, p) for d, p in city.free_again if p != person]
    else:
        person = _person(city, item["occupation"], start - timedelta(dice.randrange(12, 70)), item)
    ended = last < city.today
    if ended and dice.random() < 0.12:
        last = max(start + timedelta(21), last - timedelta(dice.randrange(10, 80)))
    reason = _pick(dice, ENDS[item["kind"]]) if ended else ""
    known = people.get(bank, person)
    extent = known.extent if known else 100
    occupation = next(o.id for o in reference.occupations(bank) if o.code == item["occupation"])
    decision = start + timedelta(dice.choice((182, 364))) - timedelta(1) if dice.random() < 0.5 else None
    employment = bookings.add_employment(
        bank,
        {
            "ref": city.ref("E"),
            "participant_id": person,
            "form": dice.choice(("bea_visstid", "bea_visstid", "introduktionsjobb", "lonebidrag_utv")),
            "occupation_id": occupation,
            "placement_id": key,
            "placement_text": item["name"],
            "kind": item["kind"],
            "from_date": start,
            "to_date": last,
            "extent": extent,
            "ended_on": last if ended else None,
            "end_reason": reason,
            "decision_from": start if decision else None,
            "decision_to": decision,
        },
    )
    bookings.add(
        bank,
        {
            "ref": city.ref("B"),
            "participant_id": person,
            "placement_id": key,
            "employment_id": employment,
            "from_date": start,
            "to_date": last,
            "extent": extent,
            "status": "ended" if ended else "started",
            "reason": reason,
            "introduced_on": start,
            "made_on": start - timedelta(9),
        },
    )
    check = item["requirements"]["background_check"]
    if check != "none":
        people.add_extract(bank, person, check, start - timedelta(12), "Jamila Provström")
    _assessments(city, person, employment, start, last, item)
    _notes(city, person, start, last)
    if ended:
        city.free_again.append((last, person))
        _followup(city, employment, person, last, reason)


def _pick(dice: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([c for c, _ in weighted], [w for _, w in weighted])[0]


def _assessments(city: City, person: int, employment: int, start: date, last: date, item: Host) -> None:
    profile = reference.profile(city.bank, item["occupation"])
    known = people.get(city.bank, person)
    if profile is None or known is None:
        return
    growth = 0
    for occasion, day in assessment_days(start, last):
        late = day > city.today or (day > city.today - timedelta(25) and city.dice.random() < 0.5)
        missed = city.dice.random() < (0.06 if occasion != "final" else 0.12)
        if late or missed:
            continue
        growth += 1
        levels = _levels(city, profile, growth + (occasion == "final"), person)
        remark = city.dice.choice(REMARKS).format(name=known.name.split()[0]) if occasion == "final" else ""
        assessments.save(
            city.bank,
            employment,
            person,
            day,
            {
                "profile_id": profile.id,
                "occasion": occasion,
                "assessor": item["supervisor"]["name"],
                "levels": levels,
                "remark": remark,
                "finished": True,
            },
        )


def _levels(city: City, profile: Profile, growth: int, person: int) -> dict[str, int]:
    """Levels that rise from one assessment to the next; a few skills are not assessed."""
    steady = random.Random(person)  # noqa: S311 - the same person is good at the same things
    out = {}
    for skill in profile.skills():
        talent = steady.choice((-2, -1, -1, -1, 0, 0, 0, 1))
        if city.dice.random() < 0.06:
            continue
        out[skill.code] = max(1, min(4, growth + talent - (growth < 2)))
    return out


def _notes(city: City, person: int, start: date, last: date) -> None:
    for kind, body in city.dice.sample(NOTES, city.dice.choice((0, 1, 2))):
        day = start + timedelta(city.dice.randrange(10, 120))
        if day <= min(last, city.today):
            note = {"kind": kind, "on_date": day, "body": body, "author": "Jamila Provström"}
            people.add_note(city.bank, person, note)


def _followup(city: City, employment: int, person: int, last: date, reason: str) -> None:
    due = last + FOLLOWED_UP_AFTER
    if due > city.today or (due > city.today - timedelta(12) and city.dice.random() < 0.8):
        return
    reached = city.dice.random() < 0.94
    situation = {"A": "work", "S": "studies"}.get(
        reason[:1], city.dice.choice(("unemployment_fund", "other", "not_known", "other"))
    )
    plan = reason[:1] not in {"A", "S"}
    outcomes.set_followup(
        city.bank,
        employment,
        person,
        {
            "contact": "contacted" if reached else "not_contacted",
            "situation": situation if reached else "not_known",
            "plan_city": "not_known" if not reached else "yes" if plan and city.dice.random() < 0.6 else "no",
            "plan_pes": "not_known" if not reached else "yes" if plan and city.dice.random() < 0.5 else "no",
            "on_date": due + timedelta(city.dice.randrange(0, 9)),
            "source": "phone",
        },
    )


def _future(city: City, hosts: list[tuple[int, Host]]) -> None:
    """Some start in the coming weeks, three are booked tentatively."""
    made = 0
    for key, item in city.dice.sample(hosts, len(hosts)):
        free = places.availabilities(city.bank, city.today, key)[key]
        start = _monday(city.today + timedelta(city.dice.randrange(8, 40)))
        last = start + timedelta(181)
        if made >= 11 or not free.room(start, last) or item["requirements"]["background_check"] != "none":
            continue
        person = _person(city, item["occupation"], city.today - timedelta(city.dice.randrange(10, 50)), item)
        known = people.get(city.bank, person)
        occupation = next(o.id for o in reference.occupations(city.bank) if o.code == item["occupation"])
        employment = bookings.add_employment(
            city.bank,
            {
                "ref": city.ref("E"),
                "participant_id": person,
                "form": "bea_visstid",
                "occupation_id": occupation,
                "placement_id": key,
                "placement_text": item["name"],
                "kind": item["kind"],
                "from_date": start,
                "to_date": last,
                "extent": known.extent if known else 100,
            },
        )
        tentative = made % 4 == 3
        bookings.add(
            city.bank,
            {
                "ref": city.ref("B"),
                "participant_id": person,
                "placement_id": key,
                "employment_id": employment,
                "from_date": start,
                "to_date": last,
                "extent": known.extent if known else 100,
                "status": "reserved" if tentative else "booked",
                "expires_on": working_days_after(city.today, 1 + made // 4) if tentative else None,
                "made_on": city.today - timedelta(3),
            },
        )
        made += 1


def _waiting(city: City) -> None:
    """People without a place, with needs that make every hard rule appear."""
    demands = ("lyft", "hojd", "utomhus", "knastaende", "vatarbete")
    occupations = _occupations()
    for i in range(21):
        occupation = occupations[(i * 5) % 24]
        person = _person(city, occupation, city.today - timedelta(3 + (i * 7) % 32))
        needs = []
        if i % 2 == 0:
            needs.append(Need("daytime", "", "must"))
        if i % 3 == 0:
            needs.append(Need(*OLD_NEEDS[demands[i % 5]], "must"))
        if i % 4 == 1:
            needs.append(Need("start_after", "08:00", "important"))
        if i % 5 == 2:
            needs.append(Need("max_travel", "30", "important"))
        if i % 7 == 3:
            needs.append(Need("kind", "external", "nice"))
        values: dict[str, object] = {"needs": tuple(needs), "available_from": city.today + timedelta((i * 5) % 21)}
        if i % 6 == 5:
            values["language"] = "A0"
        people.change(city.bank, person, values)


def _closed(city: City) -> None:
    """Three places close over the summer, where nobody is booked then."""
    year = city.today.year + (city.today.month >= 6)
    first, last = date(year, 6, 29), date(year, 8, 2)
    done = 0
    for place in places.every(city.bank):
        free = places.availabilities(city.bank, city.today, place.id)[place.id]
        if (
            done < 3
            and place.background_check == "school_act"
            and not any(s.first <= last and first <= s.last for s in free.loads)
        ):
            places.set_capacity(city.bank, place.id, first, last, 0, "Sommarstängt")
            done += 1


def _certificates(city: City) -> None:
    """Certificates of the last half year, most of them; some are still to be printed."""
    for e in bookings.employments(city.bank):
        if e.ended_on is None or e.ended_on < city.today - timedelta(150) or city.dice.random() < 0.2:
            continue
        day = min(city.today, e.ended_on + timedelta(city.dice.randrange(0, 6)))
        try:
            Competence(Work(city.bank, Clock(day))).issue(e.participant_id, e.ref)
        except Refused:
            continue
