"""Languages whose words are looked for on a page: the page's own, the shop's, and English; all where none is known."""

from crawler.knowledge.languages import languages
from crawler.model.document import Document
from crawler.model.shop import Shop


def languages_of(shop: Shop, document: Document) -> tuple[str, ...]:
    """The codes, the page's own first."""
    known = languages()
    own = [code for code in (document.language[:2].lower(), shop.language or "") if code in known]
    return tuple(dict.fromkeys([*own, "en"])) if own else tuple(known)
