"""Fax numbers: the commonest error on real pages. `Tel/Fax` is one line for both, and answers.

The label is found by the extractor: in the same line, in brackets behind, in the cell before, by an icon; here the word is judged,
and the block's `itemprop="faxNumber"`.
"""

import re

from crawler.knowledge.joints import also
from crawler.knowledge.languages import VOICE, language_codes
from crawler.knowledge.phrases import phrases
from crawler.knowledge.unit_words import any_of
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Use

ALSO = re.compile(rf"\b{any_of(also())}\b", re.IGNORECASE)
"""`020-1234567 (ook fax)`: the number of a telephone that a fax shares."""

LETTER = re.compile(r"\s*(?:f|fx)\s*[.:]?\s*", re.IGNORECASE)


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a number is a fax."""
    if found.channel is not Channel.PHONE:
        return None
    if found.use is Use.FAX:
        return Claim("marked-as-fax", use=Use.FAX)
    fax = phrases(language_codes(), "fax_labels")
    if found.label and (LETTER.fullmatch(found.label) or fax.search(found.label)):
        voice = phrases(language_codes(), *VOICE).search(fax.sub(" ", found.label))
        return None if voice or ALSO.search(found.label) else Claim("labelled-fax", use=Use.FAX)
    if not found.label and _is_marked(found, scene):
        return Claim("marked-as-fax", use=Use.FAX)
    return None


def _is_marked(found: Found, scene: Scene) -> bool:
    marks = scene.marks.get(found.block, frozenset())
    return ("itemprop", "faxnumber") in marks and ("itemprop", "telephone") not in marks
