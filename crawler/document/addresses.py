"""Addresses as written in the page, made absolute."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

_WHOLE = ("https://", "http://", "mailto:", "tel:", "sms:", "whatsapp:", "callto:", "skype:", "viber:", "tg:")
_NEVER = ("data:", "blob:", "about:", "file:", "chrome")
_LONGEST = 4_000
_PATH = re.compile(r"[^?#]*")


class Addresses:
    """Makes addresses absolute against one page's own (or its `<base href>`); remembers, as pages repeat their links."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._known: dict[str, str] = {}
        self._scheme, self._origin = _origin(url)
        self._page = url.partition("#")[0]

    def absolute(self, written: str) -> str:
        """The absolute address, or an empty string where nothing leads anywhere (`#`, `data:`, `javascript:`, too long)."""
        known = self._known.get(written)
        if known is None:
            known = self._known[written] = self._join(written)
        return known

    def _join(self, written: str) -> str:
        href = written.strip()
        if not href or href == "#" or len(href) > _LONGEST:
            return ""
        if "\n" in href or "\t" in href or "\r" in href:
            href = href.translate({9: None, 10: None, 13: None})
        lower = href[:12].lower()
        if lower.startswith(_WHOLE):
            return href
        if lower.startswith(_NEVER) or lower.startswith(("javascript:", "vbscript:")):
            return ""
        if "\\" in href:
            href = _PATH.sub(_slashed, href, count=1)
        is_path = href[0] == "/" and href[1:2] != "/" and "/." not in href
        if before := self._page if href[0] == "#" else self._origin if is_path else "":
            return before + href
        try:
            return urljoin(self.url, href)
        except ValueError:
            return ""


def _slashed(path: re.Match[str]) -> str:
    """A path as browsers take it: a backslash is a slash there."""
    return path[0].replace("\\", "/")


@lru_cache(maxsize=512)
def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.scheme, f"{parts.scheme}://{parts.netloc}") if parts.scheme in {"http", "https"} and parts.netloc else ("", "")
