"""Opening hours that only machines read, from JSON-LD and microdata, in the short form of OpenStreetMap.

`openingHoursSpecification` with days, `opens` and `closes` (days of the same times are joined; equal times mean closed; those of a
holiday or a season are left out), and `openingHours` in its own short form. https://schema.org/OpeningHoursSpecification

>>> plain("Mo,Tu,We,Th,Fr 9:00-17:30"), plain("Monday-Friday 10:00 - 18:00"), plain("by appointment")
(['Mo-Fr 09:00-17:30'], ['Mo-Fr 10:00-18:00'], [])
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.extractors.hours import DAYS
from crawler.extractors.json_ld import things
from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene
from crawler.model.sighting import Place

DAY = rf"(?:https?://schema\.org/)?(?:{'|'.join(DAYS)})[a-z]*"
SPAN = re.compile(rf"(?P<first>{DAY})(?:\s?[-–]\s?(?P<last>{DAY}))?", re.IGNORECASE)
CLOCK = r"T?(?P<{0}h>[01]?\d|2[0-4]):(?P<{0}m>[0-5]\d)(?::[0-5]\d)?\s?(?P<{0}x>am|pm)?"
TIME = re.compile(CLOCK.format("a"), re.IGNORECASE)
TIMES = re.compile(CLOCK.format("a") + r"\s?[-–]\s?" + CLOCK.format("b"), re.IGNORECASE)
MARKED = re.compile(
    r"""<(?:meta|time|span|div|li|p|td|dd|link)\b[^<>]{0,200}\bitemprop\s?=\s?["']?openingHours["']?[^<>]{0,200}>""",
    re.IGNORECASE,
)
CONTENT = re.compile(r"""\b(?:content|datetime)\s?=\s?["'](?P<text>[^"'<>]{5,120})["']""", re.IGNORECASE)
NOT_ALWAYS = frozenset({"validFrom", "validThrough"})
DEEPEST = 20
MOST = 100


def find(scene: Scene) -> Iterator[Fact]:
    """Give the intervals of all structured data, each once."""
    found: dict[str, str] = {}
    for raw in scene.document.structured:
        if "pening" in raw or "opens" in raw:
            found |= {value: "json-ld" for value in _in_data(things(raw), 0) if value not in found}
    if scene.document.microdata and "openingHours" in scene.document.html:
        found |= {value: "microdata" for value in _in_markup(scene.document.html) if value not in found}
    for value, technique in found.items():
        yield Fact(
            page_id=scene.page.id,
            kind=FactKind.OPENING_HOURS,
            value=value,
            as_shown=value,
            place=Place.SCRIPT if technique == "json-ld" else Place.HEAD,
            technique=technique,
        )


def _in_markup(source: str) -> Iterator[str]:
    for number, marked in enumerate(MARKED.finditer(source)):
        if number < MOST and (content := CONTENT.search(marked.group())):
            yield from plain(html.unescape(content["text"]))


def _in_data(thing: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(thing, list):
        yield from _specified([item for item in thing[:MOST] if isinstance(item, dict) and "opens" in item])
        for item in thing[:MOST]:
            yield from () if isinstance(item, dict) and "opens" in item else _in_data(item, depth + 1)
    elif isinstance(thing, dict):
        if "opens" in thing:
            yield from _specified([thing])
        given = thing.get("openingHours")
        for text in (given if isinstance(given, list) else [given])[:MOST]:
            yield from plain(text) if isinstance(text, str) else ()
        for item in thing.values():
            yield from _in_data(item, depth + 1)


def _specified(specifications: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The intervals of specifications, days of the same times together."""
    days: dict[str, set[int]] = {}
    for item in specifications:
        opens, closes = TIME.match(str(item.get("opens"))), TIME.match(str(item.get("closes")))
        if not opens or not closes or NOT_ALWAYS & item.keys():
            continue
        start, end = _clock(opens, "a"), _clock(closes, "a")
        given = item.get("dayOfWeek")
        told = [day for name in (given if isinstance(given, list) else [given])[:MOST] for day in _days(str(name))]
        if start != end and told:
            days.setdefault(f"{start}-{end}", set()).update(told)
    yield from (f"{short(numbers)} {times}" for times, numbers in days.items())


def plain(text: str) -> list[str]:
    """The intervals of a text in schema.org's short form."""
    days = _days(text)
    times = [(_clock(match, "a"), _clock(match, "b")) for match in TIMES.finditer(text)]
    return [f"{short(set(days))} {start}-{end}" for start, end in times if days and start != end]


def _days(text: str) -> list[int]:
    found: list[int] = []
    for span in SPAN.finditer(text[:200]):
        first = _number(span["first"])
        last = _number(span["last"]) if span["last"] else first
        found += [day % 7 for day in range(first, (last if last >= first else last + 7) + 1)]
    return found


def _number(name: str) -> int:
    return DAYS.index(name.rpartition("/")[2][:2].title())


def _clock(match: re.Match[str], name: str) -> str:
    hour, half = int(match[name + "h"]), (match[name + "x"] or "").lower()
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02}:{match[name + 'm']}"


def short(numbers: set[int]) -> str:
    """Days (0 for Monday) in short form, those that follow each other as a span.

    >>> short({0, 1, 2, 3, 4}), short({0, 2, 5, 6})
    ('Mo-Fr', 'Mo,We,Sa-Su')
    """
    parts: list[str] = []
    for day in sorted(numbers):
        if day - 1 not in numbers:
            last = next(end for end in range(day, 8) if end + 1 not in numbers)
            parts.append(DAYS[day] if last == day else f"{DAYS[day]}-{DAYS[last]}")
    return ",".join(parts)
