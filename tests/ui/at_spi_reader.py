"""What a screen reader gets over the accessibility bus. Run by the system's Python, which has libatspi; not by the program's.

Reads one line for each question: the process to look at, and `claims` where also what is not shown is asked about, which takes as
long again. Answers with one line: every window of it that is shown, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found]  # the system's Python has it

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402 - its version is chosen first

LOOKED_AT = 60
"""So many children of a thing: a board has a cell for each team and week."""
STATES = (
    "FOCUSABLE",
    "FOCUSED",
    "SHOWING",
    "VISIBLE",
    "ENABLED",
    "CHECKED",
    "CHECKABLE",
    "EDITABLE",
    "ACTIVE",
    "MODAL",
)


def states(node: Any) -> list[str]:
    found = node.get_state_set()
    return [name for name in STATES if found.contains(getattr(Atspi.StateType, name))]


PRESSED = {"push button", "check box", "radio button", "toggle button"}
"""What is to say what it is for, also where it does not take the keys now."""


def labels(node: Any) -> list[str]:
    out: list[str] = []
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            out += [relation.get_target(i).get_name() for i in range(relation.get_n_targets())]
    return out


def told(node: Any, held: list[str]) -> dict[str, Any]:
    """A node that has these states, with all that is shown in it."""
    role = node.get_role_name()
    asked = "FOCUSABLE" in held or role in PRESSED  # of all else nobody judges what more is said: half of the questions
    out: dict[str, Any] = {
        "role": role,
        "name": node.get_name(),
        "description": node.get_description() if asked else "",
        "labels": labels(node) if asked else [],
        "states": held,
        "below": [],
    }
    for i in range(min(node.get_child_count(), LOOKED_AT)):
        child = node.get_child_at_index(i)
        if child is not None:
            child.clear_cache()  # itself alone: what lies below it is asked anew when its turn comes
            if "SHOWING" in (shown := states(child)):
                out["below"].append(told(child, shown))
    return out


def claims(node: Any, in_sight: bool, where: str) -> Iterator[str]:
    """What says that it is shown or has the keys, though what it stands in is not shown."""
    held = states(node)
    here = f"{where} > {node.get_role_name()} “{node.get_name()[:40]}”"
    if not in_sight and {"SHOWING", "FOCUSED"} & set(held):
        yield f"{here} {held}"
    for i in range(min(node.get_child_count(), LOOKED_AT)):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from claims(child, in_sight and "SHOWING" in held, here)


def windows(process: int, *, claimed: bool) -> Iterator[dict[str, Any]]:
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(i)
        if program is not None and program.get_process_id() == process:
            program.clear_cache()
            for j in range(program.get_child_count()):
                window = program.get_child_at_index(j)
                if window is not None and "SHOWING" in (held := states(window)):
                    found = told(window, held)
                    yield found | {"claims": list(claims(window, in_sight=True, where=""))} if claimed else found


for line in sys.stdin:
    try:
        process, *more = line.split()
        said = json.dumps({"windows": list(windows(int(process), claimed="claims" in more))})
    except Exception as error:  # noqa: BLE001 - the answer says it: nobody reads what stands on stderr
        said = json.dumps({"error": repr(error)})
    print(said, flush=True)
