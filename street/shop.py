"""One fake shop: a folder named as its host, and the answers it gives.

`shop.toml` holds the row for the shop list, the truth the audit must find, what the shop sells, and the odd answers (status,
headers, delays, redirects) of single paths. A page is a Jinja template of the shop's folder; home, categories, products and basket
come from `themes/pages` where the folder has none of its own, and `layout.html` from `themes` likewise. Terms, returns and privacy
in which nothing matters come from `themes/ordinary/<language>` where header or footer links to them.

A second host of the shop (a help desk, a parked domain it redirects to) is a subfolder named `@` and the host: the pages in
`@hulp.example/` are those of `http://hulp.example/`, and `[answers."//hulp.example/path"]` are its odd answers.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2

from street.site import NOT_FOUND, Answer, Asked, Site

THEMES = Path(__file__).parent / "themes"
WORDS: Mapping[str, Mapping[str, Any]] = tomllib.loads((THEMES / "words.toml").read_text(encoding="utf-8"))
CHANNELS = ("phone", "email")
PLAIN: Mapping[str, Any] = {
    "theme": "market",
    "colour": "#1b5e7a",
    "basket": "/winkelwagen/",
    "software": "",
    "categories": [],
    "products": [],
    "header_links": [],
    "footer_links": [],
}
"""What `[shop]` of shop.toml says where it says nothing else."""


class FakeShop:
    """One folder of the street. `secure`: reached by https, with a certificate that ran out and nobody vouches for.

    `known_gap` says why the program does not find the truth yet, "" where it does. `hosts` are all that it answers for.
    """

    def __init__(self, folder: Path) -> None:
        self.host = folder.name
        facts = tomllib.loads((folder / "shop.toml").read_text(encoding="utf-8"))
        self.row: Mapping[str, str] = facts["row"]
        self.secure = bool(facts.get("secure", False))
        self._truth: Mapping[str, Any] = facts["truth"]
        self.known_gap: str = self._truth.get("known_gap", "")
        self._shop: Mapping[str, Any] = {**PLAIN, "name": self.row["name"], **facts.get("shop", {})}
        self._odd: Mapping[str, Mapping[str, Any]] = facts.get("answers", {})
        self._folder = folder
        loaders = (jinja2.FileSystemLoader(folder), jinja2.FileSystemLoader(THEMES))
        self._pages = jinja2.Environment(loader=jinja2.ChoiceLoader(loaders), autoescape=True, undefined=jinja2.StrictUndefined)
        seconds = (path.name.removeprefix("@") for path in sorted(folder.glob("@*")))
        self.hosts = (self.host, *seconds)
        self._sites = {host: self._site(host) for host in self.hosts}

    @property
    def url(self) -> str:
        """The shop's address, as a shop list has it."""
        return f"{'https' if self.secure else 'http'}://{self.host}/"

    def truth(self, *, browser: bool = False) -> dict[str, Any]:
        """What an audit must find, with or without a browser: outcome, and for each channel its place class, clicks and values.

        A table `with_browser`, of a channel or of the whole truth, names what differs once a browser has looked.
        """
        truth = {key: value for key, value in self._truth.items() if key not in {*CHANNELS, "with_browser"}}
        if browser:
            truth |= self._truth.get("with_browser", {})
        for channel in CHANNELS:
            wanted = dict(self._truth.get(channel, {"place_class": "undetermined", "reason": truth["outcome"]}))
            differs = wanted.pop("with_browser", {})
            truth[channel] = {**wanted, **differs} if browser else wanted
        return truth

    def answer(self, host: str, asked: Asked) -> Answer:
        """Give the answer of one of the shop's hosts."""
        site = self._sites.get(host)
        return site.answer(asked) if site else NOT_FOUND

    def _site(self, host: str) -> Site:
        told = {
            "host": host,
            "shop": self._shop,
            "language": self.row["language"],
            "words": WORDS.get(self.row["language"], WORDS["en"]),
        }
        first = host == self.host
        folder = self._folder if first else self._folder / f"@{host}"
        pages = dict((*(self._generated() if first else ()), *self._own_pages(folder)))
        return Site(self._folder, self._pages, pages, self._answers(host), told)

    def _answers(self, host: str) -> dict[str, Mapping[str, Any]]:
        """The odd answers of one host, by path."""
        if host == self.host:
            return {name: odd for name, odd in self._odd.items() if not name.startswith("//")}
        start = f"//{host}"
        return {name.removeprefix(start): odd for name, odd in self._odd.items() if name.startswith(f"{start}/")}

    def _generated(self) -> Iterator[tuple[str, str]]:
        if self._shop["products"]:
            yield "", "pages/home.html"
            yield self._shop["basket"].strip("/"), "pages/basket.html"
            yield from ((item["path"].strip("/"), "pages/category.html") for item in self._shop["categories"])
            yield from ((item["path"].strip("/"), "pages/product.html") for item in self._shop["products"])
        for _, target in (*self._shop["header_links"], *self._shop["footer_links"]):
            name = f"ordinary/{self.row['language']}/{target.strip('/')}.html"
            if (THEMES / name).exists():
                yield target.strip("/"), name

    def _own_pages(self, folder: Path) -> Iterator[tuple[str, str]]:
        for file in sorted(folder.rglob("*.html")):
            name = file.relative_to(folder).as_posix()
            if file.name != "layout.html" and not name.startswith("@"):
                yield name.removesuffix(".html").removesuffix("index").strip("/"), file.relative_to(self._folder).as_posix()
