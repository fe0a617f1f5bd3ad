"""The key of a bank: 32 random bytes, sealed once for each user and once for the printed recovery code.

`<bank>.key.json` lies beside the bank: {"version": 2, "former": [...], "slots": [{user, kind, binds, salt, public, private,
sealed}]}. Each slot has a pair of keys (pairs.py), so that a new key of the bank is sealed to every user and to the recovery code
without their secrets; slots of version 1 have none, and get one when their secret is said next (`raised`). A new passphrase
re-seals 32 bytes; one that is changed on suspicion makes a new key for the bank too (rekey.py), whose former keys are kept under
the new one, for older copies. The demo bank has an open slot. What binds its user is sealed together with the user's name: under
another name it does not open.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NotRequired, Self, TypedDict, cast

from amdesk import plainfile
from amdesk.db.engine import pairs, swap
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.network import key_file
from amdesk.domain.errors import BankUnusable, Refused
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
    public: NotRequired[str]
    private: NotRequired[str]
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
    if not key_file(bank).exists() or content(copy) == content(bank):
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


def unraised(bank: Path) -> list[str]:
    """Users whose slots have no pair of keys yet, and "" for the recovery code: no new key can be sealed to them."""
    return [s["user"] for s in _load(bank) if s["kind"] != "open" and "public" not in s]


def raised(bank: Path, key: str) -> bool:
    """Give the slot that gave this key a pair of keys, where it was made before slots had one. False where there was nothing to
    do, or the key file cannot be written."""
    if not isinstance(key, SlotKey) or not key.own:
        return False
    own, slots = bytes.fromhex(key.own), _load(bank)
    at = next((i for i, s in enumerate(slots) if "public" not in s and s["kind"] != "open" and _unsealed(s, own)), None)
    if at is None:
        return False
    try:
        _save(bank, [*slots[:at], _bound(slots[at], str(key), own), *slots[at + 1 :]], new=False)
    except OSError:
        return False
    return True


def renewed(bank: Path, opened: Opened, new_passphrase: str, new_key: bytes, whose: str = "") -> tuple[bytes, str]:
    """A key file that seals a new key of the bank to everybody, and its recovery code. Whoever's secret this is gets a pair and a
    passphrase of her own anew; the code is new, since it may have been read together with the passphrase.

    `opened` is the bank's key as it is now. Raises Refused where another user's slot has no pair of keys.
    """
    kept = _load(bank)
    user = _whose(opened, kept, whose)
    others = [s for s in kept if s["kind"] == "passphrase" and s["user"] != user]
    if lacking := [s["user"] for s in others if "public" not in s]:
        raise Refused(
            text(
                N_(
                    "The bank cannot be given a new key before {names} have opened it once with this version. Ask them."
                ),
                names=", ".join(lacking),
            ),
            "UNRAISED",
        )
    code = new_recovery_code()
    slots = [
        *(sealed_to(s, new_key) for s in others),
        _sealed(new_key, user, "passphrase", new_passphrase),
        _sealed(new_key, "", "recovery", plain_code(code)),
    ]
    former = [opened.key, *former_keys(bank, opened.key)]
    return _written(slots, [_boxed_former(new_key, k) for k in former]), code


FORMER = b"amdesk former keys"


def _boxed_former(key: bytes, former: str) -> str:
    return base64.b64encode(pairs.box(pairs.derived(key, FORMER), bytes.fromhex(former), FORMER)).decode()


def former_keys(bank: Path, key: str) -> list[str]:
    """The bank's keys before this one, newest first: older copies open with them."""
    found = (pairs.unbox(pairs.derived(bytes.fromhex(key), FORMER), b, FORMER) for b in _former(bank))
    return [one.hex() for one in found if one is not None]


def _former(bank: Path) -> list[bytes]:
    said = _read(bank).get("former", [])
    return [base64.b64decode(str(one), validate=True) for one in said] if isinstance(said, list) else []


def _whose(opened: Opened, slots: list[KeySlot], said: str = "") -> str:
    """Whose passphrase is changed: hers who said it. The recovery code is the unit's: it changes the only one there is."""
    users_ = [s["user"] for s in slots if s["kind"] == "passphrase"]
    if opened.kind == "recovery" and said in users_:
        return said
    if opened.kind == "recovery" and len(users_) > 1:
        raise Refused(
            text(
                N_(
                    "Several users have passphrases of their own here: the recovery code does not say whose is to change. Let her be removed and added again."
                )
            ),
            "SEVERAL",
        )
    return opened.user or next(iter(users_), "")


def reseal(bank: Path, secret: str, new_passphrase: str, *, keep_code: bool = False, whose: str = "") -> str:
    """Give the user of the slot that `secret` opens a new passphrase and make a new recovery code, returned; "" where the one
    that there is stays."""
    opened = unlock(bank, secret)
    kept = _load(bank)
    user = _whose(opened, kept, whose)
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
    return _bound(slot, key.hex(), _derived(phrase, salt))


def _bound(slot: KeySlot, key: str, own: bytes) -> KeySlot:
    """The slot with a new pair of keys, bound to its user."""
    public, private = pairs.pair()
    bound: KeySlot = {**slot, "binds": "user", "public": base64.b64encode(public).decode()}
    bound["private"] = base64.b64encode(pairs.box(own, private, _with(bound))).decode()
    return sealed_to(bound, bytes.fromhex(key))


def sealed_to(slot: KeySlot, key: bytes) -> KeySlot:
    """The slot with another key of the bank, for which nobody's secret is needed. Raises LookupError where it has no pair."""
    sealed = pairs.to(base64.b64decode(slot["public"]), key, _with(slot))
    return {**slot, "sealed": base64.b64encode(sealed).decode()}


def _with(slot: KeySlot) -> bytes:
    """What is sealed together with the key: under anything else it does not open."""
    said = f"{slot['kind']}\0{slot['user']}" if "binds" in slot else slot["kind"]
    return said.encode() + (b"\0" + base64.b64decode(slot["public"]) if "public" in slot else b"")


def _secret(slot: KeySlot, phrase: str) -> bytes:
    """A slot's own secret, which the passphrase is made into."""
    return _derived(phrase, base64.b64decode(slot["salt"]))


def _opened(slot: KeySlot, phrase: str) -> bytes | None:
    return _unsealed(slot, _secret(slot, phrase))


def _unsealed(slot: KeySlot, own: bytes) -> bytes | None:
    sealed = base64.b64decode(slot["sealed"])
    if "public" not in slot:
        return pairs.unbox(own, sealed, _with(slot))
    private = pairs.unbox(own, base64.b64decode(slot["private"]), _with(slot))
    return pairs.opened(private, sealed, _with(slot)) if private else None


def _of_slot(slot: KeySlot, key: bytes, own: bytes) -> SlotKey:
    return SlotKey(key.hex(), slot["user"], slot["kind"], own.hex(), bound="binds" in slot)


def _load(bank: Path) -> list[KeySlot]:
    swap.finish(bank)
    path = key_file(bank)
    try:
        return _slots(_read(bank))
    except FileNotFoundError:
        raise swap.key_missing(path) from None
    except plainfile.NoPlainFile as error:
        raise BankUnusable(error.said, "ODD") from None
    except (ValueError, LookupError, TypeError, AttributeError, OSError):
        raise BankUnusable(
            text(
                N_("The key file {path} cannot be read. Fetch it from a backup; the bank was not touched."),
                path=str(path),
            )
        ) from None


def _read(bank: Path) -> dict[str, object]:
    """As it lies there. Raises OSError, ValueError and TypeError."""
    path = key_file(bank)
    if path.exists() and path.stat().st_size > LARGEST:
        raise ValueError("no key file")
    found = parsed(plainfile.read(path).decode())
    if not isinstance(found, dict):
        raise TypeError("no key file")
    return found


def content(bank: Path) -> bytes:
    """The key file of a bank as it lies there, once it can be read. Raises BankUnusable."""
    _load(bank)
    return plainfile.read(key_file(bank))


def _slots(found: dict[str, object]) -> list[KeySlot]:
    given = found["slots"]
    if not isinstance(given, list):
        raise TypeError("no slots")
    slots = [_checked(s) for s in given]
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
    if "public" in slot:
        public, private = (base64.b64decode(slot[name], validate=True) for name in ("public", "private"))
        if (len(public), len(private), len(box)) != (KEY_BYTES, SEALED_BYTES, KEY_BYTES + SEALED_BYTES):
            raise ValueError("no pair of keys")
    elif len(box) != SEALED_BYTES:
        raise ValueError("no sealed key")
    if len(salt) < LEAST_SALT:
        raise ValueError("no salt")
    return cast("KeySlot", {**slot, **found})


def _written(slots: list[KeySlot], former: list[str]) -> bytes:
    return json.dumps({"version": 2, "former": former, "slots": slots}, indent=1).encode()


def _save(bank: Path, slots: list[KeySlot], *, new: bool) -> None:
    """Raises OSError, and BankUnusable where a new one would take the place of another's, however close they come."""
    path = key_file(bank)
    former = [] if new else [base64.b64encode(one).decode() for one in _former(bank)]
    if not new:
        swap.put(path, _written(slots, former))
        return
    part = path.with_name(f"{path.name}.{os.urandom(4).hex()}.part")
    try:
        swap.put(part, _written(slots, former))
        _first(part, path)
    except FileExistsError:
        raise BankUnusable(
            text(N_("There is already a key file {path}. Choose another place."), path=str(path)), "TAKEN"
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _first(part: Path, path: Path) -> None:
    """A name that is taken or not, whole: of several who come at once one has it. Raises FileExistsError."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second names
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(plainfile.read(part))
            file.flush()
            os.fsync(file.fileno())


__all__ = [
    "Opened", "SlotKey", "add_user", "bind", "content", "drop_user", "former_keys", "from_store", "is_open", "key_file", "make",
    "new_recovery_code", "plain_code", "raised", "renewed", "reseal", "revives", "stays", "to_store", "unlock", "unraised", "users",
]  # fmt: skip
