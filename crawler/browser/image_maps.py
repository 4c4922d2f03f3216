"""Links drawn on a picture (`map`, `area`): they have no box of their own, and are seen where a picture with their map is seen.

https://html.spec.whatwg.org/multipage/image-maps.html
"""

from collections.abc import Iterator, Sequence

from crawler.browser.snapshot import ELEMENT, Tree


def areas_over(tree: Tree, whys: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Each area with a picture that has its map; `whys` tell by node why a picture is not seen, and one that is goes before."""
    if "AREA" not in tree.strings:
        return
    pictures = dict(sorted(_with_maps(tree), key=lambda told: whys[told[1]] == ""))
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind == ELEMENT and tree.name(node) == "AREA":
            picture = next((pictures[name] for name in _names(tree, node) if name in pictures), None)
            if picture is not None:
                yield node, picture


def _with_maps(tree: Tree) -> Iterator[tuple[str, int]]:
    """Each picture by the name of its map."""
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind == ELEMENT and tree.name(node) in {"IMG", "OBJECT", "INPUT"}:
            name = dict(tree.attributes(node)).get("usemap", "").strip().removeprefix("#")
            if name:
                yield name, node


def _names(tree: Tree, area: int) -> Iterator[str]:
    """The names of the map that an area stands in."""
    node = tree.parents[area]
    while node > 0 and tree.name(node) != "MAP":
        node = tree.parents[node]
    told = dict(tree.attributes(node)) if node > 0 else {}
    yield from (told[key] for key in ("name", "id") if key in told)
