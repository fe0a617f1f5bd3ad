"""Every test has its own folder and its own bank; banks and services run on both engines where a server is named."""

from __future__ import annotations

import atexit
import faulthandler
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QLockFile, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.app import plain_imports
from amdesk.db import port
from amdesk.db.engine import keys
from amdesk.db.port import Bank
from amdesk.domain.texts import Text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make, thorough

plain_imports()  # the sources of all tests and of all libraries that they use would be read once more, for a word nobody says

SERVER = os.environ.get("AMDESK_TEST_POSTGRES", "")
ENGINES = ["sqlite", "postgresql"] if SERVER else ["sqlite"]
SAMPLES = Path(__file__).parent / "samples"

# how long an example takes says how busy the computer is; the same code is judged by the same examples
settings.register_profile("repeated", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None)
settings.load_profile("repeated")

LARGER = any(name.startswith("AMDESK_TEST_") and said.isdigit() for name, said in os.environ.items())
"""Whether somebody asks for more rounds than a test makes: then it may take longer than one that hangs is given."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The answer of a run is its own. Python takes down what Qt still holds in no order, and a process that had passed everything
    sometimes crashed there. Whatever was to be written at the end has been by then: what is registered first comes last."""
    if QApplication.instance() is not None:  # without a screen what was copied is thrown away after Python has gone
        QApplication.clipboard().clear()
    if Path(sys.argv[0]).name in {"pytest", "__main__.py"}:  # not a worker's, nor a tool's that goes on
        ENDED.append(session)


ENDED: list[pytest.Session] = []


@atexit.register
def leave() -> None:
    if ENDED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(ENDED[-1].exitstatus))


def pytest_runtest_setup() -> None:
    if LARGER:
        faulthandler.cancel_dump_traceback_later()


MEMORY, ROOM = "/dev/shm", 2 << 30
"""A disk in memory and the bytes that are to be free on it: a bank waits for its disk at each change, thousands in all."""
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)

PATIENCE = 60_000
"""Milliseconds until what is waited for is given up: far more than a computer needs that does much else."""


class Watcher(QtBot):
    """Looks every millisecond where pytest-qt looks every ten: the window is waited for tens of thousands of times."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        end = QDeadlineTimer(timeout)
        while not ((found := callback()) or found is None):
            if end.hasExpired():
                pytest.fail(f"waited in vain for {timeout / 1000:g} s")
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return Watcher(request)


LONG = ("test_at_spi.py",)
"""Files whose tests take longest: begun last, one process would work on one of them alone."""
PART = "AMDESK_TEST_PART"
"""`1/4`: a run of tests that a test starts takes the second of every four, and others like it the rest."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", thorough.LINE)
    if thorough.asked():
        config.pluginmanager.register(thorough.LeftOut(), "left out")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)
    if given := os.environ.get(PART):
        which, of = map(int, given.split("/"))
        items[:] = items[which::of]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What the collected tests are made of stays until the end: looking through it for garbage after each window is in vain."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Nor is it looked through what the tests of a file have loaded and keep for the next ones."""
    yield
    if nextitem is not None and nextitem.path != item.path:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where what is prepared for many tests finds itself: not at home with who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMDESK_HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("AMDESK_PASSPHRASE", raising=False)
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))  # goes with the tests' own
        yield


KEY_COST = {name: getattr(keys, name) for name in ("LANES", "MEMORY_KIB", "ROUNDS")}
"""What a passphrase costs to try in the program itself."""


@pytest.fixture(scope="session", autouse=True)
def _cheap_keys() -> Iterator[None]:
    """Passphrases that are quick to try: thousands are. What they cost in the program is tried once, with `dear_keys`."""
    with pytest.MonkeyPatch.context() as patch:
        for name, small in (("LANES", 1), ("MEMORY_KIB", 64), ("ROUNDS", 1)):
            patch.setattr(keys, name, small)
        yield


@pytest.fixture
def brief_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of the time for the least loss of a report: where it is not judged how little is lost, and where nobody is to be found
    in what is taken when time is over. All of it take the attackers that are started by hand (CONTRIBUTING.md)."""
    from amdesk.services.results import leastloss

    monkeypatch.setattr(leastloss, "SECONDS", leastloss.SECONDS / 5)


@pytest.fixture
def dear_keys(_cheap_keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases as the program has them: for a bank that another process opens too, and for their cost itself."""
    for name, cost in KEY_COST.items():
        monkeypatch.setattr(keys, name, cost)


STAYS_DONE = {
    "New bank", "User {name} added: {roles}", "Roles of the user {name}: {roles}", "User {name} removed",
    "A restore was rehearsed: the copy {copy} opens with the printed recovery code and is whole",
    "Erasure of {count} person proposed", "Erasure of {count} people proposed",
    "Personal data of {count} person erased", "Personal data of {count} people erased", "Booking notice made: {name}, {place}",
    "Matching round: {people} person, free places: {places}", "Matching round: {people} people, {places} free places",
    "Key for assessment sheets", "Key for certificates", "New key for certificates from {day}", "Certificate issued: {name}",
    "Certificate revoked", "Signed certificate attached: {name}", "Cohort {year} frozen, seen in {window}",
    "Report given out: {title}", "The bank was given an id, for the names of its backups",
}  # fmt: skip
"""Acts that undo passes by: what was given out, proved, made public or erased, and who may open the bank."""


@pytest.fixture(scope="session", autouse=True)
def _stays_done() -> Iterator[None]:
    """Whichever test does one of these acts, the bank keeps it as one that is not taken back."""
    begin = port.begin_step

    def begun(bank: Bank, what: Text, kind: str, of_step: int | None, undoable: bool) -> int:
        assert not (undoable and what.msgid in STAYS_DONE), f"it could be undone: {what.msgid}"
        return begin(bank, what, kind, of_step, undoable)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(port, "begin_step", begun)
        yield


@pytest.fixture(autouse=True)
def _home(_session_home: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A template database with an empty migrated bank, for this worker; yields its name."""
    yield from _template("template", lambda _bank: None)


@pytest.fixture(scope="session")
def filled_server() -> Iterator[str]:
    """The same with occupations and code lists."""
    yield from _template("filled_template", banks.fill)


def _template(what: str, fill: Callable[[Bank], None]) -> Iterator[str]:
    import psycopg

    from amdesk.db.engine.postgres import PostgresBank

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"amdesk_{what}_{worker}"
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name}")
    bank = PostgresBank(_at(name), actor="Test", account="test", clock=make.CLOCK)
    bank.migrate()
    fill(bank)
    bank.close()
    yield name
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")


def _at(name: str) -> str:
    return " ".join(p for p in SERVER.split() if not p.startswith("dbname=")) + f" dbname={name}"


@pytest.fixture(params=ENGINES)
def bank(request: pytest.FixtureRequest) -> Iterator[Bank]:
    """A migrated bank on each engine: empty, or as `desk` has it where a test asks for that on a server too."""
    if request.param == "sqlite":
        made = make.memory()
        yield made
        made.close()
        return
    wanted = "filled_server" if "desk" in request.fixturenames else "server"
    yield from postgres_bank(request.getfixturevalue(wanted))


def postgres_bank(template: str) -> Iterator[Bank]:
    import psycopg

    from amdesk.db.engine.postgres import PostgresBank

    name = template.replace("filled_template", "template").replace("template", "test")
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} template {template}")
    bank: Bank = PostgresBank(_at(name), actor="Test", account="test", clock=make.CLOCK)
    yield bank
    bank.close()


@pytest.fixture
def desk(bank: Bank) -> Desk:
    return make.desk(bank)


Once = Callable[[str, Callable[[Path], object]], Path]
"""`once(name, make)`: a folder that `make` fills, the same one for every test of a run; tests copy what lies in it."""


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """What takes seconds to make is made by one of the processes that share a run, and the others wait for it."""
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run

    def made(name: str, fill: Callable[[Path], object]) -> Path:
        whole, part = run / f"once-{name}", run / f"part-{name}"
        lock = QLockFile(str(run / f"{name}.lock"))
        lock.setStaleLockTime(0)  # however long it takes; one that is left by a process that ended counts for nothing
        assert lock.lock(), lock.error()
        try:
            if not whole.exists():
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir()
                fill(part)
                part.rename(whole)
        finally:
            lock.unlock()
        return whole

    return made


CITY = "AMDESK_TEST_CITY"
"""Names the demo city to a run of tests that a test starts."""


@pytest.fixture(scope="session")
def demo_file(once: Once) -> Path:
    """The demo city; tests copy it."""
    from amdesk.demo import city

    if given := os.environ.get(CITY):
        return Path(given)
    return once("demo", lambda folder: city.make(folder / "ekhamra.amdesk", make.CLOCK)) / "ekhamra.amdesk"


@pytest.fixture
def demo_bank(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the demo city of this test's own."""
    return make.copied(demo_file, tmp_path / "ekhamra.amdesk")


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty bank that opens without a passphrase, made once; tests copy it."""
    path = tmp_path_factory.mktemp("new") / "b.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.Who("T", "t"))
    bank.close()
    return path
