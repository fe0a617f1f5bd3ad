"""None of the corpus of attacks is called valid; what they were made of is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.errors import BadFile
from amdesk.export import pades, seal
from amdesk.services.competence.verify import Verdict, sign_file, verify
from tests.domain.test_statement import CONTENT
from tests.services import attacks
from tests.services import more_attacks as more
from tests.services.attacks import Attack
from tests.services.flips import tried
from tests.services.test_forgeries import updated
from tests.services.test_verify import p12


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return p12(tmp_path_factory.mktemp("signer"))


def checked(attack: Attack, folder: Path, signer: Path, today: date = attacks.TODAY) -> Verdict:
    folder.mkdir(exist_ok=True)
    path, key, listed = folder / attack.name, folder / "stad.pem", folder / "stad.revoked"
    path.write_bytes(attack.data)
    key.write_bytes(attack.city or attacks.city())
    listed.unlink(missing_ok=True)
    if attack.revoked is not None:
        listed.write_text(attack.revoked, "utf-8")
    given = listed if attack.revoked is not None else None
    return verify(path, key, given, [signer.with_suffix(".pem")], today)


def refused(attack: Attack, folder: Path, signer: Path) -> str:
    """The code of the verdict or of the refusal; empty where it was called valid."""
    try:
        found = checked(attack, folder, signer)
    except BadFile as error:
        return error.code
    return "" if found.valid else found.code


def test_what_the_attacks_are_made_of_is_valid(tmp_path: Path, signer: Path) -> None:
    """Else all of them would be refused for nothing."""
    assert checked(Attack(attacks.genuine()), tmp_path, signer).proves == "file"
    assert checked(Attack(attacks.code().encode(), "x.txt"), tmp_path, signer).proves == "code"
    assert checked(Attack(attacks.code(link=attacks.LINK).encode(), "x.txt"), tmp_path, signer).valid
    assert checked(Attack(attacks.picture(attacks.genuine()), "x.jpg"), tmp_path, signer).valid
    fresh = seal.revocation_list(attacks.CITY_KEY, [], attacks.TODAY, date(2026, 12, 27))
    assert checked(Attack(attacks.genuine(), revoked=fresh), tmp_path, signer).listed == attacks.TODAY
    before = replace(CONTENT, issued_on=date(2026, 6, 1))
    assert checked(Attack(attacks.paper(before, attacks.FORMER_KEY)), tmp_path, signer).valid, "in its time"
    signed = sign_file(tmp_path / "x.pdf", signer, "hemlig")
    assert checked(Attack(signed), tmp_path, signer).signed_electronically


@pytest.mark.thorough(long=True)
def test_none_of_the_corpus_is_valid(tmp_path: Path, signer: Path) -> None:
    made = attacks.attacks(signer)
    assert attacks.ALL >= 120
    found = {name: refused(make(), tmp_path / "one", signer) for name, make in made.items()}
    assert [name for name, code in found.items() if not code] == []
    assert set(Counter(found.values())) >= {"ADDED", "INVALID", "KEY_TIME", "OLD_LIST", "REVOKED", "SEVERAL", "NO_KEY"}


def as_badge(data: Callable[[], bytes]) -> Attack:
    return Attack(data(), "x.png")


def all_more(signer: Path) -> dict[str, Callable[[], Attack]]:
    def plain(change: Callable[[Any], None]) -> Attack:
        return Attack(updated(attacks.genuine(), change))

    def signed(change: Callable[[Any], None]) -> Attack:
        return Attack(pades.signed(updated(attacks.genuine(), change), signer, "hemlig", "Kompetensintyg"))

    return {
        **{f"update: {name}": partial(plain, change) for name, change in more.MORE_UPDATES.items()},
        **{f"update, then signed: {name}": partial(signed, change) for name, change in more.MORE_UPDATES.items()},
        **{f"paper: {name}": partial(attacks.as_paper, data) for name, data in more.MORE_PAPERS.items()},
        **{f"code: {name}": partial(attacks.as_code, said) for name, said in more.MORE_CODES.items()},
        **{f"list: {name}": partial(attacks.with_list, said) for name, said in more.MORE_LISTS.items()},
        **{f"badge: {name}": partial(as_badge, data) for name, data in more.BADGES.items()},
        **{f"cities: {name}": attack for name, attack in more.BETWEEN_CITIES.items()},
    }


@pytest.mark.thorough(long=True)
def test_none_of_the_others_is_valid_either(tmp_path: Path, signer: Path) -> None:
    found = {name: refused(make(), tmp_path / "one", signer) for name, make in all_more(signer).items()}
    assert len(found) >= 155
    assert [name for name, code in found.items() if not code] == []


@pytest.mark.thorough(7)
@pytest.mark.parametrize("name", sorted(more.PICTURES))
def test_a_genuine_code_on_anything_proves_the_code_and_shows_what_was_signed(
    name: str, tmp_path: Path, signer: Path
) -> None:
    found = checked(more.PICTURES[name](), tmp_path, signer)
    assert (found.paper, found.code) == (None, "CODE_GENUINE")
    assert "Åsa Prov" in "\n".join(found.shown)
    assert [line[-1] for line in found.shown if line.startswith("- Nr")] == ["3", "4", "2", "1"]
    assert "was not checked and may have been changed" in str(found.text)


@pytest.mark.thorough(long=True)
def test_no_bit_of_an_electronic_signature_can_be_turned_unseen(tmp_path: Path) -> None:
    said, valid = tried(60, 3, tmp_path)
    assert valid == []
    assert said["ADDED"] >= 25


def test_a_photo_with_other_levels_is_shown_with_those_that_were_signed(tmp_path: Path, signer: Path) -> None:
    """The picture proves nothing but its code: four stays what the city signed, whatever is painted around it."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    page = Image.open(BytesIO(attacks.picture(attacks.genuine())))
    draw = ImageDraw.Draw(page)
    for top in range(600, 1000, 40):
        draw.rectangle((530, top, 600, top + 25), fill="teal")
    draw.text((150, 400), "Bo Bedragare", fill="black")
    out = BytesIO()
    page.save(out, "PNG")
    found = checked(Attack(out.getvalue(), "x.png"), tmp_path, signer)
    assert (found.code, found.proves) == ("CODE_GENUINE", "code")
    assert "Åsa Prov" in "\n".join(found.shown)
    assert [line[-1] for line in found.shown if line.startswith("- Nr")] == ["3", "4", "2", "1"]
    assert found.paper is None, "nothing is said of the picture"
    assert "The picture itself was not checked and may have been changed" in str(found.text)
