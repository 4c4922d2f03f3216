"""Which ways to the shop a customer meets on the pages read: what the tables of channels count.

Phone and e-mail count where they are shown. Another channel that was not met is left open where phone or e-mail is: then the
search is not over. A visit that found both ends, so "not met" is said of the pages read, never of the whole site.
"""

from collections.abc import Iterator

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel, Use
from reports.answers import shown
from reports.criteria.human_service import ways
from reports.remembered import remembered
from reports.standing import standing
from reports.verdict import Verdict


@remembered
def offered(verdict: Verdict) -> tuple[bool | None, ...]:
    """For each channel, in the order of Channel, whether it is met, None where that is not settled."""
    placed = {channel: standing(verdict, channel).shown for channel in PLACED}
    searched = None not in placed.values()
    met = frozenset(_met(verdict)) if verdict.dossier.measured else frozenset()
    others = {channel: True if channel in met else False if searched else None for channel in Channel}
    return tuple({**others, **placed}[channel] for channel in Channel)


def _met(verdict: Verdict) -> Iterator[Channel]:
    dossier = verdict.dossier
    yield from map(Channel, ways(dossier))
    yield from (channel for channel in (Channel.ADDRESS, Channel.SOCIAL) if any(True for _ in shown(dossier, channel)))
    if any(item.use is Use.WHATSAPP for _, item in shown(dossier, Channel.PHONE)):
        yield Channel.WHATSAPP
