"""Post boxes: `Postbus 123, 1000 AB Amsterdam`. A letter gets there, a customer does not: it is no street address.

>>> BOX.search("Postbus 90215, 1006 BE Amsterdam")["number"], BOX.search("PO Box 12").group()
('90215', 'PO Box 12')
"""

import re
from collections.abc import Iterator

from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene

NAMES = frozenset(
    "postbus postfach antwoordnummer box boîte boite bp apartado casella pobox postboks postbox skrytka schránka přihrádka".split()  # noqa: SIM905 - a line of words
)
"""A word of each name, casefolded: without one of them no page is searched."""

BOX = re.compile(
    r"""
    (?<!\w)(?: postbus | postfach | antwoordnummer | p\.?\s?o\.?[ ]?box | bo[iî]te\ postale | b\.?p\.? | apartado(?:\ de\ correos)?
      | casella\ postale | postboks | postbox | box | skrytka\ pocztowa | p\.?\s?o\.?\s?schránka )
    \s{1,2}(?:nr?[.º°]?\s?)?(?P<number>\d{1,3}(?:[ .]?\d{2,3})?)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
LONE = re.compile(r"b\.?p|box", re.IGNORECASE)
"""Names that are also something else: they count only where a postcode stands behind."""

POSTCODE = re.compile(r"\W{1,4}(?:[A-Z]{1,2}-)?\d{4,5}\b|\W{1,4}\d{3}\s\d{2}\b")
MOST = 5


def find(scene: Scene) -> Iterator[Fact]:
    """Give each post box once a page."""
    if NAMES.isdisjoint(scene.words):
        return
    seen: set[str] = set()
    for number in scene.numbered:
        block = scene.document.blocks[number]
        for match in BOX.finditer(block.text) if block.visible or block.closed else ():
            name = match.group()[: match.start("number") - match.start()].strip(" .nNrRº°")
            if LONE.fullmatch(name) and not POSTCODE.match(block.text, match.end()):
                continue
            if match.group() not in seen and len(seen) < MOST:
                seen.add(match.group())
                shown = block.text[match.start() : match.end() + 40].partition("\n")[0]
                yield Fact(
                    page_id=scene.page.id,
                    kind=FactKind.POST_BOX,
                    value=" ".join(match.group().split()),
                    as_shown=shown,
                    place=block.place,
                    selector=scene.document.selector(number),
                    snippet=shown,
                    technique="post-boxes",
                )
