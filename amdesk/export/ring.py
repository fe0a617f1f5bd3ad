"""A city's keys as its bank keeps them: the one that signs, those before it, and one that is announced.

A new key is made some time before it signs anything: from then on both stand in the file that the city hands out, so that
whoever has fetched it lately can check what is issued on both sides of the change. Of a former key only the public half
is kept: what is gone cannot be stolen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amdesk.export.city import CityKey


@dataclass(frozen=True, slots=True)
class KeyRing:
    """`private` (hex) signs, since `since` where that is known; `following` is (private, first day) of the next one."""

    private: str
    since: date | None = None
    former: tuple[CityKey, ...] = ()
    following: tuple[str, date] | None = None

    def on(self, day: date) -> KeyRing:
        """As it is on a day: an announced key whose day has come signs."""
        if self.following is None or day < self.following[1]:
            return self
        private, first = self.following
        return self._followed(private, first, first - timedelta(1))

    def announced(self, private: str, first: date, today: date) -> KeyRing:
        """With a key that signs from `first` on. Where that is today, the one before it has signed some of the day: both count then."""
        if first == today:
            return self._followed(private, first, today)
        return replace(self, following=(private, first))

    def _followed(self, private: str, first: date, until: date) -> KeyRing:
        return KeyRing(private, first, (CityKey(_public(self.private), self.since, until), *self.former))

    def keys(self) -> list[CityKey]:
        """All that a certificate may be signed with, the one that signs now first."""
        until = self.following[1] - timedelta(1) if self.following else None
        coming = [CityKey(_public(self.following[0]), self.following[1])] if self.following else []
        return [CityKey(_public(self.private), self.since, until), *coming, *self.former]

    def kept(self) -> str:
        """All but the key itself, as the bank keeps it."""
        former = [
            {"public": k.public.public_bytes_raw().hex(), "from": _said(k.since), "to": _said(k.until)}
            for k in self.former
        ]
        following = {"private": self.following[0], "from": _said(self.following[1])} if self.following else None
        return json.dumps({"from": _said(self.since), "former": former, "following": following})


def read_ring(private: str, kept: str) -> KeyRing:
    said = json.loads(kept or "{}")
    former = tuple(
        CityKey(Ed25519PublicKey.from_public_bytes(bytes.fromhex(k["public"])), _day(k["from"]), _day(k["to"]))
        for k in said.get("former", ())
    )
    next_ = said.get("following")
    following = (str(next_["private"]), date.fromisoformat(next_["from"])) if next_ else None
    return KeyRing(private, _day(said.get("from", "")), former, following)


def _public(private: str) -> Ed25519PublicKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key()


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
