"""Judgements that are made of each of very many: every dialog, every command in every role. `./start test` makes a sample of each and
says how many it left out; CI makes the rest in a step of its own, and with it what takes half a second or more; of the window's tests
it makes all on a virtual screen.

A run that names its tests, and any run of pytest itself, makes all of them.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest

SHARE = "AMDESK_TEST_SHARE"
"""`sample` or `rest`; all of them where it is not set."""
MARK = "thorough"
LINE = (
    f"{MARK}(every, long): the same judgement of very many: one of so many is in the sample, or without a number each value once; "
    "where it is long none of it"
)
LEFT_OUT = "left out"


def asked() -> str:
    return said if (said := os.environ.get(SHARE, "")) in {"sample", "rest"} else ""


def function(item: pytest.Item) -> str:
    return item.nodeid.split("[", maxsplit=1)[0]


def sample(items: list[pytest.Item]) -> set[str]:
    """The ids of the tests that every run makes: all that are not marked, and of each marked function some that judge,
    but for those that are long."""
    of: dict[str, list[pytest.Item]] = {}
    out = set()
    for item in items:
        if item.get_closest_marker(MARK) is None:
            out.add(item.nodeid)
        else:
            of.setdefault(function(item), []).append(item)
    for found in of.values():
        mark = found[0].get_closest_marker(MARK)
        assert mark is not None
        cases = {item.nodeid: _values(item) for item in found}
        if not mark.kwargs.get("long"):
            out |= chosen(cases, *mark.args)
    return out


def _values(item: pytest.Item) -> dict[str, str]:
    spec: Any = getattr(item, "callspec", None)
    return {} if spec is None else {name: repr(value) for name, value in spec.params.items()}


def chosen(cases: dict[str, dict[str, str]], every: int = 0) -> set[str]:
    """One of so many; without a number as few as have each value of each parameter, the ones first that bring the most new ones."""
    if every:
        return set(list(cases)[::every])
    names = {name for case in cases.values() for name in case}
    varied = [name for name in sorted(names) if len({case.get(name) for case in cases.values()}) > 1]
    out: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for least in range(len(varied), 0, -1):
        for key, case in cases.items():
            new = {(name, case[name]) for name in varied} - seen
            if len(new) >= least:
                out.add(key)
                seen |= new
    return out


class LeftOut:
    """Leaves out what is of the other share, and says at the end how many."""

    def __init__(self) -> None:
        self.left: Counter[str] = Counter()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        first, rest = sample(items), asked() == "rest"
        out = [item for item in items if (item.nodeid in first) == rest]
        items[:] = [item for item in items if (item.nodeid in first) != rest]
        self.left = Counter(function(item) for item in out)
        output: Any = getattr(config, "workeroutput", None)
        if output is not None:
            output[LEFT_OUT] = dict(self.left)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.left = Counter(getattr(node, "workeroutput", {}).get(LEFT_OUT, {})) or self.left

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if asked() == "sample" and self.left:
            count, kinds = sum(self.left.values()), len(self.left)
            terminalreporter.write_line(
                f"{count} cases of {kinds} judgements were left out; they alone are made with {SHARE}=rest ./start test"
            )
