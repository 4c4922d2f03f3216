"""Archives made by others answer in place of the network, and what is not in them is never taken for absent."""

import gzip
import itertools
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from crawler.evidence.read import captures
from crawler.model.capture import Via
from crawler.model.certificate import Fate
from crawler.model.failure import FetchFailed
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.replay.archive import Evidence
from crawler.replay.archives.answers import NOT_IN_ARCHIVE
from crawler.replay.archives.index import Index
from crawler.replay.archives.parts import ArchiveError, found
from crawler.replay.archives.sites import sites
from crawler.replay.revisit import revisit
from crawler.visiting.budget import Budget
from tests.archives import (
    AT,
    CONTACT,
    EMAIL,
    FOUND,
    HOME,
    PHONE,
    SHOP,
    answered,
    http,
    indexed,
    moved,
    packed,
    page,
    record,
    shown,
    visited,
    written,
    zipped,
)

Writer = Callable[[Path, Iterable[bytes]], Path]


def plain(path: Path, records: Iterable[bytes]) -> Path:
    return written(path.with_suffix(".warc"), *records)


def gzipped(path: Path, records: Iterable[bytes]) -> Path:
    return written(path.with_suffix(".warc.gz"), packed(records))


def gzipped_as_one(path: Path, records: Iterable[bytes]) -> Path:
    return written(path.with_suffix(".warc.gz"), gzip.compress(b"".join(records)))


def wacz(path: Path, records: Iterable[bytes]) -> Path:
    return zipped(path.with_suffix(".wacz"), [("datapackage.json", b"{}"), ("archive/data.warc.gz", packed(records))])


def wacz_packed_twice(path: Path, records: Iterable[bytes]) -> Path:
    return zipped(path.with_suffix(".wacz"), [("archive/data.warc", b"".join(records))], kind=8)


FORMS: tuple[Writer, ...] = (plain, gzipped, gzipped_as_one, wacz, wacz_packed_twice)


def place(visit: Visit, channel: Channel = Channel.PHONE) -> tuple[PlaceClass, Reason | None]:
    told = visit.placement(channel)
    return told.place_class, told.reason


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_visit(tmp_path: Path, form: Writer) -> None:
    visit = visited(tmp_path, form(tmp_path / "made", (HOME, FOUND)))
    assert {place(visit, channel) for channel in (Channel.PHONE, Channel.EMAIL)} == {(PlaceClass.CONTACT_PAGE, None)}
    assert [item.via for item in visit.pages] == [Via.ARCHIVE, Via.ARCHIVE]
    assert {item.fetched_at for item in visit.pages} == {"2026-05-01T10:00:00.000Z"}, "the times are the archive's"


def test_what_is_not_in_the_archive_is_not_absent(tmp_path: Path) -> None:
    visit = visited(tmp_path, written(tmp_path / "a.warc", HOME))
    assert place(visit) == (PlaceClass.UNDETERMINED, Reason.SEARCH_NOT_EXHAUSTED)
    certificate = visit.placement(Channel.PHONE).certificate
    assert certificate
    assert {(link.url, link.fate) for link in certificate.links} == {(CONTACT, Fate.FAILED), (f"{SHOP}voorwaarden", Fate.FAILED)}
    assert all(NOT_IN_ARCHIVE in link.detail for link in certificate.links)


def test_a_page_that_was_gone_when_captured_is_gone(tmp_path: Path) -> None:
    gone = (record("response", url, http(page("Weg"), 404)) for url in (CONTACT, f"{SHOP}voorwaarden"))
    visit = visited(tmp_path, written(tmp_path / "a.warc", HOME, *gone))
    assert place(visit)[1] is Reason.NEEDS_BROWSER, "all links were followed; no archive of others was looked at in two windows"


def test_a_shop_that_is_not_in_the_archive_is_told_so(tmp_path: Path) -> None:
    visit = visited(tmp_path, written(tmp_path / "a.warc", HOME), shop="https://elders.example/")
    assert (visit.reason, visit.detail) == (Reason.SEARCH_NOT_EXHAUSTED, NOT_IN_ARCHIVE)


def test_a_shop_that_asked_to_be_left_out_is_left_out(tmp_path: Path) -> None:
    visit = visited(tmp_path, written(tmp_path / "a.warc", HOME, FOUND), stop_list=frozenset({"winkel.example"}))
    assert visit.reason is Reason.LEFT_OUT


def test_the_evidence_names_the_archive_and_reads_the_same(tmp_path: Path) -> None:
    visit = visited(tmp_path, gzipped(tmp_path / "made", (HOME, FOUND)))
    kept = next((tmp_path / "evidence").rglob("*.warc"))
    assert b"Bereikbaar-Via: archive\r\nBereikbaar-Source: made.warc.gz offset=0 sha256=" in kept.read_bytes()
    assert [item.via for item in captures(kept)] == [Via.ARCHIVE, Via.ARCHIVE]
    assert revisit(visit, Evidence(kept, visit.fetches), Budget()) == visit


# Which capture counts.


def later(day: int, month: int = 5) -> str:
    return f"2026-{month:02}-{day:02}T10:00:00Z"


def test_the_newest_of_several_captures_counts(tmp_path: Path) -> None:
    old, new = shown(SHOP, "oud", at=later(1)), shown(SHOP, "nieuw", at=later(9))
    for number, order in enumerate(itertools.permutations((old, new, record("response", SHOP, http(b"", 503), later(12))))):
        (tmp_path / str(number)).mkdir()
        capture, _ = answered(tmp_path / str(number), SHOP, written(tmp_path / f"{number}.warc", *order))
        assert b"nieuw" in capture.body, "and no failure of the server"


def test_pages_of_another_time_are_not_those_of_this_home_page(tmp_path: Path) -> None:
    visit = visited(tmp_path, written(tmp_path / "a.warc", HOME, shown(CONTACT, PHONE, at=later(1, 3))))
    assert place(visit) == (PlaceClass.UNDETERMINED, Reason.SEARCH_NOT_EXHAUSTED)
    assert any("more than 30 days before or after the home page" in item.detail for item in visit.fetches)


def test_redirects_are_followed_also_to_the_same_page_under_https(tmp_path: Path) -> None:
    hops = (moved("http://winkel.example/", "http://www.winkel.example/"), moved("http://www.winkel.example/", SHOP))
    capture, _ = answered(tmp_path, "http://winkel.example/", written(tmp_path / "a.warc", *hops, HOME))
    assert (capture.url, capture.final_url, capture.status) == ("http://winkel.example/", SHOP, 200)


def test_an_address_is_known_with_and_without_www_and_tracking(tmp_path: Path) -> None:
    archive = written(tmp_path / "a.warc", shown("http://www.winkel.example/contact/?utm_source=mail", PHONE))
    assert PHONE.encode() in answered(tmp_path, CONTACT, archive)[0].body


def test_what_failed_with_a_session_in_its_address_says_nothing_of_the_page(tmp_path: Path) -> None:
    archive = written(tmp_path / "a.warc", HOME, record("response", f"{CONTACT}/;jsessionid=1", http(b"", 404)))
    with pytest.raises(FetchFailed, match=NOT_IN_ARCHIVE):
        answered(tmp_path, CONTACT, archive)


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ((moved(SHOP, SHOP),), Reason.SERVER_ERROR),
        ((moved(SHOP, CONTACT), moved(CONTACT, SHOP)), Reason.SERVER_ERROR),
        (tuple(moved(f"{SHOP}{number}" if number else SHOP, f"{SHOP}{number + 1}") for number in range(9)), Reason.SERVER_ERROR),
        ((moved(SHOP, "https://elders.example/"),), Reason.SEARCH_NOT_EXHAUSTED),
        ((record("response", SHOP, http(b"", 304)),), Reason.REDIRECTED_AWAY),
    ],
    ids=["itself", "circle", "many", "to what is not there", "nowhere"],
)
def test_redirects_end(tmp_path: Path, records: tuple[bytes, ...], reason: Reason) -> None:
    with pytest.raises(FetchFailed) as failure:
        answered(tmp_path, SHOP, written(tmp_path / "a.warc", *records))
    assert failure.value.reason is reason


# Records of all kinds.


def revisit_of(first: str, *, digest: str, url: str = SHOP, status: int = 200) -> bytes:
    fields = {"WARC_Refers_To": f"<urn:uuid:{first}>", "WARC_Payload_Digest": digest}
    return record("revisit", url, http(b"", status), later(20), None, name="again", **fields)


@pytest.mark.parametrize(
    "again",
    [revisit_of("first", digest="sha1:A"), revisit_of("unknown", digest="sha1:A"), revisit_of("first", digest="", status=304)],
    ids=["by name", "by digest", "not modified"],
)
def test_a_record_that_refers_to_another_shows_what_that_holds(tmp_path: Path, again: bytes) -> None:
    capture, _ = answered(
        tmp_path, SHOP, written(tmp_path / "a.warc", shown(SHOP, PHONE, name="first", WARC_Payload_Digest="sha1:A"), again)
    )
    assert (PHONE.encode() in capture.body, capture.status, capture.fetched_at[:10]) == (True, 200, "2026-05-20")


def test_a_record_that_refers_to_nothing_leaves_the_capture_before_it(tmp_path: Path) -> None:
    capture, _ = answered(tmp_path, SHOP, written(tmp_path / "a.warc", HOME, revisit_of("lost", digest="sha1:B")))
    assert capture.fetched_at[:10] == "2026-05-01"


def test_a_resource_is_a_page_and_urns_are_none(tmp_path: Path) -> None:
    archive = written(
        tmp_path / "a.warc",
        record("resource", SHOP, page(PHONE), Content_Type=HTML_TYPE),
        record("resource", f"urn:text:{CONTACT}", PHONE.encode(), Content_Type="text/plain"),
    )
    assert PHONE.encode() in answered(tmp_path, SHOP, archive)[0].body
    with pytest.raises(FetchFailed):
        answered(tmp_path, CONTACT, archive)


HTML_TYPE = "text/html; charset=utf-8"


@pytest.mark.parametrize("first", [True, False], ids=["request first", "answer first"])
def test_what_was_sent_is_no_page_of_the_shop(tmp_path: Path, first: bool) -> None:
    asked = record("request", CONTACT, b"POST /contact HTTP/1.1\r\n\r\n", name="asked", WARC_Concurrent_To="<urn:uuid:said>")
    said = shown(CONTACT, "Bedankt! " + PHONE, name="said", WARC_Concurrent_To="<urn:uuid:asked>")
    with pytest.raises(FetchFailed):
        answered(tmp_path, CONTACT, written(tmp_path / "a.warc", *((asked, said) if first else (said, asked))))


@pytest.mark.parametrize(
    "block",
    [
        http(b"5\r\n<html\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(page(PHONE)), page(PHONE)), 200, "Transfer-Encoding: chunked"),
        http(page(PHONE), 200, "Transfer-Encoding: chunked"),
        http(gzip.compress(page(PHONE)), 200, "Content-Encoding: gzip"),
        http(page(PHONE), 200, "Content-Encoding: br"),
    ],
    ids=["in pieces", "put together already", "packed", "unpacked already"],
)
def test_bodies_are_read_however_they_were_written_down(tmp_path: Path, block: bytes) -> None:
    assert PHONE.encode() in answered(tmp_path, SHOP, written(tmp_path / "a.warc", record("response", SHOP, block)))[0].body


def test_a_page_that_was_cut_off_is_not_read(tmp_path: Path) -> None:
    archive = written(tmp_path / "a.warc", HOME, shown(CONTACT, PHONE, WARC_Truncated="length"))
    assert any("only the beginning" in item.detail for item in visited(tmp_path, archive).fetches)


# Archives that attack, or are broken.


@pytest.fixture(params=["fast", "plain"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with FastWARC, and without it."""
    if request.param == "fast":
        pytest.importorskip("fastwarc", reason="FastWARC (extra `archives`) is not installed")
    else:
        monkeypatch.setattr("crawler.replay.archives.fast.find_spec", lambda _name: None)
    return str(request.param)


ENDLESS = b"WARC/1.1\r\nWARC-Type: response\r\nX: " + b"a" * 400_000
NOTE = record("metadata", SHOP, b"note: nothing\r\n", name="note")
FORGED = shown(CONTACT, "Bel 020 555 01 99")
DAMAGE = {
    "broken off": FOUND[: len(FOUND) // 2],
    "no record": b"<html>" * 500,
    "a head without end": ENDLESS,
    "no length": FOUND.replace(b"Content-Length", b"X-Length"),
    "a length without end": record("response", CONTACT, http(page(PHONE)), length=10**14),
    "another record in its body": record("response", CONTACT, http(b"x" * 50 + b"\r\n\r\n" + FORGED), length=70),
}


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("what", DAMAGE)
def test_what_stands_before_the_damage_counts_and_nothing_behind_it(tmp_path: Path, what: str, pack: bool, either: str) -> None:
    records = (HOME, NOTE, DAMAGE[what], FORGED)
    path = written(tmp_path / "a.warc", packed(records) if pack else b"".join(records))
    if what == "broken off" and pack:
        path.write_bytes(packed((HOME, NOTE, FOUND))[:-40])
    with Index(tmp_path / "index.sqlite") as index:
        read = indexed(index, tmp_path, path)
    assert "damaged behind byte" in read[0].problem, either
    visit = visited(tmp_path, path)
    assert [item.final_url for item in visit.pages] == [SHOP]
    assert place(visit) == (PlaceClass.UNDETERMINED, Reason.SEARCH_NOT_EXHAUSTED)


def test_a_record_that_swells_is_left_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.replay.archives.fast.find_spec", lambda _name: None)
    monkeypatch.setattr("crawler.replay.archives.reader._SMALL", 1_000_000)
    swollen = record("response", CONTACT, http(b"\0" * 30_000_000))
    with Index(tmp_path / "index.sqlite") as index:
        read = indexed(index, tmp_path, written(tmp_path / "a.warc.gz", packed((HOME, swollen))))
    assert "swells" in read[0].problem


def test_a_large_body_is_not_read_and_not_held(tmp_path: Path, either: str) -> None:
    large = record("response", CONTACT, http(page("x" * 11_000_000)))
    visit = visited(tmp_path, written(tmp_path / "a.warc.gz", packed((HOME, large))))
    assert [item.final_url for item in visit.pages] == [SHOP], either


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("data.warc", HOME)], "holds no WARC file"),
        ([("../archive/data.warc", HOME)], "holds no WARC file"),
        ([("archive/data.warc.gz", b"")], ""),
    ],
    ids=["elsewhere", "a way out", "empty"],
)
def test_of_a_wacz_only_its_archives_are_read(tmp_path: Path, files: list[tuple[str, bytes]], told: str) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        assert told in indexed(index, tmp_path, zipped(tmp_path / "a.wacz", files))[0].problem
    assert {path.name for path in tmp_path.rglob("*")} == {"a.wacz", "index.sqlite", "0"}, (
        "nothing is written to a path that it names"
    )


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["deflate", "bzip2", "lzma"])
def test_a_wacz_whose_files_do_not_unpack_is_told_and_the_others_are_read(tmp_path: Path, kind: int) -> None:
    torn = zipped(tmp_path / "torn.wacz", [("archive/data.warc", HOME + FOUND)], kind=kind)
    body = torn.read_bytes()
    torn.write_bytes(body[:70] + bytes(one ^ 0x5A for one in body[70:200]) + body[200:])
    with Index(tmp_path / "index.sqlite") as index:
        one, other = indexed(index, tmp_path, torn, wacz(tmp_path / "whole", (HOME, FOUND)))
    assert "torn.wacz" in one.problem
    assert (one.captures, other.captures, other.problem) == (0, 2, "")


def test_a_wacz_that_swells_or_overlaps_is_refused(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.wacz", [("archive/data.warc", HOME + b"\0" * 30_000_000)], kind=8)
    twice = zipped(tmp_path / "twice.wacz", [(f"archive/{number}.warc", HOME) for number in range(2)])
    body = bytearray(twice.read_bytes())
    second = body.rindex(b"PK\x01\x02")
    body[second + 42 : second + 46] = bytes(4)  # both entries of the list lead to the first file
    twice.write_bytes(body)
    with Index(tmp_path / "index.sqlite") as index:
        problems = [item.problem for item in indexed(index, tmp_path, bomb, twice)]
    assert "unpacks to more than" in problems[0]
    assert problems[1]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04" + b"\0" * 60, b"<html>", b"\x1f\x8b" + b"\xff" * 40])
def test_a_file_that_is_no_archive_is_told_and_the_others_are_read(tmp_path: Path, body: bytes, either: str) -> None:
    odd = written(tmp_path / "odd.warc", body)
    with Index(tmp_path / "index.sqlite") as index:
        read = {item.path.name: item for item in indexed(index, tmp_path, odd, written(tmp_path / "good.warc", HOME))}
    assert read["odd.warc"].problem, either
    assert read["good.warc"].captures == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "http://[::1",
        "https://winkel.example:99999/",
        "https://" + "a" * 3000,
        "\x00",
        "dns:winkel.example",
    ],
)
def test_odd_addresses_are_left_out(tmp_path: Path, url: str) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        assert indexed(index, tmp_path, written(tmp_path / "a.warc", shown(url, "x", name="odd"), HOME))[0].captures == 1


@pytest.mark.parametrize("at", ["", "yesterday", "2999-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_a_capture_without_a_time_that_can_be_is_left_out(tmp_path: Path, at: str) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        assert indexed(index, tmp_path, written(tmp_path / "a.warc", shown(CONTACT, PHONE, at=at), HOME))[0].captures == 1


def test_files_that_were_read_are_not_read_again_unless_they_changed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.warc", HOME)
    with Index(tmp_path / "index.sqlite") as index:
        indexed(index, tmp_path, path)
        assert index.begin(path) is None
        written(path, HOME, FOUND)
        assert indexed(index, tmp_path, path)[0].captures == 2
        index.keep([])
        assert (list(index.files()), index.captures(SHOP)) == ([], [])


# What is given, and the shops of archives.


def test_archives_are_files_folders_and_patterns(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    names = [tmp_path / "a.warc", tmp_path / "b.wacz", tmp_path / "deep" / "c.warc.gz", tmp_path / "notes.txt"]
    for path in names:
        path.write_bytes(b"")
    assert found([str(tmp_path)]) == names[:3]
    assert found([str(tmp_path / "*.wacz"), str(names[0]), str(names[0])]) == [names[1], names[0]]
    with pytest.raises(ArchiveError, match="no archive is there"):
        found([str(tmp_path / "*.zip")])


def test_the_shops_of_an_archive_are_the_sites_whose_home_pages_it_holds(tmp_path: Path) -> None:
    archive = written(
        tmp_path / "a.warc",
        shown("https://blog.winkel.example/", "nieuws"),
        moved("https://tweede.example/", "https://www.tweede.example/nl/"),
        moved("https://oud.example/", SHOP),
        shown("https://fonts.example/css?family=x", "geen winkel"),
        record("response", "https://dicht.example/", http(b"", 404)),
        HOME,
        record("response", "https://beeld.example/", http(b"x", kind="image/png")),
    )
    with Index(tmp_path / "index.sqlite") as index:
        indexed(index, tmp_path, archive)
        assert sites(index.homes()) == ["https://tweede.example/", SHOP]


def test_times_and_mail_are_the_archives(tmp_path: Path) -> None:
    visit = visited(tmp_path, written(tmp_path / "a.warc", HOME, FOUND))
    assert {item.value for item in visit.sightings if item.for_customers} == {"+31206248135", EMAIL.split()[-1]}
    assert all(item.at == AT.replace("Z", ".000Z") for item in visit.fetches if item.at)
