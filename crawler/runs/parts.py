"""Parts of a run: what an audit of some rows of a list tells about itself, so that it can be merged with the others.

A part is a folder as any audit writes it. Its rows keep the place that they have in the list, and its runs tell, beside their
options, of which list it is, whole, and by which program it was made.
"""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self

from crawler.evidence.bring import bring
from crawler.lists.shards import Shard, places_of
from crawler.model.row import Row
from crawler.runs.desk import VERSIONS
from crawler.runs.folder import EVIDENCE, STORE, WORKERS, locked, sweep
from crawler.store.write import Store, list_digest

LIST, ROWS, SHARD, PROGRAM = "list_sha256", "list_rows", "shard", "program"
"""The settings that a part has beside those of any run."""
OF_A_PART = (LIST, ROWS, SHARD, PROGRAM)
CRAWLER = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of a list, their places in it from 0, and what ties them to it: its digest and number of rows, and the shard."""

    rows: tuple[Row, ...]
    places: tuple[int, ...]
    list_sha256: str
    list_rows: int
    shard: Shard | None = None

    @classmethod
    def of_list(cls, rows: tuple[Row, ...]) -> Self:
        """All of a list."""
        return cls(rows=rows, places=tuple(range(len(rows))), list_sha256=list_digest(rows), list_rows=len(rows))

    @classmethod
    def of_shard(cls, rows: tuple[Row, ...], shard: Shard) -> Self:
        """The part of a list that is a shard of it."""
        return replace(cls.of_list(rows).at(places_of(rows, shard)), shard=shard)

    def at(self, indices: Iterable[int]) -> Self:
        """Those of its rows that stand at these places in it, from 0."""
        kept = tuple(indices)
        places = tuple(self.places[index] for index in kept)
        return replace(self, rows=tuple(self.rows[index] for index in kept), places=places, shard=None)

    def told(self) -> Mapping[str, str]:
        """What the store keeps of it."""
        return {
            LIST: self.list_sha256,
            ROWS: str(self.list_rows),
            SHARD: str(self.shard) if self.shard else "",
            PROGRAM: program(),
        }


def take_in(store: Store, out: Path, part: Path) -> int:
    """Take the visits of a part into the results in `out`, its evidence first; give how many shops were new.

    Raises StoreError, EvidenceError; what is taken is taken whole or not at all.
    """
    return store.absorb(part / STORE, lambda files: bring(files, part / EVIDENCE, out / EVIDENCE))


def take_left(store: Store, out: Path) -> None:
    """Take what the workers of a run left that was stopped from outside. Raises RunError where one still runs, and as `take_in`."""
    for part in sorted((out / WORKERS).glob("[0-9]*")):
        with locked(part):
            sweep(part)
            if (part / STORE).is_file():
                Store.open(part / STORE).close()  # what a killed program has in its journal
                take_in(store, out, part)
        shutil.rmtree(part)
    shutil.rmtree(out / WORKERS, ignore_errors=True)


@cache
def program() -> str:
    """What this program visits and reads with: versions, and a digest of its own code and data."""
    found = sha256()
    for path in sorted(item for kind in ("*.py", "*.toml", "*.sql") for item in CRAWLER.rglob(kind)):
        found.update(path.relative_to(CRAWLER).as_posix().encode() + b"\0" + path.read_bytes())
    return ", ".join((*(f"{name} {number}" for name, number in VERSIONS), f"code {found.hexdigest()[:12]}"))
