"""What the browser itself has written down of the network: the page asks it for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.services import attacks
from tests.services.attacks import code, genuine, picture
from tests.site.browser import FOUND, Browser
from tests.site.test_site import REVOKED, made, of_file, said_of

pytestmark = pytest.mark.skipif(not FOUND, reason="no Chromium here")
EVENTS = '"events": ['
"""Where the events begin in the browser's log."""
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
    written = events(log.read_text("utf-8"))
    assert written, "the browser wrote nothing down"
    given = [event["params"] for event in written if isinstance(event.get("params"), dict)]
    return [one["url"] for one in given if one.get("initiator", NOBODY) != NOBODY]


def events(log: str) -> list[dict[str, Any]]:
    """The events of a browser's log, which has one on each line.

    A browser that is closed ends its log or leaves it where it stands, also in the middle of a
    line: an event that was not written to its end is no event.
    """
    _, _, lines = log.partition(EVENTS)
    found = []
    for line in lines.splitlines():
        with suppress(json.JSONDecodeError):
            found.append(json.JSONDecoder().raw_decode(line)[0])
    return [one for one in found if isinstance(one, dict)]


@pytest.mark.parametrize("end", ["]\n}\n", "]}", ",\n", ',\n{"params":{"ur', '],\n"polledData":{}}\n', ""])
def test_a_log_is_read_however_it_ends(end: str) -> None:
    log = '{"constants":{"a":1},\n"events": [\n{"params":{"url":"x"}},\n{"type":2}' + end
    assert events(log) == [{"params": {"url": "x"}}, {"type": 2}]


@pytest.mark.thorough(long=True)
def test_the_browsers_own_log_has_no_request_of_the_page(tmp_path: Path) -> None:
    def everything(browser: Browser, site: Path) -> None:
        assert [said_of(browser, site, code()), said_of(browser, site, code(REVOKED))] == ["ok", "revoked"]
        assert said_of(browser, site, attacks.CODES["cut"]()) == "forged"
        assert of_file(browser, site, genuine(), "a.pdf") == of_file(browser, site, picture(genuine()), "a.jpg") == "ok"

    assert asked_for(tmp_path, everything) == []


@pytest.mark.thorough(long=True)
def test_the_log_would_have_it(tmp_path: Path) -> None:
    def another(browser: Browser, site: Path) -> None:
        site.write_text('<img src="http:' + '//127.0.0.1:9/x">', "utf-8")
        browser.open(site.as_uri())

    assert [url.rpartition(":")[2] for url in asked_for(tmp_path, another)] != []
