"""Pages shown in a real browser and taken as marked HTML, for tests."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.browser.marked import marked
from crawler.browser.snapshot import ASKED, CAPTURE
from crawler.document import parse
from crawler.document.parsed import ParsedDocument
from crawler.model.capture import Capture, Via
from crawler.model.rendering import DESKTOP, PHONE

CASES = Path(__file__).parent / "cases" / "rendered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One view of a page: the marked HTML, parsed plainly and read."""

    html: bytes
    tree: LexborHTMLParser
    document: ParsedDocument

    def blocks(self, text: str) -> set[str]:
        """What is said of the blocks that hold this text: `seen`, `closed`, or why they are unseen."""
        return {
            "closed" if block.closed else block.hidden_by or "seen"
            for block in self.document.blocks
            if _bare(text) in _bare(block.text)
        }

    def expected(self, by: str) -> list[tuple[str, str]]:
        """The texts of the elements that carry this attribute, and what it says."""
        return [(node.text(), node.attributes[by] or "") for node in self.tree.css(f"[{by}]")]

    def one(self, selector: str) -> LexborNode:
        """The first element of a selector. AssertionError where there is none."""
        found = self.tree.css_first(selector)
        assert found is not None, f"{selector} is not in {self.html.decode()}"
        return found

    def root(self, name: str) -> str:
        """A mark of the root."""
        return self.one("html").attributes.get(f"bereikbaar-{name}") or ""


def capture_of(html: bytes, via: Via = Via.BROWSER, url: str = "https://winkel.example/") -> Capture:
    """Marked HTML as the visit takes it in."""
    digest = hashlib.sha256(html).hexdigest()
    return Capture(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html,
        sha256=digest,
        fetched_at="2026-11-22T00:00:00Z",
        via=via,
    )


def shown(html: bytes) -> Shown:
    """Marked HTML parsed and read."""
    document = parse(capture_of(html))
    assert isinstance(document, ParsedDocument)
    return Shown(html=html, tree=LexborHTMLParser(html), document=document)


def look_at(browser: Browser, address: str, *, phone: bool = False, press: str = "") -> bytes:
    """Open an address, press what a selector names, and take the view."""
    window = PHONE if phone else DESKTOP
    context = browser.new_context(viewport={"width": window[0], "height": window[1]}, is_mobile=phone)
    try:
        page = context.new_page()
        page.goto(address)
        opened = ""
        if press:
            opened = page.locator(press).inner_text()
            page.locator(press).click()
        answer: Any = context.new_cdp_session(page).send(CAPTURE, dict(ASKED))
        return marked(answer, window, opened)
    finally:
        context.close()


def _bare(text: str) -> str:
    return "".join(text.split())
