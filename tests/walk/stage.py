"""One walk's own screen, home folder and program, its pictures, and what was found at which step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from amdesk.i18n import Words
from tests.walk.eyes import Eyes
from tests.walk.hands import Hands, Keyboard, Mouse
from tests.walk.pairs import Setting
from tests.walk.screen import Screen

REPOSITORY = Path(__file__).parent.parent.parent


class Stage:
    """`folder` takes the pictures, `home` is the user's own folder."""

    def __init__(self, setting: Setting, folder: Path, home: Path) -> None:
        self.setting, self.folder, self.home = setting, folder, home
        self.t = Words(setting.lang)
        self.found: dict[str, str] = {}
        """What was seen, and at which step first."""
        self.steps: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        home.mkdir(parents=True, exist_ok=True)
        self.screen = Screen(setting.size, home)
        self._program: subprocess.Popen[bytes] | None = None
        self.eyes: Eyes
        self.hands: Hands

    def start(self) -> None:
        """The program, as a user starts it."""
        data, stderr, where = self.home / "AMDesk", self.home / "stderr", self.home / "probe"
        data.mkdir(exist_ok=True)
        look = self.setting.look if self.setting.look != "contrast" else "system"
        chosen = {"language": self.setting.lang, "theme": look, "scale": self.setting.text}
        (data / "settings.json").write_text(json.dumps(chosen), "utf-8")
        where.unlink(missing_ok=True)
        env = self.screen.env | {
            "HOME": str(self.home),
            "AMDESK_HOME": str(data),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local"),
            "LANG": f"{'sv_SE' if self.setting.lang == 'sv' else 'en_GB'}.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": str(self.setting.scale / 100),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONFAULTHANDLER": "1",
        }
        env = {name: value for name, value in env.items() if name != "AMDESK_PASSPHRASE" and "PYTEST" not in name}
        call = [
            sys.executable,
            "-m",
            "tests.walk.program",
            str(where),
            str(stderr),
            self.setting.lang,
            self.setting.look,
        ]
        with stderr.open("wb") as lines:
            self._program = subprocess.Popen(call, env=env, cwd=REPOSITORY, stdout=lines, stderr=lines)
        self.eyes = Eyes(where, self._alive)
        self.hands = (Keyboard if self.setting.hands == "keyboard" else Mouse)(self.screen, self.eyes, self.t)

    def _alive(self) -> bool:
        return self._program is not None and self._program.poll() is None

    @contextmanager
    def step(self, what: str) -> Iterator[Hands]:
        """Something that is done; then all that is seen is looked at, and a picture is taken."""
        self.steps.append(what)
        begun = time.monotonic()
        failed = True
        try:
            yield self.hands
            now = self.eyes.sight()
            if now.late:
                self.found.setdefault("the window did not come to rest", what)
            failed = False
            for said in [*self.eyes.look(), *self.eyes.edges()]:
                if "QFileDialog > QComboBox" not in said:  # Qt's own choice of folders, as narrow as Qt makes it
                    self.found.setdefault(said, what)
        finally:
            if self._alive() or failed:
                self._picture(what)
            if os.environ.get("WALK_TELLS"):
                print(f"{len(self.steps):3} {time.monotonic() - begun:5.1f} s  {what}", file=sys.stderr, flush=True)

    def notice(self, what: str) -> None:
        """Of the step under way: what the observer cannot know to be wrong; "" where nothing is."""
        if what:
            self.found.setdefault(what, self.steps[-1])

    def _picture(self, what: str) -> None:
        plain = "".join(c if c.isalnum() else "-" for c in what)
        path = self.folder / f"{len(self.steps):02}-{plain[:60]}.png"
        self.screen.picture(path)

    def last_words(self) -> str:
        """With what a program that is gone has ended."""
        if self._program is None or self._alive():
            return ""
        said = (self.home / "stderr").read_text("utf-8", errors="replace").strip()
        return f" It ended with {self._program.returncode}.\n{said[-6000:]}"

    def close(self) -> None:
        if hasattr(self, "eyes"):
            self.eyes.close()
        if self._program is not None and self._alive():
            self._program.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._program.wait(10)
            if self._alive():
                self._program.kill()
                self._program.wait()
        self.screen.close()
