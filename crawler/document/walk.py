"""The one walk over a parsed page, the same for every engine."""

from collections.abc import Callable, Mapping

from crawler.document.draft import Draft, Held
from crawler.document.elements import ENTER, LEAVE, SKIP, carry, on_click
from crawler.document.node import Node
from crawler.document.surroundings import narrow
from crawler.document.text import LINE
from crawler.model.sighting import Place

_DEEPEST = 2_000
_NOTHING: Mapping[str, str | None] = {}
BLOCKS = frozenset(
    {
        *(
            "html",
            "body",
            "head",
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"),
        *("legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot"),
        *(
            "th",
            "thead",
            "tr",
            "ul",
            "caption",
            "button",
            "noscript",
            "optgroup",
            "template",
            "frameset",
            "video",
            "audio",
            "object",
        ),
    },
)
_BARE = frozenset({"br", "tbody", "head", "hr", "path", "wbr", "thead", "col", "colgroup", "g", "rect", "circle", "use"})
_REGIONS = frozenset({"section", "article", "aside", "main", "nav", "footer", "details", "fieldset", "dialog", "header"})
Children = Callable[[Node], "Node | None"]


def walk(root: Node, draft: Draft, template: Children) -> None:
    """Write a parsed page into a draft. `template` gives the first node inside a `<template>`."""
    stack: list[tuple[Node, Held | None]] = []
    node: Node | None = root
    enter, leave, write = _enter, _leave, draft.write
    while node is not None:
        tag = node.tag
        if tag == "-text":
            write(node.text_content or "")
        else:
            held = enter(draft, node, tag or "")
            if held is not SKIP:
                child = node.first_child if tag != "template" else template(node)
                if child is not None and len(stack) < _DEEPEST:
                    stack.append((node, held))  # type: ignore[arg-type]
                    node = child
                    continue
                if child is not None:
                    draft.problems["too-deep"] = None
                if held is not None:
                    leave(draft, node, held)  # type: ignore[arg-type]
        after = node.next
        while after is None and stack:
            node, held = stack.pop()
            if held is not None:
                leave(draft, node, held)
            after = node.next
        node = after
    draft.flush()


def _enter(draft: Draft, node: Node, tag: str) -> object:
    """What to restore when the element is left, None where nothing is, SKIP where its children are not walked."""
    if tag == "br":
        if draft.parts:
            draft.parts.append(LINE)
            for capture in draft.captures:
                capture.append(" ")
        return None
    attrs = node.attributes if tag not in _BARE else _NOTHING
    before = draft.scope
    scope = narrow(before, tag, attrs, draft.rules, draft.triggered) if attrs or tag in _REGIONS or tag == "menu" else before
    block = tag in BLOCKS
    special = ENTER.get(tag)
    held = None
    if block or special is not None or scope is not before:
        held = _open(draft, node, tag, block=block, inline_change=scope is not before and not block)
        draft.scope = scope
        if block and scope.place is not before.place and before.place is Place.BODY:
            draft.restore_trail(())
    if attrs:
        carry(draft, tag, attrs)
    if special is not None:
        if special(draft, node, attrs) is SKIP:
            if held is not None:
                _restore(draft, held, block=block)
            return SKIP
    elif "onclick" in attrs or "data-href" in attrs:
        on_click(draft, attrs)
    return held


def _open(draft: Draft, node: Node, tag: str, *, block: bool, inline_change: bool) -> Held:
    if block:
        draft.flush()
        held = draft.hold()
        draft.tag, draft.node = tag, node
        return held
    held = draft.hold(swapped=inline_change)
    if inline_change:
        draft.parts, draft.number, draft.node, draft.tag = [], -1, node, tag
        draft.captures = [draft.spare] if draft.spare is not None and draft.captures else []
    return held


def _leave(draft: Draft, node: Node, held: Held) -> None:
    tag = node.tag or ""
    block = tag in BLOCKS
    if block or held.swapped:
        draft.flush()
    special = LEAVE.get(tag)
    if special is not None:
        special(draft, node, held)
    _restore(draft, held, block=block)
    if tag in _REGIONS or held.scope.place is not draft.scope.place:
        draft.restore_trail(held.headings)


def _restore(draft: Draft, held: Held, *, block: bool) -> None:
    if block:
        draft.tag, draft.node = held.tag, held.node
    elif held.swapped:
        draft.parts, draft.number, draft.captures = held.parts, held.number, held.captures
        draft.tag, draft.node = held.tag, held.node
    draft.scope = held.scope
