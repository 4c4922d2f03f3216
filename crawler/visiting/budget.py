"""How much one visit may ask of a shop."""

from dataclasses import dataclass

NO_TIME_LIMIT = 10**9
"""Seconds of a visit whose time is kept elsewhere, or does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of one visit.

    `pages` read, `requests` sent (dead links and redirected-away ones included), `seconds` from the start of the visit,
    `documents` (PDF) read, `guesses` links without a telling word that are tried as category or product page. `thorough`: read
    on to the limit of pages where the visit has seen enough, to compare contact data over more of the site.
    """

    pages: int = 25
    requests: int = 45
    seconds: int = 900
    documents: int = 3
    guesses: int = 4
    thorough: bool = False
