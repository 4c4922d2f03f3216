"""Measure what one page costs without the crawl: parse and read, CPU milliseconds a page.

    python -m tests.bench.reading             five rounds over the pages of the benchmark
    python -m tests.bench.reading --rounds 20

The bare parse of lexbor stands beside it, because it tells how busy the machine is.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from crawler import reading
from crawler.document import Engine, parse
from crawler.model.capture import Capture
from crawler.model.page import Page
from crawler.model.shop import Shop
from tests.bench.pages import pages

SHOP = Shop(id="bench", name="", url="https://www.bench.test/", country="NL", language="nl")


def captures() -> list[Capture]:
    """Give the benchmark's pages as captures."""
    headers = (("content-type", "text/html"),)
    return [
        Capture(url=url, final_url=url, status=200, headers=headers, body=body, sha256="", fetched_at="")
        for url, body in ((SHOP.url + path.removeprefix("/"), body) for path, body in pages().items() if path != "/")
    ]


def parsed(capture: Capture) -> None:
    """Parse and build with the fast engine."""
    parse(capture)


def tolerated(capture: Capture) -> None:
    """Parse and build with the tolerant engine."""
    parse(capture, engine=Engine.TOLERANT)


def bare(capture: Capture) -> None:
    """Parse with lexbor and look at nothing."""
    LexborHTMLParser(capture.body)


def parsed_and_read(capture: Capture) -> None:
    """Parse, build and read."""
    page = Page(id=0, url=capture.url, final_url=capture.url, status=200)
    reading.read(page, parse(capture), SHOP)


STEPS: dict[str, Callable[[Capture], None]] = {
    "lexbor alone": bare,
    "parse": parsed,
    "parse and read": parsed_and_read,
    "parse, tolerant": tolerated,
}


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    found = captures()
    for name, step in STEPS.items():
        took = []
        for _ in range(options.rounds):
            began = time.process_time()
            for capture in found:
                step(capture)
            took.append(1000 * (time.process_time() - began) / len(found))
        sys.stdout.write(f"{name:16} {statistics.median(took):7.2f} ms a page (least {min(took):.2f})\n")


if __name__ == "__main__":
    main()
