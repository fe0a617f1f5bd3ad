"""The certificate's twin for machines: an Open Badges 3.0 credential.

Signed as a compact JWS (alg EdDSA) over the credential, which Open Badges 3.0 allows ("JSON Web Token proof format"),
so that any JOSE library can check it with the city's public key. It says no more than the paper.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from amdesk.domain.competence.assessments import read_frozen
from amdesk.export.seal import public_pem, read_public, sign


class Badge(TypedDict):
    """A credential and its signed form."""

    credential: dict[str, object]
    jws: str


def credential(content: Mapping[str, object], private: str) -> Badge:
    """The credential of a certificate's frozen content."""
    frozen = read_frozen(content)
    levels = {int(k): v for k, v in frozen["levels"].items()}
    skills = [(area, skill, level) for area, rows in frozen["areas"] for skill, level in rows]
    document: dict[str, object] = {
        "@context": [_address("www.w3.org/ns/credentials/v2"), _address("purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": f"urn:amdesk:{frozen['number']}",
        "name": f"Kompetensintyg {frozen['number']}",
        "issuer": {"id": issuer_id(private), "type": ["Profile"], "name": frozen["city"]},
        "validFrom": f"{frozen['issued_on']}T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": frozen["name"]}],
            "activityStartDate": f"{frozen['from_date']}T00:00:00Z", "activityEndDate": f"{frozen['to_date']}T00:00:00Z",
            "achievement": {
                "id": f"urn:amdesk:achievement:{frozen['number']}", "type": ["Achievement"], "achievementType": "Competency",
                "name": frozen["occupation"], "description": f"{frozen['occupation']}, {frozen['host']}",
                "criteria": {"narrative": "Bedömt på arbetsplatsen under anställningen."},
                "resultDescription": [
                    {"id": f"urn:amdesk:{frozen['number']}:{i}", "type": ["ResultDescription"], "name": skill, "resultType": "RubricCriterionLevel",
                     "rubricCriterionLevel": [{"id": f"urn:amdesk:{frozen['number']}:{i}:{n}", "type": ["RubricCriterionLevel"], "name": said, "level": str(n)} for n, said in sorted(levels.items())]}
                    for i, (_area, skill, _level) in enumerate(skills)
                ],
            },
            "result": [
                {"type": ["Result"], "resultDescription": f"urn:amdesk:{frozen['number']}:{i}", "achievedLevel": f"urn:amdesk:{frozen['number']}:{i}:{level}", "value": levels.get(level, str(level))}
                for i, (_area, _skill, level) in enumerate(skills)
            ],
        },
    }  # fmt: skip
    return {"credential": document, "jws": jws(document, private)}


def _address(rest: str) -> str:
    return "https:" + "//" + rest


def issuer_id(private: str) -> str:
    """The city's public key as a did:key, which needs no network to be understood."""
    raw = b"\xed\x01" + read_public(public_pem(private)).public_bytes_raw()
    return "did:key:z" + _base58(raw)


def jws(document: Mapping[str, object], private: str) -> str:
    """header.payload.signature, each base64url. The payload is the credential with the registered claims that repeat its
    issuer, first day and id (Open Badges 3.0, 8.2.6.1)."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": issuer_id(private)}
    first = datetime.fromisoformat(str(document["validFrom"]))
    claims = {**document, "iss": header["kid"], "nbf": int(first.timestamp()), "jti": document["id"]}
    parts = [_b64(json.dumps(p, ensure_ascii=False, separators=(",", ":")).encode()) for p in (header, claims)]
    return ".".join([*parts, _b64(sign(private, ".".join(parts).encode()))])


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _base58(raw: bytes) -> str:
    number, out = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = ALPHABET[rest] + out
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + out
