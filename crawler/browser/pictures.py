"""Pictures of what was seen: of each page's window, and of each value with what stands around it.

A frame is drawn around the value into the picture: nothing is drawn into the page. A picture that cannot be had in time is left
out; what was read does not depend on it.
"""

import asyncio
import base64
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image, ImageDraw
from playwright.async_api import Error

from crawler import reading
from crawler.browser.image_text import text_in
from crawler.browser.pinpoint import pinpoint
from crawler.browser.session import Session
from crawler.document import parse
from crawler.document.marked_page import Box, MarkedPage
from crawler.extractors.pictured_values import channel_told
from crawler.model.capture import Capture, Via
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.rendering import Crop, View
from crawler.model.shop import Shop
from crawler.model.sighting import UNSEEN, Place, Sighting

MOST = 4
"""Values of one page that are pictured."""
_WORDLESS = 2
"""Pictures without words of one page that are pictured, of those."""
_PATIENCE = 3.0
"""Seconds for one picture."""
_HALF = 0.5
_QUALITY, _SHARP = 50, 82
_LEAST, _LARGEST = (380.0, 190.0), (800.0, 420.0)
"""Width and height of a crop in CSS pixels, on a page that is so large: no wider than a phone shows legibly, where that will do."""
_AROUND = 70.0
_LABEL = 60.0
"""Pixels by which more is shown on the left, where the word beside a value stands."""
_WIDE, _HIGH = 320.0, 40.0
"""Pixels from which a box is that of more text than the value."""
_GAP = 6
"""Pixels between a value and its frame."""
_FRAME, _EDGE = (209, 0, 98), (255, 255, 255)


class Spot(NamedTuple):
    """What is pictured, how it is written there, and where on the page it is."""

    channel: str
    value: str
    box: Box
    as_shown: str = ""


class Pictures:
    """The pictures of one page's views. `contact_page`: pictures without words as well, where a number or an address lacks."""

    def __init__(self, session: Session, shop: Shop, *, contact_page: bool) -> None:
        self._session = session
        self._shop = shop
        self._contact_page = contact_page
        self._taken: set[tuple[str, str]] = set()
        self._wordless = False
        self._met: set[str] = set()

    @property
    def lacking(self) -> bool:
        """Whether no view yet showed the shop's own phone number, or none its address."""
        return not self._met.issuperset(channel.value for channel in PLACED)

    async def of(self, view: View, url: str, *, window: bool = False) -> View:
        """Give a view, which the browser still shows, with pictures of the values that no view before had."""
        picture = await self._shot({}, kind="jpeg") if window else b""
        spots = list(self._spots(view, url)) if len(self._taken) < MOST else []
        crops = [crop for spot in spots[: MOST - len(self._taken)] if (crop := await self._crop(spot, view.viewport))]
        self._taken.update((crop.channel, crop.value) for crop in crops if crop.value)
        return replace(view, picture=picture, crops=tuple(crops))

    def _spots(self, view: View, url: str) -> Iterator[Spot]:
        capture = Capture(url=url, final_url=url, status=200, headers=(), body=view.html, sha256="", fetched_at="", via=Via.BROWSER)
        marked, page = MarkedPage(view.html), Page(id=0, url=url, final_url=url, status=200)
        seen = {}
        for item in reading.read(page, parse(capture), self._shop).sightings:
            key = (item.channel.value, item.value)
            if _telling(item) and key not in self._taken and key not in seen:
                found = marked.measured(item.selector, item.value, item.as_shown if item.written_out else "")
                if found is not None and found.box is not None and not found.unseen:
                    seen[key] = Spot(*key, found.box, item.as_shown if item.written_out else "")
        yield from sorted(seen.values(), key=lambda spot: spot.box[1])
        self._met.update(channel for channel, _ in seen)
        if self.lacking and self._contact_page and not self._wordless and not view.opened:
            self._wordless = True
            wordless = [one for one in marked.wordless(url) if one.in_content or channel_told(one.beside)]
            yield from (Spot(channel_told(one.beside) or "", "", one.box) for one in wordless[:_WORDLESS])

    async def _crop(self, spot: Spot, viewport: tuple[int, int]) -> Crop | None:
        if spot.as_shown and (spot.box[2] > _WIDE or spot.box[3] > _HIGH):
            spot = spot._replace(box=await pinpoint(self._session, spot.as_shown, spot.box))
        clip = _clip(spot.box, viewport[0])
        shot = await self._shot({**clip, "scale": 1}, kind="png", beyond=clip["y"] + clip["height"] > viewport[1])
        if not shot:
            return None
        left, top, width, height = spot.box[0] - clip["x"], spot.box[1] - clip["y"], *spot.box[2:]
        text = "" if spot.value else await asyncio.to_thread(text_in, shot, (left, top, left + width, top + height))
        return Crop(spot.channel, spot.value, await asyncio.to_thread(_framed, shot, spot.box, clip), text)

    async def _shot(self, clip: dict[str, float], *, kind: str, beyond: bool = False) -> bytes:
        asked: dict[str, Any] = {"format": kind, "captureBeyondViewport": beyond}
        if kind == "jpeg":
            asked["quality"] = _QUALITY
        if clip:
            asked["clip"] = clip
        with suppress(Error, TimeoutError):
            answer = await asyncio.wait_for(self._session.send("Page.captureScreenshot", asked), _PATIENCE)
            body = base64.b64decode(answer["data"])
            return body if clip else await asyncio.to_thread(_small, body)
        return b""


def _telling(item: Sighting) -> bool:
    """Whether it is the shop's own phone number or address, and seen."""
    return item.channel in PLACED and bool(item.value) and item.for_customers and item.place not in UNSEEN - {Place.POPUP}


def _clip(box: Box, wide: float) -> dict[str, float]:
    """What is shown of the page around a box."""
    left, top, width, height = box
    across = min(max(width + 2 * _AROUND + _LABEL, _LEAST[0]), _LARGEST[0], wide)
    up = min(max(height + 2 * _AROUND, _LEAST[1]), _LARGEST[1])
    x = max(0.0, min(left + min(width, across) / 2 - across / 2 - _LABEL / 2, wide - across))
    return {"x": x, "y": max(0.0, top + min(height, up) / 2 - up / 2), "width": across, "height": up}


def _framed(shot: bytes, box: Box, clip: dict[str, float]) -> bytes:
    """The picture with the frame, as WebP."""
    with Image.open(BytesIO(shot)) as opened:
        picture = opened.convert("RGB")
    left, top = box[0] - clip["x"] - _GAP, box[1] - clip["y"] - _GAP
    right, bottom = left + box[2] + 2 * _GAP, top + box[3] + 2 * _GAP
    edges = (max(1, left), max(1, top), min(picture.width - 2, right), min(picture.height - 2, bottom))
    draw = ImageDraw.Draw(picture)
    draw.rectangle(edges, outline=_EDGE, width=5)
    draw.rectangle((edges[0] + 1, edges[1] + 1, edges[2] - 1, edges[3] - 1), outline=_FRAME, width=3)
    return _written(picture, "WEBP", _SHARP)


def _small(shot: bytes) -> bytes:
    """The picture of a window at half its size, as JPEG."""
    with Image.open(BytesIO(shot)) as picture:
        small = picture.convert("RGB").resize(
            (round(picture.width * _HALF), round(picture.height * _HALF)), Image.Resampling.LANCZOS
        )
    return _written(small, "JPEG", _QUALITY)


def _written(picture: Image.Image, kind: str, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, kind, quality=quality)
    return out.getvalue()
