"""Masking for what is published: personal mailboxes of anybody, and mobile numbers and addresses of a trader who may be a person.

A verdict is masked after it was judged, so no answer, place class, score or band depends on it: texts change, nothing else.
Mailboxes of roles (`info@`, `klantenservice@`) and the numbers and addresses of companies are shown.
"""

import dataclasses
import re
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from crawler.model.dossier import Dossier
from crawler.model.fact import Fact
from crawler.model.review import Review
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Owner, Sighting
from reports.masking.mailboxes import HIDDEN, MAIL, is_role, mask_mail
from reports.masking.traders import may_be_person, names
from reports.masking.written_forms import NUMBER, cut_off, mobile, patterns, reveals
from reports.people.evidence_hash import finding_hash
from reports.verdict import Verdict

Anything = TypeVar("Anything")
NUMBERED = frozenset({Channel.PHONE, Channel.WHATSAPP, Channel.CALLBACK})
AS_IT_IS = frozenset(
    {
        *("body_sha256", "text_sha256", "sha256", "fetched_at", "at", "on", "started_at", "finished_at", "versions", "id", "warc"),
        *("criterion", "norm", "evidence", "by"),
    }
)
"""Fields that hold digests, times and ids: nothing that a shop wrote."""


def masked(verdict: Verdict) -> Verdict:
    """The same verdict with what is personal masked in every text of it; itself where nothing is.

    Pictures and the evidence file are left out where something was masked: they show it. A decision of a person hangs on what is
    shown then; on evidence that is no longer there it hangs on nothing, for of a hash what is masked could be guessed.
    """
    changed: Verdict = _over(verdict, Cover(verdict.dossier))
    if changed is not verdict:
        before = changed.before and dataclasses.replace(changed.before, dossier=_without_pictures(changed.before.dossier))
        changed = dataclasses.replace(changed, dossier=_without_pictures(changed.dossier), before=before)
    return hung_anew(verdict, changed) if verdict.reviews else changed


def _without_pictures(dossier: Dossier) -> Dossier:
    visit = dossier.visit and dataclasses.replace(dossier.visit, warc="", looks=())
    return dataclasses.replace(dossier, visit=visit)


def hung_anew(verdict: Verdict, changed: Verdict) -> Verdict:
    """What is shown of a verdict, with the decisions on the hash of that; those whose evidence has changed hang on nothing."""
    reviews = (
        dataclasses.replace(told, evidence=finding_hash(changed, told.criterion) if _holds(verdict, item) else "")
        for item, told in zip(verdict.reviews, changed.reviews, strict=True)
    )
    return dataclasses.replace(changed, reviews=tuple(reviews))


def _holds(verdict: Verdict, item: Review) -> bool:
    return item.evidence == finding_hash(verdict, item.criterion)


class Cover:
    """What is to be hidden of one shop, and how each text of it is written instead."""

    def __init__(self, dossier: Dossier) -> None:
        """Look at a dossier for what is personal in it."""
        self._known: dict[str, str] = {}
        self.person = may_be_person(dossier)
        shop = dossier.shop
        self.country = (shop.country if shop else None) or "ZZ"
        self.host = (urlsplit(shop.url).hostname or "").removeprefix("www.") if shop else ""
        self.own = names(shop.url) if shop and not self.person else frozenset()
        sightings = dossier.visit.sightings if dossier.visit else ()
        self.nobodys = frozenset(item.value for item in sightings if item.owner is Owner.PLACEHOLDER)
        secrets = [(item, hidden) for item in sightings if (hidden := self.instead_of(item))]
        written = ((pattern, hidden) for item, hidden in secrets for pattern in patterns(item, self.country))
        self.patterns = sorted(dict.fromkeys(written), key=lambda item: -len(item[0].pattern))  # a part after the whole
        self.endings = tuple({cut_off(item) for item, _ in secrets if item.channel is Channel.EMAIL})

    def instead_of(self, item: Sighting) -> str:
        """What stands for a value, "" where it is shown."""
        if item.channel is Channel.EMAIL:
            return self._mail(item.value)
        if self.person and item.channel is Channel.ADDRESS:
            return HIDDEN
        return mobile(item.value, self.country) if self.person and item.channel in NUMBERED else ""

    def text(self, text: str) -> str:
        """A text with what is personal in it masked; the texts of a shop repeat each other."""
        if text not in self._known:
            self._known[text] = self._masked(text)
        return self._known[text]

    def _masked(self, text: str) -> str:
        for pattern, hidden in self.patterns:
            text = pattern.sub(hidden, text)
        text = MAIL.sub(self._mail_in, text) if len(text) > len("a@b") else text
        return NUMBER.sub(self._number_in, text) if self.person else text

    def sighting(self, item: Sighting) -> Sighting:
        """A sighting as it may be shown; of a person no text around it is."""
        changed = _fields(item, self)
        if hidden := self.instead_of(item):
            shown = changed.as_shown if changed.as_shown == item.as_shown and not reveals(item) else hidden
            changed = dataclasses.replace(changed, value=hidden, as_shown=shown)
        return dataclasses.replace(changed, snippet=self.around(changed.snippet, changed.as_shown))

    def fact(self, item: Fact) -> Fact:
        """A fact as it may be shown; of a person no text around it is."""
        changed = _fields(item, self)
        return dataclasses.replace(changed, snippet=self.around(changed.snippet, changed.as_shown))

    def around(self, snippet: str, shown: str) -> str:
        """The text around a value, already covered: of a person nothing but the value, of others without a mailbox cut in two."""
        if self.person:
            return shown if snippet else ""
        for ending in self.endings:
            snippet = ending.sub(HIDDEN, snippet)
        return snippet

    def _mail(self, address: str) -> str:
        local, at, domain = address.rpartition("@")
        if address.lower() in self.nobodys:
            return ""
        return mask_mail(domain, self.host) if at and local != HIDDEN and not is_role(local, self.own) else ""

    def _mail_in(self, found: re.Match[str]) -> str:
        return self._mail(f"{found['local']}@{found['domain']}") or found[0]

    def _number_in(self, found: re.Match[str]) -> str:
        return mobile(found[0], self.country) or found[0]


def _over(value: Anything, cover: Cover) -> Anything:
    """A value with every text in it covered; itself where nothing changed."""
    whole: Any = value
    if isinstance(value, tuple):
        items = [_over(item, cover) for item in value]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        changed: Any = type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        return changed  # type: ignore[no-any-return]
    if isinstance(value, Enum) or not (isinstance(value, str) or dataclasses.is_dataclass(value)):
        return value
    changed = _one(whole, cover)
    return value if changed is value or changed == value else changed


def _one(value: Any, cover: Cover) -> Any:
    """A text or a record, covered."""
    if isinstance(value, str):
        return cover.text(value)
    if isinstance(value, Sighting):
        return cover.sighting(value)
    if isinstance(value, Fact):
        return cover.fact(value)
    if isinstance(value, Shop):
        return dataclasses.replace(value, name=cover.text(value.name), tags=_over(value.tags, cover))
    return _fields(value, cover)


def _fields(record: Anything, cover: Cover) -> Anything:
    """A record with its texts covered."""
    told: Any = record
    before = {field.name: getattr(told, field.name) for field in dataclasses.fields(told) if field.name not in AS_IT_IS}
    changed = {name: new for name, old in before.items() if (new := _over(old, cover)) is not old}
    return dataclasses.replace(told, **changed) if changed else record
