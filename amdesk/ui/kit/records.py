"""The control of a field by what kind its record declares it to be, and its value in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from amdesk.domain.clock import FAR
from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.domain.record import (
    Count,
    Day,
    Declared,
    FirstDay,
    Kind,
    LastDay,
    LevelAsked,
    LicenceAsked,
    LicenceClasses,
    Line,
    Minutes,
    Named,
    Note,
    OneOf,
    Percent,
    SwedishLevel,
    Whole,
    YesNo,
    declared,
    fields,
)
from amdesk.domain.texts import Text
from amdesk.ui.kit.basic import CheckBox
from amdesk.ui.kit.dialog import Spanned
from amdesk.ui.kit.fields import Choice, DateEdit, Field, number_box
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.written import words_in

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

Lists = Mapping[str, Sequence[tuple[str, str]]]
"""Code lists by name, each of (code, name)."""
Made = Callable[[Shell, Kind, object, Lists], "Control"]


class Control(NamedTuple):
    """What a field is typed in, what stands there as the record has it, and whether that is none of its values."""

    widget: QWidget
    value: Callable[[], object]
    wrong: Callable[[], bool] = lambda: False


def control_of(shell: Shell, field: Declared, value: object, lists: Lists) -> Control:
    """The control of a plain kind; the others have one of their own in their form."""
    return CONTROLS[type(field.kind)](shell, field.kind, value, lists)


def controls_of(
    shell: Shell,
    record: type,
    values: Mapping[str, object],
    *,
    own: Mapping[str, Control] | None = None,
    but: Collection[str] = (),
) -> dict[str, Control]:
    """By name the controls of what is typed of a record, standing at these values. `own` are those that a form makes itself,
    `but` what it does not ask for."""
    typed = (f for f in fields(record) if f.typed and f.name not in but)
    made = own or {}
    return {f.name: made.get(f.name) or control_of(shell, f, values.get(f.name), {}) for f in typed}


def labelled(shell: Shell, record: type, controls: Mapping[str, Control], wide: Collection[str] = ()) -> list[Spanned]:
    """Controls by name under the labels of their fields, in their order; those that are wide take a line."""
    known = declared(record)
    shown = [(name, Field(label_of(shell, known[name]), one.widget)) for name, one in controls.items()]
    return [(field, 2) if name in wide else field for name, field in shown]


def facts(controls: Mapping[str, Control]) -> dict[str, object]:
    """What stands in a form, as it would be stored."""
    return {name: one.value() for name, one in controls.items()}


def _line(_shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    box = QLineEdit(str(value or ""))
    return Control(box, lambda: box.text().strip())


def _number(_shell: Shell, kind: Kind, value: object, _lists: Lists) -> Control:
    """No minutes are as good as none said; of what is counted 0 is a number, and one less says nothing."""
    assert isinstance(kind, Whole)
    none = 0 if isinstance(kind, Minutes) else kind.low - 1
    box = number_box(min(none, kind.low), kind.high, value if isinstance(value, int) else none)
    box.setSpecialValueText("–")
    return Control(box, lambda: None if box.value() == none else box.value())


def _count(_shell: Shell, kind: Kind, value: object, _lists: Lists) -> Control:
    assert isinstance(kind, Count)
    box = number_box(kind.low, kind.high, value if isinstance(value, int) else kind.usual)
    return Control(box, box.value)


def _percent(shell: Shell, kind: Kind, value: object, _lists: Lists) -> Control:
    now = value if isinstance(value, int) else 100
    usual = kind.usual if isinstance(kind, Percent) else ()
    box = Choice(shell, [(str(x), shell.words.percent(x)) for x in sorted({*usual, now})], str(now))
    return Control(box, lambda: int(box.code()))


def _day(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    box = DateEdit(shell, value if isinstance(value, date) else None)
    return Control(box, box.value, box.wrong)


def _last_day(shell: Shell, kind: Kind, value: object, lists: Lists) -> Control:
    day = _day(shell, kind, value, lists)
    return day._replace(value=lambda: day.value() or FAR)


def _note(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    box = QPlainTextEdit(str(value or ""))
    box.setTabChangesFocus(True)  # nobody writes a tab here, and who has no mouse gets on
    box.setFixedHeight(shell.theme.px(54))
    return Control(box, lambda: words_in(box).strip())


def _yes(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    box = CheckBox(shell, shell.words("Yes"))
    box.setChecked(bool(value))
    return Control(box, box.isChecked)


def _choice(shell: Shell, choices: Sequence[tuple[str, str]], value: object) -> Control:
    box = Choice(shell, choices, str(value or ""))
    return Control(box, box.code)


def _one_of(shell: Shell, kind: Kind, value: object, lists: Lists) -> Control:
    return _choice(shell, [("", "–"), *lists[kind.codes if isinstance(kind, OneOf) else ""]], value)


def _named(shell: Shell, kind: Kind, value: object, _lists: Lists) -> Control:
    assert isinstance(kind, Named)
    said = shell.words
    return _choice(shell, [(code, said.say(Text(label))) for code, label in kind.choices], value or kind.usual)


def _level_asked(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    levels = [(x, x) for x in LANGUAGE_LEVELS[1:]]
    return _choice(shell, [("", shell.words("No requirement")), *levels], value)


def _licence_asked(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    return _choice(shell, [("", shell.words("No requirement")), ("B", "B")], value)


def _level(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    return _choice(shell, [("", shell.words("Not known")), *((x, x) for x in LANGUAGE_LEVELS)], value)


def _licence(shell: Shell, _kind: Kind, value: object, _lists: Lists) -> Control:
    return _choice(shell, [("", shell.words("None")), ("B", "B")], value)


CONTROLS: dict[type[Kind], Made] = {
    Line: _line,
    Whole: _number,
    Minutes: _number,
    Percent: _percent,
    Day: _day,
    FirstDay: _day,
    YesNo: _yes,
    OneOf: _one_of,
    SwedishLevel: _level,
    LicenceClasses: _licence,
    Count: _count,
    LastDay: _last_day,
    Note: _note,
    Named: _named,
    LevelAsked: _level_asked,
    LicenceAsked: _licence_asked,
}


def code_lists(desk: Desk, record: type, lang: str) -> Lists:
    """The lists that fields of a record take their codes from; a district is called the same in every language."""
    found = {f.kind.codes for f in fields(record) if isinstance(f.kind, OneOf)} - {"districts"}
    lists = {name: [(c.code, c.name(lang)) for c in desk.placements.codes(name)] for name in found}
    return {**lists, "districts": desk.placements.districts()}


def label_of(shell: Shell, field: Declared) -> str:
    return shell.words.say(Text(field.label))


def in_words(shell: Shell, field: Declared, value: object, names: Mapping[str, str]) -> str:
    """A value as a page shows it; `names` are those of codes. Empty where there is none."""
    t = shell.words
    match field.kind:
        case YesNo():
            return t("Yes") if value else t("No")
        case Day() if isinstance(value, date):
            return t.day(value)
        case Percent() if isinstance(value, int):
            return t.percent(value)
        case OneOf():
            return names.get(str(value), str(value))
    return "" if value is None else str(value)
