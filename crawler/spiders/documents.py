"""PDFs of visits are read beside the loop: one that keeps its reader busy for seconds makes no other shop wait."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from crawler.document import is_pdf
from crawler.model.capture import Capture

READERS = ThreadPoolExecutor(2, thread_name_prefix="pdf")
"""Two at once: each waits for a process that may take a core, and memory of its own."""


@asynccontextmanager
async def at_hand(capture: Capture) -> AsyncIterator[None]:
    """Have the text of a PDF at hand while the block runs; any other document needs none of that."""
    if not is_pdf(capture):
        yield
        return
    from crawler.document.pdf import forget, read_ahead  # noqa: PLC0415  # few pages are PDF, and the module is heavy

    await asyncio.get_running_loop().run_in_executor(READERS, read_ahead, capture)
    try:
        yield
    finally:
        forget(capture)
