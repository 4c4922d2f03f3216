"""P11, second part: what is found by the maker of the chat that a shop's pages offer.

A chat is told by its script, its frame or words in the page's code, or by a link that says so (of no known maker). Nothing was ever
sent to it. "No chat" is said of the pages read.
"""

from collections import Counter
from types import MappingProxyType

from crawler.model.sighting import Channel
from reports import cross
from reports.cross import Group
from reports.table import Column, Show, Table
from reports.verdict import Verdict

ID = "p11-chat"
GROUP = Column(key="chat", show=Show.TEXT, codes="chat")
SHAPES = MappingProxyType(cross.shapes(ID, GROUP))


class ChatVendors:
    """The counts of a run by maker of chats."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._counts: cross.Counts = Counter()

    def add(self, verdict: Verdict) -> None:
        """Count a verdict under the maker of its chat."""
        self._counts[group(verdict), cross.found(verdict)] += 1

    def tables(self) -> tuple[Table, ...]:
        """What is found, by maker of the chat."""
        return cross.tables(ID, ID, GROUP, self._counts)


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


counting = ChatVendors
