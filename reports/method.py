"""The parts of the documentation that are made of the program's own data: points, bands, criteria, norms, tables.

    python -m reports.method        bring docs/*.md up to date

A part stands between `<!-- made by reports.method: NAME -->` and `<!-- end -->`. What is said in the method's text and what the
program does can so not drift apart; a test compares them.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import cast

from crawler.model.placement import PlaceClass
from reports import dictionary
from reports.norms.norms import Norm, norms
from reports.outputs.method_page import numbers, place_meaning
from reports.outputs.named_lists import LISTS
from reports.scoring.points import points
from reports.scoring.stability import STEADY
from reports.tables import segments
from reports.tables.roster import SEVERAL, TABLES
from reports.texts.texts import texts
from reports.verdict import CRITERIA

DOCS = Path(__file__).resolve().parents[1] / "docs"
PART = re.compile(r"(?P<head><!-- made by reports\.method: (?P<name>[a-z-]+) -->\n)(?P<made>.*?)(?P<tail><!-- end -->)", re.DOTALL)
EU = "EU"


class MethodError(ValueError):
    """A page asks for a part that is not made here; the message names both."""


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table.

    >>> print(table(["reason", "points"], [["home", 30]]), end="")
    | reason | points |
    | --- | --- |
    | home | 30 |
    """
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def criteria() -> str:
    """Each criterion, what it asks, and the points that each of its reasons gives."""
    rows = ((f"`{one.ID}`", _asks(cast("ModuleType", one)), _points(one.ID)) for one in CRITERIA)
    return table(("criterion", "what it asks", "points by reason"), rows)


def bands() -> str:
    """The bands, and the score at which each begins."""
    return table(("band", "from"), points().bands.items())


def places() -> str:
    """Each place class and what it means, as the report's own page on method says it."""
    return table(("class", "meaning"), ((f"`{item}`", place_meaning(item, texts())) for item in PlaceClass))


def stability() -> str:
    """How the weights are drawn that tell how steady a band is."""
    drawn = points().stability
    told = (
        ("seed", drawn.seed),
        ("draws", drawn.draws),
        ("spread", f"{drawn.spread} % up or down"),
        ("steady", f"{STEADY:.0%} of the draws"),
    )
    return table(("drawing of weights", "value"), (*told, ("source", drawn.source)))


def goals() -> str:
    """What a criterion can be lifted to."""
    rows = ((f"`{name}`", ", ".join(f"`{goal}`" for goal in item.goals)) for name, item in points().criteria.items() if item.goals)
    return table(("criterion", "goals, nearest first"), rows)


def effort() -> str:
    """The numbers of the model of effort, with their sources."""
    return table(("number", "value", "unit", "source"), ((name, f"{it.amount:g}", it.unit, it.source) for name, it in numbers()))


def packs() -> str:
    """What each country's pack says of phone and e-mail address."""
    rows = (_pack(norm) for country, norm in sorted(norms().items()) if country != EU)
    return table(("country", "phone", "e-mail", "no rule found on", "state of research"), rows)


def tables() -> str:
    """The tables of the report, each with its caption and the files beside the report; those of a column of the list by example."""
    names = [*(unit.ID for unit in TABLES), *(section for unit in SEVERAL for section in unit.SHAPES), *LISTS.values()]
    files = {name: name.replace(segments.SECTION, f"{segments.ID}-1") for name in names}
    rows = ((_caption(name), f"`tables/{files[name]}.csv`, `tables/{files[name]}.json`") for name in names)
    ordered: list[tuple[str, str]] = sorted(rows, key=lambda row: _number(row[0]))
    return table(("table", "as data"), ordered)


def _caption(name: str) -> str:
    key = f"table.{name}.caption"
    return texts().plain(key, about="…") if name.startswith(segments.SECTION) else texts().plain(key)


def _number(caption: str) -> int:
    found = re.match(r"P(\d+)\.", caption)
    return int(found[1]) if found else 0


def _points(criterion: str) -> str:
    given = points().criteria[criterion].reasons
    return ", ".join(f"`{reason}` {number}" for reason, number in given.items())


def _asks(criterion: ModuleType) -> str:
    """What a criterion asks: the first sentence of its module, without "Whether"."""
    return (criterion.__doc__ or "").partition("\n")[0].rstrip(".").partition(": ")[0]


def _pack(norm: Norm) -> tuple[str, ...]:
    open_places = ", ".join(f"`{place}`" for place in norm.logical_places.not_judged) or "-"
    return (norm.country, _item(norm, "phone"), _item(norm, "email"), open_places, norm.state)


def _item(norm: Norm, name: str) -> str:
    found = norm.item(name)
    if found is None:
        return "not asked"
    condition = f" ({found.condition})" if found.condition else ""
    since = f", since {found.since}" if found.since else ""
    return f"{found.status.replace('_', ' ')}{condition}{since}; {found.norm}; proof: {found.confirmed.replace('_', ' ')}"


def columns(part: str) -> Callable[[], str]:
    """What makes the columns of some files, as the data dictionary tells them."""
    named = ("table",) if part in {"tables", "store"} else ()
    return lambda: table((*named, "column", "what it holds", "unit", "values"), dictionary.told(part))


PARTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "bands": bands,
        "criteria": criteria,
        "effort": effort,
        "goals": goals,
        "norms": packs,
        "places": places,
        "stability": stability,
        "tables": tables,
        **{f"data-{part}": columns(part) for part in dictionary.FILES},
    }
)
"""What can be made, by the name that stands in the page."""


def up_to_date(text: str, page: str) -> str:
    """A page with its parts made anew. Raises MethodError for a part that is not known."""

    def made(part: re.Match[str]) -> str:
        if part["name"] not in PARTS:
            raise MethodError(f"{page}: no part {part['name']!r} is made; known are {', '.join(PARTS)}")
        return f"{part['head']}{PARTS[part['name']]()}{part['tail']}"

    return PART.sub(made, text)


def main(folder: Path = DOCS) -> None:
    """Bring the pages of the folder up to date, and tell which changed."""
    for path in sorted(folder.glob("*.md")):
        old = path.read_text(encoding="utf-8")
        new = up_to_date(old, path.name)
        if new != old:
            path.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{path}: brought up to date\n")


if __name__ == "__main__":
    main()
