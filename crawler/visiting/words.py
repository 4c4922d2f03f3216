"""Words that tell what a page is, compiled for a set of languages.

A text is a page's kind when a known phrase stands in it and the rest is understood too: "Neem contact op met onze winkel" is
contact, "Contact Grill Tefal" is not, because nobody knows what `grill` does in the name of a contact page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.knowledge.languages import languages
from crawler.knowledge.spoken import small_words_of_languages, words_in
from crawler.model.link import PageKind
from crawler.model.strict import read_facts

_SMALL = Path(__file__).with_name("small_words.toml")
_LONG_ENOUGH = 9
_MOST_WORDS = 14
NO_KINDS: frozenset[PageKind] = frozenset()

Hit = tuple[int, int, PageKind]


class Phrases(NamedTuple):
    """Phrases with their kinds by their first word, and those first words as a set."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], PageKind], ...]]
    firsts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Kinds found in a text. `whole`: every word of it is understood; `long`: the phrases found are no short everyday words."""

    kinds: frozenset[PageKind] = NO_KINDS
    whole: bool = False
    long: bool = False


NO_MATCH = Match()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """The words of some languages: phrases by their first word, words that spoil a kind, and words that change nothing."""

    text: Phrases
    path: Phrases
    never: Phrases
    known: frozenset[str]

    def in_text(self, tokens: tuple[str, ...], own: frozenset[str] = frozenset()) -> Match:
        """What a link text, title or heading promises; `own` are words of the shop's name."""
        return self._match(self.text, tokens, own)

    def in_path(self, tokens: tuple[str, ...], own: frozenset[str] = frozenset()) -> Match:
        """What one segment of a path promises."""
        return self._match(self.path, tokens, own)

    def _match(self, phrases: Phrases, tokens: tuple[str, ...], own: frozenset[str]) -> Match:
        if phrases.firsts.isdisjoint(tokens) or len(tokens) > _MOST_WORDS:
            return NO_MATCH
        hits = _hits(phrases, tokens)
        if len(hits) > 1:
            hits = _outermost(hits)
        kinds = frozenset([kind for _, _, kind in hits])
        if kinds and not self.never.firsts.isdisjoint(tokens):
            kinds -= self._spoilt(tokens, hits)
        if not kinds:
            return NO_MATCH
        covered = {number for start, end, _ in hits for number in range(start, end)}
        rest = [token for number, token in enumerate(tokens) if number not in covered and token not in own]
        unknown = [token for token in rest if token not in self.known and len(token) > 1]
        letters = sum(len(tokens[number]) for number in covered)
        return Match(
            kinds=kinds,
            whole=not unknown,
            long=letters >= _LONG_ENOUGH and len(unknown) <= min(len(covered), 2) and not _digits(unknown),
        )

    def _spoilt(self, tokens: tuple[str, ...], hits: list[Hit]) -> set[PageKind]:
        """Kinds that a never-word takes away; one that is part of a page word ("customer services") takes nothing."""
        return {never[2] for never in _hits(self.never, tokens) if not any(_inside(never, hit) for hit in hits)}


@lru_cache(maxsize=64)
def lexicon(codes: tuple[str, ...]) -> Lexicon:
    """The words of these languages (codes without a file are left out)."""
    known = languages()
    chosen = [known[code] for code in codes if code in known]
    small = small_words()
    text = _indexed((kind, word) for language in chosen for kind, words in language.page_words.items() for word in words)
    path = _indexed((kind, word) for language in chosen for kind, words in language.path_words.items() for word in words)
    plain = {word for code in (*codes, "path") for word in small.get(code, ())}
    furniture = {
        token for entries in (*text.by_first.values(), *path.by_first.values()) for tokens, _ in entries for token in tokens
    }
    never = ((kind, word) for language in chosen for kind, words in language.never_words.items() for word in words)
    return Lexicon(text=text, path=path, never=_indexed(never), known=frozenset(plain | furniture))


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without accents.

    >>> tokens_of("Über uns & Größen-FAQ’s")
    ('uber', 'uns', 'grossen', 'faq', 's')
    """
    return words_in(text[:300])


def _hits(phrases: Phrases, tokens: tuple[str, ...]) -> list[Hit]:
    """Every known phrase in the text: where it begins and ends, and its kind."""
    return [
        (start, start + len(phrase), kind)
        for start, token in enumerate(tokens)
        if token in phrases.firsts
        for phrase, kind in phrases.by_first[token]
        if tokens[start : start + len(phrase)] == phrase
    ]


def _outermost(hits: list[Hit]) -> list[Hit]:
    """The hits without those inside a longer one, unless that is nothing but shorter ones: "service & contact" is both."""
    whole = [hit for hit in hits if not _made_of(hit, hits)]
    return [hit for hit in hits if hit not in whole or not any(_longer(other, hit) for other in whole)]


def _made_of(hit: Hit, hits: list[Hit]) -> bool:
    parts = {number for other in hits if _longer(hit, other) for number in range(other[0], other[1])}
    return len(parts) == hit[1] - hit[0]


def _inside(hit: Hit, other: Hit) -> bool:
    return other[0] <= hit[0] and hit[1] <= other[1]


def _longer(one: Hit, other: Hit) -> bool:
    return _inside(other, one) and one[1] - one[0] > other[1] - other[0]


def _digits(tokens: Iterable[str]) -> bool:
    return any(char.isdigit() for token in tokens for char in token)


def _indexed(words: Iterable[tuple[PageKind, str]]) -> Phrases:
    table: dict[str, dict[tuple[tuple[str, ...], PageKind], None]] = {}
    for kind, word in words:
        tokens = tokens_of(word)
        if tokens:
            table.setdefault(tokens[0], {})[(tokens, kind)] = None
    return Phrases({first: tuple(entries) for first, entries in table.items()}, frozenset(table))


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """The small words of each language, and under "path" those of addresses."""
    path = (token for word in read_facts(_SMALL)["path"] for token in tokens_of(word))
    return {**small_words_of_languages(), "path": frozenset(path)}
