"""A dialog that begins from what a record says sends its changes by `Dialog.store`: two who change the same are asked, in every
form, also in those that are made tomorrow."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from amdesk.ui.kit.dialog import Dialog
from tests.ui.test_every_form import dialogs
from tests.ui.test_forms import FORMS

MAKES = {
    "asdict", "QLineEdit", "QPlainTextEdit", "DateEdit", "Choice", "number_box", "controls_of", "line", "words_box", "_words", "typed_of", "facts_of", "words_of",
    "setText", "setPlainText", "setChecked", "setValue", "set_value", "choose",
}  # fmt: skip
"""What makes a control, or sets it, at a value; and what takes the values of a record to begin from."""
PLAIN = ("int", "str", "Mapping", "Sequence", "list", "tuple", "Callable")
"""What is no record."""
BY_HAND = {
    "BookingDialog": "a tick that nobody takes away",
    "ProtectDialog": "nobody chooses between two levels of protection: the sentence names the one that stands there",
}
"""Forms over a record that do not ask, and why."""
NEW_BESIDE = {
    "AgreedDialog": "what is agreed from a day on is a row of its own, and changes none before",
    "DaysDialog": "the day that it begins from is the one that was pointed at",
}
"""What makes something new of a record, and why it does not ask."""


def tree_of(kind: type[Dialog]) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(kind)))


def given_to(tree: ast.AST) -> set[str]:
    """The names under which a dialog is given what it is about."""
    init = next((n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
    named = {a.arg: ast.unparse(a.annotation or ast.Constant("")) for a in init.args.args} if init else {}
    return {name for name, of in named.items() if name not in {"self", "parent", "shell"} and not of.startswith(PLAIN)}


def begins_from(tree: ast.AST) -> Iterator[str]:
    """Every fact of what a dialog is given that stands in a control of it when it opens."""
    given = given_to(tree)
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in MAKES:
            continue
        called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        for part in (p for arg in [*call.args, *(k.value for k in call.keywords)] for p in ast.walk(arg)):
            if (
                isinstance(part, ast.Attribute)
                and isinstance(part.value, ast.Name)
                and part.value.id in given
                and id(part) not in called
            ):
                yield f"{part.value.id}.{part.attr}"
            elif name.endswith(("_of", "asdict")) and isinstance(part, ast.Name) and part.id in given:
                yield part.id


def stores(kind: type[Dialog]) -> bool:
    """Whether what is changed in it goes through `store`, in itself, in what it is made of or in a function beside it."""
    told = [inspect.getsource(one) for one in kind.__mro__ if one.__module__ == kind.__module__ and one is not Dialog]
    module: Any = inspect.getmodule(kind)
    called = {n.func.id for n in ast.walk(tree_of(kind)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    beside = [getattr(module, n) for n in called if inspect.isfunction(getattr(module, n, None))]
    told += [inspect.getsource(one) for one in beside if one.__module__ == kind.__module__]
    return any(".store(" in said for said in told)


def by_hand(kinds: set[type[Dialog]]) -> dict[str, list[str]]:
    """Dialogs that begin from a record and do not ask, with the facts."""
    found = {k.__name__: sorted(set(begins_from(tree_of(k)))) for k in kinds if k.writes and not stores(k)}
    return {name: facts for name, facts in found.items() if facts}


@pytest.mark.thorough(long=True)
def test_a_dialog_that_begins_from_a_record_asks_where_two_have_changed_the_same() -> None:
    assert set(by_hand(dialogs())) - set(BY_HAND) - set(NEW_BESIDE) == set()


def test_every_form_of_the_list_sends_its_changes_by_store() -> None:
    known = {kind for kind in dialogs() if kind.__name__ in FORMS}
    assert {k.__name__ for k in known if not stores(k)} == set(BY_HAND)


def test_a_form_that_is_written_by_hand_is_found() -> None:
    class HandDialog(Dialog):
        writes = True

        def __init__(self, parent: Any, shell: Any, before: Any) -> None:
            super().__init__(parent, shell, "", "")
            self.owner = line(before.owner if before else "")

        def confirm(self) -> None:
            self.write(lambda desk: desk.improving.listed(), print)

    assert by_hand({HandDialog}) == {"HandDialog": ["before.owner"]}


def line(said: str) -> Any:
    return said
