"""A document of our own as a PDF: tagged, with an outline, printed by a browser that reaches nothing and runs no script."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Error

from crawler.browser.chromium import BrowserFailed, Chromium
from crawler.browser.guard_proxy import GuardProxy
from crawler.plumbing.addresses import Allowed
from crawler.plumbing.names import GuardedNames, NoSuchName


def printed(html: str, program: Path) -> bytes:
    """Print HTML that needs nothing beside it; page size and margins are those of its style. Raises BrowserFailed."""
    try:
        return asyncio.run(_printed(html, program))
    except Error as error:
        raise BrowserFailed(str(error)) from error


async def _printed(html: str, program: Path) -> bytes:
    nowhere = GuardProxy(GuardedNames(_nobody, Allowed()), Allowed())
    async with Chromium(program, nowhere, pictures=False) as chromium:
        browser = await chromium.running()
        context = await browser.new_context(java_script_enabled=False, offline=True, service_workers="block")
        page = await context.new_page()
        await page.set_content(html)
        return await page.pdf(tagged=True, outline=True, prefer_css_page_size=True, print_background=False)


async def _nobody(host: str) -> Sequence[str]:
    raise NoSuchName(host)
