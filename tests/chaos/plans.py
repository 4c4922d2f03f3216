"""What one seed does to an audit: which street is audited, and what happens to it when."""

import random
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happens: the program, its second process, one of a browser or all are killed, it is told to end, or the disk fills."""

    PARENT = "parent killed"
    WORKER = "second pass killed"
    BROWSER = "browser killed"
    BOTH = "parent and browser killed"
    ALL = "all killed at once"
    TERM = "told to end"
    DISK = "disk full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """One disturbance: after so many shops of a run, or with the first browser (`looking`), and so many seconds.

    `room` is what the full disk has left, in bytes; `stubborn`: the program is started once more before there is room again.
    """

    kind: Kind
    shops: int = 0
    looking: bool = False
    seconds: float = 0.0
    room: int = 0
    stubborn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The blows of a seed, in order; each falls on the run that goes on after the one before.

    `shops` are those audited, of the demo street; `rendered`: with a browser.
    """

    seed: int
    shops: tuple[str, ...]
    rendered: bool
    blows: tuple[Blow, ...]

    @property
    def needs_disk(self) -> bool:
        """Whether a disk of its own is filled."""
        return any(blow.kind is Kind.DISK for blow in self.blows)


PLAIN = (
    "alleen-json", "alles-macht-was", "altijd-thuis", "blumen-morgentau", "cycles-garonne", "dode-eindjes", "doorgeefluik",
    "een-pagina", "even-verspringen", "fietsen-de-ketting", "gesloten-poort", "hjolabud", "kaarsen-lumen", "librairie-du-quai",
    "oud-slot", "oude-ramen", "pakket-en-papier", "sessie-sloot", "sokken-drie", "stille-robots", "tassenhuis-noord", "teapot-lane",
    "vers-geteld", "weg-van-de-kaart",
)  # fmt: skip
"""Shops that are read over HTTP: every outcome, sessions, redirects, PDFs, odd bytes."""
RENDERED = ("alleen-script", "fietsen-de-ketting", "lege-etalage", "stoffen-op-rol")
"""Shops of which some are looked at with a browser, a page each, as each costs seconds."""
FURTHER = ("antiek-aan-de-vaart", "sokken-drie")
"""Shops of several pages, which are looked at too where there is time."""
FEW = 5
"""Seeds from here on take their time: those before have fewer shops and blows, for some of them are in every test."""
EVERY, REST = 10, 4
"""One seed in so many has a browser: those that leave this rest."""
AMONG_SHOPS = (Kind.PARENT, Kind.PARENT, Kind.ALL, Kind.TERM)
AMONG_PAGES = (Kind.BOTH, Kind.PARENT, Kind.WORKER, Kind.ALL, Kind.DISK)
ROOMS = (0, 4_096, 30_000, 120_000, 400_000)


def plan_of(seed: int) -> Plan:
    """Draw the plan of a seed.

    >>> plan_of(3) == plan_of(3), plan_of(4).rendered, plan_of(1).needs_disk
    (True, True, True)
    """
    drawn = random.Random(f"plan {seed}")
    if seed % EVERY == REST:
        ends = drawn.choices(AMONG_PAGES, k=drawn.randint(1, 2))
        kinds = [Kind.BROWSER] * drawn.randint(1, 2) + ends + [Kind.BROWSER]
        if seed < FEW:
            kinds = [Kind.BROWSER, ends[0]]
        shops = RENDERED if seed < FEW else tuple(sorted(RENDERED + FURTHER))
        return Plan(seed=seed, shops=shops, rendered=True, blows=tuple(_among_pages(drawn, kind) for kind in kinds))
    blows = [_at_the_start(drawn), *(_among_shops(drawn, drawn.choice(AMONG_SHOPS)) for _ in range(drawn.randint(1, 2)))]
    if seed < FEW:
        blows = drawn.sample(blows, 2 - seed % 2)
    if seed % 2:
        full = Blow(kind=Kind.DISK, shops=drawn.randint(0, 10), room=drawn.choice(ROOMS), stubborn=drawn.random() < 0.5)
        blows.insert(drawn.randint(0, len(blows)), full)
    return Plan(seed=seed, shops=PLAIN[::2] if seed < FEW else PLAIN, rendered=False, blows=tuple(blows))


def _at_the_start(drawn: random.Random) -> Blow:
    """A moment at which the folder is made, the store laid out, the first shops begun."""
    return Blow(kind=Kind.PARENT, seconds=drawn.uniform(0.5, 2.5))


def _among_shops(drawn: random.Random, kind: Kind) -> Blow:
    return Blow(kind=kind, shops=drawn.randint(1, 5), seconds=drawn.uniform(0, 0.3))


def _among_pages(drawn: random.Random, kind: Kind) -> Blow:
    return Blow(kind=kind, looking=True, seconds=drawn.uniform(0, 5), room=drawn.choice(ROOMS))
