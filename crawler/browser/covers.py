"""What lies on top of what: boxes that cover text, and pictures that text may stand on."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from crawler.browser.snapshot import Box

_ROW = 256.0
_MOST_ROWS = 400
_SLACK = 1.0


class Layer(NamedTuple):
    """A box of the page that hides what lies under it or is seen behind text.

    `order` as in `Tree.order`, `node` the element's number, `colour` whether all of it is one known colour.
    """

    box: Box
    order: int
    node: int
    colour: bool


class Layers:
    """Finds the layers around a box; they are sorted into rows, as a page has thousands of texts and hundreds of layers."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        self._rows: dict[int, list[Layer]] = {}
        for layer in layers:
            first, last = int(layer.box.top // _ROW), int(layer.box.bottom // _ROW)
            for row in range(first, min(last, first + _MOST_ROWS) + 1):
                self._rows.setdefault(row, []).append(layer)

    def covers(self, box: Box, order: int) -> bool:
        """Whether something that is painted later lies over the whole of it."""
        return any(
            layer.order > order
            and layer.box.left <= box.left + _SLACK
            and layer.box.right >= box.right - _SLACK
            and layer.box.top <= box.top + _SLACK
            and layer.box.bottom >= box.bottom - _SLACK
            for layer in self._rows.get(int(box.top // _ROW), ())
        )

    def unknown_behind(self, box: Box, order: int, known: Container[int]) -> bool:
        """Whether a picture lies under a part of it, or a colour of an element that is not among the known ones."""
        return any(
            layer.order <= order
            and not (layer.colour and layer.node in known)
            and layer.box.left < box.right
            and layer.box.right > box.left
            and layer.box.top < box.bottom
            and layer.box.bottom > box.top
            for layer in self._rows.get(int(box.top // _ROW), ())
        )
