"""One shop's visit under way: what to fetch next, and what became of what was fetched.

The driver asks `next()`, fetches, and tells `arrived()` or `failed()`, until there is nothing more to ask for; `close()` gives
the visit. Everything here is pure: the same answers in the same order give the same visit.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from crawler import reading
from crawler.model.capture import Capture
from crawler.model.certificate import Fate
from crawler.model.fact import FactKind
from crawler.model.link import MADE_FOR_CONTACT, PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.reason import Reason
from crawler.model.rendering import Rendered, Step, Way
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Sighting
from crawler.model.visit import Visit
from crawler.visiting import addresses
from crawler.visiting.budget import Budget
from crawler.visiting.close import visit_of
from crawler.visiting.frontier import ALWAYS, FACTS, GUESSED, SEARCH, Candidate, covered, next_of
from crawler.visiting.intake import Intake
from crawler.visiting.link_sorting import LinkSorter
from crawler.visiting.notebook import Notebook
from crawler.visiting.recognise import Trouble
from crawler.visiting.sitemap import sitemap_of
from crawler.visiting.want import Want

__all__ = ["Walk", "Want"]

_TRADER = frozenset({FactKind.REGISTER_NUMBER, FactKind.VAT_ID})
_GOOD = frozenset({PageKind.HOME, PageKind.CONTACT, PageKind.SERVICE})


class Walk:
    """A visit to one shop; `started_at` is ISO 8601 UTC."""

    def __init__(self, shop: Shop, number: int, *, budget: Budget | None = None, started_at: str) -> None:
        self._budget = budget or Budget()
        self._book = Notebook(shop=shop, number=number, started_at=started_at)
        home = Want(url=addresses.clean(shop.url) or shop.url)
        self._intake = Intake(book=self._book, sorter=LinkSorter(shop, shop.url), first=[home])
        self._guesses = dict.fromkeys(GUESSED, 0)
        self._untold = 0
        self._unled = 0

    @property
    def pages(self) -> Sequence[Page]:
        """The pages read so far, in order: `pages[n].id == n`."""
        return tuple(self._book.pages)

    def way_to(self, want: Want) -> Way | None:
        """How a customer comes to what is asked for, None for the home page."""
        if want.from_page is None:
            return None
        steps, page = [Step(want.url, want.text)], self._book.pages[want.from_page]
        while page.id in self._book.rendered and self._book.rendered[page.id].through and page.from_page is not None:
            steps.insert(0, Step(page.url, page.reached_by))
            page = self._book.pages[page.from_page]
        return Way(page.final_url, tuple(steps))

    def next(self) -> Want | None:
        """What to fetch next, None when the visit has seen enough, has nothing left to ask for, or may ask no more."""
        book, waiting = self._book, self._intake.first
        if book.reason is not None:
            return None
        if not self._may_ask():
            book.budget_left = not waiting and book.frontier.best_contact_like() is None
            return None
        want = waiting.pop(0) if waiting else self._candidate() or self._list_of_pages()
        if want is not None:
            self._intake.tried.add(addresses.key(want.url))
        return want

    def arrived(self, want: Want, capture: Capture, rendered: Rendered | None = None) -> None:
        """Take in an answer, whatever its status, and how it was rendered, if it was."""
        try:
            self._intake.take(want, capture, rendered)
        except Exception as error:  # noqa: BLE001  # a page that breaks the program must not cost the shop its visit
            trouble = Trouble(Reason.PROGRAM_ERROR, f"{type(error).__name__}: {error}"[:200])
            self._intake.lost(want, trouble, capture.status, capture.fetched_at)

    def failed(self, want: Want, reason: Reason, detail: str, status: int = 0) -> None:
        """Take in that no page came."""
        self._intake.lost(want, Trouble(reason, detail), status, "")

    def close(self, *, finished_at: str, body_of: Callable[[int], Capture]) -> Visit:
        """The visit: second parse where it is due, what the pages tell together, placements with their certificates.

        `body_of` gives the capture of a page by its number.
        """
        if self._book.reason is None and not self._book.pages:
            self._book.reason, self._book.detail = Reason.SEARCH_NOT_EXHAUSTED, "the home page was not read"
        return visit_of(self._book, finished_at=finished_at, body_of=body_of)

    def _may_ask(self) -> bool:
        fetches = self._book.fetches
        return len(self._book.pages) < self._budget.pages and len(fetches) < self._budget.requests and not self._late()

    def _late(self) -> bool:
        last = self._book.fetches[-1].at if self._book.fetches else ""
        return bool(last) and _seconds_between(self._book.started_at, last) > self._budget.seconds

    def _candidate(self) -> Want | None:
        if not self._book.pages:
            return None
        done = covered(page.kinds for page in self._book.pages)
        while (found := self._most_promising(done)) is not None:
            if not addresses.is_pdf(found.link.target) or self._book.documents_read < self._budget.documents:
                return found.want
            self._book.documents_unread.append(found.link.target)
            self._book.frontier.settle(found.key, Fate.BUDGET, "no more documents")
        return None

    def _most_promising(self, done: frozenset[PageKind]) -> Candidate | None:
        return self._needed(done) or (self._book.frontier.further() if self._budget.thorough else None)

    def _needed(self, done: frozenset[PageKind]) -> Candidate | None:
        found = next_of(ALWAYS, done, self._find)
        if found is not None:
            return found
        if self._enough():
            return None if self._knows_the_trader() else next_of(FACTS, done, self._find)
        return next_of(SEARCH, done, self._find) or self._book.frontier.best_contact_like() or self._next_untold()

    def _list_of_pages(self) -> Want | None:
        """The shop's own list, once, where links led to no page that could hold contact data."""
        pages = self._book.pages
        if not pages or self._book.problems or covered(page.kinds for page in pages) & MADE_FOR_CONTACT or self._enough():
            return None
        want = sitemap_of(pages[0].final_url)
        return want if want and addresses.key(want.url) not in self._intake.tried else None

    def _find(self, kind: PageKind) -> Candidate | None:
        found = self._book.frontier.best(kind)
        if found is not None or kind not in GUESSED or self._guesses[kind] >= self._budget.guesses // 2:
            return found
        shelves = frozenset(page.id for page in self._book.pages if PageKind.CATEGORY in page.kinds)
        found = self._book.frontier.guess(kind, shelves)
        self._guesses[kind] += found is not None
        return found

    def _next_untold(self) -> Candidate | None:
        found = self._book.frontier.untold() if self._untold < self._budget.untold else None
        self._untold += found is not None
        return found or self._next_unled()

    def _next_unled(self) -> Candidate | None:
        led = self._book.contact_sections or self._unled >= self._budget.unled
        found = None if led else self._book.frontier.unled()
        self._unled += found is not None
        return found

    def _enough(self) -> bool:
        """Whether phone and e-mail were both met on home, contact or service pages, also after all pages are compared."""
        book = self._book
        if not self._met(book.sightings):
            return False
        return self._met(reading.settle(book.shop, tuple(book.pages), tuple(book.sightings)))

    def _knows_the_trader(self) -> bool:
        """Whether the facts were met that the law asks for and that may stand on pages without phone and e-mail."""
        known = {fact.kind for fact in self._book.facts}
        return known.issuperset(_TRADER) and any(item.channel is Channel.ADDRESS for item in self._book.sightings)

    def _met(self, sightings: Iterable[Sighting]) -> bool:
        pages = self._book.pages
        good = {item.channel for item in sightings if item.for_customers and item.on_load and pages[item.page_id].kinds & _GOOD}
        return good.issuperset(PLACED)


def _seconds_between(start: str, end: str) -> float:
    try:
        return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    except (ValueError, TypeError):
        return 0.0
