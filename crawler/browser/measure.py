"""What a visitor sees of each text, picture, field and link of a page: measured on a snapshot, told by node."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.browser.colours import Colour, colour, contrast, over
from crawler.browser.covers import Layer, Layers
from crawler.browser.image_maps import areas_over
from crawler.browser.sight import Sight, Sights, Window
from crawler.browser.snapshot import ELEMENT, TEXT, Box, Tree
from crawler.browser.style import Style, Styles

SAME = 1.1
"""Contrast below which text has the colour of what it stands on."""
_TINY = 3.0
"""Pixels of height below which text is no text."""
_ENOUGH_UP, _ENOUGH_ACROSS = 0.4, 0.5
"""Shares of a line's height and width that must show for it to be read."""
_OPAQUE = 0.95
_SMALL = 8.0
_WALL = 0.95
"""Share of the window's width and height that a wall before the page fills."""
_DEEPEST = 6
"""Frames inside frames that are looked into."""
_BY_PLACE = frozenset({"off-screen", "clipped", "zero size", "outside the scrollable area"})
_PICTURES = frozenset({"IMG", "VIDEO", "CANVAS", "svg", "IFRAME", "OBJECT", "EMBED", "PICTURE"})
_FIELDS = frozenset({"INPUT", "TEXTAREA", "SELECT", "BUTTON"})
_THINGS = (_PICTURES | _FIELDS) - {"BUTTON", "PICTURE"}
_LINKS = frozenset({"A", "a"})
SILENT = frozenset(
    {*("HEAD", "SCRIPT", "STYLE", "META", "LINK", "TITLE", "BASE", "TEMPLATE", "NOSCRIPT"), *("OPTION", "OPTGROUP", "DATALIST")}
)
"""Elements that nobody expects to see."""


class Piece(NamedTuple):
    """A part of a text: `why` it is not seen, "" where it is."""

    text: str
    why: str


class _Text(NamedTuple):
    """What holds for all lines of a text: its styles, when it is painted, its contrast."""

    style: Style
    order: int
    ratio: float


class Looked(NamedTuple):
    """What was measured of the text an element holds itself, or of a link or picture: box on the page, font size in pixels.

    `contrast` is 0 where it is not known; `fold`: in the first window.
    """

    box: Box
    size: float
    contrast: float
    fold: bool


@dataclass(slots=True, kw_only=True)
class Measured:
    """One document measured. By node: its `sights`, the `pieces` of texts, `looks`, and `whys`.

    A `why` is "" for what is seen, the reason for that of which nothing is, and None for what holds nothing to be seen. `marks`
    are the elements at which such a reason is to be told: where it begins, else the outermost of which nothing is seen.
    """

    tree: Tree
    window: Window
    sights: list[Sight]
    whys: list[str | None]
    styles: Styles
    marks: set[int] = field(default_factory=set)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    looks: dict[int, Looked] = field(default_factory=dict)
    frames: "dict[int, Measured]" = field(default_factory=dict)

    def style(self, laid: int) -> Style:
        """The styles of a box."""
        return self.styles.of(self.tree, laid)


def measure(trees: Sequence[Tree], viewport: tuple[int, int]) -> Measured:
    """Measure the documents of a snapshot as seen through a window of this width and height."""
    return _Measuring(trees, viewport).all()


class _Measuring:
    def __init__(self, trees: Sequence[Tree], viewport: tuple[int, int]) -> None:
        self._trees, self._viewport = trees, viewport
        self._styles = Styles()
        self._covers: list[Layer] = []
        self._behind: list[Layer] = []

    def all(self) -> Measured:
        page = self._stand(self._trees[0], Window(float(self._viewport[0]), float(self._viewport[1])), None, 0)
        self._cover, self._under = Layers(self._covers), Layers(self._behind)
        self._look(page)
        return page

    def _stand(self, tree: Tree, window: Window, around: Sight | None, depth: int) -> Measured:
        """Work out what holds in each element, and gather what lies over and under texts."""
        sights = Sights(tree, window, self._styles)
        done = Measured(
            tree=tree, window=window, sights=[sights.first(around)], whys=[None] * len(tree.parents), styles=self._styles
        )
        holds = _holding(tree)
        skipped: set[int] = set()
        for node in range(1, len(tree.parents)):
            parent = tree.parents[node]
            outer = done.sights[parent] if parent >= 0 else done.sights[0]
            if tree.kinds[node] != ELEMENT:
                done.sights.append(outer)
            elif tree.laid[node]:
                inner = sights.inside(outer, node)
                done.sights.append(inner)
                self._layers(tree, node, (outer, inner), window)
                if node in tree.inner and depth < _DEEPEST:
                    done.frames[node] = self._frame(tree, node, inner, window, depth)
            else:
                done.sights.append(_unlaid(tree, node, outer, skipped) if not holds[node] else outer)
        return done

    def _frame(self, tree: Tree, node: int, sight: Sight, window: Window, depth: int) -> Measured:
        box, border = tree.box(sight.laid), tree.border(sight.laid)
        inner = self._trees[tree.inner[node]]
        why = sight.why or ("" if sight.style.visible else "visibility:hidden") or _why_box(sight, box)
        left, top = window.left + box.left + border[0] - inner.scroll[0], window.top + box.top + border[1] - inner.scroll[1]
        return self._stand(
            inner,
            Window(border[2] or box.right - box.left, border[3] or box.bottom - box.top, left, top, whole=False),
            sight._replace(why=why),
            depth + 1,
        )

    def _layers(self, tree: Tree, node: int, sights: tuple[Sight, Sight], window: Window) -> None:
        outer, inner = sights
        style = inner.style
        ground = style.ground
        opaque = ground is not None and ground.alpha >= _OPAQUE
        pictured = style.pictured or tree.name(node) in _PICTURES
        if not (opaque or pictured) or inner.why or not style.visible:
            return
        box = tree.box(inner.laid)
        clip = (outer.fixed if style.position == "fixed" else outer.absolute if style.position == "absolute" else outer.flow).box
        seen = Box(max(box.left, clip.left), max(box.top, clip.top), min(box.right, clip.right), min(box.bottom, clip.bottom))
        if seen.right - seen.left < _SMALL or seen.bottom - seen.top < _SMALL:
            return
        layer = Layer(seen.moved(window.left, window.top), tree.order(inner.laid), node, opaque and not pictured)
        self._behind.append(layer)
        wall = style.position == "absolute" and self._fills_window(layer.box)
        if opaque and inner.opacity >= _OPAQUE and not inner.moving and not inner.mixed and not wall:
            self._covers.append(layer)

    def _fills_window(self, box: Box) -> bool:
        """Whether a box fills the first window: what lies before it goes away when it was answered."""
        width, height = self._viewport
        across, up = min(box.right, width) - max(box.left, 0), min(box.bottom, height) - max(box.top, 0)
        return across >= _WALL * width and up >= _WALL * height

    def _look(self, done: Measured) -> None:
        """Look at each leaf of a document and its frames, then tell every element what is seen of all it holds."""
        tree = done.tree
        for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
            if kind == TEXT:
                self._text(done, node)
            elif kind == ELEMENT:
                if node in tree.pseudo:
                    self._made(done, node)
                elif node in done.frames:
                    self._look(done.frames[node])
                    done.whys[node] = done.frames[node].whys[0] or self._thing(done, node)
                elif tree.name(node) in _THINGS:
                    done.whys[node] = self._thing(done, node)
        for area, picture in areas_over(tree, done.whys):
            done.whys[area] = done.whys[picture]
        self._gather(done)

    def _gather(self, done: Measured) -> None:
        tree, whys = done.tree, done.whys
        holding: set[int] = set()
        for node in range(len(tree.parents) - 1, 0, -1):
            why = whys[node]
            if why is None and tree.kinds[node] == ELEMENT:
                if tree.name(node) in _LINKS and tree.laid[node]:
                    why = whys[node] = self._thing(done, node)
                elif done.sights[node].why and tree.name(node) not in SILENT:
                    whys[node] = done.sights[node].why
            if why is not None and tree.name(node) in _LINKS and tree.laid[node] and node not in done.looks:
                self._note(done, node, [tree.box(tree.laid[node][0])], done.sights[node].style.size, 0.0)
            parent = tree.parents[node]
            if why is not None and (whys[parent] is None or why == ""):
                whys[parent] = why
            if whys[node] and tree.kinds[node] == ELEMENT:
                begins = _begins(done, node, parent)
                if _told(tree, node) if whys[node] == "closed" else begins or node not in holding:
                    done.marks.add(node)
                if begins or node in holding:
                    holding.add(parent)

    def _text(self, done: Measured, node: int) -> None:
        tree = done.tree
        text = tree.value(node)
        if not text or text.isspace():
            return
        parent = tree.parents[node]
        sight = done.sights[parent]
        if tree.laid[node]:
            laid = tree.laid[node][0]
            done.pieces[node] = self._pieces(done, parent, sight, laid)
        elif tree.name(parent) in SILENT or tree.name(parent) == "TEXTAREA":
            return
        else:
            done.pieces[node] = [Piece(text, sight.why or _unlaid_text(tree, parent, sight))]
        done.whys[node] = _together(done.pieces[node])

    def _made(self, done: Measured, node: int) -> None:
        """The text of a pseudo-element."""
        tree, sight = done.tree, done.sights[node]
        pieces = [piece for laid in tree.laid[node][1:] if tree.text(laid) for piece in self._pieces(done, node, sight, laid)]
        if pieces:
            done.pieces[node] = pieces
            done.whys[node] = _together(pieces)

    def _pieces(self, done: Measured, holder: int, sight: Sight, laid: int) -> list[Piece]:
        """The lines of a text, those that share a reason joined; what was seen of it goes to the look of its holder."""
        tree = done.tree
        text, runs = tree.text(laid), tree.runs(laid)
        style = self._styles.of(tree, laid)
        if not runs:
            return [Piece(text, sight.why or ("zero size" if text.strip() else ""))]
        order = tree.order(laid)
        ratio = self._contrast(done, holder, sight, style)
        whys = [sight.why or self._why_line(done, holder, run.box, _Text(style, order, ratio)) for run in runs]
        self._note(
            done,
            holder,
            [run.box for run, why in zip(runs, whys, strict=True) if not why] or [run.box for run in runs],
            style.size,
            ratio,
        )
        pieces: list[Piece] = []
        begin = 0
        for number, why in enumerate(whys):
            if number + 1 == len(runs) or whys[number + 1] != why:
                end = len(text) if number + 1 == len(runs) else runs[number + 1].start
                pieces.append(Piece(text[begin:end], why))
                begin = end
        return pieces

    def _why_line(self, done: Measured, holder: int, box: Box, text: _Text) -> str:
        """Why a line of a text is not seen."""
        sight, style, order, ratio = done.sights[holder], *text
        if not style.visible:
            return "visibility:hidden"
        if box.bottom - box.top < _TINY:
            return "zero size"
        if why := _why_box(sight, box):
            return why
        placed = box.moved(done.window.left, done.window.top)
        if 0 < ratio < SAME and not style.outlined and not self._under.unknown_behind(placed, order, _around(done, holder)):
            return "same colour"
        return "covered" if not sight.moving and self._cover.covers(placed, order) else ""

    def _contrast(self, done: Measured, holder: int, sight: Sight, style: Style) -> float:
        """The contrast of a text with what it stands on, 0 where that is not known."""
        tree = done.tree
        fill = style.fill
        if sight.mixed or sight.why or fill is None or style.pictured:
            return 0.0
        if fill.alpha < 0.1 and _cut_to_text(done, holder):
            return 0.0
        ground = self._ground(tree, holder, sight, style)
        return contrast(over(fill._replace(alpha=fill.alpha * sight.opacity), ground), ground)

    def _ground(self, tree: Tree, holder: int, sight: Sight, style: Style) -> Colour | None:
        if holder in tree.pseudo:
            if style.ground is not None and style.ground.alpha >= _OPAQUE:
                return style.ground
            return sight.ground
        if not tree.laid[holder]:
            return sight.ground
        # Chromium tells it for elements that hold nothing but one text
        return colour(tree.ground(tree.laid[holder][0])) or sight.ground

    def _thing(self, done: Measured, node: int) -> str:
        """Whether a picture, a field, a frame or a link without text is seen."""
        tree, sight = done.tree, done.sights[node]
        if not tree.laid[node]:
            return sight.why or "display:none"
        box = tree.box(tree.laid[node][0])
        self._note(done, node, [box], sight.style.size, 0.0)
        if sight.why or not sight.style.visible:
            return sight.why or "visibility:hidden"
        if box.right - box.left < _TINY or box.bottom - box.top < _TINY:
            return "zero size"
        placed = box.moved(done.window.left, done.window.top)
        covered = not sight.moving and self._cover.covers(placed, tree.order(tree.laid[node][0]))
        return _why_box(sight, box) or ("covered" if covered else "")

    def _note(self, done: Measured, holder: int, boxes: list[Box], size: float, ratio: float) -> None:
        window = done.window
        known = done.looks.get(holder)
        placed = [box.moved(window.left, window.top) for box in boxes] + ([known.box] if known else [])
        box = Box(
            min(one.left for one in placed),
            min(one.top for one in placed),
            max(one.right for one in placed),
            max(one.bottom for one in placed),
        )
        moved = done.tree.scroll[1] if window.whole and done.sights[holder].moving else 0.0
        done.looks[holder] = Looked(box, size, ratio, box.top - moved > -1 and box.bottom - moved <= self._viewport[1] + 1)


def _holding(tree: Tree) -> list[bool]:
    """By node, whether something inside it has a box: an element without one is then no more than passed through."""
    holds = [False] * len(tree.parents)
    for node in range(len(tree.parents) - 1, 0, -1):
        parent = tree.parents[node]
        if parent >= 0 and (holds[node] or tree.laid[node]):
            holds[parent] = True
    return holds


def _unlaid(tree: Tree, node: int, around: Sight, skipped: set[int]) -> Sight:
    """What holds in an element without a box; what the browser only leaves for later is seen by who scrolls there."""
    parent = tree.parents[node]
    if tree.name(node) in SILENT or around.why:
        return around
    if parent in skipped or (tree.laid[parent] and around.style.skips == "auto"):
        skipped.add(node)
        return around
    return around._replace(why=_closed(tree, parent, around) or "display:none", laid=-1)


def _closed(tree: Tree, parent: int, around: Sight) -> str:
    """Whether the element around it is one that a click opens, or one that leaves its content out."""
    name, attributes = tree.name(parent), dict(tree.attributes(parent))
    if (name == "DETAILS" and "open" not in attributes) or attributes.get("hidden") == "until-found":
        return "closed"
    return "content-visibility" if tree.laid[parent] and around.style.skips == "hidden" else ""


def _unlaid_text(tree: Tree, parent: int, sight: Sight) -> str:
    if sight.style.skips == "auto":
        return ""
    return _closed(tree, parent, sight) or "display:none"


def _why_box(sight: Sight, box: Box) -> str:
    """Why a box can not be brought into view, "" where enough of it can."""
    clip = sight.flow.box
    width, height = box.right - box.left, box.bottom - box.top
    across = min(box.right, clip.right) - max(box.left, clip.left)
    up = min(box.bottom, clip.bottom) - max(box.top, clip.top)
    return sight.flow.why if across < _ENOUGH_ACROSS * width or up < _ENOUGH_UP * height or up <= 0 else ""


def _told(tree: Tree, node: int) -> bool:
    """Whether a closed element needs a mark: what stands in a closed `details` is told by that."""
    return dict(tree.attributes(node)).get("hidden") == "until-found"


def _begins(done: Measured, node: int, parent: int) -> bool:
    """Whether this element is itself the cause that nothing of it is seen."""
    why, own, outer = done.whys[node], done.sights[node], done.sights[parent]
    if own.why != outer.why:
        return True
    if why == "visibility:hidden":
        return bool(done.tree.laid[node]) and not own.style.visible and outer.style.visible
    return why in _BY_PLACE and bool(done.tree.laid[node]) and not own.style.plain


def _together(pieces: Sequence[Piece]) -> str:
    return "" if any(not piece.why for piece in pieces) else pieces[0].why


def _around(done: Measured, node: int) -> set[int]:
    """An element and those it stands in."""
    around: set[int] = set()
    while node > 0:
        around.add(node)
        node = done.tree.parents[node]
    return around


def _cut_to_text(done: Measured, node: int) -> bool:
    """Whether an element around shows its background in the shape of the text."""
    while node > 0:
        if done.tree.laid[node] and done.sights[node].style.cut_to_text:
            return True
        node = done.tree.parents[node]
    return False
