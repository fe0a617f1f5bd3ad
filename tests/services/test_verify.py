"""Certificates that check themselves: any changed byte is noticed, a revoked one says so, a picture is enough."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from amdesk.cli import main
from amdesk.domain.competence.statement import decode
from amdesk.domain.competence.summary import BadSummaryError
from amdesk.domain.errors import BadFile
from amdesk.export import seal
from amdesk.services.competence.verify import Verdict, sign_file, verify
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY


@pytest.fixture
def issued(desk: Desk, tmp_path: Path) -> tuple[Path, Path]:
    """(certificate, public key) of somebody whose name is not only ASCII."""
    ended(desk, "Gülşen Szczęsna-Wiśniewska")
    _row, pdf = desk.competence.issue(1)
    path, key = tmp_path / "intyg.pdf", tmp_path / "stad.pem"
    path.write_bytes(pdf)
    key.write_bytes(desk.competence.public_key())
    return path, key


def ended(desk: Desk, name: str) -> int:
    worker = desk.participants.add_case_worker("Ingrid Skissander")
    person = make.participant(desk.bank, name=name, identity=make.fresh_number(), case_worker_id=worker)
    ref = desk.booking.book(
        person, make.placement(desk.bank), TODAY - timedelta(200), TODAY + timedelta(20)
    ).booking.ref
    desk.booking.introduction_seen(ref)
    desk.booking.start(ref)
    levels = {"PAR-02": 3, "GEN-01": 4}
    key = desk.booking.get(ref).employment_id
    assert key is not None
    desk.competence.assess(key, "final", TODAY, levels, remark="Noggrann och lugn.")
    desk.booking.end(ref, TODAY, "A1")
    return person


def check(data: bytes, key: Path, tmp_path: Path, name: str = "x.pdf", *signers: Path) -> Verdict:
    path = tmp_path / name
    path.write_bytes(data)
    return verify(path, key, signers=signers)


def test_an_issued_certificate_is_valid_and_says_whose_it_is(issued: tuple[Path, Path]) -> None:
    found = verify(*issued)
    assert found.valid
    assert found.summary is not None
    assert (found.summary.number, found.summary.name) == ("AMD-2026-00001", "Gülşen Szczęsna-Wiśniewska")


@pytest.mark.thorough(long=True)
def test_any_changed_byte_makes_it_invalid(issued: tuple[Path, Path], tmp_path: Path) -> None:
    data, dice = issued[0].read_bytes(), Random(1)
    places = {*range(12), *range(len(data) - 140, len(data)), *(dice.randrange(len(data)) for _ in range(400))}
    for at in places:
        changed = bytearray(data)
        changed[at] ^= 1 << dice.randrange(8)
        assert not check(bytes(changed), issued[1], tmp_path).valid, at


@pytest.mark.parametrize("more", [b"\n", b" ", b"x", b"%AMDESK1 00\n"])
def test_nothing_may_be_added_or_cut(issued: tuple[Path, Path], tmp_path: Path, more: bytes) -> None:
    data = issued[0].read_bytes()
    assert not check(data + more, issued[1], tmp_path).valid
    assert not check(data[:-1], issued[1], tmp_path).valid
    assert not check(data[: data.rfind(seal.MARK)], issued[1], tmp_path).valid


def test_another_citys_key_does_not_hold(issued: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "annan.pem"
    other.write_bytes(seal.public_pem(seal.new_key()))
    assert not verify(issued[0], other).valid


def test_a_picture_of_the_page_at_150_dots_an_inch_is_enough(issued: tuple[Path, Path], tmp_path: Path) -> None:
    page = pypdfium2.PdfDocument(issued[0].read_bytes())[0]
    picture = tmp_path / "intyg.png"
    page.render(scale=150 / 72).to_pil().save(picture)
    found = verify(picture, issued[1])
    assert found.valid
    assert found.kind == "picture"


def test_a_picture_whose_levels_were_painted_over_shows_the_levels_that_were_signed(
    issued: tuple[Path, Path], tmp_path: Path
) -> None:
    """Whoever repaints a level and photographs the page has a genuine code: it says what the level was."""
    page = pypdfium2.PdfDocument(issued[0].read_bytes())[0].render(scale=150 / 72).to_pil().convert("RGB")
    page.paste("teal", (535, 605, 590, 630))
    page.save(tmp_path / "intyg.png")
    found = verify(tmp_path / "intyg.png", issued[1])
    assert (found.code, found.proves) == ("CODE_GENUINE", "code")
    assert "itself was not checked and may have been changed: compare it with what the city signed" in str(found.text)
    levels = [line.rpartition(": ")[2] for line in found.shown if line.startswith("- ")]
    assert levels == ["3, klarar självständigt", "4, kan visa andra"]
    assert "Noggrann och lugn." in found.shown
    assert found.shown == verify(*issued).shown


def test_a_certificate_of_the_first_form_proves_what_it_can_and_says_what_it_cannot(tmp_path: Path) -> None:
    case = Path(__file__).parents[1] / "cases" / "certificates"
    whole = verify(case / "genuine.pdf", case / "city.pem")
    assert (whole.code, whole.proves, whole.shown) == ("VALID", "file", ())
    pypdfium2.PdfDocument(case / "genuine.pdf")[0].render(scale=150 / 72).to_pil().save(tmp_path / "intyg.png")
    found = verify(tmp_path / "intyg.png", case / "city.pem")
    assert (found.code, found.proves) == ("CODE_GENUINE", "code without levels")
    assert "The paper itself was not checked, and the levels are not in the code." in str(found.text)


@pytest.mark.thorough(long=True)
def test_a_picture_with_the_codes_of_two_certificates_is_not_valid(
    desk: Desk, issued: tuple[Path, Path], tmp_path: Path
) -> None:
    """Which of the two pages somebody looks at cannot be known."""
    _row, other = desk.competence.issue(ended(desk, "Nils Provfält"))
    pages = [pypdfium2.PdfDocument(d)[0].render(scale=150 / 72).to_pil() for d in (issued[0].read_bytes(), other)]
    both = pages[0].resize((pages[0].width * 2, pages[0].height))
    for i, page in enumerate(pages):
        both.paste(page, (i * page.width, 0))
    both.save(tmp_path / "tva.png")
    found = verify(tmp_path / "tva.png", issued[1])
    assert (found.valid, found.code) == (False, "SEVERAL")


def test_a_code_saved_by_an_editor_that_marks_utf_8_is_read(issued: tuple[Path, Path], tmp_path: Path) -> None:
    said = seal.summary_in(issued[0].read_bytes())
    assert said is not None
    assert check(said.encode("utf-8-sig") + b"\r\n", issued[1], tmp_path, "kod.txt").valid


def test_the_codes_text_is_enough_and_another_persons_code_names_her(
    desk: Desk, issued: tuple[Path, Path], tmp_path: Path
) -> None:
    person = ended(desk, "Nils Provfält")
    _row, other = desk.competence.issue(person)
    said = seal.summary_in(other)
    assert said is not None
    found = check(said.encode(), issued[1], tmp_path, "kod.txt")
    assert found.valid
    assert found.summary is not None
    assert found.summary.name == "Nils Provfält"
    mine = issued[0].read_bytes()
    own = seal.summary_in(mine)
    assert own is not None
    assert not check(
        mine.replace(own.encode(), said.encode()[: len(own)].ljust(len(own), b"A")), issued[1], tmp_path
    ).valid


def test_a_changed_code_is_no_valid_code(issued: tuple[Path, Path], tmp_path: Path) -> None:
    said = seal.summary_in(issued[0].read_bytes())
    assert said is not None
    for at in (8, 40, len(said) - 1):
        changed = said[:at] + ("B" if said[at] != "B" else "C") + said[at + 1 :]
        assert not check(changed.encode(), issued[1], tmp_path, "kod.txt").valid


def test_a_revoked_certificate_says_so(desk: Desk, issued: tuple[Path, Path]) -> None:
    desk.competence.revoke_number("AMD-2026-00001", "fel yrke")
    listed = issued[1].with_suffix(".revoked")
    listed.write_text(desk.competence.revocations(), "utf-8")
    found = verify(*issued)
    assert not found.valid
    assert str(found.text) == "Certificate AMD-2026-00001 was revoked on 2026-11-23."
    listed.write_text(listed.read_text("utf-8").replace("AMD-2026-00001", "AMD-2026-00009"), "utf-8")
    with pytest.raises(BadFile, match="not the city's own"):
        verify(*issued)


def test_what_is_no_certificate_is_told_apart_from_a_false_one(issued: tuple[Path, Path], tmp_path: Path) -> None:
    for name, content in (("a.txt", b"hej"), ("b.pdf", b"%PDF-1.4\n%%EOF\n"), ("c.png", b"\x89PNG\r\n")):
        with pytest.raises(BadFile, match="No certificate"):
            check(content, issued[1], tmp_path, name)
    with pytest.raises(BadFile, match="no public key"):
        verify(issued[0], issued[0])


def p12(tmp_path: Path, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None) -> Path:
    """A self-signed signer, made for this test: with a key of RSA, as most have, where none is given."""
    key = key or rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ingrid Skissander")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(30))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "signer.p12"
    from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

    path.write_bytes(
        serialize_key_and_certificates(b"s", key, certificate, None, serialization.BestAvailableEncryption(b"hemlig"))
    )
    path.with_suffix(".pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.thorough(long=True)
def test_an_electronic_signature_of_one_who_is_named_is_valid_and_a_changed_byte_in_it_is_not(
    issued: tuple[Path, Path], tmp_path: Path
) -> None:
    key = p12(tmp_path)
    data = sign_file(issued[0], key, "hemlig")
    assert not check(data, issued[1], tmp_path).valid, "nobody has said whose signature counts"
    found = check(data, issued[1], tmp_path, "x.pdf", key.with_suffix(".pem"))
    assert found.valid
    assert found.signed_electronically
    assert data.startswith(issued[0].read_bytes()), "a sealed file is only added to"
    dice, start = Random(2), len(issued[0].read_bytes())
    for _ in range(150):
        at = dice.randrange(len(data))
        changed = bytearray(data)
        changed[at] ^= 1 << dice.randrange(8)
        assert not check(bytes(changed), issued[1], tmp_path, "x.pdf", key.with_suffix(".pem")).valid, (at, at - start)


def test_a_wrong_passphrase_of_the_signer_is_one_sentence(issued: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="passphrase is another"):
        sign_file(issued[0], p12(tmp_path), "fel")


def test_the_summary_says_no_more_than_the_paper(issued: tuple[Path, Path]) -> None:
    data = issued[0].read_bytes()
    said = seal.summary_in(data)
    assert said is not None
    summary, _payload, _signature = decode(said)
    text = "".join(pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_range().split())
    assert summary.name.replace(" ", "") in text
    assert make.number()[-4:] not in repr(summary)
    with pytest.raises(BadSummaryError):
        decode("AMDESK2:ABC")


@pytest.mark.thorough(long=True)
def test_of_a_revoked_one_that_was_added_to_both_is_said_and_its_revocation_first(
    issued: tuple[Path, Path], desk: Desk, tmp_path: Path
) -> None:
    """Whoever is told to go by what was signed must know that it does not count any more."""
    path, key = issued
    added, listed = tmp_path / "more.pdf", tmp_path / "stad.revoked"
    added.write_bytes(path.read_bytes() + b" ")
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(sign_file(path, p12(tmp_path), "hemlig"))
    listed.write_text(desk.competence.revocations(), "utf-8")
    for file, code in ((added, "ADDED"), (signed, "SIGNER")):
        found = verify(file, key, listed, today=TODAY)
        assert (found.code, found.listed) == (code, TODAY)
        later = verify(file, key, listed, today=TODAY + timedelta(60))
        assert (later.code, later.listed) == (code, None), "by an old list nothing is known"
        assert "is old. Fetch a new one." in str(later.text)
    desk.competence.revoke_number(desk.competence.archive()[0].number, "Fel")
    listed.write_text(desk.competence.revocations(), "utf-8")
    for file, more in ((added, "was added"), (signed, "signed it after the city")):
        found = verify(file, key, listed, today=TODAY)
        assert (found.valid, found.code) == (False, "REVOKED")
        assert str(found.text).index("was revoked on") < str(found.text).index(more)


def test_whoever_gave_an_old_list_is_not_told_to_give_one(
    issued: tuple[Path, Path], desk: Desk, tmp_path: Path
) -> None:
    path, key = issued
    added, listed = tmp_path / "more.pdf", tmp_path / "stad.revoked"
    added.write_bytes(path.read_bytes() + b" ")
    days = date(2020, 1, 1), date(2020, 1, 31)
    listed.write_text(seal.revocation_list(desk.setting("certificate_key"), [], *days), "utf-8")
    asked = ["--lang", "en", "certificate", "verify", str(added), "--key", str(key)]
    without = CliRunner().invoke(main, asked)
    given = CliRunner().invoke(main, [*asked, "--revoked", str(listed)])
    assert (without.exit_code, given.exit_code) == (1, 1)
    assert "give the city's list with --revoked" in without.stderr
    assert "give the city's list with --revoked" not in given.stderr
    assert "the list of 2020-01-01 is old" in given.stderr.replace("\n", " ")


def test_a_file_that_is_too_large_is_told_of_as_no_certificate(issued: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as out:
        out.truncate(70_000_000)
    with pytest.raises(BadFile, match="no certificate is"):
        verify(path, issued[1])
