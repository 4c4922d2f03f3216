"""The pictures of one shop's visit: those that its page shows are written beside the report, the others stay in the evidence."""

from itertools import islice
from pathlib import Path
from typing import NamedTuple

from crawler.evidence.read import Picture, pictures
from crawler.model.link import CONTACT_LIKE, PageKind
from crawler.model.page import Page
from crawler.model.plain import plain
from crawler.model.visit import Visit
from reports.outputs.safe_text import file_name
from reports.texts.texts import Texts

MOST_WINDOWS, MOST_WORDLESS = 6, 2
FOLDER = "pictures"
_ENDINGS = {"image/jpeg": "jpg", "image/webp": "webp", "image/png": "png"}
_FIRST = (PageKind.CONTACT, PageKind.SERVICE, PageKind.IMPRINT, PageKind.HOME)


class Shot(NamedTuple):
    """A picture on the page of a shop: its address below the report's folder, what it shows in words, whether it has a frame."""

    address: str
    alt: str
    framed: bool


class Album:
    """The pictures of a visit; without one where its evidence is not there. `folder` is that of the report."""

    def __init__(self, visit: Visit, evidence: Path | None, folder: Path) -> None:
        """Read the pictures of a visit from its evidence, the folder of all WARC files."""
        self._visit, self._folder = visit, folder
        self._place = f"{FOLDER}/{file_name(visit.shop.id)}"
        kept = evidence / visit.warc if evidence and visit.warc and visit.rendered else None
        there = list(pictures(kept)) if kept is not None and kept.is_file() else []
        self._by_offset = {str(item.offset): item for item in there}
        self._windows = {item.url: item for item in reversed(there) if not item.crop}
        self._wordless = [item for item in there if item.crop and not item.value]

    def value(self, sighting: int, texts: Texts) -> Shot | None:
        """The picture of a sighting, the one on load first; None where none was taken."""
        looks = (look for look in self._visit.looks if look.sighting == sighting and look.picture in self._by_offset)
        found = next((self._by_offset[look.picture] for look in looks), None)
        return self._shot(found, texts) if found is not None else None

    def window(self, page: Page, texts: Texts) -> Shot | None:
        """The picture of a page's window."""
        found = self._windows.get(page.final_url)
        return self._shot(found, texts, page) if found is not None else None

    def wordless(self, channel: str, texts: Texts) -> tuple[Shot, ...]:
        """The pictures that say nothing in words and may be a value of a channel."""
        found = [item for item in self._wordless if item.channel in {"", channel}]
        return tuple(self._shot(item, texts) for item in found[:MOST_WORDLESS])

    def windows(self, texts: Texts) -> tuple[tuple[Page, Shot], ...]:
        """The windows of the pages on which a customer would look first."""
        shown = ((page, self.window(page, texts)) for page in sorted(self._visit.pages, key=_telling))
        return tuple(islice(((page, shot) for page, shot in shown if shot is not None), MOST_WINDOWS))

    def _shot(self, item: Picture, texts: Texts, page: Page | None = None) -> Shot:
        address = f"{self._place}/{item.offset}.{_ENDINGS.get(item.kind, 'bin')}"
        path = self._folder / address
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.body)
        page = page or next((one for one in self._visit.pages if one.final_url == item.url), None)
        name = plain(page.title if page and page.title else item.url, 80)
        if not item.crop:
            return Shot(address, texts.plain("shop.picture_window", page=name), False)
        if not item.value:
            return Shot(address, texts.plain("shop.picture_wordless", page=name), True)
        return Shot(address, texts.plain("shop.picture_value", value=plain(item.value, 80), page=name), True)


def _telling(page: Page) -> tuple[int, int]:
    best = next((place for place, kind in enumerate(_FIRST) if kind in page.kinds), len(_FIRST))
    return (best if best < len(_FIRST) or not page.kinds & CONTACT_LIKE else len(_FIRST) - 1, page.id)
