"""Whether the trader behind a shop is a company, or may be a natural person: in doubt a person, who has a private life.

A company is one whose own name ends in the form of a legal person, or whose register takes no others. Names of others stand on
pages too (carriers, payment firms): what counts is a name like the shop's own, or one on a page on which traders tell who they are.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawler.model.dossier import Dossier
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.strict import read_facts

FILE = Path(__file__).with_name("masking.toml")
TELLING = frozenset({PageKind.HOME, PageKind.CONTACT, PageKind.IMPRINT, PageKind.ABOUT, PageKind.SERVICE})
"""Kinds of page on which a trader tells who it is."""
FEWEST = 4
"""Letters that make two names alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Patterns of legal forms in a name; "1234 AB" is a postcode."""

    company: re.Pattern[str]
    in_capitals: re.Pattern[str]
    person: re.Pattern[str]
    registers: tuple[str, ...]


@cache
def forms() -> Forms:
    """The legal forms of `masking.toml`. Raises KnowledgeError."""
    facts = read_facts(FILE)
    known = facts["legal_forms"]
    return Forms(
        company=_ending(known["companies"], re.IGNORECASE),
        in_capitals=_ending(known["in_capitals"]),
        person=_ending(known["persons"], re.IGNORECASE),
        registers=tuple(facts["legal_forms"]["company_registers"]),
    )


def _ending(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:^|(?<!\d{{4}})[\s,(])(?:{listed})(?=$|[\s,;)(])", flags)


def may_be_person(dossier: Dossier) -> bool:
    """Whether the trader may be a natural person: nothing tells that it is a company, or something that it is none."""
    names = [fact for fact in dossier.facts(FactKind.TRADER_NAME) if _own(fact, dossier)]
    told = [" ".join(text.split()) for fact in names for text in (fact.value, fact.as_shown)]
    told += [dossier.shop.name] if dossier.shop else []
    if any(forms().person.search(text) for text in told):
        return True
    return not (any(map(_is_company, told)) or any(map(_in_company_register, dossier.facts(FactKind.REGISTER_NUMBER))))


def _is_company(name: str) -> bool:
    return bool(forms().company.search(name) or forms().in_capitals.search(name))


def _in_company_register(fact: Fact) -> bool:
    told = f"{fact.label} {fact.as_shown}".lower()
    return any(re.search(rf"\b{re.escape(word)}\b", told) for word in forms().registers)


def _own(fact: Fact, dossier: Dossier) -> bool:
    return alike(fact.value, dossier) or bool(_kinds(fact, dossier) & TELLING)


def _kinds(fact: Fact, dossier: Dossier) -> frozenset[PageKind]:
    pages = dossier.visit.pages if dossier.visit else ()
    return next((page.kinds for page in pages if page.id == fact.page_id), frozenset())


def alike(name: str, dossier: Dossier) -> bool:
    """Whether a name has the letters of the shop's own, or of its domain."""
    if dossier.shop is None:
        return False
    told, own = letters(name), (letters(dossier.shop.name), label(dossier.shop.url))
    return any(len(mine) >= FEWEST and mine in told for mine in own)


def label(url: str) -> str:
    """The letters of the longest part of a host: the shop's name in its address.

    >>> label("https://www.stoelen-en-co.example/")
    'stoelenenco'
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return letters(max(host.split(".")[:-1], key=len, default=""))


def names(url: str) -> frozenset[str]:
    """The words of a shop's name in its address, and all of it.

    >>> sorted(names("https://www.stoelen-en-co.example/"))
    ['stoelen', 'stoelenenco']
    """
    longest = max((urlsplit(url).hostname or "").removeprefix("www.").split(".")[:-1], key=len, default="")
    return frozenset(word for part in (*longest.split("-"), longest) if len(word := letters(part)) >= FEWEST)


def letters(text: str) -> str:
    """Letters and digits only, without accents, in lower case.

    >>> letters("Café d'Été 24")
    'cafedete24'
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if char.isalnum())
