"""amdesk certificate: issue."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from amdesk.commands.common import Call, act_option, date_option, json_option, out_option, put, why_option
from amdesk.domain.texts import N_
from amdesk.services.bank import files

SIGNER = "AMDESK_P12_PASSPHRASE"
"""Where a script says the passphrase of a signature."""


@click.group()
def certificate() -> None:
    """Competence certificates."""


@certificate.command()
@click.argument("participant")
@out_option(".pdf", required=True)
@click.option("--employment", help="Its reference; the latest ended one where not given.")
@why_option
@json_option
@click.pass_obj
def issue(call: Call, participant: str, path: Path, employment: str | None, why: str, as_json: bool) -> None:
    """Issue the certificate as PDF. Not ready: exit 1 with what lacks. Issued again it is a reissue."""
    files.check(path)
    with call.desk() as desk:
        row, pdf = desk.competence.issue(participant, employment, why)
    files.save(path, pdf)
    if as_json:
        put(
            {
                "number": row.number,
                "participant": row.participant,
                "replaces": row.replaces or None,
                "file": str(path),
            }
        )
        return
    click.echo(call.words(N_("Certificate {number}: {path}"), number=row.number, path=str(path)))


@certificate.command("key")
@out_option(".pem", ".txt", required=True)
@date_option("--new-from", "first", help="Make a new key that signs from this day on; until then both are handed out.")
@click.pass_obj
def key_(call: Call, path: Path, first: date | None) -> None:
    """Write the city's public keys; whoever has the file can check certificates. Prints the fingerprint of each.

    A fingerprint that the city publishes on paper or on its web lets anybody see that the file is the city's.
    """
    from amdesk.services.competence.keys import prints

    files.check(path)
    with call.desk() as desk:
        said = desk.competence.new_key(first) if first else desk.competence.public_key()
    files.save(path, said)
    click.echo(str(path))
    click.echo("\n".join(prints(said)))


@certificate.command()
@out_option(".revoked", ".txt", required=True)
@click.pass_obj
def revoked(call: Call, path: Path) -> None:
    """Write the signed list of revoked certificates. Beside the key with the ending .revoked it is found by itself."""
    files.check(path)
    with call.desk() as desk:
        said = desk.competence.revocations()
    files.save(path, said.encode())
    click.echo(str(path))


@certificate.command()
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), required=True, help="A folder; index.html is put in it."
)
@click.pass_obj
def site(call: Call, folder: Path) -> None:
    """Write the page on which anybody checks a certificate, without network: one file to put on the web or mail along.

    It holds the list of revoked certificates of today: make it anew when some were issued, and at least every month.
    """
    files.make_folder(folder)
    path = folder / "index.html"
    files.check(path)
    with call.desk() as desk:
        said = desk.competence.site()
    files.save(path, said)
    click.echo(str(path))


@certificate.command()
@click.argument("number")
@click.option("--reason", required=True, help="Why; it is kept in the register.")
@act_option
@click.pass_obj
def revoke(call: Call, number: str, reason: str) -> None:
    """Revoke a certificate. It stays in the register, and its number is never used again."""
    with call.desk() as desk:
        desk.competence.revoke_number(number, reason)
    click.echo(number)


@certificate.command()
@click.argument("number")
@out_option(".png", required=True)
@why_option
@click.pass_obj
def badge(call: Call, number: str, path: Path, why: str) -> None:
    """Write the participant's badge: a PNG with the Open Badges 3.0 credential inside, signed with the city's key."""
    files.check(path)
    with call.desk() as desk:
        said = desk.competence.badge(number, why)
    files.save(path, said)
    click.echo(str(path))


@certificate.command("page")
@click.argument("number")
@out_option(".html", ".htm", required=True)
@why_option
@click.pass_obj
def own_page(call: Call, number: str, path: Path, why: str) -> None:
    """Write the participant's own page to keep on her phone: her certificate and its code, without network."""
    files.check(path)
    with call.desk() as desk:
        said = desk.competence.own_page(number, why)
    files.save(path, said)
    click.echo(str(path))


@certificate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--p12", type=click.Path(path_type=Path), required=True, help="The signer's PKCS#12 file.")
@out_option(".pdf", required=True)
@click.pass_obj
def sign(call: Call, file: Path, p12: Path, path: Path) -> None:
    """Add an electronic signature (PAdES). The passphrase comes from AMDESK_P12_PASSPHRASE or a prompt."""
    from amdesk.services.competence import verify as checking

    secret = os.environ.get(SIGNER)
    files.check(path)
    if secret is None:
        secret = call.ask(N_("Passphrase of the signature"), SIGNER)
    files.save(path, checking.sign_file(file, p12, secret))
    click.echo(str(path))


@certificate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", "key_file", type=click.Path(path_type=Path), required=True, help="The city's public key.")
@click.option(
    "--revoked", "revoked_file", type=click.Path(path_type=Path), help="The city's list of revoked certificates."
)
@click.option(
    "--signer",
    "signers",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="CERT.pem",
    help="The certificate of somebody whose electronic signature after the seal is accepted. May be given several times.",
)
@json_option
@click.pass_context
def verify(
    ctx: click.Context, file: Path, key_file: Path, revoked_file: Path | None, signers: tuple[Path, ...], as_json: bool
) -> None:
    """Check a PDF, a picture of it, or the text of its code. No bank, no network. Exit 0 valid, 1 not, 3 no certificate.

    Of a picture or a text the code alone is checked, and exit 0 says that the code is genuine: the picture may have been
    changed. What the city signed is printed, to compare; with --json `valid` is null then, and `code_genuine` true.

    Whatever was added to a PDF after the city sealed it makes it not valid, an electronic signature too, where its signer
    is not named with --signer.
    """
    from amdesk.services.competence import verify as checking

    call: Call = ctx.obj
    found = checking.verify(file, key_file, revoked_file, signers, call.clock.today())
    said = call.words.say(found.text)
    if as_json:
        put(
            {
                "valid": found.paper,
                "code_genuine": found.valid,
                "code": found.code,
                "text": said,
                "kind": found.kind,
                "electronic_signature": found.signed_electronically,
                "proves": found.proves,
                "revocation_list": str(found.listed) if found.listed else None,
                "certificate": found.certificate(),
            }
        )
    else:
        click.echo(said, err=not found.valid)
        asked = found.code in checking.ADDED_TO and (found.listed is not None or revoked_file is None)
        if found.valid or asked:
            click.echo(_of_the_list(call, found.listed), err=not found.valid)
        if found.shown:
            click.echo("\n".join(["", call.words(N_("What the city signed:")), *found.shown]), err=not found.valid)
    ctx.exit(0 if found.valid else 1)


def _of_the_list(call: Call, listed: date | None) -> str:
    """What is known of its being revoked."""
    if listed:
        return call.words(N_("Not revoked according to the list of {day}."), day=str(listed))
    return call.words(N_("Whether it was revoked is not known: give the city's list with --revoked."))
