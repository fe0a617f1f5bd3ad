"""`python -m tests.services.flips [--count 1000] [--seed 1]`: bits of an electronically signed certificate turned one at a time.

Half of them anywhere in the file, half inside the electronic signature itself, whose padding and unsigned parts its own
checker passes over: what no signature covers has to be as `certificate sign` wrote it. Prints how many are called valid;
exit 1 where any is.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from amdesk.domain.errors import BadFile
from amdesk.services.competence.verify import sign_file, verify
from tests.services import attacks
from tests.services.test_verify import p12


def places(data: bytes, count: int, dice: random.Random) -> list[int]:
    """Bits to turn: half of all bytes' and half of those between < and > of the signature."""
    found = list(re.finditer(rb"<[0-9A-Fa-f]{2000,}>", data))
    inside = found[-1]
    anywhere = [dice.randrange(8 * len(data)) for _ in range(count - count // 2)]
    return anywhere + [dice.randrange(8 * inside.start(), 8 * inside.end()) for _ in range(count // 2)]


def flipped(data: bytes, bit: int) -> bytes:
    made = bytearray(data)
    made[bit // 8] ^= 1 << bit % 8
    return bytes(made)


def tried(count: int, seed: int, folder: Path) -> tuple[Counter[str], list[int]]:
    """What was said how often, and which bits could be turned without anybody noticing."""
    signer = p12(folder)
    path, key = folder / "x.pdf", folder / "stad.pem"
    path.write_bytes(attacks.genuine())
    key.write_bytes(attacks.city())
    signed = sign_file(path, signer, "hemlig")
    path.write_bytes(signed)
    assert verify(path, key, None, [signer.with_suffix(".pem")], attacks.TODAY).signed_electronically
    said: Counter[str] = Counter()
    valid = []
    for bit in places(signed, count, random.Random(seed)):
        path.write_bytes(flipped(signed, bit))
        try:
            found = verify(path, key, None, [signer.with_suffix(".pem")], attacks.TODAY)
            said[found.code] += 1
            if found.valid:
                valid.append(bit)
        except BadFile as error:
            said[error.code] += 1
    return said, valid


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="amdesk-flips-") as folder:
        said, valid = tried(given.count, given.seed, Path(folder))
    print(f"{given.count} bits turned: {len(valid)} called valid; {dict(said)}")
    return 1 if valid else 0


if __name__ == "__main__":
    sys.exit(main())
