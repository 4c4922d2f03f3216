"""Who is measured: the audit, what it is held against, and how each is started."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.bench import rivals
from tests.bench.server import address


class Crawl(NamedTuple):
    """What is to be read: so many shops of so many pages, served on a port; a folder to write into."""

    shops: int
    pages: int
    port: int
    folder: Path

    @property
    def urls(self) -> list[str]:
        """The home pages."""
        return [f"http://{address(shop)}:{self.port}/" for shop in range(self.shops)]

    @property
    def words(self) -> list[str]:
        """What every small script is told: pages, how many shops at once, home pages."""
        return [str(self.pages), str(self.shops), *self.urls]


class Contender(NamedTuple):
    """One program. It reads a `part` of the shops (1/part), in the first round only where it is measured `once`.

    `all_pages`: it is told how many pages to read of a shop, and what reads fewer is not measured.
    """

    name: str
    command: Callable[[Crawl], list[str]]
    part: int = 1
    once: bool = False
    all_pages: bool = True


def audit(crawl: Crawl) -> list[str]:
    """Give the command of the audit."""
    shop_list = crawl.folder / "shops.csv"
    shop_list.write_text("url,country,language\n" + "".join(f"{url},NL,nl\n" for url in crawl.urls), encoding="ascii")
    limits = ["--pages", str(crawl.pages), "--thorough", "--rate", "0", "--concurrency", str(crawl.shops)]
    words = ["audit", str(shop_list), "--out", str(crawl.folder / "out"), "--progress", "none", "--browser", "never"]
    return [sys.executable, "-m", "bereikbaar", *words, *limits, "--allow-private", "127.1.0.0/16"]


def compiled(python: str) -> Callable[[Crawl], list[str]]:
    """Give what starts the audit of an installed wheel, whose reader is compiled, by the Python that it is installed for."""

    def command(crawl: Crawl) -> list[str]:
        # -P: the wheel's own modules, not those of the folder that this is started in.
        return [python, "-P", *audit(crawl)[1:]]

    return command


def bare(crawl: Crawl) -> list[str]:
    """Give the command of the bare crawl."""
    return [sys.executable, "-m", "tests.bench.bare", *crawl.words]


def hand(crawl: Crawl) -> list[str]:
    """Give the command of the loop by hand."""
    return [sys.executable, "-m", "tests.bench.hand", *crawl.words]


def souped(crawl: Crawl) -> list[str]:
    """Give the command of the short script."""
    return [sys.executable, "-m", "tests.bench.souped", *crawl.words]


def crawlee(crawl: Crawl) -> list[str]:
    """Give the command of Crawlee. Raises NotThere."""
    return [*rivals.crawlee(), *crawl.words]


def emails(crawl: Crawl) -> list[str]:
    """Give the command of extract-emails. Raises NotThere."""
    return [*rivals.emails(), *crawl.words]


CONTENDERS = (
    Contender("audit", audit),
    Contender("bare", bare),
    Contender("hand", hand),
    Contender("soup", souped, part=4),
    Contender("crawlee", crawlee, part=2),
    Contender("extract-emails", emails, part=10_000, once=True, all_pages=False),
)
RATIOS = (
    ("audit", "bare"),
    ("audit", "hand"),
    ("soup", "audit"),
    ("crawlee", "audit"),
    ("extract-emails", "audit"),
    ("compiled", "bare"),
)
"""What is watched, in the order printed: the first over the second."""
