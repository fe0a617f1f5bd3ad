"""Whether the X server has told the program all that it had to tell. What a window asks of it (a size, a place, the keys) it answers
later, and a window with nothing under way in itself is not at rest before."""

from __future__ import annotations

import ctypes
from functools import cache

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

CLIENT_MESSAGE, PROPERTY_NOTIFY = 33, 28
INPUT_ONLY, BITS, EVENT = 2, 32, 32
PATIENCE = 60_000
"""Milliseconds until a server that does not answer is given up."""


class _Roots(ctypes.Structure):
    _fields_ = (("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Server(QAbstractNativeEventFilter):
    """The program's own connection, and on it a window that nobody sees, to which letters are sent."""

    def __init__(self, connection: int) -> None:
        super().__init__()
        self.xcb = ctypes.CDLL("libxcb.so.1")
        self.xcb.xcb_get_setup.restype = ctypes.c_void_p
        self.xcb.xcb_setup_roots_iterator.restype = _Roots
        self.xcb.xcb_generate_id.restype = ctypes.c_uint32
        self.at = ctypes.c_void_p(connection)
        setup = ctypes.c_void_p(self.xcb.xcb_get_setup(self.at))
        root = ctypes.c_uint32(self.xcb.xcb_setup_roots_iterator(setup).data[0])
        self.window = int(self.xcb.xcb_generate_id(self.at))
        own = ctypes.c_uint32(self.window)
        self.xcb.xcb_create_window(self.at, 0, own, root, 0, 0, 1, 1, 0, INPUT_ONLY, 0, 0, None)
        self.sent = self.back = self.others = 0
        self.waiting: list[QEventLoop] = []
        QGuiApplication.instance().installNativeEventFilter(self)  # type: ignore[union-attr]  # it has a screen

    def nativeEventFilter(
        self, _kind: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> tuple[bool, int]:
        said = ctypes.string_at(int(message), EVENT)
        what = said[0] & 0x7F
        if what == CLIENT_MESSAGE and int.from_bytes(said[4:8], "little") == self.window:
            self.back = int.from_bytes(said[12:16], "little")
            for one in self.waiting:
                one.quit()
            return True, 0
        self.others += what != PROPERTY_NOTIFY
        return False, 0

    def trip(self) -> bool:
        """Whether a letter of its own, sent after all that was asked before, came back before anything else did."""
        self.sent += 1
        number, before = self.sent, self.others
        letter = bytes([CLIENT_MESSAGE, BITS, 0, 0]) + b"".join(
            one.to_bytes(4, "little") for one in (self.window, 0, number, 0, 0, 0, 0)
        )
        self.xcb.xcb_send_event(self.at, 0, ctypes.c_uint32(self.window), 0, letter)
        self.xcb.xcb_flush(self.at)
        end, loop = QDeadlineTimer(PATIENCE), QEventLoop()
        self.waiting.append(loop)
        QTimer.singleShot(PATIENCE, loop, loop.quit)
        while self.back < number and not end.hasExpired():
            loop.exec()
        self.waiting.remove(loop)
        assert self.back >= number, "the X server does not answer"
        return self.others == before


@cache
def _server() -> _Server:
    return _Server(QGuiApplication.instance().nativeInterface().connection())  # type: ignore[union-attr]  # it has one


def told_all() -> bool:
    """Takes what the server has to tell, there and back once; whether that was nothing. Always so where there is none."""
    return QGuiApplication.platformName() != "xcb" or _server().trip()
