"""What is made by hand does not get past the page either: links, codes, files, and lists of days that have not come."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from amdesk.export import seal
from amdesk.export.city import CityKey
from amdesk.export.site import page
from amdesk.services.competence.redrawn import own_words
from tests.domain.test_statement import CONTENT
from tests.services import attacks, decorated, more_attacks
from tests.services import attacks_by_hand as by_hand
from tests.services.attacks import code
from tests.services.test_decorated import own_page, saved
from tests.site.browser import FOUND, Browser
from tests.site.test_site import CITY, NOW, REVOKED, browser, made, of_file, only_itself, said_of, site, state

__all__ = ["browser", "site"]
pytestmark = pytest.mark.skipif(not FOUND, reason="no Chromium here")


@pytest.mark.thorough(long=True)
def test_no_link_made_by_hand_is_genuine_and_each_is_answered(browser: Browser, site: Path) -> None:
    found = {name: said_of(browser, site, said()) for name, said in by_hand.LINKS.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}
    assert said_of(browser, site, code().replace("0", "%30", 3)) == "ok", "as a mail program may write it"
    assert only_itself(browser, site)


def pasted(browser: Browser, text: str) -> str:
    browser.run("document.getElementById('again').click()")
    browser.run(f"document.getElementById('text').value = {json.dumps(text)}; document.getElementById('check').click()")
    return state(browser)


@pytest.mark.thorough(long=True)
def test_a_code_is_read_however_it_was_handed_on_and_a_changed_one_is_not(browser: Browser, site: Path) -> None:
    dice = Random(3)
    browser.open(site.as_uri())
    found = {name: pasted(browser, put(code())) for name, put in decorated.TEXTS.items()}
    assert {name: said for name, said in found.items() if said != "ok"} == {}
    bad = {name: pasted(browser, put(decorated.changed(code(), dice))) for name, put in decorated.TEXTS.items()}
    assert {name: said for name, said in bad.items() if said not in {"forged", "unknown"}} == {}
    assert pasted(browser, f"{code()}\n{decorated.changed(code(), dice)}") == "unknown"


@pytest.mark.thorough(long=True)
def test_a_text_file_and_a_page_that_a_browser_saved_are_read_by_their_code(browser: Browser, site: Path) -> None:
    for form, written in decorated.AS_BYTES.items():
        assert of_file(browser, site, written(f"Kod: {code()}."), "x.txt") == "ok", form
    assert of_file(browser, site, saved(own_page()), "hon.html") == "ok"


@pytest.mark.thorough(long=True)
def test_a_file_of_pages_behind_or_in_something_else_is_no_text(browser: Browser, site: Path) -> None:
    """Its particulars hold the code, which is genuine, and the pages may show anything."""
    whole = attacks.genuine().decode("latin-1")
    for data in (b" " * 5000 + attacks.genuine(), whole.encode("utf-16"), b"<html>" + b" " * 5000 + attacks.genuine()):
        assert of_file(browser, site, data, "x.txt") == "forged"


def test_a_list_older_than_the_certificate_clears_nothing(browser: Browser, site: Path) -> None:
    listed = seal.revocation_list(attacks.CITY_KEY, [], NOW - timedelta(1), NOW + timedelta(20))
    site.write_bytes(page(CITY, listed, own_words()))
    assert said_of(browser, site, code(replace(CONTENT, issued_on=NOW - timedelta(1)))) == "ok"
    assert said_of(browser, site, code(replace(CONTENT, issued_on=NOW))) == "unknown"
    assert "äldre än intyget" in browser.run("document.getElementById('verdict').innerText")


@pytest.mark.thorough(long=True)
def test_no_code_packed_in_another_way_is_genuine(browser: Browser, site: Path) -> None:
    found = {name: said_of(browser, site, said().replace("#", "%23")) for name, said in by_hand.PACKED.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}


@pytest.mark.thorough(long=True)
def test_no_file_made_by_hand_is_genuine(browser: Browser, site: Path) -> None:
    found = {name: of_file(browser, site, data(), "x.pdf") for name, data in by_hand.TABLES.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}


@pytest.mark.thorough(long=True)
def test_no_badge_and_no_two_codes_in_a_link_are_genuine(browser: Browser, site: Path) -> None:
    found = {name: of_file(browser, site, data(), "x.png") for name, data in more_attacks.BADGES.items()}
    assert {name: state for name, state in found.items() if state not in {"unknown", "forged"}} == {}
    links = {name: said() for name, said in more_attacks.MORE_CODES.items() if "link" in name}
    said = {name: said_of(browser, site, link.partition("#")[2]) for name, link in links.items()}
    assert {name: state for name, state in said.items() if state not in {"unknown", "forged"}} == {}


def huge(wide: int, tall: int) -> bytes:
    """A white picture of one colour: some kilobytes that become gigabytes where it is drawn."""
    rows, row, packed = zlib.compressobj(9), b"\0" + bytes(wide // 8), b""
    for _ in range(tall):
        packed += rows.compress(row)
    parts = {b"IHDR": struct.pack(">IIBBBBB", wide, tall, 1, 0, 0, 0, 0), b"IDAT": packed + rows.flush(), b"IEND": b""}
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts.items())
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.thorough(long=True)
def test_a_picture_that_would_take_all_memory_is_not_drawn_and_that_is_said(browser: Browser, site: Path) -> None:
    assert of_file(browser, site, huge(20_000, 20_000), "x.png") == "unknown"
    assert "Bilden är för stor" in browser.run(VERDICT)
    assert of_file(browser, site, attacks.picture(attacks.genuine()), "x.jpg") == "ok", "and the page goes on"


@pytest.mark.thorough(4)
@pytest.mark.parametrize(("days", "wanted"), [(0, "ok"), (1, "ok"), (2, "unknown"), (3650, "unknown")])
def test_a_list_of_a_day_that_has_not_come_clears_nothing(days: int, wanted: str, browser: Browser, site: Path) -> None:
    then = date.today() + timedelta(days)  # noqa: DTZ011 - by the clock of the page's reader, also when midnight has passed
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


VERDICT = "document.getElementById('verdict').innerText"


def test_of_a_revoked_file_that_was_added_to_its_revocation_is_said(browser: Browser, site: Path) -> None:
    """To go by what is shown, not by the file, is no help where it does not count any more."""
    assert of_file(browser, site, attacks.paper(REVOKED) + b" ", "x.pdf") == "revoked"
    said = browser.run(VERDICT)
    assert ("återkallat" in said, "Något har också lagts till" in said) == (True, True)
    assert of_file(browser, site, attacks.genuine() + b" ", "x.pdf") == "unknown"
    assert "Något har lagts till" in browser.run(VERDICT)


def test_of_a_picture_the_code_is_called_genuine_and_nothing_more(browser: Browser, site: Path) -> None:
    assert of_file(browser, site, attacks.picture(attacks.genuine()), "x.jpg") == "ok"
    assert "Koden är äkta" in browser.run(VERDICT)
    assert "Intyget är äkta" not in browser.run(VERDICT)
    assert browser.run("document.querySelectorAll('#beside img').length") == 1
    browser.run(f"location.hash = {json.dumps(code())}")
    browser.wait(f"{VERDICT}.includes('Intyget är äkta')")
    assert browser.run("document.querySelectorAll('#beside img').length") == 0, "the picture was of another one"


def test_a_file_of_pages_without_head_and_seal_is_no_text(browser: Browser, site: Path) -> None:
    for data in (more_attacks.MORE_PAPERS["its head and its seal cut off"](),):
        assert of_file(browser, site, data, "x.pdf") == "forged"


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("wide", [390, 1366])
def test_what_comes_next_stands_at_the_foot_below_the_verdict_whatever_is_shown(
    wide: int, browser: Browser, site: Path
) -> None:
    edges = "[document.querySelector('footer').getBoundingClientRect().bottom, document.getElementById('again').getBoundingClientRect().left, document.getElementById('verdict').getBoundingClientRect().left]"
    browser.call("Emulation.setDeviceMetricsOverride", width=wide, height=768, deviceScaleFactor=1, mobile=False)
    for said in (code(), attacks.CODES["cut"](), code(REVOKED)):
        said_of(browser, site, said)
        bottom, left, above = browser.run(edges)
        assert abs(bottom - 768) <= 1
        assert abs(left - above) <= 8, "as far in as what stands above"
    assert browser.run("document.getElementById('compare').hidden"), "a revoked one is not to be compared"
    browser.call("Emulation.clearDeviceMetricsOverride")


@pytest.mark.thorough(long=True)
def test_of_another_citys_code_it_is_said_whose_page_to_ask_and_of_a_changed_one_that_it_was_changed(
    browser: Browser, site: Path
) -> None:
    """It may be as genuine as any: this page cannot know."""
    assert said_of(browser, site, code(private=attacks.STRANGER)) == "forged"
    said = browser.run(VERDICT)
    assert ("Inte ett intyg från Ekhamra" in said, "den kommunens sida" in said) == (True, True)
    for changed in ("a letter of the levels", "another city's, called ours", "first letter of the signature"):
        assert said_of(browser, site, attacks.CODES[changed]()) == "forged"
        assert "Intyget är inte äkta" in browser.run(VERDICT), changed


@pytest.mark.thorough(long=True)
def test_somebodys_code_among_the_words_of_a_file_is_not_the_files(browser: Browser, site: Path) -> None:
    data = attacks.paper(replace(CONTENT, city=code(attacks.OTHER)), attacks.CITY_KEY, code())
    assert of_file(browser, site, data, "x.pdf") == "ok"
    assert browser.run("document.querySelector('.name').textContent") == CONTENT.name
    twice = data.replace(b"/Creator (AMDesk)", b"/Keywords (%s)" % code(attacks.OTHER).encode(), 1)
    body = twice[: twice.rindex(seal.MARK)]
    assert of_file(browser, site, seal.sealed(attacks.CITY_KEY, body), "x.pdf") == "forged"


def test_a_host_from_the_right_turns_neither_its_department_nor_a_day(browser: Browser, site: Path) -> None:
    said_of(browser, site, code(replace(CONTENT, host="محمد (أبو علي) 12", host_department="Service")))
    left = "[...document.querySelectorAll('.facts bdi')].slice(-2).map(e => e.getBoundingClientRect().left)"
    host, department = browser.run(left)
    assert host < department


@pytest.mark.thorough(4)
@pytest.mark.parametrize(
    ("zone", "now", "wanted"),
    [
        ("Europe/Stockholm", "2026-10-25T00:30:00+02:00", "2026-10-26"),
        ("Europe/Stockholm", "2026-03-28T23:30:00+01:00", "2026-03-29"),
        ("Pacific/Kiritimati", "2026-11-28T23:59:00+14:00", "2026-11-29"),
        ("Pacific/Pago_Pago", "2026-12-31T00:01:00-11:00", "2027-01-01"),
    ],
)
def test_tomorrow_is_the_day_after_today_wherever_and_whenever_it_is(
    zone: str, now: str, wanted: str, browser: Browser, site: Path
) -> None:
    """Where clocks are set back, 24 hours after midnight is the same day: a list of tomorrow would not count there."""
    day = date.fromisoformat(wanted)
    found = {}
    browser.call("Emulation.setTimezoneOverride", timezoneId=zone)
    clock = f"const Real = Date; Date = class extends Real {{ constructor(...a) {{ a.length ? super(...a) : super('{now}'); }} static now() {{ return Real.parse('{now}'); }} }}"
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=clock)["identifier"]
    for later in (0, 1):
        listed = seal.revocation_list(attacks.CITY_KEY, [], day + timedelta(later), day + timedelta(20))
        always = replace(CITY, keys=[CityKey(CITY.keys[0].public)])
        site.write_bytes(page(always, listed, own_words()))
        found[later] = said_of(browser, site, code(replace(CONTENT, issued_on=date(2026, 1, 5))))
    browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script)
    browser.call("Emulation.setTimezoneOverride", timezoneId="")
    assert found == {0: "ok", 1: "unknown"}
