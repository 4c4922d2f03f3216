"""One host of a fake shop: its pages, and the odd answers of single paths.

A page is a Jinja template. It knows `path`, `query`, `args` (the query's values by name), `cookies`, `token` (a number that differs
from address to address and is the same each time), `host`, `shop` (the table of shop.toml), `language`, `words` and `here` (what
is sold at this path): endless calendars, filters and session ids are written once.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jinja2

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: absolute path, query without its question mark, and the cookies sent."""

    path: str
    query: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Path and query as they stood in the request."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the street sends for one request; `delay` is in seconds."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    delay: float = 0.0


NOT_FOUND = Answer(status=404, body=b"<!doctype html><html lang=en><title>404</title><h1>Not found</h1></html>")


class Site:
    """The answers of one host: `pages` maps a path without outer slashes to a template, `odd` is a table of odd answers.

    An odd answer counts for one address, one path, all paths that begin so (`/agenda/*`), or for every path (`*`); with
    `without_cookie` only for whoever does not send that cookie. What it does not say is as usual: a `delay` alone slows the page.
    """

    def __init__(
        self, folder: Path, loader: jinja2.Environment, pages: Mapping[str, str], odd: Mapping[str, Any], told: Mapping[str, Any]
    ) -> None:
        self._folder = folder
        self._loader = loader
        self._pages = pages
        self._odd = odd
        self._told = told

    def answer(self, asked: Asked) -> Answer:
        """Give the odd answer that fits best, else the page, else 404."""
        page = self._pages.get(asked.path.strip("/"))
        odd = self._fitting(asked)
        if odd is None:
            return Answer(body=self._render(page, asked).encode()) if page else NOT_FOUND
        if page is None and not odd.keys() & {"status", "body", "page", "file"}:
            return replace(NOT_FOUND, delay=odd.get("delay", 0.0))
        headers = {"Content-Type": HTML, **odd.get("headers", {})}
        return Answer(
            status=odd.get("status", 200),
            body=self._body(odd, page, asked),
            headers=tuple(
                (name, value.replace("{token}", token_of(asked)).replace("{path}", asked.path)) for name, value in headers.items()
            ),
            delay=odd.get("delay", 0.0),
        )

    def _fitting(self, asked: Asked) -> Mapping[str, Any] | None:
        beneath = (start for start in self._odd if start.endswith("*") and asked.path.startswith(start[:-1]))
        names = (asked.address, asked.path, *sorted(beneath, key=len, reverse=True))
        found = (self._odd[name] for name in names if name in self._odd)
        return next((odd for odd in found if odd.get("without_cookie", "") not in asked.cookies), None)

    def _body(self, odd: Mapping[str, Any], page: str | None, asked: Asked) -> bytes:
        if "file" in odd:
            return Path(self._folder / odd["file"]).read_bytes()
        if "body" in odd or page is None:
            page = odd.get("page")
        text = self._render(odd.get("page", page), asked) if page else str(odd.get("body", ""))
        return text.encode(str(odd.get("charset", "utf-8")), "xmlcharrefreplace") * int(odd.get("times", 1))

    def _render(self, name: str, asked: Asked) -> str:
        sold = (*self._told["shop"]["categories"], *self._told["shop"]["products"])
        return self._loader.get_template(name).render(
            **self._told,
            path=asked.path,
            query=asked.query,
            args=dict(parse_qsl(asked.query, keep_blank_values=True)),
            cookies=asked.cookies,
            token=token_of(asked),
            here=next((item for item in sold if item["path"].strip("/") == asked.path.strip("/")), None),
        )


def token_of(asked: Asked) -> str:
    """Eight hexadecimal digits that stand for one address."""
    return f"{zlib.crc32(asked.address.encode()):08x}"
