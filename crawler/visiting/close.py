"""The end of a visit: second parse, what the pages tell together, placements with their certificates."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from crawler import reading
from crawler.document import Engine, parse
from crawler.model.capture import Capture
from crawler.model.link import Link
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.reason import Reason
from crawler.model.second_opinion import SecondOpinion
from crawler.model.sighting import Channel, Sighting
from crawler.model.visit import Visit
from crawler.visiting.addresses import key
from crawler.visiting.certificate import SECOND_PARSE, SHELL
from crawler.visiting.notebook import Notebook
from crawler.visiting.paths import Graph
from crawler.visiting.places import SHELVES, Site, spots
from crawler.visiting.placing import Evidence, placements
from crawler.visiting.second_opinion import READ_TWICE

BodyOf = Callable[[int], Capture]
MOST_READ_TWICE = 4_000_000
"""Bytes of one visit's pages that are read again: some seconds, in which no other shop is served."""


class SecondReading(NamedTuple):
    """How many pages were read again and how many were spared it, and the sightings that came of it."""

    pages: int
    spared: int
    sightings: list[Sighting]


def visit_of(book: Notebook, *, finished_at: str, body_of: BodyOf) -> Visit:
    """Make the finished visit of a notebook."""
    graph = _measured(book)
    site = _site(book)
    sightings = _settled(book, book.sightings)
    doubtful = tuple(channel for channel in PLACED if not _positive(site, sightings, channel))
    second = _second_parse(book, doubtful, body_of) if book.pages and book.reason is None else None
    if second and second.sightings:
        sightings = _settled(book, [*book.sightings, *second.sightings])
    evidence = Evidence(book=book, site=site, graph=graph, sightings=sightings, read_twice=doubtful)
    return Visit(
        shop=book.shop,
        number=book.number,
        started_at=book.started_at,
        finished_at=finished_at,
        reason=book.reason or (Reason.NEEDS_BROWSER if _empty(book) else None),
        detail=book.detail,
        pages=tuple(book.pages),
        sightings=sightings,
        facts=(*reading.settle_facts(book.facts), *reading.compare(book.shop, tuple(book.pages), sightings)),
        gates=tuple(book.gates),
        looks=tuple(book.looks),
        fetches=tuple(book.fetches),
        placements=placements(evidence),
        findings=tuple(book.findings),
        rendered=len(book.rendered),
        second_opinion=_told(second, tuple(item for item in doubtful if _positive(site, sightings, item))) if second else None,
    )


def _measured(book: Notebook) -> Graph:
    """The graph of the visit, with the clicks and all promised kinds written into the pages."""
    for address, page_id in sorted(book.page_of.items()):
        book.widen(page_id, book.frontier.kinds_of(address))
    graph = Graph(book.pages, book.page_of, book.parts)
    book.pages[:] = [replace(page, clicks=graph.clicks(page.id), links=_telling(page, book)) for page in book.pages]
    return graph


def _telling(page: Page, book: Notebook) -> tuple[Link, ...]:
    """The links that bear on the findings: they promise something, or lead to a page of the visit."""
    return tuple(link for link in page.links if link.kinds or key(link.target) in book.page_of)


def _site(book: Notebook) -> Site:
    pages = {page.id: page for page in book.pages}
    shelves = any(page.kinds & SHELVES for page in book.pages) or any(book.frontier.knows(kind) for kind in SHELVES)
    sections = frozenset(book.page_of[key] for key in book.contact_sections if key in book.page_of)
    return Site(pages=pages, parts=book.parts, foreign=frozenset(book.foreign), contact_sections=sections, has_shelves=shelves)


def _empty(book: Notebook) -> bool:
    """Whether nothing but a home page was met that is empty until its scripts have run."""
    return len(book.pages) == 1 and any(problem.startswith(SHELL) for problem in book.problems)


def _settled(book: Notebook, sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    return reading.settle(book.shop, tuple(book.pages), tuple(sightings))


def _positive(site: Site, sightings: Sequence[Sighting], channel: Channel) -> bool:
    best = next(iter(spots(site, sightings, channel)), None)
    return best is not None and best.place_class.positive


def _second_parse(book: Notebook, channels: Sequence[Channel], body_of: BodyOf) -> SecondReading:
    """What the tolerant engine sees of these channels and the fast one did not, on the pages that matter.

    Pages are left out whose source was found to hold no more than the fast engine gave.
    """
    asked = [page for page in book.pages if channels and page.kinds & READ_TWICE and not page.document]
    known = {_mark(item) for item in book.sightings}
    read, room, found = 0, MOST_READ_TWICE, list[Sighting]()
    for page in asked:
        if page.id in book.alike:
            continue
        if room <= 0:
            book.unwell(f"{SECOND_PARSE}: page {page.id} and what follows it, there is too much to read twice")
            break
        again, size = _read_again(book, page, body_of)
        room -= size
        if again is not None:
            read += 1
            found.extend(item for item in again if item.channel in channels and _mark(item) not in known)
    return SecondReading(read, sum(page.id in book.alike for page in asked), found)


def _told(second: SecondReading, turned: tuple[Channel, ...]) -> SecondOpinion:
    return SecondOpinion(pages=second.pages, spared=second.spared, added=len(second.sightings), turned=turned)


def _read_again(book: Notebook, page: Page, body_of: BodyOf) -> tuple[list[Sighting] | None, int]:
    """The sightings of the tolerant engine, None where it failed, and how many bytes were read."""
    size = 0
    try:
        capture = body_of(page.id)
        size = len(capture.body)
        document = parse(capture, engine=Engine.TOLERANT)
        found = reading.read(page, document, book.read_as).sightings
    except Exception as error:  # noqa: BLE001  # a second opinion that fails leaves the certificate incomplete, no more
        book.unwell(f"{SECOND_PARSE}: page {page.id} {type(error).__name__}: {error}"[:200])
        return None, size
    return [replace(item, technique=f"{item.technique} (tolerant)") for item in found], size


def _mark(item: Sighting) -> tuple[int, Channel, str, bool]:
    return (item.page_id, item.channel, item.value, item.on_load)
