"""What click itself refuses (an unknown option, a missing argument, no choice of these), in the language of the program.

click has its sentences in English alone. They are found again by the sentences they were made from, and said by the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import click

from amdesk.commands.helping import shaped
from amdesk.domain.texts import N_, quoted
from amdesk.i18n import Words

AROUND = (N_("Invalid value for {param_hint}: {message}"), N_("Invalid value: {message}"))
SENTENCES = (
    N_("No such option {name}."),
    N_("No such command {name}."),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Missing command."),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("Missing parameter {name}."),
    N_("Choose from:\n\t{choices}"),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Option {name} does not take a value."),
    N_("Option {name} requires an argument."),
    N_("Option {name} requires {nargs} arguments."),
    N_("Argument {name} takes {nargs} values."),
    N_("Takes {nargs} values but 1 was given."),
    N_("Takes {nargs} values but {len} were given."),
    N_("{value} is not one of {choices}."),
    N_("{value} is not in the range {range}."),
    N_("{value} is not a valid boolean. Recognized values: {states}"),
    N_("{value} is not a valid {number_type}."),
    N_("{name} {filename} does not exist."),
    N_("{name} {filename} is a file."),
    N_("{name} {filename} is a directory."),
    N_("{name} {filename} is not readable."),
    N_("{name} {filename} is not writable."),
    N_("{value} is not {choice}."),
)
"""As click has them, its `!r` left out. A longer one that begins as a shorter one does stands before it."""
NAMES = (
    N_("integer"),
    N_("integer range"),
    N_("float"),
    N_("File"),
    N_("Directory"),
    N_("Path"),
)
"""What click puts into its sentences and has words for."""


def _found(msgid: str, said: str) -> Mapping[str, str] | None:
    """What fills this sentence where `said` begins with it, and under `rest` what follows."""
    parts = re.split(r"\{(\w+)\}", msgid)
    wanted = "".join(f"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
    follows = "" if msgid.endswith("}") else r"(?:\s+(?P<rest>.+))?"
    match = re.fullmatch(wanted + follows, said, re.DOTALL)
    return {"rest": "", **match.groupdict(default="")} if match else None


def translated(words: Words, said: str) -> str:
    """click's sentences in the language of `words`, with what they quote shortened; what is not click's stays as it is."""
    for msgid in AROUND:
        found = _found(msgid, said)
        if found is not None:
            return words(msgid, **{**_filling(words, found), "message": translated(words, found["message"])})
    for msgid in SENTENCES:
        found = _found(msgid, said)
        if found is not None:
            return f"{words(msgid, **_filling(words, found))} {translated(words, found['rest'])}".strip()
    return said


def _filling(words: Words, found: Mapping[str, str]) -> dict[str, str]:
    """click breaks a list of choices into lines; here they stand in one sentence."""
    return {k: words(v) if v in NAMES else quoted(" ".join(v.split())) for k, v in found.items() if k != "rest"}


def usage(words: Words, wrong: click.UsageError) -> str:
    """How the command is called, where its help is, and what was wrong: what click shows on stderr."""
    lines = []
    if wrong.ctx is not None:
        called = shaped(words, " ".join(wrong.ctx.command.collect_usage_pieces(wrong.ctx)))
        path = wrong.ctx.command_path
        lines = [words("Usage: {command}", command=f"{path} {called}".strip())]
        lines += [words("Help: {command}", command=f"{path} --help"), ""]
    return "\n".join([*lines, words("Error: {message}", message=translated(words, wrong.format_message()))])
