"""The README names every command of the command line, and writes their options as they are."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from amdesk.cli import main

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
ROWS = [line.split(" | ")[0] for line in README.split("## The command line")[1].splitlines() if line.startswith("| `")]
NAMED = [said for row in ROWS for said in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_command_stands_in_the_readme_with_everything_below_it(name: str) -> None:
    said = " ".join(n for n in NAMED if n.split()[0].strip(",") == name)
    assert said, f"{name} is missing"
    command = main.commands[name]
    below = command.commands if isinstance(command, click.Group) else {}
    missing = [n for n in below if not re.search(rf"(?<![\w-]){re.escape(n)}(?![\w-])", said)]
    assert not missing, f"{name}: {missing}"


def options(command: click.Command) -> set[str]:
    own = {o for p in command.params for o in p.opts}
    return own.union(*(options(c) for c in command.commands.values())) if isinstance(command, click.Group) else own


@pytest.mark.parametrize("row", [line for line in README.splitlines() if line.startswith("| `")])
def test_each_option_of_a_row_is_one_of_its_commands(row: str) -> None:
    known = {"--json"}.union(*(options(c) for n, c in main.commands.items() if re.search(rf"`{n}\b", row)))
    assert not set(re.findall(r"--[a-z][\w-]*", row)) - known - {"--bank", "--lang", "--today"}
