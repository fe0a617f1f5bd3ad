"""The certificate beside the grid: its page as it will be, what it still lacks, and the button that makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from amdesk.domain.competence.assessments import Assessment, Readiness, as_typed, ready
from amdesk.domain.errors import Refused
from amdesk.domain.texts import Text
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.ui.kit.basic import Panel, button, clear, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.saving import file_name, who
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from datetime import date

    from amdesk.services.desk import Desk

SHOWN_WIDTH, SHOWN_NARROW = 266, 238
Pixels = tuple[bytes, int, int, int]
"""A picture: its bytes, width, height and the length of a line."""


class Issued(NamedTuple):
    """An issued certificate: its number, and the document that holds it."""

    number: str
    document: int
    on: date


class CertificatePanel(Panel):
    """`wanted` names what a line of the list asks for: assess, remark, signatures or employment. `up_to_date` stores what was
    typed beside it and shows what follows from it, before anything is printed."""

    wanted = Signal(str)

    def __init__(self, shell: Shell, up_to_date: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(shell.words("Certificate"))
        self.shell, self.t, self.up_to_date = shell, shell.words, up_to_date
        self.sheet: AssessmentSheet | None = None
        self.why = ""
        self.setFixedWidth(shell.theme.px(300))
        self.state = label("", "small")
        self.body.addWidget(self.state)  # a line of its own: beside the title a number would be cut
        self.page: Pixels | None = None
        self.stopped: Text | None = None
        """Why there is no page to show, where words of it cannot be printed."""
        self.page_width = SHOWN_WIDTH
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumHeight(80)
        self.preview.setAccessibleName(self.t("Preview of the certificate"))
        self.preview.setWordWrap(True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.preview)
        area.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the page in it has it, and the keys that scroll come up from there
        self.preview.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(area, 1)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(5)
        self.body.addLayout(self.lines)
        self.buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.body.addLayout(self.buttons)

    def fit(self, *, roomy: bool) -> None:
        """How wide the page is drawn, and whether two buttons have room beside each other."""
        self.page_width = SHOWN_WIDTH if roomy else SHOWN_NARROW
        self.buttons.setDirection(QBoxLayout.Direction.LeftToRight if roomy else QBoxLayout.Direction.TopToBottom)
        if self.page is not None and self.preview.pixmap().deviceIndependentSize().width() != self._wide():
            self._show_page(self.page)

    def _wide(self) -> int:
        return self.shell.theme.px(self.page_width)

    @property
    def issued(self) -> Issued | None:
        """The certificate that is valid now, or None."""
        found = self.sheet.certificates if self.sheet else ()
        return next((Issued(c.number, c.document_id, c.issued_on) for c in found if not c.revoked_on), None)

    def empty(self) -> None:
        """Nobody is chosen."""
        self.sheet, self.why = None, ""
        clear(self.lines)
        clear(self.buttons)
        self.page = self.stopped = None
        self.preview.clear()

    def show_sheet(self, sheet: AssessmentSheet, why: str = "") -> None:
        """What this employment's certificate lacks, and its page. `why` is what a protected person was opened for."""
        self.why = why
        self._show_state(sheet)
        self._ask_page(sheet.employment.id)

    def follow_key(self, typed: Assessment) -> None:
        """What it lacks, at each key; the page and the rest come when the keys rest."""
        if self.sheet is not None:
            self._show_state(replace(self.sheet, readiness=as_typed(self.sheet.readiness, self.sheet.profile, typed)))

    def follow(self, typed: Assessment) -> None:
        """The same with what is being typed, before it is stored."""
        sheet = self.sheet
        if sheet is None:
            return
        key, why = sheet.employment.id, self.why

        def look(desk: Desk) -> tuple[Sequence[Readiness], Pixels]:
            lines, pdf = desk.competence.look(key, typed, why)
            return lines, _raster(pdf)

        def show(found: tuple[Sequence[Readiness], Pixels]) -> None:
            self._show_state(replace(sheet, readiness=found[0]))
            self._show_page(found[1])

        self.shell.tasks.run(look, show, key="preview", failed=self._not_followed)

    def _show_state(self, sheet: AssessmentSheet) -> None:
        self.sheet = sheet
        t, all_ready = self.t, ready(sheet.readiness)
        state = t("Ready") if all_ready else t("Draft")
        self.state.setText(t("Issued {number}", number=self.issued.number) if self.issued else state)
        clear(self.lines)
        for line in sheet.readiness:
            self.lines.addLayout(self._line(line))
        self._show_buttons(all_ready)

    def _line(self, line: Readiness) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark = QLabel()
        icon, role = ("checkmark_circle", "ok") if line.ok else ("error_circle", "warn")
        mark.setPixmap(
            self.shell.theme.pixmap(icon, role, self.shell.theme.mark(16), filled=True, dpr=self.devicePixelRatioF())
        )
        jumps = not line.ok and line.jump in {"assess", "remark", "signatures", "employment"}
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter if jumps else Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self.t.say(line.text), "small", wrap=True), 1)
        if jumps:
            row.addWidget(button(self.shell, self.t("Go there"), lambda: self.wanted.emit(line.jump), kind="link"))
        return row

    def _show_buttons(self, all_ready: bool) -> None:
        t, first = self.t, all_ready and not self.issued
        clear(self.buttons)
        said = t("Print certificate") if first else t("Print again") if self.issued else t("Print draft")
        kind = "primary" if first else ""
        both = self.issued is not None and all_ready  # two buttons have no room for a picture too
        icon = "" if both else "print"
        act = "certificate.issue" if first else "competence.see"
        self.buttons.addWidget(button(self.shell, said, self.print_, kind=kind, icon=icon, key="Ctrl P", act=act), 1)
        if both:
            self.buttons.addWidget(button(self.shell, t("Reissue"), self.issue, writes=True, act="certificate.issue"))

    def _ask_page(self, employment: int) -> None:
        document, why = self.issued.document if self.issued else None, self.why

        def page(desk: Desk) -> Pixels:
            issued = desk.competence.pdf(document, why)[1] if document else None
            return _raster(issued or desk.competence.draft(employment, why))

        self.shell.tasks.run(page, self._show_page, key="preview", failed=self._no_page)

    def _no_page(self, error: Exception) -> None:
        """In place of the page what stops it: which letters, where they stand and what to do. What else fails is said when it
        is stored or printed."""
        self.page, self.stopped = None, _stopped(error)
        self._say_stopped()

    def _say_stopped(self) -> None:
        """The letters may be most of a name, so they are hidden as names are."""
        self.preview.clear()
        if self.stopped is not None:
            self.preview.setText(self.t("Names are hidden.") if self.shell.names_hidden else self.t.say(self.stopped))

    def _not_followed(self, error: Exception) -> None:
        """What is typed stops the page, or cannot be shown now: then the page stays as it was."""
        if _stopped(error):
            self._no_page(error)

    def hide_or_show(self) -> None:
        """The page again, as names are hidden or shown now."""
        if self.page is not None:
            self._show_page(self.page)
        else:
            self._say_stopped()

    def _show_page(self, page: Pixels) -> None:
        self.page, self.stopped = page, None
        if self.shell.names_hidden:
            self.preview.clear()
            self.preview.setText(self.t("Names are hidden."))
            return
        raw, width, height, stride = page
        image = QImage(raw, width, height, stride, QImage.Format.Format_RGB888).copy()
        wide, dpr = self._wide(), self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(image).scaledToWidth(round(wide * dpr), Qt.TransformationMode.SmoothTransformation)
        pixmap.setDevicePixelRatio(dpr)
        self.preview.setPixmap(pixmap)

    # acts

    def print_(self) -> None:
        """Certificate, the issued one again, or a draft, with what was typed in it."""
        self.up_to_date(self._print)

    def _print(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        if self.issued and sheet.outdated:
            self._ask_which(sheet, self.issued)
        elif self.issued:
            self._again(sheet, self.issued)
        elif ready(sheet.readiness):
            self._issue()
        else:
            self._draft(sheet)

    def _draft(self, sheet: AssessmentSheet) -> None:
        from amdesk.ui.kit.paper import Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        key, whom, said = sheet.employment.id, self._whom(sheet), self.t("Draft")
        paper = Paper(
            said,
            whom,
            file_name(self.shell, whom, said),
            lambda desk, why: desk.competence.draft(key, why),
            act="competence.see",
        )
        print_paper(self, self.shell, paper, self.why)

    def _again(self, sheet: AssessmentSheet, issued: Issued) -> None:
        print_issued(self, self.shell, self._whom(sheet), issued, self.why)

    def _whom(self, sheet: AssessmentSheet) -> str:
        person = sheet.participant
        return who(self.shell, person.name, person.number, protected=bool(person.protection))

    def _ask_which(self, sheet: AssessmentSheet, issued: Issued) -> None:
        """The grid says something else than the certificate that was issued: which of them is wanted on paper."""
        t = self.t
        dialog = Dialog(
            self,
            self.shell,
            t("Changed since it was issued"),
            t("Print it as it was"),
            sentence=t(
                "Certificate {number} does not say what stands in the grid now. Printed again it says what it said when "
                "it was issued; a reissue says what stands there now.",
                number=issued.number,
            ),
            width=560,
        )
        if ready(sheet.readiness):

            def reissue() -> None:
                dialog.reject()
                self._issue()

            again = button(self.shell, t("Reissue"), reissue, writes=True, act="certificate.issue")
            dialog.row.insertWidget(dialog.row.count() - 1, again)
        dialog.accepted.connect(lambda: self._again(sheet, issued))
        dialog.open()

    def issue(self) -> None:
        """A number and the frozen content, once the user has looked at it and prints or saves it."""
        self.up_to_date(self._issue)

    def _issue(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        from amdesk.ui.kit.paper import Out, Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        key, person, ref, t = sheet.employment.id, sheet.participant.id, sheet.employment.ref, self.t
        whom = self._whom(sheet)

        def issue(desk: Desk, why: str) -> Out:
            row, pdf = desk.competence.issue(person, ref, why)
            return Out(pdf, t("Certificate {number} is issued.", number=row.number))

        paper = Paper(
            t("Certificate"),
            whom,
            file_name(self.shell, whom, t("Certificate")),
            lambda desk, why: desk.competence.draft(key, why),
            act="certificate.issue",
            lockable=False,
            issue=issue,
            note=t("It is issued, with its number and seal, when it is printed or saved."),
        )
        print_paper(self, self.shell, paper, self.why)


def print_issued(parent: QWidget, shell: Shell, whom: str, issued: Issued, why: str = "") -> None:
    """An issued certificate once more, byte for byte as it was; `why` is the reason where the person is protected."""
    from amdesk.ui.kit.paper import Paper
    from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

    t = shell.words
    paper = Paper(
        t("Certificate"),
        f"{whom} · {issued.number}",
        file_name(shell, whom, f"{t('Certificate')} {issued.number}", issued.on),
        lambda desk, reason: desk.competence.pdf(issued.document, reason)[1],
        act="competence.see",
        lockable=False,
        note=t("It is issued. Printing changes nothing in it."),
    )
    print_paper(parent, shell, paper, why)


def _stopped(error: Exception) -> Text | None:
    """The sentence of a certificate whose letters cannot be printed."""
    return error.text if isinstance(error, Refused) and error.code == "LETTERS" else None


def _raster(pdf: bytes) -> Pixels:
    """The first page as RGB bytes, twice the size it is shown in."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=1.4, rev_byteorder=True)
    answer = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
    document.close()
    return answer
