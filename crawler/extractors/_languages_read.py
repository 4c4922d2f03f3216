"""Languages whose words are looked for on a page: its own, the shop's, its text's, and English; all where none is told."""

from crawler.knowledge.languages import languages
from crawler.knowledge.neighbours import words_for
from crawler.knowledge.spoken import language_of
from crawler.model.document import Document
from crawler.model.shop import Shop

READ = 2_000
"""Characters of a text that tell its language."""


def languages_of(shop: Shop, document: Document, text: str) -> tuple[str, ...]:
    """The codes, the page's own first."""
    own = [code for told in (document.language[:2].lower(), shop.language or "") for code in words_for(told)]
    told = "" if shop.language else language_of(text[:READ])
    return tuple(dict.fromkeys([*own, *filter(None, [told]), *(["en"] if own else languages())]))
