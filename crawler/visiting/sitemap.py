"""The shop's own list of its pages, asked for when no link led to a contact, service or imprint page.

Menus built by scripts leave no links in the HTML. What stands only in the list has no clicks: no customer was shown the way.
"""

import re
from collections.abc import Iterator

from crawler.model.capture import Capture
from crawler.model.link import MADE_FOR_CONTACT, Link
from crawler.model.sighting import Place
from crawler.visiting.addresses import clean, key, split, why_never
from crawler.visiting.link_sorting import LinkSorter, Sorted
from crawler.visiting.page_kinds import kinds_of_link
from crawler.visiting.scope import same_site
from crawler.visiting.want import Want

_ENTRY = re.compile(rb"<loc>\s*(?:<!\[CDATA\[\s*)?(?P<url>https?://[^<\]\s]{1,500})")
_MOST_READ = 500_000
_MOST_TAKEN = 5


def sitemap_of(home: str) -> Want | None:
    """The request for the list at its usual place."""
    parts = split(home)
    if parts is None:
        return None
    host = f"{parts.host}:{parts.port}" if parts.port else parts.host
    return Want(url=f"{parts.scheme}://{host}/sitemap.xml", sitemap=True)


def listed(capture: Capture, home: str, sorter: LinkSorter, codes: tuple[str, ...]) -> list[Sorted]:
    """The pages of the list whose paths promise contact, service or imprint; the shortest few."""
    if capture.status != 200 or b"<urlset" not in capture.body[:5000]:
        return []
    found = {key(url): item for url in _entries(capture) if (item := _promising(url, home, sorter, codes)) is not None}
    return [found[name] for name in sorted(found, key=lambda name: (len(name), name))[:_MOST_TAKEN]]


def _entries(capture: Capture) -> Iterator[str]:
    for match in _ENTRY.finditer(capture.body[:_MOST_READ]):
        yield match["url"].decode("utf-8", "replace").replace("&amp;", "&")


def _promising(url: str, home: str, sorter: LinkSorter, codes: tuple[str, ...]) -> Sorted | None:
    if not same_site(url, home) or why_never(url):
        return None
    kinds = kinds_of_link("", sorter.within(url), codes, sorter.own)
    link = Link(clean(url), "", Place.HIDDEN, visible=False, kinds=kinds)
    return Sorted(key(url), link) if kinds & MADE_FOR_CONTACT else None
