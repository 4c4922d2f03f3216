"""Where two visits of one shop differ first: what a verification tells."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from crawler.model.visit import Visit

_NOT_SEEN = frozenset({"versions"})
"""Fields that tell of the program and not of the shop."""


class Difference(NamedTuple):
    """The first difference: the field, by its path such as `placements[0].clicks`, the address of the page, both values."""

    where: str
    page: str
    before: str
    after: str


def first_difference(before: Visit, after: Visit) -> Difference | None:
    """Compare what was stored of a visit with what its evidence gives; None where they are equal."""
    for field in fields(Visit):
        if field.name not in _NOT_SEEN:
            for where, old, new in _differences(field.name, getattr(before, field.name), getattr(after, field.name)):
                return Difference(where, _page(before, getattr(before, field.name), where), _told(old), _told(new))
    return None


def _differences(where: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new):
        for field in fields(old):
            yield from _differences(f"{where}.{field.name}", getattr(old, field.name), getattr(new, field.name))
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(f"{where}[{number}]", one, other)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield f"{where}, how many", len(old), len(new)
    else:
        yield where, old, new


def _page(visit: Visit, items: Any, where: str) -> str:
    """The page that the differing record is about, "" where it is about none."""
    number = where.partition("[")[2].partition("]")[0]
    if not number.isdigit() or not isinstance(items, Sequence):
        return ""
    item = items[int(number)]
    page_id = getattr(item, "page_id", None)
    if page_id is None:
        return str(getattr(item, "final_url", ""))
    return next((page.final_url for page in visit.pages if page.id == page_id), "")


def _told(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 300 else f"{text[:300]}..."
