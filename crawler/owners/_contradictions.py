"""Where a shop's own pages do not agree: two service numbers where it seems to have one, and its own domain misspelt.

A number differs when the shop has one main number (in header or footer, or on its contact page), another of the same kind and
country stands on a page of particulars or law, and no page's text shows both: a shop that has two numbers shows them
together. An address differs likewise when only its domain is another. A value that only the data for search engines give differs
from the shown one of its kind, whatever the page. A domain is misspelt when it is one slip of a finger from
the shop's own.

>>> is_slip("lampenhius", "lampenhuis"), is_slip("lampenhuis", "lampenhuis"), is_slip("lichthuis", "lampenhuis")
(True, False, False)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import phonenumbers

from crawler.knowledge.hosts import host_of, name_of, registrable_domain
from crawler.knowledge.organisations import organisations
from crawler.model.fact import Fact, FactKind
from crawler.model.link import ANSWERING, CONTACT_LIKE, LEGAL_KINDS, PageKind
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import FRAME, Channel, Owner, Place, Sighting, Use
from crawler.owners._domains import free_mail, same_owner
from crawler.owners._neighbours import is_own_domain

PARTICULARS = CONTACT_LIKE | LEGAL_KINDS | {PageKind.HOME, PageKind.DELIVERY, PageKind.PAYMENT}
"""Pages on which a shop tells how it is reached."""

SHORTEST = 4
"""Letters of a domain's name below which one letter of difference says nothing."""

ENOUGH = 0.5
MOST = 3
"""Numbers of its own with which a shop has more than one on purpose."""

FOR_MACHINES = frozenset({"json-ld", "microdata"})
"""Techniques that read what is written for search engines."""

Groups = Mapping[str, Sequence[Sighting]]
Alike = Callable[[str, str], bool]


def contradictions(shop: Shop, pages: Iterable[Page], sightings: Sequence[Sighting]) -> tuple[Fact, ...]:
    """What the settled sightings of a shop say against each other, a fact for each value that does not fit."""
    kinds = {page.id: page.kinds for page in pages}
    return (
        *_differing(_shown(sightings, Channel.PHONE), kinds, _same_sort),
        *_differing(_shown(sightings, Channel.EMAIL), kinds, _same_mailbox),
        *_only_in_data(sightings, Channel.PHONE, _same_sort),
        *_only_in_data(sightings, Channel.EMAIL, _same_mailbox),
        *_misspelt(shop, sightings),
    )


def _shown(sightings: Sequence[Sighting], channel: Channel) -> Groups:
    """The shop's own service values that a visitor sees, with where they stand."""
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for item in sightings:
        plain = item.channel is channel and item.owner is Owner.TRADER and item.use is Use.SERVICE
        if plain and (item.on_load or item.closed) and item.confidence >= ENOUGH:
            groups[item.value].append(item)
    return groups


def _differing(groups: Groups, kinds: Mapping[int, frozenset[PageKind]], alike: Alike) -> Iterator[Fact]:
    main = _main(groups, kinds)
    rivals = [value for value in groups if main and value != main and alike(main, value)]
    if len(rivals) >= MOST:
        return
    for value in rivals:
        items = groups[value]
        told = all(kinds.get(item.page_id, frozenset()) & PARTICULARS for item in items)
        if told and not _texts(items) & _texts(groups[main]) and not _frames(items):
            yield _fact(FactKind.CONTACT_DATA_DIFFERS, items[0], main)


def _only_in_data(sightings: Sequence[Sighting], channel: Channel, alike: Alike) -> Iterator[Fact]:
    """The shop's own values of structured data that no page shows, where one of their kind is shown."""
    seen = {item.value for item in sightings if item.channel is channel and not _is_for_machines(item)}
    right = next(iter(_shown(sightings, channel)), "")
    told: dict[str, Sighting] = {}
    for item in sightings:
        own = item.channel is channel and item.owner is Owner.TRADER and item.use is Use.SERVICE
        if own and _is_for_machines(item) and item.value not in seen:
            told.setdefault(item.value, item)
    for value, item in told.items() if right and len(told) < MOST else ():
        if alike(right, value):
            yield _fact(FactKind.MACHINE_DATA_DIFFERS, item, right)


def _is_for_machines(item: Sighting) -> bool:
    return item.technique in FOR_MACHINES and not (item.on_load or item.closed)


def _main(groups: Groups, kinds: Mapping[int, frozenset[PageKind]]) -> str:
    """The one value of header, footer or contact page; "" where there is none, or more than one in the frame."""
    framed = [value for value, items in groups.items() if _frames(items)]
    if framed:
        return framed[0] if len(framed) == 1 else ""
    told = [value for value, items in groups.items() if any(kinds.get(item.page_id, frozenset()) & ANSWERING for item in items)]
    return told[0] if len(told) == 1 else ""


def _frames(items: Iterable[Sighting]) -> bool:
    return any(item.place in FRAME for item in items)


def _texts(items: Iterable[Sighting]) -> set[int]:
    """The pages whose own text shows the value."""
    return {item.page_id for item in items if item.place not in FRAME}


def _same_sort(one: str, other: str) -> bool:
    """Whether two numbers are of one country and one kind: a mobile beside a fixed line is a second way, no contradiction."""
    return _sort(one) == _sort(other) is not None


@lru_cache(maxsize=1024)
def _sort(value: str) -> tuple[int, int] | None:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return None
    return number.country_code or 0, phonenumbers.number_type(number)


def _same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses differ in their domain alone, neither of them one where anybody has a mailbox."""
    local, _, domain = one.partition("@")
    other_local, _, other_domain = other.partition("@")
    hosted = {registrable_domain(domain), registrable_domain(other_domain)} & free_mail()
    name, other_name = name_of(domain), name_of(other_domain)
    return local == other_local and not hosted and name != other_name and not is_slip(name, other_name)


def _misspelt(shop: Shop, sightings: Sequence[Sighting]) -> Iterator[Fact]:
    addresses: dict[str, Sighting] = {}
    for item in sightings:
        if item.channel is Channel.EMAIL and item.owner in (Owner.TRADER, Owner.UNKNOWN) and item.place is not Place.HEAD:
            addresses.setdefault(item.value, item)
    own = host_of(shop.url)
    shown = any(is_own_domain(value, shop.url) for value in addresses)
    for value, item in addresses.items():
        host = value.rpartition("@")[2]
        if _looks_alike(host, own, sure=shown):
            yield _fact(FactKind.MISSPELT_DOMAIN, item, registrable_domain(own))


def _looks_alike(host: str, own: str, *, sure: bool) -> bool:
    """Whether a host is the shop's own with a slip.

    Where no address has the right domain, a letter more or less at the end (lamp.nl, lamps.nl) may be a second name of the shop.
    """
    name, right = name_of(host), name_of(own)
    if same_owner(host, own) or min(len(name), len(right)) < SHORTEST or organisations().by_domain(host) is not None:
        return False
    if registrable_domain(host) in free_mail() or not is_slip(name, right):
        return False
    return sure or not (name.startswith(right) or right.startswith(name))


def is_slip(name: str, right: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are exchanged."""
    if name == right or abs(len(name) - len(right)) > 1:
        return False
    at = next((number for number, (one, other) in enumerate(zip(name, right, strict=False)) if one != other), len(name))
    rest, wanted = name[at:], right[at:]
    swapped = len(rest) >= 2 and rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:]


def _fact(kind: FactKind, item: Sighting, right: str) -> Fact:
    return Fact(
        page_id=item.page_id,
        kind=kind,
        value=item.value,
        as_shown=item.as_shown,
        place=item.place,
        label=right,
        selector=item.selector,
        snippet=item.snippet,
        technique="contradictions",
    )
