"""A signer's key file says how long it takes to open; one that says hours is not opened."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.pkcs12 import Pfx, SafeContents

from amdesk.domain.errors import BadFile
from amdesk.export import pades
from amdesk.export.keyfiles import MOST_ROUNDS, KeyFileError, rounds
from tests.services.test_verify import p12

FOREVER = 2**31 - 1


def of_the_check(file: Any) -> None:
    file["mac_data"]["iterations"] = FOREVER


def of_what_is_locked(file: Any) -> None:
    parts = file.authenticated_safe
    way = parts[0]["content"]["encrypted_content_info"]["content_encryption_algorithm"]
    way["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = FOREVER
    file["auth_safe"]["content"] = parts.dump(force=True)


def of_the_key(file: Any) -> None:
    parts = file.authenticated_safe
    bags = SafeContents.load(parts[1]["content"].native)
    way = bags[0]["bag_value"]["encryption_algorithm"]
    way["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = FOREVER
    parts[1]["content"] = bags.dump(force=True)
    file["auth_safe"]["content"] = parts.dump(force=True)


def of_many_keys(file: Any) -> None:
    """Each with as many rounds as one may have."""
    parts = file.authenticated_safe
    bags = SafeContents.load(parts[1]["content"].native)
    way = bags[0]["bag_value"]["encryption_algorithm"]
    way["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = MOST_ROUNDS // 2
    parts[1]["content"] = SafeContents([bags[0]] * 3).dump(force=True)
    file["auth_safe"]["content"] = parts.dump(force=True)


@pytest.mark.parametrize("hostile", [of_the_check, of_what_is_locked, of_the_key, of_many_keys])
def test_a_file_that_would_take_hours_is_refused_before_it_is_opened(
    hostile: Callable[[Any], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = p12(tmp_path)
    file = Pfx.load(path.read_bytes())
    hostile(file)
    path.write_bytes(file.dump(force=True))
    assert rounds(path.read_bytes()) > MOST_ROUNDS

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr("pyhanko.sign.signers.SimpleSigner.load_pkcs12", never)
    with pytest.raises(BadFile, match="at work for hours"):
        pades.signed(b"", path, "hemlig", "x")


@pytest.mark.thorough(5)
@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")
@pytest.mark.parametrize(
    "way", [(), ("-legacy",), ("-keypbe", "NONE", "-certpbe", "NONE"), ("-nomac",), ("-iter", "600000")]
)
def test_files_as_other_programs_write_them_are_within_it(way: tuple[str, ...], tmp_path: Path) -> None:
    given = p12(tmp_path)
    whole, again = tmp_path / "key.pem", tmp_path / "again.p12"
    subprocess.run(["openssl", "pkcs12", "-in", given, "-passin", "pass:hemlig", "-nodes", "-out", whole], check=True)
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-in", whole, "-passout", "pass:hemlig", *way, "-out", again], check=True
    )
    assert 0 <= rounds(again.read_bytes()) <= MOST_ROUNDS


@pytest.mark.parametrize("raw", [b"", b"0", b"%PDF-1.4", b"\x30\x03\x02\x01\x03", b"\x30\x80\x00\x00"])
def test_what_is_no_such_file_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(KeyFileError):
        rounds(raw)
