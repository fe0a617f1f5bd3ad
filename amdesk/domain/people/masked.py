"""What is known of a person as it leaves the services: shown where nobody is protected, and otherwise a mask until somebody
has opened it with a token that names who and why."""

from __future__ import annotations

from typing import NamedTuple

from amdesk.domain.people.masks import MASK
from amdesk.domain.texts import Text, text
from amdesk.domain.values import sort_key


class NotOpenedError(Exception):
    """A fault of the program: a value was to be opened with a token of somebody else, or written down; it stays masked."""


class Token(NamedTuple):
    """That one person was opened: by whom, what of her and why. Made by the gate alone (services/people/gate.py), which has
    written it to the access log before."""

    person: int
    who: str
    what: str
    why: str


class Masked:
    """A text about one person, with the level of her protection. It is no `str`, so that the type checker finds whoever uses
    it as one; written out by mistake it says no more than `text`."""

    __slots__ = ("_instead", "_opened_by", "_unmasked", "level", "person")

    def __init__(self, plain: str, person: int, level: int, instead: str = MASK, token: Token | None = None) -> None:
        self._unmasked, self.person, self.level, self._instead, self._opened_by = plain, person, level, instead, token

    @property
    def hidden(self) -> bool:
        """Whether she is protected, and nobody has opened her for this."""
        return self.level > 0 and self._opened_by is None

    @property
    def token(self) -> Token | None:
        """What opened it, for what else is shown of the same person with it."""
        return self._opened_by

    @property
    def seen(self) -> str:
        """The value where it may be shown, and nothing where it is hidden."""
        return "" if self.hidden else self._unmasked

    @property
    def text(self) -> Text:
        """What may be shown: the value, or what stands in its place."""
        return Text(self._instead) if self.hidden else text("{name}", name=self._unmasked)

    @property
    def order(self) -> tuple[bool, str]:
        """To sort by, in the Swedish alphabet: whoever is hidden stands last, since between two names the order would tell hers."""
        return self.hidden, sort_key(self.seen)

    def opened(self, token: Token) -> Masked:
        """The same, to be shown to whoever has opened this person. Raises NotOpenedError for a token of another one."""
        if token.person != self.person:
            raise NotOpenedError
        return Masked(self._unmasked, self.person, self.level, self._instead, token)

    def __bool__(self) -> bool:
        """Whether there is anything to show; of whoever is hidden the mask, whatever it stands for."""
        return self.hidden or bool(self._unmasked)

    def __str__(self) -> str:
        return str(self.text)

    def __repr__(self) -> str:
        return f"Masked({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Masked):
            return NotImplemented
        return (self._unmasked, self.person, self.hidden) == (other._unmasked, other.person, other.hidden)

    def __hash__(self) -> int:
        return hash((self.person, self.hidden))

    def __copy__(self) -> Masked:
        return self

    def __deepcopy__(self, _known: object) -> Masked:
        return self

    def __reduce__(self) -> tuple[type[Masked], tuple[str, int, int, str]]:
        """To another process of this program: of whoever is hidden the mask alone goes along, what was opened goes nowhere.
        Raises NotOpenedError for what was opened."""
        if self._opened_by is not None:
            raise NotOpenedError
        return Masked, (self.seen, self.person, self.level, self._instead)


NOBODY = Masked("", 0, 0)
"""What stands where something concerns no person."""
