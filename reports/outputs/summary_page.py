"""The summary on one page: what was asked, the main figures with their denominators, two charts, and what they do not say.

It stands in the report as a page of its own, and alone as one file that needs nothing beside it: its style is in it, and its
policy lets exactly that style work and nothing else.
"""

from collections.abc import Mapping
from typing import Any

from crawler.model.placement import POSITIVE, PlaceClass
from reports.charts import clicks, place_classes
from reports.charts.shapes import count_of
from reports.outputs import table_view
from reports.outputs.environment import csp_hash, environment, source
from reports.outputs.figure import drawn
from reports.outputs.in_short import first_sentences
from reports.outputs.summary import Summary
from reports.shares import Coverage
from reports.table import Column, Level, Show, Table, shared_row
from reports.texts.texts import Texts

ID = "summary"
TEMPLATE = "summary.html.j2"
COLUMNS = (
    Column(key="main", show=Show.CODE, codes="main"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
GROUPS: Mapping[str, tuple[PlaceClass, ...]] = {
    "logical": tuple(POSITIVE),
    "elsewhere": (PlaceClass.IMPRINT, PlaceClass.OTHER_PAGE),
    "legal": (PlaceClass.LEGAL_TEXT,),
    "gated": (PlaceClass.GATED, PlaceClass.MACHINE_ONLY),
    "absent": (PlaceClass.ABSENT,),
    "undetermined": (PlaceClass.UNDETERMINED,),
}
"""The ten place classes in six groups, each class in one."""
CHANNELS = ("phone", "email")
SUSPECTED = "summary.limit_suspected"
LIMITS = (SUSPECTED, "summary.limit_sent", "summary.limit_day")
WHOSE = {Coverage.CENSUS: "summary.limit_list", Coverage.SAMPLE: "summary.limit_sample"}


def values(report: Summary, words: Texts) -> dict[str, Any]:
    """What the template needs."""
    tables = report.tables
    both = table_view.view(tables["p3"], words)
    charts = (place_classes.render(tables["p2"], words), clicks.render(tables["p4"], words))
    checked = report.facts.edition is not None and report.facts.names_shops
    limits = [name for name in (*LIMITS, WHOSE[report.facts.coverage]) if not (checked and name == SUSPECTED)]
    open_rows = count_of(tables["p3"], "undetermined", "logical")
    return {
        "n": report.n,
        "when": report.when(words),
        "list_name": report.facts.list_name,
        "tiles": [row for row in both.rows if row.level == "part"],
        "sentences": first_sentences(tables, words),
        "main": table_view.view(main_figures(tables["p2"]), words),
        "charts": [{"title": chart.title, "figure": drawn(chart, words)} for chart in charts],
        "limits": [words.html("summary.limit_open", count=open_rows, n=report.n), *map(words.html, limits)],
    }


def main_figures(p2: Table) -> Table:
    """Table P2 with its classes in groups."""
    counts = {code: [sum(count_of(p2, item.value, of) for item in held) for of in CHANNELS] for code, held in GROUPS.items()}
    parts = (shared_row(code, pair, p2.n) for code, pair in counts.items())
    return Table(id="main-figures", columns=COLUMNS, rows=(*parts, shared_row("total", [p2.n, p2.n], p2.n, Level.TOTAL)), n=p2.n)


def alone(report: Summary, words: Texts) -> str:
    """The page as one file."""
    style = source("style.css")
    page = environment(words).get_template("summary_alone.html.j2")
    return page.render(
        **values(report, words),
        title=words.html(f"further.{ID}"),
        **report.facts.about,
        others=(),
        root="",
        style=style,
        style_source=csp_hash(style),
    )
