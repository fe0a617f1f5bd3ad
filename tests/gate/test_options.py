"""Every option of every command is tried by the walk, or judged to tell nothing of a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from amdesk.cli import main
from tests.gate.options import FORMS, NO_PERSON, by_option, files
from tests.gate.people import Staged
from tests.gate.test_commands import ALL, NOT_TRIED, tries, walked


def command(name: str) -> click.Command:
    found: click.Command = main
    for word in name.split():
        assert isinstance(found, click.Group)
        found = found.commands[word]
    return found


def options(name: str) -> Iterator[tuple[str, set[str]]]:
    """Each option of a command by its longest name, with all its names."""
    for one in command(name).params:
        if isinstance(one, click.Option):
            yield max(one.opts, key=len), {*one.opts, *one.secondary_opts}


def test_each_option_of_a_command_is_tried_or_judged(staged_file: tuple[Path, Staged], tmp_path: Path) -> None:
    """One that is new: may it tell something of a person? Then it is given in `by_option`."""
    more, left = by_option(staged_file[1], tmp_path), set[tuple[str, str]]()
    for name, calls in tries(staged_file[1], tmp_path).items():
        given = {word for words in [*calls, *more.get(name, [])] for word in words}
        left |= {(name, one) for one, names in options(name) if not names & given and one not in FORMS}
    assert left == set(NO_PERSON)


def test_options_are_tried_of_commands_that_there_are(staged_file: tuple[Path, Staged], tmp_path: Path) -> None:
    assert set(by_option(staged_file[1], tmp_path)) <= set(ALL) - set(NOT_TRIED)


OPTIONAL = sorted(by_option(Staged([], {}, set(), {"booked": "", "started": ""}, []), Path()))
PARTS = {"bank log search": 4}
"""What takes long, in so many parts."""


@pytest.mark.thorough(60)
@pytest.mark.parametrize(
    ("name", "part"),
    [(name, f"{at + 1}/{many}") for name in OPTIONAL for many in [PARTS.get(name, 1)] for at in range(many)],
)
def test_an_option_of_a_command_shows_no_protected_person(
    name: str, part: str, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    files(tmp_path)
    at, many = map(int, part.split("/"))
    calls = by_option(guarded[1], tmp_path)[name][at - 1 :: many]
    assert walked(name, calls, guarded, tmp_path) == []


OPENS = [
    name
    for name in ALL
    if "--why" in dict(options(name)) and name not in {"participant protect", "participant restrict"}
]


@pytest.mark.thorough(48)
@pytest.mark.parametrize("name", [name for name in OPENS if name not in NOT_TRIED])
def test_a_reason_that_opens_one_person_opens_nobody_else(
    name: str, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    """Each call about the first of the protected people, with a reason: what it tells of the others is a fault."""
    path, staged = guarded
    first, *others = staged.people
    calls = [
        (*given, "--why", "Ringer handledaren") for given in tries(staged, tmp_path)[name] if first.number in given
    ]
    calls = [c for c in calls if "--out" not in c or name != "export"]
    assert walked(name, calls, (path, replace(staged, people=others, clean=set())), tmp_path) == []
