"""The Markdown that guidance is written in: headings with an anchor, paragraphs, lists, quotes, pictures, bold, links, code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

HEADING = re.compile(r"(#{1,4})\s+(.*?)\s*(?:\{#([\w.-]+)\})?\s*$")
PICTURE = re.compile(r"!\[([^\]]+)\]\(([\w./-]+\.png)\)$")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((#?[^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
CODE = re.compile(r"`([^`]+)`")
ITEM = re.compile(r"[-*•]\s+(.*)$|\d+[.)]\s+(.*)$")


class Block(NamedTuple):
    """`kind` is heading, text, item, quote or picture; `level` that of a heading; `anchor` what it is found by; `file` that of a
    picture, whose words say what it shows."""

    kind: str
    said: str
    level: int = 0
    anchor: str = ""
    file: str = ""

    @property
    def plain(self) -> str:
        """Its words without marks."""
        return plain_of(self.said)

    @property
    def strong(self) -> bool:
        """A paragraph that is bold as a whole stands over what follows."""
        return bool(re.fullmatch(r"\*\*[^*]+\*\*:?", self.said))


class GuidedSection(NamedTuple):
    """What stands from one heading with an anchor to the next; sub-headings without one belong to it."""

    anchor: str
    title: str
    level: int
    blocks: tuple[Block, ...]

    @property
    def plain(self) -> str:
        return "\n".join([self.title, *(b.plain for b in self.blocks)])


def plain_of(said: str) -> str:
    """Words without the marks of bold, links and what is typed as it stands."""
    return CODE.sub(r"\1", BOLD.sub(r"\1", LINK.sub(r"\1", said)))


def parse(said: str) -> list[Block]:
    """The blocks of a text, in their order. Lines that belong together are joined."""
    out: list[Block] = []
    open_kind = ""
    for raw in said.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        kind, found = _read(line)
        if kind == "":
            open_kind = ""
        elif kind == open_kind == "text" or (kind == "text" and open_kind == "item"):
            out[-1] = out[-1]._replace(said=f"{out[-1].said} {line}")
        else:
            out.append(found)
            open_kind = kind
    return out


def _read(line: str) -> tuple[str, Block]:
    if not line:
        return "", Block("text", "")
    if found := HEADING.match(line):
        return "heading", Block("heading", found[2], len(found[1]), found[3] or "")
    if found := PICTURE.match(line):
        return "picture", Block("picture", found[1], file=found[2])
    if line.startswith(">"):
        return "quote", Block("quote", line.lstrip("> ").strip())
    if found := ITEM.match(line):
        return "item", Block("item", (found[1] or found[2] or "").strip())
    return "text", Block("text", line)


def sections(said: str) -> list[GuidedSection]:
    """A text by its headings that have an anchor; what stands before the first of them is left out."""
    return list(_sections(parse(said)))


def _sections(blocks: Sequence[Block]) -> Iterator[GuidedSection]:
    head: Block | None = None
    inner: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and block.anchor:
            if head is not None:
                yield GuidedSection(head.anchor, head.plain, head.level, tuple(inner))
            head, inner = block, []
        else:
            inner.append(block)
    if head is not None:
        yield GuidedSection(head.anchor, head.plain, head.level, tuple(inner))


def links(said: str) -> list[str]:
    """What the links of a text point to, `#` and all."""
    return [target for _, target in LINK.findall(said)]


def title_of(said: str) -> str:
    """The first heading of a text, or nothing."""
    return next((b.plain for b in parse(said) if b.kind == "heading"), "")
