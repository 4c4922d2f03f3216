"""What all pages of a shop together tell of a value, and one page can not: repetition, contradictions, leftovers.

A value in the header or footer of pages is the trader's, also on the news page where it seemed another's; so is what its
contact page or legal notice gives as its own. A number that stands only in a news item, or once without a word beside it on a
product page of a shop that shows its own elsewhere, is not. The only address of a shop is never one for business alone, unless
words leave consumers out; and a shop that shows one or two numbers has no branches, though words for a shop stand beside them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crawler.knowledge.hosts import registrable_domain
from crawler.model.link import MADE_FOR_CONTACT, PageKind
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import FRAME, NOT_CUSTOMER, Channel, Owner, Place, Sighting, Use
from crawler.owners._domains import free_mail
from crawler.owners._neighbours import MANY, WEAK, is_own_domain
from crawler.owners.purpose import ONLY_BUSINESS

SHELVES = frozenset({PageKind.PRODUCT, PageKind.CATEGORY})
REACHING = (Channel.PHONE, Channel.EMAIL)


def settled(shop: Shop, pages: Iterable[Page], sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Look at all sightings again. Same number, same order."""
    kinds = {page.id: page.kinds for page in pages}
    groups: dict[tuple[Channel, str], list[Sighting]] = defaultdict(list)
    for item in sightings:
        if item.channel in REACHING:
            groups[item.channel, item.value].append(item)
    own = frozenset(key for key, items in groups.items() if _is_own(shop, items, kinds))
    given = frozenset(key for key, items in groups.items() if any(_is_given(item, kinds) for item in items))
    told = tuple(_of_group(_given(item, given), groups, own, kinds) for item in sightings)
    return _doubted(_no_branches(_never_business_alone(shop, told)))


def _is_own(shop: Shop, items: Sequence[Sighting], kinds: Mapping[int, frozenset[PageKind]]) -> bool:
    """Whether the value is surely the trader's: at its own domain, or in the frame of two pages or half of them."""
    if items[0].channel is Channel.EMAIL and is_own_domain(items[0].value, shop.url):
        return True
    framed = {item.page_id for item in items if item.place in FRAME and item.owner is Owner.TRADER}
    return len(framed) >= min(2, max(1, len(kinds) // 2))


def _is_given(item: Sighting, kinds: Mapping[int, frozenset[PageKind]]) -> bool:
    return item.for_customers and item.on_load and bool(kinds.get(item.page_id, frozenset()) & MADE_FOR_CONTACT)


def _given(item: Sighting, given: frozenset[tuple[Channel, str]]) -> Sighting:
    """What words elsewhere seemed to give to others (the shop as the maker of its goods) is the shop's."""
    if (item.channel, item.value) in given and item.owner is Owner.THIRD_PARTY and item.owner_reason in WEAK:
        return replace(item, owner=Owner.TRADER, owner_reason="given-as-its-own")
    return item


def _of_group(
    item: Sighting,
    groups: Mapping[tuple[Channel, str], list[Sighting]],
    own: frozenset[tuple[Channel, str]],
    kinds: Mapping[int, frozenset[PageKind]],
) -> Sighting:
    if item.channel not in REACHING:
        return item
    key = (item.channel, item.value)
    item = _voice_or_fax(item, groups[key])
    if key in own:
        return replace(item, owner=Owner.TRADER, owner_reason="on-many-pages") if item.owner_reason in WEAK else item
    if item.owner is Owner.TRADER and own and _is_stray(item, groups[key], kinds):
        return replace(item, owner=Owner.UNKNOWN, owner_reason="once-on-a-product-page", confidence=min(item.confidence, 0.4))
    return item


def _voice_or_fax(item: Sighting, group: Sequence[Sighting]) -> Sighting:
    """An unlabelled number that other pages call a fax, and none anything else, is a fax."""
    if item.channel is not Channel.PHONE or item.use is Use.FAX or item.label:
        return item
    others = [other for other in group if other.label]
    if others and all(other.use is Use.FAX for other in others):
        return replace(item, use=Use.FAX, use_reason="fax-on-another-page")
    return item


def _is_stray(item: Sighting, group: Sequence[Sighting], kinds: Mapping[int, frozenset[PageKind]]) -> bool:
    """A number in the text of one product page, with no word beside it: a size, an article, somebody's."""
    page = kinds.get(item.page_id, frozenset())
    alone = len({other.page_id for other in group}) == 1
    plain = item.channel is Channel.PHONE and not item.label and item.technique == "visible-phones" and item.place is Place.BODY
    return plain and alone and bool(page & SHELVES) and not page - SHELVES


def _never_business_alone(shop: Shop, sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    lonely = {channel for channel in REACHING if _only_business(sightings, channel)}
    return tuple(
        replace(item, use=Use.SERVICE, use_reason="only-value-of-the-shop")
        if item.channel in lonely and item.use is Use.BUSINESS and item.use_reason != ONLY_BUSINESS and _may_be_own(shop, item)
        else item
        for item in sightings
    )


def _no_branches(sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """Where a shop has nothing for service, and less than three values for branches, these are for service."""
    few = {channel for channel in REACHING if _has_few_branches(sightings, channel)}
    return tuple(
        replace(item, use=Use.SERVICE, use_reason="too-few-for-branches")
        if item.channel in few and item.use is Use.BRANCH and item.owner is Owner.TRADER
        else item
        for item in sightings
    )


def _has_few_branches(sightings: Sequence[Sighting], channel: Channel) -> bool:
    own = [item for item in sightings if item.channel is channel and item.owner is Owner.TRADER]
    branches = {item.value for item in own if item.use is Use.BRANCH}
    return 0 < len(branches) < MANY and not any(item.use is Use.SERVICE for item in own)


def _may_be_own(shop: Shop, item: Sighting) -> bool:
    """An address at a stranger's domain that is for business alone stays what it is."""
    if item.channel is not Channel.EMAIL or is_own_domain(item.value, shop.url):
        return True
    return registrable_domain(item.value.rpartition("@")[2]) in free_mail()


def _doubted(sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """Where a shop shows nothing of its own, what only words around it gave to others is nobody's for sure."""
    shown = {item.channel for item in sightings if item.owner is Owner.TRADER and item.place is not Place.SCRIPT}
    return tuple(
        replace(item, owner=Owner.UNKNOWN, owner_reason=f"{item.owner_reason}-only-value") if _is_doubtful(item, shown) else item
        for item in sightings
    )


def _is_doubtful(item: Sighting, shown: set[Channel]) -> bool:
    weak = item.owner is Owner.THIRD_PARTY and item.owner_reason in WEAK - {"in-a-story"}
    return weak and item.channel in REACHING and item.channel not in shown


def _only_business(sightings: Sequence[Sighting], channel: Channel) -> bool:
    own = [item for item in sightings if item.channel is channel and item.owner is Owner.TRADER]
    return any(item.use is Use.BUSINESS for item in own) and all(item.use in NOT_CUSTOMER for item in own)
