"""The key of a bank: 32 random bytes, sealed once for each user and once for the printed recovery code.

`<bank>.key.json` lies beside the bank: {"version": 1, "slots": [{user, kind, binds, salt, sealed}]}. A new passphrase
re-seals 32 bytes; the bank itself is never re-encrypted. The demo bank has an open slot. What binds its user is sealed
together with the user's name: under another name it does not open.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NotRequired, Self, TypedDict, cast

from amdesk.db.engine import swap
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.network import key_file
from amdesk.domain.errors import BankUnusable
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U
LANES, MEMORY_KIB, ROUNDS = 4, 64 * 1024, 3
KEY_BYTES, LEAST_SALT, SEALED_BYTES = 32, 8, 12 + 32 + 16
"""A slot's key, the shortest salt that Argon2 takes, and a sealed key with its nonce and tag."""
LEAST_PASSPHRASE = 8
"""Characters of a passphrase; the window wants them, a script is told."""
LARGEST = 1_000_000
"""Bytes of a key file; a slot takes two hundred."""


OWN = "slot:"
"""How a slot's own secret is told from the raw key where a key store keeps it."""


class KeySlot(TypedDict):
    """The key as one user has it; an open one has it as it is, in hex."""

    user: str
    kind: str
    binds: NotRequired[str]
    kdf: NotRequired[str]
    salt: NotRequired[str]
    sealed: str


class SlotKey(str):
    """The raw key in hex, which remembers whose slot gave it, of what kind, and the slot's `own` secret: what the passphrase
    was made into. That alone is kept by a key store, and is worth nothing once the slot is gone."""

    __slots__ = ("bound", "kind", "own", "user")
    user: str
    kind: str
    own: str
    bound: bool

    def __new__(cls, key: str, user: str, kind: str, own: str = "", *, bound: bool = False) -> Self:
        made = super().__new__(cls, key)
        made.user, made.kind, made.own, made.bound = user, kind, own, bound
        return made

    def __reduce__(self) -> tuple[Callable[[str, str, str, str, bool], SlotKey], tuple[str, str, str, str, bool]]:
        """To a process of our own that reads the first screen."""
        return _slot_key, (str(self), self.user, self.kind, self.own, self.bound)


def _slot_key(key: str, user: str, kind: str, own: str, bound: bool) -> SlotKey:
    return SlotKey(key, user, kind, own, bound=bound)


class Opened(NamedTuple):
    """The bank's raw key in hex, and whose slot gave it."""

    key: SlotKey
    user: str
    kind: str


def new_recovery_code() -> str:
    """130 random bits in groups of five, easy to read aloud."""
    import secrets  # with hmac and hashlib behind it: only where a bank is made

    letters = "".join(secrets.choice(ALPHABET) for _ in range(26))
    return "-".join(letters[i : i + 5] for i in range(0, 26, 5))


def plain_code(code: str) -> str:
    """A recovery code as typed: case, spaces and hyphens do not matter, nor O for 0 and I or L for 1."""
    upper = code.upper().translate(str.maketrans("OIL", "011"))
    return "".join(ch for ch in upper if ch in ALPHABET)


def make(bank: Path, user: str, passphrase: str | None) -> tuple[str, str]:
    """Write the key file of a new bank and return (key in hex, recovery code). None makes an open slot."""
    key = os.urandom(32)
    code = new_recovery_code()
    if passphrase is None:
        slots: list[KeySlot] = [{"user": user, "kind": "open", "sealed": key.hex()}]
    else:
        slots = [_sealed(key, user, "passphrase", passphrase), _sealed(key, "", "recovery", plain_code(code))]
    _save(bank, slots, new=True)
    return key.hex(), code


def stays(copy: Path, bank: Path, secret: str | None) -> bool:
    """Whether the key file that the bank has now counts for the copy too, so that no passphrase or code of before comes back with
    it: where the same secret opens both with the same key. Raises WrongKey and BankUnusable as the copy's does."""
    own = unlock(copy, secret).key
    try:
        return key_file(bank).exists() and unlock(bank, secret).key == own
    except BankUnusable:
        return False


def revives(copy: Path, bank: Path, secret: str | None) -> bool:
    """Whether other passphrases and another recovery code than now will open the bank once the copy is in its place."""
    if not key_file(bank).exists() or content(copy) == key_file(bank).read_bytes():
        return False
    return not (is_open(copy) and is_open(bank)) and not stays(copy, bank, secret)


def is_open(bank: Path) -> bool:
    """True where the bank opens without a passphrase (the demo)."""
    return any(s["kind"] == "open" for s in _load(bank))


def unlock(bank: Path, secret: str | None) -> Opened:
    """The bank's key, given a passphrase or the recovery code. Raises WrongKey, BankUnusable."""
    slots = _load(bank)
    for slot in slots:
        if slot["kind"] == "open":
            return Opened(SlotKey(slot["sealed"], slot["user"], "open"), slot["user"], "open")
    for slot in slots:
        phrase = plain_code(secret or "") if slot["kind"] == "recovery" else (secret or "")
        if phrase and (found := _unsealed(slot, own := _secret(slot, phrase))):
            return Opened(_of_slot(slot, found, own), slot["user"], slot["kind"])
    raise WrongKey(
        text(N_("The passphrase does not open the bank {path}. Try again, or use the recovery code."), path=str(bank))
    )


def from_store(bank: Path, kept: str) -> str | None:
    """The raw key by what a key store kept: a slot's own secret, or the raw key itself, as it was kept before slots had one.
    None where no slot of the bank is opened by it, or where slots bind their users and the raw key would be nobody's."""
    if not kept.startswith(OWN):
        with suppress(BankUnusable):  # said when the bank is opened
            if any("binds" in s for s in _load(bank)):
                return None
        return kept
    try:
        own = bytes.fromhex(kept.removeprefix(OWN))
    except ValueError:
        return None
    for slot in _load(bank):
        if slot["kind"] != "open" and len(own) == KEY_BYTES and (found := _unsealed(slot, own)):
            return _of_slot(slot, found, own)
    return None


def to_store(key: str) -> str:
    """What a key store keeps of a key: the user's own secret where it is known whose slot gave it."""
    return OWN + key.own if isinstance(key, SlotKey) and key.own else str(key)


def users(bank: Path) -> list[str]:
    """Whose passphrases open the bank, and whose it is where it opens for anybody."""
    return [s["user"] for s in _load(bank) if s["kind"] != "recovery"]


def add_user(bank: Path, key: str, user: str, passphrase: str) -> None:
    """A slot more, bound to its user. Raises ValueError where there is one of that name."""
    slots = _load(bank)
    if user in users(bank) or not user:
        raise ValueError(user)
    new = _sealed(bytes.fromhex(key), user, "passphrase", passphrase)
    _save(bank, [*slots, new], new=False)


def drop_user(bank: Path, user: str) -> None:
    """Nobody's passphrase but the others' opens the bank from now on; copies that were made before still do."""
    _save(bank, [s for s in _load(bank) if s["kind"] == "recovery" or s["user"] != user], new=False)


def bind(bank: Path, key: str) -> None:
    """Seal the slot that gave this key together with its user's name, where it was made before slots were."""
    if not isinstance(key, SlotKey) or not key.own or key.bound:
        return
    own = bytes.fromhex(key.own)
    slots = [_bound(s, key, own) if "binds" not in s and _unsealed(s, own) else s for s in _load(bank)]
    _save(bank, slots, new=False)


def reseal(bank: Path, secret: str, new_passphrase: str, *, keep_code: bool = False) -> str:
    """Give the user of the slot that `secret` opens a new passphrase and make a new recovery code, returned; "" where the one
    that there is stays."""
    opened = unlock(bank, secret)
    kept = _load(bank)
    user = opened.user or next((s["user"] for s in kept if s["kind"] == "passphrase"), "")
    code = "" if keep_code else new_recovery_code()
    raw = bytes.fromhex(opened.key)
    slots = [s for s in kept if s["user"] != user or s["kind"] != "passphrase"]
    slots = [
        *(s for s in slots if s["kind"] != "recovery" or keep_code),
        _sealed(raw, user, "passphrase", new_passphrase),
    ]
    if code:
        slots.append(_sealed(raw, "", "recovery", plain_code(code)))
    _save(bank, slots, new=False)
    return code


def _derived(phrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=32, iterations=ROUNDS, lanes=LANES, memory_cost=MEMORY_KIB)
    return kdf.derive(phrase.encode())


def _sealed(key: bytes, user: str, kind: str, phrase: str) -> KeySlot:
    salt = os.urandom(16)
    slot: KeySlot = {
        "user": user,
        "kind": kind,
        "binds": "user",
        "kdf": "argon2id",
        "salt": base64.b64encode(salt).decode(),
        "sealed": "",
    }
    return {**slot, "sealed": _box(slot, key, _derived(phrase, salt))}


def _bound(slot: KeySlot, key: str, own: bytes) -> KeySlot:
    bound: KeySlot = {**slot, "binds": "user"}
    return {**bound, "sealed": _box(bound, bytes.fromhex(key), own)}


def _box(slot: KeySlot, key: bytes, own: bytes) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return base64.b64encode(nonce + AESGCM(own).encrypt(nonce, key, _with(slot))).decode()


def _with(slot: KeySlot) -> bytes:
    """What is sealed together with the key: under anything else it does not open."""
    said = f"{slot['kind']}\0{slot['user']}" if "binds" in slot else slot["kind"]
    return said.encode()


def _secret(slot: KeySlot, phrase: str) -> bytes:
    """A slot's own secret, which the passphrase is made into."""
    return _derived(phrase, base64.b64decode(slot["salt"]))


def _opened(slot: KeySlot, phrase: str) -> bytes | None:
    return _unsealed(slot, _secret(slot, phrase))


def _unsealed(slot: KeySlot, own: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    box = base64.b64decode(slot["sealed"])
    try:
        return AESGCM(own).decrypt(box[:12], box[12:], _with(slot))
    except InvalidTag:
        return None


def _of_slot(slot: KeySlot, key: bytes, own: bytes) -> SlotKey:
    return SlotKey(key.hex(), slot["user"], slot["kind"], own.hex(), bound="binds" in slot)


def _load(bank: Path) -> list[KeySlot]:
    swap.finish(bank)
    path = key_file(bank)
    try:
        if path.exists() and (not path.is_file() or path.stat().st_size > LARGEST):
            raise ValueError("no key file")
        return _slots(parsed(path.read_text("utf-8")))
    except FileNotFoundError:
        raise BankUnusable(
            text(
                N_("The key file {path} is missing. It belongs beside the bank; fetch it from a backup."),
                path=str(path),
            )
        ) from None
    except (ValueError, LookupError, TypeError, AttributeError, OSError):
        raise BankUnusable(
            text(
                N_("The key file {path} cannot be read. Fetch it from a backup; the bank was not touched."),
                path=str(path),
            )
        ) from None


def content(bank: Path) -> bytes:
    """The key file of a bank as it lies there, once it can be read. Raises BankUnusable."""
    _load(bank)
    return key_file(bank).read_bytes()


def _slots(found: object) -> list[KeySlot]:
    if not isinstance(found, dict):
        raise TypeError("no key file")
    slots = [_checked(s) for s in found["slots"]]
    if not slots:
        raise ValueError("no slot")
    return slots


def _checked(slot: object) -> KeySlot:
    """A slot as it is used. Raises ValueError, LookupError or TypeError where it cannot be."""
    if not isinstance(slot, dict):
        raise TypeError("no slot")
    found = KeySlot(user=str(slot["user"]), kind=str(slot["kind"]), sealed=str(slot["sealed"]))
    if found["kind"] == "open":
        if len(bytes.fromhex(found["sealed"])) != KEY_BYTES or len(found["sealed"]) != 2 * KEY_BYTES:
            raise ValueError("no key")
        return found
    salt, box = (base64.b64decode(slot[name], validate=True) for name in ("salt", "sealed"))
    if len(salt) < LEAST_SALT or len(box) != SEALED_BYTES:
        raise ValueError("no sealed key")
    return cast("KeySlot", {**slot, **found})


def _save(bank: Path, slots: list[KeySlot], *, new: bool) -> None:
    path = key_file(bank)
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "slots": slots}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if new and path.exists():
        part.unlink()
        raise BankUnusable(text(N_("There is already a key file {path}. Choose another place."), path=str(path)))
    part.replace(path)


__all__ = [
    "Opened", "SlotKey", "add_user", "bind", "content", "drop_user", "from_store", "is_open", "key_file", "make",
    "new_recovery_code", "plain_code", "reseal", "revives", "stays", "to_store", "unlock", "users",
]  # fmt: skip
