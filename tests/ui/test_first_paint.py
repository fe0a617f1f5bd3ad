"""What the first screen waits for: PySide makes a class of Qt with all its names when it is first asked for it, and one that the
first screen does not show delays it for nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from amdesk.db.engine import keys

SHOWN = {
    "QAbstractButton",
    "QAbstractItemDelegate",
    "QAbstractItemView",
    "QAbstractScrollArea",
    "QApplication",
    "QBoxLayout",
    "QButtonGroup",
    "QCheckBox",
    "QFrame",
    "QGridLayout",
    "QHBoxLayout",
    "QLabel",
    "QLayout",
    "QLayoutItem",
    "QListView",
    "QMainWindow",
    "QPushButton",
    "QScrollArea",
    "QSizePolicy",
    "QSpacerItem",
    "QStackedWidget",
    "QStyleOption",
    "QStyleOptionButton",
    "QStyleOptionViewItem",
    "QStylePainter",
    "QStyledItemDelegate",
    "QToolTip",
    "QVBoxLayout",
    "QWidget",
    "QWidgetItem",
}
"""Of Qt's widgets what the first screen is made of, and what those are made of."""
SAID = """
import sys
from PySide6 import QtWidgets
from bench.painted import ours
ours(sys.argv[1], sys.argv[2])
made = {name for name, one in vars(QtWidgets).items() if isinstance(one, type) and name.startswith("Q")}
print(*sorted(n for n in made if not n.endswith(("Event", "List"))))
"""


def test_no_widget_is_made_that_the_first_screen_does_not_show(demo_bank: Path) -> None:
    key = keys.unlock(demo_bank, None).key
    done = subprocess.run(
        [sys.executable, "-c", SAID, str(demo_bank), key],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert set(done.stdout.split()) - SHOWN == set()
