"""A value met on a page, before it is known whose it is."""

from typing import NamedTuple

from crawler.model.sighting import Channel, GateKind, Owner, Place, Use


class Decoded(NamedTuple):
    """Text that a page hides from harvesters and shows to its visitors.

    `text` is what the visitor reads (or the target of the link he uses), `decoder` the way of hiding, `place` where the
    page shows it, `block` the index of the block it stands in or before. `shown` is False where only machines read it.
    """

    text: str
    decoder: str
    place: Place
    block: int
    shown: bool = True
    as_shown: str = ""


class Found(NamedTuple):
    """A value of a channel and where it stands, as an extractor gives it.

    `text` is the text around the value with the value at `start` to `end` (both 0 where the value does not stand in it).
    `label` is the word that belongs to the value ("Fax"), `use` is set where the technique itself tells (a WhatsApp link).
    `closed` and `written_out` are as in `Sighting`. `gate` marks a way to the shop that is offered and not taken (a chat).
    """

    channel: Channel
    value: str
    as_shown: str
    place: Place
    block: int
    technique: str
    text: str = ""
    start: int = 0
    end: int = 0
    label: str = ""
    decoder: str = ""
    closed: bool = False
    written_out: bool = True
    use: Use | None = None
    gate: GateKind | None = None
    confidence: float = 1.0


class Claim(NamedTuple):
    """What an owner rule says of a value: whose it is, what it is for, or both, and the reason (kebab-case)."""

    reason: str
    owner: Owner | None = None
    use: Use | None = None
