"""Parts of a query that mean nothing, learnt from what came: numbers against caches, session ids of unknown names.

When two addresses that differ in some values of the query gave the same text, links of the same words to the same path that differ
in no more than these are one page. Words and path must agree, and no page may have two such links: two dead topics of one script
have one text, too, and the third may hold the number.
"""

from crawler.visiting.addresses import path_key, query_of, split

Query = frozenset[tuple[str, str]]


class Echoes:
    """What one visit has learnt so far."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str], frozenset[str]] = {}
        self._pages: dict[tuple[str, str, str, Query], int] = {}

    def __bool__(self) -> bool:
        """Whether anything was learnt."""
        return bool(self._names)

    def learn(self, one: str, other: str, text: str, page: int) -> bool:
        """Take in that both addresses are this page, the second reached by a link of these words; gives whether that is news."""
        (stem, query), (other_stem, other_query) = _parts(one), _parts(other)
        names = frozenset(name for name, _ in query ^ other_query)
        if stem != other_stem or not names or not text:
            return False
        link = (*stem, text)
        self._names[link] = self._names.get(link, frozenset()) | names
        self._pages[(*link, _without(query, self._names[link]))] = page
        return True

    def page_of(self, url: str, text: str) -> int | None:
        """The number of the page that a link of these words to this address leads to, None where that is not known."""
        stem, query = _parts(url)
        link = (*stem, text)
        names = self._names.get(link)
        return None if names is None else self._pages.get((*link, _without(query, names)))


def _parts(url: str) -> tuple[tuple[str, str], Query]:
    parts = split(url)
    if parts is None:
        return ("", ""), frozenset()
    return (parts.host.removeprefix("www."), path_key(parts.path)), frozenset(query_of(parts))


def _without(query: Query, names: frozenset[str]) -> Query:
    return frozenset((name, value) for name, value in query if name not in names)
