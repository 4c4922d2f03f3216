"""Visits of all shapes, for tests of the store and of what reads it."""

from typing import Any

from hypothesis import strategies as st

from crawler.model.capture import Via
from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.fact import Fact, FactKind
from crawler.model.gate import Gate
from crawler.model.link import Link, PageKind
from crawler.model.look import Look
from crawler.model.page import Page
from crawler.model.placement import PlaceClass, Placement, Step
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.second_opinion import SecondOpinion
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from crawler.model.visit import Fetch, Visit

SHOP = Shop(
    id="winkel.example", name="Winkel", url="https://www.winkel.example/", country="NL", language="nl", tags=(("sector", "mode"),)
)

texts = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.integers(0, 2**40)
maybe_numbers = st.none() | numbers
kinds = st.frozensets(st.sampled_from(PageKind), max_size=3)
several_texts = st.lists(texts, max_size=3).map(tuple)
floats = st.floats(0, 1)


def record(cls: type, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(cls, **fields)


def several(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=most).map(tuple)


links = record(
    Link, target=texts, text=texts, place=st.sampled_from(Place), visible=st.booleans(), closed=st.booleans(), title=texts,
    rel=texts, block=numbers, written_out=st.booleans(), kinds=kinds,
)  # fmt: skip
link_fates = record(LinkFate, url=texts, text=texts, kinds=kinds, fate=st.sampled_from(Fate), detail=texts)
steps = record(Step, page_id=numbers, url=texts, link_text=texts)
fetches = record(
    Fetch, url=texts, status=numbers, reason=st.none() | st.sampled_from(Reason), detail=texts, at=texts, page_id=maybe_numbers,
)  # fmt: skip


def pages(number: int) -> st.SearchStrategy[Page]:
    return record(
        Page, id=st.just(number), url=texts, final_url=texts, status=numbers, kinds=kinds, title=texts, h1=texts, language=texts,
        links=several(links), clicks=maybe_numbers, reached_by=texts, from_page=maybe_numbers, via=st.sampled_from(Via),
        body_sha256=texts, text_sha256=texts, text_chars=numbers, warc_offset=maybe_numbers, fetched_at=texts,
        forwarding=st.booleans(), own_site=st.booleans(), document=st.booleans(), rendered=st.booleans(), problems=several_texts,
    )  # fmt: skip


def gates(page_ids: st.SearchStrategy[int]) -> st.SearchStrategy[Gate]:
    return record(
        Gate, page_id=page_ids, kind=st.sampled_from(GateKind), vendor=texts, passed=st.booleans(), selector=texts, snippet=texts,
    )  # fmt: skip


def sightings(page_ids: st.SearchStrategy[int]) -> st.SearchStrategy[Sighting]:
    return record(
        Sighting, page_id=page_ids, channel=st.sampled_from(Channel), value=texts, as_shown=texts, place=st.sampled_from(Place),
        owner=st.sampled_from(Owner), use=st.sampled_from(Use), gate=st.none() | st.sampled_from(GateKind), closed=st.booleans(),
        written_out=st.booleans(), section=several_texts, selector=texts, snippet=texts, label=texts, technique=texts,
        decoder=texts, owner_reason=texts, use_reason=texts, confidence=floats,
    )  # fmt: skip


def facts(page_ids: st.SearchStrategy[int]) -> st.SearchStrategy[Fact]:
    return record(
        Fact, page_id=page_ids, kind=st.sampled_from(FactKind), value=texts, as_shown=texts, place=st.sampled_from(Place),
        label=texts, selector=texts, snippet=texts, technique=texts, valid=st.none() | st.booleans(),
    )  # fmt: skip


def looks(page_ids: st.SearchStrategy[int]) -> st.SearchStrategy[Look]:
    return record(
        Look, page_id=page_ids, sighting=numbers, viewport=st.tuples(numbers, numbers),
        box=st.none() | st.tuples(floats, floats, floats, floats), visible=st.booleans(), why_not=texts,
        contrast=st.none() | floats, above_fold=st.none() | st.booleans(), picture=texts,
    )  # fmt: skip


certificates = record(
    Certificate, kinds=several(st.tuples(st.sampled_from(PageKind), texts)), links=several(link_fates, 2),
    pages_read=st.integers(0, 2), viewports=several_texts, failed_own_resources=st.lists(texts, max_size=1).map(tuple),
    failed_other_resources=several_texts, second_parse=st.booleans(), decoders=several_texts, documents_read=numbers,
    documents_unread=st.lists(texts, max_size=1).map(tuple), gates=several(gates(numbers)), budget_left=st.booleans(),
    problems=st.lists(texts, max_size=1).map(tuple),
)  # fmt: skip


second_opinions = record(
    SecondOpinion, pages=numbers, spared=numbers, added=numbers,
    turned=st.lists(st.sampled_from((Channel.PHONE, Channel.EMAIL)), max_size=2).map(tuple),
)  # fmt: skip


@st.composite
def placements(draw: st.DrawFn, channel: Channel) -> Placement:
    """Draw a placement that keeps the rules: settled as seen, or undetermined with a reason."""
    seen = draw(st.sampled_from([item for item in PlaceClass if item is not PlaceClass.UNDETERMINED]))
    certificate = draw(st.none() | certificates)
    settled = draw(st.booleans()) and bool(seen.positive or (certificate and certificate.complete))
    reason = draw(st.none() | st.sampled_from(Reason)) if settled else draw(st.sampled_from(Reason))
    return Placement(
        channel=channel, place_class=seen if settled else PlaceClass.UNDETERMINED, seen=seen, settled=settled, reason=reason,
        clicks=draw(maybe_numbers), path=draw(several(steps)), likely_path=draw(several(steps)),
        sightings=tuple(draw(st.lists(st.integers(0, 9), max_size=3))), gate=draw(st.none() | st.sampled_from(GateKind)),
        gate_passed=draw(st.booleans()), notes=draw(several_texts), certificate=certificate,
    )  # fmt: skip


@st.composite
def visits(draw: st.DrawFn, shop: Shop = SHOP) -> Visit:
    """Draw a visit with every field filled or empty."""
    count = draw(st.integers(0, 3))
    page_ids = st.integers(0, max(count - 1, 0))

    def of_pages(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(several(strategy)) if count else ()

    return Visit(
        shop=shop, number=draw(st.integers(1, 3)), started_at=draw(texts), finished_at=draw(texts),
        reason=draw(st.none() | st.sampled_from(Reason)), detail=draw(texts),
        pages=tuple(draw(pages(number)) for number in range(count)),
        sightings=of_pages(sightings(page_ids)), facts=of_pages(facts(page_ids)), gates=of_pages(gates(page_ids)),
        looks=of_pages(looks(page_ids)), fetches=draw(several(fetches)),
        placements=tuple(draw(placements(channel)) for channel in (Channel.PHONE, Channel.EMAIL)), findings=draw(several_texts),
        rendered=draw(numbers), warc=draw(texts), versions=draw(several(st.tuples(texts, texts))),
        second_opinion=draw(st.none() | second_opinions),
    )  # fmt: skip


def proof(**changes: Any) -> Certificate:
    """Give a complete certificate, with changes."""
    kinds = frozenset({PageKind.CONTACT})
    whole = {
        "kinds": ((PageKind.CONTACT, "read"),),
        "links": (LinkFate(url="https://www.winkel.example/contact", text="Contact", kinds=kinds, fate=Fate.READ),),
        "pages_read": 4, "viewports": ("1280x800", "390x844"), "second_parse": True, "decoders": ("plain",),
    }  # fmt: skip
    return Certificate(**(whole | changes))


def good_row(shop: Shop = SHOP, line: int = 2) -> Row:
    """Give the row of the list that names a shop."""
    return Row(line=line, cells=(("url", shop.url),), shop=shop)


def shop_named(name: str) -> Shop:
    """Give a shop at `www.<name>.example`."""
    return Shop(id=f"{name}.example", name=name.capitalize(), url=f"https://www.{name}.example/", country="NL", language="nl")
