"""People of the bank by their names: of a row without a number, or with another one, who it may mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice

from amdesk.db.bank.apart import APART
from amdesk.db.port import Bank, Row, rows
from amdesk.db.sql import LIVE
from amdesk.domain.people.identity import is_coordination
from amdesk.domain.values import case_key, fold, phone_key, sort_key

ASKED_AT_ONCE = 500
"""Names in one question."""


class Namesakes:
    """Those who have the names of a list, read at once and as they are then; any other name is asked for when it is met."""

    def __init__(self, bank: Bank, names: Iterable[str] = ()) -> None:
        self.bank = bank
        self._found: dict[str, list[Row]] = {}
        self._read({n for n in names if n})

    def _read(self, names: Collection[str]) -> None:
        of_key: dict[str, list[Row]] = {}
        keys = {name: sort_key(name) for name in names}
        wanted = iter(sorted(set(keys.values())))
        while some := list(islice(wanted, ASKED_AT_ONCE)):
            marks = ", ".join(f":n{i}" for i in range(len(some)))
            found = rows(
                self.bank,
                "select id, number, identity, born, phone, email, case_number, name, sort_name, protection from participant "
                f"where sort_name in ({marks}) and {LIVE} and merged_into is null order by id",
                **{f"n{i}": key for i, key in enumerate(some)},
            )
            for r in found:
                of_key.setdefault(r["sort_name"], []).append(r)
        for name, key in keys.items():
            self._found[name] = [r for r in of_key.get(key, ()) if fold(r["name"]) == fold(name)]

    def _of(self, name: str) -> list[Row]:
        if name not in self._found:
            self._read({name})
        return self._found[name]

    def by_name(self, name: str, born: date | None, phone: str, email: str = "") -> int | None:
        """Key of a person by name, and the same birth date, phone or else e-mail; where neither side has any, by name alone."""
        alike = [r for r in self._of(name) if _same_facts(r, born, phone)]
        found = [
            r["id"] for r in sorted(alike, key=lambda r: r["identity"] is not None)
        ]  # whoever has a number is another row's
        if email and not born and not phone_key(phone):
            found = [r["id"] for r in self._of(name) if fold(r["email"]) == fold(email)]
        if not found and not born and not phone_key(phone):
            bare = [r["id"] for r in self._of(name) if not (r["identity"] or r["born"] or phone_key(r["phone"]))]
            found = bare if len(bare) == 1 else []
        return int(found[0]) if found else None

    def only_one(self, name: str) -> int | None:
        """Key of the one person who has this name, where more than the name is known of her; None where several have it."""
        found = [r for r in self._of(name) if r["protection"] < APART]
        return int(found[0]["id"]) if len(found) == 1 and _told(found[0]) else None

    def any_told(self, name: str) -> bool:
        """Whether anybody has this name of whom more than the name is known."""
        return any(_told(r) for r in self._of(name) if r["protection"] < APART)

    def numberless(self, name: str, born: date | None, phone: str) -> str | None:
        """Number in the bank of somebody without an identity number who has this name and the birth date or the phone."""
        found = [r["number"] for r in self._of(name) if r["identity"] is None and _same_facts(r, born, phone)]
        return found[0] if found else None

    def renumbered_one(self, name: str, born: date | None, phone: str, *, coordination: bool) -> str | None:
        """Number in the bank of somebody of this name, with the birth date or the phone, who has a personal identity number where
        this one is a coordination number, or the other way round. None of the highest protection level is found."""
        found = [
            r["number"]
            for r in self._of(name)
            if r["identity"] and is_coordination(r["identity"]) != coordination and r["protection"] < APART
            if _same_facts(r, born, phone)
        ]
        return found[0] if found else None

    def alike(self, name: str, case_number: str, email: str, *, numberless: bool) -> int | None:
        """Key of somebody of this name with the same case number or e-mail; `numberless`: among those without an identity number."""
        mine = {("case_number", case_key(case_number)), ("email", fold(email))}
        for r in self._of(name):
            if numberless and r["identity"]:
                continue
            for field, said in mine:
                if said and said == (case_key(r[field]) if field == "case_number" else fold(r[field])):
                    return int(r["id"])
        return None


def _told(r: Row) -> bool:
    """Whether anything but the name of somebody is known that tells her from others."""
    return bool(r["identity"] or r["born"] or phone_key(r["phone"]) or r["email"])


def _same_facts(r: Row, born: date | None, phone: str) -> bool:
    same_day = born is not None and r["born"] == born.isoformat()
    return same_day or (phone_key(phone) != "" and phone_key(r["phone"]) == phone_key(phone))
