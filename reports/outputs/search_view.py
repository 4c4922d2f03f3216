"""How a channel was searched, as a reader can follow it: parts done or missing, kinds of page looked for, each link's end."""

from collections.abc import Iterator
from typing import NamedTuple

from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.plain import plain
from crawler.model.visit import Visit
from reports.texts.texts import Texts

MOST_LINKS = 100
MOST_PAGES = 3
PARTS = ("pages", "links", "documents", "second-parse", "decoders", "viewports", "own-resources", "problems", "budget")
"""The parts of a search, in the order they are told."""

FATES = frozenset(Fate)


class Check(NamedTuple):
    """A part of a search: whether it was done, and what was done, or what is missing, in words."""

    done: bool
    text: str


class LookedFor(NamedTuple):
    """A kind of page that was looked for: the first pages of the kind that were read, else how the links to one ended."""

    kind: PageKind
    pages: tuple[Page, ...]
    more: bool
    fates: tuple[str, ...]


class Search(NamedTuple):
    """A certificate on the page.

    `same`: it is that of the channel before in all; `as_before`: its kinds and links are; `more` links are left out.
    `unlinked` are the kinds of page that no link leads to.
    """

    channel: str
    certificate: Certificate
    checks: tuple[Check, ...]
    looked_for: tuple[LookedFor, ...]
    unlinked: tuple[PageKind, ...]
    same: bool
    as_before: bool
    links: tuple[LinkFate, ...]
    more: int


def searches(visit: Visit, texts: Texts) -> Iterator[Search]:
    """The certificate of each channel without a positive; equal lists of kinds and links are printed once."""
    before = None
    for channel in PLACED:
        placement = visit.placement(channel)
        certificate = placement.certificate
        if certificate is None or (placement.settled and placement.place_class.positive):
            continue
        yield _search(channel.value, certificate, before, visit, texts)
        before = certificate


def _search(channel: str, certificate: Certificate, before: Certificate | None, visit: Visit, texts: Texts) -> Search:
    looked_for = tuple(_looked_for(visit, certificate))
    return Search(
        channel,
        certificate,
        tuple(_checks(certificate, texts)),
        tuple(item for item in looked_for if item.pages or item.fates),
        tuple(item.kind for item in looked_for if not item.pages and not item.fates),
        certificate == before,
        before is not None and (certificate.kinds, certificate.links) == (before.kinds, before.links),
        certificate.links[:MOST_LINKS],
        max(0, len(certificate.links) - MOST_LINKS),
    )


def _checks(certificate: Certificate, texts: Texts) -> Iterator[Check]:
    missing = frozenset(certificate.missing)
    told: dict[str, dict[str, str | float | None]] = {
        "pages": {"count": certificate.pages_read},
        "links": {"count": len(certificate.links)},
        "documents": {"count": certificate.documents_read},
        "decoders": {"count": len(certificate.decoders)},
        "viewports": {"sizes": plain(", ".join(certificate.viewports))},
    }
    for part in PARTS:
        key = f"missing.{part}" if part in missing else f"checked.{part}"
        yield Check(part not in missing, texts.plain(key, **told.get(part, {}) if part not in missing else {}))


def _looked_for(visit: Visit, certificate: Certificate) -> Iterator[LookedFor]:
    for kind, came_of_it in certificate.kinds:
        pages = tuple(page for page in visit.pages if kind in page.kinds)
        fates = () if pages else tuple(fate for fate in came_of_it.split(", ") if fate in FATES)
        yield LookedFor(kind, pages[:MOST_PAGES], len(pages) > MOST_PAGES, fates)
