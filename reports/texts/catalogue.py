"""The catalogues: one gettext file a language, read once.

`locale/<language>/LC_MESSAGES/bereikbaar.po` is monolingual: `msgid` is the key of a text, `msgstr` the text. Its header names the
locale (how numbers and dates are written) and the plural forms. https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html

>>> catalogue("en").texts["shop.next"]
('Next',)
"""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from reports.texts.languages import FILE, FOLDER


class CatalogueError(ValueError):
    """A catalogue that can not be used; it names the file, and the line where there is one."""


class Catalogue(NamedTuple):
    """The texts of a language by key, each with its plural forms (one where it has none); `plural` gives the form of a count."""

    path: Path
    locale: Locale
    texts: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


@cache
def catalogue(language: str, folder: Path = FOLDER) -> Catalogue:
    """Read a language. Raises CatalogueError for a language without a file, and for a file that is broken or not finished."""
    path = folder / language / FILE
    try:
        with path.open("rb") as file:
            read = read_po(file, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    if read.locale is None:
        raise CatalogueError(f"{path}: its header names no locale in Language")
    texts = {_key(message): _forms(message, path, read.num_plurals) for message in read if message.id}
    return Catalogue(path, read.locale, texts, c2py(read.plural_expr))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message, path: Path, plurals: int) -> tuple[str, ...]:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if message.fuzzy or not all(forms) or len(forms) != (plurals if message.pluralizable else 1):
        raise CatalogueError(f"{path}, line {message.lineno}: {_key(message)} is not finished")
    return forms
