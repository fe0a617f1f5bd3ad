"""Whatever stands in a folder of copies under the name of one is passed over, one by one."""

import os
from pathlib import Path

from amdesk.db.bank import generations


def test_only_files_are_copies(tmp_path: Path) -> None:
    name = "amdesk-0123abcd-00000{}-20261123-094100.amdesk"
    loop, dangling, pipe, folder, file = (tmp_path / name.format(n) for n in range(1, 6))
    loop.symlink_to(loop)
    dangling.symlink_to(tmp_path / "nowhere")
    os.mkfifo(pipe)
    folder.mkdir()
    file.write_bytes(b"x")
    assert generations.copies_in(tmp_path) == [file]
    assert generations.newest_whole(tmp_path / "bank.amdesk", "00" * 32, [tmp_path]) is None


def test_a_folder_that_is_none_holds_no_copy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for odd in (tmp_path / ("x" * 300), tmp_path / "file", tmp_path / "gone"):
        assert generations.copies_in(odd) == []
        assert generations.newest_whole(tmp_path / "bank.amdesk", "00" * 32, [odd]) is None
