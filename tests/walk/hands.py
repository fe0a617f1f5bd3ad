"""Two pairs of hands that do the same: one has a keyboard alone, the other a mouse, and writes into fields."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from amdesk.i18n import Words
from tests.walk.eyes import Eyes, Lost, Place, Row, Sight, Thing
from tests.walk.screen import Screen

BUTTONS, FIELDS, LISTS = ("button", "check"), ("line", "text", "number", "choice"), ("rows",)
NAMES = {"Enter": "Return", "Del": "Delete", "Esc": "Escape", "Ctrl": "ctrl", "Shift": "shift", "−": "minus"}
"""Keys as the program's caps call them, and as the screen's keyboard does."""
MOST_TABS, MOST_TURNS = 120, 250
"""Of a wheel: a list under the mouse turns first, and the page when that is at its end."""
ENOUGH = 12
"""Pixels of a bar that can be taken."""
FILES = {"Spara", "Öppna", "Save", "Open"}
"""What the button of Qt's dialog for files says."""


class Hands(ABC):
    def __init__(self, screen: Screen, eyes: Eyes, words: Words) -> None:
        self.screen, self.eyes, self.words = screen, eyes, words
        self.presses = 0
        """Keys and clicks, a typed word being one."""

    # what both can do

    def type(self, words: str) -> None:
        self.presses += 1
        self.eyes.sent += len(words)
        self.screen.act("type", "--delay", 4, words)

    def keys(self, cap: str, times: int = 1) -> None:
        """The keys that a cap shows: "Ctrl Shift Enter"."""
        self.presses += times
        self.eyes.sent += times
        said = "+".join(NAMES.get(part, part.lower() if len(part) == 1 else part) for part in cap.split(" "))
        self.screen.act("key", "--delay", 8, *([said] * times))

    def wait(self, words: str, *kinds: str, of: str = "") -> Thing:
        """Until something of these kinds says this and can be used."""

        def found(now: Sight) -> Thing | None:
            one = now.find(words, *kinds, of=of)
            return one if one is not None and one.on else None

        return found(self.eyes.until(found, f"“{words}” ({', '.join(kinds)})")) or self._lost(words)

    def sees(self, words: str) -> None:
        self.eyes.until(lambda now: now.said(words), f"“{words}”")

    def _lost(self, words: str) -> Thing:
        raise Lost(words)

    # what each does its own way

    @abstractmethod
    def press(self, words: str, of: str = "") -> None:
        """The button that says this, within what is called `of`."""

    def choice(self, words: str) -> None:
        """One of a few choices beside each other, which are behind the one that holds where there is no room for them."""

        def there(now: Sight) -> Thing | None:
            folded = (x for x in now.things if x.kind == "button" and "Segments" in x.path and x.said.endswith("▾"))
            return now.find(words, "button", of="Segments") or next(folded, None)

        one = there(self.eyes.until(there, f"the choice “{words}”")) or self._lost(words)
        if not one.said.endswith("▾"):
            self.press(words, of="Segments")
        elif not one.said.startswith(words):
            self.press(one.said, of="Segments")
            self.item(words)

    def part(self, page: str, words: str) -> None:
        """One of a page's parts, by the list beside it or, where there is no room for that, the field over it."""
        now = self.eyes.until(lambda one: one.find(page, "rows", "choice"), f"the parts of “{page}”")
        if now.find(page, "rows"):
            self.row(words, page)
        else:
            self.choose(page, words)

    @abstractmethod
    def tick(self, words: str) -> None:
        """The box that says this."""

    @abstractmethod
    def enter(self, field: str) -> Thing:
        """Stand in the field of that name."""

    @abstractmethod
    def over(self) -> None:
        """Take all that stands in the field, to write over it."""

    @abstractmethod
    def choose(self, field: str, words: str) -> None:
        """One of a field's choices."""

    @abstractmethod
    def row(self, words: str, of: str = "") -> None:
        """Stand on the row that says this, in the list of that name."""

    @abstractmethod
    def open(self, words: str, of: str = "") -> None:
        """Open that row."""

    @abstractmethod
    def page(self, name: str) -> None:
        """A page of the rail."""

    @abstractmethod
    def command(self, words: str) -> None:
        """By the palette."""

    @abstractmethod
    def item(self, words: str) -> None:
        """What a menu that is open offers."""

    @abstractmethod
    def answer(self, button: str) -> None:
        """What a form or a file dialog is closed with."""

    def file(self, path: Path) -> None:
        """Name a file in the dialog that asks for one."""
        now = self.eyes.until(lambda one: one.kind == "QFileDialog", "the dialog for a file")
        line = next(one for one in now.things if one.kind == "line")
        self._name(line, str(path), [one for one in now.things if one.said.strip("&") in FILES])
        self.eyes.until(lambda one: one.kind != "QFileDialog", "the window after the dialog for a file")

    @abstractmethod
    def _name(self, line: Thing, path: str, buttons: list[Thing]) -> None:
        """Write it there and say that it is the one."""

    @abstractmethod
    def pick(self, field: str, words: str) -> None:
        """A person or a placement, found by name in the field of that name."""

    @abstractmethod
    def carry(self, name: str, to: str) -> None:
        """On the board somebody's bar, to another place."""

    def bar(self, name: str) -> tuple[Thing, Row]:
        """Somebody's bar on the board."""
        now = self.eyes.until(lambda one: self._bar_of(one, name), f"the bar of “{name}” on the board")
        return self._bar_of(now, name) or (self._lost(name), Row(0, "", Place(0, 0, 0, 0)))

    @staticmethod
    def _bar_of(now: Sight, name: str) -> tuple[Thing, Row] | None:
        boards = (one for one in now.things if one.kind == "board")
        return next(((one, row) for one in boards for row in one.rows if name in row.said), None)

    def lies(self, name: str, at: str) -> None:
        """Until somebody's bar lies at that place."""

        def there(now: Sight) -> bool:
            found = self._bar_of(now, name)
            return found is not None and (found[1].row, at) in {(one.row, one.said) for one in found[0].lanes}

        self.eyes.until(there, f"the bar of “{name}” at “{at}”")

    def lane(self, board: Thing, name: str) -> Row:
        """The first row of a place on the board, which may be out of sight."""
        found = next((one for one in board.lanes if one.said == name), None)
        return found or (self._lost(f"“{name}” on the board"), Row(0, "", Place(0, 0, 0, 0)))[1]

    @abstractmethod
    def undo(self) -> None:
        """Take back what was done last."""

    @abstractmethod
    def lock(self) -> None:
        """Lock the window."""

    @abstractmethod
    def levels(self, grid: str) -> None:
        """A level for each skill of the assessment."""

    @abstractmethod
    def done(self) -> None:
        """That it is done, by what the page offers."""

    @abstractmethod
    def outcome(self, button: str) -> None:
        """The first of the outcomes of a follow-up, and store it."""

    def fill(self, field: str, words: str) -> None:
        self.enter(field)
        self.over()
        self.type(words)


class Keyboard(Hands):
    """Only keys that somebody learns from the screen: what caps and tips show, Tab, arrows, Enter, Space, Esc."""

    def press(self, words: str, of: str = "") -> None:
        one = self.wait(words, *BUTTONS, of=of)
        if self._meant(one):
            self.keys(one.key)
        else:
            one = self._at(words, *BUTTONS, of=of)
            if self.eyes.focus() == one.id:  # one of several beside each other is pressed by the arrow that came to it
                self.keys("space") if not (one.kind == "button" and self._checked(one)) else None

    def _meant(self, one: Thing) -> bool:
        """Whether the key on its cap is its own where the keys are now: a letter is a field's, and Enter a button's."""
        if " " in one.key or one.key == "Esc" or not one.key:
            return bool(one.key)
        now = self.eyes.sight()
        here = next((x for x in now.things if x.id == now.focus), None)
        beside = here is not None and here.kind == "button" and not (here.checked and "Segments" in here.path)
        return here is None or (here.kind not in FIELDS and not (beside and one.key == "Enter"))

    def tick(self, words: str) -> None:
        self._at(words, "check")
        self.keys("space")

    def enter(self, field: str) -> Thing:
        return self._at(field, *FIELDS)

    def over(self) -> None:
        self.keys("Ctrl a")

    def choose(self, field: str, words: str) -> None:
        one = self.enter(field)
        for key in ("Down", "Up"):
            last = None
            while (now := self._again(one)) is not None and now.said != last:
                if words in now.said:
                    return
                last = now.said
                self.keys(key)
        raise Lost(f"“{field}” has no choice “{words}”")

    def row(self, words: str, of: str = "") -> None:
        view = self._list(words, of)
        self._to(view)
        self.keys("Home")
        for _ in range(400):
            now = self._again(view)
            if now is not None and any(words in one.said for one in now.rows if one.row == now.row):
                return
            self.keys("Down")
        raise Lost(f"no row “{words}” in “{view.name}”")

    def open(self, words: str, of: str = "") -> None:
        self.row(words, of)
        self.keys("Enter")

    def page(self, name: str) -> None:
        self.command(name)

    def command(self, words: str) -> None:
        self.keys("Ctrl K")
        self.wait(self.words("Search or do …"), "line")
        self.type(words)
        self.eyes.until(lambda now: now.said(words), f"“{words}” in the palette")
        self.keys("Enter")

    def item(self, words: str) -> None:
        menu = self.eyes.until(lambda now: [x for x in now.things if x.kind == "menu"], "a menu").things
        for _ in range(2 * sum(len(one.rows) for one in menu)):
            self.keys("Down")
            now = next(x for x in self.eyes.sight().things if x.kind == "menu")
            if any(words in row.said for row in now.rows if row.row == now.row):
                self.keys("Enter")
                return
        raise Lost(f"no “{words}” in the menu")

    def answer(self, button: str) -> None:
        one = self.wait(button, *BUTTONS)
        self.keys(one.key or "Enter")

    def pick(self, field: str, words: str) -> None:
        """Down into the names that are offered while it is written."""
        self.fill(field, words)
        for _ in range(20):
            now = self.eyes.until(lambda one: one.popup and one.said(words), f"“{words}” offered")
            here = [row for one in now.things for row in one.rows if row.row == one.row]
            if any(words in row.said for row in here):
                self.keys("Enter")
                return
            self.keys("Down")
        raise Lost(f"“{words}” is not come to")

    def carry(self, name: str, to: str) -> None:
        """Arrows to the bar, M, or the same act behind the button that has it where there is no room, arrows, Enter."""
        board, bar = self.bar(name)
        self._to(board)
        self._along(board, bar.row)
        act, more = self.words("Move with the arrow keys"), self.words("More")
        now = self.eyes.until(lambda now: now.find(act, "button") or now.find(more, "button"), f"“{act}” or “{more}”")
        if now.find(act, "button"):
            self.keys("M")
        else:
            self.press(more)
            self.item(act)
        self._along(board, self.lane(board, to).row)
        self.keys("Enter")

    def _along(self, board: Thing, row: int) -> None:
        """Up or down to a row of the board."""
        for _ in range(100):
            now = self._again(board)
            if now is None or now.row == row:
                return
            self.keys("Down" if now.row < row else "Up")
        raise Lost(f"row {row} of the board is not come to")

    def undo(self) -> None:
        self.keys("Ctrl Z")

    def lock(self) -> None:
        self.keys("Ctrl L")

    def levels(self, grid: str) -> None:
        self._to(self.wait(grid, "rows"))
        self.keys("3", 40)

    def done(self) -> None:
        self.keys("Ctrl D")

    def outcome(self, button: str) -> None:
        self.keys("1")
        self.answer(button)

    def _name(self, line: Thing, path: str, buttons: list[Thing]) -> None:
        self._to(line)
        self.over()
        self.type(path)
        self.keys("Enter")

    def _again(self, one: Thing) -> Thing | None:
        return next((x for x in self.eyes.sight().things if x.id == one.id), None)

    def _checked(self, one: Thing) -> bool:
        now = self._again(one)
        return now is not None and now.checked

    def _list(self, words: str, of: str) -> Thing:
        def found(now: Sight) -> Thing | None:
            lists = [x for x in now.things if x.kind == "rows" and of in {"", x.name} and (x.of or x.rows)]
            with_words = [x for x in lists if any(words in row.said for row in x.rows)]
            return next(iter(with_words or lists), None)

        return found(self.eyes.until(found, f"a list “{of}” with “{words}”")) or self._lost(words)

    def _at(self, words: str, *kinds: str, of: str = "") -> Thing:
        """The keys are on it; what was read anew meanwhile is looked for once more."""
        one = self.wait(words, *kinds, of=of)
        try:
            self._to(one)
        except Lost:
            again = self.wait(words, *kinds, of=of)
            if again.id == one.id:
                raise
            self._to(one := again)
        return one

    def _to(self, one: Thing) -> None:
        """By Tab, and by arrows among choices that stand beside each other."""
        seen: list[int] = []
        for _ in range(MOST_TABS):
            now = self.eyes.focus()
            if now == one.id:
                return
            if seen.count(now) > 2:
                break
            seen.append(now)
            if self._beside(now, one):
                self._arrows(one)
                return
            self.keys("Tab")
        stops = [x.path for x in self.eyes.sight().things if x.id in seen]
        raise Lost(f"Tab does not come to {one.path}; it came to {stops}")

    def _beside(self, here: int, one: Thing) -> bool:
        """The keys are on one of several choices of which only the chosen one is reached by Tab."""
        now = next((x for x in self.eyes.sight(rest=False).things if x.id == here), None)
        return (
            now is not None
            and now.checked
            and "Segments" in now.path
            and now.path.rpartition(" > ")[0] == one.path.rpartition(" > ")[0]
        )

    def _arrows(self, one: Thing) -> None:
        for key in ("Right", "Left", "Down", "Up"):
            last = 0
            while (now := self.eyes.focus()) != last:
                if now == one.id:
                    return
                last = now
                self.keys(key)
        raise Lost(f"arrows do not come to {one.path}")


class Mouse(Hands):
    """Only clicks, double clicks, drags and the wheel; and words written into fields."""

    def at(self, place: Place, *, times: int = 1, button: int = 1) -> None:
        self.presses += times
        self.spot(*place.middle, times=times, button=button)

    def spot(self, x: int, y: int, *, times: int = 1, button: int = 1) -> None:
        self.eyes.sent += times
        self.screen.act("mousemove", x, y, "click", "--repeat", times, "--delay", 40, button)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.presses += 1
        self.screen.act("mousemove", *start, "mousedown", 1)
        for i in range(1, 9):
            x, y = (round(a + (b - a) * i / 8) for a, b in zip(start, end, strict=True))
            self.screen.act("mousemove", x, y)
            self.eyes.focus()  # the program has seen it there
        self.eyes.sent += 1
        self.screen.act("mouseup", 1)

    def press(self, words: str, of: str = "") -> None:
        self._click(words, *BUTTONS, of=of)

    def tick(self, words: str) -> None:
        one = self._reached(self.wait(words, "check"))
        self.presses += 1
        self.spot(one.part.left + min(one.part.tall // 2, one.part.wide // 2), one.part.middle[1])

    def enter(self, field: str) -> Thing:
        return self._click(field, *FIELDS)

    def over(self) -> None:
        """Of three clicks in a row all that stands there is marked."""
        now = self.eyes.sight()
        one = next((x for x in now.things if x.id == now.focus), None)
        if one is not None:
            self.at(one.part, times=3)

    def fill(self, field: str, words: str) -> None:
        one = self._reached(self.wait(field, *FIELDS))
        self.at(one.part, times=3 if one.said else 1)
        self.type(words)

    def choose(self, field: str, words: str) -> None:
        self._click(field, "choice")
        row = self._scrolled(words, "")
        self.at(row.place)

    def row(self, words: str, of: str = "") -> None:
        self.at(self._scrolled(words, of).place)

    def open(self, words: str, of: str = "") -> None:
        self.at(self._scrolled(words, of).place, times=2)

    def page(self, name: str) -> None:
        """In the rail, where a count may stand behind its name."""

        def there(now: Sight) -> Thing | None:
            found = (x for x in now.things if x.kind == "button" and "NavButton" in x.path)
            return next((x for x in found if x.name == name or x.name.startswith(f"{name},")), None)

        one = there(self.eyes.until(there, f"the page “{name}”")) or self._lost(name)
        self.at(self._reached(one).part)

    def command(self, words: str) -> None:
        one = next((x for x in self.eyes.sight().things if "Rail > KeyButton" in x.path or x.key == "Ctrl K"), None)
        if one is None:
            raise Lost("no way to the palette")
        self.at(one.part)
        self.wait(self.words("Search or do …"), "line")
        self.type(words)
        self.at(self._scrolled(words, "").place)

    def item(self, words: str) -> None:
        self.at(self._scrolled(words, "").place)

    def answer(self, button: str) -> None:
        self.press(button)

    def pick(self, field: str, words: str) -> None:
        self.fill(field, words)
        now = self.eyes.until(lambda one: one.popup and one.said(words), f"“{words}” offered")
        self.at(next(row for one in now.things for row in one.rows if words in row.said).place)

    def carry(self, name: str, to: str) -> None:
        """Dragged there, by what of the bar is in sight; where both are not in sight at once, by the button for it, or in the menu
        that has it where there is no room for the button."""
        board, bar = self.bar(name)
        bar = self._turned(board, name)
        lane = self.lane(self._seen(board), to)
        if lane.place.tall >= bar.place.tall // 2:
            x, y = bar.place.middle
            self.drag((x, y), (x, lane.place.middle[1]))
            return
        self.at(bar.place)
        act, more = self.words("Move"), self.words("More")
        now = self.eyes.until(lambda now: now.find(act, "button") or now.find(more, "button"), f"“{act}” or “{more}”")
        if now.find(act, "button"):
            self.press(act)
        else:
            self.press(more)
            self.at(self._scrolled(act, "", whole=True).place)
        self.pick(self.words("Move to placement, by name or number"), to)
        self.answer(self.words("Move"))

    def _seen(self, one: Thing) -> Thing:
        return next((x for x in self.eyes.sight().things if x.id == one.id), one)

    def _turned(self, board: Thing, name: str) -> Row:
        """Somebody's bar, with the wheel brought far enough into sight to be taken."""
        for _ in range(40):
            bar = self.bar(name)[1]
            if bar.place.tall >= ENOUGH:
                return bar
            self.screen.act("mousemove", *board.part.middle, "click", 5)
        raise Lost(f"the bar of “{name}” does not come into sight")

    def undo(self) -> None:
        self.press(self.words("Undo"))

    def lock(self) -> None:
        self.command(self.words("Lock"))

    def levels(self, grid: str) -> None:
        """The key of a level under the grid is clicked, for one skill after the other."""
        table = self.wait(grid, "rows")
        self.at(next(row for row in table.rows if row.row == 1).place)
        for _ in range(table.of):
            now = self.eyes.sight()
            keys = (one for one in now.things if one.kind == "label" and one.said == "3" and "LevelKeys" in one.path)
            self.at(self._reached(next(keys)).part)

    def done(self) -> None:
        self.press(self.words("Mark done"))

    def outcome(self, button: str) -> None:
        self.press(f"1   {self.words('Work')}")
        self.press(button)

    def _name(self, line: Thing, path: str, buttons: list[Thing]) -> None:
        self.at(line.part, times=3)
        self.type(path)
        self.at(buttons[0].part)
        if self.eyes.sight().kind == "QFileDialog":  # the click put away the list of names under the field
            self.at(buttons[0].part)

    def _click(self, words: str, *kinds: str, of: str = "") -> Thing:
        """Once more where it had moved away from under the mouse: the page takes the room of a word that is gone."""
        for _ in range(5):
            one = self._reached(self.wait(words, *kinds, of=of))
            self.at(one.part)
            if one.kind != "button" or self.eyes.pressed() == one.id:
                break
        return one

    def _reached(self, one: Thing) -> Thing:
        """With the wheel, where it is out of sight."""
        for _ in range(MOST_TURNS):
            if one.in_sight or one.area is None:
                return one
            below = one.place.top > one.area.top
            self.screen.act("mousemove", *one.area.middle, "click", 5 if below else 4)
            now = self.eyes.sight()
            same = [x for x in now.things if x.id == one.id] or [x for x in now.things if x.path == one.path]
            one = next(iter(same), one)  # which may have been made anew meanwhile
        raise Lost(f"{one.path} does not come into sight")

    def _scrolled(self, words: str, of: str, *, whole: bool = False) -> Row:
        """A row that is in sight, or comes by the wheel; `whole` where others begin with the same words."""
        self.eyes.until(lambda now: self._lists(now, of), f"a list “{of}”")
        for turn in range(MOST_TURNS + 2):
            now = self.eyes.sight()
            lists = self._lists(now, of)
            found = next(
                (row for one in lists for row in one.rows if (words == row.said if whole else words in row.said)), None
            )
            if found is not None:
                return found
            if not lists or turn > MOST_TURNS:
                break
            here = lists[0]
            self.screen.act("mousemove", *(here.part if here.in_sight else here.area or here.part).middle, "click", 5)
        raise Lost(f"no row “{words}” in “{of}”\n{now.texts()}")

    def _lists(self, now: Sight, of: str) -> list[Thing]:
        return [x for x in now.things if x.kind in {"rows", "menu"} and of in {"", x.name} and (x.of or x.rows)]
