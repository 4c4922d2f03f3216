"""Rows of a worklist that a person filled in, as answers; what is not exactly right is told with its line, and nothing is taken."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from crawler import reading
from crawler.document import parse
from crawler.lists.tables import ListError, Record, read_table
from crawler.model.by_hand import ANSWERED, ASKED, Refused, why_refused
from crawler.model.capture import Capture
from crawler.model.page import Page
from crawler.model.placement import PLACED, SHOWN, Observation, PlaceClass, Way
from crawler.model.plain import plain
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind
from crawler.model.visit import Visit
from crawler.replay.recordings import digest_of
from crawler.visiting.addresses import clean
from crawler.visiting.places import MOST_CLICKS_TO_CONTACT

INITIALS = re.compile(r"[^\W\d_]{1,4}(?:[.-]?[^\W\d_]{1,4}){0,3}\.?")
MOST_CLICKS = 30
MOST_TOLD = 20
"""Errors told at once."""
_ANSWERS = tuple(item for item in PlaceClass if item is not PlaceClass.UNDETERMINED)
_ON_HOME = frozenset({PlaceClass.EVERY_PAGE, PlaceClass.HOME})
_YES_NO = {"yes": True, "no": False}

VisitOf = Callable[[str], Visit | None]
"""Gives the last visit of a shop, as the program made it. Raises KeyError for a shop that the run does not have."""


class RowsError(ValueError):
    """Rows that can not be taken; the message has a line for each fault, with its line in the file."""


class Answer(NamedTuple):
    """A filled row: the cells by the name of their column, and the line they stand on."""

    line: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """A cell without the apostrophe that keeps a spreadsheet from calculating."""
        cell = self.cells.get(name, "").strip()
        return cell[1:].strip() if cell.startswith("'") else cell


def observed_rows(path: Path, visit_of: VisitOf, *, only: str = "", by: str = "") -> list[tuple[str, Observation]]:
    """The answers of a file by shop: of the shop `only`, if one is named; `by` stands in for initials that a row lacks.

    Raises RowsError, OSError.
    """
    answers = [answer for answer in _filled(path) if only in {"", answer.get("shop")}]
    if not answers:
        raise RowsError(f"no row is filled in: write a place class into the column `{ANSWERED[0]}`")
    sha256, faults, taken = digest_of(path), list[str](), dict[tuple[str, Channel], Observation]()
    for answer in answers:
        try:
            shop_id, channel, item = _observation(answer, visit_of, by)
        except RowsError as error:
            faults.append(f"line {answer.line}: {error}")
            continue
        if (shop_id, channel) in taken:
            faults.append(f"line {answer.line}: a second answer on the {channel} of {shop_id}")
        taken[shop_id, channel] = item
    if faults:
        more = [f"and {len(faults) - MOST_TOLD} more"] if len(faults) > MOST_TOLD else []
        raise RowsError("\n".join((*faults[:MOST_TOLD], *more)))
    return [(shop_id, replace(item, source=plain(path.name, 200), sha256=sha256)) for (shop_id, _), item in taken.items()]


def _filled(path: Path) -> Iterator[Answer]:
    """The rows in which something was filled in."""
    try:
        head, *records = read_table(path).records
    except ListError as error:
        raise RowsError(str(error).removeprefix(f"{path}: ")) from error
    names = [cell.strip().lower() for cell in head.cells]
    if lacking := [name for name in (*ASKED, ANSWERED[0]) if name not in names]:
        raise RowsError(f"no column `{lacking[0]}`: fill in a file that `bereikbaar worklist` wrote")
    if twice := next((name for name in (*ASKED, *ANSWERED) if names.count(name) > 1), ""):
        raise RowsError(f"two columns `{twice}`")
    for record in records:
        answer = _answer(names, record)
        if any(answer.get(name) for name in ANSWERED if name not in {"initials", "date"}):
            yield answer


def _answer(names: Sequence[str], record: Record) -> Answer:
    if record.broken:
        raise RowsError(f"line {record.line}: {record.broken}")
    return Answer(record.line, dict(zip(names, record.cells, strict=False)))


def _observation(answer: Answer, visit_of: VisitOf, by: str) -> tuple[str, Channel, Observation]:
    visit = _visit(answer, visit_of)
    channel = _one_of(answer, "channel", PLACED)
    place_class = _one_of(answer, "place_class", _ANSWERS)
    _check_joins(visit, channel, place_class)
    gated = place_class is PlaceClass.GATED
    gate = _one_of(answer, "gate", tuple(GateKind)) if gated or answer.get("gate") else None
    passed = _YES_NO[_one_of(answer, "gate_passed", tuple(_YES_NO))] if gated or answer.get("gate_passed") else False
    if (gate or passed) and not gated:
        raise RowsError(f"a gate is told, but the place class is {place_class}")
    as_shown = answer.get("value")[:200]
    wanted = place_class is not PlaceClass.ABSENT and (passed or not gated)
    if bool(as_shown) is not wanted:
        raise RowsError(f"{place_class}: the value that was seen is missing" if wanted else f"{place_class}, yet a value is told")
    item = Observation(
        way=Way.ROW,
        by=initials(answer.get("initials") or by),
        on=_day(answer),
        source="",
        sha256="",
        channel=channel,
        place_class=place_class,
        value=_value(channel, as_shown, visit.shop) if as_shown else "",
        as_shown=plain(as_shown, 200),
        page=_page(answer, needed=wanted),
        clicks=_clicks(answer, place_class),
        gate=gate,
        gate_passed=passed,
        note=plain(answer.get("note"), 1000),
    )
    return visit.shop.id, channel, item


def _visit(answer: Answer, visit_of: VisitOf) -> Visit:
    shop = answer.get("shop")
    try:
        visit = visit_of(shop)
    except KeyError as error:
        raise RowsError(f"the list of this run has no shop {plain(shop, 80)!r}") from error
    if visit is None:
        raise RowsError(f"{shop} was not visited yet: let the audit come to it first")
    return visit


def _check_joins(visit: Visit, channel: Channel, place_class: PlaceClass) -> None:
    placement = visit.placement(channel)
    refused = why_refused(visit, channel, place_class)
    if refused is Refused.SETTLED:
        raise RowsError(f"the {channel} of {visit.shop.id} is settled already, as {placement.place_class}")
    if refused is Refused.BETTER_SEEN:
        raise RowsError(f"the program met the {channel} of {visit.shop.id} at a better place, {placement.seen}: look there again")


def _one_of(answer: Answer, name: str, known: Sequence[str]) -> Any:
    cell = answer.get(name).lower()
    found = next((item for item in known if item == cell), None)
    if found is None:
        raise RowsError(f"{name} is {plain(cell, 60)!r}; it may be {', '.join(known)}")
    return found


def initials(told: str) -> str:
    """Give initials back that are a few letters. Raises RowsError."""
    if not INITIALS.fullmatch(told):
        raise RowsError(f"initials are {plain(told, 40)!r}; a few letters, such as AB" if told else "initials are missing")
    return told


def _day(answer: Answer) -> str:
    told = answer.get("date").removesuffix(" 00:00:00")
    try:
        day = date.fromisoformat(told) if len(told) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise RowsError(f"date is {plain(told, 40)!r}; write it as 2026-11-22")
    if not date(2000, 1, 1) <= day <= (datetime.now(UTC) + timedelta(days=1)).date():
        raise RowsError(f"date is {told}: nobody can have looked then")
    return day.isoformat()


def _page(answer: Answer, *, needed: bool) -> str:
    told = answer.get("page")
    page = clean(told) if told else ""
    if (told or needed) and not page:
        raise RowsError(f"page is {plain(told, 80)!r}; give the address, beginning with https://")
    return page


def _clicks(answer: Answer, place_class: PlaceClass) -> int | None:
    told = answer.get("clicks") or ("0" if place_class in _ON_HOME else "")
    if place_class not in SHOWN:
        if told:
            raise RowsError(f"{place_class}: clicks lead to a value that is shown, leave them empty")
        return None
    if not (told.isascii() and told.isdigit() and int(told[:6]) <= MOST_CLICKS):
        raise RowsError(f"clicks is {plain(told, 40)!r}; how many clicks from the home page, 0 to {MOST_CLICKS}")
    if place_class is PlaceClass.CONTACT_PAGE and int(told) > MOST_CLICKS_TO_CONTACT:
        raise RowsError(f"a contact page more than {MOST_CLICKS_TO_CONTACT} clicks away is {PlaceClass.OTHER_PAGE}")
    return int(told)


def _value(channel: Channel, as_shown: str, shop: Shop) -> str:
    """The value in its normal form, read as it would be on a page."""
    label = "Tel." if channel is Channel.PHONE else "E-mail"
    body = f"<!doctype html><main><p>{label}: {escape(as_shown)}</p></main>".encode("utf-8", "replace")
    headers = (("content-type", "text/html; charset=utf-8"),)
    capture = Capture(url=shop.url, final_url=shop.url, status=200, headers=headers, body=body, sha256="", fetched_at="")
    page = Page(id=0, url=shop.url, final_url=shop.url, status=200)
    read = reading.read(page, parse(capture), shop).sightings
    values = {item.value for item in read if item.channel is channel and item.value}
    if len(values) != 1:
        what = "phone number" if channel is Channel.PHONE else "e-mail address"
        raise RowsError(f"value is {plain(as_shown, 60)!r}; write one {what} as it is shown")
    return values.pop()
