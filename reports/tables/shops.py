"""The table of shops: one row for each row of the list, in its order.

It is written as it is made, so it is no `Table`: a list may have a hundred thousand rows.
"""

from typing import NamedTuple

from crawler.model.sighting import Channel
from reports.scoring.score import Answers, answers
from reports.standing import Standing, standing
from reports.table import Cell
from reports.verdict import Verdict

COLUMNS = (
    "line",
    "id",
    "name",
    "url",
    "country",
    "phone_place_class",
    "phone_reason",
    "phone_clicks",
    "email_place_class",
    "email_reason",
    "email_clicks",
    "score",
    "band",
    "band_holds",
    "checked_by_person",
)


class ShopRow(NamedTuple):
    """One row. `shop_id` is "" for a row that names no shop; `score`, `band` and `holds` are None without one, `answers` empty."""

    line: int
    shop_id: str
    name: str
    url: str
    country: str
    phone: Standing
    email: Standing
    score: float | None
    band: str | None
    holds: float | None
    answers: Answers
    message: str

    @property
    def scored(self) -> tuple[float | None, str | None, float | None]:
        """Score, band, and the share of weight draws in which the band holds."""
        return self.score, self.band, self.holds

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row for CSV, in the order of COLUMNS. A negative is checked where it rests on what a person saw."""
        phone, email = _cells(self.phone), _cells(self.email)
        suspected, negative = self.phone.suspected or self.email.suspected, self.phone.negative or self.email.negative
        checked = ("no" if suspected else "yes") if negative else None
        return (self.line, self.shop_id, self.name, self.url, self.country, *phone, *email, *self.scored, checked)


def row(verdict: Verdict) -> ShopRow:
    """The row of a verdict. A bad row is named by what the list says."""
    listed, shop = verdict.dossier.row, verdict.dossier.shop
    return ShopRow(
        line=listed.line,
        shop_id=shop.id if shop else "",
        name=shop.name or shop.id if shop else " · ".join(text for _, text in listed.cells if text.strip())[:200],
        url=shop.url if shop else "",
        country=(shop.country if shop else "") or "",
        phone=standing(verdict, Channel.PHONE),
        email=standing(verdict, Channel.EMAIL),
        score=verdict.score,
        band=verdict.band,
        holds=verdict.holds,
        answers=() if verdict.score is None else answers(verdict.findings),
        message=listed.message,
    )


def _cells(place: Standing) -> tuple[Cell, ...]:
    return place.place_class.value, place.reason or None, place.clicks
