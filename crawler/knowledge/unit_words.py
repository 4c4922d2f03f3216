"""The words that a unit keeps beside it in all languages: tables of a TOML file, each with a list for each language.

What stands beside a value is read in every language, for a Dutch shop writes "Phone": the lists are used as one. That each table
has every language is held by a test, which names those that need none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from crawler.knowledge.languages import languages
from crawler.model.strict import KnowledgeError, read_facts


def unit_words(path: Path, *keys: str) -> tuple[str, ...]:
    """The words of one table, named by its keys from the outermost. Raises KnowledgeError, also for a language nobody knows."""
    table: Any = read_facts(path)
    for key in keys:
        table = table[key]
    return tuple(_words(path, ".".join(keys), table))


def any_of(words: Iterable[str]) -> str:
    r"""A pattern of any of these words, the longest first; of none, one that nothing fits.

    >>> any_of(["of", "o.k.", "oder"]), any_of([])
    ('(?:o\\.k\\.|oder|of)', '(?!)')
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else "(?!)"


def _words(path: Path, name: str, table: Mapping[str, Any]) -> Iterator[str]:
    for code, words in table.items():
        if code not in languages():
            raise KnowledgeError(f"{path}: {name}: unknown language {code!r}")
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise KnowledgeError(f"{path}: {name}.{code}: a list of words is expected")
        yield from words
