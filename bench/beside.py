"""The unit's guidance beside a choice: from the key to what is painted, in the real window on the demo city."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.city import CLOCK
from bench.measure import line, median

LIMIT = 0.05
"""Seconds from the key until the panel stands there with its paragraph, the median of all openings but the first."""
OPENINGS = 25


def beside(_path: Path) -> bool:
    """The floor is Qt's own text widget of the same size that lays out and paints the same words."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from amdesk.app import application
    from amdesk.demo import city
    from amdesk.services.bank import banks
    from amdesk.tour import Driver, open_window

    with tempfile.TemporaryDirectory(prefix="amdesk-bench-") as folder:
        bank = Path(folder) / "demo.amdesk"
        address = city.make(bank, CLOCK)
        app = application()
        window = open_window(app, address, CLOCK, "sv")
        driver = Driver(app, window, Path(folder))
        try:
            driver.rest()
            page: Any = driver.go("matching")
            driver.rest(lambda: page.panel.asking and page.panel.form.count() > 1)
            first, *took = [_open(driver, page, i) for i in range(OPENINGS + 1)]
            whole = page.beside.panel.grab().size()
            floor = median(lambda: _bare(str(page.beside.panel.view.found.section.title) * 20, whole), 15)
        finally:
            window.close()
            banks.remove_files(bank)
    now = statistics.median(took)
    print(
        f"guidance beside a choice: the first {first * 1000:.1f} ms, each later one {now * 1000:.1f} ms, the slowest {max(took) * 1000:.1f} ms (limit {LIMIT * 1000:.0f})"
    )
    return line("... beside a picture of bare text of its size", now, floor, LIMIT / floor)


def _open(driver: Any, page: Any, turn: int) -> float:
    """Seconds from the key until the panel of another form of employment is painted; then it is closed again."""
    panel = page.panel
    panel.form.setCurrentIndex(turn % panel.form.count())
    panel.form.activated.emit(panel.form.currentIndex())
    driver.rest()
    mark = next(m for m in panel.f_form.findChildren(_mark()))
    start = time.perf_counter()
    mark.click()
    while not page.beside.showing:
        driver.app.processEvents()
    page.beside.grab()
    took = time.perf_counter() - start
    page.beside.close_beside()
    driver.rest()
    return took


def _mark() -> type:
    from amdesk.ui.guidance.beside import AskButton

    return AskButton


def _bare(said: str, size: Any) -> None:
    from PySide6.QtWidgets import QLabel

    one = QLabel(said)
    one.setWordWrap(True)
    one.resize(size)
    one.grab()
