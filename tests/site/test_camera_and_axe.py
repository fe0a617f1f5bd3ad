"""The page for everybody: read with a telephone's camera, and judged by axe-core, which tests of accessibility are made of."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from amdesk.export.site import page
from amdesk.services.competence.redrawn import own_words
from tests.domain.test_statement import CONTENT
from tests.services import attacks
from tests.services.attacks import code, genuine, picture
from tests.site.browser import FOUND, Browser
from tests.site.test_site import CITY, MARKED, REVOKED, levels, made, of_file, said_of, site, state

__all__ = ["site"]

AXE = Path(__file__).parent / "axe"
FRAME = 1920, 1080
pytestmark = pytest.mark.skipif(not FOUND, reason="no Chromium here")


def film(folder: Path) -> Path:
    """What a camera sees that is held over the code: the page at 8 pixels a millimetre, a little askew."""
    seen = pypdfium2.PdfDocument(genuine())[0].render(scale=8 * 25.4 / 72).to_pil().convert("RGB")
    turned = seen.rotate(4, Image.Resampling.BICUBIC, fillcolor="#8a8a84")
    frame = turned.crop((turned.width - FRAME[0] + 200, turned.height - FRAME[1], turned.width + 200, turned.height))
    out = io.BytesIO()
    frame.save(out, "JPEG", quality=85)
    path = folder / "camera.mjpeg"
    path.write_bytes(out.getvalue() * 20)
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("camera")
    camera = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    made = Browser(folder / "chromium", *camera, f"--use-file-for-fake-video-capture={film(folder)}")
    yield made
    made.close()


@pytest.mark.thorough(long=True)
def test_the_camera_reads_the_code_and_is_let_go(browser: Browser, site: Path) -> None:
    browser.open(site.as_uri())
    browser.run("document.getElementById('film').click()")
    assert state(browser) == "ok"
    assert levels(browser) == [n for n in CONTENT.pattern if n]
    assert browser.run("document.getElementById('live').hidden")
    assert browser.run(
        "document.getElementById('live').srcObject?.getTracks().every(t => t.readyState === 'ended') ?? true"
    )
    assert all(r.split("#")[0] == site.as_uri() or r.startswith(("about:", "blob:", "data:")) for r in browser.requests)


@pytest.mark.thorough(long=True)
def test_without_a_camera_it_says_what_to_do_instead(browser: Browser, site: Path) -> None:
    browser.open(site.as_uri())
    browser.run("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none'))")
    browser.run("document.getElementById('film').click()")
    assert state(browser) == "unknown"
    assert "Ta en bild" in browser.run("document.getElementById('verdict').innerText")


def judged(browser: Browser) -> list[str]:
    """What axe-core finds wrong of the page as it is shown: rule and element."""
    source = (AXE / "axe.min.js").read_text("utf-8")
    browser.run(source + "; true")
    found = browser.run(
        "axe.run(document).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.html.slice(0, 90))))"
    )
    return [str(one) for one in found]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1366, 768)], ids=["phone", "desk"])
def test_axe_finds_nothing_wrong_in_any_state_and_language(
    size: tuple[int, int], dark: bool, browser: Browser, site: Path, tmp_path: Path
) -> None:
    browser.picture(tmp_path / "x.png", *size, dark=dark)
    wrong: dict[str, list[str]] = {}
    browser.open(site.as_uri())
    wrong["start"] = judged(browser)
    for lang in ("sv", "easy", "en"):
        said_of(browser, site, code(MARKED))
        browser.run(f"document.querySelector('[data-lang={lang}]').click()")
        wrong[f"genuine, {lang}"] = judged(browser)
    for name, text in (("revoked", code(REVOKED)), ("unknown", "nothing"), ("forged", attacks.CODES["cut"]())):
        said_of(browser, site, text)
        wrong[name] = judged(browser)
    of_file(browser, site, picture(genuine()), "a.jpg")
    wrong["photo"] = judged(browser)
    site.write_bytes(page(CITY, "", own_words(), code()))
    browser.open(site.as_uri())
    state(browser)
    wrong["her own page"] = judged(browser)
    site.write_bytes(made())
    assert {state: found for state, found in wrong.items() if found} == {}


def test_axe_finds_what_is_wrong(browser: Browser, site: Path) -> None:
    """Else it would find nothing for nothing."""
    browser.open(site.as_uri())
    browser.run("document.body.append(Object.assign(document.createElement('img'), { src: 'data:,' }))")
    assert any(one.startswith("image-alt") for one in judged(browser))


def test_axe_is_what_was_published_and_its_licence_is_there() -> None:
    wanted = (AXE / "axe.sha256").read_text("utf-8").split()[0]
    assert hashlib.sha256((AXE / "axe.min.js").read_bytes()).hexdigest() == wanted
    assert (AXE / "LICENSE.txt").is_file()
