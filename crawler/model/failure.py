"""Why a request brought nothing to read."""

from crawler.model.reason import Reason


class FetchFailed(Exception):  # noqa: N818  # named after what happened, as the rest of the vocabulary
    """A request that brought no page: its reason, and in one phrase what happened.

    Raised by the plumbing, understood by whoever drives a visit. `status` is the HTTP status, 0 when no response came.
    """

    def __init__(self, reason: Reason, detail: str, *, status: int = 0) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.status = status


class LineInDoubt(FetchFailed):
    """A failure that may be our own line's and not the shop's: no name server answered, no route was found."""
