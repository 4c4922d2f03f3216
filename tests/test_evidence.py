"""The evidence of a visit: what is written is what was received, and reading it back gives the same captures."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.coding import CodingError, decoded
from crawler.evidence.exchange import Exchange, Pairs, capture_of, digest
from crawler.evidence.read import captures, read_capture
from crawler.evidence.rendered import keep_rendering
from crawler.evidence.warc import ShopRecord
from crawler.model.capture import Via
from crawler.model.rendering import DESKTOP, PHONE, Rendering, View

TEXT = b"<p>Bel ons: 020 123 45 67</p>" * 50


def exchange(url: str, body: bytes, *headers: tuple[bytes, bytes], status: int = 200, asked: str = "") -> Exchange:
    sent: Pairs = ((b"User-Agent", b"Bereikbaar/0.1"),)
    return Exchange(
        asked=asked or url,
        url=url,
        status=status,
        headers=((b"Content-Type", b"text/html"), *headers),
        body=body,
        at="2026-11-22T10:00:00.123Z",
        sha256=digest(body),
        request_headers=sent,
        address="192.0.2.7",
    )


EXCHANGES = [
    exchange("http://shop.example/robots.txt", b"", status=404),
    exchange("http://shop.example/", b"", (b"Location", b"https://www.shop.example/"), status=301),
    exchange("https://www.shop.example/", gzip.compress(TEXT), (b"Content-Encoding", b"gzip"), asked="http://shop.example/"),
    exchange("https://www.shop.example/contact", TEXT, (b"X-Naam", "café".encode("latin-1"))),
    exchange("https://www.shop.example/over", brotli.compress(TEXT), (b"Content-Encoding", b"br")),
    exchange("https://www.shop.example/leeg", b"\r\n\r\n WARC/1.1\r\n\r\n"),
]


def test_reading_the_warc_alone_gives_the_same_captures(tmp_path: Path) -> None:
    record = ShopRecord(tmp_path, "shop.example", 1)
    live = [capture_of(item, record.write(item)) for item in EXCHANGES]
    assert [record.capture(item.warc_offset or 0) for item in live] == live
    assert list(tmp_path.rglob("*.warc")) == []
    name = record.finish()
    assert list(captures(tmp_path / name)) == live
    assert [read_capture(tmp_path / name, item.warc_offset or 0) for item in live] == live


def test_another_reader_understands_the_file(tmp_path: Path) -> None:
    record = ShopRecord(tmp_path, "shop.example", 1)
    for item in EXCHANGES:
        record.write(item)
    with (tmp_path / record.finish()).open("rb") as stream:
        kinds = [(item.rec_type, item.raw_stream.read() and "") for item in ArchiveIterator(stream, check_digests="raise")]
    assert [kind for kind, _ in kinds] == ["warcinfo", *["response", "request"] * len(EXCHANGES)]


def test_nothing_received_leaves_no_file(tmp_path: Path) -> None:
    record = ShopRecord(tmp_path, "shop.example", 1)
    assert record.finish() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_dropped_record_leaves_no_file_and_an_old_part_is_overwritten(tmp_path: Path) -> None:
    record = ShopRecord(tmp_path, "shop.example", 1)
    record.write(EXCHANGES[2])
    record.drop()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    stale = record.path.with_name(record.path.name + ".part")
    stale.write_bytes(b"half a record of a run that was killed")
    again = ShopRecord(tmp_path, "shop.example", 1)
    again.write(EXCHANGES[3])
    assert [item.final_url for item in captures(tmp_path / again.finish())] == [EXCHANGES[3].url]


@pytest.mark.parametrize(
    ("codings", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]) + b"\0\0padding"),
        ("X-GZIP", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("br", brotli.compress(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
    ],
    ids=["none", "identity", "gzip", "two-members", "old-name", "zlib", "raw-deflate", "br", "twice"],
)
def test_content_codings_are_undone(codings: str, body: bytes) -> None:
    assert decoded(body, codings, limit=len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("codings", "body"),
    [
        ("gzip", b"\x1f\x8b broken"),
        ("br", b"broken broken"),
        ("br", brotli.compress(TEXT)[:-3]),
        ("gzip", gzip.compress(TEXT)[:-20]),
        ("zstd", b"whatever"),
    ],
    ids=["gzip-broken", "br-broken", "br-cut", "gzip-cut", "unknown"],
)
def test_broken_bodies_are_refused(codings: str, body: bytes) -> None:
    with pytest.raises(CodingError):
        decoded(body, codings, limit=1_000_000)


@pytest.mark.parametrize(("codings", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)])
def test_bombs_are_refused(codings: str, compress: Callable[[bytes], bytes]) -> None:
    with pytest.raises(CodingError):
        decoded(compress(bytes(20_000_000)), codings, limit=1_000_000)


def test_the_views_of_a_rendered_page_come_back_as_they_were_read(tmp_path: Path) -> None:
    views = (
        View(viewport=DESKTOP, html=b"<html bereikbaar-view=1280x800>020 555 01 36", picture=b"\x89PNG"),
        View(viewport=PHONE, html=b"<html bereikbaar-view=390x844>"),
        View(viewport=DESKTOP, html=b"<html>geopend", opened="Toon nummer"),
    )
    address = "https://shop.example/contact"
    rendering = Rendering(
        url="https://shop.example/c", final_url=address, status=200, body=TEXT, views=views, problems=("popups: 4",)
    )
    record = ShopRecord(tmp_path, "shop.example", 2)
    first, rest = keep_rendering(record, rendering, ((b"User-Agent", b"Bereikbaar"),), "2026-11-22T10:00:00Z")
    assert (first.via, first.url, first.final_url, first.body) == (Via.BROWSER, rendering.url, address, views[0].html)
    assert [item.body for item in rest.further] == [view.html for view in views[1:]]
    assert rest.viewports == ("1280x800", "390x844")
    path = tmp_path / record.finish()
    for item in (first, *rest.further):
        assert read_capture(path, item.warc_offset or 0) == item
    assert [item.body for item in captures(path)] == [TEXT]
    with path.open("rb") as stream:
        kinds = [item.rec_type for item in ArchiveIterator(stream, check_digests="raise") if item.raw_stream.read() is not None]
    assert kinds == ["warcinfo", "response", "request", *["resource"] * 5]
