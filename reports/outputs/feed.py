"""A feed of what changed between two runs (Atom, RFC 4287): an entry for each shop whose finding is another one now.

A shop that joined or left, or of which a side is not settled, has no finding that changed. Ids are made of the shop and of when
both visits began, so that the same change has the same id in every comparison, and readers show it once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from crawler.model.placement import PlaceClass
from crawler.model.plain import plain
from reports.comparison import Outcome, Pair
from reports.outputs.compare_view import Side
from reports.standing import Standing
from reports.tables.shop_changes import ChannelChange, ShopChange
from reports.texts.texts import NOTHING, Texts

FILE = "feed.xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
TAG = "tag:bereikbaar.example,2026"
"""What ids begin with (RFC 4151): a name that nobody else gives ids under, and the year of its first use."""
CHANGED = frozenset({Outcome.WORSE, Outcome.FIXED, Outcome.MOVED})
NO_DAY = "1970-01-01T00:00:00Z"
"""When a feed without visits was brought up to date."""

Add = Callable[[ShopChange, Pair, str], None]


@contextmanager
def feed(path: Path, after: Side, version: str, words: Texts) -> Iterator[Add]:
    """Write a feed about the later of two runs; gives what takes a shop with its verdicts and the address of its page.

    Raises OSError.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{NAMESPACE}" xml:lang="{words.language}">\n')
        file.writelines(map(_text, _head(after, version, words)))

        def add(row: ShopChange, pair: Pair, page: str) -> None:
            if row.changed in CHANGED:
                file.write(_text(_entry(row, pair, page, words)))

        yield add
        file.write("</feed>\n")


def _head(after: Side, version: str, words: Texts) -> Iterator[Element]:
    """What is known of the feed itself."""
    name = plain(after.list_name)
    begin, end = after.days or (NO_DAY, NO_DAY)
    yield _element("id", f"{TAG}:changes/{quote(name, safe='')}/{begin}")
    yield _element("title", words.plain("feed.title", list=name))
    yield _element("subtitle", words.plain("page.draft"))
    yield _element("updated", end)
    author = Element("author")
    author.append(_element("name", words.plain("page.product")))
    yield author
    generator = _element("generator", words.plain("page.product"))
    generator.set("version", version)
    yield generator


def _entry(row: ShopChange, pair: Pair, page: str, words: Texts) -> Element:
    """What changed of a shop."""
    entry, shop = Element("entry"), plain(row.name or row.shop_id)
    begun = [visit.started_at if (visit := verdict and verdict.dossier.visit) else "" for verdict in pair]
    visit = pair.latest.dossier.visit
    parts = {
        "id": f"{TAG}:shop/{quote(row.shop_id, safe='')}/{'/'.join(begun)}",
        "title": words.plain("feed.entry", shop=shop, change=words.plain(f"changed.{row.changed}")),
        "updated": visit.finished_at if visit else NO_DAY,
        "content": " ".join(_told(item, words) for item in row.channels if _moved(item)),
    }
    entry.extend(_element(name, text) for name, text in parts.items())
    entry[-1].set("type", "text")
    if page:
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": quote(page, safe="/.-_~%")})
    return entry


def _moved(item: ChannelChange) -> bool:
    """Whether a channel is at another place than before, settled on both sides."""
    classes = {side.place_class for side in (item.before, item.after) if side}
    return len(classes) > 1 and PlaceClass.UNDETERMINED not in classes


def _told(item: ChannelChange, words: Texts) -> str:
    """What changed of a channel, in a sentence; of a negative that nobody checked also that."""
    told = words.plain(
        "feed.change",
        channel=words.plain(f"channel.{item.channel}"),
        change=words.plain(f"change.{item.change}"),
        before=_place(item.before, words),
        after=_place(item.after, words),
    )
    suspected = item.after is not None and item.after.suspected
    return f"{told} ({words.plain('page.suspected')})" if suspected else told


def _place(side: Standing | None, words: Texts) -> str:
    return words.plain(f"place_class.{side.place_class}") if side else NOTHING


def _element(name: str, text: str) -> Element:
    made = Element(name)
    made.text = plain(text, 2000)
    return made


def _text(element: Element) -> str:
    return tostring(element, encoding="unicode") + "\n"
