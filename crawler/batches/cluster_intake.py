"""Parts that workers made, taken from the shelf into the results of the run as they come, and counted."""

import copy
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from crawler.batches.cluster_shelf import Label, Shelf
from crawler.model.reason import Reason
from crawler.runs.desk import VERSIONS
from crawler.runs.folder import LOG
from crawler.runs.parts import take_in
from crawler.runs.progress import Silence, Teller
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.spiders.unread import unread
from crawler.store.read import Archive
from crawler.store.write import Store, now

UNPACKED = "unpacked-"
"""How the name of a folder begins in which a part is unpacked."""


class Intake:
    """Takes parts into one store. `left` are the visits still to make, by shop id."""

    def __init__(self, store: Store, out: Path, shelf: Shelf, tally: Tally, to_visit: Iterable[Errand]) -> None:
        self._store = store
        self._out = out
        self._shelf = shelf
        self._tally = tally
        self.left = {errand.shop.id: errand for errand in to_visit}
        self.telling: Teller = Silence()
        for stale in out.glob(f"{UNPACKED}*"):
            shutil.rmtree(stale, ignore_errors=True)

    def take_all(self) -> None:
        """Take what is on the shelf. Raises ShelfError, StoreError, EvidenceError."""
        for label in self._shelf.labels():
            self.take(label)

    def take(self, label: Label) -> None:
        """Take one part, and then off the shelf. Raises ShelfError, StoreError, EvidenceError."""
        with tempfile.TemporaryDirectory(prefix=UNPACKED, dir=self._out) as unpacked:
            folder = Path(unpacked)
            self._shelf.get(label, folder)
            take_in(self._store, self._out, folder)
            self._join_log(folder)
            with Archive(folder) as part:
                for dossier in part.dossiers(links=False):
                    if dossier.visit and self.left.pop(dossier.visit.shop.id, None):
                        self._tally.documents += len(dossier.visit.fetches)
                        self._tally.add(dossier.visit)
                        self.telling.ended(self._tally, dossier.visit)
        self._shelf.remove(label)

    def give_up(self, shop_id: str, detail: str) -> None:
        """Store that a shop could not be visited, as what visits it ends. Raises StoreError."""
        visit = replace(unread(self.left.pop(shop_id), Reason.PROGRAM_ERROR, detail, now()), versions=VERSIONS)
        self._store.save(visit)
        self._tally.add(visit)
        self.telling.ended(self._tally, visit)

    def tick(self, done: int, documents: int) -> None:
        """Tell how far it is, with what workers told of shops that are not here yet."""
        shown = copy.copy(self._tally)
        shown.done += min(done, len(self.left))
        shown.documents += documents
        self.telling.answered(shown)

    def _join_log(self, folder: Path) -> None:
        with suppress(OSError), (self._out / LOG).open("ab") as whole:
            whole.write((folder / LOG).read_bytes())
