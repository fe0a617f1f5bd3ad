"""An update that is signed in full form by one whose signature counts may change what its signature needs, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.services import bombs
from tests.services import signed_updates as made
from tests.services.attacks import Attack
from tests.services.test_attacks import checked, refused
from tests.services.test_verify import p12


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return p12(tmp_path_factory.mktemp("signer"), ec.generate_private_key(ec.SECP256R1()))


def test_what_they_are_made_of_is_valid(tmp_path: Path, signer: Path) -> None:
    for times in (1, 2):
        again = made.plain(signer, times).signed(signer)
        assert checked(Attack(again), tmp_path, signer).signed_electronically


@pytest.mark.thorough(long=True)
def test_no_object_that_was_there_becomes_part_of_a_signature(tmp_path: Path, signer: Path) -> None:
    """A form under the number of what the page shows makes the page blank, and nothing but its number tells."""
    found = {name: refused(Attack(data), tmp_path / "one", signer) for name, data in made.reused(signer)}
    assert len(found) > 45
    assert {name: code for name, code in found.items() if code != "ADDED"} == {}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("times", [1, 2])
def test_no_update_with_anything_else_in_it_is_valid(times: int, tmp_path: Path, signer: Path) -> None:
    parts = made.plain(signer, times)
    files = {name: change(parts).signed(signer) for name, change in made.OTHERWISE.items()}
    assert [name for name, data in files.items() if data == parts.signed(signer)] == []
    found = {name: refused(Attack(data), tmp_path / "one", signer) for name, data in files.items()}
    assert {name: code for name, code in found.items() if code != "ADDED"} == {}


# files that would make a reader work for minutes: what they cost is counted in calls


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("size", [30, 3000])
def test_a_file_that_would_keep_a_reader_busy_is_refused_after_little_work(
    size: int, tmp_path: Path, signer: Path
) -> None:
    parts = made.plain(signer)
    files = {name: bomb(parts, size) for name, bomb in bombs.BOMBS.items()}
    whole = {name: make(min(size, 1000)) for name, make in bombs.WHOLE.items()}
    both = {f"{n}, signed": p.signed(signer) for n, p in files.items() if n not in bombs.UNSIGNED}
    both |= {n: p.unsigned() for n, p in files.items()}
    found = {}
    for name, data in {**both, **whole}.items():
        found[name] = bombs.calls_of(lambda d=data: refused(Attack(d), tmp_path / "one", signer))  # type: ignore[misc]  # a default, so that each has its own
    assert {name: said for name, said in found.items() if said[0] not in {"ADDED", "INVALID", "TOO_LARGE"}} == {}
    assert {name: said for name, said in found.items() if said[1] > bombs.MOST_CALLS // 4} == {}


@pytest.mark.thorough(long=True)
def test_ten_signatures_are_read_and_one_more_is_too_many(tmp_path: Path, signer: Path) -> None:
    ten = made.plain(signer, 10).signed(signer)
    code, calls = bombs.calls_of(lambda: refused(Attack(ten), tmp_path / "one", signer))
    assert code == ""
    assert calls < bombs.MOST_CALLS
    eleven = checked(Attack(made.plain(signer, 11).signed(signer)), tmp_path, signer)
    assert "far more than a signature is was added" in str(eleven.text)
