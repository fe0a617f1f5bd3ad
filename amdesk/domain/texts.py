"""Sentences that travel through the layers untranslated: an English msgid and what fills it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


def N_(msgid: str) -> str:
    """Mark a msgid for translation without translating it here."""
    return msgid


class IsoDay(NamedTuple):
    """A day that a sentence writes as 2026-12-07 in every language, as titles of documents do; a plain date is said short."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


class AsHours(int):
    """Said as hours in the reader's language: 6, 37,5. For what is said at once: a text that is kept keeps the number alone."""


class Text:
    """A sentence to be rendered in the user's language. Parameters may be dates, numbers or other Texts."""

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, params: Mapping[str, object] | None = None) -> None:
        self.msgid = msgid
        self.params = {} if params is None else params

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        return hash(self.msgid)

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, {self.params!r})"

    def __str__(self) -> str:
        return self.msgid.format(
            **{k: (v.isoformat() if isinstance(v, date) else str(v)) for k, v in self.params.items()}
        )


def text(msgid: str, **params: object) -> Text:
    """Build a Text; the msgid itself is found by the extractor through this call."""
    return Text(msgid, params)


def plural(one: str, many: str, n: int, **params: object) -> Text:
    """A Text about n things, in the form that n asks for; both forms are one entry of the catalogue, as gettext has it.

    They differ in English, so that the form alone tells which it is, also when it is read from the history.
    """
    return Text(one if n == 1 else many, params)


def kept(said: Text) -> dict[str, str]:
    """What fills a Text, as it is kept in the bank beside the msgid: a sentence inside it by its own msgid, with what fills
    that one under the name and a point, and the point alone where nothing does."""
    out: dict[str, str] = {}
    for name, value in said.params.items():
        if isinstance(value, Text) and _has_words(value.msgid):
            out[name] = value.msgid
            out |= {f"{name}.{inner}": filling for inner, filling in kept(value).items()} or {f"{name}.": ""}
        else:
            out[name] = str(value)
    return out


def restored(msgid: str, params_kept: Mapping[str, str]) -> Text:
    """The Text that `kept` kept."""
    params: dict[str, object] = {}
    for name, value in params_kept.items():
        if "." not in name:
            inner = {k.removeprefix(f"{name}."): v for k, v in params_kept.items() if k.startswith(f"{name}.")}
            params[name] = restored(value, {k: v for k, v in inner.items() if k}) if inner else value
    return Text(msgid, params)


def _has_words(msgid: str) -> bool:
    """False for a sentence that is nothing but what fills it, as a person's name is."""
    return any(ch.isalpha() for ch in re.sub(r"\{\w+\}", "", msgid))


WHOLE = 160
"""Characters that a sentence quotes of what somebody typed or a file says, at most."""
BEGINNING = 60
"""Characters that are left of a longer quote: it stands before or among the words that say what is wrong."""
LISTED, ITEM = 1_000, 40
"""What the program names itself is known by short items with commas between; nobody can choose from half a list."""
PATH = 300
"""Of the path of a file the end is known, too: it has the name."""


def quoted(said: str) -> str:
    """What somebody typed or a file says, as a sentence quotes it: in one line, without what nobody sees, and short enough that
    the sentence round it is read."""
    line = said if said.isprintable() else _in_one_line(said)
    if len(line) <= WHOLE or (len(line) <= LISTED and all(len(item) <= ITEM for item in line.split(", "))):
        return line
    if "/" in line or "\\" in line:
        return line if len(line) <= PATH else f"{line[:BEGINNING]}…{line[-BEGINNING:]}"
    return f"{line[:BEGINNING]}…"


def quoting(sentence: Text) -> Text:
    """The same sentence with each of its quotes as `quoted` has it, in the sentences inside it, too."""
    params = {name: _quote(value) for name, value in sentence.params.items()}
    return (
        sentence
        if all(params[name] is value for name, value in sentence.params.items())
        else Text(sentence.msgid, params)
    )


def _quote(value: object) -> object:
    if isinstance(value, Text):
        return quoting(value)
    if type(value) is int and value.bit_length() > 128:
        return quoted(hex(value))  # its figures may be more than Python writes out
    return quoted(value) if type(value) is str else value


def _in_one_line(said: str) -> str:
    """Line breaks and other control characters as a blank, marks that are not seen as nothing; a blank that does not break
    stays."""
    shown = "".join(
        c if c.isprintable() or c == "\xa0" else "" if unicodedata.category(c) == "Cf" else " " for c in said
    )
    return re.sub(" {2,}", " ", shown).strip(" ")
