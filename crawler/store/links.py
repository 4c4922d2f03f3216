"""The links of a visit, packed.

A shop's pages repeat their menus: 20 pages with 300 links each hold some 1,000 different ones. They are kept once a visit, each
page naming its own by index, as compressed JSON: `{"links": [[target, text, place, visible, closed, title, rel, written_out,
kinds], ...], "pages": [[index, block, index, block, ...], ...]}`. A table of links would hold hundreds of millions of rows
for a long list, and nobody asks it anything.
"""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from crawler.model.link import Link, PageKind
from crawler.model.page import Page
from crawler.model.sighting import Place

BLOCK = Link._fields.index("block")
SPEED = 1  # zlib's fastest level: half a millisecond a shop, a third larger than the best


def pack_links(pages: Sequence[Page]) -> bytes:
    """Pack the links of a visit's pages, in their order."""
    known: dict[tuple[Any, ...], int] = {}
    uses = [[number for link in page.links for number in (known.setdefault(_key(link), len(known)), link.block)] for page in pages]
    rows = [(*key[:-1], sorted(key[-1])) for key in known]
    text = json.dumps({"links": rows, "pages": uses}, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), SPEED)


def unpack_links(blob: bytes) -> tuple[tuple[Link, ...], ...]:
    """Give the links of each page."""
    data = json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
    known = [_link(row) for row in data["links"]]
    return tuple(_placed(known, flat) for flat in data["pages"])


def _placed(known: Sequence[Link], flat: Sequence[int]) -> tuple[Link, ...]:
    return tuple(known[number]._replace(block=block) for number, block in zip(flat[::2], flat[1::2], strict=True))


def _key(link: Link) -> tuple[Any, ...]:
    """Give all of a link but its block, the one field that differs from page to page."""
    return link[:BLOCK] + link[BLOCK + 1 :]


def _link(row: list[Any]) -> Link:
    target, text, place, visible, closed, title, rel, written_out, kinds = row
    return Link(
        target=target, text=text, place=Place(place), visible=visible, closed=closed, title=title, rel=rel,
        written_out=written_out, kinds=frozenset(map(PageKind, kinds)),
    )  # fmt: skip
