"""What stands before a button, or names it in the page's own code, where its words say only "show": "Telefon: anzeigen"."""

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path

from crawler.browser.branches import around, within
from crawler.browser.heard import called
from crawler.browser.snapshot import TEXT, Tree
from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words

_CODE = Path(__file__).with_suffix(".toml")
_NEAR, _MOST = 2, 60
"""How far out of a button a label is looked for, and among how many nodes."""
_LONGEST = 60
"""Characters before a button that are read."""
_BETWEEN = " :.–—-"
"""What stands between a label and what it names."""


def announced(tree: Tree, node: int) -> str:
    """The name of the contact value that an element announces, "" where none does."""
    before = " ".join(" ".join(_texts_before(tree, node)).split())[-_LONGEST:].rstrip(_BETWEEN)
    label = next((match.group() for match in _labels().finditer(before) if match.end() == len(before)), "")
    if label:
        return label
    met = _in_code().search(called(tree, node))
    return met.group() if met else ""


def _texts_before(tree: Tree, node: int) -> Iterator[str]:
    """The texts before an element in what it stands in."""
    outer = list(islice(around(tree, node), _NEAR))[-1:]
    near = chain.from_iterable(islice(within(tree, one), _MOST) for one in outer)
    return (tree.value(one) for one in near if one < node and tree.kinds[one] == TEXT)


@cache
def _labels() -> Phrases:
    labels = (word for spoken in languages().values() for word in (*spoken.phone_labels, *spoken.email_labels))
    return Phrases(word for word in labels if len(word.strip(".")) > 1)


@cache
def _in_code() -> Phrases:
    return Phrases(unit_words(_CODE, "code"))
