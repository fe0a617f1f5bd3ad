"""One program that paints once and ends: `python -m bench.painted floor|ours BANK KEY` prints seconds and kilobytes.

The clock starts with the interpreter's first line of this file; what each mode needs is imported while it runs."""

from __future__ import annotations

import time

START = time.perf_counter()

import os  # noqa: E402 - the clock runs
import sys  # noqa: E402 - the same


def floor() -> float:
    """A bare window with an empty table."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1366, 768)
    window.show()
    done = [False]
    QTimer.singleShot(0, lambda: (window.grab(), done.__setitem__(0, True)))
    while not done[0]:
        app.processEvents()
    return time.perf_counter() - START


def ours(address: str, key: str) -> float:
    """The overview of a bank, as amdesk/window.py opens it and then app.run where the key is at hand."""
    from amdesk.services.start import helper

    reading = helper.start()
    from amdesk.memory import calm_collector

    calm_collector()
    from datetime import date

    from amdesk.domain.clock import Clock
    from amdesk.services.bank.access import who
    from amdesk.services.start.opening import BankOpening

    clock = Clock(date(2026, 11, 23))
    opening = BankOpening(address, key, clock, who("Jamila Provström"), "sv", reading)
    from amdesk.app import application, begun_lock
    from amdesk.settings import Settings

    lock = begun_lock(opening)
    app = application()
    from amdesk.ui.frame.session import BankWindow

    made = BankWindow(app, address, key, clock, Settings(user="Jamila Provström"), "sv", opening, lock=lock)
    made.show()
    from PySide6.QtCore import QEventLoop

    from amdesk.ui.overview.page import OverviewPage

    page = made.window.pages["overview"]
    assert isinstance(page, OverviewPage)
    while page.data is None:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # a busy loop would hold the other thread up
    made.window.grab()
    took = time.perf_counter() - START
    made.opening.reader.submit(lambda desk: desk.badges()).result()  # the window's own connection counts as memory
    return took


def peak() -> int:
    """Kilobytes at most, of this program alone: what getrusage says includes what the bench had before the fork."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(x.split()[1]) for x in status if x.startswith("VmHWM"))
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    seconds = floor() if sys.argv[1] == "floor" else ours(sys.argv[2], sys.argv[3])
    print(seconds, peak(), flush=True)
    os._exit(0)
