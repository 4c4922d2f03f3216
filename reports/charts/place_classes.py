"""Place classes of phone and e-mail, as one stacked bar each (of table P2)."""

from crawler.model.placement import PlaceClass
from reports.charts.shapes import Chart, count_of
from reports.charts.stacked import Bar, Named, stacked
from reports.table import Table
from reports.texts.texts import Texts

BARS = ("phone", "email")


def render(table: Table, texts: Texts) -> Chart:
    """Draw the table."""
    bars = [Bar(texts.plain(f"channel.{bar}"), [(item, count_of(table, item.value, bar)) for item in PlaceClass]) for bar in BARS]

    def describe(in_words: str) -> str:
        return texts.plain("chart.place_classes_description", n=texts.plain("table.n", count=table.n), bars=in_words)

    return stacked(Named("chart-place-classes", texts.plain("chart.place_classes_title"), describe), bars, table.n, texts)
