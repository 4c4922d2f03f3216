"""How much one visit may ask of a shop."""

from dataclasses import dataclass
from typing import Self

NO_TIME_LIMIT = 10**9
"""Seconds of a visit whose time is kept elsewhere, or does not count."""
_SPARE = 20
"""Requests beyond the pages read: dead links, redirects that lead away, the list of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of one visit.

    `pages` read, `requests` sent (dead links and redirected-away ones included), `seconds` from the start of the visit,
    `documents` (PDF) read, `guesses` links without a telling word that are tried as category or product page, `untold` links of
    header and footer without one that are tried as contact page, `unled` those of menus and texts on a site without a link to a
    page made for contact. `thorough`: read on to the limit of pages where the visit has seen enough, to compare contact data over
    more of the site.
    """

    pages: int = 25
    requests: int = 45
    seconds: int = 900
    documents: int = 3
    guesses: int = 4
    untold: int = 6
    unled: int = 8
    thorough: bool = False

    @classmethod
    def of_pages(cls, pages: int, *, thorough: bool = False) -> Self:
        """The budget of a visit that may read so many pages."""
        return cls(pages=pages, requests=pages + _SPARE, thorough=thorough)
