"""amdesk certificate: issue."""

from __future__ import annotations

from pathlib import Path

import click

from amdesk.commands.common import Call, json_option, put
from amdesk.domain.texts import N_
from amdesk.services import files


@click.group()
def certificate() -> None:
    """Competence certificates."""


@certificate.command()
@click.argument("participant")
@click.option("--out", "path", type=click.Path(path_type=Path), required=True)
@click.option("--employment", help="Its reference; the latest ended one where not given.")
@json_option
@click.pass_obj
def issue(call: Call, participant: str, path: Path, employment: str | None, as_json: bool) -> None:
    """Issue the certificate as PDF. Not ready: exit 1 with what lacks. Issued again it is a reissue."""
    files.check(path)
    with call.desk() as desk:
        row, pdf = desk.competence.issue(participant, employment)
    files.save(path, pdf)
    if as_json:
        put(
            {
                "number": row["number"],
                "participant": row["participant"],
                "replaces": row["replaces"] or None,
                "file": str(path),
            }
        )
        return
    click.echo(call.words(N_("Certificate {number}: {path}"), number=row["number"], path=str(path)))
