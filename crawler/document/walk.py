"""The one walk over a parsed page, the same for every engine.

Most elements of a page say nothing new: no attribute that matters, or a class that was met before and meant nothing. They are
passed without a call (`quiet`), which halves the time of a page.
"""

from collections.abc import Callable

from crawler.document.attributes import BORING, carry
from crawler.document.draft import BLOCK_TAGS, Attrs, Buffer, Draft, Held, Open
from crawler.document.elements import ENTER, LEAVE, SKIP
from crawler.document.node import Node
from crawler.document.surroundings import SCOPING, TELLING_TAGS, Scope, narrow
from crawler.model.sighting import Place

_DEEPEST = 2_000
_NOTHING: Attrs = {}
_BARE = frozenset({"br", "tbody", "hr", "wbr", "thead", "col", "colgroup", "link", "-comment", "-doctype", "-document"})
_REGIONS = frozenset({"section", "article", "aside", "main", "nav", "footer", "details", "fieldset", "dialog", "header"})
_UNCARRIED = frozenset({"meta", "script", "style", "link", "option", "html"})
_LOUD = frozenset(ENTER) | frozenset(LEAVE) | TELLING_TAGS | _REGIONS
_KEEPS_HEADINGS = frozenset({Place.BODY, Place.HIDDEN})
Children = Callable[[Node], "Node | None"]


def walk(root: Node, draft: Draft, template: Children) -> None:
    """Write a parsed page into a draft. `template` gives the first node inside a `<template>`."""
    stack, quiet = draft.stack, draft.quiet
    node: Node | None = root
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if draft.parts or not text.isspace():
                draft.parts.append(text)
        else:
            attrs = node.attributes if tag not in _BARE else _NOTHING
            block = tag in BLOCK_TAGS
            if block and draft.parts:
                draft.flush_before()
            held = None
            if (tag in _LOUD) if not attrs else len(attrs) > 1 or (tag, attrs.get("class")) not in quiet:
                held = _enter(draft, node, tag, attrs)
            if held is not SKIP:
                child = node.first_child if tag != "template" else template(node)
                if child is not None and len(stack) < _DEEPEST:
                    stack.append(Open(node, tag, block, held is not None or tag in LEAVE, held))
                    node = child
                    continue
                _leave(draft, node, tag, held)
        after = node.next
        while after is None and stack:
            node, tag, block, full, held = stack.pop()
            if block and draft.parts:
                draft.flush(node, tag)
            if full:
                _leave(draft, node, tag, held)
            after = node.next
        node = after
    draft.flush(None, "body")


def _enter(draft: Draft, node: Node, tag: str, attrs: Attrs) -> Held | None:
    """What to restore when the element is left, None where nothing is, SKIP where its children are not walked."""
    before = scope = draft.scope
    buffer = None
    if tag in TELLING_TAGS or not SCOPING.isdisjoint(attrs):
        scope = narrow(before, tag, attrs, draft.rules, draft.triggers)
    if scope is not before:
        draft.scope = scope
        buffer = _aside(draft) if tag not in BLOCK_TAGS else None
    if not BORING.issuperset(attrs):
        if tag not in _UNCARRIED:
            carry(draft, tag, attrs)
    elif scope is before and tag not in _LOUD:
        if len(attrs) == 1 and "class" in attrs:
            draft.quiet.add((tag, attrs["class"]))
        return None
    special = ENTER.get(tag)
    skipped = special is not None and special(draft, node, attrs) is SKIP
    if draft.scope is before and tag not in _REGIONS:
        return SKIP if skipped else None  # type: ignore[no-any-return]
    return _hold(draft, before, buffer, skipped=skipped)


def _aside(draft: Draft) -> Buffer:
    """Give an inline element of another scope a text of its own; the block around it goes on after it."""
    buffer = Buffer(draft.parts, draft.captures)
    draft.parts, draft.captures = [], []
    return buffer


def _hold(draft: Draft, before: Scope, buffer: Buffer | None, *, skipped: bool) -> Held | None:
    held = Held(before, draft.trail, buffer)
    if skipped:
        _restore(draft, held)
        return SKIP
    if before.place is Place.BODY and draft.scope.place not in _KEEPS_HEADINGS:
        draft.restore_trail(())
    return held


def _leave(draft: Draft, node: Node, tag: str, held: Held | None) -> None:
    special = LEAVE.get(tag)
    if special is not None:
        special(draft, node)
    if held is not None and held.buffer is not None and draft.parts:
        draft.set_aside(node, tag)
    if held is not None:
        if tag in _REGIONS or held.scope.place is not draft.scope.place:
            draft.restore_trail(held.trail)
        _restore(draft, held)


def _restore(draft: Draft, held: Held) -> None:
    if held.buffer is not None:
        draft.parts, draft.captures = held.buffer
    draft.scope = held.scope
