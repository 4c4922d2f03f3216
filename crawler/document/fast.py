"""The engine for every page: lexbor, through selectolax."""

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from crawler.document.draft import Draft
from crawler.document.node import Node
from crawler.document.walk import walk


def read_fast(text: str, draft: Draft) -> None:
    """Parse with lexbor and walk once. Never raises on any text."""
    tree = LexborHTMLParser(text, options=LexborDocumentOptions.WO_EVENTS)
    root = tree.root
    if root is not None:
        walk(root, draft, _inside_template)


def _inside_template(node: Node) -> Node | None:
    """Lexbor keeps what a template holds outside the tree."""
    if not isinstance(node, LexborNode):
        return None
    fragments = node.template_fragments()
    return fragments[0].first_child if fragments else None
