"""How a customer gets from the home page to a value: the fewest links, and the likely path, over the pages visited.

Opening a menu costs nothing, a frame costs nothing, opening something else on a page costs one click.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from crawler.model.link import Link, PageKind
from crawler.model.page import Page
from crawler.model.placement import Step
from crawler.model.sighting import Place
from crawler.visiting.addresses import key
from crawler.visiting.link_sorting import usable

MOST_STEPS = 6
_KIND_SCORES = {
    PageKind.CONTACT: 10,
    PageKind.SERVICE: 8,
    PageKind.IMPRINT: 6,
    PageKind.ABOUT: 5,
    PageKind.FAQ: 4,
    PageKind.COMPLAINTS: 4,
    PageKind.RETURNS: 3,
    PageKind.DELIVERY: 2,
    PageKind.TERMS: 2,
    PageKind.PRIVACY: 1,
}
_PLACE_SCORES = {Place.HEADER: 0.9, Place.NAV: 0.9, Place.FOOTER: 0.6, Place.BODY: 0.3, Place.SIDEBAR: 0.3}
_MENUS = frozenset({Place.HEADER, Place.NAV})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A link from one visited page to another: its words, what it costs and how much it promises."""

    target: int
    text: str
    cost: int
    score: float


class Graph:
    """The visited pages and the links between them that a customer can take; page 0 is home."""

    def __init__(self, pages: Sequence[Page], page_of: Mapping[str, int], parts: Mapping[int, int]) -> None:
        """`page_of` gives the page for an address key; `parts` the page that a framed page is shown in."""
        self._pages = {page.id: page for page in pages}
        self._edges = {page.id: _edges(page, page_of) for page in pages}
        for part, whole in parts.items():
            if whole in self._edges and part in self._pages:
                self._edges[whole] = (*self._edges[whole], Edge(target=part, text="", cost=0, score=0))
        self._clicks: dict[int, int] = {}
        self._before: dict[int, tuple[int, str]] = {}
        self._measure()

    def clicks(self, page_id: int) -> int | None:
        """The fewest clicks from home, None where no link that a customer can see leads there."""
        return self._clicks.get(page_id)

    def shortest(self, page_id: int) -> tuple[Step, ...]:
        """The steps of a shortest path from home to a page, both included; empty where there is none."""
        if page_id not in self._clicks:
            return ()
        steps = [self._step(page_id, "")]
        while page_id in self._before:
            page_id, text = self._before[page_id]
            steps.append(self._step(page_id, text))
        return tuple(reversed(steps))

    def likely(self, goals: frozenset[int]) -> tuple[Step, ...]:
        """The path of a customer who always takes the best-looking link, steps back included; at most six clicks."""
        steps: list[Step] = []
        trail = [0] if 0 in self._pages else []
        visited = set(trail)
        while trail and trail[-1] not in goals and len(steps) < MOST_STEPS:
            edge = self._most_promising(trail[-1], visited)
            steps.append(self._step(trail[-1], edge.text if edge else ""))
            if edge is None:
                trail.pop()
                continue
            visited.add(edge.target)
            trail.append(edge.target)
        return (*steps, self._step(trail[-1], "")) if trail else tuple(steps)

    def _most_promising(self, page_id: int, visited: set[int]) -> Edge | None:
        open_edges = [edge for edge in self._edges[page_id] if edge.target not in visited and edge.score > 0]
        return max(open_edges, key=lambda edge: (edge.score, -edge.target), default=None)

    def _measure(self) -> None:
        queue = [(0, 0)] if 0 in self._pages else []
        self._clicks = dict.fromkeys((0,), 0) if queue else {}
        while queue:
            cost, page_id = heappop(queue)
            if cost > self._clicks[page_id]:
                continue
            for edge in self._edges[page_id]:
                if cost + edge.cost < self._clicks.get(edge.target, 1_000_000):
                    self._clicks[edge.target] = cost + edge.cost
                    self._before[edge.target] = (page_id, edge.text)
                    heappush(queue, (cost + edge.cost, edge.target))

    def _step(self, page_id: int, text: str) -> Step:
        return Step(page_id=page_id, url=self._pages[page_id].final_url, link_text=text)


def _edges(page: Page, page_of: Mapping[str, int]) -> tuple[Edge, ...]:
    found = ((page_of.get(key(link.target)), link) for link in page.links if usable(link))
    return tuple(
        Edge(target=target, text=link.text, cost=_cost(link), score=score_of(link))
        for target, link in found
        if target is not None and target != page.id
    )


def _cost(link: Link) -> int:
    return 2 if link.closed and link.place not in _MENUS else 1


def score_of(link: Link) -> float:
    """How much a link promises to somebody who looks for contact data: its best kind, then where it stands."""
    kind = max((_KIND_SCORES.get(item, 0) for item in link.kinds), default=0)
    return kind + _PLACE_SCORES.get(link.place, 0.0) if kind else 0.0
