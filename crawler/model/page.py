"""A capture that was read."""

from dataclasses import dataclass

from crawler.model.capture import Via
from crawler.model.link import Link, PageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a visit. `id` counts from 0 in order of reading; 0 is home.

    `links` are deduplicated and sorted into kinds; a finished visit keeps those that promise a kind or lead to one of its
    pages. `clicks` is the fewest links from home over the visited graph, None where
    no visible link led here. `reached_by` is the text of the link first followed, `from_page` the page it stood on.
    `forwarding`: passed through, not judged. `own_site`: on the shop's registrable domain. `document` marks PDF.
    `text_sha256` finds the same page at two addresses.
    """

    id: int
    url: str
    final_url: str
    status: int
    kinds: frozenset[PageKind] = frozenset()
    title: str = ""
    h1: str = ""
    language: str = ""
    links: tuple[Link, ...] = ()
    clicks: int | None = None
    reached_by: str = ""
    from_page: int | None = None
    via: Via = Via.HTTP
    body_sha256: str = ""
    text_sha256: str = ""
    text_chars: int = 0
    warc_offset: int | None = None
    fetched_at: str = ""
    forwarding: bool = False
    own_site: bool = True
    document: bool = False
    rendered: bool = False
    problems: tuple[str, ...] = ()
