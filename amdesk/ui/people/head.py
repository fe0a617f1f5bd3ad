"""The top of a person's record: who, where she stands, what comes next; and the facts that matching looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from amdesk.domain.booking.findings import need_text
from amdesk.domain.booking.matching import Facts
from amdesk.domain.people.identity import masked
from amdesk.domain.people.participant import STATUSES, WEIGHTS, Participant, urgency
from amdesk.domain.record import Declared, fields
from amdesk.services.people.participants import Record
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, KeyButton, button, clear, divider, label
from amdesk.ui.kit.records import in_words, label_of
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.list import StatusPill

LOOKS = {"working": "ok", "waiting": "warn"}


class Next(NamedTuple):
    """The next step of a person, as the one primary button."""

    said: str
    icon: str
    then: Callable[[], None]
    act: str


class PersonHead(QVBoxLayout):
    """`reveal`, `match` and `more` are what its buttons do; `number` is the label that shows the masked number."""

    def __init__(
        self, shell: Shell, *, reveal: Callable[[], None], match: Callable[[], None], more: Callable[[KeyButton], None]
    ) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.reveal, self.match, self.more = reveal, match, more
        self.number = label("", "small")
        self.line = QHBoxLayout()
        self.line.setSpacing(10)
        self.addLayout(self.line)
        self.large = shell.theme.scale > 100
        self.under = Wrapping()
        """The acts, where the text is large: beside the name they would leave it no room."""
        self.addLayout(self.under)
        self.warnings = QVBoxLayout()
        self.addLayout(self.warnings)

    def show_record(self, record: Record, following: Next) -> None:
        for one in (self.line, self.under, self.warnings):
            clear(one)
        person = record.participant
        mark = QLabel()
        mark.setPixmap(paint.avatar_pixmap(self.shell.theme, self.shell.initials(person.name), 44))
        self.line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._name(column, record)
        column.addLayout(self._details(record))
        self.line.addLayout(column, 1)
        clear(self.under)
        self._acts(following)
        if person.restricted_on:
            said = self.t(
                "Processing restricted since {day}: {why}",
                day=self.t.day(person.restricted_on),
                why=person.restricted_why,
            )
            self.warnings.addLayout(self._warning(said))
        for what, day, limit in record.warnings:
            said = (
                self.t("The employment ends {day}, within {limit} days", day=day, limit=limit)
                if what == "employment"
                else self.t("The decision on subsidy ends {day}, within {limit} days", day=day, limit=limit)
            )
            self.warnings.addLayout(self._warning(said))

    def _name(self, column: QVBoxLayout, record: Record) -> None:
        """Who, and where she stands: beside it, or in a line of its own where the text is large."""
        person, row = record.participant, QHBoxLayout()
        name = Elided(self.shell.name(person.name or person.number), "title")
        if self.large:
            column.addWidget(name)
        else:
            row.addWidget(name)
        row.addWidget(StatusPill(self.shell, self._status(record), LOOKS.get(record.row.status, "info")))
        row.addStretch(1)
        column.addLayout(row)

    def _status(self, record: Record) -> str:
        row = record.row
        said = self.t.say(urgency(row, self.shell.today).text)
        working = row.status == "working" and row.from_date and row.to_date
        return f"{self.t(STATUSES['working'])} · {said}" if working else said

    def _details(self, record: Record) -> QHBoxLayout | Wrapping:
        person, row = record.participant, Wrapping() if self.large else QHBoxLayout()
        row.setSpacing(6)
        shown = "" if self.shell.names_hidden else masked(person.identity)
        self.number = label(shown or person.number, "small")
        row.addWidget(self.number)
        if shown:
            row.addWidget(self._eye())
        for icon, said in (
            ("briefcase", self.shell.shown(record.row.placement)),
            ("document", self.shell.name(person.case_number)),
            ("person", person.case_worker),
        ):
            if said:
                one = QHBoxLayout()  # the mark goes on in the next line with its words
                one.setSpacing(6)
                one.addWidget(self._mark(icon, "text2"))
                one.addWidget(Elided(said, "small"))
                row.addLayout(one)
        row.addStretch(1)
        return row

    def _mark(self, icon: str, role: str, *, filled: bool = False) -> QLabel:
        out = QLabel()
        out.setPixmap(
            self.shell.theme.pixmap(icon, role, self.shell.theme.mark(16), filled=filled, dpr=out.devicePixelRatioF())
        )
        return out

    def _eye(self) -> KeyButton:
        eye = KeyButton(self.shell, "", kind="link", icon="eye", act="people.identity")
        px = self.shell.theme.px
        eye.setStyleSheet("min-height: 0")  # lower than buttons are: it stands in a line of small text
        eye.setFixedSize(px(26), px(24))
        eye.setAccessibleName(self.t("Show the whole number for 20 seconds; it is logged"))
        eye.setToolTip(eye.accessibleName())
        eye.clicked.connect(lambda: self.reveal())
        return eye

    def _acts(self, following: Next) -> None:
        t = self.t
        said, icon, then, act = following.said, following.icon, following.then, following.act
        acts = [button(self.shell, said, then, kind="primary", icon=icon, key="B", act=act)]
        if following.then != self.match:
            acts.append(button(self.shell, t("Find place"), self.match, icon="target", act="matching"))
        more = KeyButton(self.shell, "", kind="link", icon="more_horizontal")
        more.setAccessibleName(t("More for this person"))
        more.setFixedSize(self.shell.theme.px(34), self.shell.theme.px(34))
        more.clicked.connect(lambda: self.more(more))
        for one in (*acts, more):
            if self.large:
                self.under.addWidget(one)
            else:
                self.line.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)

    def _warning(self, said: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._mark("warning", "warn", filled=True))
        row.addWidget(label(said, "small"))
        row.addStretch(1)
        return row


REACHES = {"phone", "email"}
"""Fields by which she is reached."""


class PersonFacts(QVBoxLayout):
    """What matching looks at, one line each."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.setSpacing(3)

    def show_person(self, person: Participant, names: Mapping[str, str]) -> None:
        """`names` are those of occupations, districts and demands by code."""
        clear(self)
        for icon, name, said in self._pairs(person, names):
            row = QHBoxLayout()
            row.setSpacing(8)
            mark = QLabel()
            mark.setPixmap(
                self.shell.theme.pixmap(icon, "text2", self.shell.theme.mark(18), dpr=mark.devicePixelRatioF())
            )
            mark.setFixedWidth(4 + self.shell.theme.mark(18))
            row.addWidget(mark)
            head = label(name, "small")
            head.setFixedWidth(self.shell.theme.px(66))
            row.addWidget(head)
            row.addWidget(Elided(said, "strong"), 1)
            self.addLayout(row)
            self.addWidget(divider())

    def _pairs(self, p: Participant, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        t, today = self.t, self.shell.today
        facts = Facts({}, (), today, names=names)
        needs = "; ".join(f"{t(WEIGHTS[n.weight])}: {t.say(need_text(n, facts))}" for n in p.needs)
        spoken = (p.languages, t("Swedish {level}", level=p.language) if p.language else "")
        travel = t(" · at most {minutes} min", minutes=p.max_travel) if p.max_travel else ""
        return [
            ("target", t("Goal"), ", ".join(names.get(w, w) for w in p.wishes) or "–"),
            ("local_language", t("Language"), ", ".join(x for x in spoken if x) or "–"),
            ("vehicle_car", t("Licence"), p.licence or t("None")),
            ("clock", t("Extent"), t("{extent} %, from {day}", extent=p.extent, day=p.available_from or today)),
            ("accessibility", t("Needs"), needs or "–"),
            ("location", t("Lives in"), (names.get(p.district, p.district) + travel).removeprefix(" · ") or "–"),
            *((f.icon, label_of(self.shell, f), self._said(p, f, names) or "–") for f in fields(Participant) if f.icon),
        ]

    def _said(self, p: Participant, of: Declared, names: Mapping[str, str]) -> str:
        said = in_words(self.shell, of, getattr(p, of.name), names)
        return self.shell.name(said) if of.name in REACHES else said
