"""What a web page's text becomes, and that no text keeps anybody waiting."""

from __future__ import annotations

import time

import pytest

from amdesk.domain.employers.vacancy import without_people
from amdesk.domain.plaintext import plain, seen
from amdesk.imports.adverts import read_advert
from tests.make import TODAY

LONG = 200_000


@pytest.mark.parametrize(
    ("said", "as_read"),
    [
        ("<p>Lager &amp; terminal</p><br>Truckkort krävs", "Lager & terminal\nTruckkort krävs"),
        ("<ul><li>Truck</li><li>B &lt; C</li></ul>", "– Truck\n– B < C"),
        ("x<!-- dold -->y<style>p{}</style><SCRIPT>a < b</SCRIPT>z<br>", "xyz"),
        ("lön <20 000 kr, <namn> & co", "lön <20 000 kr, <namn> & co"),
        ("R&amp;D &#229;t alla", "R&D åt alla"),
        ("a\x00b\u202ec\td\r\ne", "abc\td\ne"),
        ("</p><script>aldrig stängt", "aldrig stängt"),
    ],
)
def test_a_text_is_kept_as_a_person_reads_it(said: str, as_read: str) -> None:
    assert plain(said) == as_read


def test_what_a_person_can_read_stays_as_it_is() -> None:
    said = "Köksbiträde, 75–100 %\nمطبخ\t👩‍🍳"
    assert seen(said) == plain(said) == said


@pytest.mark.thorough(16)
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "0",
        "a@",
        "a.",
        "<",
        "<p ",
        "<script>",
        "<script",
        "<!--",
        "&#",
        "\n",
        "ansök",
        "start",
        " ",
        "körkort(",
        "svenska",
    ],
)
def test_no_text_of_an_advertisement_keeps_anybody_waiting(piece: str) -> None:
    said = piece * (LONG // len(piece))
    began = time.process_time()
    without_people(said)
    read_advert(said, TODAY)
    assert time.process_time() - began < 5


def test_two_addresses_without_room_between_them_are_both_left_out() -> None:
    assert without_people("mejla a@b.se. Eller a@b.se.+c@d.se, (x.y@z.com)") == "mejla …. Eller …, (…)"
