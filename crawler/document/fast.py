"""The engine for every page: lexbor, through selectolax."""

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from crawler.document.draft import Draft
from crawler.document.node import Node
from crawler.document.tokens import UnclearError, tokens_of_markup, tokens_of_tree
from crawler.document.walk import walk


def read_fast(text: str | bytes, draft: Draft) -> None:
    """Parse with lexbor and walk once, over what it writes out where that is clear. Never raises on any text.

    Bytes must be UTF-8: the engine would have to make them of a text, which takes a quarter of the time in which it parses.
    """
    tree = LexborHTMLParser(text, options=LexborDocumentOptions.WO_EVENTS)
    root = tree.root
    if root is None:
        return
    url, problems = draft.addresses.url, tuple(draft.problems)
    try:
        walk(tokens_of_markup(_written(root)), draft)
    except UnclearError:
        draft.begin(url, problems)
        walk(tokens_of_tree(root, _inside_template), draft)


def _written(root: LexborNode) -> str:
    """The page in the parser's own words, and comments after its end."""
    parts = [root.html or ""]
    while (after := root.next) is not None:
        parts.append(after.html or "")
        root = after
    return "".join(parts)


def _inside_template(node: Node) -> Node | None:
    """Lexbor keeps what a template holds outside the tree."""
    if not isinstance(node, LexborNode):
        return None
    fragments = node.template_fragments()
    return fragments[0].first_child if fragments else None
