"""In which languages a page's words are looked for: its own, the list's, the country's, and English.

A language attribute is often the theme's and not the shop's, so the words of the text itself are asked as well.
"""

from functools import lru_cache

from crawler.knowledge.neighbours import words_for
from crawler.knowledge.spoken import language_of
from crawler.model.document import Document
from crawler.model.shop import Shop

_ENOUGH_TEXT = 200
_READ = 2000


def codes_for(shop: Shop, page_language: str, spoken: str = "") -> tuple[str, ...]:
    """Codes of the languages whose words are looked for, best first, only those with words or their nearest; English always."""
    wanted = (page_language, shop.language or "", spoken, "en")
    return tuple(dict.fromkeys(code for told in wanted for code in words_for(told)))


def declared(document: Document) -> str:
    """The primary code of the page's own language attribute, or ""."""
    return document.language.replace("_", "-").split("-", 1)[0].strip().lower()


def spoken_on(document: Document) -> str:
    """The language of the page's text (ISO 639-1), or "" where there is too little of it."""
    text = document.text()[:_READ]
    return (language_of(text) or _classified(text)) if len(text) >= _ENOUGH_TEXT else ""


@lru_cache(maxsize=256)
def _classified(text: str) -> str:
    import py3langid  # noqa: PLC0415  # its model costs most of a second, only shops without a stated language need it

    return str(py3langid.classify(text)[0])
