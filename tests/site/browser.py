"""Chromium without a window, spoken to over a pipe (its DevTools protocol), as far as these tests need it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

FOUND = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WAIT = 30


class Browser:
    """One page of one browser; `requests` are the addresses of all that it asked for."""

    def __init__(self, home: Path, *more: str) -> None:
        assert FOUND
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()

        def hand_over() -> None:
            # the pipes stand as 3 and 4 there, whatever they are here
            os.dup2(to_read, 13)
            os.dup2(from_write, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe", "--lang=sv", "--accept-lang=sv-SE", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={home}"]  # fmt: skip
        self.process = subprocess.Popen(
            [FOUND, *options, *more, "about:blank"],
            preexec_fn=hand_over,  # noqa: PLW1509 - nothing else runs in this process meanwhile
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(from_write)
        self.out, self.back = os.fdopen(to_write, "wb"), os.fdopen(from_read, "rb")
        self.number, self.rest = 0, b""
        self.requests: list[str] = []
        self.session = ""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in targets if t["type"] == "page")
        self.session = str(self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"])
        for domain in ("Page", "Network", "Runtime", "DOM"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **given: object) -> dict[str, Any]:
        """The answer to one call; what happens meanwhile is looked through for requests."""
        self.number += 1
        said = {"id": self.number, "method": method, "params": given}
        if self.session:
            said["sessionId"] = self.session
        self.out.write(json.dumps(said).encode() + b"\0")
        self.out.flush()
        while True:
            heard = self._heard()
            if heard.get("method") == "Network.requestWillBeSent":
                self.requests.append(heard["params"]["request"]["url"])
            if heard.get("id") == self.number:
                assert "error" not in heard, heard["error"]
                return cast("dict[str, Any]", heard["result"])

    def _heard(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            part = os.read(self.back.fileno(), 65536)
            assert part, "the browser has gone"
            self.rest += part
        message, _, self.rest = self.rest.partition(b"\0")
        return cast("dict[str, Any]", json.loads(message))

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def open(self, address: str) -> None:
        """From an empty page, so that a link that differs after # alone is opened too."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        self.run("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))")

    def wait(self, condition: str) -> None:
        """Until something is so in the page, looked at in each of its frames of drawing."""
        found = self.run(
            f"new Promise(done => {{ const end = Date.now() + {WAIT}000; (function look() {{ if ({condition}) done(true);"
            " else if (Date.now() > end) done(false); else setTimeout(look, 20); })(); })"
        )
        assert found, condition

    def give(self, selector: str, path: Path) -> None:
        """Choose a file, as a person does."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", files=[str(path)], nodeId=node)

    def picture(self, path: Path, width: int, height: int, *, dark: bool = False) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        theme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(WAIT)
        self.out.close()
        self.back.close()
