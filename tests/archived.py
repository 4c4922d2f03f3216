"""Evidence made by hand for web archives, and what a written archive holds."""

import gzip
import hashlib
import json
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.evidence.exchange import Exchange, Resource, digest
from crawler.evidence.read import captures
from crawler.evidence.rendered import keep_rendering
from crawler.evidence.warc import ShopRecord
from crawler.model.page import Page
from crawler.model.rendering import DESKTOP, PHONE, Rendering, View
from crawler.model.shop import Shop
from crawler.model.visit import Visit

HOME = "https://www.shop.example/"
HTML = b"<!doctype html><title>Winkel</title><p>Tel. 020 555 01 36</p>"
HOSTILE = 'Winkel\n</script><script>alert(1)</script>\x1b[31m "é" \u202e'
PICTURE = b"\xff\xd8 not quite a picture"


def exchange(url: str, body: bytes = HTML, *headers: tuple[bytes, bytes], status: int = 200, second: int = 0) -> Exchange:
    """A response, `second` seconds after the first."""
    return Exchange(
        asked=url, url=url, status=status, headers=headers or ((b"Content-Type", b"text/html; charset=utf-8"),), body=body,
        at=f"2026-11-22T10:00:{second:02}.5Z", sha256=digest(body), request_headers=((b"User-Agent", b"Bereikbaar"),),
    )  # fmt: skip


TEXT_ONLY = (
    f"WARC/1.1\r\nWARC-Type: conversion\r\nContent-Type: text/plain; charset=utf-8\r\nWARC-Target-URI: {HOME}retour\r\n"
    "WARC-Record-ID: <urn:uuid:2b2ea2e5-0d0c-4c5c-9e0a-6f1f2a0d6a11>\r\nWARC-Date: 2026-11-22T10:00:50Z\r\nContent-Length: 8\r\n"
    "\r\nBel ons.\r\n\r\n"
).encode()
"""What is left of a page of which only the text was kept."""
HTML_TYPE = (b"Content-Type", b"TEXT/HTML;charset=utf-8")
EXCHANGES = (
    exchange(HOME + "robots.txt", b"", status=404),
    exchange(HOME + "oud", b"", (b"Location", HOME.encode()), status=301, second=1),
    exchange(HOME, gzip.compress(HTML, mtime=0), HTML_TYPE, (b"Content-Encoding", b"gzip"), second=2),
    exchange(HOME + "Contact/?b=2&a=1", HTML, HTML_TYPE, (b"Transfer-Encoding", b"chunked"), second=3),
    exchange(HOME + "over", HTML, (b"X-Naam", "café".encode("latin-1")), second=4),
    exchange(HOME + "leeg", b"\r\n\r\n WARC/1.1\r\n\r\n", HTML_TYPE, second=5),
    exchange(HOME + "voorwaarden.pdf", b"%PDF-1.7 \0\1\2", (b"Content-Type", b"application/pdf"), second=6),
    exchange(HOME + "caf%C3%A9?PHPSESSID=0123456789abcdef0123456789abcdef&p=1", HTML, second=7),
)


def visit(folder: Path, shop_id: str, exchanges: Sequence[Exchange] = EXCHANGES, *, rendered: bool = False) -> Visit:
    """Write the evidence of a visit below a folder; give the visit."""
    record = ShopRecord(folder, shop_id, 1)
    for item in exchanges:
        record.write(item)
    if rendered:
        keep_rendering(record, rendering(), (), "2026-11-22T10:00:30Z")
        for crop in ("phone:%2B31205550136", ":"):
            record.keep(framed(f"urn:crop:0:{crop}:{HOME}Contact/?b=2&a=1"))
    name = record.finish()
    with (folder / name).open("ab") as file:
        file.write(TEXT_ONLY if rendered else b"")
    pages = tuple(
        Page(id=number, url=item.asked, final_url=item.url, status=200, title=HOSTILE if number else "", fetched_at=item.at)
        for number, item in enumerate(item for item in exchanges if item.status == 200)
    )
    return Visit(
        shop=Shop(id=shop_id, name="Winkel", url=HOME, country="NL"), number=1, started_at="2026-11-22T10:00:00Z",
        finished_at="2026-11-22T10:01:00Z", pages=pages, warc=name,
    )  # fmt: skip


def rendering() -> Rendering:
    """A page as a browser rendered it, in two windows, with a picture."""
    views = (View(viewport=DESKTOP, html=HTML + b"1", picture=PICTURE), View(viewport=PHONE, html=HTML + b"2"))
    return Rendering(url=HOME, final_url=HOME, status=200, body=HTML, views=views)


def framed(name: str) -> Resource:
    """A picture of a value, or of a picture without words."""
    url = HOME + "Contact/?b=2&a=1"
    at, sha256 = "2026-11-22T10:00:40Z", digest(PICTURE)
    return Resource(name=name, kind="image/webp", body=PICTURE, asked=url, final=url, status=200, at=at, sha256=sha256)


def bodies(warc: Path) -> dict[str, bytes]:
    """What was received under each address, decoded; of several answers the last."""
    return {item.final_url: item.body for item in captures(warc)}


def told(path: Path) -> dict[str, Any]:
    """The package of an archive; that it and all else in the archive is what it says is asserted."""
    with zipfile.ZipFile(path) as archive:
        body = archive.read("datapackage.json")
        assert json.loads(archive.read("datapackage-digest.json"))["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        package: dict[str, Any] = json.loads(body)
        resources = {item["path"]: (item["hash"], item["bytes"]) for item in package["resources"]}
        held = {name: archive.read(name) for name in archive.namelist() if not name.startswith("datapackage")}
    assert resources == {name: (f"sha256:{hashlib.sha256(item).hexdigest()}", len(item)) for name, item in held.items()}
    return package


def index_of(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The lines of an archive's index, each block found by the second index, as readers do."""
    lines = []
    with zipfile.ZipFile(path) as archive:
        packed = archive.read("indexes/index.cdx.gz")
        head, *entries = archive.read("indexes/index.idx").decode().splitlines()
    assert head == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    for entry in entries:
        first, _, place = entry.partition(" {")
        spot = json.loads("{" + place)
        block = packed[spot["offset"] : spot["offset"] + spot["length"]]
        assert spot["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        text = zlib.decompress(block, zlib.MAX_WBITS | 16).decode()
        assert text.startswith(f"{first} {{")
        lines += text.splitlines()
    assert lines == sorted(lines)
    return [(line.partition(" {")[0], json.loads("{" + line.partition(" {")[2])) for line in lines]


def pages_of(path: Path) -> list[dict[str, str]]:
    """The pages that an archive lists, its head first."""
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines()]
