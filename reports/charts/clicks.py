"""Clicks from the home page to phone and e-mail, as bars side by side (of table P4), only where the value is shown."""

from collections.abc import Iterator

from reports.charts.shapes import Caption, Chart, Segment, percent
from reports.table import Table
from reports.tables.clicks import NUMBERS
from reports.texts.labels import label

BARS = ("phone", "email")
TOP, TALLEST, FOOT = 20, 120, 26
GROUP = 100 / len(NUMBERS)
WIDTH = GROUP * 0.36


def render(table: Table) -> Chart:
    """Draw the table."""
    counts = {bar: [(code, _count(table, code, bar)) for code in NUMBERS] for bar in BARS}
    most = max(1, *(count for bar in BARS for _, count in counts[bar]))
    return Chart(
        id="chart-clicks",
        title=label("chart.clicks_title"),
        description=label("chart.clicks_description", bars=" ".join(_in_words(bar, counts[bar]) for bar in BARS)),
        height=TOP + TALLEST + FOOT,
        segments=tuple(item for place, bar in enumerate(BARS) for item in _columns(place, bar, counts[bar], most)),
        captions=tuple(
            Caption(text=label(f"chart.{code}"), x=percent(GROUP * (place + 0.5)), y=TOP + TALLEST + 18)
            for place, code in enumerate(NUMBERS)
        ),
        centred=True,
        axis=label("chart.clicks_axis"),
        legend=tuple((f"series-{bar}", label(f"channel.{bar}")) for bar in BARS),
    )


def _count(table: Table, code: str, column: str) -> int:
    value = table.value(code, column)
    return value if isinstance(value, int) else 0


def _columns(place: int, bar: str, counts: list[tuple[str, int]], most: int) -> Iterator[Segment]:
    for group, (_, count) in enumerate(counts):
        x = GROUP * (group + 0.5) + (WIDTH + 0.6) * (place - 1)
        height = round(TALLEST * count / most)
        yield Segment(
            shade=f"series-{bar}",
            x=percent(x),
            width=percent(WIDTH),
            y=TOP + TALLEST - height,
            height=height,
            text=f"{count:,}",
            text_x=percent(x + WIDTH / 2),
            text_y=TOP + TALLEST - height - 5,
        )


def _in_words(bar: str, counts: list[tuple[str, int]]) -> str:
    parts = ", ".join(label("chart.part", label=label(f"chart.{code}_words"), count=count) for code, count in counts if count)
    return label("chart.bar", name=label(f"channel.{bar}"), parts=parts or label("shop.none"))
