"""Profiles: versions, roll-out by occupation, and the round by way of Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from amdesk.db.bank import reference
from amdesk.db.competence import profiles as db
from amdesk.domain.change import moved
from amdesk.domain.competence.assessments import Area, Profile
from amdesk.domain.competence.profiles import checked, general_areas, own_areas
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an occupation's profile. `employments` were assessed with it."""

    profile: Profile
    state: str
    since: date | None
    employments: int
    replaced: bool = False
    """In use once, and a newer one is in use now."""

    @property
    def shown_state(self) -> str:
        return "replaced" if self.replaced else self.state


@dataclass(frozen=True, slots=True)
class Rollout:
    """How far one occupation has come: its versions, the employments that run now, and how many of them were assessed."""

    code: str
    versions: tuple[Version, ...]
    running: int
    assessed: int

    @property
    def in_use(self) -> Version | None:
        """The newest version in use; one that begins later counts from its day."""
        return next((v for v in self.versions if v.state == "in_use"), None)

    @property
    def newest(self) -> Version:
        return self.versions[0]


class Profiles:
    def __init__(self, work: Work) -> None:
        self.work = work

    def rollout(self) -> list[Rollout]:
        """All occupations in their order, each with its versions, newest first."""
        bank = self.work.bank
        seen, running = db.employments_assessed(bank), db.running(bank, self.work.today)
        grouped: dict[str, list[Version]] = {}
        for profile, state, since in reference.profile_versions(bank):
            used = seen.get((profile.occupation, profile.version), 0)
            grouped.setdefault(profile.occupation, []).append(Version(profile, state, since, used))
        return [
            Rollout(code, tuple(self._replaced(versions)), *running.get(code, (0, 0)))
            for code, versions in grouped.items()
        ]

    def _replaced(self, versions: Sequence[Version]) -> Iterator[Version]:
        """Newest first: a version in use is replaced once a newer one has begun."""
        newer = False
        for v in versions:
            yield replace(v, replaced=newer) if v.state == "in_use" else v
            newer = newer or (v.state == "in_use" and (v.since is None or v.since <= self.work.today))

    def of(self, occupation: str) -> Rollout:
        """Raises Refused for an occupation that is not known."""
        found = next((r for r in self.rollout() if r.code == occupation.upper()), None)
        if found is None:
            raise Refused(text(N_("{code} is no occupation of the bank."), code=occupation), "OCCUPATION")
        return found

    def draft(self, occupation: str, areas: Sequence[Area], seen: int | None = None) -> Version:
        """A new version as a draft, the general competences unchanged. Raises Refused for what no profile can be, and where a
        version is there that is newer than the newest that was `seen` while the areas were written."""
        before = self.of(occupation)
        newest = before.newest.profile
        taken = {s.code for v in before.versions for a in own_areas(v.profile) for s in a.skills}
        good = checked(areas, newest.occupation, taken)
        if good == own_areas(newest):
            raise Refused(text(N_("Nothing differs from version {version}."), version=newest.version), "SAME")
        with self.work.bank.write(text(N_("New version of the profile {occupation}"), occupation=newest.sv)):
            now = self.of(occupation).newest.profile.version
            if seen not in {None, now}:
                raise moved(text(N_("Version")), now)
            reference.add_profile(self.work.bank, newest.occupation, [*good, *general_areas(newest)])
        return self.of(occupation).newest

    def use(self, profile_id: int, since: date) -> Version:
        """A draft or retired version comes in use from a day on; employments begun before keep theirs. Raises Refused."""
        found = self._version(profile_id)
        if found.employments and found.since and since > found.since:
            raise Refused(
                text(
                    N_("Version {version} has been used already, so it cannot begin later."),
                    version=found.profile.version,
                ),
                "USED",
            )
        said = text(
            N_("Profile {occupation} version {version} in use from {day}"),
            occupation=found.profile.sv,
            version=found.profile.version,
            day=since,
        )
        with self.work.bank.write(said):
            db.put_in_use(self.work.bank, profile_id, since)
        return self._version(profile_id)

    def retire(self, profile_id: int) -> Version:
        """No new employment is assessed with it, nor with an older version that it had replaced; those begun go on.

        Raises Refused.
        """
        found = self._version(profile_id)
        said = text(
            N_("Profile {occupation} version {version} retired"),
            occupation=found.profile.sv,
            version=found.profile.version,
        )
        with self.work.bank.write(said):
            for version in self.of(found.profile.occupation).versions:
                replaced = version.state == "in_use" and version.profile.version < found.profile.version
                if replaced or version.profile.id == profile_id:
                    db.retire(self.work.bank, version.profile.id)
        return self._version(profile_id)

    def write(self, path: Path, profile_id: int) -> int:
        """One version as an Excel file to edit; returns the number of skills. Raises BadFile, Refused."""
        from amdesk.export.lists import profile_table
        from amdesk.export.xlsx import write_book
        from amdesk.i18n import Words

        found = self._version(profile_id).profile
        rows_ = [(s.code, a.sv, a.en, s.sv, s.en) for a in own_areas(found) for s in a.skills]
        for _ in write_book(path, [profile_table(found, rows_, Words(self.work.lang))]):
            pass
        return len(rows_)

    def read(self, path: Path, occupation: str) -> Version:
        """An edited file as a new draft. Raises BadFile, Refused."""
        from amdesk.imports.profiles import read_profile

        return self.draft(occupation, read_profile(path))

    def _version(self, profile_id: int) -> Version:
        for rollout in self.rollout():
            for version in rollout.versions:
                if version.profile.id == profile_id:
                    return version
        raise Refused(text(N_("That profile is no longer in the bank.")), "GONE")
