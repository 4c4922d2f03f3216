"""What else a page tells about the trader."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.sighting import Place


class FactKind(StrEnum):
    """The kinds of fact that criteria look at."""

    TRADER_NAME = "trader-name"
    REGISTER_NUMBER = "register-number"
    VAT_ID = "vat-id"
    OPENING_HOURS = "opening-hours"
    REPLY_TIME = "reply-time"
    TARIFF = "tariff"
    COMPLAINT_ROUTE = "complaint-route"
    WITHDRAWAL_TEXT = "withdrawal-text"
    PLACEHOLDER_TEXT = "placeholder-text"
    ODR_LINK = "odr-link"
    GUEST_CHECKOUT = "guest-checkout"
    POST_BOX = "post-box"
    CONTACT_DATA_DIFFERS = "contact-data-differs"
    MACHINE_DATA_DIFFERS = "machine-data-differs"
    MISSPELT_DOMAIN = "misspelt-domain"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact on one page. `valid` tells the check digit's answer, None where no check exists.

    `value` is what a reader of data compares: the interval of opening hours, the promised reply time as an ISO 8601 duration
    (`PT48H`), the charge of a tariff (`EUR 0.15/min`) where it is told, the number or the address that differs from `label`.
    """

    page_id: int
    kind: FactKind
    value: str
    as_shown: str
    place: Place
    label: str = ""
    selector: str = ""
    snippet: str = ""
    technique: str = ""
    valid: bool | None = None
