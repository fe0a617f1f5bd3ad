"""The manual inside: what each page is for and how, the keys, the command line and the fields; and a tour of ten steps."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from amdesk import resources
from amdesk.domain.guidance.markdown import parse, sections
from amdesk.services.guidance.manual import MANUAL_PARTS, manual_sections, sought_in_manual
from amdesk.ui.guidance.page import to_html
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.reading import ReadText
from amdesk.ui.kit.shell import Shell

STEPS = 10
WAYS = {
    1: "overview", 2: "", 3: "placements", 4: "matching", 5: "matching", 6: "matching", 7: "competence", 8: "followup", 9: "exchange", 10: "",
}  # fmt: skip
"""Where a step of the tour is shown; empty where it holds on every page."""

LISTED = ("howto", "pages", "administration")
"""The parts whose every heading stands in the list before anything is sought."""

ROUND = 160
"""Pixels of a dialog that fills the screen which are neither its list nor its text."""


class ManualDialog(Dialog):
    """Searchable, open at the page that one stands on, or at a section that has `words`."""

    def __init__(self, parent: QWidget, shell: Shell, at: str = "", words: str = "") -> None:
        t = shell.words
        super().__init__(parent, shell, t("Manual"), t("Close"), width=860, only_shows=True)
        px = shell.theme.px
        self.every = manual_sections(t.lang)
        self.text_of = {part: resources.manual(t.lang, part) for part in MANUAL_PARTS}
        self.part_of = {s.anchor: part for part, said in self.text_of.items() for s in sections(said)}
        self.shown, self.words = "", ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Search"))
        self.search.setAccessibleName(t("Search the manual"))
        self.search.textChanged.connect(lambda words: self._fill(words))
        self.list: QListWidget = QListWidget()
        self.list.setAccessibleName(t("Parts of the manual"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setFixedWidth(px(240))
        self.list.currentItemChanged.connect(lambda now, _old: self._chosen(now))
        self.text = ReadText(t("Text"))
        self.text.file_of = lambda name: resources.manual_file(t.lang, name)
        self.text.wide = max(px(200), min(px(500), parent.window().width() - px(240) - ROUND))
        self.text.marking = (shell.theme.color("accent_soft"), shell.theme.color("accent_text"))
        self.text.followed.connect(self._link)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        holder.setMinimumHeight(shell.theme.px(380))
        self.body.addWidget(self.search)
        self.body.addWidget(holder, 1)
        acts = QHBoxLayout()
        acts.addWidget(button(shell, t("Tour of ten steps"), self._tour, kind="link", icon="target"))
        acts.addWidget(button(shell, t("Manual as PDF"), self._print, kind="link", icon="document_pdf"))
        acts.addStretch(1)
        self.body.addLayout(acts)
        self.search.setText(words)
        self._fill(words)
        self.go_to(at if at in self.part_of else "pages")
        self.search.setFocus()

    def go_to(self, anchor: str) -> None:
        """Show a section, and mark it in the list."""
        for i in range(self.list.count()):
            if self.list.item(i).data(Qt.ItemDataRole.UserRole) == anchor:
                self.list.setCurrentRow(i)
                self.list.scrollToItem(self.list.item(i), QListWidget.ScrollHint.PositionAtCenter)
        self._show(anchor)

    def _fill(self, words: str) -> None:
        self.words = words.strip()
        found = [(one.section, f"{one.section.title}\n{one.around}") for one in sought_in_manual(words, self.t.lang)]
        if not self.words:  # commands by the hundred are found by searching
            listed = (s for s in self.every if s.level == 1 or self.part_of[s.anchor] in LISTED)
            found = [(s, s.title) for s in listed]
        self.list.blockSignals(True)
        self.list.clear()
        for section, said in found:
            item = QListWidgetItem(said)
            item.setData(Qt.ItemDataRole.UserRole, section.anchor)
            self.list.addItem(item)
        if not found:
            self.list.addItem(QListWidgetItem(self.t("Nothing found. Try another word.")))
        self.list.blockSignals(False)
        if self.words and found:
            self.list.setCurrentRow(0)
            self._show(found[0][0].anchor)
        else:
            self.text.unmark()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        anchor = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if anchor:
            self._show(str(anchor))

    def _show(self, anchor: str) -> None:
        part = self.part_of.get(anchor, "pages")
        if part != self.shown:
            self.text.show_html(to_html(parse(self.text_of[part]), self.text.wide))
            self.shown = part
        self.text.go_to(anchor, self.words)

    def _link(self, url: QUrl) -> None:
        self.go_to(url.fragment())

    def _tour(self) -> None:
        over = self.parentWidget() or self
        self.accept()
        TourDialog(over, self.shell).open()

    def _print(self) -> None:
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        t = self.t
        name = f"{t('Manual').lower()}-{self.shell.today}.pdf"
        print_paper(
            self,
            self.shell,
            Paper(
                t("Manual"),
                "",
                name,
                lambda desk, _why: desk.guidance.manual_pdf(self.shell.papers),
                act="guidance.see",
            ),
        )


class TourDialog(Dialog):
    """One step at a time; where it is left it goes on the next time."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Tour of ten steps"), t("Close"), width=460, only_shows=True)
        found = sections(resources.manual(t.lang, "tour"))
        self.steps = [one for one in found if "." in one.anchor]
        self.step = min(max(shell.settings.tour, 1), STEPS)
        self.head, self.words = label("", "section", wrap=True), label("", wrap=True)
        self.count = label("", "small")
        column = QVBoxLayout()
        column.setSpacing(8)
        for one in (self.count, self.head, self.words):
            column.addWidget(one)
        self.body.addLayout(column)
        self.ok.kind = ""  # what goes on is the one that is filled
        self.ok.setProperty("kind", "")
        acts = QHBoxLayout()
        self.back = button(shell, t("Back"), lambda: self._move(-1), icon="arrow_left")
        self.show_me = button(shell, t("Show me"), self._there, icon="open")
        self.on = button(shell, t("Next step"), lambda: self._move(1), kind="primary", icon="arrow_right")
        for act in (self.back, self.show_me):
            acts.addWidget(act)
        acts.addStretch(1)
        acts.addWidget(self.on)
        self.body.addLayout(acts)
        self._move(0)
        self.on.setFocus()

    def _move(self, by: int) -> None:
        """To the next step or back; the last one ends it, and the next time it begins anew."""
        if self.step + by > STEPS:
            self._keep(1)
            self.accept()
            return
        self.step = max(1, self.step + by)
        self._keep(self.step)
        t, one = self.t, self.steps[self.step - 1]
        self.count.setText(t("Step {step} of {all}", step=self.step, all=STEPS))
        self.head.setText(one.title)
        self.words.setText("\n".join(b.plain for b in one.blocks))
        self.back.setEnabled(self.step > 1)
        self.show_me.setEnabled(bool(WAYS[self.step]))
        self.on.setText(t("Done") if self.step == STEPS else t("Next step"))
        if self.isVisible():
            self.make_room()

    def _keep(self, step: int) -> None:
        self.shell.settings = self.shell.settings._replace(tour=step)
        self.shell.keep_settings()

    def _there(self) -> None:
        """To the page of the step; the tour goes on with the next one when it is asked for again."""
        page = WAYS[self.step]
        self._keep(min(self.step + 1, STEPS))
        self.accept()
        if isinstance(self.shell, Shell):
            self.shell.go(page)
