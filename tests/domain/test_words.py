"""How figures are written: the same words on screen, in PDF and in Excel's texts."""

from __future__ import annotations

import pytest

from amdesk.domain.results import words
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import WITHHELD, Fact
from amdesk.domain.texts import Text

ANY = Text("x")


def figure(count: int | None, base: int | None) -> Figure:
    return Figure("n", ANY, ANY, count, base, ANY)


def fact(value: int | None, unit: str = "") -> Fact:
    return Fact("n", ANY, value, unit, ANY)


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert (words.number(5000), words.number(5000, "en"), words.number(-1200)) == ("5\u00a0000", "5,000", "−1\u00a0200")
    assert (words.decimal(17.84), words.decimal(17.84, "en")) == ("17,8", "17.8")
    assert [words.signed(v) for v in (0.214, -0.05, 0)] == ["+0,21", "−0,05", "+0,00"]
    assert words.signed(-0.05, "en") == "−0.05"


def test_a_share_is_a_whole_percentage_with_its_interval_and_nothing_without_a_base() -> None:
    assert (words.percent(figure(161, 292)), words.percent(figure(161, 292), "en")) == ("55\u00a0%", "55%")
    assert (words.interval(figure(161, 292)), words.interval(figure(161, 292), "en")) == ("49,4–60,7", "49.4–60.7")
    assert words.percent(figure(0, 0)) == words.interval(figure(0, 0)) == ""


@pytest.mark.parametrize(
    ("count", "base", "said"),
    [
        (49, 214, "49 (23\u00a0%)"),
        (0, 214, "0 (0\u00a0%)"),
        (214, 214, "214"),
        (0, 0, "0"),
        (1200, 2400, "1\u00a0200 (50\u00a0%)"),
        (None, None, WITHHELD),
    ],
)
def test_a_cell_says_the_count_and_the_share_where_it_is_a_part(count: int | None, base: int | None, said: str) -> None:
    assert words.cell(figure(count, base)) == said
    assert words.cell(None) == ""
    assert words.count(figure(None, 3)) == WITHHELD


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(None, "öre", "–"), (149, "öre", "1\u00a0kr"), (150, "öre", "2\u00a0kr"), (845_000, "öre", "8\u00a0450\u00a0kr"), (0, "öre", "0\u00a0kr"),
     (1200, "days", "1\u00a0200"), (0, "", "0")],
)  # fmt: skip
def test_money_is_written_in_whole_kronor_rounded_half_up(value: int | None, unit: str, said: str) -> None:
    assert words.value(fact(value, unit)) == said
