"""Sentences that travel through the layers untranslated: an English msgid and what fills it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def N_(msgid: str) -> str:
    """Mark a msgid for translation without translating it here."""
    return msgid


@dataclass(frozen=True, slots=True)
class IsoDay:
    """A day that a sentence writes as 2026-12-07 in every language, as titles of documents do; a plain date is said short."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence to be rendered in the user's language. Parameters may be dates, numbers or other Texts."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

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
