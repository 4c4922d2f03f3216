"""Rows of a worklist that a person filled in, as answers; what is not exactly right is told with its line, and nothing is taken."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from crawler import reading
from crawler.document import parse
from crawler.model.by_hand import ANSWERED, ASKED, Refused, why_refused
from crawler.model.capture import Capture
from crawler.model.page import Page
from crawler.model.placement import MOST_CLICKS_TO_CONTACT, PLACED, SHOWN, Observation, PlaceClass, Way
from crawler.model.plain import plain
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind
from crawler.model.visit import Visit
from crawler.replay.filled_table import Answer, RowsError, day, filled, initials, one_of, taken
from crawler.replay.recordings import digest_of
from crawler.visiting.addresses import clean

MOST_CLICKS = 30
_ANSWERS = tuple(item for item in PlaceClass if item is not PlaceClass.UNDETERMINED)
_ON_HOME = frozenset({PlaceClass.EVERY_PAGE, PlaceClass.HOME})
_YES_NO = {"yes": True, "no": False}

VisitOf = Callable[[str], Visit | None]
"""Gives the last visit of a shop, as the program made it. Raises KeyError for a shop that the run does not have."""


def observed_rows(path: Path, visit_of: VisitOf, *, only: str = "", by: str = "") -> list[tuple[str, Observation]]:
    """The answers of a file by shop: of the shop `only`, if one is named; `by` stands in for initials that a row lacks.

    Raises RowsError, OSError.
    """
    answers = [answer for answer in _filled(path) if only in {"", answer.get("shop")}]
    if not answers:
        raise RowsError(f"no row is filled in: write a place class into the column `{ANSWERED[0]}`")
    sha256, seen = digest_of(path), set[tuple[str, Channel]]()

    def one(answer: Answer) -> tuple[str, Observation]:
        shop_id, channel, item = _observation(answer, visit_of, by)
        if (shop_id, channel) in seen:
            raise RowsError(f"a second answer on the {channel} of {shop_id}")
        seen.add((shop_id, channel))
        return shop_id, replace(item, source=plain(path.name, 200), sha256=sha256)

    return taken(answers, one)


def _filled(path: Path) -> Iterator[Answer]:
    """The rows in which something was filled in."""
    rows = filled(path, (*ASKED, ANSWERED[0]), (*ASKED, *ANSWERED), "bereikbaar worklist")
    answers = [name for name in ANSWERED if name not in {"initials", "date"}]
    return (answer for answer in rows if any(map(answer.get, answers)))


def _observation(answer: Answer, visit_of: VisitOf, by: str) -> tuple[str, Channel, Observation]:
    visit = _visit(answer, visit_of)
    channel = one_of(answer, "channel", PLACED)
    place_class = one_of(answer, "place_class", _ANSWERS)
    _check_joins(visit, channel, place_class)
    gated = place_class is PlaceClass.GATED
    gate = one_of(answer, "gate", tuple(GateKind)) if gated or answer.get("gate") else None
    passed = _YES_NO[one_of(answer, "gate_passed", tuple(_YES_NO))] if gated or answer.get("gate_passed") else False
    if (gate or passed) and not gated:
        raise RowsError(f"a gate is told, but the place class is {place_class}")
    as_shown = answer.get("value")[:200]
    wanted = place_class is not PlaceClass.ABSENT and (passed or not gated)
    if bool(as_shown) is not wanted:
        raise RowsError(f"{place_class}: the value that was seen is missing" if wanted else f"{place_class}, yet a value is told")
    item = Observation(
        way=Way.ROW,
        by=initials(answer.get("initials") or by),
        on=day(answer),
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
    if not (told.isascii() and told.isdigit() and len(told) <= 2 and int(told) <= MOST_CLICKS):
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
