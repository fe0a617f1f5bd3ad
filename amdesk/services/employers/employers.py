"""Employers outside the unit's own placements: who there is to talk to, when somebody did, and whose each is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from amdesk.db.bank import settings
from amdesk.db.bank.erasure import forget_writes
from amdesk.db.employers import employers as db
from amdesk.domain.change import asked, settle, touched
from amdesk.domain.employers.employer import (
    CONTACT_WAYS,
    ContactRule,
    Employer,
    EmployerContact,
    EmployerTalk,
    checked_org_number,
    checked_rule,
    light,
)
from amdesk.domain.errors import Refused
from amdesk.domain.record import declared, fields
from amdesk.domain.sane import checked_email, checked_phone, had
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import fold
from amdesk.services.bank.words import in_words
from amdesk.services.bank.work import Work

RULE = "employer_contact"
"""The setting that holds the unit's limits of the traffic light."""


class EmployerRow(NamedTuple):
    """An employer as lists show it, with its light: green, amber or red."""

    employer: Employer
    light: str


def contact_rule(work: Work) -> ContactRule:
    """The unit's own limits, or those that every unit begins with."""
    said = settings.setting(work.bank, RULE)
    return ContactRule(**json.loads(said)) if said else ContactRule()


class Employers:
    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self, words: str = "") -> list[EmployerRow]:
        """All employers by name, or those that the words find."""
        rule, wanted = contact_rule(self.work), fold(words).split()
        found = [e for e in db.employers(self.work.bank) if found_by(Employer, e, e.number, wanted)]
        return [EmployerRow(e, light(e.last, self.work.today, rule)) for e in found]

    def light(self, employer: int | str) -> str:
        return light(self.get(employer).last, self.work.today, contact_rule(self.work))

    def get(self, employer: int | str) -> Employer:
        """By key or number. Raises Refused where there is none."""
        key = employer if isinstance(employer, int) else db.by_number(self.work.bank, employer.strip().upper())
        found = db.employer(self.work.bank, key) if key is not None else None
        if found is None:
            said = N_("There is no employer {number} in the bank. Check the number.")
            raise Refused(text(said, number=str(employer)), "NO_EMPLOYER")
        return found

    def create(self, values: Mapping[str, object]) -> Employer:
        """A new employer; whoever makes it keeps the contact where nobody else is named. Raises Refused where it has no name, or
        is there already."""
        said = _checked({**values, "manager": values.get("manager") or self.work.bank.actor})
        bank = self.work.bank
        with bank.write(text(N_("New employer: {employer}"), employer=said["name"])):
            bank.one_at_a_time()
            self._alone(said, None)
            key = db.add_employer(bank, said)
        return self.get(key)

    def _alone(self, said: Mapping[str, object], but: int | None) -> None:
        known = db.known_as(self.work.bank, str(said["name"]), str(said.get("org_number") or ""))
        if known is not None and known != but:
            other = self.get(known)
            sentence = N_("{employer} is in the bank already, as {number}.")
            raise Refused(text(sentence, employer=other.name, number=other.number), "AGAIN")

    def change(self, employer: int | str, values: Mapping[str, object]) -> Employer:
        """Facts of an employer, each a Change as a form sends it, or what is to stand there. Raises Refused, also where somebody
        else has changed one of them."""
        before = self.get(employer)
        if not values:
            return before
        _checked({"name": before.name, **{n: asked(v) for n, v in touched(values).items()}})
        with self.work.bank.write(text(N_("Changed employer: {employer}"), employer=before.name)):
            db.hold_employer(self.work.bank, before.id)
            now = self.get(before.id)
            left = settle(values, {n: getattr(now, n) for n in values}, self._say)
            if left:
                whole = _checked({"name": now.name, "org_number": now.org_number, **left})
                self._alone(whole, before.id)
                db.change_employer(self.work.bank, before.id, {n: whole[n] for n in left})
        return self.get(before.id)

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        field = declared(Employer)[name]
        return Text(field.label), in_words(self.work, field.kind, now)

    def contacts(self, employer: int | str) -> list[EmployerContact]:
        return db.contacts(self.work.bank, self.get(employer).id)

    def add_contact(self, employer: int | str, values: Mapping[str, object]) -> EmployerContact:
        """Somebody at an employer. The step names the employer alone: whoever it is may ask to be forgotten."""
        found, said = self.get(employer), _named(values)
        with self.work.bank.write(text(N_("Contact added at {employer}"), employer=found.name)):
            key = db.add_contact(self.work.bank, found.id, said)
        return self._contact(key)

    def change_contact(self, contact: int, values: Mapping[str, object]) -> EmployerContact:
        """Raises Refused, also where somebody else has changed one of the facts."""
        before = self._contact(contact)
        _named({"name": before.name, **{n: asked(v) for n, v in touched(values).items()}})
        with self.work.bank.write(
            text(N_("Contact changed at {employer}"), employer=self.get(before.employer_id).name)
        ):
            now = self._contact(contact)
            left: dict[str, object] = settle(values, {n: getattr(now, n) for n in values}, _say_contact)
            if left:
                whole = _named({"name": now.name, **left})
                db.change_contact(self.work.bank, contact, {n: whole[n] for n in left})
        return self._contact(contact)

    def forget_contact(self, contact: int) -> bool:
        """Erase somebody at an employer, and what the log has of her: it cannot be undone (GDPR art. 17), nor by a copy that is put
        in the bank's place. Whether nothing of her is left in the log of writes. Raises Refused."""
        from amdesk.services.bank.retention import remember

        before = self._contact(contact)
        said = text(N_("Contact erased at {employer}"), employer=self.get(before.employer_id).name)
        with self.work.bank.write(said, undoable=False):
            db.forget_contact(self.work.bank, contact)
        clear = forget_writes(self.work.bank)
        remember(self.work.bank)
        return clear

    def _contact(self, key: int) -> EmployerContact:
        found = db.contact(self.work.bank, key)
        if found is None:
            raise Refused(text(N_("That contact is no longer in the bank.")), "NO_CONTACT")
        return found

    def talks(self, employer: int | str) -> list[EmployerTalk]:
        """When somebody was in contact, the latest first."""
        return db.talks(self.work.bank, self.get(employer).id)

    def add_talk(self, employer: int | str, way: str, words: str = "", on: date | None = None) -> EmployerTalk:
        """Note that somebody was in contact. Raises Refused for a way that is none, and for a day to come."""
        found, day = self.get(employer), on or self.work.today
        if way not in CONTACT_WAYS:
            raise Refused(text(N_("Choose the way: {ways}."), ways=", ".join(CONTACT_WAYS)), "WAY")
        had(day, self.work.today)
        with self.work.bank.write(text(N_("In contact with {employer}"), employer=found.name)):
            db.add_talk(self.work.bank, found.id, day, way, words.strip(), self.work.bank.actor)
        return self.talks(found.id)[0]

    def rule(self) -> ContactRule:
        return contact_rule(self.work)

    def set_rule(self, green: int, amber: int) -> ContactRule:
        """New limits of the traffic light, in days, as the next version. Raises Refused."""
        bank = self.work.bank
        with bank.write(text(N_("Limits of employers' lights: {green} and {amber} days"), green=green, amber=amber)):
            bank.one_at_a_time()
            after = checked_rule(green, amber, contact_rule(self.work))
            settings.set_setting(bank, RULE, json.dumps(after._asdict()))
        return after


def found_by(record: type, one: object, number: str, wanted: list[str]) -> bool:
    """Whether each of these words stands in its number or in a field that is declared searchable; they are hundreds."""
    said = fold(" ".join([number, *(str(getattr(one, f.name)) for f in fields(record) if f.searchable)]))
    return all(word in said for word in wanted)


def _say_contact(name: str, now: object) -> tuple[Text, object]:
    return Text(declared(EmployerContact)[name].label), now


def _checked(values: Mapping[str, object]) -> dict[str, object]:
    out = {n: v.strip() if isinstance(v, str) else v for n, v in values.items()}
    if not out.get("name"):
        raise Refused(text(N_("An employer has a name. Write it.")), "MISSING_NAME")
    if "org_number" in out:
        out["org_number"] = checked_org_number(str(out["org_number"] or ""))
    return out


def _named(values: Mapping[str, object]) -> dict[str, object]:
    out = {n: v.strip() if isinstance(v, str) else v for n, v in values.items()}
    if not out.get("name"):
        raise Refused(text(N_("A contact has a name. Write it.")), "MISSING_NAME")
    for name, checked in (("phone", checked_phone), ("email", checked_email)):
        if name in out:
            out[name] = checked(str(out[name] or ""))
    return out
