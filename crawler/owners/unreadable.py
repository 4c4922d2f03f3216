"""Values that no number plan knows, and pictures of values: the shop meant one, whose it is can not be told."""

from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner

DOUBT = 0.3


def attribute(found: Found, scene: Scene) -> Claim | None:  # noqa: ARG001  # one signature for all rules
    """Say that a number is none that can be dialled, or that a value can not be read."""
    if not found.value:
        return Claim("a-picture", owner=Owner.UNKNOWN)
    if found.channel is Channel.PHONE and found.confidence < DOUBT:
        return Claim("no-number-of-any-plan", owner=Owner.UNKNOWN)
    return None
