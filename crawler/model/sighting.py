"""One value of a channel, seen on one page."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """A way to reach the shop."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    FORM = "form"
    CHAT = "chat"
    WHATSAPP = "whatsapp"
    CALLBACK = "callback"
    SOCIAL = "social"


class Place(StrEnum):
    """Where on the page. Never the place class, which says where on the site."""

    HEADER = "header"
    NAV = "nav"
    BODY = "body"
    SIDEBAR = "sidebar"
    FOOTER = "footer"
    POPUP = "popup"
    HIDDEN = "hidden"
    SCRIPT = "script"
    HEAD = "head"


FRAME = frozenset({Place.HEADER, Place.NAV, Place.FOOTER})
"""Places that a site repeats on its pages."""
AROUND_TEXT = FRAME | {Place.SIDEBAR}
"""Places that are no part of what a page tells."""
UNSEEN = frozenset({Place.HIDDEN, Place.SCRIPT, Place.HEAD, Place.POPUP})
"""Places that no visitor sees on load."""


class Owner(StrEnum):
    """Whose value it is."""

    TRADER = "trader"
    THIRD_PARTY = "third-party"
    PLATFORM = "platform"
    PLACEHOLDER = "placeholder"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """What the value is for."""

    SERVICE = "service"
    ORDER = "order"
    BRANCH = "branch"
    BUSINESS = "business"
    PRIVACY = "privacy"
    JOBS = "jobs"
    PRESS = "press"
    FAX = "fax"
    WHATSAPP = "whatsapp"
    NO_REPLY = "no-reply"
    OTHER = "other"


IMAGE_TEXT = "image-text"
"""The technique of a value that a program read in a picture: it may have misread it."""

NOT_CUSTOMER = frozenset({Use.FAX, Use.WHATSAPP, Use.PRIVACY, Use.JOBS, Use.PRESS, Use.BUSINESS, Use.NO_REPLY})
"""Uses that make no customer contact on either channel; such sightings are kept, with their use."""


class GateKind(StrEnum):
    """What must be done, beyond looking, before a value shows."""

    CHAT = "chat"
    FORM = "form"
    WIZARD = "wizard"
    LOG_IN = "log-in"
    ORDER_STEP = "order-step"
    CAPTCHA = "captcha"
    CALLBACK = "callback"
    AGE = "age"
    ACCESS_CODE = "access-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One value of a channel seen on one page, with everything needed to show why it was taken as it was.

    `value` is E.164 for phones (or the short number as dialled, prefixed by nothing), lower case for e-mail, canonical URL or
    text for the rest; `as_shown` is what the page says. `place` is where on the page. `closed`: hidden on load but opened by an
    action on the page itself (details, tab, accordion, "show number"): a click, no gate. `section` holds the page kinds of the
    heading or fragment target the value stands under (value of PageKind), so that a legal section makes legal text and a contact
    section a contact page. `label` is the word beside the value ("Fax", "Tel."), `technique` the extractor, `decoder` the decoder
    used ("" if plain). `confidence` runs from 0 to 1. `written_out` is False for an icon-only link.
    """

    page_id: int
    channel: Channel
    value: str
    as_shown: str
    place: Place
    owner: Owner = Owner.UNKNOWN
    use: Use = Use.OTHER
    gate: GateKind | None = None
    closed: bool = False
    written_out: bool = True
    section: tuple[str, ...] = ()
    selector: str = ""
    snippet: str = ""
    label: str = ""
    technique: str = ""
    decoder: str = ""
    owner_reason: str = ""
    use_reason: str = ""
    confidence: float = 1.0

    @property
    def on_load(self) -> bool:
        """Whether a visitor sees it without doing anything."""
        return self.place not in UNSEEN and not self.closed and self.gate is None

    @property
    def pictured(self) -> bool:
        """Whether it is a picture of text: only a person can tell for certain what it says."""
        return not self.value or self.technique == IMAGE_TEXT

    @property
    def for_customers(self) -> bool:
        """Whether it is for certain the trader's own and meant for customers."""
        return self.owner is Owner.TRADER and self.use not in NOT_CUSTOMER and self.technique != IMAGE_TEXT
