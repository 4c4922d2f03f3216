"""The links of a page, one per address, with the kinds of page they promise."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.knowledge.hosts import registrable_domain
from crawler.model.document import Document
from crawler.model.link import ANSWERING, CONTACT_LIKE, MADE_FOR_CONTACT, ONLY_TO_CONTACT, Link, PageKind
from crawler.model.rendering import Led
from crawler.model.shop import Shop
from crawler.model.sighting import Place
from crawler.visiting.addresses import BENEATH, address_of, clean, forwarded, key, why_never
from crawler.visiting.choosing import language_named
from crawler.visiting.consent import accepts
from crawler.visiting.page_kinds import LONGEST_TEXT, kinds_of_link, title_parts
from crawler.visiting.scope import help_desk, host_of, sister
from crawler.visiting.words import NO_KINDS, NO_MATCH, lexicon, tokens_of

_FEWEST_IN_MENU = 3
_OPENED_BY_SCRIPT = ("display:none", "hidden", "visibility:hidden", "off-screen", "zero size", "class ")
_MOST_NAME_WORDS = 3
_LONGEST_LANGUAGE = 24
_TITLE_PARTS = re.compile(r"\s+[-–—|·•:]\s+")
_NO_PAGES = frozenset({"type", "machine"})
"""A picture or a text file behind a link of these words is what the customer gets, and cannot be read."""
_TOLD = Link._fields.index("title") + 1
"""How many fields of a link decide what becomes of it."""
_MENUS = frozenset({Place.NAV, Place.HEADER})
_made = tuple.__new__
"""Makes a named tuple of all its fields: its own way, by name, takes three times as long."""
_NO_WORDS: frozenset[str] = frozenset()
_PLACES = {Place.HEADER: 0, Place.NAV: 1, Place.FOOTER: 2, Place.BODY: 3, Place.SIDEBAR: 4}


class Sorted(NamedTuple):
    """A link with the key of its page and why it is not followed: ``never`` is "" when it may be.

    `never` is `acts`, `type`, `machine` or `out-of-scope`; `trap` marks an address of faceted search, sorting or paging, or
    another language's version of the page. Of two links to one page the one with the lower `ease` is easier to see.
    """

    key: str
    link: Link
    never: str = ""
    trap: bool = False
    own_site: bool = True
    ease: int = 0


Mark = tuple[object, ...]


class Said(NamedTuple):
    """What a link's words say, whatever the shop: whether they tell of a page, accept cookies, or name a language (its code)."""

    tells: bool
    accepts: bool
    language: str


class LinkSorter:
    """Sorts the links of one shop's pages; what a page has in common with the one before, as the menu, is worked out once.

    `contact_sections` are the keys of pages that a "Contact" link leads into the middle of, `own` words of the shop's name,
    `slogans` the pieces of the home page's title.
    """

    def __init__(self, shop: Shop, home: str, document: Document | None = None) -> None:
        self._shop = shop
        self._domain = registrable_domain(host_of(home))
        self._home = home
        self.contact_sections: set[str] = set()
        self._known: dict[tuple[str, ...], dict[Mark, Sorted | None]] = {}
        self._own_hosts: dict[str, bool] = {}
        self.own = own_words(shop, self._domain, document)
        self.slogans = frozenset(title_parts(document)) if document is not None else frozenset()
        self._folder = clean(home).rsplit("/", 1)[0] + "/"

    def sort(self, document: Document, codes: tuple[str, ...]) -> tuple[Sorted, ...]:
        """The http(s) links of a page that stay on the shop's site or promise contact, in page order, one per address."""
        best: dict[str, Sorted] = {}
        here = key(document.url)
        before, met = self._known.get(codes, {}), dict[Mark, Sorted | None]()
        for link in _with_menus_opened(document):
            mark = link[:_TOLD]
            if mark not in met:
                met[mark] = before[mark] if mark in before else self._worked_out(link, codes)
            item = met[mark]
            if item is None or item.key == here or (link.rel in ONLY_TO_CONTACT and not contact_like(item.link.kinds)):
                continue
            other = best.get(item.key)
            if other is not item:
                best[item.key] = item if other is None else _joined(other, item)
        self._known[codes] = met
        return tuple(best.values())

    def sort_led(self, led: Led, codes: tuple[str, ...]) -> Sorted | None:
        """The address that a control of a page led to, as a link of its words."""
        return self._worked_out(Link(led.url, led.text, Place.BODY), codes)

    def within(self, url: str) -> str:
        """An address without the folder that the whole shop lies in: under /shop/ not every page is a category."""
        return "http://shop/" + url.removeprefix(self._folder) if url.startswith(self._folder) else url

    def _worked_out(self, link: Link, codes: tuple[str, ...]) -> Sorted | None:
        target = (forwarded(link.target) if "?" in link.target else "") or link.target
        address = address_of(target)
        if not address.key:
            return None
        text = link.text or link.title
        told = self._of_section(address.key, text, target, codes) if "#" in target else text
        if not self._is_own(address.host):
            return self._foreign(link, target, told, codes)
        said, never = _said(told, codes), address.never
        version = bool(said.language) and said.language != (self._shop.language or codes[0])
        kinds = NO_KINDS
        if not version and never not in _NO_PAGES and (said.tells or _path_tells(address.words, codes)):
            own = _NO_WORDS if self.own.isdisjoint((*tokens_of(told), *address.words)) else self.own
            kinds = kinds_of_link(told, self.within(target), codes, own)
        elif never == "type" and said.tells:
            kinds = kinds_of_link(told, "", codes, self.own) & MADE_FOR_CONTACT
        if never == BENEATH:
            never = "" if self._promised(text, target, codes) & MADE_FOR_CONTACT else "acts"
        if not never and (said if told is text else _said(text, codes)).accepts and not contact_like(kinds):
            never = "acts"
        plain = _plain(address.clean, text, link, kinds)
        trap = never == "trap"
        return _made(Sorted, (address.key, plain, "" if trap else never, version or trap, True, _ease(plain)))

    def _promised(self, text: str, target: str, codes: tuple[str, ...]) -> frozenset[PageKind]:
        """What a link promises by its words, where it has none by its path."""
        return kinds_of_link(text, "" if text else self.within(target), codes, self.own)

    def _is_own(self, host: str) -> bool:
        if host not in self._own_hosts:
            self._own_hosts[host] = registrable_domain(host) == self._domain
        return self._own_hosts[host]

    def _of_section(self, page: str, text: str, target: str, codes: tuple[str, ...]) -> str:
        """The words of a link to a section: they tell of the page only where its path does not."""
        if kinds_of_link(text, "", codes, self.own) & ANSWERING:
            self.contact_sections.add(page)
        return "" if kinds_of_link("", self.within(target), codes, self.own) else text

    def _foreign(self, link: Link, target: str, text: str, codes: tuple[str, ...]) -> Sorted | None:
        """A link to another domain matters only when its words promise contact: a path there says nothing of this shop."""
        kinds = kinds_of_link(text, "", codes, self.own) & CONTACT_LIKE
        if not kinds:
            return None
        reachable = help_desk(target) or sister(self._home, target)
        never = (why_never(target) or "") if reachable else "out-of-scope"
        plain = _plain(clean(target), text, link, kinds)
        return Sorted(key(target), plain, "" if never == "trap" else never, own_site=False, ease=_ease(plain))


@lru_cache(maxsize=16384)
def _said(text: str, codes: tuple[str, ...]) -> Said:
    tells = len(text) <= LONGEST_TEXT and lexicon(codes).in_text(tokens_of(text)) is not NO_MATCH
    return Said(tells, accepts(text), language_named(text) if len(text) <= _LONGEST_LANGUAGE else "")


def _path_tells(words: tuple[str, ...], codes: tuple[str, ...]) -> bool:
    return not lexicon(codes).path.firsts.isdisjoint(words)


def _with_menus_opened(document: Document) -> Sequence[Link]:
    """The links, those of a hidden menu as what they are: a customer opens it. One hidden link alone is no menu."""
    links = document.links
    hidden = [
        number for number, link in enumerate(links) if link.place is Place.HIDDEN and not link.closed and _opens(document, link)
    ]
    if len(hidden) < _FEWEST_IN_MENU:
        return links
    opened = list(links)
    for number in hidden:
        opened[number] = links[number]._replace(place=Place.NAV, closed=True)
    return opened


def _opens(document: Document, link: Link) -> bool:
    """Whether a script can bring a hidden link to sight; what only programs and screen readers get stays hidden."""
    if not link.text or link.block >= len(document.blocks):
        return False
    return document.blocks[link.block].hidden_by.startswith(_OPENED_BY_SCRIPT)


def own_words(shop: Shop, domain: str, document: Document | None = None) -> frozenset[str]:
    """Words of the shop's name, which say nothing of what a page is; its home page tells how it calls itself."""
    names = [shop.name, domain.split(".", 1)[0]]
    if document is not None:
        names += [value for name, value in document.meta if name.lower() == "og:site_name"]
        names += [piece for piece in _TITLE_PARTS.split(document.title[:300]) if len(piece.split()) <= _MOST_NAME_WORDS]
    return frozenset(token for name in names for token in tokens_of(name[:80]))


def contact_like(kinds: frozenset[PageKind]) -> bool:
    """Whether a link of these kinds must be followed before a negative is settled."""
    return not kinds.isdisjoint(CONTACT_LIKE)


def usable(link: Link) -> bool:
    """Whether a customer can take the link: seen on load, or after opening a menu or something else on the page."""
    return link.visible or link.closed or link.place in _MENUS


def _joined(one: Sorted, other: Sorted) -> Sorted:
    """Two links to one page as one: the one that is easier to see, with the kinds of both."""
    first = one if one.ease <= other.ease else other
    kinds = one.link.kinds | other.link.kinds
    if kinds == first.link.kinds:
        return first
    link = first.link._replace(kinds=kinds)
    return first._replace(link=link, ease=_ease(link))


def _plain(target: str, text: str, link: Link, kinds: frozenset[PageKind]) -> Link:
    """The link to a clean address, without what only its page needs to know of it."""
    return _made(Link, (target, text, link.place, link.visible, link.closed, "", "", 0, True, kinds))


def _ease(link: Link) -> int:
    """How hard a link is to see, as digits: out of sight, closed, promising nothing, without words, and its place."""
    unseen = not (link.visible or link.closed or link.place in _MENUS)
    return unseen * 80 + link.closed * 40 + (not link.kinds) * 20 + (not link.text) * 10 + _PLACES.get(link.place, 9)


def links_of(items: Sequence[Sorted]) -> tuple[Link, ...]:
    """The links alone, as a page keeps them."""
    return tuple(item.link for item in items)
