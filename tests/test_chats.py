"""Every chat vendor of `crawler/knowledge/chats` is told by its script and its words in code, and never by its name in a text."""

import pytest

from crawler.document import parse
from crawler.extractors.chats import marks
from crawler.knowledge.chats import ChatVendor, chats
from crawler.model.capture import Capture, Via
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind
from crawler.reading import Reading, read

URL = "https://winkel.example/"
every_vendor = pytest.mark.parametrize("vendor", chats(), ids=lambda vendor: vendor.id)


def reading_of(inside: str) -> Reading:
    body = f"<!doctype html><html lang=nl><head><title>Winkel</title></head><body>{inside}</body></html>".encode()
    capture = Capture(url=URL, final_url=URL, status=200, headers=(), body=body, sha256="", fetched_at="", via=Via.HAND)
    page = Page(id=0, url=URL, final_url=URL, status=200)
    return read(page, parse(capture), Shop(id="case", name="", url=URL, country="NL", language="nl"))


def chats_of(inside: str) -> set[str]:
    reading = reading_of(inside)
    found = {item.value for item in reading.sightings if item.channel is Channel.CHAT}
    assert found == {gate.vendor for gate in reading.gates if gate.kind is GateKind.CHAT}
    return found


def test_at_least_forty_vendors_each_with_source_and_date() -> None:
    assert len(chats()) >= 40
    assert all(vendor.source and vendor.dated for vendor in chats())


@every_vendor
def test_a_vendor_is_told_by_the_host_of_its_script_or_frame(vendor: ChatVendor) -> None:
    for host in vendor.hosts:
        assert chats_of(f'<script async src="https://{host}/widget.js?key=abc"></script>') == {vendor.id}
        assert chats_of(f'<iframe src="//eu.{host}/frame"></iframe>') == {vendor.id}


@every_vendor
def test_a_vendor_is_told_by_its_words_in_inline_code(vendor: ChatVendor) -> None:
    for marker in vendor.markers:
        assert vendor.id in chats_of(f"<script>(function(w,d){{ {marker} }})(window,document)</script>")


@every_vendor
def test_words_of_one_vendor_stand_in_no_other_ones_code(vendor: ChatVendor) -> None:
    code = "\n".join((*vendor.hosts, *vendor.markers))
    assert {name for name, _ in marks(code)} == {vendor.id}


@every_vendor
def test_a_vendors_name_in_a_text_is_no_chat(vendor: ChatVendor) -> None:
    host = next(iter(vendor.hosts), "chat.example")
    link = f'<a href="https://{host}/">software van {vendor.name}</a>'
    assert not chats_of(f"<p>Wij werken met {vendor.name} ({host}), {vendor.id} en {link}. {' '.join(vendor.markers)}</p>")


@every_vendor
def test_a_vendors_words_in_data_are_no_chat(vendor: ChatVendor) -> None:
    words = " ".join((*vendor.hosts, *vendor.markers)).replace('"', "")
    assert not chats_of(f'<script type="application/ld+json">{{"name": "{words}"}}</script>')


def test_a_host_that_only_begins_alike_is_another_ones() -> None:
    hosts = [host for vendor in chats() for host in vendor.hosts]
    assert not [host for host in hosts if chats_of(f'<script src="https://{host}.example/x.js"></script>')]
