"""What the writer of marked HTML asks a document about its nodes."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from crawler.browser import markup
from crawler.browser.snapshot import ELEMENT, TEXT, Tree

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
"""Brackets and what they become where text runs the other way."""


def skeleton(tree: Tree) -> tuple[int, int, int, Sequence[int]]:
    """Root, head and body of a document (0 where it has none), and what stands in its body or behind it."""
    root = _named(tree, tree.children[0] if tree.parents else (), "html")
    children = tree.children[root] if tree.parents else ()
    head, body = (_named(tree, children if root else (), name) for name in ("head", "body"))
    rest = [node for node in children if node not in {head, body} and tree.kinds[node] in {TEXT, ELEMENT}]
    return root, head, body, [*(tree.children[body] if body else ()), *rest]


def _named(tree: Tree, nodes: Iterable[int], name: str) -> int:
    return next((node for node in nodes if tree.kinds[node] == ELEMENT and tree.name(node).lower() == name), 0)


def within(tree: Tree, node: int) -> Iterator[int]:
    """A node and all that stands in it, in the order of the page."""
    waiting = [node]
    while waiting:
        yield (here := waiting.pop())
        waiting += reversed(tree.children[here])


def around(tree: Tree, node: int) -> Iterator[int]:
    """What a node stands in, the nearest first."""
    while (node := tree.parents[node]) >= 0:
        yield node


def own_text(tree: Tree, node: int) -> str:
    """The text that stands directly in an element."""
    return "".join(tree.value(child) for child in tree.children[node] if tree.kinds[child] == TEXT)


def options(tree: Tree, node: int) -> Iterator[int]:
    """The options of a list of choices, whatever they are grouped in."""
    waiting = list(reversed(tree.children[node]))
    while waiting:
        child = waiting.pop()
        if tree.kinds[child] == ELEMENT:
            if tree.name(child).upper() == "OPTION":
                yield child
            else:
                waiting += reversed(tree.children[child])


def whole_table(tree: Tree, node: int, name: str) -> bool:
    """Whether a table holds only what parsers let stand in one."""
    allowed = markup.HOLDS_PARTS[name]
    for child in tree.children[node]:
        kind, inner = tree.kinds[child], tree.name(child).lower()
        if kind == TEXT and not tree.value(child).isspace():
            return False
        if kind != ELEMENT or inner in markup.BETWEEN_PARTS or (inner == "form" and not tree.children[child]):
            continue
        if inner not in allowed or (inner in markup.HOLDS_PARTS and not whole_table(tree, child, inner)):
            return False
    return True


def turned(tree: Tree, children: Sequence[int]) -> list[int]:
    """The children of an element whose lines are read from their ends, as they are read."""
    turned: list[int] = []
    line: list[int] = []
    for child in children:
        if tree.name(child) == "BR":
            turned += (*reversed(line), child)
            line = []
        else:
            line.append(child)
    return [*turned, *reversed(line)]


def read_back(tree: Tree, laid: int) -> str:
    """A text as it is read where styles turn its lines round."""
    text, runs = tree.text(laid), tree.runs(laid)
    starts = [run.start for number, run in enumerate(runs) if number == 0 or run.box.top >= runs[number - 1].box.bottom - 1]
    ends = [*starts[1:], len(text)]
    return " ".join(
        back(text[0 if not number else start : end]) for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def back(text: str) -> str:
    """A text turned round."""
    return text[::-1].translate(_MIRRORED)


def legible(text: str) -> str:
    """A text without characters of private use, which fonts of icons draw."""
    return "".join(sign for sign in text if not ("\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000"))


def host_of(address: str) -> str:
    """The host of an address, without `www.`; "" where there is none."""
    try:
        return urlsplit(address).netloc.removeprefix("www.")
    except ValueError:
        return ""
