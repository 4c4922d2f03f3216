"""What a value is for: privacy, jobs, press, business, branch, order, service; and no-reply mailboxes.

The mailbox's name, then the words right before the value, then the nearest heading; a word for service beside the value
outweighs a page about something else. `business` needs a word that says so.
"""

import re

from crawler.knowledge.phrases import phrases
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Use
from crawler.owners.surroundings import before, before_block, cell, headings

NO_REPLY = re.compile(
    r"(?:no|do-?not|geen|nicht|ne-?pas|keine?)[._-]?(?:reply|respon\w*|antwoord\w*|antwort\w*|repondre)", re.IGNORECASE
)
MAILBOX = (
    (
        Use.PRIVACY,
        re.compile(
            r"privacy\w*|gdpr|dpo|avg|fg|datenschutz\w*|dataprotection|data-?protection|dsb|rgpd|unsubscribe|abuse", re.IGNORECASE
        ),
    ),
    (
        Use.JOBS,
        re.compile(
            r"jobs?|vacatures?|hr|recruit\w*|karriere|bewerbung\w*|careers?|recrutement|personeel\w*|werkenbij\w*", re.IGNORECASE
        ),
    ),
    (Use.PRESS, re.compile(r"press|presse|pers|media|redactie|redaktion|pr", re.IGNORECASE)),
    (
        Use.BUSINESS,
        re.compile(
            r"b2b|bizdev|business|zakelijk|wholesale|groothandel|grosshandel|partners?|partnership|affiliates?|dealers?|inkoop|einkauf|investor\w*|advertis\w*|adverteren|marketing",
            re.IGNORECASE,
        ),
    ),
)
"""Names of mailboxes that tell a use; compared with the whole name or a part of it between dots and hyphens."""

LABELS = (
    (Use.PRIVACY, "privacy_labels"),
    (Use.JOBS, "jobs_labels"),
    (Use.PRESS, "press_labels"),
    (Use.BUSINESS, "business_labels"),
    (Use.ORDER, "order_labels"),
    (Use.BRANCH, "branch_labels"),
    (Use.SERVICE, "service_labels"),
)


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say what a phone number or an address is for."""
    if found.channel is Channel.EMAIL and (claim := _by_mailbox(found.value)):
        return claim
    if found.channel not in (Channel.EMAIL, Channel.PHONE):
        return None
    return _by_words(found, scene)


def _by_mailbox(value: str) -> Claim | None:
    local = value.rpartition("@")[0]
    if NO_REPLY.search(local):
        return Claim("no-reply-mailbox", use=Use.NO_REPLY)
    parts = (local, *re.split(r"[._+-]", local))
    for use, pattern in MAILBOX:
        if any(pattern.fullmatch(part) for part in parts):
            return Claim("name-of-mailbox", use=use)
    return None


def _by_words(found: Found, scene: Scene) -> Claim | None:
    near = headings(found, scene)[-1:]
    for reason, text in (
        ("words-before", before(found)[-60:]),
        ("label", found.label),
        ("words-in-cell", cell(found, scene)),
        ("words-in-line-before", before_block(found, scene)),
        ("words-in-heading", near[0] if near else ""),
    ):
        if text and (claim := _last_word(text, scene.languages, reason)):
            return claim
    return None


def _last_word(text: str, codes: tuple[str, ...], reason: str) -> Claim | None:
    """The use whose word ends last in the text: nearest to the value."""
    last, best = -1, None
    for use, field in LABELS:
        for match in phrases(codes, field).finditer(text):
            if match.end() > last:
                last, best = match.end(), use
    return Claim(reason, use=best) if best else None
