"""The visit of a shop that was never looked at: it failed for a reason of ours."""

from crawler.model.placement import PLACED, PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.visit import Visit
from crawler.spiders.plan import Errand


def unread(errand: Errand, reason: Reason, detail: str, at: str) -> Visit:
    """Give a visit in which both channels are undetermined for one reason."""
    placements = tuple(
        Placement(channel=channel, place_class=PlaceClass.UNDETERMINED, seen=PlaceClass.ABSENT, settled=False, reason=reason)
        for channel in PLACED
    )
    return Visit(
        shop=errand.shop,
        number=errand.number,
        started_at=at,
        finished_at=at,
        reason=reason,
        detail=detail,
        placements=placements,
    )
