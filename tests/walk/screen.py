"""A screen of its own: an X server without glass, a window manager, real keys, a real mouse, and pictures."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtGui import QImage

NEEDED = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "setxkbmap": "x11-xkb-utils"}
"""Programs, and the packages of Debian and Ubuntu that they come in."""
OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <desktops><number>1</number></desktops>
  <keyboard></keyboard>
  <applications>
    <application type="normal"><maximized>yes</maximized></application>
  </applications>
</openbox_config>
"""
"""No keys of its own: all of them are the program's. The window fills the screen, as people have it."""


def lacking() -> list[str]:
    """The packages of Debian and Ubuntu that a walk needs and that are not here."""
    return [package for name, package in NEEDED.items() if shutil.which(name) is None]


class Screen:
    """`size` is "1366x768". Ends what it started when it is closed."""

    def __init__(self, size: str, folder: Path) -> None:
        self.size, self.folder = size, folder
        self._started: list[subprocess.Popen[bytes]] = []
        reading, writing = os.pipe()
        self._start(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                f"{size}x24",
                "-fbdir",
                str(folder),
                "-nolisten",
                "tcp",
                "-noreset",
                "-r",  # a key that is let go of late, on a busy computer, is no key that is held down and types again
            ],
            writing,
        )
        os.close(writing)
        with os.fdopen(reading) as said:
            self.display = f":{said.readline().strip()}"
        self.env = os.environ | {"DISPLAY": self.display}
        config = folder / "openbox.xml"
        config.write_text(OPENBOX, "utf-8")
        self._start(["openbox", "--sm-disable", "--config-file", str(config)])
        self._until_managed()
        subprocess.run(["setxkbmap", "se"], env=self.env, check=True)

    def _start(self, call: list[str], *kept: int) -> None:
        env = getattr(self, "env", None)
        with (self.folder / f"{call[0]}.log").open("wb") as log:
            self._started.append(subprocess.Popen(call, env=env, pass_fds=kept, stdout=log, stderr=log))

    def _until_managed(self) -> None:
        for _ in range(200):
            if (
                subprocess.run(
                    ["xdotool", "get_num_desktops"], env=self.env, capture_output=True, check=False
                ).returncode
                == 0
            ):
                return
            time.sleep(0.05)
        raise RuntimeError("no window manager came")

    def act(self, *words: str | int) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self.env, check=True)

    def picture(self, path: Path) -> None:
        """The whole screen, as anybody in front of it sees it: the server's own frame, which it keeps in a file (XWD)."""
        frame = (self.folder / "Xvfb_screen0").read_bytes()
        head, _, _, _, wide, tall, *_, line = struct.unpack(">13I", frame[:52])
        colours = struct.unpack(">I", frame[76:80])[0]
        start = head + 12 * colours
        seen = QImage(frame[start : start + line * tall], wide, tall, line, QImage.Format.Format_RGB32)
        seen.save(str(path), "PNG", 70)  # type: ignore[call-overload]  # its stub wants the format as bytes

    def close(self) -> None:
        for one in reversed(self._started):
            with suppress(ProcessLookupError):
                one.send_signal(signal.SIGTERM)
            one.wait()
