"""Where on the site a customer meets a channel."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.certificate import Certificate
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind


class PlaceClass(StrEnum):
    """Where on the site: exclusive, ordered best first, one per channel per shop."""

    EVERY_PAGE = "every-page"
    HOME = "home"
    CONTACT_PAGE = "contact-page"
    IMPRINT = "imprint"
    OTHER_PAGE = "other-page"
    LEGAL_TEXT = "legal-text"
    GATED = "gated"
    MACHINE_ONLY = "machine-only"
    ABSENT = "absent"
    UNDETERMINED = "undetermined"

    @property
    def rank(self) -> int:
        """0 for the best class."""
        return tuple(PlaceClass).index(self)

    @property
    def positive(self) -> bool:
        """Whether a sighting alone settles it. Every other class says that nothing better exists."""
        return self in POSITIVE


MOST_CLICKS_TO_CONTACT = 2
"""How far from home a contact page may be and still be a logical place; further away it is another page."""

PLACED = (Channel.PHONE, Channel.EMAIL)
"""Channels that every visit places; the others only where they were seen."""

POSITIVE = frozenset({PlaceClass.EVERY_PAGE, PlaceClass.HOME, PlaceClass.CONTACT_PAGE})

SHOWN = frozenset(
    {
        PlaceClass.EVERY_PAGE,
        PlaceClass.HOME,
        PlaceClass.CONTACT_PAGE,
        PlaceClass.IMPRINT,
        PlaceClass.OTHER_PAGE,
        PlaceClass.LEGAL_TEXT,
    }
)
"""Classes in which a visitor who only looks meets the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a click path: the page looked at and the text of the link taken from it ("" on the last page)."""

    page_id: int
    url: str
    link_text: str = ""


class Way(StrEnum):
    """How a person told what he or she saw: in a filled row of the worklist, or by a recorded visit, and in which form."""

    ROW = "row"
    HAR = "har"
    WARC = "warc"
    WACZ = "wacz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a person saw: `by` are initials, `on` is the day (ISO 8601).

    A row settles one `channel`: its `place_class`, and where a value was seen that value (normal and as written), the address of
    its page, the clicks from home, the gate before it and whether that was passed. A recording is of a shop (`channel` None): it
    became the `visit` of that number, and `pages` of it were read. `source` is the name of the file, `sha256` the digest of it.
    """

    way: Way
    by: str
    on: str
    source: str
    sha256: str
    channel: Channel | None = None
    place_class: PlaceClass = PlaceClass.UNDETERMINED
    value: str = ""
    as_shown: str = ""
    page: str = ""
    clicks: int | None = None
    gate: GateKind | None = None
    gate_passed: bool = False
    note: str = ""
    visit: int | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A channel's place class with its proof.

    `seen` is the best class met so far (`absent` if none): a note, never a finding. `place_class` equals `seen` when
    settled, else `undetermined` with its `reason`. `clicks` is the fewest links from home ("at most"), None where no
    value was met. `sightings` are indices into the visit's sightings, the deciding one first. `notes` are finding codes
    met on the way (`not-written-out`, `on-other-domain`, `foreign-site`, `only-in-a-document`, `sales-only` ...). `observed` is
    what a person saw that the class rests on, None where it rests on what the program saw.
    """

    channel: Channel
    place_class: PlaceClass
    seen: PlaceClass
    settled: bool
    reason: Reason | None = None
    clicks: int | None = None
    path: tuple[Step, ...] = ()
    likely_path: tuple[Step, ...] = ()
    sightings: tuple[int, ...] = ()
    gate: GateKind | None = None
    gate_passed: bool = False
    notes: tuple[str, ...] = ()
    certificate: Certificate | None = None
    observed: Observation | None = None
