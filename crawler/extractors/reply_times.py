"""Promised reply times, as ISO 8601 durations in hours: "Wij antwoorden binnen 2 werkdagen" is `PT48H`.

A sentence counts that speaks of answering and tells a time behind a word for "within", or right behind "reply time:". Of a
span ("1 bis 2 Werktage") the longer counts, a working day as 24 hours. A question ("Hoe snel krijg ik antwoord?") is answered
in the block below it. What privacy and cookie pages promise about requests for data is none.

>>> reply_time("Wij antwoorden binnen één werkdag", ("nl",)), reply_time("Antwortzeit: 1-2 Werktage", ("de",))
('PT24H', 'PT48H')
>>> reply_time("Binnen 24 uur geleverd", ("nl",)), reply_time("Wij beantwoorden uw mail tussen 9 en 17 uur", ("nl",))
('', '')
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.knowledge.phrases import Phrases
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.scene import Scene
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")
OTHER_REPLIES = frozenset({PageKind.PRIVACY, PageKind.COOKIES})
"""Pages that promise answers to requests for data."""

END = re.compile(r"[.!?](?=\s+[^\s\d])|\n")
REACH = 160
MOST, MENTIONS = 10, 200
"""Times, and words for answering, of one page that are looked at."""

LONGEST = 24 * 60
"""Hours beyond which a time is no promise to answer a customer."""

HOURS = {"minutes": 1, "hours": 1, "days": 24, "weeks": 168}


def find(scene: Scene) -> Iterator[Fact]:
    """Give each promised time once a page."""
    if scene.page.kinds and scene.page.kinds <= OTHER_REPLIES:
        return
    seen: set[str] = set()
    for match in islice(_answers(scene.languages).finditer(scene.text, scene.words), MENTIONS):
        number = scene.block_at(match.start())
        told = _told(scene, number, match.start() - scene.starts[number])
        if told is not None and told.value not in seen and len(seen) < MOST:
            seen.add(told.value)
            yield told


def _told(scene: Scene, number: int, at: int) -> Fact | None:
    """The promise around a word for answering in a block, or in the block below a question."""
    blocks = scene.document.blocks
    for place, sentence in ((number, sentence_at(blocks[number].text, at)), (number + 1, "")):
        if place >= len(blocks) or (place > number and not blocks[number].text.rstrip().endswith("?")):
            return None
        block = blocks[place]
        shown = sentence or sentence_at(block.text, 0)
        value = reply_time(shown if sentence else f"{blocks[number].text} {shown}", scene.languages)
        if value and (block.visible or block.closed):
            return Fact(
                page_id=scene.page.id,
                kind=FactKind.REPLY_TIME,
                value=value,
                as_shown=shown,
                place=block.place,
                selector=scene.document.selector(place),
                snippet=shown,
                technique="reply-times",
            )
    return None


def sentence_at(text: str, at: int) -> str:
    """The sentence that holds an offset, cut at 160 characters on either side."""
    start = max((mark.end() for mark in END.finditer(text, max(0, at - REACH), at)), default=max(0, at - REACH))
    end = END.search(text, at, at + REACH)
    return text[start : end.start() if end else at + REACH].strip()


@lru_cache(maxsize=2048)
def reply_time(sentence: str, codes: tuple[str, ...]) -> str:
    """The time a sentence promises an answer in, "" where it promises none."""
    if not _answers(codes).search(sentence):
        return ""
    for code in codes:
        if code in _file() and (found := _pattern(code).search(sentence)):
            hours = _hours(code, found)
            return f"PT{hours}H" if 0 < hours <= LONGEST else ""
    return ""


def _hours(code: str, found: re.Match[str]) -> int:
    if found["day"]:
        return 24
    amount = " ".join((found["last"] or found["first"]).casefold().split())
    number = int(amount) if amount.isdigit() else _file()[code]["numbers"][amount]
    unit = " ".join(found["unit"].casefold().split())
    kind = next(kind for kind in HOURS if unit in _file()[code][kind])
    return 1 if kind == "minutes" and number <= 60 else number * HOURS[kind]


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """A word for within, a number or a span, a unit; or the same day, in words."""
    words = _file()[code]
    number = rf"\d{{1,3}}|{_either(words['numbers'])}"
    units = _either([unit for kind in HOURS for unit in words[kind]])
    return re.compile(
        rf"""
        (?:
          (?<!\w)(?: (?:{_either(words["within"])})(?:\s\w+)? | (?:{_either(words["answers"])})(?:\s\w+)?\s?: ) \s{{0,2}}
          (?<![\d.,:])(?P<first>{number}) (?: \s?(?:-|–|/|{_either(words["to"])})\s? (?P<last>{number}) )?
          \s{{0,2}}(?P<unit>{units})(?!\w)
        )
        | (?<!\w)(?P<day>{_either(words["same_day"])})(?!\w)
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def _either(words: Mapping[str, int] | list[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first) or "(?!)"


@cache
def _answers(codes: tuple[str, ...]) -> Phrases:
    return Phrases(word for code in codes for word in _file().get(code, {}).get("answers", ()))


@cache
def _file() -> Mapping[str, Any]:
    table = read_facts(FILE)
    languages: Mapping[str, Any] = table["languages"]
    return languages
