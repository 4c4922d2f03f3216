"""Whose a mailbox is, a role's or a person's, and what stands for that of a person in public.

>>> mask_mail("shop.example", "shop.example"), mask_mail("jansen.example", "shop.example")
('***@shop.example', '***@***')
"""

import re
from functools import cache, lru_cache

from crawler.model.strict import read_facts
from reports.masking.traders import FILE, letters

HIDDEN = "***"
"""What stands in place of what is masked."""

MAIL = re.compile(
    r"""
    (?P<local> [\w.+'-]{1,64} )
    (?: \s{0,2} (?: @ | ＠ | %40 | &\#64; | &\#x40; ) \s{0,2}
      | \s{0,2} [\[({<] \s{0,2} (?: at | @ | apenstaart(?:je)? | arroba ) \s{0,2} [\])}>] \s{0,2} )
    (?P<domain> [\w-]+ (?:\.[\w-]+)* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""An address as it is written, or with its sign written out in brackets."""


def mask_mail(domain: str, host: str) -> str:
    """What stands for an address: its domain is left where that tells no more than the shop's own site, or a provider's name."""
    domain = domain.lower()
    own = domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")
    return f"{HIDDEN}@{domain}" if own or domain in _providers() else f"{HIDDEN}@{HIDDEN}"


@lru_cache(maxsize=4096)
def is_role(local: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether a mailbox is a role's: its words are known, or are numbers, codes of countries, or words of the shop's own name.

    >>> is_role("info"), is_role("Klantenservice-NL"), is_role("jan.jansen"), is_role("stoelen", frozenset({"stoelen"}))
    (True, True, False, True)
    """
    known = roles() | own
    words = [word for part in re.split(r"[._+-]", local) if (word := letters(part).strip("0123456789"))]
    whole = "".join(words)
    return _known(whole, known) or (any(word in known for word in words) and all(_known(word, known | _codes()) for word in words))


def _known(word: str, known: frozenset[str]) -> bool:
    ends = (word[: -len(end)] for end in known | _codes() if word.endswith(end))
    return word in known or any(start in known for start in ends)


@cache
def roles() -> frozenset[str]:
    """The names of mailboxes of roles, in all languages. Raises KnowledgeError."""
    return frozenset(letters(word) for words in read_facts(FILE)["mailboxes"].values() for word in words)


@cache
def _codes() -> frozenset[str]:
    return frozenset(read_facts(FILE)["codes"])


@cache
def _providers() -> frozenset[str]:
    return frozenset(read_facts(FILE)["free_mail"]["domains"])
