"""What hears a click though its markup does not say so: a listener that a script gave it, a cursor that becomes a hand.

Menus and buttons are made of plain `div`s and `span`s as well. DevTools tells which elements have a listener of their own; where
one further out listens for all in it, the hand is what a customer goes by, or that the keyboard stops there. In menu and header,
words that promise contact are enough: what stands there opens something when it is pointed at.
"""

import re

from crawler.browser.branches import around, within
from crawler.browser.snapshot import ELEMENT, TEXT, Tree
from crawler.knowledge.languages import language_codes
from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS
from crawler.visiting.page_kinds import kinds_of_link

_CONTROLS = frozenset(
    {"A", "BUTTON", "INPUT", "SELECT", "TEXTAREA", "LABEL", "SUMMARY", "FORM", "OPTION", "IFRAME", "VIDEO", "AUDIO"}
)
_TOPS = frozenset({"HEADER", "NAV"})
_MOST = 60
"""Nodes in an element; one that holds more is a part of the page, and no control."""
_NAMES = re.compile(r"[A-Z]?[a-z]{2,}")
_MOST_NAMES = 12


def hears(tree: Tree, node: int) -> bool:
    """Whether an element without a control in it, and in none, hears a click."""
    if tree.name(node) in _CONTROLS:
        return False
    told = (
        node in tree.clickable
        or (tree.hand(node) and not tree.hand(tree.parents[node]))
        or ("tabindex", "0") in tree.attributes(node)
    )
    return (told or _in_menu(tree, node)) and _bare(tree, node) and not _in_control(tree, node)


def promises(text: str) -> bool:
    """Whether words promise a page of contact, service and the like, in any language.

    >>> promises("Klantenservice"), promises("Impressum"), promises("Losse thee")
    (True, True, False)
    """
    return not CONTACT_LIKE.isdisjoint(kinds_of_link(text, "", language_codes()))


def promises_law(text: str) -> bool:
    """Whether words promise a legal text: terms, privacy, withdrawal.

    >>> promises_law("Privacyverklaring"), promises_law("Losse thee")
    (True, False)
    """
    return not LEGAL_KINDS.isdisjoint(kinds_of_link(text, "", language_codes()))


def called(tree: Tree, node: int) -> str:
    """What the names of an element without words say of it, and of the icon in it: "icon phone" of `class="icon-phone"`."""
    elements = (inner for inner in within(tree, node) if tree.kinds[inner] == ELEMENT)
    said = (value for inner in elements for name, value in tree.attributes(inner) if name in {"class", "id", "href", "xlink:href"})
    names = [name.lower() for value in said for name in _NAMES.findall(value[:200])]
    return " ".join(dict.fromkeys(names[:_MOST_NAMES]))


def _in_menu(tree: Tree, node: int) -> bool:
    """Whether an element in a menu or header holds one text of its own, which promises contact."""
    texts = [tree.value(child) for child in tree.children[node] if tree.kinds[child] == TEXT and not tree.value(child).isspace()]
    return len(texts) == 1 and any(tree.name(one) in _TOPS for one in around(tree, node)) and promises(" ".join(texts[0].split()))


def _bare(tree: Tree, node: int) -> bool:
    for held, inner in enumerate(within(tree, node)):
        if held >= _MOST or (inner != node and (inner in tree.clickable or tree.name(inner) in _CONTROLS)):
            return False
    return True


def _in_control(tree: Tree, node: int) -> bool:
    return any(tree.name(one) in {"A", "BUTTON", "LABEL", "SUMMARY"} for one in around(tree, node))
