"""Phone numbers in the text of the page, block by block; a block that is hidden gives hidden ones.

One loose pattern runs over the text of all blocks; only blocks in which it meets a run of digits are looked at again.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from crawler.extractors._icons import icon_before
from crawler.extractors._links_beside import is_link_before, label_after, label_before, label_outside
from crawler.extractors._number_noise import all_words
from crawler.extractors._number_plans import begins_with_zero, is_mobile, number_of
from crawler.extractors._number_spelling import CLUE, Span, cleaned, runs_of
from crawler.extractors._phone_numbers import DOUBTED, Context, Number, is_hopeless, numbers
from crawler.extractors._regions import region_before
from crawler.extractors._shown_text import clean_text, place_of
from crawler.extractors._value_labels import (
    BRACKETED,
    JOINED,
    REACH,
    Label,
    label_in_lines,
    label_of_line,
    label_on_left,
    labels,
    second_of,
)
from crawler.extractors._vanity_numbers import VANITY_CLUE
from crawler.knowledge.languages import DIALLED
from crawler.model.found import Found
from crawler.model.link import DIALS
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

LONGEST = 100_000
MOST, MOST_BLOCKS = 180, 540
"""Characters of one block, and runs of digits and blocks with digits of one page, that are read."""

MAIL = re.compile(r"(?:[^\W\d][\w.-]{0,12}\s?:\s?)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,3}")
"""A line that is an e-mail address, maybe with its label."""
ENDING = re.compile(r"[ \t]?[(\[][^)\]\n]{1,30}[)\]](?=[ \t]?\n)")
"""Brackets that end the line of a number: `020-1 (F)`, with the next number below."""
MOST_BARE = 10
"""Digits of a number that may stand bare; tax numbers have more."""

ICONS = {"phone": "Tel", "fax": "Fax", "whatsapp": "WhatsApp"}
"""What an icon stands for."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the numbers of all blocks."""
    dialled = _dialled(scene)
    for number, text, runs in _texts(scene):
        block = Labelled(scene, number, cleaned(text))
        for item in numbers(text, scene.regions, block.around, runs):
            if item.confidence == DOUBTED and f"{item.value}\n" in dialled:
                continue
            label = block.label_of(item.start, item.end)
            yield _found(scene, number, text, item, label)
            block.past(item.end, label)


def _texts(scene: Scene) -> Iterator[tuple[int, str, list[Span]]]:
    """The blocks that may hold a number, their texts, and the runs of digits that are looked at."""
    blocks = scene.document.blocks
    spelt = scene.ends(scene.numbered_with(VANITY_CLUE), MOST, "numbers")
    clued = scene.ends(scene.numbered_with(CLUE), MOST_BLOCKS, "numbers")
    texts = {number: blocks[number].text for number in sorted({*clued, *spelt})}
    if any(len(text) > LONGEST for text in texts.values()):
        scene.cut.add("too-long-text")
    texts = {number: clean_text(text[:LONGEST]) for number, text in texts.items()}
    runs: dict[int, list[Span]] = defaultdict(list)
    for number, run in scene.ends([(number, run) for number, text in texts.items() for run in runs_of(text)], MOST, "numbers"):
        runs[number].append(run)
    yield from ((number, texts[number], runs[number]) for number in sorted({*runs, *spelt}))


def _dialled(scene: Scene) -> str:
    """The digits that links of the page dial, a line each: a text may lack their area code, or their country's."""
    return "".join(re.sub(r"\D", "", link.target) + "\n" for link in scene.contact_links if link.target.startswith(DIALS))


def _found(scene: Scene, number: int, text: str, item: Number, label: str) -> Found:
    block = scene.document.blocks[number]
    return Found(
        channel=Channel.PHONE,
        value=item.value,
        as_shown=item.shown,
        place=place_of(block.place, visible=block.visible, closed=block.closed),
        block=number,
        technique="visible-phones",
        text=text,
        start=item.start,
        end=item.end,
        label=label,
        closed=block.closed,
        confidence=item.confidence,
    )


class Labelled:
    """The labels in one block: a number without a word of its own has the word of the number just before it."""

    def __init__(self, scene: Scene, number: int, text: str) -> None:
        self.scene, self.number, self.text = scene, number, text
        self.lines = text.split("\n")
        self.done = 0
        self.last = ""

    def past(self, end: int, label: str) -> None:
        """Note that a number with this label ends here: what stands before belongs to it, and brackets that end its line."""
        brackets = ENDING.match(self.text, end)
        self.last, self.done = label, brackets.end() if brackets else end

    def around(self, start: int, end: int) -> Context:
        """What stands beside the digits from start to end."""
        before = self.text[max(self.done, start - REACH) : start]
        label = label_on_left(before)
        if label.text and _is_part_of_another(label, before):
            return Context("", before, self.text[end : end + REACH])
        noise_from = max(label.end, 0) if label.end == len(before) else max(label.end - len(label.text), 0)
        text = label.text or self.label_of(start, end)
        outer = self.scene.document.blocks[self.number].label if not text and not before.strip() else ""
        return Context(
            text,
            f"{outer} {before[noise_from:]}" if all_words().search(outer) else before[noise_from:],
            self.text[end : end + REACH],
            region_before(before if before.strip() else self._outside()),
            not text and self._beside_mail(start, end),
        )

    def _beside_mail(self, start: int, end: int) -> bool:
        """Whether bare digits have their line for themselves, and the line above or below is an e-mail address."""
        line, shown = self.text.count("\n", 0, start), self.text[start:end].strip()
        if not shown.isdigit() or len(shown) > MOST_BARE:
            return False
        lines, blocks, number = self.lines, self.scene.document.blocks, self.number
        if lines[line].strip() != shown:
            return False
        above = lines[line - 1] if line else blocks[number - 1].text if number else ""
        below = lines[line + 1] if line + 1 < len(lines) else blocks[number + 1].text if number + 1 < len(blocks) else ""
        return any(MAIL.fullmatch(beside.strip()) for beside in (above, below))

    def label_of(self, start: int, end: int) -> str:
        """The label of a value from start to end, "" when it has none."""
        before = self.text[max(self.done, start - REACH) : start]
        after = self.text[end : end + REACH]
        line = self.text.count("\n", 0, start)
        if line > 1 and (told := label_in_lines(self.lines, line)):
            return told
        label, shown = label_before(self.scene, self.number, before), self.text[start:end].strip()
        in_line = label if before.rpartition("\n")[2].strip() else ""
        if not BRACKETED.search(before) and (behind := label_after(self.scene, self.number, in_line, after)):
            return behind
        if label and not is_link_before(self.scene, self.number, before, shown):
            return label
        if beside := label_of_line(self.scene, self.number, line):
            return beside.text
        outer = label_outside(self.scene, self.number, shown) if start <= REACH and not self.done else ""
        # one that says less yields to the icon right before the number
        if labels(*DIALLED).search(outer):
            return outer
        return self._icon(start, end) or outer or (self._carried(start, end) if self.done and JOINED.fullmatch(before) else "")

    def _carried(self, start: int, end: int) -> str:
        """The label that a number has from the one before it; a mobile number behind `Tel/Fax` has both words."""
        second = second_of(self.last)
        is_called = second != self.last and is_mobile(self.text[start:end].strip(), self.scene.regions[:2])
        return self.last if is_called else second

    def _icon(self, start: int, end: int) -> str:
        """The word for the icon right before a number; digits that can be none are not looked for in the source."""
        scene, shown = self.scene, self.scene.document.blocks[self.number].text[start:end]
        region = scene.regions[0]
        if begins_with_zero(region) and is_hopeless(shown, region):
            return ""
        return ICONS.get(icon_before(scene.document.html, shown.strip()), "") if number_of(shown, scene.regions[:2]) else ""

    def _outside(self) -> str:
        """The cell before the block, or the heading above it."""
        block = self.scene.document.blocks[self.number]
        return block.label or next(reversed(block.headings), "")


def _is_part_of_another(label: Label, before: str) -> bool:
    """Whether a label is only a part of a longer one of what is no number to call: `Číslo objednávky`."""
    start = label.end - len(label.text)
    if start < 0 or before[start : label.end] != label.text:
        return False
    words = (found.span() for found in all_words().finditer(before))
    return any(first <= start and last >= label.end and last - first > len(label.text) for first, last in words)
