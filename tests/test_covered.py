"""The floors under what forms and commands are tried by: which files they are, and what is below."""

from __future__ import annotations

import pytest

from tools.covered import ROOT, RUNS, Measured, groups, is_form, judged, of_the_window

GOOD, FEW_LINES, FEW_BRANCHES = Measured(100, 90, 10, 8), Measured(100, 89, 10, 10), Measured(100, 100, 10, 7)


def test_a_form_is_a_file_that_is_called_one_or_that_holds_a_dialog() -> None:
    assert is_form("form.py", "")
    assert is_form("other.py", "class NoteDialog(Dialog): ...")
    assert is_form("other.py", "class A(kit.BareDialog): ...")
    assert not is_form("page.py", "class Page(QWidget): ...")


@pytest.mark.thorough(long=True)
def test_every_command_and_the_forms_of_every_room_are_among_them() -> None:
    found = groups()
    assert {"amdesk/ui/people/form.py", "amdesk/ui/people/acts.py", "amdesk/ui/kit/period.py"} <= set(found["forms"])
    assert {"amdesk/commands/booking.py", "amdesk/commands/bank.py"} <= set(found["commands"])


def test_a_group_below_a_floor_fails_and_the_file_that_is_is_marked() -> None:
    wanted = {"forms": ["a.py", "b.py"], "commands": ["c.py", "empty.py"]}
    for low in (FEW_LINES, FEW_BRANCHES):
        said, below = judged({"a.py": GOOD, "b.py": low, "c.py": GOOD, "empty.py": Measured(0, 0, 0, 0)}, wanted)
        assert below == ["forms"]
        assert [line.split()[:2] for line in said if line.startswith("!")] == [["!", "b.py"]]
        assert not any("empty.py" in line for line in said)
    assert judged(dict.fromkeys(("a.py", "b.py", "c.py", "empty.py"), GOOD), wanted)[1] == []
    assert judged({"a.py": GOOD, "c.py": GOOD, "empty.py": GOOD}, wanted)[1] == ["forms"], "b.py is not even loaded"


def test_what_has_a_screen_of_its_own_is_all_that_is_left_out_on_the_others() -> None:
    files = [file for part in RUNS for file in part]
    assert all((ROOT / file).is_file() for file in files), "one that is not there would be left out unseen"
    assert len(files) == len(set(files))
    assert {f for f in files if not f.startswith("tests/cli/")} == set(of_the_window())
