"""Installers remove what they put there and nothing else, and bring the licence of every library."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ONLY_WINDOWS = {"msvcrt", "winreg", "_winapi"}
"""Modules of Python that are there on Windows alone."""
NAMES = ["AMDesk.exe", r"amdesk\app.py", r"amdesk\db\keys.py", r"site\PySide6\Qt6Core.dll"]


def run(script: str, *given: str) -> None:
    subprocess.run([sys.executable, str(ROOT / "installer" / script), *given], check=True)


def test_the_windows_setup_removes_file_by_file_what_it_installed(tmp_path: Path) -> None:
    (tmp_path / "files.txt").write_text("\n".join(NAMES) + "\n", "utf-8")
    run("windows/files.py", str(tmp_path / "files.txt"), str(tmp_path))
    install = (tmp_path / "install.nsh").read_text("utf-8-sig")
    remove = (tmp_path / "remove.nsh").read_text("utf-8-sig")
    assert re.findall(r'File "\$\{APP\}/(.*)"', install) == [n.replace("\\", "/") for n in NAMES]
    assert re.findall(r'Delete "\$INSTDIR\\(.*)"', remove) == NAMES
    whole = re.findall(r'RMDir /r "(.*)"', remove)
    assert whole
    assert all(w.startswith("$INSTDIR\\") and w.endswith("\\__pycache__") for w in whole)
    emptied = re.findall(r'RMDir "\$INSTDIR\\(.*)"', remove)
    assert emptied.index(r"amdesk\db") < emptied.index("amdesk"), "inner folders first"


def test_nothing_in_the_setup_sweeps_the_folder_it_was_installed_in() -> None:
    script = (ROOT / "installer" / "windows" / "amdesk.nsi").read_text("utf-8")
    swept = re.findall(r'RMDir /r "([^"]*)"', script)
    assert swept == [r"$LOCALAPPDATA\AMDesk"], "and that only where /PURGE is given"
    assert script.index("/PURGE", script.index("Section Uninstall")) < script.index("RMDir /r")


@pytest.mark.thorough(long=True)
def test_every_library_of_a_build_brings_its_licence(tmp_path: Path) -> None:
    run("notices.py", str(tmp_path / "licences"))
    said = (tmp_path / "licences" / "THIRD-PARTY.txt").read_text("utf-8")
    for name in ("PySide6", "sqlite-utils", "sqlcipher3", "openpyxl", "reportlab", "psycopg", "cryptography"):
        assert re.search(rf"(?im)^{re.escape(name)}[\w-]* \d", said), name
    assert (tmp_path / "licences" / "LGPL-3.0.txt").exists()


BLOCKED = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in GONE or name in GONE:
            raise ImportError(f"{name} is not brought along")
sys.meta_path.insert(0, Gone())
for said in WANTED:
    exec(said)
"""


@pytest.mark.thorough(long=True)
def test_nothing_that_the_program_imports_asks_for_what_the_installers_leave_out() -> None:
    """Imports inside functions too: they are the ones that a start does not try."""
    spec = (ROOT / "installer" / "amdesk.spec").read_text("utf-8")
    left_out = ast.literal_eval(spec[spec.index("UNUSED = [") + 9 : spec.index("]  # fmt")] + "]")
    windows = re.findall(
        r'"\$APP"/site/(\w+)(?: |$)', (ROOT / "installer" / "build-windows").read_text("utf-8"), re.MULTILINE
    )
    assert len(left_out) > 5
    assert "pip" in windows
    wanted: set[str] = set()
    for path in (ROOT / "amdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                wanted |= {f"from {node.module} import {one.name}" for one in node.names}
            elif isinstance(node, ast.Import):
                wanted |= {f"import {one.name}" for one in node.names}
    here = sorted(w for w in wanted if w.split()[1].split(".")[0] not in {"amdesk", "__future__", *ONLY_WINDOWS})
    gone = {*left_out, *windows} - {"bin"}
    script = BLOCKED.replace("GONE", repr(gone), 2).replace("WANTED", repr(here))
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-500:]
