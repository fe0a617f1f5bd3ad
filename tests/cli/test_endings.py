"""Every command that writes a file: what it writes is what the file's name says, and under another name nothing is done at all."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.cli import small
from tests.cli.test_every_command import EVERY, GOOD, bank, call, command_of, staged, words_of

__all__ = ["bank", "staged"]
PDF, BOOK, LOCKED = b"%PDF", b"PK", bytes.fromhex("d0cf11e0")
BEGINS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (PDF,),
    ".xlsx": (BOOK, LOCKED),
    ".docx": (BOOK,),
    ".png": (b"\x89PNG",),
    ".json": (b"{", b"["),
    ".html": (b"<",),
    ".csv": ("\ufeff".encode(),),
    ".md": (b"#",),
    ".pem": (b"City:", b"-----BEGIN"),
    ".revoked": (b"AMDESK2-REVOKED",),
}
"""How a file of a kind begins."""
FOLDERS = {"certificate site", "tour"}
OTHERS = {
    "certificate issue": ("D-0001", ".pdf"),
    "certificate badge": ("AMD-2026-00001", ".png"),
    "certificate page": ("AMD-2026-00001", ".html"),
    "certificate sign": ("IN/none.pdf --p12 IN/none.p12", ".pdf"),
    "retention protocol": ("--from 2026-01-01 --to 2026-12-31", ".pdf"),
}
"""Calls that this small bank cannot answer: how they begin, and the one kind of file that they write."""
REFUSED_OTHERWISE = {("participant extract", ".json"), ("guidance export", ".md")}
"""A file of that kind with a password, or of all chapters, is refused for what was asked."""
WRITERS = [n for n in EVERY if n not in FOLDERS and any("--out" in p.opts for p in command_of(n).params)]


def calls(name: str) -> list[str]:
    """As it is meant, with FILE for the file's name."""
    meant = [good.words for good in GOOD.get(name, ()) if "--out" in good.words and "--one-each" not in good.words]
    return [re.sub(r"(?<=--out )\S+", "FILE", words) for words in meant] or [f"{OTHERS[name][0]} --out FILE"]


def test_everything_that_writes_is_tried() -> None:
    assert set(OTHERS) <= set(WRITERS)
    for name in EVERY:
        for option in command_of(name).params:
            if isinstance(option.type, click.Path) and isinstance(option, click.Option) and "--out" not in option.opts:
                assert option.opts[0] in {
                    "--answers",
                    "--dir",
                    "--key",
                    "--p12",
                    "--policy",
                    "--revoked",
                    "--signer",
                }, name


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("ending", [*BEGINS, ".PDF", ".XLSX", ".odd", ""])
@pytest.mark.thorough(504)
def test_a_file_holds_what_its_name_says_or_is_refused_before_anything_is_done(
    name: str, ending: str, bank: Path, staged: Path
) -> None:
    for number, words in enumerate(calls(name)):
        path = bank.parent / "out" / f"{number} fil{ending}"
        if name in OTHERS and ending.lower() == OTHERS[name][1]:
            continue
        before = small.state(bank)
        done = call(bank, *(str(path) if w == "FILE" else w for w in words_of(name, words, bank, staged)))
        if done.exit_code == 0:
            assert path.read_bytes().startswith(BEGINS[ending.lower()]), words
            continue
        assert done.exit_code == 2 or (name, ending) in REFUSED_OTHERWISE, done.output
        assert f"{path.name} must end in" in done.stderr or done.exit_code == 1
        assert not path.exists()
        assert small.state(bank) == before
