"""Opening hours in text, as intervals: `Mo-Fr 09:00-17:30`, the short form of OpenStreetMap.

Days and times must stand together in one block or in a cell beside its day. https://wiki.openstreetmap.org/wiki/Key:opening_hours

>>> intervals("Maandag t/m vrijdag van 9.00 tot 17.30 uur", ("nl",))
['Mo-Fr 09:00-17:30']
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import phrases, words_of
from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.document import RAISED
from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene
from crawler.model.sighting import Place
from crawler.model.strict import read_facts

LOWERED = str.maketrans(RAISED, "0123456789")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
TIME = (
    r"(?P<{0}>[01]?\d|2[0-4])"
    r"(?:(?:[.:]|[ \u00a0\u202f]?[hu][ \u00a0\u202f]?(?=\d\d(?!\s?[hu])))(?P<{0}m>[0-5]\d))?\s?(?P<{0}x>am|pm|CLOCK)?\.?"
)
CLUE = re.compile(r"[0-9]\s?(?:[.:hH]\s?\d\d|[uU]|[hH]\b|[aApP][mM]\b|[-–]\s?\d|[⁰¹²³⁴⁵])")
GLUED = re.compile(r"(?<=[^\W\d_])(?=\d\d?[:.]\d\d)|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-z])")
"""Between a day and its hours, or a word and a day, where only a style sets them apart: `<b>Mo-Fr</b><b>9:00-17:00</b>`."""
MINUTES = re.compile(rf"(?<=\d)([⁰¹²³⁴⁵][{RAISED}])")
"""Minutes that a page raises: `9⁰⁰ - 17³⁰`."""
LONGEST = 600
MOST, MOST_BLOCKS = 200, 1_500
"""Letters of a block, intervals of a page, and blocks with times that are looked at."""

BACK, SHORT = 3, 40
"""Blocks before one with times in which its days may stand, and letters of such a block."""

FILE = Path(__file__).with_suffix(".toml")
NEAR = 20
"""Letters between two spans of one day: `9-12 und 13-17 Uhr` has one word for both."""

ENDED = re.compile(r"[;!?]|\.\s+[A-ZÀ-Þ]")
"""Between times and days that are another sentence's."""

EARLY = 7
"""Hours before which no shop opens: `1-5pm` begins in the afternoon."""


def find(scene: Scene) -> Iterator[Fact]:
    """Give the opening hours of the visible text."""
    given = 0
    timed = scene.numbered_with(CLUE) if day_words(scene.languages) & scene.words else ()
    for number in scene.ends(timed, MOST_BLOCKS, "hours"):
        if given >= MOST:
            return
        block = scene.document.blocks[number]
        if (not block.visible and not block.closed) or len(block.text) > LONGEST:
            continue
        text = _plain(block.text)
        if not _has_span(text):
            continue
        beside = not day_words(scene.languages).isdisjoint(words_of(f"{block.label} {text}"))
        before = block.label if beside else _days_before(scene, number)
        if not beside and not before:
            continue
        text = text if day_pattern(scene.languages).search(text) else f"{before} {text}"
        told = _announced(scene, block.headings, block.label, text)
        for value in intervals(text, scene.languages, labelled=told):
            yield _fact(scene, value, block.text, block.place, number)
            given += 1


def _plain(text: str) -> str:
    """A text with a gap where only a style parts words, and plain minutes."""
    apart = GLUED.sub(" ", text)
    return apart if apart.isascii() else MINUTES.sub(lambda found: f".{found[1].translate(LOWERED)}", apart)


def _announced(scene: Scene, headings: tuple[str, ...], label: str, text: str) -> bool:
    """Whether the heading above, or that of the page, the cell before, or the words before the first day say that hours follow."""
    day = day_pattern(scene.languages).search(text)
    near = (next(reversed(headings), ""), scene.document.h1, label, text[: day.start()] if day else "")
    return phrases(scene.languages, "hours_labels").search("\n".join(near)) is not None


def _days_before(scene: Scene, number: int) -> str:
    """The days that fill a block right before this one, with nothing but times or a word for "closed" between, "" where none do."""
    for block in reversed(scene.document.blocks[max(number - BACK, 0) : number]):
        if len(block.text) > SHORT:
            return ""
        if _is_days(block.text, scene.languages):
            return block.text
        if _rest(spans(), phrases(scene.languages, "closed_words").sub(" ", block.text)):
            return ""
    return ""


@lru_cache(maxsize=4096)
def _is_days(text: str, codes: tuple[str, ...]) -> bool:
    """Whether a text is days and what joins them, and nothing else: `Maandag t/m vrijdag:`.

    >>> _is_days("Maandag t/m vrijdag:", ("nl",)), _is_days("Elke maandag soep", ("nl",)), _is_days("tot", ("nl",))
    (True, False, False)
    """
    pattern = day_pattern(codes)
    joins = {word.strip(".,") for word in _between() | _and()}
    return pattern.search(text) is not None and _rest(pattern, text.casefold()) <= joins


def _rest(pattern: re.Pattern[str], text: str) -> set[str]:
    return {word.strip(".,:;") for word in pattern.sub(" ", text).split()} - {""}


@lru_cache(maxsize=4096)
def _has_span(text: str) -> bool:
    return spans().search(text) is not None


def _fact(scene: Scene, value: str, text: str, place: Place, number: int) -> Fact:
    return Fact(
        page_id=scene.page.id,
        kind=FactKind.OPENING_HOURS,
        value=value,
        as_shown=text[:120],
        place=place,
        selector=scene.document.selector(number),
        snippet=text[:240],
        technique="hours",
    )


def intervals(text: str, codes: tuple[str, ...], *, labelled: bool = False) -> list[str]:
    """The intervals of a text; days apply to the times that follow them up to the next days, or to a word for "closed".

    `labelled`: a heading or a cell says that hours follow, so that `9 - 17` needs no word for the clock.

    >>> intervals("Zondag gesloten. Bellen: 9.00 - 17.00 uur", ("nl",)), intervals("Ma-Vr 9 - 17", ("nl",), labelled=True)
    ([], ['Mo-Fr 09:00-17:00'])
    """
    found: list[str] = []
    days, at = "", 0
    marks = _marks(text, codes)
    for match in marks:
        if match.re is not spans() and match.re is not day_pattern(codes):
            days = ""
        elif match.re is not spans():
            days = _joined(days, day_of(match.group(), codes), text[at : match.start()])
            at = match.end()
        elif days and (times := _times(match, shared=labelled or _shares(match))):
            found.append(f"{days} {times}")
            at = -1
    return found or _before_days(marks, text, codes, labelled=labelled)


def _marks(text: str, codes: tuple[str, ...]) -> list[re.Match[str]]:
    """The days, the spans and the words for "closed" of a text in their order; digits in a name of days (`7j/7`) are no time."""
    timed = day_pattern(codes).sub(lambda found: "~" * len(found.group()), text)
    found = (*day_pattern(codes).finditer(text), *spans().finditer(timed), *_closed(text, codes))
    return sorted(found, key=lambda match: match.start())


def _before_days(marks: list[re.Match[str]], text: str, codes: tuple[str, ...], *, labelled: bool) -> list[str]:
    """The intervals of a text that tells times first and the only days right behind: `9:00 - 18:00, de lunes a viernes`."""
    times = list(takewhile(lambda match: match.re is spans(), marks))
    rest = marks[len(times) :]
    if not times or not rest or any(match.re is not day_pattern(codes) for match in rest):
        return []
    between = text[times[-1].end() - 1 : rest[0].end()]
    if rest[0].start() - times[-1].end() > NEAR or ENDED.search(between):
        return []
    days, at = "", 0
    for match in rest:
        days = _joined(days, day_of(match.group(), codes), text[at : match.start()])
        at = match.end()
    told = (_times(match, shared=labelled or _shares(match)) for match in times)
    return [f"{days} {one}" for one in told if one]


def _closed(text: str, codes: tuple[str, ...]) -> Iterator[re.Match[str]]:
    return phrases(codes, "closed_words").finditer(text)


def _shares(match: re.Match[str]) -> bool:
    """Whether the next span, a few letters on, has the word for both."""
    after = spans().search(match.string, match.end())
    return after is not None and after.start() - match.end() <= NEAR and _is_marked(after)


def _joined(days: str, name: str, between: str) -> str:
    word = between.strip().casefold()
    if days and any(one in _except() for one in words_of(word)):
        return _without(days, name)
    if days and word in _and():
        return f"{days},{name}"
    if days and word in _between() and "-" not in name:
        return f"{days.rsplit(',', maxsplit=1)[-1].split('-', maxsplit=1)[0]}-{name}"
    return name


def _without(days: str, name: str) -> str:
    """Days but for one of them: `Mo-Su` without `We` are `Mo-Tu,Th-Su`.

    >>> _without("Mo-Su", "We"), _without("Mo-Su", "Mo")
    ('Mo-Tu,Th-Su', 'Tu-Su')
    """
    first, _, last = days.partition("-")
    if first not in DAYS or last not in DAYS or name not in DAYS:
        return days
    runs = (DAYS[DAYS.index(first) : DAYS.index(name)], DAYS[DAYS.index(name) + 1 : DAYS.index(last) + 1])
    return ",".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs if run) or days


def _is_marked(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("clock", "am", "bm", "ax", "bx"))


def _times(match: re.Match[str], *, shared: bool = False) -> str:
    start, end = _minutes(match, "a"), _minutes(match, "b")
    if not (shared or _is_marked(match)) or start is None or end is None:
        return ""
    if (match["bx"] or "").lower() == "pm" and not match["ax"] and start < EARLY * 60:
        start += 12 * 60
    if start >= end:
        return ""
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _minutes(match: re.Match[str], name: str) -> int | None:
    hour, minute = int(match[name]), int(match[name + "m"] or 0)
    half = (match[name + "x"] or "").lower()
    hour += 12 if half == "pm" and hour < 12 else 0
    return hour * 60 + minute if hour * 60 + minute <= 24 * 60 else None


@cache
def spans() -> re.Pattern[str]:
    """Two times and what joins them in any language: `9.00 tot 17.00 uur`, `dalle ore 9 alle ore 18`, `das 9h às 18h`."""
    clock = any_of(word.rstrip(".") for language in languages().values() for word in language.clock_words)
    time, between = TIME.replace("CLOCK", clock), any_of(_between() | _and() - {",", "+", "&"})
    return re.compile(
        rf"(?:(?<!\w)(?P<clock>{clock})\.?\s?)?(?<![\d.,]){time.format('a')}\s?(?:{between})\s?(?:(?:ca|{clock})\.?\s)?{time.format('b')}(?!\d|[.,]\d)",
        re.IGNORECASE,
    )


@cache
def _between() -> frozenset[str]:
    """What stands between the first and the last of a span, in any language."""
    words = {word for language in languages().values() for word in language.range_words}
    return frozenset({"-", "–", "—", *words} - _and())


@cache
def _and() -> frozenset[str]:
    """What joins two days that are no span."""
    return frozenset(read_facts(FILE)["joins"])


@cache
def _except() -> frozenset[str]:
    """Words behind which a day is left out."""
    return frozenset(unit_words(FILE, "except"))


@cache
def day_pattern(codes: tuple[str, ...]) -> re.Pattern[str]:
    """The weekdays of these languages."""
    return re.compile(rf"(?<![\w'’]){any_of(_day_names(codes))}(?!\w)", re.IGNORECASE)


@cache
def day_words(codes: tuple[str, ...]) -> frozenset[str]:
    """A word of each spelling of a day, or of several days, in these languages."""
    return frozenset(max(words_of(word), key=len) for word in _day_names(codes))


@cache
def _day_names(codes: tuple[str, ...]) -> dict[str, str]:
    known = languages()
    groups = {word: name for name in read_facts(FILE)["days"] for word in unit_words(FILE, "days", name)}
    return groups | {
        word: DAYS[number]
        for code in reversed(codes)
        if code in known
        for number, words in enumerate(known[code].weekdays)
        for word in words
    }


def day_of(word: str, codes: tuple[str, ...]) -> str:
    """The short name of a day or of several, `Mo` or `Mo-Fr`. Raises KeyError for a word that is none in these languages."""
    return _day_names(codes)[word.casefold()]
