"""The table of shops on a page: its lines, the groups a reader can choose without script, and the orders it is written in."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from crawler.model.placement import PLACED, PlaceClass
from reports.outputs.environment import csp_hash, environment, source
from reports.standing import Standing
from reports.tables.bands import NO_SCORE, codes
from reports.tables.shops import ShopRow
from reports.texts.texts import Texts

GROUPS = ("logical", "elsewhere", "not-shown", "undetermined")
"""Groups of place classes, each row in one per channel; the style sheet filters by them."""

LAST = "\U0010ffff"
MANY_CLICKS = 99
PLACES = 4_096
"""Cells of a channel that are remembered."""


class Line(NamedTuple):
    """A line of the table of shops; `page` is "" where the shop has none."""

    row: ShopRow
    page: str
    visited: bool = True

    @property
    def phone_group(self) -> str:
        """The group of the phone number's place."""
        return group(self.row.phone)

    @property
    def email_group(self) -> str:
        """The group of the e-mail address's place."""
        return group(self.row.email)

    @property
    def band(self) -> str:
        """The band's letter, or `no-score`."""
        return self.row.band or NO_SCORE

    @property
    def phone_order(self) -> int:
        """Where it stands by phone: best class first, then fewest clicks."""
        return order(self.row.phone)

    @property
    def email_order(self) -> int:
        """Where it stands by e-mail."""
        return order(self.row.email)


class Choice(NamedTuple):
    """A group that can be chosen: its code, and how many lines of the page it has."""

    code: str
    lines: int


class Choices(NamedTuple):
    """The groups that occur among the lines of a page."""

    phone: tuple[Choice, ...]
    email: tuple[Choice, ...]
    band: tuple[Choice, ...]


def group(place: Standing) -> str:
    """The group of a place: where the value is shown, and whether that is a logical place."""
    if place.place_class is PlaceClass.UNDETERMINED:
        return "undetermined"
    if place.logical:
        return "logical"
    return "elsewhere" if place.shown else "not-shown"


def order(place: Standing) -> int:
    """A number that sorts by class, best first, then by clicks."""
    clicks = MANY_CLICKS if place.clicks is None else min(place.clicks, MANY_CLICKS)
    return place.place_class.rank * (MANY_CLICKS + 1) + clicks


def choices(lines: Sequence[Line]) -> Choices:
    """What can be chosen among some lines."""
    return Choices(
        tuple(_met(GROUPS, (line.phone_group for line in lines))),
        tuple(_met(GROUPS, (line.email_group for line in lines))),
        tuple(_met(codes(), (line.band for line in lines))),
    )


def _met(known: Iterable[str], found: Iterable[str]) -> Iterator[Choice]:
    counts = Counter(found)
    return (Choice(code, counts[code]) for code in known if counts[code])


def _name(line: Line) -> str:
    return line.row.name.casefold()


ORDERS: dict[str, Callable[[Line], tuple[object, ...]]] = {
    "name": lambda line: (_name(line),),
    "country": lambda line: (line.row.country or LAST, _name(line)),
    "phone": lambda line: (line.phone_order, _name(line)),
    "email": lambda line: (line.email_order, _name(line)),
    "score": lambda line: (line.row.score is None, -(line.row.score or 0), _name(line)),
}
"""The columns by which a list of one page is also written sorted, best first."""


def sorted_page(column: str) -> str:
    """The file of the list sorted by a column."""
    return f"shops-by-{column}.html"


class Listing(NamedTuple):
    """The lines of a page with their HTML in one language, written once for all orders that the list can be had in.

    `number` is that of the page.
    """

    lines: Sequence[Line]
    rows: Sequence[Markup]
    orders: tuple[str, ...]
    number: int

    def values(self, column: str = "") -> dict[str, Any]:
        """What a page with the list needs, sorted by a column or as it is: rows, groups to choose, orders, and the script."""
        script = source("sort.js")
        return {
            "rows": self._sorted(column) if column else self.rows,
            "choices": choices(self.lines),
            "orders": self.orders,
            "current": column,
            "weights": weights_file(self.number),
            "script": script,
            "script_source": csp_hash(script),
        }

    def _sorted(self, column: str) -> list[Markup]:
        places = sorted(range(len(self.lines)), key=lambda place: ORDERS[column](self.lines[place]))
        return [self.rows[place] for place in places]


def weights_file(number: int) -> str:
    """The file in which the lines of a page of the list are weighed."""
    return "weights.html" if number == 1 else f"weights-{number}.html"


def listing(lines: Sequence[Line], texts: Texts, orders: tuple[str, ...] = (), number: int = 1) -> Listing:
    """Write the lines of a page."""
    write = _writer(texts)
    return Listing(lines, [write(line) for line in lines], orders, number)


@cache
def _writer(texts: Texts) -> Callable[[Line], Markup]:
    """Give what writes a line; what it says of a channel is written once for all lines that say the same."""
    parts: Any = environment(texts).get_template("shop_row.html.j2").module
    phone, email = (texts.html(f"column.{channel}") for channel in PLACED)

    @lru_cache(maxsize=PLACES)
    def cell(place: Standing, label: Markup) -> Markup:
        return parts.place(place, label, order(place))  # type: ignore[no-any-return]

    return lambda line: parts.line(line, cell(line.row.phone, phone), cell(line.row.email, email))
