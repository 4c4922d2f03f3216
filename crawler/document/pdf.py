"""The text layer of a PDF, read by a child process that can be killed.

Terms of sale are often PDF only. A PDF without text is a scan: `problems` says `scanned`, and nothing may be concluded from it.
"""

import json
import subprocess
import sys
from typing import Any

from crawler.document.parsed import ParsedDocument
from crawler.document.text import fold
from crawler.model.capture import Capture
from crawler.model.document import Block
from crawler.model.link import Link
from crawler.model.sighting import Place

MOST_PAGES = 60
SECONDS = 10
"""CPU seconds that the child gets; long terms take one."""
MEGABYTES = 640
"""Address space that the child gets, the interpreter's own 200 included."""
_SCANNED = 20  # fewer characters a page than this are a stamp or a page number


NO_MEMORY = 3
"""The child's exit status where it got too little."""


class UnfinishedError(Exception):
    """Reading the PDF took more time or memory than a document may: what another machine would make of it is not known."""


_ahead: dict[str, dict[str, Any] | None] = {}
"""What was read ahead, by digest, until it is forgotten."""


def read_ahead(capture: Capture) -> None:
    """Read a PDF beforehand, in a thread where the caller must not wait: `read_pdf` finds it at hand until `forget`.

    Raises UnfinishedError.
    """
    _ahead[capture.sha256] = _ask(capture.body, SECONDS)


def forget(capture: Capture) -> None:
    """Throw away what was read ahead."""
    _ahead.pop(capture.sha256, None)


def read_pdf(capture: Capture, *, seconds: int = SECONDS) -> ParsedDocument:
    """A PDF as a document: one block a line. Never raises; `problems` says `unreadable-pdf`, `too-many-pages` or `scanned`."""
    url = capture.final_url or capture.url
    try:
        found = _ahead[capture.sha256] if capture.sha256 in _ahead else _ask(capture.body, seconds)
    except UnfinishedError:
        found = None
    if found is None:
        return ParsedDocument(url=url, base_url=url, engine="pdf", problems=("unreadable-pdf",))
    lines = [(number, fold(line)) for number, page in enumerate(found["pages"]) for line in page.splitlines()]
    kept = [(number, line) for number, line in lines if line]
    first: dict[int, int] = {}
    for index, (number, _) in enumerate(kept):
        first.setdefault(number, index)
    blocks = tuple(Block(index, line, Place.BODY, "line") for index, (_, line) in enumerate(kept))
    return ParsedDocument(
        url=url,
        base_url=url,
        title=fold(found["title"]),
        blocks=blocks,
        links=tuple(Link(target, target, Place.BODY, block=first.get(number, 0)) for number, target in found["links"]),
        charset="pdf",
        engine="pdf",
        problems=_problems(found, sum(len(line) for _, line in kept)),
    )


def _problems(found: dict[str, Any], characters: int) -> tuple[str, ...]:
    pages = len(found["pages"])
    cut = ("too-many-pages",) if found["count"] > pages else ()
    return (*cut, "scanned") if characters < _SCANNED * max(pages, 1) else cut


def _ask(body: bytes, seconds: int) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "crawler.document.pdf_child", str(MOST_PAGES), str(seconds), str(MEGABYTES)]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=3 * seconds + 5, check=False)  # noqa: S603 - our own
        if done.returncode < 0 or done.returncode == NO_MEMORY:
            raise UnfinishedError
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise UnfinishedError from error
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None
