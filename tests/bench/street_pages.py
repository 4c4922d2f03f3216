"""Pages of many made shops, ready to be sent: ten a shop, about 50 kB packed, no two shops alike.

A page is a long first part, packed beforehand for each of a few designs, and a short part of the shop's own (twelve articles, name,
address, phone, e-mail) that is packed when it is asked for and joined on: one gzip stream of two deflate blocks. That costs the
server a tenth of a millisecond, and the crawler everything that a page costs.
"""

import random
import re
import struct
import zlib
from base64 import b64encode
from functools import cache, lru_cache

from tests.bench.pages import pages

DESIGNS = 16
"""Sets of names of classes, one for each sixteenth shop: what is remembered of start tags must not fit all shops."""
KEPT = ("contact", "voorwaarden", "retour", "p0", "p1", "p4", "p8", "p10", "p11")
PACKED = 45_000
"""Bytes that the first part has at least on the mean; pages that say little get a block of data as scripts carry it."""
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
_WITHIN = re.compile(rb'href="(/(?!/)[^"]*)"')
_SHOWN = [name for name in KEPT if name.startswith("p")]


@cache
def firsts(design: int) -> dict[str, tuple[bytes, int, int]]:
    """The first parts of a design's pages by path: packed, with the checksum and the length of what was packed."""
    found = pages()
    kept = {"/": found["/index.html"], **{f"/{name}.html": found[f"/{name}.html"] for name in KEPT}}
    return {path: _packed(_first(body, design, path)) for path, body in kept.items()}


def _first(body: bytes, design: int, path: str) -> bytes:
    body = body.rpartition(b"</body>")[0] or body
    body = body.replace(b' class="', b' class="d%d ' % design)
    body = _WITHIN.sub(_led, body)
    if len(found := zlib.compress(body, 6)) < PACKED // 2:
        data = random.Random(path).randbytes((PACKED - len(found)) * 3 // 4)
        body += b'<script type="application/json">"%s"</script>' % b64encode(data)
    return body


def _led(found: re.Match[bytes]) -> bytes:
    """A link within the shop, led to one of the pages that there are."""
    if found[1].strip(b"/").removesuffix(b".html").decode("latin-1") in {"", *KEPT}:
        return found[0]
    return b'href="/%s.html"' % _SHOWN[zlib.crc32(found[1]) % len(_SHOWN)].encode()


def _packed(body: bytes) -> tuple[bytes, int, int]:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return HEAD + packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH), zlib.crc32(body), len(body)


def page(shop: int, path: str) -> bytes | None:
    """A shop's page in gzip, None where it has none of that path."""
    first = firsts(shop % DESIGNS).get(path)
    if first is None:
        return None
    packed, checksum, length = first
    own = own_part(shop)
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    tail = struct.pack("<II", zlib.crc32(own, checksum), length + len(own))
    return packed + packer.compress(own) + packer.flush() + tail


@lru_cache(1000)
def own_part(shop: int) -> bytes:
    """What only this shop's pages have, up to the end of the page."""
    draw = random.Random(shop)
    cards = "".join(_card(draw, shop) for _ in range(12))
    phone = f"010 {draw.randrange(200, 800)} {draw.randrange(10, 99)} {draw.randrange(10, 99)}"
    mail, street = f"info@shop-{shop:06}.example", f"Dorpsstraat {shop % 300 + 1}, {1000 + shop % 9000} AB Ons Dorp"
    return (
        f'<section class="own-{shop}">{cards}</section><footer id="foot-{shop}"><p>Winkel {shop} B.V., {street}. '
        f'Tel. <a href="tel:{phone.replace(" ", "")}">{phone}</a>, <a href="mailto:{mail}">{mail}</a> '
        f"KvK {10_000_000 + shop}</p></footer></body></html>"
    ).encode()


def _card(draw: random.Random, shop: int) -> str:
    code, target = f"{draw.getrandbits(48):012x}", draw.choice(_SHOWN)
    return (
        f'<article class="card" data-sku="{code}"><a href="/{target}.html" data-shop="{shop}">'
        f'<img src="/img/{code}.webp" alt="Artikel"><h3>Artikel {code}</h3></a>'
        f"<p>Nummer {draw.randrange(10_000)}, maat {draw.randrange(60)}, morgen in huis.</p></article>"
    )
