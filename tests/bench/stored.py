"""A made store of many shops, shaped as the runs of real ones: seven of ten measured, the rest kept out, gone or not visited.

A measured shop has 6 to 12 pages, its phone number and its address on several of them, values of others, facts, contact-like
links, and a certificate for each channel; half were looked at in a browser. Its evidence is not there. The same number gives
the same store, always. Shops are judged ahead by what an audit has do that.
"""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bereikbaar.ahead import judging_ahead
from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.fact import Fact, FactKind
from crawler.model.gate import Gate
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PlaceClass, Placement, Step
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from crawler.model.visit import Fetch, Visit
from crawler.store.read import Archive
from crawler.store.write import Store

BATCH = 2_000
AT = "2026-11-20T10:00:00Z"
COUNTRIES = ("NL", "NL", "NL", "NL", "DE", "DE", "BE", "FR", "GB", "US")
SECTORS = ("fashion", "books", "garden", "toys", "electronics", "food", "sport", "home")
TRADES = ("Winkel", "Laden", "Shop", "Boutique", "Magazijn", "Café & Zn.")
LOST = (Reason.BLOCKED, Reason.DNS, Reason.TIMEOUT, Reason.ROBOTS, Reason.TLS, Reason.REDIRECTED_AWAY, Reason.NOT_A_SHOP)
OPEN = (Reason.NEEDS_BROWSER, Reason.SEARCH_NOT_EXHAUSTED, Reason.NEEDS_PERSON)
PATHS = (
    ("", PageKind.HOME), ("contact", PageKind.CONTACT), ("klantenservice", PageKind.SERVICE), ("over-ons", PageKind.ABOUT),
    ("voorwaarden", PageKind.TERMS), ("retourneren", PageKind.RETURNS), ("privacy", PageKind.PRIVACY), ("faq", PageKind.FAQ),
    ("product/1", PageKind.PRODUCT), ("colofon", PageKind.IMPRINT), ("bezorgen", PageKind.DELIVERY), ("betalen", PageKind.PAYMENT),
)  # fmt: skip
CLASSES = (
    *[PlaceClass.EVERY_PAGE] * 6, *[PlaceClass.CONTACT_PAGE] * 6, PlaceClass.HOME, PlaceClass.IMPRINT, PlaceClass.OTHER_PAGE,
    *[PlaceClass.LEGAL_TEXT] * 3, PlaceClass.GATED, PlaceClass.MACHINE_ONLY, *[PlaceClass.ABSENT] * 2,
)  # fmt: skip
FACTS = (
    (FactKind.TRADER_NAME, "Winkel {0} B.V.", "Winkel {0} B.V.", None),
    (FactKind.REGISTER_NUMBER, "{0:08}", "KvK {0:08}", None),
    (FactKind.VAT_ID, "NL{0:09}B01", "BTW NL{0:09}B01", True),
    (FactKind.OPENING_HOURS, "Mo-Fr 09:00-17:00", "ma-vr 9.00-17.00 uur", None),
    (FactKind.REPLY_TIME, "PT24H", "binnen één werkdag", None),
    (FactKind.PLATFORM, "woocommerce", "wp-content/plugins/woocommerce", None),
)
VERSIONS = (("bereikbaar", "0.1.0"), ("scrapy", "2.19.0"), ("selectolax", "1.0.2"), ("phonenumbers", "9.0.43"))


def fill(folder: Path, shops: int) -> Path:
    """Make a run of so many rows in a folder, and give the folder."""
    save(folder / "bereikbaar.sqlite", [_row(number) for number in range(shops)], {"norm": ""})
    return folder


def visited_rows(shops: int) -> tuple[Row, ...]:
    """So many rows of a list, without those whose shops were not visited yet."""
    rows = map(_row, range(shops))
    return tuple(row for row in rows if row.shop is None or _visit(row.line, row.shop) is not None)


def save(
    path: Path, rows: Sequence[Row], told: Mapping[str, str], places: Iterable[int] | None = None, *, archived: bool = True
) -> None:
    """Store the visits of these rows; `archived`: they name files of evidence, which are not there."""
    with Store.open(path) as store:
        store.start_run(path.with_name("shops.csv"), rows, told, places)
        for start in range(0, len(rows), BATCH):
            with store._transaction():
                for row in rows[start : start + BATCH]:
                    if row.shop is not None and (visit := _visit(row.line, row.shop)) is not None:
                        store.save(visit if archived else replace(visit, warc=""))


def judge_ahead(folder: Path) -> float:
    """Judge every visited shop as an audit does when its visit ends, where the list is long; give the CPU seconds of that."""
    start = time.process_time()
    with Archive(folder) as archive, judging_ahead(folder) as judge:
        for shop_id in archive.shop_ids():
            judge(shop_id)
    return time.process_time() - start


def _row(number: int) -> Row:
    draw = random.Random(number)
    host = f"{draw.choice(TRADES)[:4].lower()}-{number:06}.example"
    cells = (("url", host), ("sector", draw.choice(SECTORS)))
    if draw.random() < 0.01:
        return Row(line=number, cells=cells, reason=Reason.BAD_ROW, message="no address in this row")
    shop = Shop(
        id=host, name=f"{draw.choice(TRADES)} {number}", url=f"https://{host}/", country=draw.choice(COUNTRIES), language="nl",
        tags=(("sector", draw.choice(SECTORS)), ("size", draw.choice(("small", "large")))),
    )  # fmt: skip
    return Row(line=number, cells=cells, shop=shop)


def _visit(number: int, shop: Shop) -> Visit | None:
    draw = random.Random(-number)
    luck = draw.random()
    if luck < 0.03:
        return None
    known = {"shop": shop, "number": 1, "started_at": AT, "finished_at": "2026-11-20T10:01:00Z", "versions": VERSIONS}
    if luck < 0.30:
        reason = draw.choice(LOST)
        return Visit(**known, reason=reason, placements=tuple(_lost(channel, reason) for channel in (Channel.PHONE, Channel.EMAIL)))  # type: ignore[arg-type]
    pages = tuple(_pages(draw, shop))
    sightings = tuple(_sightings(draw, number, pages))
    return Visit(
        **known,  # type: ignore[arg-type]
        pages=pages,
        sightings=sightings,
        facts=tuple(_facts(draw, number, pages)),
        gates=(Gate(page_id=1, kind=GateKind.CHAT, vendor="tawk", selector="body > script"),) if draw.random() < 0.4 else (),
        fetches=tuple(Fetch(url=page.url, status=200, at=AT, page_id=page.id) for page in pages),
        placements=tuple(_placement(draw, channel, shop, pages, sightings) for channel in (Channel.PHONE, Channel.EMAIL)),
        rendered=2 if draw.random() < 0.5 else 0,
        warc=f"{number % 256:02x}/{shop.id}.1.warc",
    )


def _pages(draw: random.Random, shop: Shop) -> Iterator[Page]:
    for at, (path, kind) in enumerate(PATHS[: draw.randint(6, 12)]):
        url = f"{shop.url}{path}"
        digest = f"{draw.getrandbits(256):064x}"
        yield Page(
            id=at, url=url, final_url=url, status=200, kinds=frozenset({kind}), title=f"{path.title() or 'Home'} | {shop.name}",
            h1=path.title(), language="nl", clicks=min(at, 2), reached_by=path.title(), from_page=0 if at else None,
            body_sha256=digest, text_sha256=digest[::-1], text_chars=4_000, warc_offset=at * 90_000, fetched_at=AT,
        )  # fmt: skip


def _sightings(draw: random.Random, number: int, pages: tuple[Page, ...]) -> Iterator[Sighting]:
    phone, shown = f"+3120{number:07}", f"020 {number:07}"
    mail = f"{draw.choice(('info', 'klantenservice', 'jan.jansen'))}@{pages[0].url.split('/')[2]}"
    for page in pages:
        common = {
            "page_id": page.id,
            "place": Place.FOOTER,
            "selector": "body > footer > div:nth-of-type(2) > p > a",
            "confidence": 0.9,
        }
        yield Sighting(
            channel=Channel.PHONE, value=phone, as_shown=shown, owner=Owner.TRADER, use=Use.SERVICE, label="Bel ons",
            snippet=f"Vragen? Bel ons: {shown} (ma-vr 9-17 uur) of kijk op de pagina met veelgestelde vragen",
            technique="visible-phones", **common,
        )  # type: ignore[arg-type] # fmt: skip
        if draw.random() < 0.6:
            yield Sighting(
                channel=Channel.EMAIL, value=mail, as_shown=mail, owner=Owner.TRADER, use=Use.SERVICE,
                snippet=f"of stuur een bericht aan {mail}, wij antwoorden binnen één werkdag", technique="mailto-links", **common,
            )  # type: ignore[arg-type] # fmt: skip
        if draw.random() < 0.3:
            yield Sighting(
                channel=Channel.PHONE, value="+31881234567", as_shown="088 123 45 67", owner=Owner.THIRD_PARTY, use=Use.OTHER,
                owner_reason="carrier", snippet="Bezorger: 088 123 45 67", technique="visible-phones", **common,
            )  # type: ignore[arg-type] # fmt: skip


def _facts(draw: random.Random, number: int, pages: tuple[Page, ...]) -> Iterator[Fact]:
    for kind, value, shown, valid in FACTS:
        for page in pages[: draw.randint(0, 4)]:
            yield Fact(
                page_id=page.id, kind=kind, value=value.format(number), as_shown=shown.format(number), place=Place.FOOTER,
                label="", selector="footer > p", snippet=shown.format(number), technique="visible-facts", valid=valid,
            )  # fmt: skip


def _placement(
    draw: random.Random, channel: Channel, shop: Shop, pages: tuple[Page, ...], sightings: tuple[Sighting, ...]
) -> Placement:
    seen = draw.choice(CLASSES)
    reason = draw.choice(OPEN) if draw.random() < 0.2 else None
    shown = seen not in {PlaceClass.ABSENT, PlaceClass.GATED}
    own = tuple(at for at, item in enumerate(sightings) if item.channel is channel and item.owner is Owner.TRADER)
    home = Step(page_id=0, url=pages[0].url, link_text="Contact")
    way = (home, Step(page_id=1, url=pages[1].url))
    return Placement(
        channel=channel,
        place_class=seen if reason is None else PlaceClass.UNDETERMINED,
        seen=seen,
        settled=reason is None,
        reason=reason,
        clicks=draw.randint(0, 2) if shown else None,
        path=way if shown else (),
        likely_path=(home, Step(page_id=2, url=pages[2].url, link_text="Help"), *way) if shown and draw.random() < 0.5 else (),
        sightings=own[:5] if shown else (),
        gate=GateKind.CHAT if seen is PlaceClass.GATED else None,
        certificate=_certificate(shop, pages, complete=reason is None),
    )


def _certificate(shop: Shop, pages: tuple[Page, ...], *, complete: bool) -> Certificate:
    fates = (Fate.READ, Fate.READ, Fate.READ, Fate.DEAD, Fate.OUT_OF_SCOPE)
    links = tuple(
        LinkFate(url=f"{shop.url}{path}", text=path.title(), kinds=frozenset({kind}), fate=fates[at % 5], detail=str(at))
        for at, (path, kind) in enumerate(PATHS[1:9])
    )
    return Certificate(
        kinds=tuple((page.kind, f"read: page {page.id}") for page in map(_Kinded, pages)),
        links=links,
        pages_read=len(pages),
        viewports=("390x844", "1280x800") if complete else (),
        second_parse=True,
        decoders=("cloudflare", "at-words", "joomla-cloak", "typo3"),
    )


class _Kinded:
    """A page with its one kind."""

    def __init__(self, page: Page) -> None:
        self.id, self.kind = page.id, next(iter(page.kinds))


def _lost(channel: Channel, reason: Reason) -> Placement:
    return Placement(channel=channel, place_class=PlaceClass.UNDETERMINED, seen=PlaceClass.ABSENT, settled=False, reason=reason)
