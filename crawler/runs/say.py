"""Say anew of a stored run whether its list is a random sample."""

from pathlib import Path

from crawler.evidence.manifest import unseal
from crawler.runs.folder import locked
from crawler.runs.settings import SAMPLE
from crawler.store.read import Archive
from crawler.store.write import Store


def say_sample(folder: Path, *, sample: bool) -> bool:
    """Keep with the run in `folder` whether its list is a sample, and tell whether that is new; its seal is then taken off.

    Raises StoreError where there is no run, RunError where another program has it in hand, OSError.
    """
    with Archive(folder) as archive:
        path, said = archive.path, archive.chosen(SAMPLE) == "yes"
    if said == sample:
        return False
    with locked(path.parent), Store.open(path) as store:
        unseal(path.parent)
        store.choose(SAMPLE, "yes" if sample else "no")
    return True
