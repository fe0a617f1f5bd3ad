"""Users of a bank and what each may do. Until somebody is named, whoever opens the bank may do everything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from amdesk.db.bank import users as db
from amdesk.db.engine import keys
from amdesk.db.port import Bank
from amdesk.domain.bank.roles import ADMINISTRATOR, EVERY, ROLES, both, may, refuse
from amdesk.domain.errors import Refused, WrongUse
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work

if TYPE_CHECKING:
    from amdesk.domain.change import Change, Say

ANYBODY = "*"
"""In a shared bank: whoever the server lets in and nobody has named. Without it those may do everything, as before; not so a user
who was removed, whom the server lets in all the same."""


class Me(NamedTuple):
    """Who opened the bank. `login` is "" for whoever came with the recovery code and None where nobody knows; without
    `named` the bank has no users and everybody may do everything."""

    login: str | None
    roles: tuple[str, ...]
    named: bool


class User(NamedTuple):
    """One of the bank's users."""

    login: str
    roles: tuple[str, ...]
    is_me: bool


def me(bank: Bank) -> Me:
    """As whom the bank knows this connection. The recovery code is the unit's, for whoever runs the bank."""
    named, login = db.named(bank), db.server_user(bank)
    slot = db.slot(bank)
    if slot is not None:
        login = "" if slot.kind == "recovery" else slot.user
    if not named:
        return Me(login, EVERY, False)
    if login == "":
        return Me(login, (ADMINISTRATOR,), True)
    if login in named:
        return Me(login, named[login], True)
    if bank.engine == "sqlite":
        return Me(login, (), True)
    others = named.get(ANYBODY)
    if others is None:
        others = () if db.was_removed(bank, login) else EVERY
    return Me(login, others, True)


def is_tried(bank: Bank) -> bool:
    """Whether the bank opens for anybody, who may then try each role."""
    slot = db.slot(bank)
    return slot is not None and slot.kind == "open"


def allow(bank: Bank, act: str) -> None:
    """Raises Refused (code ROLE) where I may not. In a bank that opens for anybody (the demo city) all may give roles: each
    is there to be tried, and the next one after it."""
    if not (act == "users" and is_tried(bank)) and db.named(bank):
        refuse(me(bank).roles, act)


def sign(bank: Bank) -> None:
    """What is done is signed by whose slot opened the bank, or else by the system's account, whatever settings say; where
    nobody is named it is signed as settings say."""
    found = me(bank)
    if found.named:
        bank.actor = found.login or bank.account


class Users:
    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self) -> list[User]:
        """All users, in the order in which they were named; whoever opens a bank without named users is its only one."""
        now, named = me(self.work.bank), db.named(self.work.bank)
        if not named:
            slots = self._slots() or [now.login or self.work.bank.actor]
            return [User(one, EVERY, one == now.login) for one in slots]
        return [User(login, roles, login == now.login) for login, roles in named.items()]

    def shared(self) -> bool:
        """Whether a server lets the users in, so that they have no passphrases here."""
        return self.work.bank.engine != "sqlite"

    def add(self, login: str, roles: Sequence[str], passphrase: str = "") -> None:
        """A user more, whose own passphrase opens the bank; of a shared one the server lets its users in itself.

        The first time all who can open the bank already are named too, as those who may do everything. Raises WrongUse
        for a role that is none, Refused for a name that is taken and for a passphrase that is too short.
        """
        self._known(roles)
        login, bank = " ".join(login.split()), self.work.bank
        if not login or login in db.named(bank) or login in self._slots():
            raise Refused(text(N_("There is a user {name} already. Choose another name."), name=login), "TAKEN")
        if self._open():
            said = N_("This bank opens for anybody, so nobody can be added to it. Give its user other roles instead.")
            raise Refused(text(said), "OPEN")
        path = self._file()
        if path is not None:
            _long_enough(passphrase)
        with bank.write(text(N_("User {name} added: {roles}"), name=login, roles=both(roles)), undoable=False):
            self._name_those_before()
            db.give(bank, login, tuple(roles))
            slot = db.slot(bank)
            if path is not None and slot is not None:
                keys.bind(path, slot)
                keys.add_user(path, slot, login, passphrase)

    def give(self, login: str, to: Sequence[str] | Change) -> None:
        """Other roles. Raises Refused where nobody would be left who may give them, and where somebody else has given her others
        than a Change began with; in a bank that opens for anybody, all may try every role."""
        from amdesk.domain.change import Change, asked, settle  # the first screen changes no roles

        roles: Sequence[str] = asked(to)
        self._known(roles)
        bank = self.work.bank
        with bank.write(text(N_("Roles of the user {name}: {roles}"), name=login, roles=both(roles)), undoable=False):
            bank.one_at_a_time()
            now = {u.login: _in_order(u.roles) for u in self.listing()}
            if login not in now:
                raise Refused(text(N_("There is no user {name} in the bank."), name=login), "NO_USER")
            if not self._open():
                self._somebody_left(login, roles)
            given = Change(_in_order(to.before), _in_order(roles), to.decided) if isinstance(to, Change) else to
            settle({"roles": given}, {"roles": now[login]}, _roles(login))
            self._name_those_before()
            db.give(bank, login, tuple(roles))

    def remove(self, login: str) -> None:
        """Her passphrase opens the bank no more; copies that were made before it still does. What she did stays."""
        bank, path = self.work.bank, self._file()
        with bank.write(text(N_("User {name} removed"), name=login), undoable=False):
            bank.one_at_a_time()  # each of two administrators may remove the other
            if login not in db.named(bank):
                raise Refused(text(N_("There is no user {name} in the bank."), name=login), "NO_USER")
            self._somebody_left(login, ())
            db.give(bank, login, ())
            if path is not None:
                keys.drop_user(path, login)

    def _known(self, roles: Sequence[str]) -> None:
        if not roles or set(roles) - set(ROLES):
            said = N_("Choose among these roles: {roles}.")
            raise WrongUse(text(said, roles=", ".join(ROLES)), "NO_ROLE")

    def _somebody_left(self, login: str, roles: Sequence[str]) -> None:
        others = [r for one, given in db.named(self.work.bank).items() if one != login for r in given]
        if not may([*others, *roles], "users"):
            said = N_("{name} is the only administrator. Make somebody else one first.")
            raise Refused(text(said, name=login), "LAST")

    def _name_those_before(self) -> None:
        if not db.named(self.work.bank):
            for one in self.listing():
                db.give(self.work.bank, one.login, one.roles)

    def _file(self) -> Path | None:
        return Path(self.work.bank.address) if db.slot(self.work.bank) is not None else None

    def _slots(self) -> list[str]:
        path = self._file()
        return keys.users(path) if path is not None else []

    def _open(self) -> bool:
        return is_tried(self.work.bank)


def _in_order(roles: object) -> tuple[str, ...]:
    """Roles as they are compared: in whatever order somebody ticked them, they are the same."""
    given = set(map(str, roles)) if isinstance(roles, Sequence) else set()
    return tuple(role for role in ROLES if role in given)


def _roles(login: str) -> Say:
    return lambda _name, roles: (text(N_("Roles of {name}"), name=login), both(_in_order(roles)))


def _long_enough(passphrase: str) -> None:
    if len(passphrase) < keys.LEAST_PASSPHRASE:
        raise Refused(
            text(N_("The passphrase is too short. Use at least eight characters, better four words.")), "SHORT"
        )
