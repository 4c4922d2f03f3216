"""The catalogues: the gettext files of a language, read once.

`locale/<language>/LC_MESSAGES/*.po` are monolingual: `msgid` is the key of a text, `msgstr` the text. The header of `bereikbaar.po`
names the locale (how numbers and dates are written) and the plural forms; further files hold the texts of one part of the program
each. https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html

>>> catalogue("en").texts["shop.next"]
('Next',)
"""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from reports.texts.languages import FILE, FOLDER


class CatalogueError(ValueError):
    """A catalogue that can not be used; it names the file, and the line where there is one."""


class Catalogue(NamedTuple):
    """The texts of a language by key, each with its plural forms (one where it has none); `plural` gives the form of a count.

    `path` is the folder of its files.
    """

    path: Path
    locale: Locale
    texts: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


@cache
def catalogue(language: str, folder: Path = FOLDER) -> Catalogue:
    """Read a language. Raises CatalogueError for a language without a file, and for a file that is broken or not finished."""
    whole = folder / language / FILE
    head = _read(whole)
    if head.locale is None:
        raise CatalogueError(f"{whole}: its header names no locale in Language")
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(whole.parent.glob("*.po")):
        for message in _read(path):
            if message.id:
                if (key := _key(message)) in found:
                    raise CatalogueError(f"{path}, line {message.lineno}: {key} stands in another file already")
                found[key] = _forms(message, path, head.num_plurals)
    return Catalogue(whole.parent, head.locale, found, c2py(head.plural_expr))


def _read(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message, path: Path, plurals: int) -> tuple[str, ...]:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if message.fuzzy or not all(forms) or len(forms) != (plurals if message.pluralizable else 1):
        raise CatalogueError(f"{path}, line {message.lineno}: {_key(message)} is not finished")
    return forms
