"""Granskning: what auditors recommended, what is answered and done, and what shows it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from amdesk.domain.results.improving import ACTION_STATES
from amdesk.domain.results.reviewing import ANSWERED, FOLLOWED, RECEIVED, REPORT, Recommendation
from amdesk.ui.guidance.tabs import development_tabs
from amdesk.ui.kit.basic import Panel, button, clear, label
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.reading import ReadArea
from amdesk.ui.kit.relay import Wrapping, in_columns
from amdesk.ui.kit.rows import RowsModel
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.results.freezing import FreezeDialog
from amdesk.ui.results.frozen import FrozenDialog
from amdesk.ui.results.improve_list import ImproveDelegate, ReviewHead, review_state, spoken
from amdesk.ui.results.review_form import AnswerDialog, EvidenceDialog, RecommendationDialog, TieDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amdesk.domain.guidance.versions import GuidanceVersion
    from amdesk.domain.results.frozen import FrozenReport
    from amdesk.domain.results.improving import ImprovementAction
    from amdesk.domain.results.reviewing import ReviewEvidence
    from amdesk.services.desk import Desk
    from amdesk.services.results.reviewing import ReviewList, ShownEvidence
    from amdesk.ui.kit.shell import Shell, Visit

ACT = "reviews.change"


class ReviewsRead(NamedTuple):
    """What the page shows, and what can be added as evidence."""

    found: ReviewList
    reports: Sequence[FrozenReport]
    versions: Sequence[GuidanceVersion]


class ReviewsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Development"))
        t = self.t
        self.read: ReviewsRead | None = None
        self.at: str | None = None
        self.left.addWidget(development_tabs(shell, "reviews"))
        self.freeze = button(
            shell, t("Freeze a report"), self.freeze_report, icon="lock_closed", writes=True, act="figures.change"
        )
        self.promised = button(
            shell, t("What we have promised"), self.print_, icon="print", key="Ctrl P", act="reports"
        )
        self.add = button(shell, t("New"), self.new, kind="primary", icon="add", writes=True, act=ACT)
        self.add.setToolTip(t("New recommendation"))
        for one in (self.freeze, self.promised, self.add):
            self.actions_row.addWidget(one)
        self.nothing = EmptyState(
            shell,
            "shield",
            t("No recommendations yet"),
            t("Write down what auditors recommended. An answer rests on frozen reports, guidance and documents."),
            [(t("New recommendation"), self.new)],
        )
        self.nothing.hide()  # until it is known that there is nothing
        self.column.addWidget(self.nothing, 1)
        self.middle, self.right = self._middle(), self._right()
        self.body = QWidget()
        in_columns(self.body, (self._left(), 0), (self.middle, 1), (self.right, 0))
        self.body.hide()
        self.column.addWidget(self.body, 1)

    def _left(self) -> QWidget:
        panel = Panel(padding=10)
        panel.setFixedWidth(self.shell.theme.px(300))
        self.model: RowsModel[ReviewHead | Recommendation] = RowsModel(
            lambda row: spoken(self.shell, row), lambda row: isinstance(row, ReviewHead)
        )
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ImproveDelegate(self.shell, self.list))
        self.list.setAccessibleName(self.t("Recommendations"))
        self.list.selectionModel().currentChanged.connect(self._moved)
        offer_acts(self.list, self._acts_here, self.shell)
        panel.body.addWidget(self.list, 1)
        return panel

    def _acts_here(self) -> Sequence[MenuAct]:
        t = self.t
        acts = (
            (t("Write the answer"), self.write_answer),
            (t("Change recommendation"), self.change),
            (t("Tie an action"), self.tie),
            (t("Add what shows it"), self.show_it),
        )
        return [MenuAct(said, then, writes=True, act=ACT) for said, then in acts]

    def _middle(self) -> QWidget:
        t, inner = self.t, QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.whose = label("", "small", wrap=True)
        self.words = label("", wrap=True)
        self.words.setFont(self.shell.theme.font("section"))
        bar = QHBoxLayout()
        edge = QFrame()
        edge.setProperty("kind", "edge")
        edge.setFixedWidth(3)
        edge.setStyleSheet(f"background: {self.shell.theme.color('accent').name()}")
        bar.addWidget(edge)
        bar.addSpacing(10)
        bar.addWidget(self.words, 1)
        column.addWidget(self.whose)
        column.addLayout(bar)
        self.answer_title = label(t("Our answer"), "section")
        self.answer = label("", wrap=True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = Wrapping()
        head.addWidget(self.answer_title)
        head.addStretch(1)
        self.write = button(self.shell, t("Write"), self.write_answer, kind="link", icon="edit", writes=True, act=ACT)
        head.addWidget(self.write)
        column.addLayout(head)
        column.addWidget(self.answer)
        head = Wrapping()
        head.addWidget(label(t("Actions"), "section"))
        self.counted = label("", "muted")
        head.addWidget(self.counted)
        head.addStretch(1)
        head.addWidget(button(self.shell, t("Tie an action"), self.tie, kind="link", icon="link", writes=True, act=ACT))
        column.addLayout(head)
        self.tied = QVBoxLayout()
        self.tied.setSpacing(6)
        column.addLayout(self.tied)
        column.addWidget(label(t("What we cannot show"), "section"))
        self.not_shown = label("", wrap=True)
        column.addWidget(self.not_shown)
        column.addStretch(1)
        panel = Panel(padding=16)
        panel.body.addWidget(ReadArea(t("Recommendation"), inner), 1)
        return panel

    def _right(self) -> QWidget:
        t, panel = self.t, Panel(self.t("Evidence"), more=" ")
        panel.setFixedWidth(self.shell.theme.px(316))
        self.shown_count = panel.count
        panel.head.addWidget(button(self.shell, t("Add"), self.show_it, kind="link", icon="add", writes=True, act=ACT))
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 6, 0)
        self.evidence, self.checks = QVBoxLayout(), QVBoxLayout()
        self.evidence.setSpacing(8)
        column.addLayout(self.evidence)
        column.addSpacing(8)
        column.addLayout(self.checks)
        column.addStretch(1)
        panel.body.addWidget(ReadArea(t("Evidence"), inner), 1)
        self.docx = button(self.shell, t("Save the answer as Word"), self.save_answer, icon="document", act="reports")
        self.given = button(
            self.shell,
            t("Mark as answered"),
            self.done,
            kind="primary",
            icon="checkmark",
            key="Ctrl D",
            writes=True,
            act=ACT,
        )
        panel.body.addWidget(self.docx)
        panel.body.addWidget(self.given)
        return panel

    # reading

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        """`part` is the reference of a recommendation."""
        self.at = arguments.get("part") or self.at
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        def read(desk: Desk) -> ReviewsRead:
            every, today = (v for c in desk.guidance.chapters() for v in c.versions), self.shell.today
            versions = [v for v in every if v.since is not None and v.since <= today]
            return ReviewsRead(desk.reviews.listed(), desk.frozen.listed(), versions)

        self.shell.tasks.run(read, self._show, key="reviews")

    def _show(self, read: ReviewsRead) -> None:
        self.read, t = read, self.t
        found = read.found.recommendations
        waiting = sum(r.state == RECEIVED for r in found)
        said = [t.plural("{count} recommendation", "{count} recommendations", len(found), count=len(found))]
        said += [t("{count} to answer", count=waiting)] if waiting else []
        self.subtitle.setText(" · ".join(said))
        self.nothing.setVisible(not found)
        self.body.setVisible(bool(found))
        rows: list[ReviewHead | Recommendation] = []
        for r in found:
            head = ReviewHead(f"{r.reviewer} {r.review}")
            if head not in rows:
                rows.append(head)
            rows.append(r)
        self.model.set_rows(rows)
        at = next((i for i, r in enumerate(rows) if isinstance(r, Recommendation) and r.ref == self.at), None)
        if found:
            self.list.setCurrentIndex(self.model.index(1 if at is None else at))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.rows[now.row()] if now.isValid() else None
        if isinstance(row, Recommendation):
            self.at = row.ref
            self._show_one(row)

    def _here(self) -> Recommendation | None:
        found = self.read.found.recommendations if self.read else ()
        return next((r for r in found if r.ref == self.at), None)

    def _show_one(self, r: Recommendation) -> None:
        t = self.t
        parts = (
            f"{r.reviewer} {r.review}",
            t("recommendation {number}", number=r.position),
            r.record,
            review_state(self.shell, r)[2],
        )
        self.whose.setText(" · ".join(x for x in parts if x))
        self.words.setText(t("“{words}”", words=r.words))
        draft = r.state == RECEIVED and r.answer
        self.answer_title.setText(t("Our answer, draft") if draft else t("Our answer"))
        self.answer.setText(r.answer or t("Not written yet."))
        self.not_shown.setText(r.not_shown or t("Not written yet."))
        said = {RECEIVED: t("Mark as answered"), ANSWERED: t("Mark as followed up"), FOLLOWED: t("Answer anew")}
        self.given.setText(said[r.state])
        self._show_actions(r)
        self._show_evidence(r)

    def _show_actions(self, r: Recommendation) -> None:
        t = self.t
        clear(self.tied)
        actions = self.read.found.actions_of(r) if self.read else []
        done = sum(not a.open for a in actions)
        self.counted.setText(t("{done} of {count} done", done=done, count=len(actions)) if actions else "")
        for a in actions:
            said = f"{a.owner} · {t(ACTION_STATES[a.state])} · {t.day(a.done_on or a.due)}"
            open_it = button(self.shell, t("Open"), partial(self.shell.go, "improvement", part=a.ref), kind="link")
            open_it.setAccessibleName(t("Open {title}", title=a.title))
            acts = Wrapping()
            acts.addWidget(open_it)
            acts.addWidget(self._away(t("Untie"), partial(self._untie, r, a)))
            self.tied.addWidget(label(a.title, "strong", wrap=True))
            self.tied.addWidget(label(said, "small", wrap=True))
            self.tied.addLayout(acts)
        if not actions:
            self.tied.addWidget(label(t("No action is tied to it."), "muted"))

    def _show_evidence(self, r: Recommendation) -> None:
        t = self.t
        clear(self.evidence)
        clear(self.checks)
        if self.read is None:
            return
        self.shown_count.setText(str(len(r.evidence)) if r.evidence else "")
        for e in r.evidence:
            self.evidence.addWidget(self._card(self.read.found.cards[e.id]))
        if not r.evidence:
            self.evidence.addWidget(label(t("Nothing is there yet that shows it."), "muted", wrap=True))
        for check in self.read.found.checks[r.id]:
            self.checks.addLayout(self._check(t.say(check.said), check.holds))

    def _card(self, shown: ShownEvidence) -> QWidget:
        t, e, card = self.t, shown.evidence, Panel(padding=10)
        card.body.setSpacing(2)
        if shown.figure:
            card.body.addWidget(label(shown.figure, "title"))
        card.body.addWidget(label(e.said, "" if shown.figure else "strong", wrap=True))
        if shown.on is not None:
            said = t("Frozen {day} · {digest}", day=t.day(shown.on), digest=shown.digest)
            line = button(
                self.shell,
                said,
                partial(FrozenDialog.show_report, self, self.shell, e.reference.partition(" ")[0]),
                kind="link",
                icon="lock_closed",
            )
            card.body.addWidget(line)
        else:
            card.body.addWidget(label(e.reference, "small", wrap=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._away(t("Take away"), partial(self._take_away, e)))
        card.body.addLayout(foot)
        if e.kind == REPORT and not shown.unchanged:
            card.body.addWidget(label(t("It was CHANGED since it was frozen."), "bad", wrap=True))
        return card

    def _check(self, said: str, holds: bool) -> QHBoxLayout:
        row, theme = QHBoxLayout(), self.shell.theme
        mark = QLabel()
        icon, role = ("checkmark_circle", "ok") if holds else ("warning", "warn")
        mark.setPixmap(theme.pixmap(icon, role, theme.mark(16), filled=True, dpr=self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(said, "small", wrap=True), 1)
        return row

    # acts

    def _away(self, said: str, then: Callable[[], None]) -> QWidget:
        return button(self.shell, said, then, kind="link", writes=True, act=ACT)

    def _untie(self, r: Recommendation, action: ImprovementAction) -> None:
        self._write(lambda desk: desk.reviews.untie(r, action))

    def _take_away(self, e: ReviewEvidence) -> None:
        r = self._here()
        if r is not None:
            self._write(lambda desk: desk.reviews.take_away(r, e))

    def _write(self, act: Callable[[Desk], Recommendation]) -> None:
        def then(made: Recommendation) -> None:
            self.shell.toast(self.t("The recommendation is stored."), undo=True)
            self._stored(made)

        self.shell.tasks.write(act, then, failed=self.shell.guarded(self.shell.toast))

    def _may(self) -> bool:
        barred = self.shell.barred(ACT)
        if barred:
            self.shell.toast(barred)
        return not barred

    def _stored(self, made: Recommendation) -> None:
        self.at = made.ref
        self.refresh()

    def new(self) -> None:
        if self._may():
            RecommendationDialog(self, self.shell, None, self._stored).open()

    def change(self) -> None:
        r = self._here()
        if r is not None and self._may():
            RecommendationDialog(self, self.shell, r, self._stored).open()

    def write_answer(self) -> None:
        r = self._here()
        if r is not None and self._may():
            AnswerDialog(self, self.shell, r, self._stored).open()

    def tie(self) -> None:
        r = self._here()
        if r is not None and self.read is not None and self._may():
            TieDialog(self, self.shell, r, self.read.found.actions, self._stored).open()

    def show_it(self) -> None:
        r = self._here()
        if r is not None and self.read is not None and self._may():
            EvidenceDialog(self, self.shell, r, (self.read.reports, self.read.versions), self._stored).open()

    def freeze_report(self) -> None:
        FreezeDialog(self, self.shell, self.refresh).open()

    def done(self) -> None:
        """Ctrl+D: the next state."""
        r = self._here()
        if r is None or not self._may():
            return
        state = {RECEIVED: ANSWERED, ANSWERED: FOLLOWED, FOLLOWED: RECEIVED}[r.state]

        self._write(lambda desk: desk.reviews.set_state(r, state))

    def save_answer(self) -> None:
        r, t = self._here(), self.t
        if r is None:
            return
        path = ask_file(self, t("Save the answer as Word"), f"{r.ref.lower()}-{self.shell.today}.docx", "Word (*.docx)")
        if path is None:
            return
        lang, ref = self.shell.papers, r.ref
        self.shell.tasks.run(
            lambda desk: desk.reports.save(desk.reviews.answer_paper(desk.reviews.of(ref)), path, lang),
            lambda _none: self.shell.toast(t("Saved as {file}.", file=path.name)),
            failed=self.shell.guarded(self.shell.toast),
        )

    def print_(self) -> None:
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        t, lang = self.t, self.shell.papers
        name = f"{t('What we have promised').lower()}-{self.shell.today}.pdf"
        paper = Paper(
            t("What we have promised"),
            "",
            name,
            lambda desk, _why: desk.reports.pdf(desk.reviews.promised(), lang),
            act="reports",
        )
        print_paper(self, self.shell, paper)

    def regions(self) -> list[QWidget]:
        return [self.list, self.middle, self.right]
