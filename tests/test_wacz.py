"""Web archives: others find in them what was received, byte for byte, and the same evidence gives the same file."""

import base64
import json
import os
import re
import subprocess
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.exchange import digest
from crawler.evidence.wacz import Contents, write_wacz
from crawler.evidence.wacz_index import LINES_A_BLOCK
from crawler.evidence.wacz_keys import key_of
from crawler.model.visit import Visit
from tests.archived import HOME, HOSTILE, HTML, PICTURE, bodies, exchange, index_of, pages_of, told, visit

ROOT = Path(__file__).resolve().parents[1]
OTHERS = ROOT / ".venv-archives" / "bin"
KEYS = tomllib.loads((ROOT / "tests" / "cases" / "archive_keys.toml").read_text(encoding="utf-8"))["keys"]
needs_others = pytest.mark.skipif(
    not OTHERS.exists(),
    reason='python3 -m venv .venv-archives && .venv-archives/bin/python -m pip install "pywb>=2.10,<3" "wacz>=0.6,<1"',
)


def written(out: Path, visits: list[Visit], evidence: Path) -> Contents:
    return write_wacz(out, visits, evidence, title="Winkel", software="Bereikbaar 0")


def says(out: Path) -> tuple[int, str]:
    """What the reference implementation says of an archive."""
    # `python -m wacz` always ends with status 0.
    done = subprocess.run([OTHERS / "wacz", "validate", "-f", out], capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(scope="module")
def shop(evidence: Path) -> Visit:
    return visit(evidence, "shop.example", rendered=True)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, evidence: Path, shop: Visit) -> Path:
    out = tmp_path_factory.mktemp("archives") / "shop.wacz"
    assert written(out, [shop], evidence) == (1, len(shop.pages), out.stat().st_size)
    return out


@needs_others
def test_the_reference_implementation_finds_it_valid(archive: Path) -> None:
    assert says(archive)[0] == 0


@needs_others
def test_the_reference_implementation_finds_a_flipped_byte(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.wacz"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body[:-1] + b"?" if name.endswith(".warc") else body)
    status, said = says(other)
    assert (status, "Hash Count Error" in said) == (1, True)


def test_the_evidence_stands_in_it_unchanged_and_unpacked(archive: Path, evidence: Path, shop: Visit) -> None:
    warc = (evidence / shop.warc).read_bytes()
    package = told(archive)
    with zipfile.ZipFile(archive) as opened:
        kept = opened.getinfo("archive/shop.example.1.warc")
        assert opened.read(kept) == warc
        assert kept.compress_type == opened.getinfo("indexes/index.cdx.gz").compress_type == zipfile.ZIP_STORED
    assert {"path": "archive/shop.example.1.warc", "hash": f"sha256:{digest(warc)}"}.items() <= package["resources"][0].items()


def test_the_package_tells_what_it_is_and_when_the_visit_was(archive: Path) -> None:
    package = told(archive)
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert (package["title"], package["software"], package["created"]) == ("Winkel", "Bereikbaar 0", "2026-11-22T10:01:00Z")
    assert (package["mainPageUrl"], package["mainPageDate"]) == (HOME, "2026-11-22T10:00:02.5Z")


def test_the_index_leads_to_each_record_and_nothing_else_is_needed_to_read_it(archive: Path, evidence: Path, shop: Visit) -> None:
    with zipfile.ZipFile(archive) as opened:
        warc = opened.read("archive/shop.example.1.warc")
    for key, line in index_of(archive):
        begin, length = int(line["offset"]), int(line["length"])
        record = next(ArchiveIterator(BytesIO(warc[begin : begin + length]), no_record_parse=True))
        body = record.raw_stream.read()
        if record.rec_type == "response":
            body = body.partition(b"\r\n\r\n")[2]
        assert record.rec_headers.get_header("WARC-Target-URI") == line["url"]
        assert line.get("digest") == (None if record.rec_type == "conversion" else f"sha256:{digest(body)}")
        assert key.startswith(f"{key_of(line['url'])} 20261122100")
    with (evidence / shop.warc).open("rb") as stream:
        kept = [
            item.rec_headers.get_header("WARC-Target-URI")
            for item in ArchiveIterator(stream)
            if item.rec_type[:3] in {"res", "con"}
        ]
    assert sorted(line["url"] for _, line in index_of(archive)) == sorted(kept)


def test_the_index_tells_status_and_type(archive: Path) -> None:
    told_of = {line["url"]: (line["status"], line["mime"]) for _, line in index_of(archive)}
    assert told_of[HOME + "robots.txt"] == ("404", "text/html")
    assert told_of[HOME + "oud"] == ("301", "unk")
    assert told_of[HOME + "voorwaarden.pdf"] == ("200", "application/pdf")
    assert told_of[f"urn:view:0:1280x800:{HOME}"] == ("200", "image/jpeg")
    assert told_of[HOME + "retour"] == ("200", "text/plain")
    assert told_of[f"urn:rendering:{HOME}"] == ("200", "application/json")


def test_the_pages_are_those_that_were_read(archive: Path, shop: Visit) -> None:
    head, *listed = pages_of(archive)
    pages = [page for page in listed if page["url"].startswith("http")]
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "Pages that were read, and pictures of them"}
    assert [(page["url"], page["ts"]) for page in pages] == [(page.final_url, page.fetched_at) for page in shop.pages]
    assert [page["title"] for page in pages] == [HOME, *[HOSTILE] * (len(pages) - 1)]
    assert len({page["id"] for page in listed}) == len(listed)


def test_pictures_of_pages_are_listed_with_what_is_on_them(archive: Path) -> None:
    pictures = [page for page in pages_of(archive)[1:] if page["url"].startswith("urn:")]
    assert [(page["url"], page["ts"], page["title"]) for page in pictures] == [
        (f"urn:view:0:1280x800:{HOME}", "2026-11-22T10:00:30Z", f"1280x800: {HOME}"),
        (f"urn:crop:0:phone:%2B31205550136:{HOME}Contact/?b=2&a=1", "2026-11-22T10:00:40Z", f"phone +31205550136: {HOSTILE}"),
        (f"urn:crop:0:::{HOME}Contact/?b=2&a=1", "2026-11-22T10:00:40Z", f"picture: {HOSTILE}"),
    ]


def test_the_same_evidence_gives_the_same_bytes(archive: Path, evidence: Path, shop: Visit, tmp_path: Path) -> None:
    os.utime(evidence / shop.warc, (1_000_000_000, 1_000_000_000))
    (tmp_path / "elsewhere").mkdir()
    written(tmp_path / "elsewhere" / "again.wacz", [shop], evidence)
    assert (tmp_path / "elsewhere" / "again.wacz").read_bytes() == archive.read_bytes()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["again.wacz"]


def test_many_shops_stand_in_one_archive_with_one_index(archive: Path, evidence: Path, shop: Visit, tmp_path: Path) -> None:
    few = [exchange(f"https://winkel-{number % 10}.example/pagina-{number}", second=number % 60) for number in range(600)]
    more = [visit(evidence, f"winkel-{number}.example", few[number * 150 : number * 150 + 150]) for number in range(4)]
    more += [visit(evidence, "winkel-9.example", few)]
    out = tmp_path / "all.wacz"
    made = written(out, [*more, shop], evidence)
    assert (made.visits, made.pages) == (6, sum(len(item.pages) for item in (*more, shop)))
    index = index_of(out)
    assert len(index) == 1200 + len(index_of(archive)) > LINES_A_BLOCK
    assert "mainPageUrl" not in told(out)
    assert len(pages_of(out)) == made.pages + len(pages_of(archive)) - len(shop.pages)
    assert says(out)[0] == 0


def test_a_visit_without_evidence_is_left_out(evidence: Path, shop: Visit, tmp_path: Path) -> None:
    nothing = Visit(shop=shop.shop, number=2, started_at="", finished_at="2026-11-23T10:00:00Z")
    assert written(tmp_path / "some.wacz", [nothing, shop], evidence).visits == 1
    with pytest.raises(ValueError, match="there is no evidence"):
        written(tmp_path / "none.wacz", [nothing], evidence)
    assert [path.name for path in tmp_path.iterdir()] == ["some.wacz"]


def test_a_damaged_file_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    own = visit(tmp_path / "evidence", "shop.example")
    path = tmp_path / "evidence" / own.warc
    whole = path.read_bytes()
    hurt = (
        (b"WARC/1.1\r\nWARC-Type: response", b"NARC/1.1\r\nWARC-Type: response"),
        (b"WARC-Date", b"WARC-Gate"),
        (b"Content-Length: 1", b"Content-Length: 2"),
    )
    for sound, other in hurt:
        damaged = whole.replace(sound, other, 2)
        assert damaged != whole
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=r"shop\.example\.1\.warc: is damaged"):
            written(tmp_path / "shop.wacz", [own], tmp_path / "evidence")
    assert [item.name for item in tmp_path.iterdir()] == ["evidence"]


@pytest.mark.parametrize(("url", "key"), KEYS.items())
def test_an_address_has_the_key_that_readers_make_of_it(url: str, key: str) -> None:
    assert key_of(url) == key


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["%25", "cfid=", "%", "/..", "&sid=", "a@", "www.", ";", "é", "?"])
def test_an_address_as_long_as_it_is_hostile_takes_no_time(part: str) -> None:
    for url in (f"https://shop.example/?{part * 200_000}", f"https://shop.example/{part * 200_000}", f"https://{part * 200_000}"):
        assert " " not in key_of(url)


def replayed(out: Path, urls: list[str], folder: Path) -> list[tuple[int, str, str, bytes]]:
    """What pywb shows of an archive: status, media type, location and body of each address."""
    for words in (("init", "shops"), ("add", "--unpack-wacz", "shops", str(out))):
        subprocess.run([OTHERS / "wb-manager", *words], cwd=folder, capture_output=True, check=True, timeout=120)
    asking = [OTHERS / "python", ROOT / "tests" / "replay" / "ask_pywb.py"]
    done = subprocess.run(asking, cwd=folder, input=json.dumps(urls), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return [(status, kind, target, base64.b64decode(body)) for status, kind, target, body in json.loads(done.stdout)]


@needs_others
def test_pywb_replays_what_was_received_and_what_a_browser_made_of_it(
    archive: Path, evidence: Path, shop: Visit, tmp_path: Path
) -> None:
    kept = bodies(evidence / shop.warc)
    pages = [url for url in kept if url not in {HOME + "oud", HOME + "robots.txt"}]
    others = [
        HOME + "oud",
        HOME + "robots.txt",
        f"urn:view:0:1280x800:{HOME}",
        f"urn:dom:1:390x844:{HOME}",
        HOME + "retour",
    ]
    answers = replayed(archive, [*pages, *others, HOME + "nergens"], tmp_path)
    shown = dict(zip(pages, answers, strict=False))
    assert {url: (status, body) for url, (status, _, _, body) in shown.items()} == {url: (200, kept[url]) for url in pages}
    moved, missing, picture, marked, text, nowhere = answers[len(pages) :]
    assert (moved[0], moved[2].endswith(HOME)) == (301, True)
    assert (missing[0], missing[3]) == (404, b"")
    assert (picture[0], picture[1], picture[3]) == (200, "image/jpeg", PICTURE)
    assert (marked[0], marked[3]) == (200, HTML + b"2")
    assert (text[0], text[3]) == (200, b"Bel ons.")
    assert nowhere[0] == 404
    assert b"URL Not Found" in nowhere[3]


@needs_others
def test_pywb_finds_every_address_under_its_own_key(tmp_path: Path) -> None:
    # As a crawler asks for them: escaped, with a path, without what stands behind `#`.
    plain = [url for url in KEYS if url.isascii() and not {" ", "[", "#"} & set(url) and re.match("https?://[^?]*/", url)]
    own = {key_of(url): url for url in plain}
    exchanges = [exchange(url, f"<p>{number}".encode(), second=number % 60) for number, url in enumerate(own.values())]
    out = tmp_path / "keys.wacz"
    written(out, [visit(tmp_path / "evidence", "shop.example", exchanges)], tmp_path / "evidence")
    shown = replayed(out, list(own.values()), tmp_path)
    assert {url: body for url, (*_, body) in zip(own.values(), shown, strict=True)} == {item.url: item.body for item in exchanges}
