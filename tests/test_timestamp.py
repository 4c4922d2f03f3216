"""Time stamps: an authority's answer is asked for, kept and checked, and whatever does not hold is told."""

import contextlib
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.evidence.timestamp import StampError, checked, claimed, digest_path, stamp_path, verified
from crawler.evidence.timestamp_asking import LARGEST_ANSWER, asked, stamped
from crawler.evidence.timestamp_der import in_order
from tests.auditing import bereikbaar
from tests.stamping import QUERY, Authority, Reply, authority, openssl, serve, serve_stamps

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the authority of these tests is OpenSSL's")
SIGNER = "CN=Stamp 1,O=Stamps for tests"
BODY = b'{"files": {"evidence/00/shop.example.1.warc": "00"}}\n'


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authorities") / "one")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_bytes(BODY)
    return path


@pytest.fixture
def stamp(tsa: Authority, manifest: Path) -> Path:
    with serve_stamps(tsa) as served:
        stamped(manifest, served.url, roots=tsa.root)
    return stamp_path(manifest)


def refusal(manifest: Path, url: str, *, roots: Path | None = None, seconds: float = 20) -> str:
    """What is said when no stamp was had; nothing may be stored then."""
    with pytest.raises(StampError) as told:
        stamped(manifest, url, roots=roots, seconds=seconds)
    assert [path.name for path in manifest.parent.iterdir()] == [manifest.name]
    return str(told.value)


def test_a_stamp_tells_who_gave_it_and_when(tsa: Authority, manifest: Path, stamp: Path) -> None:
    who, when = verified(manifest, stamp, tsa.root)
    assert who == SIGNER
    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(minutes=5)
    assert claimed(manifest, stamp) == (who, when)


def test_openssl_accepts_the_stored_stamp(tsa: Authority, manifest: Path, stamp: Path) -> None:
    said = openssl(manifest.parent, "ts", "-verify", "-data", str(manifest), "-in", str(stamp), "-CAfile", str(tsa.root))
    assert "Verification: OK" in said


def test_only_a_digest_leaves_the_machine(tsa: Authority, manifest: Path) -> None:
    with serve_stamps(tsa) as served:
        stamped(manifest, served.url)
    (kind, query) = served.queries[0]
    assert (kind, len(served.queries)) == (QUERY, 1)
    assert len(query) < 100
    assert b"evidence" not in query


def test_any_flipped_byte_of_the_file_is_found(tsa: Authority, manifest: Path, stamp: Path) -> None:
    for at in range(len(BODY)):
        manifest.write_bytes(flipped(BODY, at))
        with pytest.raises(StampError, match="is not the file that was stamped"):
            verified(manifest, stamp, tsa.root)


def test_any_flipped_byte_of_the_stamp_is_found(tsa: Authority, manifest: Path, stamp: Path) -> None:
    whole = stamp.read_bytes()
    for at in range(len(whole)):
        stamp.write_bytes(flipped(whole, at))
        with pytest.raises(StampError, match="is not what was stored"):
            verified(manifest, stamp, tsa.root)


def test_without_its_digest_a_flipped_stamp_says_the_same_or_does_not_hold(tsa: Authority, manifest: Path, stamp: Path) -> None:
    whole, true = stamp.read_bytes(), verified(manifest, stamp, tsa.root)
    digest_path(stamp).unlink()
    held = []
    for at in range(len(whole)):
        stamp.write_bytes(flipped(whole, at))
        try:
            assert verified(manifest, stamp, tsa.root) == true
            held.append(at)
        except StampError:
            continue
    assert len(held) <= 20, "two version numbers and the name of the signature's algorithm, which are not signed"


def flipped(body: bytes, at: int) -> bytes:
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def test_whatever_is_damaged_nothing_else_is_said_and_nothing_else_is_raised(tsa: Authority, manifest: Path, stamp: Path) -> None:
    whole, true = stamp.read_bytes(), verified(manifest, stamp, tsa.root)
    dice = random.Random(20261122)
    said = set()
    for _ in range(1500):
        at, more = dice.randrange(len(whole)), dice.randbytes(dice.randrange(4))
        body = whole[:at] + more + whole[at + dice.randrange(4) :]
        try:
            assert checked(manifest, stamp, body, tsa.root) == true
        except StampError as error:
            said.add(str(error))
        with contextlib.suppress(StampError):
            checked(manifest, stamp, body, None)
    assert len(said) > 20
    assert all(text.isprintable() for text in said)


def test_a_stamp_that_breaks_off_or_has_more_is_damaged(tsa: Authority, manifest: Path, stamp: Path) -> None:
    whole = stamp.read_bytes()
    digest_path(stamp).unlink()
    for body in (b"", whole[:1], whole[:-1], whole[: len(whole) // 2], whole + b"\0", b"<html>", b"\x30\x84\xff\xff\xff\xff"):
        stamp.write_bytes(body)
        with pytest.raises(StampError, match="is no time stamp, or a damaged one"):
            verified(manifest, stamp, tsa.root)


def test_a_stamp_under_another_root_does_not_hold(tsa: Authority, manifest: Path, stamp: Path, tmp_path: Path) -> None:
    other = authority(tmp_path / "other")
    with pytest.raises(StampError, match=r"does not hold under the certificates in .*other/root.pem"):
        verified(manifest, stamp, other.root)
    both = tmp_path / "both.pem"
    both.write_bytes(other.root.read_bytes() + tsa.root.read_bytes())
    assert verified(manifest, stamp, both).who == SIGNER


def test_a_root_that_is_none_is_told(manifest: Path, stamp: Path, tmp_path: Path) -> None:
    with pytest.raises(StampError, match="holds no certificate"):
        verified(manifest, stamp, manifest)
    with pytest.raises(StampError, match=r"nowhere\.pem: cannot be read"):
        verified(manifest, stamp, tmp_path / "nowhere.pem")


def test_a_stamp_that_is_not_there_is_told(tsa: Authority, manifest: Path) -> None:
    with pytest.raises(StampError, match=r"manifest\.json\.tsr: cannot be read"):
        verified(manifest, stamp_path(manifest), tsa.root)


def test_a_chain_is_followed_to_the_root_in_whatever_order_it_comes(manifest: Path, tmp_path: Path) -> None:
    long = authority(tmp_path / "long", chain=True)
    folder = tmp_path / "run"
    folder.mkdir()
    kept = shutil.copy(manifest, folder)
    with serve_stamps(long) as served:
        assert stamped(Path(kept), served.url, roots=long.root).who == SIGNER
    answer = stamp_path(Path(kept)).read_bytes()
    assert in_order(answer) != answer, "OpenSSL sorts nothing, so this is put to the test"
    assert sorted(in_order(answer)) == sorted(answer)


def test_a_link_of_the_chain_that_is_not_sent_may_stand_beside_the_root(
    manifest: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    short = authority(tmp_path_factory.mktemp("short") / "short", chain=True, sent=False)
    with serve_stamps(short) as served:
        assert "does not hold" in refusal(manifest, served.url, roots=short.root)
        assert stamped(manifest, served.url, roots=short.folder / "chain.pem").who == SIGNER


def test_an_authority_that_refuses_is_told(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    strict = authority(tmp_path_factory.mktemp("strict") / "strict", digests="sha512")
    with serve_stamps(strict) as served:
        assert "the authority gave no stamp (status 2" in refusal(manifest, served.url)


def test_an_answer_under_another_root_is_not_kept(tsa: Authority, manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = authority(tmp_path_factory.mktemp("other") / "other")
    with serve_stamps(other) as served:
        assert "does not hold" in refusal(manifest, served.url, roots=tsa.root)


def test_an_answer_to_an_earlier_request_is_not_taken(tsa: Authority, manifest: Path) -> None:
    answers: list[bytes] = []

    def again(query: bytes) -> Reply:
        answers.append(tsa.answer(query))
        return Reply(body=answers[0])

    with serve(again) as served:
        stamped(manifest, served.url)
        for path in (stamp_path(manifest), digest_path(stamp_path(manifest))):
            path.unlink()
        assert "an answer to another request" in refusal(manifest, served.url, roots=tsa.root)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=500), "answered with status 500"),
        (Reply(status=302, location="http://127.0.0.1:9/tsr"), "answered with status 302"),
        (Reply(kind="text/html", body=b"<p>Log in"), "answered with text/html"),
        (Reply(body=b"\0" * (LARGEST_ANSWER + 1)), "answered with more than"),
        (Reply(body=b"\x1b[31mred"), "is no time stamp"),
        (Reply(), "is no time stamp"),
    ],
    ids=["error", "redirect", "html", "endless", "garbage", "nothing"],
)
def test_an_answer_that_is_no_stamp_is_told(manifest: Path, reply: Reply, told: str) -> None:
    with serve(lambda _: reply) as served:
        said = refusal(manifest, served.url)
    assert told in said
    assert served.url in said
    assert said.isprintable()


def test_an_answer_that_drips_in_is_waited_for_no_longer_than_told(manifest: Path) -> None:
    with serve(lambda _: Reply(body=bytes(5000), drip=0.1)) as served:
        begun = time.monotonic()
        assert "no answer in 0.7 seconds" in refusal(manifest, served.url, seconds=0.7)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://tsa.example/", "tsa.example", "http://", ""])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(StampError, match="is no address"):
        asked(url, b"query")


def test_nobody_at_the_address_is_told(manifest: Path) -> None:
    with serve(lambda _: Reply()) as served:
        pass
    assert "cannot be asked" in refusal(manifest, served.url)


def test_a_proxy_is_asked_for_the_whole_address(tsa: Authority, manifest: Path) -> None:
    with serve_stamps(tsa) as served:
        stamped(manifest, "http://tsa.example/tsr", proxy=served.url.removesuffix("/tsr"), roots=tsa.root)
    assert len(served.queries) == 1


def test_the_command_stamps_a_manifest_once(tsa: Authority, manifest: Path) -> None:
    folder = str(manifest.parent)
    with serve_stamps(tsa) as served:
        done = bereikbaar("timestamp", folder, "--tsa", served.url, "--tsa-ca", str(tsa.root))
        assert (done.returncode, done.stderr) == (0, "")
        assert f"UTC, by {SIGNER}" in done.stdout
        again = bereikbaar("timestamp", folder, "--tsa", served.url)
    assert (again.returncode, again.stdout) == (0, done.stdout)
    assert "there already" in again.stderr
    assert "not checked" in again.stderr
    assert len(served.queries) == 1


def test_a_changed_manifest_is_stamped_anew(tsa: Authority, manifest: Path, stamp: Path) -> None:
    before = stamp.read_bytes()
    manifest.write_bytes(BODY + b"\n")
    with serve_stamps(tsa) as served:
        done = bereikbaar("timestamp", str(manifest.parent), "--tsa", served.url, "--tsa-ca", str(tsa.root))
    assert (done.returncode, done.stderr) == (0, "")
    assert stamp.read_bytes() != before
    assert verified(manifest, stamp, tsa.root).who == SIGNER


def test_the_command_tells_that_there_is_no_manifest(tmp_path: Path) -> None:
    done = bereikbaar("timestamp", str(tmp_path), "--tsa", "http://127.0.0.1:9/")
    assert (done.returncode, done.stdout) == (2, "")
    assert "manifest.json: is not there" in done.stderr


def test_without_the_extra_it_says_what_to_install(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    assert "install the extra `timestamp`" in refusal(manifest, "http://127.0.0.1:9/")


def test_checking_loads_nothing_before_it_checks() -> None:
    code = "import sys, crawler.evidence.timestamp; print([n for n in ('rfc3161_client', 'cryptography') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
