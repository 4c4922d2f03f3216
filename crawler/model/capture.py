"""Bytes received, and how they came."""

from dataclasses import dataclass
from enum import StrEnum


class Via(StrEnum):
    """Through which entrance a capture came."""

    HTTP = "http"
    BROWSER = "browser"
    ARCHIVE = "archive"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response of a shop.

    `headers` are (lower-case name, value) pairs. `body` is without its content coding; `sha256` is the hex digest of the
    payload as received (before content decoding), the one the WARC record carries. `warc_offset` is the byte offset of the
    record in the shop's WARC file, None when nothing was kept. `fetched_at` is ISO 8601 UTC.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    sha256: str
    fetched_at: str
    via: Via = Via.HTTP
    warc_offset: int | None = None

    def header(self, name: str) -> str:
        """The first value of a header (lower-case name), or an empty string."""
        return next((value for key, value in self.headers if key == name), "")
