"""The city's keys for certificates: which signs today, what is handed out for checking, and how one follows another."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.db.bank import reference, settings
from amdesk.db.port import Bank
from amdesk.domain.competence.statement import Wording, wording_of
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.export import seal
from amdesk.export.city import Issuer, fingerprint, read_city
from amdesk.export.ring import KeyRing, read_ring
from amdesk.services.competence.redrawn import own_words

CERTIFICATE_KEY, CERTIFICATE_KEYS = "certificate_key", "certificate_keys"


class KnownKeys(NamedTuple):
    """The keys as they are today, and whether they are stored so: one whose day has come signs, stored or not."""

    ring: KeyRing
    stored: bool


def known(bank: Bank, today: date) -> KnownKeys | None:
    """By reading alone. None before the first key is made."""
    with bank.read():
        private, kept = settings.setting(bank, CERTIFICATE_KEY), settings.setting(bank, CERTIFICATE_KEYS)
    if not private:
        return None
    before = read_ring(private, kept)
    return KnownKeys(now := before.on(today), now == before)


def ring(bank: Bank, today: date) -> KeyRing:
    """The keys as they are today; the first is made when it is first asked for. Inside a write()."""
    private = settings.kept_once(bank, CERTIFICATE_KEY, seal.new_key)
    kept = read_ring(private, settings.setting(bank, CERTIFICATE_KEYS))
    now = kept.on(today)
    if now != kept:
        _keep(bank, now)
    return now


def signing(now: KeyRing, today: date) -> str:
    """The key that signs today. Raises Refused for a day before its first: nothing that says such a day and is signed with it
    would ever be called genuine."""
    if now.since and today < now.since:
        said = N_("The city's key signs from {day} on, and the day here is {today}. Look at the clock.")
        raise Refused(text(said, day=str(now.since), today=str(today)), "KEY_TIME")
    return now.private


def announce(bank: Bank, today: date, first: date) -> KeyRing:
    """A new key that signs from a day on. Inside a write(). Raises Refused for a day that has gone, and while another waits."""
    now = ring(bank, today)
    if first < today:
        raise Refused(text(N_("A new key signs from today on or later, not before. Choose another day.")), "PAST")
    if now.following:
        said = N_("A new key is made already and signs from {day}. Another can be made after that.")
        raise Refused(text(said, day=str(now.following[1])), "ANNOUNCED")
    new = now.announced(seal.new_key(), first, today)
    _keep(bank, new)
    return new


def _keep(bank: Bank, new: KeyRing) -> None:
    settings.set_setting(bank, CERTIFICATE_KEYS, new.kept())
    settings.set_setting(bank, CERTIFICATE_KEY, new.private)


def issuer(bank: Bank, now: KeyRing) -> Issuer:
    """The city as whoever checks is to know it."""
    return Issuer(settings.setting(bank, "city", "Kommunen"), now.keys(), own_profiles(bank))


def own_profiles(bank: Bank) -> dict[str, Wording]:
    """The words of profiles that are not the program's own, by their digest."""
    levels = {int(c.code): c.sv for c in reference.codes(bank, "levels")}
    found = (wording_of(profile, levels) for profile, _, _ in reference.profile_versions(bank))
    return {w.digest(): w for w in found if w.digest() not in own_words()}


def prints(said: bytes) -> list[str]:
    """The fingerprint of each key of a city's file, with the time in which it signs where that is bounded."""
    out = []
    for key in read_city(said).keys:
        since, until = (str(day) if day else "" for day in (key.since, key.until))
        out.append(f"{fingerprint(key.public)}  {since}–{until}" if since or until else fingerprint(key.public))
    return out
