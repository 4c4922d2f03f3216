"""The one walk over a parsed page, the same for every engine.

Most elements of a page say nothing new: no attribute that matters, or a class that means nothing. They are passed without a call,
and what a start tag says by itself is known from the first time it was met (`tags.KNOWN`).
"""

from itertools import islice

from crawler.document.attributes import carry
from crawler.document.draft import NOWHERE, Buffer, Draft, Held
from crawler.document.elements import end_form
from crawler.document.surroundings import Scope, narrow, narrow_as_marked
from crawler.document.tag import Tag, Token, Tokens
from crawler.document.tags import KNOWN
from crawler.document.tokens import UnclearError, plain
from crawler.model.sighting import Place

_MOST_TAGS = 100_000
"""A parser makes many elements of one tag where formatting is not closed (the standard's adoption agency)."""
_NO_END = "/"
# an enum's members cost a slow look-up each
_BODY = Place.BODY
_KEEPS_HEADINGS = frozenset({Place.BODY, Place.HIDDEN})


def walk(tokens: Tokens, draft: Draft) -> None:  # noqa: C901, PLR0912 - a call for each element takes as long as the rest
    """Write a page into a draft. UnclearError where an end tag does not end the innermost element."""
    tags, parents, holds = draft.tree.tags, draft.tree.parents, draft.holds
    names, classes, ids = draft.styles.names, draft.styles.classes, draft.styles.ids
    around, end, known = NOWHERE, _NO_END, KNOWN
    for token in islice(tokens, _MOST_TAGS):
        head, _, text = token
        if head == end:
            tag = tags[around]
            if tag.block and draft.parts:
                draft.flush(around, tag.name)
            if around in holds:
                _leave(draft, around, tag)
            elif tag.leave is not None:
                tag.leave(draft, tag)
            around = parents[around]
            end = tags[around].end if around >= 0 else _NO_END
        else:
            tag, number = known[head], len(tags)
            tags.append(tag)
            parents.append(around)
            if tag.block and draft.parts:
                draft.flush_before()
            ruled = not classes.isdisjoint(tag.classes) or tag.name in names or tag.id in ids
            if tag.quiet and not ruled:
                around, end = number, tag.end
            elif tag.whole:
                text = _pass(draft, tag, tokens, token, ruled=ruled)
            else:
                _enter(draft, number, tag, "", ruled=ruled)
                around, end = number, tag.end
        if text:
            text = plain(text) if "&" in text else text
            if draft.parts or not text.isspace():
                draft.parts.append(text)
    if around >= 0:
        if next(tokens, None) is None:
            raise UnclearError
        draft.problems["too-many-nodes"] = None
    _finish(draft)


def _finish(draft: Draft) -> None:
    """Close what is open at the end of a page."""
    draft.flush(NOWHERE, "body")
    end_form(draft)


def _pass(draft: Draft, tag: Tag, tokens: Tokens, token: Token, *, ruled: bool) -> str:
    """Enter and leave an element that is not walked, the last one met; the text after it."""
    content, text = tag.take(tokens, *token) if tag.take is not None else ("", token[2])
    number = len(draft.tree.tags) - 1
    _enter(draft, number, tag, content, ruled=ruled)
    if number in draft.holds:
        _leave(draft, number, tag)
    return text


def _enter(draft: Draft, number: int, tag: Tag, content: str, *, ruled: bool) -> None:
    """Enter an element, and hold what to restore when it is left."""
    if tag.id is not None:
        draft.anchors.setdefault(tag.id, len(draft.blocks))
    if tag.plain and not ruled:
        if tag.enter is not None:
            tag.enter(draft, tag, content)
        return
    before = draft.scope
    buffer = None
    if tag.scoping or ruled:
        scope = _narrowed(draft, number, tag, ruled=ruled)
        if scope is not before:
            draft.scope = scope
            buffer = _aside(draft) if not tag.block else None
    if tag.told:
        carry(draft, tag)
    if tag.enter is not None:
        tag.enter(draft, tag, content)
    if draft.scope is not before or tag.region:
        draft.holds[number] = _hold(draft, before, buffer)


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
    if before.place is _BODY and draft.scope.place not in _KEEPS_HEADINGS:
        draft.restore_trail(())
    return held


def _leave(draft: Draft, number: int, tag: Tag) -> None:
    held = draft.holds.pop(number)
    if tag.leave is not None:
        tag.leave(draft, tag)
    if held.buffer is not None and draft.parts:
        draft.set_aside(number, tag.name)
    if tag.region or held.scope.place is not draft.scope.place or (draft.scope.closed and not held.scope.closed):
        draft.restore_trail(held.trail)
    if held.buffer is not None:
        draft.parts, draft.captures = held.buffer
    draft.scope = held.scope
