"""Where on the page an element stands: from its name, its role and the words of its id and classes.

The outermost container that says something decides: a navigation in the footer is footer. Themes name parts of the content with
the same words (`card-header`, `product-footer`), so a word of place counts only in neutral company, and inside `main` only in
the names that themes give the site's own header and footer.
"""

import re
from functools import lru_cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from crawler.model.sighting import Place

_ELEMENTS = {
    "header": Place.HEADER,
    "footer": Place.FOOTER,
    "nav": Place.NAV,
    "aside": Place.SIDEBAR,
    "menu": Place.NAV,
    "dialog": Place.POPUP,
    "head": Place.HEAD,
}
TELLING_TAGS = frozenset(_ELEMENTS)
"""Elements whose name alone tells a place."""
_ROLES = {
    "banner": Place.HEADER,
    "contentinfo": Place.FOOTER,
    "navigation": Place.NAV,
    "menubar": Place.NAV,
    "complementary": Place.SIDEBAR,
    "dialog": Place.POPUP,
    "alertdialog": Place.POPUP,
}
TELLING_ROLES = frozenset({*_ROLES, "main"})
"""Roles that tell a place, or that an element is the page's own content."""
_WORDS = {
    "header": Place.HEADER,
    "kop": Place.HEADER,
    "kopf": Place.HEADER,
    "kopfzeile": Place.HEADER,
    "entete": Place.HEADER,
    "cabecera": Place.HEADER,
    "masthead": Place.HEADER,
    "topbar": Place.HEADER,
    "topheader": Place.HEADER,
    "headerbar": Place.HEADER,
    "headertop": Place.HEADER,
    "headerwrapper": Place.HEADER,
    "siteheader": Place.HEADER,
    "toplinks": Place.HEADER,
    "topmenu": Place.HEADER,
    "footer": Place.FOOTER,
    "fusszeile": Place.FOOTER,
    "pied": Place.FOOTER,
    "voet": Place.FOOTER,
    "footerbar": Place.FOOTER,
    "footerwrapper": Place.FOOTER,
    "footercontainer": Place.FOOTER,
    "sitefooter": Place.FOOTER,
    "subfooter": Place.FOOTER,
    "colophon": Place.FOOTER,
    "copyright": Place.FOOTER,
    "socket": Place.FOOTER,
    "nav": Place.NAV,
    "navbar": Place.NAV,
    "navigation": Place.NAV,
    "mainmenu": Place.NAV,
    "mainnav": Place.NAV,
    "menubar": Place.NAV,
    "sidebar": Place.SIDEBAR,
    "aside": Place.SIDEBAR,
    "modal": Place.POPUP,
    "popup": Place.POPUP,
    "lightbox": Place.POPUP,
    "dialog": Place.POPUP,
    "offcanvas": Place.POPUP,
    "cookiebar": Place.POPUP,
    "cookiebanner": Place.POPUP,
    "cookienotice": Place.POPUP,
    "cookieconsent": Place.POPUP,
}
_PAIRS = {
    ("top", "bar"): Place.HEADER,
    ("top", "header"): Place.HEADER,
    ("top", "links"): Place.HEADER,
    ("top", "menu"): Place.HEADER,
    ("utility", "bar"): Place.HEADER,
    ("announcement", "bar"): Place.HEADER,
    ("main", "menu"): Place.NAV,
    ("side", "bar"): Place.SIDEBAR,
    ("left", "column"): Place.SIDEBAR,
    ("right", "column"): Place.SIDEBAR,
    ("pop", "up"): Place.POPUP,
    ("off", "canvas"): Place.POPUP,
    ("cookie", "bar"): Place.POPUP,
    ("cookie", "banner"): Place.POPUP,
    ("cookie", "notice"): Place.POPUP,
    ("cookie", "consent"): Place.POPUP,
    ("cookie", "popup"): Place.POPUP,
    ("cookie", "message"): Place.POPUP,
}
_NEUTRAL = frozenset(
    {
        *(
            "site",
            "page",
            "main",
            "global",
            "wrapper",
            "wrap",
            "container",
            "inner",
            "outer",
            "section",
            "area",
            "layout",
            "shopify",
        ),
        *(
            "top",
            "bottom",
            "middle",
            "bar",
            "l",
            "c",
            "o",
            "js",
            "id",
            "the",
            "row",
            "content",
            "block",
            "blocks",
            "columns",
            "column",
        ),
        *(
            "left",
            "right",
            "center",
            "widgets",
            "widget",
            "links",
            "menu",
            "desktop",
            "primary",
            "secondary",
            "default",
            "standard",
        ),
        *(
            "theme",
            "store",
            "shop",
            "web",
            "website",
            "group",
            "type",
            "elementor",
            "location",
            "bg",
            "full",
            "fluid",
            "nav",
            "new",
        ),
        *(
            "1",
            "2",
            "3",
            "4",
            "header",
            "footer",
            "fixed",
            "sticky",
            "legal",
            "contact",
            "newsletter",
            "before",
            "after",
            "pre",
            "sub",
        ),
        *("component", "horizontal", "horizontale", "vertical", "verticale"),
        *("upper", "lower", "first", "second", "info", "modern", "light", "dark", "v1", "v2", "et", "wp", "tm", "magento", "et_pb"),
    },
)
_SITE_PARTS = frozenset(
    {
        *(
            "footer",
            "site-footer",
            "sitefooter",
            "footer-component",
            "page-footer",
            "main-footer",
            "footer-wrapper",
            "footer-container",
            "colophon",
        ),
        *(
            "header",
            "site-header",
            "siteheader",
            "main-header",
            "header-wrapper",
            "header-container",
            "masthead",
            "topbar",
            "top-bar",
        ),
    },
)
_WHOLE_PAGE = re.compile(r"off-?canvas.*(?:wrap|content|container|inner|pusher|page)")
"""Foundation's and UIkit's box around the whole page, beside the panel that slides in."""

_COUNTED = re.compile(r"(?<=footer)\d{1,2}(?![a-z0-9])")
"""Builders number their footers (`footer4`, `footer1_component`); a numbered header is a picture with a heading."""

_CLAIMING = AhoCorasick(sorted({*_WORDS, *(first for first, _ in _PAIRS)}))
_SPLIT = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=[A-Z])")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def may_claim(name: str) -> bool:
    """Whether an id or a class has a word of a place in it, perhaps as part of another word.

    >>> may_claim("siteFooter2"), may_claim("product-4711")
    (True, False)
    """
    return bool(_CLAIMING.find_matches_as_indexes(name.lower()))


@lru_cache(maxsize=16_384)
def place_of(tag: str, role: str, id_: str, classes: str) -> Place | None:
    """The place a container claims by itself, or None.

    >>> place_of("div", "", "footer", "").value
    'footer'
    >>> place_of("div", "", "", "card-header") is None
    True
    >>> place_of("div", "", "", "page-header-top-bar").value
    'header'
    >>> place_of("div", "", "", "off-canvas-wrap") is None
    True
    >>> place_of("section", "", "", "footer4").value, place_of("section", "", "", "header4")
    ('footer', None)
    """
    found = _ROLES.get(role) or _ELEMENTS.get(tag)
    if found is not None:
        return found
    for name in (id_, *classes.split()[:12]):
        found = _by_name(name[:80]) if name else None
        if found is not None:
            return found
    return None


@lru_cache(maxsize=16_384)
def names_site_part(id_: str, classes: str) -> bool:
    """Whether an element inside `main` bears the name that themes give the site's own header or footer."""
    return any(_COUNTED.sub("", name.lower().replace("_", "-")) in _SITE_PARTS for name in (id_, *classes.split()[:12]))


@lru_cache(maxsize=16_384)
def _by_name(name: str) -> Place | None:
    if not may_claim(name):
        return None
    words = [word for word in _SPLIT.split(_COUNTED.sub("", _CAMEL.sub("-", name).lower())) if word]
    if _WHOLE_PAGE.search(name.lower()):
        return None
    for pair in pairwise(words):
        found = _PAIRS.get(pair)
        if found is not None and _neutral(words, pair):
            return found
    for word in words:
        found = _WORDS.get(word)
        if found is not None and _neutral(words, (word,)):
            return found
    return None


def _neutral(words: list[str], said: tuple[str, ...]) -> bool:
    return all(word in _NEUTRAL or word in said for word in words)
