"""Key caps that are shown and do nothing."""

from __future__ import annotations

import re
from types import CodeType

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from amdesk.ui.frame.main_window import MainWindow
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.page import Page
from tests.stories.observer.sight import Seen, path

ACTS = {
    "Ctrl Enter": "confirm",
    "Ctrl Shift Enter": "reserve",
    "Ctrl P": "print_",
    "Ctrl D": "done",
    "Ctrl J": "next_",
    "Ctrl Shift J": "next_",
    "Ctrl F": "focus_search",
}
"""Keys that the window passes on to its page, and the page's word for them, which does nothing where it is not its own."""


KEY = re.compile(r"Ctrl .+|[A-Z]|Enter|Esc|Del|F\d+")
"""What a legend can show as a key; digits are ranges of a handler's own, and arrows are Qt's."""


def caps(seen: list[Seen]) -> list[tuple[QWidget, str]]:
    """Buttons with a key cap that could be pressed now, and the keys of a legend."""
    out: list[tuple[QWidget, str]] = []
    for widget in (one.widget for one in seen):
        if isinstance(widget, KeyButton) and widget.cap and widget.isEnabled():
            out.append((widget, widget.cap))
        elif isinstance(widget, QLabel) and widget.property("kind") == "key" and KEY.fullmatch(widget.text()):
            out.append((widget, widget.text()))
    return out


def dead(seen: list[Seen]) -> list[str]:
    return [f"{path(one)} shows {cap}, which nothing answers" for one, cap in caps(seen) if not answered(one, cap)]


def answered(one: QWidget, cap: str) -> bool:
    top = one.window()
    if not _bound(top, cap):
        return (cap in {"Enter", "Esc"} and isinstance(top, QDialog)) or _taken(one, cap)
    if isinstance(top, MainWindow) and cap in ACTS:
        page = top.pages[top.current]
        return getattr(type(page), ACTS[cap]) is not getattr(Page, ACTS[cap])
    return True


def _bound(top: QWidget, cap: str) -> bool:
    """A shortcut of its window, or of what is seen in it."""
    wanted = {sequence(cap)} | ({sequence(cap.replace("Enter", "Return"))} if "Enter" in cap else set())
    return any(
        s.key().toString() in wanted and s.isEnabled() and _seen(s.parent()) for s in top.findChildren(QShortcut)
    )


def _seen(owner: QObject | None) -> bool:
    return isinstance(owner, QWidget) and owner.isVisible()


def sequence(cap: str) -> str:
    return QKeySequence(cap.replace(" ", "+")).toString()


def _taken(one: QWidget, cap: str) -> bool:
    """Something that is seen beside it on its page takes the key in a `keyPressEvent` of the program's."""
    page = one.parentWidget()
    while page is not None and not isinstance(page, (Page, QDialog)):
        page = page.parentWidget()
    around = page or one.window()
    if len(cap) == 1 and isinstance(page, Page) and not page.shell.settings.letters:
        return False
    name = f"Key_{NAMES.get(cap, cap)}"
    return any(w.isVisible() and name in _names(w) for w in [around, *around.findChildren(QWidget)])


NAMES = {"Enter": "Return", "Del": "Delete", "Esc": "Escape"}


def _names(widget: QWidget) -> set[str]:
    """What the key handlers of its class name, with the lambdas in them."""
    handlers = [
        vars(kind)[name]
        for kind in type(widget).__mro__
        if kind.__module__.startswith("amdesk")
        for name in ("keyPressEvent", "eventFilter")
        if name in vars(kind)
    ]
    return {name for handler in handlers for name in (*handler.__code__.co_names, *_deeper(handler.__code__))}


def _deeper(code: CodeType) -> list[str]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [name for one in inner for name in (*one.co_names, *_deeper(one))]
