"""`mailto:` links, percent-encoded or not. A link without a recipient (`mailto:?subject=`) shares the page: no channel.

A recipient may stand in the field `to` too (RFC 6068). One that is no address (`mailto:x`) is kept, with little confidence: a
theme left it; not one that a decoder made an address of.

>>> recipients("mailto:?subject=Lamp&to=info%40shop.nl"), recipients("mailto:?subject=Lamp")
('info@shop.nl', '')
"""

from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from crawler.extractors._email_addresses import addresses
from crawler.extractors._shown_text import address_of_link
from crawler.model.found import Found
from crawler.model.link import Link
from crawler.model.scene import Scene

MOST = 200
"""Such links of one page that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the recipients of all `mailto:` links, each once a link."""
    links = [link for link in scene.contact_links if link.target[:7].lower() == "mailto:"]
    for link in scene.ends(links, MOST, "mail-links"):
        yield from _of_link(scene, link)


def recipients(target: str) -> str:
    """Whom the link mails, as written in it."""
    named, _, query = target[7:].partition("?")
    told = named if named.strip("/ ") else next((field[3:] for field in query.split("&") if field[:3].lower() == "to="), "")
    return unescape(unquote(told))[:1_000]


def _of_link(scene: Scene, link: Link) -> Iterator[Found]:
    told = recipients(link.target)
    items = [item.value for item in addresses(told.replace(" ", "") if told.count("@") == 1 else told)]
    for value in items or [told.strip().lower()[:200]]:
        if not value or (not items and any(item.as_shown == link.target for item in scene.decoded)):
            return
        yield address_of_link(scene, link, value, "mailto-links")._replace(
            decoder="percent" if "%40" in link.target or "%6" in link.target else "", confidence=1.0 if items else 0.2
        )
