"""The views of one rendered page become one reading: what a customer meets on load, in either window, and what opens.

The first view is on load in a wide window. What only the other window shows on load counts as well (the better one counts); what
is seen only after a control was clicked is closed: it costs a click. What no view shows stays as the first view has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TypeVar

from crawler import reading
from crawler.document import parse
from crawler.document.marked_page import MarkedPage
from crawler.document.wordless import Picture
from crawler.extractors.pictured_values import channel_told
from crawler.model.capture import Capture
from crawler.model.document import Document
from crawler.model.fact import Fact
from crawler.model.gate import Gate
from crawler.model.look import Look
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.rendering import PHONE, Kept, Rendered
from crawler.model.shop import Shop
from crawler.model.sighting import IMAGE_TEXT, GateKind, Owner, Place, Sighting, Use

NOT_ON_PHONE_WIDTH = "not-on-phone-width"
WORDLESS = "wordless-pictures"
MISREAD = 0.3
"""Confidence in a value that a program read in a picture."""
_SEEN, _OPENS, _GATED, _UNSEEN = range(4)
_MACHINE = frozenset({Place.HIDDEN, Place.SCRIPT, Place.HEAD})
Key = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view, read: its window, the text of the control clicked before ("" on load), its sightings, facts and gates.

    `gate` is what that control opened, if it was a gate. `wordless` are pictures of which only their look can tell what they say;
    `pictured` names the pictures taken of its values.
    """

    page: MarkedPage
    reading: reading.Reading
    gate: GateKind | None = None
    wordless: tuple[Picture, ...] = ()
    pictured: dict[Key, str] = field(default_factory=dict)

    @property
    def on_load(self) -> bool:
        """Whether nothing was clicked before."""
        return not self.page.opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All views of one page as one.

    `looks` name sightings by their number among `sightings`; `notes` are pairs of such a number and a finding code. `wordless`:
    its content has a picture that says nothing in words. `wall` is what lies before the whole window on load.
    """

    sightings: tuple[Sighting, ...] = ()
    facts: tuple[Fact, ...] = ()
    gates: tuple[Gate, ...] = ()
    looks: tuple[Look, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    wordless: bool = False
    wall: str = ""
    cut: tuple[str, ...] = ()


def read_views(
    page: Page, shop: Shop, captures: Sequence[Capture], documents: Sequence[Document], rendered: Rendered | None = None
) -> Seen:
    """Read the views of a page: `documents` are the captures, parsed; `rendered` tells of its pictures and of opened gates."""
    rendered = rendered or Rendered()
    opened = {gate.snippet: gate.kind for gate in rendered.gates if gate.passed}
    views = [_view(page, shop, capture, document, opened) for capture, document in zip(captures, documents, strict=True)]
    for kept in rendered.pictures:
        views[kept.view] = _with_picture(views[kept.view], kept, page, shop)
    return merged(page.id, views)


def _with_picture(view: View, kept: Kept, page: Page, shop: Shop) -> View:
    """A view with one of its pictures, and with the values that were read in it."""
    read = read_picture(kept.text, page, shop) if kept.text else ()
    named = {_key(item): str(kept.offset) for item in read} or {(kept.channel, kept.value): str(kept.offset)}
    told = replace(view.reading, sightings=(*view.reading.sightings, *read))
    return replace(view, reading=told, pictured={**view.pictured, **named})


def read_picture(text: str, page: Page, shop: Shop) -> tuple[Sighting, ...]:
    """The numbers and addresses in what a program read in a picture; a person has to confirm them."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    body = f"<!doctype html><main>{lines}</main>".encode("utf-8", "replace")
    headers = (("content-type", "text/html; charset=utf-8"),)
    capture = Capture(
        url=page.url, final_url=page.final_url, status=200, headers=headers, body=body, sha256="", fetched_at=page.fetched_at
    )
    found = reading.read(page, parse(capture), shop).sightings
    return tuple(
        replace(item, technique=IMAGE_TEXT, selector="", confidence=MISREAD, owner_reason=item.owner_reason or IMAGE_TEXT)
        for item in found
        if item.channel in PLACED and item.value
    )


def _view(page: Page, shop: Shop, capture: Capture, document: Document, opened: Mapping[str, GateKind]) -> View:
    marked, read = MarkedPage(capture.body), reading.read(page, document, shop)
    pictures = marked.wordless(capture.final_url)
    drawn = tuple(item for picture in pictures if (item := _drawn(page.id, picture)) is not None)
    told = replace(read, sightings=(*read.sightings, *drawn))
    return View(page=marked, reading=told, gate=opened.get(marked.opened), wordless=pictures)


def _drawn(page_id: int, picture: Picture) -> Sighting | None:
    """A picture that stands where the words beside it announce a number or an address: only a person can read it."""
    channel = channel_told(picture.beside)
    if channel is None:
        return None
    return Sighting(
        page_id=page_id,
        channel=channel,
        value="",
        as_shown="",
        place=picture.place,
        owner=Owner.UNKNOWN,
        use=Use.OTHER,
        snippet=picture.beside,
        label=picture.beside,
        technique=WORDLESS,
        owner_reason="a-picture",
        confidence=0.5,
    )


def merged(page_id: int, views: Sequence[View]) -> Seen:
    """Several views of a page as one; the first is on load in a wide window."""
    if not views:
        return Seen()
    sightings = list(views[0].reading.sightings)
    for view in views[1:]:
        _take(sightings, view)
    looks = tuple(look for number, item in enumerate(sightings) for view in views for look in _looks(page_id, number, item, view))
    return Seen(
        sightings=tuple(sightings),
        facts=tuple(_once(((fact.kind, fact.value, fact.as_shown), fact) for view in views for fact in view.reading.facts)),
        gates=tuple(_once(((gate.kind, gate.vendor), gate) for view in views for gate in view.reading.gates)),
        looks=looks,
        notes=tuple(_not_on_phones(sightings, views)),
        wordless=any(picture.in_content for view in views for picture in view.wordless),
        wall=views[0].page.wall,
        cut=tuple(dict.fromkeys(what for view in views for what in view.reading.cut)),
    )


def _take(sightings: list[Sighting], view: View) -> None:
    """Take in what a further view shows better than those before; what a gate gave stays behind it in later views."""
    best = _best(sightings)
    for item in view.reading.sightings:
        shown = _as_opened(item, view)
        known = best.get(_key(item))
        if _rank(item) is _UNSEEN or (known is not None and (known[0] <= _rank(shown) or known[0] is _GATED)):
            continue
        if known is None:
            sightings.append(shown)
            best[_key(item)] = (_rank(shown), len(sightings) - 1)
        else:
            sightings[known[1]] = shown
            best[_key(item)] = (_rank(shown), known[1])


def _as_opened(item: Sighting, view: View) -> Sighting:
    """A value as the view found it: on load, behind a click, or behind a gate."""
    if view.on_load:
        return item
    return replace(item, gate=view.gate) if view.gate else replace(item, closed=True)


def _best(sightings: Iterable[Sighting]) -> dict[Key, tuple[int, int]]:
    """By channel and value: how well it is seen at best, and the number of the first sighting seen so well."""
    best: dict[Key, tuple[int, int]] = {}
    for number, item in enumerate(sightings):
        best[_key(item)] = min(best.get(_key(item), (_UNSEEN + 1, number)), (_rank(item), number))
    return best


def _key(item: Sighting) -> Key:
    return item.channel, item.value


def _rank(item: Sighting) -> int:
    if item.place in _MACHINE and not item.closed:
        return _UNSEEN
    if item.gate is not None and item.channel in PLACED:
        return _GATED
    return _OPENS if item.closed or item.place is Place.POPUP else _SEEN


def _looks(page_id: int, number: int, item: Sighting, view: View) -> Iterable[Look]:
    """How a value looks in one view; a view after a click tells only of what was not to be seen before."""
    if not item.value or (not view.on_load and not item.closed and item.gate is None):
        return
    there = [one for one in view.reading.sightings if _key(one) == _key(item)]
    met = min(there, key=lambda one: (_rank(one), one.place is not item.place, one.selector != item.selector), default=None)
    shown = met.as_shown if met is not None and met.written_out else ""
    measured = view.page.measured(met.selector, met.value, shown) if met is not None else None
    if met is None or measured is None:
        if _key(item) in view.pictured and item.technique == IMAGE_TEXT:
            picture = view.pictured[_key(item)]
            yield Look(page_id=page_id, sighting=number, viewport=view.page.viewport, box=None, visible=True, picture=picture)
        elif view.on_load:
            yield Look(page_id=page_id, sighting=number, viewport=view.page.viewport, box=None, visible=False, why_not="not there")
        return
    seen = _rank(met) is _SEEN or (met.place is Place.POPUP and not met.closed)
    yield Look(
        page_id=page_id,
        sighting=number,
        viewport=view.page.viewport,
        opened=view.page.opened,
        box=measured.box,
        visible=seen and not measured.unseen,
        why_not=measured.unseen or ("" if seen else "closed" if met.closed else "not shown"),
        font_size=measured.size,
        contrast=measured.contrast,
        above_fold=measured.fold,
        picture=view.pictured.get(_key(item), ""),
    )


def _not_on_phones(sightings: Sequence[Sighting], views: Sequence[View]) -> Iterable[tuple[int, str]]:
    """What a customer with a phone neither sees on load nor can open; told only where the page was looked at in such a window.

    What the wide window showed only later, because it takes turns, had its turn on no phone.
    """
    narrow = [view for view in views if view.on_load and view.page.viewport == PHONE]
    if not narrow:
        return
    there, at_once = _keys_seen(narrow), _keys_seen(views[:1])
    for number, item in enumerate(sightings):
        if item.value and _rank(item) is _SEEN and _key(item) in at_once - there:
            yield number, NOT_ON_PHONE_WIDTH


def _keys_seen(views: Iterable[View]) -> set[Key]:
    return {_key(item) for view in views for item in view.reading.sightings if _rank(item) is not _UNSEEN}


def _once(told: Iterable[tuple[object, T]]) -> Iterable[T]:
    kept: dict[object, T] = {}
    for key, item in told:
        kept.setdefault(key, item)
    return kept.values()
