"""Word lists to be looked for in a text: on word boundaries, whatever the case, several languages at once.

A list has hundreds of words; a text has few of their first words. So the text's words are taken first (once a page), and only
phrases whose first word occurs are searched: ten times as fast as one pattern of all words.

>>> phrases(("nl",), "fax_labels").search("Tel. 020-1 Fax 020-2").group()
'Fax'
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from crawler.knowledge.languages import languages
from crawler.model.link import PageKind

WORD = re.compile(r"\w+")
SIGN = ""
"""The first word of a phrase that begins with a sign (☎): always searched."""


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, casefolded."""
    return frozenset(WORD.findall(text.casefold()))


class Phrases:
    """A list of words and phrases; a space in a phrase stands for any white space, `ss` also for `ß`."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._listed: dict[str, list[str]] = {}
        for phrase in {" ".join(item.casefold().split()) for item in listed} - {""}:
            first = WORD.match(phrase)
            self._listed.setdefault(first.group() if first else SIGN, []).append(phrase)
        self._firsts = frozenset(self._listed)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def finditer(self, text: str, present: frozenset[str] | None = None) -> Iterator[re.Match[str]]:
        """Give all places where a phrase stands, in their order. `present` are the text's words, when they are known."""
        found = [match for pattern in self._near(text, present) for match in pattern.finditer(text)]
        yield from sorted(found, key=lambda match: (match.start(), -match.end()))

    def search(self, text: str, present: frozenset[str] | None = None) -> re.Match[str] | None:
        """The first place where a phrase stands, None when there is none."""
        found = [match for pattern in self._near(text, present) if (match := pattern.search(text))]
        return min(found, key=lambda match: (match.start(), -match.end())) if found else None

    def sub(self, by: str, text: str) -> str:
        """Replace every phrase."""
        for pattern in self._near(text, None):
            text = pattern.sub(by, text)
        return text

    def _near(self, text: str, present: frozenset[str] | None) -> list[re.Pattern[str]]:
        firsts = self._firsts & (words_of(text) if present is None else present)
        return [self._pattern(first) for first in (*firsts, SIGN) if first in self._listed]

    def _pattern(self, first: str) -> re.Pattern[str]:
        if first not in self._patterns:
            spelt = sorted(map(_spelt, self._listed[first]), key=lambda word: (-len(word), word))
            self._patterns[first] = re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE)
        return self._patterns[first]


def _spelt(phrase: str) -> str:
    return r"\s+".join(re.escape(word).replace("ss", "(?:ss|ß)") for word in phrase.split())


@cache
def phrases(codes: tuple[str, ...], *lists: str) -> Phrases:
    """The word lists (fields of `Language`) of these languages as one; unknown languages are passed over."""
    known = languages()
    return Phrases(word for code in codes if code in known for field in lists for word in getattr(known[code], field))


@cache
def page_phrases(codes: tuple[str, ...], *kinds: PageKind) -> Phrases:
    """The words of page kinds in these languages as one list."""
    known = languages()
    return Phrases(word for code in codes if code in known for kind in kinds for word in known[code].page_words[kind])
