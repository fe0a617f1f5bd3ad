"""What --help says, in the language of the program.

A command is declared with its English texts, its docstring and the `help` of its options, which are msgids. It is told
through a copy of it that says them in another language. click's own words are found again in what it is about to write.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Iterable
from typing import TypeVar

import click

from amdesk.domain.texts import N_
from amdesk.i18n import Words

C = TypeVar("C", bound=click.Command)
SHAPES = (
    N_("PATH"),
    N_("TEXT"),
    N_("INTEGER RANGE"),
    N_("INTEGER"),
    N_("FILE"),
    N_("NAME"),
    N_("ADDRESS"),
    N_("COLUMN"),
    N_("COLUMNS"),
    N_("FIELD"),
    N_("VALUE"),
    N_("LOW"),
    N_("HIGH"),
    N_("YYYY"),
    N_("ROLE"),
    N_("OPTIONS"),
    N_("COMMAND"),
    N_("ARGS"),
    N_("PARTICIPANT"),
    N_("PLACEMENT"),
    N_("OCCUPATION"),
    N_("NUMBER"),
    N_("VERSION"),
    N_("KEY"),
    N_("KEYS"),
    N_("CHAPTER"),
    N_("CHOICE"),
    N_("WHAT"),
    N_("WHO"),
    N_("KIND"),
    N_("ACTION"),
    N_("AMOUNT"),
    N_("EMPLOYER"),
    N_("HOURS"),
    N_("MONTH"),
    N_("NOTED"),
    N_("REFERENCE"),
    N_("STANDS_IN"),
    N_("TITLE"),
    N_("VACANCY"),
    N_("WORDS"),
    N_("WORKER"),
    N_("REPORT"),
    N_("USER"),
    N_("THIS"),
    N_("THAT"),
)
"""What is to be put where a command or an option takes something; `REF`, `ID`, `CERT`, `FORM` and `KRONOR` are the same in Swedish."""
OWN = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
)
"""What click says itself."""
EXTRA = {"required": N_("required"), "default:": N_("default:")}
"""What click says in brackets of an option."""
SHAPE = re.compile(rf"(?<![\w-])(?:{'|'.join(SHAPES)})(?![\w-])")


def shaped(words: Words, said: str) -> str:
    """How a command is called, with what is to be put there in the language of `words`."""
    return SHAPE.sub(lambda m: words(m[0]), said)


class Writer(click.HelpFormatter):
    """Says in its language what click has put together itself. `width` and `max_width` are columns, as click has them."""

    def __init__(self, words: Words, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self.words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, shaped(self.words, args), prefix or f"{self.words('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.words(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        said = [(shaped(self.words, first), self._described(second)) for first, second in rows]
        super().write_dl(said, col_max, col_spacing)

    def _described(self, said: str) -> str:
        if said in OWN:
            return self.words(said)
        found = re.fullmatch(r"(.*?)( *\[)([^\[\]]*)\]", said, re.DOTALL)
        if found is None:
            return said
        extra = found[3]
        for english, msgid in EXTRA.items():
            extra = re.sub(rf"(?<!\w){english}", self.words(msgid), extra)
        return f"{found[1]}{found[2]}{extra}]"


def _context(words: Words) -> type[click.Context]:
    class Told(click.Context):
        def make_formatter(self) -> click.HelpFormatter:
            return Writer(words, self.terminal_width, self.max_content_width)

    return Told


def told(command: C, words: Words) -> C:
    """The same command, saying its help in the language of `words`; of a group all that is in it."""
    out = copy.copy(command)
    out.context_class = _context(words)
    out.help = words(inspect.cleandoc(command.help or ""))
    out.params = [_param(one, words) for one in command.params]
    if isinstance(out, click.Group):
        out.commands = {name: told(one, words) for name, one in out.commands.items()}
    return out


def _param(param: click.Parameter, words: Words) -> click.Parameter:
    out = copy.copy(param)
    if isinstance(out, click.Option) and out.help:
        out.help = words(out.help)
    return out
