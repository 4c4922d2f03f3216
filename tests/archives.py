"""Archives made by hand, record by record, and visits made from them."""

import gzip
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crawler.evidence.warc import ShopRecord
from crawler.lists import shop_of
from crawler.model.capture import Capture
from crawler.model.rendering import Rendered
from crawler.model.visit import Visit
from crawler.replay.archives.answers import ShopArchive
from crawler.replay.archives.filling import fill
from crawler.replay.archives.index import FileRead, Index
from crawler.replay.revisit import revisit
from crawler.visiting.budget import Budget

SHOP = "https://winkel.example/"
CONTACT = f"{SHOP}contact"
AT = "2026-05-01T10:00:00Z"
HTML = "text/html; charset=utf-8"


def record(kind: str, url: str, block: bytes, at: str = AT, length: int | None = None, **fields: str) -> bytes:
    """One record; `fields` are further ones, their names with underscores, and `name` what its id is made of."""
    name = fields.pop("name", url)
    told = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": at, **{key.replace("_", "-"): it for key, it in fields.items()}}
    told["WARC-Record-ID"] = f"<urn:uuid:{name}>"
    told["Content-Length"] = str(len(block) if length is None else length)
    return b"WARC/1.1\r\n" + "".join(f"{key}: {it}\r\n" for key, it in told.items()).encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes, status: int = 200, *headers: str, kind: str = HTML) -> bytes:
    """An answer of HTTP."""
    return "\r\n".join((f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", *headers, "", "")).encode() + body


def page(text: str, links: str = "") -> bytes:
    """A page in Dutch, long enough to be one, with a menu."""
    menu = "".join(f'<a href="{link}">{link.strip("/").title()}</a> ' for link in links.split())
    words = "Bloembollen voor in de tuin, zorgvuldig gekozen en verpakt. " * 12
    return f'<!doctype html><html lang="nl"><title>Winkel</title><body><nav>{menu}</nav><p>{words}</p><p>{text}</p></body>'.encode()


def shown(url: str, text: str, links: str = "", at: str = AT, **fields: str) -> bytes:
    """The record of a page."""
    return record("response", url, http(page(text, links)), at, None, **fields)


def moved(url: str, target: str, at: str = AT) -> bytes:
    """The record of a redirect."""
    return record("response", url, http(b"", 301, f"Location: {target}"), at)


PHONE, EMAIL = "Bel 020 624 81 35", "Mail naar info@winkel.example"
HOME = shown(SHOP, "Welkom", "/contact /voorwaarden")
FOUND = shown(CONTACT, f"{PHONE}. {EMAIL}")


def packed(records: Iterable[bytes]) -> bytes:
    """Each record in a gzip member of its own, as archives should be."""
    return b"".join(gzip.compress(item, mtime=0) for item in records)


def zipped(path: Path, files: Sequence[tuple[str, bytes]], kind: int = zipfile.ZIP_STORED) -> Path:
    """Write a ZIP file."""
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return path


def indexed(index: Index, scratch: Path, *archives: Path) -> list[FileRead]:
    """Read archives into an index; what was read of each."""
    fill(index, archives, scratch, lambda _count, _name: None)
    return list(index.files())


@contextmanager
def _answers(folder: Path, archives: Sequence[Path], stop_list: frozenset[str] = frozenset()) -> Iterator[ShopArchive]:
    record = ShopRecord(folder / "evidence", "winkel", 1)
    with Index(folder / "index.sqlite") as index:
        indexed(index, folder, *archives)
        try:
            yield ShopArchive(index, record, stop_list)
        finally:
            record.finish()


def visited(folder: Path, *archives: Path, shop: str = SHOP, stop_list: frozenset[str] = frozenset()) -> Visit:
    """A visit to a shop in archives."""
    asked = Visit(shop=shop_of(shop, country="NL", language="nl"), number=1, started_at="", finished_at="")
    with _answers(folder, archives, stop_list) as answers:
        return revisit(asked, answers, Budget())


def answered(folder: Path, url: str, *archives: Path) -> tuple[Capture, Rendered | None]:
    """What archives answer for an address, asked for first."""
    with _answers(folder, archives) as answers:
        return answers.answer(url)


def written(path: Path, *records: bytes) -> Path:
    """Write a plain WARC file."""
    path.write_bytes(b"".join(records))
    return path
