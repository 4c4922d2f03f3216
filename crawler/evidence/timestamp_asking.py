"""Ask an authority for a time stamp over HTTP (RFC 3161 section 3.4): one request to one address, no redirect followed.

Only the file's SHA-256 is sent. Proxies of the environment are not asked; the exchange has a time limit, the answer a size.
"""

import hashlib
import http.client
import queue
import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from crawler.evidence.timestamp import MISSING, Stamp, StampError, checked, digest_path, stamp_path

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest

SECONDS = 30.0
LARGEST_ANSWER = 1_000_000
"""Bytes; a stamp with its certificates has 2,000 to 8,000."""
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def stamped(path: Path, url: str, *, roots: Path | None = None, proxy: str = "", seconds: float = SECONDS) -> Stamp:
    """Have a file stamped by the authority at `url` and store the answer beside it. Raises StampError, and then stores nothing.

    With `roots` the whole stamp is checked before, else only that it is about this file and answers this request.
    """
    request = _request(path)
    answer = asked(url, request.as_bytes(), proxy=proxy, seconds=seconds)
    stamp = checked(path, url, answer, roots, nonce=request.nonce)
    _keep(stamp_path(path), answer)
    return stamp


def asked(url: str, query: bytes, *, proxy: str = "", seconds: float = SECONDS) -> bytes:
    """Send a query and give the answer's body. Raises StampError."""
    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise StampError(f"{url}: is no address such as https://tsa.example/tsr")
    told: queue.SimpleQueue[_Answer | Exception] = queue.SimpleQueue()
    # A socket's own time limit starts again with each byte that drips in, and names are looked up without one.
    threading.Thread(target=lambda: told.put(_exchange(address, query, proxy, seconds)), daemon=True).start()
    try:
        answer = told.get(timeout=seconds)
    except queue.Empty:
        answer = TimeoutError(f"no answer in {seconds:g} seconds")
    if isinstance(answer, Exception):
        raise StampError(f"{url}: cannot be asked ({answer or type(answer).__name__})") from answer
    return _body(url, *answer)


_Answer = tuple[int, str, bytes]
"""Status, media type and body."""


def _exchange(address: SplitResult, query: bytes, proxy: str, seconds: float) -> _Answer | Exception:
    try:
        connection, target = _connection(address, proxy, seconds)
        try:
            connection.request("POST", target, body=query, headers={"Content-Type": QUERY, "Accept": REPLY})
            answer = connection.getresponse()
            return answer.status, answer.headers.get_content_type(), answer.read(LARGEST_ANSWER + 1)
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        return error


def _connection(address: SplitResult, proxy: str, seconds: float) -> tuple[http.client.HTTPConnection, str]:
    """A connection that is not opened yet, and what to ask for over it."""
    way = urlsplit(proxy) if proxy else address
    target = address._replace(scheme="", netloc="", fragment="").geturl() or "/"
    host = way.hostname or ""
    if address.scheme == "https":
        secure = http.client.HTTPSConnection(host, way.port, timeout=seconds, context=ssl.create_default_context())
        if proxy:
            secure.set_tunnel(address.hostname or "", address.port or 443)
        return secure, target
    plain = http.client.HTTPConnection(host, way.port, timeout=seconds)
    return plain, address._replace(fragment="").geturl() if proxy else target


def _body(url: str, status: int, kind: str, body: bytes) -> bytes:
    if status != http.HTTPStatus.OK:
        raise StampError(f"{url}: answered with status {status}")
    if len(body) > LARGEST_ANSWER:
        raise StampError(f"{url}: answered with more than {LARGEST_ANSWER} bytes, which is no time stamp")
    if kind != REPLY:
        raise StampError(f"{url}: answered with {kind}, not with a time stamp; check the address")
    return body


def _request(path: Path) -> "TimeStampRequest":
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise StampError(MISSING) from error
    try:
        body = path.read_bytes()
    except OSError as error:
        raise StampError(f"{path}: cannot be read ({error.strerror})") from error
    if not body:
        raise StampError(f"{path}: is empty")
    return TimestampRequestBuilder().data(body).hash_algorithm(HashAlgorithm.SHA256).build()


def _keep(stamp: Path, answer: bytes) -> None:
    """Write the stamp and then its digest, each whole or not at all."""
    digest = f"{hashlib.sha256(answer).hexdigest()}  {stamp.name}\n".encode()
    try:
        digest_path(stamp).unlink(missing_ok=True)
        for path, body in ((stamp, answer), (digest_path(stamp), digest)):
            part = path.with_name(f"{path.name}.part")
            part.write_bytes(body)
            part.replace(path)
    except OSError as error:
        raise StampError(f"{error.filename}: cannot be written ({error.strerror})") from error
