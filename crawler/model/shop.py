"""What a good row of the list names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One web shop to visit.

    `id` is unique in the list and safe as a file name: the host, with a digest when the path matters.
    `url` is the home page, absolute, ASCII (punycode host). `country` is ISO 3166-1 alpha-2 upper case (GB, never UK);
    `language` is ISO 639-1 lower case. `tags` are the list's further columns, in their order.
    """

    id: str
    name: str
    url: str
    country: str | None = None
    language: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
