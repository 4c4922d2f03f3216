"""The table of shops of two runs: one row a shop, with where it stood on each channel before and after.

It is written as it is made, so it is no `Table`: two lists may have a hundred thousand shops.
"""

from typing import Any, NamedTuple

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel
from reports.comparison import Change, Outcome, Pair, change, outcome
from reports.standing import Standing, standing
from reports.table import Cell
from reports.verdict import Verdict

SIDES = ("before", "after")
COLUMNS = (
    *("id", "name", "url", "country", "changed"),
    *(
        name
        for channel in PLACED
        for name in (
            f"{channel}_change",
            *(f"{channel}_{side}_{what}" for side in SIDES for what in ("place_class", "reason", "clicks")),
        )
    ),
    *(f"{side}_{what}" for side in SIDES for what in ("score", "band")),
)


class ChannelChange(NamedTuple):
    """One channel: what became of it, and where it stood on each side, None where the shop was not in the list."""

    channel: Channel
    change: Change
    before: Standing | None
    after: Standing | None


class ShopChange(NamedTuple):
    """One row. Scores and bands are pairs, before and after; None without one."""

    shop_id: str
    name: str
    url: str
    country: str
    changed: Outcome
    channels: tuple[ChannelChange, ...]
    scores: tuple[float | None, float | None]
    bands: tuple[str | None, str | None]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row for CSV, in the order of COLUMNS."""
        placed = (cell for item in self.channels for cell in (item.change.value, *_cells(item.before), *_cells(item.after)))
        scored = (cell for pair in zip(self.scores, self.bands, strict=True) for cell in pair)
        return (self.shop_id, self.name, self.url, self.country, self.changed.value, *placed, *scored)

    def as_json(self) -> dict[str, Any]:
        """The row as plain data."""
        channels = {
            item.channel.value: {"change": item.change.value, "before": _plain(item.before), "after": _plain(item.after)}
            for item in self.channels
        }
        scores, bands = dict(zip(SIDES, self.scores, strict=True)), dict(zip(SIDES, self.bands, strict=True))
        named = {"id": self.shop_id, "name": self.name, "url": self.url, "country": self.country}
        return {**named, "changed": self.changed.value, **channels, "score": scores, "band": bands}


def row(pair: Pair) -> ShopChange:
    """The row of a shop, named as the later list does. Raises ValueError for a row of a list that names no shop."""
    shop = pair.latest.dossier.shop
    if shop is None:
        raise ValueError("a pair of rows that name no shop")
    return ShopChange(
        shop_id=shop.id,
        name=shop.name or shop.id,
        url=shop.url,
        country=shop.country or "",
        changed=outcome(pair),
        channels=tuple(
            ChannelChange(channel, change(pair, channel), _stood(pair.before, channel), _stood(pair.after, channel))
            for channel in PLACED
        ),
        scores=(_score(pair.before), _score(pair.after)),
        bands=(_band(pair.before), _band(pair.after)),
    )


def _stood(verdict: Verdict | None, channel: Channel) -> Standing | None:
    return standing(verdict, channel) if verdict else None


def _score(verdict: Verdict | None) -> float | None:
    return verdict.score if verdict else None


def _band(verdict: Verdict | None) -> str | None:
    return verdict.band if verdict else None


def _cells(place: Standing | None) -> tuple[Cell, ...]:
    return (place.place_class.value, place.reason or None, place.clicks) if place else (None, None, None)


def _plain(place: Standing | None) -> dict[str, Any] | None:
    if place is None:
        return None
    told = {"place_class": place.place_class.value, "reason": place.reason or None, "logical": place.logical}
    return {**told, "clicks": place.clicks, "suspected": place.suspected}
