"""What opens and closes a part of the page by what its source says: accordions, tabs, menus, dialogs."""

from itertools import islice

from crawler.browser.branches import around
from crawler.browser.snapshot import Tree

_SECTIONS = frozenset({"collapse", "tab", "pill"})
_TOGGLES = _SECTIONS | {"modal", "dropdown", "popover", "offcanvas"}
"""What Bootstrap's `data-toggle` opens."""
_HEADS, _NEXT = frozenset({"SUMMARY", "DT", "H2", "H3", "H4", "H5", "H6"}), 2
"""Headings of sections, and how far out of a control one is looked for."""


def expands_something(tree: Tree, node: int) -> bool:
    """Whether the source says that the element opens and closes something."""
    attributes = dict(tree.attributes(node))
    expands = attributes.get("aria-expanded") == "false" or attributes.get("role") == "tab" or _toggled(tree, node) in _TOGGLES
    return expands or tree.name(node) in {"SUMMARY", "LABEL"}


def heads_a_section(tree: Tree, node: int) -> bool:
    """Whether an element that opens and closes something is the heading of a section, or a tab: no button of a product."""
    if dict(tree.attributes(node)).get("role") == "tab" or _toggled(tree, node) in _SECTIONS:
        return True
    return any(tree.name(one) in _HEADS for one in (node, *islice(around(tree, node), _NEXT)))


def _toggled(tree: Tree, node: int) -> str:
    attributes = dict(tree.attributes(node))
    return attributes.get("data-bs-toggle") or attributes.get("data-toggle") or ""
