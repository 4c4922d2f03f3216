"""Put the certificates of a time stamp into the order that DER asks of a set (X.690 section 11.6).

OpenSSL's authorities send them signer first, which strict parsers refuse. Certificates stand outside of what is signed, so their
order means nothing; they are all there is to a stamp that may be moved.
"""

from collections.abc import Iterator
from typing import NamedTuple

CERTIFICATES = 0xA0
"""The tag of the certificates among the parts of SignedData (RFC 5652 section 5.1): `[0] IMPLICIT SET`."""


class Element(NamedTuple):
    """A value of DER: its tag, where it begins, where its content begins, where it ends."""

    tag: int
    at: int
    start: int
    end: int


def in_order(answer: bytes) -> bytes:
    """Give an authority's answer with sorted certificates. What cannot be taken apart comes back as it is."""
    try:
        whole = _element(answer, 0, len(answer))
        _status, token = _parts(answer, whole)
        _kind, content = _parts(answer, token)
        (signed,) = _parts(answer, content)
        held = next(part for part in _parts(answer, signed) if part.tag == CERTIFICATES)
        certificates = sorted(answer[part.at : part.end] for part in _parts(answer, held))
    except (ValueError, StopIteration):
        return answer
    return answer[: held.start] + b"".join(certificates) + answer[held.end :]


def _parts(data: bytes, outer: Element) -> Iterator[Element]:
    at = outer.start
    while at < outer.end:
        part = _element(data, at, outer.end)
        yield part
        at = part.end


def _element(data: bytes, at: int, limit: int) -> Element:
    head = data[at : at + 2]
    if len(head) < 2:
        raise ValueError("breaks off")
    more = head[1] & 0x7F if head[1] & 0x80 else 0
    length = int.from_bytes(data[at + 2 : at + 2 + more], "big") if more else head[1]
    found = Element(head[0], at, at + 2 + more, at + 2 + more + length)
    if found.end > limit:
        raise ValueError("is longer than what it stands in")
    return found
