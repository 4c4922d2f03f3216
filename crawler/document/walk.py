"""The one walk over a parsed page, the same for every engine.

Most elements of a page say nothing new: no attribute that matters, or a class that was met before and meant nothing. They are
passed without a call (`quiet`), which halves the time of a page.
"""

from collections.abc import Callable
from typing import NamedTuple

from crawler.document.attributes import SHAPES, carry, shape_of
from crawler.document.draft import BLOCK_TAGS, Attrs, Buffer, Draft, Held
from crawler.document.elements import ENTER, LEAVE, SKIP, Enter, Leave
from crawler.document.node import Node
from crawler.document.surroundings import PLACELESS, TELLING_TAGS, Names, Scope, narrow, says_nothing
from crawler.model.sighting import Place

_DEEPEST = 2_000
_MOST_NODES = 100_000
"""A parser makes many nodes of one tag where formatting is not closed (the standard's adoption agency)."""
_MOST_QUIET = 20_000
_NOTHING: Attrs = {}
_BARE = frozenset({"br", "tbody", "hr", "wbr", "thead", "col", "colgroup", "link", "option", "-comment", "-doctype", "-document"})
_REGIONS = frozenset({"section", "article", "aside", "main", "nav", "footer", "details", "fieldset", "dialog", "header"})
_UNCARRIED = frozenset({"meta", "script", "style"})
_KEEPS_HEADINGS = frozenset({Place.BODY, Place.HIDDEN})
_SKIPPED = Held(Scope(), (), None)
Children = Callable[[Node], "Node | None"]


class More(NamedTuple):
    """What the name of an element says about entering it: `carries` where attributes may tell its scope or a value."""

    block: bool
    carries: bool
    telling: bool
    region: bool
    placeless: bool
    enter: Enter | None


Kind = tuple[bool, bool, bool, Leave | None, More]
"""Of an element's name: whether it makes a block, has no attributes to read, means more; what leaving it means, and entering."""


def _kind(tag: str) -> Kind:
    enter, telling, region = ENTER.get(tag), tag in TELLING_TAGS, tag in _REGIONS
    block, loud = tag in BLOCK_TAGS, enter is not None or telling or region
    more = More(block, tag not in _UNCARRIED, telling, region, tag in PLACELESS, enter)
    return block, tag in _BARE, loud, LEAVE.get(tag), more


_KINDS = {tag: _kind(tag) for tag in {*BLOCK_TAGS, *ENTER, *LEAVE, *TELLING_TAGS, *_BARE, *_REGIONS, *PLACELESS}}
_OTHER = _kind("")


def walk(root: Node, draft: Draft, template: Children) -> None:
    """Write a parsed page into a draft. `template` gives the first node inside a `<template>`."""
    stack = draft.stack
    node: Node | None = root
    left = _MOST_NODES
    while node is not None and left:
        left -= 1
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if draft.parts or not text.isspace():
                draft.parts.append(text)
        else:
            block, bare, loud, leave, more = _KINDS.get(tag, _OTHER)
            if block and draft.parts:
                draft.flush_before()
            attrs = _NOTHING if bare else node.attributes
            met = len(attrs) == 1 and "class" in attrs and (tag, attrs["class"], None) in draft.quiet
            held = _enter(draft, node, tag, attrs, more) if loud or (attrs and not met) or tag in draft.ruled else None
            if held is not _SKIPPED:
                child = node.first_child if tag != "template" else template(node)
                if child is not None and len(stack) < _DEEPEST:
                    stack.append((node, tag, block, leave, held))
                    node = child
                    continue
                _leave(draft, node, tag, leave, held)
        after = node.next
        while after is None and stack:
            node, tag, block, leave, held = stack.pop()
            if block and draft.parts:
                draft.flush(node, tag)
            if leave is not None or held is not None:
                _leave(draft, node, tag, leave, held)
            after = node.next
        node = after
    _end(draft, node)


def _end(draft: Draft, left: Node | None) -> None:
    draft.flush(None, "body")
    if left is not None:
        draft.problems["too-many-nodes"] = None


def _enter(draft: Draft, node: Node, tag: str, attrs: Attrs, more: More) -> Held | None:
    """What to restore when the element is left, None where nothing is, SKIP where its children are not walked."""
    _, carries, telling, region, placeless, enter = more
    before = draft.scope
    buffer = None
    if attrs and carries:
        names = tuple(attrs)
        told, classed, named, scoping = SHAPES.get(names) or shape_of(names)
        if named:
            draft.anchors.setdefault(attrs["id"] or "", len(draft.blocks))
            named = not placeless or bool(draft.styles.names)
        ruled = tag in draft.ruled
        if classed or named or scoping or telling or ruled:
            key = (tag, attrs["class"] if classed else None, attrs["id"] if named else None)
            if scoping or key not in draft.quiet:
                buffer = _change_scope(draft, node, attrs, key, more)
        if told:
            carry(draft, tag, attrs, told)
    elif telling or tag in draft.ruled:
        buffer = _change_scope(draft, node, attrs, (tag, None, None), more)
    skipped = enter is not None and enter(draft, node, attrs) is SKIP
    if draft.scope is before and not region:
        return _SKIPPED if skipped else None
    return _hold(draft, before, buffer, skipped=skipped)


def _change_scope(draft: Draft, node: Node, attrs: Attrs, names: Names, more: More) -> Buffer | None:
    """Take on the scope inside an element; where that begins a text of its own, give the text around it."""
    before = draft.scope
    scope = narrow(before, node, attrs, draft.styles, draft.triggers)
    if scope is not before:
        draft.scope = scope
        return _aside(draft) if not more.block else None
    if says_nothing(names, draft.styles.names):
        if len(draft.quiet) >= _MOST_QUIET:
            draft.quiet.clear()
        draft.quiet.add(names)
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


def _leave(draft: Draft, node: Node, tag: str, leave: Leave | None, held: Held | None) -> None:
    if leave is not None:
        leave(draft, node)
    if held is not None:
        if held.buffer is not None and draft.parts:
            draft.set_aside(node, tag)
        if tag in _REGIONS or held.scope.place is not draft.scope.place:
            draft.restore_trail(held.trail)
        _restore(draft, held)


def _restore(draft: Draft, held: Held) -> None:
    if held.buffer is not None:
        draft.parts, draft.captures = held.buffer
    draft.scope = held.scope
