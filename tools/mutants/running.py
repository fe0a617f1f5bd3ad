"""Runs the tests that reach a change, each change in a process of its own.

The parent has imported pytest and every library that the tests use, but nothing of amdesk: a child imports the changed
module from memory and the rest as it is, so that also a constant, a default or a decorator can be changed.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tools.mutants.changes import Change
from tools.mutants.probes import ROOT, Finder, put_first
from tools.mutants.reach import Test, function

NEAREST = 15
STARTING = 30.0
"""Processor seconds that a child may need before and around its tests: imports, a city made for several tests."""

UNCLEAR = "(broke off)"
"""No test failed and yet the child did not end as it should: the change may have done it, or the computer."""

NO_MATTER = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""A plugin that was imported before pytest could rewrite its asserts."""


@dataclass
class Judged:
    """What the tests said of a change. `by` names the test that noticed it; without, it went unnoticed."""

    change: Change
    asked: int
    by: str = ""
    seconds: float = 0.0


@dataclass
class Job:
    """A change and the tests still to be asked, in parts: the nearest, then others."""

    change: Change
    parts: list[list[Test]]
    asked: int = 0
    now: list[Test] = field(default_factory=list)
    again: bool = False
    began: float = field(default_factory=time.monotonic)
    pid: int = 0
    pipe: int = -1
    deadline: float = 0.0
    home: str = ""


def warm(libraries: set[str]) -> None:
    """Import what every child would import again."""
    for name in sorted(libraries):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def nearest(tests: list[Test], most: float) -> list[list[Test]]:
    """The tests in the order of asking: those that reach little else and are done soon, at most three of one function
    at first; in all as many as take `most` seconds of their own. A case counts as further away with every three of its
    function that come before it: the cases beside a change neither give way to what is far from it nor fill the time."""
    of: Counter[str] = Counter()
    ranked: list[tuple[float, int, Test]] = []
    for test in sorted(tests, key=_far):
        before = of[test.function] // 3
        of[test.function] += 1
        ranked.append((_far(test) * (1 + before), before, test))
    chosen: list[tuple[int, Test]] = []
    spent = 0.0
    for _, before, test in sorted(ranked, key=lambda one: one[0]):
        if not chosen or spent + test.seconds <= most:
            chosen.append((before, test))
            spent += test.seconds
    ordered = [t for before, t in chosen if not before] + [t for before, t in chosen if before]
    parts = [ordered[:NEAREST], ordered[NEAREST:]]
    return [part for part in parts if part]


def _far(test: Test) -> float:
    return (test.breadth + 50) * (test.seconds + 0.02)


CHANGED_TOO = """
import importlib.machinery, sys

class Changed(importlib.machinery.SourceFileLoader):
    def get_code(self, name):
        return compile(open({said!r}, encoding="utf-8").read(), self.path, "exec", dont_inherit=True)

class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target) if name == {module!r} else None
        if spec is not None:
            spec.loader = Changed(name, spec.origin)
        return spec

sys.meta_path.insert(0, Finder)
"""
"""What a process that a test starts runs first."""


def _for_processes(change: Change, home: str) -> None:
    """The change in the processes that tests start, too: between a changed house and one as it is there is a difference that
    judges nothing, such as the hash of a bank's rules."""
    said, site = Path(home, "changed.py"), Path(home, "site")
    site.mkdir()
    said.write_text(ast.unparse(change.tree), "utf-8")
    (site / "sitecustomize.py").write_text(CHANGED_TOO.format(said=str(said), module=change.module), "utf-8")
    os.environ["PYTHONPATH"] = os.pathsep.join(p for p in (str(site), os.environ.get("PYTHONPATH")) if p)


class Heard:
    """Has the wanted cases alone asked, in their order, and tells the parent which test failed.

    A table's own rows may be the cases of a test, and a changed table names them otherwise: where a wanted case is missing
    every case of its function is asked.
    """

    def __init__(self, pipe: int, wanted: list[Test]) -> None:
        self.pipe = pipe
        self.order = {t.id: at for at, t in enumerate(wanted)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        missing = {function(one): at for one, at in self.order.items() if one not in {i.nodeid for i in items}}
        turns = [(self.order.get(i.nodeid, missing.get(function(i.nodeid))), i) for i in items]
        items[:] = [
            item for _, item in sorted(((at, i) for at, i in turns if at is not None), key=lambda pair: pair[0])
        ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.tell(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.tell(f"{report.nodeid} (not collected)")

    def tell(self, what: str) -> None:
        os.write(self.pipe, what.encode())


def _child(job: Job, tests: list[Test], pipe: int) -> int:
    os.setsid()
    seconds = int(STARTING + 6 * sum(t.seconds for t in tests))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{job.home}/hypothesis"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    job.change.make()
    _for_processes(job.change, job.home)
    put_first(Finder((job.change.module, job.change.tree)))
    options = [
        "-x",
        "-q",
        "--no-header",
        *([] if os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD") else ["--hypothesis-seed=1"]),
        "-p",
        "no:xdist",
        *NO_MATTER,
        "-o",
        "faulthandler_timeout=0",  # ends a process as if it had never begun: how long a child may take stands below
        f"--basetemp={job.home}/tests",
    ]
    return int(pytest.main([*options, *dict.fromkeys(t.function for t in tests)], plugins=[Heard(pipe, tests)]))


def _next(job: Job) -> None:
    """Ask the next part."""
    job.now, job.again = job.parts.pop(0), False
    job.asked += len(job.now)
    _start(job)


def _start(job: Job) -> None:
    tests = job.now
    job.home = tempfile.mkdtemp(prefix="amdesk-mutant-")
    job.pipe, writes = os.pipe()
    job.deadline = time.monotonic() + 5 * (STARTING + 6 * sum(t.seconds for t in tests))
    job.pid = os.fork()
    if job.pid == 0:
        code = 1
        try:
            code = _child(job, tests, writes)
        finally:
            os._exit(code)
    os.close(writes)


def _kill(job: Job) -> None:
    """The child, and what its tests started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(job.pid, signal.SIGKILL)


def _ended(job: Job) -> tuple[int, str] | None:
    """How the child ended and what it told, or None while it runs."""
    pid, status = os.waitpid(job.pid, os.WNOHANG)
    late = time.monotonic() > job.deadline
    if not pid and not late:
        return None
    _kill(job)
    if not pid:
        _, status = os.waitpid(job.pid, 0)
    os.set_blocking(job.pipe, False)
    told = b""
    with contextlib.suppress(BlockingIOError):
        told = os.read(job.pipe, 10_000)
    os.close(job.pipe)
    shutil.rmtree(job.home, ignore_errors=True)
    return status, told.decode("utf-8", "replace")


def _verdict(status: int, told: str) -> str:
    """Who noticed, empty where nobody did."""
    if told:
        return told
    if os.WIFSIGNALED(status):
        return "(did not come to an end)" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL} else "(crashed)"
    code = os.WEXITSTATUS(status)
    if code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return ""  # a test that could not be asked noticed nothing
    if code == pytest.ExitCode.USAGE_ERROR:
        return "(not imported)"  # the tests are there: what cannot be had is the house that a conftest imports
    return UNCLEAR


class UnsoundTests(Exception):
    """Tests fail where nothing is changed: what they would say of a change means nothing."""


def refuse_unsound(changes: list[Change], reaching: Callable[[Change], list[Test]]) -> None:
    """Ask the tests of the first change that any reach, with the module as it is. Raises UnsoundTests."""
    for change in changes:
        if tests := nearest(reaching(change), 5.0):
            unchanged = replace(change, new=change.there())
            for one in judge([unchanged], lambda _: tests[0], workers=1, most=5.0):
                if one.by:
                    raise UnsoundTests(one.by)
            return


def judge(
    changes: list[Change],
    reaching: Callable[[Change], list[Test]],
    *,
    workers: int,
    most: float,
) -> Iterator[Judged]:
    """Every change with what its tests said, in the order in which they end."""
    sys.dont_write_bytecode = True
    waiting = [Job(change, nearest(reaching(change), most)) for change in changes]
    running: list[Job] = []
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                job = waiting.pop(0)
                if not job.parts:
                    yield Judged(job.change, 0)
                    continue
                job.began = time.monotonic()
                _next(job)
                running.append(job)
            time.sleep(0.02)
            for job in list(running):
                ended = _ended(job)
                if ended is None:
                    continue
                by = _verdict(*ended)
                if by == UNCLEAR and not job.again:  # once may be chance
                    job.again = True
                    _start(job)
                    continue
                if not by and job.parts:
                    _next(job)
                    continue
                running.remove(job)
                yield Judged(job.change, job.asked, by, time.monotonic() - job.began)
    finally:
        for job in running:  # broken off
            _kill(job)
