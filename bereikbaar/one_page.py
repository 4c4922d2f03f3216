"""One page read with all its reasons, for `bereikbaar read --explain`: slower than a crawl's reading, and the same answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bereikbaar.read import parsed, row_of_fact, row_of_gate, row_of_sighting
from crawler.document.grounds import ground_of_place
from crawler.extractors._regions import evidence
from crawler.extractors._rejections import Rejected, rejections
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED, PlaceClass
from crawler.model.scene import Scene
from crawler.model.sighting import Place, Sighting
from crawler.reading import Reading, found_in, read_scene, scene_of
from crawler.visiting.page_kinds import is_product, kinds_of_link
from crawler.visiting.places import Site, spots

MOST_REJECTED = 60
"""Candidates that were not taken and are told; of more, only how many there are."""

VERSION = 1
"""Of the shape of the JSON; it grows when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sighting with why it stands where it does.

    `ground` is the element that gave the place, `hidden_by` what hides it on load ("" where it is seen), `place_class` what it
    would give the shop if this were the only page, None where it does not count.
    """

    sighting: Sighting
    ground: str
    hidden_by: str
    place_class: PlaceClass | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePage:
    """A page with everything that was read on it. Regions and kinds have what speaks for each."""

    page: Page
    charset: str
    problems: tuple[str, ...]
    kinds: tuple[tuple[PageKind, str], ...]
    languages: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]
    seen: tuple[Seen, ...]
    rejected: tuple[Rejected, ...]
    more_rejected: int
    reading: Reading


def look(body: bytes, request: Mapping[str, Any]) -> OnePage:
    """Read the bytes of a page as if it had been received from the request's address, and keep all reasons."""
    page, document, shop = parsed(body, request)
    scene = scene_of(page, document, shop)
    reading, found = read_scene(scene), found_in(scene)
    classes = _classes(page, reading)
    refused = tuple({(item.channel, item.shown, item.reason): item for item in rejections(scene, found)}.values())
    return OnePage(
        page=page,
        charset=document.charset,
        problems=document.problems,
        kinds=tuple((kind, _told_by(kind, scene)) for kind in sorted(page.kinds)),
        languages=scene.languages,
        regions=evidence(shop, document, scene.figures, scene.text, scene.words),
        seen=tuple(
            Seen(
                sighting=sighting,
                ground=ground_of_place(document, item.block),
                hidden_by=_hidden_by(scene, sighting, item.block),
                place_class=classes.get(number),
            )
            for number, (sighting, item) in enumerate(zip(reading.sightings, found, strict=True))
        ),
        rejected=refused[:MOST_REJECTED],
        more_rejected=len(refused[MOST_REJECTED:]),
        reading=reading,
    )


def _classes(page: Page, reading: Reading) -> dict[int, PlaceClass]:
    """The place class of each sighting that counts, were the shop this page alone and home one click away."""
    site = Site(pages={page.id: replace(page, clicks=1)})
    return {spot.number: spot.place_class for channel in PLACED for spot in spots(site, reading.sightings, channel)}


def _told_by(kind: PageKind, scene: Scene) -> str:
    if kind is PageKind.PRODUCT and is_product(scene.document):
        return "product-data"
    by_address = kinds_of_link("", scene.page.final_url, scene.languages)
    return "address-of-the-page" if kind in by_address else "title-or-first-heading"


def _hidden_by(scene: Scene, item: Sighting, block: int) -> str:
    if item.closed:
        return "closed"
    if item.place in (Place.SCRIPT, Place.HEAD, Place.POPUP):
        return item.place.value
    if item.place is not Place.HIDDEN:
        return ""
    blocks = scene.document.blocks
    by = blocks[block].hidden_by if 0 <= block < len(blocks) else ""
    return by or "markup"


def as_json(told: OnePage) -> dict[str, Any]:
    """The account as `read.schema.json` describes it under `account`."""
    page = told.page
    return {
        "version": VERSION,
        "page": {
            "url": page.url,
            "title": page.title,
            "h1": page.h1,
            "language": page.language,
            "charset": told.charset,
            "problems": list(told.problems),
            "kinds": [{"kind": kind.value, "told_by": by} for kind, by in told.kinds],
        },
        "languages": list(told.languages),
        "regions": [{"region": code, "told_by": by} for code, by in told.regions],
        "sightings": [
            row_of_sighting(item.sighting)
            | {
                "ground": item.ground,
                "hidden_by": item.hidden_by,
                "place_class": item.place_class.value if item.place_class else None,
            }
            for item in told.seen
        ],
        "rejected": [{"channel": item.channel.value, **_plain(item)} for item in told.rejected],
        "more_rejected": told.more_rejected,
        "facts": [row_of_fact(item) for item in told.reading.facts],
        "gates": [row_of_gate(item) for item in told.reading.gates],
    }


def _plain(item: Rejected) -> dict[str, str]:
    return {"as_shown": item.shown, "reason": item.reason, "snippet": item.snippet}
