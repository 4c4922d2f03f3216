"""Something that must be done before a value shows."""

from dataclasses import dataclass

from crawler.model.sighting import GateKind

UNTRIED_WAYS = frozenset({GateKind.CHAT, GateKind.WIZARD, GateKind.LOG_IN, GateKind.CALLBACK})
"""Gates that are an offered way to the shop which the program does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A gate met on a page. `vendor` is the id of the chat vendor's file, or what was met. `passed` is False unless tried."""

    page_id: int
    kind: GateKind
    vendor: str = ""
    passed: bool = False
    selector: str = ""
    snippet: str = ""
