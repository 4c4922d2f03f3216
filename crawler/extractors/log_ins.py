"""Log-in first: a contact page whose words say that only who has logged in is shown how to reach the shop."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.gate import Gate
from crawler.model.link import ANSWERING
from crawler.model.scene import Scene
from crawler.model.sighting import GateKind

FILE = Path(__file__).with_suffix(".toml")
LONGEST = 400
"""Letters of a paragraph that may be such a sentence."""


def find(scene: Scene) -> Iterator[Gate]:
    """Give the sentences that ask to log in before contact."""
    if not scene.page.kinds & ANSWERING or not _sentences().search(scene.text, scene.words):
        return
    for block in scene.document.blocks:
        if block.visible and len(block.text) <= LONGEST and _sentences().search(block.text):
            yield Gate(page_id=scene.page.id, kind=GateKind.LOG_IN, vendor=block.text[:120], snippet=block.text[:120])


@cache
def _sentences() -> Phrases:
    return Phrases(unit_words(FILE, "sentences"))
