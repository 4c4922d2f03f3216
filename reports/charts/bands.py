"""Shops in bands, as one lying bar each with its letter and its number (of table P16)."""

from reports.charts.shapes import Anchor, Caption, Chart, Segment, count_of, percent
from reports.table import Table
from reports.tables.bands import NO_SCORE, codes
from reports.texts.texts import Texts

STEP, BAR_HEIGHT, BASELINE = 32, 22, 16
LEFT, LONGEST, GAP = 24.0, 66.0, 1.5
"""Percent of the width: where bars begin, the longest of them, and the blank before its number."""


def render(table: Table, texts: Texts) -> Chart:
    """Draw the table."""
    counts = [(code, count_of(table, code, "rows")) for code in codes()]
    most = max(1, *(count for _, count in counts))
    lengths = [LONGEST * count / most for _, count in counts]
    parts = ", ".join(texts.plain("chart.part", label=texts.plain(f"band.{code}"), count=count) for code, count in counts if count)
    bars = texts.plain("chart.bar", name=texts.plain("chart.bands_title"), parts=parts or texts.plain("shop.none"))
    return Chart(
        id="chart-bands",
        title=texts.plain("chart.bands_title"),
        description=texts.plain("chart.bands_description", n=texts.plain("table.n", count=table.n), bars=bars),
        height=STEP * len(counts),
        segments=tuple(_bar(place, code, lengths[place]) for place, (code, _) in enumerate(counts)),
        captions=(
            *(
                Caption(text=texts.plain(f"band.{code}"), x=percent(LEFT - GAP), y=_base(place), anchor=Anchor.END)
                for place, (code, _) in enumerate(counts)
            ),
            *(
                Caption(text=texts.number(count), x=percent(LEFT + lengths[place] + GAP), y=_base(place))
                for place, (_, count) in enumerate(counts)
            ),
        ),
    )


def _bar(place: int, code: str, length: float) -> Segment:
    unscored = code == NO_SCORE
    return Segment(
        shade="undetermined" if unscored else f"band-{code.lower()}",
        x=percent(LEFT),
        width=percent(length),
        y=STEP * place + (STEP - BAR_HEIGHT) // 2,
        height=BAR_HEIGHT,
        pattern="sparse" if unscored else "",
    )


def _base(place: int) -> int:
    return STEP * place + (STEP - BAR_HEIGHT) // 2 + BASELINE
