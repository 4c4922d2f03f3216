"""A chart as it stands in a page: a figure with its SVG, its legend and its description."""

from markupsafe import Markup

from reports.charts.shapes import Chart
from reports.outputs.environment import environment
from reports.texts.texts import Texts


def drawn(chart: Chart, words: Texts) -> Markup:
    """A chart as a figure with its SVG."""
    return Markup(environment(words).get_template("chart.html.j2").render(it=chart))  # noqa: S704 - our own template, escaped
