"""What came of rendering one page: the views of it, and what happened meanwhile."""

from dataclasses import dataclass
from typing import NamedTuple

from crawler.model.capture import Capture
from crawler.model.gate import Gate

DESKTOP = (1280, 800)
PHONE = (390, 844)
"""The two windows a page is looked at in, CSS pixels; the second is that of a current phone."""


class Crop(NamedTuple):
    """A picture (WebP) of a value and what stands around it, with a frame around the value.

    `value` is as the reader gave it; "" for a picture that says nothing in words, of which `channel` is "" where nobody says it,
    and `text` what a program read in it.
    """

    channel: str
    value: str
    body: bytes
    text: str = ""


class Kept(NamedTuple):
    """A picture that was written down: of which view (their number), of what (as in `Crop`; the window's is of nothing), where."""

    view: int
    offset: int
    channel: str = ""
    value: str = ""
    text: str = ""


class Led(NamedTuple):
    """A control that led away from the page when it was pressed: its words, and the address it led to."""

    text: str
    url: str


class Step(NamedTuple):
    """One press on the way to a page: where it leads, and the words that are pressed."""

    url: str
    text: str


class Way(NamedTuple):
    """How a customer comes to a page: from the last page that its own address gives, by one press after another."""

    page: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The page as it stood at one moment in one window.

    `html` is marked HTML (UTF-8): the page as rendered, with what a visitor sees of it written into attributes. `opened` is the
    text of the control that was clicked before, "" on load. `picture` is a small JPEG of the window, empty where none was taken;
    `crops` show values that were first seen here.
    """

    viewport: tuple[int, int]
    html: bytes
    opened: str = ""
    picture: bytes = b""
    crops: tuple[Crop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderBudget:
    """What one render may cost: wall and CPU `seconds`, `memory` of the page's processes in bytes, requests, pop-ups and clicks.

    `pause` is how many seconds the shop is left alone before it is asked for the same page again; they are not among `seconds`.
    `late` is how many seconds after it came a page made for contact is looked at again, where a value is lacking; 0 for never.
    """

    seconds: float = 25.0
    cpu_seconds: float = 15.0
    memory: int = 700_000_000
    requests: int = 300
    received: int = 30_000_000
    popups: int = 3
    clicks: int = 8
    pause: float = 0.0
    late: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One page rendered.

    `status`, `headers` (lower-case names) and `body` are those of the document as received; the first of `views` is on load at
    DESKTOP. `failed_own` and `failed_other` are addresses of resources that failed, of the shop's own registrable domain and of
    others. `consent` says what was done about a cookie banner ("" none met), `through` is the page on which this one was drawn,
    "" where its own address gave it. `clicked` are the texts of all controls clicked, in order, `led` those that led away.
    `problems` begin with a code: `time`, `cpu`, `memory`, `requests`, `received`, `popups`, `dialogs`, `download`, `crashed`.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    views: tuple[View, ...] = ()
    failed_own: tuple[str, ...] = ()
    failed_other: tuple[str, ...] = ()
    requests: int = 0
    cpu_seconds: float = 0.0
    consent: str = ""
    through: str = ""
    clicked: tuple[str, ...] = ()
    led: tuple[Led, ...] = ()
    gates: tuple[Gate, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What the visit takes in of a rendered page beside its first view: the `further` views, and what happened meanwhile.

    The other fields are those of `Rendering`; `viewports` are the windows it was looked at in on load, as `1280x800`, `pictures`
    those that were kept, `received` the digest of the document as received, "" where it is not known.
    """

    received: str = ""
    further: tuple[Capture, ...] = ()
    pictures: tuple[Kept, ...] = ()
    viewports: tuple[str, ...] = ()
    failed_own: tuple[str, ...] = ()
    failed_other: tuple[str, ...] = ()
    consent: str = ""
    through: str = ""
    clicked: tuple[str, ...] = ()
    led: tuple[Led, ...] = ()
    gates: tuple[Gate, ...] = ()
    problems: tuple[str, ...] = ()
