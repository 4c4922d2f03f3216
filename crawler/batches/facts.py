"""What a part tells about itself: what it must have in common with those it is merged with, and whether it is finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.lists.shards import Shard
from crawler.runs.folder import RunError
from crawler.runs.parts import LIST, PROGRAM, ROWS, SHARD
from crawler.store.read import Archive

OPTIONS = ("pages", "thorough", "user_agent", "stop_list", "allow_private", "browser", "evidence_kept", "sample")
"""The options that decide what is seen, and that parts must share; the others may differ from machine to machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    """One part: of which list, with which options, when it was begun last, and when its last visit ended ("" for none).

    `unvisited` shops are left.
    """

    folder: Path
    list_sha256: str
    list_rows: int
    shard: Shard | None
    program: str
    settings: Mapping[str, str]
    started_at: str
    finished_at: str
    unvisited: int


def facts_of(folder: Path) -> PartFacts:
    """Read what a part tells. Raises RunError where it is none, StoreError where its results cannot be read."""
    with Archive(folder) as archive:
        run = archive.run()
        settings = run["settings"]
        if LIST not in settings:
            raise RunError(f"{folder}: is no part of a run: it was made without --shard.")
        visited, _, finished_at = archive.visited()
        shops = sum(1 for _ in archive.shop_ids())
    return PartFacts(
        folder=folder,
        list_sha256=settings[LIST],
        list_rows=int(settings[ROWS]),
        shard=Shard.read(settings[SHARD]) if settings[SHARD] else None,
        program=settings[PROGRAM],
        settings=settings,
        started_at=run["started_at"],
        finished_at=finished_at,
        unvisited=shops - visited,
    )
