"""The one walk over a parsed page, the same for every engine.

Most elements of a page say nothing new: no attribute that matters, or a class that was met before and meant nothing. They are
passed without a call (`quiet`), which halves the time of a page.
"""

from collections.abc import Callable

from crawler.document.attributes import SHAPES, carry, shape_of
from crawler.document.draft import BLOCK_TAGS, Attrs, Buffer, Draft, Held
from crawler.document.elements import ENTER, LEAVE, SKIP
from crawler.document.node import Node
from crawler.document.surroundings import TELLING_TAGS, Scope, narrow, says_nothing
from crawler.model.sighting import Place

_DEEPEST = 2_000
_NOTHING: Attrs = {}
_BARE = frozenset({"br", "tbody", "hr", "wbr", "thead", "col", "colgroup", "link", "-comment", "-doctype", "-document"})
_REGIONS = frozenset({"section", "article", "aside", "main", "nav", "footer", "details", "fieldset", "dialog", "header"})
_UNCARRIED = frozenset({"meta", "script", "style", "link", "option"})
_LOUD = frozenset(ENTER) | frozenset(LEAVE) | TELLING_TAGS | _REGIONS
_KEEPS_HEADINGS = frozenset({Place.BODY, Place.HIDDEN})
_SKIPPED = Held(Scope(), (), None)
Children = Callable[[Node], "Node | None"]


def walk(root: Node, draft: Draft, template: Children) -> None:
    """Write a parsed page into a draft. `template` gives the first node inside a `<template>`."""
    stack = draft.stack
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
            held = _enter(draft, node, tag, attrs) if attrs or tag in _LOUD else None
            if held is not _SKIPPED:
                child = node.first_child if tag != "template" else template(node)
                if child is not None and len(stack) < _DEEPEST:
                    stack.append((node, tag, block, held is not None or tag in LEAVE, held))
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
    names = tuple(attrs)
    shape = SHAPES.get(names) or shape_of(names)
    telling = shape.scoping or (shape.classed and (tag, attrs["class"]) not in draft.quiet) or tag in TELLING_TAGS
    if not telling and not shape.told and tag not in _LOUD:
        return None
    before = draft.scope
    buffer = _change_scope(draft, tag, attrs) if telling and tag not in _UNCARRIED else None
    if shape.told and tag not in _UNCARRIED:
        carry(draft, tag, attrs, shape.told)
    special = ENTER.get(tag)
    skipped = special is not None and special(draft, node, attrs) is SKIP
    if draft.scope is before and tag not in _REGIONS:
        return _SKIPPED if skipped else None
    return _hold(draft, before, buffer, skipped=skipped)


def _change_scope(draft: Draft, tag: str, attrs: Attrs) -> Buffer | None:
    """Take on the scope inside an element; where that begins a text of its own, give the text around it."""
    before, rules = draft.scope, draft.rules
    scope = narrow(before, tag, attrs, rules, draft.triggers)
    if scope is not before:
        draft.scope = scope
        return _aside(draft) if tag not in BLOCK_TAGS else None
    if "class" in attrs and says_nothing(tag, attrs["class"] or "", rules):
        draft.quiet.add((tag, attrs["class"]))
    return None


def _aside(draft: Draft) -> Buffer:
    """Give an inline element of another scope a text of its own; the block around it goes on after it."""
    buffer = Buffer(draft.parts, draft.captures)
    draft.parts, draft.captures = [], []
    return buffer


def _hold(draft: Draft, before: Scope, buffer: Buffer | None, *, skipped: bool) -> Held | None:
    held = Held(before, draft.trail, buffer)
    if skipped:
        _restore(draft, held)
        return _SKIPPED
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
