"""The icon right before a text in the source of a page: what a visitor sees in place of a word for phone, fax or WhatsApp.

Icons have no words: a class (`fa-phone`), a drawing (`#icon-phone`) or a file (`img/whatsapp.svg`) tells them. Only tags may stand
between the icon and its text, and none that ends a link, a paragraph or an item of a list: there begins something else.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")
MENTIONS = 6
"""Places in the source at which a text is looked for: structured data often have it too."""

REACH, TAGS = 3_000, 12
"""Characters and tags before a text in which its icon stands; a drawing is written out in a long tag."""

ENDS = re.compile(r"/(?:a|p|li|ul|ol|dl|tr|table|button|header|footer|nav|section)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]")


def icon_before(html: str, shown: str) -> str:
    """The kind of the icon before a text, "" where there is none.

    >>> icon_before('<li><i class="fa fa-phone"></i> <span>914728395</span></li>', "914728395")
    'phone'
    """
    at = html.find(shown)
    for _ in range(MENTIONS):
        if at < 0:
            return ""
        if kind := _nearest(html[max(0, at - REACH) : at]):
            return kind
        at = html.find(shown, at + len(shown))
    return ""


def _nearest(source: str) -> str:
    """The nearest icon at the end of a piece of source; a phone beside it answers for both."""
    kinds = list(_in_reach(source))
    nearest = next(iter(kinds), "")
    return "phone" if nearest in ("whatsapp", "fax") and kinds[1:2] == ["phone"] else nearest


def _in_reach(source: str) -> Iterator[str]:
    for part in source.split("<")[:0:-1][:TAGS]:
        tag, end, text = part.partition(">")
        if tag == "title" and (titled := _kinds().get(text.strip().lower())):
            yield titled
        elif not end or WORD.search(text.replace("&nbsp;", "")) or ENDS.match(tag):
            return
        elif found := _icon().search(tag) or _drawn().match(tag):
            yield _kinds()[found[found.lastgroup or 0].lower()]


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for kind, names in read_facts(FILE)["names"].items() for name in names}


@cache
def _icon() -> re.Pattern[str]:
    facts = read_facts(FILE)
    return re.compile(
        rf"""
        (?:{"|".join(facts["prefixes"])})[-_/:]{{1,2}}\s?(?:solid-|regular-|sharp-)?(?P<prefixed>{"|".join(_kinds())})(?![a-z])
      | [\s"'/#](?P<alone>{"|".join(facts["alone"])})(?:["'\s]|[-_]?ico|[\w-]*\.(?:svg|png|gif|webp|jpe?g))
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _drawn() -> re.Pattern[str]:
    facts = read_facts(FILE)
    names = "|".join(name for name in _kinds() if name not in facts["prefixed"])
    return re.compile(rf"(?:{'|'.join(facts['drawn'])})\s.*?(?<![a-z])(?P<named>{names})(?![a-z])", re.IGNORECASE | re.DOTALL)
