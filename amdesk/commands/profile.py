"""amdesk profile: versions of the profiles, out to Excel and back, in use and retired."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amdesk.commands.common import Call, date_option, json_option, out_option, put
from amdesk.domain.competence.profiles import PROFILE_STATES
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.services.competence.profiles import Version
    from amdesk.services.desk import Desk


@click.group()
def profile() -> None:
    """Profiles of the occupations, in versions."""


def _row(version: Version) -> dict[str, object]:
    p = version.profile
    since = version.since.isoformat() if version.since else None
    return {
        "occupation": p.occupation,
        "version": p.version,
        "state": version.state,
        "since": since,
        "skills": len(p.skills()),
        "employments": version.employments,
    }


def _say(call: Call, version: Version, as_json: bool) -> None:
    if as_json:
        put(_row(version))
        return
    p, said = version.profile, call.words(PROFILE_STATES[version.state])
    name = p.sv if call.words.lang == "sv" else p.en
    click.echo(
        f"{p.occupation}  {p.version:>3}  {said:<10}  {version.since or '–'!s:<10}  {len(p.skills()):>3}  {name}"
    )


@profile.command("list")
@json_option
@click.pass_obj
def list_(call: Call, as_json: bool) -> None:
    """Every version: occupation, version, state, in use from, skills."""
    with call.desk() as desk:
        found = [v for r in desk.profiles.rollout() for v in r.versions]
    if as_json:
        put([_row(v) for v in found])
        return
    for version in found:
        _say(call, version, as_json=False)


@profile.command("export")
@click.argument("occupation")
@out_option(".xlsx", required=True)
@click.pass_obj
def export_(call: Call, occupation: str, path: Path) -> None:
    """The newest version as an Excel file to edit."""
    with call.desk() as desk:
        desk.profiles.write(path, desk.profiles.of(occupation).newest.profile.id)
    click.echo(str(path))


@profile.command("import")
@click.argument("occupation")
@click.argument("path", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def import_(call: Call, occupation: str, path: Path, as_json: bool) -> None:
    """An edited file as a new version, as a draft."""
    with call.desk() as desk:
        made = desk.profiles.read(path, occupation)
    _say(call, made, as_json)


@profile.command()
@click.argument("occupation")
@click.argument("version", type=int)
@date_option("--from", "since", help="Today where not given.")
@json_option
@click.pass_obj
def use(call: Call, occupation: str, version: int, since: date | None, as_json: bool) -> None:
    """Put a version in use; employments begun before keep theirs."""
    with call.desk() as desk:
        made = desk.profiles.use(_find(desk, occupation, version), since or desk.work.today)
    _say(call, made, as_json)


@profile.command()
@click.argument("occupation")
@click.argument("version", type=int)
@json_option
@click.pass_obj
def retire(call: Call, occupation: str, version: int, as_json: bool) -> None:
    """No new employment is assessed with this version."""
    with call.desk() as desk:
        made = desk.profiles.retire(_find(desk, occupation, version))
    _say(call, made, as_json)


def _find(desk: Desk, occupation: str, version: int) -> int:
    found = next((v for v in desk.profiles.of(occupation).versions if v.profile.version == version), None)
    if found is None:
        raise Refused(
            text(N_("The profile {code} has no version {version}."), code=occupation, version=version), "VERSION"
        )
    return int(found.profile.id)
