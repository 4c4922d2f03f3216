"""Shop text in a page of ours: it is data, and can neither act nor disturb what stands around it.

What acts or hides is written out (`crawler.model.plain`); what is left and is not ASCII stands in a `bdi`, which keeps its
direction to itself. Only http and https become links.
"""

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from crawler.model.plain import plain

NO_BREAK = "\u00a0\u202f"
"""Blanks at which no line ends: one stands before a sign of French, and before %."""

_NO_BREAK = re.compile(f"([{NO_BREAK}])")
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


class Marked(NamedTuple):
    """A snippet in three parts: the value in the middle, or all of it in `before` when the value is not in it."""

    before: str
    value: str
    after: str


@lru_cache(maxsize=1024, typed=True)
def shop_text(text: str, most: int = 400) -> Markup:
    """Text of a shop as HTML, kept to itself."""
    return _isolated(plain(text, most))


def told_text(text: str, most: int = 1000) -> Markup:
    """A sentence of ours with text of a shop in it, as HTML: as `shop_text`, but its blanks that do not break stay."""
    return _isolated("".join(part if part in NO_BREAK else plain(part, most) for part in _NO_BREAK.split(text)))


@lru_cache(maxsize=1024, typed=True)
def web_link(url: str, text: str = "") -> Markup:
    """A link to a shop's page, or only its text when the address is not http or https."""
    shown = _isolated(plain(text or url, 160))
    return Markup(f'<a href="{escape(url)}" rel="noopener nofollow">{shown}</a>') if is_web(url) else shown  # noqa: S704 - escaped


@lru_cache(maxsize=1024, typed=True)
def path_link(url: str, home: str) -> Markup:
    """A link of which a page of the shop shows only the path: shorter to read where the shop is known."""
    start = home.rstrip("/")
    path = url.removeprefix(start)
    return web_link(url, path if path.startswith("/") and len(path) > 1 else url)


@lru_cache(maxsize=4096)
def is_web(url: str) -> bool:
    """Whether an address is http or https with a host, and nothing in it had to be neutralised or cut."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and plain(url, 2000) == url


def marked(snippet: str, value: str, around: int = 150) -> Marked:
    """Find the value in its snippet, whatever the white space and case; at most `around` characters are kept on each side."""
    text, words = " ".join(snippet[:4000].split()), value[:300].split()
    found = _stretch(text, words)
    if found is None:
        return Marked(_head(text, 2 * around), "", "") if text else Marked("", value, "")
    start, end = found
    return Marked(_tail(text[:start], around), text[start:end], _head(text[end:], around))


def _stretch(text: str, words: list[str]) -> tuple[int, int] | None:
    """Where the words stand one after the other, with a blank between them or none, in any case: begin and end."""
    if not words:
        return None
    if not text.isascii() or not all(map(str.isascii, words)):
        found = re.search(r"\s?".join(map(re.escape, words)), text, re.IGNORECASE)
        return found.span() if found else None
    return _ascii_stretch(text.lower(), [word.lower() for word in words])


def _ascii_stretch(text: str, words: list[str]) -> tuple[int, int] | None:
    """The same without a pattern, which would have to be made for each value of each shop."""
    start = text.find(words[0])
    while start >= 0:
        end = start + len(words[0])
        for word in words[1:]:
            end += text.startswith(" ", end)
            if not text.startswith(word, end):
                break
            end += len(word)
        else:
            return start, end
        start = text.find(words[0], start + 1)
    return None


def snippet_html(snippet: str, value: str) -> Markup:
    """A snippet as HTML with the value marked."""
    before, found, after = map(_spaced, marked(snippet, value))
    mark = f"<mark>{found}</mark>" if found else ""
    return Markup(f"<bdi>{before}{mark}{after}</bdi>")  # noqa: S704 - each part is escaped


def file_name(shop_id: str) -> str:
    """A file name for a shop: its id where that is safe on every file system, else a digest of it.

    >>> file_name("shop.example"), file_name("../../etc/passwd")
    ('shop.example', '3754d6cb3a38e1185e5b382d5f3ef3f1')
    """
    safe = SAFE_NAME.fullmatch(shop_id) and ".." not in shop_id
    return shop_id if safe else hashlib.sha256(shop_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _isolated(text: str) -> Markup:
    """Text with its direction kept to itself; ASCII has none to keep."""
    return escape(text) if text.isascii() else Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped here


def _spaced(text: str) -> Markup:
    """Neutralised and escaped, with the blanks at its ends kept."""
    lead, trail = text[:1].isspace(), text[-1:].isspace()
    return escape(f"{' ' * lead}{plain(text)}{' ' * (trail and len(text) > 1)}")


def _tail(text: str, most: int) -> str:
    return text if len(text) <= most else "…" + text[-most:]


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
