"""Open one page, whose HTML is the argument, in a browser; say so; end when told, or when killed."""

import asyncio
import sys

from crawler.browser.chromium import Chromium
from crawler.browser.find import find_browser
from crawler.browser.tab import open_tab
from crawler.model.rendering import RenderBudget
from crawler.model.shop import Shop
from tests.browsing import HEADERS, NAMES
from tests.guarding import SHOPS, Names, guard
from tests.loopback import Reply, serve


async def main() -> None:
    """Do it."""
    found = find_browser()
    assert found
    with serve({"/": Reply(body=sys.argv[1].encode())}, address=SHOPS) as server:
        url = f"http://shop.example:{server.port}/"
        shop = Shop(id="shop.example", name="Shop", url=url)
        async with (
            Chromium(found.program, guard(Names(NAMES))) as chromium,
            chromium.shop(shop, HEADERS) as window,
            open_tab(window, url, RenderBudget(seconds=120, cpu_seconds=120)) as tab,
        ):
            await tab.page.goto(url)
            await asyncio.sleep(1)
            sys.stdout.write("open\n")
            sys.stdout.flush()
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main())
