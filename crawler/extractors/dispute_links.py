"""Links to the European platform for online dispute resolution, which closed on 20 July 2025.

Regulation (EU) 2024/3228 ended the platform and the duty to link to it; a link that stayed leads nowhere. An address that is
only written out counts like a link.

>>> is_odr("https://ec.europa.eu/consumers/odr/main/?event=main.home.show"), is_odr("https://ec.europa.eu/taxation_customs")
(True, False)
"""

import re
from collections.abc import Iterator

from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene
from crawler.model.sighting import Place

ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:webgate\.)?(?:ec\.)?europa\.eu/(?:consumers/)?odr\b", re.IGNORECASE)
ENDED = "2025-07-20"


def is_odr(address: str) -> bool:
    """Whether an address is one of the closed platform's."""
    return ADDRESS.match(address) is not None


def find(scene: Scene) -> Iterator[Fact]:
    """Give the first link of the page, or the first address in its text."""
    linked = scene.document.links if "europa.eu" in scene.targets else ()
    link = next((link for link in linked if "europa.eu" in link.target and is_odr(link.target)), None)
    if link is not None:
        yield _fact(scene, link.target, link.text or link.target, link.place, link.block)
    elif "europa" in scene.words and (written := ADDRESS.search(scene.text)):
        number = scene.block_at(written.start())
        block = scene.document.blocks[number]
        if block.visible or block.closed:
            yield _fact(scene, written.group(), written.group(), block.place, number)


def _fact(scene: Scene, value: str, shown: str, place: Place, number: int) -> Fact:
    blocks = scene.document.blocks
    return Fact(
        page_id=scene.page.id,
        kind=FactKind.ODR_LINK,
        value=value,
        as_shown=shown,
        place=place,
        label=ENDED,
        selector=scene.document.selector(number) if number < len(blocks) else "",
        snippet=blocks[number].text[:160] if number < len(blocks) else "",
        technique="dispute-links",
    )
