"""Microdata and RDFa: `itemprop="telephone"` with its value in `content`. What is written out is read as text.

Read from the elements' attributes, so that the value keeps its element's place; a `meta` element nobody sees.
https://html.spec.whatwg.org/multipage/microdata.html
"""

from collections.abc import Iterator

from crawler.extractors._email_addresses import address_of
from crawler.extractors._number_plans import number_of
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place, Use

NAMES = frozenset({"telephone", "faxnumber", "email", "schema:telephone", "schema:email", "schema:faxnumber"})

MOST = 400
"""Such values of one page that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the values that stand in `content` beside `itemprop` or `property`."""
    for name, content in scene.ends([item for item in scene.document.meta if item[0] in NAMES], MOST, "metadata"):
        yield from _found(scene, name.removeprefix("schema:"), content[:200], 0, Place.HEAD)
    if not scene.document.microdata:
        return
    attributes = scene.document.attributes
    named = ((at, item.value.strip().lower()) for at, item in enumerate(attributes) if item.name in ("itemprop", "property"))
    for at, name in scene.ends([one for one in named if one[1] in NAMES], MOST, "microdata"):
        attribute = attributes[at]
        for other in attributes[max(0, at - 4) : at + 5]:
            if other.name == "content" and other.block == attribute.block and other.tag == attribute.tag:
                yield from _found(scene, name.removeprefix("schema:"), other.value[:200], attribute.block, Place.HIDDEN)


def _found(scene: Scene, name: str, text: str, block: int, place: Place) -> Iterator[Found]:
    if name == "email" and (address := address_of(text)):
        yield Found(Channel.EMAIL, address, text, place, block, "microdata", text)
    elif name != "email" and (plan := number_of(text, scene.regions)):
        yield Found(Channel.PHONE, plan.e164, text, place, block, "microdata", text, use=Use.FAX if name == "faxnumber" else None)
