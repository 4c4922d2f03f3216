"""Clicks from the home page to phone and e-mail, as bars side by side (of table P4), only where the value is shown."""

from collections.abc import Iterator

from reports.charts.shapes import Caption, Chart, Segment, percent
from reports.table import Table
from reports.tables.clicks import NUMBERS
from reports.texts.texts import Texts

BARS = ("phone", "email")
TOP, TALLEST, FOOT = 20, 120, 26
GROUP = 100 / len(NUMBERS)
WIDTH = GROUP * 0.36


def render(table: Table, texts: Texts) -> Chart:
    """Draw the table."""
    counts = {bar: [(code, _count(table, code, bar)) for code in NUMBERS] for bar in BARS}
    most = max(1, *(count for bar in BARS for _, count in counts[bar]))
    return Chart(
        id="chart-clicks",
        title=texts.plain("chart.clicks_title"),
        description=texts.plain("chart.clicks_description", bars=" ".join(_in_words(bar, counts[bar], texts) for bar in BARS)),
        height=TOP + TALLEST + FOOT,
        segments=tuple(item for place, bar in enumerate(BARS) for item in _columns(place, bar, counts[bar], most, texts)),
        captions=tuple(
            Caption(text=texts.plain(f"chart.{code}"), x=percent(GROUP * (place + 0.5)), y=TOP + TALLEST + 18)
            for place, code in enumerate(NUMBERS)
        ),
        centred=True,
        axis=texts.plain("chart.clicks_axis"),
        legend=tuple((f"series-{bar}", texts.plain(f"channel.{bar}")) for bar in BARS),
    )


def _count(table: Table, code: str, column: str) -> int:
    value = table.value(code, column)
    return value if isinstance(value, int) else 0


def _columns(place: int, bar: str, counts: list[tuple[str, int]], most: int, texts: Texts) -> Iterator[Segment]:
    for group, (_, count) in enumerate(counts):
        x = GROUP * (group + 0.5) + (WIDTH + 0.6) * (place - 1)
        height = round(TALLEST * count / most)
        yield Segment(
            shade=f"series-{bar}",
            x=percent(x),
            width=percent(WIDTH),
            y=TOP + TALLEST - height,
            height=height,
            text=texts.number(count),
            text_x=percent(x + WIDTH / 2),
            text_y=TOP + TALLEST - height - 5,
        )


def _in_words(bar: str, counts: list[tuple[str, int]], texts: Texts) -> str:
    parts = ", ".join(
        texts.plain("chart.part", label=texts.plain(f"chart.{code}_words"), count=count) for code, count in counts if count
    )
    return texts.plain("chart.bar", name=texts.plain(f"channel.{bar}"), parts=parts or texts.plain("shop.none"))
