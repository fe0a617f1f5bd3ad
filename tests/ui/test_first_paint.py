"""What the first screen waits for: PySide makes a class of Qt with all its names when it is first asked for it, and one that the
first screen does not show delays it for nothing."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from amdesk.db.engine import keys
from amdesk.kept_code import LatePattern

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
from amdesk.ui.frame import session
from bench.painted import ours
session.PATIENCE = 60  # however busy the machine is: what comes after the first paint comes after it
ours(sys.argv[1], sys.argv[2])
made = {name for name, one in vars(QtWidgets).items() if isinstance(one, type) and name.startswith("Q")}
print(*sorted(n for n in made if not n.endswith(("Event", "List"))))
"""


LOADED = """
import sys
from amdesk.ui.frame import main_window
from bench.painted import ours

def show(window):
    print(*sorted(sys.modules))
    sys.stdout.flush()
    raise SystemExit

main_window.MainWindow.show = show
ours(sys.argv[1], sys.argv[2])
"""
HEAVY = {"dataclasses", "statistics", "cryptography", "openpyxl", "reportlab", "holidays", "amdesk.domain.record"}
"""What takes milliseconds to load or has every record of the program made."""
ASKS = {"amdesk.db", "amdesk.db.engine", "amdesk.db.engine.network"}
"""Of the bank's floor what the window needs itself: where a file lies. Everything else is asked in the helper."""


COMPILED = """
import sys
seen = []
sys.addaudithook(lambda what, of: seen.append(of[1]) if what == "compile" else None)
from types import SimpleNamespace as Some
from amdesk import app
exec(sys.argv[1])
from PySide6.QtCore import QObject
try:
    QObject().setObjectName([])
except TypeError as error:
    assert "setObjectName(list)" in str(error).replace("'", ""), "what the code is for"

from amdesk.kept_code import PYSIDES, place
print(place(), *(name for name in seen if str(name).startswith(PYSIDES)))
"""
PATTERNS = """
import re._compiler, sys
made, plain = [], re._compiler.compile

def told(*given, **named):
    asks = sys._getframe(1)
    while "/re/" in asks.f_code.co_filename.replace(chr(92), "/"):
        asks = asks.f_back
    made.append(asks.f_code.co_filename)
    return plain(*given, **named)

re._compiler.compile = told
from amdesk import app, kept_code
app.application()
before = sum(name.startswith(kept_code.PYSIDES) for name in made)
from PySide6.QtCore import QObject
try:
    QObject().setObjectName([])
except TypeError as error:
    print(str(error).splitlines()[-1].strip().replace(" ", ""))
print(before, re.compile("a(b)c").sub("", "abc") == "", type(re.compile("x")).__name__)
"""
WAYS_IN = (
    "app.application()",
    "app._started('sv')",
    "app.begun_lock(Some(asked=Some(address=sys.argv[2], me=Some(name='')))).release()",
)
"""What is first to load Qt: a tour, a window that asks which bank, and one whose bank opens meanwhile."""


def _said(*arguments: str, **others: str) -> set[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | others
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.split())


def test_the_helper_loads_no_record_before_it_reads() -> None:
    loaded = _said(
        "-S", "-c", f"import sys; sys.path[:] = {sys.path}; import amdesk.services.start.ahead; print(*sys.modules)"
    )
    assert "amdesk.services.overview.day" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.thorough(long=True)
def test_the_window_loads_nothing_of_the_bank_before_it_is_shown(demo_bank: Path) -> None:
    loaded = _said("-c", LOADED, str(demo_bank), keys.unlock(demo_bank, None).key)
    assert "amdesk.ui.overview.page" in loaded
    assert loaded & HEAVY == set()
    assert {name for name in loaded if name.startswith("amdesk.db")} == ASKS
    assert "_hashlib" not in loaded, "OpenSSL"


@pytest.mark.thorough(long=True)
def test_no_widget_is_made_that_the_first_screen_does_not_show(demo_bank: Path) -> None:
    made = _said("-c", SAID, str(demo_bank), keys.unlock(demo_bank, None).key)
    assert made - SHOWN == set()


def _compiled(cache: Path, way: str = WAYS_IN[0]) -> tuple[Path, set[str]]:
    """Where PySide's code is kept, and what of it a start had to compile."""
    said = _said(
        "-c", COMPILED, way, str(cache / "a.amdesk"), PYTHONPYCACHEPREFIX=str(cache), PYTHONDONTWRITEBYTECODE=""
    )
    kept = next(one for one in said if one.startswith(str(cache)))
    return Path(kept), said - {kept}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("way", WAYS_IN)
def test_pysides_own_code_is_compiled_once(tmp_path: Path, way: str) -> None:
    kept, first = _compiled(tmp_path, way)
    assert "signature_bootstrap.py" in first
    assert len(first) > 10
    assert _compiled(tmp_path, way) == (kept, set())
    assert [one.name for one in kept.parent.glob("pyside*")] == [kept.name], "nothing half written stays"


@pytest.mark.thorough(long=True)
def test_code_that_is_damaged_or_of_another_source_is_compiled_anew(tmp_path: Path) -> None:
    kept, first = _compiled(tmp_path)
    whole = kept.read_bytes()
    for damaged in (b"", b"no code", whole[:4], whole[:5000], b"\0" + whole[1:], whole[:16] + marshal.dumps({1: 2})):
        kept.write_bytes(damaged)
        assert _compiled(tmp_path)[1] == first
        assert _compiled(tmp_path)[1] == set()
    code = marshal.loads(kept.read_bytes()[len(MAGIC_NUMBER) :])
    code["shibokensupport/feature.py"] = b"another!", code["shibokensupport/feature.py"][1]
    kept.write_bytes(MAGIC_NUMBER + marshal.dumps(code))
    assert _compiled(tmp_path)[1] == {"shibokensupport/feature.py"}


def test_pysides_patterns_are_made_when_an_error_needs_them_and_everybody_elses_at_once() -> None:
    said = _said("-c", PATTERNS)
    assert said == {"PySide6.QtCore.QObject.setObjectName(name:str,/)", "0", "True", "Pattern"}


def test_a_pattern_that_waits_is_one_by_itself_and_by_a_method_taken_from_it_before() -> None:
    made: list[str] = []

    def make() -> re.Pattern[str]:
        made.append("a")
        return re.compile("b(c)?")

    waiting = LatePattern(make)
    split, find = waiting.split, waiting.finditer
    assert made == []
    assert (split("abd"), [m.group() for m in find("bc b")]) == (["a", None, "d"], ["bc", "b"])
    assert (waiting.pattern, waiting.groups, made) == ("b(c)?", 1, ["a"])

    class Holds:
        taken = waiting.split

    assert Holds().taken("abd") == ["a", None, "d"]
