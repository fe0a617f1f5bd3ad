"""A commitment to what a report counted: a hash with a random salt. A hash of the counts alone is undone by trying them all; with
the salt, which stays in the bank until an auditor asks, nobody finds them, and afterwards nobody can change them."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date

from amdesk.domain.results.report import Report, SealedCounts

SALT = 32
"""Bytes of a salt."""


def new_salt() -> str:
    """A salt that nobody can guess, as hexadecimal digits."""
    return secrets.token_hex(SALT)


def made(today: date, report: Report) -> SealedCounts:
    """The commitment to all counts of a report as it is inside, with a new salt."""
    counted = json.dumps(
        {
            "report": report.kind,
            "from": str(report.first),
            "to": str(report.last),
            "figures": [[f.id, f.count, f.base] for f in report.figures()],
            "facts": [[f.id, f.value] for f in report.facts()],
        }
    )
    salt = new_salt()
    found = sealed(salt, counted)
    return SealedCounts(f"{today:%Y%m%d}-{found[:6].upper()}", salt, found, counted)


def sealed(salt: str, counted: str) -> str:
    """SHA-256 of the salt, a line break and the counts as they were written."""
    return hashlib.sha256(f"{salt}\n{counted}".encode()).hexdigest()


def opened(reference: str, salt: str, commitment: str, counted: str) -> dict[str, object]:
    """All that an auditor needs, and whether it proves what the report says of itself."""
    return {
        "reference": reference,
        "commitment": commitment,
        "salt": salt,
        "counted": counted,
        "proved": sealed(salt, counted) == commitment,
    }
