"""The program's own data files are as their readers say: no type is believed that the file does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from amdesk import resources
from amdesk.db.bank.reference import LISTS, CodeFile, OccupationFile
from amdesk.demo.city import DemoWorld
from amdesk.ui.kit.theme import Icons, Tokens

SHAPES: dict[str, Any] = {
    "tokens.json": Tokens,
    "icons.json": Icons,
    "reference/occupations.json": OccupationFile,
    "reference/demo_world.json": DemoWorld,
}


def unlike(found: object, shape: Any, at: str = "") -> list[str]:
    """Where what was found is not of the shape: places in it."""
    of, args = get_origin(shape), get_args(shape)
    if is_typeddict(shape):
        if not isinstance(found, dict):
            return [at]
        hints = get_type_hints(shape, include_extras=True)
        lacking = [f"{at}.{n}" for n, s in hints.items() if n not in found and get_origin(s) is not NotRequired]
        return lacking + [w for n, s in hints.items() if n in found for w in unlike(found[n], s, f"{at}.{n}")]
    if of is NotRequired:
        return unlike(found, args[0], at)
    if of in {Union, UnionType}:
        return [] if any(unlike(found, a) == [] for a in args) else [at]
    if of in {dict, Mapping}:
        if not isinstance(found, dict):
            return [at]
        return [w for n, v in found.items() for w in [*unlike(n, args[0], at), *unlike(v, args[1], f"{at}.{n}")]]
    if of in {list, Sequence}:
        return (
            [w for i, v in enumerate(found) for w in unlike(v, args[0], f"{at}[{i}]")]
            if isinstance(found, list)
            else [at]
        )
    if of is tuple:  # JSON knows lists alone
        if not isinstance(found, list) or len(found) != len(args):
            return [at]
        return [w for i, (v, a) in enumerate(zip(found, args, strict=True)) for w in unlike(v, a, f"{at}[{i}]")]
    if shape is float:
        shape = (int, float)
    return (
        [] if isinstance(found, shape) and (shape is object or not isinstance(found, bool) or shape is bool) else [at]
    )


@pytest.mark.parametrize("name", SHAPES)
def test_a_data_file_is_as_its_readers_say(name: str) -> None:
    assert unlike(resources.parsed(name), SHAPES[name]) == []


def test_the_code_lists_that_are_read_are_as_their_readers_say() -> None:
    found = resources.read_json("reference/codelists.json", CodeFile)
    read = {name: found[name] for name in (*LISTS, "import_messages")}
    assert unlike(read, CodeFile) == []
    assert [m for m in read["import_messages"] if not {"code", "sv", "en"} <= m.keys()] == []


def test_a_file_that_is_otherwise_is_found() -> None:
    assert unlike(
        {"color": {"light": {"accent": 1}}, "qpalette": {}, "font": {"scale": {"h": [1, 2]}}, "motion": []}, Tokens
    ) == [
        ".color.light.accent",
        ".font.scale.h",
        ".motion",
    ]
    assert unlike({"code": "A"}, OccupationFile) == [".levels", ".general", ".occupations"]
