"""Key caps that are shown and do nothing."""

from __future__ import annotations

from types import CodeType

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from amdesk.ui.frame.main_window import MainWindow
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.shell import Shell
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


def caps(seen: list[Seen]) -> list[KeyButton]:
    """Buttons with a key cap that could be pressed now."""
    return [o.widget for o in seen if isinstance(o.widget, KeyButton) and o.widget.cap and o.widget.isEnabled()]


def dead(seen: list[Seen]) -> list[str]:
    return [f"{path(one)} shows {one.cap}, which nothing answers" for one in caps(seen) if not answered(one)]


def answered(one: KeyButton) -> bool:
    top = one.window()
    if not _bound(top, one.cap):
        return (one.cap in {"Enter", "Esc"} and isinstance(top, QDialog)) or _taken(one)
    if isinstance(top, MainWindow) and one.cap in ACTS:
        page = top.pages[top.current]
        return getattr(type(page), ACTS[one.cap]) is not getattr(Page, ACTS[one.cap])
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


def _taken(one: KeyButton) -> bool:
    """Something that is seen beside it on its page takes the key in a `keyPressEvent` of the program's."""
    page = one.parentWidget()
    while page is not None and not isinstance(page, (Page, QDialog)):
        page = page.parentWidget()
    around = page or one.window()
    letters = not isinstance(one.shell, Shell) or one.shell.settings.letters
    if len(one.cap) == 1 and not letters:
        return False
    name = f"Key_{NAMES.get(one.cap, one.cap)}"
    return any(w.isVisible() and name in _names(_kind(w)) for w in [around, *around.findChildren(QWidget)])


NAMES = {"Enter": "Return", "Del": "Delete", "Esc": "Escape"}


def _kind(widget: QWidget) -> type[object]:
    return type(widget)


def _names(kind: type[object]) -> frozenset[str]:
    """What the key handlers of a class name, with the constants that their module holds beside them."""
    handlers = [
        vars(k)["keyPressEvent"]
        for k in kind.__mro__
        if k.__module__.startswith("amdesk") and "keyPressEvent" in vars(k)
    ]
    return frozenset(name for handler in handlers for name in (*handler.__code__.co_names, *_deeper(handler.__code__)))


def _deeper(code: CodeType) -> list[str]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [name for one in inner for name in (*one.co_names, *_deeper(one))]
