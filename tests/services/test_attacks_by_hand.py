"""None of the third part of the corpus is called valid, by the program or by the page; what it is made of is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from amdesk.export import seal
from amdesk.export.city import read_city
from amdesk.export.site import page
from amdesk.services.competence.redrawn import own_words
from tests.domain.test_statement import CONTENT
from tests.services import attacks
from tests.services import attacks_by_hand as by_hand
from tests.services.attacks import Attack
from tests.services.test_attacks import checked, refused
from tests.services.test_verify import p12


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return p12(tmp_path_factory.mktemp("signer"), ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.thorough(long=True)
def test_nothing_changed_in_the_update_of_a_signature_that_counts_is_valid(tmp_path: Path, signer: Path) -> None:
    """Looked at revision by revision, a change and the signature are one."""
    plain = by_hand.in_one(lambda _w: None, signer)
    assert checked(Attack(plain), tmp_path, signer).signed_electronically, "else all would be refused for nothing"
    made = {name: by_hand.in_one(change, signer) for name, change in by_hand.IN_ONE.items()}
    assert len(made) >= 60
    found = {name: refused(Attack(data), tmp_path, signer) for name, data in made.items()}
    assert {name: code for name, code in found.items() if code not in {"ADDED", "INVALID"}} == {}


@pytest.mark.parametrize("name", by_hand.SIGNATURES)
def test_a_signature_of_another_kind_than_ours_is_not_valid(name: str, tmp_path: Path, signer: Path) -> None:
    data = by_hand.in_one(lambda _w: None, signer, **by_hand.SIGNATURES[name])
    assert refused(Attack(data), tmp_path, signer) == "ADDED"


def test_no_signature_whose_bytes_or_range_were_changed_is_valid(tmp_path: Path, signer: Path) -> None:
    genuine = by_hand.signed(signer)
    assert checked(Attack(genuine), tmp_path, signer).signed_electronically
    made = {name: change(genuine) for name, change in by_hand.RANGES.items()}
    made["of another certificate"] = by_hand.another_signature(genuine, signer)
    assert [name for name, data in made.items() if data == genuine] == []
    found = {name: refused(Attack(data), tmp_path, signer) for name, data in made.items()}
    assert [name for name, code in found.items() if not code] == []


def test_no_table_written_by_hand_is_valid_signed_or_not(tmp_path: Path, signer: Path) -> None:
    found = {name: refused(Attack(make()), tmp_path, signer) for name, make in by_hand.TABLES.items()}
    assert [name for name, code in found.items() if not code] == []


def test_no_code_packed_in_another_way_is_valid(tmp_path: Path, signer: Path) -> None:
    assert [name for name, said in by_hand.PACKED.items() if said() == attacks.code()] == []
    found = {n: refused(Attack(said().encode(), "x.txt"), tmp_path, signer) for n, said in by_hand.PACKED.items()}
    assert [name for name, code in found.items() if not code] == []


def test_a_list_of_a_day_that_has_not_come_proves_nothing(tmp_path: Path, signer: Path) -> None:
    def held(said: str) -> str:
        return refused(Attack(attacks.genuine(), revoked=said), tmp_path, signer)

    found = {name: held(said()) for name, said in by_hand.DAYS.items()}
    assert [name for name, code in found.items() if not code] == []
    assert found["made in two days"] == found["the last day that there is"] == "EARLY_LIST"
    tomorrow = attacks.TODAY + timedelta(1)
    assert held(seal.revocation_list(attacks.CITY_KEY, [], tomorrow, date(2026, 12, 27))) == "", "of who lives east"
    early = seal.revocation_list(attacks.CITY_KEY, [(attacks.NUMBER, tomorrow)], date(2036, 1, 1), date(2036, 2, 1))
    assert held(early) == "REVOKED", "what it says of this one counts all the same"


def test_of_a_key_that_was_not_used_that_day_nothing_is_shown_as_the_citys(tmp_path: Path, signer: Path) -> None:
    found = checked(Attack(attacks.code(private=attacks.FORMER_KEY).encode(), "x.txt"), tmp_path, signer)
    assert (found.code, found.shown, found.drawn) == ("KEY_TIME", (), None)


def test_a_participants_own_page_is_checked_by_the_code_in_it(tmp_path: Path, signer: Path) -> None:
    """Given to the program it is no changed certificate: that would be an accusation."""
    issuer = read_city(attacks.city())

    def held(said: str) -> str:
        attack = Attack(page(issuer, "", own_words(), said), "x.html")
        return refused(attack, tmp_path, signer)

    assert checked(Attack(page(issuer, "", own_words(), attacks.code()), "x.html"), tmp_path, signer).proves == "code"
    assert held(attacks.code(link=attacks.LINK)) == "", "also behind the city's link"
    assert held(attacks.CODES["a letter of the levels"]()) == "INVALID"
    assert held("") == "NO_CERTIFICATE", "the page on which anybody checks holds none"
    both = page(issuer, "", own_words(), attacks.code()) + attacks.code(attacks.OTHER).encode()
    assert refused(Attack(both, "x.html"), tmp_path, signer) == "SEVERAL"
    below = b"<!doctype html>" + attacks.genuine()
    assert refused(Attack(below), tmp_path, signer) == "INVALID", "a file that is opened as a PDF is one"


def test_somebodys_code_among_the_words_of_a_file_is_not_the_files(tmp_path: Path, signer: Path) -> None:
    """The particulars hold the city's name before the code."""
    theirs = attacks.code(attacks.OTHER)
    for part in ("city", "remark", "name", "host", "occupation", "department"):
        data = attacks.paper(replace(CONTENT, **dict[str, Any]({part: theirs})), attacks.CITY_KEY, attacks.code())
        said = checked(Attack(data), tmp_path, signer)
        assert said.summary is not None, part
        assert (said.valid, said.summary.name) == (True, CONTENT.name), part
    twice = data.replace(b"/Creator (AMDesk)", b"/Keywords (%s)" % theirs.encode(), 1)
    again = seal.sealed(attacks.CITY_KEY, attacks.body_of(twice))
    assert refused(Attack(again), tmp_path, signer) == "INVALID"
