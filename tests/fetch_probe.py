"""Fetch addresses through the shipped plumbing in a process of its own (a reactor runs once), and tell what came of each.

Standard input: JSON with `urls` (lists of addresses; each list is fetched one after another, the lists side by side),
`one_by_one` (the lists one after another too, each forgotten at its end, as a visit is), `settings` (on top of the shipped
ones), `names` (host -> list of answers; an answer is a list of addresses, the last one is repeated), `evidence` (a folder),
`busy` (seconds in which the loop does something else, soon after it began) and `rendered`: whether a browser is to look, one that
asks for each page and shows nothing of it.
Standard output: one JSON object an address.
"""

import asyncio
import json
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.evidence.warc import ShopRecord
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import Rendering
from crawler.plumbing import settings as plumbing
from crawler.plumbing.names import NoSuchName
from crawler.plumbing.passage import Passage
from crawler.plumbing.rendering import RENDER

NAMES: dict[str, list[list[str]]] = {}


class ScriptedNames:
    """Answers as the test wrote them down."""

    async def __call__(self, host: str) -> Sequence[str]:
        """Give the next answer for a name; `silent` is a name server that does not answer."""
        answers = NAMES.get(host)
        if not answers:
            raise NoSuchName(host)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == ["silent"]:
            raise OSError("timeout")
        return answer


async def line_is_down(_names: object) -> bool:
    """Say that our own line does not work."""
    return False


async def line_is_up(_names: object) -> bool:
    """Say that our own line works."""
    return True


async def look_in_vain(url: str, *, pause: float) -> Rendering:
    """Ask for a page as a browser does that then fails; it waits `pause` only where it asks again."""
    assert pause > 0
    await asyncio.to_thread(lambda: urllib.request.urlopen(url).read())
    raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, "not rendered: time")


class Probe(scrapy.Spider):
    """Fetches and tells."""

    name = "probe"
    asked: dict[str, Any]

    async def start(self) -> AsyncIterator[Any]:
        """Fetch all lists side by side."""
        asyncio.get_running_loop().call_later(0.2, time.sleep, self.asked.get("busy", 0))
        lists = [self._one_by_one(number, urls) for number, urls in enumerate(self.asked["urls"])]
        if self.asked.get("one_by_one"):
            for number, each in enumerate(lists):
                await each
                self._forget(number)
        else:
            await asyncio.gather(*lists)
        none: tuple[Any, ...] = ()
        for item in none:
            yield item

    async def _one_by_one(self, number: int, urls: list[str]) -> None:
        record = ShopRecord(Path(self.asked["evidence"]), f"shop{number}", 1)
        for url in urls:
            told = await self._fetch(number, url, record)
            sys.stdout.write(json.dumps({"asked": url, "shop": number, **told}) + "\n")
        record.finish()

    def _forget(self, number: int) -> None:
        for step in self.crawler.engine.downloader.middleware.middlewares:
            if hasattr(step, "forget"):
                step.forget(number)

    async def _fetch(self, number: int, url: str, record: ShopRecord) -> dict[str, Any]:
        meta = {"record": record, "cookiejar": number, "download_timeout": self.settings.getfloat("DOWNLOAD_TIMEOUT")}
        if self.asked.get("rendered"):
            meta[RENDER] = look_in_vain
        if self.settings["PROXY"]:
            meta["proxy"] = self.settings["PROXY"]
        try:
            response = await Passage(self.crawler.engine.downloader).fetch(scrapy.Request(url, meta=meta))
        except FetchFailed as failure:
            return {"reason": failure.reason.value, "detail": failure.detail, "status": failure.status}
        except Exception as error:  # noqa: BLE001
            return {"reason": "unexpected", "detail": repr(error)}
        return {"reason": None, "status": response.status, "url": response.url, "size": len(response.body)}


def main() -> None:
    """Run one probe."""
    asked = json.load(sys.stdin)
    NAMES.update(asked.get("names", {}))
    settings = Settings()
    settings.setmodule(plumbing)
    settings.set("SPIDER_MODULES", [])
    settings.setdict({"NAME_LOOKUP": ScriptedNames(), "RATE": 0, "LINE_PROBE": "tests.fetch_probe.line_is_up", "LINE_PAUSE": 0.2})
    settings.setdict(asked.get("settings", {}))
    process = AsyncCrawlerProcess(settings)
    Probe.asked = asked
    process.crawl(Probe)
    process.start()


if __name__ == "__main__":
    sys.modules["tests.fetch_probe"] = sys.modules["__main__"]
    main()
