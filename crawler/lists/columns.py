"""What the columns of a list mean, by their heads in four languages; data in `columns.toml`.

>>> [meaning_of(head) for head in ("Webshop", "Web-adres", "Pays", "Branche")]
['name', 'url', 'country', 'tag']
>>> language_of("nl_BE"), language_of("Deutsch"), language_of("xx")
('nl', 'de', None)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.model.strict import read_record

DATA = Path(__file__).parent / "columns.toml"
TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """The closed list of language codes."""

    iso_639_1: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWords:
    """The file: meaning -> heads, language code -> names, language codes."""

    source: str
    dated: str
    headers: Mapping[str, tuple[str, ...]]
    language_names: Mapping[str, tuple[str, ...]]
    languages: Languages


@cache
def column_words(path: Path = DATA) -> ColumnWords:
    """The file's words. Raises KnowledgeError."""
    return read_record(path, ColumnWords)


def meaning_of(head: str) -> str:
    """What a column of this head holds: name, url, country, language or tag."""
    return _meanings().get(_folded(head), TAG)


def language_of(text: str) -> str | None:
    """The ISO 639-1 code that a code, a locale or a language's name means, None when it is not known."""
    folded = text.strip().casefold()
    code = re.split(r"[-_]", folded)[0]
    if code in column_words().languages.iso_639_1:
        return code
    return next((code for code, names in column_words().language_names.items() if folded in names), None)


def _folded(head: str) -> str:
    return " ".join(re.sub(r"[\s_\-:*]+", " ", head.casefold().replace("’", "'")).split())


@cache
def _meanings() -> Mapping[str, str]:
    return {_folded(head): meaning for meaning, heads in column_words().headers.items() for head in heads}
