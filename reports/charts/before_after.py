"""Place classes of the shops in both lists before and after, as stacked bars, for phone and for e-mail (of the tables of moves)."""

from collections.abc import Iterator, Mapping

from crawler.model.placement import PLACED, PlaceClass
from crawler.model.sighting import Channel
from reports.charts.shapes import Chart, count_of
from reports.charts.stacked import Bar, Named, stacked
from reports.table import Table
from reports.texts.texts import Texts


def render(tables: Mapping[Channel, Table], texts: Texts) -> Chart:
    """Draw the tables of both channels, which have the same shops."""
    bars = [bar for channel in PLACED for bar in _bars(channel, tables[channel], texts)]

    def describe(in_words: str) -> str:
        return texts.plain("chart.changes_description", bars=in_words)

    return stacked(Named("chart-changes", texts.plain("chart.changes_title"), describe), bars, tables[PLACED[0]].n, texts)


def _bars(channel: Channel, table: Table, texts: Texts) -> Iterator[Bar]:
    name = texts.plain(f"channel.{channel}")
    yield Bar(texts.plain("compare.bar_before", channel=name), [(item, count_of(table, item.value, "all")) for item in PlaceClass])
    yield Bar(texts.plain("compare.bar_after", channel=name), [(item, count_of(table, "total", item.value)) for item in PlaceClass])
