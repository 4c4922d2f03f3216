"""What every negative must carry: the proof that the search was exhausted."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.gate import Gate
from crawler.model.link import PageKind


class Fate(StrEnum):
    """What became of a link that could have led to contact data."""

    READ = "read"
    DEAD = "dead"
    FAILED = "failed"
    ROBOTS = "robots"
    ACTS = "acts"
    OUT_OF_SCOPE = "out-of-scope"
    BUDGET = "budget"
    UNREADABLE = "unreadable"


EXHAUSTED_FATES = frozenset({Fate.READ, Fate.DEAD, Fate.ACTS, Fate.OUT_OF_SCOPE})
"""Fates after which nothing is left to look at. A dead link answered 404 or 410."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFate:
    """A contact-like link and what became of it; `detail` is the page number, status or reason."""

    url: str
    text: str
    kinds: frozenset[PageKind]
    fate: Fate
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """How one channel was searched. It is complete when `missing` is empty."""

    kinds: tuple[tuple[PageKind, str], ...]
    links: tuple[LinkFate, ...]
    pages_read: int
    viewports: tuple[str, ...] = ()
    failed_own_resources: tuple[str, ...] = ()
    failed_other_resources: tuple[str, ...] = ()
    second_parse: bool = False
    decoders: tuple[str, ...] = ()
    documents_read: int = 0
    documents_unread: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    budget_left: bool = True
    problems: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing for a settled negative, as names of the parts; empty means complete."""
        parts = {
            "links": all(link.fate in EXHAUSTED_FATES for link in self.links),
            "pages": self.pages_read > 0,
            "viewports": len(self.viewports) >= 2,
            "own-resources": not self.failed_own_resources,
            "second-parse": self.second_parse,
            "decoders": bool(self.decoders),
            "documents": not self.documents_unread,
            "budget": self.budget_left,
            "problems": not self.problems,
        }
        return tuple(name for name, there in parts.items() if not there)

    @property
    def complete(self) -> bool:
        """Whether a negative may be settled on it."""
        return not self.missing
