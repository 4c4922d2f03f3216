"""What came of asking the tolerant engine about pages that the fast one had read."""

from dataclasses import dataclass

from crawler.model.sighting import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """How often it was asked in a visit, and what that changed.

    `pages` were read again; `spared` were not, because their source holds nothing that the first reading did not give; `added`
    counts sightings of theirs that the first reading had not. `turned` are the channels that had no positive place class before
    and have one by it.
    """

    pages: int = 0
    spared: int = 0
    added: int = 0
    turned: tuple[Channel, ...] = ()
