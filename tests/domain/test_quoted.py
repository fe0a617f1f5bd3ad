"""A sentence that quotes what somebody typed is read, however much that was and whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from amdesk.domain.change import Moved
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.texts import LISTED, PATH, WHOLE, Text, quoted, text

HUGE = (
    "x" * 10_000,
    "ord " * 2_500,
    "rad\n" * 2_500,
    "a,b, " * 2_000 + "x" * 50,
    "/" * 10_000,
    "🙂" * 10_000,
    "\u202e" * 9_999 + "x",
)
READ = 220
"""Characters of a sentence with a quote in it, at most."""


def kinds(kind: type[AmdeskError] = AmdeskError) -> Iterator[type[AmdeskError]]:
    """Every error of the program that says a sentence it is given."""
    yield kind
    for one in kind.__subclasses__():
        if one.__module__.startswith("amdesk.") and one.__name__ != "RuleBroken":
            yield from kinds(one)


@pytest.mark.parametrize("said", HUGE, ids=range(len(HUGE)))
def test_every_known_error_says_what_is_wrong_beside_whatever_it_quotes(said: str) -> None:
    inside = text("{said} is no date.", said=said)
    asked = {"CertificateStands": (1, "AMD-2026-00001", None, None)}
    for kind in kinds():
        error = kind(
            text("{inside} Write it as {how}.", inside=inside, how="2026-12-07"), *asked.get(kind.__name__, ())
        )
        for shown in (str(error), str(error.text)):
            assert len(shown) < READ
            assert "…" in shown or said == HUGE[-1], "of that nothing is seen"
            assert shown.endswith(" is no date. Write it as 2026-12-07.")
            assert shown.isprintable()


def test_what_is_quoted_stays_as_it_is_where_it_is_short_or_a_list_to_choose_from() -> None:
    path = "/home/" + "mapp/" * 40 + "bank.amdesk"
    codes = ", ".join(f"CODE_{i}" for i in range(90))
    assert WHOLE < len(path) < PATH
    assert WHOLE < len(codes) < LISTED
    for said in ("", "Aida Prov", "å" * WHOLE, path, codes, "5\u00a0000"):
        assert quoted(said) == said
    assert quoted("two\nlines\tand\x1b[31m red\u202e") == "two lines and [31m red"
    assert quoted("/" + "a" * 400 + "/bank.amdesk").endswith("/bank.amdesk")
    assert quoted("a, b, " * 1_000 + "x").endswith("…")
    assert quoted("x" * (WHOLE + 1)).endswith("…"), "one long word is no list, however short the whole is"
    assert quoted(f"A, B, {'c' * (WHOLE + 1)}").endswith("…")


def test_what_is_no_quote_is_left_alone() -> None:
    sentence = Text("{day} {count} {name}", {"day": date(2026, 12, 7), "count": 5, "name": "Aida"})
    assert Refused(sentence).text is sentence
    assert Moved(sentence).text is sentence
    assert len(str(Refused(text("{number}", number=10**9_000)))) < READ
