"""`tel:`, `callto:` and `sms:` links.

A target that no number plan knows is kept, with little confidence: the shop meant a number.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.extractors._links_beside import is_link_before, label_after, label_outside
from crawler.extractors._number_plans import number_of, short_number
from crawler.extractors._shown_text import link_text, place_of
from crawler.extractors._value_labels import REACH, is_label, label_on_left
from crawler.model.found import Found
from crawler.model.link import Link
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

TARGET = re.compile(r"(?:tel|callto|sms|phone|telephone):/{0,2}([^?;]{3,60})", re.IGNORECASE)

MOST = 200
"""Such links of one page that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the numbers of all such links."""
    links = ((link, TARGET.match(link.target)) for link in scene.contact_links)
    for link, target in scene.ends([(link, target) for link, target in links if target], MOST, "telephone-links"):
        yield from _of_link(scene, link, unquote(target[1]))


def _of_link(scene: Scene, link: Link, dialled: str) -> Iterator[Found]:
    plan = number_of(dialled, scene.regions)
    value = plan.e164 if plan else short_number(dialled, scene.regions) or re.sub(r"[^\d+]", "", dialled)
    if len(value) < 3:
        return
    text, start, end = link_text(scene, link)
    yield Found(
        channel=Channel.PHONE,
        value=value,
        as_shown=link.text or dialled,
        place=place_of(link.place, visible=link.visible, closed=link.closed),
        block=link.block,
        technique="tel-links",
        text=text,
        start=start,
        end=end,
        label=_label(scene, link, text, start, end),
        closed=link.closed,
        written_out=len(re.findall(r"\d", link.text)) >= 5,
        confidence=0.9 if plan or (not value.startswith("+") and len(value) < 7) else 0.2,
    )


def _label(scene: Scene, link: Link, text: str, start: int, end: int) -> str:
    before = text[max(0, start - REACH) : start]
    inside = label_on_left(link.text).text or (link.title if is_label(link.title) else "")
    in_line = inside or label_on_left(before.rpartition("\n")[2]).text
    if label := label_after(scene, link.block, in_line, text[end : end + REACH]):
        return label
    if inside or link.block >= len(scene.document.blocks):
        return inside
    return _label_before(scene, link, before) or label_outside(scene, link.block, link.text)


def _label_before(scene: Scene, link: Link, before: str) -> str:
    label = label_on_left(before).text
    return "" if label and is_link_before(scene, link.block, before, link.text) else label
