"""The limit: a loop of aiohttp with this program's own reader; no robots.txt, no politeness, nothing sorted, stored or judged.

Started as `python -m tests.bench.hand PAGES CONCURRENCY URL...`.
"""

import asyncio
import sys
from collections import deque
from urllib.parse import urldefrag, urlsplit

import aiohttp

from crawler import reading
from crawler.document import parse
from crawler.model.capture import Capture
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.runs.run import collect_seldom


async def walk(client: aiohttp.ClientSession, room: asyncio.Semaphore, url: str, pages: int) -> None:
    """Read a shop, link by link."""
    host = urlsplit(url).netloc
    shop = Shop(id=host, name=host, url=url, country="NL", language="nl")
    asked, waiting = {url}, deque([url])
    async with room:
        while waiting:
            url = waiting.popleft()
            async with client.get(url) as response:
                body = await response.read()
                headers = tuple(response.headers.items())
            if response.status != 200:
                continue
            capture = Capture(url=url, final_url=url, status=200, headers=headers, body=body, sha256="", fetched_at="")
            document = parse(capture)
            reading.read(Page(id=0, url=url, final_url=url, status=200), document, shop)
            for link in document.links:
                target = urldefrag(link.target).url
                if len(asked) < pages and target not in asked and urlsplit(target).netloc == host:
                    asked.add(target)
                    waiting.append(target)


async def main() -> None:
    """Walk all, so many at once."""
    pages, concurrency, *urls = sys.argv[1:]
    collect_seldom()
    room = asyncio.Semaphore(int(concurrency))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
        await asyncio.gather(*(walk(client, room, url, int(pages)) for url in urls))


if __name__ == "__main__":
    asyncio.run(main())
