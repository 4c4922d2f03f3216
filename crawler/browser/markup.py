"""HTML that parses to what was written, whatever the page's scripts built: names, attributes, texts made harmless.

Pages build trees in scripts that no HTML text would give: a `div` in a `p`, a `td` in a `div`, a `form` in a `form`. Parsers would
tear such markup apart, and what hides an element would no longer stand around all of it. So elements that would be torn are
written under a plain name. https://html.spec.whatwg.org/multipage/parsing.html
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from urllib.parse import urljoin

OURS = "bereikbaar-"
"""Prefix of attributes that are marks; a page's own attributes of that prefix are left out."""

LONGEST_VALUE = 4_000
MOST_ATTRIBUTES = 80
_NAME = re.compile(r"[a-z][a-z0-9:._-]{0,60}\Z")
_ATTRIBUTE = re.compile(r"[a-z_@:*\[(#][\w@:.*()\[\]#-]{0,80}\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SCRIPT_END = re.compile(r"<(?=/script|!--|script)", re.IGNORECASE)
_LEFT_OUT = frozenset({"style", "srcset", "sizes", "integrity", "nonce", "imagesrcset", "imagesizes", "ping"})
_KEPT_EVENTS = frozenset({"onclick"})
_ADDRESSES = frozenset({"href", "src", "action", "data", "data-href", "data-src"})

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split(),  # noqa: SIM905 - fills a line
)
"""Elements that have no end."""

CLOSES_P = frozenset(
    """address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5
    h6 header hgroup hr li main menu nav ol p pre search section summary table ul""".split(),  # noqa: SIM905 - fills a page
)
"""Elements whose beginning ends a paragraph."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ROW_PARENTS = frozenset({"tbody", "thead", "tfoot"})
TABLE_PARTS = {
    "tr": _ROW_PARENTS | {"table"},
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "tbody": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"colgroup", "table"}),
}
"""Parts of tables, and what each must stand in."""
HOLDS_PARTS = {
    "table": frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"}),
    "tbody": frozenset({"tr"}),
    "thead": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "colgroup": frozenset({"col"}),
}
"""What may stand in the parts of a table that hold no text."""
BETWEEN_PARTS = frozenset({"script", "style", "template", "link", "noscript"})
_SCOPES = {"li": frozenset({"ul", "ol", "menu", "dir"}), "dd": frozenset({"dl"}), "dt": frozenset({"dl"})}
_PLAIN = {
    **dict.fromkeys(("html", "body", "head", "frameset", "frame", "iframe", "object", "noframes", "noembed", "applet"), "div"),
    **dict.fromkeys(("xmp", "listing", "plaintext"), "pre"),
    **dict.fromkeys(("image", "nobr", "marquee", "math", "svg", "portal", "isindex", "keygen"), "span"),
    "fencedframe": "div",
}
"""Names that parsers treat in a way of their own, and what is written for them."""


def plain_name(name: str) -> str:
    """The name under which an element is written.

    >>> plain_name("x-phone"), plain_name("plaintext"), plain_name('a"b<')
    ('x-phone', 'pre', 'span')
    """
    return _PLAIN.get(name, name) if _NAME.match(name) else "span"


def torn(name: str, around: list[str]) -> bool:
    """Whether a parser would end an element around (the outermost first) at the beginning of this one, or not begin this one.

    >>> torn("li", ["ul", "li", "div"]), torn("li", ["ul", "li", "ul"]), torn("td", ["div"]), torn("form", ["form", "p"])
    (True, False, True, True)
    """
    if name in _SCOPES:
        for outer in reversed(around):
            if outer in _SCOPES[name]:
                return False
            if outer == name or (name in {"dd", "dt"} and outer in {"dd", "dt"}):
                return True
        return False
    if name in TABLE_PARTS:
        return not around or around[-1] not in TABLE_PARTS[name]
    if name in HEADINGS:
        return bool(around) and around[-1] in HEADINGS
    return name == "form" and "form" in around


def text(written: str) -> str:
    r"""A text as HTML.

    >>> text("a < b\x00 & c")
    'a &lt; b &amp; c'
    """
    return escape(_clean(written), quote=False)


def script(written: str) -> str:
    r"""The text of a script; what would end it early is written as its language writes it inside a string.

    >>> script('a = "</script><!--"')
    'a = "\\u003c/script>\\u003c!--"'
    """
    return _SCRIPT_END.sub(r"\\u003c", _clean(written))


def comment(written: str) -> str:
    """A comment; nothing in it ends it.

    >>> comment("-->a--!>b")
    '<!-- - ->a- -!>b -->'
    """
    return f"<!-- {_clean(written).replace('--', '- -').replace('--', '- -')} -->"


def attributes(told: Iterable[tuple[str, str]], base: str = "") -> str:
    """An element's attributes; `base` makes addresses absolute, for documents inside the page.

    >>> attributes([("Class", 'a"b'), ("bereikbaar-unseen", "x"), ("onload", "x"), ("a=b", "c"), ("open", "")])
    ' class="a&quot;b" open'
    """
    kept: dict[str, str] = {}
    for written, value in told:
        name = written.lower()
        if name in kept or not _is_kept(name):
            continue
        if len(kept) >= MOST_ATTRIBUTES:
            break
        kept[name] = _absolute(value, base) if base and name in _ADDRESSES else value
    return "".join(attribute(name, value) for name, value in kept.items())


@lru_cache(maxsize=4_096)
def _is_kept(name: str) -> bool:
    event = name.startswith("on") and name not in _KEPT_EVENTS
    return not (event or name in _LEFT_OUT or name.startswith(OURS)) and _ATTRIBUTE.match(name) is not None


def attribute(name: str, value: str) -> str:
    """One attribute."""
    return f' {name}="{escape(_clean(value[:LONGEST_VALUE]))}"' if value else f" {name}"


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""


def _clean(written: str) -> str:
    return written if written.isprintable() else _CONTROL.sub("", written.replace("\r", "\n"))
