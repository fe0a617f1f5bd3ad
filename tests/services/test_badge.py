"""The certificate's twin for machines: the Open Badges credential, checked by the key alone and by an independent library."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from PIL import Image

from amdesk.db.competence import assessments as db
from amdesk.db.port import update
from amdesk.domain.competence.assessments import read_frozen
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.export import badge, seal
from amdesk.export.badge_picture import baked
from amdesk.services.desk import Desk
from tests.services.test_verify import ended


def unpadded(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))


def test_the_credential_is_signed_with_the_citys_key_and_says_what_the_paper_says(desk: Desk) -> None:
    ended(desk, "Aida Demolund")
    row, _pdf = desk.competence.issue(1)
    made = desk.competence.credential(row.id)
    key = load_pem_public_key(desk.competence.public_key())
    assert isinstance(key, Ed25519PublicKey)
    head, body, signature = made["jws"].split(".")
    key.verify(unpadded(signature), f"{head}.{body}".encode())
    assert json.loads(unpadded(head))["alg"] == "EdDSA"
    document = json.loads(unpadded(body))
    claims = {name: document.pop(name) for name in ("iss", "nbf", "jti")}
    assert document == made["credential"]
    assert (claims["iss"], claims["jti"]) == (document["issuer"]["id"], document["id"])
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    subject = document["credentialSubject"]
    descriptions = {d["id"]: d for d in subject["achievement"]["resultDescription"]}
    said = {descriptions[r["resultDescription"]]["name"]: r["value"] for r in subject["result"]}
    assert list(said.values()) == ["Klarar självständigt", "Kan visa andra"]
    assert document["issuer"]["id"].startswith("did:key:z6Mk")
    assert document["id"].endswith(row.number)


def frozen(**given: Any) -> dict[str, Any]:
    """A certificate's frozen content, issued long enough ago to be valid by any clock."""
    return {
        "number": "AMD-2025-00001",
        "city": "Ekhamra",
        "issued_on": "2025-11-23",
        "name": "Aida Demolund",
        "from_date": "2025-01-01",
        "to_date": "2025-06-30",
        "occupation": "Parkarbetare",
        "host": "Park Norr",
        "areas": [["Skötsel", [["Klipper gräs", 3]]]],
        "levels": {"3": "Klarar självständigt"},
    } | given


def test_an_independent_library_accepts_it_by_the_key_alone_and_by_the_citys_did() -> None:
    private = seal.new_key()
    made = badge.credential(frozen(), private)
    by_key = OB3Verifier(seal.public_pem(private)).verify(made["jws"])
    by_did = OB3Verifier.for_issuer_did(badge.issuer_id(private)).verify(made["jws"])
    assert by_key.id == by_did.id == "urn:amdesk:AMD-2025-00001"


def test_an_independent_library_refuses_another_key_and_a_changed_word() -> None:
    private = seal.new_key()
    token = badge.credential(frozen(), private)["jws"]
    with pytest.raises(OB3VerificationError):
        OB3Verifier(seal.public_pem(seal.new_key())).verify(token)
    head, _body, signature = token.split(".")
    other = badge.credential(frozen(name="Bo Testgren"), private)["jws"].split(".")[1]
    with pytest.raises(OB3VerificationError):
        OB3Verifier(seal.public_pem(private)).verify(f"{head}.{other}.{signature}")


def test_a_badge_is_a_picture_that_carries_its_credential_for_an_independent_library(desk: Desk) -> None:
    ended(desk, "Aida Demolund")
    row, _pdf = desk.competence.issue(1)
    picture = desk.competence.badge(row.number.lower())
    token = OB3Verifier.extract_token_from_png(picture)
    head, body, _signature = token.split(".")
    assert json.loads(unpadded(head))["alg"] == "EdDSA"
    assert json.loads(unpadded(body))["id"] == f"urn:amdesk:{row.number}"
    private = seal.new_key()
    made = badge.credential(frozen(), private)
    own = baked(read_frozen(frozen()), made["jws"])
    assert (
        OB3Verifier(seal.public_pem(private)).verify(OB3Verifier.extract_token_from_png(own)).id
        == "urn:amdesk:AMD-2025-00001"
    )
    with Image.open(BytesIO(own)) as shown:
        assert shown.size == (720, 720)
        assert len(shown.convert("L").getcolors() or range(300)) > 20, "something is drawn"
    with pytest.raises(Refused, match="no certificate AMD-2026-99999"):
        desk.competence.badge("AMD-2026-99999")


def test_her_own_page_has_her_certificate_and_its_code_and_one_of_the_first_form_is_refused(desk: Desk) -> None:
    ended(desk, "Aida Demolund")
    row, _pdf = desk.competence.issue(1)
    said = desk.competence.own_page(row.number).decode()
    assert ('"own":"AMDESK2:' in said, '<svg id="code"' in said, len(said) < 200_000) == (True, True, True)
    content = dict(db.frozen(desk.bank, row.id)) | {"check": "AMDESK1:ABC"}
    with desk.bank.write(text("x"), undoable=False):
        update(desk.bank, "certificate", row.id, content=json.dumps(content))
    with pytest.raises(Refused, match="a code without levels"):
        desk.competence.own_page(row.number)
