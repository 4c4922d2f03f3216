"""Controls that only open what the page already holds: "Toon nummer", an accordion, a tab, a chat window.

They are chosen by what the page's source says of them (element, role, `aria-expanded`, words), or because they hear a click
(`crawler.browser.heard`), and pressed as a customer does, with the mouse. What sends a form or accepts anything is never pressed,
nor a link to another address.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from crawler.browser.announced import announced
from crawler.browser.branches import around, options, own_text, within
from crawler.browser.heard import called, hears, promises, promises_law
from crawler.browser.pointed import pointed_at
from crawler.browser.sections import expands_something, heads_a_section
from crawler.browser.snapshot import ELEMENT, TEXT, Tree
from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.visiting.choosing import language_named
from crawler.visiting.consent import accepts

_WORDS = Path(__file__).with_suffix(".toml")
_LONGEST = 160
"""Characters of a control's words; what says more is no control, or not only one."""
_TELLING = 80
"""Characters up to which the words of a control promise something: a whole card of words names many things."""
_ALIKE = 6
"""Controls of one wording that are pressed on a page made for contact: below each of its parts may stand "Meer informatie"."""
_MASKED = re.compile(
    r"[+(0]\d[\d\s().-]*(?:[•●∙*_…]|x{2,}|\.{3})"  # a number of which the rest is not shown
    r"|\w[•●*…]{2,}\w*\s?@|@\w?[•●*…]{2,}",  # an address
    re.IGNORECASE,
)
_OPENERS = frozenset({"aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target", "onclick"})
_ROLES = frozenset({"button", "tab", "menuitem"})
_QUESTION = 3
"""Words of a whole question."""
_CHOICES = 12
"""Options of a list of which none promises contact; a longer one is a calendar, or all countries of the world."""
_TOPS = frozenset({"HEADER", "NAV", "FOOTER"})
_OF_PAGES = _TOPS | {"MAIN", "H1"}
"""What stands in a form only where all of the page does, as some shop programs have it."""
_FEWEST = 4
"""Letters of a topic; what has fewer is a code of a language or currency, or a sign."""
_SENDS = frozenset({"submit", "image", "reset"})
_TYPED = frozenset({"text", "email", "tel", "search", "number", "password", "file", "date", ""})
_NEAR = 300
"""Nodes beside a label among which its box is looked for."""
_TICKED = frozenset({"checkbox", "radio"})


class Rank(IntEnum):
    """How likely a control shows a contact value; what is likelier is pressed first."""

    SHOWS_VALUE = 0
    CONTACT = 1
    MENU = 2
    CHAT = 3
    OTHER = 4


class Control(NamedTuple):
    """Something to press: DevTools' number of its node, its words, how likely it shows a value, and the numbers of all in it.

    `chosen`: it is an option of a list of choices, `pointed`: it is pointed at alone. `promising`: its own words promise something,
    so that it must not stay shut. `before`: how many of the same words stand before it.
    """

    backend: int
    text: str
    rank: Rank
    inside: frozenset[int]
    chosen: bool = False
    pointed: bool = False
    promising: bool = True
    before: int = 0

    @property
    def name(self) -> str:
        """What it is known again by: signs change when it opens."""
        return f"{_letters(self.text)} {self.before}"


def controls(trees: Iterable[Tree], wanted: Collection[Rank]) -> list[Control]:
    """The controls of a page that are worth pressing, the likeliest first, each wording once; a few times where OTHER are wanted.

    OTHER are accordions, tabs and the like without a telling word.
    """
    most = _ALIKE if Rank.OTHER in wanted else 1
    met: Counter[str] = Counter()
    found = []
    for control in chain.from_iterable(map(_of_tree, trees)):
        said = _letters(control.text)
        if control.rank in wanted and met[said] < most:
            found.append(control._replace(before=met[said]))
            met[said] += 1
    return sorted(found, key=lambda control: control.rank)


def withheld(trees: Iterable[Tree]) -> int:
    """How many buttons promise a value and send a form for it, with nothing to fill in: those are never pressed."""
    return sum(
        _rank(words_of_control(tree, node)) is Rank.SHOWS_VALUE and _posts(tree, node)
        for tree in trees
        for node, kind in enumerate(tree.kinds[: len(tree.parents)])
        if kind == ELEMENT and tree.laid[node] and tree.name(node) in {"BUTTON", "INPUT"}
    )


def _posts(tree: Tree, node: int) -> bool:
    """Whether a button sends a form of buttons alone, other than by asking for a page."""
    form = _form_around(tree, node)
    if form is None or dict(tree.attributes(node)).get("type", "submit").lower() not in _SENDS:
        return False
    posts = dict(tree.attributes(form)).get("method", "").lower() == "post"
    return posts and not any(_is_typed(tree, inner) for inner in within(tree, form))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _of_tree(tree: Tree) -> Iterator[Control]:
    parts = _parts(tree)
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind != ELEMENT or not tree.laid[node]:
            continue
        if tree.name(node) == "SELECT":
            yield from _choices(tree, node)
        elif (control := _control(tree, node, parts)) is not None:
            yield control
    for node, words in pointed_at(tree):
        said = words[:_TELLING] or called(tree, node) or tree.name(node).lower()
        control = Control(tree.backend(node), said, Rank.CONTACT, all_within(tree, node), promising=False)
        yield control._replace(pointed=True)
        if hears(tree, node) and not _acts(said, heads=False) and not _sends(tree, node, said):
            yield control


def opens_perhaps(text: str) -> bool:
    """Whether words that say nothing of contact may be a question or topic that opens: no answer, and no choice of a language.

    >>> opens_perhaps("Mijn bestelling"), opens_perhaps("Nee"), opens_perhaps("English"), opens_perhaps(">>")
    (True, False, False, False)
    """
    letters = sum(map(str.isalpha, text))
    return letters >= _FEWEST and text.casefold().strip(" .!?") not in _answers() and not language_named(text)


def _choices(tree: Tree, node: int) -> Iterator[Control]:
    """The options of a list that stand for no address: what choosing them does only a script knows.

    Those that promise contact, and those of a short list in the page's content and in no form, which nobody sends.
    """
    form = _form_around(tree, node)
    if form is not None and any(_is_typed(tree, inner) for inner in within(tree, form)):
        return
    listed = [(option, dict(tree.attributes(option))) for option in options(tree, node)]
    chosen = next((option for option, said in listed if "selected" in said), listed[0][0] if listed else None)
    free = len(listed) <= _CHOICES and not any(tree.name(one) in _TOPS | {"FORM"} for one in around(tree, node))
    for option, said in listed:
        text = " ".join(own_text(tree, option).split())
        rank = Rank.CONTACT if promises(text) else Rank.OTHER
        if option != chosen and "/" not in said.get("value", "") and (rank is Rank.CONTACT or (free and opens_perhaps(text))):
            yield Control(tree.backend(option), text, rank, frozenset(), chosen=True)


def _is_typed(tree: Tree, node: int) -> bool:
    """Whether a node is a field that a visitor writes in."""
    name = tree.name(node)
    return name == "TEXTAREA" or (name == "INPUT" and dict(tree.attributes(node)).get("type", "").lower() in _TYPED)


def _control(tree: Tree, node: int, parts: Mapping[str, bool]) -> Control | None:
    told = _opens(tree, node)
    if not told and not hears(tree, node):
        return None
    said = words_of_control(tree, node)
    text = said or called(tree, node)
    rank = _rank(text) if len(text) <= _TELLING else Rank.OTHER
    if rank is Rank.OTHER and len(said) <= _TELLING and _shows().search(said) and (value := announced(tree, node)):
        text, rank = f"{value}: {said}", Rank.SHOWS_VALUE
    if rank is Rank.OTHER and len(text) <= _TELLING and (_leads_by_script(tree, node, text, parts) if told else promises(text)):
        rank = Rank.CONTACT
    expands = told and expands_something(tree, node)
    telling = rank < Rank.OTHER or expands or (opens_perhaps(said) and not _leads_into_page(tree, node, parts))
    heads = expands and heads_a_section(tree, node)
    if not 0 < len(text) <= _LONGEST or _acts(text, heads=heads) or not telling or _sends(tree, node, text):
        return None
    return Control(tree.backend(node), text, rank, all_within(tree, node), promising=bool(said) and rank is not Rank.MENU)


def _opens(tree: Tree, node: int) -> bool:
    """Whether pressing an element may open something and can do nothing else that matters."""
    name, attributes = tree.name(node).lower(), dict(tree.attributes(node))
    if attributes.get("aria-expanded") == "true" or attributes.get("aria-selected") == "true" or "disabled" in attributes:
        return False
    if name == "a":
        href = attributes.get("href", "#").strip().lower()
        return not href or href.startswith("#") or (href.startswith("javascript:") and "submit" not in href)
    if name == "summary":
        return "open" not in dict(tree.attributes(tree.parents[node]))
    if name == "label":
        return _ticks(tree, node, attributes.get("for", ""))
    if name in {"button", "input"}:
        kind = attributes.get("type", "submit" if name == "button" else "").lower()
        free = kind not in _SENDS or all(tree.name(one) != "FORM" for one in around(tree, node))
        return free if name == "button" else kind == "button"
    telling = attributes.get("role") in _ROLES or not _OPENERS.isdisjoint(attributes)
    return telling and name not in {"select", "textarea", "form"}


def _leads_by_script(tree: Tree, node: int, text: str, parts: Mapping[str, bool]) -> bool:
    """Whether an opener promises a page that only a script can show: `#`, and `#/terms` where no such part of the page is shown.

    Words of privacy alone count only on a link to a part that does not exist: elsewhere they open settings of cookies.
    """
    told = promises(text)
    if not told and not promises_law(text):
        return False
    if told:
        return not _leads_into_page(tree, node, parts)
    part = _part(tree, node)
    return bool(part) and part not in parts


def _leads_into_page(tree: Tree, node: int, parts: Mapping[str, bool]) -> bool:
    """Whether it is a link to a part of the page that is shown, and opens nothing besides."""
    part = _part(tree, node)
    return bool(part) and parts.get(part, False) and _OPENERS.isdisjoint(dict(tree.attributes(node)))


def _part(tree: Tree, node: int) -> str:
    """The part of the page that a link names."""
    return dict(tree.attributes(node)).get("href", "").partition("#")[2] if tree.name(node) == "A" else ""


def _parts(tree: Tree) -> Mapping[str, bool]:
    """What links into the page may name, and whether that is shown."""
    parts: dict[str, bool] = {}
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind == ELEMENT:
            for name, value in tree.attributes(node):
                if name in {"id", "name"}:
                    parts[value] = parts.get(value, False) or bool(tree.laid[node])
    return parts


def _ticks(tree: Tree, node: int, box: str) -> bool:
    """Whether a label ticks a box near it that stands in no form: styles open something by it."""
    if _form_around(tree, node) is not None:
        return False
    near = chain(within(tree, node), *(islice(within(tree, one), _NEAR) for one in islice(around(tree, node), 2)))
    return any(_is_box(tree, one) and dict(tree.attributes(one)).get("id", "") == box for one in near)


def _is_box(tree: Tree, node: int) -> bool:
    return tree.name(node) == "INPUT" and dict(tree.attributes(node)).get("type", "").lower() in _TICKED


def _form_around(tree: Tree, node: int) -> int | None:
    """The form that an element stands in; one that holds the whole page is none."""
    forms = (one for one in around(tree, node) if tree.name(one) == "FORM")
    return next((form for form in forms if not any(tree.name(inner) in _OF_PAGES for inner in within(tree, form))), None)


def words_of_control(tree: Tree, node: int, most: int = _LONGEST) -> str:
    """What an element says: its text, a little more than `most` characters of it, else the name it has for screen readers."""
    parts: list[str] = []
    waiting, length = [node], 0
    while waiting and length <= most:
        here = waiting.pop()
        if tree.kinds[here] == TEXT:
            parts.append(tree.value(here))
            length += len(parts[-1])
        waiting += reversed(tree.children[here])
    text = " ".join(" ".join(parts).split())
    return text if any(map(str.isalnum, text)) else _label(tree, node) or text


def _label(tree: Tree, node: int) -> str:
    """What is said of an element that has no words: its name for screen readers, what stands in for the pictures in it."""
    said = dict(tree.attributes(node))
    if label := said.get("aria-label") or said.get("title") or said.get("value"):
        return " ".join(label.split())
    pictures = (inner for inner in within(tree, node) if tree.name(inner) == "IMG")
    return " ".join(" ".join(dict(tree.attributes(picture)).get("alt", "") for picture in pictures).split())


def all_within(tree: Tree, node: int) -> frozenset[int]:
    """DevTools' numbers of a node and of all that stands in it."""
    return frozenset(map(tree.backend, within(tree, node)))


def _rank(text: str) -> Rank:
    named = _named().search(text) is not None
    if (named and _shows().search(text)) or _MASKED.search(text):
        return Rank.SHOWS_VALUE
    if _chats().search(text):
        return Rank.CHAT
    if _menus().search(text):
        return Rank.MENU
    return Rank.CONTACT if named or _services().search(text) else Rank.OTHER


def _acts(text: str, *, heads: bool) -> bool:
    """Whether words do more than show.

    What heads a section may name a deed, and so may a whole question ("Hoe kan ik bestellen?"; not "Verwijderen?") and what tells
    that it is done by phone.
    """
    asks = text.endswith("?") and len(text.split()) >= _QUESTION
    harmless = heads or asks or _by_phone().search(text) is not None
    return accepts(text) or (not harmless and _deeds().search(text) is not None)


def _sends(tree: Tree, node: int, text: str) -> bool:
    """Whether pressing may send something; words of e-mail, with nothing to fill in, open a mail program."""
    if _sending().search(text) is None:
        return False
    if _written_to().search(text) is None or _form_around(tree, node) is not None:
        return True
    fields = (one for one in range(len(tree.parents)) if _holds_a_message(tree, one))
    return any(_form_around(tree, field) is None for field in fields)


def _holds_a_message(tree: Tree, node: int) -> bool:
    """Whether a node is a field for what a visitor writes to a shop: a text, or who writes it."""
    name = tree.name(node)
    return name == "TEXTAREA" or (name == "INPUT" and dict(tree.attributes(node)).get("type", "").lower() in {"email", "tel"})


@cache
def _sending() -> Phrases:
    return Phrases(unit_words(_WORDS, "sends"))


@cache
def _written_to() -> Phrases:
    return Phrases(word for spoken in languages().values() for word in spoken.email_labels if len(word.strip(".")) > 1)


@cache
def _deeds() -> Phrases:
    return Phrases(unit_words(_WORDS, "acts"))


@cache
def _by_phone() -> Phrases:
    return Phrases(unit_words(_WORDS, "by_phone"))


@cache
def _answers() -> frozenset[str]:
    return frozenset(word.casefold() for word in unit_words(_WORDS, "answers"))


@cache
def _shows() -> Phrases:
    return Phrases(unit_words(_WORDS, "show"))


@cache
def _named() -> Phrases:
    """The names of contact values, without the single letters that only stand beside one."""
    labels = (word for spoken in languages().values() for word in (*spoken.phone_labels, *spoken.email_labels))
    return Phrases(word for word in chain(labels, unit_words(_WORDS, "value")) if len(word.strip(".")) > 1)


@cache
def _menus() -> Phrases:
    return Phrases(unit_words(_WORDS, "menu"))


@cache
def _services() -> Phrases:
    return Phrases(word for spoken in languages().values() for word in spoken.service_labels)


@cache
def _chats() -> Phrases:
    return Phrases(word for spoken in languages().values() for word in spoken.chat_words)
