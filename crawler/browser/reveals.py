"""Controls that only open what the page already holds: "Toon nummer", an accordion, a tab, a chat window.

They are chosen by what the page's source says of them (element, role, `aria-expanded`, words) and pressed as a customer does,
with the mouse. What sends a form, leads to another address or accepts anything is never pressed.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, IntEnum
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from crawler.browser.session import Session
from crawler.browser.snapshot import ELEMENT, TEXT, Tree
from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.visiting.consent import accepts

_WORDS = Path(__file__).with_suffix(".toml")
_LONGEST = 80
"""Characters of a control's words; what says more is no control, or not only one."""
_OPENERS = frozenset({"aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target", "onclick"})
_ROLES = frozenset({"button", "tab", "menuitem"})
_TOGGLES = frozenset({"collapse", "tab", "pill", "modal", "dropdown", "popover"})
"""What Bootstrap's `data-toggle` opens."""
_AMID = {"x": 0, "y": -300, "width": 1, "height": 600}
"""CSS pixels around a control that are to be in the window too: away from bars that stick to its upper or lower end."""
_SENDS = frozenset({"submit", "image", "reset"})


class Rank(IntEnum):
    """How likely a control shows a contact value; what is likelier is pressed first."""

    SHOWS_VALUE = 0
    CONTACT = 1
    CHAT = 2
    OTHER = 3


class Control(NamedTuple):
    """Something to press: DevTools' number of its node, its words, how likely it shows a value, and the numbers of all in it."""

    backend: int
    text: str
    rank: Rank
    inside: frozenset[int]


class Pressed(Enum):
    """What came of pressing a control: it was not shown, or something else lies over it, which is left alone."""

    YES = "yes"
    NOT_SHOWN = "not-shown"
    COVERED = "covered"


def controls(trees: Iterable[Tree], *, contact_page: bool, chats: bool = False) -> list[Control]:
    """The controls of a page that are worth pressing, the likeliest first, each wording once.

    On a contact page accordions and tabs without a telling word are among them. `chats`: what opens a chat is too.
    """
    found: dict[str, Control] = {}
    for control in chain.from_iterable(map(_of_tree, trees)):
        wanted = control.rank < Rank.CHAT or (chats if control.rank is Rank.CHAT else contact_page)
        if wanted:
            found.setdefault(control.text.casefold(), control)
    return sorted(found.values(), key=lambda control: control.rank)


async def press(session: Session, control: Control) -> Pressed:
    """Press a control with the mouse, in the middle of where it stands, if it is the control that lies there.

    Raises what the session raises where the page, or the control, is gone.
    """
    came = await _press(session, control, {})
    return came if came is not Pressed.COVERED else await _press(session, control, {"rect": _AMID})


async def _press(session: Session, control: Control, part: dict[str, Any]) -> Pressed:
    """Have a part of a control, or what lies around it, scrolled into the window, and press the control."""
    node = {"backendNodeId": control.backend}
    await session.send("DOM.scrollIntoViewIfNeeded", {**node, **part})
    quads = (await session.send("DOM.getContentQuads", node)).get("quads")
    if not quads:
        return Pressed.NOT_SHOWN
    x, y = (sum(side) / len(side) for side in (quads[0][::2], quads[0][1::2]))
    if await _lying_at(session, x, y) not in control.inside:
        return Pressed.COVERED
    mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
    await session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    await session.send("Input.dispatchMouseEvent", {"type": "mousePressed", **mouse})
    await session.send("Input.dispatchMouseEvent", {"type": "mouseReleased", **mouse})
    return Pressed.YES


async def _lying_at(session: Session, x: float, y: float) -> int:
    """The number of the node that lies uppermost at a point of the window; DevTools asks for the point of the page."""
    window = (await session.send("Page.getLayoutMetrics"))["cssVisualViewport"]
    point = {"x": int(x + window["pageX"]), "y": int(y + window["pageY"])}
    return int((await session.send("DOM.getNodeForLocation", point))["backendNodeId"])


def _of_tree(tree: Tree) -> Iterator[Control]:
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind == ELEMENT and tree.laid[node] and _opens(tree, node):
            text = words_of_control(tree, node)
            rank = _rank(text)
            if 0 < len(text) <= _LONGEST and not _acts(text) and (rank < Rank.OTHER or _expands(tree, node)):
                yield Control(tree.backend(node), text, rank, all_within(tree, node))


def _opens(tree: Tree, node: int) -> bool:
    """Whether pressing an element may open something and can do nothing else that matters."""
    name, attributes = tree.name(node).lower(), dict(tree.attributes(node))
    if attributes.get("aria-expanded") == "true" or attributes.get("aria-selected") == "true" or "disabled" in attributes:
        return False
    if name == "a":
        href = attributes.get("href", "#").strip().lower()
        return href.startswith("#") or (href.startswith("javascript:") and "submit" not in href)
    if name == "summary":
        return "open" not in dict(tree.attributes(tree.parents[node]))
    if name == "button":
        return not (attributes.get("type", "submit").lower() in _SENDS and _in_form(tree, node))
    telling = attributes.get("role") in _ROLES or not _OPENERS.isdisjoint(attributes)
    return telling and name not in {"input", "select", "textarea", "label", "form"}


def _expands(tree: Tree, node: int) -> bool:
    """Whether the source says that the element opens and closes something."""
    attributes = dict(tree.attributes(node))
    toggle = attributes.get("data-bs-toggle") or attributes.get("data-toggle") or ""
    expands = attributes.get("aria-expanded") == "false" or attributes.get("role") == "tab" or toggle in _TOGGLES
    return expands or tree.name(node) == "SUMMARY"


def _in_form(tree: Tree, node: int) -> bool:
    while (node := tree.parents[node]) >= 0:
        if tree.kinds[node] == ELEMENT and tree.name(node) == "FORM":
            return True
    return False


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
    said = dict(tree.attributes(node))
    return " ".join(" ".join(parts).split()) or " ".join(
        (said.get("aria-label") or said.get("title") or said.get("value") or "").split()
    )


def all_within(tree: Tree, node: int) -> frozenset[int]:
    """DevTools' numbers of a node and of all that stands in it."""
    waiting, found = [node], set[int]()
    while waiting:
        here = waiting.pop()
        found.add(tree.backend(here))
        waiting += tree.children[here]
    return frozenset(found)


def _rank(text: str) -> Rank:
    named = _named().search(text) is not None
    if named and _shows().search(text):
        return Rank.SHOWS_VALUE
    if _chats().search(text):
        return Rank.CHAT
    return Rank.CONTACT if named or _services().search(text) else Rank.OTHER


def _acts(text: str) -> bool:
    return accepts(text) or _deeds().search(text) is not None


@cache
def _deeds() -> Phrases:
    return Phrases(unit_words(_WORDS, "acts"))


@cache
def _shows() -> Phrases:
    return Phrases(unit_words(_WORDS, "show"))


@cache
def _named() -> Phrases:
    """The names of contact values, without the single letters that only stand beside one."""
    labels = (word for spoken in languages().values() for word in (*spoken.phone_labels, *spoken.email_labels))
    return Phrases(word for word in chain(labels, unit_words(_WORDS, "value")) if len(word.strip(".")) > 1)


@cache
def _services() -> Phrases:
    return Phrases(word for spoken in languages().values() for word in spoken.service_labels)


@cache
def _chats() -> Phrases:
    return Phrases(word for spoken in languages().values() for word in spoken.chat_words)
