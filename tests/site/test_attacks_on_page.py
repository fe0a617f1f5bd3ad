"""What is made by hand does not get past the page either: links, codes, files, and lists of days that have not come."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from amdesk.export import seal
from amdesk.export.site import page
from amdesk.services.competence.redrawn import own_words
from tests.services import attacks
from tests.services import attacks_by_hand as by_hand
from tests.services.attacks import code
from tests.site.browser import FOUND, Browser
from tests.site.test_site import CITY, NOW, browser, made, of_file, only_itself, said_of, site

__all__ = ["browser", "site"]
pytestmark = pytest.mark.skipif(not FOUND, reason="no Chromium here")


def test_no_link_made_by_hand_is_genuine_and_each_is_answered(browser: Browser, site: Path) -> None:
    found = {name: said_of(browser, site, said()) for name, said in by_hand.LINKS.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}
    assert said_of(browser, site, code().replace("0", "%30", 3)) == "ok", "as a mail program may write it"
    assert only_itself(browser, site)


def test_no_code_packed_in_another_way_is_genuine(browser: Browser, site: Path) -> None:
    found = {name: said_of(browser, site, said().replace("#", "%23")) for name, said in by_hand.PACKED.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}


def test_no_file_made_by_hand_is_genuine(browser: Browser, site: Path) -> None:
    found = {name: of_file(browser, site, data(), "x.pdf") for name, data in by_hand.TABLES.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}


@pytest.mark.parametrize(("days", "wanted"), [(0, "ok"), (1, "ok"), (2, "unknown"), (3650, "unknown")])
def test_a_list_of_a_day_that_has_not_come_clears_nothing(days: int, wanted: str, browser: Browser, site: Path) -> None:
    then = NOW + timedelta(days)
    listed = seal.revocation_list(attacks.CITY_KEY, [], then, then + timedelta(20))
    site.write_bytes(page(CITY, listed, own_words()))
    assert said_of(browser, site, code()) == wanted
    if wanted == "unknown":
        assert "har inte kommit" in browser.run("document.getElementById('verdict').innerText")


def test_the_head_of_the_page_has_the_mark_and_the_citys_name(browser: Browser, site: Path) -> None:
    site.write_bytes(made())
    browser.open(site.as_uri())
    wide = browser.run("document.querySelector('header .mark').getBoundingClientRect().width")
    assert wide >= 32
    assert browser.run("document.querySelector('header strong').textContent") == "Ekhamra"
