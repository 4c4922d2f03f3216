"""What a value's neighbours on the page say of it: rules that need all values of one page.

A number labelled fax in one place and nothing in another is a fax in both. A foreign address on a page that shows the
shop's own, in a text that names the foreign domain's owner, is that owner's; so is a number beside it, and so is a foreign
address beside a number of others. A page with three or more street addresses lists branches.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from crawler.knowledge.hosts import host_of, name_of, registrable_domain
from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS, PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import FRAME, Channel, Owner, Sighting, Use
from crawler.owners._domains import free_mail, same_name, same_owner
from crawler.owners._surroundings import domain_of

WEAK = frozenset(
    {
        "in-a-story",
        "in-a-review",
        "in-an-area-guide",
        "in-a-makers-notice",
        "behind-the-word-website",
        "beside-a-third-party",
        "words-before",
        "words-in-heading",
        "words-in-line-before",
        "words-in-cell",
    }
)
"""Reasons for a third party that other places of the same value outweigh."""

OWN_PAGES = (CONTACT_LIKE | LEGAL_KINDS | {PageKind.HOME}) - {PageKind.RETURNS, PageKind.FAQ}
"""Pages on which the firm behind a shop gives its own particulars, maybe under another name than the shop's."""

MANY = 3
ADDRESS = re.compile(r"(?<!\S)[^\s@]*+@\S*|(?:https?://|www\.)\S*")
SHORTEST = 4
"""Letters of a domain's name below which finding it in a text is chance."""


def reconsider(sightings: Sequence[Sighting], blocks: Sequence[int], scene: Scene) -> tuple[Sighting, ...]:
    """Look at the sightings of one page again; `blocks` are the blocks they stand in. Same number, same order."""
    items = _framed(_faxes(sightings))
    if not scene.page.kinds & OWN_PAGES:
        items = _companions(_strangers(items, blocks, scene), blocks, scene)
    return tuple(_branches(items))


def _faxes(sightings: Sequence[Sighting]) -> list[Sighting]:
    faxes = {item.value for item in sightings if item.use is Use.FAX}
    voices = {item.value for item in sightings if item.channel is Channel.PHONE and item.use is not Use.FAX and item.label}
    silent = faxes - voices
    return [
        replace(item, use=Use.FAX, use_reason="fax-elsewhere-on-the-page") if _unlabelled(item, silent) else item
        for item in sightings
    ]


def _framed(items: list[Sighting]) -> list[Sighting]:
    """What header or footer show as the trader's is the trader's in the text too."""
    own = {item.value for item in items if item.place in FRAME and item.owner is Owner.TRADER}
    return [
        replace(item, owner=Owner.TRADER, owner_reason="in-header-or-footer")
        if item.value in own and item.owner_reason in WEAK
        else item
        for item in items
    ]


def _unlabelled(item: Sighting, values: set[str]) -> bool:
    if item.channel is not Channel.PHONE or item.value not in values or item.use is Use.FAX or item.label:
        return False
    return not re.search(r"\w\s?[:.]\s?$", item.snippet.partition(item.as_shown)[0])


def _strangers(items: list[Sighting], blocks: Sequence[int], scene: Scene) -> list[Sighting]:
    own = own_values(items, scene)
    if not any("@" in value for value in own):
        return items
    strange = {
        number
        for number, (item, block) in enumerate(zip(items, blocks, strict=True))
        if item.channel is Channel.EMAIL and item.owner is Owner.TRADER and item.value not in own and _is_named(item, block, scene)
    }
    beside = {blocks[number] for number in strange}
    return [
        replace(
            item,
            owner=Owner.THIRD_PARTY,
            owner_reason="text-names-the-domains-owner" if number in strange else "beside-a-third-party",
        )
        if number in strange or _stands_beside(item, blocks[number], beside, own)
        else item
        for number, item in enumerate(items)
    ]


def _stands_beside(item: Sighting, block: int, beside: set[int], own: set[str]) -> bool:
    return item.channel is Channel.PHONE and block in beside and item.value not in own and item.owner is Owner.TRADER


def _companions(items: list[Sighting], blocks: Sequence[int], scene: Scene) -> list[Sighting]:
    """Foreign addresses in a block whose numbers are all somebody else's: the seller's on a product page."""
    owners = {Owner.TRADER: set[int](), Owner.THIRD_PARTY: set[int]()}
    for item, block in zip(items, blocks, strict=True):
        if item.channel is Channel.PHONE and item.owner in owners:
            owners[item.owner].add(block)
    others = owners[Owner.THIRD_PARTY] - owners[Owner.TRADER]
    return [
        replace(item, owner=Owner.THIRD_PARTY, owner_reason="beside-a-third-party")
        if block in others and _is_foreign(item, scene)
        else item
        for item, block in zip(items, blocks, strict=True)
    ]


def _is_foreign(item: Sighting, scene: Scene) -> bool:
    """Whether an address that seems the trader's stands at somebody's own domain, and at none of the shop's."""
    if item.channel is not Channel.EMAIL or item.owner is not Owner.TRADER or item.place in FRAME:
        return False
    hosted = registrable_domain(domain_of(item.value)) in free_mail()
    return not hosted and not is_own_domain(item.value, scene.shop.url, scene.document.url)


def own_values(items: Iterable[Sighting], scene: Scene) -> set[str]:
    """Values that are the shop's by where they stand: addresses at its own domain, and what header and footer show."""
    own = set()
    for item in items:
        if item.owner is not Owner.TRADER:
            continue
        at_home = item.channel is Channel.EMAIL and is_own_domain(item.value, scene.shop.url, scene.document.url)
        if at_home or (item.place in FRAME and item.channel in (Channel.PHONE, Channel.EMAIL)):
            own.add(item.value)
    return own


def is_own_domain(address: str, *urls: str) -> bool:
    """Whether the address is at one of the sites' registrable domains, or at their name under another ending."""
    host = domain_of(address)
    return any(same_owner(host, host_of(url)) or same_name(host, host_of(url)) for url in urls if url)


def _is_named(item: Sighting, block: int, scene: Scene) -> bool:
    host = domain_of(item.value)
    name = name_of(host)
    if len(name) < SHORTEST or registrable_domain(host) in free_mail() or name in scene.shop.name.lower():
        return False
    blocks, h1 = scene.document.blocks, scene.document.h1
    text = _without_addresses(blocks[block].headings, h1, blocks[block].text) if 0 <= block < len(blocks) else h1.lower()
    return _has_word(text, name)


def _has_word(text: str, word: str) -> bool:
    """Whether a text has a word that is no part of another: looked for by hand, as each domain would be a pattern of its own."""
    at = text.find(word)
    while at >= 0 and re.search(r"\w", text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]):
        at = text.find(word, at + 1)
    return at >= 0


@lru_cache(maxsize=64)
def _without_addresses(headings: tuple[str, ...], h1: str, text: str) -> str:
    """What a block and its headings say besides addresses, in lower case."""
    return ADDRESS.sub(" ", " ".join((*headings, h1, text))).lower()


def _branches(items: list[Sighting]) -> list[Sighting]:
    addresses = {item.value for item in items if item.channel is Channel.ADDRESS and item.place not in FRAME}
    framed = {item.value for item in items if item.channel is Channel.PHONE and item.place in FRAME}
    listed = {item.value for item in items if _is_listed(item, framed)}
    if len(addresses) < MANY or len(listed) < MANY:
        return items
    return [
        replace(item, use=Use.BRANCH, use_reason="one-of-several-addresses") if _is_listed(item, framed) else item for item in items
    ]


def _is_listed(item: Sighting, framed: set[str]) -> bool:
    plain = item.channel is Channel.PHONE and item.owner is Owner.TRADER and item.use is Use.SERVICE
    return plain and item.value not in framed and item.use_reason not in ("label", "words-before") and item.on_load
