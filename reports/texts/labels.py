"""The headings, column names and notes of the report, read from its catalogue.

Sentences about a shop stand in the catalogue of `reports.texts.sentences`; here is what frames them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from markupsafe import Markup, escape


class LabelError(KeyError):
    """A text that the catalogue does not hold, or a value that a text asks for and was not given."""


@cache
def labels(language: str = "en") -> Mapping[str, Markup]:
    """All texts of a language by dotted key, HTML-safe. Raises FileNotFoundError for a language without a catalogue."""
    source = resources.files("reports.texts") / f"report_{language}.toml"
    return dict(_flat(tomllib.loads(source.read_text(encoding="utf-8")), ""))


def label(key: str, **values: object) -> Markup:
    """One text with its values put in, each escaped.

    >>> label("shop.next")
    Markup('Next')

    Raises LabelError for an unknown key or a missing value.
    """
    try:
        return labels()[key].format(**values) if values else labels()[key]
    except KeyError as error:
        raise LabelError(f"report catalogue: {key}: {error}") from error


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, Markup]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", escape(str(value))
