"""Whose a domain is: registrable domains by the public suffix list, bundled with its package; never from the network.

>>> same_owner("mail.shop.co.uk", "www.shop.co.uk"), same_owner("shop.nl", "shop.de"), same_name("shop.nl", "www.shop.de")
(True, False, True)
"""

from functools import cache
from pathlib import Path

from crawler.knowledge.hosts import name_of, registrable_domain
from crawler.model.strict import read_facts

FREE_MAIL = Path(__file__).with_name("free_mail.toml")


def same_owner(host: str, other: str) -> bool:
    """Whether two hosts share their registrable domain."""
    return registrable_domain(host) == registrable_domain(other)


def same_name(host: str, other: str) -> bool:
    """Whether two registrable domains have the same name under other top-level domains."""
    return name_of(host) == name_of(other)


@cache
def free_mail() -> frozenset[str]:
    """Domains at which anybody has a mailbox."""
    return frozenset(read_facts(FREE_MAIL)["domains"])
