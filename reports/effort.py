"""Effort: in how many seconds, by a model, a customer comes to a value. It explains, and decides nothing.

For each click a mental act, pointing and the click itself; then the value has to be found on the last page. One that is labelled,
or stands outside the running text, takes one more act. In running text the words before it are skimmed: how many those are is not
stored, so there is a least (none) and a most (all words of the page). Waiting for pages is not counted.

>>> seconds_of_acts(2)
6.65
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from crawler.model.link import LEGAL_KINDS
from crawler.model.page import Page
from crawler.model.placement import SHOWN, Placement
from crawler.model.sighting import Place, Sighting
from crawler.model.strict import read_record
from crawler.model.visit import Visit

FILE = Path(__file__).with_name("effort.toml")
MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the model, what it counts, and who says so."""

    amount: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All numbers of the model. `skimming` is how many times faster than `reading`; `word` is its length in characters."""

    dated: str
    source: str
    mental: Parameter
    pointing: Parameter
    click: Parameter
    reading: Parameter
    skimming: Parameter
    word: Parameter


class Effort(NamedTuple):
    """Seconds, at least and at most; `most` is None where it is not known how long the last page is.

    `clicks` are those counted; `in_text`: the value stands in running text, and so the two differ.
    """

    least: float
    most: float | None
    clicks: int
    in_text: bool


@cache
def model() -> Model:
    """Read the numbers. Raises KnowledgeError, which names file and key."""
    return read_record(FILE, Model)


def effort(visit: Visit, placement: Placement) -> Effort | None:
    """The effort to come to a value that is shown, None for any other and where no click count or no sighting is kept."""
    if placement.seen not in SHOWN or placement.clicks is None or not placement.sightings:
        return None
    sighting = visit.sightings[placement.sightings[0]]
    page = next((page for page in visit.pages if page.id == sighting.page_id), None)
    least, in_text = seconds_of_acts(placement.clicks), runs_in_text(sighting, page)
    if not in_text:
        return Effort(least, least, placement.clicks, in_text=False)
    most = round(least + _skimming(page.text_chars), 2) if page and page.text_chars else None
    return Effort(least, most, placement.clicks, in_text=True)


def seconds_of_acts(clicks: int) -> float:
    """Seconds for some clicks and for seeing the value at the end."""
    told = model()
    return round(clicks * (told.mental.amount + told.pointing.amount + told.click.amount) + told.mental.amount, 2)


def runs_in_text(sighting: Sighting, page: Page | None) -> bool:
    """Whether a value stands in running text: in the body without a label, or anywhere on a page of legal text."""
    legal = page is not None and bool(page.kinds & LEGAL_KINDS)
    return sighting.place is Place.BODY and (legal or not sighting.label)


def _skimming(characters: int) -> float:
    told = model()
    return MINUTE * characters / told.word.amount / (told.reading.amount * told.skimming.amount)
