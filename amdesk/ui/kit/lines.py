"""Needs and demands, a line each: what it is about, what is said of it, and of a need how much it matters. One empty line stands
last; a line that is about nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from amdesk.domain.people.vocabulary import ENTRIES, VOCABULARY, WorkWord
from amdesk.domain.people.wording import LONGEST, WORDS, demand_text, need_text, stated
from amdesk.domain.texts import Text
from amdesk.domain.values import sort_key
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.shell import Shell


class Saying(NamedTuple):
    """What a line says: an entry or `words`, a value, and of a need its weight."""

    kind: str
    value: str
    weight: str = ""


Sayings = Callable[[WorkWord], Sequence[tuple[str, Text]]]
"""What can be said of an entry, each as (value, sentence)."""


def need_sayings(entry: WorkWord) -> list[tuple[str, Text]]:
    """Every limit that a need can have."""
    first = 1 if entry.offer else 0
    values = entry.numbers or range(first, first + len(entry.needs))
    return [(str(v), need_text(entry.id, str(v), {})) for v in values]


def demand_sayings(entry: WorkWord) -> list[tuple[str, Text]]:
    """Every grade that work can have."""
    return [(str(v), demand_text(entry, v, v)) for v in entry.numbers or range(len(entry.demands))]


def as_saying(line: Saying, sayings: Sayings) -> Text:
    """What stands in the bank, also where no list offers it."""
    entry = ENTRIES.get(line.kind)
    if entry is None:
        return need_text(line.kind, line.value, {})
    known = stated((f"{line.kind}={line.value}",)).get(line.kind)
    if sayings is demand_sayings and known:
        return demand_text(entry, *known)
    return need_text(line.kind, line.value, {})


class SayingLine(QWidget):
    """One line of the list."""

    def __init__(
        self,
        shell: Shell,
        name: str,
        number: int,
        line: Saying,
        sayings: Sayings,
        weights: Sequence[tuple[str, str]],
        told: Text | None,
    ) -> None:
        super().__init__()
        t, self.shell, self.sayings, self.line = shell.words, shell, sayings, line
        about = sorted(((e.id, t.say(Text(e.name))) for e in VOCABULARY), key=lambda e: sort_key(e[1]))
        about = [("", "–"), (WORDS, t("In words")), *about]
        self.kept = t.say(told or as_saying(line, sayings)) if line.kind else ""
        if line.kind not in dict(about):
            about.append((line.kind, self.kept))
        self.about = Choice(shell, about, line.kind, t("About what ({list}, line {number})", list=name, number=number))
        self.saying = Choice(shell, (), "", t("What is said ({list}, line {number})", list=name, number=number))
        self.words = QLineEdit(line.value if line.kind == WORDS else "")
        self.words.setMaxLength(max(LONGEST, len(line.value)))
        self.words.setAccessibleName(t("In words ({list}, line {number})", list=name, number=number))
        self.words.setPlaceholderText(t("About the work, never why"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.saying)
        self.stack.addWidget(self.words)
        self.weight = Choice(
            shell, weights, line.weight or "important", t("Weight ({list}, line {number})", list=name, number=number)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.about, 3)
        row.addWidget(self.stack, 4)
        if weights:
            row.addWidget(self.weight, 2)
        self.about.currentIndexChanged.connect(lambda _: self._offer())
        self._offer()

    def _offer(self) -> None:
        kind, t = self.about.code(), self.shell.words
        entry = ENTRIES.get(kind)
        said = [(v, t.say(one)) for v, one in self.sayings(entry)] if entry else []
        now = self.line.value if kind == self.line.kind else ""
        if kind == self.line.kind and kind != WORDS and now not in dict(said):
            said.append((now, self.kept))
        self.saying.fill(said, now)
        self.stack.setCurrentIndex(int(kind == WORDS))
        self.stack.setEnabled(bool(kind))
        self.weight.setEnabled(bool(kind))

    def now(self) -> Saying | None:
        """What the line says; None where it is about nothing, or the words are missing."""
        kind = self.about.code()
        value = " ".join(self.words.text().split()) if kind == WORDS else self.saying.code()
        if not kind or (kind == WORDS and not value):
            return None
        if kind == WORDS == self.line.kind and self.words.text() == self.line.value:
            value = self.line.value
        return Saying(kind, value, self.weight.code())


class SayingLines(QWidget):
    """The list with its lines."""

    def __init__(
        self,
        shell: Shell,
        name: str,
        lines: Sequence[Saying],
        sayings: Sayings,
        weights: Sequence[tuple[str, str]] = (),
        told: Callable[[Saying], Text] | None = None,
    ) -> None:
        super().__init__()
        self.shell, self.name, self.sayings, self.weights = shell, name, sayings, weights
        self.rows: list[SayingLine] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        for line in lines:
            self._add(line, told(line) if told else None)
        self._one_more()

    def _add(self, line: Saying, told: Text | None = None) -> None:
        row = SayingLine(self.shell, self.name, len(self.rows) + 1, line, self.sayings, self.weights, told)
        row.about.currentIndexChanged.connect(lambda _: self._one_more())
        self.rows.append(row)
        self.column.addWidget(row)
        self.setFocusProxy(self.rows[0].about)

    def _one_more(self) -> None:
        if not self.rows or self.rows[-1].about.code():
            self._add(Saying("", ""))

    def here(self) -> str:
        """The entry of the line that has the keys, or else of the last that is about one; empty where none is."""
        about = {row: row.about.code() for row in self.rows if row.about.code() in ENTRIES}
        keys = self.window().focusWidget()
        had = [code for row, code in about.items() if keys is not None and row.isAncestorOf(keys)]
        return next(iter(had or reversed(list(about.values()))), "")

    def lines(self) -> list[Saying | None]:
        """What each line says, in their order; None for one that is left out."""
        return [row.now() for row in self.rows]

    def say(self, kind: str, value: str, weight: str = "") -> None:
        """Fill in the last line, as somebody at the keys would."""
        row = self.rows[-1]
        row.about.choose(kind)
        if kind == WORDS:
            row.words.setText(value)
        else:
            row.saying.choose(value)
        if weight:
            row.weight.choose(weight)


def demand_lines(demands: Sequence[str]) -> list[Saying]:
    """Demands as they are kept, as lines."""
    return [Saying(*d.partition("=")[::2]) for d in demands]


def demands_said(lines: Sequence[Saying | None]) -> tuple[str, ...]:
    """Lines as demands are kept, each entry once: the last that is said of it."""
    found = {f"{n.kind}={n.value}" if n.kind == WORDS else n.kind: f"{n.kind}={n.value}" for n in lines if n}
    return tuple(found.values())
