"""Runs the tests that reach a change, each change in a process of its own.

The parent has imported pytest and every library that the tests use, but nothing of amdesk: a child imports the changed
module from memory and the rest as it is, so that also a constant, a default or a decorator can be changed.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from tools.mutants.changes import Change
from tools.mutants.probes import ROOT, Finder, put_first
from tools.mutants.reach import Test

NEAREST = 15
STARTING = 30.0
"""Processor seconds that a child may need before and around its tests: imports, a city made for several tests."""

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
    at first; in all as many as take `most` seconds of their own."""
    ranked = sorted(tests, key=lambda t: (t.breadth + 50) * (t.seconds + 0.02))
    of: dict[str, int] = {}
    first: list[Test] = []
    later: list[Test] = []
    for test in ranked:
        function = test.id.split("[")[0]
        of[function] = of.get(function, 0) + 1
        (first if of[function] <= 3 else later).append(test)
    ordered: list[Test] = []
    spent = 0.0
    for test in first + later:
        if ordered and spent + test.seconds > most:
            continue
        ordered.append(test)
        spent += test.seconds
    parts = [ordered[:NEAREST], ordered[NEAREST:]]
    return [part for part in parts if part]


class Heard:
    """Tells the parent which test failed."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self.pipe, report.nodeid.encode())

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            os.write(self.pipe, f"{report.nodeid} (not collected)".encode())


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
    put_first(Finder((job.change.module, job.change.tree)))
    options = [
        "-x",
        "-q",
        "--no-header",
        *([] if os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD") else ["--hypothesis-seed=1"]),
        "-p",
        "no:xdist",
        *NO_MATTER,
        f"--basetemp={job.home}/tests",
    ]
    return int(pytest.main([*options, *(t.id for t in tests)], plugins=[Heard(pipe)]))


def _start(job: Job) -> None:
    tests = job.parts.pop(0)
    job.asked += len(tests)
    job.home = tempfile.mkdtemp(prefix="mutant-")
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
    if code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.USAGE_ERROR}:
        return ""  # a test that could not be asked noticed nothing
    return "(did not start)"


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
                _start(job)
                running.append(job)
            time.sleep(0.02)
            for job in list(running):
                ended = _ended(job)
                if ended is None:
                    continue
                by = _verdict(*ended)
                if not by and job.parts:
                    _start(job)
                    continue
                running.remove(job)
                yield Judged(job.change, job.asked, by, time.monotonic() - job.began)
    finally:
        for job in running:  # broken off
            _kill(job)
