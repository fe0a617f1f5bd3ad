"""Notes for every test which statements of amdesk it reaches: `PYTEST_PLUGINS=tools.mutants.reach pytest`.

Rides along with any run of the tests, also with -n (named by -p it would reach the workers too late). A file of tests has its own note, which is current while neither
that file nor any module that it reached has changed.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import sys
import time
import zlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tools.mutants.probes import ROOT, Finder, digest, put_first, sources

NAME = "what the tests reach"
NOTES = Path(os.environ.get("AMDESK_MUTANTS", ROOT / "build" / "mutants"))
REST = "-rest" if os.environ.get("AMDESK_TEST_SHARE") == "rest" else ""
"""Notes of a run that makes what another left out stand beside that one's."""
LIBRARIES = (
    "babel", "click", "cryptography", "hypothesis", "keyring", "openpyxl", "platformdirs", "psycopg", "pypdf", "pypdfium2", "PIL.Image",
    "PySide6.QtWidgets", "reportlab.pdfgen.canvas", "reportlab.platypus", "sqlcipher3.dbapi2", "sqlite_utils",
    "hypothesis.stateful", "hypothesis.strategies", "asn1crypto.x509", "holidays", "docx",
)  # fmt: skip
"""What is heavy to import, and imported ahead where the tests use it."""
Reached = dict[str, int]
"""Per module its marks, as bits."""


def function(test: str) -> str:
    """The id of a test without its case."""
    return test.split("[", maxsplit=1)[0]


class Test(NamedTuple):
    """A test that passed, the processor seconds it took, and what it reached."""

    id: str
    seconds: float
    reached: Reached

    @property
    def function(self) -> str:
        return function(self.id)

    @property
    def breadth(self) -> int:
        """How much it reaches: few statements, and it is about them."""
        return sum(bits.bit_count() for bits in self.reached.values())


def note(file: str, worker: str = "") -> Path:
    return NOTES / f"{file.replace('/', '.')}{worker}.json"


def merge(into: Reached, more: Reached) -> None:
    for module, bits in more.items():
        into[module] = into.get(module, 0) | bits


class Caches:
    """What `functools.cache` gives the house while tests are noted: an answer is computed once for all tests, and whichever
    test asks for it has reached what its computing reached. What remembers by itself, such as a catalogue of texts that have been
    looked up, is made anew for each. Computed anew for every test, code lists, holidays and the fields
    of records would take a tenth of all their time. What another thread reaches meanwhile counts too: too much, never too little.
    """

    def __init__(self, marks: dict[str, bytearray], files: dict[str, Path]) -> None:
        self.marks, self.files = marks, files
        self.plain = functools.cache
        self.lasting: list[object] = []
        """They know in the first place what the test has asked already, and nothing is added for it again."""
        self.others: list[object] = []
        self.modules = 0

    def seen(self) -> dict[str, bytes]:
        return {module: bytes(marks) for module, marks in self.marks.items() if 1 in marks}

    def add(self, seen: dict[str, bytes]) -> None:
        for module, had in seen.items():
            marks = self.marks[module]
            now = int.from_bytes(marks, "little") | int.from_bytes(had, "little")
            marks[:] = now.to_bytes(len(marks), "little")

    def cache(self, function: Callable[..., object]) -> Callable[..., object]:
        """In the place of `functools.cache`; what is not of the house gets that itself."""
        if function.__module__ not in self.files:
            return self.plain(function)
        kept: dict[object, tuple[object, dict[str, bytes]]] = {}

        @self.plain
        @functools.wraps(function)
        def asked(*given: object, **named: object) -> object:
            key = (given, *named.items())
            if key in kept:
                found, reached = kept[key]
            else:
                before = self.seen()
                self.forget()
                for marks in self.marks.values():
                    marks[:] = bytes(len(marks))
                try:
                    found = function(*given, **named)
                finally:
                    reached = self.seen()
                    self.add(before)
                if not hasattr(found, "__dict__") or dataclasses.is_dataclass(found):
                    kept[key] = found, reached
            self.add(reached)
            return found

        def clear() -> None:
            """For a test that changes what was computed from."""
            kept.clear()
            type(asked).cache_clear(asked)

        wrapper: Any = asked
        wrapper.cache_clear = clear
        self.lasting.append(asked)
        return asked

    def forget(self) -> None:
        """Before a test: it is noted anew what it asks. What the other caches hold was reached by the first test alone, and
        is computed again. The same before an answer that is kept is computed: it reaches all that it is made of."""
        if self.modules != len(self.marks):
            self.modules = len(self.marks)
            kept = {id(one) for one in self.lasting}
            held = {id(one): one for name in self.marks for one in vars(sys.modules[name]).values()}
            self.others = [one for at, one in held.items() if at not in kept and hasattr(one, "cache_parameters")]
        for one in (*self.lasting, *self.others):
            type(one).cache_clear(one)  # type: ignore[attr-defined]  # functools gives each of them that


class Plugin:
    """Empties the marks before every test and reads them after it. What a fixture made for many tests is everyone's."""

    def __init__(self, finder: Finder, caches: Caches) -> None:
        self.marks, self.caches = finder.marks, caches
        self.heard: list[Reached] = [{}]
        self.shared: dict[str, Reached] = {}
        self.tests: dict[str, list[bytes]] = {}
        """Packed: of some thousand tests they would take more memory than what the tests try, and some measure that."""
        self.modules_of: dict[str, set[str]] = {}
        self.failed: set[str] = set()

    def take(self) -> Reached:
        out = {}
        for module, marks in self.marks.items():
            if 1 in marks:
                out[module] = int(marks[::-1].hex()[1::2], 2)
                marks[:] = bytes(len(marks))
        return out

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        if fixturedef.scope == "function":
            return (yield)
        merge(self.heard[-1], self.take())
        self.heard.append({})
        try:
            return (yield)
        finally:
            merge(self.heard[-1], self.take())
            merge(self.shared.setdefault(fixturedef.argname, {}), self.heard.pop())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.caches.forget()
        self.take()
        self.heard = [{}]
        began = time.process_time()
        out = yield
        seconds = time.process_time() - began
        merge(self.heard[0], self.take())
        for name in getattr(item, "fixturenames", ()):
            merge(self.heard[0], self.shared.get(name, {}))
        if item.nodeid not in self.failed:
            file = item.nodeid.split("::")[0]
            reached = {module: hex(bits) for module, bits in self.heard[0].items()}
            said = json.dumps((item.nodeid, round(seconds, 4), reached))
            self.tests.setdefault(file, []).append(zlib.compress(said.encode()))
            self.modules_of.setdefault(file, set()).update(reached)
        return out

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:  # skipped ones judge nothing either
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        NOTES.mkdir(parents=True, exist_ok=True)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "") + REST
        files = sources()
        for file, tests in self.tests.items():
            if not worker:
                for old in NOTES.glob(f"{note(file).stem}*.json"):
                    old.unlink()
            said = {
                "file": file,
                "digest": digest(ROOT / file),
                "modules": {module: digest(files[module]) for module in sorted(self.modules_of[file])},
                "libraries": [name for name in LIBRARIES if name in sys.modules],
                "tests": [json.loads(zlib.decompress(one)) for one in tests],
            }
            note(file, worker).write_text(json.dumps(said), "utf-8")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before a conftest imports any of the house."""
    finder = put_first(Finder())
    if early := sorted(set(finder.files) & set(sys.modules)):
        raise pytest.UsageError(f"imported before its marks could be set: {', '.join(early)}")
    caches = Caches(finder.marks, finder.files)
    functools.cache = caches.cache  # type: ignore[assignment]  # the same to who decorates with it
    early_config.pluginmanager.register(Plugin(finder, caches), NAME)


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.has_plugin(NAME):
        raise pytest.UsageError("with -n, name tools.mutants.reach in PYTEST_PLUGINS and not by -p")
    if (
        getattr(config.option, "numprocesses", None) and not REST
    ):  # the workers note; what stands there is of another division
        for old in NOTES.glob("*.json"):
            old.unlink()


class Known(NamedTuple):
    """The tests that are noted and current, the files of tests that are not, and the libraries that the tests use."""

    tests: list[Test]
    stale: list[str]
    libraries: set[str]


def known(files: list[str]) -> Known:
    """What is noted of these files."""
    house = sources()
    now = {module: digest(path) for module, path in house.items()}
    tests: list[Test] = []
    stale, libraries = [], set()
    for file in files:
        notes = [json.loads(path.read_text("utf-8")) for path in sorted(NOTES.glob(f"{note(file).stem}*.json"))]
        notes = [one for one in notes if one["file"] == file]
        fresh = [
            one
            for one in notes
            if one["digest"] == digest(ROOT / file) and all(now.get(m) == d for m, d in one["modules"].items())
        ]
        if not fresh or len(fresh) < len(notes):
            stale.append(file)
            continue
        for one in fresh:
            libraries |= set(one.get("libraries", LIBRARIES))
            tests += [Test(i, s, {m: int(bits, 16) for m, bits in r.items()}) for i, s, r in one["tests"]]
    return Known(tests, stale, libraries)
