"""A start tag: what it says by itself, wherever it stands."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crawler.document.draft import Draft
    from crawler.document.surroundings import Hint

Attrs = Mapping[str, str]
"""Attributes by their lower-case names, each as often as first written; a value is empty where none was."""
Token = tuple[str, str, str]
"""A start or end tag without its brackets, the bracket that ended it, and the text up to the next tag."""
Tokens = Iterator[Token]
Take = Callable[[Tokens, str, str, str], tuple[str, str]]
"""Read an element to its end: the tokens after its start tag, and that tag in its parts -> what it holds, the text after."""
Enter = Callable[["Draft", "Tag", str], None]
"""What an element means, told what it holds where that is not walked."""
Leave = Callable[["Draft", "Tag"], None]


class Sort(Enum):
    """How an attribute is read: never, always, by its value, or for something else it says."""

    NEVER = 0
    ALWAYS = 1
    BY_VALUE = 2
    MICRODATA = 3
    TRIGGER = 4
    CLICK = 5
    FRAME = 6
    NAME = 7


class Told(NamedTuple):
    """An attribute that may carry a contact value, or that opens something."""

    sort: Sort
    name: str
    value: str


class Tag:
    """One start tag. A theme repeats each many times, so all that can be known without its surroundings is worked out once.

    `said` are the attributes that count, none where an element's own mean nothing. `by` is what hides it by its own
    attributes. `take` reads what is not walked; `whole`: it is not walked, or is empty.
    `scoping`: it may change what it hands down. `plain`: nothing but `enter` need be done to enter it; `quiet`: nothing at all.
    """

    __slots__ = (
        *(
            "attributes",
            "block",
            "by",
            "classes",
            "end",
            "enter",
            "hint",
            "id",
            "leave",
            "name",
            "plain",
            "quiet",
            "region",
        ),
        *("said", "scoping", "take", "told", "whole"),
    )

    attributes: Attrs
    block: bool
    by: str
    classes: frozenset[str]
    end: str
    enter: Enter | None
    hint: "Hint"
    id: str | None
    leave: Leave | None
    name: str
    plain: bool
    quiet: bool
    region: bool
    said: Attrs
    scoping: bool
    take: Take | None
    told: tuple[Told, ...]
    whole: bool
