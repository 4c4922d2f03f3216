"""One fake shop: a folder named as its host, and the answers it gives.

`shop.toml` holds the row for the shop list, the truth the audit must find, what the shop sells, and the odd answers (status,
headers, delays, redirects) of single paths. A page is a Jinja template of the shop's folder; home, categories, products and basket
come from `themes/pages` where the folder has none of its own, and `layout.html` from `themes` likewise.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

HTML = "text/html; charset=utf-8"
THEMES = Path(__file__).parent / "themes"
WORDS: Mapping[str, Mapping[str, str]] = tomllib.loads((THEMES / "words.toml").read_text(encoding="utf-8"))
CHANNELS = ("phone", "email")
PLAIN: Mapping[str, Any] = {
    "theme": "market",
    "colour": "#1b5e7a",
    "basket": "/winkelwagen/",
    "categories": [],
    "products": [],
    "header_links": [],
    "footer_links": [],
}
"""What `[shop]` of shop.toml says where it says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the street sends for one request; `delay` is in seconds."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    delay: float = 0.0


NOT_FOUND = Answer(status=404, body=b"<!doctype html><html lang=en><title>404</title><h1>Not found</h1></html>")


class FakeShop:
    """One folder of the street. `secure`: reached by https, with a certificate nobody vouches for."""

    def __init__(self, folder: Path) -> None:
        self.host = folder.name
        facts = tomllib.loads((folder / "shop.toml").read_text(encoding="utf-8"))
        self.row: Mapping[str, str] = facts["row"]
        self.secure = bool(facts.get("secure", False))
        self._truth: Mapping[str, Any] = facts["truth"]
        self._shop: Mapping[str, Any] = {**PLAIN, "name": self.row["name"], **facts.get("shop", {})}
        self._odd: Mapping[str, Mapping[str, Any]] = facts.get("answers", {})
        self._folder = folder
        loaders = (jinja2.FileSystemLoader(folder), jinja2.FileSystemLoader(THEMES))
        self._pages = jinja2.Environment(loader=jinja2.ChoiceLoader(loaders), autoescape=True, undefined=jinja2.StrictUndefined)
        self._paths = dict(self._own_pages())

    @property
    def url(self) -> str:
        """The shop's address, as a shop list has it."""
        return f"{'https' if self.secure else 'http'}://{self.host}/"

    def truth(self, *, browser: bool = False) -> dict[str, Any]:
        """What an audit must find, with or without a browser: outcome, and for each channel its place class, clicks and values.

        A channel's table `with_browser` names what differs once a browser has looked.
        """
        truth = {key: value for key, value in self._truth.items() if key not in CHANNELS}
        for channel in CHANNELS:
            wanted = dict(self._truth.get(channel, {"place_class": "undetermined", "reason": truth["outcome"]}))
            differs = wanted.pop("with_browser", {})
            truth[channel] = {**wanted, **differs} if browser else wanted
        return truth

    def answer(self, path: str, query: str) -> Answer:
        """Give the page of a path; an odd answer for `*` counts for every path that has none of its own."""
        odd = self._odd.get(f"{path}?{query}" if query else path) or self._odd.get(path) or self._odd.get("*")
        if odd is not None:
            headers = {"Content-Type": HTML, **odd.get("headers", {})}
            body = self._body(odd, path, query)
            return Answer(status=odd.get("status", 200), body=body, headers=tuple(headers.items()), delay=odd.get("delay", 0.0))
        page = self._paths.get(path.strip("/"))
        return Answer(body=self._render(page, path, query).encode()) if page else NOT_FOUND

    def _own_pages(self) -> Iterator[tuple[str, str]]:
        if self._shop["products"]:
            yield "", "pages/home.html"
            yield self._shop["basket"].strip("/"), "pages/basket.html"
            yield from ((item["path"].strip("/"), "pages/category.html") for item in self._shop["categories"])
            yield from ((item["path"].strip("/"), "pages/product.html") for item in self._shop["products"])
        for file in self._folder.rglob("*.html"):
            if file.name != "layout.html":
                name = file.relative_to(self._folder).as_posix()
                yield name.removesuffix(".html").removesuffix("index").strip("/"), name

    def _body(self, odd: Mapping[str, Any], path: str, query: str) -> bytes:
        if "file" in odd:
            return Path(self._folder / odd["file"]).read_bytes()
        text = self._render(odd["page"], path, query) if "page" in odd else str(odd.get("body", ""))
        return text.encode(str(odd.get("charset", "utf-8"))) * int(odd.get("times", 1))

    def _render(self, name: str, path: str, query: str) -> str:
        sold = (*self._shop["categories"], *self._shop["products"])
        return self._pages.get_template(name).render(
            path=path,
            query=query,
            host=self.host,
            shop=self._shop,
            language=self.row["language"],
            words=WORDS.get(self.row["language"], WORDS["en"]),
            here=next((item for item in sold if item["path"].strip("/") == path.strip("/")), None),
        )
