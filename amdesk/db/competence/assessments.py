"""Assessments, certificates and the documents they are frozen in."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import NamedTuple

from amdesk.db.port import Bank, Row, day_of, hold, insert, one, rows, tuples, update, value
from amdesk.db.sql import LIVE
from amdesk.domain.competence.assessments import Assessment, CertificateContent
from amdesk.domain.people.masked import Masked
from amdesk.domain.record import made, stored


def assessment_of(r: Row) -> Assessment:
    return made(Assessment, r)


def assessments(bank: Bank, employment_id: int) -> list[Assessment]:
    found = rows(
        bank, f"select * from assessment where employment_id = :id and {LIVE} order by on_date, id", id=employment_id
    )
    return [assessment_of(r) for r in found]


def of_participant(bank: Bank, participant_id: int) -> list[Assessment]:
    found = rows(
        bank, f"select * from assessment where participant_id = :id and {LIVE} order by on_date, id", id=participant_id
    )
    return [assessment_of(r) for r in found]


def save(bank: Bank, employment_id: int, participant_id: int, on: date, values: Mapping[str, object]) -> int:
    """One assessment per employment and date: a second one on the same day changes the first."""
    found = value(
        bank,
        f"select id from assessment where employment_id = :e and on_date = :d and {LIVE}",
        e=employment_id,
        d=on.isoformat(),
    )
    filled = stored(Assessment, values)
    if found is not None:
        update(bank, "assessment", found, **filled)
        return int(found)
    return insert(
        bank, "assessment", employment_id=employment_id, participant_id=participant_id, on_date=on.isoformat(), **filled
    )


def next_certificate_number(bank: Bank, year: int) -> str:
    """AMD-YYYY-NNNNN, never reused: revoked and undone certificates keep theirs. Inside the caller's write()."""
    bank.one_at_a_time()
    top = value(bank, "select max(number) as n from certificate where number like :like", like=f"AMD-{year}-%")
    return f"AMD-{year}-{int(str(top)[-5:]) + 1 if top else 1:05d}"


def keep_document(bank: Bank, name: str, content: bytes) -> int:
    return insert(
        bank,
        "document",
        sha256=hashlib.sha256(content).hexdigest(),
        name=name,
        content=base64.b64encode(content).decode(),
    )


def document(bank: Bank, document_id: int) -> tuple[str, bytes]:
    """Name and bytes of a kept document."""
    found = one(bank, "select name, content from document where id = :id", id=document_id) or {}
    return str(found["name"]), base64.b64decode(found["content"])


def certificate_with(bank: Bank, document_id: int) -> int | None:
    """Key of the certificate that a document is the paper or the signed scan of, also of one that was taken back."""
    found = value(
        bank,
        "select id from certificate where document_id = :d or signed_document_id = :d order by void, id desc",
        d=document_id,
    )
    return int(found) if found is not None else None


def finished(bank: Bank, ending_after: date) -> dict[int, set[str]]:
    """Finished occasions by employment, of those whose planned end is not before the day."""
    out: dict[int, set[str]] = {}
    for employment, occasion in tuples(
        bank,
        "select a.employment_id, a.occasion from assessment a join employment e on e.id = a.employment_id "
        f"where a.{LIVE} and a.finished = 1 and e.to_date >= :day",
        day=ending_after.isoformat(),
    ):
        out.setdefault(employment, set()).add(occasion)
    return out


def certified(bank: Bank) -> set[int]:
    """Employments with a certificate that was not revoked."""
    return {
        key for (key,) in tuples(bank, f"select employment_id from certificate where {LIVE} and revoked_on is null")
    }


class KeptCertificate(NamedTuple):
    """A certificate as the register has it."""

    id: int
    number: str
    issued_on: date
    participant_id: int
    participant: str
    """Number of the person."""
    name: Masked
    protection: int
    employment_id: int
    document_id: int
    signed_document_id: int | None
    replaces: str
    """Number of the certificate that it was issued instead of; empty for the first."""
    revoked_on: date | None
    revoked_why: str


def certificate_holder(bank: Bank, certificate_id: int) -> int:
    """The key of the person it was issued to."""
    return int(value(bank, "select participant_id from certificate where id = :c", c=certificate_id))


def certificates(bank: Bank, employment_id: int | None = None) -> list[KeptCertificate]:
    """Certificates, newest first."""
    found = rows(
        bank,
        "select c.id, c.number, c.issued_on, c.participant_id, c.employment_id, c.document_id, c.replaces, c.revoked_on, c.signed_document_id, "
        "c.revoked_why, p.name, p.number as participant, p.protection from certificate c join participant p on p.id = c.participant_id "
        f"where c.{LIVE} and (:e is null or c.employment_id = :e) order by c.number desc",
        e=employment_id,
    )
    days = ("issued_on", "revoked_on")
    return [
        KeptCertificate(
            **(
                r
                | {name: day_of(r[name]) for name in days}
                | {"name": Masked(r["name"], r["participant_id"], r["protection"])}
            )
        )
        for r in found
    ]


def add_certificate(
    bank: Bank, content: CertificateContent, participant: int, employment: int, document_id: int
) -> int:
    """The register's row of an issued certificate with what it says, frozen. Inside the caller's write()."""
    return insert(
        bank,
        "certificate",
        number=content.number,
        participant_id=participant,
        employment_id=employment,
        issued_on=content.issued_on,
        content=json.dumps(asdict(content), default=str, ensure_ascii=False),
        document_id=document_id,
        replaces=content.replaces,
    )


def held_revoked(bank: Bank, certificate_id: int) -> date | None:
    """When a certificate was revoked, kept from others until the transaction ends. Inside a write()."""
    return day_of((hold(bank, "certificate", certificate_id) or {}).get("revoked_on"))


def revoke(bank: Bank, certificate_id: int, on: date, why: str) -> None:
    """Inside the caller's write()."""
    update(bank, "certificate", certificate_id, revoked_on=on, revoked_why=why)


def attach(bank: Bank, certificate_id: int, name: str, content: bytes) -> None:
    """Keep the scan of the signed paper with a certificate. Inside the caller's write()."""
    update(bank, "certificate", certificate_id, signed_document_id=keep_document(bank, name, content))


def first_profile(bank: Bank, employment_id: int) -> int | None:
    """The version that an employment's first assessment was made with."""
    found: int | None = value(
        bank, f"select min(profile_id) from assessment where employment_id = :e and {LIVE}", e=employment_id
    )
    return found


def frozen(bank: Bank, certificate_id: int) -> dict[str, object]:
    """What a certificate said when it was issued."""
    found: dict[str, object] = json.loads(
        str(value(bank, "select content from certificate where id = :id", id=certificate_id))
    )
    return found


def followed_up_on(bank: Bank, employment_id: int) -> date | None:
    """The day on which somebody asked about day 90."""
    return day_of(value(bank, f"select on_date from followup where employment_id = :e and {LIVE}", e=employment_id))
