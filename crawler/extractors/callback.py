"""Call-back requests: a link or a form whose words say that the shop calls back."""

from collections.abc import Iterator
from functools import lru_cache

from crawler.knowledge.phrases import phrases
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, GateKind, Place

LONGEST = 80
"""Longer link texts are sentences."""


def find(scene: Scene) -> Iterator[Found]:
    """Give each offer to call back, with the gate that it is."""
    words = phrases(scene.languages, "callback_words")
    for link in scene.document.links if words.search(scene.text, scene.words) else ():
        if link.text and len(link.text) <= LONGEST and _offers(link.text, scene.languages):
            place = link.place if link.visible or link.closed else Place.HIDDEN
            yield Found(
                Channel.CALLBACK,
                link.target,
                link.text,
                place,
                link.block,
                "callback",
                link.text,
                closed=link.closed,
                gate=GateKind.CALLBACK,
            )
    for form in scene.document.forms:
        text = f"{' '.join(form.headings[-1:])} {form.text}"[:400]
        if words.search(text):
            place = form.place if form.visible else Place.HIDDEN
            yield Found(
                Channel.CALLBACK,
                form.action or scene.page.final_url,
                text[:120],
                place,
                form.block,
                "callback",
                text,
                gate=GateKind.CALLBACK,
            )


@lru_cache(maxsize=8192)
def _offers(text: str, codes: tuple[str, ...]) -> bool:
    return phrases(codes, "callback_words").search(text) is not None
