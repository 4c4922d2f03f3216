"""Recordings of any maker are read alike, and one that attacks is refused within bounds."""

import gzip
import json
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.evidence.exchange import BODY_LIMIT
from crawler.model.placement import Way
from crawler.replay import recordings, recordings_har, recordings_warc, warc_records
from crawler.replay.recordings import Recording, RecordingError
from crawler.replay.recordings_read import read_recording, way_of
from crawler.replay.warc_records import Answer
from tests.recordings import AT, HTML, Got, har, har_entry, moved, page, wacz, warc

HOME, CONTACT = "https://winkel.example/", "https://winkel.example/contact"
VISIT = (
    moved("http://winkel.example/", HOME),
    page(HOME, '<a href="/contact">Contact</a> Müller'),
    page(f"{CONTACT}?utm_source=mail#top", "Bel 020 624 81 35"),
    Got("https://winkel.example/logo.png", b"\x89PNG", headers=(("Content-Type", "image/png"),)),
)
CHUNKED = ("Transfer-Encoding", "chunked")
FORMS: dict[Way, Callable[[Path, Any], Path]] = {Way.HAR: har, Way.WARC: warc, Way.WACZ: wacz}


def read(path: Path) -> Recording:
    way = way_of(path)
    assert way is not None
    return read_recording(path, way)


@pytest.mark.parametrize("way", FORMS)
def test_each_form_gives_the_same_pages(tmp_path: Path, way: Way) -> None:
    recording = read(FORMS[way](tmp_path / "visit", VISIT))
    assert recording.way is way
    home, contact = recording.answer("http://winkel.example"), recording.answer(CONTACT)
    assert home
    assert contact
    assert (home.url, home.status, "Müller" in home.body.decode(), home.at[:19]) == (HOME, 200, True, AT[:19])
    assert contact.body.endswith(b"Bel 020 624 81 35</body></html>")
    assert recording.answer("https://winkel.example/logo.png") is None, "no page"
    assert recording.answer("https://winkel.example/faq") is None, "not recorded"


@pytest.mark.parametrize("way", FORMS)
def test_nothing_of_the_persons_session_is_kept(tmp_path: Path, way: Way) -> None:
    cookie = (("Set-Cookie", "session=mine"), *HTML)
    home = read(FORMS[way](tmp_path / "visit", [page(HOME, "x", headers=cookie)])).answer(HOME)
    assert home
    assert b"mine" not in b"".join(value for _, value in home.headers)


@pytest.mark.parametrize("way", FORMS)
def test_what_was_sent_is_no_page_of_the_shop(tmp_path: Path, way: Way) -> None:
    path = FORMS[way](tmp_path / "visit", [page(HOME, "home"), page(CONTACT, "thank you", method="POST")])
    assert read(path).answer(CONTACT) is None


@pytest.mark.parametrize("way", FORMS)
def test_the_page_after_a_question_counts_and_not_the_question(tmp_path: Path, way: Way) -> None:
    twice = [page(HOME, "Bent u 18 jaar of ouder?"), page(HOME, "Welkom"), page(HOME, "Forbidden", status=403)]
    home = read(FORMS[way](tmp_path / "visit", twice)).answer(HOME)
    assert home
    assert b"Welkom" in home.body


def test_a_body_in_pieces_and_packed_is_kept_packed(tmp_path: Path) -> None:
    packed = gzip.compress(b"<html><p>Bel 020 624 81 35</p></html>")
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    headers = (*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    home = read(warc(tmp_path / "visit.warc", [Got(HOME, pieces, headers=headers)])).answer(HOME)
    assert home
    assert (home.body, home.header(b"content-encoding")) == (packed, "gzip")


def test_redirects_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    circle = [moved(HOME, CONTACT), moved(CONTACT, HOME)]
    assert read(warc(tmp_path / "visit.warc", circle)).answer(HOME) is None


def test_text_of_a_har_is_utf_8_whatever_it_was(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/html; charset=iso-8859-1"), ("Content-Encoding", "br"))
    home = read(har(tmp_path / "visit.har", [page(HOME, "Müller", headers=headers)])).answer(HOME)
    assert home
    assert (home.header(b"content-type"), home.header(b"content-encoding")) == ("text/html; charset=utf-8", "")


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A HAR file with one entry that was changed."""
    entry = har_entry(page(HOME, "home"))
    change(entry)
    path = tmp_path / "visit.har"
    path.write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    return path


def put(part: str, name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda entry: (entry[part] if part else entry).update({name: value})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("", "response", []), "has no 'response'"),
        (put("", "startedDateTime", "yesterday"), "is no time"),
        (put("", "startedDateTime", "2999-01-01T00:00:00Z"), "can not be when it was recorded"),
        (put("", "startedDateTime", {"a": 1}), "is no time"),
        (put("response", "content", {"text": "%%%", "encoding": "base64", "mimeType": "text/html"}), "no base64"),
        (put("response", "content", {"mimeType": "text/html"}), "holds no page"),
        (put("response", "content", "<html>"), "holds no page"),
        (put("response", "status", "200"), "holds no page"),
        (put("response", "status", 0), "holds no page"),
        (put("response", "status", 10**30), "holds no page"),
        (put("request", "url", f"{HOME}\r\nWARC-Type: response"), "holds no page"),
        (put("request", "url", "file:///etc/passwd"), "holds no page"),
        (put("request", "url", ["x"]), "holds no page"),
        (put("request", "url", "https://" + "a" * 5000), "holds no page"),
    ],
)
def test_a_har_entry_that_is_none_is_told_or_left_out(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    with pytest.raises(RecordingError, match=told):
        read(changed(tmp_path, change))


def test_a_header_cannot_forge_another(tmp_path: Path) -> None:
    forged = [{"name": "X\r\nWARC-Type", "value": "a"}, {"name": "X-Long", "value": "b\r\nSet-Cookie: c" * 9000}]
    home = read(changed(tmp_path, put("response", "headers", [*forged, 7, {"name": None, "value": 3}]))).answer(HOME)
    assert home
    assert {name for name, _ in home.headers} == {b"X-Long", b"content-type"}
    assert all(len(value) <= 8000 for _, value in home.headers)


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"log": 3}', b'{"log": {"entries": 3}}', b'{"log": {"entries": [3]}}', b'{"a":' * 100_000, b'{"\xff": 1}', b"{}"],
)
def test_what_only_looks_like_a_har_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "visit.har").write_bytes(body)
    with pytest.raises(RecordingError, match="no HAR file"):
        read(tmp_path / "visit.har")


@pytest.mark.parametrize(
    "body",
    [
        b"WARC/1.1\r\n",
        b"WARC/1.1\r\nContent-Length: -5\r\n\r\n",
        b"WARC/9 x\r\n\r\n" * 5000,
        gzip.compress(b"no WARC", mtime=0),
        b"\x1f\x8b\x08cut",
    ],
)
def test_what_only_looks_like_a_warc_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "visit.warc").write_bytes(body)
    with pytest.raises(RecordingError):
        read(tmp_path / "visit.warc")


def test_a_warc_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = warc(tmp_path / "visit.warc.gz", [page(HOME, "x" * 5000), page(CONTACT, "y" * 5000)], gzipped=True).read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(RecordingError):
        read(tmp_path / "cut.warc.gz")


def record_of(body: bytes, *, claimed: int | None = None) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {HOME}\r\nWARC-Date: {AT[:19]}Z\r\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    length = len(http) + len(body) if claimed is None else claimed
    return f"{head}Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n".encode() + http + body + b"\r\n\r\n"


def bomb(megabytes: int, unit: bytes) -> bytes:
    """Gzip that unpacks to much of the same."""
    engine = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = unit * (1_000_000 // len(unit))
    return b"".join(engine.compress(block) for _ in range(megabytes)) + engine.flush()


def test_a_packed_file_that_swells_is_left_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings_warc, "MOST_UNPACKED", 20_000_000)
    (tmp_path / "visit.warc.gz").write_bytes(bomb(60, record_of(b"<p>" + b"x\n" * 400)))
    with pytest.raises(RecordingError, match="unpacks to more than"):
        read(tmp_path / "visit.warc.gz")


@pytest.mark.parametrize("unit", [b"A", b"a: b\r\n", b"WARC/1.1\r\n", b"\r\n"], ids=["line", "headers", "heads", "blank lines"])
def test_what_has_no_end_is_not_held_in_memory(tmp_path: Path, unit: bytes) -> None:
    (tmp_path / "visit.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\n") + bomb(60, unit))
    tracemalloc.start()
    with pytest.raises(RecordingError):
        read(tmp_path / "visit.warc.gz")
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["image/png", "text/html"])
def test_a_body_in_one_vast_piece_is_not_held_in_memory(tmp_path: Path, kind: str) -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n".encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {HOME}\r\nWARC-Date: {AT[:19]}Z\r\nContent-Length: 1500000000\r\n\r\n"
    )
    (tmp_path / "visit.warc.gz").write_bytes(gzip.compress(head.encode() + http) + bomb(60, b"x"))
    tracemalloc.start()
    with pytest.raises(RecordingError, match="a page larger than" if kind == "text/html" else "holds no page"):
        read(tmp_path / "visit.warc.gz")
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def test_a_page_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "visit.warc").write_bytes(record_of(b"<p>" + b"lang verhaal\n" * (BODY_LIMIT // 12)))
    with pytest.raises(RecordingError, match="a page larger than"):
        read(tmp_path / "visit.warc")


@pytest.mark.parametrize("claimed", [10**9, 10**15, 10**16, -5])
def test_a_record_that_claims_what_can_not_be(tmp_path: Path, claimed: int) -> None:
    (tmp_path / "visit.warc").write_bytes(record_of(b"<p>kort", claimed=claimed))
    if claimed == 10**9:
        home = read(tmp_path / "visit.warc").answer(HOME)
        assert home
        assert home.body.startswith(b"<p>kort")
    else:
        with pytest.raises(RecordingError, match=r"unpacks to more than|without a length"):
            read(tmp_path / "visit.warc")


def test_too_large_pages_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings_warc, "MOST_PAGE_BYTES", 10_000)
    with pytest.raises(RecordingError, match="of pages: record fewer"):
        read(warc(tmp_path / "visit.warc", [page(f"{HOME}{number}", "x" * 3000) for number in range(5)]))


@pytest.mark.parametrize(
    ("body", "joined"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"3\r\nabc\r\nff\r\ncut off", b"abccut off"),
        (b"<html>not in pieces", b"<html>not in pieces"),
        (b"ffffffff\r\n<p>", b"<p>"),
        (b"", b""),
    ],
)
def test_pieces_are_joined_as_far_as_they_go(body: bytes, joined: bytes) -> None:
    assert warc_records.joined_up(Answer(200, [CHUNKED], body)) == joined


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_PAGES", 3)
    with pytest.raises(RecordingError, match="more than 3 pages"):
        read(warc(tmp_path / "visit.warc", [page(f"{HOME}{number}", "x") for number in range(5)]))


@pytest.mark.parametrize(("room", "name"), [(recordings_har, "MOST_BYTES"), (recordings, "MOST_BYTES")])
def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Any, name: str) -> None:
    monkeypatch.setattr(room, name, 10)
    monkeypatch.setattr("crawler.replay.recordings_read.MOST_BYTES", recordings.MOST_BYTES)
    with pytest.raises(RecordingError, match="larger than"):
        read(har(tmp_path / "visit.har", VISIT))


def test_names_in_a_wacz_lead_to_no_file(tmp_path: Path) -> None:
    inner = warc(tmp_path / "inner.warc", VISIT).read_bytes()
    with zipfile.ZipFile(tmp_path / "visit.wacz", "w") as archive:
        archive.writestr("archive/../../../escaped.warc", inner)
        archive.writestr("../outside.warc", inner)
        archive.writestr("/etc/absolute.warc", inner)
    before = sorted(tmp_path.parent.rglob("*"))
    assert read(tmp_path / "visit.wacz").answer(CONTACT)
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_wacz_that_swells_is_refused_by_its_own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings_warc, "MOST_UNPACKED", 5_000_000)
    with zipfile.ZipFile(tmp_path / "visit.wacz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", record_of(b"x\n" * 5_000_000))
    with pytest.raises(RecordingError, match="unpacks to more than"):
        read(tmp_path / "visit.wacz")


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["deflate", "bzip2", "lzma"])
def test_a_wacz_whose_files_do_not_unpack_is_refused(tmp_path: Path, kind: int) -> None:
    with zipfile.ZipFile(tmp_path / "visit.wacz", "w", kind) as archive:
        archive.writestr("archive/data.warc", record_of(b"x\n" * 5_000))
    body = (tmp_path / "visit.wacz").read_bytes()
    (tmp_path / "visit.wacz").write_bytes(body[:55] + bytes(one ^ 0x5A for one in body[55:90]) + body[90:])
    with pytest.raises(RecordingError, match=r"can not be read|no WACZ file"):
        read(tmp_path / "visit.wacz")


def test_a_wacz_with_a_list_without_end_is_not_read(tmp_path: Path) -> None:
    path = wacz(tmp_path / "visit.wacz", VISIT)
    body = bytearray(path.read_bytes())
    end = body.rfind(b"PK\x05\x06")
    body[end + 12 : end + 16] = struct.pack("<I", 4_000_000_000)
    path.write_bytes(body)
    with pytest.raises(RecordingError, match="too many files"):
        read(path)


def test_a_locked_wacz_is_refused(tmp_path: Path) -> None:
    path = wacz(tmp_path / "visit.wacz", VISIT)
    body = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := body.find(mark, at + 1)) >= 0:
            body[at + flags] |= 1
    path.write_bytes(body)
    with pytest.raises(RecordingError, match="can not be read"):
        read(path)


@pytest.mark.parametrize("body", [b"", b"shop,channel\n", b"%PDF-1.7", b"PK\x03\x04 broken", b"\x00" * 500])
def test_other_files_are_no_recording(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "file").write_bytes(body)
    assert way_of(tmp_path / "file") is None
