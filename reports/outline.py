"""An outline: of one row of the list what the tables count and the lists show, and nothing of the evidence behind it.

It is worked out of a verdict. Written as text it is a line of JSON for what only this row has, and a line for each thing that many
rows have alike: those are read once, however many rows there are.
"""

import json
from collections.abc import Hashable
from dataclasses import astuple
from functools import lru_cache
from typing import Any, NamedTuple

from crawler.model.placement import PlaceClass
from crawler.model.review import Decision, Review
from reports import tally
from reports.people.reviewing import State
from reports.standing import Standing
from reports.tables import named, shops
from reports.tables.shops import ShopRow
from reports.verdict import Verdict

SEEN = 16_384
"""Lines that are remembered when outlines are read."""
OF_THE_ROW = 6
"""Lines before those of the tables."""


class Visited(NamedTuple):
    """A visit: the norm it was held against ("" for none), what it was made with, its first and last moment (ISO 8601 UTC)."""

    norm: str
    versions: tuple[tuple[str, str], ...]
    started_at: str
    finished_at: str


class Outline(NamedTuple):
    """What a report shows of a row where its shop has no page of its own.

    `row` is its line in the list of shops, `states` where it stands on the named lists, phone first; `visited` is None without a
    visit; `keys` is what each table counts, in the order of `reports.tally`.
    """

    row: ShopRow
    states: tuple[str, str]
    visited: Visited | None
    keys: tuple[Hashable, ...]


class Shown(NamedTuple):
    """A row as a report shows it; `verdict` where its shop has a page. `anew`: it was judged as its outline did not hold."""

    outline: Outline
    verdict: Verdict | None = None
    anew: bool = False


def outline(verdict: Verdict) -> Outline:
    """The outline of a verdict."""
    visit = verdict.dossier.visit
    return Outline(
        row=shops.row(verdict),
        states=named.counted(verdict),
        visited=Visited(verdict.norm, visit.versions, visit.started_at, visit.finished_at) if visit else None,
        keys=tally.keys(verdict),
    )


def written(told: Outline) -> str:
    """An outline as text in ASCII, which `read` reads."""
    row, visited = told.row, told.visited
    own = (row.line, row.shop_id, row.name, row.url, row.message, *(visited[2:] if visited else ()))
    shared = (
        row.country,
        _standing_cells(row.phone),
        _standing_cells(row.email),
        (*row.scored, row.answers),
        told.states,
        visited and visited[:2],
    )
    return "\n".join(map(_JSON, (own, *shared, *told.keys)))


def read(text: str) -> Outline:
    """The outline that was written. Raises ValueError, TypeError or IndexError for a text that is none."""
    first, *lines = text.split("\n")
    line, shop_id, name, url, message, *times = json.loads(first)
    country, phone, email, scored, states, made = lines[:OF_THE_ROW]
    of_visit = _frozen(made)
    score, band, holds, answers = _frozen(scored)
    row = ShopRow(
        line=line,
        shop_id=shop_id,
        name=name,
        url=url,
        country=_frozen(country),
        phone=_standing(phone),
        email=_standing(email),
        score=score,
        band=band,
        holds=holds,
        answers=answers,
        message=message,
    )
    visited = Visited(*of_visit, *times) if of_visit else None
    return Outline(row, _frozen(states), visited, tuple(map(_frozen, lines[OF_THE_ROW:])))


_JSON = json.JSONEncoder(separators=(",", ":")).encode


def _standing_cells(place: Standing) -> tuple[Any, ...]:
    return (*place._replace(reviews=()), tuple(map(astuple, place.reviews)))


@lru_cache(maxsize=SEEN)
def _standing(text: str) -> Standing:
    *cells, reviews = json.loads(text)
    place, state = Standing(*cells), cells[-1]
    return place._replace(
        place_class=PlaceClass(place.place_class),
        reviews=tuple(_review(item) for item in reviews),
        state=None if state is None else State(state),
    )


def _review(cells: list[Any]) -> Review:
    item = dict(zip(Review.__dataclass_fields__, cells, strict=True))
    return Review(**{**item, "decision": Decision(item["decision"])})


@lru_cache(maxsize=SEEN)
def _frozen(text: str) -> Any:
    """A line as what it was before it was written: lists are tuples."""
    return _tuples(json.loads(text))


def _tuples(value: Any) -> Hashable:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
