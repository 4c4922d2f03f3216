r"""The texts of one language: a text by its key with values put in, and numbers and times as its readers write them.

>>> english = texts("en")
>>> english.plain("away.clicks", count=1), english.plain("away.clicks", count=2)
(', at most 1 click from the home page', ', at most 2 clicks from the home page')
>>> english.number(1234.5), english.share(12.5), english.day("2026-11-20")
('1,234.5', '12.5\xa0%', '20 Nov 2026')
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache, reduce
from typing import Any, TypeVar

from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_decimal, parse_pattern
from markupsafe import Markup, escape

from reports.texts.catalogue import Catalogue, catalogue

AnyText = TypeVar("AnyText", str, Markup)
DECIMAL = parse_pattern("#,##0.##")
LEAST = 0.1
"""The smallest percentage that is told as it is."""
NOTHING = "–"
COUNT = "count"
"""The value that chooses the plural form."""

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")


class TextError(KeyError):
    """A text that the catalogue does not hold, or a value that a text asks for and was not given."""


class Texts:
    """The texts of a language. `language` is its code, for `lang` and `hreflang`; `name` is its name in itself."""

    __slots__ = ("_catalogue", "_html", "day", "language", "name", "number")

    def __init__(self, language: str, read: Catalogue) -> None:
        """Take the texts of a catalogue."""
        self.language = language
        self.name = (read.locale.language_name or language).capitalize()
        self._catalogue = read
        self._html: Mapping[str, tuple[Markup, ...]] = {key: tuple(map(escape, forms)) for key, forms in read.texts.items()}
        self.number = lru_cache(maxsize=4096)(self._number)
        self.day = lru_cache(maxsize=1024)(self._day)

    def __contains__(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self._html

    def section(self, name: str) -> tuple[str, ...]:
        """The codes that a section of the catalogue has texts for, in its order: `home` of `place_class.home`."""
        return tuple(key.partition(".")[2] for key in self._html if key.startswith(f"{name}."))

    def plain(self, key: str, **values: str | float | None) -> str:
        """A text with its values put in, as plain text; numbers are written out. Raises TextError."""
        try:
            return self._form(self._catalogue.texts[key], values).format_map(self._written(values))
        except (KeyError, ValueError) as error:
            raise self._error(key, error) from error

    def html(self, key: str, **values: str | float | None) -> Markup:
        """A text with its values put in, each escaped. Raises TextError."""
        try:
            form = self._form(self._html[key], values)
            if not values:
                return form
            escaped = {name: escape(value) for name, value in self._written(values).items()}
            return Markup(str.format_map(form, escaped))  # noqa: S704 - both are escaped
        except (KeyError, ValueError) as error:
            raise self._error(key, error) from error

    def pair(self, name: str, told: str) -> str:
        """A name and what is told of it, with the colon as the language sets it."""
        return self.plain("joined.pair", name=name, told=told)

    def clauses(self, *parts: str) -> str:
        """Parts of one line, with the semicolons as the language sets them; those that are empty are left out."""
        kept = [part for part in parts if part]
        return reduce(lambda text, more: self.plain("joined.clauses", text=text, more=more), kept) if kept else ""

    def quoted(self, text: str) -> str:
        """Words of a shop in the quotation marks of the language."""
        return self.plain("joined.quoted", text=text)

    def share(self, value: float | None) -> str:
        """A percentage, a dash for none; what is nearly nothing or nearly all is never told as that."""
        if value is None:
            return NOTHING
        if 0 < value < LEAST:
            return self.plain("number.share_below", value=LEAST)
        if 100 - LEAST < value < 100:
            return self.plain("number.share_above", value=100 - LEAST)
        return self.plain("number.share", value=value)

    def moment(self, text: str) -> str | None:
        """A time in ISO 8601 as people read it, in UTC, and says so; None when it is no time."""
        try:
            told = datetime.fromisoformat(text)
            time = (told if told.tzinfo is UTC else told.astimezone(UTC)).isoformat(timespec="seconds")
        except (ValueError, OverflowError):
            return None
        return self.plain("number.moment", day=self.day(time[:10]), time=time[11:19])

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 code; the code where it has none."""
        name = self._catalogue.locale.territories.get(code)
        return str(name) if name else code

    def weekdays(self, text: str) -> str:
        """Opening hours in the short form of OpenStreetMap with the days as readers write them; "Mo-Fr 09:00-17:00"."""
        names = get_day_names("short", locale=self._catalogue.locale)
        return WEEKDAY.sub(lambda found: names[WEEKDAYS.index(found[0])].removesuffix("."), text)

    def _form(self, forms: tuple[AnyText, ...], values: Mapping[str, Any]) -> AnyText:
        return forms[0] if len(forms) == 1 else forms[self._catalogue.plural(values[COUNT])]

    def _written(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: value if isinstance(value, str) else self.number(value) for name, value in values.items()}

    def _error(self, key: str, error: Exception) -> TextError:
        return TextError(f"{self._catalogue.path}: {key}: {error}")

    def _number(self, value: str | float | None) -> str:
        """A number as its readers write it, with at most two decimals; a dash for nothing, text as it is."""
        if value is None or isinstance(value, str):
            return NOTHING if value is None else value
        return format_decimal(value, format=DECIMAL, locale=self._catalogue.locale)

    def _day(self, text: str) -> str:
        """A day, month or year in ISO 8601 as people read it; as it is when it is none."""
        try:
            if len(text) == len("2026-11"):
                return format_skeleton("yMMM", date.fromisoformat(f"{text}-01"), locale=self._catalogue.locale)
            return format_date(date.fromisoformat(text), "medium", locale=self._catalogue.locale)
        except ValueError:
            return text


@cache
def texts(language: str = "en") -> Texts:
    """The texts of a language. Raises CatalogueError where there is no catalogue, or it is not finished."""
    return Texts(language, catalogue(language))
