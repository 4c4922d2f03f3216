"""The public suffix list with its private section: the copy bundled with `publicsuffixlist`; nothing is fetched.

Below a platform's host each shop is a site of its own, also where its maker has not entered it in the list.

>>> suffixes().privatesuffix("lampen.jouwweb.nl"), suffixes().privatesuffix("jouwweb.nl")
('lampen.jouwweb.nl', None)
>>> suffixes().privatesuffix("www.shop.co.uk"), suffixes().privatesuffix("xn--85x722f.com.cn")
('shop.co.uk', 'xn--85x722f.com.cn')
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList, encode_idn

from crawler.knowledge.platforms import platforms


@cache
def suffixes() -> PublicSuffixList:
    """The list, read once. Only its few lines that are not ASCII are spelt in punycode as well: all would take twice as long."""
    return PublicSuffixList(_lines(), accept_encoded_idn=False)


def _lines() -> Iterator[str]:
    with Path(PSLFILE).open(encoding="utf-8") as file:
        for line in file:
            yield line
            if not line.isascii() and not line.startswith("//"):
                mark = "!" if line.startswith("!") else ""
                yield mark + encode_idn(line.split(" ")[0].strip().lstrip("!").lower())
    yield from (f"{suffix}\n" for platform in platforms() for suffix in platform.shop_suffixes)
