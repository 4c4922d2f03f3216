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
ENOUGH = 2
"""Letters before an `ss`, which may be written `ß`, that are looked for alone."""

SIGN = ""
"""The first word of a phrase that begins with a sign (☎): always searched."""


@lru_cache(maxsize=32_768)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, casefolded."""
    return frozenset(WORD.findall(text.casefold()))


class Phrases:
    """A list of words and phrases; a space in a phrase stands for any white space, `ss` also for `ß`."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._heads: dict[str, set[str]] = {}
        self._phrases: dict[str, list[str]] = {}
        for phrase in {" ".join(item.casefold().split()) for item in listed} - {""}:
            head, first = phrase.partition(" ")[0], WORD.match(phrase)
            self._heads.setdefault(first.group() if first else SIGN, set()).add(head)
            self._phrases.setdefault(head, []).append(phrase)
        self._firsts = frozenset(self._heads) - {SIGN}
        self._signs = sorted(self._heads.get(SIGN, ()))
        self._needed = {head: _needed(spelt) for head, spelt in self._phrases.items()}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def finditer(self, text: str, present: frozenset[str] | None = None) -> Iterator[re.Match[str]]:
        """Give the places where a phrase stands, the longest at each, in their order. `present` are the text's words, if known."""
        end = 0
        for match in sorted(self._found(text, present), key=lambda match: (match.start(), -match.end())):
            if match.start() >= end:
                end = match.end()
                yield match

    def search(self, text: str, present: frozenset[str] | None = None) -> re.Match[str] | None:
        """The first place where a phrase stands, None when there is none."""
        return min(self._found(text, present), key=lambda match: (match.start(), -match.end()), default=None)

    def sub(self, by: str, text: str) -> str:
        """Replace every phrase, the longest at each place."""
        parts, end = [], 0
        for match in self.finditer(text):
            parts += [text[end : match.start()], by]
            end = match.end()
        return "".join([*parts, text[end:]])

    def _near(self, present: frozenset[str]) -> list[str]:
        """The heads (up to their first space) of the phrases all of whose words are among these."""
        if self._firsts.isdisjoint(present):
            return self._signs
        heads = [head for first in self._firsts & present for head in self._heads[first]]
        needed, holds = self._needed, present.issuperset
        return [head for head in heads if not needed[head] or any(map(holds, needed[head]))] + self._signs

    def _found(self, text: str, present: frozenset[str] | None) -> Iterator[re.Match[str]]:
        heads = self._near(words_of(text) if present is None else present)
        lower = lowered(text) if heads else ""
        for head in heads:
            pattern = self._pattern(head)
            plain = head.partition("ss")[0]
            yield from _at_word(pattern, plain, text, lower) if plain == head or len(plain) >= ENOUGH else pattern.finditer(text)

    def _pattern(self, head: str) -> re.Pattern[str]:
        if head not in self._patterns:
            spelt = sorted(map(_spelt, self._phrases[head]), key=lambda word: (-len(word), word))
            self._patterns[head] = re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE)
        return self._patterns[head]


def _needed(spelt: Iterable[str]) -> tuple[frozenset[str], ...]:
    """The words of each phrase; none where one of the phrases is a single word, which is there when it is looked for."""
    needed = tuple(frozenset(WORD.findall(phrase)) for phrase in spelt)
    return needed if all(len(words) > 1 for words in needed) else ()


def _at_word(pattern: re.Pattern[str], head: str, text: str, lower: str) -> Iterator[re.Match[str]]:
    at = lower.find(head)
    while at >= 0:
        if found := pattern.match(text, at):
            yield found
        at = lower.find(head, at + 1)


@lru_cache(maxsize=64)
def lowered(text: str) -> str:
    """A text in lower case, as long as the text: only `İ` would grow."""
    return text.replace("İ", "I").lower()


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
