"""A norm's article on a page: what it cites as it is written, marked with its language; the packs' remarks in the reader's.

The remarks are the texts `article.*` of the English catalogue, word for word: whatever else a pack writes is taken as cited.

>>> from reports.texts.texts import texts
>>> print(article_html("BW 3:15d lid 1 (text not read)", "nl", texts("de")))
<span lang="nl">BW 3:15d lid 1</span> (Wortlaut nicht gelesen)
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel.languages import get_official_languages
from markupsafe import Markup, escape

from reports.texts.catalogue import catalogue
from reports.texts.texts import Texts

SECTION = "article."
EU_ACT = re.compile(r"\W*(?:CRD|ECD|DSA|Directive|Regulation)\b")
PIECE = re.compile(r"(?s)([\s;,)]*)(.*?)([\s;,(]*)")


@lru_cache(maxsize=1024)
def article_html(article: str, pack: str, texts: Texts) -> Markup:
    """An article as HTML. `pack`: the id of the pack that names it, "" where that is not known."""
    parts = _remark().split(article)
    made = (_cited(part, pack, texts) if at % 2 == 0 else texts.html(remarks()[part]) for at, part in enumerate(parts))
    return Markup("").join(made)


@cache
def remarks() -> Mapping[str, str]:
    """The key of each remark that a pack may make, by its words."""
    return {forms[0]: key for key, forms in catalogue("en").texts.items() if key.startswith(SECTION)}


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(f"({'|'.join(re.escape(words) for words in sorted(remarks(), key=len, reverse=True))})")


def _cited(text: str, pack: str, texts: Texts) -> Markup:
    """What is cited, in the language of its law; signs around it are the reader's."""
    before, cited, after = PIECE.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches every text
    spoken = "en" if EU_ACT.match(text) else _language(pack)
    if not cited or spoken in {"", texts.language}:
        return escape(text)
    return Markup('{}<span lang="{}">{}</span>{}').format(before, spoken, cited, after)


def _language(pack: str) -> str:
    return "en" if pack == "eu" else next(iter(get_official_languages(pack)), "")
