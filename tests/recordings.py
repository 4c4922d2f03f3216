"""Recorded visits made by hand: pages as a person's browser got them, in each form that can be taken in."""

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import ProxyHandler, build_opener

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from street.server import Street

HTML = (("Content-Type", "text/html; charset=utf-8"),)
AT = "2026-11-20T09:30:00.500Z"


class Got(NamedTuple):
    """One answer as a browser got it."""

    url: str
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = HTML
    at: str = AT
    method: str = "GET"


def page(url: str, text: str, **fields: Any) -> Got:
    """A page with a title and a paragraph."""
    return Got(url, f'<!doctype html><html lang="nl"><title>Winkel</title><body>{text}</body></html>'.encode(), **fields)


def moved(url: str, target: str) -> Got:
    """A redirect."""
    return Got(url, status=301, headers=(("Location", target),))


def visited(street: Street, *urls: str) -> list[Got]:
    """What a person's browser gets at some addresses of the street."""
    opener = build_opener(ProxyHandler({"http": street.url}))
    found = []
    for url in urls:
        with opener.open(url) as answer:
            found.append(Got(url, answer.read(), answer.status, tuple(answer.headers.items())))
    return found


def har_entry(got: Got) -> dict[str, Any]:
    """One entry of a HAR file."""
    kind = dict(got.headers).get("Content-Type", "")
    return {
        "startedDateTime": got.at,
        "request": {"method": got.method, "url": got.url, "headers": [{"name": "Cookie", "value": "session=mine"}]},
        "response": {
            "status": got.status,
            "headers": [{"name": name, "value": value} for name, value in got.headers],
            "content": {"mimeType": kind, "text": got.body.decode("utf-8", "replace")},
            "redirectURL": dict(got.headers).get("Location", ""),
        },
    }


def har(path: Path, answers: Iterable[Got]) -> Path:
    """Write a HAR file."""
    entries = [har_entry(got) for got in answers]
    path.write_text(json.dumps({"log": {"version": "1.2", "creator": {"name": "a browser"}, "entries": entries}}), encoding="utf-8")
    return path


def warc(path: Path, answers: Iterable[Got], *, gzipped: bool = False) -> Path:
    """Write a WARC file as warcio does, each response with its request."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=gzipped)
        for got in answers:
            fields = {"WARC-Date": got.at[:19] + "Z"}
            heads = StatusAndHeaders(f"{got.status} OK", list(got.headers), protocol="HTTP/1.1")
            response = writer.create_warc_record(
                got.url, "response", payload=io.BytesIO(got.body), http_headers=heads, warc_headers_dict=fields
            )
            asked = StatusAndHeaders(f"{got.method} / HTTP/1.1", [("Cookie", "session=mine")], is_http_request=True)
            request = writer.create_warc_record(got.url, "request", http_headers=asked, warc_headers_dict=dict(fields))
            writer.write_request_response_pair(request, response)
            for record in (request, response):
                record.raw_stream.close()
    return path


def wacz(path: Path, answers: Iterable[Got]) -> Path:
    """Write a WACZ file with one gzipped WARC in it."""
    inner = warc(path.with_suffix(".warc.gz"), answers, gzipped=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
        archive.write(inner, "archive/data.warc.gz")
    inner.unlink()
    return path
