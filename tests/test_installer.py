"""Installers remove what they put there and nothing else, and bring the licence of every library."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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


def test_every_library_of_a_build_brings_its_licence(tmp_path: Path) -> None:
    run("notices.py", str(tmp_path / "licences"))
    said = (tmp_path / "licences" / "THIRD-PARTY.txt").read_text("utf-8")
    for name in ("PySide6", "sqlite-utils", "sqlcipher3", "openpyxl", "reportlab", "psycopg", "cryptography"):
        assert re.search(rf"(?im)^{re.escape(name)}[\w-]* \d", said), name
    assert (tmp_path / "licences" / "LGPL-3.0.txt").exists()
