"""Measure what one page costs without the crawl: parse and read, CPU milliseconds a page.

    python -m tests.bench.reading             five rounds over the pages of the benchmark
    python -m tests.bench.reading --rounds 20
    python -m tests.bench.reading --table     the same as a table for docs/performance.md

The bare parse of lexbor stands beside it, because it tells how busy the machine is. Garbage is looked for as seldom as in an
audit, which helps all steps. The last lines are the two ratios that are watched: reading over what a bare Scrapy crawl spends on a
page, and what BeautifulSoup with PhoneNumberMatcher spends over reading.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup
from phonenumbers import PhoneNumberMatcher
from selectolax.lexbor import LexborHTMLParser

from crawler import reading
from crawler.document import Engine, parse
from crawler.model.capture import Capture
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.runs.run import collect_seldom
from tests.bench.__main__ import measured as crawled
from tests.bench.contenders import Contender
from tests.bench.contenders import bare as scrapy
from tests.bench.machine import machine, today, versions
from tests.bench.pages import pages

SHOPS, PAGES = 20, 20
"""What the bare crawl visits in a round."""

SCRAPY = "bare Scrapy"
Took = dict[str, list[float]]
"""CPU milliseconds a page of each step, one figure a round."""

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


def souped(capture: Capture) -> None:
    """What a short script would do: the text of BeautifulSoup, searched for numbers."""
    for _ in PhoneNumberMatcher(BeautifulSoup(capture.body, "html.parser").get_text(" "), "NL"):
        pass


STEPS: dict[str, Callable[[Capture], None]] = {
    "lexbor alone": bare,
    "parse": parsed,
    "parse and read": parsed_and_read,
    "parse, tolerant": tolerated,
    "soup and matcher": souped,
}


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.reading", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--table", action="store_true", help="print Markdown")
    options = parser.parse_args()
    began, found = machine(), captures()
    collect_seldom()
    took = measured(found, options.rounds)
    about = f"{began}; {versions()}; {len(found)} pages, mean {mean_size(found):.0f} kB; {options.rounds} rounds"
    lines = table(took, about) if options.table else told(took, about)
    sys.stdout.writelines(f"{line}\n" for line in lines)


def told(took: Took, about: str) -> Iterator[str]:
    """The figures for a terminal."""
    yield about
    for name, times in took.items():
        yield f"{name:16} {statistics.median(times):7.2f} ms a page (least {min(times):.2f})"
    for name, value in ratios(took).items():
        yield f"{name}: {value}"


def table(took: Took, about: str) -> Iterator[str]:
    """The figures as Markdown, with the day and what they were measured on."""
    yield "| step | CPU ms a page | of a bare Scrapy page |"
    yield "| --- | ---: | ---: |"
    for name, times in took.items():
        yield f"| {name} | {statistics.median(times):.2f} | {ratio(times, took[SCRAPY]):.2f} |"
    yield ""
    yield f"{'; '.join(f'{name}: {value}' for name, value in ratios(took).items())}."
    yield ""
    yield f"Measured {today()}: {about}."


def ratios(took: Took) -> dict[str, str]:
    """The ratios that are watched, each the median of the rounds' own."""
    reading_ = took["parse and read"]
    return {
        "parse/bare": f"{ratio(took['parse'], took[SCRAPY]):.2f}",
        "reading/bare": f"{ratio(reading_, took[SCRAPY]):.2f}",
        "soup/reading": f"{ratio(took['soup and matcher'], reading_):.1f}",
    }


def mean_size(found: list[Capture]) -> float:
    """The mean size of the pages in kB."""
    return statistics.mean(len(capture.body) for capture in found) / 1000


def measured(found: list[Capture], rounds: int) -> Took:
    """CPU milliseconds a page of each step in each round, the steps in turn, after one round that does not count."""
    took: Took = {name: [] for name in (*STEPS, SCRAPY)}
    for number in range(rounds + 1):
        for name, step in STEPS.items():
            began = time.process_time()
            for capture in found:
                step(capture)
            took[name] += [1000 * (time.process_time() - began) / len(found)] if number else []
        took[SCRAPY] += [crawled(Contender(SCRAPY, scrapy), SHOPS, PAGES).milliseconds] if number else []
    return took


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one / other for one, other in zip(above, below, strict=True))


if __name__ == "__main__":
    main()
