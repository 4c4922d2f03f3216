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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact on one page. `valid` tells the check digit's answer, None where no check exists."""

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
