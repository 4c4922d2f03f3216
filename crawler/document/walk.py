"""The one walk over a parsed page, the same for every engine.

Most elements of a page say nothing new: no attribute that matters, or a class that means nothing. They are passed without a call,
and what a start tag says by itself is known from the first time it was met (`tags.tag_of`).
"""

from itertools import islice

from crawler.document.attributes import carry
from crawler.document.draft import NOWHERE, Buffer, Draft, Held
from crawler.document.surroundings import Scope, narrow, narrow_as_marked
from crawler.document.tag import Tag, Tokens
from crawler.document.tags import tag_of
from crawler.document.tokens import UnclearError, plain
from crawler.model.sighting import Place

_MOST_TAGS = 100_000
"""A parser makes many elements of one tag where formatting is not closed (the standard's adoption agency)."""
_NO_END = "/"
_KEEPS_HEADINGS = frozenset({Place.BODY, Place.HIDDEN})


def walk(tokens: Tokens, draft: Draft) -> None:  # noqa: C901, PLR0912 - a call for each element takes as long as the rest
    """Write a page into a draft. UnclearError where an end tag does not end the innermost element."""
    stack, tags, parents, rules = draft.stack, draft.tree.tags, draft.tree.parents, draft.styles.names
    around, end = NOWHERE, _NO_END
    for head, mark, after in islice(tokens, _MOST_TAGS):
        text = after
        if head == end:
            number, tag, held, end = stack.pop()
            around = parents[number]
            if tag.block and draft.parts:
                draft.flush(number, tag.name)
            if held is not None:
                _leave(draft, number, tag, held)
            elif tag.leave is not None:
                tag.leave(draft, tag)
        else:
            tag, number, content = tag_of(head), len(tags), ""
            tags.append(tag)
            parents.append(around)
            if tag.block and draft.parts:
                draft.flush_before()
            if tag.take is not None:
                content, text = tag.take(tokens, head, mark, after)
            ruled = bool(rules) and not rules.isdisjoint(tag.names)
            held = _enter(draft, number, tag, content, ruled=ruled) if ruled or not tag.plain else None
            if held is None and tag.enter is not None and tag.plain and not ruled:
                tag.enter(draft, tag, content)
            if not tag.void and tag.take is None:
                stack.append((number, tag, held, end))
                around, end = number, tag.end
            elif held is not None:
                _leave(draft, number, tag, held)
        if text:
            text = plain(text) if "&" in text else text
            if draft.parts or not text.isspace():
                draft.parts.append(text)
    if stack and next(tokens, None) is None:
        raise UnclearError
    draft.flush(NOWHERE, "body")
    if stack:
        draft.problems["too-many-nodes"] = None


def _enter(draft: Draft, number: int, tag: Tag, content: str, *, ruled: bool) -> Held | None:
    """What to restore when the element is left, None where nothing is."""
    before = draft.scope
    buffer = None
    if tag.id is not None:
        draft.anchors.setdefault(tag.id, len(draft.blocks))
    if tag.scoping or ruled:
        scope = _narrowed(draft, number, tag, ruled=ruled)
        if scope is not before:
            draft.scope = scope
            buffer = _aside(draft) if not tag.block else None
    if tag.told:
        carry(draft, tag)
    if tag.enter is not None:
        tag.enter(draft, tag, content)
    return _hold(draft, before, buffer) if draft.scope is not before or tag.region else None


def _narrowed(draft: Draft, number: int, tag: Tag, *, ruled: bool) -> Scope:
    if draft.marked:
        return narrow_as_marked(draft.scope, tag, draft.triggers)
    return narrow(draft.scope, number, tag, draft.styles if ruled else None, draft.triggers)


def _aside(draft: Draft) -> Buffer:
    """Give an inline element of another scope a text of its own; the block around it goes on after it."""
    buffer = Buffer(draft.parts, draft.captures)
    draft.parts, draft.captures = [], []
    return buffer


def _hold(draft: Draft, before: Scope, buffer: Buffer | None) -> Held:
    held = Held(before, draft.trail, buffer)
    if before.place is Place.BODY and draft.scope.place not in _KEEPS_HEADINGS:
        draft.restore_trail(())
    return held


def _leave(draft: Draft, number: int, tag: Tag, held: Held) -> None:
    if tag.leave is not None:
        tag.leave(draft, tag)
    if held.buffer is not None and draft.parts:
        draft.set_aside(number, tag.name)
    if tag.region or held.scope.place is not draft.scope.place:
        draft.restore_trail(held.trail)
    if held.buffer is not None:
        draft.parts, draft.captures = held.buffer
    draft.scope = held.scope
