"""In which languages a page's words are looked for: its own, the list's, the country's, and English.

A language attribute is often the theme's and not the shop's, so the words of the text itself are asked as well.
"""

from functools import lru_cache

from crawler.knowledge.languages import languages
from crawler.model.document import Document
from crawler.model.shop import Shop
from crawler.visiting.words import small_words, words_in

_ENOUGH_TEXT = 200
_READ = 2000
_LEAST_SHARE, _LEAST_WORDS, _LEAD = 0.12, 15, 2
"""Share and number of a language's small words in a text, and lead over the next language, from which they decide. On 310
labelled pages they decide 254, all as py3langid does, and no page of a language without words (the nearest miss: 0.17 at a
lead of 1.1)."""


def codes_for(shop: Shop, page_language: str, spoken: str = "") -> tuple[str, ...]:
    """Codes of the languages whose words are looked for, best first, only those with words; English always."""
    wanted = (page_language, shop.language or "", spoken, "en")
    return tuple(dict.fromkeys(code for code in wanted if code in languages()))


def declared(document: Document) -> str:
    """The primary code of the page's own language attribute, or ""."""
    return document.language.replace("_", "-").split("-", 1)[0].strip().lower()


def spoken_on(document: Document) -> str:
    """The language of the page's text (ISO 639-1), or "" where there is too little of it."""
    text = document.text()[:_READ]
    return (_by_small_words(text) or _classified(text)) if len(text) >= _ENOUGH_TEXT else ""


def _by_small_words(text: str) -> str:
    """The language whose articles, pronouns and prepositions fill the text, "" where none clearly does."""
    tokens = words_in(text)
    small = small_words()
    counts = sorted(((sum(token in small[code] for token in tokens), code) for code in languages()), reverse=True)
    (most, code), (next_most, _) = counts[:2]
    clear = most >= _LEAST_WORDS and most >= _LEAST_SHARE * len(tokens) and most >= _LEAD * next_most
    return code if clear else ""


@lru_cache(maxsize=256)
def _classified(text: str) -> str:
    import py3langid  # noqa: PLC0415  # its model costs most of a second, only shops without a stated language need it

    return str(py3langid.classify(text)[0])
