"""What the spider is told, and what it asks of the run that sends it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from crawler.model.rendering import Rendering, Way
from crawler.model.shop import Shop
from crawler.model.visit import Visit
from crawler.visiting.budget import Budget

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
AT_ONCE = 150
"""Shops visited at once where nothing else is said: more brought no speed, and with large pages too much memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One shop to visit, and which visit of it this is, from 1.

    `alone`: while no other is under way, because the program ended more than once while this shop was among the visited.
    """

    shop: Shop
    number: int = 1
    alone: bool = False


class Renderer(Protocol):
    """What shows the pages of shops as a customer's browser does; `version` is the browser's, once it runs."""

    version: str

    async def render(self, url: str, shop: Shop, *, contact_page: bool, way: Way | None = None, pause: float = 0.0) -> Rendering:
        """Render one page of a shop, `pause` seconds between any two requests for it; on a contact page more is opened.

        `way` is gone where its address gives no page. Raises FetchFailed.
        """

    async def forget(self, shop: Shop) -> None:
        """Throw away what is kept for a shop: its visit has ended."""

    async def close(self) -> None:
        """End the browser: there is nothing more to render."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to visit: where the evidence goes, what one visit may ask, how many shops at once, through which proxy ("" none).

    `timeout` is in seconds a document. `contact` is the address for the `From` header, "" for none. With a `renderer` pages are
    looked at in a browser. `deciding_only`: of pages that decide nothing only digest and text are kept. `by_server`: turns are kept
    at servers, so few shops of one are visited at once.
    """

    evidence: Path
    user_agent: str
    budget: Budget = field(default_factory=Budget)
    concurrency: int = AT_ONCE
    proxy: str = ""
    contact: str = ""
    timeout: float = 20.0
    renderer: Renderer | None = None
    deciding_only: bool = False
    by_server: bool = False


class Desk(Protocol):
    """The run's side. None of these may block for long; an exception stops the run."""

    def errands(self) -> Iterator[Errand]:
        """Give the shops to visit; asked for the next one when there is room."""

    def began(self, errand: Errand) -> None:
        """A visit begins."""

    def answered(self) -> None:
        """A document came or failed: for the progress."""

    def ended(self, visit: Visit) -> None:
        """A visit is complete, its evidence on disk: store it."""

    def broke(self, errand: Errand, error: Exception) -> None:
        """The program failed at this shop; its visit ends with `program-error`. Called while the exception is handled."""


def headers(user_agent: str, contact: str, shop: Shop) -> dict[str, str]:
    """Give the headers of all requests of a visit: who asks, and in which language a customer of the row would."""
    sent = {"User-Agent": user_agent, "Accept-Language": accept_language(shop)}
    if contact:
        sent["From"] = contact
    return sent


def accept_language(shop: Shop) -> str:
    """Give the row's language and country as a browser would send them.

    >>> accept_language(Shop(id="a", name="a", url="http://a.example/", country="BE", language="nl"))
    'nl-BE,nl;q=0.9,en;q=0.2'
    """
    if not shop.language:
        return "*"
    own = f"{shop.language}-{shop.country},{shop.language};q=0.9" if shop.country else shop.language
    return own if shop.language == "en" else f"{own},en;q=0.2"
