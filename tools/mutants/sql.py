"""Changes of SQL within a text: one word or sign at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

IS_SQL = re.compile(
    r"\b(select|where|and|or|exists|join|having|null|between|case|when|in|order by|update|delete|check|sum|count|coalesce)\b"
    r"|\s(?:=|<>|[<>]=?)\s"
)
SENTENCE = re.compile(r"\s*[A-ZÅÄÖ]|.*[.:!] |.*\.$", re.DOTALL)
OPERAND = r"(?:[:\w.']+|\?)"
TERM = rf"{OPERAND}\s*(?:<=|>=|<>|=|<|>)\s*{OPERAND}|{OPERAND} is (?:not )?null"


class Word(NamedTuple):
    """A pattern, what stands instead (empty: the match is left out), and what the change is called."""

    pattern: str
    instead: str
    kind: str


WORDS = (
    Word(r"(?<![<>=|!])<(?![=>])", "<=", "sql: comparison"),
    Word(r"<=", "<", "sql: comparison"),
    Word(r"(?<![<=])>(?!=)", ">=", "sql: comparison"),
    Word(r">=", ">", "sql: comparison"),
    Word(r"(?<![<>=!])=(?!=)", "<>", "sql: comparison"),
    Word(r"<>", "=", "sql: comparison"),
    Word(r"\bis null\b", "is not null", "sql: condition negated"),
    Word(r"\bis not null\b", "is null", "sql: condition negated"),
    Word(r"\bnot exists\b", "exists", "sql: condition negated"),
    Word(r"(?<!not )\bexists\b(?= \()", "not exists", "sql: condition negated"),
    Word(r"\bnot in\b", "in", "sql: condition negated"),
    Word(r"(?<!not )\bin(?= ?\()", "not in", "sql: condition negated"),
    Word(r"\bor\b(?! replace| update| insert| delete| ignore)", "and", "sql: and, or"),
    Word(rf"\band (?:{TERM})(?= and |\s*$|\s*\)| or |\s+order|\s+group|\s+limit)", "", "sql: condition left out"),
    Word(rf"(?<=where )(?:{TERM}) and ", "", "sql: condition left out"),
    Word(r"\bleft join\b", "join", "sql: join"),
    Word(r"\bselect distinct\b", "select", "sql: distinct"),
    Word(r"\bcount\((?!\*|distinct)", "sum(", "sql: count, sum"),
    Word(r"\bcount\(\*\)", "(count(*) + 1)", "sql: count, sum"),
    Word(r"\bsum\(", "count(", "sql: count, sum"),
    Word(r"\bmin\(", "max(", "sql: min, max"),
    Word(r"\bmax\(", "min(", "sql: min, max"),
    Word(r"(?<=[\w)'] )\+(?= )", "-", "sql: arithmetic"),
    Word(r"(?<=[\w)'] )-(?= )", "+", "sql: arithmetic"),
    Word(r"(?<=order by )(\w[\w.]*) desc\b", r"\1", "sql: order"),
    Word(r"(?<=\()'\w+', ", "", "sql: one left out of a list"),
    Word(r"(?<='), '\w+'(?=[,)])", "", "sql: one left out of a list"),
)
BETWEEN = re.compile(r"\bbetween\b[^()]*?\b(and)\b")
AND = re.compile(r"\band\b")
NUMBER = re.compile(r"(?<![\w.:'%?])(?<!= )(?<!limit )(?<!select )(?<!, )\d+(?![\w'.])")
SET = re.compile(r"\bset\b(.*?)(?:\bwhere\b|$)", re.DOTALL)


def is_sql(said: str) -> bool:
    """A statement or a piece of one; a sentence for people begins with a capital or ends with a full stop."""
    return IS_SQL.search(said) is not None and SENTENCE.match(said) is None


def changed(said: str) -> Iterator[tuple[str, str]]:
    """(what kind of change, the text with it) for each change of this text."""
    assigned = [m.span(1) for m in SET.finditer(said)]
    quoted = [m.span() for m in re.finditer(r"'[^']*'", said)]

    def at(spot: int, spans: list[tuple[int, int]]) -> bool:
        return any(first < spot < last for first, last in spans)

    for word in WORDS:
        for found in re.finditer(word.pattern, said):
            sign = word.kind == "sql: comparison"
            if (sign and at(found.start(), assigned)) or at(found.start(), quoted):
                continue
            yield word.kind, said[: found.start()] + found.expand(word.instead) + said[found.end() :]
    ranges = {m.start(1) for m in BETWEEN.finditer(said)}
    for found in AND.finditer(said):
        if found.start() not in ranges and not at(found.start(), quoted):
            yield "sql: and, or", f"{said[: found.start()]}or{said[found.end() :]}"
    for found in NUMBER.finditer(said):
        if not at(found.start(), quoted):
            yield "sql: off by one", f"{said[: found.start()]}{int(found.group()) + 1}{said[found.end() :]}"
