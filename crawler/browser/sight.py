"""What an element hands down to all it holds: what hides it, what clips it, what lies behind it."""

from typing import NamedTuple

from crawler.browser.colours import WHITE, Colour, over
from crawler.browser.snapshot import ELEMENT, Box, Tree
from crawler.browser.style import Style, Styles, clipped

FAINT = 0.05
"""Opacity below which nobody sees a thing."""
ENDLESS = 1e9
_HAIR = 1.5
"""Pixels of a box that is there for screen readers only: the usual recipe leaves one."""
_MOST = 0.9
"""Share of the window that a box must fill to be the page's own stage."""


class Clip(NamedTuple):
    """The part of a document that a visitor can bring into view, and what keeps the rest from it."""

    box: Box
    why: str


_ANYWHERE = Clip(Box(-ENDLESS, -ENDLESS, ENDLESS, ENDLESS), "")
"""What holds in a `marquee`: all of it rolls by."""


class Sight(NamedTuple):
    """What holds inside an element.

    `why` hides all of it ("" nothing does). `flow`, `absolute` and `fixed` clip what stands in it, by how it is positioned.
    `moving`: it keeps its place in the window. `ground` is the colour behind it as far as the elements around it tell, None where
    that is not known. `style` and `laid` (its box) are those of the nearest element that has any.
    """

    why: str
    opacity: float
    flow: Clip
    absolute: Clip
    fixed: Clip
    moving: bool
    mixed: bool
    ground: Colour | None
    style: Style
    laid: int


class Window(NamedTuple):
    """What a document is looked at through: width and height, and where the document's left upper corner is on the page.

    `whole` where it is the page itself, no frame.
    """

    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    whole: bool = True


class Sights:
    """Works out, element by element from the outermost, what holds inside each of one document."""

    def __init__(self, tree: Tree, window: Window, styles: Styles) -> None:
        self._tree, self._window, self._styles = tree, window, styles
        self._scroller = self._scrolling()

    def first(self, around: Sight | None = None) -> Sight:
        """What holds in the document itself; `around` is the frame it stands in."""
        tree, window = self._tree, self._window
        right, down = tree.scroll
        stage = Clip(Box(right, down, right + window.width, down + window.height), "off-screen")
        everything = Clip(self._page(), "off-screen")
        why, opacity, mixed, ground = (around.why, around.opacity, around.mixed, None) if around else ("", 1.0, False, WHITE)
        moving = around.moving if around else False
        return Sight(why, opacity, everything, everything, stage, moving, mixed, ground, self._styles.none, -1)

    def inside(self, around: Sight, node: int) -> Sight:
        """What holds in an element that has a box."""
        laid = self._tree.laid[node][0]
        style = self._styles.of(self._tree, laid)
        if style.plain:
            return around._replace(style=style, laid=laid)
        box = self._tree.box(laid)
        base = self._base(around, style, box)
        why, opacity = around.why, around.opacity * style.opacity
        if not why and opacity < FAINT:
            why = "opacity:0"
        if not why and style.blurred:
            why = "blurred"
        own = base
        if style.clip or style.clip_path:
            own = _cut(base, clipped(style, box), "clipped")
        flow = self._overflow(own, style, box, laid, node)
        rolls = self._tree.name(node) == "MARQUEE"
        if rolls and _meet(base.box, box) == box:
            flow = _ANYWHERE
        return Sight(
            why,
            opacity,
            flow,
            flow if style.holds or rolls else _kept(around.absolute, own, style),
            flow if style.holds_fixed or rolls else _kept(around.fixed, own, style),
            around.moving or style.moving,
            around.mixed or style.mixed,
            None if style.pictured else over(style.ground, around.ground),
            style,
            laid,
        )

    def _base(self, around: Sight, style: Style, box: Box) -> Clip:
        if style.position == "absolute":
            return around.absolute
        if style.position != "fixed":
            return around.flow
        window = around.fixed.box
        # some pages move a fixed box of their own instead of scrolling: what begins in the window can be reached
        tall = box.bottom - box.top >= _MOST * self._window.height and window.top - _HAIR <= box.top < window.bottom
        return Clip(window._replace(bottom=ENDLESS), around.fixed.why) if tall else around.fixed

    def _overflow(self, base: Clip, style: Style, box: Box, laid: int, node: int) -> Clip:
        if style.across == style.down == "visible" or style.display == "inline":
            return base
        if node == self._scroller:
            return base
        inner = _meet(base.box, box)
        width, height = inner.right - inner.left, inner.bottom - inner.top
        if width <= 0 or height <= 0 or (min(width, height) <= _HAIR and "visible" not in {style.across, style.down}):
            small = min(box.right - box.left, box.bottom - box.top) <= _HAIR
            return Clip(inner, "zero size" if small else base.why)
        reach = self._reach(box, laid, style)
        left, right = _side(style.across, (base.box.left, base.box.right), (inner.left, inner.right), (reach.left, reach.right))
        top, bottom = _side(style.down, (base.box.top, base.box.bottom), (inner.top, inner.bottom), (reach.top, reach.bottom))
        if style.down == "hidden" and self._is_stage(box):
            bottom = ENDLESS
        scrolls = {style.across, style.down} & {"auto", "scroll"}
        return Clip(Box(left, top, right, bottom), "outside the scrollable area" if scrolls else "clipped")

    def _reach(self, box: Box, laid: int, style: Style) -> Box:
        """What an element can be scrolled to."""
        right, down, width, height = self._tree.scrolled(laid)
        left = box.right - right - width if style.leftward else box.left - right
        return Box(
            left, box.top - down, left + max(width, box.right - box.left), box.top - down + max(height, box.bottom - box.top)
        )

    def _is_stage(self, box: Box) -> bool:
        """Whether a box fills the window of a page that does not scroll: then its content is moved by a script instead."""
        width, height = box.right - box.left, box.bottom - box.top
        window = self._window
        fills = width >= _MOST * window.width and _MOST * window.height <= height <= 1.1 * window.height
        return fills and self._tree.size[1] <= 1.1 * window.height and window.whole

    def _scrolling(self) -> int:
        """The element whose overflow the window takes over: the root, else the body."""
        tree = self._tree
        root = self._child(0, "html") if tree.parents else 0
        if root and (style := self._styles.of(tree, tree.laid[root][0])).across == style.down == "visible":
            return self._child(root, "body") or root
        return root

    def _child(self, node: int, name: str) -> int:
        tree = self._tree
        met = (child for child in tree.children[node] if tree.kinds[child] == ELEMENT and tree.laid[child])
        return next((child for child in met if tree.name(child).lower() == name), 0)

    def _page(self) -> Box:
        """What a visitor can scroll to. A page that scripts keep from scrolling down for a while counts as one that may."""
        tree, window = self._tree, self._window
        box = Box(0.0, 0.0, max(tree.size[0], window.width), ENDLESS)
        if not self._scroller:
            return box
        style = self._styles.of(tree, tree.laid[self._scroller][0])
        if style.across in {"hidden", "clip"}:
            box = box._replace(right=window.width)
        elif style.leftward:
            box = box._replace(left=-ENDLESS)
        return box._replace(bottom=window.height) if style.down in {"hidden", "clip"} and not window.whole else box


def _side(how: str, outer: tuple[float, float], inner: tuple[float, float], reach: tuple[float, float]) -> tuple[float, float]:
    """From where to where content shows in one direction, by that direction's overflow."""
    if how == "visible":
        return outer
    return reach if how in {"auto", "scroll"} else inner


def _kept(outer: Clip, own: Clip, style: Style) -> Clip:
    """What `clip` and `clip-path` take away is taken from everything inside, however it is positioned."""
    return Clip(_meet(outer.box, own.box), own.why) if style.clip or style.clip_path else outer


def _cut(base: Clip, box: Box, why: str) -> Clip:
    met = _meet(base.box, box)
    return base if met == base.box else Clip(met, why)


def _meet(one: Box, other: Box) -> Box:
    """The part that two boxes share; without area where they share none."""
    left, top = max(one.left, other.left), max(one.top, other.top)
    return Box(left, top, max(left, min(one.right, other.right)), max(top, min(one.bottom, other.bottom)))
