"""--help speaks the language of the program: in Swedish no English sentence, in English no Swedish one; of every command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.commands.helping import SHAPES
from amdesk.domain.booking.bookings import INTERRUPT_REASONS
from amdesk.i18n import Words
from tests.gate.test_commands import ALL


def every(group: click.Group = main, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and every group of commands, and the program itself."""
    yield before
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every(command, (*before, name))
        else:
            yield (*before, name)


def found(words: tuple[str, ...]) -> click.Command:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return command


def helped(lang: str, words: tuple[str, ...]) -> Result:
    return CliRunner().invoke(main, ["--lang", lang, *words, "--help"], prog_name="amdesk", terminal_width=4000)


def texts(words: tuple[str, ...]) -> list[str]:
    """What its help says of it in English: what it does, a line each, and what each of its options is for."""
    command = found(words)
    said = [*(command.help or "").split("\n\n"), *(o.help or "" for o in command.params if isinstance(o, click.Option))]
    inside = command.commands.values() if isinstance(command, click.Group) else ()
    said += [one.get_short_help_str(3000) for one in inside]
    return [" ".join(one.split()) for one in said if one.strip()]


@pytest.mark.thorough(177)
@pytest.mark.parametrize("words", list(every()), ids=" ".join)
def test_the_help_of_every_command_is_in_the_language_that_was_asked_for(words: tuple[str, ...]) -> None:
    told = {lang: " ".join(helped(lang, words).stdout.split()) for lang in ("sv", "en")}
    swedish = Words("sv")
    for said in texts(words):
        assert said in told["en"]
        assert said not in told["sv"]
    for option in (o for o in found(words).params if isinstance(o, click.Option) and o.help):
        assert " ".join(swedish(option.help or "").split()) in told["sv"]
        assert " ".join(swedish(option.help or "").split()) not in told["en"]
    for english, own in (("Usage:", "Användning:"), ("Options:", "Alternativ:"), ("Show this", "Visa den här")):
        assert (english in told["en"], own in told["en"]) == (True, False)
        assert (english in told["sv"], own in told["sv"]) == (False, True)
    for english in ("[required", "[default:", " PATH", " INTEGER", "[OPTIONS]", "Commands:"):
        assert english not in told["sv"]


@pytest.mark.parametrize("words", ["", "bank", "list", "certificate verify"])
def test_an_option_and_an_exit_code_are_the_same_in_every_language(words: str) -> None:
    names = {
        lang: [w for w in helped(lang, tuple(words.split())).stdout.split() if w.startswith("-")]
        for lang in ("sv", "en")
    }
    assert names["sv"] == names["en"]
    assert helped("sv", tuple(words.split())).exit_code == 0
    assert CliRunner().invoke(main, ["--lang", "sv", "bank"]).exit_code == 2
    assert CliRunner().invoke(main, ["--lang", "sv", "list", "--nowhere"]).exit_code == 2


@pytest.mark.thorough(long=True)
def test_help_without_a_language_is_that_of_the_system() -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LANG", "LC_"))}
    for lang, first in (("sv_SE.UTF-8", "Användning:"), ("en_GB.UTF-8", "Usage:"), ("C.UTF-8", "Användning:")):
        called = [sys.executable, "-m", "amdesk", "--help"]
        out = subprocess.run(
            called, env={**env, "LANG": lang}, capture_output=True, text=True, check=True, encoding="utf-8"
        )
        assert out.stdout.split()[0] == first


def test_every_reason_of_an_interruption_is_named_by_the_help_of_ending() -> None:
    said = helped("sv", ("end",)).stdout
    assert all(code in said for code in INTERRUPT_REASONS)


def test_every_command_is_asked() -> None:
    assert set(ALL) <= {" ".join(words) for words in every()}


def _placeholders(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """What each command says that is to be put somewhere, and the command."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _placeholders(inner, (*path, name))
    context = click.Context(command)
    for one in command.params:
        if not isinstance(one.type, click.Choice) and not getattr(one, "is_flag", False):
            said = one.make_metavar(context).replace("INTEGER RANGE", "INTEGER")
            yield from ((word, " ".join(path)) for word in re.findall(r"(?<![\w-])[A-Z][A-Z_]{2,}(?![\w-])", said))


def test_what_is_to_be_put_somewhere_is_said_in_swedish() -> None:
    alike = {"REF", "CERT", "FORM", "KRONOR"}
    found = set(_placeholders(main))
    assert len(found) > 50
    assert sorted((word, where) for word, where in found if word not in {*SHAPES, *alike}) == []
