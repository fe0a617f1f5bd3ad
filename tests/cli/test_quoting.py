"""A refusal of the command line is read, however much was typed, also where click refuses."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from tests.domain.test_quoted import HUGE, READ


@pytest.mark.thorough(30)
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "args",
    [
        ["--{}"], ["{}"], ["match", "D-1", "--limit", "{}"], ["match", "D-1", "{}"], ["match", "--{}"], ["export", "{}", "--out", "x.xlsx"],
        ["attendance", "note", "D-1", "s", "--hours", "{}"], ["attendance", "note", "D-1", "s", "--on", "{}"], ["attendance", "note", "D-1", "{}"],
        ["attendance", "payroll", "--month", "{}", "--out", "x.xlsx"], ["vacancy", "add", "E-1", "x", "--places", "{}"], ["vacancy", "list", "--out", "{}"],
        ["--today", "{}", "list", "bookings"], ["--lang", "{}", "list", "bookings"], ["contact", "note", "D-1", "{}"],
    ],
)  # fmt: skip
def test_what_the_command_line_refuses_is_said_beside_a_quote_that_is_read(lang: str, args: list[str]) -> None:
    for said in HUGE[:5]:
        made = CliRunner().invoke(main, ["--lang", lang, *(one.format(said) for one in args)])
        assert made.exit_code in {1, 2, 3}, made.output
        assert all(len(line) < 3 * READ for line in made.output.splitlines()), made.output
