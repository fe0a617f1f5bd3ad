"""A frozen report as it was: its figures, its definitions, and whether it still stands."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.basic import label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.reading import ReadText

if TYPE_CHECKING:
    from amdesk.domain.results.frozen import FrozenReport
    from amdesk.ui.kit.shell import Shell


class FrozenDialog(Dialog):
    """Shows one report; there is nothing to store."""

    def __init__(self, parent: QWidget, shell: Shell, found: FrozenReport) -> None:
        t = shell.words
        said = found.said(t.lang)
        super().__init__(parent, shell, str(said["title"]), t("Close"), width=640, only_shows=True)
        self.belongs_to(
            t("{number}, frozen {day} by {name}", number=found.number, day=t.long_day(found.on), name=found.by)
        )
        stands = (
            t("It stands as it was frozen.")
            if found.unchanged
            else t("It was CHANGED since it was frozen: the hash is not that of its contents.")
        )
        self.stands = label(f"{stands} {found.digest}", "" if found.unchanged else "bad", wrap=True)
        self.body.addWidget(self.stands)
        self.text = ReadText(t("Figures"))
        self.text.setMinimumHeight(shell.theme.px(320))
        self.text.show_html(report_html(found, shell))
        self.body.addWidget(self.text)

    @classmethod
    def show_report(cls, parent: QWidget, shell: Shell, number: str) -> None:
        """Read one by its number, then show it."""
        shell.tasks.run(
            lambda desk: desk.frozen.of(number),
            lambda found: cls(parent, shell, found).open(),
            failed=shell.guarded(shell.toast),
        )


def report_html(found: FrozenReport, shell: Shell) -> str:
    """Its figures as a table, then its definitions."""
    t = shell.words
    rows = []
    for f in found.figures(t.lang):
        count = "·" if f.count is None else t.number(f.count)
        of = "" if f.base is None else t.number(f.base)
        share = f.said if f.percent is not None else ""
        cells = "".join(f'<td align="right">&nbsp;{html.escape(x)}</td>' for x in (count, of, share))
        rows.append(f"<tr><td>{html.escape(f.label)}</td>{cells}</tr>")
    heads = "".join(f'<th align="right">&nbsp;{html.escape(x)}</th>' for x in (t("Count"), t("Of"), t("Share")))
    terms = [
        f"<p><b>{html.escape(', '.join(d['terms']))}</b>: {html.escape(d['definition'])}</p>"
        for d in found.said(t.lang).get("definitions", ())
    ]
    return f'<table width="100%"><tr><th align="left">{html.escape(t("Figure"))}</th>{heads}</tr>{"".join(rows)}</table>{"".join(terms)}'
