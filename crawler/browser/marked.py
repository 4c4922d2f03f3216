"""A page as it stands in the browser, written as HTML; what a visitor sees of it is marked by attributes that are ours alone.

    bereikbaar-view="1280x800"     on `html`: marked HTML, and the window
    bereikbaar-opened="More"       on `html`: the text of the control that was clicked before
    bereikbaar-wall="Cookies? ..." on `html`: something lies before the whole window, and says so. The page beneath counts as seen
    bereikbaar-problems="..."      on `html`: codes of what was cut off
    bereikbaar-unseen="covered"    nobody sees anything of this element in this view, and why
    bereikbaar-look="x y w h size contrast fold"    of the text an element holds itself, of links without text, pictures, fields:
                                   box in CSS pixels of the page, font size in pixels, contrast (`?` unknown), 1 in the first window
    bereikbaar-shadow="closed"     around the content of a shadow root
    bereikbaar-frame="address"     around the document of a frame
    bereikbaar-made="before"       around text that the page shows and its HTML does not hold: of pseudo-elements (their names), of
                                   fields (`value`), of drawings (`svg`), text that styles turn round (`direction`), as it is read,
                                   the message of a dialog that the control brought (`dialog`), what a list shows to who opens it
                                   (`option`);
                                   on a link, `script`: what the control that was clicked had another program open

Styles and what only browsers need are left out. Scripts keep their text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.browser.markup import OURS
from crawler.browser.measure import measure
from crawler.browser.session import Session
from crawler.browser.snapshot import ASKED, CAPTURE, trees_of
from crawler.browser.wall import wall_of
from crawler.browser.writer import Writer

Came = tuple[Sequence[str], Sequence[str]]
"""What the control that was clicked brought beside the page: addresses for other programs as `tel:`, messages of dialogs."""

VIEW, OPENED, WALL, PROBLEMS = OURS + "view", OURS + "opened", OURS + "wall", OURS + "problems"


async def marked_view(session: Session, viewport: tuple[int, int], opened: str = "") -> bytes:
    """Take the page as it stands, in a window of this width and height, as marked HTML (UTF-8).

    `opened` is the text of the control that was clicked before. Raises what the session raises where the page is gone.
    """
    return marked(await session.send(CAPTURE, dict(ASKED)), viewport, opened)


def marked(answer: Mapping[str, Any], viewport: tuple[int, int], opened: str = "", came: Came = ((), ())) -> bytes:
    """Write an answer to CAPTURE as marked HTML; `came` are addresses that another program was to open, and what dialogs said."""
    trees = trees_of(answer)
    page = measure(trees, viewport)
    marks = {
        VIEW: f"{viewport[0]}x{viewport[1]}",
        OPENED: " ".join(opened.split())[:200],
        WALL: wall_of(page, viewport),
        PROBLEMS: " ".join(dict.fromkeys(problem for tree in trees for problem in tree.problems)),
    }
    html = Writer(page).write(
        {name: value for name, value in marks.items() if value}, [(url, marks[OPENED]) for url in came[0]], came[1]
    )
    return html.encode("utf-8", "replace")
