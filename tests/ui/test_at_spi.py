"""What a screen reader gets, over a bus and a screen of their own: run where the system has what it takes, and left out else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CITY, PART
from tests.thorough import SHARE

INSIDE = Path(__file__).with_name("at_spi_inside.py")
SYSTEM = "/usr/bin/python3"
BINDING = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
BUS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher")
PARTS = 13
"""As many as there are tests inside: several processes share them, and none takes long."""


def lacking() -> list[str]:
    """The packages of Debian and Ubuntu that are not there."""
    out = [
        name
        for name, there in (
            ("xvfb", shutil.which("Xvfb")),
            ("xauth", shutil.which("xauth")),
            ("dbus", shutil.which("dbus-run-session")),
            ("at-spi2-core", any(Path(one).exists() for one in BUS)),
        )
        if not there
    ]
    if (
        not Path(SYSTEM).exists()
        or subprocess.run([SYSTEM, "-c", BINDING], capture_output=True, check=False).returncode
    ):
        out += ["python3-gi", "gir1.2-atspi-2.0"]
    return out


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_screen_reader_gets_role_name_and_state_of_everything_on_every_page_and_in_every_dialog(
    demo_file: Path, part: int
) -> None:
    if missing := lacking():
        pytest.skip(f"no accessibility bus here: install {' '.join(missing)}")
    own = {
        k: v
        for k, v in os.environ.items()
        if k not in {"DISPLAY", "DBUS_SESSION_BUS_ADDRESS", SHARE} and "PYTEST" not in k
    }
    own |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    own |= {CITY: str(demo_file), PART: f"{part}/{PARTS}"}
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", "dbus-run-session", "--"]
    inside = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", str(INSIDE)]
    done = subprocess.run([*screen, *inside], env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
