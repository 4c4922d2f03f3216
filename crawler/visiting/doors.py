"""A first page that only leads on: a chooser of languages, or an entrance with one way in.

Old sites open with a picture and `ENTRA`: such a page is passed through, as one that forwards its reader by itself.
"""

import re

from crawler.model.document import Document
from crawler.model.link import REACHES, PageKind
from crawler.model.shop import Shop
from crawler.visiting.choosing import choice
from crawler.visiting.link_sorting import LinkSorter, usable
from crawler.visiting.page_kinds import kinds_of_link
from crawler.visiting.page_language import codes_for, declared

_ENTRANCE_TEXT = 200
"""Characters of an entrance at most: a name, a line of praise, the word to click."""
_CONTACT_DATA = re.compile(r"@|\d(?:\D{0,3}\d){5}")
_HOME = frozenset({PageKind.HOME})
_IN = frozenset({PageKind.HOME, PageKind.ACCOUNT})
"""What the words of a way in may promise: `Entra` and `Entrar` are words for logging in as well; then the path says so."""


def way_in(document: Document, shop: Shop, sorter: LinkSorter) -> str:
    """The address that a first page leads its reader to, "" where it is a page of its own."""
    return choice(document, shop) or _only_way(document, shop, sorter)


def _only_way(document: Document, shop: Shop, sorter: LinkSorter) -> str:
    """The one address of the shop that an entrance leads to; what promises a page of its own, as its terms, is no way in."""
    text = document.text()
    if len(text) > _ENTRANCE_TEXT or document.forms or _CONTACT_DATA.search(text):
        return ""
    if any(link.target.startswith((*REACHES, "javascript:")) for link in document.links):
        return ""
    codes = codes_for(shop, declared(document))
    ways = [item for item in sorter.sort(document, codes) if item.own_site]
    if len(ways) != 1 or ways[0].never or not usable(ways[0].link):
        return ""
    way = ways[0].link
    by_path = kinds_of_link("", sorter.within(way.target), codes, sorter.own)
    return way.target if way.kinds <= _IN and by_path <= _HOME else ""
