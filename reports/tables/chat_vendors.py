"""P11, second part: what is found by the maker of the chat that a shop's pages offer.

A chat is told by its script, its frame or words in the page's code, or by a link that says so (of no known maker). Nothing was ever
sent to it. "No chat" is said of the pages read.
"""

from functools import partial
from types import MappingProxyType

from crawler.model.sighting import Channel
from reports import cross
from reports.cross import Group
from reports.table import Column, Show
from reports.verdict import Verdict

ID = "p11-chat"
GROUP = Column(key="chat", show=Show.TEXT, codes="chat")
SHAPES = MappingProxyType(cross.shapes(ID, GROUP))


def group(verdict: Verdict) -> Group:
    """The maker of a shop's chat; only a maker's script gives its sighting a label."""
    if not verdict.dossier.measured:
        return Group("undetermined", rest=True)
    chats = list(verdict.dossier.sightings(Channel.CHAT))
    names = {item.value: item.label for item in chats if item.label}
    if len(names) > 1:
        return Group("several", rest=True)
    if names:
        return Group(next(iter(names.values())))
    return Group("unknown" if chats else "none", rest=True)


counted = partial(cross.grouped, group)
counting = partial(cross.Cut, ID, GROUP)
