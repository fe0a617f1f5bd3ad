"""Where a bank may lie, what an address may be, and what lies beside a bank."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from amdesk.db.engine import errors, leftovers, network, swap
from amdesk.domain.errors import BankUnusable

LOCAL = "/dev/sda1 / ext4 rw 0 0"


@pytest.mark.parametrize(
    ("mounts", "path", "refused"),
    [
        ((LOCAL,), "/home/b.amdesk", False),
        (("srv:/x /srv nfs4 rw 0 0", LOCAL), "/srv/b.amdesk", True),
        ((LOCAL, "srv:/x /srv nfs4 rw 0 0"), "/srv/b.amdesk", True),
        ((LOCAL, "srv:/x /srv NFS rw 0 0"), "/srv/b.amdesk", True),
        ((LOCAL, "srv:/x /srv/ nfs rw 0 0"), "/srv/deep/b.amdesk", True),
        ((LOCAL, "srv:/x /srv nfs rw 0 0"), "/srv2/b.amdesk", False),
        ((LOCAL, "srv:/x /srv nfs rw 0 0"), "/srv", True),
        ((LOCAL, "srv:/x /srv nfs rw 0 0", "/dev/sdb /srv/own ext4 rw 0 0"), "/srv/own/b.amdesk", False),
        ((LOCAL, "/dev/sdb /srv ext4 rw 0 0", "srv:/x /srv nfs rw 0 0"), "/srv/b.amdesk", True),
        ((LOCAL, "srv:/x /srv nfs rw 0 0", "/dev/sdb /srv ext4 rw 0 0"), "/srv/b.amdesk", False),
        ((LOCAL, "srv:/x /mitt\\040land nfs rw 0 0"), "/mitt land/b.amdesk", True),
        ((LOCAL, "odd /srv", "srv:/x /srv nfs"), "/srv/b.amdesk", True),
        ((LOCAL,), "//server/share/b.amdesk", True),
        ((LOCAL,), "\\\\server\\share\\b.amdesk", True),
        ((), "/srv/b.amdesk", False),
    ],
)
def test_a_bank_is_refused_on_the_network_drive_that_is_mounted_nearest(
    mounts: tuple[str, ...], path: str, refused: bool
) -> None:
    if refused:
        with pytest.raises(BankUnusable) as said:
            network.refuse_network(_path(path), lambda: "\n".join(mounts))
        assert said.value.code == "NETWORK"
    else:
        network.refuse_network(_path(path), lambda: "\n".join(mounts))


def _path(said: str) -> Path:
    return Path(said)


@pytest.mark.parametrize("kind", ["nfs", "cifs", "smb3", "9p", "fuse.sshfs", "davfs"])
def test_every_kind_of_network_drive_is_one(kind: str) -> None:
    with pytest.raises(BankUnusable):
        network.refuse_network(Path("/srv/b"), lambda: f"x /srv {kind} rw 0 0")


def test_the_mount_table_is_that_of_the_system_or_the_file_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    monkeypatch.setenv("AMDESK_MOUNTS", str(table))
    assert network.mount_table() == ""
    table.write_text(LOCAL)
    assert network.mount_table() == LOCAL


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://eva:hemligt@server:5432/amdesk?password=x", "postgresql://server:5432/amdesk"),
        ("POSTGRES://server/amdesk", "POSTGRES://server/amdesk"),
        ("http://eva:hemligt@server/b?token=x", "http://server/b"),
        ("/home/eva@hemma/b.amdesk", "/home/eva@hemma/b.amdesk"),
    ],
)
def test_an_address_is_said_without_who_and_the_password(address: str, said: str) -> None:
    assert network.shown(address) == said
    assert network.is_shared(address) == address.casefold().startswith("postgres")


@pytest.mark.parametrize(
    ("address", "refused"),
    [("http://server/b", True), ("postgre://server/b", True), ("a\0b", True), (" ", True), (".", True), ("/", True),
     ("b" * 250, True), ("b" * 200, False), ("b.amdesk", False), ("c:/b.amdesk", False)],
)  # fmt: skip
def test_an_address_names_a_file_or_is_refused(address: str, refused: bool, tmp_path: Path) -> None:
    if not refused:
        network.refuse_other(address)
        return
    with pytest.raises(BankUnusable) as said:
        network.refuse_other(address)
    assert said.value.code == ("LONG" if len(address) > 200 else "ADDRESS")


STAMP = "20261123-080910"


def test_what_is_kept_gets_a_name_that_neither_a_bank_nor_a_key_has(tmp_path: Path) -> None:
    bank = tmp_path / "b.amdesk"
    first = swap.free_name(bank, STAMP)
    assert first.name == f"b-before-{STAMP}.amdesk"
    first.touch()
    second = swap.free_name(bank, STAMP)
    assert second.name == f"b-before-{STAMP}-2.amdesk"
    network.key_file(second).touch()
    third = swap.free_name(bank, STAMP)
    assert third.name == f"b-before-{STAMP}-3.amdesk"
    os.symlink(tmp_path / "nowhere", third)
    assert swap.free_name(bank, STAMP).name == f"b-before-{STAMP}-4.amdesk"


def test_names_come_to_an_end_and_that_is_an_error_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda _: True)
    with pytest.raises(FileExistsError):
        swap.free_name(tmp_path / "b.amdesk", STAMP)


def test_the_banks_kept_from_before_are_this_ones_oldest_first(tmp_path: Path) -> None:
    names = [f"b-before-20251231-235959{n}.amdesk" for n in ("", "-2", "-10")] + [f"b-before-{STAMP}.amdesk"]
    others = [f"b2-before-{STAMP}.amdesk", f"b-before-{STAMP}.amdesk.key.json", "b-before-2026.amdesk", "b.amdesk", f"x-b-before-{STAMP}.amdesk"]  # fmt: skip
    for name in (*names, *others):
        (tmp_path / name).touch()
    assert [p.name for p in swap.kept(tmp_path / "b.amdesk")] == names
    assert swap.stamp_of(tmp_path / names[2]) == "20251231-235959"
    assert swap.stamp_of(tmp_path / f"b-before-{STAMP}-before-20270101-000000.amdesk") == "20270101-000000"
    assert swap.stamp_of(tmp_path / "b.amdesk") == ""


def test_a_part_is_private_and_locked_while_it_lasts_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "copy.amdesk"
    with leftovers.part_of(target) as part:
        assert (part.stat().st_size, part.stat().st_mode & 0o777) == (0, 0o600)
        found = leftovers.PART.fullmatch(part.name)
        assert found is not None
        assert found["target"] == target.name
        assert part.with_suffix(".lock").exists()
        leftovers.clear_parts(target)
        assert part.exists(), "somebody is writing it"
    assert list(tmp_path.iterdir()) == []
    with leftovers.part_of(target) as part:
        part.rename(target)
    assert list(tmp_path.iterdir()) == [target]


def test_parts_of_this_copy_and_of_names_that_amdesk_gives_go_and_no_others(tmp_path: Path) -> None:
    ours = [
        "copy.amdesk.0123abcd.part",
        f"amdesk-{STAMP}.amdesk.0123abcd.part",
        f"b-before-{STAMP}-2.amdesk.0123abcd.part",
    ]
    others = ["other.amdesk.0123abcd.part", "copy.amdesk.part", "copy.amdesk.0123abc.part", "copy.amdesk.0123ABCD.part"]
    for name in (*ours, *others):
        (tmp_path / name).touch()
        (tmp_path / f"{name}-wal").touch()
        os.utime(tmp_path / name, (1, 1))
    leftovers.clear_parts(tmp_path / "copy.amdesk")
    left = {p.name for p in tmp_path.iterdir() if p.suffix == ".part"}
    assert left == set(others)
    assert {p.name for p in tmp_path.iterdir()} - left == {f"{name}-wal" for name in others}


def test_a_small_file_is_put_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(b"a longer one from before")
    swap.put(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OSError, match="gone"):
        swap.put(tmp_path / "gone" / "key.json", b"new")


@pytest.mark.parametrize(
    ("message", "said"),
    [("AM001", "AM001"), ("trigger: AM012 stopped", "AM012"), ("UNIQUE constraint failed: participant.identity", "AM005"),
     ('duplicate key value violates unique constraint "participant_identity"', "AM005"), ("UNIQUE constraint failed: booking.ref", "AM007"),
     ("UNIQUE constraint failed: certificate.number", "AM007"), ("CHECK constraint failed: to_date >= from_date", "AM011"),
     ('violates check constraint "employment_check"', "AM011")],
)  # fmt: skip
def test_a_refusal_of_the_engine_is_told_as_the_rule_it_broke(message: str, said: str) -> None:
    told = errors.translated(ValueError(message), "b")
    assert isinstance(told, errors.RuleBroken)
    assert told.code == said


@pytest.mark.parametrize(
    ("message", "kind"),
    [("database is locked", "BankBusy"), ("disk I/O error", "BankBusy"), ("Deadlock detected", "BankBusy"), ("attempt to write a readonly database", "BankBusy"),
     ("database or disk is full", "BankBusy"), ("unable to open database file", "BankUnusable"), ("database disk image is malformed", "BankDamaged"),
     ("file is not a database", "BankDamaged"), ("hmac check failed", "BankDamaged"), ("SQL logic error", "BankDamaged"), ("no such table: x", "ValueError")],
)  # fmt: skip
def test_a_fault_of_the_disk_is_told_by_its_words_where_it_has_no_code(message: str, kind: str) -> None:
    assert type(errors.translated(ValueError(message), "b")).__name__ == kind
