"""A recommendation that came in, its answer, the action that answers it, and what shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.record import declared, typed_of
from amdesk.domain.results.reviewing import DOCUMENT, EVIDENCE_KINDS, GUIDANCE, RECEIVED, REPORT, Recommendation
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.records import Control, controls_of, facts, labelled
from amdesk.ui.results.improve_form import day_in, line, shorten

if TYPE_CHECKING:
    from amdesk.domain.guidance.versions import GuidanceVersion
    from amdesk.domain.results.frozen import FrozenReport
    from amdesk.domain.results.improving import ImprovementAction
    from amdesk.services.desk import Desk
    from amdesk.ui.kit.shell import Shell

Stored = Callable[[Recommendation], None]


ANSWER = ("answer", "not_shown")
"""What the unit writes itself; all else came with the recommendation."""


class RecommendationDialog(Dialog):
    """New where `before` is None."""

    writes = True
    act = "reviews.change"

    def __init__(self, parent: QWidget, shell: Shell, before: Recommendation | None, stored: Stored) -> None:
        t = shell.words
        title = t("New recommendation") if before is None else t("Change recommendation")
        super().__init__(parent, shell, title, t("Save"), width=620)
        self.before, self.stored = before, stored
        self.opened = typed_of(before) if before else {"received": shell.today}
        received = DateEdit(shell, day_in(self.opened, "received"))
        due = DateEdit(shell, day_in(self.opened, "due"), received.value)
        own = {"received": Control(received, received.value, received.wrong), "due": Control(due, due.value, due.wrong)}
        self.controls = controls_of(shell, Recommendation, self.opened, own=own, but=ANSWER)
        shorten(self.controls, {"reviewer": 120, "review": 60, "title": 120, "record": 60})
        words = self.controls["words"].widget
        words.setFixedHeight(shell.theme.px(96))
        self.body.addLayout(
            grid(labelled(shell, Recommendation, self.controls, {"reviewer", "title", "words", "record"}))
        )
        self.controls["reviewer"].widget.setFocus()
        self.shown = facts(self.controls)

    def confirm(self) -> None:
        said = facts(self.controls)
        if said["received"] is None or said["due"] is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        if self.before is None:
            made = Recommendation(0, "", **said)  # type: ignore[arg-type]  # its typed fields, each as its control has it
            self.write(lambda desk: desk.reviews.add(made), self._done)
        else:
            _change(self, self.before, said)

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
        self.opened = {name: getattr(before, name) for name in ANSWER}
        others = set(declared(Recommendation)) - set(ANSWER)
        self.controls = controls_of(shell, Recommendation, self.opened, but=others)
        for name, tall in zip(ANSWER, (180, 84), strict=True):
            self.controls[name].widget.setFixedHeight(shell.theme.px(tall))
        self.body.addLayout(grid(labelled(shell, Recommendation, self.controls), 1))
        self.controls["answer"].widget.setFocus()
        self.shown = facts(self.controls)

    def confirm(self) -> None:
        _change(self, self.before, facts(self.controls))

    def _done(self, made: Recommendation) -> None:
        draft = made.state == RECEIVED
        said = self.t("The answer is kept as a draft.") if draft else self.t("The answer that was given is changed.")
        self.shell.toast(said, undo=True)
        self.stored(made)


def _change(form: RecommendationDialog | AnswerDialog, of: Recommendation, said: Mapping[str, object]) -> None:
    """Store what was changed in a form over a recommendation."""
    opened = {name: form.opened[name] for name in form.shown}
    changed = changes(opened, form.shown, said)
    if not changed:
        form.accept()
        return

    def work(desk: Desk, given: Mapping[str, Change]) -> Recommendation:
        return desk.reviews.change(of, given)

    form.store(changed, work, form._done, opened)


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
