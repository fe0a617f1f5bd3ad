"""Whatever is asked of one protected person by number is answered for a reason alone, by every command that names a participant."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest

from amdesk.cli import main
from amdesk.commands.common import REASON
from tests.gate.people import Staged
from tests.gate.test_commands import NOT_TRIED, call, tries

TELL_NOTHING = {
    "bank log search": "what was done, by whom and when: who looks into the log stands in it",
    "participant protect": "how well she is protected is an act of its own",
    "participant restrict": "is said with its reason",
    "attendance clear": "how many days were taken away, 0 where nothing was noted",
}
"""What names a participant and is answered without `--why`."""
ASKED = "Akten är skyddad. Ange skälet till att du behöver öppna den; det loggas."
PARTS = ("booked", "waiting", "proposed")


def opens(words: tuple[str, ...]) -> bool:
    """Whether a command shows one person's data for a reason."""
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return any(isinstance(p, click.Option) and p.help == REASON for p in command.params)


@pytest.mark.thorough(12)
@pytest.mark.parametrize("part", PARTS)
def test_what_is_asked_of_a_protected_person_by_number_is_answered_for_a_reason_alone(
    part: str, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    bank, staged = guarded
    whom, kept = staged.number(part), tmp_path / "kept"
    shutil.copytree(bank.parent, kept)
    answered, faults = set(), []
    for name, calls in tries(staged, tmp_path).items():
        for words in (w for w in calls if whom in w and name not in NOT_TRIED):
            told = call(bank, *name.split(), *(w.replace("OUT", str(tmp_path)) for w in words))
            if told.exit_code == 0:
                answered.add(name)
                shutil.copytree(kept, bank.parent, dirs_exist_ok=True)
            elif opens(tuple(name.split())) and told.output.strip() != ASKED:
                faults.append(f"{name} {words}: {told.output.strip()}")
    assert answered - set(TELL_NOTHING) == set()
    assert faults == []
