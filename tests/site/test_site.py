"""The page that anybody opens, in a real browser: what it says of genuine, revoked and forged certificates, and that it asks
the network for nothing."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk import resources
from amdesk.domain.competence.statement import statement_of
from amdesk.export import seal
from amdesk.export.city import CityKey, Issuer
from amdesk.export.site import page
from amdesk.imports.pictures import qr_codes
from amdesk.services.competence.redrawn import areas_of, own_words
from tests.domain.test_statement import CONTENT
from tests.services import attacks
from tests.services.attacks import code, genuine, key_of, picture
from tests.site.browser import FOUND, Browser

NOW = date.today()  # noqa: DTZ011 - the page goes by the clock of its reader
CITY = Issuer(
    "Ekhamra",
    [CityKey(key_of(attacks.CITY_KEY), attacks.CHANGED), CityKey(key_of(attacks.FORMER_KEY), None, date(2026, 6, 30))],
)
REVOKED = replace(CONTENT, number="AMD-2026-00077")
MARKED = replace(CONTENT, name="<img src=x onerror=alert(1)> \u202eVORP\u202c Åsa", remark="</script><b>Bra</b>")


def made(following: date = NOW + timedelta(20), city: Issuer = CITY) -> bytes:
    listed = seal.revocation_list(attacks.CITY_KEY, [(REVOKED.number, date(2026, 11, 20))], NOW, following)
    return page(city, listed, own_words())


def test_the_page_is_one_small_file_without_addresses_or_things_to_fetch() -> None:
    said = made()
    assert len(said) < 150_000
    html = said.decode()
    assert not re.search(r"""(src|href|action)\s*=\s*["']?(https?:)?//""", html)
    assert re.search(r"default-src 'none'.*connect-src 'none'", html)
    assert "</script" not in html.split('id="data">')[1].split("</script>")[0]
    hostile = page(Issuer("</title><script>x</script>{{vendor}}", CITY.keys), "", own_words()).decode()
    assert "<script>x" not in hostile


def test_what_is_vendored_is_what_was_built_and_its_licences_are_there() -> None:
    folder = resources.folder() / "site"
    wanted = (folder / "vendor.sha256").read_text("utf-8").split()[0]
    assert hashlib.sha256((folder / "vendor.js").read_bytes()).hexdigest() == wanted
    licences = resources.folder().parent / "LICENSES"
    assert {"MIT-qr.txt", "MIT-noble-ed25519.txt", "MIT-noble-hashes.txt"} <= {p.name for p in licences.iterdir()}


pytestmark_browser = pytest.mark.skipif(not FOUND, reason="no Chromium here")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(made())
    browser.requests.clear()
    return path


STATE = "document.getElementById('verdict').className"
DONE = f"{STATE} !== 'verdict none'"


def state(browser: Browser) -> str:
    browser.wait(DONE)
    return str(browser.run(STATE)).split()[1]


def said_of(browser: Browser, site: Path, text: str) -> str:
    browser.open(f"{site.as_uri()}#{text}")
    return state(browser)


def of_file(browser: Browser, site: Path, data: bytes, name: str) -> str:
    path = site.parent / name
    path.write_bytes(data)
    browser.open(site.as_uri())
    browser.give("#file", path)
    return state(browser)


def levels(browser: Browser) -> list[int]:
    return [
        int(n)
        for n in browser.run("[...document.querySelectorAll('.skills .figure')].map(e => parseInt(e.textContent))")
    ]


def only_itself(browser: Browser, site: Path) -> bool:
    """What was asked for is the page, blank pages, and pictures that it made itself."""
    ours = site.as_uri()
    return all(r.split("#")[0] == ours or r.startswith(("about:", "blob:", "data:")) for r in browser.requests)


@pytest.mark.thorough(long=True)
@pytestmark_browser
def test_a_link_shows_what_was_signed_and_asks_the_network_for_nothing(browser: Browser, site: Path) -> None:
    assert said_of(browser, site, code()) == "ok"
    assert levels(browser) == [n for n in CONTENT.pattern if n]
    shown = browser.run("document.getElementById('paper').innerText")
    assert ("Åsa Prov" in shown, "Noggrann och lugn." in shown, "40 timmar" in shown) == (True, True, True)
    assert said_of(browser, site, code(REVOKED)) == "revoked"
    assert said_of(browser, site, "vad som helst") == "unknown"
    assert only_itself(browser, site)


@pytest.mark.thorough(23)
@pytestmark_browser
@pytest.mark.parametrize("name", sorted(attacks.CODES))
def test_no_attack_on_the_code_is_called_genuine(name: str, browser: Browser, site: Path) -> None:
    assert said_of(browser, site, attacks.CODES[name]().replace("%", "")) != "ok"


@pytest.mark.thorough(long=True)
@pytestmark_browser
def test_an_old_list_another_city_and_no_list_are_never_called_genuine(browser: Browser, site: Path) -> None:
    site.write_bytes(made(NOW - timedelta(1)))
    assert said_of(browser, site, code()) == "unknown"
    assert "för gammal" in browser.run("document.getElementById('verdict').innerText")
    site.write_bytes(page(CITY, "", own_words()))
    assert said_of(browser, site, code()) == "unknown"
    site.write_bytes(made(city=Issuer("Annan stad", [CityKey(key_of(attacks.STRANGER))])))
    assert said_of(browser, site, code()) == "forged"


@pytestmark_browser
@pytest.mark.parametrize("private", [attacks.FORMER_KEY, attacks.CITY_KEY], ids=["former key", "counts for years"])
def test_a_list_that_a_former_key_signs_or_that_says_to_count_for_years_clears_nothing(
    private: str, browser: Browser, site: Path
) -> None:
    made_on = NOW if private == attacks.FORMER_KEY else NOW - timedelta(90)
    listed = seal.revocation_list(private, [], made_on, NOW + timedelta(900))
    site.write_bytes(page(Issuer("Ekhamra", [CityKey(key_of(attacks.CITY_KEY)), CITY.keys[1]]), listed, own_words()))
    assert said_of(browser, site, code()) == "unknown"


@pytest.mark.thorough(long=True)
@pytestmark_browser
def test_a_pdf_is_read_by_its_seal_and_a_photo_by_its_code(browser: Browser, site: Path) -> None:
    assert of_file(browser, site, genuine(), "a.pdf") == "ok"
    assert "inte kontrollerad" not in browser.run("document.getElementById('verdict').innerText")
    assert of_file(browser, site, picture(genuine()), "a.jpg") == "ok"
    assert levels(browser) == [n for n in CONTENT.pattern if n]
    browser.wait("document.querySelector('#beside img').naturalWidth > 500")
    assert "bilden är inte kontrollerad" in browser.run("document.getElementById('verdict').innerText")
    assert of_file(browser, site, b"\x89PNG nothing", "b.png") == "unknown"
    for name in ("another city's paper", "fonts exchanged", "suffix", "another's seal", "two papers in one", "prefix"):
        assert of_file(browser, site, attacks.PAPERS[name](), "f.pdf") != "ok", name
    assert only_itself(browser, site)


@pytestmark_browser
def test_a_file_that_another_key_of_the_city_sealed_than_signed_its_code_is_forged(
    browser: Browser, site: Path
) -> None:
    raw = genuine()
    body = raw[: raw.rindex(b"%AMDESK1 ")].replace(b"/Title", b"/Titel", 1)
    assert of_file(browser, site, seal.sealed(attacks.FORMER_KEY, body), "f.pdf") == "forged"


@pytestmark_browser
def test_markup_and_marks_of_direction_in_names_do_nothing(browser: Browser, site: Path) -> None:
    assert said_of(browser, site, code(MARKED)) == "ok"
    assert browser.run("document.querySelector('.name').textContent") == "<img src=x onerror=alert(1)> VORP Åsa"
    assert browser.run("document.querySelectorAll('#paper img, #paper b, #paper script').length") == 0


@pytestmark_browser
def test_a_browser_that_does_not_know_ed25519_checks_by_the_library(browser: Browser, site: Path) -> None:
    browser.open(site.as_uri())
    browser.run("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    for text, wanted in ((code(), "ok"), (attacks.CODES["a letter of the levels"](), "forged")):
        browser.run(f"location.hash = '{text}'")
        browser.wait(f"{STATE} === 'verdict {wanted}'")


@pytestmark_browser
def test_it_speaks_swedish_easy_swedish_and_english_with_nothing_left_out(browser: Browser, site: Path) -> None:
    said_of(browser, site, code())
    heads = []
    for lang in ("sv", "easy", "en"):
        browser.run(f"document.querySelector('[data-lang={lang}]').click()")
        heads.append(browser.run("document.body.innerText"))
    assert ("Intyget är äkta" in heads[0], "Det här har kommunen skrivit" in heads[1]) == (True, True)
    assert "The certificate is genuine" in heads[2]
    import json

    texts = json.loads((resources.folder() / "site" / "texts.json").read_text("utf-8"))
    assert set(texts["sv"]) == set(texts["easy"]) == set(texts["en"])


@pytest.mark.thorough(long=True)
@pytestmark_browser
def test_fifty_patterns_of_every_occupation_are_drawn_again_as_they_were_signed(browser: Browser, site: Path) -> None:
    dice = random.Random(50)
    for digest, words in [*own_words().items()] * 2 + [*own_words().items()][:2]:
        count = sum(len(skills) for _, skills in words.areas)
        content = replace(CONTENT, wording=digest, pattern=tuple(dice.randrange(5) for _ in range(count)))
        assert said_of(browser, site, code(content)) == "ok"
        rows = [r for _, rows in areas_of(statement_of(content, "00000000"), words) for r in rows]
        shown = browser.run("[...document.querySelectorAll('.skill')].slice(0, -2).map(e => e.textContent)")
        assert shown == [skill for skill, _ in rows]
        assert levels(browser) == [level for _, level in rows]


@pytest.mark.thorough(long=True)
@pytestmark_browser
def test_her_own_page_shows_her_certificate_at_once_and_its_code_is_read_from_it(browser: Browser, site: Path) -> None:
    site.write_bytes(page(CITY, "", own_words(), code()))
    browser.open(site.as_uri())
    assert state(browser) == "own"
    assert levels(browser) == [n for n in CONTENT.pattern if n]
    browser.run("document.getElementById('code').scrollIntoView()")
    shot = site.parent / "code.png"
    browser.picture(shot, 390, 844)
    assert qr_codes(shot) == {code()}
    site.write_bytes(page(CITY, "", own_words(), attacks.CODES["cut"]()))
    browser.open(site.as_uri())
    assert state(browser) == "forged"
