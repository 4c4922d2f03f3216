"""A list cut into shards, for several machines or processes: who has the list can tell which row goes where.

Shops of one registrable domain stay together, as they share one limit of documents a second; so do rows that share a visit. A row
that names no shop goes with the first shard. The cut depends on nothing but the list and the number of shards.

>>> Shard.read("2/4")
Shard(number=2, of=4)
>>> shard_of("www.shop.example", 4) == shard_of("shop.example", 4)
True
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from crawler.knowledge.hosts import registrable_domain
from crawler.model.row import Row

MOST = 10_000
"""Shards that a list is cut into at most."""


class Shard(NamedTuple):
    """One of so many shards, counted from 1."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Self:
        """The shard that `2/4` names. Raises ValueError with a sentence."""
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text.strip())
        if found is None:
            raise ValueError(f"{text!r} is no shard such as 2/4, the second of four")
        number, of = int(found[1]), int(found[2])
        if not 1 <= number <= of <= MOST:
            raise ValueError(f"{text!r}: shards are counted from 1 to their number, which is {MOST} at most")
        return cls(number, of)

    def __str__(self) -> str:
        """As it is written: `2/4`."""
        return f"{self.number}/{self.of}"


def shard_of(host: str, of: int) -> int:
    """The number of the shard, from 1, in which the shops of a host are."""
    return int.from_bytes(sha256(registrable_domain(host).encode()).digest()[:8]) % of + 1


def places_of(rows: Sequence[Row], shard: Shard) -> list[int]:
    """The places in the list, from 0, of the rows of a shard."""
    return [place for place, row in enumerate(rows) if _number(row, shard.of) == shard.number]


def _number(row: Row, of: int) -> int:
    return shard_of(urlsplit(row.shop.url).hostname or "", of) if row.shop else 1
