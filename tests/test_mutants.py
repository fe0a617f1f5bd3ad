"""The tool that changes the code and asks the tests: it tells a test that judges from one that only runs the line."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutants import changes, house, running, sql
from tools.mutants.__main__ import allowed
from tools.mutants.planted import FAULTS, Fault
from tools.mutants.planted import planted as plant
from tools.mutants.reach import Test as Noted

ROOT = Path(__file__).parent.parent
AGES = """
LEAST = 18


def judged(age: int) -> bool:
    return age >= LEAST


def only_run(age: int) -> bool:
    return age >= 18


def never_run(age: int) -> bool:
    return age >= 18
"""
TESTS = """
from amdesk.domain.ages import judged, only_run

def test_judges():
    assert judged(18) and not judged(17)

def test_only_runs():
    only_run(18)
    only_run(17)
"""


EARLY = "from amdesk.domain import ages\n"
"""A conftest imports before any test does."""


def planted(root: Path, ages: str = AGES, tests: str = TESTS) -> Path:
    """A house of one module, and the tool beside it."""
    shutil.copytree(ROOT / "tools" / "mutants", root / "tools" / "mutants")
    planted = (("amdesk/domain", "ages.py", ages), ("tests", "test_ages.py", tests), ("tests", "conftest.py", EARLY))
    for folder, name, said in planted:
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / name).write_text(said, "utf-8")
    for package in ("tools", "amdesk", "amdesk/domain", "tests"):
        (root / package / "__init__.py").touch()
    return root


def asked(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.mutants", "--each", "--workers", "1", *arguments]
    mine = {name: said for name, said in os.environ.items() if name != "PYTEST_PLUGINS"}  # marks that this run may have
    bare = {**mine, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # as quick as it can be
    return subprocess.run(command, cwd=root, env=bare, capture_output=True, text=True, check=False)


@pytest.mark.thorough(long=True)
def test_a_change_that_a_test_judges_is_noticed_and_one_in_a_line_that_is_only_run_is_not(tmp_path: Path) -> None:
    done = asked(planted(tmp_path))
    said = dict(
        line.split(": ", 1) for line in done.stdout.splitlines() if line.startswith("amdesk/") and " s)" in line
    )
    assert "test_judges" in said["amdesk/domain/ages.py:2"]  # the number outside functions
    assert "test_judges" in said["amdesk/domain/ages.py:6"]
    assert "UNNOTICED (1," in said["amdesk/domain/ages.py:10"]
    assert "UNNOTICED (0," in said["amdesk/domain/ages.py:14"]
    assert "no test reaches it" in done.stdout
    assert "-return age >= 18\n+return age > 18" in done.stdout
    assert done.returncode == 1
    assert (tmp_path / "amdesk" / "domain" / "ages.py").read_text("utf-8") == AGES


@pytest.mark.thorough(long=True)
def test_what_a_test_reaches_is_noted_anew_when_it_or_the_module_has_changed(tmp_path: Path) -> None:
    root = planted(tmp_path)
    unreached = ("--only", "amdesk/domain/ages.py:14")
    assert "noting" in asked(root, *unreached).stdout
    assert "noting" not in asked(root, *unreached).stdout
    (root / "amdesk" / "domain" / "ages.py").write_text(AGES.replace("LEAST = 18", "LEAST = 17 + 1"), "utf-8")
    assert "noting" in asked(root, *unreached).stdout


@pytest.mark.thorough(long=True)
def test_what_tests_reach_is_noted_by_any_run_of_them_on_several_workers_too(tmp_path: Path) -> None:
    root = planted(tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests"]
    plugins = {**os.environ, "PYTEST_PLUGINS": "tools.mutants.reach"}
    subprocess.run(command, cwd=root, env=plugins, capture_output=True, check=True)
    notes = [json.loads(path.read_text("utf-8")) for path in (root / "build" / "mutants").glob("*.json")]
    assert {test[0].split("::")[1]: list(test[2]) for one in notes for test in one["tests"]} == {
        "test_judges": ["amdesk.domain.ages"],
        "test_only_runs": ["amdesk.domain.ages"],
    }


ONCE = """
from functools import cache, lru_cache
from pathlib import Path


@cache
def limit(of: str) -> int:
    with Path("computed").open("a") as told:
        told.write(of)
    return years(of)


@lru_cache(8)
def years(of: str) -> int:
    return 18


def other() -> int:
    return 3
"""
ASKS_TWICE = """
from amdesk.domain.ages import limit, other, years

def test_knows_the_years_already():
    assert years("a") == limit("a") == limit("a") == 18

def test_asks_again():
    assert limit("a") == 18

def test_asks_something_else():
    assert other() == 3

def test_asks_after_it_was_forgotten():
    limit.cache_clear()
    assert limit("a") == 18
"""


@pytest.mark.thorough(long=True)
def test_what_is_computed_once_is_reached_by_every_test_that_asks_for_it_and_by_no_other(tmp_path: Path) -> None:
    root = planted(tmp_path, ONCE, ASKS_TWICE)
    plugins = {**os.environ, "PYTEST_PLUGINS": "tools.mutants.reach"}
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests"], cwd=root, env=plugins, capture_output=True, check=True
    )
    (note,) = (root / "build" / "mutants").glob("*.json")
    reached = {test[0].split("::")[1]: test[2] for test in json.loads(note.read_text("utf-8"))["tests"]}
    everything = {"amdesk.domain.ages": hex(0b11111 - 0b10000)}
    assert reached == {
        "test_knows_the_years_already": everything,
        "test_asks_again": everything,
        "test_asks_something_else": {"amdesk.domain.ages": hex(0b10000)},
        "test_asks_after_it_was_forgotten": everything,
    }
    assert (root / "computed").read_text("utf-8") == "aa", "once, and once more where a test has cleared it"


@pytest.mark.thorough(long=True)
def test_where_a_test_fails_by_itself_nothing_is_said_of_changes(tmp_path: Path) -> None:
    root = planted(tmp_path)
    asked(root, "--only", "amdesk/domain/ages.py:14")
    (note,) = (root / "build" / "mutants").glob("*.json")
    kept = json.loads(note.read_text("utf-8"))
    (root / "tests" / "conftest.py").write_text("raise SystemExit(1)", "utf-8")
    done = asked(root, "--noted", "--sample", "2")
    assert kept["tests"]
    assert (done.returncode, "fails where nothing was changed" in done.stdout) == (2, True)


LIMITS = """
LIMITS = {}
LIMITS["child"] = 18
LIMITS["grown"] = max(18, 7)
FIRST = (18, 19)[1]


def _next(age: int) -> int:
    return age + 1


AFTER = _next(18)
TABLE = (3, 4)


def limit(name: str, least: int = 7) -> int:
    return max(least, LIMITS[name])
"""
OF_LIMITS = """
import pytest
from amdesk.domain import ages

def test_of_a_function():
    assert ages.limit("grown") == 18

def test_of_a_default():
    assert ages.limit("child", least=20) == 20
    ages.LIMITS["new"] = 0
    assert ages.limit("new") == 7

def test_by_name():
    assert ages.AFTER == 19

@pytest.mark.parametrize("one", ages.TABLE)
def test_case(one):
    assert one in {3, 4}

def test_other():
    pass
"""


@pytest.mark.thorough(long=True)
def test_what_runs_while_a_module_is_imported_is_judged_by_the_tests_of_what_came_of_it(tmp_path: Path) -> None:
    done = asked(planted(tmp_path, LIMITS, OF_LIMITS))
    said: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        if line.startswith("amdesk/") and " s)" in line:
            said.setdefault(line.split(":")[1], []).append(line.split(": ")[2])
    assert any("test_of_a_function" in by for by in said["4"])
    assert "UNNOTICED (2" in said["3"][0], "asked, and none judges it"
    assert any(by.startswith("(not imported)") for by in said["5"])
    assert {by.split("::")[-1].split()[0] for by in said["9"]} == {"test_by_name"}
    assert any("test_case" in by for by in said["13"]), "a changed table names the cases of its test otherwise"
    assert any("test_of_a_default" in by for by in said["16"])


BROKEN_OFF = """
import os
from pathlib import Path
from amdesk.domain import ages

def test_breaks_off_once_where_something_is_changed():
    if not ages.judged(18) and not Path("once").exists():
        Path("once").touch()
        os._exit(1)
"""


@pytest.mark.thorough(long=True)
def test_where_no_test_failed_and_the_end_did_not_come_the_tests_are_asked_once_more(tmp_path: Path) -> None:
    done = asked(planted(tmp_path, tests=BROKEN_OFF), "--only", "amdesk/domain/ages.py:6")
    assert (tmp_path / "once").exists()
    assert "UNNOTICED (1," in done.stdout


APART = """
import subprocess
import sys
from amdesk.domain import ages

ASKED = "from amdesk.domain import ages; print(ages.judged(18))"

def test_only_compares_with_another_process():
    said = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(ages.judged(18))
"""


@pytest.mark.thorough(long=True)
def test_a_process_that_a_test_starts_has_the_same_change(tmp_path: Path) -> None:
    done = asked(planted(tmp_path, tests=APART), "--only", "amdesk/domain/ages.py:6")
    assert "UNNOTICED (1," in done.stdout


def made(source: str, module: str = "amdesk.domain.x", **optional: set[str]) -> set[str]:
    """The changes of a source, as what the line says with each."""
    return {c.diff().split("\n+")[-1].strip() for c in changes.Maker(module, source, optional).changes()}


def inside(body: str) -> str:
    return "def f(a, b):\n" + "".join(f"    {line}\n" for line in body.splitlines())


def test_signs_numbers_conditions_and_calls_are_changed_one_at_a_time() -> None:
    assert made(inside("return a < b and a != 3")) == {
        "return a <= b and a != 3",
        "return a < b and a == 3",
        "return a < b or a != 3",
        "return a < b and a != 4",
        "return a < b",
        "return a != 3",
    }
    assert made(inside("a -= b")) == {"a += b"}
    assert made(inside("for x in a:\n    if x:\n        break")) == {"if not x:", "pass", "continue"}
    assert made(inside("a.save(b)")) == {"pass"}
    assert made(inside("return f(a, last=b, first=a)"), f={"last"}) == {"return f(a, first=a)"}
    assert made("def f(a) -> list[int]:\n    return a.ids\n") == {"return []"}


def test_what_nobody_could_notice_is_not_changed() -> None:
    assert made(inside('"""Says 1 < 2."""\nlog.info("took %d", a + 1)')) == set()
    assert made(inside("if not isinstance(a, int):\n    a = b")) == {"pass"}
    assert made(inside("return isinstance(a, int) and b")) == {
        "return isinstance(a, int) or b",
        "return isinstance(a, int)",
    }
    assert made(inside("raise Refused(f'{a + 1} is too much')")) == set()
    assert made("from x import y\nCHUNK = 4096\nVERSION = 3\nA: int | None\nif TYPE_CHECKING:\n    b = 1\n") == set()
    assert made("@dataclass(frozen=True)\nclass A:\n    a: int\n") == set()
    assert made(inside("return open(a, encoding='utf-8', newline='')")) == set()
    assert made(inside("until = process_time() + a / 2\nwhile monotonic() < until + 1:\n    a(until)")) == {"pass"}


def test_sql_within_texts_is_changed_in_the_bank_alone() -> None:
    source = inside("return a.rows(f'select id from booking b where b.{LIVE} and day < :d')")
    assert made(source, "amdesk.services.x") == set()
    assert made(source, "amdesk.db.x") == {
        "return a.rows(f'select id from booking b where b.{LIVE} and day <= :d')",
        "return a.rows(f'select id from booking b where b.{LIVE} or day < :d')",
        "return a.rows(f'select id from booking b where b.{LIVE} ')",
        "return a.rows(f'select id from booking b where 1 = 1 and day < :d')",
    }
    assert not sql.is_sql(r"-before-(?P<stamp>\d{8})")
    assert not sql.is_sql("The day must be after the first, or the same.")


def test_a_status_left_out_of_a_list_a_count_and_a_range_are_changes_of_sql() -> None:
    said = {new for _, new in sql.changed("select count(*) from t where s in ('a', 'b') and d between 1 and 2")}
    assert "select count(*) from t where s in ('b') and d between 1 and 2" in said
    assert "select count(*) from t where s in ('a') and d between 1 and 2" in said
    assert "select (count(*) + 1) from t where s in ('a', 'b') and d between 1 and 2" in said
    assert "select count(*) from t where s not in ('a', 'b') and d between 1 and 2" in said
    assert not any("between 1 or" in one for one in said)
    assert {new for _, new in sql.changed("update t set a = :a where id = :id")} == {
        "update t set a = :a where id <> :id"
    }


@pytest.fixture(scope="module")
def home() -> house.House:
    return house.House()


@pytest.mark.thorough(long=True)
def test_the_sample_of_a_seed_is_the_same_and_takes_as_many_of_every_module(home: house.House) -> None:
    modules = sum(one.stat().st_size > 0 for one in Path("amdesk/domain/competence").glob("*.py"))

    def sample(seed: int) -> list[tuple[str, str]]:
        return [(c.place, c.kind) for c in home.sample(3 * modules, seed, "amdesk/domain/competence")]

    one = sample(7)
    assert one == sample(7)
    assert one != sample(8)
    of: dict[str, int] = {}
    for place, _ in one:
        of[place.split(":")[0]] = of.get(place.split(":")[0], 0) + 1
    assert set(of.values()) == {3}
    assert len(of) == modules


@pytest.mark.thorough(long=True)
def test_what_runs_on_windows_or_on_a_server_alone_is_judged_there(
    home: house.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(module: str) -> list[str]:
        return [home.lines[module][n - 1].strip() for n in sorted(home.elsewhere(module))]

    monkeypatch.delenv("AMDESK_TEST_POSTGRES", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    windows = lines("amdesk.db.engine.locks")
    assert "msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)" in windows
    assert "fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)" not in windows
    assert any("def _pg_guard" in line for line in lines("amdesk.db.triggers"))
    assert not any("def _sqlite_audit" in line for line in lines("amdesk.db.triggers"))
    assert house.ON_A_SERVER.search("    work.bank.one_at_a_time()")
    assert not house.ON_A_SERVER.search("    with bank.write(text(x)):\n        bank.one_at_a_time()\n        f()")
    assert lines("amdesk.db.results.desk") == []
    assert "return lets_in(address, secret)" in lines("amdesk.services.bank.locking")
    assert "return _opened(address, key, secret) is not None" not in lines("amdesk.services.bank.locking")
    monkeypatch.setenv("AMDESK_TEST_POSTGRES", "host=127.0.0.1")
    assert lines("amdesk.db.triggers") == []


@pytest.mark.thorough(long=True)
def test_a_constant_is_judged_by_the_tests_of_those_that_name_it(home: house.House) -> None:
    (live,) = [name for name in home.files if name == "amdesk.db.sql"]
    change = next(c for c in home.changes(live) if "LIVE" in c.names)
    reached = {module for module, _ in home.marks(change)}
    assert {"amdesk.db.people.participants", "amdesk.db.overview.counts"} <= reached
    assert "amdesk.domain.values" not in reached


@pytest.mark.thorough(long=True)
def test_a_function_that_only_the_import_calls_is_judged_by_the_tests_of_what_is_made_with_it(
    home: house.House,
) -> None:
    cohort = "amdesk.domain.results.cohort"
    change = next(c for c in home.changes(cohort) if "_part" in c.names and c.kind == "comparison")
    found = home.naming(cohort, {"COHORT"})
    module = "amdesk.services.results.reports"
    mark = max(mark for where, mark in found if where == module)
    assert "amdesk.services.results.guard" in {where for where, _ in found}, "what asks the table made with it"
    asks = Noted("reads a cohort", 0.1, {module: 1 << mark})
    strange = Noted("is about dates", 0.1, {"amdesk.domain.values": 2**50 - 1})
    assert home.reaching(change, [asks, strange]) == [asks]
    other = next(c for c in home.changes("amdesk.domain.values") if c.names == {"parse_date"})
    assert home.reaching(other, [asks]) == [], "what no test reaches stays so"


@pytest.mark.thorough(long=True)
def test_a_class_that_is_only_named_as_what_a_function_gives_back_is_not_called_by_any_import(
    home: house.House,
) -> None:
    papers = "amdesk.services.overview.paper"
    assert home.at_import(papers) == set()
    change = next(c for c in home.changes(papers) if c.kind == "keyword left out")
    window = Noted("opens the window", 0.1, {"amdesk.services.desk": 2**50 - 1})
    assert home.reaching(change, [window]) == []


@pytest.mark.thorough(long=True)
def test_a_test_that_names_what_another_module_made_of_a_constant_judges_the_constant(home: house.House) -> None:
    people = "amdesk.imports.people"
    change = next(c for c in home.changes(people) if "HEADED" in c.names and c.kind == "condition left out")
    headings = Noted("tests/imports/test_headings.py::test_every_field_of_every_kind_of_list_is_headed_here", 0.1, {})
    strange = Noted("tests/domain/test_values.py::test_amounts_are_whole_ore[1]", 0.1, {})
    assert home.reaching(change, [headings, strange]) == [headings]


def test_the_nearest_tests_are_asked_first_and_no_longer_than_they_may() -> None:
    of = {
        "wide": Noted("wide", 0.1, {"m": 2**900 - 1}),
        "near": Noted("near", 0.1, {"m": 1}),
        "slow": Noted("slow", 30.0, {"m": 1}),
    }
    assert [[t.id for t in part] for part in running.nearest(list(of.values()), 20)] == [["near", "wide"]]
    cases = [Noted(f"one[{i}]", 0.1, {"m": 1}) for i in range(20)]
    first, rest = running.nearest([*cases, of["wide"]], 20)
    assert [t.id for t in first][:4] == ["one[0]", "one[1]", "one[2]", "wide"]
    assert (len(first), len(rest)) == (15, 6)
    seconds = [Noted(f"one[{i}]", 3.0, {"m": 1}) for i in range(20)]
    assert "wide" in {t.id for part in running.nearest([*seconds, of["wide"]], 20) for t in part}
    far = Noted("far", 19.5, {"m": 2**900 - 1})
    asked = [t.id for part in running.nearest([*cases, far], 20) for t in part]
    assert (len(asked), "far" in asked) == (20, False), "what is far leaves the time to the cases beside it"


def test_fifteen_in_a_hundred_may_survive_and_of_twenty_what_chance_gives() -> None:
    assert (allowed(300), allowed(100), allowed(20)) == (45, 15, 7)


@pytest.mark.thorough(long=True)
def test_six_kinds_of_fault_are_planted_where_the_house_says_the_rule_and_nowhere_else(home: house.House) -> None:
    """`python -m tools.mutants.planted` asks the tests of each."""
    assert len({f.what for f in FAULTS}) == 6
    for fault in FAULTS:
        change = plant(home, fault)
        before = ast.unparse(change.tree)
        undo = change.make()
        assert ast.unparse(change.tree) != before, fault
        undo()
        assert ast.unparse(change.tree) == before
    with pytest.raises(ValueError, match="no such text"):
        plant(home, Fault("", "amdesk.domain.booking.statuses", "no such text", ""))
