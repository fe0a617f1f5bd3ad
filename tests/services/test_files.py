"""Where papers are written: a folder is made where it can be, and never in the place of a bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.domain.errors import BadFile
from amdesk.services.bank import files


def test_a_folder_is_made_with_those_above_it_and_one_that_is_there_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "papper" / "2026"
    files.make_folder(folder)
    files.save(folder / "a.txt", b"a")
    files.make_folder(folder)
    assert (folder / "a.txt").read_bytes() == b"a"


def test_a_folder_in_the_place_of_a_file_or_of_a_bank_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", "utf-8")
    with pytest.raises(BadFile) as caught:
        files.make_folder(tmp_path / "fil" / "under")
    assert caught.value.code == "NO_FOLDER"
    (tmp_path / "b.amdesk.key.json").write_text("{}", "utf-8")
    with pytest.raises(BadFile) as caught:
        files.make_folder(tmp_path / "b.amdesk")
    assert caught.value.code == "BANK"
    assert not (tmp_path / "b.amdesk").exists()


def test_what_cannot_be_written_is_told_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        files.check(tmp_path / "saknas" / "a.pdf")
    files.check(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == [], "a look leaves nothing behind"
