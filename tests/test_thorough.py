"""What `./start test` makes of judgements of very many, and what it says it left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.thorough import SHARE, chosen

ROLES, COMMANDS = ("officer", "manager", "analyst"), tuple("abcdefgh")
PRODUCT = {f"{c}-{r}": {"command": c, "role": r, "engine": "sqlite"} for c in COMMANDS for r in ROLES}
FILE = """
import pytest
pytestmark = pytest.mark.thorough(4)

@pytest.mark.parametrize("one", range(10))
def test_each(one):
    pass

@pytest.mark.parametrize("one", range(3))
def test_few(one):
    pass

@pytest.mark.thorough(long=True)
def test_long():
    pass
"""
PRODUCT_FILE = """
import pytest

@pytest.mark.thorough
@pytest.mark.parametrize("role", ["officer", "manager", "analyst"])
@pytest.mark.parametrize("command", range(8))
def test_product(command, role):
    pass
"""


def test_one_of_so_many_stays_and_of_few_one() -> None:
    cases = {str(i): {"one": str(i)} for i in range(10)}
    assert chosen(cases, 4) == {"0", "4", "8"}
    assert chosen({"0": {}}, 4) == {"0"}


def test_each_value_of_each_parameter_stays_in_as_few_cases_as_there_are_of_the_longest() -> None:
    found = chosen(PRODUCT)
    assert {PRODUCT[one]["command"] for one in found} == set(COMMANDS)
    assert {PRODUCT[one]["role"] for one in found} == set(ROLES)
    assert len(found) == len(COMMANDS)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_configure  # noqa: F401\n", "utf-8")
    (tmp_path / "test_each.py").write_text(FILE, "utf-8")
    (tmp_path / "test_product.py").write_text(PRODUCT_FILE, "utf-8")
    return tmp_path


@pytest.mark.thorough(3)
@pytest.mark.parametrize(("share", "passed"), [("", 38), ("sample", 12), ("rest", 26)])
def test_the_shares_are_all_there_is_and_what_is_left_out_is_said(house: Path, share: str, passed: int) -> None:
    root = str(Path(__file__).parents[1])
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(house)]
    env = {k: v for k, v in os.environ.items() if "PYTEST" not in k} | {SHARE: share, "PYTHONPATH": root}
    said = subprocess.run(words, env=env, cwd=house, capture_output=True, text=True, check=True).stdout
    assert f"{passed} passed" in said
    assert ("26 cases of 4 judgements were left out" in said) == (share == "sample")
