"""Where to look next: a customer's order, best link first, bounded by the budget.

First one page of each kind that a customer would look at; then, while a channel was met nowhere good, every link that
promises contact, and a few of the header and the footer of which no word is known; category and product pages are guessed where
no word tells them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from crawler.model.certificate import Fate
from crawler.model.link import ANSWERING, Link, PageKind
from crawler.model.sighting import Place
from crawler.visiting.addresses import is_pdf
from crawler.visiting.link_sorting import Sorted, contact_like, usable
from crawler.visiting.want import Want

ALWAYS = (
    PageKind.CONTACT,
    PageKind.SERVICE,
    PageKind.IMPRINT,
    PageKind.CATEGORY,
    PageKind.TERMS,
    PageKind.PRODUCT,
    PageKind.RETURNS,
    PageKind.BASKET,
)
"""One page of each is read in every visit: they decide `every-page` and carry the facts."""
SEARCH = (PageKind.ABOUT, PageKind.FAQ, PageKind.COMPLAINTS, PageKind.DELIVERY, PageKind.PRIVACY, PageKind.WITHDRAWAL)
"""One page of each is read while a channel was met nowhere good."""
FACTS = (PageKind.ABOUT, PageKind.PRIVACY)
"""One page of each is read while the trader's address, register number or VAT id was met nowhere."""
GUESSED = {PageKind.CATEGORY: (Place.NAV, Place.HEADER, Place.BODY, Place.FOOTER), PageKind.PRODUCT: (Place.BODY,)}
_PRODUCT = frozenset({PageKind.PRODUCT})
_HOME = frozenset({PageKind.HOME})
"""What an entrance promises of the page behind it."""
_UNTOLD = (Place.FOOTER, Place.HEADER)
"""Where a link whose words tell nothing may yet be the shop's way of saying "Contact"."""
_ELSEWHERE = (Place.NAV, Place.BODY, Place.SIDEBAR)
"""Where it may be so on a site without a link to a contact or service page: "Your hosts" in a menu of five links."""
_VERSION = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2})?$")
"""The start page of another language: no category."""
_MOST_CANDIDATES = 4000
_MOST_PLAIN = 400
_PLACES = {Place.HEADER: 0, Place.NAV: 0, Place.FOOTER: 1, Place.BODY: 2, Place.SIDEBAR: 2}


@dataclass(slots=True, kw_only=True)
class Candidate:
    """An address met on the way; `fate` is None while it waits. It gathers the kinds of all links that lead to it.

    `last` is the link met last: a menu gives the same one on every page.
    """

    key: str
    link: Link
    from_page: int
    order: int
    own_site: bool = True
    trap: bool = False
    fate: Fate | None = None
    detail: str = ""
    rank: tuple[int, ...] = ()
    last: Link | None = None

    @classmethod
    def of(cls, item: Sorted, from_page: int, order: int) -> Self:
        """A candidate for a sorted link."""
        fate = {"": None, "acts": Fate.ACTS, "out-of-scope": Fate.OUT_OF_SCOPE}.get(item.never, Fate.UNREADABLE)
        made = cls(
            key=item.key, link=item.link, from_page=from_page, order=order, own_site=item.own_site, trap=item.trap, fate=fate
        )
        made.rank = _rank(made)
        return made

    @property
    def want(self) -> Want:
        """The request for it."""
        return Want(
            url=self.link.target, text=self.link.text, kinds=self.link.kinds, from_page=self.from_page, place=self.link.place
        )


class Frontier:
    """All addresses met during one visit, and which of them comes next."""

    def __init__(self) -> None:
        self._all: dict[str, Candidate] = {}
        self._telling: list[Candidate] = []
        self._plain: list[Candidate] = []

    def add(self, page_id: int, items: Iterable[Sorted]) -> list[str]:
        """Take up the links of a page; gives the keys of those never met before."""
        fresh: list[str] = []
        for item in items:
            known = self._all.get(item.key)
            if known is not None:
                if known.last is not item.link:
                    known.last = item.link
                    self._widen(known, item.link)
            elif len(self._all) < _MOST_CANDIDATES or contact_like(item.link.kinds):
                self._take(Candidate.of(item, page_id, len(self._all)))
                fresh.append(item.key)
        return fresh

    def settle(self, key: str, fate: Fate, detail: str = "") -> None:
        """Note what became of an address; one that was never met as a link is left out."""
        candidate = self._all.get(key)
        if candidate is not None and (candidate.fate is None or fate is Fate.READ):
            candidate.fate, candidate.detail = fate, detail

    def kinds_of(self, key: str) -> frozenset[PageKind]:
        """The kinds all links to an address have promised so far."""
        candidate = self._all.get(key)
        return candidate.link.kinds if candidate else frozenset()

    def link_of(self, key: str) -> Link | None:
        """The link to an address, None for one never met."""
        candidate = self._all.get(key)
        return candidate.link if candidate else None

    def tells_apart(self, key: str) -> bool:
        """Whether one page has several links of the same words to this address's path: its query then tells pages apart."""
        own = self._all[key]
        alike = [item for item in self._telling if item.link.text == own.link.text and _path(item.key) == _path(key)]
        return len({item.from_page for item in alike}) < len(alike)

    def waiting(self) -> list[str]:
        """The keys of all addresses that promise something and were not asked for yet."""
        return [item.key for item in self._telling if item.fate is None]

    def best(self, kind: PageKind) -> Candidate | None:
        """The waiting address that most likely is a page of this kind; one with sorting or filters only as the last shelf."""
        fit = [item for item in self._telling if kind in item.link.kinds and item.fate is None]
        return _first(item for item in fit if not item.trap) or (_first(fit) if kind in GUESSED else None)

    def best_contact_like(self) -> Candidate | None:
        """The waiting address that most likely holds contact data."""
        return _first(item for item in self._telling if contact_like(item.link.kinds))

    def untold(self) -> Candidate | None:
        """The first waiting address in footer or header that words tell nothing of: they are not known, or it is an icon.

        One that differs only in its query from a page read by the same words is no new one. Last come those that only their path
        takes for a product: numbers and `/p/` stand in addresses of other pages too.
        """
        met = [*self._plain, *(item for item in self._telling if item.link.kinds == _PRODUCT)]
        read = {_words_and_path(item) for item in met if item.fate is Fate.READ}
        fit = (item for item in met if item.fate is None and item.link.place in _UNTOLD and _own_page(item))
        fresh = (item for item in fit if item.link.kinds <= _PRODUCT and _words_and_path(item) not in read)
        return min(fresh, key=lambda item: (bool(item.link.kinds), _UNTOLD.index(item.link.place), item.order), default=None)

    def unled(self) -> Candidate | None:
        """The first waiting address of menu or text that words tell nothing of, where no link leads to contact or service.

        Where nothing else was met, the first version in whatever language: a customer goes in there.
        """
        if any(item.link.kinds & ANSWERING for item in self._telling):
            return None
        met = [*self._plain, *(item for item in self._telling if item.link.kinds == _HOME)]
        read = {_words_and_path(item) for item in met if item.fate is Fate.READ}
        fit = (item for item in met if item.fate is None and item.link.place in _ELSEWHERE and _own_page(item))
        fresh = (item for item in fit if _words_and_path(item) not in read)
        best = min(fresh, key=lambda item: (_ELSEWHERE.index(item.link.place), item.order), default=None)
        return best or (None if any(item.fate is Fate.READ for item in self._all.values()) else self._version())

    def _version(self) -> Candidate | None:
        """The first waiting start page of another version."""
        return next(
            (item for item in self._all.values() if item.fate is None and item.own_site and _VERSION.search(item.key)), None
        )

    def guess(self, kind: PageKind, from_pages: frozenset[int]) -> Candidate | None:
        """A waiting address without telling words that may be a category or product page; links of `from_pages` first."""
        places = GUESSED[kind]
        fit = (item for item in self._plain if item.fate is None and item.link.place in places and _plain_enough(item))
        return min(
            fit, key=lambda item: (item.from_page not in from_pages, places.index(item.link.place), item.order), default=None
        )

    def further(self) -> Candidate | None:
        """The first address met that still waits and that a customer can reach on the shop's own site."""
        return next((item for item in self._all.values() if item.fate is None and _own_page(item)), None)

    def contact_like(self) -> Iterator[Candidate]:
        """All addresses that promise contact, in the order they were met."""
        return (item for item in self._telling if contact_like(item.link.kinds))

    def knows(self, kind: PageKind) -> bool:
        """Whether a link promised a page of this kind that was not read and is not known to be gone."""
        return any(kind in item.link.kinds and item.fate not in {Fate.READ, Fate.DEAD} for item in self._telling)

    def _take(self, candidate: Candidate) -> None:
        self._all[candidate.key] = candidate
        if candidate.link.kinds:
            self._telling.append(candidate)
        elif len(self._plain) < _MOST_PLAIN:
            self._plain.append(candidate)

    def _widen(self, known: Candidate, link: Link) -> None:
        if link.kinds <= known.link.kinds and not (usable(link) and not usable(known.link)):
            return
        better = known.link if usable(known.link) and known.link.text else link
        first_kinds = not known.link.kinds
        known.link = better._replace(kinds=known.link.kinds | link.kinds)
        known.rank = _rank(known)
        if first_kinds and known.link.kinds:
            self._telling.append(known)


def covered(kinds: Iterable[frozenset[PageKind]]) -> frozenset[PageKind]:
    """The kinds of which a page was read."""
    return frozenset().union(*kinds)


def next_of(needs: Iterable[PageKind], done: frozenset[PageKind], find: Callable[[PageKind], Candidate | None]) -> Candidate | None:
    """The best address for the first kind that is still to be read and has one."""
    return next((found for kind in needs if kind not in done and (found := find(kind)) is not None), None)


def _first(items: Iterable[Candidate]) -> Candidate | None:
    return min((item for item in items if item.fate is None), key=lambda item: item.rank, default=None)


def _rank(item: Candidate) -> tuple[int, ...]:
    """Best first: seen, of the own site, no document, with words, in header or footer, shallow, short, early."""
    path = _path(item.key)
    place = _PLACES.get(item.link.place, 3)
    return (
        not usable(item.link),
        not item.own_site,
        is_pdf(item.link.target),
        not item.link.text,
        "?" in item.key,
        place,
        path.count("/"),
        len(path),
        item.order,
    )


def _words_and_path(item: Candidate) -> tuple[str, str]:
    return item.link.text, _path(item.key)


def _path(key: str) -> str:
    return key.split("?", 1)[0]


def _plain_enough(item: Candidate) -> bool:
    return _own_page(item) and not item.link.kinds


def _own_page(item: Candidate) -> bool:
    """Whether an address is a page of the shop that a customer can reach, in the version that is visited."""
    if _VERSION.search(item.key):
        return False
    return item.own_site and not item.trap and usable(item.link) and not is_pdf(item.link.target)
