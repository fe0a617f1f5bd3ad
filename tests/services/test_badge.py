"""The certificate's twin for machines: the Open Badges credential, checked by a JOSE library's rules and the key alone."""

from __future__ import annotations

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from amdesk.services.desk import Desk
from tests.services.test_verify import ended


def unpadded(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))


def test_the_credential_is_signed_with_the_citys_key_and_says_what_the_paper_says(desk: Desk) -> None:
    ended(desk, "Aida Demolund")
    row, _pdf = desk.competence.issue(1)
    made = desk.competence.credential(row["id"])
    key = load_pem_public_key(desk.competence.public_key())
    assert isinstance(key, Ed25519PublicKey)
    head, body, signature = made["jws"].split(".")
    key.verify(unpadded(signature), f"{head}.{body}".encode())
    assert json.loads(unpadded(head))["alg"] == "EdDSA"
    document = json.loads(unpadded(body))
    assert document == made["credential"]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    subject = document["credentialSubject"]
    descriptions = {d["id"]: d for d in subject["achievement"]["resultDescription"]}
    said = {descriptions[r["resultDescription"]]["name"]: r["value"] for r in subject["result"]}
    assert list(said.values()) == ["Klarar självständigt", "Kan visa andra"]
    assert document["issuer"]["id"].startswith("did:key:z6Mk")
    assert document["id"].endswith(row["number"])
