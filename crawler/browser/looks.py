"""What was seen of one rendered page: its views, and what was met while it was opened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crawler.browser.marked import marked
from crawler.browser.pictures import Pictures
from crawler.browser.pointed import bare
from crawler.browser.snapshot import ASKED, CAPTURE
from crawler.browser.tab import Tab
from crawler.document import parse
from crawler.model.capture import Capture, Via
from crawler.model.gate import Gate
from crawler.model.rendering import Led, View


class Click(NamedTuple):
    """What a control says that was pressed, the addresses that it had other programs open, and what dialogs said then."""

    text: str = ""
    asked: Sequence[str] = ()
    said: Sequence[str] = ()


NOTHING_PRESSED = Click()


async def taken(tab: Tab) -> Any:
    """The page as it stands; `crawler.browser.snapshot` says what that is."""
    return await tab.session.send(CAPTURE, dict(ASKED))


@dataclass(slots=True)
class Looks:
    """The views of one page in their order, and the lines of text that they showed.

    `clicked` are the words of controls that were pressed, `led` those that led to another address, `gates` what stood in the way;
    `consent` says what was done about a cookie banner, `through` on which page it was drawn, as in `Rendering`.
    """

    views: list[View] = field(default_factory=list)
    clicked: list[str] = field(default_factory=list)
    led: list[Led] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    consent: str = ""
    through: str = ""

    def keep(self, tab: Tab, answer: Any, viewport: tuple[int, int], after: Click = NOTHING_PRESSED) -> bool:
        """Keep a view; one after a click only where it shows a line of text that none before it showed, or had a program called."""
        html = marked(answer, viewport, after.text, (after.asked, after.said))
        url = tab.page.url
        page = Capture(url=url, final_url=url, status=200, headers=(), body=html, sha256="", fetched_at="", via=Via.BROWSER)
        lines = set(parse(page).text().split("\n"))
        kept = not after.text or bool(after.asked) or not lines <= self.lines
        if kept:
            self.views.append(View(viewport=viewport, html=html, opened=after.text))
        self.lines |= lines
        return kept

    def show(self, values: Collection[str]) -> bool:
        """Whether all of these values, written as in `values_of`, were shown in some view."""
        said = "\n".join(bare(line) for line in self.lines)
        return all(value in said for value in values)

    async def picture(self, tab: Tab, pictures: Pictures) -> None:
        """Take pictures of the view that was kept last, the first time of the window too."""
        self.views[-1] = await pictures.of(self.views[-1], tab.page.url, window=len(self.views) == 1)
