"""What the visit asks for next."""

from dataclasses import dataclass

from crawler.model.link import PageKind
from crawler.model.sighting import Place
from crawler.visiting.words import NO_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One address to fetch: `text` of the link that led there, the kinds it promises, where the link stood.

    `from_page` is None for the home page. `frame`: the page is shown inside `from_page` and read as part of it.
    `sitemap`: the shop's list of its pages, no page itself. `passed`: keys of the addresses that sent the visit on to this one.
    """

    url: str
    text: str = ""
    kinds: frozenset[PageKind] = NO_KINDS
    from_page: int | None = None
    place: Place = Place.BODY
    frame: bool = False
    sitemap: bool = False
    passed: tuple[str, ...] = ()
