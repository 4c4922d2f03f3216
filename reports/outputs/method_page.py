"""How a report was made: rules, points, packs and numbers, taken from where the program reads them.

The same sources make the lists in `docs/method.md` (`reports.method`), so that the two say the same.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from crawler.model.placement import MOST_CLICKS_TO_CONTACT, PlaceClass
from crawler.model.reason import Reason
from reports.effort import Parameter, model
from reports.norms.norms import Norm, NormItem, norms
from reports.outputs.search_view import PARTS
from reports.outputs.summary import Summary
from reports.scoring.points import points
from reports.shares import LEVEL, Coverage
from reports.texts.texts import Texts

ID = "method"
TEMPLATE = "method.html.j2"
ITEMS = ("phone", "email", "geographic_address", "register_number", "company_number", "vat_id", "opening_hours")
"""What criteria hold against a country's pack."""
NOT_JUDGED = ("service", "chat", "conditions", "motive", "later")
NUMBERS = ("mental", "pointing", "click", "reading", "skimming", "word")
"""The numbers of the model of effort, in the order they are told."""


class Asked(NamedTuple):
    """A criterion in words: its name, what it asks, and the points of each answer."""

    name: str
    asks: str
    points: tuple[tuple[str, int], ...]


class Pack(NamedTuple):
    """A country's pack as this run used it: the heading of its table, its items, and the places on which it found no rule."""

    id: str
    caption: str
    items: tuple[NormItem, ...]
    open_places: str


def shares(coverage: Coverage, words: Texts) -> tuple[Markup, Markup]:
    """How shares and sentences are to be read: of a census, or of a sample."""
    told = {"level": 100 * LEVEL} if coverage is Coverage.SAMPLE else {}
    return words.html(f"coverage.method_{coverage}", **told), words.html("coverage.method_open")


def values(report: Summary, words: Texts) -> dict[str, Any]:
    """What the template needs."""
    table = points()
    return {
        "places": [(item.value, place_meaning(item, words)) for item in PlaceClass],
        "parts": PARTS,
        "reasons": [item.value for item in Reason],
        "criteria": tuple(_criteria(words)),
        "points": table,
        "numbers": numbers(),
        "effort_source": model().source,
        "packs": tuple(_packs(report, words)),
        "not_judged": NOT_JUDGED,
        "shares": shares(report.facts.coverage, words),
        "made_by": report.facts.version,
        "versions": ", ".join(f"{name} {version}" for name, version in report.versions),
    }


def place_meaning(place_class: PlaceClass, words: Texts) -> str:
    """What a place class means."""
    return words.plain(f"method.class.{place_class}", clicks=MOST_CLICKS_TO_CONTACT)


def numbers() -> tuple[tuple[str, Parameter], ...]:
    """The numbers of the model of effort by name."""
    return tuple((name, getattr(model(), name)) for name in NUMBERS)


def _criteria(words: Texts) -> Iterator[Asked]:
    for name, item in points().criteria.items():
        given = tuple((words.plain(f"reason.{reason}"), number) for reason, number in item.reasons.items())
        yield Asked(words.plain(f"criterion.{name}"), words.plain(f"method.asks.{name}"), given)


def _packs(report: Summary, words: Texts) -> Iterator[Pack]:
    known = {norm.id: norm for norm in norms().values()}
    for name, rows in sorted(report.norms.items()):
        if norm := known.get(name):
            caption = words.plain("method.norm_caption", country=norm.country, rows=rows, state=words.day(norm.state))
            yield Pack(norm.id, caption, tuple(_items(norm)), _open_places(norm, words))


def _items(norm: Norm) -> Iterator[NormItem]:
    return (item for name in ITEMS if (item := norm.item(name)) is not None)


def _open_places(norm: Norm, words: Texts) -> str:
    return ", ".join(words.plain(f"place_class.{place}") for place in norm.logical_places.not_judged)
