"""Clicks from the home page to phone and e-mail, as bars side by side (of table P4), only where the value is shown."""

from collections.abc import Iterator, Sequence

from reports.charts.shapes import Anchor, Caption, Chart, Key, Segment, count_of, percent
from reports.table import Table
from reports.tables.clicks import NUMBERS
from reports.texts.texts import Texts

BARS = ("phone", "email")
PATTERNS = {"phone": "", "email": "stripes"}
TOP, TALLEST, FOOT = 20, 132, 26
GROUP = 100 / len(NUMBERS)
WIDTH = GROUP * 0.36
BASELINE = 1
"""Height of the bar of a count of nothing: the line it would stand on."""
LINE = 15
"""Height of a number above a bar."""
SIDE_BY_SIDE = 5
"""Characters of the numbers of two bars that fit beside each other, also on a phone."""


def render(table: Table, texts: Texts) -> Chart:
    """Draw the table."""
    counts = {bar: [(code, count_of(table, code, bar)) for code in NUMBERS] for bar in BARS}
    most = max(1, *(count for bar in BARS for _, count in counts[bar]))
    lifts = [_lifts([count for _, count in group], most, texts) for group in zip(*counts.values(), strict=True)]
    top = TOP + LINE if any(map(any, lifts)) else TOP
    foot = top + TALLEST + 18
    return Chart(
        id="chart-clicks",
        title=texts.plain("chart.clicks_title"),
        description=texts.plain("chart.clicks_description", bars=" ".join(_in_words(bar, counts[bar], texts) for bar in BARS)),
        height=top + TALLEST + FOOT,
        segments=tuple(item for place, bar in enumerate(BARS) for item in _columns(place, bar, counts[bar], most, top)),
        captions=(
            *(
                item
                for place, bar in enumerate(BARS)
                for item in _numbers(place, counts[bar], most, [top - it[place] for it in lifts], texts)
            ),
            *(
                Caption(text=texts.plain(f"chart.{code}"), x=percent(GROUP * (place + 0.5)), y=foot, anchor=Anchor.MIDDLE)
                for place, code in enumerate(NUMBERS)
            ),
        ),
        axis=texts.plain("chart.clicks_axis"),
        legend=tuple(Key(shade=f"series-{bar}", label=texts.plain(f"channel.{bar}"), pattern=PATTERNS[bar]) for bar in BARS),
    )


def _left(group: int, place: int) -> float:
    return GROUP * (group + 0.5) + (WIDTH + 0.6) * (place - 1)


def _tall(count: int, most: int) -> int:
    return max(BASELINE, round(TALLEST * count / most))


def _lifts(counts: Sequence[int], most: int, texts: Texts) -> list[int]:
    """How much higher each number of two bars stands: that of the taller one where the two would run into each other."""
    apart = _tall(max(counts), most) - _tall(min(counts), most)
    crowded = min(counts) > 0 and apart < LINE and sum(len(texts.number(count)) for count in counts) > SIDE_BY_SIDE
    return [LINE - apart if crowded and place == counts.index(max(counts)) else 0 for place in range(len(counts))]


def _columns(place: int, bar: str, counts: list[tuple[str, int]], most: int, top: int) -> Iterator[Segment]:
    for group, (_, count) in enumerate(counts):
        height = _tall(count, most)
        yield Segment(
            shade=f"series-{bar}",
            x=percent(_left(group, place)),
            width=percent(WIDTH),
            y=top + TALLEST - height,
            height=height,
            pattern=PATTERNS[bar] if count else "",
        )


def _numbers(place: int, counts: list[tuple[str, int]], most: int, tops: list[int], texts: Texts) -> Iterator[Caption]:
    """The count above each bar; a bar of nothing has none."""
    for group, (_, count) in enumerate(counts):
        if count:
            y = tops[group] + TALLEST - _tall(count, most) - 5
            yield Caption(text=texts.number(count), x=percent(_left(group, place) + WIDTH / 2), y=y, anchor=Anchor.MIDDLE)


def _in_words(bar: str, counts: list[tuple[str, int]], texts: Texts) -> str:
    parts = ", ".join(
        texts.plain("chart.part", label=texts.plain(f"chart.{code}_words"), count=count) for code, count in counts if count
    )
    return texts.plain("chart.bar", name=texts.plain(f"channel.{bar}"), parts=parts or texts.plain("shop.none"))
