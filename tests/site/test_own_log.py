"""What the browser itself has written down of the network: the page asks it for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services import attacks
from tests.services.attacks import code, genuine, picture
from tests.site.browser import FOUND, Browser
from tests.site.test_site import REVOKED, made, of_file, said_of

pytestmark = pytest.mark.skipif(not FOUND, reason="no Chromium here")
NOBODY = "not an origin"
"""Who asked, where it was no page: the browser asks for its own updates."""


def asked_for(folder: Path, act: Callable[[Browser, Path], None]) -> list[str]:
    """The addresses that a page asked for while something was done, as the browser's log has them."""
    log, site = folder / "net.json", folder / "index.html"
    site.write_bytes(made())
    browser = Browser(folder / "chromium", f"--log-net-log={log}")
    try:
        act(browser, site)
    finally:
        browser.close()
    said = log.read_text("utf-8").rstrip().rstrip(",")
    whole = json.loads(said if said.endswith("]}") else f"{said}]}}")
    given = [event["params"] for event in whole["events"] if isinstance(event.get("params"), dict)]
    return [one["url"] for one in given if one.get("initiator", NOBODY) != NOBODY]


def test_the_browsers_own_log_has_no_request_of_the_page(tmp_path: Path) -> None:
    def everything(browser: Browser, site: Path) -> None:
        assert [said_of(browser, site, code()), said_of(browser, site, code(REVOKED))] == ["ok", "revoked"]
        assert said_of(browser, site, attacks.CODES["cut"]()) == "forged"
        assert of_file(browser, site, genuine(), "a.pdf") == of_file(browser, site, picture(genuine()), "a.jpg") == "ok"

    assert asked_for(tmp_path, everything) == []


def test_the_log_would_have_it(tmp_path: Path) -> None:
    def another(browser: Browser, site: Path) -> None:
        site.write_text('<img src="http:' + '//127.0.0.1:9/x">', "utf-8")
        browser.open(site.as_uri())

    assert [url.rpartition(":")[2] for url in asked_for(tmp_path, another)] != []
