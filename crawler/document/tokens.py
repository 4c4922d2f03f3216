"""A parsed page as tokens: each start or end tag with the text after it.

The fast engine's tree is written out once, in C, and cut at each `<`. What it writes is exact: text, and values of attributes,
hold no bare bracket, so that only what holds raw text (scripts, styles) must be put together again. Where a page plays with names
or with script inside script, what is written can not be told for sure: `UnclearError` says so, and the tree itself is told in
tokens, as it is for the tolerant engine.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import repeat

from crawler.document.node import Node
from crawler.document.tag import Tokens
from crawler.document.text import LINE

RAW = frozenset({"script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext"})
"""Elements whose text is written as it is."""
VOID = frozenset(
    """area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr""".split(),  # noqa: SIM905 - one word a line fills a page
)
"""Elements that hold nothing and have no end tag."""
_WHOLE = "whole"
"""In place of the bracket that ended the tag of raw text in a tree: what looks like a tag in that text is none."""
_NO_OPTION = frozenset({"/option", "/select", "optgroup", "/optgroup"})
_MOST_OF_OPTION = 200
_STANDS_FOR = re.compile(
    r"""
    \s (?: value | data-url | data-href ) ="
    (?P<address> (?: https?:/ )? / [^"]*                               # an address or a path
               | [^"?#:\s]+ \. (?: html? | php | aspx? ) (?: [?#] [^"]* )? )   # a file beside the page
    "
    """,
    re.VERBOSE,
)
_NAMES = {"plaintext": "xmp"}
"""Elements that are told by another name: the start tag of the first has no end where it is written out."""
_TAG_NAME = re.compile(r"[a-zA-Z][^\t\n\f\r />]*")
_ATTRIBUTE_NAME = re.compile(r"=?[^\t\n\f\r />=]+")
Children = Callable[[Node], "Node | None"]


class UnclearError(ValueError):
    """What was written out can be read in two ways."""


def tokens_of_markup(markup: str) -> Tokens:
    """The tokens of markup written by the fast engine."""
    return map(str.partition, markup.split("<"), repeat(">"))


def plain(text: str) -> str:
    r"""Text or a value with its entities read.

    >>> plain("&amp;amp; &lt;b&gt;&nbsp;&quot;")
    '&amp; <b>\xa0"'
    """
    if "&" not in text:
        return text
    return text.replace("&nbsp;", "\xa0").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def name_of(head: str) -> str:
    """The element's name at the beginning of a tag."""
    return head.partition(" ")[0]


def take_raw(tokens: Tokens, head: str, mark: str, text: str) -> tuple[str, str]:
    """Raw text up to the end tag, and the text after it."""
    end = "/" + name_of(head)
    parts = [text]
    for inner, bracket, after in tokens:
        if inner == end:
            whole = parts[0] if len(parts) == 1 else "".join(parts)
            if mark is not _WHOLE and "<!--" in whole and "<script" in whole.lower():
                raise UnclearError
            return whole, after
        parts += ("<", inner, bracket, after)
    raise UnclearError


def take_text(tokens: Tokens, head: str, _mark: str, text: str) -> tuple[str, str]:
    """The text inside an element, whatever else is in it."""
    end, parts = "/" + name_of(head), [text]
    for inner, _, after in tokens:
        if inner == end:
            return plain("".join(parts)), after
        parts.append(after)
    raise UnclearError


def take_nothing(tokens: Tokens, head: str, _mark: str, _text: str) -> tuple[str, str]:
    """Pass over an element."""
    ((_, after),) = deque(_inside(tokens, name_of(head)), maxlen=1)
    return "", after


def take_options(tokens: Tokens, head: str, _mark: str, _text: str) -> tuple[str, str]:
    """The options of a choice, parted by LINE: of each the beginning of its text, and the address it stands for, or nothing."""
    options: list[str] = []
    after, open_ = "", False
    for inner, after in _inside(tokens, name_of(head)):
        name = name_of(inner)
        if name == "option":
            options += ("", _stands_for(inner))
        open_ = name == "option" or (open_ and name not in _NO_OPTION)
        if open_ and len(options[-2]) < _MOST_OF_OPTION:
            options[-2] += plain(after)
    return LINE.join(options), after


def _stands_for(option: str) -> str:
    found = _STANDS_FOR.search(option) if "/" in option or "." in option else None
    return plain(found["address"]) if found else ""


def take_drawing(tokens: Tokens, head: str, _mark: str, text: str) -> tuple[str, str]:
    """The title with which a drawing begins, or nothing, and the texts in it, parted by LINE."""
    title, texts, after, first, written = "", list[str](), text, not text, False
    for inner, after in _inside(tokens, name_of(head)):
        if inner[:4] == "text":
            texts.append(LINE)
            written = True
        elif inner == "/text":
            written = False
        elif first and name_of(inner) == "title":
            title = plain(after)
        if written:
            texts.append(plain(after))
        first = False
    return title + "".join(texts), after


def take_comment(tokens: Tokens, head: str, mark: str, text: str) -> tuple[str, str]:
    """A comment's text; of other declarations nothing."""
    if not head.startswith("!--"):
        return "", text
    if head.endswith("--") and len(head) > 4:
        return head[3:-2], text
    parts, piece = list[str](), head[3:] + mark + text
    while "-->" not in piece:
        parts += (piece, "<")
        piece = "".join(next(tokens, ("", "", "-->")))
    last, _, after = piece.partition("-->")
    return "".join((*parts, last)), after


def _inside(tokens: Tokens, name: str) -> Iterator[tuple[str, str]]:
    """Each tag inside an element with the text after it; the last one is its end tag."""
    depth, end, begin = 1, "/" + name, name + " "
    for head, mark, text in tokens:
        if head == end:
            depth -= 1
        elif head == name or head.startswith(begin):
            depth += 1
        elif name_of(head) in RAW:
            yield head, take_raw(tokens, head, mark, text)[1]
            continue
        elif head.startswith("!--"):
            yield "", take_comment(tokens, head, mark, text)[1]
            continue
        yield head, text
        if not depth:
            return
    raise UnclearError


def tokens_of_tree(root: Node, template: Children) -> Tokens:
    """The tokens of a parsed tree. `template` gives the first node inside a `<template>`."""
    head, mark, texts, around = "", ">", list[str](), list[tuple[Node, str]]()
    node: Node | None = root
    while node is not None:
        kind = node.tag or ""
        name = _NAMES.get(kind, kind) if kind[:1] == "-" or _TAG_NAME.fullmatch(kind) else "x"
        if name == "-text":
            text = node.text_content or ""
            texts.append(text if mark is _WHOLE else _written(text))
        else:
            yield head, mark, "".join(texts)
            head, mark, texts = _head(node, name), _WHOLE if name in RAW else ">", []
            child = template(node) if name == "template" else node.first_child
            around.append((node, name))
            if child is not None:
                node = child
                continue
        after = node.next if name == "-text" else None
        while after is None and around:
            node, name = around.pop()
            if name not in VOID and name[0] != "-":
                yield head, mark, "".join(texts)
                head, mark, texts = "/" + name, ">", []
            after = node.next
        node = after
    yield head, mark, "".join(texts)


def _head(node: Node, name: str) -> str:
    if name == "-comment":
        return f"!--{node.comment_content or ''}--"
    if name[0] == "-":
        return "" if name == "-document" else "!"
    said = ((key, value) for key, value in node.attributes.items() if _ATTRIBUTE_NAME.fullmatch(key))
    return name + "".join(f' {key}="{_written(value or "")}"' for key, value in said)


def _written(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
