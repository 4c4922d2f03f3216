"""One page, parsed once: everything the extractors and the visit need."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from crawler.model.link import Link
from crawler.model.sighting import Place

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The digits of a block's text that a page raises behind a number or a word: they point to a note, or are minutes."""

TOP = frozenset({Place.HEADER, Place.NAV})
PARTS = TOP | {Place.BODY, Place.SIDEBAR, Place.FOOTER}
"""Places that a visitor sees as parts of a page; those of the top are one."""


class Block(NamedTuple):
    """The text of one block-level element (paragraph, cell, list item ...), as a customer would read it.

    White space is folded; text of hidden inline children, scripts and styles is not in it. A hidden block has its own text,
    `visible=False` and `hidden_by` (`display:none`, `hidden`, `template`, `noscript`, `aria-hidden`, `off-screen`, ...). `closed`:
    hidden on load but opened on the page (details, accordion or tab panel). `headings` is the trail of headings above it, outermost
    first. `label` is the cell before it in the same row, or the `dt` of a `dd`. `tag` is the block's own element name.
    """

    number: int
    text: str
    place: Place
    tag: str = ""
    visible: bool = True
    closed: bool = False
    hidden_by: str = ""
    headings: tuple[str, ...] = ()
    label: str = ""


def apart(one: Block, other: Block) -> bool:
    """Whether two blocks stand in different parts of a page: the last line of the text is no label of what begins the footer."""
    places = {one.place, other.place}
    return len(places) > 1 and places <= PARTS and not places <= TOP


class Attribute(NamedTuple):
    """An attribute that may carry a contact value: data-cfemail, title, alt, aria-label, value, content, itemprop ..."""

    tag: str
    name: str
    value: str
    place: Place
    visible: bool
    block: int


class Script(NamedTuple):
    """A script element: `src` absolute or empty, `text` its inline code, `kind` its type attribute, lower case."""

    src: str
    text: str
    kind: str
    place: Place
    block: int


class Field(NamedTuple):
    """A control of a form: `tag` input, textarea, select or button; `label` is label text, aria-label or placeholder."""

    tag: str
    kind: str
    name: str
    label: str
    value: str


class Form(NamedTuple):
    """A form, with its text (labels and buttons) and the headings above it."""

    action: str
    method: str
    fields: tuple[Field, ...]
    text: str
    place: Place
    visible: bool
    block: int
    headings: tuple[str, ...] = ()

    @property
    def only_button(self) -> Field | None:
        """The button of a form in which a visitor fills in nothing, None where there is something to fill in."""
        shown = [field for field in self.fields if field.kind != "hidden"]
        return shown[0] if len(shown) == 1 and shown[0].kind in {"submit", "image"} else None


class Image(NamedTuple):
    """An image with its absolute address and alternative text."""

    src: str
    alt: str
    place: Place
    block: int


class Document(Protocol):
    """A parsed page. Engines give their own class; readers see only this.

    `structured` holds the raw text of JSON-LD scripts; `microdata` whether itemscope or RDFa markers occur; `meta` (name or
    property, content) pairs; `anchors` element id or name -> index of the first block at or after it; `comments` texts of HTML
    comments that hold an `@` or a digit run; `frames` absolute addresses of frames; `refresh` where a refresh soon leads;
    `charset` the one decoded with; `problems` what the guard cut (`too-many-attributes`, `too-deep`, ...), empty when all was read.
    """

    url: str
    base_url: str
    language: str
    title: str
    h1: str
    blocks: Sequence[Block]
    links: Sequence[Link]
    forms: Sequence[Form]
    scripts: Sequence[Script]
    attributes: Sequence[Attribute]
    images: Sequence[Image]
    frames: Sequence[str]
    comments: Sequence[str]
    structured: Sequence[str]
    microdata: bool
    meta: Sequence[tuple[str, str]]
    anchors: Mapping[str, int]
    refresh: str
    charset: str
    html: str
    engine: str
    problems: tuple[str, ...]

    def links_in(self, block: int) -> Sequence[Link]:
        """The links that stand in a block, made on demand."""

    def images_in(self, block: int) -> Iterator[Image]:
        """The images that stand in a block."""

    def selector(self, block: int) -> str:
        """A CSS path to the element of a block, made on demand."""

    def text(self) -> str:
        """The visible text of the page, one block a line, made once."""
