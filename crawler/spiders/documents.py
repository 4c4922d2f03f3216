"""PDFs of visits are read beside the loop: one that keeps its reader busy for seconds makes no other shop wait."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from crawler.document import is_pdf
from crawler.model.capture import Capture
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason

READERS = ThreadPoolExecutor(2, thread_name_prefix="pdf")
"""Two at once: each waits for a process that may take a core, and memory of its own."""


@asynccontextmanager
async def at_hand(capture: Capture) -> AsyncIterator[None]:
    """Have the text of a PDF at hand while the block runs; any other document needs none of that.

    Raises FetchFailed where reading takes too long: noted as one that never came, it is that on a faster machine, too.
    """
    if not is_pdf(capture):
        yield
        return
    from crawler.document.pdf import UnfinishedError, forget, read_ahead  # noqa: PLC0415  # few pages are PDF, and the module is heavy

    try:
        await asyncio.get_running_loop().run_in_executor(READERS, read_ahead, capture)
    except UnfinishedError as error:
        words = "reading the PDF took more time or memory than a document may"
        raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, words, status=capture.status) from error
    try:
        yield
    finally:
        forget(capture)
