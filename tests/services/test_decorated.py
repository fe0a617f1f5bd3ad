"""A genuine code is genuine however it was handed on; a changed one is forged however it was."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from amdesk.domain.competence.written import MOST_TEXT, carried
from amdesk.domain.errors import BadFile
from amdesk.export import seal
from amdesk.export.city import Issuer, read_city
from amdesk.export.site import page
from amdesk.services.competence.redrawn import own_words
from amdesk.services.competence.verify import Verdict, judge
from tests.domain.test_statement import CONTENT
from tests.services import attacks, decorated
from tests.services.attacks import CITY_KEY, LINK, TODAY, code
from tests.services.bombs import MOST_CALLS, calls_of


@pytest.fixture(scope="module")
def city() -> Issuer:
    return read_city(attacks.city())


def judged(data: bytes, city: Issuer, folder: Path) -> Verdict:
    path = folder / "x.txt"
    path.write_bytes(data)
    return judge(path, city, None, today=TODAY)


def test_a_genuine_code_is_genuine_however_it_is_written(city: Issuer, tmp_path: Path) -> None:
    found = {}
    for (text, put), (form, written) in itertools.product(decorated.TEXTS.items(), decorated.AS_BYTES.items()):
        verdict = judged(written(put(code())), city, tmp_path)
        found[text, form] = verdict.code, verdict.summary.number if verdict.summary else ""
    assert {name: said for name, said in found.items() if said != ("CODE_GENUINE", attacks.NUMBER)} == {}


@pytest.mark.thorough(long=True)
def test_one_that_was_changed_is_never_genuine_however_it_is_written(city: Issuer, tmp_path: Path) -> None:
    dice = Random(1)
    for text, put in decorated.TEXTS.items():
        for _ in range(8):
            said = decorated.changed(code(), dice)
            written = decorated.AS_BYTES[dice.choice(sorted(decorated.AS_BYTES))]
            if said != code():
                assert not judged(written(put(said)), city, tmp_path).valid, (text, said)


def test_a_changed_one_beside_a_genuine_one_is_told_and_so_are_two_genuine_ones(city: Issuer, tmp_path: Path) -> None:
    forged = decorated.changed(code(), Random(2))
    for said in (f"{code()}\n\n{forged}", f"{forged} {code()}", f"{code()}\n{code(attacks.OTHER)}"):
        found = judged(said.encode(), city, tmp_path)
        assert (found.code, found.valid) == ("SEVERAL", False)
        assert "codes of several certificates in it, or one of them was changed" in str(found.text)


def own_page() -> bytes:
    return page(read_city(attacks.city()), "", own_words(), code(link=LINK))


def saved(html: bytes) -> bytes:
    """As a browser saves it: the head in capitals, where it came from, entities, attributes in another order."""
    said = html.decode().replace("<!doctype html>", "<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet -->", 1)
    return said.replace("<html lang=", '<html class="x" lang=', 1).encode("utf-8-sig")


@pytest.mark.parametrize("form", ["as made", "saved", "with other line ends", "as UTF-16"])
def test_her_own_page_is_checked_by_its_code_whoever_saved_it(form: str, city: Issuer, tmp_path: Path) -> None:
    made = {
        "as made": own_page(),
        "saved": saved(own_page()),
        "with other line ends": own_page().replace(b"\n", b"\r\n"),
    }
    made["as UTF-16"] = own_page().decode().encode("utf-16")
    assert judged(made[form], city, tmp_path).code == "CODE_GENUINE"
    forged = own_page().replace(code().encode()[:60], code().encode()[:59] + b"0", 2)
    assert not judged(saved(forged), city, tmp_path).valid or forged == own_page()


LISTED = seal.revocation_list(CITY_KEY, [(attacks.NUMBER, date(2026, 11, 25))], TODAY, date(2026, 12, 27))


@pytest.mark.parametrize(
    "said",
    [
        LISTED.replace("\n", "\r\n"),
        f"\ufeff{LISTED}",
        f"{LISTED}\n\n",
        LISTED.rstrip(),
        LISTED.replace("\n", "\r"),
        LISTED.replace("\n", " \n"),
    ],
)
def test_a_list_says_the_same_however_its_lines_end(said: str, city: Issuer) -> None:
    assert seal.read_revocations(city, said) == seal.read_revocations(city, LISTED)


@pytest.mark.parametrize("cut", ["2026-11-25", "AMD", "-12-27"])
def test_a_list_with_another_word_is_refused(cut: str, city: Issuer) -> None:
    with pytest.raises(BadFile, match="not the city's own, or was changed"):
        seal.read_revocations(city, LISTED.replace(cut, "2026-11-24", 1))


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_list_older_than_the_certificate_clears_nothing(days: int, city: Issuer, tmp_path: Path) -> None:
    """The day itself counts: the list of a day is of its end, or a newer one comes in time."""
    issued = date.fromordinal(TODAY.toordinal() - 5)
    made = date.fromordinal(issued.toordinal() + days)
    path = tmp_path / "x.txt"
    path.write_text(code(replace(CONTENT, issued_on=issued)), "utf-8")
    listed = seal.read_revocations(city, seal.revocation_list(CITY_KEY, [], made, date(2026, 12, 20)))
    found = judge(path, city, listed, today=TODAY)
    assert found.code == ("OLDER_LIST" if days < 0 else "CODE_GENUINE")
    assert ("is older than the certificate. Ask for a newer one" in str(found.text)) == (days < 0)


TEXT_BOMBS = {
    "marks": "AMDESK2:" * 200_000, "a long code": "AMDESK2:" + "A" * 3_000_000, "a long first form": "AMDESK1:" + "A" * 3_000_000, "full stops": (f"{code()}" + "." * 5000 + "\n") * 50,
    "lines": code()[:200] + "\n" * 2_000_000, "letters in lines": "AMDESK2:" + "A\n" * 500_000, "escapes": "%25" * 1_000_000, "soft breaks": "=\r\n" * 500_000, "signs of quoting": "\n> > >" * 300_000,
}  # fmt: skip


@pytest.mark.thorough(9)
@pytest.mark.parametrize("name", TEXT_BOMBS)
def test_a_text_that_would_keep_a_reader_busy_is_answered_after_little_work(
    name: str, city: Issuer, tmp_path: Path
) -> None:
    def act() -> str:
        try:
            return judged(TEXT_BOMBS[name].encode(), city, tmp_path).code
        except BadFile as error:
            return error.code

    said, calls = calls_of(act)
    assert said
    assert calls < 3 * MOST_CALLS
    assert len(carried("AMDESK2:" + "A" * 2 * MOST_TEXT)[0].candidates[0]) < 5000


@pytest.mark.parametrize("form", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_city_s_keys_are_read_however_an_editor_saved_them(form: str, city: Issuer) -> None:
    said = attacks.city().decode().replace("\n", "\r\n").encode(form)
    assert [k.name() for k in read_city(said).keys] == [k.name() for k in city.keys]


@pytest.mark.parametrize("line", ["-----BEGIN PUBLIC KEY-----\n", "To: 2026-01-01\n", "\n"])
def test_a_key_file_of_a_hundred_thousand_lines_is_refused(line: str) -> None:
    with pytest.raises(BadFile, match="key file was changed"):
        read_city(line.encode() * 100_000 + attacks.city())
