"""A recommendation that came in, its answer, the action that answers it, and what shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.domain.results.reviewing import DOCUMENT, EVIDENCE_KINDS, GUIDANCE, RECEIVED, REPORT, Recommendation
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Choice, DateEdit, Field, number_box
from amdesk.ui.results.improve_form import beside, line, words_box

if TYPE_CHECKING:
    from amdesk.domain.guidance.versions import GuidanceVersion
    from amdesk.domain.results.frozen import FrozenReport
    from amdesk.domain.results.improving import ImprovementAction
    from amdesk.ui.kit.shell import Shell

Stored = Callable[[Recommendation], None]


class RecommendationDialog(Dialog):
    """New where `before` is None."""

    writes = True
    act = "reviews.change"

    def __init__(self, parent: QWidget, shell: Shell, before: Recommendation | None, stored: Stored) -> None:
        t = shell.words
        title = t("New recommendation") if before is None else t("Change recommendation")
        super().__init__(parent, shell, title, t("Save"), width=620)
        self.before, self.stored = before, stored
        self.reviewer = line(before.reviewer if before else "")
        self.review = line(before.review if before else "", 60)
        self.position = number_box(1, 999, before.position if before else 1)
        self.title_said = line(before.title if before else "")
        self.words = words_box(before.words if before else "", t("The recommendation's own words"), shell.theme.px(96))
        self.record = line(before.record if before else "", 60)
        self.received = DateEdit(shell, before.received if before else shell.today)
        self.due = DateEdit(shell, before.due if before else None, self.received.value)
        self.body.addLayout(
            beside(
                Field(t("Who recommended it"), self.reviewer),
                Field(t("The review's reference"), self.review),
                Field(t("Number"), self.position),
            )
        )
        self.body.addWidget(Field(t("What it is called"), self.title_said))
        self.body.addWidget(Field(t("The recommendation's own words"), self.words))
        self.body.addLayout(
            beside(
                Field(t("Our record number"), self.record),
                Field(t("Received"), self.received),
                Field(t("To be answered by"), self.due),
            )
        )
        self.reviewer.setFocus()

    def confirm(self) -> None:
        received, due = self.received.value(), self.due.value()
        if received is None or due is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        kept = self.before or Recommendation(0, "", "", "", 1, "", "", "", received, due)
        made = replace(
            kept,
            reviewer=self.reviewer.text().strip(),
            review=self.review.text().strip(),
            position=self.position.value(),
            title=self.title_said.text().strip(),
            words=self.words.toPlainText().strip(),
            record=self.record.text().strip(),
            received=received,
            due=due,
        )
        before = self.before
        if before is None:
            self.write(lambda desk: desk.reviews.add(made), self._done)
        else:
            self.write(lambda desk: desk.reviews.change(before, made), self._done)

    def _done(self, made: Recommendation) -> None:
        self.shell.toast(self.t("The recommendation is stored."), undo=True)
        self.stored(made)


class AnswerDialog(Dialog):
    """The answer and what cannot be shown; kept as a draft until it is given."""

    writes = True
    act = "reviews.change"

    def __init__(self, parent: QWidget, shell: Shell, before: Recommendation, stored: Stored) -> None:
        t = shell.words
        said = (
            t("The answer is given already: what you change is changed in it.")
            if before.state != RECEIVED
            else t(
                "It is kept as a draft until you mark it as answered. A figure that no frozen report of the evidence has is told."
            )
        )
        super().__init__(parent, shell, t("Write the answer"), t("Save"), sentence=said, width=700)
        self.belongs_to(f"{before.reviewer} {before.review}:{before.position} · {before.title}")
        self.before, self.stored = before, stored
        self.answer = words_box(before.answer, t("Our answer"), shell.theme.px(180))
        self.not_shown = words_box(before.not_shown, t("What we cannot show"), shell.theme.px(84))
        self.body.addWidget(Field(t("Our answer"), self.answer))
        self.body.addWidget(Field(t("What we cannot show"), self.not_shown))
        self.answer.setFocus()

    def confirm(self) -> None:
        before = self.before
        made = replace(before, answer=self.answer.toPlainText().strip(), not_shown=self.not_shown.toPlainText().strip())
        self.write(lambda desk: desk.reviews.change(before, made), self._done)

    def _done(self, made: Recommendation) -> None:
        draft = made.state == RECEIVED
        said = self.t("The answer is kept as a draft.") if draft else self.t("The answer that was given is changed.")
        self.shell.toast(said, undo=True)
        self.stored(made)


class TieDialog(Dialog):
    """Which action answers a recommendation: one register of actions, not two."""

    writes = True
    act = "reviews.change"

    def __init__(
        self, parent: QWidget, shell: Shell, of: Recommendation, actions: Sequence[ImprovementAction], stored: Stored
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Tie an action"), t("Save"))
        self.belongs_to(of.title)
        self.of, self.known, self.stored = of, {a.ref: a for a in actions if a.id not in of.actions}, stored
        self.which = Choice(shell, [(a.ref, f"{a.ref} · {a.title}") for a in self.known.values()])
        self.body.addWidget(Field(t("Action"), self.which))

    def confirm(self) -> None:
        of, action = self.of, self.known.get(self.which.code() or "")
        if action is None:
            self.complain(self.t("There is no action to tie. Write one under Improvement first."))
            return
        self.write(lambda desk: desk.reviews.tie(of, action), self._done)

    def _done(self, made: Recommendation) -> None:
        self.shell.toast(self.t("The action is tied."), undo=True)
        self.stored(made)


class EvidenceDialog(Dialog):
    """A figure of a frozen report, a chapter of guidance in a version, or a document."""

    writes = True
    act = "reviews.change"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        of: Recommendation,
        known: tuple[Sequence[FrozenReport], Sequence[GuidanceVersion]],
        stored: Stored,
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Add what shows it"), t("Save"), width=560)
        self.belongs_to(of.title)
        self.of, self.stored = of, stored
        self.reports = {r.number: r for r in known[0]}
        self.kind = Choice(
            shell, [(k, t(said)) for k, said in EVIDENCE_KINDS.items()], REPORT if self.reports else DOCUMENT
        )
        titles = [(r.number, f"{r.number} · {r.said(t.lang)['title']}") for r in known[0]]
        self.report, self.figure = Choice(shell, titles), Choice(shell, [])
        versions = [
            (f"{v.chapter} {v.version}", f"{v.chapter}, {t('Version {version}', version=v.version)}") for v in known[1]
        ]
        self.version = Choice(shell, versions)
        self.document, self.said = line("", 200), line("", 200)
        self.fields = {
            REPORT: (Field(t("Frozen report"), self.report), Field(t("Figure"), self.figure)),
            GUIDANCE: (Field(t("Guidance"), self.version),),
            DOCUMENT: (Field(t("Document, with its number or date"), self.document),),
        }
        self.body.addWidget(Field(t("What shows it"), self.kind))
        for one in (f for fields in self.fields.values() for f in fields):
            self.body.addWidget(one)
        self.body.addWidget(Field(t("In a few words"), self.said))
        self.kind.currentIndexChanged.connect(lambda _i: self._chosen())
        self.report.currentIndexChanged.connect(lambda _i: self._figures())
        self._figures()
        self._chosen()
        self.kind.setFocus()

    def _chosen(self) -> None:
        for kind, fields in self.fields.items():
            for one in fields:
                one.setVisible(kind == self.kind.code())
        if self.isVisible():
            self.make_room()

    def _figures(self) -> None:
        found = self.reports.get(self.report.code() or "")
        figures = (
            [(f.id, f"{f.label}: {f.said}") for f in found.figures(self.t.lang) if f.count is not None] if found else []
        )
        self.figure.fill([("", self.t("The whole report")), *figures])

    def _reference(self) -> str:
        kind = self.kind.code()
        if kind == REPORT:
            return f"{self.report.code() or ''} {self.figure.code() or ''}".strip()
        return (self.version.code() or "") if kind == GUIDANCE else self.document.text().strip()

    def confirm(self) -> None:
        of, kind, reference, said = self.of, self.kind.code() or DOCUMENT, self._reference(), self.said.text()
        self.write(lambda desk: desk.reviews.show(of, kind, reference, said), self._done)

    def _done(self, made: Recommendation) -> None:
        self.shell.toast(self.t("It is kept with the recommendation."), undo=True)
        self.stored(made)
