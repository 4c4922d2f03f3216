"""Fax numbers: the commonest error on real pages. `Tel/Fax` is one line for both, and answers.

The label is found by the extractor: in the same line, in brackets behind, in the cell before; here the word is judged,
and the block's `itemprop="faxNumber"`.
"""

import re

from crawler.knowledge.phrases import phrases
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Use
from crawler.owners._surroundings import ALL

LETTER = re.compile(r"\s*(?:f|fx)\s*[.:]?\s*", re.IGNORECASE)


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a number is a fax."""
    if found.channel is not Channel.PHONE:
        return None
    if found.use is Use.FAX:
        return Claim("marked-as-fax", use=Use.FAX)
    fax = phrases(ALL, "fax_labels")
    if found.label and (LETTER.fullmatch(found.label) or fax.search(found.label)):
        voice = phrases(ALL, "phone_labels", "mobile_labels").search(fax.sub(" ", found.label))
        return None if voice else Claim("labelled-fax", use=Use.FAX)
    if not found.label and _is_marked(found, scene):
        return Claim("marked-as-fax", use=Use.FAX)
    return None


def _is_marked(found: Found, scene: Scene) -> bool:
    if not scene.document.microdata:
        return False
    marks = {item.value.lower() for item in scene.document.attributes if item.block == found.block and item.name == "itemprop"}
    return "faxnumber" in marks and "telephone" not in marks
