"""Which batches of shops wait, are out, or came back, and which shops end the workers that visit them.

A batch whose workers end time and again is cut in pieces, until single shops are left. Those are handed out last, one at a time,
while nothing else is under way: what ends a worker then is that shop.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.knowledge.hosts import registrable_domain
from crawler.model.row import Row
from crawler.runs.parts import Part

PIECES = 8
"""In how many pieces a batch is cut whose workers ended."""
ALONE = 2
"""Times that the workers of a single shop may end while nothing else is under way, before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Shops that one worker visits. `alone`: while no other batch is out."""

    part: Part
    alone: bool = False

    @property
    def name(self) -> str:
        """A name for these rows, safe as a file name; the same in every run over them."""
        return hashlib.sha256(" ".join(map(str, self.part.places)).encode()).hexdigest()[:20]

    def still(self, left: Container[str]) -> Sequence[int]:
        """The places in it of rows whose shops are left to visit."""
        return [index for index, row in enumerate(self.part.rows) if row.shop and row.shop.id in left]


def batches_of(part: Part, size: int) -> list[Batch]:
    """Cut a part into batches of about so many rows, in the order of the list; shops of one registrable domain stay together.

    They share one limit of documents a second, which only one worker can keep.
    """
    batches: list[list[int]] = []
    for group in _domains(part.rows):
        if not batches or len(batches[-1]) + len(group) > size:
            batches.append([])
        batches[-1].extend(group)
    return [Batch(part=part.at(indices)) for indices in batches]


def pieces_of(batch: Batch) -> list[Batch]:
    """A batch cut in pieces of whole domains; pieces of one shop, or of one domain, are handed out alone."""
    groups = _domains(batch.part.rows)
    one_domain = len(groups) == 1
    if one_domain:
        groups = [[index] for index in range(len(batch.part.rows))]
    share = -(-len(groups) // PIECES)
    pieces = ([index for group in groups[start : start + share] for index in group] for start in range(0, len(groups), share))
    return [Batch(part=batch.part.at(piece), alone=one_domain or len(piece) == 1) for piece in pieces]


def _domains(rows: Iterable[Row]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        found.setdefault(registrable_domain(urlsplit(row.shop.url).hostname or "") if row.shop else "", []).append(index)
    return list(found.values())


class Ledger:
    """The batches of a run, and what became of them. `left` are the shops still to visit, by id; others keep it up to date."""

    def __init__(self, batches: Sequence[Batch], left: Container[str]) -> None:
        self._waiting = deque(batches)
        self._suspects: deque[Batch] = deque()
        self._out: set[str] = set()
        self._killed: Counter[str] = Counter()
        self._left = left

    @property
    def done(self) -> bool:
        """Whether no batch waits or is out."""
        return not (self._waiting or self._suspects or self._out)

    def hand_out(self) -> Batch | None:
        """Give the next batch, without shops that were visited meanwhile; None while there is none that may go out now."""
        while self._waiting or (self._suspects and not self._out):
            batch = (self._waiting or self._suspects).popleft()
            if still := batch.still(self._left):
                batch = Batch(part=batch.part.at(still), alone=batch.alone)
                self._out.add(batch.name)
                return batch
        return None

    def give_back(self, batch: Batch) -> None:
        """It is out no more; what is left of it waits again."""
        self._out.discard(batch.name)
        (self._suspects if batch.alone else self._waiting).append(batch)

    def kill(self, batch: Batch) -> int:
        """Its workers ended while they had it; give how often they did if its one shop is to be given up for that, else 0."""
        self._out.discard(batch.name)
        if len(batch.part.rows) > 1 or not batch.alone:
            for piece in pieces_of(batch):
                (self._suspects if piece.alone else self._waiting).append(piece)
            return 0
        self._killed[batch.name] += 1
        if self._killed[batch.name] < ALONE:
            self._suspects.append(batch)
            return 0
        return self._killed[batch.name]
