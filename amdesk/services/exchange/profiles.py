"""What was answered about a sender's lists, kept under a name and used for the next one with the same headings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from amdesk.db.exchange import runs
from amdesk.domain.errors import BadFile
from amdesk.domain.plainjson import parsed
from amdesk.domain.texts import N_, text
from amdesk.imports.headings import header_key
from amdesk.imports.model import Staged
from amdesk.imports.sections import LONE_MARK
from amdesk.services.bank.work import Work

OF_A_DIFFERENCE = "difference:"
"""What answers about one difference begin with; the number of the row and the difference's key follow."""
OF_A_ROW = ("same:", OF_A_DIFFERENCE)
"""What answers about one row begin with; they are about people and no way to read a list."""


class SenderAnswers(NamedTuple):
    """The answers for a sender's lists, and the headings that these have."""

    name: str
    headings: tuple[str, ...]
    answers: Mapping[str, str]


def profiles(work: Work, kind: str) -> list[SenderAnswers]:
    out = []
    for name, said in runs.kept_answers(work.bank, kind).items():
        kept = parsed(said)
        if isinstance(kept, dict):
            headings = tuple(str(h) for h in kept.get("headings", ()))
            out.append(SenderAnswers(name, headings, {str(k): str(v) for k, v in kept.get("answers", {}).items()}))
    return out


def named(work: Work, kind: str, name: str) -> SenderAnswers | None:
    return next((p for p in profiles(work, kind) if p.name == name), None)


def missing(work: Work, kind: str, name: str) -> BadFile:
    known = ", ".join(p.name for p in profiles(work, kind)) or "–"
    said = N_("No answers are kept under the name {name}. Known names: {known}.")
    return BadFile(text(said, name=name, known=known), "PROFILE")


def fitting(work: Work, staged: Staged) -> SenderAnswers | None:
    """The profile of lists with the very headings of this one."""
    mine = keys(staged)
    return next((p for p in profiles(work, staged.kind.name) if p.headings == mine), None)


def keys(staged: Staged) -> tuple[str, ...]:
    return tuple(sorted({k for h in staged.headers if (k := header_key(h))}))


def sender(file: str) -> str:
    """A name for whoever sends files called so: without days, weeks and numbers."""
    stem = re.sub(r"\.\w{2,4}$", "", file)
    plain = re.sub(r"[\d_.()–-]+|\b(?:vecka|v|week|kopia|copy)\b", " ", stem, flags=re.IGNORECASE)
    return " ".join(plain.split()) or stem


def news(work: Work, staged: Staged) -> str:
    """What is to be kept of the answers about a list, as it is written; empty where that is kept already or nothing was asked."""
    answers = {k: v for k, v in staged.answers.items() if not k.startswith((*OF_A_ROW, LONE_MARK))}
    if not answers:
        return ""
    kept = named(work, staged.kind.name, staged.profile)
    if kept and (kept.headings, dict(kept.answers)) == (keys(staged), answers):
        return ""
    return json.dumps({"headings": keys(staged), "answers": answers}, ensure_ascii=False, sort_keys=True)
