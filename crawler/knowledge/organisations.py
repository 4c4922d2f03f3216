"""Organisations whose contact data stands on shops' pages without being the shop's: `organisations/<kind>.toml`, and the platforms.

Found by the domain of an address, by a phone number, or by a name in the words beside a value. A name written in capitals
("UPS") is found only as written: "ups" is a German "oops". The file may name a domain that is also a shop (a marketplace): who
asks compares with the shop's own domain first.

>>> known = organisations()
>>> known.by_domain("mail.postnl.nl").name, known.by_phone("+31882255555").kind.value
('PostNL', 'carrier')
>>> known.by_name("Bezorging met PostNL of UPS").name, known.by_name("Ups, das war nichts")
('PostNL', None)
>>> [item.name for item in known.named("USPS, UPS, FedEx")]
['USPS', 'UPS', 'FedEx']
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from crawler.knowledge.platforms import platforms
from crawler.model.strict import KnowledgeError, read_folder

FOLDER = Path(__file__).parent / "organisations"
_E164 = re.compile(r"\+[1-9]\d{6,14}")


MAKERS_HOSTS = frozenset({"www", "mail", "email", "smtp", "support", "help", "status", "accounts", "login"})
"""First labels of hosts that a platform's maker keeps for itself, where shops have the rest."""


class OrganisationKind(StrEnum):
    """What an organisation is to a shop; also the name of its file."""

    CARRIER = "carrier"
    DISPUTE_COMMITTEE = "dispute-committee"
    PAYMENT_FIRM = "payment-firm"
    AUTHORITY = "authority"
    HELPLINE = "helpline"
    TRUST_MARK = "trust-mark"
    MARKETING = "marketing"
    MARKETPLACE = "marketplace"
    HOST = "host"
    PLATFORM = "platform"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One organisation: its kind, its names as written, the domains of its addresses and its public numbers in E.164."""

    kind: OrganisationKind
    name: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation as its file has it; `also` are further names, the first name counts too unless `name_alone` is false."""

    name: str
    also: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    name_alone: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFile:
    """One file: organisations of one kind."""

    source: str
    dated: str
    organisations: tuple[Entry, ...]


class Organisations:
    """All known organisations, found by domain, phone or name."""

    def __init__(self, known: Iterable[Organisation]) -> None:
        """Index the organisations; the first one wins where two share a name."""
        self.all = tuple(known)
        self._domains = _index((domain, item) for item in self.all for domain in item.domains)
        self._phones = _index((phone, item) for item in self.all for phone in item.phones)
        names = [(name, item) for item in self.all for name in item.names]
        self._shouted = _index(pair for pair in names if pair[0].isupper())
        self._spoken = _index((name.casefold(), item) for name, item in names if not name.isupper())
        self._shouted_pattern, self._spoken_pattern = _pattern(self._shouted), _pattern(self._spoken)

    def by_domain(self, domain: str) -> Organisation | None:
        """The organisation that has this domain or one above it; a shop's own host below a platform's is the shop's."""
        domain = domain.lower().strip(".")
        if domain.partition(".")[0] not in MAKERS_HOSTS and any(domain.endswith(end) for end in _shop_hosts()):
            return None
        labels = domain.split(".")[-6:]
        return next((self._domains[name] for name in _parents(labels) if name in self._domains), None)

    def by_phone(self, e164: str) -> Organisation | None:
        """The organisation that has this number."""
        return self._phones.get(e164)

    def by_name(self, text: str) -> Organisation | None:
        """The organisation named first in a text (its first 5000 characters)."""
        return next(iter(self.named(text)), None)

    def named(self, text: str) -> tuple[Organisation, ...]:
        """All organisations named in a text (its first 5000 characters), in their order."""
        text = text[:5000].replace("’", "'")
        spoken = ((found.start(), self._spoken[found.group()]) for found in self._spoken_pattern.finditer(text.casefold()))
        shouted = ((found.start(), self._shouted[found.group()]) for found in self._shouted_pattern.finditer(text))
        return tuple(item for _, item in sorted((*spoken, *shouted), key=lambda named: named[0]))


@cache
def organisations(folder: Path = FOLDER) -> Organisations:
    """All organisations of the folder and the makers of platforms. Raises KnowledgeError."""
    known = [item for name, file in read_folder(folder, OrganisationFile) for item in _of_file(file, folder / f"{name}.toml")]
    makers = [
        Organisation(kind=OrganisationKind.PLATFORM, name=item.name, names=item.names, domains=item.domains, phones=item.phones)
        for item in platforms()
    ]
    return Organisations((*known, *makers))


@cache
def _shop_hosts() -> tuple[str, ...]:
    return tuple(f".{suffix}" for platform in platforms() for suffix in platform.shop_suffixes)


def _of_file(file: OrganisationFile, path: Path) -> Iterable[Organisation]:
    if path.stem not in set(OrganisationKind):
        raise KnowledgeError(f"{path}: the file's name is none of {', '.join(OrganisationKind)}")
    for entry in file.organisations:
        if wrong := next((phone for phone in entry.phones if not _E164.fullmatch(phone)), None):
            raise KnowledgeError(f"{path}: {entry.name}: phones: {wrong!r} is not in E.164")
        if wrong := next((name for name in entry.domains if name != name.lower() or "." not in name or "/" in name), None):
            raise KnowledgeError(f"{path}: {entry.name}: domains: {wrong!r} is no domain in lower case")
        names = tuple(name.replace("’", "'") for name in ((entry.name,) if entry.name_alone else ()) + entry.also)
        yield Organisation(
            kind=OrganisationKind(path.stem), name=entry.name, names=names, domains=entry.domains, phones=entry.phones
        )


def _index(pairs: Iterable[tuple[str, Organisation]]) -> Mapping[str, Organisation]:
    table: dict[str, Organisation] = {}
    for key, item in pairs:
        table.setdefault(key, item)
    return table


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")


def _parents(labels: list[str]) -> Iterable[str]:
    return (".".join(labels[start:]) for start in range(len(labels)))
