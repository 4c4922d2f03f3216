"""One of the processes that visit for a run: it works in a folder of its own, and tells the run how far it is.

It ends with the process that started it, however that ends; what it has stored is kept, and the next one goes on in its folder.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from crawler.evidence.warc import EvidenceError
from crawler.model.visit import Visit
from crawler.runs.archived import visit_archives
from crawler.runs.crawl import visit_all
from crawler.runs.folder import STORE, RunError, locked, logged, sweep
from crawler.runs.parent import end_with, tell
from crawler.runs.progress import Silence
from crawler.runs.run import collect_seldom
from crawler.runs.settings import RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.store.errors import StoreError
from crawler.store.write import Store

EVERY = 0.25
"""Seconds between two times that documents are told of."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to do: the errands, its settings (`out` is its own folder), the run's log, how often shops were tried."""

    settings: RunSettings
    errands: Sequence[Errand]
    home: Path
    tried: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a worker tells meanwhile: documents received since it last told, and a visit that was stored, if one was."""

    documents: int
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended: whether it was interrupted, and why it had to stop, "" if it had not."""

    interrupted: bool
    error: str = ""


def work(task: Task, sender: Connection, parent: int) -> None:
    """What the process does."""
    os.setpgrp()
    end_with(parent)
    collect_seldom()
    tell(sender, Heard(0))
    try:
        ended = Ended(interrupted=_visit(task, sender))
    except KeyboardInterrupt:
        ended = Ended(interrupted=True)
    except (RunError, StoreError, EvidenceError) as stopped:
        ended = Ended(interrupted=False, error=str(stopped).removeprefix("stopped: ").partition(". What was saved is kept")[0])
    tell(sender, ended)


def _visit(task: Task, sender: Connection) -> bool:
    """Visit what is not done yet; give whether that was interrupted."""
    settings = task.settings
    with locked(settings.out), logged(task.home):
        sweep(settings.out)
        with Store.open(settings.out / STORE) as store:
            store.list_shops((errand.shop for errand in task.errands), task.tried)
            done = store.last_visits()
            left = [errand for errand in task.errands if done.get(errand.shop.id, 0) < errand.number]
            tally = Tally(total=len(left))
            visit = visit_archives if settings.index else visit_all
            return bool(left) and visit(settings, store, left, tally, way=_Wire(sender))


class _Wire(Silence):
    """Tells the run, in few words."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender
        self._told = 0
        self._next = 0.0

    def answered(self, tally: Tally) -> None:
        """Tell of documents, when it is time."""
        if (now := tally.clock()) >= self._next:
            self._next = now + EVERY
            self._tell(tally)

    def ended(self, tally: Tally, visit: Visit) -> None:
        """Tell of a visit, without what it saw."""
        pages = tuple(replace(page, links=()) for page in visit.pages)
        places = tuple(replace(item, certificate=None, path=(), likely_path=()) for item in visit.placements)
        self._tell(tally, replace(visit, pages=pages, placements=places, sightings=(), facts=(), gates=(), looks=(), fetches=()))

    def close(self, tally: Tally) -> None:
        """Tell of the last documents."""
        self._tell(tally)

    def _tell(self, tally: Tally, visit: Visit | None = None) -> None:
        heard = Heard(tally.documents - self._told, visit)
        self._told = tally.documents
        tell(self._sender, heard)
