"""Utveckling: the unit's handbook: its chapters, found by words, read, compared, written anew and put in force."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from amdesk.domain.guidance.markdown import BOLD, CODE, HEADING, LINK, Block, parse
from amdesk.domain.guidance.versions import GUIDANCE_STATES
from amdesk.ui.guidance.tabs import development_tabs
from amdesk.ui.kit.basic import Panel, button, label
from amdesk.ui.kit.fields import Choice, SearchField
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.reading import ReadText
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amdesk.domain.guidance.versions import GuidanceVersion, TextDifference
    from amdesk.services.desk import Desk
    from amdesk.services.guidance.handbook import GuidanceChapter, GuidanceHit

HITS = 40
QUOTED = "| "
"""Before a line of two versions that is a quote in them."""


class Read(NamedTuple):
    """The chapters, and what was found where words were sought."""

    chapters: Sequence[GuidanceChapter]
    hits: Sequence[GuidanceHit]
    words: str


class DevelopmentPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Development"))
        t = self.t
        self.subtitle.setText(t("What we do and why: the unit's guidance"))
        self.left.addWidget(development_tabs(shell, "development"))
        self.chapters: Sequence[GuidanceChapter] = ()
        self.chapter, self.anchor, self.words = "form", "", ""
        self.sought = ""
        """The words that the list is of."""
        self.version = 0
        """The key of the version that is read; 0 for the one in force."""
        self.against = ""
        """ "2-3" while two versions are compared."""
        self.write = button(shell, t("Write"), self._write, icon="edit", writes=True, act="guidance.change")
        self.load = button(shell, t("Import …"), self._load, icon="arrow_import", writes=True, act="guidance.change")
        self.begin = button(shell, t("Put in force"), self._begin, icon="checkmark", writes=True, act="guidance.change")
        self.paper = button(shell, t("Handbook as PDF"), self.print_, kind="primary", icon="document_pdf", key="Ctrl P")
        for one in (self.write, self.load, self.begin, self.paper):
            self.actions_row.addWidget(one)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._left())
        body.addWidget(self._right(), 1)
        self.column.addLayout(body, 1)

    def _left(self) -> QWidget:
        panel = Panel(padding=12)
        panel.setFixedWidth(self.shell.theme.px(300))
        self.search = SearchField(self.shell, self.t("Search the handbook"))
        self.search.asked.connect(self._seek)
        self.search.down.connect(self._to_list)
        panel.body.addWidget(self.search)
        self.list: QListWidget = QListWidget()
        self.list.setAccessibleName(self.t("Chapters"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.currentItemChanged.connect(lambda now, _old: self._chosen(now))
        offer_acts(self.list, self._acts_here, self.shell)
        panel.body.addWidget(self.list, 1)
        return panel

    def _to_list(self) -> None:
        self.list.setFocus()

    def _acts_here(self) -> Sequence[MenuAct]:
        t = self.t
        acts: list[tuple[str, Callable[[], None]]] = [(t("Write"), self._write), (t("Put in force"), self._begin)]
        return [MenuAct(said, then, writes=True, act="guidance.change") for said, then in acts]

    def _right(self) -> QWidget:
        t, panel = self.t, Panel(padding=16)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.which = Choice(self.shell, [], name=t("Version"))
        self.which.currentIndexChanged.connect(lambda _i: self._version_chosen())
        self.other = Choice(self.shell, [], name=t("Compare with"))
        self.other.currentIndexChanged.connect(lambda _i: self._compare_chosen())
        row.addWidget(self.which, 1)
        row.addWidget(self.other, 1)
        panel.body.addLayout(row)
        self.why = label("", "small", wrap=True)
        panel.body.addWidget(self.why)
        self.text = ReadText(t("Text"))
        self.text.setFrameShape(ReadText.Shape.NoFrame)
        self.text.marking = (self.shell.theme.color("accent_soft"), self.shell.theme.color("accent_text"))
        self.text.followed.connect(self._link)
        panel.body.addWidget(self.text, 1)
        self.nothing: QWidget | None = None
        self.right = panel
        return panel

    # reading

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        """`part` is a chapter or a choice (form.bea_visstid), `kind` two versions to compare (2-3)."""
        part = arguments.get("part", "")
        if part:
            self.anchor, self.chapter = part, part.partition(".")[0]
            self.version, self.against = 0, arguments.get("kind", "")
            self.search.clear()
            self.words = ""
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        words = self.words

        def read(desk: Desk) -> Read:
            return Read(desk.guidance.chapters(), desk.guidance.search(words, HITS) if words else (), words)

        self.shell.tasks.run(read, self._show, key="handbook")

    def _seek(self, words: str) -> None:
        self.words = words.strip()
        self.refresh()

    def _show(self, found: Read) -> None:
        self.chapters = found.chapters
        self._fill(found)
        self._show_text()

    def _fill(self, found: Read) -> None:
        t, at = self.t, 0
        self.list.blockSignals(True)
        self.list.clear()
        if found.words:
            for i, hit in enumerate(found.hits):
                self._row(f"{hit.title}\n{hit.around}", hit.anchor)
                at = i if hit.anchor == self.anchor and found.words == self.sought else at
            if not found.hits:
                self._row(t("Nothing found. Try another word."), "")
        else:
            for i, one in enumerate(found.chapters):
                draft = t("draft {version}", version=one.versions[0].version) if one.versions[0].since is None else ""
                now = t("version {version}", version=one.now.version) if one.now else ""
                self._row(f"{one.title}\n{' · '.join(x for x in (now, draft) if x)}", one.name)
                at = i if one.name == self.chapter else at
        anew, self.sought = bool(found.words) and found.words != self.sought, found.words
        chosen = anew and (self.which.hasFocus() or self.other.hasFocus())
        """Something else since the words were typed: it stays, and what was found is there to be chosen."""
        if self.list.count():
            self.list.setCurrentRow(-1 if chosen else at)
        self.list.blockSignals(False)
        if found.hits and anew and not chosen:
            self._chosen(self.list.item(0))

    def _row(self, said: str, anchor: str) -> None:
        item = QListWidgetItem(said)
        item.setData(256, anchor)
        self.list.addItem(item)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        anchor = str(item.data(256) or "") if item is not None else ""
        if not anchor:
            return
        self.anchor, self.chapter = anchor, anchor.partition(".")[0]
        self.version, self.against = 0, ""
        self._show_text()

    def _here(self) -> GuidanceChapter | None:
        return next((c for c in self.chapters if c.name == self.chapter), None)

    def _shown(self) -> GuidanceVersion | None:
        chapter = self._here()
        if chapter is None:
            return None
        return next((v for v in chapter.versions if v.id == self.version), chapter.shown)

    def _show_text(self) -> None:
        chapter, shown = self._here(), self._shown()
        there = chapter is not None and shown is not None
        self._nothing(show=not there and not self.chapters)
        for one in (self.which, self.other, self.why, self.text):
            one.setVisible(there)
        self.begin.setEnabled(self._can_begin(shown))
        if chapter is None or shown is None:
            return
        self._versions(chapter, shown)
        t = self.t
        decided = chapter.decided.get(shown.id, 0)
        counted = t.plural("{count} decision made under it", "{count} decisions made under it", decided, count=decided)
        self.why.setText(" · ".join(x for x in (shown.why, shown.by, counted if decided else "") if x))
        if self.against:
            self._compare(chapter)
            return
        self.text.show_html(to_html(parse(shown.said(t.lang))))
        self.text.go_to(self.anchor, self.sought)

    def _can_begin(self, shown: GuidanceVersion | None) -> bool:
        """A draft, and one whose day has not come: that day can still be another."""
        return shown is not None and shown.state(self.shell.today) in {"draft", "coming"}

    def _versions(self, chapter: GuidanceChapter, shown: GuidanceVersion) -> None:
        t, today = self.t, self.shell.today

        def said(v: GuidanceVersion) -> str:
            state = t(GUIDANCE_STATES[v.state(today)])
            since = t("from {day}", day=t.long_day(v.since)) if v.since else ""
            return " · ".join(x for x in (t("Version {version}", version=v.version), state, since) if x)

        self.which.fill([(str(v.id), said(v)) for v in chapter.versions], str(shown.id))
        others = [v for v in chapter.versions if v.id != shown.id]
        chosen = next((n for n in self.against.split("-") if n != str(shown.version)), "")
        entries = [(str(v.version), t("Compare with version {version}", version=v.version)) for v in others]
        self.other.fill([("", t("Compare with …")), *entries], chosen)
        self.other.setEnabled(bool(others))

    def _compare(self, chapter: GuidanceChapter) -> None:
        before, _, now = self.against.partition("-")
        name = chapter.name
        self.shell.tasks.run(
            lambda desk: desk.guidance.compare(name, int(before), int(now)),
            lambda found: self.text.show_html(differences_html(found, self.shell)),
            key="compare",
        )

    def _nothing(self, *, show: bool) -> None:
        """A unit that has written nothing yet may begin with the program's own handbook."""
        if self.nothing is None and show:
            t = self.t
            said = t("Begin with the program's handbook: it comes as drafts, which you change and put in force.")
            act = (t("Take it as drafts"), self._first)
            self.nothing = EmptyState(self.shell, "book", t("No guidance yet"), said, [act])
            self.right.body.addWidget(self.nothing, 1)
        if self.nothing is not None:
            self.nothing.setVisible(show)

    def _version_chosen(self) -> None:
        self.version, self.against = int(self.which.code() or 0), ""
        self._show_text()

    def _compare_chosen(self) -> None:
        shown, other = self._shown(), self.other.code()
        both = sorted((int(other), shown.version)) if shown is not None and other else ()
        self.against = "-".join(map(str, both))  # what is new is said of the later one, whichever is read
        self._show_text()

    def _link(self, url: QUrl) -> None:
        """A link within the handbook: its heading, in whichever chapter."""
        anchor = url.fragment()
        self.anchor = anchor
        if anchor.partition(".")[0] != self.chapter:
            self.chapter, self.version, self.against = anchor.partition(".")[0], 0, ""
            self._fill(Read(self.chapters, (), ""))
        self._show_text()

    # acts

    def _first(self) -> None:
        if self.shell.barred("guidance.change"):
            self.shell.toast(self.shell.barred("guidance.change"))
            return
        said = self.t("The handbook is there as drafts.")
        self.shell.tasks.write(
            lambda desk: desk.guidance.first(),
            lambda _n: self.shell.toast(said, undo=True),
            failed=self.shell.guarded(self.shell.toast),
        )

    def _write(self) -> None:
        from amdesk.ui.guidance.writing import DraftDialog

        chapter = self._here()
        if chapter is not None:
            DraftDialog(self, self.shell, chapter.name, chapter.title, chapter.versions[0]).open()

    def _begin(self) -> None:
        from amdesk.ui.guidance.writing import BeginDialog

        shown, chapter = self._shown(), self._here()
        if shown is not None and chapter is not None and self._can_begin(shown):
            BeginDialog(self, self.shell, chapter.title, shown).open()

    def _load(self) -> None:
        t, chapter = self.t, self._here()
        kinds = t("Text or Word (*.md *.txt *.docx)")
        name, _ = QFileDialog.getOpenFileName(self, t("Import a chapter"), "", kinds)
        if not name or chapter is None:
            return
        path, into, lang = Path(name), chapter.name, t.lang
        self.shell.tasks.write(
            lambda desk: desk.guidance.read(path, into, lang),
            self._loaded,
            failed=self.shell.guarded(self.shell.toast),
        )

    def _loaded(self, made: GuidanceVersion) -> None:
        self.version = made.id
        self.shell.toast(self.t("Version {version} is read in as a draft.", version=made.version), undo=True)
        self.refresh()

    def print_(self) -> None:
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        t = self.t
        lang = self.shell.papers
        name = f"{t('Handbook').lower()}-{self.shell.today}.pdf"
        print_paper(
            self,
            self.shell,
            Paper(t("Handbook"), "", name, lambda desk, _why: desk.guidance.pdf(lang=lang), act="guidance.see"),
        )

    def focus_search(self) -> None:
        self.search.setFocus()

    def regions(self) -> list[QWidget]:
        return [self.search, self.list, self.text]


def to_html(blocks: Sequence[Block], wide: int = 0) -> str:
    """Markdown as the reader shows it: each heading is found by its anchor; a picture is `wide` pixels, or its words alone."""
    out: list[str] = []
    listed = False
    for one in blocks:
        if listed and one.kind != "item":
            out.append("</ul>")
        if not listed and one.kind == "item":
            out.append("<ul>")
        listed = one.kind == "item"
        out.append(_html(one, wide))
    return "".join(out) + ("</ul>" if listed else "")


def _html(one: Block, wide: int) -> str:
    said = _inline(one.said)
    if one.kind == "heading":
        level = min(one.level + 1, 4)
        name = f'<a name="{html.escape(one.anchor)}"></a>' if one.anchor else ""
        return f"<h{level}>{name}{said}</h{level}>"
    if one.kind == "item":
        return f"<li>{said}</li>"
    if one.kind == "picture" and wide:
        return f'<p><img src="{html.escape(one.file)}" width="{wide}"><br><small>{said}</small></p>'
    if one.kind == "quote":
        return f'<p style="margin-left:18px; margin-top:2px; margin-bottom:2px">{said}</p>'
    return f"<p>{said}</p>"


def _inline(said: str) -> str:
    safe = html.escape(said, quote=False)
    marked = BOLD.sub(r"<b>\1</b>", LINK.sub(r'<a href="\2">\1</a>', safe))
    return CODE.sub(r"<code>\1</code>", marked)


def differences_html(found: Sequence[TextDifference], shell: Shell) -> str:
    """Two versions as one text: what is new and what is gone are said in words as well as in colour."""
    t, theme = shell.words, shell.theme
    said = {"+": t("New:"), "-": t("Gone:")}
    colour = {"+": theme.color("ok").name(), "-": theme.color("bad").name()}
    out = []
    for one in found:
        words = _difference(one.said)
        cut = f"<s>{words}</s>" if one.mark == "-" else words
        told = f'<b style="color:{colour[one.mark]}">{said[one.mark]}</b> ' if one.mark else ""
        edge = ' style="margin-left:18px"' if one.said.startswith(QUOTED) else ""
        out.append(f"<p{edge}>{told}{cut}</p>")
    return "".join(out)


def _difference(said: str) -> str:
    """A line of two versions as it is read: a heading in bold, and without the marks that it was compared by."""
    heading = HEADING.match(said)
    if heading is not None:
        return f"<b><big>{_inline(heading[2])}</big></b>"
    return _inline(said.removeprefix(QUOTED))
