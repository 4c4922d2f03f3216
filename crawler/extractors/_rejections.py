"""What looks like a number or an address and was not taken, each with its reason: for people who ask, never in a crawl.

The extractors keep only what they take. Here the same texts are gone through once more, and of what lies between the values
that were taken the same rules are asked what speaks against it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from crawler.extractors._email_addresses import DOMAIN, real_domain
from crawler.extractors._number_noise import SHAPES, noise
from crawler.extractors._number_plans import SPELT, number_of
from crawler.extractors._number_spelling import RUN, cleaned
from crawler.extractors._phone_numbers import is_hopeless, reject
from crawler.extractors._shown_text import clean_text
from crawler.extractors.visible_phones import LONGEST, Labelled
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

Span = tuple[int, int]
BLANK = re.compile(r"~+")
FEWEST_DIGITS = 6
"""A run of fewer is no candidate for a phone number."""

NEAR = 40
"""Characters on either side of a candidate that are kept."""


class Rejected(NamedTuple):
    """A candidate that was not taken: `shown` as the page has it, the reason (kebab-case), the block and the text around it."""

    channel: Channel
    shown: str
    reason: str
    block: int
    snippet: str


def rejections(scene: Scene, found: Iterable[Found]) -> Iterator[Rejected]:
    """Give what the blocks hold besides the values found there, and links that share the page with others."""
    taken: dict[int, list[Span]] = defaultdict(list)
    for item in found:
        if item.end:
            taken[item.block].append((item.start, item.end))
    for block in scene.document.blocks:
        text = clean_text(block.text[:LONGEST])
        spans = sorted(taken[block.number])
        for start, end, reason in (*_shapes(text), *_runs(scene, block.number, text, spans), *_ats(text)):
            if not any(start < last and first < end for first, last in spans):
                channel = Channel.EMAIL if "@" in text[start:end] else Channel.PHONE
                snippet = text[max(0, start - NEAR) : end + NEAR]
                yield Rejected(channel, text[start:end].strip(), reason, block.number, snippet)
    yield from _shares(scene)


def _shapes(text: str) -> Iterator[tuple[int, int, str]]:
    """What can only be something else: the extractors do not even see its digits."""
    spelt, clean = text.translate(SPELT), cleaned(text)
    for blank in BLANK.finditer(clean):
        start, end = blank.span()
        if sum(map(str.isdigit, text[start:end])) >= FEWEST_DIGITS:
            yield start, end, next((kind for kind, shape in _patterns().items() if shape.match(spelt, start)), "shape")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {kind: re.compile(shape, re.VERBOSE | re.IGNORECASE) for kind, shape in SHAPES.items()}


def _runs(scene: Scene, number: int, text: str, taken: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    clean = cleaned(text)
    for run in RUN.finditer(clean):
        beside = Labelled(scene, number, clean)
        beside.past(max((end for _, end in taken if end <= run.start()), default=0), "")
        context = beside.around(*run.span())
        found = noise(run.group(), context.before, context.after, labelled=bool(context.label))
        yield run.start(), run.end(), found or _of_run(scene, run.group(), beside, run.span())


def _of_run(scene: Scene, shown: str, beside: Labelled, span: Span) -> str:
    """Why digits that no word speaks against are no number."""
    context, regions = beside.around(*span), scene.regions
    plan = number_of(shown, regions if context.label else regions[:2])
    if plan is None:
        return "in-no-number-plan"
    if not context.label and is_hopeless(shown, regions[0] if regions else ""):
        return "not-written-as-a-number"
    return reject(plan, shown, context) or "part-of-something-longer"


def _ats(text: str) -> Iterator[tuple[int, int, str]]:
    for found in re.finditer(r"[^\s@]{0,64}@[^\s@]{0,64}", text) if "@" in text else ():
        at = text.index("@", found.start())
        domain = DOMAIN.match(text, at + 1)
        reason = "no-name-before-the-at" if domain and real_domain(domain.group()) else "no-domain-behind-the-at"
        yield found.start(), found.end(), reason


def _shares(scene: Scene) -> Iterator[Rejected]:
    """Links to the visitor's own mail program without a recipient."""
    for link in scene.document.links:
        if link.target.lower().startswith("mailto:?"):
            yield Rejected(Channel.EMAIL, link.target[:60], "shares-the-page", link.block, link.text)
