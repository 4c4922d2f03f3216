"""Controls that only open what the page already holds: "Toon nummer", an accordion, a tab, a chat window.

They are chosen by what the page's source says of them (element, role, `aria-expanded`, words), or because they hear a click
(`crawler.browser.heard`), and pressed as a customer does, with the mouse. What sends a form or accepts anything is never pressed,
nor a link to another address.
"""

from collections.abc import Collection, Iterable, Iterator
from enum import Enum, IntEnum
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from crawler.browser.branches import around, options, own_text, within
from crawler.browser.heard import called, hears, promises, promises_law
from crawler.browser.pointed import pointed_at
from crawler.browser.session import Session
from crawler.browser.snapshot import ELEMENT, TEXT, Tree
from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.visiting.choosing import language_named
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
_FEWEST = 4
"""Letters of a topic; what has fewer is a code of a language or currency, or a sign."""
_SENDS = frozenset({"submit", "image", "reset"})
_TYPED = frozenset({"text", "email", "tel", "search", "number", "password", "file", "date", ""})
_NEAR = 300
"""Nodes beside a label among which its box is looked for."""
_TICKED = frozenset({"checkbox", "radio"})
_CHOOSE = """function () {
    this.selected = true;
    for (const kind of ["input", "change"]) this.closest("select").dispatchEvent(new Event(kind, {bubbles: true}));
}"""


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
    so that it must not stay shut.
    """

    backend: int
    text: str
    rank: Rank
    inside: frozenset[int]
    chosen: bool = False
    pointed: bool = False
    promising: bool = True


class Pressed(Enum):
    """What came of pressing a control: it was not shown, or something else lies over it, which is left alone."""

    YES = "yes"
    NOT_SHOWN = "not-shown"
    COVERED = "covered"


def controls(trees: Iterable[Tree], wanted: Collection[Rank]) -> list[Control]:
    """The controls of a page that are worth pressing, the likeliest first, each wording once.

    OTHER are accordions, tabs and the like without a telling word.
    """
    found: dict[str, Control] = {}
    for control in chain.from_iterable(map(_of_tree, trees)):
        if control.rank in wanted:
            found.setdefault(control.text.casefold(), control)
    return sorted(found.values(), key=lambda control: control.rank)


async def press(session: Session, control: Control) -> Pressed:
    """Press a control with the mouse, in the middle of where it stands, if it is the control that lies there; choose an option.

    Raises what the session raises where the page, or the control, is gone.
    """
    if control.chosen:
        return await _choose(session, control)
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
    if control.pointed:
        return Pressed.YES
    await session.send("Input.dispatchMouseEvent", {"type": "mousePressed", **mouse})
    await session.send("Input.dispatchMouseEvent", {"type": "mouseReleased", **mouse})
    return Pressed.YES


async def _choose(session: Session, control: Control) -> Pressed:
    """Choose an option. Lists of choices open in a window of the system's own, where no mouse of DevTools reaches."""
    option = await session.send("DOM.resolveNode", {"backendNodeId": control.backend})
    await session.send("Runtime.callFunctionOn", {"objectId": option["object"]["objectId"], "functionDeclaration": _CHOOSE})
    return Pressed.YES


async def _lying_at(session: Session, x: float, y: float) -> int:
    """The number of the node that lies uppermost at a point of the window; DevTools asks for the point of the page."""
    window = (await session.send("Page.getLayoutMetrics"))["cssVisualViewport"]
    point = {"x": int(x + window["pageX"]), "y": int(y + window["pageY"])}
    return int((await session.send("DOM.getNodeForLocation", point))["backendNodeId"])


def _of_tree(tree: Tree) -> Iterator[Control]:
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind != ELEMENT or not tree.laid[node]:
            continue
        if tree.name(node) == "SELECT":
            yield from _choices(tree, node)
        elif (control := _control(tree, node)) is not None:
            yield control
    for node, words in pointed_at(tree):
        said = words[:_LONGEST] or called(tree, node) or tree.name(node).lower()
        yield Control(tree.backend(node), said, Rank.CONTACT, all_within(tree, node), pointed=True, promising=False)


def _plain_button(tree: Tree, node: int) -> bool:
    """Whether an element is a button that hears a click, and says nothing of what it opens."""
    return tree.name(node) == "BUTTON" and node in tree.clickable and not _expands(tree, node)


def opens_perhaps(text: str) -> bool:
    """Whether words that say nothing of contact may be a question or topic that opens: no answer, and no choice of a language.

    >>> opens_perhaps("Mijn bestelling"), opens_perhaps("Nee"), opens_perhaps("English"), opens_perhaps(">>")
    (True, False, False, False)
    """
    letters = sum(map(str.isalpha, text))
    return letters >= _FEWEST and text.casefold().strip(" .!?") not in _answers() and not language_named(text)


def _choices(tree: Tree, node: int) -> Iterator[Control]:
    """The options of a list that promise contact and stand for no address: what choosing them does only a script knows."""
    form = _form_around(tree, node)
    if form is not None and any(_is_typed(tree, inner) for inner in within(tree, form)):
        return
    listed = [(option, dict(tree.attributes(option))) for option in options(tree, node)]
    chosen = next((option for option, said in listed if "selected" in said), listed[0][0] if listed else None)
    for option, said in listed:
        text = " ".join(own_text(tree, option).split())
        if option != chosen and promises(text) and "/" not in said.get("value", ""):
            yield Control(tree.backend(option), text, Rank.CONTACT, frozenset(), chosen=True)


def _is_typed(tree: Tree, node: int) -> bool:
    """Whether a node is a field that a visitor writes in."""
    name = tree.name(node)
    return name == "TEXTAREA" or (name == "INPUT" and dict(tree.attributes(node)).get("type", "").lower() in _TYPED)


def _control(tree: Tree, node: int) -> Control | None:
    told = _opens(tree, node)
    if not told and not hears(tree, node):
        return None
    said = words_of_control(tree, node)
    text = said or called(tree, node)
    rank = _rank(text)
    if rank is Rank.OTHER and (_leads_by_script(tree, node, text) if told else promises(text)):
        rank = Rank.CONTACT
    telling = rank < Rank.OTHER or (_expands(tree, node) if told and not _plain_button(tree, node) else opens_perhaps(said))
    if not 0 < len(text) <= _LONGEST or _acts(text) or not telling or _sends(tree, node, text):
        return None
    return Control(tree.backend(node), text, rank, all_within(tree, node), promising=bool(said) and rank is not Rank.MENU)


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
    if name == "label":
        return _ticks(tree, node, attributes.get("for", ""))
    if name == "button":
        return not (attributes.get("type", "submit").lower() in _SENDS and _form_around(tree, node) is not None)
    telling = attributes.get("role") in _ROLES or not _OPENERS.isdisjoint(attributes)
    return telling and name not in {"input", "select", "textarea", "form"}


def _leads_by_script(tree: Tree, node: int, text: str) -> bool:
    """Whether an opener promises a page that only a script can show: `#`, and `#/terms` where no such part of the page is shown.

    Words of privacy alone count only on a link to a part that does not exist: elsewhere they open settings of cookies.
    """
    told = promises(text)
    if not told and not promises_law(text):
        return False
    said = dict(tree.attributes(node))
    part = said.get("href", "").partition("#")[2] if tree.name(node) == "A" else ""
    named = [one for one in range(len(tree.parents)) if part in _names_of(tree, one)] if part else []
    if told:
        return not any(tree.laid[one] for one in named) or not _OPENERS.isdisjoint(said)
    return bool(part) and not named


def _names_of(tree: Tree, node: int) -> tuple[str, ...]:
    """What links into the page may call an element."""
    return tuple(value for name, value in tree.attributes(node) if name in {"id", "name"}) if tree.kinds[node] == ELEMENT else ()


def _ticks(tree: Tree, node: int, box: str) -> bool:
    """Whether a label ticks a box near it that stands in no form: styles open something by it."""
    if _form_around(tree, node) is not None:
        return False
    near = chain(within(tree, node), *(islice(within(tree, one), _NEAR) for one in islice(around(tree, node), 2)))
    return any(_is_box(tree, one) and dict(tree.attributes(one)).get("id", "") == box for one in near)


def _is_box(tree: Tree, node: int) -> bool:
    return tree.name(node) == "INPUT" and dict(tree.attributes(node)).get("type", "").lower() in _TICKED


def _expands(tree: Tree, node: int) -> bool:
    """Whether the source says that the element opens and closes something."""
    attributes = dict(tree.attributes(node))
    toggle = attributes.get("data-bs-toggle") or attributes.get("data-toggle") or ""
    expands = attributes.get("aria-expanded") == "false" or attributes.get("role") == "tab" or toggle in _TOGGLES
    return expands or tree.name(node) in {"SUMMARY", "LABEL"}


def _form_around(tree: Tree, node: int) -> int | None:
    return next((one for one in around(tree, node) if tree.name(one) == "FORM"), None)


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
    return frozenset(map(tree.backend, within(tree, node)))


def _rank(text: str) -> Rank:
    named = _named().search(text) is not None
    if named and _shows().search(text):
        return Rank.SHOWS_VALUE
    if _chats().search(text):
        return Rank.CHAT
    if _menus().search(text):
        return Rank.MENU
    return Rank.CONTACT if named or _services().search(text) else Rank.OTHER


def _acts(text: str) -> bool:
    return accepts(text) or _deeds().search(text) is not None


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
