"""The bytes of WARC records (WARC 1.1, ISO 28500:2017).

Laid out here and not by warcio's writer, because that one percent-encodes header values that are not ASCII: evidence is kept as
received. `WARC-Payload-Digest` is SHA-256; the field `Bereikbaar-Asked` holds the address a redirect chain began with, and of what
a browser made of a page `Bereikbaar-Final` and `Bereikbaar-Status` tell which page that was. `Bereikbaar-Via` stands at what
was not received by this program: `hand` by a person's browser, `archive` by whoever made the archive. `Bereikbaar-Source` names it.
"""

import uuid
from http import HTTPStatus

from crawler.evidence.exchange import Exchange, Pairs, Resource
from crawler.model.capture import Capture, Via

SOFTWARE = "Bereikbaar"
END = b"\r\n\r\n"
"""What stands after every record."""
_PHRASES = {int(status): status.phrase for status in HTTPStatus}


def identity() -> str:
    """Give a new record id."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def about(at: str) -> bytes:
    """Give the record a file begins with: which program wrote it."""
    text = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n".encode()
    fields = "WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n"
    return _head(identity(), at, len(text), fields) + text


def response_head(exchange: Exchange, own_id: str) -> bytes:
    """Give what stands before the body of a response record."""
    phrase = _PHRASES.get(exchange.status, "")
    http = f"HTTP/1.1 {exchange.status} {phrase}\r\n".encode() + _lines(exchange.headers) + b"\r\n"
    fields = (
        "WARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: {exchange.url}\r\nWARC-Payload-Digest: sha256:{exchange.sha256}\r\n"
    )
    if exchange.address:
        fields += f"WARC-IP-Address: {exchange.address}\r\n"
    if exchange.asked != exchange.url:
        fields += f"Bereikbaar-Asked: {exchange.asked}\r\n"
    if exchange.via is not Via.HTTP:
        fields += f"Bereikbaar-Via: {exchange.via}\r\n"
    if exchange.source:
        fields += f"Bereikbaar-Source: {exchange.source}\r\n"
    return _head(own_id, exchange.at, len(http) + len(exchange.body), fields) + http


def request_record(exchange: Exchange, response_id: str) -> bytes:
    """Give the record of the request that a response answered."""
    http = f"GET {exchange.url} HTTP/1.1\r\n".encode() + _lines(exchange.request_headers) + b"\r\n"
    fields = (
        "WARC-Type: request\r\nContent-Type: application/http; msgtype=request\r\n"
        f"WARC-Target-URI: {exchange.url}\r\nWARC-Concurrent-To: {response_id}\r\n"
    )
    return _head(identity(), exchange.at, len(http), fields) + http


def resource_head(resource: Resource, own_id: str) -> bytes:
    """Give what stands before the body of a resource record: something made from a page, not received."""
    fields = (
        f"WARC-Type: resource\r\nContent-Type: {resource.kind}\r\nWARC-Target-URI: {resource.name}\r\n"
        f"WARC-Payload-Digest: sha256:{resource.sha256}\r\n"
        f"Bereikbaar-Asked: {resource.asked}\r\nBereikbaar-Final: {resource.final}\r\nBereikbaar-Status: {resource.status}\r\n"
    )
    return _head(own_id, resource.at, len(resource.body), fields)


def conversion_record(capture: Capture, text: str, response_id: str) -> bytes:
    """Give the record that stands in place of a response of which only the text is kept, with the digest of what was received."""
    body = text.encode("utf-8", "replace")
    fields = (
        f"WARC-Type: conversion\r\nContent-Type: text/plain; charset=utf-8\r\nWARC-Target-URI: {capture.final_url}\r\n"
        f"WARC-Refers-To: {response_id}\r\nBereikbaar-Asked: {capture.url}\r\nBereikbaar-Status: {capture.status}\r\n"
        f"Bereikbaar-Received-Digest: sha256:{capture.sha256}\r\n"
    )
    return _head(identity(), capture.fetched_at, len(body), fields) + body + END


def _head(own_id: str, at: str, length: int, fields: str) -> bytes:
    return f"WARC/1.1\r\n{fields}WARC-Record-ID: {own_id}\r\nWARC-Date: {at}\r\nContent-Length: {length}\r\n\r\n".encode()


def _lines(headers: Pairs) -> bytes:
    # A line break inside a value would forge a header; the HTTP client has none, a replayed source might.
    return b"".join(name + b": " + value.replace(b"\r", b" ").replace(b"\n", b" ") + b"\r\n" for name, value in headers)
