"""Why something is not settled: the closed list of reasons."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a row, a shop or a channel has no settled answer.

    Codes are kebab-case, appear unchanged in the store, the export and the report, and read as the end of a sentence.
    """

    BLOCKED = "blocked"
    WAITING_ROOM = "waiting-room"
    MAINTENANCE = "maintenance"
    ROBOTS = "robots"
    LEFT_OUT = "left-out"
    DNS = "dns"
    REFUSED = "refused"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_SLOW = "too-slow"
    SERVER_ERROR = "server-error"
    NOT_FOUND = "not-found"
    NOT_HTML = "not-html"
    REDIRECTED_AWAY = "redirected-away"
    PARKED = "parked"
    NOT_A_SHOP = "not-a-shop"
    LANGUAGE_UNKNOWN = "language-unknown"
    OWN_NETWORK = "own-network"
    NEEDS_BROWSER = "needs-browser"
    NEEDS_PERSON = "needs-person"
    SEARCH_NOT_EXHAUSTED = "search-not-exhausted"
    PROGRAM_ERROR = "program-error"
    PURGED = "purged"
    BAD_ROW = "bad-row"
    DUPLICATE_OF = "duplicate-of"
